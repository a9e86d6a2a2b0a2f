package attribution_test

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
)

const sample = `PORT OZU, May 14 (Wire) - Averland's president, Mara Tell, said on Tuesday that Bexia had “broken its word” over the straits.
“We shall not pay,” she told reporters. “Not a coin.”
While Bexian officials denied the charge, the foreign ministry in Corland called for restraint, according to a statement.
Averland's navy has seized two Bexian tankers and imposed sanctions on the port authority.
Tell and Premier Juno Kast met in Dorr last week. He described her as “a stubborn neighbour”—remarks Tell dismissed as childish.`

// check fails the test when an attribution breaks what Find promises.
func check(t *testing.T, text string, attrs []detente.Attribution) {
	t.Helper()
	span := func(what string, i int, s detente.Span) {
		if s == (detente.Span{}) {
			return
		}
		if s.Start < 0 || s.End <= s.Start || int(s.End) > len(text) {
			t.Fatalf("%d: %s %v is no span of %d bytes", i, what, s, len(text))
		}
		if utf8.ValidString(text) && (!utf8.RuneStart(text[s.Start]) || int(s.End) < len(text) && !utf8.RuneStart(text[s.End])) {
			t.Fatalf("%d: %s %v cuts a rune", i, what, s)
		}
	}
	last := int32(-1)
	for i := range attrs {
		a := &attrs[i]
		if len(a.Content) == 0 {
			t.Fatalf("%d: no content", i)
		}
		start := a.Content[0].Start
		end := int32(-1)
		for _, c := range a.Content {
			span("content", i, c)
			if c.Empty() || c.Start < end {
				t.Fatalf("%d: content %v is empty or out of order", i, a.Content)
			}
			end = c.End
		}
		span("cue", i, a.Cue)
		span("source", i, a.Source)
		span("addressee", i, a.Addressee)
		span("object", i, a.Frame.Object)
		for _, s := range a.Sources {
			span("joined source", i, s)
		}
		for _, p := range a.Frame.Patients {
			span("patient", i, p)
		}
		if !a.Cue.Empty() {
			start = min(start, a.Cue.Start)
		}
		if start < last {
			t.Fatalf("%d: begins at %d, before the one before it at %d", i, start, last)
		}
		last = start
		if a.Borrows >= int32(len(attrs)) || a.Borrows == int32(i) {
			t.Fatalf("%d: borrows from %d of %d", i, a.Borrows, len(attrs))
		}
		if a.Kind < detente.Direct || a.Kind > detente.Act {
			t.Fatalf("%d: kind %d", i, a.Kind)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add(sample)
	for _, s := range []string{
		"", "\n\n", "said", "“", "” said he", "He said: ", "He said:\n“No.”\n“Yes.”", "\"a\" she said, \"b\" and \"c\"",
		"A: b\nC: d\nA: e", "according to", "According to X, ", "X, who said, said", "“a ― B", "his claim that", "‘No,’ he said. ‘’", "more than 3 's",
		"told told told that that", "to to say", "(X) said (Y) that (Z", "\xff\xfe said “\xff", "X’s visa was revoked by Y’s", "a—b said—c, saying",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, voice := range []detente.Voice{detente.VoiceReported, detente.VoiceAuthor} {
			doc, tree := parsed.Doc(text)
			attrs := attribution.Find(doc, tree, voice)
			check(t, text, attrs)
			if roles := attribution.Assign(doc, tree, attrs, &detente.Coref{}); len(roles) != len(attrs) {
				t.Fatalf("%d roles for %d attributions", len(roles), len(attrs))
			}
		}
	})
}

// What must not matter: the shape of the marks, and what comes after.
func TestMetamorphic(t *testing.T) {
	want := find(sample, detente.VoiceReported)
	if len(want) < 8 {
		t.Fatalf("%d attributions in the sample, want at least 8", len(want))
	}
	t.Run("straight marks", func(t *testing.T) {
		text := strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace(sample)
		got := find(text, detente.VoiceReported)
		straight := func(s string) string {
			return strings.NewReplacer("“", `"`, "”", `"`, "’", "'", `\"`, `"`).Replace(s)
		}
		if diff := cmp.Diff(straight(render(sample, want)), straight(render(text, got))); diff != "" {
			t.Errorf("curly and straight marks differ (-curly +straight):\n%s", diff)
		}
	})
	t.Run("a paragraph more", func(t *testing.T) {
		text := sample + "\nThe harbour master said the fog would lift by noon."
		got := find(text, detente.VoiceReported)
		if len(got) < len(want) {
			t.Fatalf("%d attributions, %d without the last paragraph", len(got), len(want))
		}
		if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
			t.Errorf("the paragraph changes what stands before it (-without +with):\n%s", diff)
		}
	})
	t.Run("twice", func(t *testing.T) {
		if diff := cmp.Diff(want, find(sample, detente.VoiceReported)); diff != "" {
			t.Errorf("two runs differ:\n%s", diff)
		}
	})
	t.Run("carriage returns", func(t *testing.T) {
		text := strings.ReplaceAll(sample, "\n", "\r\n")
		got := find(text, detente.VoiceReported)
		if diff := cmp.Diff(render(sample, want), render(text, got)); diff != "" {
			t.Errorf("CRLF changes the attributions (-LF +CRLF):\n%s", diff)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := sample
	if data, err := os.ReadFile(golden.Shared(b, "data/seed/article.txt")); err == nil {
		text = string(data)
	}
	doc, tree := parsed.Doc(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		attribution.Find(doc, tree, detente.VoiceReported)
	}
}
