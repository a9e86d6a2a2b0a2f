package main

import (
	"math"

	"detente"
	"detente/datasets/table"
)

// sparkSteps are the levels of a sparkline, from -1 to 1.
var sparkSteps = []rune("▁▂▃▄▅▆▇█")

const (
	// noData stands for a period without an event: it is no level.
	noData = '·'
	// widestSpark is the most periods of a sparkline; a longer series goes by months.
	widestSpark = 60
)

// spark is one dyad's course in one length of period.
type spark struct {
	from   []detente.Day // first days of periods with events, in order
	means  []float64
	events int32
}

type courseKey struct {
	dyad   detente.Dyad
	period string
}

// readCourses gives the weekly and monthly means of the given dyads.
func readCourses(out string, dyads map[detente.Dyad]bool) (map[courseKey]*spark, error) {
	courses := map[courseKey]*spark{}
	for r, err := range table.ReadSeries(out) {
		if err != nil {
			return nil, err
		}
		if r.Period == "day" || !dyads[r.Dyad] {
			continue
		}
		k := courseKey{r.Dyad, r.Period}
		c := courses[k]
		if c == nil {
			c = &spark{}
			courses[k] = c
		}
		c.from = append(c.from, r.Time.Lo.Day())
		c.means = append(c.means, r.Mean)
		c.events += r.Events
	}
	return courses, nil
}

// line draws the course from its first period to its last, a bar where the turn
// lies: a period of the height of its mean, a point where nothing was said. next
// gives the first day of the period after that of a day.
func (c *spark) line(turn detente.Interval, next func(detente.Day) detente.Day) string {
	if len(c.from) == 0 {
		return ""
	}
	var out []rune
	i := 0
	barred := !turn.Bounded()
	middle := detente.Day(0)
	if !barred {
		middle = turn.Mid().Day()
	}
	for day := c.from[0]; day <= c.from[len(c.from)-1]; day = next(day) {
		if !barred && next(day) > middle {
			out, barred = append(out, '|'), true
		}
		if i < len(c.from) && c.from[i] == day {
			out = append(out, height(c.means[i]))
			i++
			continue
		}
		out = append(out, noData)
	}
	return string(out)
}

func height(mean float64) rune {
	if math.IsNaN(mean) {
		return noData
	}
	n := float64(len(sparkSteps))
	return sparkSteps[int(max(0, min(n-1, math.Floor((mean+1)/2*n))))]
}

func nextWeek(d detente.Day) detente.Day { return d + 7 }

func nextMonth(d detente.Day) detente.Day {
	y, m, _ := d.Civil()
	return detente.NewDay(y, m+1, 1)
}

// sparkline is the course of a dyad by weeks, or by months where those are too
// many, with the length of its periods; "" where it has no calendar time.
func sparkline(courses map[courseKey]*spark, s *detente.Shift) string {
	if c := courses[courseKey{s.Dyad, "week"}]; c != nil && int(c.from[len(c.from)-1]-c.from[0])/7 < widestSpark {
		return c.line(s.Turn, nextWeek) + " by weeks"
	}
	if c := courses[courseKey{s.Dyad, "month"}]; c != nil {
		line := []rune(c.line(s.Turn, nextMonth))
		if len(line) > 2*widestSpark {
			line = append([]rune{'…'}, line[len(line)-2*widestSpark:]...)
		}
		return string(line) + " by months"
	}
	return ""
}
