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

// A text that reports one event goes mostly by the model, a statement in an article
// mostly by the tables, and the sentences that these were measured on are harder.
var (
	eventTrust     = Trust{Reliable: [][2]float64{{.35, .50}, {.50, .69}, {.59, .80}, {.66, .84}, {.75, .94}, {.82, .95}, {.87, .96}, {.91, .97}, {.95, .98}}, Width: .47}
	statementTrust = Trust{Reliable: [][2]float64{{.30, .18}, {.51, .31}, {.70, .55}, {.82, .65}, {.88, .66}, {.93, .71}}, Width: 1.25}
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
