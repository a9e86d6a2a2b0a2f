package reports

import (
	"cmp"
	"math"
	"slices"

	"detente"
	"detente/datasets/table"
)

// widest is the longest interval, in days, that has a place on the time axis:
// the same as in the series and the tests.
const widest = 366

// telling is one statement of a panel.
type telling struct {
	event, id, doc  string
	copy, retelling bool
	kind            detente.Kind
	channel         detente.Channel
	class           detente.Class
	time            detente.Interval
	method          detente.Method
	value, se       float64
	order           int32
	speaker, target string // names
}

// point is one event of a panel: the telling that stands for it, and how often
// and by how many outlets it is told.
type point struct {
	telling
	statements int
	outlets    []string // that tell it, sorted; copies count with their original
	copies     []string // statement ids of the other tellings, at most keptCopies
}

const keptCopies = 12

func (p *point) dated() bool {
	w := p.time.Width()
	return w >= 0 && w <= widest
}

func (p *point) fallback() bool {
	return p.method == detente.MethodPublished || p.method == detente.MethodNone
}

// mid is the middle of the interval of a dated point, in days.
func (p *point) mid() float64 { return days(p.time.Mid()) }

func days(t detente.Time) float64 { return float64(t) / (24 * 60 * 60) }

// readPoints collects the events of the pairs shown, as the series do: no
// thoughts, no nested statements, each event once.
func (r *run) readPoints() error {
	type key struct {
		level           detente.Level
		axis            string
		speaker, target string
	}
	wanted := map[key]*panel{}
	for _, s := range r.sections {
		for _, p := range s.panels {
			wanted[key{s.level, s.axis, p.speaker, p.target}] = p
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	tellings := map[*panel][]telling{}
	for row, err := range table.ReadStatements(r.out) {
		if err != nil {
			return err
		}
		if row.Nested || row.Thought || len(row.Scores) == 0 || !row.Scores[0].OK() || math.IsNaN(row.Scores[0].Value) {
			continue
		}
		t := r.telling(&row)
		axis := r.placeOnAxis(&row, &t)
		for _, level := range []detente.Level{detente.LevelPerson, detente.LevelActor} {
			speakers, targets := r.roles(&row, level)
			for _, s := range speakers {
				others := slices.DeleteFunc(slices.Clone(targets), func(x string) bool { return x == s })
				if len(targets) > 0 && len(others) == 0 {
					continue // only toward itself
				}
				for _, x := range append(others, "") {
					if p := wanted[key{level, axis, s, x}]; p != nil {
						tellings[p] = append(tellings[p], t)
					}
				}
			}
		}
	}
	for _, s := range r.sections {
		for _, p := range s.panels {
			p.points = r.collapse(tellings[p])
		}
		s.period = periodFor(s)
	}
	r.thin()
	return nil
}

func (r *run) telling(row *detente.StatementRow) telling {
	t := telling{
		event: row.EventID, id: row.StatementID, doc: row.DocID, copy: row.IsCopy, retelling: row.IsRetelling,
		kind: row.Kind, channel: row.Channel, class: row.Scores[0].Class, time: row.When.Interval, method: row.When.Method,
		value: row.Scores[0].Value, se: row.Scores[0].StdErr, speaker: row.Speaker, target: row.Target,
	}
	if len(row.ContentSpans) > 0 {
		t.order = row.ContentSpans[0].Start
	}
	return t
}

// placeOnAxis gives the axis of a statement's time: "" for the calendar. In an
// article without a date its offsets become the time.
func (r *run) placeOnAxis(row *detente.StatementRow, t *telling) string {
	w := &row.When
	if t.time.Bounded() || !w.HasOffset || r.dated[row.DocID] || w.OffsetLo == detente.NoOffsetLo || w.OffsetHi == detente.NoOffsetHi {
		return ""
	}
	t.time = detente.Days(detente.Day(w.OffsetLo), detente.Day(w.OffsetHi))
	return row.DocID + "@" + row.EventRef
}

// roles are the ids of speakers and targets at a level, each once.
func (r *run) roles(row *detente.StatementRow, level detente.Level) (speakers, targets []string) {
	speakers, targets = row.Speakers, row.Targets
	first, second := row.SpeakerID, row.TargetID
	roll := func(id string) string { return id }
	if level == detente.LevelActor {
		roll = r.roll
		first, second = row.SpeakerActorID, row.TargetActorID
	}
	list := func(ids []string, one string) (out []string) {
		if len(ids) == 0 && one != "" {
			return []string{one}
		}
		for _, id := range ids {
			if id = roll(id); id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
		return out
	}
	return list(speakers, first), list(targets, second)
}

// collapse makes one point of the tellings of each event, in order of time.
func (r *run) collapse(told []telling) []*point {
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	slices.SortFunc(told, func(a, b telling) int {
		return cmp.Or(cmp.Compare(a.event, b.event), flag(a.copy)-flag(b.copy), flag(a.retelling)-flag(b.retelling),
			cmp.Compare(a.doc, b.doc), cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id))
	})
	told = slices.CompactFunc(told, func(a, b telling) bool { return a.id == b.id })
	var points []*point
	for i := 0; i < len(told); {
		j := i + 1
		for j < len(told) && told[j].event == told[i].event {
			j++
		}
		points = append(points, r.merge(told[i:j]))
		i = j
	}
	slices.SortFunc(points, func(a, b *point) int {
		return cmp.Or(flag(!a.dated())-flag(!b.dated()), cmp.Compare(a.time.Mid(), b.time.Mid()), cmp.Compare(a.doc, b.doc), cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id))
	})
	return points
}

// merge makes the point of one event: the first telling stands for it, the value
// is the mean by precision, the time what the dated tellings agree on.
func (r *run) merge(told []telling) *point {
	p := &point{telling: told[0], statements: len(told)}
	var w, wx float64
	for i, t := range told {
		if i > 0 && len(p.copies) < keptCopies {
			p.copies = append(p.copies, t.id)
		}
		if t.copy && i > 0 {
			continue
		}
		if o := r.outlet[t.doc]; !slices.Contains(p.outlets, o) {
			p.outlets = append(p.outlets, o)
		}
		u := 1 / max(t.se*t.se, .0025)
		w, wx = w+u, wx+u*t.value
	}
	slices.Sort(p.outlets)
	p.value = wx / w
	found := false
	for m := detente.MethodExplicit; m <= detente.MethodSection; m++ {
		for i, t := range told {
			if t.method != m || t.copy && i > 0 {
				continue
			}
			if !found {
				p.time, p.method, found = t.time, t.method, true
			} else if both := p.time.Intersect(t.time); !both.Empty() {
				p.time = both
			}
		}
	}
	return p
}

// thin keeps at most so many points of a panel for drawing: those that a turn
// names, and of the rest every n-th in order of time.
func (r *run) thin() {
	most := r.opt.MaxMarks
	if n := len(r.sections); n > 0 {
		most = min(most, max(100, pageMarks/n))
	}
	for _, s := range r.sections {
		total := 0
		for _, p := range s.panels {
			total += len(p.points)
		}
		named := map[string]bool{}
		for i := range s.turns {
			for _, id := range s.turns[i].named() {
				named[id] = true
			}
		}
		for _, p := range s.panels {
			p.drawn = thinned(p.points, named, most*len(p.points)/max(total, 1))
			if total <= most {
				p.drawn = p.points
			}
		}
	}
}

func thinned(points []*point, named map[string]bool, most int) []*point {
	if len(points) <= most {
		return points
	}
	keep := 0
	for _, p := range points {
		if named[p.id] {
			keep++
		}
	}
	rest, free := len(points)-keep, max(0, most-keep)
	var out []*point
	seen := 0
	for _, p := range points {
		if named[p.id] {
			if len(out) < most {
				out = append(out, p)
			}
			continue
		}
		// Every n-th, spread evenly: the count of those kept steps by free/rest.
		if seen*free/rest != (seen+1)*free/rest && len(out) < most {
			out = append(out, p)
		}
		seen++
	}
	return out
}

// periodFor chooses the length of the periods of the lanes below a chart.
func periodFor(s *section) string {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, p := range s.panels {
		for _, x := range p.points {
			if x.dated() {
				lo, hi = min(lo, x.mid()), max(hi, x.mid())
			}
		}
	}
	switch span := hi - lo; {
	case span <= 120:
		return "day"
	case span <= 550:
		return "week"
	}
	return "month"
}
