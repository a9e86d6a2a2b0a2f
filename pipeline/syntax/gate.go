package syntax

import (
	"detente"
	"detente/internal/lexicon"
)

// gate tells the sentences that can hold no statement: those with no quotation,
// no cue of speech and no act. They are a tenth of the words of a news report, of
// which most stand where a pronoun may look back at them and are parsed for that;
// to look costs a fiftieth of what it costs to parse.
type gate struct {
	acts *lexicon.ActTable
	cues *lexicon.CueTable
}

func newGate() (g gate, err error) {
	if g.acts, err = lexicon.Acts(); err == nil {
		g.cues, err = lexicon.Cues()
	}
	return g, err
}

// opens reports whether sentence k may hold a statement, or a part of one.
func (p *Parser) opens(doc *detente.Doc, k int) bool {
	s := &doc.Sentences[k]
	if doc.Paragraphs[s.Paragraph].Kind == detente.Turn {
		return true // what is said in a transcript has no cue
	}
	p.words = p.words[:0]
	for i := s.First; i < s.Last; i++ {
		t := &doc.Tokens[i]
		if t.Quote != detente.Outside || t.Depth > 0 {
			return true
		}
		p.words = append(p.words, t.Hash)
	}
	for i := range p.words {
		if p.gate.acts.At(p.words, i) || p.gate.cues.At(p.words, i) {
			return true
		}
	}
	return false
}
