package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// moodOf reads tense and flags off the auxiliaries of verb v. A verb without
// some of its own has those of the verb that "and" joins it to.
func (f *finder) moodOf(v int) (detente.Tense, detente.Flags) {
	var flags detente.Flags
	var modal uint64
	perfect, past, set, to := false, false, false, false
	for k := f.child[v]; k >= 0 && int(k) < v; k = f.next[k] {
		switch f.tree.Label[k] {
		case detente.LabelAux, detente.LabelAuxPass, detente.LabelCop:
			x := f.tree.Tags[k].XPOS
			aux, _ := f.verbs.Lookup(f.words[k])
			switch {
			case x == detente.XPOSMD:
				modal = f.words[k]
			case aux.Lemma == hHave || f.words[k] == hVe:
				perfect = true
			}
			if !set {
				past = x == detente.XPOSVBD
			}
			set = true
		case detente.LabelMark:
			to = to || f.tags[k] == tagTo
		}
		if f.tags[k] == tagNeg {
			flags |= detente.Negated
		}
	}
	x := f.tree.Tags[v].XPOS
	if !set && !to && f.tree.Label[v] == detente.LabelConj && x != detente.XPOSVBD && x != detente.XPOSVBZ && f.dependent(v, detente.LabelNsubj, detente.LabelNsubjPass) < 0 {
		if up := int(f.tree.Head[v]); up >= 0 && up < v && f.tree.Tags[up].XPOS == x {
			tense, more := f.moodOf(up)
			return tense, flags | more&^detente.Negated
		}
	}
	switch {
	case modal != 0 && isFutureModal(modal):
		return detente.TenseFuture, flags | detente.FutureAct
	case modal != 0:
		return detente.TensePresent, flags | detente.Hedged
	case to || x == detente.XPOSVBG && !set:
		return detente.TenseNonFinite, flags
	case perfect && past:
		return detente.TensePastPerf, flags
	case perfect:
		return detente.TensePerfect, flags
	case past || !set && (x == detente.XPOSVBD || x == detente.XPOSVBN):
		return detente.TensePast, flags
	}
	return detente.TensePresent, flags
}

// circumstances fills in tense and flags of a deed from its verb and from what
// governs it: "refused to free", "plans to seize", "if it attacks". It reports
// false where nothing is done: "pressure to act".
func (f *finder) circumstances(d *draft, v int) bool {
	tense, flags := f.moodOf(v)
	if d.tense == detente.TenseNone {
		d.tense = tense
	}
	d.flags ^= flags & detente.Negated
	d.flags |= flags &^ detente.Negated
	at := v
	for range 6 {
		up := int(f.tree.Head[at])
		if up < 0 {
			break
		}
		label := f.tree.Label[at]
		infinitive := f.hasTo(at) || f.tree.Tags[at].XPOS == detente.XPOSVB
		switch label {
		case detente.LabelConj:
			if f.isNominal(up) || f.hasTo(at) && !f.hasTo(up) {
				break
			}
			at = up
			continue
		case detente.LabelXcomp, detente.LabelCcomp:
			if label == detente.LabelCcomp && f.dependent(at, detente.LabelNsubj, detente.LabelNsubjPass) >= 0 {
				break
			}
			if infinitive || f.tree.Tags[at].XPOS == detente.XPOSVBG {
				f.governedBy(d, up)
			}
			at = up
			continue
		case detente.LabelAcl:
			if infinitive {
				return f.intended(d, up)
			}
		case detente.LabelAdvcl, detente.LabelAclRelcl:
			d.subord = true
			if f.conditional(at) {
				d.flags |= detente.Conditional
			}
			if f.hasTo(at) && label == detente.LabelAdvcl {
				if n := f.intentBefore(at); n >= 0 {
					return f.intended(d, n)
				}
				return false // a purpose
			}
		}
		break
	}
	f.subordinate(d, at)
	if f.ifBefore(v) {
		d.flags |= detente.Conditional
	}
	if d.flags&(detente.FutureAct|detente.Hedged) != 0 {
		for k := f.child[at]; k >= 0; k = f.next[k] {
			if f.tree.Label[k] == detente.LabelAdvcl && f.conditional(int(k)) {
				d.flags |= detente.Conditional
			}
		}
	}
	return true
}

// intentBefore gives the noun of intent that an infinitive follows at once,
// wherever the tree hangs it: "no signs of any intention to"; -1 for none.
func (f *finder) intentBefore(v int) int {
	k := v - 1
	for k >= 0 && f.tree.Head[k] == int32(v) {
		k--
	}
	if k >= 0 && k < v-1 && intents[f.words[k]] {
		return k
	}
	return -1
}

// subordinate marks a deed of a subordinate or relative clause.
func (f *finder) subordinate(d *draft, at int) {
	for at >= 0 {
		switch f.tree.Label[at] {
		case detente.LabelAdvcl, detente.LabelAcl, detente.LabelAclRelcl, detente.LabelCcomp, detente.LabelCsubj:
			d.subord = true
			return
		}
		at = int(f.tree.Head[at])
	}
}

func (f *finder) hasTo(v int) bool {
	for k := f.child[v]; k >= 0 && int(k) < v; k = f.next[k] {
		if f.tree.Label[k] == detente.LabelMark && f.tree.Tags[k].UPOS == detente.UPOSPART {
			return true
		}
	}
	return false
}

// conditional reports whether a clause is opened by "if" or "unless".
func (f *finder) conditional(v int) bool {
	for k := f.child[v]; k >= 0 && int(k) < v; k = f.next[k] {
		if f.words[k] == hIf || f.words[k] == hUnless {
			return true
		}
	}
	return false
}

// ifBefore reports whether "if" stands before a verb in its clause.
func (f *finder) ifBefore(v int) bool {
	for i := v - 1; i >= max(int(f.doc.Sentences[f.doc.Tokens[v].Sentence].First), v-60); i-- {
		switch f.tags[i] {
		case tagStop, tagComma, tagDash, tagThat:
			return false
		}
		if f.words[i] == hIf || f.words[i] == hUnless {
			return true
		}
		if f.tags[i] == tagSub {
			return false
		}
	}
	return false
}

// unreal reports whether the narrator tells a deed only as possible, due or
// wished ("might strike", "should cut ties", "did not need to meet"): nobody has
// done or announced it. Inside what somebody says such moods are his.
func (f *finder) unreal(d *draft, v int) bool {
	if f.cover[v] >= 0 && f.drafts[f.cover[v]].kind != detente.Act {
		return false
	}
	if d.flags&detente.Hedged != 0 {
		return true
	}
	for at := v; at >= 0; at = int(f.tree.Head[at]) {
		for k := f.child[at]; k >= 0 && int(k) < at; k = f.next[k] {
			if f.words[k] == hWould {
				return true
			}
		}
		if l := f.tree.Label[at]; l != detente.LabelXcomp && l != detente.LabelConj {
			break
		}
		if up, ok := f.verbs.Lookup(f.words[f.tree.Head[at]]); ok && f.tree.Label[at] == detente.LabelXcomp && wishes[up.Lemma] {
			return true
		}
	}
	return false
}

// governedBy adds the mood of the verb or adjective that an infinitive hangs on.
func (f *finder) governedBy(d *draft, up int) {
	tense, flags := f.moodOf(up)
	verb, ok := f.verbs.Lookup(f.words[up])
	if !f.isVerb(up) {
		ok = false
	}
	switch {
	case ok && isRefusal(verb.Lemma):
		d.flags, d.tense = d.flags^detente.Negated^flags&detente.Negated|flags&^detente.Negated, tense
	case ok && (achieved[verb.Lemma] || phases[verb.Lemma]):
		d.flags, d.tense = d.flags|flags, tense
	case f.words[up] == hUnable:
		d.flags, d.tense = d.flags|flags|detente.Negated, tense
	default:
		d.flags |= flags | detente.FutureAct
	}
}

// intended reads what the noun says that an infinitive hangs on: "its decision to
// expel" is done, "its refusal to free" is not. It reports false for nouns that
// say nothing of its being done.
func (f *finder) intended(d *draft, n int) bool {
	d.subord = true
	h := f.words[n]
	switch {
	case idle[h]:
		return false
	case intents[h] && settled[h]:
		d.tense = detente.TensePast
		return true
	case intents[h] && refused[h]:
		d.flags, d.tense = d.flags|detente.Negated, detente.TensePast
		return true
	}
	d.flags |= detente.FutureAct
	if f.none(n) {
		d.flags |= detente.Negated
	}
	return true
}

// none reports whether a noun, or the one that it belongs to by "of", says that
// there is nothing of the kind: "no plan", "no sign of any plan".
func (f *finder) none(n int) bool {
	for range 2 {
		if k := f.dependent(n, detente.LabelDet, detente.LabelDet); k >= 0 && f.words[k] == hNo {
			return true
		}
		c := f.caseOf(n)
		if c < 0 || f.words[c] != hOf || f.tree.Head[n] < 0 {
			return false
		}
		n = int(f.tree.Head[n])
	}
	return false
}

var (
	hUnable = lexicon.Hash("unable")
	hWould  = lexicon.Hash("would")
	// wishes are verbs whose infinitive is not done.
	wishes = hashSet("need want hope wish like love prefer seem appear have deserve tend")
	// achieved are verbs whose infinitive has happened: "managed to", "moved to".
	achieved = hashSet("manage begin start continue keep help go use dare choose move")
	// phases are verbs whose participle is done when they are.
	phases = hashSet("begin start continue keep resume finish")
)
