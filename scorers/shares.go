package scorers

import (
	"math"
	"sort"

	"detente"
	"detente/internal/model"
)

// leastShare is the share below which a word is told with all others like it.
const leastShare = 0.005

// share records what a step adds to the value, for explain.
func (b *ballot) share(name string, v float64) {
	if b.explain && v != 0 {
		b.features = append(b.features, detente.Feature{Name: name, Weight: v})
	}
}

// shareOut turns the evidence gathered into shares of the value, and adds those of the
// words that the model saw: the value before its adjustments is their sum. A piece of
// evidence has its part of all evidence times the weight of its class. How a word moves
// the model depends on the others, so its share is what it adds along the straight way
// from no features to all (integrated gradients), and is named after the class for which
// the word speaks most.
func (b *ballot) shareOut(t *ToneReader, m *toneModel, scale *Scale, doc *detente.Doc) {
	total := prior
	for _, w := range b.weight {
		total += w
	}
	decides := t.evidence.decides
	for k := range b.features {
		c := b.classes[k]
		b.features[k].Weight *= decides / total * scale.Weight(c, b.mode[c])
	}
	var w [detente.NumClasses]float64
	for c := detente.Agree; c <= detente.Plain; c++ {
		w[c] = scale.Weight(c, b.mode[c])
	}
	start, pull := m.pull(t.f.out, &w)
	b.share("model:start", (1-decides)*start)
	unit := m.linear.Unit() * FeatureNorm(t.f.out)
	rest := 0.0
	for _, o := range byOrigin(&t.f, &m.linear) {
		v, best := 0.0, detente.Plain
		for c := detente.Agree; c <= detente.Plain; c++ {
			v += (1 - decides) * unit * float64(o.sums[c-1]) * pull[c]
			if o.sums[c-1] > o.sums[best-1] {
				best = c
			}
		}
		switch {
		case o.at == fromTables:
			b.share("model:what the tables found", v)
		case o.at == fromFeeling:
			b.share("model:how the words feel", v)
		case o.at == fromText:
			b.share("model:kind of text", v)
		case math.Abs(v) < leastShare:
			rest += v
		default:
			b.features = append(b.features, detente.Feature{Name: "model:" + best.String(), Span: doc.Tokens[o.at].Span, Weight: v})
		}
	}
	b.share("model:other words", rest)
}

// pullSteps is in how many steps the way is walked from no features to all.
const pullSteps = 64

// pull gives the model's value where there are no features, and for each class how far a
// unit of its sum moves the value, in the mean over the way to all features.
func (m *toneModel) pull(features []model.Valued, w *[detente.NumClasses]float64) (start float64, pull [detente.NumClasses]float64) {
	var sums [detente.NumClasses - 1]int32
	m.linear.Score(features, sums[:])
	unit := m.linear.Unit() * FeatureNorm(features)
	at := func(share float64) (p [detente.NumClasses]float64, mean float64) {
		for c, s := range sums {
			p[c+1] = share * float64(s) * unit
		}
		model.Softmax(p[1:])
		for c := range p {
			mean += p[c] * w[c]
		}
		return p, mean
	}
	_, start = at(0)
	for k := range pullSteps {
		p, mean := at((float64(k) + .5) / pullSteps)
		for c := range p {
			pull[c] += p[c] * (w[c] - mean) / pullSteps
		}
	}
	return start, pull
}

// origin is a token, or another source of features, with the sums of its features for
// the classes.
type origin struct {
	at   int
	sums [detente.NumClasses - 1]int32
}

// byOrigin adds up the features of each token.
func byOrigin(f *featurizer, l *model.Linear) []origin {
	order := make([]int, len(f.out))
	for k := range order {
		order[k] = k
	}
	sort.SliceStable(order, func(i, j int) bool { return f.origin[order[i]] < f.origin[order[j]] })
	var out []origin
	for _, k := range order {
		if n := len(out); n == 0 || out[n-1].at != f.origin[k] {
			out = append(out, origin{at: f.origin[k]})
		}
		l.Add(f.out[k], out[len(out)-1].sums[:])
	}
	return out
}
