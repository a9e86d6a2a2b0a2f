package reports

import (
	"math"
	"slices"
	"strconv"

	"detente"
)

// axis places days on the width of a chart, in percent. It is linear but for a
// few cuts: long stretches without an event, drawn narrow and marked.
type axis struct {
	from, to float64 // days
	cuts     []cut
	total    float64 // days as drawn
}

// cut is a stretch that is drawn narrower than it is.
type cut struct {
	from, to, drawn float64
}

const (
	leastCut  = 7.  // days: shorter silences are never cut
	cutShare  = .2  // of the width that a silence takes before it is cut
	cutWidth  = .05 // of what is left, that it takes afterwards
	mostCuts  = 4
	cutBorder = 1. // days next to an event that are kept
	axisSpace = .03
)

// newAxis makes the axis of events at the given days, in any order. Without
// events it is one day long.
func newAxis(at []float64) *axis {
	if len(at) == 0 {
		return &axis{from: 0, to: 1, total: 1}
	}
	at = slices.Clone(at)
	slices.Sort(at)
	a := &axis{from: math.Floor(at[0]), to: math.Floor(at[len(at)-1]) + 1}
	a.total = a.to - a.from
	for len(a.cuts) < mostCuts {
		best, gap := -1, leastCut
		for i := 1; i < len(at); i++ {
			if g := at[i] - at[i-1]; g > gap && !a.isCut(at[i-1]+cutBorder) {
				best, gap = i, g
			}
		}
		if best < 0 || gap < cutShare*a.total {
			break
		}
		c := cut{from: math.Floor(at[best-1]) + cutBorder, to: math.Floor(at[best])}
		if c.to-c.from < leastCut-2 {
			break
		}
		rest := a.total - (c.to - c.from)
		c.drawn = min(c.to-c.from, max(.5, cutWidth*rest))
		a.total = rest + c.drawn
		a.cuts = append(a.cuts, c)
	}
	slices.SortFunc(a.cuts, func(x, y cut) int {
		if x.from < y.from {
			return -1
		}
		return 1
	})
	pad := max(.25, axisSpace*a.total)
	a.from, a.to, a.total = a.from-pad, a.to+pad, a.total+2*pad
	return a
}

func (a *axis) isCut(day float64) bool {
	for _, c := range a.cuts {
		if c.from <= day && day <= c.to {
			return true
		}
	}
	return false
}

// at gives the place of a day in percent, held inside the chart.
func (a *axis) at(day float64) float64 {
	day = min(max(day, a.from), a.to)
	x := day - a.from
	for _, c := range a.cuts {
		if day > c.from {
			x -= (min(day, c.to) - c.from) * (1 - c.drawn/(c.to-c.from))
		}
	}
	return 100 * x / a.total
}

// tick is one label of the axis.
type tick struct {
	X           string
	Top, Bottom string
	Alt         bool // left out on narrow screens
}

const (
	tickSpace  = 6.5 // percent between labels
	narrowStep = 19.
)

// ticks are labelled days: the first of every stretch between cuts, then as
// many as have room. On an axis of offsets they are numbers.
func (a *axis) ticks(calendar bool) []tick {
	var days []int
	free := func(d int, space float64) bool {
		x := a.at(float64(d))
		if x < 2 || x > 97 {
			return false
		}
		for _, o := range days {
			if math.Abs(x-a.at(float64(o))) < space {
				return false
			}
		}
		return true
	}
	first := int(math.Ceil(a.from))
	last := int(math.Floor(a.to))
	starts := []int{first}
	for _, c := range a.cuts {
		starts = append(starts, int(c.to))
	}
	for _, d := range starts {
		if free(d, tickSpace) {
			days = append(days, d)
		}
	}
	for _, d := range a.candidates(first, last, calendar) {
		if !a.isCut(float64(d)+.001) && free(d, tickSpace) {
			days = append(days, d)
		}
	}
	slices.Sort(days)
	var out []tick
	year, shown := math.MinInt, -100.
	for _, d := range days {
		x := a.at(float64(d))
		t := tick{X: pct(x), Top: offset(d)}
		if calendar {
			y, m, day := detente.Day(d).Civil()
			t.Top = strconv.Itoa(day) + " " + months[m-1]
			if y != year {
				t.Bottom, year = strconv.Itoa(y), y
			}
		}
		if t.Alt = x-shown < narrowStep && t.Bottom == ""; !t.Alt {
			shown = x
		}
		out = append(out, t)
	}
	return out
}

// candidates are round days at the finest step of which about a dozen fit:
// days, weeks from Monday, months, quarters, years.
func (a *axis) candidates(first, last int, calendar bool) []int {
	room := func(step float64) bool { return step/a.total*100 >= tickSpace }
	var out []int
	for _, step := range []int{1, 2, 7, 14} {
		if !room(float64(step)) {
			continue
		}
		for d := first; d <= last; d++ {
			if step < 7 && (d-first)%step == 0 || step >= 7 && calendar && detente.Day(d).Weekday() == 1 && (d/7)%(step/7) == 0 || step >= 7 && !calendar && d%step == 0 {
				out = append(out, d)
			}
		}
		return out
	}
	for _, step := range []int{1, 3, 6, 12, 24, 60, 120, 240} {
		if !room(float64(step)*30.4) && step < 240 {
			continue
		}
		y, m, _ := detente.Day(first).Civil()
		for n := y*12 + m - 1; ; n++ {
			if n%step != 0 {
				continue
			}
			d := int(detente.NewDay(n/12, n%12+1, 1))
			if d > last {
				return out
			}
			out = append(out, d)
		}
	}
	return out
}

// pct writes a percentage for an attribute.
func pct(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) + "%" }

// px writes a length for an attribute.
func px(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }
