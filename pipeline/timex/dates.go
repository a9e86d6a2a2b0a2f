package timex

import (
	"strings"

	"detente"
)

func date(i, end int, e *expr) match {
	return match{start: i, end: end, e: e, typ: detente.TimexDate}
}

// dayNumber reads a day of a month: 8, 8th, eighth, twenty-first.
func (p *parser) dayNumber(i int) (day, end int) {
	a, w := p.at(i), p.w(i)
	switch {
	case (a.kind == aNumber && a.len <= 2 || a.kind == aOrdinal) && a.num >= 1 && a.num <= 31:
		return int(a.num), i + 1
	case w.ordinal > 0:
		return int(w.ordinal), i + 1
	case (w.number == 20 || w.number == 30) && p.at(i+1).kind == aHyphen && p.w(i+2).ordinal > 0 && p.w(i+2).ordinal < 10:
		return int(w.number) + int(p.w(i+2).ordinal), i + 3
	}
	return 0, 0
}

// yearNumber reads a year of four digits, '87 after a month, or in words.
func (p *parser) yearNumber(i int) (year, end int) {
	a := p.at(i)
	if a.kind == aNumber && a.len == 4 && a.num >= 1000 && a.num <= 2199 && !p.decimalAfter(i) {
		return int(a.num), i + 1
	}
	if y, e := p.yearInWords(i); e > 0 {
		return y, e
	}
	return 0, 0
}

func (p *parser) decimalAfter(i int) bool {
	return p.at(i+1).kind == aOther && p.at(i+1).span.Start == p.at(i).span.End
}

// yearInWords reads "nineteen ninety-six" and "two thousand".
func (p *parser) yearInWords(i int) (year, end int) {
	w := p.w(i).number
	if w >= 10 && w <= 20 {
		tens := p.w(i + 1).number
		if tens >= 20 && tens <= 90 && tens%10 == 0 {
			k := i + 2
			if p.at(k).kind == aHyphen {
				k++
			}
			if one := p.w(k).number; one >= 1 && one <= 9 {
				return int(w)*100 + int(tens+one), k + 1
			}
			return int(w)*100 + int(tens), i + 2
		}
	}
	return 0, 0
}

// withYear adds a year to a date: "[,] [of] 2026", "last year", "this year".
func (p *parser) withYear(m match) match {
	k := m.end
	if p.at(k).hash == hComma || p.at(k).hash == hOf {
		k++
	}
	if y, end := p.yearNumber(k); end > 0 {
		if e := p.era(end); e > 0 {
			y, end = 1-y, e
		}
		m.e.cal.year, m.e.cal.hasYear, m.end = int32(y), true, end
		return m
	}
	if p.at(m.end).hash == hComma {
		k = m.end
	}
	if a := p.at(k); a.kind == aNumber && a.len == 3 && p.era(k+1) > 0 {
		m.e.cal.year, m.e.cal.hasYear, m.end = 1-a.num, true, p.era(k+1)
		return m
	}
	the := 0
	if p.w(k).the {
		the = 1
	}
	if p.at(m.end).hash == hOf { // "October of that year"
		k = m.end + 1
	}
	rel, unit := p.w(k+the).rel, p.w(k+the+1)
	if unit.unit == uYear && !unit.plural {
		switch rel {
		case "last", "this", "next", "current":
			m.e.base = &expr{op: opRel, unit: uYear, n: relSteps(rel)}
			m.end = k + the + 2
		case "previous", "same", "following", "that":
			m.e.base = &expr{op: opRel, unit: uYear, n: relSteps(rel), base: pending}
			m.end = k + the + 2
		}
	}
	return m
}

// era gives the atom after "BC" at k, 0 when there is none.
func (p *parser) era(k int) int {
	if p.w(k).era == 1 {
		return k + 1
	}
	return 0
}

func relSteps(rel string) int {
	switch rel {
	case "last", "previous", "past":
		return -1
	case "next", "coming", "following":
		return 1
	}
	return 0
}

// monthFirst reads January, Jan. 8, Jan. 8-10, January 8th, 2026, January 2025.
func (p *parser) monthFirst(i int) match {
	w := p.w(i)
	c := calendar{month: w.month}
	m := date(i, i+1, &expr{op: opCal, cal: c})
	k := i + 1
	if p.at(k).kind == aPunct && p.text(k) == "." && p.at(k).span.Start == p.at(i).span.End && (p.at(k+1).kind == aNumber || p.at(k+1).kind == aOrdinal) {
		k++
	}
	if p.w(k).the && p.w(k+1).ordinal > 0 || p.w(k).the && p.at(k+1).kind == aOrdinal {
		k++
	}
	if day, end := p.dayNumber(k); end > 0 && p.at(end).kind != aOther && !p.isPercent(end) {
		m.e.cal.day, m.end = int8(day), end
		if p.joins(end) && p.at(end).kind != aWord {
			if r := p.rangeEnd(end + 1); r.ok() { // "March 5-9, 1918": the year is that of both
				m.e.cal.year, m.e.cal.hasYear = r.e.cal.year, r.e.cal.hasYear
				return m
			}
		}
		return p.clockAfter(p.withYear(m))
	}
	if !p.monthSupported(i, w) {
		return match{}
	}
	return p.withYear(m)
}

func (p *parser) isPercent(i int) bool { return p.text(i) == "%" || p.text(i) == "percent" }

// monthSupported reports whether a word that is also something else ("may",
// "march", "sun") is a month here: written with a capital, and after a word that
// goes with dates or before a year.
func (p *parser) monthSupported(i int, w *word) bool {
	s := p.text(i)
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	if !w.weak {
		return true
	}
	if _, end := p.yearNumber(i + 1); end > 0 {
		return true
	}
	if p.at(i+1).hash == hComma || p.at(i+1).hash == hOf {
		if _, end := p.yearNumber(i + 2); end > 0 {
			return true
		}
	}
	if i == p.lo {
		return false
	}
	prev := p.at(i - 1)
	if prev.kind == aHyphen && p.w(i-2).mod != "" {
		return true
	}
	v := p.w(i - 1)
	if v.rel != "" || v.mod != "" || v.every || v.edge != "" || v.month > 0 {
		return true
	}
	switch prev.hash {
	case hIn, hOf, hSince, hUntil, hBy, hFor, hFrom, hTo, hBefore, hAfter:
		return true
	case hAnd, hOr:
		return p.w(i-2).month > 0
	}
	return false
}

// dayMonth reads 8 January, 8th of January 2026, the eighth of March.
func (p *parser) dayMonth(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	day, end := p.dayNumber(k)
	if end == 0 {
		return p.rangeEnd(i)
	}
	if m := p.rangeStart(i, day, end); m.ok() {
		return m
	}
	j := end
	if p.at(j).hash == hOf {
		j++
	}
	w := p.w(j)
	if w.month == 0 || p.text(j)[0] < 'A' || p.text(j)[0] > 'Z' {
		return p.rangeEnd(i)
	}
	if j == end && p.w(k).number > 0 && p.w(k).ordinal == 0 {
		return match{}
	}
	m := date(i, j+1, &expr{op: opCal, cal: calendar{month: w.month, day: int8(day)}})
	if d, e := p.dayNumber(j + 1); e > 0 && d > 0 && p.at(j+1).len <= 2 && j == end && p.at(k).kind == aNumber {
		return match{} // "2 May 8": the first number belongs to something else
	}
	return p.clockAfter(p.withYear(m))
}

// joins reports whether the atom at k joins two days of one month.
func (p *parser) joins(k int) bool {
	a := p.at(k)
	return a.kind == aHyphen || a.hash == hAnd || a.hash == hTo || a.kind == aPunct && p.text(k) == "–"
}

// rangeStart reads the first day of "10-12 October" and "the 28th and 29th of
// August": its month and year stand behind the second.
func (p *parser) rangeStart(i, day, end int) match {
	if !p.joins(end) {
		return match{}
	}
	d := p.at(end + 1)
	if d.kind != aNumber && d.kind != aOrdinal || d.num < 1 || d.num > 31 || p.w(i).number > 0 {
		return match{}
	}
	k := end + 2
	if p.at(k).hash == hOf {
		k++
	}
	w := p.w(k)
	if s := p.text(k); w.month == 0 || s[0] < 'A' || s[0] > 'Z' {
		return match{}
	}
	m := p.withYear(date(i, k+1, &expr{op: opCal, cal: calendar{month: w.month, day: int8(day)}}))
	m.end = end
	return m
}

// rangeEnd reads the last day of "March 5-9, 1918".
func (p *parser) rangeEnd(i int) match {
	a := p.at(i)
	if a.kind != aNumber && a.kind != aOrdinal || a.num < 1 || a.num > 31 || !p.joins(i-1) {
		return match{}
	}
	first := p.at(i - 2)
	month := p.w(i - 3).month
	if first.kind != aNumber && first.kind != aOrdinal || first.num >= a.num || month == 0 || p.at(i-1).kind == aWord && p.w(i+1).unit != noUnit {
		return match{}
	}
	return p.withYear(date(i, i+1, &expr{op: opCal, cal: calendar{month: month, day: int8(a.num)}}))
}

// weekday reads Friday, Friday, Oct. 23, Friday the 13th, Friday night.
func (p *parser) weekday(i int) match {
	w := p.w(i)
	s := p.text(i)
	only := register(0)
	if s[0] < 'A' || s[0] > 'Z' {
		only = inMessages
	}
	k := i + 1
	if p.at(k).hash == hComma {
		k++
	}
	if p.w(k).the {
		k++
	}
	d := p.monthOrDayMonth(k)
	if d.ok() && d.e.op == opCal && d.e.cal.day > 0 {
		d.e.cal.weekday, d.start, d.only = w.weekday, i, only
		return d
	}
	if p.w(i+1).the && p.at(i+2).kind == aOrdinal {
		return date(i, i+3, &expr{op: opCal, cal: calendar{weekday: w.weekday}})
	}
	if w.weak && i > p.lo {
		v := p.w(i - 1)
		if v.rel == "" && !v.every && p.at(i-1).hash != hOn || strings.HasSuffix(s, ".") == (len(s) == 3) {
			return match{}
		}
	} else if w.weak {
		return match{}
	}
	if w.plural {
		return match{start: i, end: i + 1, e: &expr{op: opSet, text: "XXXX-WXX-" + string(rune('0'+w.weekday))}, typ: detente.TimexSet, only: only}
	}
	m := date(i, i+1, &expr{op: opCal, cal: calendar{weekday: w.weekday}})
	m.only = only
	return p.clockAfter(m)
}

func (p *parser) monthOrDayMonth(k int) match {
	if p.w(k).month > 0 {
		return p.monthFirst(k)
	}
	if a := p.at(k); a.kind == aNumber || a.kind == aOrdinal {
		return p.dayMonth(k)
	}
	return match{}
}

// deictic reads today, yesterday morning, tonight.
func (p *parser) deictic(i int) match {
	w := p.w(i)
	e := &expr{op: opRel, unit: uDay, n: int(w.day) - 2}
	if w.night {
		return match{start: i, end: i + 1, e: &expr{op: opClock, x: e, text: "TNI"}, typ: detente.TimexTime}
	}
	return p.clockAfter(date(i, i+1, e))
}

// clockAfter adds a part of the day or a time to a date: "Wednesday night".
func (p *parser) clockAfter(m match) match {
	if !m.ok() || m.typ != detente.TimexDate {
		return m
	}
	k := m.end
	if w := p.w(k); w.part != "" && !strings.Contains(w.part, ":") {
		if w.plural {
			if m.e.op == opCal && m.e.cal.weekday > 0 {
				return match{start: m.start, end: k + 1, e: &expr{op: opSet, text: m.e.cal.underspecified() + "T" + w.part}, typ: detente.TimexSet}
			}
			return m
		}
		m.e, m.end, m.typ = &expr{op: opClock, x: m.e, text: "T" + w.part}, k+1, detente.TimexTime
		return m
	}
	if p.at(k).hash == hAt || p.at(k).hash == hComma {
		k++
	}
	if c := p.clockOnly(k); c.ok() && (k == m.end || p.at(k-1).hash == hAt) {
		c.e.x, c.start, c.only = m.e, m.start, m.only
		return c
	}
	return m
}

// season reads summer, the fall of 2025, winter 2013.
func (p *parser) season(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	w := p.w(k)
	if w.season == 0 || p.at(k+1).kind == aHyphen {
		return match{}
	}
	m := p.withYear(date(i, k+1, &expr{op: opCal, cal: calendar{season: w.season}}))
	if m.end == k+1 && !p.seasonSupported(k, w) {
		if w.weak && p.text(k)[0] > 'Z' || w.plural || p.at(k+1).hash == hOf || p.at(k-1).kind == aHyphen {
			return match{}
		}
		m.only = inHistory | inMessages // "the Spring Offensive", "winter quarters"
	}
	return m
}

func (p *parser) seasonSupported(k int, w *word) bool {
	if p.at(k+1).hash == hOf { // "the fall of the city": a year after "of" was read before
		return false
	}
	if !w.weak && k == p.lo {
		return true
	}
	if k == p.lo {
		return false
	}
	if p.beforeSeason(k - 1) {
		return true
	}
	if p.at(k-1).hash == hThe && (!w.weak || p.beforeSeason(k-2)) {
		return true
	}
	return !w.weak && p.w(k-1).mod != ""
}

// beforeSeason reports whether the word at k makes a time of the season behind it.
func (p *parser) beforeSeason(k int) bool {
	if k < p.lo {
		return false
	}
	switch p.at(k).hash {
	case hIn, hSince, hUntil, hBy, hThroughout, hDuring, hOver:
		return true
	}
	return false
}

// festival reads Christmas, Easter 2026, the Christmas.
func (p *parser) festival(i int) match {
	k := i
	if p.w(k).the {
		k++
	}
	w := p.w(k)
	if w.festival == "" || p.text(k)[0] < 'A' || p.text(k)[0] > 'Z' {
		return match{}
	}
	m := date(i, k+1, &expr{op: opCal, cal: calendar{festival: w.festival}})
	if p.at(k+1).hash == hWeek {
		m.end++
	}
	return p.withYear(m)
}

// numeric reads 2026-01-08, 26/2/87, 2/26/1987, 27.03.15.
func (p *parser) numeric(i int) match {
	text := p.doc.Text[p.at(i).span.Start:p.doc.Sentences[p.at(i).sent].Span.End]
	var part [3]int
	var digits [3]int
	var sep byte
	k := 0
	for n := range 3 {
		for k < len(text) && text[k] >= '0' && text[k] <= '9' && digits[n] < 5 {
			part[n] = part[n]*10 + int(text[k]-'0')
			digits[n]++
			k++
		}
		if digits[n] == 0 || digits[n] > 4 {
			return match{}
		}
		if n == 2 {
			break
		}
		if k >= len(text) || text[k] != '-' && text[k] != '/' && text[k] != '.' || n == 1 && text[k] != sep {
			return match{}
		}
		sep = text[k]
		k++
	}
	if k < len(text) && (text[k] == sep && sep != '.' || text[k] >= '0' && text[k] <= '9') {
		return match{}
	}
	y, mo, d, ok := civil(part, digits, sep)
	if !ok {
		return match{}
	}
	end := p.at(i).span.Start + int32(k)
	j := i
	for j < p.hi && p.a[j].span.End <= end {
		j++
	}
	if j == i || p.a[j-1].span.End != end {
		return match{}
	}
	return date(i, j, &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true, month: int8(mo), day: int8(d)}})
}

// civil orders the numbers of a date. Day and month are told apart where only
// one order is possible; otherwise slashes are American and stops European.
func civil(n, digits [3]int, sep byte) (y, m, d int, ok bool) {
	switch {
	case digits[0] == 4 && digits[1] == 2 && digits[2] == 2 && sep != '.':
		y, m, d = n[0], n[1], n[2]
	case digits[0] <= 2 && digits[1] <= 2 && (digits[2] == 4 || digits[2] == 2 && sep != '-'):
		d, m, y = n[0], n[1], n[2]
		if sep == '/' && n[0] <= 12 || n[1] > 12 {
			m, d = d, m
		}
		if digits[2] == 2 {
			y = century(y)
		}
	default:
		return 0, 0, 0, false
	}
	return y, m, d, y >= 1000 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// century completes a year of two digits: 69 and less are of this century.
func century(y int) int {
	if y < 70 {
		return 2000 + y
	}
	return 1900 + y
}
