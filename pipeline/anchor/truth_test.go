package anchor_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

// TestTruth dates invented passages from raw text and counts how many of their
// events get exactly the days that a reader gives them. A case is right when all
// of its events are.
func TestTruth(t *testing.T) {
	const least = .9
	data, err := os.ReadFile("testdata/truth.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := golden.Parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for _, c := range cases {
		if wrong := mistakes(c); len(wrong) == 0 {
			right++
		} else {
			t.Logf("case %s: %s\n  %s", c.Name, c.Input, strings.Join(wrong, "\n  "))
		}
	}
	t.Logf("%d of %d passages are dated exactly", right, len(cases))
	if len(cases) < 120 || float64(right) < least*float64(len(cases)) {
		t.Errorf("%d of %d passages are dated exactly, want %.2f of at least 120", right, len(cases), least)
	}
}

// mistakes lists the events of a case that are dated otherwise or not found.
func mistakes(c golden.Case) []string {
	doc, tree := parsed.Doc(c.Input)
	attrs := attribution.Find(doc, tree, detente.VoiceReported)
	a := detente.Article{Text: c.Input, Published: published(c.Args["published"])}
	if y := c.Args["published"]; len(y) == 4 {
		first, _ := detente.ParseDay(y + "-01-01")
		a.Published = detente.Published{Interval: detente.Days(first, first+364), Precision: detente.PrecisionYear, Source: detente.PublishedGiven}
	}
	if p, ok := anchor.Dateline(doc, a.Published); ok {
		a.Published = p
	}
	whens := anchor.Date(doc, tree, attrs, nil, nil, timex.Find(doc, tree), &a)
	var out []string
	for _, line := range strings.Split(c.Want, "\n") {
		cue, want, _ := strings.Cut(line, "=")
		got := "not found"
		for i := range attrs {
			if s := attrs[i].Cue.In(c.Input); s == cue || strings.HasSuffix(s, " "+cue) || strings.HasPrefix(s, cue+" ") {
				got = dated(whens[i])
				break
			}
		}
		if got != want {
			out = append(out, fmt.Sprintf("%s = %s, want %s", cue, got, want))
		}
	}
	return out
}

// dated prints an answer: days, or days from the publication (D) or a pivot (T).
func dated(w detente.When) string {
	if !w.HasOffset {
		return days(w.Interval)
	}
	ref := "T"
	if w.Ref == detente.RefPublished {
		ref = "D"
	}
	return fmt.Sprintf("%s%+d..%+d", ref, w.OffsetLo, w.OffsetHi)
}
