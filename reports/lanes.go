package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"detente"
	"detente/internal/figures"
)

// laneRow is one row of counts below a chart.
type laneRow struct {
	Name    string
	Undated string
	Cells   []cell
	Numbers bool // the cells are wide enough for their numbers
}

// cell is one period of a lane.
type cell struct {
	X, W, Mid, Text, Title, Class, Opacity string
}

// wideCells is how many cells a lane may have for numbers to be printed in them.
const wideCells = 18

// periodOf gives the days of the period that holds d.
func periodOf(d detente.Day, period string) (from, to detente.Day) {
	switch period {
	case "week":
		from = d - detente.Day(d.Weekday()-1)
		return from, from + 6
	case "month":
		y, m, _ := d.Civil()
		return detente.NewDay(y, m, 1), detente.NewDay(y, m+1, 1) - 1
	}
	return d, d
}

// lanesOf counts statements, events and outlets per period, both directions
// together, with the undated apart.
func (r *run) lanesOf(s *section, a *axis) (rows []laneRow, note string) {
	type bin struct {
		from, to           detente.Day
		statements, events int
		outlets            []string
	}
	bins := map[detente.Day]*bin{}
	var order []detente.Day
	rest := &bin{}
	for _, p := range s.panels {
		for _, x := range p.points {
			b := rest
			if x.dated() {
				from, to := periodOf(x.time.Mid().Day(), s.period)
				if b = bins[from]; b == nil {
					b = &bin{from: from, to: to}
					bins[from] = b
					order = append(order, from)
				}
			}
			b.statements += x.statements
			b.events++
			for _, o := range x.outlets {
				if !slices.Contains(b.outlets, o) {
					b.outlets = append(b.outlets, o)
				}
			}
		}
	}
	slices.Sort(order)
	for _, kind := range []struct {
		name string
		of   func(*bin) int
	}{
		{"statements", func(b *bin) int { return b.statements }},
		{"events", func(b *bin) int { return b.events }},
		{"outlets", func(b *bin) int { return len(b.outlets) }},
	} {
		row := laneRow{Name: kind.name, Numbers: len(order) <= wideCells}
		if n := kind.of(rest); n > 0 {
			row.Undated = figures.Thousands(n)
		}
		most := 1
		for _, d := range order {
			most = max(most, kind.of(bins[d]))
		}
		for _, d := range order {
			b := bins[d]
			n := kind.of(b)
			c := place(a, b.from, b.to)
			c.Text = strconv.Itoa(n)
			c.Opacity = px(.15 + .75*math.Sqrt(float64(n)/float64(most)))
			c.Title = fmt.Sprintf("%s: %s", spanWords(detente.Days(b.from, b.to), s.axis), figures.Count(n, strings.TrimSuffix(kind.name, "s"), kind.name))
			if float64(n) > .45*float64(most) {
				c.Class = "full"
			}
			row.Cells = append(row.Cells, c)
		}
		rows = append(rows, row)
	}
	return rows, "per " + s.period
}

func place(a *axis, from, to detente.Day) cell {
	x1, x2 := a.at(float64(from)), a.at(float64(to)+1)
	w := max(.35, x2-x1-.15)
	return cell{X: pct(x1), W: pct(w), Mid: pct((x1 + x2) / 2)}
}

// deedRows are the lanes of words and of deeds of one direction.
type deedRows struct {
	Pair string
	Rows []laneRow
}

// fewInPeriod is the number of events under which a period is drawn dotted.
const fewInPeriod = 3

// deedsOf sets words against deeds where a direction has both.
func (r *run) deedsOf(s *section, a *axis) []deedRows {
	var out []deedRows
	for _, p := range s.panels {
		d := deedRows{Pair: p.speakerName + " → " + cmp.Or(p.targetName, anyone)}
		for _, c := range []detente.Channel{detente.Words, detente.Deeds} {
			rows := r.periods[lane{s.level, p.speaker, p.target, c}]
			if len(rows) == 0 {
				break
			}
			l := laneRow{Name: c.String()}
			for _, row := range rows {
				x := place(a, row.Time.Lo.Day(), row.Time.Hi.Day())
				x.Class = r.side(row.Mean)
				if row.Events < fewInPeriod {
					x.Class += " few"
				}
				x.Opacity = px(.35 + .6*min(1, math.Abs(row.Mean)/.6))
				x.Title = fmt.Sprintf("%s, %s: %s (%s) over %s", c, intervalWords(row.Time), r.band(row.Mean), signed(row.Mean), figures.Count(int(row.Events), "event", "events"))
				l.Cells = append(l.Cells, x)
			}
			d.Rows = append(d.Rows, l)
		}
		if len(d.Rows) == 2 {
			out = append(out, d)
		}
	}
	return out
}

// lagOf says whether words or deeds turned first, where both turned: by the
// arithmetic of the two intervals.
func lagOf(s *section) string {
	for _, p := range s.panels {
		var by [3]*turn
		for i := range s.turns {
			t := &s.turns[i]
			if t.Dyad.Speaker == p.speaker && t.Dyad.Target == p.target && t.Verdict >= detente.Indication && t.split() && t.Turn.Bounded() && by[t.Dyad.Channel] == nil {
				by[t.Dyad.Channel] = t
			}
		}
		words, deeds := by[detente.Words], by[detente.Deeds]
		if words == nil || deeds == nil {
			continue
		}
		lo, hi := int(deeds.Turn.Lo.Day()-words.Turn.Hi.Day()), int(deeds.Turn.Hi.Day()-words.Turn.Lo.Day())
		pair := p.speakerName + " → " + cmp.Or(p.targetName, anyone)
		switch {
		case lo > 0:
			return fmt.Sprintf("%s: words turned first, deeds %d to %d days later.", pair, lo, hi)
		case hi < 0:
			return fmt.Sprintf("%s: deeds turned first, words %d to %d days later.", pair, -hi, -lo)
		}
		return fmt.Sprintf("%s: whether words or deeds turned first is undecided (%s to %s days).", pair, offset(lo), offset(hi))
	}
	return ""
}
