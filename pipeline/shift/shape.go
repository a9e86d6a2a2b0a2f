package shift

import "math"

// penalty of one more change in the BIC of a partition, in log n: its level,
// and its place, which was chosen.
const penalty = 3

// trend tells a trend from a step before k, or from the levels of a partition
// where they all go one way. A series that turns back is no trend.
//
// A line that explains it clearly better is a trend. A step must be better than
// a line by as much, unless it gains so much over one level that a trend of that
// size would betray itself. By simulation a drift of one standard deviation is
// called a step in .15 of the series of 20 or 50 events and in less of longer
// ones; among 12 events or fewer the two are hardly ever told apart.
func (s *scan) trend(k int, levels []int) bool {
	n := float64(s.n)
	one := s.deviance(s.stepRSS(k))
	if len(levels) > 1 {
		if !s.oneWay(levels) {
			return false
		}
		one = min(one, s.deviance(s.levelsRSS(levels))+penalty*float64(len(levels)-1)*math.Log(n))
	}
	lead, gain := s.deviance(s.lineRSS())-one, s.deviance(s.levelRSS(0, s.n))-one
	clear, betrays := 5.5+.9*math.Log(n/20), 3.2*math.Sqrt(n)-6.4
	if s.floor > 0 && !s.toldApart() {
		// Known noise finds more of everything, trends too.
		betrays = 1.8 * math.Sqrt(n)
	}
	return lead < -clear || lead < clear && gain < betrays
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
