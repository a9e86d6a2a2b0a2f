package train

import (
	"bytes"
	"testing"

	"detente/internal/golden"
	"detente/pipeline/attribution"
)

// TestDeeds checks on articles that the judge of deeds was not trained on that it
// finds more deeds than the rules do and errs less.
func TestDeeds(t *testing.T) {
	set, err := ReadDeeds(golden.Shared(t, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if set.unread > 130 {
		t.Errorf("%d labels have no proposal any more: the rules propose other deeds than those that were read", set.unread)
	}
	rules, judged := set.CrossValidate(DeedOptions{}, []float64{0})
	t.Logf("rules: %v\njudge: %v", rules, judged[0])
	found, right := func(f DeedFold) float64 { return float64(f.Found) / float64(f.Deeds) }, func(f DeedFold) float64 { return float64(f.Found) / float64(f.Made) }
	if found(judged[0]) < found(rules)+.05 || right(judged[0]) < right(rules)+.05 {
		t.Errorf("the judge is not better than the rules by .05 of what is found and of what is right")
	}
	if m, again := set.Train(DeedOptions{}), set.Train(DeedOptions{}); !bytes.Equal(attribution.DeedBytes(&m), attribution.DeedBytes(&again)) {
		t.Error("the same data give other bytes")
	}
}

// TestMarked checks that marks are taken out and tell the words between them.
func TestMarked(t *testing.T) {
	text, marks := marked("Marland [[freed]] three men and [[let]] them go.")
	if text != "Marland freed three men and let them go." || len(marks) != 2 || marks[0].In(text) != "freed" || marks[1].In(text) != "let" {
		t.Errorf("marked gives %q, %v", text, marks)
	}
}
