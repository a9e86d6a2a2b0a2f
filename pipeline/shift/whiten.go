package shift

import (
	"math"
	"slices"
)

// Values that lie near in time can be alike without a turn, and permutation
// takes that for one. So the best step is compared with Ornstein-Uhlenbeck noise
// of one level, whose correlation is exp(-gap/theta). Where that explains the
// series as well, it is whitened by it, and what is permuted are innovations.

// whitener is scratch of the second test.
type whitener struct {
	gap  []float64
	rho  []float64 // correlation with the value before
	u    []float64 // the level's share in an innovation
	edge []float64 // the share of the new level in the first innovation after a split
	e    []float64 // innovations of unit variance
}

// closest is the least gap that counts, in median gaps: values of one day are
// alike, not equal.
const closest = .25

// loadGaps sets the gaps and returns their median, of those above 0.
func (s *scan) loadGaps() float64 {
	h := &s.white
	for _, f := range []*[]float64{&h.gap, &h.rho, &h.u, &h.edge, &h.e} {
		*f = slices.Grow((*f)[:0], s.n)[:s.n]
	}
	sorted := s.setW[:0]
	h.gap[0] = 0
	for i := 1; i < s.n; i++ {
		h.gap[i] = s.at[i] - s.at[i-1]
		if h.gap[i] > 0 {
			sorted = append(sorted, h.gap[i])
		}
	}
	s.setW = sorted
	if len(sorted) == 0 {
		return 0
	}
	slices.Sort(sorted)
	median := sorted[len(sorted)/2]
	for i := range h.gap {
		h.gap[i] = max(h.gap[i], closest*median)
	}
	return median
}

// innovate sets correlations and innovations about level 0 for a theta, and
// returns the level and -2 log likelihood, profiled over level and scale.
func (s *scan) innovate(theta float64) (level, deviance float64) {
	h := &s.white
	var logs, uu, ue, ee float64
	for i := range s.n {
		root := math.Sqrt(s.w[i])
		h.rho[i], h.u[i], h.edge[i], h.e[i] = 0, root, root, root*s.y[i]
		if i > 0 && theta > 0 {
			rho := math.Exp(-h.gap[i] / theta)
			before := math.Sqrt(s.w[i-1])
			g := 1 / math.Sqrt(1-rho*rho)
			h.rho[i] = rho
			h.u[i] = (root - rho*before) * g
			h.edge[i] = root * g
			h.e[i] = (root*s.y[i] - rho*before*s.y[i-1]) * g
			logs += math.Log(1 - rho*rho)
		}
		uu += h.u[i] * h.u[i]
		ue += h.u[i] * h.e[i]
		ee += h.e[i] * h.e[i]
	}
	level = ue / uu
	return level, float64(s.n)*math.Log(max(ee-ue*level, 1e-12)/float64(s.n)) + logs
}

// correlated reports whether correlation in time explains the series as well as
// a step before k and as the levels of the partition do, and prepares the
// innovations if so. The step has one parameter more; the simpler model is
// preferred within 2 units of BIC.
func (s *scan) correlated(k int, levels []int) bool {
	median := s.loadGaps()
	if median == 0 {
		return false
	}
	n := float64(s.n)
	step := n*math.Log(max(s.stepRSS(k), 1e-12)/n) + 2*math.Log(n)
	best, theta := math.Inf(1), 0.0
	for r := .1; r < .91; r += .05 { // correlation at the median gap
		t := -median / math.Log(r)
		if _, d := s.innovate(t); d < best {
			best, theta = d, t
		}
	}
	wander := best + math.Log(n)
	if wander > step+2 {
		return false
	}
	if line := n*math.Log(max(s.lineRSS(), 1e-12)/n) + math.Log(n); line < min(wander, step) {
		return false // it will be called a trend
	}
	if several := n*math.Log(max(s.levelsRSS(levels), 1e-12)/n) + penalty*float64(len(levels))*math.Log(n); len(levels) > 0 && wander > several+2 {
		return false
	}
	level, _ := s.innovate(theta)
	h := &s.white
	rss := 0.0
	for i := range h.e {
		h.e[i] -= level * h.u[i]
		rss += h.e[i] * h.e[i]
	}
	for i := range h.e {
		h.e[i] *= math.Sqrt((n - 1) / rss)
	}
	return true
}

// testWhite is test for the innovations that correlated left.
func (s *scan) testWhite(draws int, seed1, seed2 uint64) float64 {
	h := &s.white
	limit := s.bestWhite()
	limit -= 1e-9 * math.Abs(limit)
	// Slots order the innovations by stratum.
	for i := range s.n {
		s.ux[s.slot[i]] = h.e[i]
	}
	s.pcg.Seed(seed1, seed2)
	hits := 0
	for b := 1; b <= draws; b++ {
		for i := range s.n {
			j := s.slot[i]
			r := j + s.below(s.end[j]-j)
			s.ux[j], s.ux[r] = s.ux[r], s.ux[j]
			h.e[i] = s.ux[j]
		}
		if s.bestWhite() >= limit {
			if hits++; hits == stopAfter {
				return float64(hits) / float64(b)
			}
		}
	}
	return float64(1+hits) / float64(1+draws)
}

// bestWhite gives the largest gain of two levels over one in the innovations,
// less the toll. Only the innovation at the split has a share of both levels.
func (s *scan) bestWhite() float64 {
	h := &s.white
	var uu, ue float64
	for i := range s.n {
		uu += h.u[i] * h.u[i]
		ue += h.u[i] * h.e[i]
	}
	one := ue * ue / uu
	best := math.Inf(-1)
	var bb, be float64
	for k := range s.n {
		if s.ok[k] {
			old := h.u[k] - h.edge[k]
			aa, ae := bb+old*old, be+old*h.e[k]
			cc := uu - bb - h.u[k]*h.u[k] + h.edge[k]*h.edge[k]
			ce := ue - be - h.u[k]*h.e[k] + h.edge[k]*h.e[k]
			ac := old * h.edge[k]
			if det := aa*cc - ac*ac; det > 0 {
				two := (ae*ae*cc - 2*ae*ce*ac + ce*ce*aa) / det
				best = max(best, two-one-s.toll[k])
			}
		}
		bb += h.u[k] * h.u[k]
		be += h.u[k] * h.e[k]
	}
	return best
}
