package reports

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"detente"
	"detente/datasets/table"
)

// section is what is shown of one pair at one level: both directions in one
// chart, and the turns of all channels below it.
type section struct {
	level  detente.Level
	axis   string
	panels []*panel // A -> B, then B -> A when anything is known of it
	turns  []turn   // strongest first
	folded bool     // no turn of it is an indication
	period string   // of the lanes
	number int      // from 1, in the order of the page
}

// panel is one direction of a section.
type panel struct {
	speaker, target         string // entity ids
	speakerName, targetName string
	points                  []*point
	drawn                   []*point
	lead                    *turn   // the strongest turn with two sides, or nil
	steps                   []*turn // the turns drawn, in order of time: the lead, and further indications of its series
}

// turn is a candidate turn as it is shown.
type turn struct {
	table.ShiftRow
	shown bool // as a card
}

// named are the statements that a card shows.
func (t *turn) named() []string {
	ids := []string{t.LastBefore, t.FirstAfter}
	for _, list := range [][]string{t.EvidenceBefore, t.EvidenceAfter, t.EvidenceAgainst} {
		ids = append(ids, list[:min(len(list), keptEvidence)]...)
	}
	return slices.DeleteFunc(ids, func(id string) bool { return id == "" })
}

// keptEvidence is how many statements a card shows on each side.
const keptEvidence = 6

// anyone is the name of the target of a series toward anyone.
const anyone = "anyone"

// split reports whether the turn has two sides.
func (t *turn) split() bool {
	return t.Direction != 0 && !math.IsNaN(t.Before.Value) && !math.IsNaN(t.After.Value) && t.Before.N > 0 && t.After.N > 0
}

// strength orders turns: by verdict, those toward a named target first, then by
// the probabilities, the size and the number of events.
func strength(a, b *table.ShiftRow) int {
	last := func(x float64) float64 { // unknown comes last
		if math.IsNaN(x) {
			return math.Inf(1)
		}
		return x
	}
	named := func(d *detente.Dyad) int {
		if d.Target == "" {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(b.Verdict, a.Verdict),
		named(&a.Dyad)-named(&b.Dyad),
		cmp.Compare(last(a.Q), last(b.Q)),
		cmp.Compare(last(a.P), last(b.P)),
		cmp.Compare(last(-a.Posterior), last(-b.Posterior)),
		cmp.Compare(b.Events, a.Events),
		cmp.Compare(last(-math.Abs(a.Delta)), last(-math.Abs(b.Delta))),
		cmp.Compare(a.Dyad.Level, b.Dyad.Level),
		cmp.Compare(a.Dyad.Channel, b.Dyad.Channel),
		strings.Compare(a.Dyad.Speaker, b.Dyad.Speaker),
		strings.Compare(a.Dyad.Target, b.Dyad.Target),
		strings.Compare(a.Dyad.Axis, b.Dyad.Axis),
		strings.Compare(a.ID, b.ID),
	)
}

// readShifts reads the candidates, makes the index, and groups those that are
// shown into sections.
func (r *run) readShifts() error {
	for s, err := range table.ReadShifts(r.out) {
		if err != nil {
			return err
		}
		r.shifts = append(r.shifts, s)
	}
	slices.SortFunc(r.shifts, func(a, b table.ShiftRow) int { return strength(&a, &b) })
	r.makeIndex()
	r.chooseTurns()
	return nil
}

// pairKey names a section: a level and two actors, in either order.
type pairKey struct {
	level detente.Level
	axis  string
	a, b  string
}

func keyOf(d *detente.Dyad) pairKey {
	k := pairKey{d.Level, d.Axis, d.Speaker, d.Target}
	if k.b != "" && k.b < k.a {
		k.a, k.b = k.b, k.a
	}
	return k
}

// chooseTurns makes the sections. A large run shows the turns of verdict
// indication and better, or its three best where there are none; at most
// MaxTurns of them. Other turns of a pair that is shown are listed with it.
func (r *run) chooseTurns() {
	large := len(r.shifts) > r.opt.MaxTurns
	sections := map[pairKey]*section{}
	spare := 3 // shown of a large run without any indication
	if len(r.shifts) > 0 && r.shifts[0].Verdict >= detente.Indication {
		spare = 0
	}
	for i := range r.shifts {
		s := turn{ShiftRow: r.shifts[i]}
		shown := s.Verdict >= detente.Indication || !large
		if !shown && spare > 0 && s.split() {
			shown = true
			spare--
		}
		if shown {
			r.eligible++
		}
		k := keyOf(&s.Dyad)
		sec := sections[k]
		if shown = shown && r.turns < r.opt.MaxTurns; shown {
			r.turns++
			s.shown = true
			if sec == nil {
				sec = &section{level: s.Dyad.Level, axis: s.Dyad.Axis, folded: s.Verdict < detente.Indication}
				sections[k] = sec
				r.sections = append(r.sections, sec)
			}
		}
		if sec != nil {
			sec.turns = append(sec.turns, s)
		}
	}
	// Sections whose best turn is an indication come first by construction.
	for i, s := range r.sections {
		s.number = i + 1
		s.makePanels()
	}
}

// makePanels gives a section its directions: that of the strongest turn first.
func (s *section) makePanels() {
	find := func(speaker, target string) *panel {
		for _, p := range s.panels {
			if p.speaker == speaker && p.target == target {
				return p
			}
		}
		return nil
	}
	for i := range s.turns {
		t := &s.turns[i]
		p := find(t.Dyad.Speaker, t.Dyad.Target)
		if p == nil {
			p = &panel{speaker: t.Dyad.Speaker, target: t.Dyad.Target, speakerName: t.SpeakerName, targetName: t.TargetName}
			s.panels = append(s.panels, p)
		}
		switch {
		case !t.split():
		case p.lead == nil:
			p.lead = t
			p.steps = append(p.steps, t)
		case t.Dyad == p.lead.Dyad && t.Verdict >= detente.Indication:
			p.steps = append(p.steps, t)
		}
	}
	for _, p := range s.panels {
		slices.SortStableFunc(p.steps, func(a, b *turn) int { return cmp.Compare(a.Turn.Mid(), b.Turn.Mid()) })
	}
	// The answer of the other side is shown even where it was too little for a
	// candidate.
	if p := s.panels[0]; len(s.panels) == 1 && p.target != "" {
		s.panels = append(s.panels, &panel{speaker: p.target, target: p.speaker, speakerName: p.targetName, targetName: p.speakerName})
	}
}

// indexRow is one line of the index of pairs.
type indexRow struct {
	shift   *table.ShiftRow
	section int // number of its section; 0 when it has none
}

// makeIndex lists the pairs: words and deeds together, a pair of persons and
// that of their countries apart.
func (r *run) makeIndex() {
	for i := range r.shifts {
		s := &r.shifts[i]
		if s.Dyad.Channel != 0 {
			continue
		}
		r.indexAll++
		if len(r.index) < r.opt.MaxRows {
			r.index = append(r.index, indexRow{shift: s})
		}
	}
}

// link gives every shown statement the sections that it stands in, and the index
// its links.
func (r *run) link() {
	numbers := map[pairKey]int{}
	for _, s := range r.sections {
		numbers[keyOf(&s.turns[0].Dyad)] = s.number
		for _, p := range s.panels {
			for _, x := range p.drawn {
				e := r.entries[x.id]
				if e == nil {
					continue
				}
				if n := len(e.Sections); n == 0 || e.Sections[n-1] != s.number {
					e.Sections = append(e.Sections, s.number)
				}
			}
		}
	}
	for i := range r.index {
		r.index[i].section = numbers[keyOf(&r.index[i].shift.Dyad)]
	}
}
