package table

import (
	"math"
	"slices"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"detente"
)

// What single columns of schema.go need beyond the common kinds of columns.go.

// metaValue is the i-th further column of the input. Rows mostly have it at
// place i.
func metaValue(i int, name string) values[doc] {
	return values[doc]{typ: utf8Type,
		put: func(b array.Builder, r *doc) int {
			meta := r.Article.Meta
			k := i
			if k >= len(meta) || meta[k].Key != name {
				k = slices.IndexFunc(meta, func(m detente.Meta) bool { return m.Key == name })
			}
			if k < 0 || meta[k].Value == "" {
				b.AppendNull()
				return 0
			}
			return appendString(b, meta[k].Value)
		},
		get: func(a arrow.Array, i int, r *doc) {
			r.Article.Meta = append(r.Article.Meta, detente.Meta{Key: name, Value: stringAt(a, i)})
		},
	}
}

func hull(parts []span) span {
	if len(parts) == 0 {
		return span{}
	}
	return span{Start: parts[0].Start, End: parts[len(parts)-1].End}
}

// wholeDays reports whether times of the precision are told by their days.
func wholeDays(p detente.Precision) bool { return p >= detente.PrecisionDay }

func eventFrom(r *stm) (detente.Time, bool) {
	w := &r.When
	if w.Interval.Lo.Bounded() && wholeDays(w.Precision) {
		return w.Interval.Lo.Day().Start(), true
	}
	return w.Interval.Lo, w.Method != detente.MethodNone
}

func eventTo(r *stm) (detente.Time, bool) {
	w := &r.When
	if w.Interval.Hi.Bounded() && wholeDays(w.Precision) {
		return w.Interval.Hi.Day().Start(), true
	}
	return w.Interval.Hi, w.Method != detente.MethodNone
}

func offsetLo(r *stm) (int32, bool) {
	return r.When.OffsetLo, r.When.HasOffset && r.When.OffsetLo != detente.NoOffsetLo
}

func offsetHi(r *stm) (int32, bool) {
	return r.When.OffsetHi, r.When.HasOffset && r.When.OffsetHi != detente.NoOffsetHi
}

// score is the row's i-th score; a row that has fewer gets them, unanswered.
func score(r *stm, i int) *detente.Score {
	for len(r.Scores) <= i {
		r.Scores = append(r.Scores, detente.Score{Reason: detente.ReasonNotScored})
	}
	return &r.Scores[i]
}

// answeredClass is the class of the first score, and none without an answer.
func answeredClass(r *stm) *detente.Class {
	if s := score(r, 0); s.OK() {
		return &s.Class
	}
	return new(detente.Class)
}

// scoreValue is the value of the i-th scorer; null without an answer.
func scoreValue(i int) values[stm] {
	return values[stm]{typ: arrow.PrimitiveTypes.Float64,
		put: func(b array.Builder, r *stm) int {
			if s := score(r, i); s.OK() {
				appendFloat(b, s.Value)
			} else {
				b.AppendNull()
			}
			return 0
		},
		get: func(a arrow.Array, row int, r *stm) {
			*score(r, i) = detente.Score{Value: a.(*array.Float64).Value(row)}
		},
		null: func(r *stm) { score(r, i) },
	}
}

// scoreNumber is a further number of the first score; 0 and no answer are null.
func scoreNumber(at func(*detente.Score) *float64) values[stm] {
	return values[stm]{typ: arrow.PrimitiveTypes.Float64,
		put: func(b array.Builder, r *stm) int {
			if s := score(r, 0); s.OK() && *at(s) != 0 {
				appendFloat(b, *at(s))
			} else {
				b.AppendNull()
			}
			return 0
		},
		get: func(a arrow.Array, i int, r *stm) { *at(score(r, 0)) = a.(*array.Float64).Value(i) },
	}
}

func byMethod() values[per] {
	var fields []arrow.Field
	for _, name := range detente.MethodNames {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Int32})
	}
	return values[per]{typ: arrow.StructOf(fields...), required: true,
		put: func(b array.Builder, r *per) int {
			s := b.(*array.StructBuilder)
			s.Append(true)
			for i := range fields {
				n := int32(0)
				if i < len(r.ByMethod) {
					n = r.ByMethod[i]
				}
				s.FieldBuilder(i).(*array.Int32Builder).Append(n)
			}
			return 0
		},
		get: func(a arrow.Array, i int, r *per) {
			s := a.(*array.Struct)
			r.ByMethod = make([]int32, s.NumField())
			for k := range r.ByMethod {
				r.ByMethod[k] = s.Field(k).(*array.Int32).Value(i)
			}
		},
	}
}

func direction(r *shf) int {
	switch r.Direction {
	case detente.Colder:
		return 0
	case detente.Warmer:
		return 1
	}
	return -1
}

func setDirection(r *shf, n int) {
	r.Direction = detente.Warmer
	if n == 0 {
		r.Direction = detente.Colder
	}
}

// sensitivityOf is the outcome of one re-run of the test, as text, because "not
// testable" is an answer of its own beside a number and null.
func sensitivityOf(name string) values[shf] {
	v := derived(func(r *shf) string {
		for _, s := range r.Sensitivity {
			switch {
			case s.Name != name:
			case !s.Testable || math.IsNaN(s.P):
				return notTestable
			default:
				return strconv.FormatFloat(s.P, 'f', 4, 64)
			}
		}
		return ""
	})
	v.get = func(a arrow.Array, i int, r *shf) {
		s := detente.Sensitivity{Name: name, P: math.NaN()}
		if p, err := strconv.ParseFloat(stringAt(a, i), 64); err == nil {
			s.P, s.Testable = p, true
		}
		r.Sensitivity = append(r.Sensitivity, s)
	}
	return v
}

// The interval of a series stands in calendar columns or, when it counts from
// an undated document, in columns of days.

func calendarFrom[R any](at func(*R) (*detente.Dyad, *detente.Interval)) values[R] {
	v := moment(func(r *R) (detente.Time, bool) { d, t := at(r); return t.Lo, d.Axis == "" },
		func(r *R, lo detente.Time) { _, t := at(r); t.Lo = lo })
	v.null = func(r *R) { _, t := at(r); t.Lo = detente.MinTime }
	return v
}

func calendarTo[R any](at func(*R) (*detente.Dyad, *detente.Interval)) values[R] {
	v := moment(func(r *R) (detente.Time, bool) { d, t := at(r); return lastDay(t.Hi), d.Axis == "" },
		func(r *R, hi detente.Time) { _, t := at(r); t.Hi = dayEnd(hi) })
	v.null = func(r *R) { _, t := at(r); t.Hi = detente.MaxTime }
	return v
}

func axisFrom[R any](at func(*R) (*detente.Dyad, *detente.Interval)) values[R] {
	return offset(func(r *R) (int32, bool) { d, t := at(r); return int32(t.Lo.Day()), d.Axis != "" && t.Lo.Bounded() },
		func(r *R, n int32) { _, t := at(r); t.Lo = detente.Day(n).Start() })
}

func axisTo[R any](at func(*R) (*detente.Dyad, *detente.Interval)) values[R] {
	return offset(func(r *R) (int32, bool) { d, t := at(r); return int32(t.Hi.Day()), d.Axis != "" && t.Hi.Bounded() },
		func(r *R, n int32) { _, t := at(r); t.Hi = detente.Day(n).End() })
}

// fixDocument makes the publication interval from its start and precision.
func fixDocument(r *doc) {
	p := &r.Article.Published
	if !p.Known() {
		p.Interval = detente.Interval{}
		return
	}
	p.Interval.Hi = periodEnd(p.Interval.Lo, p.Precision)
}

// periodEnd is the last second of the period of the precision that begins at t.
func periodEnd(t detente.Time, p detente.Precision) detente.Time {
	y, m, d := t.Day().Civil()
	switch p {
	case detente.PrecisionMinute:
		return t + 59
	case detente.PrecisionHour:
		return t + 3599
	case detente.PrecisionDay:
		return t.Day().End()
	case detente.PrecisionWeek:
		return t.Day().Start() + 7*86400 - 1
	case detente.PrecisionMonth:
		return detente.NewDay(y, m+1, 0).End()
	case detente.PrecisionQuarter, detente.PrecisionSeason:
		return detente.NewDay(y, m+3, d).Start() - 1
	case detente.PrecisionYear:
		return detente.NewDay(y+1, m, d).Start() - 1
	case detente.PrecisionDecade:
		return detente.NewDay(y+10, m, d).Start() - 1
	case detente.PrecisionCentury:
		return detente.NewDay(y+100, m, d).Start() - 1
	}
	return t
}

// fixStatement restores what the columns of time leave to their precision.
func fixStatement(r *stm) {
	w := &r.When
	if w.Interval.Hi.Bounded() && wholeDays(w.Precision) {
		w.Interval.Hi = w.Interval.Hi.Day().End()
	}
	w.HasOffset = r.EventRef != ""
	if r.EventRef == "published" {
		w.Ref = detente.RefPublished
	}
	if !w.HasOffset {
		w.OffsetLo, w.OffsetHi = 0, 0
	}
}
