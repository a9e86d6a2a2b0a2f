package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"detente"
	"detente/internal/figures"
)

// Sizes of a chart, in pixels.
const (
	perUnit    = 150. // height of one unit of tone: two from end to end of the scale
	edge       = 9.   // above and below
	nominal    = 760. // width for which marks are kept apart
	gutterWide = 56.
	radius     = 4.6
)

// chart is the picture of a section: a panel per direction over one axis of
// event time, and lanes of counts.
type chart struct {
	Height    string
	Zero      string // y of tone 0; "" when out of sight
	Bands     []bandMark
	Panels    []chartPanel
	Ticks     []tick
	Cuts      []cutMark
	Gutter    bool
	Lanes     []laneRow
	Deeds     []deedRows
	Lag       string
	LaneNote  string
	AxisNote  string
	Coverage  []string
	Rows      []numberRow
	Undrawn   string // "2,000 of 12,345 events drawn", or ""
	AnyLead   bool
	HasCopies bool
	HasAside  bool
}

type bandMark struct {
	Name, Short      string
	Y, H, Text, Side string
}

type cutMark struct {
	X, W, Mid, Label string
}

type chartPanel struct {
	Speaker, Target string
	Turns           []turnMark // in order of time
	Marks, Undated  []mark
	Events          int
}

// turnMark is a turn of a panel: the vertical band of its date, the mean before
// it with its interval, and the mean after it.
type turnMark struct {
	X, W, End     string // of the band
	Mid           string // where the means meet
	Faint         bool
	Title         string
	Before, After meanMark
	From, Width   string // start and width of the mean before
	Rest          string // width of the mean after, up to the end of the chart; "" where another turn follows

	mid float64
}

type meanMark struct {
	Y, Low, Height string
}

// mark is one event.
type mark struct {
	ID          string
	X, DX, Y    string
	Shape       string // disc, ring, square
	Class       string
	R, Halo     string
	Box, BoxH   string // corner and size of a square
	From, To    string // of the whisker; "" for a single day
	Title, Desc string
	Letter      string
	LetterX     string
	LetterY     string

	x, dx, y float64
}

// numberRow is one line of the table below a chart.
type numberRow struct {
	ID, When, Dated, Pair, Tone, Band, Class, Kind, Told, Quote string
}

// chartOf draws a section.
func (r *run) chartOf(s *section) *chart {
	c := &chart{}
	var at []float64
	total, drawn := 0, 0
	for _, p := range s.panels {
		total += len(p.points)
		drawn += len(p.drawn)
		for _, x := range p.drawn {
			if x.dated() {
				at = append(at, x.mid())
			} else {
				c.Gutter = true
			}
			c.HasCopies = c.HasCopies || x.statements > 1
			c.HasAside = c.HasAside || p.aside(x)
		}
	}
	if drawn < total {
		c.Undrawn = fmt.Sprintf("%s of %s events drawn: those that a turn names, and of the rest an even sample in order of time.", figures.Thousands(drawn), figures.Thousands(total))
	}
	a := newAxis(at)
	scale := r.scaleOf(s)
	c.Height = px(scale.height())
	if scale.lo < 0 && scale.hi > 0 {
		c.Zero = px(scale.y(0))
	}
	c.Bands = r.bandMarks(scale)
	for _, p := range s.panels {
		if len(p.points) > 0 || p == s.panels[0] {
			c.Panels = append(c.Panels, r.panelOf(p, a, scale))
			c.AnyLead = c.AnyLead || p.lead != nil
		}
		c.Rows = append(c.Rows, r.numberRows(p)...)
	}
	c.Ticks = a.ticks(s.axis == "")
	for _, k := range a.cuts {
		x, w := a.at(k.from), a.at(k.to)-a.at(k.from)
		c.Cuts = append(c.Cuts, cutMark{X: pct(x), W: pct(w), Mid: pct(x + w/2), Label: figures.Count(int(k.to-k.from), "day", "days") + " without an event, drawn narrow"})
	}
	c.AxisNote = "event time, days (UTC)"
	if s.axis != "" {
		c.AxisNote = "days from a reference in the text: the article has no date"
	}
	c.Lanes, c.LaneNote = r.lanesOf(s, a)
	c.Deeds = r.deedsOf(s, a)
	c.Lag = lagOf(s)
	c.Coverage = coverage(s)
	return c
}

// scale is the stretch of tone that a chart shows, always at the same height
// per unit: whole bands around all marks and means.
type scale struct{ lo, hi float64 }

func (s scale) y(v float64) float64 { return edge + (s.hi-min(max(v, s.lo), s.hi))*perUnit }

func (s scale) height() float64 { return 2*edge + (s.hi-s.lo)*perUnit }

func (r *run) scaleOf(s *section) scale {
	lo, hi := -.3, .3
	see := func(v float64) {
		if !math.IsNaN(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for _, p := range s.panels {
		for _, x := range p.drawn {
			see(x.value)
		}
		for _, t := range p.steps {
			for _, v := range []float64{t.Before.Low, t.Before.High, t.After.Low, t.After.High} {
				see(v)
			}
		}
	}
	out := scale{-1, 1}
	for i, b := range r.opt.Bands {
		if b.From <= lo {
			out.lo = b.From
		}
		if b.From > hi && out.hi == 1 && i > 0 {
			out.hi = b.From
		}
	}
	out.lo = max(out.lo, -1)
	return out
}

func (r *run) bandMarks(s scale) []bandMark {
	var out []bandMark
	for i, b := range r.opt.Bands {
		to := 1.
		if i+1 < len(r.opt.Bands) {
			to = r.opt.Bands[i+1].From
		}
		from := max(b.From, -1)
		if to <= s.lo || from >= s.hi {
			continue
		}
		name, _, _ := strings.Cut(b.Name, ",")
		out = append(out, bandMark{
			Name: b.Name, Short: name, Side: r.side((from + to) / 2),
			Y: px(s.y(to)), H: px(s.y(from) - s.y(to)), Text: px((s.y(from)+s.y(to))/2 + 4),
		})
	}
	return out
}

// panelOf draws one direction.
func (r *run) panelOf(p *panel, a *axis, s scale) chartPanel {
	out := chartPanel{Speaker: p.speakerName, Target: p.targetName, Events: len(p.points)}
	if out.Target == "" {
		out.Target = anyone
	}
	var dated, undated []mark
	for _, x := range p.drawn {
		m := r.markOf(p, x, s)
		if !x.dated() {
			m.x = gutterWide / 2
			m.X = "50%"
			undated = append(undated, m)
			continue
		}
		at := a.at(x.mid())
		m.x, m.X = at/100*nominal, pct(at)
		if x.time.Width() > 1 {
			m.From, m.To = pct(a.at(days(x.time.Lo))), pct(a.at(days(x.time.Hi)))
		}
		dated = append(dated, m)
	}
	spread(dated, max(7, .42*nominal/a.total))
	spread(undated, gutterWide/2-8)
	out.Marks, out.Undated = dated, undated
	for i, t := range p.steps {
		m := turnOf(p, t, a, s)
		from := 0.
		if i > 0 {
			from = out.Turns[i-1].mid
			out.Turns[i-1].Rest = ""
		}
		m.From, m.Width = pct(from), pct(max(0, m.mid-from))
		out.Turns = append(out.Turns, m)
	}
	if t := p.lead; t != nil {
		letter(out.Marks, out.Undated, t.LastBefore, "a")
		letter(out.Marks, out.Undated, t.FirstAfter, "b")
	}
	return out
}

func letter(dated, undated []mark, id, name string) {
	for _, marks := range [][]mark{dated, undated} {
		for i := range marks {
			if marks[i].ID == id && id != "" {
				x, y := freeSpot(marks, i)
				marks[i].Letter, marks[i].LetterX, marks[i].LetterY = name, px(x), px(y)
			}
		}
	}
}

// freeSpot finds a place beside mark i for its letter, as the way right from the
// mark and the height: above, below, right or left, whichever is least crowded.
func freeSpot(marks []mark, i int) (dx, y float64) {
	m := &marks[i]
	best := math.Inf(-1)
	for _, at := range [][2]float64{{0, -14}, {0, 15}, {14, 0}, {-14, 0}, {12, -12}, {-12, -12}, {12, 12}, {-12, 12}} {
		near := 20. // further away is no better
		for k := range marks {
			if k != i {
				near = min(near, math.Hypot(marks[k].x+marks[k].dx-(m.x+m.dx+at[0]), marks[k].y-(m.y+at[1])))
			}
		}
		if m.y+at[1] < 10 {
			near = 0
		}
		if near > best+2 {
			best, dx, y = near, at[0], m.y+at[1]+4
		}
	}
	return dx, y
}

func turnOf(p *panel, t *turn, a *axis, s scale) turnMark {
	lo, hi := a.from, a.to
	if t.Turn.Lo.Bounded() {
		lo = days(t.Turn.Lo)
	}
	if t.Turn.Hi.Bounded() {
		hi = days(t.Turn.Hi)
	}
	x1, x2 := a.at(lo), a.at(hi)
	m := turnMark{X: pct(x1), W: pct(max(.4, x2-x1)), End: pct(max(x1+.4, x2)), Faint: t.Verdict < detente.Indication}
	m.Title = fmt.Sprintf("the turn: %s, %s", spanWords(t.Turn, t.Dyad.Axis), verdictWords[t.Verdict])
	// The means meet between the two deciding events.
	mid := (x1 + x2) / 2
	var before, after *point
	for _, x := range p.points {
		switch x.id {
		case t.LastBefore:
			before = x
		case t.FirstAfter:
			after = x
		}
	}
	if before != nil && after != nil && before.dated() && after.dated() {
		mid = min(max((a.at(before.mid())+a.at(after.mid()))/2, x1), x2)
	}
	m.mid, m.Mid, m.Rest = mid, pct(mid), pct(100-mid)
	level := func(v detente.Mean) meanMark {
		y1, y2 := s.y(v.High), s.y(v.Low)
		if math.IsNaN(v.High) || math.IsNaN(v.Low) {
			y1, y2 = s.y(v.Value), s.y(v.Value)
		}
		return meanMark{Y: px(s.y(v.Value)), Low: px(y1), Height: px(y2 - y1)}
	}
	m.Before, m.After = level(t.Before), level(t.After)
	return m
}

func (r *run) markOf(p *panel, x *point, s scale) mark {
	e := r.entries[x.id]
	m := mark{ID: x.id, Y: px(s.y(x.value)), y: s.y(x.value), Shape: "disc"}
	switch x.kind {
	case detente.Act:
		m.Shape = "square"
	case detente.Indirect, detente.Mixed:
		m.Shape = "ring"
	}
	classes := []string{m.Shape, r.side(x.value)}
	if x.fallback() {
		classes = append(classes, "fallback")
	}
	if p.aside(x) {
		classes = append(classes, "aside")
	}
	m.Class = strings.Join(classes, " ")
	size := radius + 1.1*float64(min(len(x.outlets)-1, 4))
	m.R = px(size)
	m.Box, m.BoxH = px(-.9*size), px(1.8*size)
	if x.statements > 1 {
		m.Halo = px(size + 3 + 1.5*math.Log2(float64(min(x.statements, 64))))
	}
	m.Title = fmt.Sprintf("%s → %s, %s", p.speakerName, cmp.Or(p.targetName, anyone), r.timeOf(x, e))
	m.Desc = fmt.Sprintf("%s (%s), %s, %s", r.band(x.value), signed(x.value), kindWords[x.kind], methodWords[x.method])
	if x.statements > 1 {
		m.Desc += fmt.Sprintf("; told by %s in %s", figures.Count(len(x.outlets), "outlet", "outlets"), figures.Count(x.statements, "statement", "statements"))
	}
	if e != nil {
		m.Desc += ": " + short(e.row.Content, 140)
	}
	return m
}

// timeOf is the time of an event in words.
func (r *run) timeOf(x *point, e *entry) string {
	if e != nil && !x.time.Bounded() {
		return e.When
	}
	if e != nil && !e.time.Bounded() { // offsets
		return e.When
	}
	return intervalWords(x.time)
}

// spread moves marks sideways, by at most limit, until they do not touch. Marks
// for which there is no room stay where they are and overlap.
func spread(marks []mark, limit float64) {
	const near, step, cell = 11.5, 4., 12.
	placed := map[[2]int][]int{}
	touches := func(x, y float64) bool {
		cx, cy := int(math.Floor(x/cell)), int(math.Floor(y/cell))
		for i := cx - 1; i <= cx+1; i++ {
			for j := cy - 1; j <= cy+1; j++ {
				for _, k := range placed[[2]int{i, j}] {
					if math.Hypot(marks[k].x+marks[k].dx-x, marks[k].y-y) < near {
						return true
					}
				}
			}
		}
		return false
	}
	for i := range marks {
		m := &marks[i]
		for n := 0; ; n++ {
			dx := step * float64((n+1)/2)
			if n%2 == 0 {
				dx = -dx
			}
			if math.Abs(dx) > limit {
				break
			}
			if !touches(m.x+dx, m.y) {
				m.dx = dx
				break
			}
		}
		m.DX = px(m.dx)
		k := [2]int{int(math.Floor((m.x + m.dx) / cell)), int(math.Floor(m.y / cell))}
		placed[k] = append(placed[k], i)
	}
}

// aside reports whether an event is not of the series whose turn is drawn.
func (p *panel) aside(x *point) bool {
	return p.lead != nil && p.lead.Dyad.Channel != 0 && p.lead.Dyad.Channel != x.channel
}

func (r *run) numberRows(p *panel) []numberRow {
	var out []numberRow
	for _, x := range p.drawn {
		e := r.entries[x.id]
		if e == nil {
			continue
		}
		out = append(out, numberRow{
			ID: x.id, When: r.timeOf(x, e), Dated: methodWords[x.method], Pair: p.speakerName + " → " + cmp.Or(p.targetName, anyone),
			Tone: signed(x.value), Band: r.band(x.value), Class: classWords[x.class], Kind: kindWords[x.kind],
			Told: fmt.Sprintf("%d / %d", x.statements, len(x.outlets)), Quote: short(e.row.Content, 90),
		})
	}
	return out
}

// coverage says what the chart counts, one line a direction.
func coverage(s *section) []string {
	var out []string
	for _, p := range s.panels {
		if len(p.points) == 0 {
			out = append(out, fmt.Sprintf("%s → %s: no statement found.", p.speakerName, p.targetName))
			continue
		}
		var dated, fallback, statements int
		var outlets []string
		docs := map[string]bool{}
		for _, x := range p.points {
			statements += x.statements
			docs[x.doc] = true
			if x.dated() {
				dated++
				if x.fallback() {
					fallback++
				}
			}
			for _, o := range x.outlets {
				if !slices.Contains(outlets, o) {
					outlets = append(outlets, o)
				}
			}
		}
		n := len(p.points)
		out = append(out, fmt.Sprintf("%s → %s: %s in %s, first told in %s of %s; %d dated by the text, %d by the article’s date only, %d without a usable date.",
			p.speakerName, cmp.Or(p.targetName, anyone), figures.Count(n, "event", "events"), figures.Count(statements, "statement", "statements"),
			figures.Count(len(docs), "document", "documents"), outletWords(outlets), dated-fallback, fallback, n-dated))
	}
	return out
}

// outletWords counts outlets; the name "" is no name.
func outletWords(outlets []string) string {
	n := len(outlets)
	if slices.Contains(outlets, "") {
		n--
		if n == 0 {
			return "an outlet without a name"
		}
		return figures.Count(n, "outlet", "outlets") + " and others without a name"
	}
	return figures.Count(n, "outlet", "outlets")
}
