package anchor_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"

	"detente"
	"detente/pipeline/anchor"
	"detente/pipeline/segment"
	"detente/pipeline/timex"
)

// TestPredict prints the intervals of the events of a gold file as JSON lines,
// for eval_time.py anchor and dct: ANCHOR_GOLD names the file (.jsonl.gz),
// ANCHOR_OUT where to write.
func TestPredict(t *testing.T) {
	gold, out := os.Getenv("ANCHOR_GOLD"), os.Getenv("ANCHOR_OUT")
	if gold == "" || out == "" {
		t.Skip("ANCHOR_GOLD and ANCHOR_OUT are not set")
	}
	f, err := os.Open(gold)
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
	enc := json.NewEncoder(w)
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var d struct {
			ID, Text, DCT string
			Events        []struct {
				EID  string
				Span [2]int32
			}
		}
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		var spans []detente.Span
		for _, e := range d.Events {
			spans = append(spans, detente.Span{Start: e.Span[0], End: e.Span[1]})
		}
		doc := segment.Split(d.Text)
		type row struct {
			EID      string  `json:"eid"`
			Earliest *string `json:"earliest"`
			Latest   *string `json:"latest"`
			Method   string  `json:"method"`
			Anchor   string  `json:"anchor"`
		}
		rows := []row{}
		for i, x := range anchor.Events(doc, spans, timex.Find(doc), published(d.DCT)) {
			rows = append(rows, row{d.Events[i].EID, day(x.Interval.Lo), day(x.Interval.Hi), x.Method.String(), x.Anchor.In(d.Text)})
		}
		if err := enc.Encode(map[string]any{"id": d.ID, "event_times": rows}); err != nil {
			t.Fatal(err)
		}
	}
	if sc.Err() != nil {
		t.Fatal(sc.Err())
	}
}

func day(t detente.Time) *string {
	if !t.Bounded() {
		return nil
	}
	s := t.Day().String()
	return &s
}
