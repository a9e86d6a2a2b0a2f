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

// Member is an observation's part in one series.
type Member struct {
	detente.Point
	Retelling, Copy bool
}

// Members yields the series that an observation belongs to, with its part in
// each: at the level of persons (entities as named) and of actors (by roll-up),
// toward each target and toward anyone. "Anyone" includes statements without a
// target. Nested statements, thoughts and values that are no numbers are left
// out, and so are pairs of an actor with itself.
//
// The dyad has the channel of the observation; the series of words and deeds
// together, of channel 0, has the same member.
func (o *Observation) Members(yield func(detente.Dyad, Member) bool) {
	if o.Nested || o.Thought || math.IsNaN(o.Point.Value) {
		return
	}
	if o.members(detente.LevelPerson, o.Speaker, o.Targets, yield) {
		o.members(detente.LevelActor, o.SpeakerActor, o.TargetActors, yield)
	}
}

func (o *Observation) members(level detente.Level, speaker string, targets []string, yield func(detente.Dyad, Member) bool) bool {
	if speaker == "" {
		return true
	}
	others := make([]string, 0, len(targets))
	for _, t := range targets {
		if t != "" && t != speaker && !slices.Contains(others, t) {
			others = append(others, t)
		}
	}
	if len(targets) > 0 && len(others) == 0 {
		return true // only toward itself
	}
	d := detente.Dyad{Level: level, Speaker: speaker, Scorer: o.Scorer, Axis: o.Axis, Channel: o.Channel}
	m := Member{Point: o.Point, Retelling: o.Retelling, Copy: o.Copy}
	m.Statements, m.Weight = max(m.Statements, 1), 1
	if !yield(d, m) {
		return false
	}
	for _, t := range others {
		d.Target, m.Weight = t, 1/float64(len(others))
		if !yield(d, m) {
			return false
		}
	}
	return true
}

// SeriesOf makes the series of a dyad from its members, with one point per
// event. The order of the members does not matter; they are sorted.
func SeriesOf(d detente.Dyad, members []Member) detente.Series {
	return detente.Series{Dyad: d, Points: collapse(members)}
}

// CompareDyads is the order of series: those of one pair stand together, by
// scorer and then by channel.
func CompareDyads(a, b *detente.Dyad) int {
	return cmp.Or(
		cmp.Compare(a.Level, b.Level),
		cmp.Compare(a.Speaker, b.Speaker),
		cmp.Compare(a.Target, b.Target),
		cmp.Compare(a.Axis, b.Axis),
		cmp.Compare(a.Scorer, b.Scorer),
		cmp.Compare(a.Channel, b.Channel),
	)
}

// collapse makes one point of the members of each event, in order of time, ties
// by document and place. It sorts members.
func collapse(members []Member) []detente.Point {
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(
			cmp.Compare(a.Event, b.Event),
			compareBools(a.Copy, b.Copy),
			compareBools(a.Retelling, b.Retelling),
			cmp.Compare(a.Doc, b.Doc),
			cmp.Compare(a.Order, b.Order),
			cmp.Compare(a.Statement, b.Statement),
		)
	})
	// A statement of two speakers of one actor came twice.
	members = slices.CompactFunc(members, func(a, b Member) bool {
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
func merge(members []Member) detente.Point {
	p := members[0].Point
	p.Statements = 0
	told := 0
	for i := range members {
		p.Statements += members[i].Statements
		if !members[i].Copy {
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
func when(members []Member) (detente.Interval, detente.Method) {
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
