package train

import (
	"cmp"
	"math"
	"path/filepath"
	"slices"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/pipeline/segment"
	"detente/scorers"
)

// ValenceOptions are the settings of the valence trainer. The zero value is the
// shipped model's.
type ValenceOptions struct {
	Ridge float64 // .7, the cost of a weight
}

func (o ValenceOptions) withDefaults() ValenceOptions {
	o.Ridge = cmp.Or(o.Ridge, .7)
	return o
}

// valenceSets are the sets that the valence model is trained on, with the weight of
// a text: news counts most, for the model is for news.
var valenceSets = []struct {
	name   string
	weight float64
}{{newsSet, 1}, {"vader_amazon", .5}, {"vader_movie", .5}, {"vader_tweets", .5}, {"emobank_news", 1}, {"emobank_headlines", 1}, {"emobank_other", .5}}

// newsSet is the set whose scale the model's values have; it is the first.
const newsSet = "vader_nyt"

// ValenceSet is what the valence model is trained on.
type ValenceSet struct {
	items    []ToneItem
	docs     []*detente.Doc
	examples []textExample
}

// ReadValenceSet reads the sentences with a score of sentiment from the folder of
// the shared data.
func ReadValenceSet(data string) (*ValenceSet, error) {
	r, err := scorers.NewValenceReader()
	if err != nil {
		return nil, err
	}
	s := &ValenceSet{}
	newsSpread := 0.0
	for _, set := range valenceSets {
		items, err := ReadTone(filepath.Join(data, "tone", set.name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		sum, squares := 0.0, 0.0
		for _, it := range items {
			sum += it.Score
			squares += it.Score * it.Score
		}
		mean := sum / float64(len(items))
		spread := math.Sqrt(squares/float64(len(items)) - mean*mean)
		if set.name == newsSet {
			mean, newsSpread = 0, spread
		}
		for _, it := range items {
			doc := segment.Split(it.Text)
			f := slices.Clone(r.Text(doc, [2]int{0, len(doc.Tokens)}))
			if set.name == newsSet {
				for _, v := range f {
					v.Hash = newsCopy(v.Hash)
					f = append(f, v)
				}
			} else {
				f[0].Hash = model.Mix(0, lexicon.Hash(set.name)) // its own bias
			}
			s.items, s.docs = append(s.items, it), append(s.docs, doc)
			s.examples = append(s.examples, textExample{features: f, value: (it.Score - mean) / spread * newsSpread, weight: set.weight})
		}
	}
	return s, nil
}

// newsCopy is the second copy that the features of the news have, so that a word
// can mean another thing there than in reviews.
func newsCopy(f uint64) uint64 { return model.Mix(0, f) }

// Train fits the model that ships, on everything. The product reads news, where
// both copies of a feature stand: they become one.
func (s *ValenceSet) Train(opt ValenceOptions) model.Linear {
	l := newValence(opt.withDefaults())
	l.train(s.examples)
	copied := make([]bool, len(l.keys))
	for id, k := range l.keys {
		if c := l.index.get(newsCopy(k)); c >= 0 {
			copied[c] = true
			l.weights[id] += l.weights[c]
		}
	}
	var keys []uint64
	var weights []float64
	for id, k := range l.keys {
		if !copied[id] {
			keys, weights = append(keys, k), append(weights, l.weights[id]/math.Sqrt2) // two copies make a longer text
		}
	}
	return freeze(1, keys, weights)
}

// CrossValidate trains on all but a fifth of the news and predicts that, five
// times; an article's sentences are in one fold.
func (s *ValenceSet) CrossValidate(opt ValenceOptions, predict func(it *ToneItem, value float64)) {
	s.cross(opt.withDefaults(), s.examples, predict)
}

// CrossValidateBaseline is CrossValidate of the baseline: TF-IDF with sums of the
// lexicon, in the same folds, on the news alone.
func (s *ValenceSet) CrossValidateBaseline(opt ValenceOptions, predict func(it *ToneItem, value float64)) {
	n := 0
	for n < len(s.items) && s.items[n].Set == newsSet {
		n++
	}
	examples := slices.Clone(s.examples[:n])
	for i, f := range tfidf(s.docs[:n], make([]detente.Span, n), false, true) {
		examples[i].features = f
	}
	s.cross(opt.withDefaults(), examples, predict)
}

func (s *ValenceSet) cross(opt ValenceOptions, examples []textExample, predict func(it *ToneItem, value float64)) {
	texts := make([]string, len(examples))
	for i := range examples {
		texts[i] = s.items[i].Text
	}
	group := nearCopies(texts, .5)
	of := map[string]int{}
	for k := range 5 {
		held := func(i int) bool {
			i = group[i]
			if s.items[i].Set != newsSet {
				return false
			}
			if _, ok := of[s.items[i].Group]; !ok {
				of[s.items[i].Group] = len(of) % 5
			}
			return of[s.items[i].Group] == k
		}
		var set []textExample
		for i := range examples {
			if !held(i) {
				set = append(set, examples[i])
			}
		}
		l := newValence(opt)
		l.train(set)
		for i := range examples {
			if held(i) && s.items[i].Set == newsSet {
				predict(&s.items[i], l.value(examples[i].features))
			}
		}
	}
}

func newValence(opt ValenceOptions) *ridge { return &ridge{cost: opt.Ridge, iterations: 30} }

// Correlation is Pearson's r of values told in pairs.
type Correlation struct{ n, x, y, xx, yy, xy float64 }

// Add adds a pair.
func (c *Correlation) Add(x, y float64) {
	c.n++
	c.x, c.y, c.xx, c.yy, c.xy = c.x+x, c.y+y, c.xx+x*x, c.yy+y*y, c.xy+x*y
}

// R is the correlation.
func (c *Correlation) R() float64 {
	return (c.n*c.xy - c.x*c.y) / math.Sqrt((c.n*c.xx-c.x*c.x)*(c.n*c.yy-c.y*c.y))
}
