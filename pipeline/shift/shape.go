package shift

import (
	"math"

	"detente"
)

// shape tells a step at k from a trend and from an excursion that returns, by
// the weighted BIC of each. Few events hardly tell them apart (of steps of two
// standard deviations among 20 events one in twelve looks like a trend): then a
// trend must be better by two units. Among many it is preferred within two, for
// it is the simpler model.
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
	case line < step-max(-2, 2-(n-20)/25):
		return detente.Gradual
	}
	return detente.Step
}

// pulseLead is by how many units an excursion must be better.
const pulseLead = 6

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
