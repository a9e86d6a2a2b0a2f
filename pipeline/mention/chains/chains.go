// Package chains finds what a text speaks of more than once: noun phrases of the
// tree become mentions, and those that mean the same become chains. It takes in
// everything that can be named, actors or not, and is there for annotation
// ("detente annotate entities"); rows need actors only, whom package mention finds.
//
// From left to right, each phrase picks the earlier phrase that it most likely
// means the same as, or none; a log-linear ranker with hashed features weighs
// them. What the rules of package mention found is among the features.
package chains

import (
	_ "embed"
	"sync"

	"detente"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

//go:embed data/chains.model
var file []byte

// Model is the trained ranker.
type Model struct {
	weights model.Linear
}

// Load gives the embedded model. An error means that the embedded file is broken.
var Load = sync.OnceValues(func() (*Model, error) { return Read("chains.model", file) })

const weightsSection = 1

// Read reads a model file; the name is for errors.
func Read(name string, b []byte) (*Model, error) {
	f, err := model.Read(name, b, Code)
	if err != nil {
		return nil, err
	}
	m := &Model{}
	m.weights, err = f.Linear(weightsSection)
	return m, err
}

// Bytes makes the file of a model with the given weights.
func Bytes(weights *model.Linear) []byte {
	w := model.NewWriter(Code)
	w.Linear(weightsSection, weights)
	return w.Bytes()
}

// Mention is one phrase of a chain.
type Mention struct {
	Span       detente.Span
	Form       detente.MentionForm
	Chain      int32   // number of the chain, from 0 in the order of first mentions
	Entity     int32   // index into Coref.Entities that the rules give it, or -1
	Confidence float32 // that it means the same as an earlier mention of the chain
}

// Find gives the mentions of all chains with at least two, in text order, the
// longer first. tree must hold the parse of every sentence; names are those found
// in the text.
func (m *Model) Find(doc *detente.Doc, tree *detente.Tree, coref *detente.Coref, names []detente.Name) []Mention {
	r := newReader(doc, tree, coref, names)
	var q Question
	var features []uint64
	chain := make([]int32, len(r.list))
	confidence := make([]float32, len(r.list))
	count, size := int32(0), []int32{}
	for i := range r.list {
		q, features = r.ask(i, q, features)
		best := m.best(&q, features)
		confidence[i] = float32(q.shares[best])
		if best == len(q.From) {
			chain[i] = count
			count++
			size = append(size, 1)
			continue
		}
		chain[i] = chain[q.From[best]]
		size[chain[i]]++
	}
	number := make([]int32, count)
	next := int32(0)
	for c := range number {
		number[c] = -1
		if size[c] > 1 {
			number[c] = next
			next++
		}
	}
	var out []Mention
	for i := range r.list {
		x := &r.list[i]
		if number[chain[i]] < 0 {
			continue
		}
		o := Mention{Span: x.span(doc), Form: detente.FormNominal, Chain: number[chain[i]], Entity: x.entity, Confidence: confidence[i]}
		switch x.kind {
		case pronoun:
			o.Form = detente.FormPronoun
		case name:
			o.Form = detente.FormName
		}
		out = append(out, o)
	}
	return out
}

// best gives the place of the likeliest antecedent in q.From, or len(q.From) for
// none, and fills the shares.
func (m *Model) best(q *Question, features []uint64) int {
	q.shares = q.shares[:0]
	var sum [1]int32
	for k := range len(q.From) + 1 {
		sum[0] = 0
		for _, f := range features[q.At[k]:q.At[k+1]] {
			m.weights.Add(model.Valued{Hash: f, Value: 1}, sum[:])
		}
		q.shares = append(q.shares, float64(sum[0])*m.weights.Unit())
	}
	model.Softmax(q.shares)
	best := 0
	for k, s := range q.shares {
		if s > q.shares[best] {
			best = k
		}
	}
	return best
}

// Question is one phrase with all that it may mean. The features of the k-th
// answer are [At[k], At[k+1]) of those given beside it; the last answer is nobody.
type Question struct {
	From []int32 // phrases before it
	At   []int32

	shares []float64
}

// reader holds the phrases of one document.
type reader struct {
	doc    *detente.Doc
	tree   *detente.Tree
	coref  *detente.Coref
	names  []detente.Name
	nameAt []int32
	bySpan map[[2]int32]int32
	byHead map[int32]int32
	list   []np
	table  *model.Table
	told   map[uint64]int32 // by head lemma: how many phrases
}

func newReader(doc *detente.Doc, tree *detente.Tree, coref *detente.Coref, names []detente.Name) *reader {
	table, err := clusters.Table()
	if err != nil {
		panic(err) // an embedded file, which tests read
	}
	r := &reader{doc: doc, tree: tree, coref: coref, names: names, table: &table, bySpan: map[[2]int32]int32{}, byHead: map[int32]int32{}, told: map[uint64]int32{}}
	r.nameAt = make([]int32, len(doc.Tokens))
	for i := range r.nameAt {
		r.nameAt[i] = -1
	}
	for i, n := range names {
		for k := n.First; k < n.Last; k++ {
			r.nameAt[k] = int32(i)
		}
	}
	r.index()
	r.list = phrases(doc, tree, names)
	for i := range r.list {
		r.describe(&r.list[i])
	}
	return r
}

// index notes the tokens of the mentions of the rules: by their borders, and by
// their head where they name it.
func (r *reader) index() {
	at := 0
	for i := range r.coref.Mentions {
		m := &r.coref.Mentions[i]
		if m.Span.Empty() || m.Entity < 0 || m.Rule == "adjective" {
			continue
		}
		for at > 0 && r.doc.Tokens[at].Span.Start > m.Span.Start {
			at--
		}
		for at < len(r.doc.Tokens) && r.doc.Tokens[at].Span.Start < m.Span.Start {
			at++
		}
		end := at
		for end < len(r.doc.Tokens) && r.doc.Tokens[end].Span.End <= m.Span.End {
			end++
		}
		if end == at {
			continue
		}
		r.bySpan[[2]int32{int32(at), int32(end)}] = m.Entity
		head := int32(at)
		for k := int32(at); k < int32(end); k++ {
			if h := r.tree.Head[k]; (h < int32(at) || h >= int32(end)) && r.tree.Label[k] != detente.LabelPunct && r.tree.Label[k] != detente.LabelDet {
				head = k
				break
			}
		}
		if _, ok := r.byHead[head]; !ok {
			r.byHead[head] = m.Entity
		}
	}
}

const (
	pronounReach = 40  // phrases that a pronoun looks back
	nounReach    = 25  // phrases that a noun looks back without a word in common
	farReach     = 600 // with one
	most         = 60  // answers a question
)

// ask lists what phrase i may mean, the nearest first.
func (r *reader) ask(i int, q Question, features []uint64) (Question, []uint64) {
	m := &r.list[i]
	q.From, q.At, features = q.From[:0], append(q.At[:0], 0), features[:0]
	best := uint64(8)
	for j := i - 1; j >= max(0, i-farReach) && len(q.From) < most; j-- {
		a := &r.list[j]
		d := i - j
		if m.kind == pronoun {
			if d > pronounReach {
				break
			}
		} else {
			how := match(m, a)
			if how < best {
				best = how
			}
			if how >= 8 && entities(m, a) != 1 && d > nounReach {
				continue
			}
		}
		if a.first <= m.first && a.last >= m.last && (a.head == m.head || m.kind == pronoun && a.kind == joint) {
			continue // a part of the same phrase
		}
		q.From = append(q.From, int32(j))
		features = r.pair(features, m, a, int32(d))
		q.At = append(q.At, int32(len(features)))
	}
	features = r.alone(features, m, best)
	q.At = append(q.At, int32(len(features)))
	r.told[m.lemma]++
	return q, features
}

// seen is how often the head of a phrase was told so far.
func (r *reader) seen(a *np) uint64 { return bucket(r.told[a.lemma]) }

// cluster and coarse are the clusters of a phrase's head, of 512 and of 64.
func (r *reader) cluster(m *np) uint32 { return r.table.Get(m.word) >> 7 & 1023 }
func (r *reader) coarse(m *np) uint32  { return r.table.Get(m.word) & 127 }

// Lesson is one phrase of a text with coreference given: its question, and the
// answers that are right.
type Lesson struct {
	Question
	Features []uint64
	Right    []bool
}

// Lessons lists the phrases of a text whose clusters are known, as spans; for
// training.
func Lessons(doc *detente.Doc, tree *detente.Tree, coref *detente.Coref, names []detente.Name, clusterOf map[detente.Span]int) []Lesson {
	r := newReader(doc, tree, coref, names)
	gold := make([]int, len(r.list))
	for i := range r.list {
		gold[i] = -1
		if c, ok := clusterOf[r.list[i].span(doc)]; ok {
			gold[i] = c
		}
	}
	var out []Lesson
	for i := range r.list {
		q, features := r.ask(i, Question{}, nil)
		l := Lesson{Question: q, Features: features, Right: make([]bool, len(q.From)+1)}
		none := true
		for k, j := range q.From {
			if gold[i] >= 0 && gold[j] == gold[i] {
				l.Right[k], none = true, false
			}
		}
		l.Right[len(q.From)] = none
		out = append(out, l)
	}
	return out
}
