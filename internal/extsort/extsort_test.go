package extsort

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestSorted: whatever the budget, the same records in the order of their bytes,
// twice, and no file is left.
func TestSorted(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	var want [][]byte
	for i := range 5000 {
		rec := AppendUint64(AppendString(nil, strings.Repeat("x", rng.IntN(9))+fmt.Sprint(rng.IntN(40))), rng.Uint64N(9))
		if i%7 == 0 {
			rec = rec[:rng.IntN(4)]
		}
		want = append(want, rec)
	}
	added := slices.Clone(want)
	slices.SortFunc(want, bytes.Compare)
	for _, tc := range []struct {
		budget  int
		spilled bool
	}{{1 << 20, false}, {20_000, true}, {1000, true}, {1, true}} {
		t.Run(fmt.Sprint(tc.budget), func(t *testing.T) {
			dir := t.TempDir()
			s := New(dir, "a", tc.budget)
			for _, rec := range added {
				if err := s.Add(rec); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 {
				i := 0
				for rec, err := range s.Sorted() {
					if err != nil {
						t.Fatal(err)
					}
					if i >= len(want) || !bytes.Equal(rec, want[i]) {
						t.Fatalf("record %d is %q", i, rec)
					}
					i++
				}
				if i != len(want) {
					t.Fatalf("%d records, want %d", i, len(want))
				}
			}
			left, _ := filepath.Glob(filepath.Join(dir, "*"))
			if (len(left) > 0) != tc.spilled || len(left) > mergeWidth {
				t.Errorf("%d files", len(left))
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestBrokenFile: a damaged file is an error and not an end.
func TestBrokenFile(t *testing.T) {
	s := New(t.TempDir(), "a", 100)
	for i := range 200 {
		if err := s.Add(AppendUint64(nil, uint64(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.settle(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(s.runs[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(s.runs[0], data[:len(data)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	for _, err = range s.Sorted() {
		if err != nil {
			return
		}
	}
	t.Error("half a file was read without an error")
}

// TestNowhereToWrite: the folder cannot be made.
func TestNowhereToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := New(filepath.Join(file, "dir"), "a", 1)
	if err := s.Add([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if err := s.Add([]byte("b")); err == nil {
		t.Error("a record beyond the budget was written nowhere")
	}
}

// FuzzFields: fields come back as they went in, and their bytes order as they do.
func FuzzFields(f *testing.F) {
	f.Add("averland", "averland\x00", int64(-1), int64(1), uint32(7))
	f.Add("", "\x00", int64(math.MinInt64), int64(0), uint32(0))
	f.Add("a\xff", "a\x00\xff", int64(5), int64(5), uint32(1<<31))
	f.Fuzz(func(t *testing.T, a, b string, m, n int64, k uint32) {
		rec := func(s string, n int64) []byte {
			return AppendFloat(AppendUint32(AppendInt64(AppendString(nil, s), n), k), .5)
		}
		x, y := rec(a, m), rec(b, n)
		want := strings.Compare(a, b)
		if want == 0 {
			want = cmp.Compare(m, n)
		}
		if got := bytes.Compare(x, y); got != want {
			t.Fatalf("%q %d against %q %d: %d, want %d", a, m, b, n, got, want)
		}
		in := Fields{Rest: x}
		if s, num, u, x := in.String(), in.Int64(), in.Uint32(), in.Float(); s != a || num != m || u != k || x != .5 || in.Err() != nil || len(in.Rest) != 0 {
			t.Fatalf("%q %d %d came back as %q %d %d %v (%v)", a, m, k, s, num, u, x, in.Err())
		}
		in = Fields{Rest: []byte(a)} // any bytes: an error, no panic
		_, _, _ = in.String(), in.Uint64(), in.Byte()
	})
}

func BenchmarkSorter(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	recs := make([][]byte, 20_000)
	size := 0
	for i := range recs {
		recs[i] = append(AppendUint64(AppendString(nil, fmt.Sprintf("entity-%d", rng.IntN(500))), rng.Uint64()), make([]byte, 60)...)
		size += len(recs[i])
	}
	dir := b.TempDir()
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		s := New(dir, "b", 256<<10)
		for _, r := range recs {
			if err := s.Add(r); err != nil {
				b.Fatal(err)
			}
		}
		for _, err := range s.Sorted() {
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
