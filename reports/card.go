package reports

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"detente"
	"detente/internal/figures"
)

// The rules of a detected turn, as the pipeline has them by default. A run with
// other rules says so in the reason of each verdict, which is shown above them.
const (
	ruleEvents    = 8
	ruleFew       = 4
	ruleSide      = 3
	ruleOutlets   = 2
	ruleDocuments = 3
	ruleAlpha     = .05
	ruleFDR       = .10
	ruleDelta     = .10
)

// turnView makes the card of a turn.
func (r *run) turnView(t *turn) turnView {
	v := turnView{
		ID: t.ID, Speaker: t.SpeakerName, Target: cmp.Or(t.TargetName, anyone), Channel: channelWords[t.Dyad.Channel],
		Verdict: t.Verdict.String(), VerdictName: verdictWords[t.Verdict], Long: verdictLong[t.Verdict],
		Split: t.split(), Reason: plainReason(t), Shape: t.Shape.String(),
	}
	if v.Split {
		v.Direction, v.From, v.To, v.Turn = t.Direction.String(), t.FromBand, t.ToBand, spanWords(t.Turn, t.Dyad.Axis)
		v.BeforeN, v.AfterN = figures.Count(int(t.Before.N), "event", "events"), figures.Count(int(t.After.N), "event", "events")
		v.BeforeMean, v.AfterMean = interval95(t.Before), interval95(t.After)
	}
	v.Plain = t.Verdict < detente.Indication
	v.Numbers = numbersOf(t)
	v.Conditions = conditionsOf(t)
	v.Change = changeOf(t)
	for _, s := range t.Sensitivity {
		f := fact{Name: choiceWords(s.Name), Value: "not testable"}
		v.Untested = v.Untested || !s.Testable && s.Decides()
		if s.Testable {
			f.Value, f.Note = "worst p "+chance(s.P), "holds"
			if s.P >= ruleAlpha {
				f.Note = "does not hold"
			}
		}
		v.Sensitivity = append(v.Sensitivity, f)
	}
	v.A, v.B = r.entries[t.LastBefore], r.entries[t.FirstAfter]
	v.Before, v.MoreBefore = r.cards(t.EvidenceBefore)
	v.After, v.MoreAfter = r.cards(t.EvidenceAfter)
	v.Against, v.MoreAgainst = r.cards(t.EvidenceAgainst)
	return v
}

// plainReason is the reason of a verdict with the names of sensitivity rows in
// words.
func plainReason(t *turn) string {
	s := t.Reason
	for _, row := range t.Sensitivity {
		s = strings.ReplaceAll(s, row.Name, choiceWords(row.Name))
	}
	return s
}

// cards are the first statements of a list of evidence, and how many there are.
func (r *run) cards(ids []string) (list []*entry, more string) {
	for _, id := range ids[:min(len(ids), keptEvidence)] {
		if e := r.entries[id]; e != nil {
			list = append(list, e)
		}
	}
	if len(ids) > len(list) {
		more = fmt.Sprintf("%d of %d shown, strongest first", len(list), len(ids))
	}
	return list, more
}

func numbersOf(t *turn) []fact {
	list := []fact{
		{"events", figures.Thousands(int(t.Events)), "with a place in time, each counted once"},
		{"statements", figures.Thousands(int(t.Statements)), "copies and retellings included"},
		{"outlets", figures.Thousands(int(t.Outlets)), ""},
		{"documents", figures.Thousands(int(t.Documents)), ""},
	}
	if t.split() {
		delta := signed(t.Delta)
		if !math.IsNaN(t.DeltaLow) && !math.IsNaN(t.DeltaHigh) {
			delta = fmt.Sprintf("%s (%s to %s)", delta, signed(t.DeltaLow), signed(t.DeltaHigh))
		}
		list = append(list, fact{"change of tone", delta, "after − before, 95 % interval"}, fact{"shape", t.Shape.String(), ""})
	}
	if !math.IsNaN(t.P) {
		list = append(list, fact{"p", chance(t.P), "chance of such a split in shuffled events"})
	} else {
		list = append(list, fact{"p", "not testable", ""})
	}
	if !math.IsNaN(t.PLeast) {
		list = append(list, fact{"least p", chance(t.PLeast), "that so many events can reach"})
	}
	if !math.IsNaN(t.Q) {
		list = append(list, fact{"q", chance(t.Q), "p corrected for all pairs tested"})
	}
	if !math.IsNaN(t.Posterior) {
		list = append(list, fact{"posterior", chance(t.Posterior), "probability of a turn, for few events"})
	}
	return list
}

// conditionsOf holds a turn against the rules of a detected one.
func conditionsOf(t *turn) []condition {
	state := func(ok bool) string {
		if ok {
			return "yes"
		}
		return "no"
	}
	list := []condition{
		{fmt.Sprintf("%d dated events", ruleEvents), figures.Thousands(int(t.Events)), state(t.Events >= ruleEvents)},
		{fmt.Sprintf("%d on each side", ruleSide), fmt.Sprintf("%d and %d", t.Before.N, t.After.N), state(min(t.Before.N, t.After.N) >= ruleSide)},
		{fmt.Sprintf("%d outlets or %d documents", ruleOutlets, ruleDocuments), fmt.Sprintf("%d and %d", t.Outlets, t.Documents), state(t.Outlets >= ruleOutlets || t.Documents >= ruleDocuments)},
	}
	switch {
	case math.IsNaN(t.P):
		list = append(list, condition{"p at most " + chance(ruleAlpha), "not testable", "open"})
	default:
		list = append(list, condition{"p at most " + chance(ruleAlpha), chance(t.P), state(t.P <= ruleAlpha)})
	}
	switch {
	case math.IsNaN(t.Q):
		list = append(list, condition{"q at most " + chance(ruleFDR), "not testable", "open"})
	default:
		list = append(list, condition{"q at most " + chance(ruleFDR), chance(t.Q), state(t.Q <= ruleFDR)})
	}
	if t.split() {
		list = append(list, condition{"change of at least " + chance(ruleDelta), signed(t.Delta), state(math.Abs(t.Delta) >= ruleDelta)})
	}
	if t.Shape != detente.ShapeNone {
		list = append(list, condition{"a lasting step", t.Shape.String(), state(t.Shape == detente.Step)})
	}
	return list
}

// changeOf says what would change the verdict.
func changeOf(t *turn) string {
	var need []string
	more := func(n int32, noun string) string { return figures.Count(int(n), "more "+noun, "more "+noun+"s") }
	switch t.Verdict {
	case detente.Robust:
		return "The same events read otherwise, or further events that go back to the level before."
	case detente.Detected:
		var open, failed []string
		for _, s := range t.Sensitivity {
			name := choiceWords(s.Name)
			switch {
			case !s.Decides():
			case !s.Testable:
				open = append(open, name)
			case s.P >= ruleAlpha:
				failed = append(failed, name)
			}
		}
		if len(failed) > 0 {
			return "It would be robust if it also held " + strings.Join(failed, " and ") + "."
		}
		if len(open) > 0 {
			return "More events, so that it can be tested " + strings.Join(open, " and ") + "."
		}
		return "Further events at the new level."
	case detente.GradualChange:
		return "Events close to the turn on both sides would tell a step from a trend."
	case detente.PulseChange:
		return "Further events that stay at the new level."
	case detente.NoChange:
		return "Further events at the later level; or a pair declared beforehand with --pair, which is tested by itself."
	}
	if t.Events < ruleFew {
		need = append(need, more(ruleFew-t.Events, "dated event")+" for an indication")
	}
	if t.Events < ruleEvents {
		need = append(need, more(ruleEvents-t.Events, "dated event")+" for a test")
	} else if side := min(t.Before.N, t.After.N); t.split() && side < ruleSide {
		need = append(need, more(ruleSide-side, "event")+" on the shorter side")
	}
	if t.Outlets < ruleOutlets && t.Documents < ruleDocuments {
		need = append(need, "the same from a second outlet or in "+more(ruleDocuments-t.Documents, "document"))
	}
	if t.Verdict == detente.Indication {
		if !math.IsNaN(t.Q) && t.Q > ruleFDR {
			need = append(need, "more events of this pair, or a pair declared beforehand with --pair, which is tested by itself")
		}
		if math.Abs(t.Delta) < ruleDelta {
			need = append(need, "a larger change of tone")
		}
	}
	if len(need) == 0 {
		return "Further dated events on both sides."
	}
	s := strings.Join(need, "; ")
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
