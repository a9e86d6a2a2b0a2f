package ner_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/syntax/parsed"
)

func finder(t testing.TB) *ner.Finder {
	t.Helper()
	m, err := ner.Load()
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	return ner.NewFinder(m, base)
}

// TestGolden runs the cases of testdata: one name a line.
func TestGolden(t *testing.T) {
	f := finder(t)
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		doc, tree := parsed.Doc(c.Input)
		var b strings.Builder
		for _, n := range f.Find(doc, tree) {
			fmt.Fprintf(&b, "%-4s %s\n", n.Type, n.Span(doc).In(doc.Text))
		}
		return b.String()
	})
}

// A Finder keeps scratch, but nothing of one document reaches the next.
func TestFinderForgets(t *testing.T) {
	long, longTree := parsed.Doc(news)
	doc, tree := parsed.Doc("Mara Venn left Geneva.")
	used := finder(t)
	used.Find(long, longTree)
	if diff := cmp.Diff(finder(t).Find(doc, tree), used.Find(doc, tree)); diff != "" {
		t.Errorf("after another document (-new +used):\n%s", diff)
	}
}

// A paragraph added at the end changes no name before it.
func TestParagraphAdded(t *testing.T) {
	f := finder(t)
	doc, tree := parsed.Doc(news)
	more, moreTree := parsed.Doc(news + "\n\nNobody from Mexico commented.")
	before, after := f.Find(doc, tree), f.Find(more, moreTree)
	if diff := cmp.Diff(before, after[:min(len(before), len(after))]); diff != "" {
		t.Errorf("with a paragraph more (-before +after):\n%s", diff)
	}
}

// Every label may be followed by some label and stand behind some, and a name
// that is open must go on with its own type.
func TestFollows(t *testing.T) {
	number := map[string]uint8{}
	for i, name := range ner.LabelNames {
		number[name] = uint8(i)
	}
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"O", "O", true}, {"O", "B-PER", true}, {"O", "I-PER", false}, {"O", "E-LOC", false}, {"S-ORG", "S-ORG", true},
		{"B-PER", "E-PER", true}, {"B-PER", "E-ORG", false}, {"B-PER", "O", false}, {"I-LOC", "I-LOC", true},
		{"I-LOC", "B-LOC", false}, {"E-ORG", "B-PER", true}, {"E-ORG", "I-ORG", false},
	} {
		if got := ner.Follows(number[tc.a], number[tc.b]); got != tc.want {
			t.Errorf("%s behind %s: %v, want %v", tc.b, tc.a, got, tc.want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", news, "Mara Venn", "MARA VENN OF THE U.N.\n\nof of of A", "\u00c4\u00d6 \u01c5 \xe2\x80\x99s - A - B", strings.Repeat("A b ", 900)} {
		f.Add(s)
	}
	find := finder(f)
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		doc, tree := parsed.Doc(text)
		end := int32(0)
		for _, n := range find.Find(doc, tree) {
			switch {
			case n.First < end || n.Last <= n.First || int(n.Last) > len(doc.Tokens):
				t.Fatalf("name of tokens [%d, %d) after one that ends at %d, of %d tokens", n.First, n.Last, end, len(doc.Tokens))
			case doc.Tokens[n.First].Sentence != doc.Tokens[n.Last-1].Sentence:
				t.Fatalf("name of tokens [%d, %d) is in two sentences", n.First, n.Last)
			case n.Type < detente.NamePerson || n.Type > detente.NameNation || !(n.Confidence >= 0 && n.Confidence <= 1):
				t.Fatalf("name of type %d with confidence %v", n.Type, n.Confidence)
			}
			if s := n.Span(doc); !utf8.ValidString(s.In(text)) {
				t.Fatalf("name %q is cut inside a character", s.In(text))
			}
			end = n.Last
		}
	})
}

func TestModelCard(t *testing.T) { golden.ModelCard(t, 2<<20, "pipeline/mention/ner/data/names.model") }

// Finding names takes memory for the result alone, once scratch has grown.
func TestFindAllocatesOnce(t *testing.T) {
	f := finder(t)
	doc, tree := parsed.Doc(news)
	if n := testing.AllocsPerRun(20, func() { f.Find(doc, tree) }); n > 1 {
		t.Errorf("%v allocations a document, want 1", n)
	}
}

const news = `Mara Venn, the foreign minister of Averland, accused Bexia on Tuesday of breaking the Treaty of Port Ellen.

“We have been patient with the Bexian government,” Venn told the United Nations Security Council in New York. “Patience ends.”

A spokesman for the Averland Ministry of Defence, Colonel Tomas Quill, said that two ships of Petrel Lines had been stopped near Cape Orla. Colombia and Brazil, which buy most of the grain, asked both sides to wait.`

func BenchmarkFind(b *testing.B) {
	f := finder(b)
	doc, tree := parsed.Doc(strings.Repeat(news+"\n\n", 20))
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		f.Find(doc, tree)
		n += len(doc.Tokens)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "tokens/s")
}
