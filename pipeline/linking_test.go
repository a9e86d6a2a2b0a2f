package pipeline

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"detente"
	"detente/internal/extsort"
	"detente/pipeline/events"
)

// randomCorpus is articles and rows that meet in every way that events know:
// copies, continuations, quotations, acts, talks, tellings in other words.
func randomCorpus(rng *rand.Rand, articles int) ([]events.Article, [][]events.Told) {
	pick := func(of ...string) string { return of[rng.IntN(len(of))] }
	day := func() detente.Interval {
		d := detente.NewDay(2031, 5, 1) + detente.Day(rng.IntN(40))
		return detente.Days(d, d)
	}
	arts := make([]events.Article, articles)
	told := make([][]events.Told, articles)
	for i := range arts {
		arts[i] = events.Article{DocID: fmt.Sprintf("d%05d", i), Fingerprint: [16]byte{byte(rng.IntN(250)), byte(rng.IntN(3))}}
		if rng.IntN(9) > 0 {
			arts[i].Published = detente.Published{Interval: day(), Precision: detente.PrecisionDay, Source: detente.PublishedMetadata}
		}
		for range rng.IntN(6) {
			t := events.Told{
				Kind: detente.Kind(1 + rng.IntN(4)), Channel: detente.Channel(1 + rng.IntN(2)), Class: detente.Class(rng.IntN(detente.NumClasses)),
				Speaker: pick("", "arno", "belen", "cora"), Content: 1 + rng.Uint64N(60), Words: int32(rng.IntN(9)), Borrows: -1,
				Nested: rng.IntN(9) == 0, Body: rng.IntN(2) == 0, Negated: rng.IntN(9) == 0,
			}
			t.SpeakerActor = t.Speaker
			for range rng.IntN(3) {
				t.Targets = append(t.Targets, pick("arno", "belen", "cora"))
				t.TargetActors = append(t.TargetActors, pick("", "arno", "belen", "cora"))
			}
			for range rng.IntN(7) {
				t.Terms = append(t.Terms, rng.Uint32N(30))
			}
			slices.Sort(t.Terms)
			t.Terms = slices.Compact(t.Terms)
			t.When = detente.When{Interval: day(), Method: detente.Method(rng.IntN(len(detente.MethodNames)))}
			if n := len(told[i]); n > 0 && rng.IntN(5) == 0 {
				t.Borrows = int32(rng.IntN(n))
			}
			told[i] = append(told[i], t)
		}
	}
	return arts, told
}

// TestLinkingOnDisk: rows sorted on disk, in however little memory, give the
// events that Find gives with all of them in memory.
func TestLinkingOnDisk(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 1))
		articles, rows := randomCorpus(rng, 400)
		copies := events.Copies(articles)
		l := newLinking(filepath.Join(t.TempDir(), "merge"), []int{1 << 20, 3000}[seed%2])
		var all []events.Told
		for i := range articles {
			doc, first := l.article(), l.rows
			for k, r := range rows[i] {
				r.Doc, r.Order, r.Published = doc, int32(k), detente.MaxTime
				if p := articles[i].Published; p.Known() {
					r.Published = p.Interval.Lo
				}
				if r.Borrows >= 0 {
					r.Borrows += first
				}
				if err := l.add(&r); err != nil {
					t.Fatal(err)
				}
				all = append(all, r)
			}
		}
		l.place(articles, copies)
		if err := l.find(); err != nil {
			t.Fatal(err)
		}
		retold := 0
		for i, want := range events.Find(all, copies) {
			number := l.docs[all[i].Doc].start + all[i].Order
			doc, row := l.at(l.events.First(number))
			if row != want.Event || doc != all[want.Event].Doc {
				t.Fatalf("seed %d: row %d tells the event of %d (article %d), want %d", seed, i, row, doc, want.Event)
			}
			if want.Retelling {
				retold++
			}
		}
		if retold < 20 {
			t.Errorf("seed %d: only %d of %d rows are retellings", seed, retold, len(all))
		}
		if left, _ := filepath.Glob(filepath.Join(l.temp, "*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
}

// TestToldRecord: a row comes back as it went in, but for what linking does not
// ask.
func TestToldRecord(t *testing.T) {
	_, rows := randomCorpus(rand.New(rand.NewPCG(2, 2)), 50)
	for _, list := range rows {
		for _, want := range list {
			in := fieldsOf(appendTold(nil, &want))
			if got := readTold(in); fmt.Sprint(got) != fmt.Sprint(want) || in.Err() != nil || len(in.Rest) > 0 {
				t.Fatalf("%+v came back as %+v (%v)", want, got, in.Err())
			}
		}
	}
}

func fieldsOf(rec []byte) *extsort.Fields { return &extsort.Fields{Rest: rec} }
