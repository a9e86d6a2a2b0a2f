package train

import (
	"cmp"
	"path/filepath"
	"slices"

	"detente"
	"detente/internal/model"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
	"detente/scorers"
)

// StanceOptions are the settings of the stance trainer. The zero value is the
// shipped model's.
type StanceOptions struct {
	Iterations int     // 10
	Rate       float64 // .1
	Decay      float64 // 1e-5
	Dropout    float64 // .3, the share of features left out each time a text is looked at
	Seed       uint64  // 1
}

func (o StanceOptions) withDefaults() StanceOptions {
	o.Dropout = cmp.Or(o.Dropout, .3)
	o.Iterations, o.Rate, o.Decay, o.Seed = cmp.Or(o.Iterations, 10), cmp.Or(o.Rate, .1), cmp.Or(o.Decay, 1e-5), cmp.Or(o.Seed, 1)
	return o
}

// StanceSet is what the stance model is trained on: texts with a marked target.
type StanceSet struct {
	items    []ToneItem
	docs     []*detente.Doc
	examples []textExample
}

// ReadStanceSet reads NewsMTSC, training part, from the folder of the shared data.
func ReadStanceSet(data string) (*StanceSet, error) {
	items, err := ReadTone(filepath.Join(data, "tone", "newsmtsc_train.jsonl.gz"))
	if err != nil {
		return nil, err
	}
	return newStanceSet(items)
}

func newStanceSet(items []ToneItem) (*StanceSet, error) {
	m, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	r, err := scorers.NewStanceReader()
	if err != nil {
		return nil, err
	}
	s := &StanceSet{items: items, docs: make([]*detente.Doc, len(items)), examples: make([]textExample, len(items))}
	parser := m.Parser()
	for i, it := range items {
		doc := segment.Split(it.Text)
		s.docs[i] = doc
		f := r.Text(doc, parser.Parse(doc), it.Target)
		s.examples[i] = textExample{features: slices.Clone(f), allowed: 1 << slices.Index(scorers.StanceLabels, it.Label), weight: 1}
	}
	return s, nil
}

// blocks puts items into folds: neighbours in the file, which are of one article,
// and near-copies have one.
func blocks(items []ToneItem, size, folds int) []int {
	texts := make([]string, len(items))
	for i, it := range items {
		texts[i] = it.Text
	}
	fold := nearCopies(texts, .5)
	for i, first := range fold {
		fold[i] = first / size % folds
	}
	return fold
}

// Train fits the model that ships, on everything.
func (s *StanceSet) Train(opt StanceOptions) model.Linear {
	l := newStance(opt.withDefaults())
	l.train(s.examples)
	return l.freeze()
}

// CrossValidate trains on four fifths of the articles and predicts the others,
// five times. It calls predict with the probabilities of scorers.StanceLabels.
func (s *StanceSet) CrossValidate(opt StanceOptions, predict func(it *ToneItem, p []float64)) {
	crossStance(s.items, s.examples, opt.withDefaults(), predict)
}

func crossStance(items []ToneItem, examples []textExample, opt StanceOptions, predict func(it *ToneItem, p []float64)) {
	fold := blocks(items, 100, 5)
	p := make([]float64, len(scorers.StanceLabels))
	for k := range 5 {
		var set []textExample
		for i := range examples {
			if fold[i] != k {
				set = append(set, examples[i])
			}
		}
		l := newStance(opt)
		l.train(set)
		for i := range examples {
			if fold[i] == k {
				l.probabilities(examples[i].features, p)
				predict(&items[i], p)
			}
		}
	}
}

func newStance(opt StanceOptions) *logistic {
	return &logistic{classes: len(scorers.StanceLabels), iterations: opt.Iterations, rate: opt.Rate, decay: opt.Decay, dropout: opt.Dropout, seed: opt.Seed}
}
