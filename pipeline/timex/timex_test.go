package timex_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

func TestExpressions(t *testing.T) {
	golden.Run(t, "testdata/expressions.txt", func(t *testing.T, c golden.Case) string {
		var b strings.Builder
		for _, line := range strings.Split(c.Input, "\n") {
			found := find(line)
			if len(found) == 0 {
				fmt.Fprintf(&b, "-\n")
			}
			for i, x := range found {
				if i > 0 {
					b.WriteString("; ")
				}
				fmt.Fprintf(&b, "%s = %s %s", x.Span.In(line), x.Type, timex.Value(x, published(c.Args["published"])))
				if x.Mod != "" {
					b.WriteString(" " + x.Mod)
				}
				switch x.Direction {
				case detente.Past:
					b.WriteString(" past")
				case detente.Future:
					b.WriteString(" future")
				}
			}
			if len(found) > 0 {
				b.WriteByte('\n')
			}
		}
		return b.String()
	})
}

// TestEval checks the intervals behind the values.
func TestEval(t *testing.T) {
	tests := []struct {
		name, text, published, want string
		precision                   detente.Precision
	}{
		{"weekday", "They met on Wednesday.", "2031-05-16", "2031-05-14/2031-05-14", detente.PrecisionDay},
		{"weekday of the publication", "They met on Friday.", "2031-05-16", "2031-05-16/2031-05-16", detente.PrecisionDay},
		{"weekend that has ended", "They met over the weekend.", "2031-05-16", "2031-05-10/2031-05-11", detente.PrecisionWeek},
		{"weekend that runs", "They met over the weekend.", "2031-05-17", "2031-05-17/2031-05-18", detente.PrecisionWeek},
		{"weekend to come", "They will meet over the weekend.", "2031-05-16", "2031-05-17/2031-05-18", detente.PrecisionWeek},
		{"month of last year", "They met in October.", "2031-05-16", "2030-10-01/2030-10-31", detente.PrecisionMonth},
		{"the running month", "They met in May.", "2031-05-16", "2031-05-01/2031-05-31", detente.PrecisionMonth},
		{"last fall, in spring", "They met last fall.", "2031-05-16", "2030-09-01/2030-11-30", detente.PrecisionSeason},
		{"winter over the year's end", "They met last winter.", "2031-05-16", "2030-12-01/2031-02-28", detente.PrecisionSeason},
		{"earlier this week ends now", "They met earlier this week.", "2031-05-16", "2031-05-12/2031-05-16", detente.PrecisionWeek},
		{"days ago", "They met days ago.", "2031-05-16", "2031-05-10/2031-05-14", detente.PrecisionWeek},
		{"the past two weeks", "In the past two weeks they met.", "2031-05-16", "2031-05-02/2031-05-16", detente.PrecisionWeek},
		{"near future", "They will meet in the near future.", "2031-05-16", "2031-05-16/2031-11-12", detente.PrecisionMonth},
		{"the future has no end", "They will meet in the future.", "2031-05-16", "2031-05-16/+inf", detente.PrecisionUnknown},
		{"clock time", "They met at 10:35 a.m. on Wednesday.", "2031-05-16", "2031-05-14T10:35:00/2031-05-14T10:35:59", detente.PrecisionMinute},
		{"a duration is no place", "They met for two weeks.", "2031-05-16", "-inf/+inf", detente.PrecisionUnknown},
		{"end of the year", "They met at the end of 2029.", "2031-05-16", "2029-07-02/2029-12-31", detente.PrecisionYear},
	}
	for _, tc := range tests {
		found := find(tc.text)
		if len(found) != 1 {
			t.Errorf("%s: %d expressions in %q, want 1", tc.name, len(found), tc.text)
			continue
		}
		iv, p := found[0].Expr.Eval(published(tc.published).Interval, found[0].Direction)
		if iv.String() != tc.want || p != tc.precision {
			t.Errorf("%s: Eval = %s %s, want %s %s", tc.name, iv, p, tc.want, tc.precision)
		}
	}
}

// TestShift moves the publication by whole weeks: expressions of days and weeks
// move with it, absolute ones stay.
func TestShift(t *testing.T) {
	text := "They met on Wednesday, yesterday, last week and over the weekend, two days ago and on 3 March 2029."
	for _, x := range find(text) {
		from := published("2031-05-16").Interval
		a, pa := x.Expr.Eval(from, x.Direction)
		for _, n := range []int{7, 14, -7, 364, 7 * 521} {
			b, pb := x.Expr.Eval(from.ShiftDays(n), x.Direction)
			want := a
			if x.Expr.Relative() {
				want = a.ShiftDays(n)
			}
			if b != want || pa != pb {
				t.Errorf("%q seen %d days later: %s, want %s", x.Span.In(text), n, b, want)
			}
		}
	}
}

// TestQuotesDoNotMatter reads the same text with curly and straight marks.
func TestQuotesDoNotMatter(t *testing.T) {
	curly := "“We met on Wednesday, in last year’s third quarter,” she said on Friday."
	straight := strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace(curly)
	a, b := find(curly), find(straight)
	if len(a) != len(b) || len(a) != 3 {
		t.Fatalf("%d and %d expressions, want 3", len(a), len(b))
	}
	p := published("2031-05-16")
	for i := range a {
		if timex.Value(a[i], p) != timex.Value(b[i], p) {
			t.Errorf("%s and %s", timex.Value(a[i], p), timex.Value(b[i], p))
		}
	}
}

// TestSeed reads the worked examples of the design.
func TestSeed(t *testing.T) {
	text := seed(t)
	want := map[string]string{
		"late Wednesday": "2026-01-07 END", "the near future": "FUTURE_REF", "Less Than 72 Hours": "PT72H LESS_THAN",
		"January 2025": "2025-01", "October": "2025-10", "last fall": "2025-FA", "the weekend": "2026-W01-WE", "September": "2025-09",
		"earlier this week": "2026-W02 START", "2022": "2022", "the coming weeks": "PXW",
	}
	for _, x := range find(text) {
		s := x.Span.In(text)
		if s == "the same time" {
			t.Errorf("%q is no time expression", s)
		}
		if w, ok := want[s]; ok {
			got := strings.TrimSpace(timex.Value(x, published("2026-01-08")) + " " + x.Mod)
			if got != w {
				t.Errorf("%q = %s, want %s", s, got, w)
			}
			delete(want, s)
		}
	}
	for s := range want {
		t.Errorf("%q was not found", s)
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

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "On Jan. 8, 2026", "two to three weeks ago at 5 p.m. EST", "the '80s, 493 BC and 26/2/87", "the quarter a year ago",
		"nineteen ninety-six", "the day before yesterday morning", "99999999999 years ago", "2026-13-45 00:99", "every every Monday of the end of",
		"\xff\xfe5 p.m.", "a minute and a half later, the next day, the next day, the next day, the next day, the next day, the next day, the next day, the next day, the next day, the next day",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		doc, tree := parsed.Doc(s)
		last := int32(0)
		for _, x := range timex.Find(doc, tree) {
			if x.Span.Start < last || x.Span.Empty() || int(x.Span.End) > len(s) || !utf8.ValidString(x.Span.In(s)) {
				t.Fatalf("span %v of %q", x.Span, s)
			}
			last = x.Span.End
			if x.Expr == nil || int(x.Sentence) >= len(doc.Sentences) {
				t.Fatalf("no expression or sentence for %q", x.Span.In(s))
			}
			for _, day := range []detente.Day{0, 20000, 22416} {
				for _, dir := range []detente.Direction{detente.Past, detente.Nowhere, detente.Future} {
					iv, _ := x.Expr.Eval(detente.Days(day, day), dir)
					if iv.Empty() {
						t.Fatalf("%q is empty: %v", x.Span.In(s), iv)
					}
					if x.Expr.Value(detente.Days(day, day), true, dir) == "" || x.Expr.Value(detente.Interval{}, false, dir) == "" {
						t.Fatalf("%q has no value", x.Span.In(s))
					}
				}
			}
		}
	})
}

func ExampleFind() {
	text := "The minister phoned her rival late Thursday, two days after the vote of 12 May 2031."
	doc, tree := parsed.Doc(text)
	for _, x := range timex.Find(doc, tree) {
		fmt.Printf("%s: %s %s %q\n", x.Span.In(text), x.Type, timex.Value(x, published("2031-05-16")), x.Mod)
	}
	// Output:
	// late Thursday: DATE 2031-05-15 "END"
	// two days: DURATION P2D ""
	// 12 May 2031: DATE 2031-05-12 ""
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("Averland recalled its envoy late Wednesday, two days after Bexia had called the blockade of March 2030 “an act of war” in a speech to parliament. The two sides will meet again next week in the capital, officials said. ", 20)
	doc, tree := parsed.Doc(text)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		timex.Find(doc, tree)
	}
}

// find splits, parses and reads a text.
func find(text string) []detente.Timex {
	doc, tree := parsed.Doc(text)
	return timex.Find(doc, tree)
}

// published is a publication date of one day; "" is none.
func published(day string) detente.Published {
	d, err := detente.ParseDay(day)
	if err != nil {
		return detente.Published{}
	}
	return detente.Published{Interval: detente.Days(d, d), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
}
