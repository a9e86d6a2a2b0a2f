package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// clauses reads who does what to whom off the tree: the dependents of a token,
// noun phrases, subjects that verbs share. It is made once a document.
type clauses struct {
	tree        *detente.Tree
	child, next []int32 // first dependent of a token, and the next one of its head; -1 for none
}

func newClauses(tree *detente.Tree) clauses {
	n := len(tree.Head)
	links := make([]int32, 2*n)
	c := clauses{tree: tree, child: links[:n:n], next: links[n:]}
	for i := range links {
		links[i] = -1
	}
	for i := n - 1; i >= 0; i-- { // from the right, so that lists are in text order
		if h := tree.Head[i]; h >= 0 {
			c.next[i] = c.child[h]
			c.child[h] = int32(i)
		}
	}
	return c
}

// dependent gives the first dependent of a token with one of two labels, -1 for
// none.
func (c *clauses) dependent(of int, a, b detente.Label) int {
	for k := c.child[of]; k >= 0; k = c.next[k] {
		if l := c.tree.Label[k]; l == a || l == b {
			return int(k)
		}
	}
	return -1
}

// leftmost is the first token of a subtree.
func (c *clauses) leftmost(of int) int {
	for c.child[of] >= 0 && int(c.child[of]) < of {
		of = int(c.child[of])
	}
	return of
}

// nominal gives the words of the noun phrase with head h: what stands before the
// head, and the rest of a name behind it. Prepositions, appositions and clauses
// are left out.
func (f *finder) nominal(h int) run {
	r := run{h, h + 1}
	for k := f.child[h]; k >= 0; k = f.next[k] {
		switch f.tree.Label[k] {
		case detente.LabelDet, detente.LabelDetPredet, detente.LabelAmod, detente.LabelCompound, detente.LabelNmodPoss, detente.LabelNummod, detente.LabelNmodDesc, detente.LabelNmodUnmarked:
			if int(k) < h {
				r.first = min(r.first, f.leftmost(int(k)))
			} else if f.tree.Label[k] == detente.LabelNmodDesc && int(k) == r.last {
				r.last = int(k) + 1
			}
		case detente.LabelFlat, detente.LabelGoeswith:
			if int(k) > h && f.tags[k-1] != tagConj && f.tree.Label[k-1] != detente.LabelConj && int(k)-r.last < 3 {
				r.last = max(r.last, int(k)+1)
			}
		}
	}
	for k := h - 1; k >= r.first; k-- {
		if f.tags[k] == tagConj && f.phraseAt[k] < 0 {
			r.first = k + 1 // "President Odo Harn and Senator" + "Voss"
			break
		}
	}
	// The words before it may be hung elsewhere; the chunk holds them together.
	if pi := f.phraseAt[h]; pi >= 0 && f.phrases[pi].head == h && !f.phrases[pi].timeLike {
		r.first = min(r.first, f.phrases[pi].first)
	}
	return r
}

// withTail adds the attributes that follow a noun phrase at once: "a spokesman" +
// "for the ministry", "a court" + "in Dorr".
func (f *finder) withTail(h int) run {
	r := f.nominal(h)
	for k := f.child[h]; k >= 0; k = f.next[k] {
		if f.tree.Label[k] != detente.LabelNmod || int(k) < h || f.leftmost(int(k)) != r.last {
			continue
		}
		c := f.caseOf(int(k))
		if c < 0 || !tails[f.words[c]] || f.dates(int(k)) || f.words[c] != hOf && mediumWords[f.words[k]] {
			break
		}
		r.last = f.withTail(int(k)).last
	}
	return r
}

var tails = hashSet("of for from in at with to")

// caseOf gives the preposition of a nominal, the last where two stand together
// ("out of"); -1 for none.
func (f *finder) caseOf(h int) int {
	at := -1
	for k := f.child[h]; k >= 0 && int(k) < h; k = f.next[k] {
		if f.tree.Label[k] == detente.LabelCase {
			at = int(k)
		}
	}
	return at
}

// dates reports whether a nominal is a time.
func (f *finder) dates(h int) bool {
	return f.tags[h] == tagTime || f.tree.Label[h] == detente.LabelOblUnmarked || f.tree.Tags[h].UPOS == detente.UPOSNUM && f.phraseAt[h] >= 0 && f.phrases[f.phraseAt[h]].timeLike
}

// headOf gives the head of a noun phrase: its token that hangs on one outside.
func (f *finder) headOf(r run) int {
	for k := r.last - 1; k >= r.first; k-- {
		if h := int(f.tree.Head[k]); (h < r.first || h >= r.last) && f.tree.Label[k] != detente.LabelCase && f.tree.Label[k] != detente.LabelPunct {
			return k
		}
	}
	return r.last - 1
}

// conjuncts appends a nominal and those that "and" joins to it.
func (f *finder) conjuncts(list []int, h int) []int {
	list = append(list, h)
	for k := f.child[h]; k >= 0; k = f.next[k] {
		if f.tree.Label[k] == detente.LabelConj && int(k) > h && f.isNominal(int(k)) {
			list = append(list, int(k))
		}
	}
	return list
}

func (f *finder) isNominal(i int) bool {
	switch f.tree.Tags[i].UPOS {
	case detente.UPOSNOUN, detente.UPOSPROPN, detente.UPOSPRON, detente.UPOSNUM:
		return true
	}
	return false
}

// isVerb reports whether a token is a verb by the tree and does not stand before
// a noun as its attribute.
func (f *finder) isVerb(i int) bool {
	t := f.tree.Tags[i]
	return t.UPOS == detente.UPOSVERB && t.XPOS >= detente.XPOSVB && t.XPOS <= detente.XPOSVBZ && f.tree.Label[i] != detente.LabelAmod && f.tree.Label[i] != detente.LabelCompound
}

// isPassive reports whether a verb is passive: it has a passive subject or
// auxiliary, or is a participle behind its noun.
func (f *finder) isPassive(v int) bool {
	if f.tree.Tags[v].XPOS != detente.XPOSVBN && f.tree.Tags[v].XPOS != detente.XPOSVBD {
		return false
	}
	aux, agent := false, false
	for k := f.child[v]; k >= 0; k = f.next[k] {
		switch f.tree.Label[k] {
		case detente.LabelNsubjPass, detente.LabelAuxPass:
			return true
		case detente.LabelNsubj:
			return false
		case detente.LabelOblAgent:
			agent = true
		case detente.LabelAux, detente.LabelObj:
			aux = true
		}
	}
	if agent {
		return true
	}
	if aux || f.tree.Tags[v].XPOS != detente.XPOSVBN || f.misreadSubject(v) >= 0 {
		return false
	}
	switch f.tree.Label[v] {
	case detente.LabelAcl:
		return true
	case detente.LabelConj:
		return f.isPassive(int(f.tree.Head[v]))
	}
	return false
}

// doers gives the heads of who does what verb v says; where it has no subject of
// its own, of the verb it shares one with. how says which it was. The list is
// appended to.
func (f *finder) doers(list []int, v, depth int) ([]int, shared) {
	if s := f.ownSubject(v); s >= 0 {
		return f.conjuncts(list, s), ownSubject
	}
	up := int(f.tree.Head[v])
	if up < 0 || depth == 0 {
		return list, noSubject
	}
	if s := f.misreadSubject(v); s >= 0 {
		return f.conjuncts(list, s), ownSubject
	}
	switch f.tree.Label[v] {
	case detente.LabelXcomp, detente.LabelCcomp:
		// "forced Bexia to withdraw": Bexia withdraws; "promised Bexia to withdraw" is his.
		if o := f.dependent(up, detente.LabelObj, detente.LabelIobj); o >= 0 && o < v && f.tree.Label[v] == detente.LabelXcomp && !f.ownPromise(up) {
			return f.conjuncts(list, o), sharedSubject
		}
		return f.above(list, up, depth)
	case detente.LabelConj, detente.LabelAdvcl, detente.LabelParataxis, detente.LabelDep:
		if f.isNominal(up) {
			return list, noSubject
		}
		return f.above(list, up, depth)
	case detente.LabelAcl:
		return f.behindNoun(list, v, up, depth)
	case detente.LabelAclRelcl:
		return append(list, up), sharedSubject
	}
	return list, noSubject
}

// ownSubject gives the subject that hangs on verb v, of two the one next to it;
// -1 for none.
func (f *finder) ownSubject(v int) int {
	best := -1
	for k := f.child[v]; k >= 0; k = f.next[k] {
		if l := f.tree.Label[k]; (l == detente.LabelNsubj || l == detente.LabelNsubjOuter) && (best < 0 || int(k) < v) {
			best = int(k)
		}
	}
	return best
}

// misreadSubject gives the noun right before verb v when the tree hangs v on it
// as a participle though it is the verb of the clause: it has an object, or the
// noun is the root of a sentence that has no other verb. -1 for none. Names that
// the parser has never seen are read so.
func (f *finder) misreadSubject(v int) int {
	n := int(f.tree.Head[v])
	if n < 0 || n >= v || f.tree.Label[v] != detente.LabelAcl || f.tree.Tags[v].XPOS != detente.XPOSVBN || !f.isNominal(n) {
		return -1
	}
	if v-n > 1 && f.tree.Head[v-1] != int32(v) && f.tree.Head[v-1] != int32(n) {
		return -1
	}
	if f.dependent(v, detente.LabelObj, detente.LabelCcomp) >= 0 || f.tree.Label[n] == detente.LabelRoot && f.dependent(n, detente.LabelCop, detente.LabelNsubj) < 0 {
		return n
	}
	return -1
}

// shared tells whose subject a verb has.
type shared uint8

const (
	noSubject shared = iota
	ownSubject
	sharedSubject
)

// above gives the subject of the verb that v shares it with: of a passive one
// who suffers.
func (f *finder) above(list []int, up, depth int) ([]int, shared) {
	if s := f.dependent(up, detente.LabelNsubjPass, detente.LabelNsubj); s >= 0 {
		return f.conjuncts(list, s), sharedSubject
	}
	list, how := f.doers(list, up, depth-1)
	if how == ownSubject {
		how = sharedSubject
	}
	return list, how
}

// behindNoun gives the doer of a verb that hangs on noun n: of a participle the
// noun ("a ship carrying"), of an infinitive whose noun it is, else the subject
// of the verb that has the noun ("made a decision to expel").
func (f *finder) behindNoun(list []int, v, n, depth int) ([]int, shared) {
	switch f.tree.Tags[v].XPOS {
	case detente.XPOSVBG:
		return f.conjuncts(list, n), sharedSubject
	case detente.XPOSVB:
		if p := f.dependent(n, detente.LabelNmodPoss, detente.LabelNmodPoss); p >= 0 {
			return append(list, p), sharedSubject
		}
		for k := f.child[n]; k >= 0; k = f.next[k] {
			if c := f.caseOf(int(k)); f.tree.Label[k] == detente.LabelNmod && c >= 0 && (f.words[c] == hBy || f.words[c] == hOf) && int(k) < v {
				return append(list, int(k)), sharedSubject // "a decision by Averland to"
			}
		}
		if k := f.nameBefore(n); k >= 0 {
			return append(list, k), sharedSubject // "the Averland decision to"
		}
		if up := int(f.tree.Head[n]); up >= 0 && f.tree.Label[n] == detente.LabelObj {
			return f.above(list, up, depth)
		}
	}
	return list, noSubject
}

// nameBefore gives a name that stands before noun n as its attribute, -1 for none.
func (f *finder) nameBefore(n int) int {
	for k := f.child[n]; k >= 0 && int(k) < n; k = f.next[k] {
		if l := f.tree.Label[k]; (l == detente.LabelCompound || l == detente.LabelAmod || l == detente.LabelNmodDesc || l == detente.LabelNmodPoss) && f.isName(int(k)) {
			return int(k)
		}
	}
	return -1
}

// isName reports whether a token is a proper name or an adjective made of one.
func (f *finder) isName(i int) bool {
	if f.tree.Tags[i].UPOS == detente.UPOSPROPN || f.tags[i] == tagName {
		return true
	}
	k := f.dependent(i, detente.LabelFlat, detente.LabelFlat) // "blogger Lio Marr"
	return k > i && f.tree.Tags[k].UPOS == detente.UPOSPROPN
}

// ownPromise reports whether the infinitive of a verb is done by its subject,
// though an object stands there.
func (f *finder) ownPromise(v int) bool {
	w, ok := f.verbs.Lookup(f.words[v])
	return ok && ownPromises[w.Lemma]
}

var ownPromises = hashSet("promise vow threaten use take spend send deploy hold call pledge")

// object is what a verb or an act noun is done to: its head and the word that
// leads there, of which place tells where it stands.
type object struct {
	head  int
	place lexicon.Patient // PatientObject for a bare object
	at    int             // of the preposition, or of the head
}

// objects lists what hangs on verb v and, through its objects, on the nouns
// behind it, in text order: objects, and phrases with a preposition. Clauses are
// not entered. Prepositions inside the words of a phrase verb ("called on") make
// objects.
func (f *finder) objects(list []object, v, words int) []object {
	return f.objectsOf(list, v, v, words, 4)
}

func (f *finder) objectsOf(list []object, v, of, words, depth int) []object {
	for k := f.child[of]; k >= 0; k = f.next[k] {
		if int(k) <= v {
			continue
		}
		i := int(k)
		switch f.tree.Label[k] {
		case detente.LabelObj, detente.LabelIobj:
			o := object{i, lexicon.PatientObject, i}
			if of == v && f.recipient(v, i) {
				o.place |= lexicon.PatientTo
			}
			list = append(list, o)
		case detente.LabelObl, detente.LabelNmod, detente.LabelOblAgent:
			c := f.caseOf(i)
			if c < 0 || f.dates(i) {
				continue
			}
			o := object{i, f.acts.Preposition(f.words[c]), c}
			if c == v+words-1 && c > v {
				o.place = lexicon.PatientObject
			}
			if list = append(list, o); o.place == 0 {
				continue // "after talks with": another's partner
			}
		case detente.LabelConj:
			if of == v || !f.isNominal(i) {
				continue
			}
		default:
			continue
		}
		if depth > 0 {
			list = f.objectsOf(list, v, i, words, depth-1)
		}
	}
	return list
}

// recipient reports whether object i is who something is given to: another
// object follows.
func (f *finder) recipient(v, i int) bool {
	if f.tree.Label[i] == detente.LabelIobj {
		return true
	}
	for k := f.next[i]; k >= 0; k = f.next[k] {
		if f.tree.Label[k] == detente.LabelObj {
			return true
		}
	}
	return false
}
