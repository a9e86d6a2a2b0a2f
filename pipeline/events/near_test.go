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

// report is a wire report of about 130 words.
const report = `PORT ELLA, May 4 (Wire) - Averland will close its southern strait to all ships of Bexia from Monday unless the ferry Corvina and her crew are set free, the transport minister said on Thursday.
Pavel Orda told reporters at the harbour that his patience was at an end after three weeks of talks. “They have our sailors, our cargo and our mail,” he said. “We have asked politely and we will not ask again.”
Bexia seized the ferry in April, saying that she had carried undeclared radio parts. Her owners deny it. A court in Halm is to hear the case in June, and the harbour master has refused visits to the crew since the arrest.
Grain dealers said that a closure would cost both countries dearly, since two thirds of the harvest of the southern plains goes through the strait between May and August of every year.`

var datelineOfReport = detente.Span{End: int32(len("PORT ELLA, May 4 (Wire) - "))}

func nearArticle(id string, day int, text string, dateline detente.Span) (Article, []uint64) {
	return Article{
		DocID: id, Fingerprint: Fingerprint(text, dateline), Sketch: NewSketch(text, dateline), Published: published(day),
	}, Shingles(text, dateline)
}

// another is a text of other words in the same form.
func another(rng *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "w%d ", rng.IntN(4000))
	}
	return b.String()
}

func TestNearCopies(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	lines := strings.Split(report, "\n")
	other := another(rng, 130)
	for _, tc := range []struct {
		name string
		day  int
		text string
		near bool
	}{
		{"the dateline off", 5, report[datelineOfReport.End:], true},
		{"a headline above", 5, "MINISTER SETS A TERM FOR THE FERRY\n\n" + report, true},
		{"the last paragraph cut", 5, strings.Join(lines[:3], "\n"), true},
		{"a line corrected", 5, strings.Replace(report, "Pavel Orda told reporters at the harbour that his patience was at an end after three weeks of talks.", "Transport Minister Pavel Orda said his patience was over after three weeks.", 1), true},
		{"half of it", 5, strings.Join(lines[:2], "\n") + "\n" + another(rng, 60), false},
		{"one quotation of it", 5, other + lines[1], false},
		{"weeks later", 25, report + "\nMore follows.", false},
		{"other words", 5, other, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, first := nearArticle("a", 4, report, datelineOfReport)
			b, second := nearArticle("b", tc.day, tc.text, detente.Span{})
			if a.Published.Interval.Lo > b.Published.Interval.Lo {
				t.Fatal("the second article is the earlier one")
			}
			articles, sets := []Article{b, a}, [][]uint64{second, first}
			copies := Copies(articles)
			got := JoinNear(copies, NearPairs(articles, copies), func(i int32) []uint64 { return sets[i] })
			if (got[0] == 1) != tc.near || got[1] != 1 {
				t.Errorf("represented by %v, near copies %v", got, tc.near)
			}
		})
	}
}

// TestNearCopiesShort: notices of one form are no copies of each other.
func TestNearCopiesShort(t *testing.T) {
	form := "Quarterly figures of the %s company: sales 14 mln, profit 2 mln, dividend 3 cents, payable in June to those on the list in May."
	if s := NewSketch(fmt.Sprintf(form, "Orda"), detente.Span{}); s != (Sketch{}) {
		t.Errorf("a short notice has the sketch %v", s)
	}
}

// TestNearCopiesChain: of updates that are each like the one before, those far
// from the first are not its copies, and the order of the articles does not
// matter.
func TestNearCopiesChain(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	words := strings.Fields(another(rng, 300))
	var articles []Article
	sets := map[string][]uint64{}
	for i := range 8 {
		a, set := nearArticle(fmt.Sprint("update ", i), 1+i, strings.Join(words[25*i:25*i+120], " "), detente.Span{})
		articles, sets[a.DocID] = append(articles, a), set
	}
	names := func() []string {
		copies := Copies(articles)
		got := JoinNear(copies, NearPairs(articles, copies), func(i int32) []uint64 { return sets[articles[i].DocID] })
		var out []string
		for i, c := range got {
			out = append(out, articles[i].DocID+" is "+articles[c].DocID)
		}
		slices.Sort(out)
		return out
	}
	want := names()
	if want[1] != "update 1 is update 0" || want[7] == "update 7 is update 0" {
		t.Errorf("%v", want)
	}
	for range 5 {
		rng.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		if diff := cmp.Diff(want, names()); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
}

// TestNearPairsFindsThem: of texts that share .75 of their shingles or more
// nearly all are candidates, and of texts without a word in common none.
func TestNearPairsFindsThem(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	var articles []Article
	const copies = 200
	for i := range copies {
		words := strings.Fields(another(rng, 200))
		a, first := nearArticle(fmt.Sprintf("%03d", i), 3, strings.Join(words, " "), detente.Span{})
		for range 5 {
			words[rng.IntN(len(words))] = "changed"
		}
		b, second := nearArticle(fmt.Sprintf("%03d copy", i), 4, strings.Join(words, " "), detente.Span{})
		if !near(first, second) {
			t.Fatal("five words in two hundred part two texts")
		}
		articles = append(articles, a, b)
	}
	right, wrong := 0, 0
	for _, p := range NearPairs(articles, Copies(articles)) {
		if p.First/2 == p.Second/2 {
			right++
		} else {
			wrong++
		}
	}
	if right < copies*97/100 || wrong > 0 {
		t.Errorf("%d of %d near copies are candidates, and %d other pairs", right, copies, wrong)
	}
}

// FuzzSketch: whatever the bytes, no panic, and case does not count.
func FuzzSketch(f *testing.F) {
	f.Add(report, int32(10))
	f.Add("\xff\xfe a b c d", int32(2))
	f.Fuzz(func(t *testing.T, s string, cut int32) {
		line := detente.Span{}
		if cut > 0 && int(cut) <= len(s) {
			line.End = cut
		}
		set := Shingles(s, line)
		if (NewSketch(s, line) == Sketch{}) != (len(set) < shortest) && len(set) < shortest {
			t.Fatalf("a sketch of %d shingles", len(set))
		}
		if !slices.IsSorted(set) || len(set) > 0 && !near(set, set) {
			t.Fatal("a text is not near itself")
		}
	})
}

func BenchmarkNewSketch(b *testing.B) {
	b.SetBytes(int64(len(report)))
	b.ReportAllocs()
	for b.Loop() {
		NewSketch(report, datelineOfReport)
	}
}
