package train

import (
	"bytes"
	"encoding/json"
	"maps"
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
	least := [2][2]float64{{.56, .64}, {.63, .70}} // of four relations and of three
	for k, f := range EventFolds(data) {
		if float64(f.Four) < least[k][0]*float64(f.Events) || float64(f.Three) < least[k][1]*float64(f.Events) {
			t.Errorf("annotation %d: %d and %d of %d right, want shares of %v", k, f.Four, f.Three, f.Events, least[k])
		}
	}
}

func TestEventLabels(t *testing.T) {
	d := eventDocument{DCT: "2031-05-16"}
	d.TLinks = []eventLink{{"e1", "t0", "BEFORE"}, {"t0", "e2", "BEFORE"}, {"t0", "e3", "IS_INCLUDED"}, {"e4", "t0", "IS_INCLUDED"}, {"e5", "t1", "AFTER"}, {"e6", "t0", "NONE"}}
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

// TestFollow checks which relations follow from links to dates and to other
// events, and that none does where two would.
func TestFollow(t *testing.T) {
	var d eventDocument
	err := json.Unmarshal([]byte(`{"dct": "2031-05-16",
		"events": [{"eid": "e1"}, {"eid": "e2"}, {"eid": "e3"}, {"eid": "e4"}, {"eid": "e5"}, {"eid": "e6"}, {"eid": "e7"}, {"eid": "e8"}],
		"timexes": [{"tid": "t1", "type": "DATE", "value": "2031-05-12"}, {"tid": "t2", "type": "DATE", "value": "2031-05-16"}, {"tid": "t3", "type": "DATE", "value": "2031-05"}, {"tid": "t4", "type": "DURATION", "value": "P2D"}],
		"tlinks": [{"a": "e1", "b": "t1", "rel": "IS_INCLUDED"}, {"a": "t2", "b": "e2", "rel": "BEFORE"}, {"a": "e3", "b": "t3", "rel": "IS_INCLUDED"}, {"a": "e4", "b": "t4", "rel": "BEFORE"},
			{"a": "e5", "b": "e1", "rel": "BEFORE"}, {"a": "e6", "b": "e0", "rel": "BEFORE"}, {"a": "e7", "b": "e1", "rel": "IDENTITY"}, {"a": "e2", "b": "e7", "rel": "IDENTITY"}, {"a": "e8", "b": "e0", "rel": "INCLUDES"}]}`), &d)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"e1": eventBefore, "e2": eventAfter, "e5": eventBefore, "e8": eventSpan}
	if got := d.follow(map[string]int{"e0": eventOn}); !maps.Equal(got, want) {
		t.Errorf("%v, want %v: e3 and e4 hold the day or no date, e6 may be on the day of e0, e7 has two relations", got, want)
	}
	d.TLinks = []eventLink{{"e3", "e1", "BEFORE"}, {"e1", "t1", "SIMULTANEOUS"}, {"e3", "t2", "IS_INCLUDED"}, {"e3", "t1", "IS_INCLUDED"}}
	if got := d.follow(nil); !maps.Equal(got, map[string]int{"e1": eventBefore}) {
		t.Errorf("%v, want e1 alone: e3 has two relations", got)
	}
	for value, want := range map[string]int{"2031-05-16T09:00": eventOn, "2031-04": eventBefore, "2032": eventAfter, "203": noRelation, "202": eventBefore, "2031-Q1": noRelation, "2030-W12": eventBefore, "PRESENT_REF": noRelation, "": noRelation} {
		if got := placeOfValue(value, "2031-05-16"); got != want {
			t.Errorf("%q: %d, want %d", value, got, want)
		}
	}
}
