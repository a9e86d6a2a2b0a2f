// Package timex finds time expressions in English text and says what they mean.
//
// A lexicon over token hashes and a small compositional grammar give each
// expression as a tree of operators ("the last one of: Friday"), which is
// applied to a reference only when somebody asks: the same expression has a
// value seen from the publication date, another seen from the day of the
// quotation that it stands in, and an underspecified one where no date is known.
//
// Spans follow TimeML: prepositions outside, determiners and modifiers inside.
package timex

import (
	"sort"
	"strings"

	"detente"
)

// pending marks a base that Find replaces by the time expression before it.
var pending = &expr{op: opRef}

// Find gives the time expressions of a document in text order, without
// overlaps. Every Timex has an Expr. It returns nil when there is none.
func Find(doc *detente.Doc, tree *detente.Tree) []detente.Timex {
	t := load()
	p := parser{doc: doc, tree: tree, t: t, a: t.atoms(doc)}
	var out []detente.Timex
	var found []placed
	for lo := 0; lo < len(p.a); {
		hi := lo + 1
		for hi < len(p.a) && p.a[hi].sent == p.a[lo].sent {
			hi++
		}
		p.lo, p.hi = lo, hi
		for i := lo; i < hi; {
			if !p.mayStart(i) {
				i++
				continue
			}
			m := p.parse(i)
			if !m.ok() || m.end <= i {
				i++
				continue
			}
			if !m.blocked && p.accept(m) {
				out = append(out, detente.Timex{
					Span:     detente.Span{Start: p.a[m.start].span.Start, End: p.a[m.end-1].span.End},
					Type:     m.typ,
					Mod:      m.mod,
					Sentence: p.a[i].sent,
				})
				found = append(found, placed{m, p.direction(m)})
			}
			i = m.end
		}
		lo = hi
	}
	return p.bind(out, found)
}

// placed is an accepted match with the way it looks.
type placed struct {
	match
	dir detente.Direction
}

// mayStart passes over the words that begin no time expression.
func (p *parser) mayStart(i int) bool {
	a := &p.a[i]
	switch a.kind {
	case aNumber, aOrdinal, aOther:
		return i == p.lo || p.a[i-1].kind != aHyphen || p.a[i-1].span.End != a.span.Start || i-2 < p.lo || p.a[i-2].kind == aNumber || p.a[i-2].kind == aOrdinal || p.a[i-2].word != nil
	case aWord:
		return a.word != nil || p.t.starts[a.hash]
	case aPunct:
		s := p.doc.Text[a.span.Start]
		return s == '\'' || s == 0xE2 && (p.text(i) == "’" || p.text(i) == "‘")
	}
	return false
}

// accept holds the filters that look at both sides of a match.
func (p *parser) accept(m match) bool {
	if m.e == nil {
		return false
	}
	w := p.w(m.start)
	prev := p.at(m.start - 1)
	if prev.kind == aHyphen && prev.span.End == p.at(m.start).span.Start && p.at(m.start-2).kind == aWord && p.w(m.start-2).mod == "" && m.e.op == opDur {
		return false
	}
	// "a second", "the second": an ordinal far more often than a unit.
	if m.e.op == opDur && m.e.unit == uSecond && m.e.n <= 1 {
		return false
	}
	if m.end == m.start+1 && m.e.op == opCal && w.festival == "" && w.season > 0 && w.weak && p.at(m.end).kind == aWord && p.w(m.end).month == 0 && p.at(m.end).hash != hAnd {
		return prev.hash == hIn || prev.hash == hSince
	}
	return true
}

// bind gives every match its expression: what it counts from, and in narrative
// text the year that was named before it. It drops the matches that count in
// texts of another kind only.
func (p *parser) bind(out []detente.Timex, found []placed) []detente.Timex {
	doc := p.doc
	story := newStory(found)
	kind := inNews
	switch {
	case story.told:
		kind = inHistory
	case isMessage(doc.Text):
		kind = inMessages
	}
	n := 0
	for i := range found {
		if only := found[i].only; only == 0 || only&kind != 0 {
			out[n], found[n] = out[i], found[i]
			n++
		}
	}
	out, found = out[:n], found[:n]
	var last, lastQuarter *expr // the last place in time, the last quarter
	var lastSentence, quarterSentence, fullSentence int32
	var full *calendar // the last day with its year
	for i := range found {
		m := &found[i].match
		e := m.e
		if lastQuarter != nil {
			byQuarter(doc, out[i].Span, e, lastQuarter, out[i].Sentence-quarterSentence)
		}
		base := last
		if base != nil && !story.told && out[i].Sentence-lastSentence > 2 {
			base = nil
		}
		if base != nil && base.depth() >= maxChain {
			base = nil
		}
		attach(e, base)
		if story.told {
			story.place(e, p.list(found, i), p.isAside(m))
		} else if c := &e.inner().cal; e.inner().op == opCal && c.month > 0 && c.day > 0 {
			switch {
			case c.hasYear:
				full, fullSentence = c, out[i].Sentence
			case full != nil && e.inner().base == nil && out[i].Sentence-fullSentence <= 1 && (c.month > full.month || c.month == full.month && c.day >= full.day):
				c.year, c.hasYear = full.year, true // "On March 2, 2015, … On March 25 …"
			}
		}
		out[i].Expr = e
		out[i].Direction = found[i].dir
		if e.places() {
			last, lastSentence = e, out[i].Sentence
			if e.op == opCal && e.cal.quarter > 0 {
				lastQuarter, quarterSentence = e, out[i].Sentence
			}
		}
	}
	if n == 0 {
		return nil
	}
	return out
}

// isMessage reports whether a text is a short informal one, as people write them
// on a phone: with the marks of a social network in it.
func isMessage(text string) bool {
	const longest = 280
	return len(text) <= longest && (strings.ContainsAny(text, "@#") || strings.Contains(text, "http") || strings.Contains(text, ":)") || strings.Contains(text, "::"))
}

// isAside reports whether a match stands in a quotation, or is a bare year that
// does not open its sentence: such years date a detail, not the story.
func (p *parser) isAside(m *match) bool {
	a := &p.a[m.start]
	toks := p.doc.Tokens
	k := sort.Search(len(toks), func(i int) bool { return toks[i].Span.End > a.span.Start })
	if k < len(toks) && toks[k].Depth > 0 {
		return true
	}
	c := &m.e.inner().cal
	if m.e.inner().op != opCal || !c.hasYear || c.month > 0 || c.season > 0 || c.quarter > 0 || c.half > 0 {
		return false
	}
	return int32(k)-p.doc.Sentences[a.sent].First > yearOpens
}

// yearOpens is how many words may stand before a year that opens a sentence.
const yearOpens = 4

// list finds the year that closes a list of dates: "in August and September
// 1914", "from 3 to 5 May 1951"; 0 when match i stands in none.
func (p *parser) list(found []placed, i int) int32 {
	for k := i + 1; k < len(found) && k <= i+3; k++ {
		gap := found[k].start - found[k-1].end
		if gap < 1 || gap > 2 || p.a[found[k].start].sent != p.a[found[i].start].sent {
			return 0
		}
		for j := found[k-1].end; j < found[k].start; j++ {
			switch a := &p.a[j]; {
			case a.kind == aHyphen, a.hash == hAnd, a.hash == hOr, a.hash == hTo, a.hash == hComma, a.kind == aPunct && p.text(j) == "–":
			default:
				return 0
			}
		}
		e := found[k].e.inner()
		if e.op != opCal || e.cal.month == 0 && e.cal.season == 0 {
			return 0
		}
		if e.cal.hasYear {
			return e.cal.year
		}
	}
	return 0
}

// byQuarter lets "the quarter" mean the one spoken of, and "a year earlier" the
// same quarter of the year before, as business news does.
func byQuarter(doc *detente.Doc, s detente.Span, e, quarter *expr, sentences int32) {
	if e.op != opRel || quarter.depth() >= maxChain {
		return
	}
	switch {
	case e.unit == uQuarter && e.n == -5:
		e.n, e.base = -4, quarter
	case e.unit == uYear && e.n == -1 && sentences <= 3 && (e.base == pending || strings.HasSuffix(s.In(doc.Text), "ago")):
		e.unit, e.n, e.base = uQuarter, -4, quarter
	case e.unit == uQuarter && e.n == -1 && strings.EqualFold(s.In(doc.Text), "the quarter"):
		e.n, e.base = 0, quarter
	}
}

// attach replaces pending bases by base.
func attach(e, base *expr) {
	for n := 0; e != nil && n < 4; n++ {
		if e.base == pending {
			e.base = base
			if base == nil && e.op == opSame && e.unit == uDay {
				e.op = opRel
			}
			return
		}
		if e.base != nil && e.base.base == pending {
			e.base.base = base
			return
		}
		e = e.x
	}
}

// places reports whether the expression is a place in time that others may
// count from.
func (e *expr) places() bool {
	switch e.op {
	case opDur, opSet, opRef, opWindow:
		return false
	}
	return true
}
