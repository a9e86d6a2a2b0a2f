package attribution_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
)

// TestGolden runs the cases of testdata: one attribution a line. An argument
// voice=author or voice=outlet sets the voice.
func TestGolden(t *testing.T) {
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		voice := detente.VoiceReported
		for v, name := range detente.VoiceNames {
			if c.Args["voice"] == name {
				voice = detente.Voice(v)
			}
		}
		return render(c.Input, find(c.Input, voice))
	})
}

// find gives the attributions of a text alone.
func find(text string, voice detente.Voice) []detente.Attribution {
	doc, tree := parsed.Doc(text)
	return attribution.Find(doc, tree, voice)
}

// TestShow prints what Find gives for the file named by DETENTE_SHOW.
func TestShow(t *testing.T) {
	path := os.Getenv("DETENTE_SHOW")
	if path == "" {
		t.Skip("DETENTE_SHOW names no file")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	fmt.Println(render(text, find(text, detente.VoiceReported)))
}

func render(text string, attrs []detente.Attribution) string {
	var b strings.Builder
	in := func(spans []detente.Span) string {
		parts := make([]string, len(spans))
		for i, s := range spans {
			parts[i] = strings.ReplaceAll(s.In(text), "\n", " ")
		}
		return strings.Join(parts, " … ")
	}
	for i := range attrs {
		a := &attrs[i]
		fmt.Fprintf(&b, "%s", a.Kind)
		field := func(key string, spans ...detente.Span) {
			if len(spans) > 0 && !spans[0].Empty() {
				fmt.Fprintf(&b, "  %s=%q", key, in(spans))
			}
		}
		if len(a.Sources) > 1 {
			field("sources", a.Sources...)
		} else {
			field("source", a.Source)
		}
		field("cue", a.Cue)
		field("content", a.Content...)
		if a.Frame.Class != 0 {
			fmt.Fprintf(&b, "  class=%s", a.Frame.Class)
			if a.Frame.Mode != 0 {
				fmt.Fprintf(&b, "/%s", a.Frame.Mode)
			}
		}
		field("patients", a.Frame.Patients...)
		field("to", a.Addressee)
		for k, name := range []string{"negated", "conditional", "future", "hedged", "self_reported"} {
			if a.Flags.Has(1 << k) {
				fmt.Fprintf(&b, "  %s", name)
			}
		}
		if a.Thought {
			b.WriteString("  thought")
		}
		if a.Frame.Reciprocal {
			b.WriteString("  reciprocal")
		}
		if a.Depth > 0 {
			fmt.Fprintf(&b, "  depth=%d", a.Depth)
		}
		if a.Borrows >= 0 {
			fmt.Fprintf(&b, "  borrows=%d", a.Borrows)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
