package segment_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/internal/lexicon"
	"detente/pipeline/segment"
)

// checkDoc fails the test where the document breaks a promise of Split.
func checkDoc(t *testing.T, text string, doc *detente.Doc) {
	t.Helper()
	valid := utf8.ValidString(text)
	span := func(what string, s detente.Span) {
		if s.Start < 0 || s.End < s.Start || int(s.End) > len(text) {
			t.Fatalf("%s %v lies outside the text of %d bytes", what, s, len(text))
		}
		if valid && (int(s.Start) < len(text) && !utf8.RuneStart(text[s.Start]) || int(s.End) < len(text) && !utf8.RuneStart(text[s.End])) {
			t.Fatalf("%s %v cuts a rune", what, s)
		}
	}
	span("dateline", doc.Dateline)
	span("place", doc.Place)
	end, sentence, token := int32(0), int32(0), int32(0)
	for i, p := range doc.Paragraphs {
		span("paragraph", p.Span)
		if p.Span.Start < end || p.Span.Empty() || p.First != sentence || p.Last < p.First {
			t.Fatalf("paragraph %d is out of order: %+v", i, p)
		}
		end, sentence = p.Span.End, p.Last
		for k := p.First; k < p.Last; k++ {
			s := doc.Sentences[k]
			span("sentence", s.Span)
			if s.Paragraph != int32(i) || s.First != token || s.Last <= s.First || !p.Span.Contains(s.Span) {
				t.Fatalf("sentence %d is out of order: %+v", k, s)
			}
			token = s.Last
		}
	}
	if int(sentence) != len(doc.Sentences) || int(token) != len(doc.Tokens) {
		t.Fatalf("%d of %d sentences and %d of %d tokens are in paragraphs", sentence, len(doc.Sentences), token, len(doc.Tokens))
	}
	end = 0
	for i, tk := range doc.Tokens {
		span("token", tk.Span)
		if tk.Span.Start < end || tk.Span.Empty() || tk.Kind == 0 || tk.Hash != lexicon.Hash(tk.Span.In(text)) {
			t.Fatalf("token %d is wrong: %+v", i, tk)
		}
		if s := doc.Sentences[tk.Sentence]; int32(i) < s.First || int32(i) >= s.Last {
			t.Fatalf("token %d is not in its sentence %d: %+v", i, tk.Sentence, s)
		}
		if gap := text[end:tk.Span.Start]; valid && strings.TrimFunc(gap, func(r rune) bool { return r <= ' ' || r == 0x7F || r >= 0x80 }) != "" {
			t.Fatalf("%q between tokens %d and %d is in none", gap, i-1, i)
		}
		end = tk.Span.End
	}
	last := int32(0)
	for i, q := range doc.Quotes {
		span("quotation", q.Outer)
		span("inside of a quotation", q.Inner)
		if !q.Outer.Contains(q.Inner) || q.Outer.Start < last || q.Depth == 0 || q.Last <= q.First || int(q.Last) > len(doc.Tokens) {
			t.Fatalf("quotation %d is wrong: %+v", i, q)
		}
		last = q.Outer.Start
	}
}

// render prints a document, a paragraph a line: its kind, then the sentences cut
// by " / ", with tokens between blanks; and a line for each quotation.
func render(doc *detente.Doc) string {
	kinds := [...]string{"body", "heading", "furniture", "turn"}
	var b strings.Builder
	if !doc.Dateline.Empty() {
		fmt.Fprintf(&b, "dateline %q place %q\n", doc.Dateline.In(doc.Text), doc.Place.In(doc.Text))
	}
	for _, p := range doc.Paragraphs {
		b.WriteString(kinds[p.Kind] + ":")
		for k := p.First; k < p.Last; k++ {
			if k > p.First {
				b.WriteString(" /")
			}
			for i := doc.Sentences[k].First; i < doc.Sentences[k].Last; i++ {
				b.WriteString(" " + doc.Tokens[i].Span.In(doc.Text))
			}
		}
		b.WriteByte('\n')
	}
	for _, q := range doc.Quotes {
		fmt.Fprintf(&b, "quote %d %q", q.Depth, q.Inner.In(doc.Text))
		if q.Continues {
			b.WriteString(" continues")
		}
		if q.Unclosed {
			b.WriteString(" unclosed")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		doc := segment.Split(c.Input)
		checkDoc(t, c.Input, doc)
		return render(doc)
	})
}

func seed(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(golden.Shared(t, "data/seed/article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSeedArticle(t *testing.T) {
	text := seed(t)
	doc := segment.Split(text)
	checkDoc(t, text, doc)
	var headings []string
	for _, p := range doc.Paragraphs {
		if p.Kind != detente.Body {
			headings = append(headings, p.Span.In(text))
		}
	}
	if len(headings) != 6 || !strings.HasSuffix(headings[3], "?") {
		t.Errorf("headings %q", headings)
	}
	if got := doc.Dateline.In(text); got != "WASHINGTON—" {
		t.Errorf("dateline %q", got)
	}
	for _, q := range doc.Quotes {
		if q.Unclosed || q.Depth != 1 {
			t.Errorf("quotation %+v %q", q, q.Outer.In(text))
		}
	}
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")

// shape is what must not change with the typography: kinds, states, borders.
func shape(doc *detente.Doc, tokens int) (out []string) {
	for i := range doc.Tokens[:tokens] {
		t := &doc.Tokens[i]
		out = append(out, fmt.Sprintf("%d %d %d %d %s", t.Kind, t.Quote, t.Depth, t.Sentence, straight.Replace(t.Span.In(doc.Text))))
	}
	return out
}

const sample = "PORT RIGAL, May 3 (Corvane) - Averland’s premier said Bexia “must pay” for the ‘quiet war’ on its ports.\n" +
	"“We told them: ‘Leave at once,’ and they didn’t,” Orsin Vale told the workers’ congress. “They’ll be back.\n" +
	"“But we won’t be here,” he added.\n" +
	"A Long Quarrel\n" +
	"The U.S. envoy, Mr. J. Harl, called it “a mistake.” He left for St. Orsin at 5pm with $3.5bn in aid."

func TestTypographyDoesNotMatter(t *testing.T) {
	want := segment.Split(sample)
	checkDoc(t, sample, want)
	all := shape(want, len(want.Tokens))
	for name, text := range map[string]string{
		"straight marks":      straight.Replace(sample),
		"CRLF":                strings.ReplaceAll(sample, "\n", "\r\n"),
		"blank lines":         strings.ReplaceAll(sample, "\n", "\n\n"),
		"non-breaking spaces": strings.ReplaceAll(sample, " ", "\u00A0"),
		"added paragraph":     sample + "\nThe talks begin again on Monday in the capital of Corland, the two sides said.",
	} {
		got := segment.Split(text)
		checkDoc(t, text, got)
		if len(got.Tokens) < len(want.Tokens) {
			t.Errorf("%s: %d tokens, want %d", name, len(got.Tokens), len(want.Tokens))
			continue
		}
		if diff := cmp.Diff(all, shape(got, len(want.Tokens))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A border that the classifier is asked about is where it says it is, and its
// answer is what Split does.
func TestVisitDecides(t *testing.T) {
	text := "we went to the port, it was closed... they said (go home) ok\nthanks Mara"
	var asked []int32
	doc := segment.Visit(text, func(start int32, features []uint64) bool {
		if len(features) == 0 {
			t.Errorf("no features at %d", start)
		}
		asked = append(asked, start)
		return true
	})
	checkDoc(t, text, doc)
	if len(asked) == 0 || len(doc.Sentences) != len(asked)+len(doc.Paragraphs) {
		t.Errorf("%d sentences in %d paragraphs after %d borders", len(doc.Sentences), len(doc.Paragraphs), len(asked))
	}
	if code := segment.Code(); code == 0 || code != segment.Code() {
		t.Error("the hash of the feature code changes from call to call")
	}
}

// One long line costs no more for each of its bytes than a short one.
func TestLongLineIsLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"no stop":  "i said the port and Vale went home ",
		"brackets": "(((“‘",
		"stops":    "... U.S. \"",
		"names":    "Mara Lind: ",
	} {
		cost := func(n int) time.Duration {
			text := strings.Repeat(unit, n/len(unit))
			best := time.Hour
			for range 3 {
				start := time.Now()
				segment.Split(text)
				best = min(best, time.Since(start))
			}
			return best
		}
		short, long := cost(1<<17), cost(1<<20)
		if long > 8*6*short {
			t.Errorf("%s: %v for 128 KiB, %v for 1 MiB", name, short, long)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, s := range []string{
		"", " \n\r\n", sample, "He said: “No.” (“Why?”)", "“““”””'''", "\xff\xfe“\x80", "U.S.-led 'n' rock’n’roll", "A: B\nC: D",
		"WASHINGTON—", "(A) -", "http://a.b/c?d=e, x@y.z. #tag @me $$$ 5pm 555-0100 …… . . .", "'tis 'a' ‘b’ workers' \u200B\uFEFF\u00A0",
		"i came.then (he left)(see x).? Photo: ‘‘A’’ don't ==--- 80's A+ Mr. \"X\" 1.[3] B",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkDoc(t, s, segment.Split(s)) })
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat(sample+"\n", 8)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		segment.Split(text)
	}
}

func ExampleSplit() {
	doc := segment.Split("RIGAL, May 3 - “We won’t pay,” the vice-premier of Averland said. He left.")
	fmt.Println("place:", doc.Place.In(doc.Text))
	for _, s := range doc.Sentences {
		for i := s.First; i < s.Last; i++ {
			fmt.Print(doc.Tokens[i].Span.In(doc.Text), "|")
		}
		fmt.Println()
	}
	// Output:
	// place: RIGAL
	// RIGAL|,|May|3|-|
	// “|We|wo|n’t|pay|,|”|the|vice|-|premier|of|Averland|said|.|
	// He|left|.|
}
