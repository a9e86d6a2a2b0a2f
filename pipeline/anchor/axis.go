package anchor

import (
	"strconv"

	"detente"
)

// axis is the line of days that bounds are counted on.
type axis struct {
	known bool          // days since 1970; else days from ref
	dct   bounds        // the publication on the axis
	ref   int32         // index of the pivot, or detente.RefPublished
	refs  []detente.Day // without a date: the days that the origin may be
	pivot int32         // time expression of the pivot, or -1
	fixed []int32       // with a pivot, by time expression: the days of a bare weekday from it, or openLo
}

// newAxis chooses the axis: the calendar when the publication is known, else
// days from the first event that the text dates by weekday or day of the month,
// else days from the publication.
func newAxis(v *view, p detente.Published) axis {
	if p.Known() && p.Interval.Hi.Bounded() {
		hi := p.Interval.Hi.Day()
		lo := hi
		if p.Interval.Lo.Bounded() {
			lo = p.Interval.Lo.Day()
		}
		return axis{known: true, dct: bounds{int32(lo), int32(hi)}, ref: detente.RefPublished, refs: daysOf(lo, hi), pivot: -1}
	}
	for i := range v.attrs {
		if v.attrs[i].Tense == detente.TenseFuture {
			continue
		}
		t := v.own[i]
		if t < 0 || v.govern[t].how != governs || v.govern[t].side != at {
			continue
		}
		if refs := pivotDays(&v.times[t]); refs != nil {
			// The weekday of an event told in the news lies at most six days back, a
			// day of a month less than half a year.
			last := int32(6)
			if weekday(v, t) == 0 {
				last = 183
			}
			x := axis{dct: bounds{0, last}, ref: int32(i), refs: refs, pivot: t}
			x.placeWeekdays(v, t)
			return x
		}
	}
	return axis{dct: bounds{0, 0}, ref: detente.RefPublished, refs: everyDay(), pivot: -1}
}

// The days on which an unknown origin is tried: two years hold every weekday at
// every season, 28 years every pairing of a date with a weekday.
const (
	firstTrial = 11323 // 2001-01-01, a Monday
	lastTrial  = firstTrial + 2*365
	firstYear  = 2001
	lastYear   = 2028
)

// pivotDays gives the days that a relative expression of one day may mean: all
// of one weekday, or one day of the month in every year. nil when the expression
// is not of that kind.
func pivotDays(t *detente.Timex) []detente.Day {
	if !t.Expr.Relative() || t.Type != detente.TimexDate && t.Type != detente.TimexTime {
		return nil
	}
	value := t.Expr.Value(detente.Interval{}, false, t.Direction)
	var out []detente.Day
	if len(value) >= 10 && value[:9] == "XXXX-WXX-" && value[9] >= '1' && value[9] <= '7' {
		for d := detente.Day(firstTrial) + detente.Day(value[9]-'1'); d < lastTrial; d += 7 {
			out = append(out, d)
		}
		return out
	}
	if len(value) < 10 || value[:5] != "XXXX-" {
		return nil
	}
	for y := firstYear; y <= lastYear; y++ {
		if d, err := detente.ParseDay(strconv.Itoa(y) + value[4:10]); err == nil {
			out = append(out, d)
		}
	}
	return out
}

// daysOf gives the days on which a publication known to a month or a year is
// tried: all of them, or every third of more than two months.
func daysOf(lo, hi detente.Day) []detente.Day {
	step := detente.Day(1)
	if hi-lo > 62 {
		step = max(3, (hi-lo)/400/7*7+3) // shares no divisor with 7: every weekday comes
	}
	var out []detente.Day
	for d := hi; d >= lo; d -= step {
		out = append(out, d)
	}
	return out
}

func everyDay() []detente.Day {
	out := make([]detente.Day, 0, (lastTrial-firstTrial)/3+1)
	for d := detente.Day(firstTrial); d < lastTrial; d += 3 { // 3 and 7 share no divisor: every weekday comes
		out = append(out, d)
	}
	return out
}

// placeWeekdays lays the bare weekdays of a text without a date on the axis. The
// lead tells the latest news, so others lie before the pivot or the day after
// it; in one sentence a story runs on from day to day, so there the day nearest
// to the one named before is meant.
func (x *axis) placeWeekdays(v *view, pivot int32) {
	origin := weekday(v, pivot)
	x.fixed = make([]int32, len(v.times))
	last, sentence := int32(0), int32(-1)
	for k := range v.times {
		x.fixed[k] = openLo
		d := weekday(v, int32(k))
		if origin == 0 || d == 0 || v.times[k].Direction == detente.Future {
			continue
		}
		n := (d - origin + 7) % 7 // and n-7
		if same := v.times[k].Sentence == sentence; same && abs(n-7-last) < abs(n-last) || !same && n > 1 {
			n -= 7
		}
		x.fixed[k], last, sentence = n, n, v.times[k].Sentence
	}
}

func abs(n int32) int32 {
	if n < 0 {
		return -n
	}
	return n
}

// weekday is the day of the week that a bare weekday names, 0 for any other
// expression.
func weekday(v *view, k int32) int32 {
	t := &v.times[k]
	if t.Expr == nil || t.Type != detente.TimexDate && t.Type != detente.TimexTime || v.t.words[v.hash(v.time[k].first)].role&isWhich != 0 {
		return 0
	}
	value := t.Expr.Value(detente.Interval{}, false, t.Direction)
	if len(value) < 10 || value[:9] != "XXXX-WXX-" || value[9] < '1' || value[9] > '7' {
		return 0
	}
	return int32(value[9] - '0')
}

// at places expression k of the article.
func (x *axis) at(v *view, k int32) (bounds, detente.Precision, bool) {
	if x.fixed != nil && x.fixed[k] != openLo {
		return bounds{x.fixed[k], x.fixed[k]}, detente.PrecisionDay, true
	}
	return x.eval(&v.times[k])
}

// eval places a time expression on the axis, seen from the origin. Without a
// publication date an absolute expression has no place on it (ok false), and a
// relative one gets the hull over all days that the origin may be.
func (x *axis) eval(t *detente.Timex) (b bounds, p detente.Precision, ok bool) {
	if !x.known && !t.Expr.Relative() {
		return unbounded, 0, false
	}
	if !x.known && x.pivot >= 0 && x.dayCount(t) {
		iv, p := t.Expr.Eval(detente.Days(0, 0), t.Direction)
		n := int32(iv.Lo.Day())
		return x.dct.shift(n, n), p, true
	}
	for k, ref := range x.refs {
		iv, pr := t.Expr.Eval(detente.Days(ref, ref), t.Direction)
		e := fromInterval(iv)
		if !x.known {
			e = e.shift(-int32(ref), -int32(ref))
		}
		if k == 0 {
			b, p = e, pr
			continue
		}
		b = bounds{min(b.lo, e.lo), max(b.hi, e.hi)}
	}
	return b, p, b.known()
}

// dayCount reports whether an expression counts days from the publication
// itself: yesterday, today, not the weekday or the weekend before the pivot.
func (x *axis) dayCount(t *detente.Timex) bool {
	a, _ := t.Expr.Eval(detente.Days(firstTrial, firstTrial), t.Direction)
	if a.Width() != 1 {
		return false
	}
	for d := detente.Day(firstTrial + 1); d < firstTrial+7; d++ {
		b, _ := t.Expr.Eval(detente.Days(d, d), t.Direction)
		if b.Width() != 1 || b.Lo.Day()-d != a.Lo.Day()-firstTrial {
			return false
		}
	}
	return true
}

func fromInterval(iv detente.Interval) bounds {
	b := unbounded
	if iv.Lo.Bounded() {
		b.lo = int32(iv.Lo.Day())
	}
	if iv.Hi.Bounded() {
		b.hi = int32(iv.Hi.Day())
	}
	return b
}

// Fill completes the absolute intervals of an article that was dated without a
// publication date, once one is known: whens and times are those of that
// article. Rows without offsets are left as they are.
func Fill(whens []detente.When, times []detente.Timex, p detente.Published) []detente.When {
	out := append([]detente.When(nil), whens...)
	if !p.Known() {
		return out
	}
	for i := range out {
		w := &out[i]
		if !w.HasOffset {
			continue
		}
		ref := fromInterval(p.Interval)
		if w.Ref >= 0 && int(w.Ref) < len(whens) {
			ref = unbounded
			for k := range times {
				if times[k].Span == whens[w.Ref].Anchor {
					iv, _ := times[k].Expr.Eval(p.Interval, times[k].Direction)
					if iv.Lo > p.Interval.Hi { // the pivot has happened
						iv, _ = times[k].Expr.Eval(p.Interval, detente.Past)
					}
					ref = fromInterval(iv)
				}
			}
		}
		iv := toInterval(bounds{plus(ref.lo, w.OffsetLo), plus(ref.hi, w.OffsetHi)})
		if p.Interval.Hi.Bounded() && iv.Lo <= p.Interval.Hi && w.OffsetHi != detente.NoOffsetHi {
			iv.Hi = min(iv.Hi, p.Interval.Hi.Day().End())
		}
		w.Interval = iv
	}
	return out
}

func toInterval(b bounds) detente.Interval {
	iv := detente.Always
	if b.lo != openLo {
		iv.Lo = detente.Day(b.lo).Start()
	}
	if b.hi != openHi {
		iv.Hi = detente.Day(b.hi).End()
	}
	return iv
}
