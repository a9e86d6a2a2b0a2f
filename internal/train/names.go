package train

import (
	"cmp"
	"fmt"
	"slices"

	"detente"
	"detente/internal/model"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
)

// NameOptions says how the model of names is trained. The zero value means the
// settings of the shipped model.
type NameOptions struct {
	Seed       uint64 // default 3, of the first four the best on the development sets
	Iterations int    // default 8
	Orders     int    // how many times the classifier is trained, each in another order; default 1
	Least      int    // how often a feature must be seen in the data; default 3
	Margin     int    // by how much the right labels must win, for each wrong one; default 40
	// Drop is the share of its features that a word goes without each time it is
	// looked at. What is known of a word in training is not known of the names in
	// the news, so the model must not lean on it: without this it misses a name in
	// four. The default is 0.2.
	Drop float64
	// Log is told what is being done; nil is silent.
	Log func(format string, args ...any)
}

func (o NameOptions) withDefaults() NameOptions {
	if o.Seed == 0 {
		o.Seed = 3
	}
	for _, d := range []struct {
		v *int
		n int
	}{{&o.Iterations, 8}, {&o.Orders, 1}, {&o.Least, 3}, {&o.Margin, 40}} {
		if *d.v == 0 {
			*d.v = d.n
		}
	}
	o.Drop = cmp.Or(o.Drop, 0.2)
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	return o
}

// Analyse cuts a text and tags it, as the product does before it looks for names.
type Analyse func(text string) (*detente.Doc, *detente.Tree)

// stretch is a row of words that may be parts of names, with what is around it
// outside: the numbers of the features of each word, and its label.
type stretch struct {
	from, to int // of nameTrainer.starts
	gold     []uint8
}

// nameTrainer holds the training data. Features are numbered once, because none
// depends on a label.
type nameTrainer struct {
	NameOptions
	index     index
	feature   []uint64
	ids       []int32 // features of all words, one word after the other
	starts    []int   // by word: where its features begin in ids; one more at the end
	stretches []stretch
}

// Names trains the model of names and gives its file. analyse must be that of
// the product, with the word clusters of table.
func Names(data []NamedText, base *kb.Base, table model.Table, analyse Analyse, opt NameOptions) ([]byte, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("no text to train on")
	}
	t := &nameTrainer{NameOptions: opt.withDefaults(), index: newIndex()}
	t.read(data, ner.NewView(&table, base), analyse)
	t.Log("%d words in %d stretches, %d features", len(t.starts)-1, len(t.stretches), len(t.feature))
	var words, next []*wide
	for k := range t.Orders {
		a, b := t.once(t.Seed + uint64(k))
		words, next = append(words, a), append(next, b)
	}
	w, n := freezeWide(words...), freezeWide(next...)
	t.Log("%d features kept", w.Features())
	return ner.Bytes(&w, &n), nil
}

// read numbers the features of the data that are seen often enough.
func (t *nameTrainer) read(data []NamedText, v *ner.View, analyse Analyse) {
	var raw []uint64
	counts := map[uint64]uint8{}
	for i := range data {
		doc, tree := analyse(data[i].Text)
		gold := labels(doc, data[i].Names)
		for s := range doc.Sentences {
			v.Fill(doc, tree, s)
			first := int(doc.Sentences[s].First)
			for i := 0; i < v.Len(); i++ {
				if !v.On(i) {
					continue
				}
				from := len(t.starts)
				j := i
				for ; j < v.Len() && v.On(j); j++ {
					t.starts = append(t.starts, len(raw))
					for _, f := range v.Features(j) {
						raw = append(raw, f)
						if c := counts[f]; int(c) < t.Least {
							counts[f] = c + 1
						}
					}
				}
				st := stretch{from: from, to: len(t.starts), gold: gold[first+i : first+j]}
				mend(st.gold)
				t.stretches = append(t.stretches, st)
				i = j
			}
		}
	}
	t.starts = append(t.starts, len(raw))
	at := 0
	for w := range len(t.starts) - 1 {
		from, to := t.starts[w], t.starts[w+1]
		t.starts[w] = at
		for _, f := range raw[from:to] {
			if int(counts[f]) < t.Least {
				continue
			}
			id, fresh := t.index.add(f)
			if fresh {
				t.feature = append(t.feature, f)
			}
			t.ids = append(t.ids, id)
			at++
		}
	}
	t.starts[len(t.starts)-1] = at
}

// labels gives the label of every token of a document.
func labels(doc *detente.Doc, names []NamedSpan) []uint8 {
	out := make([]uint8, len(doc.Tokens))
	for _, n := range names {
		first, _ := slices.BinarySearchFunc(doc.Tokens, n.Span.Start, func(t detente.Token, at int32) int {
			return cmp.Compare(t.Span.End-1, at)
		})
		last := first
		for last < len(doc.Tokens) && doc.Tokens[last].Span.Start < n.Span.End && doc.Tokens[last].Sentence == doc.Tokens[first].Sentence {
			last++
		}
		if first < last {
			ner.LabelsOf(n.Type, out[first:last])
		}
	}
	return out
}

// mend takes the labels of names away of which the stretch has only a part.
func mend(labels []uint8) {
	before := uint8(ner.Outside)
	for i := range labels {
		if !ner.Follows(before, labels[i]) {
			labels[i] = ner.Outside
			for k := i - 1; k >= 0 && !ner.Follows(labels[k], labels[k+1]); k-- {
				labels[k] = ner.Outside
			}
		}
		before = labels[i]
	}
	for k := len(labels) - 1; k >= 0 && !ner.Follows(labels[k], ner.Outside); k-- {
		labels[k] = ner.Outside
		if k > 0 && ner.Follows(labels[k-1], ner.Outside) {
			break
		}
	}
}

// namePerceptron is a structured perceptron: the weights of features for labels,
// and of labels for the next, with their sums over all decisions.
type namePerceptron struct {
	weight [][ner.Labels]int32
	sum    [][ner.Labels]int64
	last   [][ner.Labels]int64
	now    int64
}

func newNamePerceptron(features int) *namePerceptron {
	n := features + ner.Labels
	return &namePerceptron{weight: make([][ner.Labels]int32, n), sum: make([][ner.Labels]int64, n), last: make([][ner.Labels]int64, n)}
}

func (p *namePerceptron) move(id int32, label uint8, step int32) {
	w := &p.weight[id][label]
	p.sum[id][label] += int64(*w) * (p.now - p.last[id][label])
	p.last[id][label] = p.now
	*w += step
}

// once trains one classifier on the stretches in an order of its own.
func (t *nameTrainer) once(seed uint64) (words, next *wide) {
	p := newNamePerceptron(len(t.feature))
	order := make([]int, len(t.stretches))
	for i := range order {
		order[i] = i
	}
	rng := random(seed)
	d := decoder{rng: random(seed + 77)}
	for it := range t.Iterations {
		rng.shuffle(order)
		wrong := 0
		for _, i := range order {
			s := &t.stretches[i]
			p.now++
			y := d.best(t, p, s)
			if slices.Equal(y, s.gold) {
				continue
			}
			wrong++
			t.update(p, s, y, &d)
		}
		t.Log("iteration %d: %d of %d stretches learned from", it+1, wrong, len(order))
	}
	return t.sparse(p)
}

func (t *nameTrainer) update(p *namePerceptron, s *stretch, y []uint8, d *decoder) {
	link := int32(len(t.feature))
	a, b := uint8(ner.Outside), uint8(ner.Outside)
	for k := range y {
		g, w := s.gold[k], y[k]
		if g != w {
			for _, id := range d.ids[d.starts[k]:d.starts[k+1]] {
				p.move(id, g, 1)
				p.move(id, w, -1)
			}
		}
		if a != b || g != w {
			p.move(link+int32(a), g, 1)
			p.move(link+int32(b), w, -1)
		}
		a, b = g, w
	}
	if a != b {
		p.move(link+int32(a), ner.Outside, 1)
		p.move(link+int32(b), ner.Outside, -1)
	}
}

// decoder finds the labels to learn against: the best when each wrong one has
// the margin as its bonus.
type decoder struct {
	rng    random
	ids    []int32 // the features of the stretch that were not dropped
	starts []int   // by word, as in nameTrainer
	path   ner.Path
}

// drop chooses the features that are seen this time.
func (d *decoder) drop(t *nameTrainer, s *stretch) {
	d.ids, d.starts = d.ids[:0], d.starts[:0]
	for i := range s.gold {
		d.starts = append(d.starts, len(d.ids))
		for _, id := range t.ids[t.starts[s.from+i]:t.starts[s.from+i+1]] {
			if !d.rng.chance(t.Drop) {
				d.ids = append(d.ids, id)
			}
		}
	}
	d.starts = append(d.starts, len(d.ids))
}

// best scores the labels of the stretch, the wrong ones with their bonus.
func (d *decoder) best(t *nameTrainer, p *namePerceptron, s *stretch) []uint8 {
	d.drop(t, s)
	d.path.Reset()
	for i, gold := range s.gold {
		scores := d.path.Next()
		for y := range scores {
			if uint8(y) != gold {
				scores[y] = int32(t.Margin)
			}
		}
		for _, id := range d.ids[d.starts[i]:d.starts[i+1]] {
			for y, w := range p.weight[id] {
				scores[y] += w
			}
		}
	}
	return d.path.Best((*[ner.Labels][ner.Labels]int32)(p.weight[len(t.feature):]))
}

// sparse gives the classifiers as freezeWide takes them.
func (t *nameTrainer) sparse(p *namePerceptron) (words, next *wide) {
	words, next = &wide{classes: ner.Labels, now: p.now}, &wide{classes: ner.Labels, now: p.now}
	for id := range p.weight {
		w := words
		feature := uint64(0)
		if id < len(t.feature) {
			feature = t.feature[id]
		} else {
			w, feature = next, ner.NextFeature(uint8(id-len(t.feature)))
		}
		var row []cell
		for y, x := range p.weight[id] {
			if x != 0 || p.sum[id][y] != 0 {
				row = append(row, cell{sum: p.sum[id][y], last: p.last[id][y], weight: x, class: uint8(y)})
			}
		}
		if row != nil {
			w.feature, w.rows = append(w.feature, feature), append(w.rows, row)
		}
	}
	return words, next
}
