package table

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"detente"
)

var testOptions = Options{Scorers: []string{"tone", "stance"}, MetaKeys: []string{"section", "Page No."}}

// sample is a small run: each kind of row with everything set, and with nothing.
type sample struct {
	documents  []detente.DocumentRow
	texts      []detente.TextRow
	statements []detente.StatementRow
	entities   []detente.EntityRow
	series     []detente.PeriodRow
	shifts     []detente.Shift
}

func newSample() sample {
	day := detente.NewDay(2031, 5, 16)
	nan := math.NaN()
	nan32 := float32(nan)
	return sample{
		documents: []detente.DocumentRow{
			{DocID: "a", Dateline: "CAPITAL, May 16 (Wire) -", TextSHA256: "00ff", Bytes: 12, CopyGroup: "a", Statements: 2,
				Article: detente.Article{Title: "A title", Outlet: "The Averland Post", Author: "N. Body", URL: "https://example.org/a", Language: "en", Voice: detente.VoiceReported,
					Input: "in.jsonl", InnerPath: "x/y", Record: 7,
					Published: detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedMetadata},
					Meta:      []detente.Meta{{Key: "section", Value: "World"}, {Key: "Page No.", Value: "3"}}}},
			{DocID: "b", IsCopy: true, Article: detente.Article{Meta: []detente.Meta{{Key: "Page No.", Value: "4"}}}},
		},
		texts: []detente.TextRow{{DocID: "a", Text: "“Nóthing.”\n"}, {DocID: "b"}},
		statements: []detente.StatementRow{
			{StatementID: "s1", EventID: "e1", IsRetelling: true, DocID: "a", IsCopy: true, Paragraph: 1, Sentence: 2, Context: "The whole.", Kind: detente.Mixed, Channel: detente.Deeds, Thought: true, Nested: true,
				Content: "one … two", ContentSpans: []detente.Span{{Start: 3, End: 6}, {Start: 10, End: 13}}, Cue: "said", CueSpan: detente.Span{Start: 7, End: 9}, Source: "He", SourceSpan: detente.Span{Start: 0, End: 2},
				Speaker: "Ana Ruel", SpeakerID: "ana ruel", SpeakerActor: "Averland", SpeakerActorID: "AVL", SpeakerSector: detente.SectorExecutive, SpeakerConfidence: 0.5,
				Target: "Bexia", TargetID: "BEX", TargetActor: "Bexia", TargetActorID: "BEX", TargetSector: detente.SectorPolice, TargetConfidence: 0.25,
				Speakers: []string{"ana ruel", "AVL"}, Targets: []string{"BEX", "COR"}, Reciprocal: true,
				When: detente.When{Interval: detente.Days(day-1, day), Precision: detente.PrecisionDay, Method: detente.MethodExplicit, Confidence: 0.75, Anchor: detente.Span{Start: 1, End: 2},
					HasOffset: true, OffsetLo: -1, OffsetHi: 0, Ref: detente.RefPublished, Conflict: true, Content: detente.Days(day+1, day+30)},
				EventRef: "published", Flags: detente.Negated | detente.SelfReported,
				Scores: []detente.Score{{Value: -0.5, StdErr: 0.1, Class: detente.Accuse, Confidence: 0.9}, {Value: 0.25}}, CueTone: -0.1},
			{StatementID: "s2", DocID: "a", ContentSpans: []detente.Span{{Start: 0, End: 1}}, SpeakerConfidence: nan32, SpeakerReason: detente.ReasonNoSource, TargetConfidence: nan32, TargetReason: detente.ReasonNoTarget,
				When:   detente.When{Interval: detente.Interval{Lo: detente.MinTime, Hi: day.Start() + 3661}, Precision: detente.PrecisionSecond, Method: detente.MethodTense, Content: detente.Always, HasOffset: true, OffsetLo: detente.NoOffsetLo, OffsetHi: 3},
				Scores: []detente.Score{{Reason: detente.ReasonThought}, {Reason: detente.ReasonNotScored}}, EventRef: "s1", CueTone: nan},
			{StatementID: "s3", DocID: "b", SpeakerConfidence: nan32, TargetConfidence: nan32, When: detente.When{Interval: detente.Always, Content: detente.Always},
				Scores: []detente.Score{{Value: 0, Class: detente.Plain}, {Reason: detente.ReasonNotScored}}, CueTone: nan},
		},
		entities: []detente.EntityRow{
			{Entity: detente.Entity{ID: "ana ruel", Name: "Ana Ruel", Aliases: []string{"Ruel"}, Type: detente.Person, Country: "AVL", Role: "president", Sector: detente.SectorExecutive, Wikidata: "Q0"}, Statements: 3, Documents: 2},
			{Entity: detente.Entity{ID: "BEX", Name: "Bexia"}},
		},
		series: []detente.PeriodRow{
			{Dyad: detente.Dyad{Level: detente.LevelActor, Speaker: "AVL", Target: "BEX", Channel: detente.Words, Scorer: "tone"}, Period: "day", Time: detente.Days(day, day),
				Statements: 3, Events: 2, Outlets: 1, Documents: 2, ByMethod: []int32{0, 1, 0, 0, 0, 0, 0, 2}, Mean: -0.5, Low: -0.7, High: -0.3, ShareConflict: 1},
			{Dyad: detente.Dyad{Level: detente.LevelPerson, Speaker: "ana ruel", Scorer: "tone", Axis: "b"}, Period: "day", Time: detente.Days(-2, -1), ByMethod: make([]int32, 8), Mean: nan, Low: nan, High: nan, ShareConflict: nan},
		},
		shifts: []detente.Shift{
			{ID: "t1", Dyad: detente.Dyad{Level: detente.LevelPerson, Speaker: "ana ruel", Target: "BEX", Scorer: "tone"}, Direction: detente.Warmer, FromBand: "hostile", ToBand: "friendly", Turn: detente.Days(day, day+2),
				Before: detente.Mean{Value: -0.5, Low: -0.6, High: -0.4, N: 4}, After: detente.Mean{Value: 0.5, Low: 0.4, High: 0.6, N: 5}, Delta: 1, DeltaLow: 0.8, DeltaHigh: 1.2,
				Events: 9, Outlets: 3, Documents: 4, Statements: 12, P: 0.01, PLeast: 0.001, Q: 0.02, Posterior: 0.99, Shape: detente.Step, Verdict: detente.Detected, Reason: "one outlet",
				Sensitivity:    []detente.Sensitivity{{Name: "leave_one_outlet", Testable: true, P: 0.0312}, {Name: "rank", P: nan}},
				EvidenceBefore: []string{"s1"}, EvidenceAfter: []string{"s2", "s3"}, EvidenceAgainst: []string{"s3"}, LastBefore: "s1", FirstAfter: "s2"},
			{ID: "t2", Dyad: detente.Dyad{Level: detente.LevelActor, Speaker: "AVL", Channel: detente.Deeds, Axis: "b"}, Direction: detente.Colder, Turn: detente.Interval{Lo: detente.Day(-3).Start(), Hi: detente.MaxTime}, P: nan, Q: nan, Posterior: nan, Verdict: detente.Insufficient},
		},
	}
}

// write fills the tables with the sample.
func (s sample) write(w *Writer) error {
	var errs []error
	for _, r := range s.documents {
		errs = append(errs, w.Document(r))
	}
	for _, r := range s.texts {
		errs = append(errs, w.Text(r))
	}
	for _, r := range s.statements {
		errs = append(errs, w.Statement(r))
	}
	for _, r := range s.entities {
		errs = append(errs, w.Entity(r))
	}
	for _, r := range s.series {
		errs = append(errs, w.Series(r))
	}
	for _, r := range s.shifts {
		errs = append(errs, w.Shift(r))
	}
	return errors.Join(append(errs, w.Close())...)
}

func writeSample(t *testing.T, dir string, format Format) {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	w, err := create(dir, format, testOptions, mem)
	if err != nil {
		t.Fatal(err)
	}
	if err := newSample().write(w); err != nil {
		t.Fatal(err)
	}
}

func collect[R any](t *testing.T, seq iter.Seq2[R, error]) (out []R) {
	t.Helper()
	for r, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// diff compares what was read with what was written; what the tables do not
// hold, or spell differently, is set by the caller.
func diff[R any](t *testing.T, what string, want, got []R) {
	t.Helper()
	if d := cmp.Diff(want, got, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestRoundTrip(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		t.Run(format.String(), func(t *testing.T) {
			dir := t.TempDir()
			writeSample(t, dir, format)
			s := newSample()
			diff(t, "documents", s.documents, collect(t, ReadDocuments(dir)))
			diff(t, "texts", s.texts, collect(t, ReadTexts(dir)))
			diff(t, "statements", s.statements, collect(t, ReadStatements(dir)))
			diff(t, "entities", s.entities, collect(t, ReadEntities(dir)))

			var series []PeriodRow
			for i, r := range s.series {
				series = append(series, PeriodRow{r, []string{"AVL", "Ana Ruel"}[i], []string{"Bexia", ""}[i]})
			}
			diff(t, "series", series, collect(t, ReadSeries(dir)))

			var shifts []ShiftRow
			for i, r := range s.shifts {
				shifts = append(shifts, ShiftRow{r, []string{"Ana Ruel", "AVL"}[i], []string{"Bexia", ""}[i]})
			}
			diff(t, "shifts", shifts, collect(t, ReadShifts(dir)))

			names, err := Scorers(dir)
			if d := cmp.Diff(testOptions.Scorers, names); d != "" || err != nil {
				t.Errorf("Scorers: %v\n%s", err, d)
			}
		})
	}
}

func TestReadersReleaseAll(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		dir := t.TempDir()
		writeSample(t, dir, format)
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		for range read(dir, Texts, textColumnsOf, func(*txt) {}, mem) {
			break // a reader that is left early
		}
		for _, err := range read(dir, Texts, textColumnsOf, func(*txt) {}, mem) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if format == Arrow { // the Parquet reader leaves page buffers to the garbage collector
			mem.AssertSize(t, 0)
		}
	}
}

func TestSameRowsSameBytes(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		a, b := t.TempDir(), t.TempDir()
		writeSample(t, a, format)
		writeSample(t, b, format)
		for _, name := range []string{Documents, Texts, Statements, Entities, Series, Shifts} {
			name += "." + format.String()
			x, errX := os.ReadFile(filepath.Join(a, name))
			y, errY := os.ReadFile(filepath.Join(b, name))
			if errX != nil || errY != nil || string(x) != string(y) {
				t.Errorf("%s differs (%v, %v)", name, errX, errY)
			}
		}
	}
}

func TestManyBatches(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		dir := t.TempDir()
		w, err := Create(dir, format, Options{})
		if err != nil {
			t.Fatal(err)
		}
		const n = batchRows + 10
		for i := range n {
			// Type and sector have no nulls, and every value comes in each batch.
			e := detente.Entity{ID: fmt.Sprint(i), Type: detente.EntityType(1 + i%5), Sector: detente.Sector(1 + i%13)}
			if err := w.Entity(detente.EntityRow{Entity: e}); err != nil {
				t.Fatal(err)
			}
		}
		if got := w.Rows()[Entities]; got != n {
			t.Errorf("Rows = %d, want %d", got, n)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		i := 0
		for r, err := range ReadEntities(dir) {
			if err != nil {
				t.Fatal(err)
			}
			if e := r.Entity; e.ID != fmt.Sprint(i) || e.Type != detente.EntityType(1+i%5) || e.Sector != detente.Sector(1+i%13) {
				t.Fatalf("row %d = %+v", i, e)
			}
			i++
		}
		if i != n {
			t.Errorf("%s: %d rows of %d came back", format, i, n)
		}
	}
}

// Long runs of rows with and without nulls and list items, in an order that no
// batch of a writer or reader is aligned with.
func TestManyMixedRows(t *testing.T) {
	const n = 1_500
	for _, format := range []Format{Arrow, Parquet} {
		for _, mixed := range []bool{true, false} {
			dir := t.TempDir()
			s := newSample()
			var want sample
			rng := rand.New(rand.NewPCG(1, 2))
			for i := range n {
				k := 2 // the row of nothing
				if mixed {
					k = rng.IntN(3)
				}
				st, en, pe, sh := s.statements[k], s.entities[min(k, 1)], s.series[min(k, 1)], s.shifts[min(k, 1)]
				st.Sentence, en.Documents, pe.Events, sh.Events = int32(i), int32(i), int32(i), int32(i)
				want.statements, want.entities = append(want.statements, st), append(want.entities, en)
				want.series, want.shifts = append(want.series, pe), append(want.shifts, sh)
			}
			w, err := Create(dir, format, testOptions)
			if err != nil {
				t.Fatal(err)
			}
			if err := want.write(w); err != nil {
				t.Fatal(err)
			}
			diff(t, "statements", want.statements, collect(t, ReadStatements(dir)))
			diff(t, "entities", want.entities, collect(t, ReadEntities(dir)))
			var series []detente.PeriodRow
			for _, r := range collect(t, ReadSeries(dir)) {
				series = append(series, r.PeriodRow)
			}
			diff(t, "series", want.series, series)
			var shifts []detente.Shift
			for _, r := range collect(t, ReadShifts(dir)) {
				shifts = append(shifts, r.Shift)
			}
			diff(t, "shifts", want.shifts, shifts)
		}
	}
}

// The tables open in other programs, with the same values in each.
func TestOtherReaders(t *testing.T) {
	python := os.Getenv("DETENTE_PYTHON")
	if python == "" {
		t.Skip("set DETENTE_PYTHON to a Python with the packages of testdata/requirements.txt")
	}
	for _, format := range []Format{Arrow, Parquet} {
		full, empty := t.TempDir(), t.TempDir()
		writeSample(t, full, format)
		w, err := Create(empty, format, testOptions)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for _, dir := range []string{full, empty} {
			out, err := exec.Command(python, "testdata/readers.py", dir).CombinedOutput()
			t.Logf("%s", out)
			if err != nil {
				t.Errorf("%s: %v", format, err)
			}
		}
	}
}

func TestEmptyTablesAreWritten(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		dir := t.TempDir()
		w, err := Create(dir, format, Options{NoText: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Text(detente.TextRow{DocID: "a", Text: "x"}); err != nil {
			t.Error(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if rows := collect(t, ReadShifts(dir)); len(rows) != 0 {
			t.Errorf("%d rows in an empty table", len(rows))
		}
		for _, err := range ReadTexts(dir) {
			if !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("ReadTexts of a run without texts: %v", err)
			}
		}
	}
}

func TestFailureLeavesNothing(t *testing.T) {
	tests := []struct {
		name string
		opt  Options
		do   func(w *Writer) error
		want string
	}{
		{"the file cannot be written any more", Options{}, func(w *Writer) error { w.shifts.f.Close(); return w.Close() }, "file already closed"},
		{"text is not UTF-8", Options{}, func(w *Writer) error { return w.Text(detente.TextRow{DocID: "a", Text: "\xff"}) }, "not valid UTF-8"},
		{"unknown further column", Options{}, func(w *Writer) error {
			return w.Document(detente.DocumentRow{Article: detente.Article{Meta: []detente.Meta{{Key: "k"}}}})
		}, `column "k"`},
		{"unknown sensitivity", Options{}, func(w *Writer) error {
			return w.Shift(detente.Shift{Sensitivity: []detente.Sensitivity{{Name: "moon"}}})
		}, `"moon"`},
		{"given up", Options{}, func(w *Writer) error { w.Abort(); return w.Close() }, "given up"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			for _, format := range []Format{Arrow, Parquet} {
				dir := t.TempDir()
				mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
				w, err := create(dir, format, tc.opt, mem)
				if err != nil {
					t.Fatal(err)
				}
				if err := w.Entity(detente.EntityRow{Entity: detente.Entity{ID: "a"}}); err != nil {
					t.Fatal(err)
				}
				err = tc.do(w)
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("error = %v, want %q", err, tc.want)
				}
				if again := w.Statement(detente.StatementRow{}); again == nil {
					t.Error("a row was taken after an error")
				}
				left, _ := os.ReadDir(dir)
				for _, e := range left {
					t.Errorf("left behind: %s", e.Name())
				}
				if format == Arrow {
					mem.AssertSize(t, 0)
				}
			}
		})
	}
}

func TestColumnTwice(t *testing.T) {
	dir := t.TempDir()
	if _, err := Create(dir, Arrow, Options{Scorers: []string{"tone", "speaker"}}); err == nil || !strings.Contains(err.Error(), `two columns named "speaker"`) {
		t.Errorf("Create: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files left behind", len(left))
	}
}

func TestInvalidUTF8NeverEnters(t *testing.T) {
	dir := t.TempDir()
	w, err := Create(dir, Arrow, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Statement(detente.StatementRow{StatementID: "a", Content: "b\xe2\x80"}), w.Close()); err != nil {
		t.Fatal(err)
	}
	if got := collect(t, ReadStatements(dir))[0].Content; got != "b\uFFFD" {
		t.Errorf("content = %q", got)
	}
}

func TestDamagedFileIsAnError(t *testing.T) {
	for _, format := range []Format{Arrow, Parquet} {
		dir := t.TempDir()
		writeSample(t, dir, format)
		path := filepath.Join(dir, Statements+"."+format.String())
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, cut := range []int{0, 4, len(whole) / 2, len(whole) - 1} {
			if err := os.WriteFile(path, whole[:cut], 0o644); err != nil {
				t.Fatal(err)
			}
			failed := false
			for _, err := range ReadStatements(dir) {
				failed = failed || err != nil
			}
			if !failed {
				t.Errorf("%s: %d of %d bytes were read without an error", format, cut, len(whole))
			}
		}
	}
}

func textColumnsOf(*arrow.Schema) []column[txt] { return textColumns() }

func TestParseFormat(t *testing.T) {
	if f, err := ParseFormat("parquet"); f != Parquet || err != nil {
		t.Errorf("ParseFormat(parquet) = %v, %v", f, err)
	}
	if _, err := ParseFormat("csv"); err == nil {
		t.Error("ParseFormat(csv): no error")
	}
}

func TestWriteSchema(t *testing.T) {
	var b strings.Builder
	if err := WriteSchema(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"## statements", "| kind | dictionary<int8, utf8> | yes |", "`direct` `indirect` `mixed` `act`", "| event_earliest | timestamp[s, UTC] |", "| sensitivity_rank |"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the schema lacks %q", want)
		}
	}
}

func BenchmarkStatements(b *testing.B) {
	for _, format := range []Format{Arrow, Parquet} {
		b.Run(format.String(), func(b *testing.B) {
			row := newSample().statements[0]
			row.Context = strings.Repeat("Averland said that it would not answer. ", 5)
			const n = 20_000
			b.SetBytes(n * int64(len(row.Context)+len(row.Content)))
			b.ReportAllocs()
			for b.Loop() {
				w, err := Create(b.TempDir(), format, testOptions)
				if err != nil {
					b.Fatal(err)
				}
				for i := range n {
					row.Sentence = int32(i)
					w.Statement(row)
				}
				if err := w.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
