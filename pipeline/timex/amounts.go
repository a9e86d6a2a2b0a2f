package timex

import (
	"strconv"
	"strings"

	"detente"
)

// count is a number of units as the text gives it.
type count struct {
	n     int
	text  string // as it stands in a value: "2", "3.5", "X"
	vague bool
	half  bool // "and a half"
	few   int  // of a vague count: the most
	end   int
}

// count reads two, twenty-five, 1,500, 3.5, 5 1/2, a dozen, several, a few.
func (p *parser) count(i int) count {
	a, w := p.at(i), p.w(i)
	switch {
	case a.kind == aNumber:
		c := count{n: int(a.num), end: i + 1}
		if t := p.text(i + 1); t == "1/2" || t == "½" {
			c.half, c.end = true, i+2
		}
		c.text = strconv.Itoa(c.n)
		return p.countRange(c)
	case a.kind == aOther:
		s := strings.ReplaceAll(p.text(i), ",", "")
		if f, err := strconv.ParseFloat(s, 64); err == nil && f < 1e6 {
			return count{n: int(f), text: s, end: i + 1}
		}
		return count{}
	case w.couple:
		return p.couple(i)
	case w.vague:
		return count{vague: true, text: "X", few: fewOf(p.text(i)), end: i + 1}
	case w.det && (p.w(i+1).couple || p.w(i+1).vague || p.w(i+1).number >= 12):
		c := p.count(i + 1)
		return c
	case w.number > 0:
		return p.countRange(p.numberWords(i))
	}
	return count{}
}

func (p *parser) couple(i int) count {
	c := count{n: 2, text: "2", end: i + 1}
	if p.at(i+1).hash == hOf {
		c.end++
	}
	return c
}

func fewOf(s string) int {
	if strings.EqualFold(s, "few") {
		return 5
	}
	return 9
}

// numberWords reads numbers in words up to thousands.
func (p *parser) numberWords(i int) count {
	const longest = 9 // words of a number
	total, part, k := 0, 0, i
	for k < p.hi && k < i+longest {
		n := int(p.w(k).number)
		switch {
		case n == 0:
			if p.at(k).kind == aHyphen && part >= 20 && part%10 == 0 && p.w(k+1).number > 0 && p.w(k+1).number < 10 {
				k++
				continue
			}
			total += part
			if k == i {
				return count{}
			}
			return count{n: total, text: strconv.Itoa(total), end: k}
		case n == 1000:
			total, part = total+max(part, 1)*1000, 0
		case n == 100 || n == 12 && part > 0:
			part = max(part, 1) * n
		case part >= 20 && part%10 == 0 && n < 10:
			part += n
		case part == 0:
			part = n
		default: // "one two": no number
			return count{n: total + part, text: strconv.Itoa(total + part), end: k}
		}
		k++
	}
	total += part
	return count{n: total, text: strconv.Itoa(total), end: k}
}

// countRange reads the second number of "two to three", "12 to 18", "five or six".
func (p *parser) countRange(c count) count {
	if c.end == 0 {
		return c
	}
	if h := p.at(c.end).hash; h == hTo || h == hOr {
		if a := p.at(c.end + 1); a.kind == aNumber || p.w(c.end+1).number > 0 {
			if d := p.numberOnly(c.end + 1); d.end > 0 && p.w(d.end).unit != noUnit {
				c.end = d.end
			}
		}
	}
	return c
}

func (p *parser) numberOnly(i int) count {
	if a := p.at(i); a.kind == aNumber {
		return count{n: int(a.num), end: i + 1}
	}
	return p.numberWords(i)
}

// letters of the units in values of durations.
func (w *word) duration(c count) string {
	n := c.text
	var u string
	time := ""
	mult := 1
	switch w.unit {
	case uSecond:
		u, time = "S", "T"
	case uMinute:
		u, time = "M", "T"
	case uHour:
		u, time = "H", "T"
	case uDay:
		u = "D"
	case uWeek:
		if u = "W"; w.fortnight {
			mult = 2
		}
	case uWeekend:
		u, mult = "D", 2
	case uMonth:
		u = "M"
	case uQuarter:
		u = "Q"
	case uYear:
		u = "Y"
	case uDecade:
		u, mult = "Y", 10
	case uCentury:
		if c.vague {
			return "PXC"
		}
		if u, mult = "Y", 100; w.millennium {
			mult = 1000
		}
	}
	if mult > 1 && !c.vague {
		n = strconv.Itoa(c.n * mult)
	}
	v := "P" + time + n + u
	if c.half {
		switch w.unit {
		case uHour:
			v += "30M"
		case uMinute:
			v += "30S"
		case uYear, uMonth, uWeek, uDay:
			v = "P" + n + ".5" + u
		}
	}
	return v
}

// days away that a vague number of units means (least, most).
func (w *word) vagueDays(c count) (least, most int) {
	few := c.few
	if few == 0 {
		few = 6
	}
	switch w.unit {
	case uDay:
		return 2, min(few, 6)
	case uWeek:
		return 14, 7 * min(few, 6)
	case uMonth:
		return 60, 31 * max(few, 11)
	case uYear:
		return 730, 366 * few
	case uDecade:
		return 7305, 3653 * few
	case uCentury:
		return 73050, 36525 * few
	}
	return 0, 1
}

// amount reads a duration, and with "ago", "earlier", "later" or "from now" the
// place in time that it leads to.
func (p *parser) amount(i int) match {
	w := p.w(i)
	k := i
	var c count
	switch {
	case w.the: // "the nine months", "the two days"
		if c = p.count(i + 1); c.end == 0 || c.vague {
			return match{}
		}
		k = c.end
	case w.det && p.w(i+1).unit != noUnit:
		if p.w(i + 1).plural {
			return match{}
		}
		c = count{n: 1, text: "1", end: i + 1}
		k = i + 1
	case w.det && fillers[p.at(i+1).hash] && p.w(i+2).unit != noUnit && !p.w(i+2).plural:
		c = count{n: 1, text: "1", end: i + 2}
		k = i + 2
	case w.unit != noUnit: // "days", "weeks"
		c, k = count{vague: true, text: "X", end: i}, i
	default:
		if c = p.count(i); c.end == 0 {
			return match{}
		}
		k = c.end
	}
	if p.at(k).kind == aHyphen && k > i {
		k++
	}
	for k > i && fillers[p.at(k).hash] {
		k++
	}
	u := p.w(k)
	if u.unit == noUnit || u.night && !u.plural && !w.the {
		return match{}
	}
	if u.unit == uSecond && c.n == 1 || u.ordinal > 0 && c.vague {
		return match{}
	}
	return p.afterUnit(i, k, c, u)
}

// afterUnit reads on behind the unit at k of an amount that began at i.
func (p *parser) afterUnit(i, k int, c count, u *word) match {
	bare := c.vague && c.end == i
	hyphen := p.at(k-1).kind == aHyphen && k-1 > i
	if u.unit == uQuarter && (hyphen && u.plural || c.n <= 1 && !c.vague) { // shares, not months
		return match{}
	}
	if hyphen && (p.w(i).the || p.w(i).det) { // "the two-week truce": the article goes with the noun
		i++
	}
	m := match{start: i, end: k + 1, typ: detente.TimexDuration, counted: true}
	if p.at(k+1).hash == hAnd && p.at(k+2).hash == hA && p.at(k+3).hash == hHalf {
		c.half, m.end = true, k+4
	}
	if p.isAge(m.end) || p.at(i-1).hash == hAge || p.at(i-1).hash == hAged {
		m.end = max(m.end, p.ageEnd(m.end))
		m.blocked = true
		return m
	}
	if p.at(m.end).hash == hOr && p.at(m.end+1).hash == hSo {
		m.end, m.mod = m.end+2, "APPROX"
	} else if p.at(m.end).hash == hOr && p.w(m.end+1).number == 2 && c.n == 1 {
		m.end += 2
	}
	if !bare || u.plural {
		if d := p.away(m, c, u); d.ok() {
			return d
		}
	}
	if bare {
		if p.at(k+1).kind == aHyphen && p.at(k+2).hash == hLong {
			m.end = k + 3
		} else if !u.plural || u.unit < uHour || u.night || u.unit == uWeekend || u.unit == uQuarter {
			return match{}
		}
	}
	if c.n > 0 && !c.vague && c.n != 1 && !u.plural && !hyphen && u.unit == uSecond {
		return match{}
	}
	m.e = &expr{op: opDur, text: u.duration(c), n: c.n, unit: u.unit}
	return m
}

func (p *parser) isAge(k int) bool {
	return p.at(k).hash == hOld || p.at(k).kind == aHyphen && p.at(k+1).hash == hOld
}

func (p *parser) ageEnd(k int) int {
	for p.at(k).kind == aHyphen || p.at(k).hash == hOld {
		k++
	}
	return k
}

// away reads ago, earlier, later, from now behind an amount.
func (p *parser) away(m match, c count, u *word) match {
	k := m.end
	if p.at(k).kind == aHyphen {
		k++
	}
	w := p.w(k)
	sign, end := 0, k+1
	var base *expr
	switch {
	case w.ago:
		sign = -1
	case w.mod == "EARLIER":
		sign, base = -1, pending
	case w.mod == "LATER":
		sign, base = 1, pending
	case p.at(k).hash == hFrom && p.at(k+1).hash == hNow:
		sign, end = 1, k+2
	default:
		return match{}
	}
	d := match{start: m.start, end: end, typ: detente.TimexDate, mod: m.mod, counted: true}
	if c.vague {
		least, most := u.vagueDays(c)
		d.e = &expr{op: opAgo, unit: vagueUnit(u.unit), min: least, max: most, base: base, text: "FUTURE_REF"}
		if sign < 0 {
			d.e.min, d.e.max, d.e.text = -most, -least, "PAST_REF"
		}
		return d
	}
	n, unit := sign*c.n, u.unit
	switch {
	case u.unit == uDecade:
		n, unit = n*10, uYear
	case u.unit == uCentury:
		n, unit = n*100, uYear
	case u.fortnight:
		n *= 2
	case u.unit < uDay:
		n = 0
	}
	if n < -30000 || n > 30000 {
		return match{}
	}
	d.e = &expr{op: opRel, unit: unit, n: n, base: base}
	return d
}

func vagueUnit(u unit) unit {
	if u == uDay || u < uDay {
		return uWeek
	}
	return u
}

// relative reads last week, the next two months, this Friday, that evening, the
// past few weeks, the coming months.
func (p *parser) relative(i int) match {
	k, the := i, false
	if p.w(k).the {
		k, the = k+1, true
	}
	rel := p.w(k).rel
	if rel == "" {
		return p.definite(i, the)
	}
	k++
	if next := p.w(k).rel; next != "" && (rel == "this" || rel == "that") { // "this coming Sunday", "that same day"
		if rel = next; rel == "past" {
			rel = "last"
		}
		k++
	}
	w := p.w(k)
	if m := p.relativeName(i, k, rel, w); m.ok() {
		return m
	}
	if w.fiscal && p.w(k+1).unit != noUnit {
		k++
		w = p.w(k)
	}
	if w.period && the && rel == "latest" {
		return date(i, k+1, &expr{op: opRel, unit: uQuarter, n: -1})
	}
	if w.unit != noUnit && w.ordinal == 0 {
		return p.relativeUnit(i, k, rel, the, w)
	}
	if c := p.count(k); c.end > 0 {
		j := c.end
		for fillers[p.at(j).hash] {
			j++
		}
		if u := p.w(j); u.unit >= uHour || u.unit == uMinute {
			return p.window(i, j+1, rel, c, u)
		}
	}
	return match{}
}

// relativeName reads rel + weekday, month, season, festival or part of the day.
func (p *parser) relativeName(i, k int, rel string, w *word) match {
	wh := thisOne
	var base *expr
	switch rel {
	case "last", "past":
		wh = lastOne
	case "previous":
		wh, base = lastOne, pending
	case "next", "coming":
		wh = nextOne
	case "following":
		wh, base = nextOne, pending
	case "that", "same":
		base = pending
	case "this", "current":
	default:
		return match{}
	}
	near := func(end int, c calendar) match {
		return date(i, end, &expr{op: opNear, which: wh, cal: c, base: base})
	}
	text := p.text(k)
	capital := text != "" && text[0] >= 'A' && text[0] <= 'Z'
	switch {
	case w.weekday > 0 && capital && !w.plural && (!w.weak || base == nil):
		m := near(k+1, calendar{weekday: w.weekday})
		j := k + 1
		if p.at(j).hash == hComma {
			j++
		}
		if d := p.monthOrDayMonth(j); d.ok() && d.e.op == opCal && d.e.cal.day > 0 {
			d.start, d.e.cal.weekday = i, w.weekday
			return d
		}
		return p.clockAfter(m)
	case w.month > 0 && capital:
		m := near(k+1, calendar{month: w.month})
		if day, end := p.dayNumber(k + 1); end > 0 {
			m.e.cal.day, m.end = int8(day), end
		}
		return m
	case w.season > 0:
		return near(k+1, calendar{season: w.season})
	case w.festival != "":
		return near(k+1, calendar{festival: w.festival})
	case w.part != "" && !w.plural || w.night && w.unit == uDay && !w.plural:
		if rel == "past" || rel == "coming" || rel == "current" {
			return match{}
		}
		part := w.part
		if w.night {
			part = "NI"
		}
		e := &expr{op: opClock, x: &expr{op: opRel, unit: uDay, n: int(wh), base: base}, text: "T" + part}
		return match{start: i, end: k + 1, e: e, typ: detente.TimexTime}
	case w.unit == uWeekend && !w.plural && wh == thisOne && base == nil:
		return date(i, k+1, &expr{op: opCal, cal: calendar{weekend: true}})
	}
	return match{}
}

// relativeUnit reads rel + unit without a number.
func (p *parser) relativeUnit(i, k int, rel string, the bool, w *word) match {
	end := k + 1
	if w.unit < uHour {
		return match{}
	}
	if w.plural {
		switch rel {
		case "recent", "past", "last", "previous":
			return p.window(i, end, rel, count{vague: true, text: "X"}, w)
		case "coming", "next", "following":
			return p.window(i, end, "coming", count{vague: true, text: "X"}, w)
		}
		return match{}
	}
	u, n := w.unit, relSteps(rel)
	if u == uCentury && w.millennium || u == uHour && rel != "last" && rel != "next" {
		return match{}
	}
	e := &expr{op: opRel, unit: u, n: n}
	switch rel {
	case "previous", "following":
		e.base = pending
	case "next":
		if the || u == uDay {
			e.base = pending
		}
	case "that", "same":
		e = &expr{op: opSame, unit: u, base: pending}
	case "this":
		if u == uDay {
			e = &expr{op: opSame, unit: u, base: pending}
		}
	case "past":
		if !the {
			return match{}
		}
		y := &expr{op: opWindow, unit: u, min: -u.days(), max: 0}
		y.text = w.duration(count{n: 1, text: "1"})
		return match{start: i, end: end, e: y, typ: detente.TimexDuration}
	case "latest":
		e.n = -1
	case "recent", "coming":
		if rel == "recent" || !the && u != uYear && u != uWeek {
			return match{}
		}
	}
	m := date(i, end, e)
	return p.ownedQuarter(m)
}

// window reads an amount of time that lies just behind or ahead.
func (p *parser) window(i, end int, rel string, c count, w *word) match {
	e := &expr{op: opWindow, unit: vagueUnit(w.unit), text: w.duration(c)}
	least, most := 0, c.n*w.unit.days()
	if c.vague {
		_, most = w.vagueDays(c)
	}
	if c.n > 30000 {
		return match{}
	}
	m := match{start: i, end: end, e: e, typ: detente.TimexDuration}
	if p.at(end).hash == hOr && p.at(end+1).hash == hSo {
		m.end, m.mod = end+2, "APPROX"
	}
	switch rel {
	case "last", "past", "recent", "latest":
		e.min, e.max = -most, least
	case "previous":
		e.min, e.max, e.base = -most, least, pending
	case "next", "coming":
		e.min, e.max = least, most
	case "following":
		e.min, e.max, e.base = least, most, pending
	default:
		m.e = &expr{op: opDur, text: e.text, n: c.n, unit: w.unit}
	}
	return m
}

// definite reads the + unit: the weekend, the year, the quarter, the day.
func (p *parser) definite(i int, the bool) match {
	k := i
	if the {
		k++
	}
	w := p.w(k)
	if !the || w.unit == noUnit || w.plural || w.ordinal > 0 {
		return match{}
	}
	if p.at(k+1).kind == aHyphen || w.unit < uDay {
		return match{}
	}
	switch w.unit {
	case uWeekend:
		return date(i, k+1, &expr{op: opCal, cal: calendar{weekend: true}})
	case uQuarter:
		return date(i, k+1, &expr{op: opRel, unit: uQuarter, n: -1})
	case uYear, uWeek, uMonth:
		m := date(i, k+1, &expr{op: opRel, unit: w.unit})
		if y, end := p.yearNumber(k + 1); w.unit == uYear && end > 0 {
			m.e, m.end = &expr{op: opCal, cal: calendar{year: int32(y), hasYear: true}}, end
			return m
		}
		if p.at(k+1).hash == hOf && w.unit != uYear {
			if d := p.monthOrDayMonth(k + 2); d.ok() && d.e.op == opCal && d.e.cal.day > 0 {
				m.e, m.end = &expr{op: opSame, unit: w.unit, base: d.e}, d.end
			}
		}
		if p.at(k+1).hash == hAhead {
			m.e, m.end = &expr{op: opWindow, unit: w.unit, min: 0, max: w.unit.days(), text: w.duration(count{n: 1, text: "1"})}, k+2
			m.typ = detente.TimexDuration
		}
		return m
	}
	return match{}
}
