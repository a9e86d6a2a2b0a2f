package lexicon

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"detente"
)

// ActKind is what a word of the act table is.
type ActKind uint8

const (
	ActVerb      ActKind = iota + 1 // bombed, called on, imposed sanctions
	ActNoun                         // sanctions, phone call
	ActAdjective                    // critical (of)
	CarryDo                         // imposed, held, launched: takes the class of its noun
	CarryEnd                        // lifted, called off: undoes the act of its noun
	CarryPlan                       // planned, threatened: the act of its noun, still to come
	ActGive                         // gave, returned: an act when a thing is given to somebody
	ActTold                         // left, allowed: an act only where the narrator tells it
)

// Patient is a set of places where the one acted upon stands.
type Patient uint16

const (
	PatientObject Patient = 1 << iota // bombed the port
	PatientOn
	PatientAgainst
	PatientWith
	PatientTo // also toward, towards
	PatientAt
	PatientOf
	PatientFrom
	PatientFor
	PatientIn // also into, inside, near
	PatientBetween
	PatientAbout
	PatientBy // a visit by Bexia's premier
)

// Has reports whether one of the places of o is in the set.
func (p Patient) Has(o Patient) bool { return p&o != 0 }

var patientNames = map[string]Patient{
	"object": PatientObject, "on": PatientOn, "upon": PatientOn, "against": PatientAgainst, "with": PatientWith,
	"to": PatientTo, "toward": PatientTo, "towards": PatientTo, "at": PatientAt, "of": PatientOf, "from": PatientFrom,
	"for": PatientFor, "in": PatientIn, "into": PatientIn, "along": PatientIn, "inside": PatientIn, "near": PatientIn,
	"between": PatientBetween, "about": PatientAbout, "over": PatientAbout, "by": PatientBy,
}

// Act is one entry of the act table.
type Act struct {
	Entry      string // lemma or phrase, as the table has it
	Kind       ActKind
	Class      detente.Class // ClassNone for carriers
	Mode       detente.Mode
	Patient    Patient
	Reciprocal bool // both sides act
	Speech     bool // done with words; may carry content
	ActorOnly  bool // a deed only when done to a public actor, its people or things
	Bare       bool // counts with nobody named
}

// ActHit is an entry found in a text.
type ActHit struct {
	Act   *Act
	Form  VerbForm // of the first word; 0 for nouns and adjectives
	Words int      // how many words it takes
}

// ActTable finds acts by the hashes of words. It is read-only.
type ActTable struct {
	verbs, carriers Phrases[actForm]
	told            Phrases[actForm]
	nouns           Phrases[*Act]
	adjectives      Phrases[*Act]
	pairs           map[[2]uint64]*Act
	paired          map[uint64]bool // the forms of the verbs in pairs
	determiners     map[uint64]bool
	prepositions    map[uint64]Patient
	entries         int
}

type actForm struct {
	act  *Act
	form VerbForm
}

//go:embed acts.tsv
var actsTSV string

// Acts gives the embedded table. It is built once; an error means that the
// embedded file is broken.
var Acts = sync.OnceValues(func() (*ActTable, error) { return readActs("acts.tsv", actsTSV) })

func readActs(name, tsv string) (*ActTable, error) {
	rows, err := Rows(name, tsv, 6)
	if err != nil {
		return nil, err
	}
	verbs, err := Verbs()
	if err != nil {
		return nil, err
	}
	t := &ActTable{pairs: map[[2]uint64]*Act{}, paired: map[uint64]bool{}, determiners: map[uint64]bool{}, prepositions: map[uint64]Patient{}, entries: len(rows)}
	for w := range strings.FieldsSeq("a an the its his her their our my any all some more new further") {
		t.determiners[Hash(w)] = true
	}
	for w, p := range patientNames {
		if p != PatientObject {
			t.prepositions[Hash(w)] = p
		}
	}
	for _, row := range rows {
		a, err := readAct(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, entry := range alternatives(a.Entry) {
			one := *a
			one.Entry = entry
			t.add(verbs, &one)
		}
	}
	return t, nil
}

// alternatives writes out the choices of an entry: "ease|cut tariffs" is two.
func alternatives(entry string) []string {
	out := []string{""}
	for word := range strings.FieldsSeq(entry) {
		var next []string
		for _, head := range out {
			for w := range strings.SplitSeq(word, "|") {
				next = append(next, strings.TrimSpace(head+" "+w))
			}
		}
		out = next
	}
	return out
}

func readAct(row []string) (*Act, error) {
	a := &Act{Entry: row[0]}
	kinds := map[string]ActKind{"verb": ActVerb, "noun": ActNoun, "adj": ActAdjective, "do": CarryDo, "end": CarryEnd, "plan": CarryPlan, "give": ActGive, "told": ActTold}
	if a.Kind = kinds[row[1]]; a.Kind == 0 {
		return nil, fmt.Errorf("entry %q: no part of speech %q", row[0], row[1])
	}
	if a.Class = detente.ParseClass(row[2]); a.Class == detente.ClassNone && (a.Kind < CarryDo || a.Kind >= ActGive) {
		return nil, fmt.Errorf("entry %q: no class %q", row[0], row[2])
	}
	for i, n := range detente.ModeNames {
		if n == row[3] {
			a.Mode = detente.Mode(i)
		}
	}
	if a.Mode.String() != row[3] {
		return nil, fmt.Errorf("entry %q: no mode %q", row[0], row[3])
	}
	for w := range strings.SplitSeq(row[4], ",") {
		if w == "" {
			continue
		}
		p := patientNames[w]
		if p == 0 {
			return nil, fmt.Errorf("entry %q: no place %q for the patient", row[0], w)
		}
		a.Patient |= p
	}
	for w := range strings.SplitSeq(row[5], ",") {
		switch w {
		case "recip":
			a.Reciprocal = true
		case "speech":
			a.Speech = true
		case "actor":
			a.ActorOnly = true
		case "bare":
			a.Bare = true
		case "":
		default:
			return nil, fmt.Errorf("entry %q: no flag %q", row[0], w)
		}
	}
	return a, nil
}

func (t *ActTable) add(verbs *VerbTable, a *Act) {
	var words []string
	var hashes []uint64
	for w := range strings.FieldsSeq(a.Entry) {
		if h := Hash(w); !t.determiners[h] {
			words, hashes = append(words, w), append(hashes, h)
		}
	}
	switch a.Kind {
	case ActNoun:
		t.addNoun(words, a)
		return
	case ActAdjective:
		t.adjectives.Add(hashes, a)
		return
	}
	lemma := hashes[0]
	for _, f := range verbs.Inflect(words[0]) {
		hashes[0] = Hash(f.Word)
		t.addVerb(hashes, a, f.Form)
	}
	// "impose sanctions" is found with any words between, once the noun is known.
	if last := hashes[len(hashes)-1]; a.Kind == ActVerb && len(words) > 1 && t.prepositions[hashes[1]] == 0 && !isParticle(words[len(words)-1]) {
		if _, ok := t.pairs[[2]uint64{lemma, last}]; !ok {
			t.pairs[[2]uint64{lemma, last}] = a
		}
		for _, f := range verbs.Inflect(words[0]) {
			t.paired[Hash(f.Word)] = true
		}
	}
}

// addNoun puts a noun and its plural, and again with the hyphens of its words as
// words of their own ("cease-fire", "cease - fire"), as segmentation cuts them.
func (t *ActTable) addNoun(words []string, a *Act) {
	last := len(words) - 1
	ends := []string{words[last]}
	if !strings.HasSuffix(words[last], "s") && !strings.HasSuffix(words[last], "ing") {
		ends = append(ends, addS(words[last]))
	}
	for _, end := range ends {
		all := append(append([]string{}, words[:last]...), end)
		for _, phrase := range []string{strings.Join(all, " "), strings.ReplaceAll(strings.Join(all, " "), "-", " - ")} {
			var hashes []uint64
			for w := range strings.FieldsSeq(phrase) {
				hashes = append(hashes, Hash(w))
			}
			t.nouns.Add(hashes, a)
		}
	}
}

// addVerb puts one form; where a form serves twice, the forms are joined.
func (t *ActTable) addVerb(hashes []uint64, a *Act, form VerbForm) {
	p := &t.verbs
	switch a.Kind {
	case CarryDo, CarryEnd, CarryPlan:
		p = &t.carriers
	case ActGive, ActTold:
		p = &t.told
	}
	if old, ok := p.Get(hashes); ok {
		if old.act == a {
			p.set(hashes, actForm{a, old.form | form})
		}
		return
	}
	p.Add(hashes, actForm{a, form})
}

func isParticle(w string) bool {
	switch w {
	case "off", "down", "up", "out", "about", "aside", "back", "away", "by", "upon", "behind", "around", "together", "over", "free", "go", "captive", "hostage", "ablaze", "dead", "sorry":
		return true
	}
	return patientNames[w] != 0
}

// Verb gives the longest verb or verb phrase that starts at words[i]; articles
// and possessives inside it are passed over. Words may end anywhere after i.
func (t *ActTable) Verb(words []uint64, i int) (ActHit, bool) { return t.phrase(&t.verbs, words, i) }

// Carrier gives the verb at words[i] that takes its class from a noun: an Act of
// kind CarryDo, CarryEnd or CarryPlan.
func (t *ActTable) Carrier(words []uint64, i int) (ActHit, bool) {
	return t.phrase(&t.carriers, words, i)
}

// Told gives the verb at words[i] that is an act only in the narrator's words: an
// Act of kind ActGive, which needs a thing and a receiver, or ActTold.
func (t *ActTable) Told(words []uint64, i int) (ActHit, bool) { return t.phrase(&t.told, words, i) }

func (t *ActTable) phrase(p *Phrases[actForm], words []uint64, i int) (ActHit, bool) {
	if i < 0 || i >= len(words) || !p.starts(words[i]) {
		return ActHit{}, false
	}
	var buf [8]uint64
	var place [9]int
	n := 0
	for k := i; k < len(words) && n < len(buf); k++ {
		if n > 0 && t.determiners[words[k]] {
			continue
		}
		buf[n] = words[k]
		n++
		place[n] = k - i + 1
	}
	m, v := p.Longest(buf[:n], 0)
	return ActHit{v.act, v.form, place[m]}, m > 0
}

// Noun gives the longest act noun that starts at words[i].
func (t *ActTable) Noun(words []uint64, i int) (ActHit, bool) {
	n, a := t.nouns.Longest(words, i)
	return ActHit{Act: a, Words: n}, n > 0
}

// Adjective gives the longest adjective that starts at words[i].
func (t *ActTable) Adjective(words []uint64, i int) (ActHit, bool) {
	n, a := t.adjectives.Longest(words, i)
	return ActHit{Act: a, Words: n}, n > 0
}

// Find gives the act at words[i] whatever its part of speech, the longest first
// and a verb before a noun of the same length ("strike" alone may be either).
func (t *ActTable) Find(words []uint64, i int) (ActHit, bool) {
	best, ok := t.Verb(words, i)
	if n, is := t.Noun(words, i); is && (!ok || n.Words > best.Words) {
		best, ok = n, true
	}
	if a, is := t.Adjective(words, i); is && !ok {
		best, ok = a, true
	}
	return best, ok
}

// Pair gives the act of a verb (its lemma's hash) with a noun as its object,
// whatever stands between them: "freeze" + "assets".
func (t *ActTable) Pair(lemma, noun uint64) (*Act, bool) {
	a, ok := t.pairs[[2]uint64{lemma, noun}]
	return a, ok
}

// Preposition gives the place that a word opens for a patient, 0 for none.
func (t *ActTable) Preposition(word uint64) Patient { return t.prepositions[word] }

// Len is the number of entries.
func (t *ActTable) Len() int { return t.entries }

// Carried gives the class and mode of an act noun under a carrier: what is
// lifted or called off turns round, and the rest keeps its class. An end of
// violence or force is RETREAT, of words CONCEDE, of talks REJECT, of help
// SANCTION.
func Carried(carrier ActKind, noun *Act) (detente.Class, detente.Mode) {
	if carrier != CarryEnd {
		return noun.Class, noun.Mode
	}
	switch noun.Class {
	case detente.Sanction, detente.Coerce, detente.Assault, detente.Mobilize, detente.Protest:
		return detente.Retreat, detente.ModeNone
	case detente.Threaten, detente.Accuse, detente.Reject, detente.Request:
		return detente.Concede, detente.ModeNone
	case detente.Consult, detente.Agree, detente.Support, detente.Concede:
		return detente.Reject, detente.ModeNone
	case detente.Cooperate, detente.Aid, detente.Retreat:
		return detente.Sanction, detente.ModeNone
	}
	return noun.Class, noun.Mode
}

// At reports whether an act, or a verb that makes one with its object, stands at
// words[i]: a sentence without one tells no deed.
func (t *ActTable) At(words []uint64, i int) bool {
	w := words[i]
	if t.paired[w] {
		return true
	}
	if t.verbs.starts(w) || t.carriers.starts(w) {
		if _, ok := t.Verb(words, i); ok {
			return true
		}
		if _, ok := t.Carrier(words, i); ok {
			return true
		}
	}
	if t.nouns.starts(w) {
		if _, ok := t.Noun(words, i); ok {
			return true
		}
	}
	_, ok := t.Adjective(words, i)
	return ok
}
