package reports_test

import (
	"bytes"
	"fmt"
	"html"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"detente"
	"detente/datasets/table"
	"detente/internal/golden"
	"detente/reports"
)

var bands = []reports.Band{{"attack", -1}, {"force", -.8}, {"threat, demand, refusal", -.5}, {"accusation", -.35}, {"plain", -.1}, {"contact", .1}, {"agreement, support", .275}, {"concession, help", .6}}

// hostile is what titles and texts may try.
const hostile = `<script>alert(1)</script>"><img src=x onerror='go()'> & {{.}} 🕊️ مرحبا “so”`

// made describes a made-up run.
type made struct {
	pairs, events int // events of each pair: half before, half after
	text          string
	url           string
	noText        bool
	format        table.Format
}

func day(y, m, d int) detente.Interval {
	x := detente.NewDay(y, m, d)
	return detente.Days(x, x)
}

// run writes the tables of a made-up run and gives its folder.
func (m made) run(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	w, err := table.Create(dir, m.format, table.Options{NoText: m.noText})
	must(t, err)
	defer w.Abort()
	for p := range m.pairs {
		m.document(t, w, p)
	}
	for p := range m.pairs {
		for e := range m.events {
			must(t, w.Statement(m.statement(p, e, false)))
		}
		if m.events > 0 {
			must(t, w.Statement(m.statement(p, 0, true)))
		}
	}
	for p := range m.pairs {
		for _, side := range []string{"a", "b"} {
			must(t, w.Entity(detente.EntityRow{Entity: detente.Entity{ID: fmt.Sprintf("%s%d", side, p), Name: m.name(side, p), Type: detente.Country}, Statements: int32(m.events)}))
		}
	}
	for p := range m.pairs {
		if m.events > 0 {
			must(t, w.Series(m.period(p)))
			must(t, w.Shift(m.shift(p)))
		}
	}
	must(t, w.Close())
	must(t, os.WriteFile(filepath.Join(dir, "manifest.json"), []byte(`{"tool":"detente","version":"0.0.1","schema":1,"settings":{"scorers":["tone"],"scale":"detente"},"scale_sha256":"51aa","knowledge_base_sha256":"2c15","inputs":[{"path":"made.jsonl","bytes":12,"sha256":"fcac"}]}`), 0o644))
	must(t, os.WriteFile(filepath.Join(dir, "errors.jsonl"), []byte("{\"input\":\"bad.txt\",\"stage\":\"decode\",\"error\":\"no text\"}\n"), 0o644))
	return dir
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (m made) name(side string, p int) string {
	names := map[string]string{"a": "Averland", "b": "Bexia"}
	if p == 0 {
		return names[side] + m.text
	}
	return fmt.Sprintf("%s %d", names[side], p)
}

func (m made) words(p int) string {
	return "The minister spoke in Corvin. Averland accused Bexia of theft on Monday" + m.text + ". Then it rained."
}

func (m made) document(t testing.TB, w *table.Writer, p int) {
	t.Helper()
	text := m.words(p)
	a := detente.Article{Title: "Harbour talks" + m.text, Outlet: "Corvin Courier", URL: m.url, Published: detente.Published{Interval: day(2031, 3, 5), Precision: detente.PrecisionDay, Source: detente.PublishedMetadata}}
	must(t, w.Document(detente.DocumentRow{DocID: fmt.Sprintf("doc%d", p), Article: a, Bytes: int64(len(text)), CopyGroup: fmt.Sprintf("doc%d", p)}))
	must(t, w.Text(detente.TextRow{DocID: fmt.Sprintf("doc%d", p), Text: text}))
}

func id(p, e int) string { return fmt.Sprintf("%08x%08x", p+1, e+1) }

func (m made) statement(p, e int, again bool) detente.StatementRow {
	text := m.words(p)
	span := func(s string) detente.Span {
		i := strings.Index(text, s)
		return detente.Span{Start: int32(i), End: int32(i + len(s))}
	}
	value, class := -.25, detente.Accuse
	if e >= m.events/2 {
		value, class = .3, detente.Agree
	}
	row := detente.StatementRow{
		StatementID: id(p, e), EventID: id(p, e), DocID: fmt.Sprintf("doc%d", p), Kind: detente.Kind(e%4 + 1), Channel: detente.Words,
		Context: "Averland accused Bexia of theft on Monday" + m.text + ".",
		Content: "Bexia of theft", ContentSpans: []detente.Span{span("Bexia of theft")}, Cue: "accused", CueSpan: span("accused"), Source: "Averland", SourceSpan: span("Averland"),
		Speaker: m.name("a", p), SpeakerID: fmt.Sprintf("a%d", p), SpeakerActor: m.name("a", p), SpeakerActorID: fmt.Sprintf("a%d", p), SpeakerConfidence: .9,
		Target: m.name("b", p), TargetID: fmt.Sprintf("b%d", p), TargetActor: m.name("b", p), TargetActorID: fmt.Sprintf("b%d", p), TargetConfidence: .9,
		When:    detente.When{Interval: day(2031, 1, 5+e*2), Precision: detente.PrecisionDay, Method: detente.MethodExplicit, Anchor: span("on Monday"), Content: detente.Always},
		Scores:  []detente.Score{{Value: value, StdErr: .1, Class: class, Confidence: .8}},
		CueTone: math.NaN(),
	}
	switch e % 5 {
	case 3:
		row.When.Method = detente.MethodPublished
	case 4:
		row.When.Interval.Lo, row.When.Method = detente.MinTime, detente.MethodTense
	}
	if again {
		row.StatementID, row.IsRetelling = id(p, 1<<20), true
	}
	return row
}

func (m made) dyad(p int) detente.Dyad {
	return detente.Dyad{Level: detente.LevelActor, Speaker: fmt.Sprintf("a%d", p), Target: fmt.Sprintf("b%d", p), Scorer: "tone"}
}

func (m made) period(p int) detente.PeriodRow {
	return detente.PeriodRow{Dyad: m.dyad(p), Period: "day", Time: day(2031, 1, 5), Statements: 1, Events: 1, Outlets: 1, Documents: 1, ByMethod: make([]int32, len(detente.MethodNames)), Mean: -.25, Low: -.4, High: -.1, ShareConflict: 1}
}

func (m made) shift(p int) detente.Shift {
	half := m.events / 2
	s := detente.Shift{
		ID: fmt.Sprintf("%016x", p+1), Dyad: m.dyad(p), Direction: detente.Warmer, FromBand: "accusation", ToBand: "agreement, support",
		Turn:   detente.Interval{Lo: day(2031, 1, 5+2*half-2).Lo, Hi: day(2031, 1, 5+2*half).Hi},
		Before: detente.Mean{Value: -.25, Low: -.35, High: -.15, N: int32(half)}, After: detente.Mean{Value: .3, Low: .2, High: .4, N: int32(m.events - half)},
		Delta: .55, DeltaLow: .4, DeltaHigh: .7, Events: int32(m.events), Outlets: 1, Documents: 1, Statements: int32(m.events) + 1,
		P: .018, PLeast: .0079, Q: .02 + float64(p)/1000, Posterior: math.NaN(), Shape: detente.Step, Verdict: detente.Indication, Reason: "p .018, but one outlet",
		Sensitivity: []detente.Sensitivity{{Name: "leave_one_outlet", P: math.NaN()}, {Name: "rank", Testable: true, P: .03}},
		LastBefore:  id(p, half-1), FirstAfter: id(p, half),
	}
	for e := range m.events {
		if e < half {
			s.EvidenceBefore = append(s.EvidenceBefore, id(p, e))
		} else {
			s.EvidenceAfter = append(s.EvidenceAfter, id(p, e))
		}
	}
	s.EvidenceAgainst = []string{id(p, half)}
	return s
}

func render(t testing.TB, m made, opt reports.Options) string {
	t.Helper()
	opt.Bands = bands
	var b bytes.Buffer
	must(t, reports.Render(&b, m.run(t), opt))
	return b.String()
}

var (
	style  = regexp.MustCompile(`(?s)<style>.*?</style>`)
	blocks = regexp.MustCompile(`</(p|h\d|li|tr|dt|dd|summary|blockquote|article|title|text)>`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
	blanks = regexp.MustCompile(`[ \t]*\n\s*`)
)

// words is the page without its tags.
func words(page string) string {
	page = blocks.ReplaceAllString(style.ReplaceAllString(page, ""), "\n")
	return strings.TrimSpace(html.UnescapeString(blanks.ReplaceAllString(tags.ReplaceAllString(page, " "), "\n")))
}

func TestPageInWords(t *testing.T) {
	golden.Run(t, "testdata/page.txt", func(t *testing.T, c golden.Case) string {
		m := made{pairs: 1, events: 8, url: "https://courier.example/1"}
		switch c.Args["run"] {
		case "empty":
			m.events = 0
		case "notext":
			m.noText = true
		}
		return words(render(t, m, reports.Options{}))
	})
}

func TestHostileWordsStayWords(t *testing.T) {
	page := render(t, made{pairs: 1, events: 8, text: hostile, url: "javascript:alert(1)"}, reports.Options{})
	for _, bad := range []string{"<script", "<img", "onerror='", "javascript:", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q as markup", bad)
		}
	}
	for _, good := range []string{"&lt;script&gt;", "🕊️", "مرحبا", `dir="auto"`} {
		if !strings.Contains(page, good) {
			t.Errorf("the page lacks %q", good)
		}
	}
}

// articleLink is the only place where an address may stand.
var articleLink = regexp.MustCompile(`<a class="out" href="https?://[^"]*"`)

func TestNothingIsFetched(t *testing.T) {
	page := render(t, made{pairs: 2, events: 9, url: "https://courier.example/1"}, reports.Options{})
	if !articleLink.MatchString(page) {
		t.Error("the article has no link")
	}
	rest := articleLink.ReplaceAllString(page, "")
	for _, bad := range []string{"http://", "https://", "//cdn", "src=", "@import", "<script", "<link", "<iframe", "url(data", "@font-face"} {
		if strings.Contains(rest, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, u := range regexp.MustCompile(`url\([^)]*\)`).FindAllString(rest, -1) {
		if !strings.HasPrefix(u, "url(#") {
			t.Errorf("the page fetches %s", u)
		}
	}
}

func TestLinksHaveAnchors(t *testing.T) {
	for _, m := range []made{{pairs: 3, events: 9}, {pairs: 1}, {pairs: 1, events: 8, noText: true}} {
		page := render(t, m, reports.Options{})
		ids := map[string]int{}
		for _, x := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			ids[x[1]]++
			if ids[x[1]] == 2 {
				t.Errorf("id %q stands twice", x[1])
			}
		}
		marks := 0
		for _, x := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if ids[x[1]] == 0 {
				t.Errorf("link to %q, which is not there", x[1])
			}
			if strings.HasPrefix(x[1], "s-") {
				marks++
			}
		}
		if m.events > 0 && marks < m.pairs*m.events {
			t.Errorf("%d links to evidence for %d events", marks, m.pairs*m.events)
		}
	}
}

func TestSameBytes(t *testing.T) {
	m := made{pairs: 3, events: 9, text: hostile}
	first := render(t, m, reports.Options{})
	if second := render(t, m, reports.Options{}); first != second {
		t.Error("two pages of the same run differ")
	}
	m.format = table.Parquet
	if other := render(t, m, reports.Options{}); first != other {
		t.Error("the page depends on the format of the tables")
	}
}

func TestLargeRunsSayWhatIsShown(t *testing.T) {
	page := words(render(t, made{pairs: 5, events: 8}, reports.Options{MaxTurns: 2, MaxMarks: 5, MaxRows: 3}))
	for _, want := range []string{"2 of 5 candidate turns shown (5 have at least a sign of a turn)", "5 of 8 events drawn", "3 of 5 pairs shown"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "Averland 4 → Bexia 4") {
		t.Error("the page shows a pair beyond the limit")
	}
}

func TestWriteIsWholeOrAbsent(t *testing.T) {
	dir := made{pairs: 1, events: 8}.run(t)
	must(t, reports.Write(dir, reports.Options{}))
	if _, err := os.Stat(filepath.Join(dir, reports.File)); err != nil {
		t.Error(err)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.tmp"))
	must(t, os.Remove(filepath.Join(dir, "manifest.json")))
	must(t, os.Remove(filepath.Join(dir, reports.File)))
	err := reports.Write(dir, reports.Options{})
	if err == nil || !strings.Contains(err.Error(), "no finished output folder") {
		t.Errorf("error %v, want one that says that the run is not finished", err)
	}
	more, _ := filepath.Glob(filepath.Join(dir, "report.html*"))
	if left = append(left, more...); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

func BenchmarkRender(b *testing.B) {
	dir := made{pairs: 10, events: 12}.run(b)
	b.ReportAllocs()
	for b.Loop() {
		var w bytes.Buffer
		if err := reports.Render(&w, dir, reports.Options{Bands: bands}); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(w.Len()))
	}
}

func ExampleWrite() {
	err := reports.Write("no-such-run", reports.Options{})
	fmt.Println(err != nil)
	// Output: true
}
