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
// returns the best level, the sum of squares about it and the logarithm of the
// determinant of the correlations.
func (s *scan) innovate(theta float64) (level, rss, logs float64) {
	h := &s.white
	var uu, ue, ee float64
	for i := range s.n {
		root := math.Sqrt(s.w[i])
		h.rho[i], h.u[i], h.edge[i], h.e[i] = 0, root, root, root*s.y[i]
		if i > 0 {
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
	return level, max(ee-ue*level, 0), logs
}

// correlated reports whether correlation in time explains the series about as
// well as a step before k and as the levels of the partition do, and prepares the
// innovations if so.
func (s *scan) correlated(k int, levels []int) bool {
	lead, theta := s.leadOverWandering()
	if theta == 0 || lead > s.wanderLead() {
		return false
	}
	// Among few events a level fits anything.
	n := float64(s.n)
	if several := s.deviance(s.levelsRSS(levels)) + penalty*float64(len(levels))*math.Log(n); len(levels) > 0 && s.n > fewForNoise && s.leastWandering+math.Log(n) > several+2 {
		return false
	}
	level, _, _ := s.innovate(theta)
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

// leadOverWandering is by how much a step explains the series better than
// correlated noise of one level: twice the difference of the log likelihoods, the
// step's averaged over its place, those in the middle weighing more as in the
// test, the noise's averaged over its correlation. theta is the most likely one,
// 0 where all events are of one time.
func (s *scan) leadOverWandering() (lead, theta float64) {
	median := s.loadGaps()
	if median == 0 {
		return 0, 0
	}
	var wander average
	s.leastWandering = math.Inf(1)
	for r := .1; r < .91; r += .05 { // correlation at the median gap
		t := -median / math.Log(r)
		_, rss, logs := s.innovate(t)
		d := s.deviance(rss) + logs
		if d < s.leastWandering {
			s.leastWandering, theta = d, t
		}
		if r > .28 && r < .87 { // weak correlation makes no levels
			wander.add(-d / 2)
		}
	}
	var step average
	var sw, sy, yy float64
	for i := range s.n {
		yy += s.w[i] * s.y[i] * s.y[i]
	}
	for k := 1; k < s.n; k++ {
		sw += s.w[k-1]
		sy += s.w[k-1] * s.y[k-1]
		if s.ok[k] {
			step.add(-s.deviance(yy-sy*sy*s.total/(sw*(s.total-sw)))/2 - s.toll[k])
		}
	}
	return 2 * (step.log() - wander.log()), theta
}

// average is that of numbers given by their logarithms.
type average struct {
	top, sum float64
	n        int
}

func (a *average) add(l float64) {
	switch {
	case a.n == 0:
		a.top, a.sum = l, 1
	case l > a.top:
		a.top, a.sum = l, a.sum*math.Exp(a.top-l)+1
	default:
		a.sum += math.Exp(l - a.top)
	}
	a.n++
}

func (a *average) log() float64 { return a.top + math.Log(a.sum/float64(a.n)) }

// wanderLead is the lead over correlated noise that is asked of a step. Where the
// standard errors of the values are all the noise there is, correlated noise
// betrays itself: about its levels there is too little. Else few events cannot
// tell the two apart. By simulation at most one of ten series of correlated noise
// passes as a step among 8, 12 or 20 events, and one of fifty among 50.
func (s *scan) wanderLead() float64 {
	n := float64(s.n)
	if s.floor > 0 {
		return min(2-n/5, 4.4-.4*n)
	}
	return min(6, 62/n)
}

// onlyKnown reports whether the values about the levels of a step before k vary
// no more than their standard errors say.
func (s *scan) onlyKnown(k int) bool {
	n := float64(s.n)
	return s.stepRSS(k) <= s.leastNoise*(n+2*math.Sqrt(2*n))
}

const (
	// fewForNoise is the number of events up to which the standard errors say
	// more of the noise than the values do.
	fewForNoise = 30
	// constants is the share of the known variance below which values about
	// their levels are no noisy ones, but the constants of a scale.
	constants = .02
)

// settle decides whether the noise about the levels of a step before k is what
// the standard errors say, and sets the floor of deviance by it.
func (s *scan) settle(k int) {
	s.floor = 0
	if s.n <= fewForNoise && s.onlyKnown(k) && s.stepRSS(k) >= constants*s.leastNoise*float64(s.n) {
		s.floor = s.leastNoise
	}
}

// deviance is -2 log likelihood of residuals, profiled over the variance of the
// noise, which is no less than the floor.
func (s *scan) deviance(rss float64) float64 {
	n := float64(s.n)
	scale := max(s.floor, rss/n, 1e-12)
	return n*math.Log(scale) + rss/scale
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
