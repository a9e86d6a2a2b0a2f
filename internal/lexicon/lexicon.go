// Package lexicon holds what every table of words needs: reading TSV data
// files, folding words so that look-ups do not stumble over case, accents and
// typography, one hash per word, and longest-match look-up of phrases.
package lexicon

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Rows reads a table of tab-separated columns. Blank lines and lines that begin
// with '#' are comments; columns are trimmed; missing trailing columns are "".
// It returns one slice of exactly columns strings per row, in file order, or an
// error that names the file and line of a row with more columns than that or
// with an empty first one.
func Rows(name, tsv string, columns int) ([][]string, error) {
	var rows [][]string
	for n, line := range strings.Split(tsv, "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) > columns {
			return nil, fmt.Errorf("%s, line %d: %d columns, want at most %d", name, n+1, len(cells), columns)
		}
		row := make([]string, columns)
		for i, c := range cells {
			row[i] = strings.TrimSpace(c)
		}
		if row[0] == "" {
			return nil, fmt.Errorf("%s, line %d: the first column is empty", name, n+1)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Fold gives the form by which words are compared: lower case, without accents,
// with a straight apostrophe and a plain hyphen.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf || s[i] >= 'A' && s[i] <= 'Z' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		out = appendFolded(out, r)
	}
	return string(out)
}

// Hash is a 64-bit hash of Fold(s), computed without building it. It is the
// same on every machine and never 0.
func Hash(s string) uint64 {
	h := uint64(fnvOffset)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			h = (h ^ uint64(c)) * fnvPrime
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		var buf [maxFolded]byte
		for _, c := range appendFolded(buf[:0], r) {
			h = (h ^ uint64(c)) * fnvPrime
		}
	}
	h ^= h >> 32 // FNV mixes low bits poorly into high ones
	h *= 0x9E3779B97F4A7C15
	h ^= h >> 29
	if h == 0 {
		return 1
	}
	return h
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211

	// maxFolded is room for the folded form of any one character.
	maxFolded = 64
)

// apart are letters that do not decompose into a base and an accent, and marks
// that stand for others.
var apart = map[rune]string{
	'’': "'", '‘': "'", 'ʼ': "'", '`': "'", '´': "'", '‐': "-", '‑': "-",
	'ß': "ss", 'ø': "o", 'Ø': "o", 'ł': "l", 'Ł': "l", 'đ': "d", 'Đ': "d", 'ð': "d", 'Ð': "d", 'ı': "i",
	'æ': "ae", 'Æ': "ae", 'œ': "oe", 'Œ': "oe",
}

// appendFolded appends the folded form of one character.
func appendFolded(out []byte, r rune) []byte {
	if r == '’' { // by far the most frequent
		return append(out, '\'')
	}
	if s, ok := apart[r]; ok {
		return append(out, s...)
	}
	if r < utf8.RuneSelf {
		return append(out, byte(unicode.ToLower(r)))
	}
	var src [utf8.UTFMax]byte
	var dst [maxFolded]byte
	decomposed := norm.NFD.Append(dst[:0], src[:utf8.EncodeRune(src[:], r)]...)
	for i := 0; i < len(decomposed); {
		c, n := utf8.DecodeRune(decomposed[i:])
		i += n
		if !unicode.Is(unicode.Mn, c) {
			out = utf8.AppendRune(out, unicode.ToLower(c))
		}
	}
	return out
}

// Phrases finds the longest known phrase at a place in a row of word hashes.
// It is read-only once built; the zero value is empty.
type Phrases[V any] struct {
	next    map[edge]int32
	value   []V
	ends    []bool
	longest int
	first   []uint64 // a bit for the first words: most words start no phrase, and a bit is cheaper than the map
}

// firstWords is how many places of bits there are for first words.
const firstWords = 256

// maybe reports whether a phrase may start with the word; few that it lets pass
// start none.
func (p *Phrases[V]) maybe(word uint64) bool {
	return len(p.first) == firstWords && p.first[word>>6%firstWords]>>(word%64)&1 != 0
}

type edge struct {
	state int32
	word  uint64
}

// Add puts a phrase, given as its words' hashes. A phrase that is there already
// keeps its first value, and Add reports false.
func (p *Phrases[V]) Add(words []uint64, v V) bool {
	if len(words) == 0 {
		return false
	}
	if p.next == nil {
		p.next = map[edge]int32{}
		p.first = make([]uint64, firstWords)
		p.value = make([]V, 1)
		p.ends = make([]bool, 1)
	}
	p.first[words[0]>>6%firstWords] |= 1 << (words[0] % 64)
	state := int32(0)
	for _, w := range words {
		s, ok := p.next[edge{state, w}]
		if !ok {
			s = int32(len(p.value))
			p.next[edge{state, w}] = s
			var zero V
			p.value = append(p.value, zero)
			p.ends = append(p.ends, false)
		}
		state = s
	}
	if p.ends[state] {
		return false
	}
	p.value[state], p.ends[state] = v, true
	p.longest = max(p.longest, len(words))
	return true
}

// Get gives the value of exactly this phrase.
func (p *Phrases[V]) Get(words []uint64) (v V, ok bool) {
	if len(p.ends) == 0 {
		return v, false
	}
	state := int32(0)
	for _, w := range words {
		if state, ok = p.next[edge{state, w}]; !ok {
			return v, false
		}
	}
	return p.value[state], p.ends[state]
}

// Longest gives the longest phrase that starts at words[i]: how many words it
// has and its value; n is 0 when none starts there.
func (p *Phrases[V]) Longest(words []uint64, i int) (n int, v V) {
	if i >= len(words) || !p.maybe(words[i]) {
		return 0, v
	}
	state := int32(0)
	for k := i; k < len(words); k++ {
		s, ok := p.next[edge{state, words[k]}]
		if !ok {
			break
		}
		state = s
		if p.ends[state] {
			n, v = k-i+1, p.value[state]
		}
	}
	return n, v
}

// Max is the number of words of the longest phrase.
func (p *Phrases[V]) Max() int { return p.longest }
