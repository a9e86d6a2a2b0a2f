package syntax_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

func parser(tb testing.TB) *syntax.Parser {
	tb.Helper()
	m, err := syntax.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return m.Parser()
}

// checkTree fails the test where the tree breaks a promise of Parse.
func checkTree(t *testing.T, doc *detente.Doc, tree *detente.Tree) {
	t.Helper()
	n := len(doc.Tokens)
	if len(tree.Tags) != n || len(tree.Head) != n || len(tree.Label) != n {
		t.Fatalf("%d tokens, but %d tags, %d heads, %d labels", n, len(tree.Tags), len(tree.Head), len(tree.Label))
	}
	for k, s := range doc.Sentences {
		roots := 0
		for i := s.First; i < s.Last; i++ {
			h := tree.Head[i]
			if (h == -1) != (tree.Label[i] == detente.LabelRoot) {
				t.Fatalf("token %d has head %d and label %v", i, h, tree.Label[i])
			}
			if tree.Tags[i].UPOS.String() == "" || tree.Tags[i].XPOS.String() == "" || tree.Label[i].String() == "" {
				t.Fatalf("token %d lacks a tag or a label: %v %v", i, tree.Tags[i], tree.Label[i])
			}
			if h == -1 {
				roots++
				continue
			}
			if h < s.First || h >= s.Last || h == i {
				t.Fatalf("token %d has head %d, outside sentence %d [%d,%d) or itself", i, h, k, s.First, s.Last)
			}
			steps := int32(0)
			for j := i; j != -1; j = tree.Head[j] {
				if steps++; steps > s.Last-s.First {
					t.Fatalf("token %d stands in a cycle", i)
				}
			}
		}
		if roots != 1 {
			t.Fatalf("sentence %d has %d roots", k, roots)
		}
	}
}

// arcs writes a tree as "word/UPOS relation head" a token.
func arcs(doc *detente.Doc, tree *detente.Tree) []string {
	var out []string
	for i, t := range doc.Tokens {
		head := "ROOT"
		if h := tree.Head[i]; h >= 0 {
			head = doc.Tokens[h].Span.In(doc.Text)
		}
		out = append(out, fmt.Sprintf("%s/%v %v %s", t.Span.In(doc.Text), tree.Tags[i].UPOS, tree.Label[i], head))
	}
	return out
}

func TestWhoDoesWhatToWhom(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string // must be among the arcs
	}{
		{"subject and object", "Averland accused Bexia of piracy.", []string{"Averland/PROPN nsubj accused", "accused/VERB root ROOT", "Bexia/PROPN obj accused"}},
		{"passive with agent", "The envoy was expelled by Corland.", []string{"envoy/NOUN nsubj:pass expelled", "was/AUX aux:pass expelled", "Corland/PROPN obl:agent expelled"}},
		{"reported clause", "The minister said that the talks had failed.", []string{"minister/NOUN nsubj said", "failed/VERB ccomp said", "talks/NOUN nsubj failed", "that/SCONJ mark failed"}},
		{"quotation before its speaker", "“We will not wait,” Venn said.", []string{"Venn/PROPN nsubj said", "We/PRON nsubj wait", "wait/VERB ccomp said"}},
		{"possessor", "Bexia’s army left.", []string{"Bexia/PROPN nmod:poss army", "’s/PART case Bexia", "army/NOUN nsubj left"}},
		{"copula", "He is a sick man.", []string{"He/PRON nsubj man", "is/AUX cop man", "man/NOUN root ROOT", "sick/ADJ amod man"}},
		{"shared subject", "Dorn called and thanked her.", []string{"Dorn/PROPN nsubj called", "thanked/VERB conj called", "her/PRON obj thanked"}},
		{"wish", "They want to leave.", []string{"leave/VERB xcomp want", "They/PRON nsubj want"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := segment.Split(tc.text)
			tree := parser(t).Parse(doc)
			checkTree(t, doc, tree)
			got := arcs(doc, tree)
			set := map[string]bool{}
			for _, a := range got {
				set[a] = true
			}
			for _, w := range tc.want {
				if !set[w] {
					t.Errorf("no arc %q in\n  %s", w, strings.Join(got, "\n  "))
				}
			}
		})
	}
}

func TestTypographyDoesNotMatter(t *testing.T) {
	a := segment.Split("“Bexia won’t pay,” Venn said — again.")
	b := segment.Split("\"Bexia won't pay,\" Venn said — again.")
	p := parser(t)
	x, y := p.Parse(a), p.Parse(b)
	if diff := cmp.Diff(x.Head, y.Head); diff != "" {
		t.Errorf("heads change with straight quotes (-curly +straight):\n%s", diff)
	}
	if diff := cmp.Diff(x.Label, y.Label); diff != "" {
		t.Errorf("labels change with straight quotes (-curly +straight):\n%s", diff)
	}
}

// What was parsed before must not matter, nor which Parser does it.
func TestParserKeepsNothing(t *testing.T) {
	p := parser(t)
	doc := segment.Split(article)
	first := p.Parse(doc)
	p.Parse(segment.Split(strings.Repeat("and then they left , ", 300)))
	if diff := cmp.Diff(first, p.Parse(doc)); diff != "" {
		t.Errorf("the second parse differs (-first +second):\n%s", diff)
	}
	if diff := cmp.Diff(first, parser(t).Parse(doc)); diff != "" {
		t.Errorf("another Parser's parse differs (-first +other):\n%s", diff)
	}
}

// A sentence that can hold no statement is left flat, and no other.
func TestGate(t *testing.T) {
	const plain = "The sky was grey and the road to Corvan was empty."
	for _, tc := range []struct {
		name, text string
		voice      detente.Voice
		open       bool
	}{
		{"nothing said or done", plain, detente.VoiceReported, false},
		{"the author's own words", plain, detente.VoiceAuthor, true},
		{"an act", "Averland expelled two envoys.", detente.VoiceReported, true},
		{"an act as a noun", "The blockade of Tessin was in its third week.", detente.VoiceReported, true},
		{"a verb that needs its object", "The ministry froze, with one stroke, all assets.", detente.VoiceReported, true},
		{"a cue", "The road was empty, according to Dorn.", detente.VoiceReported, true},
		{"a quotation", "“The road was empty.”", detente.VoiceReported, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := segment.Split(tc.text)
			tree := parser(t).Statements(doc, tc.voice)
			checkTree(t, doc, tree)
			open := cmp.Equal(tree.Label, parser(t).Parse(doc).Label)
			if open != tc.open {
				t.Errorf("parsed: %v, want %v", open, tc.open)
			}
		})
	}
}

// What is parsed does not depend on the sentences that are not.
func TestGateChangesNoTree(t *testing.T) {
	doc := segment.Split(article + "\nThe sky was grey and the road to Corvan was empty. Dorn left.")
	p := parser(t)
	all, some := p.Parse(doc), p.Statements(doc, detente.VoiceReported)
	flat := 0
	for _, s := range doc.Sentences {
		if cmp.Equal(all.Head[s.First:s.Last], some.Head[s.First:s.Last]) && cmp.Equal(all.Tags[s.First:s.Last], some.Tags[s.First:s.Last]) {
			continue
		}
		flat++
		for i := s.First + 1; i < s.Last; i++ {
			if some.Head[i] != s.First || some.Label[i] != detente.LabelDep {
				t.Errorf("token %d of a sentence that is not parsed has head %d and label %v", i, some.Head[i], some.Label[i])
			}
		}
	}
	if flat < 2 {
		t.Errorf("%d sentences differ, want at least 2", flat)
	}
}

func TestLongSentence(t *testing.T) {
	doc := segment.Split(strings.Repeat("grain , salt and ", 2000))
	checkTree(t, doc, parser(t).Parse(doc))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", ".", "He said: “No.” (“Why?”)", "\xff\xfe’’’\x00", "ÀÉÎ ‘’“” — … 1,000", article, strings.Repeat("é", 70), "a-b-c/d_e@f.g"} {
		f.Add(s)
	}
	p := parser(f)
	f.Fuzz(func(t *testing.T, s string) {
		doc := segment.Split(s)
		checkTree(t, doc, p.Parse(doc))
		checkTree(t, doc, p.Statements(doc, detente.VoiceReported))
	})
}

const article = `CORVAN, Averland (Agency) — The prime minister of Averland, Mara Venn, said on Tuesday that Bexia had broken the ceasefire along their common border, and warned that her patience was at an end.
“We have kept our word for eleven months, and they have answered with shells,” Venn told reporters in the capital. “Nobody should be surprised if we now answer in kind.”
Bexia’s foreign ministry rejected the accusation, calling it “a fairy tale told for voters,” and summoned the Averlandic ambassador. A spokesman, Ilo Dorn, who had praised last month’s talks, said no shells had been fired from Bexian soil since March.
The two countries, which were once partners in a customs union, have quarrelled over the river port of Tessin for years. Diplomats from Corland, who were asked to mediate, hope to bring both sides back to the table before the winter.`

func BenchmarkParse(b *testing.B) {
	p := parser(b)
	doc := segment.Split(article)
	p.Parse(doc)
	b.SetBytes(int64(len(article)))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(doc)
	}
	b.ReportMetric(float64(len(doc.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkSplitAndParse(b *testing.B) {
	p := parser(b)
	n := len(p.Parse(segment.Split(article)).Head)
	b.SetBytes(int64(len(article)))
	b.ReportAllocs()
	for b.Loop() {
		p.Parse(segment.Split(article))
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}

func ExampleParser_Parse() {
	m, err := syntax.Load()
	if err != nil {
		panic(err)
	}
	doc := segment.Split("Averland accused Bexia.")
	tree := m.Parser().Parse(doc)
	for i, t := range doc.Tokens {
		fmt.Println(t.Span.In(doc.Text), tree.Tags[i].UPOS, tree.Head[i], tree.Label[i])
	}
	// Output:
	// Averland PROPN 1 nsubj
	// accused VERB -1 root
	// Bexia PROPN 1 obj
	// . PUNCT 1 punct
}
