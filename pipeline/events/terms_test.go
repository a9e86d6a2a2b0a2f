package events

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

func terms(t testing.TB, text string, names ...string) []uint32 {
	t.Helper()
	v, err := LoadVocabulary()
	if err != nil {
		t.Fatal(err)
	}
	return v.Terms(text, []detente.Span{{End: int32(len(text))}}, names)
}

func TestTerms(t *testing.T) {
	for _, tc := range []struct{ name, a, b string }{
		{"forms and stop words", "to close every port", "he closed the ports"},
		{"exchanged words", "would shut all harbours", "closing ports"},
		{"names of the pair", "close Bexia’s ports", "close Bexian ports"},
		{"case and accents", "CLOSE PORTS", "clóse ports"},
		{"twice", "ports, ports and ports", "port"},
		{"countries end in y", "the countries", "a country"},
	} {
		if diff := cmp.Diff(terms(t, tc.a, "Bexia"), terms(t, tc.b, "Bexia")); diff != "" {
			t.Errorf("%s: %q and %q differ:\n%s", tc.name, tc.a, tc.b, diff)
		}
	}
	if got := terms(t, "and then they would have been there"); got != nil {
		t.Errorf("%d content words of a text without one", len(got))
	}
	if cmp.Equal(terms(t, "close the ports"), terms(t, "close the mines")) {
		t.Error("ports are no mines")
	}
}
