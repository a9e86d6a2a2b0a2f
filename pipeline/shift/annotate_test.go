package shift

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"
)

// rise is a series that goes up by 3 at index 10, with noise between -1 and 1.
func rise() (time, value []float64) {
	for i := range 20 {
		v := float64(i*7%5-2) / 2
		if i >= 10 {
			v += 3
		}
		time, value = append(time, float64(3*i)), append(value, v)
	}
	return time, value
}

func TestAnnotateStep(t *testing.T) {
	time, value := rise()
	a := Annotate("a", time, value, nil, nil, nil, .05)
	if a.P == nil || *a.P > .01 || a.Verdict != "detected" || len(a.Changes) != 1 {
		t.Fatalf("answer %+v", a)
	}
	c := a.Changes[0]
	if c.Index != 10 || c.Time != 30 || c.CI[0] > 27 || c.CI[1] < 30 || c.Shape != "step" || c.DeltaCI[0] > 3 || c.DeltaCI[1] < 3 {
		t.Errorf("change %+v, want one of 3 at index 10, in an interval that holds 27 to 30", c)
	}
}

func TestAnnotateShort(t *testing.T) {
	for _, value := range [][]float64{nil, {1}, {0, 0, 0, 9, 9, 9, 9}} {
		if a := Annotate("a", nil, value, nil, nil, nil, .05); a.P != nil || a.Verdict != "insufficient" || a.Changes == nil || len(a.Changes) > 0 {
			t.Errorf("%v: %+v", value, a)
		}
	}
}

// TestAnnotateUnits: another unit, another zero and the reverse of the values
// give the same change in that unit.
func TestAnnotateUnits(t *testing.T) {
	time, value := rise()
	want := Annotate("a", time, value, nil, nil, nil, .05)
	for _, unit := range []float64{1000, -1, .01} {
		other := make([]float64, len(value))
		for i, v := range value {
			other[i] = 500 + unit*v
		}
		got := Annotate("a", time, other, nil, nil, nil, .05)
		if *got.P != *want.P || got.Changes[0].Index != 10 || math.Abs(got.Changes[0].Delta/unit-want.Changes[0].Delta) > 1e-6 {
			t.Errorf("unit %v: p %v, %+v; want p %v, %+v", unit, *got.P, got.Changes, *want.P, want.Changes)
		}
	}
}

// TestAnnotateCopies: copies of a value count once, and an index counts the
// values as they were given, in whatever order.
func TestAnnotateCopies(t *testing.T) {
	time, value := rise()
	want := Annotate("a", time, value, nil, nil, nil, .05)
	var at, x []float64
	var group []int
	for i := len(time) - 1; i >= 0; i-- {
		for range 5 {
			at, x, group = append(at, time[i]), append(x, value[i]), append(group, i)
		}
	}
	got := Annotate("a", at, x, nil, group, nil, .05)
	if *got.P != *want.P || len(got.Changes) != 1 || got.Changes[0].Index != 45 || got.Changes[0].Time != 30 || got.Changes[0].CI != want.Changes[0].CI {
		t.Errorf("p %v, %+v; want p %v, index 45, %+v", *got.P, got.Changes, *want.P, want.Changes)
	}
}

// FuzzAnnotate: whatever the numbers, no panic, and changes exactly where p says.
func FuzzAnnotate(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(0))
	f.Add(uint64(2), uint8(60), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, n, twist uint8) {
		rng := rand.New(rand.NewPCG(seed, 2))
		var time, value, se []float64
		var group []int
		var source []string
		for i := range int(n) {
			time = append(time, float64(rng.IntN(1+int(n))))
			value = append(value, math.Round(rng.NormFloat64()*float64(1+twist%5))+float64(int(twist)*i/(1+int(n))))
			se = append(se, float64(rng.IntN(3)))
			group = append(group, rng.IntN(1+2*int(n)))
			source = append(source, fmt.Sprint(rng.IntN(4)))
		}
		if twist&1 > 0 {
			time = nil
		}
		if twist&2 > 0 {
			se = nil
		}
		if twist&4 > 0 {
			group, source = nil, nil
		}
		a := Annotate("f", time, value, se, group, source, .05)
		if found := a.P != nil && *a.P <= .05; found != (len(a.Changes) > 0) {
			t.Fatalf("p %v and %d changes", a.P, len(a.Changes))
		}
		if _, err := json.Marshal(a); err != nil {
			t.Fatal(err)
		}
		for _, c := range a.Changes {
			if c.Index < 0 || c.Index >= int(n) || c.CI[0] > c.CI[1] || !(c.DeltaCI[0] <= c.Delta && c.Delta <= c.DeltaCI[1]) {
				t.Fatalf("change %+v", c)
			}
		}
	})
}

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
