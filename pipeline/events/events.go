// Package events finds what is told more than once: articles that are copies of
// one another, and the utterance or deed behind several rows. One event counts
// once, however many outlets print it and however many weeks it comes back as
// background.
//
// It looks at a whole corpus. Its functions are pure, and their results do not
// depend on the order of their inputs.
//
// Copies have the same words after folding ([Copies]), or share nearly all of
// them within days ([NearPairs], [JoinNear]).
//
// Linked are copies of a text, a row and its continuation, the same words by the
// same speaker, the same act in the same words, talks of the same parties on the
// same day, and tellings in other words whose speaker, target, class, content and
// time agree. There is no "one a day" filter: two threats on one day are two
// events.
package events

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

// Article is what is asked of an article to tell whether it is a copy.
type Article struct {
	DocID       string
	Fingerprint [16]byte
	Published   detente.Published
	Sketch      Sketch // by NewSketch
}

// Fingerprint is a hash of the words of a text, without its dateline: case,
// accents, marks and spacing do not count. It is zero for a text without words.
func Fingerprint(text string, dateline detente.Span) [16]byte {
	var out [16]byte
	h := sha256.New()
	buf := make([]byte, 0, 4096)
	found := false
	add := func(word string) {
		found = true
		buf = binary.LittleEndian.AppendUint64(buf, lexicon.Hash(word))
		if len(buf) == cap(buf) {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	if dateline.Empty() {
		eachWord(text, add)
	} else {
		eachWord(text[:dateline.Start], add)
		eachWord(text[dateline.End:], add)
	}
	if !found {
		return out
	}
	h.Write(buf)
	copy(out[:], h.Sum(nil))
	return out
}

// ContentKey is a hash of the words of a row's content (for acts the
// predicate), and their number. The key is 0 when there are none.
func ContentKey(text string, spans []detente.Span) (key uint64, words int32) {
	for _, s := range spans {
		eachWord(s.In(text), func(word string) {
			words++
			key = (key ^ lexicon.Hash(word)) * 0x9E3779B97F4A7C15
			key ^= key >> 32
		})
	}
	if words > 0 && key == 0 {
		key = 1
	}
	return key, words
}

// eachWord calls f for every run of letters and digits. An apostrophe divides,
// so that its form cannot matter.
func eachWord(s string, f func(string)) {
	start := -1
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
		if inWord && start < 0 {
			start = i
		}
		if !inWord && start >= 0 {
			f(s[start:i])
			start = -1
		}
		i += n
	}
	if start >= 0 {
		f(s[start:])
	}
}

// Copies returns, per article, the index of the article that represents it: the
// earliest published of those with the same words, then the first by DocID. An
// article of its own represents itself. A zero fingerprint is like no other.
func Copies(articles []Article) []int32 {
	order := make([]int32, len(articles))
	out := make([]int32, len(articles))
	for i := range order {
		order[i], out[i] = int32(i), int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &articles[a], &articles[b]
		return cmp.Or(
			bytes.Compare(x.Fingerprint[:], y.Fingerprint[:]),
			comparePublished(x.Published, y.Published),
			strings.Compare(x.DocID, y.DocID),
			cmp.Compare(a, b),
		)
	})
	for i, a := range order {
		if i > 0 && articles[a].Fingerprint != [16]byte{} && articles[a].Fingerprint == articles[order[i-1]].Fingerprint {
			out[a] = out[order[i-1]]
		}
	}
	return out
}

// comparePublished puts the earlier first and the unknown last.
func comparePublished(a, b detente.Published) int {
	switch {
	case !a.Known() && !b.Known():
		return 0
	case !a.Known():
		return 1
	case !b.Known():
		return -1
	}
	return cmp.Or(cmp.Compare(a.Interval.Lo, b.Interval.Lo), cmp.Compare(a.Interval.Hi, b.Interval.Hi))
}
