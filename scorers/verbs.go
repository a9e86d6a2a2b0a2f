package scorers

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// idle reports whether a verb does nothing to anybody as it stands: "spoke of
// peace", "not talking about days", "helped defeat the bill".
func (r *reader) idle(i int, v lexicon.ActHit) bool {
	next := i + v.Words
	if v.Words > 1 || next >= len(r.words) {
		return false
	}
	lemma, _ := r.t.verbs.Lookup(r.words[i])
	switch lemma.Lemma {
	case hashTalk, hashSpeak:
		h := r.words[next]
		return h == hashOf || h == hashOn || r.c.neg && h == hashAbout
	case hashHelp:
		n, ok := r.t.verbs.Lookup(r.words[next])
		_, roles := r.t.grammar.Longest(r.words[:next+1], next)
		return ok && roles == 0 && n.Forms.Has(lexicon.FormBase) && !upper(r.doc.Tokens[next].Span.In(r.doc.Text))
	}
	return false
}

// counted reports whether the participle at i says which of a number are meant:
// "14 detained sailors".
func (r *reader) counted(i int) bool {
	if i == 0 || r.doc.Tokens[i-1].Kind != detente.Number || r.doc.Tokens[i-1].Span.Len() > 3 {
		return false
	}
	w := r.doc.Tokens[i].Span.In(r.doc.Text)
	return len(w) > 4 && w[len(w)-2:] == "ed"
}

// readsAsVerb tells the verb "strike" from the noun, which the tables know too
// where noun is set.
func (r *reader) readsAsVerb(i int, v lexicon.ActHit, noun bool) bool {
	if v.Words > 1 && r.t.acts.Preposition(r.words[i+v.Words-1]) == 0 {
		return !r.c.det
	}
	return r.formFits(i, v.Form, noun)
}

// nounish are plurals that are verbs only before an object.
var nounish = hashSet("forces supplies arms guards bombs attacks strikes raids protests demands aids visits shells fires blocks backs charges ships moves")

// modals are words that only a verb can follow.
var modals = hashSet("would will could can may might must should shall do does did")

func hashSet(words string) map[uint64]bool {
	m := map[uint64]bool{}
	for w := range strings.FieldsSeq(words) {
		m[lexicon.Hash(w)] = true
	}
	return m
}

// objectAhead reports whether token i begins an object: an article, a pronoun, a
// name.
func (r *reader) objectAhead(i int) bool {
	if i >= len(r.words) || r.doc.Tokens[i].Kind != detente.Word {
		return false
	}
	return upper(r.doc.Tokens[i].Span.In(r.doc.Text)) || r.isDet(i)
}

// formFits reports whether a form of a verb at i stands where a verb can. Past
// forms and forms in -ing need only be after no article; a base form, and a form
// in -s that is a noun as well, need a sign.
func (r *reader) formFits(i int, f lexicon.VerbForm, noun bool) bool {
	if nounish[r.words[i]] && !r.objectAhead(i+1) {
		return false // "Bexian forces could stay"
	}
	if f.Has(lexicon.FormPast|lexicon.FormParticiple|lexicon.FormIng) && !f.Has(lexicon.FormBase) {
		return !r.c.det || f.Has(lexicon.FormPast) && r.c.subject == somebody && i > 0 && !r.isDet(i-1)
	}
	if !noun && f.Has(lexicon.FormS) {
		return !r.c.det
	}
	return r.mayBeVerb(i)
}

// isBe reports whether the auxiliary at i makes a passive with a participle.
func (r *reader) isBe(i int) bool {
	v, ok := r.t.verbs.Lookup(r.words[i])
	return ok && v.Lemma == hashBe
}

// mayBeVerb reports whether a base form or a form in -s at i stands where a verb
// can: after to, a modal, do, a pronoun, a name.
func (r *reader) mayBeVerb(i int) bool {
	c := &r.c
	if c.det {
		return false
	}
	if c.to || c.will || c.must || c.hedge || c.subject == self || c.subject == third || c.subject == second {
		return true
	}
	if l := &r.last; i == r.and+1 && (l.to || l.will || l.must || l.hedge || l.subject == self || l.subject == third) {
		return true
	}
	if i == 0 || r.doc.Tokens[i-1].Sentence != r.doc.Tokens[i].Sentence {
		return true // an imperative
	}
	switch r.words[i-1] {
	case hashDo, hashDoes, hashDid, hashTo:
		return true
	}
	if k, roles := r.t.grammar.Longest(r.words[:i], i-1); k == 1 && roles&(roleNeg|roleSub) != 0 {
		return r.words[i-1] != hashNo
	}
	w := r.doc.Tokens[i-1].Span.In(r.doc.Text)
	return c.subject == somebody && !c.pp && (upper(w) || w[len(w)-1] == 's' || w[len(w)-1] == ')')
}

// afterModal reports whether a word follows a modal or do: it is a verb, whatever
// else it can be, as in "would deal with the crew".
func (r *reader) afterModal(i int) bool {
	return i > 0 && modals[r.words[i-1]] && r.doc.Tokens[i-1].Sentence == r.doc.Tokens[i].Sentence
}

func (r *reader) isDet(i int) bool {
	k, roles := r.t.grammar.Longest(r.words[:i+1], i)
	return k == 1 && roles&(roleDet|roleSelf|roleThird|roleSecond) != 0
}
