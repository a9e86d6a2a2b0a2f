package timex_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"detente"
	"detente/pipeline/segment"
	"detente/pipeline/timex"
)

// TestPredict prints the expressions of a gold file as JSON lines, for
// eval_time.py: TIMEX_GOLD names the file (.jsonl.gz), TIMEX_OUT where to write,
// TIMEX_SKIP how many documents to leave out at the head.
func TestPredict(t *testing.T) {
	gold, out := os.Getenv("TIMEX_GOLD"), os.Getenv("TIMEX_OUT")
	if gold == "" || out == "" {
		t.Skip("TIMEX_GOLD and TIMEX_OUT are not set")
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
	var skip int
	fmt.Sscan(os.Getenv("TIMEX_SKIP"), &skip)
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	enc := json.NewEncoder(w)
	for n := 0; sc.Scan(); n++ {
		if n < skip {
			continue
		}
		var d struct{ ID, Text, DCT string }
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		type row struct {
			Span  [2]int32 `json:"span"`
			Type  string   `json:"type"`
			Value string   `json:"value"`
			Mod   string   `json:"mod,omitempty"`
			Text  string   `json:"text"`
		}
		rows := []row{}
		for _, x := range timex.Find(segment.Split(d.Text)) {
			rows = append(rows, row{[2]int32{x.Span.Start, x.Span.End}, x.Type.String(), timex.Value(x, published(d.DCT)), x.Mod, x.Span.In(d.Text)})
		}
		if err := enc.Encode(map[string]any{"id": d.ID, "timexes": rows}); err != nil {
			t.Fatal(err)
		}
	}
	if sc.Err() != nil {
		t.Fatal(sc.Err())
	}
}

// published is a publication date of one day; "" is none.
func published(day string) detente.Published {
	d, err := detente.ParseDay(day)
	if err != nil {
		return detente.Published{}
	}
	return detente.Published{Interval: detente.Days(d, d), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
}
