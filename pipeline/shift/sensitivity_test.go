package shift

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

// sensitivityOf gives the outcome of one choice in the series toward a target.
func sensitivityOf(t *testing.T, observations []Observation, target, name string) (detente.Sensitivity, detente.Shift) {
	t.Helper()
	s := find(t, build(observations), detente.LevelPerson, target, 0)
	sh := Detect(s, Options{})[0]
	i := slices.IndexFunc(sh.Sensitivity, func(r detente.Sensitivity) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("no row %q of %v (%s)", name, sh.Sensitivity, sh.Reason)
	}
	return sh.Sensitivity[i], sh
}

// turnOf is turn() with every observation changed.
func turnOf(change func(i int, o *Observation)) []Observation {
	out := turn()
	for i := range out {
		out[i].Point.Published = out[i].Point.Time.Lo
		change(i, &out[i])
	}
	return out
}

// TestComposition: a turn toward anyone that comes with another target is no
// turn of tone, and one that is there toward each target is.
func TestComposition(t *testing.T) {
	other := turnOf(func(i int, o *Observation) {
		o.Point.Toward = []string{"BX", "CO"}[i/8]
	})
	if row, sh := sensitivityOf(t, other, "", "composition"); row.Testable && row.P < .05 || sh.Verdict == detente.Robust && row.Testable {
		t.Errorf("with another target from the turn on: %+v, %s (%s)", row, sh.Verdict, sh.Reason)
	}
	both := turnOf(func(i int, o *Observation) {
		o.Point.Toward = []string{"BX", "CO"}[i%2]
	})
	if row, _ := sensitivityOf(t, both, "", "composition"); !row.Testable || row.P >= .05 {
		t.Errorf("with two targets all the time: %+v", row)
	}
	acts := turnOf(func(i int, o *Observation) {
		if i%3 == 0 {
			o.Point.Kind = detente.Act
		}
	})
	if row, _ := sensitivityOf(t, acts, "belen", "composition"); !row.Testable || row.P >= .05 {
		t.Errorf("with acts and words all the time: %+v", row)
	}
}

// TestByPublication: a turn by the dates in the text that is not there in the
// order in which the articles came out is said to be so.
func TestByPublication(t *testing.T) {
	if row, _ := sensitivityOf(t, turnOf(func(int, *Observation) {}), "belen", "by_publication"); !row.Testable || row.P >= .05 {
		t.Errorf("published when it was said: %+v", row)
	}
	late := turnOf(func(i int, o *Observation) {
		o.Point.Published = detente.NewDay(2031, 6, 1+(i%8)*2+i/8).Start()
	})
	if row, sh := sensitivityOf(t, late, "belen", "by_publication"); !row.Testable || row.P < .05 || sh.Verdict == detente.Robust {
		t.Errorf("published in another order: %+v, %s", row, sh.Verdict)
	}
	unknown := turnOf(func(i int, o *Observation) { o.Point.Published = detente.MaxTime })
	if row, _ := sensitivityOf(t, unknown, "belen", "by_publication"); row.Testable {
		t.Errorf("published nobody knows when: %+v", row)
	}
}

// TestVolume: a turn that many events of one day make is none where every day
// weighs the same.
func TestVolume(t *testing.T) {
	if row, _ := sensitivityOf(t, turnOf(func(int, *Observation) {}), "belen", "volume"); !row.Testable || row.P >= .05 {
		t.Errorf("one event a day: %+v", row)
	}
	// Calm and hostile days come in turn, but of the hostile ones before and of the
	// calm ones after three events are told each.
	var busy []Observation
	for day := range 24 {
		calm := day%2 == 0
		for k := range 3 {
			if k > 0 && calm == (day < 12) {
				break
			}
			value := -.25
			if calm {
				value = .15
			}
			o := say(1+day, value+[]float64{0, .15, -.15}[(k+day)%3], fmt.Sprint("a", day, k))
			o.Point.Event, o.Point.Statement = fmt.Sprint("e", day, "-", k), fmt.Sprint("s", day, "-", k)
			busy = append(busy, o)
		}
	}
	if row, sh := sensitivityOf(t, busy, "belen", "volume"); !row.Testable || row.P < .05 || sh.Verdict == detente.Robust {
		t.Errorf("busy days: %+v, %s (%s)", row, sh.Verdict, sh.Reason)
	}
}

// TestOtherScorers: whether a turn is there by the values of another scorer is told
// and decides nothing, and events that it does not score are left out.
func TestOtherScorers(t *testing.T) {
	main := find(t, build(turnOf(func(int, *Observation) {})), detente.LevelPerson, "belen", 0)
	other := func(name string, value func(i int, x float64) float64) *detente.Series {
		s := detente.Series{Dyad: main.Dyad}
		s.Dyad.Scorer = name
		for i, p := range main.Points {
			if p.Value = value(i, p.Value); !math.IsNaN(p.Value) {
				s.Points = append(s.Points, p)
			}
		}
		return &s
	}
	same := other("same", func(_ int, x float64) float64 { return x / 2 })
	turned := other("turned", func(_ int, x float64) float64 { return -x })
	mixed := other("mixed", func(i int, _ float64) float64 { return float64(i%3) / 10 })
	few := other("few", func(i int, x float64) float64 {
		if i%4 > 0 {
			return math.NaN()
		}
		return x
	})
	alone, sh := Detect(main, Options{})[0], Detect(main, Options{}, same, turned, mixed, few)[0]
	var got []string
	for _, r := range sh.Sensitivity[len(alone.Sensitivity):] {
		outcome := "not testable"
		if r.Testable {
			outcome = fmt.Sprint(r.P < .05)
		}
		got = append(got, r.Name+" "+outcome)
	}
	want := []string{"scorer_same true", "scorer_turned false", "scorer_mixed false", "scorer_few not testable"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sh.Verdict != alone.Verdict || sh.Reason != alone.Reason {
		t.Errorf("%s (%s) with other scorers, %s (%s) alone", sh.Verdict, sh.Reason, alone.Verdict, alone.Reason)
	}
}

// TestRetrospect: a level that is known from what was remembered later alone is a
// sign of a turn and not a turn; told in time, it is one.
func TestRetrospect(t *testing.T) {
	told := func(days int) []Observation {
		return turnOf(func(i int, o *Observation) {
			if i%8 < 6 && i < 8 {
				o.Point.Published = o.Point.Time.Hi.AddDays(days)
			}
		})
	}
	for _, tc := range []struct {
		name string
		days int
		want bool
	}{{"told within a week", 6, true}, {"told in months", 90, false}} {
		s := find(t, build(told(tc.days)), detente.LevelPerson, "belen", 0)
		sh := Finalize(Detect(s, Options{}), Options{})[0]
		if got := sh.Verdict == detente.Detected || sh.Verdict == detente.Robust; got != tc.want || got == strings.Contains(sh.Reason, "in retrospect") {
			t.Errorf("%s: %s (%s)", tc.name, sh.Verdict, sh.Reason)
		}
	}
}
