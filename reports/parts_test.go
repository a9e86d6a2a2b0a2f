package reports

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/figures"
)

func days2(y1, m1, d1, y2, m2, d2 int) detente.Interval {
	return detente.Days(detente.NewDay(y1, m1, d1), detente.NewDay(y2, m2, d2))
}

func TestIntervalWords(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   detente.Interval
		want string
	}{
		{"a day", days2(2031, 1, 7, 2031, 1, 7), "7 Jan 2031"},
		{"days of a month", days2(2031, 1, 3, 2031, 1, 4), "3–4 Jan 2031"},
		{"a month", days2(2031, 2, 1, 2031, 2, 28), "Feb 2031"},
		{"a season", days2(2031, 9, 1, 2031, 11, 30), "Sep–Nov 2031"},
		{"a year", days2(2031, 1, 1, 2031, 12, 31), "2031"},
		{"over the new year", days2(2030, 12, 28, 2031, 1, 3), "28 Dec 2030 – 3 Jan 2031"},
		{"open start", detente.Interval{Lo: detente.MinTime, Hi: detente.NewDay(2031, 1, 8).End()}, "until 8 Jan 2031"},
		{"nothing", detente.Always, "unknown"},
	} {
		if got := intervalWords(tc.in); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	got := []string{signed(.255), signed(-.25), signed(-.001), signed(math.NaN()), chance(.018), chance(.0046), chance(.5), chance(1), chance(1e-9), chance(math.NaN()), figures.Thousands(1234567), offset(-4)}
	want := []string{"+0.26", "−0.25", "0.00", "–", ".018", ".0046", ".50", "1", "< .0001", "–", "1,234,567", "−4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestAxisKeepsOrderAndCutsSilence(t *testing.T) {
	for _, tc := range []struct {
		name string
		at   []float64
		cuts int
	}{
		{"no event", nil, 0},
		{"one event", []float64{21000.5}, 0},
		{"a week", []float64{1.5, 2.5, 3.5, 4.5, 7.5}, 0},
		{"months of silence", []float64{1.5, 2.5, 120.5, 121.5, 122.5}, 1},
		{"two silences", []float64{0.5, 60.5, 62.5, 200.5, 203.5}, 2},
	} {
		a := newAxis(tc.at)
		if len(a.cuts) != tc.cuts {
			t.Errorf("%s: %d cuts, want %d", tc.name, len(a.cuts), tc.cuts)
		}
		last := -1.
		for d := a.from; d <= a.to; d += (a.to - a.from) / 500 {
			x := a.at(d)
			if x < last || x < 0 || x > 100.001 {
				t.Fatalf("%s: day %g lies at %g %% after %g %%", tc.name, d, x, last)
			}
			last = x
		}
		if ticks := a.ticks(true); len(tc.at) > 0 && len(ticks) == 0 {
			t.Errorf("%s: no label", tc.name)
		}
	}
}

func TestMarksKeepApart(t *testing.T) {
	marks := make([]mark, 5)
	for i := range marks {
		marks[i].x, marks[i].y = 100, 50
	}
	spread(marks, 40)
	for i := range marks {
		for j := range marks[:i] {
			if math.Abs(marks[i].dx-marks[j].dx) < 11.5 {
				t.Errorf("marks %d and %d touch: %g, %g", i, j, marks[i].dx, marks[j].dx)
			}
		}
	}
}

func TestExcerptMarksItsSpans(t *testing.T) {
	text := "It rained. On Monday Averland accused Bexia of theft. Nobody came."
	at := func(s string) detente.Span {
		i := strings.Index(text, s)
		return detente.Span{Start: int32(i), End: int32(i + len(s))}
	}
	row := detente.StatementRow{Context: "On Monday Averland accused Bexia of theft.", ContentSpans: []detente.Span{at("Bexia of theft")}, CueSpan: at("accused"), SourceSpan: at("Averland"), When: detente.When{Anchor: at("Monday")}}
	want := []part{{"On ", ""}, {"Monday", "date"}, {" ", ""}, {"Averland", "source"}, {" ", ""}, {"accused", "cue"}, {" ", ""}, {"Bexia of theft", "content"}, {".", ""}}
	if diff := cmp.Diff(want, excerpt(text, &row)); diff != "" {
		t.Errorf("excerpt (-want +got):\n%s", diff)
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("It rained. “No,” Averland said. End", "“No,” Averland said.", int32(11), int32(17), int32(20), int32(28))
	f.Add("é\n\n🕊", "", int32(0), int32(2), int32(4), int32(8))
	f.Add("", "x", int32(-5), int32(3), int32(0), int32(0))
	f.Fuzz(func(t *testing.T, text, context string, a, b, c, d int32) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		border := func(i int32) int32 { return runeBorder(text, min(max(i, 0), int32(len(text)))) }
		row := detente.StatementRow{Context: context, ContentSpans: []detente.Span{{Start: border(a), End: border(b)}}, CueSpan: detente.Span{Start: border(c), End: border(d)}, When: detente.When{Anchor: detente.Span{Start: a, End: b}}}
		var whole strings.Builder
		for _, p := range excerpt(text, &row) {
			whole.WriteString(p.Text)
		}
		got := strings.TrimSuffix(whole.String(), " …")
		if !strings.Contains(text, got) {
			t.Errorf("the excerpt %q is not in the text", got)
		}
	})
}
