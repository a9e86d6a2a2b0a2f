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

var models = sync.OnceValues(func() (*grammar.Models, error) {
	table, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	return grammar.ReadModels("syntax.model", file, table)
})

// Models are the embedded models and tables, read-only and shared by all
// Parsers.
type Models struct{ grammar *grammar.Models }

// Load reads the models, in some tenths of a second on the first call. An error
// means that an embedded file is broken or does not fit the code.
func Load() (*Models, error) {
	m, err := models()
	if err != nil {
		return nil, err
	}
	return &Models{m}, nil
}

// Parser makes a Parser over the models.
func (m *Models) Parser() *Parser { return &Parser{models: m.grammar} }

// Parser parses documents, one after the other. It holds the scratch of one
// worker.
type Parser struct {
	models *grammar.Models
	state  grammar.State
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
	n := len(doc.Tokens)
	tree := &detente.Tree{Tags: make([]detente.Tag, n), Head: make([]int32, n), Label: make([]detente.Label, n)}
	for _, s := range doc.Sentences {
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
	s := &p.state
	s.Reset(int(last - first))
	for i := first; i < last; i++ {
		t := &doc.Tokens[i]
		s.Word(int(i-first)+1).Read(t.Span.In(doc.Text), t.Hash, &p.models.Clusters)
	}
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
