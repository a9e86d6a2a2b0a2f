package lexicon

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// CueKind says what a cue reports.
type CueKind uint8

const (
	CueSpeech  CueKind = iota + 1 // said, tweeted, accused
	CueThought                    // believes, fears
	CueGesture                    // nodded, shows
)

// CueWord is the part of speech of a cue.
type CueWord uint8

const (
	CueVerb        CueWord = iota + 1 // said
	CuePreposition                    // according to
	CueNoun                           // the claim that
	CueAdjective                      // is confident that
)

// Complement is a set of what may follow a cue as its content.
type Complement uint8

const (
	ThatClause Complement = 1 << iota // said that talks had failed
	BareClause                        // said talks had failed
	Infinitive                        // vowed to respond
	IngForm                           // denied arming rebels
	NounPhrase                        // condemned the raid
	Question                          // asked whether
	Quotation                         // said: “No.”
	Recipient                         // the one spoken to comes first: told reporters that
)

// Has reports whether one of o is in the set.
func (c Complement) Has(o Complement) bool { return c&o != 0 }

// Cue is one entry of the table of cues.
type Cue struct {
	Entry      string
	Lemma      uint64 // Hash of its first word
	Word       CueWord
	Kind       CueKind
	Weight     float32 // how often the word is a cue where it is used, 0 to 1
	Complement Complement
}

// CueHit is a cue found in a text.
type CueHit struct {
	Cue   *Cue
	Form  VerbForm // of the first word of a verb
	Words int
}

// CueTable finds cues by the hashes of words. It is read-only.
type CueTable struct {
	verbs  Phrases[cueForm]
	others Phrases[*Cue]
}

type cueForm struct {
	cue  *Cue
	form VerbForm
}

//go:embed cues.tsv
var cuesTSV string

// Cues gives the embedded table. It is built once; an error means that the
// embedded file is broken.
var Cues = sync.OnceValues(func() (*CueTable, error) { return readCues("cues.tsv", cuesTSV) })

func readCues(name, tsv string) (*CueTable, error) {
	rows, err := Rows(name, tsv, 5)
	if err != nil {
		return nil, err
	}
	verbs, err := Verbs()
	if err != nil {
		return nil, err
	}
	t := &CueTable{}
	for _, row := range rows {
		c, err := readCue(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		words := strings.Fields(c.Entry)
		hashes := make([]uint64, len(words))
		for i, w := range words {
			hashes[i] = Hash(w)
		}
		c.Lemma = hashes[0]
		if c.Word != CueVerb {
			t.others.Add(hashes, c)
			if c.Word == CueNoun && len(words) == 1 {
				t.others.Add([]uint64{Hash(addS(words[0]))}, c)
			}
			continue
		}
		for _, f := range verbs.Inflect(words[0]) {
			hashes[0] = Hash(f.Word)
			if old, ok := t.verbs.Get(hashes); ok {
				if old.cue == c {
					t.verbs.set(hashes, cueForm{c, old.form | f.Form})
				}
				continue
			}
			t.verbs.Add(hashes, cueForm{c, f.Form})
		}
	}
	return t, nil
}

func readCue(row []string) (*Cue, error) {
	c := &Cue{Entry: row[0]}
	c.Word = map[string]CueWord{"verb": CueVerb, "prep": CuePreposition, "noun": CueNoun, "adj": CueAdjective}[row[1]]
	c.Kind = map[string]CueKind{"speech": CueSpeech, "thought": CueThought, "gesture": CueGesture}[row[2]]
	if c.Word == 0 || c.Kind == 0 {
		return nil, fmt.Errorf("cue %q: no part of speech %q or no kind %q", row[0], row[1], row[2])
	}
	w, err := strconv.ParseFloat(row[3], 32)
	if err != nil || w < 0 || w > 1 {
		return nil, fmt.Errorf("cue %q: weight %q is not between 0 and 1", row[0], row[3])
	}
	c.Weight = float32(w)
	for _, l := range row[4] {
		i := strings.IndexRune("tbignwqo", l)
		switch {
		case l == '-':
		case i < 0:
			return nil, fmt.Errorf("cue %q: no complement %q", row[0], l)
		default:
			c.Complement |= 1 << i
		}
	}
	return c, nil
}

// Verb gives the longest cue verb or verb phrase that starts at words[i].
func (t *CueTable) Verb(words []uint64, i int) (CueHit, bool) {
	n, v := t.verbs.Longest(words, i)
	return CueHit{v.cue, v.form, n}, n > 0
}

// Other gives the longest cue that is no verb: "according to", a noun, an
// adjective.
func (t *CueTable) Other(words []uint64, i int) (CueHit, bool) {
	n, c := t.others.Longest(words, i)
	return CueHit{Cue: c, Words: n}, n > 0
}

// At reports whether a cue stands at words[i].
func (t *CueTable) At(words []uint64, i int) bool {
	if _, ok := t.Verb(words, i); ok {
		return true
	}
	_, ok := t.Other(words, i)
	return ok
}
