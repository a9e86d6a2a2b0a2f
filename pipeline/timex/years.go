package timex

import (
	"strings"

	"detente"
)

// quarter reads the third quarter of 1990, third-quarter, the 1988 second
// quarter, fiscal 1989, the first half of next year, the first nine months.
func (p *parser) quarter(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	c := calendar{}
	year := func(j int) int {
		if y, end := p.yearNumber(j); end > 0 {
			c.year, c.hasYear = int32(y), true
			return end
		}
		return j
	}
	k = year(k)
	if p.w(k).fiscal {
		k++
		if p.w(k).unit == uYear && !p.w(k).plural {
			k++
		}
		if p.at(k).kind == aHyphen {
			k++
		}
		if !c.hasYear {
			if k = year(k); c.hasYear {
				return date(i, k, &expr{op: opCal, cal: c})
			}
			if p.w(k-1).unit == uYear {
				return date(i, k, &expr{op: opRel, unit: uYear})
			}
		}
	}
	n, end := int(p.w(k).ordinal), k+1
	if p.at(k).kind == aOrdinal {
		n = int(p.at(k).num)
	}
	if p.w(k).rel == "last" {
		n = 2 // "the last half"
	}
	if p.w(k).rel != "" && p.w(k).rel != "last" || n < 1 || n > 4 {
		return match{}
	}
	if p.at(end).kind == aHyphen {
		end++
	}
	switch u := p.w(end); {
	case u.unit == uQuarter && !u.plural && p.w(k).rel == "":
		c.quarter = int8(n)
	case u.half && n <= 2:
		c.half = int8(n)
	default:
		return p.firstMonths(i, k)
	}
	m := date(i, end+1, &expr{op: opCal, cal: c})
	if p.at(end-1).kind == aHyphen && p.w(i).the {
		m.start++
	}
	if !c.hasYear {
		m = p.withYear(m)
	}
	if m.e.cal.half > 0 && !m.e.cal.hasYear && m.e.base == nil {
		return match{} // of a match, of a book
	}
	return m
}

// firstMonths reads "the first nine months", an amount and no place in time.
func (p *parser) firstMonths(i, k int) match {
	if p.w(k).ordinal != 1 {
		return match{}
	}
	c := p.count(k + 1)
	if c.end == 0 || c.vague || p.w(c.end).unit < uDay || !p.w(c.end).plural {
		return match{}
	}
	e := &expr{op: opDur, text: p.w(c.end).duration(c), n: c.n, unit: p.w(c.end).unit}
	return match{start: i, end: c.end + 1, e: e, typ: detente.TimexDuration}
}

// ownedQuarter reads the quarter behind a year: "this year's third quarter".
func (p *parser) ownedQuarter(m match) match {
	if m.e.op != opRel || m.e.unit != uYear || p.at(m.end).hash != hClitic {
		return m
	}
	if q := p.quarter(m.end + 1); q.ok() && q.e.op == opCal && !q.e.cal.hasYear && q.e.base == nil {
		q.e.base, q.start = m.e, m.start
		return q
	}
	return m
}

// century reads the 20th century, eleventh-century.
func (p *parser) century(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	n := int(p.w(k).ordinal)
	if p.at(k).kind == aOrdinal {
		n = int(p.at(k).num)
	}
	k++
	if p.at(k).kind == aHyphen {
		k++
	}
	if u := p.w(k); n < 1 || n > 21 || u.unit != uCentury || u.plural || u.millennium {
		return match{}
	}
	if e := p.era(k + 1); e > 0 {
		return date(i, e, &expr{op: opCal, cal: calendar{year: int32(-100*n + 1), hasYear: true, century: true}})
	}
	return date(i, k+1, &expr{op: opCal, cal: calendar{year: int32(100 * (n - 1)), hasYear: true, century: true}})
}

// decade reads the 1990s, the nineties.
func (p *parser) decade(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	if w := p.w(k); w.decade > 0 && k > i {
		return decade(i, k+1, int(w.decade))
	}
	if k > i {
		if m := p.apostropheDecade(k); m.ok() {
			m.start = i
			return m
		}
		if y := p.decadeNumber(k); y > 0 {
			return decade(i, k+1, y)
		}
		if p.at(k).hash == hClitic { // not reached by plain tokens
			return match{}
		}
	}
	return match{}
}

func decade(i, end, y int) match {
	return date(i, end, &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true, decade: true}})
}

// decadeNumber reads 1990s; 0 when it is no decade.
func (p *parser) decadeNumber(k int) int {
	s, a := p.text(k), p.at(k)
	if a.kind != aOther || a.len != 4 || len(s) < 5 || a.num%10 != 0 || a.num < 1000 || a.num > 2190 {
		return 0
	}
	if rest := s[4:]; rest == "s" || rest == "'s" || rest == "’s" {
		return int(a.num)
	}
	return 0
}

// apostropheDecade reads '80s, whether the mark is cut off or not.
func (p *parser) apostropheDecade(i int) match {
	s, end := p.text(i), i+1
	if s == "'" || s == "’" || s == "‘" {
		s += p.text(i + 1)
		end++
	}
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "'"), "’"), "‘")
	if end == i+2 && p.at(i).span.End != p.at(i+1).span.Start || len(s) != 3 || s[2] != 's' || s[1] != '0' || s[0] < '1' || s[0] > '9' || i+1 == end && p.at(i).kind == aOther && len(p.text(i)) == 3 {
		return match{}
	}
	return decade(i, end, 1900+10*int(s[0]-'0'))
}

// year reads a bare year, 493 BC, the year 2000, 1990s.
func (p *parser) year(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	if p.w(k).unit == uYear && !p.w(k).plural {
		k++
		if y, end := p.yearNumber(k); end > 0 {
			return date(i, end, &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true}})
		}
		if c := p.numberWords(k); c.n >= 1900 && c.n < 2100 {
			return date(i, c.end, &expr{op: opCal, cal: calendar{year: int32(c.n), hasYear: true}})
		}
		return match{}
	}
	if k > i {
		return match{}
	}
	if y := p.decadeNumber(i); y > 0 {
		return decade(i, i+1, y)
	}
	a := p.at(i)
	if a.kind == aNumber && a.len <= 4 && p.era(i+1) > 0 {
		return date(i, i+2, &expr{op: opCal, cal: calendar{year: 1 - a.num, hasYear: true}})
	}
	if m := p.yearRange(i); m.ok() {
		return m
	}
	y, end := p.yearNumber(i)
	if end == 0 || !p.isYear(i, end, y) {
		return match{}
	}
	if w := p.w(end); w.season > 0 && !w.plural { // "the 1982 summer offensive"
		return date(i, end+1, &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true, season: w.season}})
	}
	return date(i, end, &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true}})
}

// yearRange reads the years of a range that do not stand in full: the first of
// "264 to 241 BC", the last of "2007-08".
func (p *parser) yearRange(i int) match {
	a := p.at(i)
	if a.kind != aNumber {
		return match{}
	}
	if a.len <= 3 && p.joins(i+1) && p.at(i+2).kind == aNumber && p.at(i+2).num < a.num && p.era(i+3) > 0 {
		return date(i, i+1, &expr{op: opCal, cal: calendar{year: 1 - a.num, hasYear: true}})
	}
	first := p.at(i - 2)
	if a.len == 2 && p.joins(i-1) && p.at(i-1).kind != aWord && first.kind == aNumber && first.len == 4 && first.num%100 < a.num && first.num >= 1500 && first.num < 2100 && p.at(i+1).kind != aHyphen {
		return date(i, i+1, &expr{op: opCal, cal: calendar{year: first.num/100*100 + a.num, hasYear: true}})
	}
	return match{}
}

// isYear tells a year from a quantity of four digits.
func (p *parser) isYear(i, end, y int) bool {
	if p.at(i).kind == aWord {
		return y >= 1900
	}
	prev, next := p.text(i-1), p.at(end)
	switch prev {
	case "$", "£", "€", "¥", "No", "No.", "#", "Flight", "Resolution", "about", "nearly", "than", "over", "almost", "some", "/", "+", "Route":
		return false
	case "-", "–":
		if a := p.at(i - 2); a.kind == aNumber && a.len != 4 { // 555-1234
			return false
		}
	}
	if p.at(i-1).kind == aNumber {
		return p.at(i-1).len <= 2 && p.w(i-2).month > 0
	}
	if p.w(end).unit != noUnit && p.w(end).plural || p.isPercent(end) {
		return false
	}
	if next.kind == aOther && next.span.Start == p.at(i).span.End {
		return false
	}
	dated := false
	switch p.at(i - 1).hash {
	case hIn, hSince, hUntil, hBy, hOf, hFrom, hTo, hBefore, hAfter, hComma, hAnd:
		dated = true
	}
	if y < 1700 || y > 2060 {
		return dated && (next.kind == aPunct || next.kind == 0) && y >= 1400 && y < 2100
	}
	if y%100 == 0 && !dated {
		return false
	}
	// "2,014" is a number by its comma; "2014 people" by the plural noun.
	s := p.text(end)
	if next.kind == aWord && len(s) > 3 && s[0] >= 'a' && strings.HasSuffix(s, "s") && !dated && !strings.HasSuffix(s, "ss") {
		return !countNouns[strings.ToLower(s)]
	}
	return !countNouns[strings.ToLower(s)]
}

// countNouns are what four digits without a comma most often count.
var countNouns = map[string]bool{
	"troops": true, "people": true, "soldiers": true, "jobs": true, "workers": true, "men": true, "women": true,
	"points": true, "miles": true, "feet": true, "meters": true, "metres": true, "kilometers": true, "kilometres": true,
	"shares": true, "pounds": true, "tons": true, "tonnes": true, "dollars": true, "employees": true, "members": true,
	"refugees": true, "students": true, "prisoners": true, "barrels": true, "copies": true, "km": true, "acres": true,
	"civilians": true, "hectares": true, "square": true, "million": true, "billion": true, "rounds": true, "votes": true,
}

// yearAgo reads year-ago, the year-earlier quarter, the comparable year-ago
// period.
func (p *parser) yearAgo(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	if p.w(k).unit != uYear || p.w(k).plural || p.at(k+1).kind != aHyphen || !p.w(k+2).ago && p.w(k+2).mod != "EARLIER" {
		return match{}
	}
	m := date(k, k+3, &expr{op: opRel, unit: uYear, n: -1, base: pending})
	switch u := p.w(k + 3); {
	case u.period, u.unit == uQuarter && !u.plural:
		m.start, m.end = i, k+4
		m.e = &expr{op: opRel, unit: uQuarter, n: -5}
	case u.ordinal > 0:
		if q := p.quarter(k + 3); q.ok() && q.e.op == opCal && !q.e.cal.hasYear && q.e.cal.quarter > 0 {
			q.start, q.e.base = i, &expr{op: opRel, unit: uYear, n: -1}
			return q
		}
	}
	return m
}
