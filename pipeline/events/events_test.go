package events

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

func day(d int) detente.Interval {
	return detente.Days(detente.NewDay(2031, 5, d), detente.NewDay(2031, 5, d))
}

func published(d int) detente.Published {
	return detente.Published{Interval: day(d), Precision: detente.PrecisionDay, Source: detente.PublishedMetadata}
}

func TestFingerprint(t *testing.T) {
	const text = "“We shall not pay,” Averland’s minister said."
	for _, tc := range []struct {
		name     string
		text     string
		dateline string
		same     bool
	}{
		{"itself", text, "", true},
		{"straight marks", `"We shall not pay," Averland's minister said.`, "", true},
		{"case, accents, spacing", "WE SHALL NOT  PAY:\n\nAverland's ministér said", "", true},
		{"dateline off", "PORT ELLA, May 4 (Wire) - " + text, "PORT ELLA, May 4 (Wire) - ", true},
		{"a word more", text + " Twice.", "", false},
		{"order of words", "Averland’s minister said: “We shall not pay.”", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := Fingerprint(tc.text, detente.Span{End: int32(len(tc.dateline))})
			if same := got == Fingerprint(text, detente.Span{}); same != tc.same {
				t.Errorf("same words: %v, want %v", same, tc.same)
			}
		})
	}
	if Fingerprint(" … “”\n", detente.Span{}) != [16]byte{} {
		t.Error("a text without words has a fingerprint")
	}
}

func TestCopies(t *testing.T) {
	a, b := [16]byte{1}, [16]byte{2}
	articles := []Article{
		{DocID: "d", Fingerprint: a, Published: published(6)},
		{DocID: "c", Fingerprint: a, Published: published(5)}, // the earliest, by id before e
		{DocID: "e", Fingerprint: a, Published: published(5)},
		{DocID: "a", Fingerprint: a}, // unknown dates stand last
		{DocID: "f", Fingerprint: b, Published: published(1)},
		{DocID: "g"}, {DocID: "h"}, // no words: no copies
	}
	if diff := cmp.Diff([]int32{1, 1, 1, 1, 4, 5, 6}, Copies(articles)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// row is a quotation of Arno's, eight words long, dated by its article alone.
func row(doc, order int32, content string) Told {
	key, words := ContentKey(content, []detente.Span{{End: int32(len(content))}})
	pub := day(int(doc) + 1)
	return Told{
		Doc: doc, Order: order, Published: pub.Lo, Kind: detente.Direct, Channel: detente.Words, Class: detente.Threaten,
		Speaker: "arno", Targets: []string{"belen"}, Content: key, Words: words, Borrows: -1,
		When: detente.When{Interval: detente.Interval{Lo: pub.Lo.AddDays(-1), Hi: pub.Hi}, Method: detente.MethodPublished},
	}
}

func on(t Told, d int) Told {
	t.When = detente.When{Interval: day(d), Method: detente.MethodExplicit}
	return t
}

func act(t Told, class detente.Class) Told {
	t.Kind, t.Channel, t.Class = detente.Act, detente.Deeds, class
	return t
}

// TestFind names the rule that links or keeps apart. Rows are in articles 0, 1,
// … published on 1, 2, … May; want gives the event of each by its first row.
func TestFind(t *testing.T) {
	const threat, other = "we will close the strait to your ships", "we will take back every island we lost"
	with := func(t Told, f func(*Told)) Told { f(&t); return t }
	for _, tc := range []struct {
		name string
		told []Told
		want []int32
	}{
		{"the same quotation in two articles", []Told{row(0, 0, threat), row(1, 3, threat)}, []int32{0, 0}},
		{"as background, six weeks later", []Told{on(row(0, 0, threat), 1), row(42, 0, threat)}, []int32{0, 0}},
		{"two threats on one day", []Told{row(0, 0, threat), row(0, 1, other)}, []int32{0, 1}},
		{"another speaker", []Told{row(0, 0, threat), with(row(1, 0, threat), func(t *Told) { t.Speaker = "cora" })}, []int32{0, 1}},
		{"a speaker nobody knows", []Told{with(row(0, 0, threat), func(t *Told) { t.Speaker = "" }), with(row(1, 0, threat), func(t *Told) { t.Speaker = "" })}, []int32{0, 1}},
		{"three words", []Told{row(0, 0, "we shall see"), row(1, 0, "we shall see")}, []int32{0, 1}},
		{"said twice, on two stated days", []Told{on(row(8, 0, threat), 2), on(row(9, 0, threat), 9)}, []int32{0, 1}},
		{"and background goes to the later", []Told{on(row(8, 0, threat), 2), on(row(9, 0, threat), 9), row(20, 0, threat)}, []int32{0, 1, 1}},
		{"one stated day, one that contains it", []Told{on(row(0, 0, threat), 1), with(row(1, 0, threat), func(t *Told) {
			t.When = detente.When{Interval: detente.Interval{Lo: detente.MinTime, Hi: day(2).Hi}, Method: detente.MethodTense}
		})}, []int32{0, 0}},
		{"a row and its continuation", []Told{row(0, 0, threat), with(row(0, 1, other), func(t *Told) { t.Borrows = 0 })}, []int32{0, 0}},
		{"the continuation quoted elsewhere", []Told{row(0, 0, threat), with(row(0, 1, other), func(t *Told) { t.Borrows = 0 }), row(1, 0, other)}, []int32{0, 0, 0}},
		{"an act in the same words", []Told{act(row(0, 0, "seized the ferry"), detente.Coerce), act(row(1, 0, "seized the ferry"), detente.Coerce)}, []int32{0, 0}},
		{"an act on two stated days", []Told{on(act(row(8, 0, "seized the ferry"), detente.Coerce), 2), on(act(row(8, 1, "seized the ferry"), detente.Coerce), 4)}, []int32{0, 1}},
		{"an act of another kind", []Told{act(row(0, 0, "seized the ferry"), detente.Coerce), act(row(1, 0, "seized the ferry"), detente.Sanction)}, []int32{0, 1}},
		{"an act on another", []Told{act(row(0, 0, "seized a ferry"), detente.Coerce), with(act(row(1, 0, "seized a ferry"), detente.Coerce), func(t *Told) { t.Targets = []string{"cora"} })}, []int32{0, 1}},
		{"talks, told from both sides", []Told{on(act(row(8, 0, "spoke by phone with Belen"), detente.Consult), 7), with(on(act(row(8, 4, "had a call with Arno"), detente.Consult), 7), func(t *Told) {
			t.Speaker, t.Targets = "belen", []string{"arno"}
		})}, []int32{0, 0}},
		{"a call and a visit", []Told{with(on(act(row(8, 0, "spoke by phone"), detente.Consult), 7), func(t *Told) { t.Mode = detente.ModePhone }), with(on(act(row(8, 4, "came to see him"), detente.Consult), 7), func(t *Told) { t.Mode = detente.ModeVisit })}, []int32{0, 1}},
		{"two deeds of one day", []Told{on(act(row(8, 0, "struck the port"), detente.Assault), 7), on(act(row(8, 1, "struck the airfield"), detente.Assault), 7)}, []int32{0, 1}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []int32
			for i, l := range Find(tc.told, own(60)) {
				got = append(got, l.Event)
				if wantRetelling := l.Event != int32(i) && tc.told[i].Borrows < 0; l.Retelling != wantRetelling {
					t.Errorf("row %d: retelling %v", i, l.Retelling)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// own is a corpus of so many articles without copies.
func own(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// TestFindCopies: copies share every event, also of rows too short to be known
// again, and also where they were published much later.
func TestFindCopies(t *testing.T) {
	told := []Told{
		row(0, 0, "no comment"), row(0, 1, "no comment"), row(0, 2, "they stood idle"),
		row(9, 0, "no comment"), row(9, 1, "no comment"), row(9, 2, "they stood idle"),
		row(5, 0, "no comment"),
	}
	copies := own(10)
	copies[9] = 0
	var got []int32
	for _, l := range Find(told, copies) {
		got = append(got, l.Event)
	}
	if diff := cmp.Diff([]int32{0, 1, 2, 0, 1, 2, 6}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFindOrder: the order of the rows does not matter.
func TestFindOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	var told []Told
	for doc := range int32(30) {
		for order := range int32(6) {
			r := row(doc, order, strings.Repeat("we will not yield ", 1+rng.IntN(3)))
			if rng.IntN(2) == 0 {
				r = on(r, 1+rng.IntN(int(doc)+1))
			}
			if rng.IntN(3) == 0 {
				r = act(r, detente.Consult)
			}
			told = append(told, r)
		}
	}
	copies := own(30)
	copies[7], copies[9] = 3, 3
	names := func(told []Told) []string {
		var out []string
		for i, l := range Find(told, copies) {
			out = append(out, fmt.Sprintf("%d.%d is %d.%d %v", told[i].Doc, told[i].Order, told[l.Event].Doc, told[l.Event].Order, l.Retelling))
		}
		slices.Sort(out)
		return out
	}
	want := names(told)
	for range 5 {
		rng.Shuffle(len(told), func(i, j int) { told[i], told[j] = told[j], told[i] })
		if diff := cmp.Diff(want, names(told)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// FuzzContentKey: whatever the bytes, no panic, and marks and case do not count.
func FuzzContentKey(f *testing.F) {
	f.Add("“We shall not pay,” Averland’s minister said.")
	f.Add("\xff\xfe a\u0301 é Ǆ 12 ")
	f.Fuzz(func(t *testing.T, s string) {
		all := []detente.Span{{End: int32(len(s))}}
		key, words := ContentKey(s, all)
		if (key == 0) != (words == 0) {
			t.Fatalf("key %d with %d words", key, words)
		}
		quoted := "“" + s + "”"
		if k, w := ContentKey(quoted, []detente.Span{{Start: 3, End: int32(3 + len(s))}}); k != key || w != words {
			t.Fatalf("the same bytes elsewhere: key %d and %d words, were %d and %d", k, w, key, words)
		}
		if (Fingerprint(s, detente.Span{}) == [16]byte{}) != (words == 0) {
			t.Fatalf("fingerprint with %d words", words)
		}
	})
}

func ExampleFind() {
	const text = "We will close the strait to your ships"
	key, words := ContentKey(text, []detente.Span{{End: int32(len(text))}})
	told := []Told{
		{Doc: 0, Published: day(2).Lo, Kind: detente.Direct, Speaker: "arno", Content: key, Words: words, Borrows: -1, When: detente.When{Interval: day(1), Method: detente.MethodExplicit}},
		{Doc: 1, Published: day(30).Lo, Kind: detente.Direct, Speaker: "arno", Content: key, Words: words, Borrows: -1, When: detente.When{Interval: day(30), Method: detente.MethodPublished}},
	}
	for _, l := range Find(told, []int32{0, 1}) {
		fmt.Println(l.Event, l.Retelling)
	}
	// Output:
	// 0 false
	// 0 true
}

func BenchmarkFingerprint(b *testing.B) {
	text := strings.Repeat("“We shall not pay,” Averland’s minister said on Tuesday. ", 80)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Fingerprint(text, detente.Span{})
	}
}

func BenchmarkFind(b *testing.B) {
	var told []Told
	for doc := range int32(2000) {
		for order := range int32(12) {
			r := row(doc%25, order, fmt.Sprintf("we will not yield number %d of them", (doc*7+order)%5000))
			r.Doc = doc
			told = append(told, r)
		}
	}
	copies := own(2000)
	b.ReportAllocs()
	for b.Loop() {
		Find(told, copies)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(told)), "ns/row")
}
