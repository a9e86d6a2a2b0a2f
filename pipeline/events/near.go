package events

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// Near copies: a wire report as another outlet cuts it, heads it anew or corrects
// a line. Sketches of fixed size find the pairs that may be alike (MinHash of
// Broder, in bands), and the words of those alone are compared.

const (
	shingleWords = 4
	sketchSize   = 24
	bands        = 8
	bandRows     = sketchSize / bands

	// shortest is the least number of shingles of a near copy: short notices of
	// one form differ in the names and figures alone.
	shortest = 50
	// nearDays is the longest time between an article and its near copy.
	nearDays = 10
	// mostCandidates bounds the earlier articles of one band that an article is
	// compared with: texts of one form in a large corpus.
	mostCandidates = 12

	// alikeTexts is the least share of shingles in common, of those of both.
	alikeTexts = .6
	// cutTexts is the least share of the shorter text's shingles that stand in
	// the longer, where the shorter has at least half as many.
	cutTexts = .85
	cutShort = .5
)

// Sketch is a summary of a text by which near copies find each other. The zero
// value is that of a text too short to have any.
type Sketch [sketchSize]uint32

// NewSketch summarises a text without its dateline. Case, accents, marks and
// spacing do not count.
func NewSketch(text string, dateline detente.Span) Sketch {
	var s Sketch
	for i := range s {
		s[i] = math.MaxUint32
	}
	n := 0
	eachShingle(text, dateline, func(h uint64) {
		n++
		step := h*0x9E3779B97F4A7C15 | 1
		for i := range s {
			s[i] = min(s[i], uint32(h>>32))
			h += step
		}
	})
	if n < shortest {
		return Sketch{}
	}
	return s
}

// Shingles gives the hashes of all runs of four words of a text without its
// dateline, sorted, each once.
func Shingles(text string, dateline detente.Span) []uint64 {
	var out []uint64
	eachShingle(text, dateline, func(h uint64) { out = append(out, h) })
	slices.Sort(out)
	return slices.Compact(out)
}

func eachShingle(text string, dateline detente.Span, f func(h uint64)) {
	var last [shingleWords]uint64
	n := 0
	add := func(word string) {
		copy(last[:], last[1:])
		last[shingleWords-1] = lexicon.Hash(word)
		if n++; n < shingleWords {
			return
		}
		h := uint64(0)
		for _, w := range last {
			h = (h ^ w) * 0xff51afd7ed558ccd
			h ^= h >> 33
		}
		f(h)
	}
	if dateline.Empty() {
		eachWord(text, add)
		return
	}
	eachWord(text[:dateline.Start], add)
	eachWord(text[dateline.End:], add)
}

// Pair is two articles that may be near copies; First comes first.
type Pair struct {
	First, Second int32
}

// NearPairs gives the pairs of articles whose sketches agree in a band and which
// were published within days of each other, in order. Of exact copies only the
// representative is looked at. All pairs that share .7 of their shingles or more
// are among them but for one in thirty.
func NearPairs(articles []Article, copies []int32) []Pair {
	order := byTime(articles)
	place := make([]int32, len(articles))
	for r, i := range order {
		place[i] = int32(r)
	}
	type entry struct {
		rows  [bandRows]uint32
		place int32
	}
	var pairs []Pair
	entries := make([]entry, 0, len(articles))
	for b := range bands {
		entries = entries[:0]
		for _, i := range order {
			if a := &articles[i]; a.Sketch != (Sketch{}) && copies[i] == i {
				entries = append(entries, entry{[bandRows]uint32(a.Sketch[b*bandRows:]), place[i]})
			}
		}
		slices.SortFunc(entries, func(a, b entry) int {
			return cmp.Or(slices.Compare(a.rows[:], b.rows[:]), cmp.Compare(a.place, b.place))
		})
		for j := range entries {
			for k := j - 1; k >= max(0, j-mostCandidates) && entries[k].rows == entries[j].rows; k-- {
				first, second := order[entries[k].place], order[entries[j].place]
				if !withinDays(articles[first].Published, articles[second].Published) {
					break
				}
				pairs = append(pairs, Pair{first, second})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(place[a.Second], place[b.Second]), cmp.Compare(place[a.First], place[b.First]))
	})
	return slices.Compact(pairs)
}

// JoinNear adds the near copies among the pairs to copies, as Copies gives them,
// and returns the whole. shingles gives those of an article of a pair. An article
// becomes the copy of the earliest one that it is alike itself: a chain of
// updates of which each is like the one before does not become one.
func JoinNear(copies []int32, pairs []Pair, shingles func(article int32) []uint64) []int32 {
	out := slices.Clone(copies)
	joined := map[int32]int32{}
	for _, p := range pairs { // by the second, then by the first, in order of time
		if _, ok := joined[p.Second]; ok {
			continue
		}
		if _, ok := joined[p.First]; ok {
			continue // itself a near copy: its original is among the pairs or is not alike
		}
		if near(shingles(p.First), shingles(p.Second)) {
			joined[p.Second] = p.First
		}
	}
	for i, c := range out {
		if first, ok := joined[c]; ok {
			out[i] = first
		}
	}
	return out
}

// near compares sorted shingles.
func near(a, b []uint64) bool {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	shorter, longer := float64(min(len(a), len(b))), float64(max(len(a), len(b)))
	both := float64(common)
	return both >= alikeTexts*(shorter+longer-both) || both >= cutTexts*shorter && shorter >= cutShort*longer
}

// withinDays reports whether two articles are near in time. Articles of unknown
// date are near to each other: nothing speaks against it.
func withinDays(a, b detente.Published) bool {
	if !a.Known() || !b.Known() {
		return a.Known() == b.Known()
	}
	return b.Interval.Lo <= a.Interval.Hi.AddDays(nearDays)
}

// byTime orders articles as Copies chooses the one that represents others: by
// publication, the unknown last, then by DocID.
func byTime(articles []Article) []int32 {
	order := make([]int32, len(articles))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &articles[a], &articles[b]
		return cmp.Or(comparePublished(x.Published, y.Published), strings.Compare(x.DocID, y.DocID), cmp.Compare(a, b))
	})
	return order
}
