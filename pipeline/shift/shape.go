package shift

import "math"

// penalty of one more change in the BIC of a partition, in log n: its level,
// and its place, which was chosen.
const penalty = 3

// trend tells a trend from a step before k, or from the levels of a partition
// where they all go one way, by the weighted BIC of each. A series that turns
// back is no trend.
func (s *scan) trend(k int, levels []int) bool {
	n := float64(s.n)
	bic := func(rss float64, parameters float64) float64 {
		return n*math.Log(max(rss, 1e-12)/n) + parameters*math.Log(n)
	}
	other, lead := bic(s.stepRSS(k), penalty), s.trendLead(k)
	if len(levels) > 1 {
		if !s.oneWay(levels) {
			return false
		}
		other = min(other, bic(s.levelsRSS(levels), penalty*float64(len(levels))))
	}
	return bic(s.lineRSS(), 2) < other-lead
}

// oneWay reports whether every level is above the one before, or every one
// below.
func (s *scan) oneWay(levels []int) bool {
	up, down := false, false
	from := 0
	for c, k := range levels {
		to := s.n
		if c+1 < len(levels) {
			to = levels[c+1]
		}
		if s.level(k, to) > s.level(from, k) {
			up = true
		} else {
			down = true
		}
		from = k
	}
	return !(up && down)
}

// level is the weighted mean of the centred values [i, j).
func (s *scan) level(i, j int) float64 {
	var w, wy float64
	for ; i < j; i++ {
		w += s.w[i]
		wy += s.w[i] * s.y[i]
	}
	return wy / w
}

// trendLead is by how many units a trend must be better than a step. Among 20
// events or fewer the two are hardly told apart, and it must be better by two;
// among 60 or more it may be worse by two, for it is the simpler model. A step
// that is large against the noise counts for more than BIC makes of it: trends
// of that size betray themselves. By simulation, among 50 events, a drift of one
// standard deviation is called a step in .17 of the series (.27 without that
// rule), a step of two is called a trend in .03 (.05).
func (s *scan) trendLead(k int) float64 {
	n := float64(s.n)
	within := s.stepRSS(k)
	size := (s.levelRSS(0, s.n) - within) / max(within, 1e-12) // of the step, squared, in noise
	few := min(2, max(-2, 2-(n-20)/10))
	large := min(4, max(0, 10*size-4))
	return min(3, few+large)
}

func (s *scan) stepRSS(k int) float64 {
	return s.levelRSS(0, k) + s.levelRSS(k, s.n)
}

func (s *scan) levelRSS(i, j int) float64 {
	var w, wy, wyy float64
	for ; i < j; i++ {
		w += s.w[i]
		wy += s.w[i] * s.y[i]
		wyy += s.w[i] * s.y[i] * s.y[i]
	}
	return wyy - wy*wy/w
}

// lineRSS is that of a line over time.
func (s *scan) lineRSS() float64 {
	var w, wt, wy float64
	for i := range s.n {
		w += s.w[i]
		wt += s.w[i] * s.at[i]
		wy += s.w[i] * s.y[i]
	}
	var tt, ty, yy float64
	for i := range s.n {
		t, y := s.at[i]-wt/w, s.y[i]-wy/w
		tt += s.w[i] * t * t
		ty += s.w[i] * t * y
		yy += s.w[i] * y * y
	}
	if tt <= 0 {
		return yy
	}
	return yy - ty*ty/tt
}
