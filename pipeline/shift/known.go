package shift

import (
	"math"
	"math/rand/v2"
)

// Where the standard errors of the values are all the noise there is, normal noise
// of that size is a sharper null than rearrangements of the values, whose spread
// holds the step itself: eight events can reach small p, and one precise event
// counts for what it is. Rearrangements still have a say, for real tails are heavier.
// Of series with a step of two standard deviations .66 and not .40 are found among 8
// events, .81 and not .74 among 12.

// trustFactor is by how much the p of rearrangements may be larger than that of
// known noise.
const trustFactor = 4

// toldApart reports whether the standard errors differ.
func (s *scan) toldApart() bool {
	for _, v := range s.v[:s.n] {
		if v > 1.01*s.v[0] || v < .99*s.v[0] {
			return true
		}
	}
	return false
}

// trust weighs the values by their standard errors alone, and reports whether
// the residuals of the best step agree with them. Where they do not, all is as
// it was. One standard error for all says nothing of single values, so it must
// neither be too small nor too large, and many events need no such help.
func (s *scan) trust() bool {
	apart := s.toldApart()
	if !apart && s.n > fewForNoise {
		return false
	}
	s.weight(0)
	if k, _ := s.best(); k > 0 && s.onlyKnown(k) && (apart || s.allKnown(k)) {
		return true
	}
	s.weight(s.spread())
	return false
}

// allKnown reports whether the values about the levels of a step before k vary no
// less than their standard errors say.
func (s *scan) allKnown(k int) bool {
	n := float64(s.n)
	return s.stepRSS(k) >= s.leastNoise*(n-2*math.Sqrt(2*n))
}

// testKnown gives the share of series of normal noise of the known size whose
// largest statistic is at least limit. The values are lost.
func (s *scan) testKnown(limit float64, draws int, seed1, seed2 uint64) float64 {
	limit -= 1e-9 * math.Abs(limit)
	s.pcg.Seed(seed1, ^seed2)
	normal := rand.New(&s.pcg)
	hits := 0
	for b := 1; b <= draws; b++ {
		sum := 0.0
		for i := range s.n {
			root := math.Sqrt(s.w[i])
			s.y[i] = normal.NormFloat64() / root
			sum += s.w[i] * s.y[i]
		}
		for i := range s.n {
			s.y[i] -= sum / s.total
		}
		_, t2 := s.best()
		if t2 < limit && len(s.cuts) > 0 {
			_, _, t2 = s.bestPair()
		}
		if t2 >= limit {
			if hits++; hits == stopAfter {
				return float64(hits) / float64(b)
			}
		}
	}
	return float64(1+hits) / float64(1+draws)
}
