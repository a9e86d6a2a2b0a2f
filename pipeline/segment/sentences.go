package segment

import (
	"unicode"
	"unicode/utf8"

	"detente"
)

// splitSentences fills doc.Sentences and the ranges of the paragraphs. Token
// body is the first one after the dateline: a sentence begins there; -1 when
// there is no dateline.
func splitSentences(doc *detente.Doc, first []int32, body int) {
	s := sentencer{doc: doc, words: words()}
	for p := range doc.Paragraphs {
		par := &doc.Paragraphs[p]
		par.First = int32(len(doc.Sentences))
		lo, hi := int(first[p]), int(first[p+1])
		s.hi, s.start = hi, lo
		for i := lo; i < hi; {
			if i+1 == body {
				s.add(p, i+1)
				i++
				continue
			}
			next := s.border(i)
			if next > 0 {
				s.add(p, next)
				i = next
				continue
			}
			i++
		}
		if s.start < hi {
			s.add(p, hi)
		}
		par.Last = int32(len(doc.Sentences))
	}
}

// sentencer cuts the tokens of one paragraph.
type sentencer struct {
	doc       *detente.Doc
	words     map[uint64]word
	start, hi int // of the sentence being read, and the paragraph's end
}

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

func (s *sentencer) text(i int) string { return s.doc.Tokens[i].Span.In(s.doc.Text) }

// border gives the first token of the next sentence when token i ends one, else 0.
func (s *sentencer) border(i int) int {
	t := &s.doc.Tokens[i]
	var c byte
	switch t.Kind {
	case detente.Punct:
		c = s.doc.Text[t.Span.Start]
		if c >= utf8.RuneSelf && s.text(i) != "…" {
			return 0
		}
	case detente.Word:
		if s.doc.Text[t.Span.End-1] != '.' {
			return 0
		}
	default:
		return 0
	}
	ellipsis := c >= utf8.RuneSelf || c == '.' && t.Span.Len() > 1
	switch {
	case t.Kind == detente.Word:
		if !s.abbreviationEnds(i) {
			return 0
		}
	case ellipsis || c == '.' || c == '?' || c == '!':
	default:
		return 0
	}
	j := s.afterClosing(i)
	if j >= s.hi {
		return 0 // the paragraph's end
	}
	next := &s.doc.Tokens[j]
	if next.Span.Start == s.doc.Tokens[j-1].Span.End && !(next.Quote == detente.Opening || s.doc.Tokens[j-1].Quote == detente.Closing) {
		return 0 // no blank: a dot inside something
	}
	r, _ := utf8.DecodeRuneInString(s.text(j))
	if next.Quote == detente.Opening || r == '(' || r == '[' {
		if j+1 < s.hi {
			r, _ = utf8.DecodeRuneInString(s.text(j + 1))
		}
	}
	if next.Kind == detente.Punct && (r == ',' || r == ';' || r == ':') {
		return 0
	}
	if unicode.IsLower(r) && (c != '.' && c != '?' || ellipsis || j > i+1 || !s.carelessly(i)) {
		return 0
	}
	if ellipsis && !unicode.IsUpper(r) {
		return 0
	}
	if isDash(r) && next.Kind == detente.Punct {
		return 0
	}
	if j > i+1 && c != '.' && s.doc.Tokens[j-1].Quote == detente.Closing && s.reports(j) {
		return 0
	}
	return j
}

// afterClosing skips the closing marks and brackets that belong to the sentence
// that token i ends.
func (s *sentencer) afterClosing(i int) int {
	j := i + 1
	for j < s.hi {
		t := &s.doc.Tokens[j]
		if t.Quote != detente.Closing {
			switch s.text(j) {
			case ")", "]", "}":
			case ".":
				j++
				continue
			case "[": // the number of a note: "in 1987.[3] He"
				if j+2 < s.hi && s.doc.Tokens[j+1].Kind == detente.Number && s.text(j+2) == "]" {
					j += 3
					continue
				}
				return j
			default:
				return j
			}
		}
		if t.Span.Start != s.doc.Tokens[j-1].Span.End && t.Quote != detente.Closing {
			break
		}
		j++
	}
	return j
}

// carelessly reports whether a sentence may begin with a small letter after the
// stop at token i: in careless writing, where the word before the stop is too
// long for an abbreviation.
func (s *sentencer) carelessly(i int) bool {
	if i == s.start {
		return false
	}
	t := &s.doc.Tokens[i-1]
	return t.Kind == detente.Word && t.Span.Len() >= 3 && unicode.IsLower(rune(s.doc.Text[t.Span.Start])) && t.Span.End == s.doc.Tokens[i].Span.Start
}

// abbreviationEnds reports whether the abbreviation at token i also ends its
// sentence: only where a word follows that begins sentences.
func (s *sentencer) abbreviationEnds(i int) bool {
	if s.words[s.doc.Tokens[i].Hash].is(isTitle, isUpper(s.text(i))) {
		return false
	}
	j := s.afterClosing(i)
	if j >= s.hi {
		return false
	}
	if s.doc.Tokens[j].Quote == detente.Opening {
		j++
	}
	if j >= s.hi || !isUpper(s.text(j)) {
		return false
	}
	return s.words[s.doc.Tokens[j].Hash].is(isStarter, true)
}

// reports reports whether the words from token j are a reporting clause that
// belongs to the question or exclamation quoted before it: a name and a verb of
// saying ("“Why?” Minister Orsin asked.").
func (s *sentencer) reports(j int) bool {
	if s.words[s.doc.Tokens[j].Hash].is(isStarter, true) {
		return false
	}
	for k := j; k < s.hi && k < j+6; k++ {
		if s.doc.Tokens[k].Kind != detente.Word {
			return false
		}
		w := s.text(k)
		if k > j && s.words[s.doc.Tokens[k].Hash].kind&isSay != 0 {
			return true
		}
		if !isUpper(w) {
			return false
		}
	}
	return false
}

func isDash(r rune) bool { return r == '—' || r == '–' || r == '-' || r == '―' }
