package timex

import (
	"fmt"
	"strconv"

	"detente"
)

// Value gives the TIMEX3 value of a time expression in an article published at
// p: "2026-01-07", "2025-FA", "P2D", "FUTURE_REF". Without a publication date
// relative expressions give their underspecified form, "XXXX-WXX-3".
func Value(t detente.Timex, p detente.Published) string {
	if t.Expr == nil {
		return ""
	}
	return t.Expr.Value(p.Interval, p.Known(), t.Direction)
}

// Value implements detente.TimeExpr.
func (e *expr) Value(ref detente.Interval, known bool, dir detente.Direction) string {
	switch e.op {
	case opDur, opSet, opRef, opWindow, opAgo:
		if e.text != "" {
			return e.text
		}
	}
	if !known && e.Relative() {
		return e.underspecified()
	}
	return e.resolve(refDay(ref), dir).value()
}

func (s stretch) value() string {
	y, m, d := s.at.Civil()
	if y <= 0 {
		v := fmt.Sprintf("BC%04d", 1-y)
		switch s.unit {
		case uDay:
			v += fmt.Sprintf("-%02d-%02d", m, d)
		case uMonth:
			v += fmt.Sprintf("-%02d", m)
		case uSeason:
			v += "-" + seasons[max(m/3, 1)]
		case uDecade:
			v = v[:len(v)-1]
		case uCentury:
			v = v[:len(v)-2]
		}
		return v + s.clock
	}
	switch s.unit {
	case uWeek, uWeekend:
		iy, w := isoWeek(s.at)
		v := fmt.Sprintf("%04d-W%02d", iy, w)
		if s.unit == uWeekend {
			v += "-WE"
		}
		return v
	case uMonth:
		return fmt.Sprintf("%04d-%02d%s", y, m, s.clock)
	case uQuarter:
		return fmt.Sprintf("%04d-Q%d", y, (m+2)/3)
	case uHalf:
		return fmt.Sprintf("%04d-H%d", y, (m+5)/6)
	case uSeason:
		return fmt.Sprintf("%04d-%s", y, seasons[max(m/3, 1)])
	case uYear:
		return fmt.Sprintf("%04d", y)
	case uDecade:
		return fmt.Sprintf("%03d", y/10)
	case uCentury:
		return fmt.Sprintf("%02d", y/100)
	case noUnit:
		return ""
	}
	return s.at.String() + s.clock
}

var seasons = [...]string{"", "SP", "SU", "FA", "WI"}

// underspecified is the form of a relative expression without a reference.
func (e *expr) underspecified() string {
	switch e.op {
	case opClock:
		if e.x != nil {
			return e.x.underspecified() + e.text
		}
		return "XXXX-XX-XX" + e.text
	case opPart, opCut:
		return e.x.underspecified()
	case opCal, opNear:
		return e.cal.underspecified()
	}
	switch e.unit {
	case uWeek:
		return "XXXX-WXX"
	case uWeekend:
		return "XXXX-WXX-WE"
	case uMonth:
		return "XXXX-XX"
	case uQuarter:
		return "XXXX-QX"
	case uYear:
		return "XXXX"
	case uDecade:
		return "XXX"
	case uCentury:
		return "XX"
	}
	return "XXXX-XX-XX"
}

func (c *calendar) underspecified() string {
	y := "XXXX"
	switch {
	case c.weekday > 0 && c.month == 0:
		return "XXXX-WXX-" + strconv.Itoa(int(c.weekday))
	case c.weekend:
		return "XXXX-WXX-WE"
	case c.quarter > 0:
		return y + "-Q" + strconv.Itoa(int(c.quarter))
	case c.half > 0:
		return y + "-H" + strconv.Itoa(int(c.half))
	case c.season > 0:
		return y + "-" + seasons[c.season]
	case c.month > 0 && c.day > 0:
		return fmt.Sprintf("%s-%02d-%02d", y, c.month, c.day)
	case c.month > 0:
		return fmt.Sprintf("%s-%02d", y, c.month)
	case len(c.festival) == 5:
		return y + "-" + c.festival
	case c.festival != "":
		return y + "-XX-XX"
	}
	return y
}

// isoWeek gives the ISO year and week of a day: the year that holds the week's
// Thursday.
func isoWeek(d detente.Day) (year, week int) {
	thursday := d + detente.Day(4-d.Weekday())
	year, _, _ = thursday.Civil()
	return year, int(thursday-detente.NewDay(year, 1, 1))/7 + 1
}
