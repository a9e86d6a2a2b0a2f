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
	"strings"

	"detente"
)

// pending marks a base that Find replaces by the time expression before it.
var pending = &expr{op: opRef}

// Find gives the time expressions of a document in text order, without
// overlaps. Every Timex has an Expr. It returns nil when there is none.
func Find(doc *detente.Doc) []detente.Timex {
	t := load()
	p := parser{doc: doc, t: t, a: t.atoms(doc)}
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
	bind(doc, out, found)
	return out
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
		return i == p.lo || p.a[i-1].kind != aHyphen || p.a[i-1].span.End != a.span.Start || i-2 < p.lo || p.a[i-2].kind == aNumber || p.a[i-2].word != nil
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
// text the year that was named before it.
func bind(doc *detente.Doc, out []detente.Timex, found []placed) {
	narrative := isNarrative(found)
	var last, lastQuarter *expr // the last place in time, the last quarter
	var lastSentence, quarterSentence int32
	for i := range found {
		m := &found[i].match
		e := m.e
		if lastQuarter != nil {
			byQuarter(doc, out[i].Span, e, lastQuarter, out[i].Sentence-quarterSentence)
		}
		if narrative {
			e.takeYear(last)
		}
		base := last
		if base != nil && !narrative && out[i].Sentence-lastSentence > 2 {
			base = nil
		}
		if base != nil && base.depth() >= maxChain {
			base = nil
		}
		attach(e, base)
		out[i].Expr = e
		out[i].Direction = found[i].dir
		if e.places() {
			last, lastSentence = e, out[i].Sentence
			if e.op == opCal && e.cal.quarter > 0 {
				lastQuarter, quarterSentence = e, out[i].Sentence
			}
		}
	}
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

// isNarrative reports whether the text tells of the past by absolute dates, as
// histories do: then a month without a year belongs to the year named last.
func isNarrative(found []placed) bool {
	absolute, deictic := 0, 0
	for _, m := range found {
		switch e := m.e; e.op {
		case opCal:
			if e.cal.hasYear && !e.cal.century && !e.cal.decade {
				absolute++
			} else if e.cal.weekday > 0 && e.cal.month == 0 {
				deictic++
			}
		case opRel, opNear:
			if e.base == nil {
				deictic++
			}
		case opClock:
			deictic++
		}
	}
	return absolute >= 6 && absolute >= 3*deictic
}

// takeYear completes month, season and day from the date named last.
func (e *expr) takeYear(last *expr) {
	c := e
	for c != nil && c.op != opCal && c.x != nil {
		c = c.x
	}
	if last == nil || last.Relative() {
		return
	}
	s := last.resolve(0, detente.Nowhere)
	if s.unit == noUnit || s.unit > uYear {
		return
	}
	y, _, _ := s.at.Civil()
	if c.op == opCal && !c.cal.hasYear && c.base == nil && (c.cal.month > 0 || c.cal.season > 0 || c.cal.festival != "") {
		c.cal.year, c.cal.hasYear = int32(y), true
		return
	}
	if c.op == opRel && c.base == nil && c.unit != uDay && c.n == 0 && last.depth() < maxChain {
		c.base = last
	}
}
