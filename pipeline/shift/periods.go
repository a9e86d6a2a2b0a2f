package shift

import (
	"math"

	"detente"
)

// Periods gives the rows of the series table: one per day, week (from Monday) or
// month with an event in it, in order of time. An event belongs to the period of
// the middle of its interval; events without a bounded interval, or with one of
// more than a year, are in none. It returns nil for a series that counts days
// from an unknown reference, and for a period of another name.
func Periods(s *detente.Series, period string) []detente.PeriodRow {
	if s.Dyad.Axis != "" {
		return nil
	}
	var rows []detente.PeriodRow
	var points []*detente.Point
	var current detente.Interval
	flush := func() {
		if len(points) > 0 {
			rows = append(rows, periodRow(s.Dyad, period, current, points))
		}
		points = points[:0]
	}
	for i := range s.Points {
		p := &s.Points[i]
		if !dated(p) {
			continue
		}
		span, ok := periodOf(p.Time.Mid().Day(), period)
		if !ok {
			return nil
		}
		if span != current {
			flush()
			current = span
		}
		points = append(points, p)
	}
	flush()
	return rows
}

func periodOf(d detente.Day, period string) (detente.Interval, bool) {
	switch period {
	case "day":
		return detente.Days(d, d), true
	case "week":
		monday := d - detente.Day(d.Weekday()-1)
		return detente.Days(monday, monday+6), true
	case "month":
		y, m, _ := d.Civil()
		return detente.Days(detente.NewDay(y, m, 1), detente.NewDay(y, m+1, 1)-1), true
	}
	return detente.Interval{}, false
}

// periodRow sums up the events of one period. The interval of the mean is the
// normal one, from the standard errors or from the spread of the values, the
// wider of the two.
func periodRow(d detente.Dyad, period string, time detente.Interval, points []*detente.Point) detente.PeriodRow {
	row := detente.PeriodRow{Dyad: d, Period: period, Time: time, ByMethod: make([]int32, len(detente.MethodNames))}
	outlets, docs := map[string]bool{}, map[string]bool{}
	var w, wx, weights, conflict float64
	for _, p := range points {
		row.Events++
		row.Statements += p.Statements
		row.ByMethod[p.Method] += p.Statements
		outlets[p.Outlet], docs[p.Doc] = true, true
		u := p.Weight / variance(p.StdErr)
		w += u
		wx += u * p.Value
		weights += p.Weight
		if hostile(p) {
			conflict += p.Weight
		}
	}
	row.Outlets, row.Documents = int32(len(outlets)), int32(len(docs))
	row.Mean = wx / w
	half := 1 / math.Sqrt(w)
	if len(points) > 1 {
		var q float64
		for _, p := range points {
			q += p.Weight / variance(p.StdErr) * (p.Value - row.Mean) * (p.Value - row.Mean)
		}
		half *= max(1, math.Sqrt(q/float64(len(points)-1)))
	}
	half *= 1.96
	row.Low, row.High = max(-1, row.Mean-half), min(1, row.Mean+half)
	row.ShareConflict = conflict / weights
	return row
}

// hostile goes by the class, and by the sign for scorers without classes.
func hostile(p *detente.Point) bool {
	switch p.Class.Quad() {
	case "verbal_conflict", "material_conflict":
		return p.Value <= 0 // an appeal is a friendly REQUEST
	case "":
		return p.Value < 0
	}
	return false
}

// dated reports whether a point has a place in the order of time.
func dated(p *detente.Point) bool {
	width := p.Time.Width()
	return width >= 0 && width <= widest
}

// retrospect is for how many days after an event its first telling is news. What is
// told later only is what somebody chose to remember: pacts when they are broken,
// threats when peace is made.
const retrospect = 14

// fresh counts the events that were told soon after they happened, or whose telling
// nobody knows. All of one day are one: they are one occasion to hear of them.
func fresh(points []*detente.Point) int32 {
	n, first, days := int32(0), detente.Day(0), 0
	for _, p := range points {
		day := p.Time.Mid().Day()
		if p.Published.Bounded() && p.Published > p.Time.Mid().AddDays(retrospect) {
			continue
		}
		if n++; n == 1 {
			first = day
		}
		if day != first {
			days++
		}
	}
	if days == 0 {
		return min(n, 1)
	}
	return n
}

// fallback reports whether a point has only its article's date.
func fallback(p *detente.Point) bool {
	return p.Method == detente.MethodPublished || p.Method == detente.MethodNone
}
