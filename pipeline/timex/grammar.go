package timex

import (
	"strconv"

	"detente"
	"detente/internal/lexicon"
)

// match is one reading of the atoms [start, end).
type match struct {
	start, end int
	e          *expr
	typ        detente.TimexType
	mod        string
	counted    bool // an amount of units: modifiers such as "about" go with it
	blocked    bool // words of time that are no time expression
	only       register
}

// register is a set of kinds of text in which a match counts; 0 is any.
type register uint8

const (
	inNews     register = 1 << iota
	inHistory           // "former", "this period"
	inMessages          // short informal texts: "friday", "morning"
)

func (m match) ok() bool { return m.end > 0 }

// parser reads one sentence at a time: the atoms [lo, hi).
type parser struct {
	doc    *detente.Doc
	tree   *detente.Tree // or nil
	t      *tables
	a      []atom
	lo, hi int
}

var (
	noWord word
	noAtom atom
)

func (p *parser) at(i int) *atom {
	if i < p.lo || i >= p.hi {
		return &noAtom
	}
	return &p.a[i]
}

func (p *parser) w(i int) *word {
	if i < p.lo || i >= p.hi || p.a[i].word == nil {
		return &noWord
	}
	return p.a[i].word
}

func (p *parser) text(i int) string {
	if i < p.lo || i >= p.hi {
		return ""
	}
	return p.a[i].span.In(p.doc.Text)
}

// The words that the grammar itself knows.
var (
	hThroughout = lexicon.Hash("throughout")
	hOf         = lexicon.Hash("of")
	hThe        = lexicon.Hash("the")
	hAnd        = lexicon.Hash("and")
	hOr         = lexicon.Hash("or")
	hSo         = lexicon.Hash("so")
	hTo         = lexicon.Hash("to")
	hIn         = lexicon.Hash("in")
	hOn         = lexicon.Hash("on")
	hAt         = lexicon.Hash("at")
	hA          = lexicon.Hash("a")
	hFrom       = lexicon.Hash("from")
	hNow        = lexicon.Hash("now")
	hOld        = lexicon.Hash("old")
	hLong       = lexicon.Hash("long")
	hHalf       = lexicon.Hash("half")
	hWeek       = lexicon.Hash("week")
	hClitic     = lexicon.Hash("'s")
	hComma      = lexicon.Hash(",")
	hOther      = lexicon.Hash("other")
	hSince      = lexicon.Hash("since")
	hUntil      = lexicon.Hash("until")
	hBy         = lexicon.Hash("by")
	hFor        = lexicon.Hash("for")
	hAge        = lexicon.Hash("age")
	hAged       = lexicon.Hash("aged")
	hAhead      = lexicon.Hash("ahead")
	hOver       = lexicon.Hash("over")
	hDuring     = lexicon.Hash("during")
	hBefore     = lexicon.Hash("before")
	hAfter      = lexicon.Hash("after")
)

var fillers = map[uint64]bool{
	lexicon.Hash("more"): true, lexicon.Hash("additional"): true, lexicon.Hash("consecutive"): true,
	lexicon.Hash("full"): true, lexicon.Hash("straight"): true, lexicon.Hash("trading"): true,
	lexicon.Hash("working"): true, lexicon.Hash("business"): true, lexicon.Hash("long"): true,
	lexicon.Hash("successive"): true, lexicon.Hash("further"): true, lexicon.Hash("calendar"): true,
	lexicon.Hash("whole"): true, lexicon.Hash("short"): true,
}

// longest takes the longer of two readings, the first when they are equal.
func longest(m, o match) match {
	if o.end > m.end {
		return o
	}
	return m
}

// parse gives the longest time expression that begins at atom i; its start may
// lie behind i where words in front are no part of it.
func (p *parser) parse(i int) match {
	if n, ph := p.phrase(i); n > 0 {
		if ph.kind == "mod" {
			m := p.modified(i + n)
			if m.ok() && m.counted && !m.blocked {
				m.start, m.mod = i, ph.value
				return m
			}
			if ph.value != "APPROX" || !m.ok() || m.mod != "" {
				return match{}
			}
			m.start, m.mod = i, ph.value
			return m
		}
		m := p.fixed(i, n, ph)
		if o := p.modified(i); o.end > m.end {
			return o
		}
		return m
	}
	if m := p.set(i); m.ok() {
		return m
	}
	return p.modified(i)
}

func (p *parser) phrase(i int) (int, phrase) {
	if !p.t.starts[p.at(i).hash] {
		return 0, phrase{}
	}
	var buf [8]uint64
	words := buf[:0]
	for k := i; k < p.hi && len(words) < len(buf); k++ {
		h := p.a[k].hash
		if p.a[k].kind == aHyphen {
			h = hHyphen
		}
		words = append(words, h)
	}
	return p.t.phrases.Longest(words, 0)
}

var hHyphen = lexicon.Hash("-")

// fixed gives the meaning of a phrase of the table.
func (p *parser) fixed(i, n int, ph phrase) match {
	m := match{start: i, end: i + n, typ: detente.TimexDate}
	switch ph.kind {
	case "none":
		m.blocked = true
	case "ref":
		m.e = &expr{op: opRef, text: ph.value}
	case "told":
		m.e, m.only = &expr{op: opRef, text: ph.value}, inHistory|inMessages
	case "soon":
		m.e, m.only = &expr{op: opRef, text: ph.value, unit: uMonth, min: 0, max: 180}, inNews|inMessages
	case "recent":
		m.e = &expr{op: opRef, text: ph.value, unit: uMonth, min: -30, max: 0}
	case "near":
		m.e = &expr{op: opRef, text: ph.value, unit: uMonth, min: 0, max: 180}
	case "festival":
		m.e = &expr{op: opCal, cal: calendar{festival: ph.value}}
		m = p.withYear(m)
	case "day":
		d, _ := strconv.Atoi(ph.value)
		m.e = &expr{op: opRel, unit: uDay, n: d}
	case "set":
		m.e, m.typ = &expr{op: opSet, text: ph.value}, detente.TimexSet
	}
	return m
}

// modified reads an optional early, late, mid or end of before a date.
func (p *parser) modified(i int) match {
	j, the := i, false
	if p.w(j).the {
		j, the = j+1, true
	}
	w := p.w(j)
	switch {
	case w.part != "" || w.mod == "START" && (p.w(j+1).part != "" || p.at(j+1).hash == hIn && p.w(j+3).part != ""):
		if m := p.partOf(i, j); m.ok() {
			return m
		}
	}
	switch {
	case w.edge != "" && p.at(j+1).hash == hOf:
		return p.part(i, j+2, w.edge)
	case w.mod == "MID" && p.at(j+1).hash == hOf:
		return p.part(i, j+2, w.mod)
	case w.mod == "START" || w.mod == "END" || w.mod == "MID":
		k := j + 1
		if p.at(k).kind == aHyphen {
			k++
		}
		if p.at(k).hash == hIn && !the {
			k++
		}
		if m := p.part(i, k, w.mod); m.ok() && !m.counted {
			return m
		}
		return match{}
	case (w.mod == "EARLIER" || w.mod == "LATER") && !the:
		k := j + 1
		if p.at(k).hash == hIn && p.w(k+1).the {
			k++
		}
		m := p.core(k)
		if !m.ok() || m.counted || m.typ == detente.TimexDuration || m.blocked {
			return match{}
		}
		mod := "START"
		if w.mod == "LATER" {
			mod = "END"
		}
		m.start, m.e, m.mod = i, &expr{op: opCut, x: m.e, mod: w.mod}, mod
		return m
	case w.mod == "SOME" && !the:
		m := p.core(j + 1)
		if m.ok() && !m.counted {
			m.start = i
			return m
		}
		return match{}
	case w.yearend:
		return match{start: i, end: j + 1, e: &expr{op: opPart, x: &expr{op: opRel, unit: uYear}, mod: "END"}, typ: detente.TimexDate, mod: "END"}
	case w.unit == uYear && !w.plural && (p.at(j+1).kind == aHyphen || p.at(j+1).hash == hClitic) && p.w(j+2).edge == "END":
		return match{start: i, end: j + 3, e: &expr{op: opPart, x: &expr{op: opRel, unit: uYear}, mod: "END"}, typ: detente.TimexDate, mod: "END"}
	}
	return p.core(i)
}

// part reads the date at k and takes one part of it.
func (p *parser) part(i, k int, mod string) match {
	m := p.core(k)
	if !m.ok() || m.blocked || m.typ == detente.TimexDuration || m.typ == detente.TimexSet {
		return match{}
	}
	if m.mod != "" {
		return match{}
	}
	m.start, m.mod, m.e = i, mod, &expr{op: opPart, x: m.e, mod: mod}
	return m
}

// core reads a time expression without a modifier in front.
func (p *parser) core(i int) match {
	a, w := p.at(i), p.w(i)
	if a.kind == 0 || a.kind == aHyphen {
		return match{}
	}
	var m match
	switch a.kind {
	case aNumber, aOrdinal, aOther:
		m = longest(p.clock(i), p.dayMonth(i))
		m = longest(m, p.numeric(i))
		m = longest(m, p.quarter(i))
		m = longest(m, p.century(i))
		m = longest(m, p.amount(i))
		m = longest(m, p.year(i))
		return m
	case aPunct:
		return p.apostropheDecade(i)
	}
	if a.word == nil {
		return match{}
	}
	if w.month > 0 {
		m = longest(m, p.monthFirst(i))
	}
	if w.weekday > 0 {
		m = longest(m, p.weekday(i))
	}
	if w.day > 0 {
		m = longest(m, p.deictic(i))
	}
	if w.part != "" || w.the || w.det {
		m = longest(m, p.partOfDay(i))
	}
	if w.rel != "" || w.the {
		m = longest(m, p.relative(i))
	}
	if w.unit == uYear || w.the {
		m = longest(m, p.yearAgo(i))
	}
	if w.season > 0 || w.the {
		m = longest(m, p.season(i))
	}
	if w.ordinal > 0 || w.fiscal || w.the || w.half {
		m = longest(m, p.quarter(i))
		m = longest(m, p.century(i))
	}
	if w.ordinal > 0 || w.number > 0 || w.the && (p.w(i+1).ordinal > 0 || p.at(i+1).kind == aOrdinal || p.at(i+1).kind == aNumber) {
		m = longest(m, p.dayMonth(i))
	}
	if w.festival != "" || w.the {
		m = longest(m, p.festival(i))
	}
	if w.decade > 0 || w.the {
		m = longest(m, p.decade(i))
	}
	if w.number > 0 || w.unit == uYear || w.the || w.era > 0 {
		m = longest(m, p.year(i))
		m = longest(m, p.clock(i))
	}
	if w.number > 0 || w.vague || w.couple || w.det || w.unit > 0 || w.the {
		m = longest(m, p.amount(i))
	}
	return m
}
