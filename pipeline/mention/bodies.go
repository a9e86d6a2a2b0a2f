package mention

import (
	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// join gives the end of a name of an organisation that goes on behind the run of
// capitals [i, e): over "and" ("Marl Gas and Electric Co", "Department of Health
// and Labour"), a plural possessive ("Farmers' Council"), or into one last word
// with a small letter ("Liberty Democratic party"). It gives e where nothing joins.
func (r *Resolver) join(i, e int) int {
	for e-i < longestName {
		next := r.joinAnd(i, e)
		if next == e {
			next = r.joinOwner(i, e)
		}
		if next == e {
			break
		}
		e = next
	}
	if e-i > 1 && e < len(r.words) && r.words[e].sent == r.words[i].sent && r.is(e, i, hParty) && r.words[e-1].class&isOrg == 0 {
		return e + 1
	}
	return e
}

var hParty = hashOf("party")

// joinAnd joins "and" and what follows, where the whole ends like a firm or
// stands after "Department of". A list of two names is left alone.
func (r *Resolver) joinAnd(i, e int) int {
	if !r.is(e, i, hAnd, hAmp, hComma) || !r.capitalAt(e+1, i) || r.words[e-1].class&isSuffixOrg != 0 {
		return e
	}
	if n, _ := r.known(e + 1); n > 0 || r.titleAt(e+1) {
		return e
	}
	k := r.runEnd(e + 1)
	if r.is(e, i, hComma) {
		// "Coffee, Sugar and Cocoa Exchange", "Vale, Rusk and Co"
		if k != e+2 || !r.is(k, i, hAnd, hAmp) || r.joinAnd(e+1, k) == k {
			return e
		}
		return r.joinAnd(e+1, k)
	}
	switch {
	case r.words[k-1].class&isSuffixOrg != 0 && k-e <= 3 && (k == e+2 || !r.isFirstName(i)),
		r.words[k-1].class&isOrg != 0 && k-e <= 4 && e-i <= 3 && r.commonNoun(e-1) && r.words[e-1].class&isOrg == 0:
		return k
	}
	for h := i; h+1 < e; h++ {
		if r.words[h].class&isOrgHead != 0 && r.is(h+1, i, hOf, hFor, hOn) && k-e <= 3 && r.commonNoun(e-1) {
			return k
		}
	}
	return e
}

// commonNoun reports whether a word with a capital is a plain word and no name of
// somebody: it is no first name, surname or name of the knowledge base.
func (r *Resolver) commonNoun(i int) bool {
	if r.isFirstName(i) && !r.lower[r.hashes[i]] {
		return false
	}
	n, _ := r.base.Names(r.hashes, i)
	return n == 0
}

// joinOwner joins "Farmers' Council", "People's Bank of Corland".
func (r *Resolver) joinOwner(i, e int) int {
	if e+1 >= len(r.words) || !r.words[e].poss || r.words[e].sent != r.words[i].sent || !r.capitalAt(e+1, i) {
		return e
	}
	last := r.words[e-1].span.In(r.doc.Text)
	bare := r.words[e].span.Len() == 1 || r.words[e].span.In(r.doc.Text) == "’"
	if !(bare && last[len(last)-1] == 's' || r.is(e-1, i, hPeoples...)) {
		return e
	}
	k := r.runEnd(e + 1)
	if r.words[k-1].class&isOrg != 0 || r.endsInOrg(e+1, k) {
		return k
	}
	return e
}

var hPeoples = []uint64{hashOf("people"), hashOf("women"), hashOf("men"), hashOf("children"), hashOf("workers"), hashOf("farmers")}

// foreign reports whether the words [i, e) of an unknown name hold the name of a
// country or place that is not the first: bodies are named so, people are not.
func (r *Resolver) foreign(i, e int) bool {
	for k := i + 1; k < e; k++ {
		n, refs := r.base.Names(r.hashes, k)
		if n > 0 && k+n <= e && refs[0].Item >= 0 && refs[0].Relation != kb.Adjective && r.base.Item(refs[0].Item).Type == detente.Country && !r.isFirstName(k) {
			return true
		}
	}
	return false
}

// afterStops takes the capital from common words behind "U.S." and the like: some
// archives took its stop for the end of a sentence and put a capital there. Cues
// are verbs; of other words what another capital follows may be a name: "U.S. Air
// Force".
func (r *Resolver) afterStops() {
	for i := range r.attrs {
		for k := r.wordAt(r.attrs[i].Cue.Start); k < len(r.words) && r.words[k].span.Start < r.attrs[i].Cue.End; k++ {
			if r.behindStop(k) {
				r.words[k].upper = false
			}
		}
	}
	for i := range r.words {
		if !r.words[i].upper || !r.behindStop(i) || i+1 < len(r.words) && r.words[i+1].upper && r.words[i+1].sent == r.words[i].sent {
			continue
		}
		_, c := r.base.Class(r.hashes, i)
		v, _ := verbs().Lookup(r.hashes[i])
		if c != nil && c.Plural || v.Forms.Has(lexicon.FormS|lexicon.FormPast) && r.verbAfter(i) {
			r.words[i].upper = false
		}
	}
}

// behindStop reports whether word i stands behind an abbreviation with stops, and
// not in capitals.
func (r *Resolver) behindStop(i int) bool {
	w := &r.words[i]
	if i == 0 || w.caps || w.heading || w.kind != detente.Word || w.sent != r.words[i-1].sent {
		return false
	}
	s := r.words[i-1].span.In(r.doc.Text)
	return len(s) >= 4 && s[len(s)-1] == '.' && s[1] == '.'
}

// surnamed finds the bare surname at word i that is also a word of the calendar,
// an auxiliary or a title, "May said", "Mr. Prince": somebody of that name was
// named in full before, or an honorific says so.
func (r *Resolver) surnamed(i int) bool {
	w := &r.words[i]
	if !w.upper || w.heading || w.kind != detente.Word {
		return false
	}
	title := r.titleAt(i)
	if w.class&(isCalendar|isAux|isFunction) == 0 && !title {
		return false
	}
	if i > 0 && title && !r.capitalAt(i+1, i) {
		if n, t := r.base.Title(r.hashes, i-1); n == 1 && t.Honorific && r.words[i-1].sent == w.sent {
			return true
		}
	}
	if r.roll.strange[r.hashes[i]] == 0 || r.has(i-1, i, isPrep|isDet) || title && (r.capitalAt(i+1, i) || r.lower[r.hashes[i]] && w.first) || i+1 < len(r.words) && r.words[i+1].kind == detente.Number {
		return false
	}
	return r.titleBefore(i) > 0 || r.closesName(i+1)
}
