package table

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"detente"
)

// column describes one column of a table whose rows are R: its name, the unit
// of its values ("" when they have none), what they mean, and how they come out
// of a row and go back into one. Writer, reader and documentation are made from
// it.
type column[R any] struct {
	name, unit, meaning string
	values[R]
}

// values is the type of a column and its way out of a row and back.
type values[R any] struct {
	typ      arrow.DataType
	names    []string // of a closed set, in the order of the dictionary
	required bool     // never null

	// put appends the row's value to the builder, of typ or, for a closed set,
	// of its index type. It returns the bytes of text that it added.
	put func(b array.Builder, r *R) int
	// get sets the row's value from row i of the array, which is not null. It is
	// nil for a column that is made from others and not read back.
	get func(a arrow.Array, i int, r *R)
	// null sets what null means where that is not the row's zero value.
	null func(r *R)
}

// or says what null sets on reading.
func (v values[R]) or(null func(*R)) values[R] {
	v.null = null
	return v
}

// Types of the tables. Seconds in UTC and dictionaries with 8-bit indices are
// read by pyarrow, pandas, polars and duckdb alike.
var (
	utf8Type  = arrow.BinaryTypes.String
	timeType  = arrow.FixedWidthTypes.Timestamp_s
	indexType = arrow.PrimitiveTypes.Int8
	enumType  = &arrow.DictionaryType{IndexType: indexType, ValueType: utf8Type}
	listType  = arrow.ListOf(utf8Type)
	spanType  = arrow.StructOf(
		arrow.Field{Name: "start", Type: arrow.PrimitiveTypes.Int32},
		arrow.Field{Name: "end", Type: arrow.PrimitiveTypes.Int32})
	spansType = arrow.ListOf(spanType)
)

// key is a string that is never null.
func key[R any](at func(*R) *string) values[R] {
	v := text(at)
	v.required = true
	v.put = func(b array.Builder, r *R) int { return appendString(b, *at(r)) }
	return v
}

// text is a string; "" is null.
func text[R any](at func(*R) *string) values[R] {
	return values[R]{typ: utf8Type,
		put: func(b array.Builder, r *R) int {
			s := *at(r)
			if s == "" {
				b.AppendNull()
				return 0
			}
			return appendString(b, s)
		},
		get: func(a arrow.Array, i int, r *R) { *at(r) = stringAt(a, i) },
	}
}

// derived is a string made from other columns; "" is null.
func derived[R any](of func(*R) string) values[R] {
	return values[R]{typ: utf8Type, put: func(b array.Builder, r *R) int {
		s := of(r)
		if s == "" {
			b.AppendNull()
			return 0
		}
		return appendString(b, s)
	}}
}

// texts is a list of strings, never null.
func texts[R any](at func(*R) *[]string) values[R] {
	return values[R]{typ: listType, required: true,
		put: func(b array.Builder, r *R) (n int) {
			list := b.(*array.ListBuilder)
			list.Append(true)
			for _, s := range *at(r) {
				n += appendString(list.ValueBuilder(), s)
			}
			return n
		},
		get: func(a arrow.Array, i int, r *R) {
			list := a.(*array.List)
			from, to := list.ValueOffsets(i)
			var out []string
			for k := from; k < to; k++ {
				out = append(out, stringAt(list.ListValues(), int(k)))
			}
			*at(r) = out
		},
	}
}

// spans is a list of byte ranges, never null.
func spans[R any](at func(*R) *[]detente.Span) values[R] {
	return values[R]{typ: spansType, required: true,
		put: func(b array.Builder, r *R) int {
			list := b.(*array.ListBuilder)
			list.Append(true)
			item := list.ValueBuilder().(*array.StructBuilder)
			for _, s := range *at(r) {
				item.Append(true)
				item.FieldBuilder(0).(*array.Int32Builder).Append(s.Start)
				item.FieldBuilder(1).(*array.Int32Builder).Append(s.End)
			}
			return 0
		},
		get: func(a arrow.Array, i int, r *R) {
			list := a.(*array.List)
			item := list.ListValues().(*array.Struct)
			starts, ends := item.Field(0).(*array.Int32), item.Field(1).(*array.Int32)
			from, to := list.ValueOffsets(i)
			var out []detente.Span
			for k := int(from); k < int(to); k++ {
				out = append(out, detente.Span{Start: starts.Value(k), End: ends.Value(k)})
			}
			*at(r) = out
		},
	}
}

// start and end are the two ends of one byte range; both are null when it is
// empty.
func start[R any](at func(*R) *detente.Span) values[R] {
	return offset(func(r *R) (int32, bool) { s := at(r); return s.Start, !s.Empty() },
		func(r *R, n int32) { at(r).Start = n })
}

func end[R any](at func(*R) *detente.Span) values[R] {
	return offset(func(r *R) (int32, bool) { s := at(r); return s.End, !s.Empty() },
		func(r *R, n int32) { at(r).End = n })
}

// offset is an int32 that may be absent. A nil set makes it a derived column.
func offset[R any](of func(*R) (int32, bool), set func(*R, int32)) values[R] {
	v := values[R]{typ: arrow.PrimitiveTypes.Int32,
		put: func(b array.Builder, r *R) int {
			if n, ok := of(r); ok {
				b.(*array.Int32Builder).Append(n)
			} else {
				b.AppendNull()
			}
			return 0
		},
	}
	if set != nil {
		v.get = func(a arrow.Array, i int, r *R) { set(r, a.(*array.Int32).Value(i)) }
	}
	return v
}

// count is an int32, never null.
func count[R any](at func(*R) *int32) values[R] {
	v := offset(func(r *R) (int32, bool) { return *at(r), true }, func(r *R, n int32) { *at(r) = n })
	v.required = true
	return v
}

// long is an int64, never null.
func long[R any](at func(*R) *int64) values[R] {
	return values[R]{typ: arrow.PrimitiveTypes.Int64, required: true,
		put: func(b array.Builder, r *R) int { b.(*array.Int64Builder).Append(*at(r)); return 0 },
		get: func(a arrow.Array, i int, r *R) { *at(r) = a.(*array.Int64).Value(i) },
	}
}

// yes is a truth value, never null.
func yes[R any](at func(*R) *bool) values[R] {
	return values[R]{typ: arrow.FixedWidthTypes.Boolean, required: true,
		put: func(b array.Builder, r *R) int { b.(*array.BooleanBuilder).Append(*at(r)); return 0 },
		get: func(a arrow.Array, i int, r *R) { *at(r) = a.(*array.Boolean).Value(i) },
	}
}

// flag is one bit of a set of flags, never null.
func flag[R any](bit detente.Flags, at func(*R) *detente.Flags) values[R] {
	return values[R]{typ: arrow.FixedWidthTypes.Boolean, required: true,
		put: func(b array.Builder, r *R) int { b.(*array.BooleanBuilder).Append(at(r).Has(bit)); return 0 },
		get: func(a arrow.Array, i int, r *R) {
			if a.(*array.Boolean).Value(i) {
				*at(r) |= bit
			}
		},
	}
}

// number is a float64; NaN is null.
func number[R any](at func(*R) *float64) values[R] {
	return values[R]{typ: arrow.PrimitiveTypes.Float64,
		put:  func(b array.Builder, r *R) int { appendFloat(b, *at(r)); return 0 },
		get:  func(a arrow.Array, i int, r *R) { *at(r) = a.(*array.Float64).Value(i) },
		null: func(r *R) { *at(r) = math.NaN() },
	}
}

// share is a float32 in [0, 1]; NaN is null.
func share[R any](at func(*R) *float32) values[R] {
	return values[R]{typ: arrow.PrimitiveTypes.Float32,
		put: func(b array.Builder, r *R) int {
			if f := *at(r); f == f {
				b.(*array.Float32Builder).Append(f)
			} else {
				b.AppendNull()
			}
			return 0
		},
		get:  func(a arrow.Array, i int, r *R) { *at(r) = a.(*array.Float32).Value(i) },
		null: func(r *R) { *at(r) = float32(math.NaN()) },
	}
}

// enum is a value of a closed set; the zero value, whatever its name, is null.
func enum[R any, E ~uint8](names []string, at func(*R) *E) values[R] {
	return closedSet(names[1:], func(r *R) int { return int(*at(r)) - 1 }, func(r *R, n int) { *at(r) = E(n + 1) })
}

// closedSet is a value of a closed set by its place in names; a negative place
// is null. A nil set makes it a derived column.
func closedSet[R any](names []string, of func(*R) int, set func(*R, int)) values[R] {
	v := values[R]{typ: enumType, names: names,
		put: func(b array.Builder, r *R) int {
			if n := of(r); n >= 0 && n < len(names) {
				b.(*array.Int8Builder).Append(int8(n))
			} else {
				b.AppendNull()
			}
			return 0
		},
	}
	if set != nil {
		// By name, not by index: another version may have ordered them otherwise.
		v.get = func(a arrow.Array, i int, r *R) { set(r, slices.Index(names, stringAt(a, i))) }
	}
	return v
}

// moment is a point in time; an open end, or ok false, is null. A nil set makes
// it a derived column.
func moment[R any](of func(*R) (t detente.Time, ok bool), set func(*R, detente.Time)) values[R] {
	v := values[R]{typ: timeType,
		put: func(b array.Builder, r *R) int {
			if t, ok := of(r); ok && t.Bounded() {
				b.(*array.TimestampBuilder).Append(arrow.Timestamp(t))
			} else {
				b.AppendNull()
			}
			return 0
		},
	}
	if set != nil {
		v.get = func(a arrow.Array, i int, r *R) { set(r, timeAt(a, i)) }
	}
	return v
}

// from is the earliest time of an interval.
func from[R any](at func(*R) *detente.Interval) values[R] {
	v := moment(func(r *R) (detente.Time, bool) { return at(r).Lo, true }, func(r *R, t detente.Time) { at(r).Lo = t })
	v.null = func(r *R) { at(r).Lo = detente.MinTime }
	return v
}

// upto is the latest time of an interval. An interval that ends with a day is
// written as the start of that day, and read back so.
func upto[R any](at func(*R) *detente.Interval) values[R] {
	v := moment(func(r *R) (detente.Time, bool) { return lastDay(at(r).Hi), true },
		func(r *R, t detente.Time) { at(r).Hi = dayEnd(t) })
	v.null = func(r *R) { at(r).Hi = detente.MaxTime }
	return v
}

// lastDay gives the start of the day that ends with t, and any other time as it
// is.
func lastDay(t detente.Time) detente.Time {
	if t.Bounded() && t == t.Day().End() {
		return t.Day().Start()
	}
	return t
}

// dayEnd is the opposite of lastDay.
func dayEnd(t detente.Time) detente.Time {
	if t == t.Day().Start() {
		return t.Day().End()
	}
	return t
}

// appendString appends s, which other programs can only read as UTF-8.
func appendString(b array.Builder, s string) int {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	b.(*array.StringBuilder).Append(s)
	return len(s)
}

func appendFloat(b array.Builder, f float64) {
	if math.IsNaN(f) {
		b.AppendNull()
		return
	}
	b.(*array.Float64Builder).Append(f)
}

// stringAt gives a string of a string or dictionary array, copied out of the
// batch that it would otherwise hold in memory.
func stringAt(a arrow.Array, i int) string {
	if d, ok := a.(*array.Dictionary); ok {
		return strings.Clone(d.Dictionary().(*array.String).Value(d.GetValueIndex(i)))
	}
	return strings.Clone(a.(*array.String).Value(i))
}

// timeAt gives a time in whatever unit the file has: Parquet knows no seconds.
func timeAt(a arrow.Array, i int) detente.Time {
	t := a.(*array.Timestamp)
	n := int64(t.Value(i))
	per := int64(1)
	switch a.DataType().(*arrow.TimestampType).Unit {
	case arrow.Millisecond:
		per = 1e3
	case arrow.Microsecond:
		per = 1e6
	case arrow.Nanosecond:
		per = 1e9
	}
	if n < 0 {
		return detente.Time(-((-n + per - 1) / per))
	}
	return detente.Time(n / per)
}
