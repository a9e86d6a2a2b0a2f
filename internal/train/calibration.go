package train

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"detente"
	"detente/scorers"
)

// Calibration tells how far the tone scorer's word can be taken: how often a class
// told with a confidence is right, and how often a score lies within 1.96 standard
// errors. Both corrections, the table that turns a probability into a confidence and
// the factor of the standard errors, are found on four fifths of the predictions and
// measured on the other, so that the figures hold for texts that neither the model nor
// the correction has seen. Texts that report one event and statements in articles have
// corrections of their own.
type Calibration struct {
	published, own *scorers.Scale
	told           []told
}

// told is what was predicted of a text.
type told struct {
	set    string
	event  bool // not a statement in an article
	fold   int
	p      float64 // of the class told
	right  bool
	spread float64 // the standard error before its factor
	off    float64 // how far the score is from the gold; NaN where that is not known
}

// NewCalibration counts on two scales, which give classes their scores: the one on
// which the published sentences have scores, and that of articles.
func NewCalibration(published, own *scorers.Scale) *Calibration {
	return &Calibration{published: published, own: own}
}

// Add counts the prediction of a text: p has the probability of class c at c-1.
func (c *Calibration) Add(it *ToneItem, p []float64) {
	top, mean, square, scale := 0, 0.0, 0.0, c.published
	article := it.Own != nil || it.Coded != nil
	if article {
		scale = c.own
	}
	for k, v := range p {
		if v > p[top] {
			top = k
		}
		w := scale.Weight(detente.Class(k+1), detente.ModeNone)
		mean += v * w
		square += v * w * w
	}
	t := told{set: it.Set, event: !article, fold: it.Fold, p: p[top], right: allowed(it.Label)>>top&1 != 0, off: math.NaN()}
	switch {
	case it.Set == "plv":
		t.off = math.Abs(mean - it.Score)
	case article:
		t.off = math.Abs(mean - scale.Weight(detente.ParseClass(it.Label), detente.ModeNone))
	}
	t.spread = math.Sqrt(max(0, square-mean*mean) + scorers.Within*scorers.Within)
	c.told = append(c.told, t)
}

// reliabilityBins is how many bins of as many texts the table is made of.
const reliabilityBins = 10

// newReliability counts predictions in bins and joins neighbours that do not rise.
func newReliability(list []told) [][2]float64 {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b told) int { return cmp.Compare(a.p, b.p) })
	type bin struct{ n, p, right float64 }
	var bins []bin
	for k := range reliabilityBins {
		var b bin
		for _, t := range sorted[len(sorted)*k/reliabilityBins : len(sorted)*(k+1)/reliabilityBins] {
			b.n++
			b.p += t.p
			if t.right {
				b.right++
			}
		}
		if b.n == 0 {
			continue
		}
		for len(bins) > 0 && bins[len(bins)-1].right/bins[len(bins)-1].n >= b.right/b.n {
			last := bins[len(bins)-1]
			b = bin{b.n + last.n, b.p + last.p, b.right + last.right}
			bins = bins[:len(bins)-1]
		}
		bins = append(bins, b)
	}
	var out [][2]float64
	for _, b := range bins {
		out = append(out, [2]float64{b.p / b.n, b.right / b.n})
	}
	return out
}

// trustOf is the correction that some predictions give.
func trustOf(list []told) scorers.Trust {
	return scorers.Trust{Reliable: newReliability(list), Width: widthOf(list)}
}

// asked is the share of the scores that should lie within 1.96 standard errors.
const asked = .92

// widthOf gives the factor of the standard errors by which the share that is asked
// for lies within.
func widthOf(list []told) float64 {
	var ratios []float64
	for _, t := range list {
		if !math.IsNaN(t.off) {
			ratios = append(ratios, t.off/t.spread)
		}
	}
	if len(ratios) == 0 {
		return 1
	}
	slices.Sort(ratios)
	return ratios[min(len(ratios)-1, int(asked*float64(len(ratios))))] / 1.96
}

// measure is what is counted of some predictions.
type measure struct {
	bins                   [10]struct{ n, right, sure float64 }
	texts, scored, covered float64
}

func (m *measure) add(t *told, trust *scorers.Trust) {
	sure := trust.Confidence(t.p)
	b := &m.bins[min(9, int(10*sure))]
	b.n++
	b.sure += sure
	if t.right {
		b.right++
	}
	m.texts++
	if !math.IsNaN(t.off) {
		m.scored++
		if t.off <= 1.96*trust.Width*t.spread {
			m.covered++
		}
	}
}

// error is the expected calibration error: the mean distance of confidence from how
// often it is right, over ten bins.
func (m *measure) error() float64 {
	sum := 0.0
	for _, b := range m.bins {
		sum += math.Abs(b.right - b.sure)
	}
	return sum / max(1, m.texts)
}

// outOfFold measures the predictions that of takes, each by the correction that those of
// its form in the other folds give.
func (c *Calibration) outOfFold(of func(t *told) bool) *measure {
	var m measure
	for _, event := range []bool{true, false} {
		for k := range 5 {
			trust := trustOf(slices.DeleteFunc(slices.Clone(c.told), func(t told) bool { return t.fold == k || t.event != event }))
			for i := range c.told {
				if t := &c.told[i]; t.fold == k && t.event == event && of(t) {
					m.add(t, &trust)
				}
			}
		}
	}
	return &m
}

// shipped measures the predictions by the corrections that the scorer has.
func (c *Calibration) shipped() *measure {
	var m measure
	for i := range c.told {
		trust := scorers.StatementTrust()
		if c.told[i].event {
			trust = scorers.EventTrust()
		}
		m.add(&c.told[i], trust)
	}
	return &m
}

// Error is the expected calibration error out of fold.
func (c *Calibration) Error() float64 { return c.outOfFold(anything).error() }

// Covered is the share of the scores that lie within 1.96 standard errors, out of fold.
func (c *Calibration) Covered() float64 {
	m := c.outOfFold(anything)
	return m.covered / max(1, m.scored)
}

func anything(*told) bool { return true }

// String is the reliability table out of fold with both figures for all texts, for
// events and for statements, those of the corrections that ship, and the corrections
// themselves.
func (c *Calibration) String() string {
	var b strings.Builder
	all := c.outOfFold(anything)
	b.WriteString("confidence   texts   sure  right\n")
	for k, x := range all.bins {
		if x.n > 0 {
			fmt.Fprintf(&b, "%.1f - %.1f   %6.0f   %.3f  %.3f\n", float64(k)/10, float64(k+1)/10, x.n, x.sure/x.n, x.right/x.n)
		}
	}
	line := func(name string, m *measure) {
		fmt.Fprintf(&b, "%-12s calibration error %.3f over %.0f texts", name, m.error(), m.texts)
		if m.scored > 0 {
			fmt.Fprintf(&b, "; %.3f of %.0f scores lie within 1.96 standard errors", m.covered/m.scored, m.scored)
		}
		b.WriteByte('\n')
	}
	line("out of fold", all)
	for _, form := range []string{"events", "statements"} {
		is := func(t *told) bool { return t.event == (form == "events") }
		line("  "+form, c.outOfFold(is))
	}
	line("as shipped", c.shipped())
	for _, form := range []string{"events", "statements"} {
		trust := trustOf(slices.DeleteFunc(slices.Clone(c.told), func(t told) bool { return t.event != (form == "events") }))
		fmt.Fprintf(&b, "found on all %s:", form)
		for _, row := range trust.Reliable {
			fmt.Fprintf(&b, " {%.2f, %.2f}", row[0], row[1])
		}
		fmt.Fprintf(&b, "; width %.2f\n", trust.Width)
	}
	return b.String()
}
