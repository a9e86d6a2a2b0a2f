package shift

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"
)

// TestAnnotateFile answers the lines of the file that DETENTE_SHIFT_IN names
// and writes them to DETENTE_SHIFT_OUT, for eval_changepoint.py.
func TestAnnotateFile(t *testing.T) {
	in, out := os.Getenv("DETENTE_SHIFT_IN"), os.Getenv("DETENTE_SHIFT_OUT")
	if in == "" || out == "" {
		t.Skip("DETENTE_SHIFT_IN and DETENTE_SHIFT_OUT name no files")
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
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	enc := json.NewEncoder(w)
	for lines.Scan() {
		var in struct {
			ID     string
			Time   []float64
			Value  []float64
			SE     []float64
			Group  []int
			Source []json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			t.Fatal(err)
		}
		var source []string
		for _, s := range in.Source {
			source = append(source, string(s))
		}
		a := Annotate(in.ID, in.Time, in.Value, in.SE, in.Group, source, .05)
		if err := enc.Encode(struct {
			ID string `json:"id"`
			Answer
		}{in.ID, a}); err != nil {
			t.Fatal(err)
		}
	}
}
