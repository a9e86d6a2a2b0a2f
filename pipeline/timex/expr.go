package timex

import (
	"detente"
)

// op is the operator at the root of an expression.
type op uint8

const (
	opCal    op = iota + 1 // calendar fields; missing larger ones are filled from the reference
	opRel                  // n units from the reference's: this year, last week, tomorrow
	opNear                 // the last, this or next of a calendar pattern: last Friday, this fall
	opClock                // a time or a part of the day x
	opPart                 // early, mid, late x
	opCut                  // earlier this week, later today: x up to or from the reference
	opAgo                  // a vague number of units away: years ago, a few days later
	opWindow               // the past two weeks, the coming months
	opSame                 // that day, that year: the unit that holds the base
	opDur                  // two weeks
	opSet                  // every Monday
	opRef                  // now, recently, the future
)

// unit is a unit of time.
type unit uint8

const (
	noUnit unit = iota
	uSecond
	uMinute
	uHour
	uDay
	uWeek
	uWeekend
	uMonth
	uQuarter
	uHalf
	uSeason
	uYear
	uDecade
	uCentury
)

// days is the usual length of a unit.
func (u unit) days() int {
	return [...]int{0, 0, 0, 0, 1, 7, 7, 30, 91, 182, 91, 365, 3652, 36524}[u]
}

func (u unit) precision() detente.Precision {
	return [...]detente.Precision{
		detente.PrecisionUnknown, detente.PrecisionSecond, detente.PrecisionMinute, detente.PrecisionHour,
		detente.PrecisionDay, detente.PrecisionWeek, detente.PrecisionWeek, detente.PrecisionMonth,
		detente.PrecisionQuarter, detente.PrecisionQuarter, detente.PrecisionSeason, detente.PrecisionYear,
		detente.PrecisionDecade, detente.PrecisionCentury,
	}[u]
}

// which says which one of several is meant.
type which int8

const (
	lastOne which = -1
	thisOne which = 0
	nextOne which = 1
)

// calendar holds the fields of a date that the text names; 0 is not named.
type calendar struct {
	year     int32 // astronomical: 0 is 1 BC; only read when hasYear
	hasYear  bool
	decade   bool // the ten years from year
	century  bool // the hundred years from year
	month    int8 // 1-12
	day      int8 // 1-31
	weekday  int8 // 1 Monday - 7 Sunday
	quarter  int8 // 1-4
	half     int8 // 1-2
	season   int8 // 1 spring - 4 winter
	weekend  bool
	festival string // rule by name
}

// expr is one node of the operator tree. It is immutable once Find returns it.
type expr struct {
	op    op
	unit  unit
	which which
	n     int // steps or count
	min   int // opAgo, opWindow: least and most days away
	max   int
	cal   calendar
	x     *expr
	base  *expr  // what an anaphoric expression counts from; nil: the reference
	text  string // the value of durations, sets and references; the clock of opClock
	mod   string // opPart: START, MID, END
	from  int32  // opClock: second of the day, and the last one
	to    int32
}

// stretch is a resolved expression: the days it covers and how they are named.
type stretch struct {
	lo, hi detente.Day
	at     detente.Day // a day of the unit that the value names
	unit   unit        // of the value; noUnit: no place in time
	clock  string      // "T17:00", "TMO" or ""
	from   int32       // with a clock of its own: seconds of the day
	to     int32
	open   int8 // -1: lo is open, 1: hi is open
}

func span(lo, hi detente.Day, u unit) stretch {
	return stretch{lo: lo, hi: hi, at: lo, unit: u}
}

// Eval implements detente.TimeExpr.
func (e *expr) Eval(ref detente.Interval, dir detente.Direction) (detente.Interval, detente.Precision) {
	s := e.resolve(refDay(ref), dir)
	if s.unit == noUnit {
		return detente.Always, detente.PrecisionUnknown
	}
	iv := detente.Days(s.lo, s.hi)
	p := s.unit.precision()
	if s.to > 0 && s.unit == uDay {
		iv = detente.Interval{Lo: s.lo.Start() + detente.Time(s.from), Hi: s.lo.Start() + detente.Time(s.to)}
		if p = detente.PrecisionMinute; s.to-s.from > 60 {
			p = detente.PrecisionHour
		}
	}
	switch s.open {
	case -1:
		iv.Lo, p = detente.MinTime, detente.PrecisionUnknown
	case 1:
		iv.Hi, p = detente.MaxTime, detente.PrecisionUnknown
	}
	return iv, p
}

// refDay is the day from which relative expressions count: the last one of the
// reference, or its bounded end.
func refDay(ref detente.Interval) detente.Day {
	if ref.Hi.Bounded() {
		return ref.Hi.Day()
	}
	if ref.Lo.Bounded() {
		return ref.Lo.Day()
	}
	return 0
}

// Relative implements detente.TimeExpr.
func (e *expr) Relative() bool {
	switch e.op {
	case opDur, opSet:
		return false
	case opCal:
		return !e.cal.hasYear && (e.base == nil || e.base.Relative())
	case opClock, opPart, opCut:
		return e.x == nil || e.x.Relative()
	}
	if e.base != nil {
		return e.base.Relative()
	}
	return true
}

// maxChain bounds how many anaphoric expressions may hang on one another.
const maxChain = 8

// depth is the length of the chain of bases under the expression.
func (e *expr) depth() int {
	n := 0
	for e != nil && n <= maxChain {
		if e.base != nil {
			e = e.base
			n++
			continue
		}
		e = e.x
	}
	return n
}

// resolve applies the expression to a reference day.
func (e *expr) resolve(ref detente.Day, dir detente.Direction) stretch {
	if e.base != nil {
		b := e.base.resolve(ref, dir)
		if b.unit == noUnit {
			return stretch{}
		}
		if e.op == opCal && e.cal.weekday > 0 && e.cal.month == 0 || e.cal.weekend {
			return e.cal.resolve(b.hi, dir)
		}
		if e.op == opCal { // "June last year": the base gives the year
			y, _, _ := b.lo.Civil()
			return e.cal.inYear(y)
		}
		ref = b.hi
		if e.op == opRel && e.n < 0 || e.op == opAgo && e.max < 0 {
			ref = b.lo
		}
	}
	switch e.op {
	case opCal:
		return e.cal.resolve(ref, dir)
	case opRel:
		return step(ref, e.unit, e.n)
	case opNear:
		return e.cal.near(ref, e.which, dir)
	case opSame:
		return step(ref, e.unit, 0)
	case opClock:
		return e.resolveClock(ref, dir)
	case opPart:
		return e.x.resolve(ref, dir).part(e.mod)
	case opCut:
		s := e.x.resolve(ref, dir)
		if e.mod == "EARLIER" && s.lo <= ref && ref < s.hi {
			s.hi = ref
		} else if e.mod == "LATER" && s.lo < ref && ref <= s.hi {
			s.lo = ref
		}
		return s
	case opAgo:
		s := stretch{lo: ref + detente.Day(e.min), hi: ref + detente.Day(e.max), at: ref, unit: e.unit}
		if e.base != nil { // counted from both ends of the base
			b := e.base.resolve(ref, dir)
			s.lo, s.hi = b.lo+detente.Day(e.min), b.hi+detente.Day(e.max)
		}
		return s
	case opWindow:
		return stretch{lo: ref + detente.Day(e.min), hi: ref + detente.Day(e.max), at: ref, unit: e.unit}
	case opRef:
		return e.resolveRef(ref)
	}
	return stretch{}
}

func (e *expr) resolveClock(ref detente.Day, dir detente.Direction) stretch {
	s := step(ref, uDay, 0)
	if e.x != nil {
		s = e.x.resolve(ref, dir)
	}
	s.clock = e.text
	if e.to > 0 && s.unit == uDay {
		s.from, s.to = e.from, e.to
	}
	return s
}

func (e *expr) resolveRef(ref detente.Day) stretch {
	s := stretch{lo: ref + detente.Day(e.min), hi: ref + detente.Day(e.max), at: ref, unit: e.unit}
	if e.unit == noUnit {
		s.unit = uDay
		switch e.text {
		case "PAST_REF":
			s.open = -1
		case "FUTURE_REF":
			s.open = 1
		}
	}
	return s
}

// part narrows a stretch longer than a day to its first, middle or last half.
// Halves are wider than what the words mean, so the true day stays inside.
func (s stretch) part(mod string) stretch {
	n := s.hi - s.lo + 1
	if n < 4 || s.unit == noUnit {
		return s
	}
	switch mod {
	case "START":
		s.hi = s.lo + n/2
	case "END":
		s.lo += n / 2
	case "MID":
		s.lo, s.hi = s.lo+n/4, s.hi-n/4
	}
	return s
}

// step gives the unit that lies n units from the one that holds the day.
func step(d detente.Day, u unit, n int) stretch {
	y, m, _ := d.Civil()
	day := detente.NewDay
	switch u {
	case uDay, uHour, uMinute, uSecond:
		return span(d+detente.Day(n), d+detente.Day(n), uDay)
	case uWeek:
		lo := d - detente.Day(d.Weekday()-1) + detente.Day(7*n)
		return span(lo, lo+6, uWeek)
	case uWeekend:
		lo := d - detente.Day(d.Weekday()-1) + 5 + detente.Day(7*n)
		return span(lo, lo+1, uWeekend)
	case uMonth:
		return span(day(y, m+n, 1), day(y, m+n+1, 1)-1, uMonth)
	case uQuarter:
		q := (m - 1) / 3
		return span(day(y, 3*(q+n)+1, 1), day(y, 3*(q+n)+4, 1)-1, uQuarter)
	case uHalf:
		h := (m - 1) / 6
		return span(day(y, 6*(h+n)+1, 1), day(y, 6*(h+n)+7, 1)-1, uHalf)
	case uSeason:
		s := m / 3 // December counts to the winter that begins with it
		return span(day(y, 3*(s+n), 1), day(y, 3*(s+n)+3, 1)-1, uSeason)
	case uYear:
		return span(day(y+n, 1, 1), day(y+n+1, 1, 1)-1, uYear)
	case uDecade:
		y0 := floor(y, 10)*10 + 10*n
		return span(day(y0, 1, 1), day(y0+10, 1, 1)-1, uDecade)
	case uCentury:
		y0 := floor(y, 100)*100 + 100*n
		return span(day(y0, 1, 1), day(y0+100, 1, 1)-1, uCentury)
	}
	return stretch{}
}

func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
