package train

import (
	"bytes"
	"testing"

	"detente/internal/golden"
)

// TestEventTimes trains the model of event times twice, and holds it to what
// cross-validation gave.
func TestEventTimes(t *testing.T) {
	golden.Shared(t, "data/time")
	data, err := ReadEvents(golden.SharedDir(t))
	if err != nil {
		t.Fatal(err)
	}
	a, b := EventModel(data), EventModel(data)
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two trainings on the same examples differ")
	}
	least := [2][2]float64{{.55, .61}, {.60, .67}} // of four relations and of three
	for k, f := range EventFolds(data) {
		if float64(f.Four) < least[k][0]*float64(f.Events) || float64(f.Three) < least[k][1]*float64(f.Events) {
			t.Errorf("annotation %d: %d and %d of %d right, want shares of %v", k, f.Four, f.Three, f.Events, least[k])
		}
	}
}

func TestEventLabels(t *testing.T) {
	d := eventDocument{DCT: "2031-05-16"}
	d.TLinks = []struct{ A, B, Rel string }{{"e1", "t0", "BEFORE"}, {"t0", "e2", "BEFORE"}, {"t0", "e3", "IS_INCLUDED"}, {"e4", "t0", "IS_INCLUDED"}, {"e5", "t1", "AFTER"}, {"e6", "t0", "NONE"}}
	got := d.labels(false)
	want := map[string]int{"e1": eventBefore, "e2": eventAfter, "e3": eventSpan, "e4": eventOn}
	if len(got) != len(want) {
		t.Errorf("%v, want %v", got, want)
	}
	for e, label := range want {
		if got[e] != label {
			t.Errorf("%s is %d, want %d", e, got[e], label)
		}
	}
}
