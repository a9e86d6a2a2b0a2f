package train

import (
	"fmt"
	"slices"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/grammar"
)

// Options says how the models of syntax are trained. The zero value means the
// settings of the shipped model.
type Options struct {
	Seed            uint64 // default 1
	TagIterations   int    // of the XPOS and UPOS taggers; default 6
	ParseIterations int    // default 5
	// SearchIterations follow, in which the moves learn to be searched by a beam of
	// BeamWidth states. The defaults are 6 and 8.
	SearchIterations, BeamWidth int
	Folds                       int // parts of the training data for jack-knifing; default 4
	FoldIterations              int // of the taggers and parsers of the folds; default 3
	// Orders is how many times each shipped classifier is trained, each time with
	// the sentences in another order; the votes are added. The default is 2.
	// Those of the parser are counted apart: the default is 1.
	Orders, ParseOrders int
	// A feature must be seen so often in the first two iterations to be learned.
	// Fewer cost accuracy, more would not fit into the size set for the file.
	LeastTags  int // in the taggers; default 5
	LeastMoves int // in the choice of moves; default 5
	LeastArcs  int // in the choice of relations; default 5
	// Log is told what is being done; nil is silent.
	Log func(format string, args ...any)
}

func (o Options) withDefaults() Options {
	o.Seed = max(o.Seed, 1)
	for _, d := range []struct {
		v *int
		n int
	}{{&o.TagIterations, 6}, {&o.ParseIterations, 5}, {&o.SearchIterations, 6}, {&o.BeamWidth, 8}, {&o.Folds, 4}, {&o.FoldIterations, 3}, {&o.Orders, 2}, {&o.ParseOrders, 1},
		{&o.LeastTags, 5}, {&o.LeastMoves, 5}, {&o.LeastArcs, 5}} {
		if *d.v == 0 {
			*d.v = d.n
		}
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	return o
}

// counting is how many iterations count how often features are seen: the first
// goes along the gold trees, the second along the parser's own.
const counting = 2

// treeFolds is enough for the trees that the UPOS tagger learns from, which have
// to be as faulty as the product's and no better.
const treeFolds = 2

// explore is how often the parser follows its own choice from the second
// iteration on, although it is wrong.
const explore = 0.9

// trainer holds the training data in the form of the product, with the tags and
// trees that models trained without a sentence give it.
type trainer struct {
	Options
	data     []Sentence
	words    int // in data
	lex      [][]grammar.Lex
	xpos     [][]uint8
	trees    []grammar.Saved
	state    grammar.State
	moves    grammar.MoveFeatures
	labels   grammar.LabelFeatures
	tags     grammar.TagFeatures
	uposTags grammar.UPOSFeatures

	sureTags, sureArcs *model.Table
}

// Syntax trains the taggers and the parser. The clusters are part of what the
// features see, so the product must use the same.
func Syntax(data []Sentence, clusters model.Table, opt Options) (*grammar.Models, error) {
	if len(data) < opt.withDefaults().Folds {
		return nil, fmt.Errorf("%d sentences to train on: there must be one for each of the %d folds", len(data), opt.withDefaults().Folds)
	}
	t := &trainer{Options: opt.withDefaults(), data: data}
	t.read(&clusters)
	all := make([]int, len(data))
	for i := range all {
		all[i] = i
	}
	m := &grammar.Models{Clusters: clusters}
	t.Log("XPOS tagger, %d sentences", len(data))
	m.Tagger = t.tagger(all, t.TagIterations, t.Orders)
	t.jackknifeTags()
	t.look(&m.Tagger)
	m.SureTags, m.SureArcs = t.sure()
	t.sureTags, t.sureArcs = &m.SureTags, &m.SureArcs
	t.Log("parser")
	m.MoveModel, m.Arcs, m.Beam = t.parser(all, t.ParseIterations, t.SearchIterations, t.ParseOrders)
	t.jackknifeTrees()
	t.Log("UPOS tagger")
	m.UPOS = t.universal(all, t.TagIterations, t.Orders)
	return m, nil
}

func (t *trainer) read(clusters *model.Table) {
	t.lex = make([][]grammar.Lex, len(t.data))
	t.xpos = make([][]uint8, len(t.data))
	t.trees = make([]grammar.Saved, len(t.data))
	for i, s := range t.data {
		t.words += len(s)
		t.lex[i] = make([]grammar.Lex, len(s))
		t.xpos[i] = make([]uint8, len(s))
		for k, w := range s {
			t.lex[i][k].Read(w.Form, lexicon.Hash(w.Form), clusters)
		}
	}
}

// load puts a sentence into the state, with the tags it was given so far.
func (t *trainer) load(i int) *grammar.State {
	t.loadInto(&t.state, i)
	return &t.state
}

func (t *trainer) loadInto(s *grammar.State, i int) {
	s.Reset(len(t.data[i]))
	for k := range t.data[i] {
		*s.Word(k + 1) = t.lex[i][k]
		s.SetXPOS(k+1, t.xpos[i][k])
	}
}

// folds gives, for each of n parts, the sentences outside it and those inside.
func (t *trainer) folds(n int, use func(outside, inside []int)) {
	for k := range n {
		var outside, inside []int
		for i := range t.data {
			if i%n == k {
				inside = append(inside, i)
			} else {
				outside = append(outside, i)
			}
		}
		use(outside, inside)
	}
}

func (t *trainer) jackknifeTags() {
	t.Log("jack-knifed tags")
	t.folds(t.Folds, func(outside, inside []int) {
		tagger := t.tagger(outside, t.FoldIterations, 1)
		for _, i := range inside {
			s := t.load(i)
			tagger.Run(s)
			for k := range t.xpos[i] {
				t.xpos[i][k] = s.XPOS(k + 1)
			}
		}
	})
}

// look enters what the shipped tagger's dictionary says, which the product sees.
func (t *trainer) look(tagger *grammar.Tagger) {
	for i := range t.lex {
		for k := range t.lex[i] {
			l := &t.lex[i][k]
			l.Amb = tagger.Dictionary.Get(l.Word)
		}
	}
}

func (t *trainer) jackknifeTrees() {
	t.Log("jack-knifed trees")
	t.folds(treeFolds, func(outside, inside []int) {
		m := &grammar.Models{SureArcs: *t.sureArcs}
		m.MoveModel, m.Arcs, m.Beam = t.parser(outside, t.FoldIterations, 0, 1)
		for _, i := range inside {
			s := t.load(i)
			m.Tree(s)
			t.trees[i] = s.Save()
		}
	})
}

// iterate calls f for every sentence of the set, in a new order each time.
func (t *trainer) iterate(set []int, iterations int, seed uint64, f func(iteration, i int)) {
	order := slices.Clone(set)
	rng := random(seed)
	for it := range iterations {
		rng.shuffle(order)
		for _, i := range order {
			f(it, i)
		}
	}
}

// tagger trains an XPOS tagger with its dictionary.
func (t *trainer) tagger(set []int, iterations, orders int) grammar.Tagger {
	tagger := grammar.Tagger{Dictionary: t.dictionary(set)}
	var trained []*wide
	for k := range orders {
		p := newWide(len(detente.XPOSNames), t.words, t.LeastTags)
		t.taggerOnce(set, iterations, t.Seed+uint64(k), &tagger, p)
		p.forget()
		trained = append(trained, p)
	}
	tagger.Model = freezeWide(trained...)
	return tagger
}

func (t *trainer) taggerOnce(set []int, iterations int, seed uint64, tagger *grammar.Tagger, p *wide) {
	t.iterate(set, iterations, seed, func(it, i int) {
		s := t.load(i)
		tagger.Look(s)
		var p1, p2 uint8
		for k, w := range t.data[i] {
			tag, closed := s.Word(k + 1).Closed()
			if !closed {
				t.tags.Fill(s, k+1, p1, p2)
				if it < counting {
					p.seen.see(t.tags[:])
				}
				tag = p.learn(t.tags[:], uint8(w.XPOS), p.all)
			}
			p1, p2 = tag, p1
		}
	})
}

// The dictionary holds words seen dictionaryLeast times; a word is closed when
// it was seen closedLeast times with one tag only.
const (
	dictionaryLeast = 3
	closedLeast     = 20
)

func (t *trainer) dictionary(set []int) model.Table {
	type entry struct {
		counts [model.MaxClasses]int32
		total  int32
	}
	entries := map[uint64]*entry{}
	for _, i := range set {
		for k, w := range t.data[i] {
			e := entries[t.lex[i][k].Word]
			if e == nil {
				e = &entry{}
				entries[t.lex[i][k].Word] = e
			}
			e.counts[w.XPOS]++
			e.total++
		}
	}
	keys := make([]uint64, 0, len(entries))
	for k, e := range entries {
		if e.total >= dictionaryLeast {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	payloads := make([]uint32, len(keys))
	for i, k := range keys {
		e := entries[k]
		first, second := 0, 0
		for x := 1; x < len(e.counts); x++ {
			switch n := e.counts[x]; {
			case n > e.counts[first] || first == 0 && n > 0:
				first, second = x, first
			case n > 0 && (second == 0 || n > e.counts[second]):
				second = x
			}
		}
		// One slip of the annotators in twenty is not a second reading.
		if e.counts[second]*20 < e.total {
			second = 0
		}
		one := e.counts[first] == e.total
		payloads[i] = grammar.Ambiguity(detente.XPOS(first), detente.XPOS(second), !one, one && e.total >= closedLeast)
	}
	return model.NewTable(keys, payloads)
}

// sure finds the words and arcs that need no classifier, over the jack-knifed
// tags: seen sureLeast times, and otherwise at most once in sureShare.
func (t *trainer) sure() (tags, arcs model.Table) {
	tagCounts, arcCounts := counts{}, counts{}
	for i, words := range t.data {
		s := t.load(i)
		for k, w := range words {
			tagCounts.add(s.SureTag(k+1), uint8(w.UPOS))
			if w.Head > 0 {
				arcCounts.add(s.SureArc(w.Head, int32(k+1)), uint8(w.Label))
			}
		}
	}
	return tagCounts.sure(), arcCounts.sure()
}

const (
	sureLeast = 10
	sureShare = 200
)

// counts counts how often a key had each class.
type counts map[uint64]*[model.MaxClasses]int32

func (c counts) add(key uint64, class uint8) {
	if c[key] == nil {
		c[key] = new([model.MaxClasses]int32)
	}
	c[key][class]++
}

func (c counts) sure() model.Table {
	keys := make([]uint64, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	payloads := make([]uint32, len(keys))
	for i, k := range keys {
		best, total := 0, int32(0)
		for class, n := range c[k] {
			total += n
			if n > c[k][best] {
				best = class
			}
		}
		if total >= sureLeast && (total-c[k][best])*sureShare <= total {
			payloads[i] = uint32(best)
		}
	}
	return model.NewTable(keys, payloads)
}

// universal trains the UPOS tagger over jack-knifed tags and trees.
func (t *trainer) universal(set []int, iterations, orders int) model.Wide {
	var trained []*wide
	for k := range orders {
		p := newWide(len(detente.UPOSNames), t.words, t.LeastTags)
		t.universalOnce(set, iterations, t.Seed+uint64(k), p)
		p.forget()
		trained = append(trained, p)
	}
	return freezeWide(trained...)
}

func (t *trainer) universalOnce(set []int, iterations int, seed uint64, p *wide) {
	t.iterate(set, iterations, seed, func(it, i int) {
		s := t.load(i)
		s.Restore(t.trees[i])
		for k, w := range t.data[i] {
			if t.sureTags.Get(s.SureTag(k+1)) == 0 {
				t.uposTags.Fill(s, k+1)
				if it < counting {
					p.seen.see(t.uposTags[:])
				}
				p.learn(t.uposTags[:], uint8(w.UPOS), p.all)
			}
		}
	})
}
