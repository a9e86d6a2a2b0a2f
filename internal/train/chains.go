package train

import (
	"cmp"
	"math"
	"path/filepath"

	"detente"
	"detente/internal/model"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/chains"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/syntax"
)

// ChainOptions says how the ranker of noun phrases is trained. The zero value
// means the settings of the shipped one.
type ChainOptions struct {
	Seed   uint64  // default 1
	Epochs int     // default 3; more fit the training texts alone
	Rate   float64 // default 0.1
	Decay  float64 // of weights, at each step that touches them; default 5e-4
	Alone  float64 // weight of phrases that mean nobody before; default 0.4: what is missed costs a chain more
	Log    func(format string, args ...any)
}

func (o ChainOptions) withDefaults() ChainOptions {
	o.Seed = max(o.Seed, 1)
	o.Epochs = cmp.Or(o.Epochs, 3)
	o.Rate = cmp.Or(o.Rate, 0.1)
	o.Decay = cmp.Or(o.Decay, 5e-4)
	o.Alone = cmp.Or(o.Alone, 0.4)
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	return o
}

// Chains trains the ranker of noun phrases on the training part of OntoGUM, whose
// clusters say which phrases mean the same, and gives the model file.
func Chains(shared string, opt ChainOptions) ([]byte, error) {
	opt = opt.withDefaults()
	grammar, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	base, err := kb.Load()
	if err != nil {
		return nil, err
	}
	names, err := ner.Load()
	if err != nil {
		return nil, err
	}
	texts, err := readCoref(filepath.Join(shared, "data", "nlp", "coref", "ontogum-train.jsonl.gz"), grammar.Parser())
	if err != nil {
		return nil, err
	}
	return trainChains(texts, base, ner.NewFinder(names, base), opt), nil
}

func trainChains(texts []*corefText, base *kb.Base, finder *ner.Finder, opt ChainOptions) []byte {
	t := &chainTrainer{index: newIndex(), opt: opt}
	resolver := mention.New(base)
	var lessons []chainLesson
	for _, x := range texts {
		a := &detente.Article{Text: x.Text}
		coref := resolver.Resolve(x.doc, x.tree, attribution.Find(x.doc, x.tree, detente.VoiceReported), a)
		clusters := map[detente.Span]int{}
		for c, spans := range x.Clusters {
			for _, s := range spans {
				clusters[detente.Span{Start: s[0], End: s[1]}] = c
			}
		}
		for _, l := range chains.Lessons(x.doc, x.tree, coref, finder.Find(x.doc, x.tree), clusters) {
			lessons = append(lessons, t.take(&l))
		}
	}
	opt.Log("%d phrases, %d features", len(lessons), len(t.keys))
	t.fit(lessons)
	weights := t.freeze()
	opt.Log("%d features with weight", weights.Features())
	return chains.Bytes(&weights)
}

// chainLesson is a question with the numbers of its features.
type chainLesson struct {
	ids   []int32
	at    []int32
	right []bool
}

// chainTrainer fits a log-linear ranker by AdaGrad on the probability of all
// right answers together.
type chainTrainer struct {
	opt     ChainOptions
	index   index
	keys    []uint64
	weights []float64
	squares []float64
	counts  []int32
}

func (t *chainTrainer) take(l *chains.Lesson) chainLesson {
	out := chainLesson{at: l.At, right: l.Right, ids: make([]int32, len(l.Features))}
	for i, f := range l.Features {
		id, fresh := t.index.add(f)
		if fresh {
			t.keys = append(t.keys, f)
			t.weights = append(t.weights, 0)
			t.squares = append(t.squares, 0)
			t.counts = append(t.counts, 0)
		}
		t.counts[id]++
		out.ids[i] = id
	}
	return out
}

func (t *chainTrainer) fit(lessons []chainLesson) {
	r := random(t.opt.Seed)
	order := make([]int, len(lessons))
	for i := range order {
		order[i] = i
	}
	var p []float64
	for epoch := range t.opt.Epochs {
		r.shuffle(order)
		loss := 0.0
		for _, i := range order {
			loss += t.step(&lessons[i], &p)
		}
		t.opt.Log("epoch %d: %.4f", epoch+1, loss/float64(len(lessons)))
	}
}

func (t *chainTrainer) step(l *chainLesson, scratch *[]float64) float64 {
	n := len(l.right)
	p := append((*scratch)[:0], make([]float64, n)...)
	*scratch = p
	for k := range n {
		for _, id := range l.ids[l.at[k]:l.at[k+1]] {
			p[k] += t.weights[id]
		}
	}
	model.Softmax(p)
	within := 0.0
	for k, ok := range l.right {
		if ok {
			within += p[k]
		}
	}
	weight := 1.0
	if l.right[n-1] {
		weight = t.opt.Alone
	}
	for k, ok := range l.right {
		g := p[k]
		if ok {
			g -= p[k] / max(within, 1e-9)
		}
		if g *= weight; math.Abs(g) < 1e-4 {
			continue
		}
		for _, id := range l.ids[l.at[k]:l.at[k+1]] {
			d := g + t.opt.Decay*t.weights[id]
			t.squares[id] += d * d
			t.weights[id] -= t.opt.Rate * d / (math.Sqrt(t.squares[id]) + 1e-3)
		}
	}
	return -math.Log(max(within, 1e-9))
}

// freeze makes the model: one byte a weight; features seen once say nothing.
func (t *chainTrainer) freeze() model.Linear {
	top := 0.0
	for _, w := range t.weights {
		top = max(top, math.Abs(w))
	}
	unit := max(top, 1e-9) / math.MaxInt8
	var features []uint64
	var rows [][]int8
	for _, id := range sorted(t.keys) {
		w := int8(math.Round(t.weights[id] / unit))
		if w != 0 && t.counts[id] > 2 {
			features, rows = append(features, t.keys[id]), append(rows, []int8{w})
		}
	}
	return model.NewLinear(1, unit, features, rows)
}
