package shift

import (
	"math"
	"slices"
)

// A level that is left and comes back shows in no single split, so beside the
// steps the test looks at excursions: the events between two cuts against all
// others (the circular scan of Olshen and others). A step is the excursion that
// does not end.

const (
	// leastPairs is the number of events from which excursions are sought. With
	// fewer the exact count of the steps is worth more.
	leastPairs = exactMax + 1
	// mostCuts bounds the cuts of a long series, which lie evenly among its
	// events: their pairs are what the test of a series costs.
	mostCuts = 40
	// leastBetween is the least number of events of an excursion.
	leastBetween = 3
)

// pairPrice is what an excursion pays beyond the toll of a step with as many
// events on one side: there are more of them, and among few events each costs a
// step its power. By simulation that is one point of two in three, and an
// excursion over a third of 24, 50 or 100 events is found in .63, .77 and .80 (.19,
// .37 and .51 where only steps are looked for).
func pairPrice(n int) float64 {
	return 3 + math.Log(float64(n)/12) + max(0, float64(32-n)/8)
}

// arm makes the test look at excursions as well as at steps.
func (s *scan) arm() {
	s.cuts = s.cuts[:0]
	if s.n < leastPairs {
		return
	}
	pace := 1 + (s.n-1)/mostCuts
	next, occasion := 2, int32(1)
	for k := 1; k < s.n-1; k++ {
		if s.at[k] == s.at[k-1] {
			continue
		}
		if k >= next {
			s.cuts = append(s.cuts, cut{int32(k), occasion})
			next = k + pace
		}
		occasion++
	}
	s.pairToll = slices.Grow(s.pairToll[:0], s.n)[:s.n]
	n := float64(s.n)
	for m := 1; m < s.n; m++ {
		s.pairToll[m] = tollRate*math.Log(n*n/(4*float64(m)*(n-float64(m)))) + pairPrice(s.n)
	}
	s.sumW = slices.Grow(s.sumW[:0], len(s.cuts))[:len(s.cuts)]
	s.sumX = slices.Grow(s.sumX[:0], len(s.cuts))[:len(s.cuts)]
}

// bestPair gives the excursion [i, j) with the largest statistic and that
// statistic, which is minus infinity where none is sought.
func (s *scan) bestPair() (i, j int, t2 float64) {
	var sw, sx float64
	e := 0
	for c := range s.cuts {
		for ; e < int(s.cuts[c].k); e++ {
			sw += s.w[e]
			sx += s.w[e] * s.y[e]
		}
		s.sumW[c], s.sumX[c] = sw, sx
	}
	t2 = math.Inf(-1)
	for a := range s.cuts {
		for b := a + 1; b < len(s.cuts); b++ {
			if m := s.between(a, b); m > 0 {
				w, x := s.sumW[b]-s.sumW[a], s.sumX[b]-s.sumX[a]
				if t := x*x*s.total/(w*(s.total-w)) - s.pairToll[m]; t > t2 {
					i, j, t2 = int(s.cuts[a].k), int(s.cuts[b].k), t
				}
			}
		}
	}
	return i, j, t2
}

// between is the number of events between two cuts, and 0 where they are too few
// or on one occasion.
func (s *scan) between(a, b int) int32 {
	m := s.cuts[b].k - s.cuts[a].k
	if m < leastBetween || s.cuts[b].occasion < s.cuts[a].occasion+2 {
		return 0
	}
	return m
}

// anyPair reports whether an excursion of the sums at the cuts is extreme.
func (s *scan) anyPair(limit float64) bool {
	cuts, sumW, sumX := s.cuts, s.sumW[:len(s.cuts)], s.sumX[:len(s.cuts)]
	for a := range cuts {
		w0, x0 := sumW[a], sumX[a]
		for b := a + 1; b < len(cuts); b++ {
			m := s.between(a, b)
			if m == 0 {
				continue
			}
			w, x := sumW[b]-w0, sumX[b]-x0
			if x*x*s.total >= (limit+s.pairToll[m])*w*(s.total-w) {
				return true
			}
		}
	}
	return false
}
