package train

import (
	"math"

	"detente/internal/model"
	"detente/scorers"
)

// textExample is a text with the classes that its label allows: one where the
// label is a class, several where it is coarser, as "verbal conflict".
type textExample struct {
	features []model.Valued
	evidence scorers.Evidence
	allowed  uint64  // bits of classes
	value    float64 // for a regression
	weight   float64
	group    int // near-copies have one
}

// logistic is a multinomial logistic regression over valued features, trained by
// AdaGrad on the probability of the allowed classes. Weights are drawn towards
// their start, which is 0 but where prior says otherwise.
type logistic struct {
	classes    int
	iterations int
	rate       float64
	decay      float64 // of the distance from the start, per example
	seed       uint64
	dropout    float64 // the share of a text's features that are left out when it is looked at
	prior      func(f uint64) (class int, weight float64)

	index   index
	keys    []uint64
	weights []float64 // classes a feature
	start   []float64
	squares []float64
	touched []int64 // when a feature was last decayed
	few     []model.Valued
	kept    []int
	now     int64
}

func (l *logistic) id(f uint64) int {
	id, fresh := l.index.add(f)
	if fresh {
		l.keys = append(l.keys, f)
		n := len(l.weights)
		l.weights = append(l.weights, make([]float64, l.classes)...)
		l.start = append(l.start, make([]float64, l.classes)...)
		l.squares = append(l.squares, make([]float64, l.classes)...)
		l.touched = append(l.touched, l.now)
		if l.prior != nil {
			if c, w := l.prior(f); c >= 0 {
				l.weights[n+c], l.start[n+c] = w, w
			}
		}
	}
	return int(id)
}

// train fits the weights to the examples.
func (l *logistic) train(examples []textExample) {
	l.index = newIndex()
	r := random(l.seed)
	order := make([]int, len(examples))
	ids := make([][]int, len(examples))
	for i := range examples {
		order[i] = i
		for _, f := range examples[i].features {
			ids[i] = append(ids[i], l.id(f.Hash))
		}
	}
	p, q := make([]float64, l.classes), make([]float64, l.classes)
	for range l.iterations {
		r.shuffle(order)
		for _, i := range order {
			l.now++
			if l.dropout > 0 {
				x, kept := l.thin(&r, &examples[i], ids[i])
				l.step(&x, kept, p, q)
				continue
			}
			l.step(&examples[i], ids[i], p, q)
		}
	}
	for id := range l.keys {
		l.rest(id)
	}
}

// thin gives a text without some of its features, drawn at random.
func (l *logistic) thin(r *random, x *textExample, ids []int) (textExample, []int) {
	out := *x
	out.features, l.kept = l.few[:0], l.kept[:0]
	for k, f := range x.features {
		if float64(r.next()>>11)/(1<<53) >= l.dropout {
			out.features, l.kept = append(out.features, f), append(l.kept, ids[k])
		}
	}
	l.few = out.features
	return out, l.kept
}

// rest draws a feature's weights towards their start for the time since it was
// last seen.
func (l *logistic) rest(id int) {
	f := math.Pow(1-l.decay, float64(l.now-l.touched[id]))
	l.touched[id] = l.now
	for c := id * l.classes; c < (id+1)*l.classes; c++ {
		l.weights[c] = l.start[c] + (l.weights[c]-l.start[c])*f
	}
}

func (l *logistic) step(x *textExample, ids []int, p, q []float64) {
	norm := scorers.FeatureNorm(x.features)
	clear(p)
	for k, id := range ids {
		l.rest(id)
		v := float64(x.features[k].Value) * norm
		for c := range p {
			p[c] += v * l.weights[id*l.classes+c]
		}
	}
	l.slope(x, p, q)
	for k, id := range ids {
		v := float64(x.features[k].Value) * norm
		for c, g := range q {
			g *= v
			at := id*l.classes + c
			l.squares[at] += g * g
			l.weights[at] -= l.rate * g / (math.Sqrt(l.squares[at]) + 1e-3)
		}
	}
}

// slope turns the scores p of an example into probabilities, and gives in q how the
// loss grows with each score.
func (l *logistic) slope(x *textExample, p, q []float64) {
	model.Softmax(p)
	within := 0.0
	for c := range p {
		if x.allowed>>c&1 != 0 {
			within += p[c]
		}
	}
	for c := range p {
		q[c] = p[c]
		if x.allowed>>c&1 != 0 {
			q[c] -= p[c] / max(within, 1e-12)
		}
		q[c] *= x.weight
	}
}

// probabilities gives the classes of a text.
func (l *logistic) probabilities(features []model.Valued, p []float64) {
	l.score(features, p)
	model.Softmax(p)
}

// score gives the sums of a text's weights.
func (l *logistic) score(features []model.Valued, p []float64) {
	norm := scorers.FeatureNorm(features)
	clear(p)
	for _, f := range features {
		if id := l.index.get(f.Hash); id >= 0 {
			v := float64(f.Value) * norm
			for c := range p {
				p[c] += v * l.weights[int(id)*l.classes+c]
			}
		}
	}
}

// freeze makes the model of the trained weights, one byte each. Features that
// move no class by a step are left out.
func (l *logistic) freeze() model.Linear { return freeze(l.classes, l.keys, l.weights) }

func freeze(classes int, keys []uint64, weights []float64) model.Linear {
	top := 0.0
	for _, w := range weights {
		top = max(top, math.Abs(w))
	}
	unit := top / math.MaxInt8
	var features []uint64
	var rows [][]int8
	for _, id := range sorted(keys) {
		row := make([]int8, classes)
		used := false
		for c := range row {
			row[c] = int8(math.Round(weights[int(id)*classes+c] / unit))
			used = used || row[c] != 0
		}
		if used {
			features, rows = append(features, keys[id]), append(rows, row)
		}
	}
	return model.NewLinear(classes, unit, features, rows)
}
