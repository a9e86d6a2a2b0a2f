package detente

import (
	"fmt"
	"math"
	"strconv"
)

// Time is a point in time: seconds since 1970-01-01T00:00:00 UTC.
type Time int64

// MinTime and MaxTime stand for an interval's open end.
const (
	MinTime Time = math.MinInt64
	MaxTime Time = math.MaxInt64
)

const daySeconds = 24 * 60 * 60

// Day counts days since 1970-01-01 in the proleptic Gregorian calendar.
type Day int32

// NewDay gives the day of a civil date. Months and days outside their range
// carry over, as in time.Date: month 13 is January of the next year, day 0 the
// last day of the month before.
func NewDay(year, month, day int) Day {
	year += (month - 1) / 12
	if month = (month - 1) % 12; month < 0 {
		month += 12
		year--
	}
	month++
	// Days from civil (Hinnant): eras of 400 years that begin on 1 March.
	y := year
	if month <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mp := (month + 9) % 12
	doy := (153*mp+2)/5 + day - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// Civil gives year, month (1-12) and day of the month (1-31).
func (d Day) Civil() (year, month, day int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Weekday is the ISO day of the week: 1 Monday to 7 Sunday.
func (d Day) Weekday() int { return (int(d)%7+7+3)%7 + 1 }

// Start is the first second of the day.
func (d Day) Start() Time { return Time(d) * daySeconds }

// End is the last second of the day.
func (d Day) End() Time { return d.Start() + daySeconds - 1 }

// String gives the ISO form, 2026-01-08.
func (d Day) String() string {
	y, m, dd := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
}

// ParseDay reads the ISO form, 2026-01-08.
func ParseDay(s string) (Day, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		y, ey := strconv.Atoi(s[:4])
		m, em := strconv.Atoi(s[5:7])
		d, ed := strconv.Atoi(s[8:])
		if ey == nil && em == nil && ed == nil && m >= 1 && m <= 12 && d >= 1 {
			if day := NewDay(y, m, d); day < NewDay(y, m+1, 1) {
				return day, nil
			}
		}
	}
	return 0, fmt.Errorf("date %q: give it as YYYY-MM-DD", s)
}

// Day is the UTC day that holds the time.
func (t Time) Day() Day {
	d := int64(t) / daySeconds
	if int64(t)%daySeconds < 0 {
		d--
	}
	return Day(d)
}

// Bounded reports whether the time is a real point and not an open end.
func (t Time) Bounded() bool { return t != MinTime && t != MaxTime }

// AddDays moves a bounded time by n days; an open end stays open.
func (t Time) AddDays(n int) Time {
	if !t.Bounded() {
		return t
	}
	return t + Time(n)*daySeconds
}

// String gives 2026-01-08 at the start of a day, 2026-01-08T15:04:05 otherwise
// and "-inf" or "+inf" for an open end.
func (t Time) String() string {
	switch t {
	case MinTime:
		return "-inf"
	case MaxTime:
		return "+inf"
	}
	d := t.Day()
	if s := int64(t - d.Start()); s != 0 {
		return fmt.Sprintf("%sT%02d:%02d:%02d", d, s/3600, s/60%60, s%60)
	}
	return d.String()
}

// Interval is a stretch of time, inclusive at both ends, to the second. MinTime
// and MaxTime are open ends. The zero Interval is the first second of 1970: ask
// the value that carries it (When, Published) whether it means anything.
type Interval struct {
	Lo, Hi Time
}

// Always is the interval without bounds.
var Always = Interval{MinTime, MaxTime}

// Days is the interval from the start of lo to the end of hi.
func Days(lo, hi Day) Interval { return Interval{lo.Start(), hi.End()} }

// Empty reports whether no time lies in the interval.
func (i Interval) Empty() bool { return i.Lo > i.Hi }

// Bounded reports whether both ends are bounded.
func (i Interval) Bounded() bool { return i.Lo.Bounded() && i.Hi.Bounded() }

// Intersect gives the times in both; it may be Empty.
func (i Interval) Intersect(o Interval) Interval {
	return Interval{max(i.Lo, o.Lo), min(i.Hi, o.Hi)}
}

// Hull is the shortest interval that holds both.
func (i Interval) Hull(o Interval) Interval {
	return Interval{min(i.Lo, o.Lo), max(i.Hi, o.Hi)}
}

// Overlaps reports whether a time lies in both.
func (i Interval) Overlaps(o Interval) bool { return !i.Intersect(o).Empty() }

// ShiftDays moves both bounded ends by n days.
func (i Interval) ShiftDays(n int) Interval { return Interval{i.Lo.AddDays(n), i.Hi.AddDays(n)} }

// Width is the number of days touched, 1 for a single day, and -1 when an end
// is open.
func (i Interval) Width() int {
	if !i.Bounded() {
		return -1
	}
	return int(i.Hi.Day()-i.Lo.Day()) + 1
}

// Mid is the middle of a bounded interval, the bounded end of a half-open one,
// and 0 for Always.
func (i Interval) Mid() Time {
	switch {
	case i.Bounded():
		return i.Lo + (i.Hi-i.Lo)/2
	case i.Lo.Bounded():
		return i.Lo
	case i.Hi.Bounded():
		return i.Hi
	}
	return 0
}

// String gives "2026-01-07/2026-01-08" for whole days and seconds otherwise.
func (i Interval) String() string {
	hi := i.Hi.String()
	if i.Hi.Bounded() && i.Hi == i.Hi.Day().End() {
		hi = i.Hi.Day().String()
	}
	return i.Lo.String() + "/" + hi
}

// Precision is the granularity of a time.
type Precision uint8

const (
	PrecisionUnknown Precision = iota
	PrecisionSecond
	PrecisionMinute
	PrecisionHour
	PrecisionDay
	PrecisionWeek // also the weekend and vague days
	PrecisionMonth
	PrecisionQuarter
	PrecisionSeason
	PrecisionYear
	PrecisionDecade
	PrecisionCentury
)

// PrecisionNames are the names of the precisions, by value.
var PrecisionNames = []string{"unknown", "second", "minute", "hour", "day", "week", "month", "quarter", "season", "year", "decade", "century"}

// String gives the name used in tables.
func (p Precision) String() string { return nameOf(PrecisionNames, int(p)) }

// TimexType is the type of a time expression as in TimeML.
type TimexType uint8

const (
	TimexDate     TimexType = iota + 1 // late Wednesday, January 2025, the near future
	TimexTime                          // 5 p.m.
	TimexDuration                      // two years
	TimexSet                           // every Monday
)

// TimexTypeNames are the names of the types, by value.
var TimexTypeNames = []string{"", "DATE", "TIME", "DURATION", "SET"}

// String gives the TimeML name.
func (t TimexType) String() string { return nameOf(TimexTypeNames, int(t)) }

// Direction says which way an underspecified expression looks ("in March").
type Direction int8

const (
	Past    Direction = -1
	Nowhere Direction = 0 // not known
	Future  Direction = 1
)

// TimeExpr is the meaning of a time expression before it is applied to a
// reference.
type TimeExpr interface {
	// Eval gives the interval that the expression denotes, seen from ref and
	// read in direction dir. It returns Always and PrecisionUnknown when the
	// expression denotes no place in time (a duration, a set).
	Eval(ref Interval, dir Direction) (Interval, Precision)
	// Value gives the TIMEX3 value seen from ref, such as "2026-01-07",
	// "2025-FA", "P2D" or "FUTURE_REF". known is false when there is no
	// reference date; then relative expressions give their underspecified form.
	Value(ref Interval, known bool, dir Direction) string
	// Relative reports whether the meaning moves with the reference.
	Relative() bool
}

// Timex is one time expression of the text. Prepositions stay outside its span,
// determiners and modifiers inside, as in TimeML.
type Timex struct {
	Span      Span
	Type      TimexType
	Mod       string    // START, MID, END, APPROX, LESS_THAN, ... or ""
	Direction Direction // decided by tense and signal words
	Sentence  int32     // index into Doc.Sentences
	Expr      TimeExpr
}

// Method says how a time is known, best first.
type Method uint8

const (
	MethodNone       Method = iota // nothing can be said
	MethodExplicit                 // a time expression governed by the reporting verb or act; of words in the author's own voice, the time of publication
	MethodClause                   // a time expression of the same clause
	MethodEventLink                // through another event: "two days after the call"
	MethodCorefEvent               // the same event is dated elsewhere
	MethodSection                  // a date carried along the paragraph
	MethodTense                    // by tense alone: present perfect, pluperfect, plain present
	MethodPublished                // the fall-back: plain past in undated news
)

// MethodNames are the names of the methods, by value.
var MethodNames = []string{"none", "explicit", "clause", "event_link", "coref_event", "section", "tense", "published"}

// String gives the name used in tables.
func (m Method) String() string { return nameOf(MethodNames, int(m)) }

// RefPublished as When.Ref means that the offsets count from the publication day.
const RefPublished = -1

// When is the interval in which something was said or done, and how that is
// known. Method MethodNone means that nothing is known and Interval is Always.
type When struct {
	Interval   Interval // inclusive; open ends where unbounded; Always without a publication date and absolute words
	Precision  Precision
	Method     Method
	Confidence float32
	Anchor     Span // the time expression that dates it; empty when none does

	// The same as days from a reference, for articles without a publication
	// date: OffsetLo <= event - reference <= OffsetHi, inclusive. HasOffset is
	// false when not even that is known.
	HasOffset          bool
	OffsetLo, OffsetHi int32
	Ref                int32 // index of the attribution it counts from, or RefPublished

	Conflict bool     // two sources contradicted each other
	Content  Interval // what the content speaks of: a deadline, a planned meeting; Always when nothing
}

// NoOffset is the open end of an offset in days.
const (
	NoOffsetLo = math.MinInt32
	NoOffsetHi = math.MaxInt32
)
