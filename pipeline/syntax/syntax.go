// Package syntax gives every token its part of speech, its head and its relation
// to it, in Universal Dependencies.
//
// The models are linear and embedded (docs/MODELS.md says what they were trained
// on and how well they do): an averaged perceptron for XPOS tags, an arc-eager
// parser over them, and two passes over the finished tree for UPOS tags and
// relations.
package syntax

import (
	_ "embed"
	"sync"

	"detente"
	"detente/internal/model/clusters"
	"detente/internal/model/grammar"
)

//go:embed data/syntax.model
var file []byte

// tables are what is read once: the models, and the words that open the gate.
type tables struct {
	grammar *grammar.Models
	gate    gate
}

var loaded = sync.OnceValues(func() (*tables, error) {
	t := &tables{}
	words, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	if t.grammar, err = grammar.ReadModels("syntax.model", file, words); err != nil {
		return nil, err
	}
	t.gate, err = newGate()
	return t, err
})

// Models are the embedded models and tables, read-only and shared by all
// Parsers.
type Models struct{ tables *tables }

// Load reads the models, in some tenths of a second on the first call. An error
// means that an embedded file is broken or does not fit the code.
func Load() (*Models, error) {
	t, err := loaded()
	if err != nil {
		return nil, err
	}
	return &Models{t}, nil
}

// Parser makes a Parser over the models.
func (m *Models) Parser() *Parser { return &Parser{models: m.tables.grammar, gate: &m.tables.gate} }

// Parser parses documents, one after the other. It holds the scratch of one
// worker.
type Parser struct {
	models *grammar.Models
	gate   *gate
	state  grammar.State
	words  []uint64 // of a sentence, for the gate
	wanted []bool   // by sentence: it is parsed
}

// longest is the longest sentence that is parsed as one. What is longer is no
// sentence but a list or a table; it is parsed in pieces of this length, whose
// roots hang on the first one's as list.
const longest = 400

// Parse tags and parses doc. The tree is aligned with doc.Tokens: each sentence
// has one root, with head -1, and no arc leaves its sentence. Any document is
// parsed somehow; there is no error. The tree does not share memory with the
// Parser.
func (p *Parser) Parse(doc *detente.Doc) *detente.Tree {
	return p.parse(doc, func(int) bool { return true })
}

// Statements does what Parse does, but does not parse the sentences in which
// nobody can be told to say or do anything (see gate), unless a pronoun of one
// that can may look back at them. Their words have tags, and all hang on the
// first, as dep, which keeps what a Tree promises. The voice is whose the plain
// words are.
func (p *Parser) Statements(doc *detente.Doc, voice detente.Voice) *detente.Tree {
	if voice == detente.VoiceAuthor || voice == detente.VoiceOutlet {
		return p.Parse(doc) // every sentence is the author's statement
	}
	p.wanted = p.wanted[:0]
	for k := range doc.Sentences {
		p.wanted = append(p.wanted, false)
		if p.opens(doc, k) {
			for j := max(0, k-lookBack); j <= k; j++ {
				p.wanted[j] = true
			}
		}
	}
	return p.parse(doc, func(k int) bool { return p.wanted[k] })
}

// lookBack is how many sentences before its own a pronoun may look for whom it
// means.
const lookBack = 4

// parse parses the sentences that want it and tags the others.
func (p *Parser) parse(doc *detente.Doc, wanted func(sentence int) bool) *detente.Tree {
	n := len(doc.Tokens)
	tree := &detente.Tree{Tags: make([]detente.Tag, n), Head: make([]int32, n), Label: make([]detente.Label, n)}
	for k, s := range doc.Sentences {
		if !wanted(k) {
			p.flat(doc, tree, s.First, s.Last)
			continue
		}
		root := int32(-1)
		for first := s.First; first < s.Last; first += longest {
			r := p.piece(doc, tree, first, min(first+longest, s.Last))
			if root < 0 {
				root = r
				continue
			}
			tree.Head[r], tree.Label[r] = root, detente.LabelList
		}
	}
	return tree
}

// piece parses the tokens [first, last) and gives the token that is their root.
func (p *Parser) piece(doc *detente.Doc, tree *detente.Tree, first, last int32) (root int32) {
	s := p.load(doc, first, last)
	p.models.Parse(s)
	for i := first; i < last; i++ {
		k := int(i-first) + 1
		head, label := s.Arc(k)
		tree.Tags[i] = detente.Tag{UPOS: detente.UPOS(s.UPOS(k)), XPOS: detente.XPOS(s.XPOS(k))}
		tree.Label[i] = detente.Label(label)
		tree.Head[i] = first + head - 1
		if head > last-first {
			tree.Head[i], root = -1, i
		}
	}
	return root
}

// load reads the tokens [first, last) into the state.
func (p *Parser) load(doc *detente.Doc, first, last int32) *grammar.State {
	s := &p.state
	s.Reset(int(last - first))
	for i := first; i < last; i++ {
		t := &doc.Tokens[i]
		s.Word(int(i-first)+1).Read(t.Span.In(doc.Text), t.Hash, &p.models.Clusters)
	}
	return s
}

// flat tags the tokens [first, last) and hangs all on the first.
func (p *Parser) flat(doc *detente.Doc, tree *detente.Tree, first, last int32) {
	for at := first; at < last; at += longest {
		end := min(at+longest, last)
		s := p.load(doc, at, end)
		p.models.Flat(s)
		for i := at; i < end; i++ {
			k := int(i-at) + 1
			tree.Tags[i] = detente.Tag{UPOS: detente.UPOS(s.UPOS(k)), XPOS: detente.XPOS(s.XPOS(k))}
			tree.Head[i], tree.Label[i] = first, detente.LabelDep
		}
	}
	if first < last {
		tree.Head[first], tree.Label[first] = -1, detente.LabelRoot
	}
}
