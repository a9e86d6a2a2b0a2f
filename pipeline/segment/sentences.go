package segment

import (
	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// splitSentences fills doc.Sentences and the ranges of the paragraphs. Token
// body is the first one after the dateline: a sentence begins there; -1 when
// there is no dateline.
func splitSentences(doc *detente.Doc, first []int32, body int, clusters *model.Table, decide func(int32, []uint64) bool) {
	verbs, err := lexicon.Verbs()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	s := sentencer{borders: borders{doc: doc, words: words(), verbs: verbs, clusters: clusters}}
	s.read(first)
	for p := range doc.Paragraphs {
		par := &doc.Paragraphs[p]
		par.First = int32(len(doc.Sentences))
		s.lo, s.hi = int(first[p]), int(first[p+1])
		s.start = s.lo
		for i := s.lo + 1; i < s.hi; i++ {
			at := doc.Tokens[i].Span.Start
			switch {
			case i == body, s.credit(i):
			case at < doc.Dateline.End && at >= doc.Dateline.Start:
				continue
			default:
				v := s.judge(i)
				if v == never || v == unsure && !decide(at, s.fill(i)) {
					continue
				}
			}
			s.add(p, i)
		}
		if s.start < s.hi {
			s.add(p, s.hi)
		}
		par.Last = int32(len(doc.Sentences))
	}
}

// sentencer cuts the tokens of one paragraph.
type sentencer struct{ borders }

// add ends the sentence before token next.
func (s *sentencer) add(paragraph, next int) {
	doc := s.doc
	n := int32(len(doc.Sentences))
	for i := s.start; i < next; i++ {
		doc.Tokens[i].Sentence = n
	}
	doc.Sentences = append(doc.Sentences, detente.Sentence{
		Span:      detente.Span{Start: doc.Tokens[s.start].Span.Start, End: doc.Tokens[next-1].Span.End},
		Paragraph: int32(paragraph),
		First:     int32(s.start),
		Last:      int32(next),
	})
	s.start = next
}

// credit reports whether the credit line of a picture begins at token i of a
// caption: "The port of Rigal Image: Mara Venn."
func (s *sentencer) credit(i int) bool {
	return s.shapes[i] == titleWord && i+2 < s.hi && s.shapes[i+1] == colonMark && (s.shapes[i-1] == lowerWord || s.shapes[i-1].capital()) &&
		s.words[s.doc.Tokens[i].Hash].is(isCredit, true)
}
