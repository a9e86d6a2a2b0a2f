package speech

import (
	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// Code is the hash of the feature code: what the features of a fixed sentence
// add up to. A model fits only the code that it was trained with.
func Code() uint64 {
	doc, tree := fixed()
	v := NewView(&Model{Classes: model.NewTable(nil, nil), Clusters: model.NewTable(nil, nil), Verbs: &lexicon.VerbTable{}}, doc, tree,
		[]Proposal{{Cue: Run{1, 2}, Source: Run{0, 1}, Content: [2]Run{{2, 6}}, Weight: 0.9}})
	h := uint64(1)
	add := func(features []uint64) {
		for _, f := range features {
			h = model.Join(h, f)
		}
	}
	for _, c := range []int32{1, 4} {
		add(v.Cue(c))
		v.Open(c)
		for i := range v.Units() {
			add(v.Part(i))
			add(v.Step(i))
		}
	}
	return h
}

// fixed is "Kast said that “talks” failed ." with its tree.
func fixed() (*detente.Doc, *detente.Tree) {
	words := [...]struct {
		word  string
		kind  detente.TokenKind
		quote detente.QuoteState
		upos  detente.UPOS
		xpos  detente.XPOS
		head  int32
		label detente.Label
	}{
		{"Kast", detente.Word, detente.Outside, detente.UPOSPROPN, detente.XPOSNNP, 1, detente.LabelNsubj},
		{"said", detente.Word, detente.Outside, detente.UPOSVERB, detente.XPOSVBD, -1, detente.LabelRoot},
		{"that", detente.Word, detente.Outside, detente.UPOSSCONJ, detente.XPOSIN, 6, detente.LabelMark},
		{"“", detente.Mark, detente.Opening, detente.UPOSPUNCT, 0, 4, detente.LabelPunct},
		{"talks", detente.Word, detente.Inside, detente.UPOSNOUN, detente.XPOSNNS, 6, detente.LabelNsubj},
		{"”", detente.Mark, detente.Closing, detente.UPOSPUNCT, 0, 4, detente.LabelPunct},
		{"failed", detente.Word, detente.Outside, detente.UPOSVERB, detente.XPOSVBD, 1, detente.LabelCcomp},
		{".", detente.Punct, detente.Outside, detente.UPOSPUNCT, 0, 1, detente.LabelPunct},
	}
	doc, tree := &detente.Doc{}, &detente.Tree{}
	for _, w := range words {
		start := int32(len(doc.Text))
		doc.Text += w.word
		t := detente.Token{Span: detente.Span{Start: start, End: int32(len(doc.Text))}, Hash: lexicon.Hash(w.word), Kind: w.kind, Quote: w.quote}
		if w.quote != detente.Outside {
			t.Depth = 1
		}
		doc.Tokens = append(doc.Tokens, t)
		tree.Tags = append(tree.Tags, detente.Tag{UPOS: w.upos, XPOS: w.xpos})
		tree.Head, tree.Label = append(tree.Head, w.head), append(tree.Label, w.label)
	}
	n := int32(len(words))
	doc.Quotes = []detente.Quote{{Depth: 1, First: 3, Last: 6}}
	doc.Sentences = []detente.Sentence{{First: 0, Last: n}}
	doc.Paragraphs = []detente.Paragraph{{First: 0, Last: 1}}
	return doc, tree
}
