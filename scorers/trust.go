package scorers

// Trust is how far the probabilities of tone can be taken: found by a
// cross-validation, printed by the trainer of tone (--calibration), and copied here.
type Trust struct {
	// Reliable is how often a class told with a probability is right: pairs that rise.
	Reliable [][2]float64
	// Width is the factor of the standard errors with which 92 in 100 gold scores of
	// texts that the model has not seen lie within 1.96 of them.
	Width float64
}

// A text that reports one event goes mostly by the model, a statement in an article as
// much by the tables.
var (
	eventTrust     = Trust{Reliable: [][2]float64{{.31, .46}, {.43, .51}, {.53, .68}, {.62, .84}, {.71, .87}, {.78, .91}, {.84, .96}, {.89, .97}, {.94, .98}}, Width: .45}
	statementTrust = Trust{Reliable: [][2]float64{{.35, .25}, {.48, .41}, {.54, .43}, {.61, .48}, {.68, .59}, {.74, .72}, {.80, .79}, {.87, .85}, {.94, .92}}, Width: .91}
)

// EventTrust is the trust in the tone of a text that reports one event.
func EventTrust() *Trust { return &eventTrust }

// StatementTrust is the trust in the tone of a statement in an article.
func StatementTrust() *Trust { return &statementTrust }

// Confidence turns the probability of the likeliest class into how often it is right:
// on straight lines between the pairs of the table, before the first and after the last
// as these have it.
func (t *Trust) Confidence(p float64) float64 {
	for k, b := range t.Reliable {
		if p > b[0] {
			continue
		}
		if k == 0 {
			return b[1]
		}
		a := t.Reliable[k-1]
		return a[1] + (p-a[0])/(b[0]-a[0])*(b[1]-a[1])
	}
	if n := len(t.Reliable); n > 0 {
		return t.Reliable[n-1][1]
	}
	return p
}
