package segment_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"detente/pipeline/segment"
)

// TestDump writes the tokens and sentences of the documents in the file that
// SEGMENT_IN names, one JSON object a line, to SEGMENT_OUT: the form that
// eval_syntax.py reads.
func TestDump(t *testing.T) {
	in, out := os.Getenv("SEGMENT_IN"), os.Getenv("SEGMENT_OUT")
	if in == "" || out == "" {
		t.Skip("set SEGMENT_IN and SEGMENT_OUT to files of JSON lines")
	}
	r, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	type token struct {
		Span [2]int32 `json:"span"`
		Head int      `json:"head"`
		Rel  string   `json:"deprel"`
		UPOS string   `json:"upos"`
		XPOS string   `json:"xpos"`
	}
	enc := json.NewEncoder(w)
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var doc struct{ ID, Text string }
		if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		d := segment.Split(doc.Text)
		row := struct {
			ID        string     `json:"id"`
			Sentences [][2]int32 `json:"sentences"`
			Tokens    []token    `json:"tokens"`
		}{ID: doc.ID}
		for _, s := range d.Sentences {
			row.Sentences = append(row.Sentences, [2]int32{s.Span.Start, s.Span.End})
		}
		for _, tk := range d.Tokens {
			row.Tokens = append(row.Tokens, token{Span: [2]int32{tk.Span.Start, tk.Span.End}, Head: -1, Rel: "dep"})
		}
		if err := enc.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}
