package train

import (
	"fmt"
	"math"
	"strings"

	"detente"
	"detente/scorers"
)

// Calibration tells how far the tone model's word can be taken: how often a class
// told with a confidence is right, and how often a score lies within 1.96 standard
// errors.
type Calibration struct {
	bins    [10]struct{ n, right, sure float64 }
	texts   float64
	scored  float64
	covered float64
	scale   *scorers.Scale
}

// NewCalibration counts on a scale, which gives classes their scores.
func NewCalibration(scale *scorers.Scale) *Calibration { return &Calibration{scale: scale} }

// Add counts the prediction of a text: p has the probability of class c at c-1.
func (c *Calibration) Add(it *ToneItem, p []float64) {
	top, mean, square := 0, 0.0, 0.0
	for k, v := range p {
		if v > p[top] {
			top = k
		}
		w := c.scale.Weight(detente.Class(k+1), detente.ModeNone)
		mean += v * w
		square += v * w * w
	}
	sure := scorers.Confidence(p[top])
	b := &c.bins[min(9, int(10*sure))]
	b.n++
	b.sure += sure
	if allowed(it.Label)>>top&1 != 0 {
		b.right++
	}
	c.texts++
	if it.Set != "plv" {
		return // only these have a score
	}
	c.scored++
	if math.Abs(mean-it.Score) <= 1.96*math.Sqrt(max(0, square-mean*mean)+scorers.Within*scorers.Within) {
		c.covered++
	}
}

// Error is the expected calibration error: the mean distance of confidence from
// how often it is right, over ten bins.
func (c *Calibration) Error() float64 {
	sum := 0.0
	for _, b := range c.bins {
		sum += math.Abs(b.right - b.sure)
	}
	return sum / max(1, c.texts)
}

// Covered is the share of the scores that lie within 1.96 standard errors.
func (c *Calibration) Covered() float64 { return c.covered / max(1, c.scored) }

// String is the reliability table with both figures.
func (c *Calibration) String() string {
	var b strings.Builder
	b.WriteString("confidence   texts   sure  right\n")
	for k, x := range c.bins {
		if x.n > 0 {
			fmt.Fprintf(&b, "%.1f - %.1f   %6.0f   %.3f  %.3f\n", float64(k)/10, float64(k+1)/10, x.n, x.sure/x.n, x.right/x.n)
		}
	}
	fmt.Fprintf(&b, "expected calibration error %.3f over %.0f texts; %.3f of %.0f scores lie within 1.96 standard errors", c.Error(), c.texts, c.Covered(), c.scored)
	return b.String()
}
