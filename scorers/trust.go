package scorers

// Trust is how far the probabilities of tone can be taken: found by a
// cross-validation, printed by the trainer of tone (--calibration), and copied here.
type Trust struct {
	// Reliable is how often a class told with a probability is right: pairs that rise.
	Reliable [][2]float64
	// Width is the factor of the standard errors with which 95 in 100 gold scores of
	// texts that the model has not seen lie within 1.96 of them.
	Width float64
}

// A text that reports one event goes mostly by the model, a statement in an article
// mostly by the tables, and the sentences that these were measured on are harder.
var (
	eventTrust     = Trust{Reliable: [][2]float64{{.30, .47}, {.42, .52}, {.50, .70}, {.59, .76}, {.67, .87}, {.79, .93}, {.87, .95}, {.93, .98}}, Width: .57}
	statementTrust = Trust{Reliable: [][2]float64{{.30, .18}, {.50, .35}, {.65, .51}, {.74, .57}, {.84, .66}, {.93, .71}}, Width: 1.58}
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
