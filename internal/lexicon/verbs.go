package lexicon

import (
	_ "embed"
	"strings"
	"sync"
)

// VerbForm is a set of the forms that a word may be of a verb: "imposed" is
// FormPast and FormParticiple, "put" all but FormS and FormIng.
type VerbForm uint8

const (
	FormBase       VerbForm = 1 << iota // impose
	FormS                               // imposes
	FormPast                            // imposed, wrote
	FormParticiple                      // imposed, written
	FormIng                             // imposing
)

// Has reports whether one of the forms of o is in the set.
func (f VerbForm) Has(o VerbForm) bool { return f&o != 0 }

// Finite reports whether the word can be the verb of a clause by itself.
func (f VerbForm) Finite() bool { return f.Has(FormBase | FormS | FormPast) }

// Inflection is one form of a verb.
type Inflection struct {
	Word string
	Form VerbForm
}

// Verb is what a word is as a verb.
type Verb struct {
	Lemma uint64 // Hash of the lemma
	Forms VerbForm
}

// VerbTable knows the forms of verbs in both directions. It is read-only.
type VerbTable struct {
	forms  map[uint64]Verb
	stored map[string][]Inflection // lemmas whose forms no rule gives
}

//go:embed verbs.tsv
var verbsTSV string

// Verbs gives the table of the embedded verbs. It is built once; an error means
// that the embedded file is broken.
var Verbs = sync.OnceValues(func() (*VerbTable, error) { return readVerbs("verbs.tsv", verbsTSV) })

func readVerbs(name, tsv string) (*VerbTable, error) {
	rows, err := Rows(name, tsv, 4)
	if err != nil {
		return nil, err
	}
	t := &VerbTable{forms: make(map[uint64]Verb, 5*len(rows)), stored: map[string][]Inflection{}}
	// Forms that the file gives go first: "found" is of find before it is of
	// found, "saw" of see before it is of saw.
	for _, given := range []bool{true, false} {
		for _, row := range rows {
			if (row[1] != "") != given {
				continue
			}
			lemma := row[0]
			if given {
				t.stored[lemma] = storedForms(row)
			}
			for _, f := range t.Inflect(lemma) {
				t.add(Hash(lemma), f)
			}
		}
	}
	return t, nil
}

func (t *VerbTable) add(lemma uint64, f Inflection) {
	h := Hash(f.Word)
	v, ok := t.forms[h]
	switch {
	case !ok:
		t.forms[h] = Verb{lemma, f.Form}
	case v.Lemma == lemma:
		t.forms[h] = Verb{lemma, v.Forms | f.Form}
	}
}

// storedForms makes the forms of a row; what the row leaves out follows the rule.
func storedForms(row []string) []Inflection {
	lemma := row[0]
	forms := []Inflection{{lemma, FormBase}}
	if s, ok := map[string]string{"be": "is", "have": "has", "do": "does"}[lemma]; ok {
		forms = append(forms, Inflection{s, FormS})
	} else {
		forms = append(forms, Inflection{addS(lemma), FormS})
	}
	if lemma == "be" {
		forms = append(forms, Inflection{"are", FormBase}, Inflection{"am", FormBase})
	}
	add := func(cell string, f VerbForm, rule func(string) string) {
		if cell == "" {
			cell = rule(lemma)
		}
		for w := range strings.SplitSeq(cell, "/") {
			forms = append(forms, Inflection{w, f})
		}
	}
	add(row[1], FormPast, addEd)
	add(row[2], FormParticiple, addEd)
	add(row[3], FormIng, addIng)
	return forms
}

// Inflect gives the forms of a verb, by the table where it knows the lemma and
// by rule otherwise. A form that serves twice ("imposed") is there twice.
func (t *VerbTable) Inflect(lemma string) []Inflection {
	if f, ok := t.stored[lemma]; ok {
		return f
	}
	ed := addEd(lemma)
	return []Inflection{
		{lemma, FormBase}, {addS(lemma), FormS}, {ed, FormPast}, {ed, FormParticiple}, {addIng(lemma), FormIng},
	}
}

// Lookup gives the verb that a word is a form of, by the word's hash. Words
// that are of two verbs are given to the more usual one.
func (t *VerbTable) Lookup(word uint64) (Verb, bool) {
	v, ok := t.forms[word]
	return v, ok
}

func addS(w string) string {
	switch {
	case endsConsonantY(w):
		return w[:len(w)-1] + "ies"
	case hasSuffix(w, "s", "x", "z", "ch", "sh"), w == "go" || w == "do" || hasSuffix(w, "eto", "cho", "rgo", "dergo"):
		return w + "es"
	}
	return w + "s"
}

func addEd(w string) string {
	switch {
	case endsConsonantY(w):
		return w[:len(w)-1] + "ied"
	case hasSuffix(w, "e"):
		return w + "d"
	case doubles(w):
		return w + w[len(w)-1:] + "ed"
	}
	return w + "ed"
}

func addIng(w string) string {
	switch {
	case hasSuffix(w, "ie"):
		return w[:len(w)-2] + "ying"
	case hasSuffix(w, "ee", "oe", "ye"):
		return w + "ing"
	case hasSuffix(w, "e"):
		return w[:len(w)-1] + "ing"
	case doubles(w):
		return w + w[len(w)-1:] + "ing"
	}
	return w + "ing"
}

// doubles reports whether a word of one syllable ends in one vowel and one
// consonant that doubles (plan, ban). Longer words stand in the table.
func doubles(w string) bool {
	n := len(w)
	if n < 3 || hasSuffix(w, "w", "x", "y") || isVowel(w[n-1]) || !isVowel(w[n-2]) || isVowel(w[n-3]) {
		return false
	}
	for i := range n - 3 {
		if isVowel(w[i]) {
			return false
		}
	}
	return true
}

func endsConsonantY(w string) bool {
	return len(w) > 1 && w[len(w)-1] == 'y' && !isVowel(w[len(w)-2])
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func hasSuffix(w string, suffixes ...string) bool {
	for _, s := range suffixes {
		if strings.HasSuffix(w, s) {
			return true
		}
	}
	return false
}
