package segment

import (
	"unicode"
	"unicode/utf8"

	"detente"
)

// family is a kind of quotation mark: only marks of one family close each other.
type family uint8

const (
	noFamily    family = iota
	double             // " “ ” „ ‟ `` ''
	single             // ' ‘ ’ ‚ `
	guillemet          // « »
	guillemet1         // ‹ ›
	numFamilies = 5
)

// side is the way a mark faces.
type side uint8

const (
	unclear side = iota
	opens
	closes
)

// maxDepth bounds the quotations open at once: beyond it marks count as noise.
const maxDepth = 200

// quoter keeps the state of the quotations of one paragraph.
type quoter struct {
	doc     *detente.Doc
	singles bool               // the article uses single marks for quotations
	side    []side             // of each token of the paragraph that is a mark
	open    []int32            // indexes into doc.Quotes, outermost first
	family  []family           // of each of open
	left    [numFamilies]sides // marks not yet read
}

// sides counts the marks of a family that are still to come in the paragraph.
type sides struct{ opens, closes, strong int }

// markQuotes fills doc.Quotes and the quotation state of every token.
//
// A mark's direction is read off its neighbours first and its glyph second, so
// that straight marks, and marks that face the wrong way, do what the writer
// meant. A quotation that is never closed ends with its paragraph, or before a
// mark that can only open the next one. first[i] is the first token of the i-th
// paragraph, and one more entry is the number of tokens.
func markQuotes(doc *detente.Doc, first []int32) {
	q := quoter{doc: doc, singles: usesSingles(doc, first)}
	carried := noFamily // of a quotation that the paragraph before left open
	for i, p := range doc.Paragraphs {
		before := len(doc.Quotes)
		q.paragraph(int(first[i]), int(first[i+1]), p.Span.End, carried)
		if p.Kind == detente.Furniture {
			continue // a credit line between two paragraphs ends no quotation
		}
		if carried != noFamily && len(doc.Quotes) > before {
			if f := &doc.Quotes[before]; f.First == first[i] && familyOf(f.Outer.In(doc.Text)) == carried {
				f.Continues = true
			}
		}
		carried = noFamily
		if n := len(doc.Quotes); n > before {
			for k := n - 1; k >= before; k-- {
				if f := &doc.Quotes[k]; f.Depth == 1 && f.Unclosed && f.Last == first[i+1] {
					carried = familyOf(f.Outer.In(doc.Text))
				}
				if doc.Quotes[k].Depth == 1 {
					break
				}
			}
		}
	}
}

// familyOf gives the family of the mark that s begins with.
func familyOf(s string) family {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '"', '“', '”', '„', '‟':
		return double
	case '\'', '`':
		if len(s) > n && s[n] == s[0] {
			return double
		}
		return single
	case '‘', '’', '‚':
		if len(s) > n && s[n:] == s[:n] {
			return double
		}
		return single
	case '«', '»':
		return guillemet
	case '‹', '›':
		return guillemet1
	}
	return noFamily
}

// glyphSide is the way a mark faces by its shape.
func glyphSide(s string) side {
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '“', '„', '‟', '‘', '‚', '«', '‹', '`':
		return opens
	case '”', '’', '»', '›':
		return closes
	case '\'':
		if len(s) == 2 {
			return closes
		}
	}
	return unclear
}

// facing tells the way the mark at token i faces, within tokens [lo, hi).
func facing(doc *detente.Doc, i, lo, hi int) side {
	t := doc.Tokens
	gluedLeft := i > lo && t[i-1].Span.End == t[i].Span.Start
	gluedRight := i+1 < hi && t[i].Span.End == t[i+1].Span.Start
	if gluedLeft && opensAfter(t[i-1].Span.In(doc.Text)) {
		gluedLeft = false
	}
	if gluedRight && closesBefore(doc, i+1, hi) {
		gluedRight = false
	}
	switch {
	case !gluedLeft && gluedRight:
		return opens
	case gluedLeft && !gluedRight:
		return closes
	}
	// Blanks on both sides, or words on both: the glyph decides, but in curly
	// text an apostrophe glued to two words is none of ours.
	return glyphSide(t[i].Span.In(doc.Text))
}

// opensAfter reports whether a mark right after w can open a quotation as if a
// blank stood there: brackets, dashes, other opening marks.
func opensAfter(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	switch r {
	case '(', '[', '{', '—', '–', '―', '/', '-', '=':
		return true
	case '“', '‘', '«', '‹', '„', '‚', '¿', '¡', ':':
		return true
	case '.', '…':
		return false
	}
	return n == len(w) && (r == '"' || r == '\'') // two straight marks in a row: the second faces like the first
}

// closesBefore reports whether a mark before token i can close a quotation as if
// a blank stood there: stops, commas, brackets, dashes, other closing marks.
func closesBefore(doc *detente.Doc, i, hi int) bool {
	w := doc.Tokens[i].Span.In(doc.Text)
	r, n := utf8.DecodeRuneInString(w)
	switch r {
	case ',', ';', ':', '?', '!', ')', ']', '}', '—', '–', '―', '”', '’', '»', '›', '/':
		return true
	case '.', '…':
		return len(w) == n && (r == '.' || i+1 >= hi || doc.Tokens[i+1].Span.Start > doc.Tokens[i].Span.End)
	case '-':
		return true
	case '\'', '"':
		if n < len(w) { // a clitic: “Dune”'s
			return true
		}
		// Two straight marks in a row close when a blank or stop follows them.
		return i+1 >= hi || doc.Tokens[i].Span.End < doc.Tokens[i+1].Span.Start
	}
	return false
}

// mark tells the family of token i, noFamily when it is no mark.
func (q *quoter) mark(i int) family {
	if q.doc.Tokens[i].Kind != detente.Mark {
		return noFamily
	}
	return familyOf(q.doc.Tokens[i].Span.In(q.doc.Text))
}

// paragraph reads the marks of tokens [lo, hi); end is where the paragraph ends.
// carried is the family of a quotation that the paragraph before left open: where
// the first such mark here closes, the quotation goes on from there without a
// mark of its own.
func (q *quoter) paragraph(lo, hi int, end int32, carried family) {
	doc := q.doc
	q.side = q.side[:0]
	q.left = [numFamilies]sides{}
	for i := lo; i < hi; i++ {
		s := unclear
		if f := q.mark(i); f != noFamily {
			s = facing(doc, i, lo, hi)
			q.left[f].count(s, q.strong(i, lo), 1)
		}
		q.side = append(q.side, s)
	}
	if carried == double && q.closesFirst(lo, hi) {
		q.begin(lo, double, detente.Inside, doc.Tokens[lo].Span.Start)
		doc.Quotes[len(doc.Quotes)-1].Continues = true
	}
	for i := lo; i < hi; i++ {
		f := q.mark(i)
		if f == noFamily {
			q.inside(i)
			continue
		}
		s := q.side[i-lo]
		q.left[f].count(s, q.strong(i, lo), -1)
		if f == single {
			s = q.single(i, lo, s)
		} else if s == unclear { // alternate
			s = opens
			if q.innermost(f) >= 0 {
				s = closes
			}
		}
		switch {
		case s == opens:
			q.opening(i, f)
		case s == closes && q.innermost(f) >= 0:
			q.closing(i, f)
		default:
			q.stray(i, f)
		}
	}
	for k := len(q.open) - 1; k >= 0; k-- {
		q.end(k, int32(hi), end)
	}
	q.open, q.family = q.open[:0], q.family[:0]
}

func (c *sides) count(s side, strong bool, by int) {
	switch s {
	case opens:
		c.opens += by
	case closes:
		c.closes += by
		if strong {
			c.strong += by
		}
	}
}

// strong reports whether the single mark at i is more than the apostrophe of a
// plural's possessive ("workers' rights"): it does not follow a letter s.
func (q *quoter) strong(i, lo int) bool {
	if i == lo {
		return false
	}
	w := q.doc.Tokens[i-1].Span.In(q.doc.Text)
	c := w[len(w)-1] | 0x20
	return c != 's' && c != 'z' && c != 'x'
}

// single decides what a single mark is, which looks like an apostrophe.
func (q *quoter) single(i, lo int, s side) side {
	switch s {
	case opens:
		if (q.singles || len(q.open) > 0) && q.left[single].closes > 0 {
			return opens
		}
		if q.singles && i == lo && leftMark(q.doc, i) {
			return opens // the quotation goes on: it closes in a later paragraph
		}
	case closes:
		if q.innermost(single) < 0 {
			return unclear
		}
		if q.strong(i, lo) || q.left[single].strong == 0 {
			return closes
		}
	}
	return unclear
}

// innermost is the place in open of the innermost quotation of a family, or -1.
func (q *quoter) innermost(f family) int {
	for k := len(q.family) - 1; k >= 0; k-- {
		if q.family[k] == f {
			return k
		}
	}
	return -1
}

// opening begins a quotation at token i. When one of the same family is open and
// too few closing marks are left for both, that one was never closed: it ends
// here, before the new one.
func (q *quoter) opening(i int, f family) {
	doc := q.doc
	if k := q.innermost(f); k >= 0 {
		n := 0
		for _, g := range q.family {
			if g == f {
				n++
			}
		}
		if q.left[f].closes < q.left[f].opens+1+n {
			for j := len(q.open) - 1; j >= k; j-- {
				q.end(j, int32(i), doc.Tokens[i-1].Span.End)
			}
			q.open, q.family = q.open[:k], q.family[:k]
		}
	}
	if len(q.open) >= maxDepth {
		q.stray(i, f)
		return
	}
	q.begin(i, f, detente.Opening, doc.Tokens[i].Span.End)
}

// begin opens a quotation at token i, whose words begin at byte inner.
func (q *quoter) begin(i int, f family, state detente.QuoteState, inner int32) {
	t := &q.doc.Tokens[i]
	depth := uint8(len(q.open) + 1)
	t.Quote, t.Depth = state, depth
	q.open = append(q.open, int32(len(q.doc.Quotes)))
	q.family = append(q.family, f)
	q.doc.Quotes = append(q.doc.Quotes, detente.Quote{
		Outer: detente.Span{Start: t.Span.Start, End: t.Span.End},
		Inner: detente.Span{Start: inner, End: max(inner, t.Span.End)},
		Depth: depth, First: int32(i), Last: int32(i + 1),
	})
}

// closesFirst reports whether the first double mark of the paragraph [lo, hi)
// closes, and does not open the paragraph.
func (q *quoter) closesFirst(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if q.mark(i) == double {
			return i > lo && q.side[i-lo] == closes
		}
	}
	return false
}

// closing ends the innermost quotation of the family with the mark at token i;
// those inside it that are still open end before the mark.
func (q *quoter) closing(i int, f family) {
	k := q.innermost(f)
	t := &q.doc.Tokens[i]
	for j := len(q.open) - 1; j > k; j-- {
		q.end(j, int32(i), q.doc.Tokens[i-1].Span.End)
	}
	quote := &q.doc.Quotes[q.open[k]]
	t.Quote, t.Depth = detente.Closing, quote.Depth
	quote.Inner.End, quote.Outer.End, quote.Last = t.Span.Start, t.Span.End, int32(i+1)
	q.open, q.family = q.open[:k], q.family[:k]
}

// end ends the k-th open quotation without a mark, before token last.
func (q *quoter) end(k int, last, at int32) {
	quote := &q.doc.Quotes[q.open[k]]
	quote.Unclosed, quote.Last = true, last
	at = max(at, quote.Inner.Start)
	quote.Inner.End, quote.Outer.End = at, at
}

// stray is a mark that opens and closes nothing; a single one is an apostrophe.
func (q *quoter) stray(i int, f family) {
	if t := &q.doc.Tokens[i]; f == single {
		t.Kind = detente.Punct
		if i > 0 && q.doc.Tokens[i-1].Kind == detente.Word && q.doc.Tokens[i-1].Span.End == t.Span.Start {
			t.Kind = detente.Word // the possessive of a plural
		}
	}
	q.inside(i)
}

// inside gives a token the state of the quotation that is open round it.
func (q *quoter) inside(i int) {
	if n := len(q.open); n > 0 {
		q.doc.Tokens[i].Quote, q.doc.Tokens[i].Depth = detente.Inside, uint8(n)
	}
}

// leftMark reports whether token i is ‘, which is no apostrophe.
func leftMark(doc *detente.Doc, i int) bool {
	return doc.Tokens[i].Span.In(doc.Text) == "‘"
}

// usesSingles reports whether the article sets quotations in single marks: two
// pairs of them outside double marks, or one round three words or more, or one
// that ‘ opens in an article without double marks.
func usesSingles(doc *detente.Doc, first []int32) bool {
	pairs, left, doubles := 0, false, false
	for p := range doc.Paragraphs {
		lo, hi := int(first[p]), int(first[p+1])
		open, outer := -1, 0
		for i := lo; i < hi; i++ {
			t := &doc.Tokens[i]
			if t.Kind != detente.Mark {
				continue
			}
			f := familyOf(t.Span.In(doc.Text))
			s := facing(doc, i, lo, hi)
			doubles = doubles || f == double
			switch {
			case f == double && s == opens:
				outer++
			case f == double && s == closes && outer > 0:
				outer--
			case f != single || outer > 0:
			case s == opens:
				open = i
			case s == closes && open >= 0 && !endsInS(doc.Tokens[i-1].Span.In(doc.Text)):
				if i-open > 3 || !isWordEnd(doc.Tokens[i-1].Span.In(doc.Text)) {
					return true
				}
				pairs++
				left = left || leftMark(doc, open)
				open = -1
			}
		}
	}
	return pairs >= 2 || left && !doubles
}

func endsInS(w string) bool { return w[len(w)-1]|0x20 == 's' }

func isWordEnd(w string) bool {
	r, _ := utf8.DecodeLastRuneInString(w)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
