package lexicon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRows(t *testing.T) {
	got, err := Rows("t.tsv", "# comment\n\na\t b \nc\r\n", 3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]string{{"a", "b", ""}, {"c", "", ""}}, got); diff != "" {
		t.Errorf("Rows (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"a\tb\tc\td\n", "\tb\n"} {
		if _, err := Rows("t.tsv", bad, 3); err == nil {
			t.Errorf("Rows(%q): no error", bad)
		}
	}
}

func TestFoldAndHashAgree(t *testing.T) {
	for in, want := range map[string]string{
		"Bogotá":  "bogota",
		"n’t":     "n't",
		"THE":     "the",
		"plain":   "plain",
		"Łódź":    "lodz",
		"Straße":  "strasse",
		"Elysée‑": "elysee-",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if Hash(in) != Hash(want) {
			t.Errorf("Hash(%q) != Hash(%q)", in, want)
		}
	}
	if Hash("a") == Hash("b") {
		t.Error("Hash(a) == Hash(b)")
	}
}

func TestPhrasesLongest(t *testing.T) {
	h := func(words ...string) (out []uint64) {
		for _, w := range words {
			out = append(out, Hash(w))
		}
		return out
	}
	var p Phrases[int]
	p.Add(h("prime"), 1)
	p.Add(h("prime", "minister"), 2)
	if p.Add(h("Prime", "Minister"), 3) {
		t.Error("Add took a phrase twice")
	}
	text := h("the", "prime", "minister", "prime")
	for i, want := range [][2]int{{0, 0}, {2, 2}, {0, 0}, {1, 1}} {
		if n, v := p.Longest(text, i); n != want[0] || v != want[1] {
			t.Errorf("Longest at %d = %d, %d, want %v", i, n, v, want)
		}
	}
	if v, ok := p.Get(h("prime", "minister")); !ok || v != 2 {
		t.Errorf("Get = %d, %v", v, ok)
	}
	if _, ok := (&Phrases[int]{}).Get(h("x")); ok {
		t.Error("the empty table has a phrase")
	}
}

func BenchmarkHash(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Hash("Petro")
		Hash("Bogotá")
	}
}
