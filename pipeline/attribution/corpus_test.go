package attribution_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"detente"
	"detente/internal/golden"
)

type spans [][2]int32

type goldArticle struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Genre string `json:"genre"`
}

type prediction struct {
	Kind    string  `json:"kind"`
	Content spans   `json:"content"`
	Cue     spans   `json:"cue"`
	Source  spans   `json:"source"`
	Speaker *string `json:"speaker"`
	Thought bool    `json:"thought"`
	Nested  bool    `json:"nested"`
}

func toSpans(s ...detente.Span) spans {
	out := spans{}
	for _, x := range s {
		if !x.Empty() {
			out = append(out, [2]int32{x.Start, x.End})
		}
	}
	return out
}

// predict gives the attributions of a text in the form that the scorer reads.
// There a quotation without a cue of its own belongs to the attribution that it
// borrows from, as in the gold.
func predict(text string) []prediction {
	attrs := find(text, detente.VoiceReported)
	out := []prediction{}
	at := map[int]int{}
	for i := range attrs {
		a := &attrs[i]
		if a.Kind == detente.Act {
			continue
		}
		if a.Borrows >= 0 {
			if k, ok := at[int(a.Borrows)]; ok {
				out[k].Content = append(out[k].Content, toSpans(a.Content...)...)
				out[k].Kind = "unknown"
				continue
			}
		}
		at[i] = len(out)
		p := prediction{Kind: a.Kind.String(), Content: toSpans(a.Content...), Cue: toSpans(a.Cue), Source: toSpans(a.Source), Thought: a.Thought, Nested: a.Depth > 0}
		if len(a.Sources) > 1 {
			p.Source = toSpans(a.Sources...)
		}
		out = append(out, p)
	}
	return out
}

// TestPredictions writes what Find gives for the development files to the folder
// named by DETENTE_PREDICTIONS, for eval_attribution.py. Without it the test
// only reads the files and checks that nothing breaks.
func TestPredictions(t *testing.T) {
	for _, name := range []string{"polnear.dev", "gum.dev"} {
		file, err := os.Open(golden.Shared(t, "data/attribution/"+name+".jsonl.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		z, err := gzip.NewReader(file)
		if err != nil {
			t.Fatal(err)
		}
		var out *json.Encoder
		if dir := os.Getenv("DETENTE_PREDICTIONS"); dir != "" {
			w, err := os.Create(filepath.Join(dir, name+".pred.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			defer w.Close()
			out = json.NewEncoder(w)
		}
		lines := bufio.NewScanner(z)
		lines.Buffer(nil, 1<<26)
		for lines.Scan() {
			var g goldArticle
			if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
				t.Fatal(err)
			}
			p := predict(g.Text)
			if out != nil {
				if err := out.Encode(map[string]any{"id": g.ID, "attributions": p}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
