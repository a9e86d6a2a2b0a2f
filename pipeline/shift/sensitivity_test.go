package shift

import (
	"slices"
	"testing"

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
