package shift

import (
	"math"

	"detente"
)

// shape tells a step at k from a trend and from an excursion that returns, by
// the weighted BIC of each.
func (s *scan) shape(k int) detente.Shape {
	n := float64(s.n)
	bic := func(rss float64, parameters float64) float64 {
		return n*math.Log(max(rss, 1e-12)/n) + parameters*math.Log(n)
	}
	step := bic(s.stepRSS(k), 3)
	line := bic(s.lineRSS(), 2)
	pulse := bic(s.pulseRSS(), 4)
	switch {
	case pulse < min(step, line)-pulseLead:
		return detente.Pulse
	case line < step-s.trendLead(k):
		return detente.Gradual
	}
	return detente.Step
}

// pulseLead is by how many units of BIC an excursion must be better.
const pulseLead = 8

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

// pulseRSS is that of the best excursion [i, j) from one level, with two events
// or more in each part. It is sought from every start, so it is quadratic, and
// left out of long series by looking at every (n/256)th place.
func (s *scan) pulseRSS() float64 {
	n := s.n
	if n < 6 {
		return math.Inf(1)
	}
	w := append(s.setW[:0], 0)
	y := append(s.setS[:0], 0)
	var yy float64
	for i := range n {
		w = append(w, w[i]+s.w[i])
		y = append(y, y[i]+s.w[i]*s.y[i])
		yy += s.w[i] * s.y[i] * s.y[i]
	}
	s.setW, s.setS = w, y
	best := math.Inf(-1)
	pace := 1 + n/256
	for i := 2; i <= n-4; i += pace {
		for j := i + 2; j <= n-2; j += pace {
			in, sum := w[j]-w[i], y[j]-y[i]
			out, rest := w[n]-in, y[n]-sum
			best = max(best, sum*sum/in+rest*rest/out)
		}
	}
	return yy - best
}
