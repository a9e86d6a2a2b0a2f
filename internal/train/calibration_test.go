package train

import (
	"math"
	"testing"

	"detente"
	"detente/scorers"
)

// TestCalibration feeds predictions whose truth is known: a class told with p is right
// in p*p of all texts, and scores are off as a standard error says. The corrections
// must find both, out of fold.
func TestCalibration(t *testing.T) {
	scale, err := scorers.LoadScale("plover-0.8")
	if err != nil {
		t.Fatal(err)
	}
	c := NewCalibration(scale, scale)
	r := random(7)
	unit := func() float64 { return float64(r.next()>>11) / (1 << 53) }
	for i := range 4000 {
		p := make([]float64, toneClasses)
		p[detente.Assault-1] = .5 + .5*unit()
		p[detente.Aid-1] = 1 - p[detente.Assault-1]
		label := detente.Protest
		if unit() < p[detente.Assault-1]*p[detente.Assault-1] {
			label = detente.Assault
		}
		mean, square := 0.0, 0.0
		for k, v := range p {
			w := scale.Weight(detente.Class(k+1), detente.ModeNone)
			mean, square = mean+v*w, square+v*w*w
		}
		spread := math.Sqrt(square - mean*mean + scorers.Within*scorers.Within)
		it := ToneItem{Set: "plv", Label: label.String(), Fold: i % 5, Score: mean + spread*(unit()-.5)}
		c.Add(&it, p)
	}
	if e := c.Error(); e > .03 {
		t.Errorf("the calibration error is %.3f", e)
	}
	if s := c.Covered(); math.Abs(s-asked) > .01 {
		t.Errorf("%.3f of the scores lie within, want %.2f", s, asked)
	}
	if w := widthOf(c.told); math.Abs(w-.475/1.96) > .01 { // half of all are off by at most a quarter
		t.Errorf("width %.3f", w)
	}
	table := trustOf(c.told)
	for _, p := range []float64{.6, .75, .9} {
		if got := table.Confidence(p); math.Abs(got-p*p) > .06 {
			t.Errorf("told with %g, right in %.3f, want %.3f", p, got, p*p)
		}
	}
}
