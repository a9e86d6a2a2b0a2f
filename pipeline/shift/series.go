package shift

import (
	"cmp"
	"math"
	"slices"

	"detente"
)

// Observation is one scored statement of one speaker. A statement of several
// speakers, or with several scorers, is one observation for each.
type Observation struct {
	Speaker, SpeakerActor string   // entity ids; "" where unknown
	Targets, TargetActors []string // of the same length
	Scorer                string
	Channel               detente.Channel
	Nested, Thought       bool
	Retelling             bool // an earlier statement tells the event
	Copy                  bool // it stands in a copy: it counts as a statement and tells nothing new
	Axis                  string
	Point                 detente.Point
}

// Builder collects observations and makes the series. The zero value is not
// ready: use NewBuilder. It keeps all observations in memory.
type Builder struct {
	members map[seriesKey][]member
}

type seriesKey = detente.Dyad

type member struct {
	detente.Point
	retelling, copy bool
}

// NewBuilder gives an empty builder.
func NewBuilder() *Builder {
	return &Builder{members: make(map[seriesKey][]member)}
}

// Add takes one observation into the series it belongs to: at the level of
// persons (entities as named) and of actors (by roll-up), toward each target and
// toward anyone, in its channel and in words and deeds together. "Anyone"
// includes statements without a target. Nested statements, thoughts and values
// that are no numbers are left out, and so are pairs of an actor with itself.
func (b *Builder) Add(o Observation) {
	if o.Nested || o.Thought || math.IsNaN(o.Point.Value) {
		return
	}
	b.add(detente.LevelPerson, &o, o.Speaker, o.Targets)
	b.add(detente.LevelActor, &o, o.SpeakerActor, o.TargetActors)
}

func (b *Builder) add(level detente.Level, o *Observation, speaker string, targets []string) {
	if speaker == "" {
		return
	}
	others := make([]string, 0, len(targets))
	for _, t := range targets {
		if t != "" && t != speaker && !slices.Contains(others, t) {
			others = append(others, t)
		}
	}
	if len(targets) > 0 && len(others) == 0 {
		return // only toward itself
	}
	d := detente.Dyad{Level: level, Speaker: speaker, Scorer: o.Scorer, Axis: o.Axis}
	m := member{Point: o.Point, retelling: o.Retelling, copy: o.Copy}
	m.Statements = max(m.Statements, 1)
	put := func(target string, weight float64) {
		d.Target, m.Weight = target, weight
		d.Channel = 0
		b.members[d] = append(b.members[d], m)
		d.Channel = o.Channel
		b.members[d] = append(b.members[d], m)
	}
	put("", 1)
	for _, t := range others {
		put(t, 1/float64(len(others)))
	}
}

// Series gives all series, sorted by dyad, with one point per event. The order
// of the calls of Add does not matter.
func (b *Builder) Series() []detente.Series {
	out := make([]detente.Series, 0, len(b.members))
	for d := range b.members {
		out = append(out, detente.Series{Dyad: d})
	}
	slices.SortFunc(out, func(a, b detente.Series) int { return compareDyads(&a.Dyad, &b.Dyad) })
	for i := range out {
		out[i].Points = collapse(b.members[out[i].Dyad])
	}
	return out
}

func compareDyads(a, b *detente.Dyad) int {
	return cmp.Or(
		cmp.Compare(a.Level, b.Level),
		cmp.Compare(a.Scorer, b.Scorer),
		cmp.Compare(a.Speaker, b.Speaker),
		cmp.Compare(a.Target, b.Target),
		cmp.Compare(a.Axis, b.Axis),
		cmp.Compare(a.Channel, b.Channel),
	)
}

// collapse makes one point of the members of each event, in order of time, ties
// by document and place. It sorts members.
func collapse(members []member) []detente.Point {
	slices.SortFunc(members, func(a, b member) int {
		return cmp.Or(
			cmp.Compare(a.Event, b.Event),
			compareBools(a.copy, b.copy),
			compareBools(a.retelling, b.retelling),
			cmp.Compare(a.Doc, b.Doc),
			cmp.Compare(a.Order, b.Order),
			cmp.Compare(a.Statement, b.Statement),
		)
	})
	// A statement of two speakers of one actor came twice.
	members = slices.CompactFunc(members, func(a, b member) bool {
		return a.Event == b.Event && a.Statement == b.Statement && a.Doc == b.Doc && a.Order == b.Order
	})
	var points []detente.Point
	for i := 0; i < len(members); {
		j := i + 1
		for j < len(members) && members[j].Event == members[i].Event {
			j++
		}
		points = append(points, merge(members[i:j]))
		i = j
	}
	slices.SortFunc(points, func(a, b detente.Point) int {
		return cmp.Or(
			compareBools(a.Time == detente.Always, b.Time == detente.Always),
			cmp.Compare(a.Time.Mid(), b.Time.Mid()),
			cmp.Compare(a.Doc, b.Doc),
			cmp.Compare(a.Order, b.Order),
			cmp.Compare(a.Event, b.Event),
		)
	})
	return points
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// merge makes one point of one event. The first member tells it first and gives
// all that is not joined. The value is the mean weighted by precision; its
// standard error does not shrink with the number of tellings, for they share
// what they tell. Copies only count.
func merge(members []member) detente.Point {
	p := members[0].Point
	p.Statements = 0
	told := 0
	for i := range members {
		p.Statements += members[i].Statements
		if !members[i].copy {
			told++
		}
	}
	if told > 1 {
		var n, w, wx float64
		known := true
		for _, m := range members[:told] {
			u := 1 / variance(m.StdErr)
			n++
			w += u
			wx += u * m.Value
			known = known && m.StdErr > 0
		}
		p.Value = wx / w
		p.StdErr = 0
		if known {
			p.StdErr = math.Sqrt(n / w)
		}
		p.Time, p.Method = when(members[:told])
	}
	return p
}

// when gives the time of an event: what all tellings agree on whose time stands
// in the text, the better ones first; else that of the first telling, for the
// time of a retelling that goes by its article's date says nothing.
func when(members []member) (detente.Interval, detente.Method) {
	time, method := members[0].Time, members[0].Method
	found := false
	for want := detente.MethodExplicit; want <= detente.MethodSection; want++ {
		for _, m := range members {
			if m.Method != want {
				continue
			}
			if !found {
				time, method, found = m.Time, m.Method, true
			} else if both := time.Intersect(m.Time); !both.Empty() {
				time = both
			}
		}
	}
	return time, method
}

// variance of a value by its standard error. It is never 0: the constants of a
// class scale would make a side of equal values infinitely sure.
func variance(se float64) float64 { return max(se*se, leastStdErr*leastStdErr) }

const leastStdErr = .05
