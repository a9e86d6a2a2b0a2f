package events

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

//go:embed stop.tsv
var stopTSV string

//go:embed same.tsv
var sameTSV string

// Vocabulary knows by which words of a row another telling of it is recognised.
// It is read-only.
type Vocabulary struct {
	verbs *lexicon.VerbTable
	head  map[uint64]uint64 // by Hash of a lemma: what stands for it, 0 for a stop word
}

// LoadVocabulary gives the embedded vocabulary. It is built once; an error means
// that an embedded file is broken.
var LoadVocabulary = sync.OnceValues(func() (*Vocabulary, error) { return readVocabulary(stopTSV, sameTSV) })

func readVocabulary(stop, same string) (*Vocabulary, error) {
	verbs, err := lexicon.Verbs()
	if err != nil {
		return nil, err
	}
	v := &Vocabulary{verbs: verbs, head: map[uint64]uint64{}}
	rows, err := lexicon.Rows("stop.tsv", stop, 1)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, w := range strings.Fields(r[0]) {
			v.head[v.lemma(w)] = 0
		}
	}
	if rows, err = lexicon.Rows("same.tsv", same, 1); err != nil {
		return nil, err
	}
	for _, r := range rows {
		words := strings.Fields(r[0])
		for _, w := range words {
			l, first := v.lemma(w), v.lemma(words[0])
			if h, ok := v.head[l]; ok && h != first {
				return nil, fmt.Errorf("same.tsv: %q stands on two lines or is a stop word", w)
			}
			v.head[l] = first
		}
	}
	return v, nil
}

// maxTerms is the most words of a row that are kept, from its beginning.
const maxTerms = 24

// numberBit marks the hash of a number: other figures are another thing.
const numberBit = 1 << 31

func isNumber(term uint32) bool { return term&numberBit != 0 }

// Terms gives the content words of a row as sorted hashes: lemmas without stop
// words, words that tellings exchange as one, without the words of the given
// names, which all rows of a pair share. It is nil where there are none.
func (v *Vocabulary) Terms(text string, spans []detente.Span, names []string) []uint32 {
	var drop []string
	for _, n := range names {
		eachWord(lexicon.Fold(n), func(w string) { drop = append(drop, stemOfName(w)) })
	}
	var out []uint32
	for _, s := range spans {
		eachWord(s.In(text), func(word string) {
			number := word[0] >= '1' && word[0] <= '9'
			if len(out) == maxTerms || len(word) < 2 && !number || word[0] == '0' {
				return // "0" is what a point divides from "5"
			}
			h, ok := v.head[v.lemma(word)]
			if ok && h == 0 {
				return
			}
			if !ok {
				h = v.lemma(word)
			}
			folded := lexicon.Fold(word)
			if slices.ContainsFunc(drop, func(d string) bool { return d != "" && strings.HasPrefix(folded, d) }) {
				return
			}
			t := uint32(h^h>>32) &^ numberBit
			if number {
				t |= numberBit
			}
			if !slices.Contains(out, t) {
				out = append(out, t)
			}
		})
	}
	slices.Sort(out)
	return out
}

// stemOfName is what a name has in common with its adjective: "bexi" of Bexia
// and Bexian. Words of fewer than four letters stand in names of any kind.
func stemOfName(w string) string {
	if len(w) < 4 {
		return ""
	}
	return strings.TrimRight(w, "aeiouy")
}

// lemma is a hash of the word without its ending.
func (v *Vocabulary) lemma(word string) uint64 {
	h := lexicon.Hash(word)
	if verb, ok := v.verbs.Lookup(h); ok {
		return verb.Lemma
	}
	stem := singular(word)
	if len(stem) == len(word) {
		return h
	}
	h = lexicon.Hash(stem)
	if strings.HasSuffix(word, "ies") || strings.HasSuffix(word, "IES") {
		h = lexicon.Hash(stem + "y")
	}
	if verb, ok := v.verbs.Lookup(h); ok {
		return verb.Lemma
	}
	return h
}

// singular cuts a plural's ending, and "ies" whole.
func singular(w string) string {
	end := func(s string) bool {
		return len(w) > len(s)+1 && strings.EqualFold(w[len(w)-len(s):], s)
	}
	switch {
	case len(w) < 4 || end("ss") || end("us") || end("is"):
		return w
	case end("ies"):
		return w[:len(w)-3]
	case end("ches") || end("shes") || end("sses") || end("xes") || end("zes"):
		return w[:len(w)-2]
	case end("s"):
		return w[:len(w)-1]
	}
	return w
}
