package anchor_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"testing"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

// annotated is a document of event_times: events with the days on which they
// begin and end.
type annotated struct {
	Text, DCT  string
	EventTimes []struct {
		Span       [2]int32
		Begin, End [2]*string
	} `json:"event_times"`
}

// TestStatements dates the statements of annotated news and counts how many of
// their intervals contain the annotated one. It is where the confidence of the
// methods comes from, and where it is held to it.
func TestStatements(t *testing.T) {
	for _, tc := range []struct {
		file       string
		least, off float64 // share of intervals that hold; how far a method's confidence may be from its share
	}{{"event_times.train.jsonl.gz", 0.68, .05}, {"event_times.dev.jsonl.gz", 0.7, .2}} {
		var all, held [8]int
		var stated [8]float64 // sum of confidences
		for _, d := range events(t, tc.file) {
			doc, tree := parsed.Doc(d.Text)
			attrs := attribution.Find(doc, tree, detente.VoiceReported)
			whens := anchor.Date(doc, tree, attrs, nil, nil, timex.Find(doc, tree), &detente.Article{Text: d.Text, Published: published(d.DCT)})
			for i, w := range whens {
				for _, e := range d.EventTimes {
					c := attrs[i].Cue
					if c.Empty() || e.Span[0] < c.Start-1 || e.Span[1] > c.End+1 {
						continue
					}
					all[w.Method]++
					stated[w.Method] += float64(w.Confidence)
					if begins, ends := bound(t, e.Begin[0], detente.MinTime), bound(t, e.End[1], detente.MaxTime); w.Interval.Lo <= begins && (w.Interval.Hi >= ends) {
						held[w.Method]++
					}
				}
			}
		}
		n, k := 0, 0
		for m := range all {
			if all[m] > 0 {
				t.Logf("%s: %s holds in %d of %d", tc.file, detente.Method(m), held[m], all[m])
			}
			if share, said := float64(held[m])/float64(all[m]), stated[m]/float64(all[m]); all[m] >= 10 && math.Abs(share-said) > tc.off {
				t.Errorf("%s: %s has confidence %.2f and holds in %d of %d", tc.file, detente.Method(m), said, held[m], all[m])
			}
			n, k = n+all[m], k+held[m]
		}
		t.Logf("%s: %d of %d statements", tc.file, k, n)
		if float64(k) < tc.least*float64(n) {
			t.Errorf("%s: %d of %d intervals hold, want %.0f %%", tc.file, k, n, 100*tc.least)
		}
	}
}

// bound is the start of a day, or the open end.
func bound(t *testing.T, day *string, open detente.Time) detente.Time {
	if day == nil {
		return open
	}
	d, err := detente.ParseDay(*day)
	if err != nil {
		t.Fatal(err)
	}
	return d.Start()
}

func events(t *testing.T, file string) []annotated {
	t.Helper()
	f, err := os.Open(golden.Shared(t, "data/time/"+file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []annotated
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var d annotated
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		out = append(out, d)
	}
	if sc.Err() != nil {
		t.Fatal(sc.Err())
	}
	return out
}

// TestBetweenHolds looks for the publication of dated articles in the bounds that
// their texts put on it.
func TestBetweenHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("parses 200 articles")
	}
	var bounds, held [2]int
	for _, path := range []string{"data/attribution/polnear.train.jsonl.gz", "data/corpora/reuters21578.jsonl.gz"} {
		f, err := os.Open(golden.Shared(t, path))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := gzip.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		const every, most = 8, 100
		articles := json.NewDecoder(r)
		for n, read := 1, 0; read < most; n++ {
			var d struct{ Text, Date string }
			if err := articles.Decode(&d); err != nil {
				break
			}
			if n%every != 0 || len(d.Date) < len("2031-05-16") {
				continue
			}
			read++
			day, err := detente.ParseDay(d.Date[:10])
			if err != nil {
				t.Fatal(err)
			}
			doc, tree := parsed.Doc(d.Text)
			iv := anchor.Between(doc, tree, timex.Find(doc, tree))
			for k, b := range []struct{ is, holds bool }{{iv.Lo.Bounded(), iv.Lo <= day.End()}, {iv.Hi.Bounded(), iv.Hi >= day.Start()}} {
				if b.is {
					bounds[k]++
				}
				if b.is && b.holds {
					held[k]++
				}
			}
		}
	}
	t.Logf("not before: %d of %d hold; not after: %d of %d", held[0], bounds[0], held[1], bounds[1])
	if bounds[0] < 30 || float64(held[0]+held[1]) < .95*float64(bounds[0]+bounds[1]) {
		t.Errorf("%v of %v bounds hold, want .95", held, bounds)
	}
}
