package scorers_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"detente"
	"detente/pipeline/segment"
	"detente/scorers"
)

// TestMeasure scores the records of a gold file and writes predictions in the
// form that eval_tone.py reads:
//
//	SCORERS_GOLD=plv.jsonl.gz SCORERS_OUT=pred.jsonl SCORERS_TASK=tone go test -run Measure .
func TestMeasure(t *testing.T) {
	in, out, task := os.Getenv("SCORERS_GOLD"), os.Getenv("SCORERS_OUT"), os.Getenv("SCORERS_TASK")
	if in == "" || out == "" {
		t.Skip("set SCORERS_GOLD, SCORERS_OUT and SCORERS_TASK (tone, stance, lexicon, sentiment)")
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	scale, err := scorers.LoadScale("plover-0.8")
	if err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(w)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var rec struct {
			ID, Text   string
			SourceSpan []int32 `json:"source_span"`
			TargetSpan []int32 `json:"target_span"`
		}
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			t.Fatal(err)
		}
		var s detente.Score
		label := ""
		switch task {
		case "stance":
			s = scorers.StanceText(segment.Split(rec.Text), span(rec.TargetSpan))
			label = s.Label
		case "lexicon", "sentiment":
			if s, err = scorers.SentimentText(task, rec.Text); err != nil {
				t.Fatal(err)
			}
			label = s.Label
		default:
			s = scorers.ToneText(segment.Split(rec.Text), span(rec.SourceSpan), span(rec.TargetSpan), scale)
			label = scorers.Label(s.Class, scale)
		}
		if err := enc.Encode(map[string]any{"id": rec.ID, "score": s.Value, "label": label, "quad": s.Class.Quad(), "confidence": s.Confidence}); err != nil {
			t.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func span(s []int32) detente.Span {
	if len(s) != 2 {
		return detente.Span{}
	}
	return detente.Span{Start: s[0], End: s[1]}
}
