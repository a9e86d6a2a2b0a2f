package shift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"detente"
)

// say is an observation of a day of 2031: Averland's leader about Bexia's.
func say(day int, value float64, doc string) Observation {
	d := detente.NewDay(2031, 1, day)
	id := fmt.Sprintf("%s/%d", doc, day)
	return Observation{
		Speaker: "arno", SpeakerActor: "AV", Targets: []string{"belen"}, TargetActors: []string{"BX"},
		Scorer: "tone", Channel: detente.Words,
		Point: detente.Point{
			Event: "e" + id, Statement: "s" + id, Doc: doc, Outlet: "outlet " + doc[:1],
			Time: detente.Days(d, d), Method: detente.MethodExplicit,
			Value: value, StdErr: .15, Class: detente.Accuse, Statements: 1, Weight: 1, Order: int64(day),
		},
	}
}

// turn is a clear turn for the better between day 29 and day 33.
func turn() []Observation {
	var out []Observation
	for i, v := range []float64{-.5, -.6, -.45, -.7, -.55, -.5, -.65, -.6} {
		out = append(out, say(1+4*i, v, []string{"a1", "b1", "a2", "b2"}[i%4]))
	}
	for i, v := range []float64{.3, .2, .45, .35, .25, .4, .3, .2} {
		out = append(out, say(33+4*i, v, []string{"a3", "b3", "a4", "b4"}[i%4]))
	}
	return out
}

func build(observations []Observation) []detente.Series {
	members := map[detente.Dyad][]Member{}
	for _, o := range observations {
		for d, m := range o.Members {
			members[d] = append(members[d], m)
			d.Channel = 0
			members[d] = append(members[d], m)
		}
	}
	var out []detente.Series
	for d, m := range members {
		out = append(out, SeriesOf(d, m))
	}
	slices.SortFunc(out, func(a, b detente.Series) int { return CompareDyads(&a.Dyad, &b.Dyad) })
	return out
}

func find(t *testing.T, all []detente.Series, level detente.Level, target string, channel detente.Channel) *detente.Series {
	t.Helper()
	for i := range all {
		if d := all[i].Dyad; d.Level == level && d.Target == target && d.Channel == channel {
			return &all[i]
		}
	}
	t.Fatalf("no series %v -> %q, channel %v", level, target, channel)
	return nil
}

func detectAll(observations []Observation) []detente.Shift {
	var out []detente.Shift
	d := NewDetector(Options{})
	for _, s := range build(observations) {
		out = append(out, d.Detect(&s)...)
	}
	return Finalize(out, Options{})
}

var nans = cmpopts.EquateNaNs()

func TestBuilderMakesEverySeries(t *testing.T) {
	o := say(3, -.4, "a1")
	o.Targets, o.TargetActors = []string{"belen", "cora"}, []string{"BX", "AV"}
	var got []string
	for _, s := range build([]Observation{o}) {
		got = append(got, fmt.Sprintf("%s %s->%s %q weight %g", s.Dyad.Level, s.Dyad.Speaker, s.Dyad.Target, s.Dyad.Channel.String(), s.Points[0].Weight))
	}
	want := []string{
		`person arno-> "" weight 1`, `person arno-> "words" weight 1`,
		`person arno->belen "" weight 0.5`, `person arno->belen "words" weight 0.5`,
		`person arno->cora "" weight 0.5`, `person arno->cora "words" weight 0.5`,
		// Cora speaks for Averland too: no pair of an actor with itself.
		`actor AV-> "" weight 1`, `actor AV-> "words" weight 1`,
		`actor AV->BX "" weight 1`, `actor AV->BX "words" weight 1`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBuilderLeavesOut(t *testing.T) {
	nested, thought, self := say(1, 0, "a1"), say(2, 0, "a1"), say(3, 0, "a1")
	nested.Nested, thought.Thought = true, true
	self.Targets, self.TargetActors = []string{"arno"}, []string{"AV"}
	nan := say(4, math.NaN(), "a1")
	if got := build([]Observation{nested, thought, self, nan}); len(got) != 0 {
		t.Errorf("%d series of rows that belong to none", len(got))
	}
}

func TestMergeOneEvent(t *testing.T) {
	first, retold, copied, late := say(5, -.6, "a1"), say(5, -.2, "b1"), say(5, .9, "a2"), say(5, -.4, "b2")
	for i, o := range []*Observation{&first, &retold, &copied, &late} {
		o.Point.Event, o.Point.Statement = "e", fmt.Sprint("s", i)
		o.Retelling = i > 0
	}
	first.Point.Time = detente.Days(detente.NewDay(2031, 1, 4), detente.NewDay(2031, 1, 5))
	copied.Copy = true
	late.Point.Method = detente.MethodPublished // background, weeks later
	late.Point.Time = detente.Days(detente.NewDay(2031, 2, 10), detente.NewDay(2031, 2, 11))
	s := find(t, build([]Observation{late, copied, retold, first}), detente.LevelPerson, "belen", 0)
	want := first.Point
	want.Value, want.Statements = -.4, 4
	want.Time = detente.Days(detente.NewDay(2031, 1, 5), detente.NewDay(2031, 1, 5))
	if diff := cmp.Diff([]detente.Point{want}, s.Points, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDetectTurn(t *testing.T) {
	s := find(t, build(turn()), detente.LevelPerson, "belen", detente.Words)
	all := Detect(s, Options{Band: func(v float64) string {
		if v < 0 {
			return "hostile"
		}
		return "friendly"
	}})
	if len(all) != 1 {
		t.Fatalf("%d turns, want one", len(all))
	}
	got := all[0]
	day := func(d int) detente.Day { return detente.NewDay(2031, 1, d) }
	if got.Direction != detente.Warmer || got.Turn != detente.Days(day(29), day(33)) || got.FromBand != "hostile" || got.ToBand != "friendly" ||
		got.LastBefore != "sb2/29" || got.FirstAfter != "sa3/33" || got.Split != 8 || got.Shape != detente.Step || got.Verdict != detente.Robust {
		t.Errorf("turn %s %v from %s to %s, between %s and %s, split %d, %s, %s (%s)", got.Direction, got.Turn, got.FromBand, got.ToBand,
			got.LastBefore, got.FirstAfter, got.Split, got.Shape, got.Verdict, got.Reason)
	}
	if got.DeltaLow > .87 || got.DeltaHigh < .87 || got.DeltaLow < .6 || got.DeltaHigh > 1.15 {
		t.Errorf("delta %.2f in [%.2f, %.2f], want about .87", got.Delta, got.DeltaLow, got.DeltaHigh)
	}
	if len(got.EvidenceBefore) != 8 || len(got.EvidenceAfter) != 8 || len(got.EvidenceAgainst) != 0 || got.EvidenceBefore[0] != "sb2/13" {
		t.Errorf("evidence %v | %v | against %v", got.EvidenceBefore, got.EvidenceAfter, got.EvidenceAgainst)
	}
}

// TestLastBeforeIsOfAnotherArticle: of statements that one article tells of one
// time nobody knows the order, so the last before the turn is another article's.
func TestLastBeforeIsOfAnotherArticle(t *testing.T) {
	same := say(33, -.5, "b3")
	same.Point.Time = detente.Days(same.Point.Time.Lo.Day()-1, same.Point.Time.Lo.Day())
	after := turn()
	for i := range after {
		if after[i].Point.Statement == "sa3/33" {
			after[i] = say(33, .3, "b3")
			after[i].Point.Statement, after[i].Point.Event, after[i].Point.Order = "first", "first", 40
		}
	}
	all := Detect(find(t, build(append(after, same)), detente.LevelPerson, "belen", detente.Words), Options{})
	if len(all) != 1 || all[0].FirstAfter != "first" || all[0].LastBefore != "sb2/29" || all[0].Before.N != 9 {
		t.Fatalf("turns %+v", all)
	}
}

func TestOrderOfAddDoesNotMatter(t *testing.T) {
	observations := turn()
	wantSeries, want := build(observations), detectAll(observations)
	rng := rand.New(rand.NewPCG(1, 1))
	for range 5 {
		rng.Shuffle(len(observations), func(i, j int) { observations[i], observations[j] = observations[j], observations[i] })
		if diff := cmp.Diff(wantSeries, build(observations)); diff != "" {
			t.Fatalf("series (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, detectAll(observations), nans); diff != "" {
			t.Fatalf("shifts (-want +got):\n%s", diff)
		}
	}
}

// TestCopiesCountOnce: every article fifty times, and every event again as
// background in other articles for weeks.
func TestCopiesCountOnce(t *testing.T) {
	want := detectAll(turn())
	var many []Observation
	for _, o := range turn() {
		many = append(many, o)
		for i := range 49 {
			c := o
			c.Retelling, c.Copy = true, true
			c.Point.Statement = fmt.Sprintf("%s~%d", o.Point.Statement, i)
			many = append(many, c)
		}
		for i := range 6 {
			c := o
			c.Retelling = true
			c.Point.Statement, c.Point.Doc = fmt.Sprintf("%s+%d", o.Point.Statement, i), fmt.Sprint("z", i)
			c.Point.Method = detente.MethodPublished
			c.Point.Time = o.Point.Time.ShiftDays(7 * (i + 1))
			many = append(many, c)
		}
	}
	got := detectAll(many)
	for i := range got {
		if got[i].Statements != 56*want[i].Statements {
			t.Errorf("%d statements, want %d", got[i].Statements, 56*want[i].Statements)
		}
		got[i].Statements = want[i].Statements
	}
	if diff := cmp.Diff(want, got, nans, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-once +often):\n%s", diff)
	}
}

func TestShiftInTime(t *testing.T) {
	want := detectAll(turn())
	later := turn()
	for i := range later {
		later[i].Point.Time = later[i].Point.Time.ShiftDays(400)
	}
	for i := range want {
		want[i].Turn = want[i].Turn.ShiftDays(400)
	}
	if diff := cmp.Diff(want, detectAll(later), nans, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSwappedSigns(t *testing.T) {
	swapped := turn()
	for i := range swapped {
		swapped[i].Point.Value = -swapped[i].Point.Value
	}
	want := detectAll(turn())
	for i, got := range detectAll(swapped) {
		w := want[i]
		if got.Direction != detente.Colder || w.Direction != detente.Warmer || got.P != w.P || got.Turn != w.Turn ||
			math.Abs(got.Delta+w.Delta) > 1e-12 || got.Verdict != w.Verdict || got.ID == w.ID {
			t.Errorf("%v: %s %v p %v, and with the signs swapped %s %v p %v", w.Dyad, w.Direction, w.Turn, w.P, got.Direction, got.Turn, got.P)
		}
	}
}

// TestDetectorKeepsNothing: a detector that was used before gives the same.
func TestDetectorKeepsNothing(t *testing.T) {
	all := build(append(turn(), say(200, .9, "c9")))
	used := NewDetector(Options{})
	for _, i := range rand.New(rand.NewPCG(4, 4)).Perm(3 * len(all)) {
		s := &all[i%len(all)]
		if diff := cmp.Diff(Detect(s, Options{}), used.Detect(s), nans); diff != "" {
			t.Fatalf("%v (-new +used):\n%s", s.Dyad, diff)
		}
	}
}

// TestVerdicts goes through the table of verdicts, with their reasons in words.
func TestVerdicts(t *testing.T) {
	clear := func(n int) []Observation { // n events, alternately of two outlets, turning in the middle
		var out []Observation
		for i := range n {
			v := -.5 - .02*float64(i%3)
			if i >= n/2 {
				v = .3 + .02*float64(i%3)
			}
			out = append(out, say(1+5*i, v, fmt.Sprintf("%c%d", 'a'+i%2, i)))
		}
		return out
	}
	each := func(in []Observation, f func(i int, o *Observation)) []Observation {
		for i := range in {
			f(i, &in[i])
		}
		return in
	}
	for _, tc := range []struct {
		name    string
		in      []Observation
		verdict detente.Verdict
		reason  string
	}{
		{"one event", clear(1), detente.Insufficient, "1 dated event: at least 4 are needed"},
		{"two events", clear(2), detente.Insufficient, "2 dated events: at least 4 are needed"},
		{"few events, clear", clear(6), detente.Indication, "posterior .97 of a turn; 6 dated events are too few for a test (8)"},
		{"few events, flat", each(clear(6), func(i int, o *Observation) { o.Point.Value = -.4 }), detente.Insufficient, "is no indication (.8)"},
		{"few events, one apart", each(clear(4), func(i int, o *Observation) {
			if i < 3 {
				o.Point.Time = detente.Days(detente.NewDay(2031, 1, 1), detente.NewDay(2031, 1, 1))
			}
		}), detente.Insufficient, "4 dated events, and one side of the turn has only one"},
		{"one occasion", each(clear(9), func(i int, o *Observation) {
			o.Point.Time = detente.Days(detente.NewDay(2031, 1, 1), detente.NewDay(2031, 1, 1))
		}), detente.Insufficient, "all 9 dated events fall on one occasion"},
		{"two occasions", each(clear(10), func(i int, o *Observation) {
			d := detente.NewDay(2031, 1, 1) + detente.Day(i/5)
			o.Point.Time = detente.Days(d, d)
		}), detente.Indication, "posterior over .99 of a turn; 10 dated events, but not two occasions on each side"},
		{"fall-back dates", each(clear(12), func(i int, o *Observation) { o.Point.Method = detente.MethodPublished }), detente.Insufficient, "all 12 events have no date but their article's"},
		{"open intervals", each(clear(12), func(i int, o *Observation) { o.Point.Time.Lo = detente.MinTime }), detente.Insufficient, "0 dated events: at least 4 are needed"},
		{"flat", each(clear(12), func(i int, o *Observation) { o.Point.Value = -.4 + .1*float64(i*5%7) }), detente.NoChange, "no evidence at p "},
		{"clear", clear(12), detente.Robust, "p .005, q .005 over 1 test"},
		{"one article", each(clear(12), func(i int, o *Observation) { o.Point.Doc, o.Point.Outlet = "a1", "a" }), detente.Indication, "p .0022, but one outlet and 1 document (2 outlets or 3 documents)"},
		{"one outlet, many articles", each(clear(12), func(i int, o *Observation) { o.Point.Outlet = "a" }), detente.Robust, "not testable: leave_one_outlet"},
		{"small", each(clear(12), func(i int, o *Observation) { o.Point.Value *= .1 }), detente.Indication, "the level changes by .084 only (.1)"},
		{"trend", each(clear(60), func(i int, o *Observation) {
			o.Point.Value = -.6 + .02*float64(i) + .05*float64(i*7%5)
		}), detente.GradualChange, "but a trend explains it as well as a step"},
		{"excursion", each(clear(60), func(i int, o *Observation) {
			o.Point.Value = -.5 + .1*float64(i*7%5)
			if i >= 20 && i < 32 {
				o.Point.Value += .6
			}
		}), detente.PulseChange, "but the level returns"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := find(t, build(tc.in), detente.LevelPerson, "belen", detente.Words)
			got := Finalize(Detect(s, Options{}), Options{Declared: []Pair{{"arno", "belen"}}})[0]
			if got.Verdict != tc.verdict || !strings.Contains(got.Reason, tc.reason) {
				t.Errorf("%s (%s), want %s (…%s…)", got.Verdict, got.Reason, tc.verdict, tc.reason)
			}
			if got.Direction != 0 && (got.Turn == detente.Always || got.LastBefore == "" || got.FirstAfter == "") {
				t.Errorf("a candidate without its turn: %+v", got)
			}
		})
	}
}

func TestFinalizeFamilies(t *testing.T) {
	shift := func(speaker string, level detente.Level, p float64) detente.Shift {
		return detente.Shift{Dyad: detente.Dyad{Level: level, Speaker: speaker, Target: "x", Scorer: "tone"}, Events: 9, P: p, Q: p, Posterior: math.NaN(), Direction: detente.Warmer,
			Shape: detente.Step, Delta: .5, Outlets: 3, Documents: 5, Before: detente.Mean{N: 4, Fresh: 4}, After: detente.Mean{N: 5, Fresh: 5}}
	}
	single := shift("lone", detente.LevelPerson, math.NaN())
	single.Events = 1
	still := shift("still", detente.LevelPerson, math.NaN())
	still.Direction = 0 // all on one occasion
	in := []detente.Shift{
		shift("d", detente.LevelPerson, .04), shift("c", detente.LevelPerson, .03), shift("b", detente.LevelPerson, .001),
		shift("a", detente.LevelPerson, .9), shift("e", detente.LevelPerson, .03), shift("a", detente.LevelActor, .04), single, still,
	}
	for i := range 20 {
		in = append(in, shift(fmt.Sprintf("z%02d", i), detente.LevelPerson, .95))
	}
	var got []string
	for _, s := range Finalize(in, Options{Declared: []Pair{{"e", "x"}}}) {
		if s.P < .5 {
			got = append(got, fmt.Sprintf("%s %s q %.4f %s", s.Dyad.Level, s.Dyad.Speaker, s.Q, s.Verdict))
		}
		if s.Dyad.Speaker == "lone" || s.Dyad.Speaker == "still" {
			t.Errorf("%s cannot turn and was not asked for, and is listed", s.Dyad.Speaker)
		}
	}
	want := []string{
		"person b q 0.0240 robust", // .001 * 24 / 1
		"person e q 0.0300 robust", // declared: its own family
		"actor a q 0.0400 robust",
		"person c q 0.3200 indication",
		"person d q 0.3200 indication", // .04 * 24 / 3, and c no worse
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPeriods(t *testing.T) {
	s := find(t, build([]Observation{say(1, -.5, "a1"), say(2, -.3, "b1"), say(6, .5, "a2"), say(40, .1, "a3")}), detente.LevelPerson, "belen", detente.Words)
	for _, tc := range []struct {
		period string
		want   []string
	}{
		{"day", []string{"2031-01-01/2031-01-01 1 -0.50", "2031-01-02/2031-01-02 1 -0.30", "2031-01-06/2031-01-06 1 0.50", "2031-02-09/2031-02-09 1 0.10"}},
		{"week", []string{"2030-12-30/2031-01-05 2 -0.40", "2031-01-06/2031-01-12 1 0.50", "2031-02-03/2031-02-09 1 0.10"}},
		{"month", []string{"2031-01-01/2031-01-31 3 -0.10", "2031-02-01/2031-02-28 1 0.10"}},
		{"decade", nil},
	} {
		var got []string
		for _, r := range Periods(s, tc.period) {
			got = append(got, fmt.Sprintf("%v %d %.2f", r.Time, r.Events, r.Mean))
			if r.Low > r.Mean || r.High < r.Mean || r.ByMethod[detente.MethodExplicit] != r.Statements {
				t.Errorf("row %+v", r)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.period, diff)
		}
	}
}

// FuzzDetect: whatever the points, no panic, and an answer that holds together.
func FuzzDetect(f *testing.F) {
	f.Add(uint64(1), uint8(12), uint8(0))
	f.Add(uint64(2), uint8(5), uint8(1))
	f.Add(uint64(3), uint8(40), uint8(7))
	f.Fuzz(func(t *testing.T, seed uint64, n, twist uint8) {
		rng := rand.New(rand.NewPCG(seed, 1))
		var observations []Observation
		for i := range int(n % 50) {
			o := say(rng.IntN(1+int(n)), math.Round(rng.NormFloat64()*3)/3, fmt.Sprintf("%c%d", 'a'+rng.IntN(3), rng.IntN(9)))
			o.Point.Event = fmt.Sprint("e", i)
			o.Point.Method = detente.Method(rng.IntN(len(detente.MethodNames)))
			if twist&1 > 0 {
				o.Point.StdErr = 0
			}
			if twist&2 > 0 {
				o.Point.Time.Hi = o.Point.Time.Hi.AddDays(rng.IntN(500))
			}
			if twist&4 > 0 && rng.IntN(3) == 0 {
				o.Point.Time = detente.Always
			}
			observations = append(observations, o)
		}
		for _, s := range build(observations) {
			all := Detect(&s, Options{Draws: 99, MaxDraws: 199})
			if len(all) == 0 {
				t.Fatal("no answer")
			}
			for i := range all {
				checkShift(t, &s, &all[i])
			}
		}
	})
}

// checkShift holds an answer to what every answer must be.
func checkShift(t *testing.T, s *detente.Series, sh *detente.Shift) {
	t.Helper()
	if sh.Verdict == 0 || sh.Reason == "" || sh.ID == "" {
		t.Fatalf("no verdict or reason: %+v", sh)
	}
	if sh.P < 0 || sh.P > 1 || sh.Posterior < 0 || sh.Posterior > 1 {
		t.Fatalf("p %v, posterior %v", sh.P, sh.Posterior)
	}
	if sh.Direction != 0 {
		if sh.Turn.Empty() || sh.Before.N < 1 || sh.After.N < 1 || sh.Before.N+sh.After.N != sh.Events || math.IsNaN(sh.Delta) ||
			!(sh.DeltaLow <= sh.Delta && sh.Delta <= sh.DeltaHigh) {
			t.Fatalf("candidate %+v", sh)
		}
		if s.Points[sh.Split].Statement != sh.FirstAfter {
			t.Fatalf("split %d is not %s", sh.Split, sh.FirstAfter)
		}
	}
	if (sh.Verdict == detente.Detected || sh.Verdict == detente.Robust) && (sh.Events < 8 || sh.Outlets < 2 && sh.Documents < 3) {
		t.Fatalf("%s with %d events, %d outlets, %d documents", sh.Verdict, sh.Events, sh.Outlets, sh.Documents)
	}
}

func ExampleDetect() {
	var s detente.Series
	start := detente.NewDay(2031, 3, 1)
	for i, v := range []float64{-.5, -.4, -.6, -.5, -.45, .2, .3, .25, .1, .3} {
		day := start + detente.Day(3*i)
		s.Points = append(s.Points, detente.Point{
			Statement: fmt.Sprint("s", i), Doc: fmt.Sprint("article ", i), Time: detente.Days(day, day),
			Method: detente.MethodExplicit, Value: v, StdErr: .1, Statements: 1, Weight: 1,
		})
	}
	turn := Detect(&s, Options{})[0]
	fmt.Println(turn.Direction, turn.Turn, turn.Verdict)
	fmt.Println(turn.Reason)
	// Output:
	// warmer 2031-03-13/2031-03-16 robust
	// p .0079, q .0079 over 1 test; not testable: leave_one_outlet, by_publication
}

// BenchmarkDetect is one run's worth of dyads, and such a run in small: half of
// them with 12 events or fewer, one in a hundred with a turn. 100,000 dyads are
// asked to take less than a minute of two cores.
func BenchmarkDetect(b *testing.B) {
	const batch = 1000
	for _, dyads := range []int{batch, 100_000} {
		b.Run(fmt.Sprint(dyads, " dyads"), func(b *testing.B) {
			d := NewDetector(Options{})
			all := manyDyads(0, batch)
			b.ReportAllocs()
			for b.Loop() {
				for first := 0; first < dyads; first += batch {
					if dyads > batch {
						b.StopTimer()
						all = manyDyads(uint64(first), batch)
						b.StartTimer()
					}
					for i := range all {
						d.Detect(&all[i])
					}
				}
			}
			per := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(1e6*per/float64(dyads), "µs/dyad")
			b.ReportMetric(per/2, "s/2-cores")
		})
	}
}

// manyDyads makes n dyads, others for another seed.
func manyDyads(seed uint64, n int) []detente.Series {
	rng := rand.New(rand.NewPCG(9+seed, 9))
	all := make([]detente.Series, n)
	for i := range all {
		n := max(2, int(12*math.Exp(.9*rng.NormFloat64())))
		var days []int
		for range n {
			days = append(days, 1+rng.IntN(700))
		}
		slices.Sort(days)
		all[i].Dyad.Speaker = fmt.Sprint("speaker ", seed+uint64(i))
		for k, d := range days {
			o := say(d, .4*rng.NormFloat64(), fmt.Sprintf("%c%d", 'a'+rng.IntN(4), rng.IntN(40)))
			o.Point.StdErr = .15 + .1*rng.Float64()
			if i%100 == 0 && k >= n/2 {
				o.Point.Value++
			}
			all[i].Points = append(all[i].Points, o.Point)
		}
	}
	return all
}
