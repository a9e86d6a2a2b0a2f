package scorers

import (
	_ "embed"
	"math"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

//go:embed data/tone.model
var toneFile []byte

// toneCode is the hash of the feature code: what the features of a fixed text
// come to, without what the tables of acts find in it, for words are added to
// those every day. It changes when a feature does, and not when a comment does.
func toneCode() (uint64, error) {
	r, err := NewToneReader()
	if err != nil {
		return 0, err
	}
	x := codeText()
	r.f.features(&x)
	r.f.kind(detente.Direct)
	r.f.feeling(detente.Direct, &feelings{.1, .2, .3, .4, -.5}) // not by the valence model, which may be trained anew
	return codeOf(r.f.out), nil
}

// codeText is the fixed text: one without a word of the tables of acts.
func codeText() text {
	const words = "Averland’s envoy, Lio Varr, told 14 reporters that Bexia would pay."
	doc := &detente.Doc{Text: words}
	for at := 0; at < len(words); {
		n := strings.IndexByte(words[at:]+" ", ' ')
		kind := detente.Word
		if words[at] == '1' {
			kind = detente.Number
		}
		doc.Tokens = append(doc.Tokens, detente.Token{Span: detente.Span{Start: int32(at), End: int32(at + n)}, Kind: kind, Hash: lexicon.Hash(words[at : at+n])})
		at += n + 1
	}
	n := len(doc.Tokens)
	tree := &detente.Tree{Head: make([]int32, n), Label: make([]detente.Label, n), Tags: make([]detente.Tag, n)}
	tree.Head[0], tree.Label[0] = -1, detente.LabelRoot
	return text{doc: doc, tree: tree, ranges: [][2]int{{0, n}}, source: [2]int{0, 2}, target: [2]int{n - 3, n - 2}, cue: [2]int{4, 5}}
}

// toneModel is the trained part of tone: weights of features for the classes.
type toneModel struct{ linear model.Linear }

var toneIn = modelFile{"tone.model", toneFile, detente.ClassNames[1:], toneCode}

var loadToneModel = sync.OnceValues(func() (*toneModel, error) {
	l, err := toneIn.read()
	if err != nil {
		return nil, err
	}
	return &toneModel{*l}, nil
})

// ToneBytes is the file of a trained model. An error means that the tables of
// the package are broken.
func ToneBytes(l *model.Linear) ([]byte, error) { return toneIn.write(l) }

// classify gives the probability of each class, from the features of a text.
func (m *toneModel) classify(features []model.Valued, p *[detente.NumClasses]float64) {
	var sums [detente.NumClasses - 1]int32
	m.linear.Score(features, sums[:])
	unit := m.linear.Unit() * FeatureNorm(features)
	for c, s := range sums {
		p[c+1] = float64(s) * unit
	}
	model.Softmax(p[1:])
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
