package timex

import (
	"fmt"
	"strings"

	"detente"
)

// clockOnly reads 5 p.m., 10:35 a.m. EST, 22:00 GMT, noon, 5 o'clock, without a
// day.
func (p *parser) clockOnly(i int) match {
	a, w := p.at(i), p.w(i)
	if strings.Contains(w.part, ":") {
		h := int32(12)
		if w.part == "24:00" {
			h = 24
		}
		e := &expr{op: opClock, text: "T" + w.part, from: h * 3600, to: h*3600 + 59}
		if h == 24 {
			e.from, e.to = 23*3600+59*60, 24*3600-1
		}
		return match{start: i, end: i + 1, e: e, typ: detente.TimexTime}
	}
	h, mi, k := int32(-1), int32(-1), i+1
	switch {
	case a.kind == aNumber && a.len <= 2 && a.num <= 24:
		h = a.num
	case a.kind == aNumber && a.len == 4 && p.w(k).zone && a.num < 2400 && a.num%100 < 60:
		h, mi = a.num/100, a.num%100
	case a.kind == aOther:
		h, mi = hourMinute(p.text(i))
	case w.number > 0 && w.number <= 12 && p.w(k).clockword:
		h = int32(w.number)
	}
	if h < 0 {
		return match{}
	}
	sure := mi >= 0 && strings.Contains(p.text(i), ":") || a.len == 4
	switch v := p.w(k); {
	case v.ampm > 0 && h <= 12:
		h %= 12
		if v.ampm == 2 {
			h += 12
		}
		k++
		sure = true
	case v.clockword:
		k++
		sure = true
	case p.at(k).hash == hIn && p.w(k+1).the && (p.w(k+2).part == "MO" || p.w(k+2).part == "AF" || p.w(k+2).part == "EV") && h <= 12:
		if p.w(k+2).part != "MO" && h < 12 {
			h += 12
		}
		k += 3
		sure = true
	}
	if !sure || h > 24 {
		return match{}
	}
	for p.w(k).zone && strings.ToUpper(p.text(k)) == p.text(k) {
		k++
	}
	e := &expr{op: opClock, from: h * 3600, to: h*3600 + 3599}
	if mi >= 0 {
		e.text, e.from, e.to = fmt.Sprintf("T%02d:%02d", h, mi), h*3600+mi*60, h*3600+mi*60+59
	} else {
		e.text = fmt.Sprintf("T%02d:00", h)
	}
	if h == 24 {
		e.from, e.to = 24*3600-60, 24*3600-1
	}
	return match{start: i, end: k, e: e, typ: detente.TimexTime}
}

// hourMinute reads 10:35 and 7.30; hour -1 when it is neither.
func hourMinute(s string) (h, m int32) {
	k := strings.IndexAny(s, ":.")
	if k < 1 || k > 2 || len(s) < k+3 {
		return -1, -1
	}
	digit := func(i int) int32 { return int32(s[i]) - '0' }
	for i := range k + 3 {
		if i != k && (s[i] < '0' || s[i] > '9') {
			return -1, -1
		}
	}
	if len(s) > k+3 && s[k+3] != ':' {
		return -1, -1
	}
	h = digit(0)
	if k == 2 {
		h = h*10 + digit(1)
	}
	m = digit(k+1)*10 + digit(k+2)
	if h > 24 || m > 59 {
		return -1, -1
	}
	return h, m
}

// clock reads a time with the day that follows it: 10 p.m. Wednesday, noon on
// Thursday, 5 p.m. EST, Nov. 9.
func (p *parser) clock(i int) match {
	m := p.clockOnly(i)
	if !m.ok() {
		return m
	}
	k := m.end
	if p.at(k).hash == hOn || p.at(k).hash == hComma {
		k++
	}
	var d match
	switch w := p.w(k); {
	case w.weekday > 0:
		d = p.weekday(k)
	case w.day > 0 && !w.night:
		d = date(k, k+1, &expr{op: opRel, unit: uDay, n: int(w.day) - 2})
	case w.month > 0 || p.at(k).kind == aNumber:
		d = p.monthOrDayMonth(k)
	case w.rel == "last" || w.rel == "next" || w.rel == "this":
		d = p.relative(k)
	}
	if d.ok() && d.typ == detente.TimexDate && (d.e.op != opCal || d.e.cal.day > 0 || d.e.cal.weekday > 0) {
		m.e.x, m.end = d.e, d.end
	}
	return m
}

// partOfDay reads noon, midnight Friday, and "the morning" through its "the".
func (p *parser) partOfDay(i int) match {
	w := p.w(i)
	if strings.Contains(w.part, ":") {
		return p.clock(i)
	}
	// "afternoon yesterday", "mid-afternoon yesterday"
	if d := p.w(i + 1); d.day > 0 && !d.night && !w.plural {
		x := &expr{op: opRel, unit: uDay, n: int(d.day) - 2}
		return match{start: i, end: i + 2, e: &expr{op: opClock, x: x, text: "T" + w.part}, typ: detente.TimexTime}
	}
	k := i
	if w.the || w.det {
		k++
	}
	u := p.w(k)
	bare := u.part
	if u.unit == uDay && u.night {
		bare = "NI"
	}
	if bare == "" || strings.Contains(bare, ":") || p.at(k+1).kind == aHyphen || p.at(k-1).kind == aHyphen {
		return match{}
	}
	return match{start: i, end: k + 1, e: &expr{op: opClock, x: &expr{op: opRel, unit: uDay}, text: "T" + bare}, typ: detente.TimexTime, only: inMessages}
}

// partOf reads a part of a day that is named behind it: "the night of 20 June",
// "early in the morning of May 3", "the early morning hours of Friday".
func (p *parser) partOf(i, j int) match {
	k, mod := j, ""
	if p.w(k).mod == "START" {
		k, mod = k+1, "START"
		if p.at(k).hash == hIn && p.w(k+1).the {
			k += 2
		}
	}
	part := p.w(k).part
	if part == "" || strings.Contains(part, ":") {
		return match{}
	}
	if k++; p.w(k).unit == uHour {
		k++
	}
	if p.at(k).hash != hOf {
		return match{}
	}
	k++
	d := p.monthOrDayMonth(k)
	if p.w(k).weekday > 0 {
		d = p.weekday(k)
	}
	if !d.ok() || d.typ != detente.TimexDate || d.e.op != opCal || d.e.cal.day == 0 && d.e.cal.weekday == 0 {
		return match{}
	}
	return match{start: i, end: d.end, mod: mod, e: &expr{op: opClock, x: d.e, text: "T" + part}, typ: detente.TimexTime}
}

// set reads every Monday, each year, daily, every two weeks.
func (p *parser) set(i int) match {
	w := p.w(i)
	if w.set != "" {
		return match{start: i, end: i + 1, e: &expr{op: opSet, text: w.set}, typ: detente.TimexSet}
	}
	if !w.every {
		return match{}
	}
	k := i + 1
	c := count{n: 1, text: "1", end: k}
	if p.at(k).hash == hOther {
		c, k = count{n: 2, text: "2"}, k+1
	} else if n := p.count(k); n.end > 0 && !n.vague {
		c, k = n, n.end
	} else if o := p.w(k).ordinal; o > 0 && p.w(k).unit == noUnit {
		c, k = count{n: int(o), text: fmt.Sprint(o)}, k+1
	}
	v := ""
	switch u := p.w(k); {
	case u.unit != noUnit && !u.night && u.ordinal == 0:
		v = u.duration(c)
	case u.weekday > 0:
		v = fmt.Sprintf("XXXX-WXX-%d", u.weekday)
	case u.month > 0:
		v = fmt.Sprintf("XXXX-%02d", u.month)
	case u.season > 0:
		v = "XXXX-" + seasons[u.season]
	case u.part != "" && !strings.Contains(u.part, ":"):
		v = "XXXX-XX-XXT" + u.part
	default:
		return match{}
	}
	if part := p.w(k + 1).part; part != "" && p.w(k).weekday > 0 {
		v += "T" + part
		k++
	}
	return match{start: i, end: k + 1, e: &expr{op: opSet, text: v}, typ: detente.TimexSet}
}
