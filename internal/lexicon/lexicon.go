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
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		foldRune(r, func(c rune) { b.WriteRune(c) })
	}
	return b.String()
}

// Hash is a 64-bit hash of Fold(s), computed without building it for plain
// text. It is the same on every machine and never 0.
func Hash(s string) uint64 {
	h := uint64(fnvOffset)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return hashFolded(s)
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		h = (h ^ uint64(c)) * fnvPrime
	}
	return finish(h)
}

const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func hashFolded(s string) uint64 {
	h := uint64(fnvOffset)
	for _, r := range s {
		foldRune(r, func(c rune) {
			var buf [utf8.UTFMax]byte
			for _, b := range buf[:utf8.EncodeRune(buf[:], c)] {
				h = (h ^ uint64(b)) * fnvPrime
			}
		})
	}
	return finish(h)
}

func finish(h uint64) uint64 {
	h ^= h >> 32 // FNV mixes low bits poorly into high ones
	h *= 0x9E3779B97F4A7C15
	h ^= h >> 29
	if h == 0 {
		return 1
	}
	return h
}

func foldRune(r rune, emit func(rune)) {
	switch r {
	case '’', '‘', 'ʼ', '`', '´':
		emit('\'')
		return
	case '‐', '‑':
		emit('-')
		return
	case 'ß':
		emit('s')
		emit('s')
		return
	case 'ø', 'Ø':
		emit('o')
		return
	case 'ł', 'Ł':
		emit('l')
		return
	case 'đ', 'Đ', 'ð', 'Ð':
		emit('d')
		return
	case 'ı':
		emit('i')
		return
	case 'æ', 'Æ':
		emit('a')
		emit('e')
		return
	case 'œ', 'Œ':
		emit('o')
		emit('e')
		return
	}
	if r < utf8.RuneSelf {
		emit(unicode.ToLower(r))
		return
	}
	var src [utf8.UTFMax]byte
	var dst [32]byte
	n := utf8.EncodeRune(src[:], r)
	for _, c := range string(norm.NFD.Append(dst[:0], src[:n]...)) {
		if !unicode.Is(unicode.Mn, c) {
			emit(unicode.ToLower(c))
		}
	}
}

// Phrases finds the longest known phrase at a place in a row of word hashes.
// It is read-only once built; the zero value is empty.
type Phrases[V any] struct {
	next    map[edge]int32
	value   []V
	ends    []bool
	longest int
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
		p.value = make([]V, 1)
		p.ends = make([]bool, 1)
	}
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
	if len(p.ends) == 0 {
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
