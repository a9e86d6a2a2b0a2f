package chains_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/chains"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/syntax/parsed"
)

// finder gives a function that finds the chains of a text.
func finder(t testing.TB) func(text string) (*detente.Doc, []chains.Mention) {
	t.Helper()
	m, err := chains.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.Load()
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	resolver, find := mention.New(base), ner.NewFinder(names, base)
	return func(text string) (*detente.Doc, []chains.Mention) {
		doc, tree := parsed.Doc(text)
		coref := resolver.Resolve(doc, tree, attribution.Find(doc, tree, detente.VoiceReported), &detente.Article{Text: text})
		return doc, m.Find(doc, tree, coref, find.Find(doc, tree))
	}
}

// TestGolden runs the cases of testdata: one chain a line.
func TestGolden(t *testing.T) {
	find := finder(t)
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		doc, list := find(c.Input)
		var lines []string
		for _, m := range list {
			for int(m.Chain) >= len(lines) {
				lines = append(lines, "")
			}
			if lines[m.Chain] != "" {
				lines[m.Chain] += " = "
			}
			lines[m.Chain] += fmt.Sprintf("%s %q", m.Form, m.Span.In(doc.Text))
		}
		return strings.Join(lines, "\n") + "\n"
	})
}

// Nothing of one document reaches the next.
func TestFindForgets(t *testing.T) {
	used := finder(t)
	used(news)
	_, before := finder(t)("Mara Venn left Geneva. She was tired.")
	_, after := used("Mara Venn left Geneva. She was tired.")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("after another document (-new +used):\n%s", diff)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"", news, "It", "he he he", "Mara Venn’s, of the\n\nof of A's", "\u00c4\u00d6 \u01c5 \xe2\x80\x99s - A - B and C and", strings.Repeat("a dog saw a cat ", 200)} {
		f.Add(s)
	}
	find := finder(f)
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		doc, list := find(text)
		count := map[int32]int{}
		last := detente.Span{}
		for _, m := range list {
			if m.Span.Empty() || m.Span.Start < last.Start || int(m.Span.End) > len(doc.Text) || m.Span == last || !utf8.ValidString(m.Span.In(text)) {
				t.Fatalf("mention at %v after one at %v, of %d bytes", m.Span, last, len(doc.Text))
			}
			if !(m.Confidence >= 0 && m.Confidence <= 1) {
				t.Fatalf("confidence %v", m.Confidence)
			}
			last = m.Span
			count[m.Chain]++
		}
		for c := range int32(len(count)) {
			if count[c] < 2 {
				t.Fatalf("chain %d of %d has %d mentions", c, len(count), count[c])
			}
		}
	})
}

func TestModelCard(t *testing.T) {
	golden.ModelCard(t, 1<<20, "pipeline/mention/chains/data/chains.model")
}

const news = `Mara Venn, the foreign minister of Averland, accused Bexia on Tuesday of breaking the treaty.

“We have been patient with the Bexian government,” she told reporters. “Patience ends.”

The treaty was signed in 2019. A tanker was stopped near Cape Orla, and the tanker’s crew said they had been warned. Colombia and Brazil, which buy most of the grain, asked both countries to wait.`

func BenchmarkFind(b *testing.B) {
	m, err := chains.Load()
	if err != nil {
		b.Fatal(err)
	}
	doc, tree := parsed.Doc(strings.Repeat(news+"\n\n", 8))
	coref := &detente.Coref{}
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	for b.Loop() {
		m.Find(doc, tree, coref, nil)
	}
}
