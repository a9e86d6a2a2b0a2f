package ner

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/grammar"
	"detente/pipeline/mention/kb"
)

// View is what the features see of one sentence. The zero View, with what
// NewView gives it, is filled anew for each sentence and keeps its memory.
type View struct {
	clusters *model.Table
	base     *kb.Base

	n       int
	words   []grammar.Lex // pad words before and behind, see word
	tags    []uint8
	caps    []bool   // the word has a capital
	on      []bool   // the word may be part of a name
	known   []uint32 // what the knowledge base knows of the word, packed
	nations []uint8  // by word: how many words of an adjective or people begin there
	run     []run    // of each word with a capital
	hashes  []uint64 // of the folded words

	features features
}

// run is a row of words with capitals.
type run struct{ first, end int32 }

// pad is how many empty words stand before and behind those of a sentence.
const pad = 2

// NewView makes a View for the trainer.
func NewView(table *model.Table, base *kb.Base) *View { return &View{clusters: table, base: base} }

// Len is the number of words in view.
func (v *View) Len() int { return v.n }

// On reports whether word i may be part of a name. Other words are outside.
func (v *View) On(i int) bool { return v.on[i] }

// Fill reads sentence s of a document.
func (v *View) Fill(doc *detente.Doc, tree *detente.Tree, s int) {
	first, last := doc.Sentences[s].First, doc.Sentences[s].Last
	v.reset(int(last - first))
	loud := loud(doc, first, last)
	for i := range v.n {
		t := &doc.Tokens[int(first)+i]
		word := t.Span.In(doc.Text)
		v.hashes[i] = t.Hash
		v.caps[i] = capital(word)
		if loud && len(word) > 3 && v.caps[i] {
			word = quiet(word)
		}
		v.words[i+pad].Read(word, t.Hash, v.clusters)
		v.tags[i+pad] = uint8(tree.Tags[int(first)+i].XPOS)
	}
	v.runs()
	v.lookUp()
	v.choose()
}

func (v *View) reset(n int) {
	v.n = n
	if size := n + 2*pad; cap(v.words) < size {
		grown := size + size/2
		v.words, v.tags = make([]grammar.Lex, grown), make([]uint8, grown)
		v.caps, v.on, v.known, v.run = make([]bool, grown), make([]bool, grown), make([]uint32, grown), make([]run, grown)
		v.hashes, v.nations = make([]uint64, grown), make([]uint8, grown)
	}
	v.words, v.tags, v.known = v.words[:n+2*pad], v.tags[:n+2*pad], v.known[:n+2*pad]
	v.caps, v.on, v.run, v.hashes, v.nations = v.caps[:n], v.on[:n], v.run[:n], v.hashes[:n], v.nations[:n]
	for k := range pad {
		v.words[k], v.words[n+pad+k] = grammar.Lex{}, grammar.Lex{}
		v.tags[k], v.tags[n+pad+k] = 0, 0
	}
	clear(v.known)
	clear(v.on)
	clear(v.nations)
}

// capital reports whether a word has a capital letter anywhere.
func capital(word string) bool {
	for i := 0; i < len(word); i++ {
		if c := word[i]; c >= 'A' && c <= 'Z' {
			return true
		} else if c >= utf8.RuneSelf {
			return strings.IndexFunc(word[i:], unicode.IsUpper) >= 0
		}
	}
	return false
}

// loud reports whether a sentence is printed in capitals: a heading, an old wire.
func loud(doc *detente.Doc, first, last int32) bool {
	words := 0
	for i := first; i < last; i++ {
		if t := &doc.Tokens[i]; t.Kind == detente.Word {
			for _, c := range []byte(t.Span.In(doc.Text)) {
				if c >= 'a' && c <= 'z' {
					return false
				}
			}
			words++
		}
	}
	return words > 2
}

// quiet leaves only the first letter of a word large.
func quiet(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return word[:size] + strings.ToLower(word[size:])
}

// runs finds the rows of capitals.
func (v *View) runs() {
	for i := 0; i < v.n; {
		if !v.caps[i] {
			v.run[i] = run{}
			i++
			continue
		}
		j := i
		for j < v.n && (v.caps[j] || j+1 < v.n && v.caps[j+1] && v.hashes[j] == hHyphen) {
			j++
		}
		for k := i; k < j; k++ {
			v.run[k] = run{int32(i), int32(j)}
		}
		i = j
	}
}

var hHyphen = lexicon.Hash("-")

// choose tells which words may be part of a name: those with a capital, those
// that the knowledge base has as names, their neighbours, and the short gaps
// between two of them ("Ministry of the Interior").
func (v *View) choose() {
	last := -1 << 10
	for i := range v.n {
		if !v.caps[i] && v.known[i+pad]&kindMask == 0 {
			continue
		}
		from := max(i-1, 0)
		if i-last <= longestGap {
			from = last
		}
		for k := from; k <= min(i+1, v.n-1); k++ {
			v.on[k] = true
		}
		last = i
	}
}

const longestGap = 5

// What the knowledge base knows of a word, packed: the kind of the longest name
// it stands in and its place there, that of a second meaning, whether it is a
// surname, a first name, part of a title, of an organ, of a class.
const (
	kindMask    = 7 // a kb.Relation, and for a Name the type apart
	placeShift  = 3
	secondShift = 5
	surnameBit  = 1 << 8
	firstShift  = 9
	titleShift  = 11 // 1 inside, 2 last word
	organBit    = 1 << 13
	classBit    = 1 << 14
)

// The kinds of known names.
const (
	noKind = iota
	personKind
	bodyKind
	countryKind
	adjectiveKind
	demonymKind
	seatKind
	locationKind
)

// The places of a word in a known phrase.
const (
	alone = iota
	firstPlace
	innerPlace
	lastPlace
)

func (v *View) kind(r kb.Ref) uint32 {
	switch r.Relation {
	case kb.Adjective:
		return adjectiveKind
	case kb.Demonym:
		return demonymKind
	case kb.Seat:
		return seatKind
	case kb.Location:
		return locationKind
	}
	switch v.base.Item(r.Item).Type {
	case detente.Person:
		return personKind
	case detente.Country:
		return countryKind
	}
	return bodyKind
}

// lookUp asks the knowledge base about every word that is in or near capitals.
func (v *View) lookUp() {
	h := v.hashes
	near := -1 // the next word with a capital
	for i := v.n - 1; i >= 0; i-- {
		if v.caps[i] {
			near = i
		}
		if v.caps[i] || near >= 0 && near-i <= 4 {
			v.lookUpRoles(h, i)
		}
		if !v.caps[i] {
			continue
		}
		if n, refs := v.base.Names(h, i); n > 0 {
			x := v.kind(refs[0])
			for _, r := range refs[1:] {
				if k := v.kind(r); k != x {
					x |= k << secondShift
					break
				}
			}
			v.lay(i, n, x)
			if k := x & kindMask; k == adjectiveKind || k == demonymKind {
				v.nations[i] = uint8(n)
			}
		}
		if n, _ := v.base.Surnames(h, i); n > 0 {
			for k := i; k < i+n; k++ {
				v.known[k+pad] |= surnameBit
			}
		}
		if g, ok := v.base.FirstName(h[i]); ok {
			v.known[i+pad] |= (uint32(g)%3 + 1) << firstShift
		}
	}
}

func (v *View) lookUpRoles(h []uint64, i int) {
	if n, _ := v.base.Title(h, i); n > 0 {
		for k := i; k < i+n; k++ {
			t := uint32(1)
			if k == i+n-1 {
				t = 2
			}
			v.known[k+pad] = v.known[k+pad]&^(3<<titleShift) | t<<titleShift
		}
	}
	if n, _ := v.base.Organ(h, i); n > 0 {
		for k := i; k < i+n; k++ {
			v.known[k+pad] |= organBit
		}
	}
	if n, _ := v.base.Class(h, i); n > 0 {
		v.known[i+pad] |= classBit
	}
}

// lay writes what a name of n words means over them, over what shorter names
// that begin inside it said.
func (v *View) lay(i, n int, x uint32) {
	const mine = kindMask | 3<<placeShift | 7<<secondShift
	for k := i; k < i+n; k++ {
		place := uint32(innerPlace)
		switch {
		case n == 1:
			place = alone
		case k == i:
			place = firstPlace
		case k == i+n-1:
			place = lastPlace
		}
		v.known[k+pad] = v.known[k+pad]&^mine | x | place<<placeShift
	}
}

// nation gives the number of words of the adjective of a country, or of its
// people, that begins at word i; 0 when none does.
func (v *View) nation(i int) int {
	if !v.caps[i] {
		return 0
	}
	return int(v.nations[i])
}
