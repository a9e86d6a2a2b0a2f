package model_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"detente/internal/model"
)

func TestNarrowSumsItsRows(t *testing.T) {
	fs := []uint64{model.Mix(0, 1), model.Mix(1, 1), model.Mix(2, 9)}
	c := model.NewNarrow(fs, []model.NarrowRow{
		{5, -7, model.MaxWeight, 1, 2, 3, -4, -5, -6, model.MaxWeight},
		{-model.MaxNarrow, 160, 7, 0, 0, 0, 0, model.MaxNarrow, 0, -8000},
		{},
	})
	if c.Features() != 2 {
		t.Errorf("%d features, want 2: a row of zeros says nothing", c.Features())
	}
	stranger := model.Mix(3, 1)
	got := scores(&c, []uint64{fs[0], fs[1], stranger, fs[2], fs[0]})
	want := [model.NarrowClasses]int32{10 - model.MaxNarrow, 160 - 14, 2 * model.MaxWeight, 2, 4, 6, -8, model.MaxNarrow - 10, -12, 2*model.MaxWeight - 8000}
	if got != want {
		t.Errorf("scores %v, want %v", got, want)
	}
	var none model.Narrow
	if got := scores(&none, fs); got != [model.NarrowClasses]int32{} {
		t.Errorf("the zero Narrow scores %v", got)
	}
}

func scores(c *model.Narrow, features []uint64) [model.NarrowClasses]int32 {
	var sums model.Sums
	c.Sum(features, &sums)
	return sums.Scores()
}

// Nearly all features must find room, and the strongest all of them; strangers
// must not pass for features.
func TestNarrowHoldsManyFeatures(t *testing.T) {
	const n = 20000
	var fs []uint64
	var rows []model.NarrowRow
	for i := range uint64(n) {
		fs, rows = append(fs, model.Mix(5, i)), append(rows, model.NarrowRow{1: int16(i%400) + 1, 8: -3})
	}
	c := model.NewNarrow(fs, rows)
	lost, strong, strangers := 0, 0, 0
	for i, f := range fs {
		switch got := scores(&c, []uint64{f}); {
		case got == [model.NarrowClasses]int32{}:
			lost++
			if rows[i][1] > 380 {
				strong++
			}
		case got[1] != int32(rows[i][1]) || got[8] != -3:
			t.Fatalf("feature %d scores %v, want %v", i, got, rows[i])
		}
		if got := scores(&c, []uint64{model.Mix(6, uint64(i))}); got != [model.NarrowClasses]int32{} {
			strangers++
		}
	}
	if c.Features() != n-lost || lost > n/10 || strong > 0 || strangers > n/5000 {
		t.Errorf("%d features kept, %d lost (%d strong ones), %d strangers taken for features", c.Features(), lost, strong, strangers)
	}
}

// Lists and full rows must add up alike, whatever their length.
func TestWideSumsItsRows(t *testing.T) {
	const classes = 51
	var fs []uint64
	var rows [][]model.Weight
	for n := 1; n < classes; n++ {
		var row []model.Weight
		for k := range n {
			row = append(row, model.Weight{Class: uint8(k + 1), Weight: int16((k*37+n*11)%(2*model.MaxWeight+1)) - model.MaxWeight})
		}
		fs, rows = append(fs, model.Mix(n, 4)), append(rows, row)
	}
	c := model.NewWide(classes, fs, rows)
	var want, got [model.MaxClasses]int32
	for _, row := range rows {
		for _, w := range row {
			want[w.Class] += int32(w.Weight)
		}
	}
	c.Score(append(fs, model.Mix(99, 99)), &got)
	for k := 1; k < classes; k++ {
		if got[k]-got[0] != want[k]-want[0] {
			t.Errorf("class %d scores %d above class 0, want %d", k, got[k]-got[0], want[k]-want[0])
		}
	}
}

func TestTable(t *testing.T) {
	var keys []uint64
	var payloads []uint32
	for i := range 5000 {
		keys, payloads = append(keys, model.Mix(1, uint64(i))), append(payloads, uint32(i+1))
	}
	table := model.NewTable(keys, payloads)
	for i, k := range keys {
		if got := table.Get(k); got != uint32(i+1) {
			t.Fatalf("key %d gives %d, want %d", i, got, i+1)
		}
	}
	strangers := 0
	for i := range 5000 {
		if table.Get(model.Mix(2, uint64(i))) != 0 {
			strangers++
		}
	}
	if strangers > 1 {
		t.Errorf("%d of 5000 strangers pass for keys", strangers)
	}
	if got := new(model.Table).Get(1); got != 0 {
		t.Errorf("the zero Table gives %d, want 0", got)
	}
}

func file() []byte {
	w := model.NewWriter(42)
	w.Labels(1, []string{"", "a", "b"})
	t := model.NewTable([]uint64{model.Mix(1, 1), model.Mix(1, 2)}, []uint32{7, 9})
	w.Table(2, &t)
	n := model.NewNarrow([]uint64{model.Mix(2, 1)}, []model.NarrowRow{{1, 2, 3, 9: -4}})
	w.Narrow(3, &n)
	row := make([]model.Weight, 15)
	for k := range row {
		row[k] = model.Weight{Class: uint8(k), Weight: int16(k) - 20}
	}
	c := model.NewWide(20, []uint64{model.Mix(3, 1), model.Mix(3, 2)}, [][]model.Weight{{{Class: 2, Weight: -4}}, row})
	w.Wide(4, &c)
	w.Numbers(5, 8, 1<<31)
	return w.Bytes()
}

// readAll reads everything and writes it again.
func readAll(b []byte) ([]byte, error) {
	f, err := model.Read("x.model", b, 42)
	if err != nil {
		return nil, err
	}
	if err := f.CheckLabels(1, []string{"", "a", "b"}); err != nil {
		return nil, err
	}
	t, err := f.Table(2)
	if err != nil {
		return nil, err
	}
	n, err := f.Narrow(3)
	if err != nil {
		return nil, err
	}
	c, err := f.Wide(4)
	if err != nil {
		return nil, err
	}
	numbers, err := f.Numbers(5, 2)
	if err != nil {
		return nil, err
	}
	w := model.NewWriter(42)
	w.Labels(1, []string{"", "a", "b"})
	w.Table(2, &t)
	w.Narrow(3, &n)
	w.Wide(4, &c)
	w.Numbers(5, numbers...)
	return w.Bytes(), nil
}

func TestFileRoundTrip(t *testing.T) {
	again, err := readAll(file())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again, file()) {
		t.Error("a file read and written again has other bytes")
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	change := func(at int, v byte) []byte { b := file(); b[at] = v; return b }
	for _, tc := range []struct {
		name string
		b    []byte
		want string
	}{
		{"empty", nil, "not a model file"},
		{"magic", change(0, 'X'), "not a model file"},
		{"format", change(4, 9), "format 9"},
		{"damage", change(60, 1), "checksum"},
		{"cut", file()[:40], "checksum"},
	} {
		if _, err := model.Read("x.model", tc.b, 42); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "x.model") {
			t.Errorf("%s: error %v, want one with %q and the file's name", tc.name, err, tc.want)
		}
	}
	if _, err := model.Read("x.model", file(), 43); err == nil || !strings.Contains(err.Error(), "feature code") {
		t.Errorf("other feature code: error %v, want one that says so", err)
	}
	f, err := model.Read("x.model", file(), 42)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.CheckLabels(1, []string{"", "a"}); err == nil {
		t.Error("other labels are accepted")
	}
	if _, err := f.Table(9); err == nil {
		t.Error("a section that is not there is read")
	}
}

// Whatever the bytes, reading ends with an error or with a classifier that can
// be asked. The checksum is mended, so that the sections themselves are reached.
func FuzzRead(f *testing.F) {
	f.Add(file())
	f.Add(file()[:50])
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 4 {
			b = bytes.Clone(b)
			sum := crc32.Checksum(b[:len(b)-4], crc32.MakeTable(crc32.Castagnoli))
			binary.LittleEndian.PutUint32(b[len(b)-4:], sum)
		}
		file, err := model.Read("x.model", b, 42)
		if err != nil {
			return
		}
		features := []uint64{model.Mix(1, 1), model.Mix(2, 1), model.Mix(3, 1), model.Mix(3, 2)}
		if n, err := file.Narrow(3); err == nil {
			scores(&n, features)
		}
		if c, err := file.Wide(4); err == nil {
			var out [model.MaxClasses]int32
			c.Score(features, &out)
		}
	})
}

func BenchmarkNarrowScore(b *testing.B) {
	fs := make([]uint64, 1<<19)
	rows := make([]model.NarrowRow, len(fs))
	for i := range fs {
		fs[i] = model.Mix(i%100, uint64(i))
		rows[i] = model.NarrowRow{1, 2, 3}
	}
	c := model.NewNarrow(fs, rows)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		scores(&c, fs[i:i+100])
		i = (i + 1000) % (1 << 18)
	}
}

func Example() {
	feature := model.Mix(1, 7)
	c := model.NewNarrow([]uint64{feature}, []model.NarrowRow{{4, -2, 0}})
	var sums model.Sums
	c.Sum([]uint64{feature}, &sums)
	fmt.Println(sums.Scores())
	// Output: [4 -2 0 0 0 0 0 0 0 0]
}
