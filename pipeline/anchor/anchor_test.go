package anchor_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/segment"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

func TestPassages(t *testing.T) {
	golden.Run(t, "testdata/passages.txt", func(t *testing.T, c golden.Case) string {
		p := mark(t, c.Input)
		with, without := p.dates(c.Args["published"]), p.dates("")
		var b strings.Builder
		for i := range p.attrs {
			b.WriteString(p.show(i, with[i], without[i]) + "\n")
		}
		return b.String()
	})
}

// passages gives every marked passage of the golden file.
func passages(t *testing.T) []passage {
	t.Helper()
	data, err := os.ReadFile("testdata/passages.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := golden.Parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	var out []passage
	for _, c := range cases {
		out = append(out, mark(t, c.Input))
	}
	return out
}

// TestShift publishes every passage at another time: days and weeks move with
// it. Passages that name a month, a season or a year are seen to stay sound, not
// to move.
func TestShift(t *testing.T) {
	for _, p := range passages(t) {
		if calendar(&p) {
			continue
		}
		first := p.dates("2031-05-16")
		from, _ := detente.ParseDay("2031-05-16")
		for _, n := range []int{7, -7, 70, 7 * 53, 7 * 1000} {
			moved := p.dates((from + detente.Day(n)).String())
			for i := range first {
				want := first[i]
				want.Interval = want.Interval.ShiftDays(n)
				if want.Content != detente.Always {
					want.Content = want.Content.ShiftDays(n)
				}
				if diff := cmp.Diff(want, moved[i]); diff != "" {
					t.Errorf("%q published %d days later (-want +got):\n%s", p.text, n, diff)
				}
			}
		}
	}
}

// calendar reports whether a passage names a part of the calendar that weeks do
// not divide.
func calendar(p *passage) bool {
	for _, x := range p.times {
		v := x.Expr.Value(detente.Interval{}, false, x.Direction)
		if !strings.HasPrefix(v, "XXXX-WXX") && !strings.HasPrefix(v, "XXXX-XX-XX") && !strings.HasPrefix(v, "P") && !strings.HasSuffix(v, "_REF") {
			return true
		}
	}
	return false
}

// TestSound checks what holds of every answer: no empty interval, nothing said
// after the publication, offsets of one article from one origin.
func TestSound(t *testing.T) {
	for _, p := range passages(t) {
		for _, day := range []string{"2031-05-16", "2027-01-01", "2028-02-29", ""} {
			check(t, p.text, p.attrs, p.dates(day), published(day))
		}
	}
}

func check(t *testing.T, text string, attrs []detente.Attribution, whens []detente.When, p detente.Published) {
	t.Helper()
	if len(whens) != len(attrs) {
		t.Fatalf("%d answers for %d rows", len(whens), len(attrs))
	}
	ref, hasRef := int32(0), false
	for i, w := range whens {
		if w.Interval.Empty() || w.Content.Empty() {
			t.Errorf("%q, row %d: empty interval %v, content %v", text, i+1, w.Interval, w.Content)
		}
		done := attrs[i].Tense != detente.TenseFuture && !attrs[i].Flags.Has(detente.FutureAct)
		if attrs[i].Kind == detente.Act && (attrs[i].Tense == detente.TenseNone || attrs[i].Tense == detente.TensePresent) && w.Interval.Hi <= p.Interval.Hi.AddDays(93) {
			done = false // "they meet tomorrow"
		}
		if p.Known() && done && w.Method != detente.MethodNone && w.Interval.Hi > p.Interval.Hi && w.Interval.Hi.Bounded() {
			t.Errorf("%q, row %d: %v lies after the publication", text, i+1, w.Interval)
		}
		if p.Known() && w.HasOffset {
			t.Errorf("%q, row %d: offsets beside a publication date", text, i+1)
		}
		if w.Method == detente.MethodNone && w.Interval != detente.Always {
			t.Errorf("%q, row %d: an interval without a method", text, i+1)
		}
		if !w.HasOffset {
			continue
		}
		if w.OffsetLo > w.OffsetHi {
			t.Errorf("%q, row %d: offsets %d to %d", text, i+1, w.OffsetLo, w.OffsetHi)
		}
		if hasRef && w.Ref != ref {
			t.Errorf("%q, row %d: counts from %d, others from %d", text, i+1, w.Ref, ref)
		}
		ref, hasRef = w.Ref, true
	}
}

// TestFill dates every passage without a publication date and fills it when one
// turns up: the filled interval holds the one that a new run gives.
func TestFill(t *testing.T) {
	for _, p := range passages(t) {
		for _, day := range []string{"2031-05-16", "2031-05-15"} {
			with := p.dates(day)
			filled := anchor.Fill(p.dates(""), p.times, published(day))
			for i := range with {
				if with[i].Conflict || filled[i].Conflict {
					continue
				}
				if got, want := filled[i].Interval, with[i].Interval; filled[i].HasOffset && got.Intersect(want).Empty() {
					t.Errorf("%q published %s, row %d: filled %v, a new run gives %v", p.text, day, i+1, got, want)
				}
			}
		}
	}
}

// TestParagraphAdded puts a paragraph without a time behind every passage: no
// date changes.
func TestParagraphAdded(t *testing.T) {
	data, err := os.ReadFile("testdata/passages.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := golden.Parse(string(data))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		p, q := mark(t, c.Input), mark(t, c.Input+"\n\nThe sea is calm.")
		for _, day := range []string{"2031-05-16", ""} {
			if diff := cmp.Diff(p.dates(day), q.dates(day)); diff != "" {
				t.Errorf("%s: a paragraph more (-without +with):\n%s", c.Name, diff)
			}
		}
	}
}

// TestNothingInvented: without a date and without absolute words no interval has
// an end.
func TestNothingInvented(t *testing.T) {
	p := mark(t, "<1 Orlan> {1 said} on Tuesday that [1 the talks had failed]. Last year <2 Varga> {2:act closed} the border.")
	for i, w := range p.dates("") {
		if w.Interval != detente.Always {
			t.Errorf("row %d: %v", i+1, w.Interval)
		}
	}
}

func TestWithoutRoles(t *testing.T) {
	p := mark(t, "<1 Orlan> {1 said} on Thursday that [1 the talks had failed].\n\n[2 “I am tired,”] <2 Orlan> {2:direct told} reporters.")
	got := anchor.Date(p.doc, p.tree, p.attrs, nil, nil, p.times, &detente.Article{Text: p.text, Published: published("2031-05-16")})
	if s := days(got[1].Interval); s != "2031-05-15" || got[1].Method != detente.MethodCorefEvent {
		t.Errorf("the second row is dated %s by %s, want 2031-05-15 by coref_event", s, got[1].Method)
	}
	if anchor.Date(p.doc, p.tree, nil, nil, nil, p.times, &detente.Article{}) != nil {
		t.Error("an article without rows has dates")
	}
}

func TestDateline(t *testing.T) {
	year := func(lo, hi string) detente.Published {
		a, _ := detente.ParseDay(lo)
		b, _ := detente.ParseDay(hi)
		return detente.Published{Interval: detente.Days(a, b), Precision: detente.PrecisionYear, Source: detente.PublishedMetadata}
	}
	tests := []struct {
		name, text string
		given      detente.Published
		want       string // "" is false
	}{
		{"year given", "PORT ELDAN, Jan 8 (Agency) - The talks failed.", year("2026-01-01", "2026-12-31"), "2026-01-08"},
		{"year in the dateline", "PORT ELDAN, Jan 8, 2026 (Agency) - The talks failed.", detente.Published{}, "2026-01-08"},
		{"year of a full date near by", "PORT ELDAN, Jan 8 (Agency) - The talks of Jan. 7, 2026, failed.", detente.Published{}, "2026-01-08"},
		{"over the year's end", "PORT ELDAN, Jan 2 (Agency) - The talks of Dec. 30, 2025, failed.", detente.Published{}, "2026-01-02"},
		{"no year", "PORT ELDAN, Jan 8 (Agency) - The talks failed.", detente.Published{}, ""},
		{"the year of something else", "PORT ELDAN, Jan 8 (Agency) - The treaty of June 3, 1998, failed.", detente.Published{}, ""},
		{"outside the given time", "PORT ELDAN, Jan 8 (Agency) - The talks failed.", year("2026-03-01", "2026-05-31"), ""},
		{"the day is known", "PORT ELDAN, Jan 8 (Agency) - The talks failed.", published("2026-01-09"), ""},
		{"no dateline", "The talks of Jan. 7, 2026, failed.", detente.Published{}, ""},
	}
	for _, tc := range tests {
		got, ok := anchor.Dateline(segment.Split(tc.text), tc.given)
		if ok != (tc.want != "") {
			t.Errorf("%s: Dateline reports %v", tc.name, ok)
			continue
		}
		if !ok {
			if got != tc.given {
				t.Errorf("%s: the given date was changed to %v", tc.name, got)
			}
			continue
		}
		if got.Day().String() != tc.want || got.Source != detente.PublishedDateline || got.Interval.Width() != 1 {
			t.Errorf("%s: %v by %s, want %s", tc.name, got.Interval, got.Source, tc.want)
		}
	}
}

func TestEvents(t *testing.T) {
	text := "Averland said Tuesday it had recalled its envoy and would close the port. The blockade continues."
	doc, tree := parsed.Doc(text)
	words := []string{"said", "recalled", "close", "blockade", "continues"}
	want := []string{"2031-05-13 explicit", "*/2031-05-15 tense", "2031-05-17/* tense", "*/* tense", "2031-05-16 tense"}
	var spans []detente.Span
	for _, w := range words {
		k := int32(strings.Index(text, w))
		spans = append(spans, detente.Span{Start: k, End: k + int32(len(w))})
	}
	var got []string
	for _, w := range anchor.Events(doc, tree, spans, timex.Find(doc, tree), published("2031-05-16")) {
		got = append(got, days(w.Interval)+" "+w.Method.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Events (-want +got):\n%s", diff)
	}
}

// TestSeed dates the worked examples of the design, with and without a
// publication date.
func TestSeed(t *testing.T) {
	text := seed(t)
	doc, tree := parsed.Doc(text)
	attrs := attribution.Find(doc, tree, detente.VoiceReported)
	times := timex.Find(doc, tree)
	with := anchor.Date(doc, tree, attrs, nil, nil, times, &detente.Article{Text: text, Published: published("2026-01-08")})
	without := anchor.Date(doc, tree, attrs, nil, nil, times, &detente.Article{Text: text})
	check(t, "seed", attrs, with, published("2026-01-08"))
	check(t, "seed", attrs, without, detente.Published{})
	tests := []struct {
		cue, content string
		want         string
		method       detente.Method
		lo, hi       int32
	}{
		{"announced", "has invited", "2026-01-07", detente.MethodExplicit, 0, 0},
		{"wrote", "great honor", "2026-01-07", detente.MethodCorefEvent, 0, 0},
		{"suggested", "sounds good", "2026-01-01/2026-01-05", detente.MethodEventLink, -6, -2},
		{"described", "a sick man", "2026-01-03/2026-01-04", detente.MethodExplicit, -4, -3},
		{"accused", "of profiting", "2026-01-03/2026-01-04", detente.MethodClause, -4, -3},
	}
	for _, tc := range tests {
		found := false
		for i := range attrs {
			if !strings.HasSuffix(attrs[i].Cue.In(text), tc.cue) || !strings.Contains(attrs[i].Content[0].In(text), tc.content) {
				continue
			}
			found = true
			if got := days(with[i].Interval); got != tc.want || with[i].Method != tc.method {
				t.Errorf("%s %q: %s by %s, want %s by %s", tc.cue, tc.content, got, with[i].Method, tc.want, tc.method)
			}
			if w := without[i]; !w.HasOffset || w.OffsetLo != tc.lo || w.OffsetHi != tc.hi || w.Interval != detente.Always {
				t.Errorf("%s %q without a date: %v [%d, %d], want [%d, %d]", tc.cue, tc.content, w.Interval, w.OffsetLo, w.OffsetHi, tc.lo, tc.hi)
			}
		}
		if !found {
			t.Errorf("no row %s %q", tc.cue, tc.content)
		}
	}
}

// seed is the article of the acceptance test.
func seed(tb testing.TB) string {
	tb.Helper()
	b, err := os.ReadFile(golden.Shared(tb, "data/seed/article.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{
		"", "Orlan said on Monday that he would go, two days after Varga had called him a liar.",
		"“We met on Monday,” he said. “Tomorrow we strike.”", "After the call after the call after the call he said on Friday before Monday.",
		"PORT ELDAN, Feb 30 (Agency) - In 99999 he fled, since last fall, until next week, when she accused him.",
		"Varga announced late Wednesday that she has invited Orlan. The invitation comes days after the insult. Over the weekend she called it a lie.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		doc, tree := parsed.Doc(s)
		attrs := attribution.Find(doc, tree, detente.VoiceReported)
		times := timex.Find(doc, tree)
		for _, day := range []string{"2031-05-16", ""} {
			p := published(day)
			whens := anchor.Date(doc, tree, attrs, nil, nil, times, &detente.Article{Text: s, Published: p})
			check(t, s, attrs, whens, p)
			anchor.Fill(whens, times, published("2031-05-16"))
		}
		anchor.Dateline(doc, detente.Published{})
		if iv := anchor.Between(doc, tree, times); iv.Empty() {
			t.Fatalf("published between %s", iv)
		}
		var spans []detente.Span
		for i := range doc.Tokens {
			if i%3 == 0 {
				spans = append(spans, doc.Tokens[i].Span)
			}
		}
		if got := anchor.Events(doc, tree, spans, times, published("2031-05-16")); len(got) != len(spans) {
			t.Fatalf("%d answers for %d events", len(got), len(spans))
		}
	})
}

func ExampleDate() {
	text := "Orlan told parliament on Monday that he would resign. Varga said she was glad."
	doc, tree := parsed.Doc(text)
	attrs := attribution.Find(doc, tree, detente.VoiceReported)
	day, _ := detente.ParseDay("2031-05-16")
	a := detente.Article{Text: text, Published: detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}}
	for i, w := range anchor.Date(doc, tree, attrs, nil, nil, timex.Find(doc, tree), &a) {
		fmt.Println(attrs[i].Cue.In(text), w.Interval, w.Method)
	}
	// Output:
	// told 2031-05-12/2031-05-12 explicit
	// said 2031-05-15/2031-05-16 published
}

// What an author says in his own voice is said when it is published, to the minute
// where that is known; what a report tells without a time keeps its fall-back.
func TestOwnWords(t *testing.T) {
	text := "Bexia took our fish on Monday. I have had enough of it. Varga said that she was glad."
	doc, tree := parsed.Doc(text)
	day, _ := detente.ParseDay("2031-05-16")
	noon := day.Start() + 12*60*60
	minute := detente.Published{Interval: detente.Interval{Lo: noon, Hi: noon + 59}, Precision: detente.PrecisionMinute, Source: detente.PublishedMetadata}
	for _, tc := range []struct {
		name      string
		voice     detente.Voice
		published detente.Published
		want      detente.When // of the sentences without a cue
	}{
		{"to the minute", detente.VoiceAuthor, minute, detente.When{Interval: minute.Interval, Method: detente.MethodExplicit, Precision: detente.PrecisionMinute}},
		{"an outlet's", detente.VoiceOutlet, minute, detente.When{Interval: minute.Interval, Method: detente.MethodExplicit, Precision: detente.PrecisionMinute}},
		{"to the day", detente.VoiceAuthor, published("2031-05-16"), detente.When{Interval: detente.Days(day, day), Method: detente.MethodExplicit, Precision: detente.PrecisionDay}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			attrs := attribution.Find(doc, tree, tc.voice)
			own := 0
			for i, w := range anchor.Date(doc, tree, attrs, nil, nil, timex.Find(doc, tree), &detente.Article{Text: text, Voice: tc.voice, Published: tc.published}) {
				if attrs[i].Kind != detente.Direct {
					if w.Method == detente.MethodExplicit {
						t.Errorf("%q is dated by the page", attrs[i].Cue.In(text))
					}
					continue
				}
				own++
				if w.Interval != tc.want.Interval || w.Method != tc.want.Method || w.Precision != tc.want.Precision {
					t.Errorf("%q: %v, %v, %v; want %v", attrs[i].Content[0].In(text), w.Interval, w.Method, w.Precision, tc.want.Interval)
				}
			}
			if own != 2 {
				t.Errorf("%d sentences of his own, want 2", own)
			}
		})
	}
}

func BenchmarkDate(b *testing.B) {
	news := strings.Repeat("Averland announced late Wednesday that it had recalled its envoy, two days after Bexia had called the blockade of March 2030 “an act of war” in a speech to parliament. The two sides will meet again next week in the capital, officials said. ", 20)
	endless := strings.Repeat("Averland said after the call on Monday that Bexia struck the port before the visit and ", 1000)
	for _, bm := range []struct {
		name, text, published string
	}{{"dated", news, "2031-05-16"}, {"undated", news, ""}, {"one sentence", endless, "2031-05-16"}} {
		doc, tree := parsed.Doc(bm.text)
		attrs := attribution.Find(doc, tree, detente.VoiceReported)
		times := timex.Find(doc, tree)
		a := detente.Article{Text: bm.text, Published: published(bm.published)}
		b.Run(bm.name, func(b *testing.B) {
			b.SetBytes(int64(len(bm.text)))
			b.ReportAllocs()
			for b.Loop() {
				anchor.Date(doc, tree, attrs, nil, nil, times, &a)
			}
		})
	}
}
