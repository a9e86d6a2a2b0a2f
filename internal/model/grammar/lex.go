// Package grammar is what the trainer and the product must share to agree: the
// lexical view of a token, the features of the taggers, the arc-eager
// transition system with its features, and the bundle of models that parses.
package grammar

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"detente/internal/model"
)

// Lex is what the features see of a word.
type Lex struct {
	Norm   uint64    // folded word, digits as 0
	Word   uint64    // the same with its capitals and digits
	Shape  uint64    // "Xxx", "dd", "xx-x": classes of characters, runs cut at two
	Suffix [4]uint32 // last one to four bytes, lower case
	Prefix [3]uint32 // first one to three bytes, case kept
	C      [3]uint32 // word cluster + 1 of 64, 512, 2048; 0 is unknown
	Amb    uint32    // what the tagger's dictionary knows of the word
}

// numberCluster stands for all words with digits that are in no cluster.
const numberCluster = 4000

// kept is how many bytes of a word, from its end, affixes and shape are read from.
const kept = 48

// Read fills l from the bytes of a word and the hash of its folded form (as
// lexicon.Hash gives it, which Token.Hash is). The clusters are those of the
// folded form.
func (l *Lex) Read(word string, hash uint64, clusters *model.Table) {
	var low [kept + 4]byte
	var capitals, digits uint64
	first := word
	if len(word) > kept {
		word = word[len(word)-kept:]
	}
	n := 0
	shape, last, run := uint64(1), byte(0), 0
	for i := 0; i < len(word); {
		c := word[i]
		class := byte('u')
		switch {
		case c >= 'a' && c <= 'z':
			class = 'x'
		case c >= 'A' && c <= 'Z':
			class = 'X'
			capitals |= 1 << n
			c += 'a' - 'A'
		case c >= '0' && c <= '9':
			class = 'd'
			digits = digits*31 + uint64(c)
			c = '0'
		case c < utf8.RuneSelf:
			class = c
		default:
			r, size := utf8.DecodeRuneInString(word[i:])
			if plain := plainMark(r); plain != 0 {
				c, class = plain, plain
			}
			for k := 1; k < size && c >= utf8.RuneSelf; k++ {
				low[n] = word[i+k-1]
				n++
				c = word[i+k]
			}
			i += size - 1
		}
		low[n] = c
		n++
		i++
		if class == last {
			run++
		} else {
			last, run = class, 0
		}
		if run < 2 {
			shape = bits.RotateLeft64(shape, 8) ^ uint64(class)*0x100000001B3
		}
	}
	if n == 1 && (low[0] == '"' || low[0] == '\'') {
		hash = uint64(low[0]) // the hash of a folded word tells curly marks from straight ones
	}
	l.Shape = shape
	l.Norm = hash
	if digits != 0 {
		l.Norm = hashBytes(low[:n])
	}
	l.Word = hash ^ capitals*0xFF51AFD7ED558CCD
	l.affixes(low[:n], first)
	c := clusters.Get(hash)
	l.C = [3]uint32{c & 0x7F, c >> 7 & 0x3FF, c >> 17}
	if c == 0 && digits != 0 {
		l.C = [3]uint32{100, 1000, numberCluster}
	}
}

func (l *Lex) affixes(low []byte, word string) {
	var tail [8]byte
	copy(tail[max(0, 4-len(low)):4], low[max(0, len(low)-4):])
	x := binary.LittleEndian.Uint32(tail[:4])
	l.Suffix = [4]uint32{x >> 24, x >> 16, x >> 8, x}
	var head [4]byte
	if r, size := utf8.DecodeRuneInString(word); plainMark(r) != 0 {
		head[0] = plainMark(r)
		copy(head[1:3], word[size:])
	} else {
		copy(head[:3], word)
	}
	x = binary.LittleEndian.Uint32(head[:])
	l.Prefix = [3]uint32{x & 0xFF, x & 0xFFFF, x}
}

// plainMark gives the ASCII character that stands for a typographic one, so
// that typography changes nothing: 0 when there is none.
func plainMark(r rune) byte {
	switch r {
	case '’', '‘', 'ʼ':
		return '\''
	case '“', '”':
		return '"'
	case '–', '—', '‑':
		return '-'
	}
	return 0
}

// Clusters packs the numbers of a word's clusters, of 64, 512 and 2048, into
// the payload of the cluster table.
func Clusters(c64, c512, c2048 uint32) uint32 {
	return (c64 + 1) | (c512+1)<<7 | (c2048+1)<<17
}

func hashBytes(b []byte) uint64 {
	h := uint64(0xCBF29CE484222325)
	for _, c := range b {
		h = (h ^ uint64(c)) * 0x100000001B3
	}
	return h ^ h>>29
}
