package scorers

import (
	_ "embed"
	"math"
	"sync"

	"detente"
	"detente/internal/model"
)

//go:embed data/tone.model
var toneFile []byte

// toneCode names the features that a model was trained for; it changes with
// what they mean.
const toneCode = 1

const toneSection = 1

// toneModel is the trained part of tone: weights of features for the classes.
type toneModel struct{ linear model.Linear }

var loadToneModel = sync.OnceValues(func() (*toneModel, error) {
	f, err := model.Read("tone.model", toneFile, toneCode)
	if err != nil {
		return nil, err
	}
	if err := f.CheckLabels(toneSection+1, detente.ClassNames[1:]); err != nil {
		return nil, err
	}
	l, err := f.Linear(toneSection)
	if err != nil {
		return nil, err
	}
	return &toneModel{l}, nil
})

// ToneBytes is the file of a trained model.
func ToneBytes(l *model.Linear) []byte {
	w := model.NewWriter(toneCode)
	w.Linear(toneSection, l)
	w.Labels(toneSection+1, detente.ClassNames[1:])
	return w.Bytes()
}

// classify gives the probability of each class, from the features of a text.
func (m *toneModel) classify(features []model.Valued, p *[detente.NumClasses]float64) {
	var sums [detente.NumClasses - 1]int32
	m.linear.Score(features, sums[:])
	unit := m.linear.Unit() * FeatureNorm(features)
	top := math.Inf(-1)
	for c, s := range sums {
		p[c+1] = float64(s) * unit
		top = max(top, p[c+1])
	}
	total := 0.0
	for c := 1; c < len(p); c++ {
		p[c] = math.Exp(p[c] - top)
		total += p[c]
	}
	for c := 1; c < len(p); c++ {
		p[c] /= total
	}
}

// FeatureNorm is what the values of a text's features are multiplied by, so that
// long and short texts weigh the same: 1 over their length as a vector.
func FeatureNorm(features []model.Valued) float64 {
	sum := int64(0)
	for _, f := range features {
		sum += int64(f.Value) * int64(f.Value)
	}
	return 1 / math.Sqrt(float64(max(1, sum)))
}
