package shift

import (
	"math"
	"slices"
)

// A significant step is called one only where neither a trend nor correlation in
// time explains the series, and rearranged series must pass the same to count
// against it. The rate of false steps stays what it is, and the power that the
// rule costs comes back.

// rescue is up to how many times alpha a p is worth that second count.
const rescue = 1.5

// testPlain gives the share of arrangements whose largest statistic is at least
// t2 and that are plain steps.
func (s *scan) testPlain(t2 float64, draws int, seed1, seed2 uint64) float64 {
	limit := t2 - 1e-9*math.Abs(t2)
	w, y := slices.Clone(s.w), slices.Clone(s.y)
	for i := range s.n {
		s.uw[s.slot[i]], s.ux[s.slot[i]] = s.w[i], s.y[i]
	}
	s.pcg.Seed(seed1, ^seed2)
	hits, drawn := 1, 1+draws
	for b := 1; b <= draws; b++ {
		for i := range s.n {
			j := s.slot[i]
			r := j + s.below(s.end[j]-j)
			s.uw[j], s.uw[r] = s.uw[r], s.uw[j]
			s.ux[j], s.ux[r] = s.ux[r], s.ux[j]
			s.w[i], s.y[i] = s.uw[j], s.ux[j]
		}
		k, best := s.best()
		if best < limit && len(s.cuts) > 0 {
			_, _, best = s.bestPair()
		}
		if best < limit || !s.plain(k) {
			continue
		}
		if hits++; hits > stopAfter {
			hits, drawn = stopAfter, b
			break
		}
	}
	copy(s.w, w)
	copy(s.y, y)
	return float64(hits) / float64(drawn)
}

// plain reports whether a step before k explains the series better than a trend
// and than correlation in time.
func (s *scan) plain(k int) bool {
	s.settle(k)
	lead, _ := s.leadOverWandering()
	return lead > s.wanderLead() && !s.trend(k, nil)
}
