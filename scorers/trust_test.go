package scorers_test

import (
	"math"
	"testing"

	"detente/scorers"
)

// TestTrust holds the tables of confidences to what they must be: rising, and read
// on straight lines.
func TestTrust(t *testing.T) {
	for name, trust := range map[string]*scorers.Trust{"event": scorers.EventTrust(), "statement": scorers.StatementTrust()} {
		for k, b := range trust.Reliable {
			if k > 0 && (b[0] <= trust.Reliable[k-1][0] || b[1] < trust.Reliable[k-1][1]) || b[1] <= 0 || b[1] >= 1 {
				t.Errorf("%s: the pair %v does not rise, or is sure", name, b)
			}
		}
		if trust.Width <= 0 {
			t.Errorf("%s: width %g", name, trust.Width)
		}
	}
	table := scorers.Trust{Reliable: [][2]float64{{.2, .1}, {.6, .5}}}
	for p, want := range map[float64]float64{0: .1, .2: .1, .3: .2, .5: .4, .6: .5, 1: .5} {
		if got := table.Confidence(p); math.Abs(got-want) > 1e-9 {
			t.Errorf("Confidence(%g) = %g, want %g", p, got, want)
		}
	}
	if got := (&scorers.Trust{}).Confidence(.7); got != .7 {
		t.Errorf("without a table Confidence(.7) = %g", got)
	}
}
