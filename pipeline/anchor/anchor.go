// Package anchor says when each statement was made and each act was done.
//
// Three clocks are kept apart (Reichenbach): a time expression that goes with
// the reporting verb or the act dates the utterance or deed; one that stands in
// quotation marks, or with a verb of the content, dates only what is spoken
// about, seen from the time of the utterance; and the publication date is the
// origin of relative expressions and a marked fall-back.
//
// A story that turns to another time stays there: what its people did and said
// in the plain past belongs to the scene, until another time is named or the
// story comes back to the news (scenes.go).
//
// Every source of knowledge becomes a constraint: bounds of one event, or a
// difference between two ("two days after the call"). They are added from the
// strongest method to the weakest; one that contradicts what stands is left out
// and marks the event as in conflict. Without a publication date the same
// network runs on days counted from a pivot, the first event that the article
// dates by a day of the week or the month.
package anchor

import (
	"math"

	"detente"
)

// open ends of bounds in days.
const (
	openLo = math.MinInt32
	openHi = math.MaxInt32
)

// bounds are inclusive days on the article's axis: days since 1970 with a
// publication date, else days from the pivot or from the publication.
type bounds struct {
	lo, hi int32
}

var unbounded = bounds{openLo, openHi}

func (b bounds) empty() bool { return b.lo > b.hi }

func (b bounds) known() bool { return b.lo != openLo || b.hi != openHi }

func (b bounds) both() bool { return b.lo != openLo && b.hi != openHi }

func (b bounds) and(o bounds) bounds { return bounds{max(b.lo, o.lo), min(b.hi, o.hi)} }

// shift moves the bounded ends.
func (b bounds) shift(lo, hi int32) bounds { return bounds{plus(b.lo, lo), plus(b.hi, hi)} }

// plus adds days to a bound; an open end stays open.
func plus(a, n int32) int32 {
	switch {
	case a == openLo || n == openLo:
		return openLo
	case a == openHi || n == openHi:
		return openHi
	}
	s := int64(a) + int64(n)
	return int32(max(min(s, openHi-1), openLo+1))
}

// fact is what is known of one event before the network runs.
type fact struct {
	bounds    bounds
	absolute  detente.Interval // without a publication date: bounds by absolute words
	isAbs     bool
	method    detente.Method
	precision detente.Precision
	minute    detente.Interval // with a publication date: the exact interval of a clock time
	timex     int32            // the expression that dates it, or -1
	parent    int32            // the event it depends on, or -1
	inherited bool             // the whole fact is the parent's
	conflict  bool
}

// Date gives the interval in which each attribution was said or done.
//
// It returns one When per attribution, in the same order. Intervals are
// inclusive days (minutes where a clock time dates the event); an open end is
// unbounded, and MethodNone means that nothing could be said. Relative
// expressions count from a.Published; the latest time of what has been said is
// never after it. Without a publication date relative bounds stay offsets in
// days from one pivot for the whole article (When.Ref), absolute ones stand in
// Interval, and nothing is invented; [Fill] completes them when a date turns up.
// roles and coref may be nil: then nothing is concluded from who spoke to whom.
// Confidence is the share of intervals that hold, by method, fitted on the
// training part of TimeBank-EventTime.
func Date(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, roles []detente.Roles, coref *detente.Coref, times []detente.Timex, a *detente.Article) []detente.When {
	if len(attrs) == 0 {
		return nil
	}
	v := newView(doc, tree, attrs, times, false)
	v.roles, v.coref = roles, coref
	if len(roles) != len(attrs) {
		v.roles = nil
	}
	if a.Voice == detente.VoiceAuthor || a.Voice == detente.VoiceOutlet {
		v.posted = a.Published
	}
	return v.run(a.Published)
}

func (v *view) run(p detente.Published) []detente.When {
	v.axis = newAxis(v, p)
	v.date()
	return v.whens()
}

// date runs the sources in their order.
func (v *view) date() {
	for i := range v.attrs {
		v.facts[i] = fact{bounds: unbounded, absolute: detente.Always, timex: -1, parent: -1}
	}
	v.fromTimes()
	v.parents()
	v.sections()
	v.links()
	v.tenses()
	v.occasion()
	if !v.events {
		v.scenes()
	}
	v.solve()
	v.sameEvents()
	v.ownWords()
}

// ownWords dates what an author says in his own voice. Publishing it is saying it,
// so the time of publication is the time of the utterance, to the minute where it
// is known so, and no fall-back.
func (v *view) ownWords() {
	if !v.posted.Known() || !v.axis.known {
		return
	}
	for i := range v.attrs {
		a := &v.attrs[i]
		if a.Kind != detente.Direct || a.Borrows >= 0 || !a.Cue.Empty() || !a.Source.Empty() || len(a.Sources) > 0 {
			continue
		}
		f := &v.facts[i]
		*f = fact{bounds: v.axis.dct, method: detente.MethodExplicit, precision: v.posted.Precision, timex: -1, parent: -1}
		if f.precision <= detente.PrecisionHour && f.precision != detente.PrecisionUnknown {
			f.minute = v.posted.Interval
		}
	}
}

// whens turns the facts into the result.
func (v *view) whens() []detente.When {
	out := make([]detente.When, len(v.attrs))
	for i := range out {
		f := &v.facts[i]
		w := detente.When{Interval: detente.Always, Content: detente.Always, Conflict: f.conflict, Method: f.method, Precision: f.precision, Confidence: confidence[f.method]}
		if f.timex >= 0 {
			w.Anchor = v.times[f.timex].Span
		}
		switch {
		case f.isAbs:
			w.Interval = f.absolute
		case !f.bounds.known():
			w.Method, w.Precision = detente.MethodNone, detente.PrecisionUnknown
			if f.method == detente.MethodTense {
				w.Method = f.method
			}
			w.Confidence = confidence[w.Method]
		case v.axis.known:
			w.Interval = v.interval(f)
		default:
			w.HasOffset, w.Ref = true, v.axis.ref
			w.OffsetLo, w.OffsetHi = f.bounds.lo, f.bounds.hi
		}
		if f.precision == detente.PrecisionUnknown {
			w.Precision = precisionOf(f.bounds)
		}
		out[i] = w
	}
	v.contents(out)
	return out
}

// interval turns bounds into times, with the minutes of a clock time where the
// network did not move them.
func (v *view) interval(f *fact) detente.Interval {
	iv := detente.Always
	if f.bounds.lo != openLo {
		iv.Lo = detente.Day(f.bounds.lo).Start()
	}
	if f.bounds.hi != openHi {
		iv.Hi = detente.Day(f.bounds.hi).End()
	}
	if f.minute != (detente.Interval{}) {
		if m := iv.Intersect(f.minute); !m.Empty() {
			return m
		}
	}
	return iv
}

// precisionOf names the width of bounds that no expression gave.
func precisionOf(b bounds) detente.Precision {
	if !b.both() {
		return detente.PrecisionUnknown
	}
	switch n := b.hi - b.lo + 1; {
	case n <= 2:
		return detente.PrecisionDay
	case n <= 9:
		return detente.PrecisionWeek
	case n <= 62:
		return detente.PrecisionMonth
	case n <= 184:
		return detente.PrecisionSeason
	case n <= 731:
		return detente.PrecisionYear
	}
	return detente.PrecisionUnknown
}

// confidence is the share of intervals that hold, by method: how often the
// interval of a statement contains the annotated one of its cue, over the
// statements of event_times.train (explicit 31 of 41, clause 8 of 11, section 20 of
// 26, tense 48 of 76, published 70 of 92; see TestStatements), rounded to 0.05. The
// other methods were seen fewer than ten times and stand at one half.
var confidence = [...]float32{
	detente.MethodNone:       0,
	detente.MethodExplicit:   0.75,
	detente.MethodClause:     0.7,
	detente.MethodEventLink:  0.5,
	detente.MethodCorefEvent: 0.5,
	detente.MethodSection:    0.75,
	detente.MethodTense:      0.65,
	detente.MethodPublished:  0.75,
}
