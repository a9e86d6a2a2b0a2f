package mention

import (
	"cmp"
	"slices"
	"strings"

	"detente"
	"detente/pipeline/mention/kb"
)

// want is a span of an attribution that a mention should name as a whole.
type want struct {
	span       detente.Span
	first, end int32 // its words
	source     bool  // who says or does it, and not to whom
	strict     bool  // a possessor inside is not enough: words of "Corland's coach" are not Corland's
}

// findWants lists the sources, agents, patients and addressees of all
// attributions by their ends, so that reading meets each right after its words.
func (r *Resolver) findWants() {
	r.wants = r.wants[:0]
	for i := range r.attrs {
		a := &r.attrs[i]
		words := a.Kind != detente.Act
		if words && !a.Source.Empty() && a.Borrows < 0 {
			r.sayings[int32(r.wordAt(a.Source.Start))] = int32(i)
		}
		r.want(a.Source, true, words)
		for _, s := range a.Sources {
			r.want(s, true, words)
		}
		r.want(a.Frame.Agent, true, words)
		for _, s := range a.Frame.Patients {
			r.want(s, false, false)
		}
		r.want(a.Addressee, false, true)
	}
	slices.SortStableFunc(r.wants, func(a, b want) int {
		return cmp.Or(cmp.Compare(a.end, b.end), cmp.Compare(b.first, a.first))
	})
	out := r.wants[:0]
	for _, w := range r.wants {
		if n := len(out); n > 0 && out[n-1].span == w.span {
			out[n-1].source = out[n-1].source || w.source
			out[n-1].strict = out[n-1].strict || w.strict
			continue
		}
		out = append(out, w)
	}
	r.wants = out
	for _, w := range r.wants {
		if w.source && w.end == w.first+1 {
			r.wanted[w.first] = true
		}
	}
}

func (r *Resolver) want(s detente.Span, source, strict bool) {
	if s.Empty() {
		return
	}
	first := r.wordAt(s.Start)
	end := first
	for end < len(r.words) && r.words[end].span.Start < s.End {
		end++
	}
	if end > first {
		r.wants = append(r.wants, want{s, int32(first), int32(end), source, strict})
	}
}

// wordAt gives the first word that starts at byte at or later.
func (r *Resolver) wordAt(at int32) int {
	i, _ := slices.BinarySearchFunc(r.words, at, func(w word, at int32) int { return cmp.Compare(w.span.Start, at) })
	return i
}

// ensure makes a mention of exactly the words of w where the mentions inside do
// not show who it is: for the one at its head noun, for what the noun phrase
// means, or without an entity and with the reason.
func (r *Resolver) ensure(w *want) {
	s := w.span
	first, end := int(w.first), int(w.end)
	if end == first+1 && (r.words[first].pron != noPronoun || r.relative(w)) {
		return
	}
	head, voice := r.headOf(first, end)
	if head < 0 {
		return
	}
	hs := r.words[head].span
	exact, at, longest := int32(-1), int32(-1), int32(-1)
	for k := len(r.mentions) - 1; k >= 0 && r.facts[k].top > s.Start; k-- {
		m := r.mentions[k].Span
		switch {
		case m.Empty():
		case m == s:
			exact = int32(k)
		case m.Contains(s):
			return
		case s.Contains(m):
			if longest < 0 || m.Len() >= r.mentions[longest].Span.Len() {
				longest = int32(k)
			}
			if m.Contains(hs) && m.End == hs.End && (at < 0 || m.Len() >= r.mentions[at].Span.Len()) {
				at = int32(k)
			}
		case m.Overlaps(s):
			if m.Contains(hs) {
				return
			}
		}
	}
	e := r.sharedName(w)
	if e < 0 && w.source {
		e = r.nameBefore(first, head, end)
	}
	if e >= 0 {
		if m := (meaning{entity: e, rule: "apposition", conf: 0.85, person: true}); exact < 0 {
			r.whole(w, m)
		} else {
			r.fill(exact, m.entity, m.rule, m.conf, detente.ReasonNone)
		}
		return
	}
	if exact >= 0 {
		r.complete(exact, w, head)
		return
	}
	if at >= 0 && r.mentions[at].Entity < 0 {
		r.complete(at, w, head)
	}
	if at >= 0 && w.source && r.mentions[at].Entity >= 0 && r.oneOf(at, first) {
		if e := r.namedAfter(end, true); e >= 0 {
			r.whole(w, meaning{entity: e, rule: "apposition", conf: 0.85, person: true}) // "one Liberal, Odo Harn,"
			return
		}
	}
	if at >= 0 && at == longest && (r.mentions[at].Entity >= 0 || !w.source) || at < 0 && longest >= 0 && r.enough(longest, head, voice, w) {
		return
	}
	m := meaning{entity: -1, rule: "span", reason: detente.ReasonUnresolved}
	switch {
	case at >= 0 && r.mentions[at].Rule != "adjective" && r.mentions[at].Entity >= 0:
		x := &r.mentions[at]
		m = meaning{entity: x.Entity, also: slices.Clone(x.Also), rule: "span.head", conf: x.Confidence, person: r.facts[at].person, gender: r.facts[at].human}
	case w.source:
		if n := r.nominal(w, head); n.entity >= 0 {
			m = n
		}
	}
	r.whole(w, m)
}

// sharedName gives the person whose name closes a list of what he is, when w is
// the first of the list: "Corlandish author and teacher Odo Harn" is one man. No
// determiner stands before it, so it cannot be somebody by itself.
func (r *Resolver) sharedName(w *want) int32 {
	first, end := int(w.first), int(w.end)
	if !r.is(end, first, hAnd) || r.has(first, first, isDet) || r.has(first-1, first, isDet|isMod) {
		return -1
	}
	n, _ := r.nounAt(end - 1)
	_, t := r.base.Title(r.hashes, end-1)
	_, c := r.base.Class(r.hashes, end-1)
	if !(n.kind == human && !n.plural || t != nil && !t.NounOnly || c != nil && !c.Plural) {
		return -1
	}
	for k := end + 1; k < len(r.words) && k <= end+4 && r.words[k].sent == r.words[first].sent; k++ {
		if ci := r.chunkAt[k]; ci >= 0 {
			if x := &r.chunks[ci]; x.kind == personName && k > end+1 && x.entity >= 0 {
				return x.entity
			}
			return -1
		}
		if r.words[k].class&(isDet|isPrep|isVerb|isSay) != 0 || r.words[k].kind != detente.Word {
			return -1
		}
	}
	return -1
}

// nameBefore gives the person or body whose name stands before a comma and the
// words [first, end) that say what he or it is: "Odo Harn, head of a committee",
// "Rail Watch, a group that". -1 where the words mean another: the name must head
// its clause, or a relative clause follow.
func (r *Resolver) nameBefore(first, head, end int) int32 {
	if first < 2 || !r.is(first-1, first, hComma) || r.chunkAt[first-2] < 0 || r.chunkAt[head] >= 0 || r.has(first, first, isDet) && !r.is(first, first, hA, hAn) {
		return -1
	}
	c := &r.chunks[r.chunkAt[first-2]]
	if c.end != first-1 || c.entity < 0 || r.words[c.first].sent != r.words[first].sent {
		return -1
	}
	n, _ := r.nounAt(head)
	_, t := r.base.Title(r.hashes, head)
	single := n.kind == human && !n.plural || t != nil && !strings.HasSuffix(t.Words, "s")
	en := &r.ents[c.entity]
	body := n.kind == group && !n.plural
	switch {
	case en.Type == detente.Person && !(body && en.loose):
		if !single {
			return -1
		}
	case en.Type == detente.Organisation || en.loose:
		if !body || c.kind == knownItem && c.rel == kb.Adjective {
			return -1
		}
	default:
		return -1
	}
	if !r.headsClause(c.first) && !r.is(end, first, hWho, hWhich, hThat) {
		return -1
	}
	if body && en.loose {
		en.Type, en.loose, en.Gender = detente.Organisation, false, detente.Neuter
	}
	return c.entity
}

// headsClause reports whether the name at word i, with its title, begins a clause:
// not "after talks with Odo Harn, a spokesman said".
func (r *Resolver) headsClause(i int) bool {
	at := i - 1 - r.titleBefore(i)
	return at < 0 || r.words[at].sent != r.words[i].sent || r.words[at].class&isClause != 0 || r.words[at].kind == detente.Mark || r.is(at, i, hComma, hAnd)
}

// oneOf reports whether mention k is somebody of a class: anonymous, or a name
// behind "a" or "one".
func (r *Resolver) oneOf(k int32, first int) bool {
	en := &r.ents[r.mentions[k].Entity]
	return en.Type == detente.Anonymous && !en.Plural || r.is(first, first, hA, hAn, hOne, hAnother) && int(r.facts[k].end)-int(r.facts[k].word) == 1 && en.item < 0
}

// enough reports whether mention k inside a span is enough for it: who owns the
// words ("Petrel's letter"), or the state whose forces act ("Bexian patrols").
// What follows the head noun is not: "the campaign of the man from Corland".
func (r *Resolver) enough(k int32, head int, voice bool, w *want) bool {
	f := &r.facts[k]
	if !w.source {
		return voice || !w.strict
	}
	if voice && r.mentions[k].Entity >= 0 && r.ents[r.mentions[k].Entity].Type == detente.Person && r.is(head, head, hStaffs...) {
		return false // a campaign is more than its candidate
	}
	return int(f.end) <= head && (voice && (f.owner || r.mentions[k].Form == detente.FormPronoun) || !w.strict)
}

// hStaffs are bodies that work for a person.
var hStaffs = []uint64{hashOf("campaign"), hashOf("team"), hashOf("camp")}

// meaning is who a span means, and how that was found.
type meaning struct {
	entity int32
	also   []int32
	rule   string
	conf   float32
	reason detente.Reason
	person bool // one human being
	gender detente.Gender
}

// whole makes the mention of a span.
func (r *Resolver) whole(w *want, m meaning) int32 {
	x := r.put(w.span, int(w.first), int(w.end), m.entity, detente.FormNominal, m.rule, m.conf)
	r.mentions[x].Also = m.also
	if m.entity < 0 {
		r.mentions[x].Reason = m.reason
	}
	r.facts[x].person, r.facts[x].human = m.person, m.gender
	return x
}

// complete gives a mention that names nobody what its noun phrase means.
func (r *Resolver) complete(k int32, w *want, head int) {
	if r.mentions[k].Entity >= 0 || !w.source || r.mentions[k].Form != detente.FormNominal {
		return
	}
	m := r.nominal(w, head)
	if m.entity < 0 {
		return
	}
	r.fill(k, m.entity, m.rule, m.conf, detente.ReasonNone)
	r.facts[k].person, r.facts[k].human = m.person, m.gender
	r.said(k)
}

// relative resolves a source that is a relative pronoun: to the mention that ends
// right before it, over a ticker in brackets, else to the noun before it.
func (r *Resolver) relative(w *want) bool {
	i := int(w.first)
	if !r.is(i, i, hWho, hWhich, hThat, hWhom) {
		return false
	}
	k := i - 1
	if r.is(k, i, hComma) {
		k--
	}
	if r.is(k, i, hRight, hClose) {
		for n := 0; n < 8 && k > 0 && !r.is(k, i, hLeft, hOpen); n++ {
			k--
		}
		k--
	}
	if k < 0 || r.words[k].sent != r.words[i].sent {
		return false
	}
	end := r.words[k].span.End
	found := int32(-1)
	for m := len(r.mentions) - 1; m >= 0 && r.facts[m].top >= end; m-- {
		x := &r.mentions[m]
		if x.Span.End == end && x.Entity >= 0 && (found < 0 || x.Span.Len() >= r.mentions[found].Span.Len()) {
			found = int32(m)
		}
	}
	if found >= 0 && r.is(i, i, hWho, hWhom) && r.mentions[found].Form == detente.FormName && !r.human(r.mentions[found].Entity) {
		if h := r.relativeHead(i); h >= 0 {
			found = h // "a graduate of Corland College who"
		}
	}
	if found < 0 {
		found = r.relativeHead(i)
	}
	if found < 0 && r.is(i, i, hWho, hWhom) {
		start := r.phraseStart(k)
		np := want{span: detente.Span{Start: r.words[start].span.Start, End: end}, first: int32(start), end: int32(k + 1), source: true, strict: true}
		if m := r.nominal(&np, k); m.entity >= 0 {
			found = r.whole(&np, m)
		}
	}
	if found < 0 {
		return false
	}
	x := &r.mentions[found]
	m := r.put(w.span, i, i+1, x.Entity, detente.FormPronoun, "relative", 0.85*x.Confidence)
	r.mentions[m].Also, r.mentions[m].Antecedent = slices.Clone(r.mentions[found].Also), found
	r.facts[m].person, r.facts[m].human = r.facts[found].person, r.facts[found].human
	return true
}

// human reports whether an entity may be a person, or people.
func (r *Resolver) human(e int32) bool {
	switch en := &r.ents[e]; en.Type {
	case detente.Person, detente.Anonymous:
		return true
	default:
		return en.loose
	}
}

// relativeHead gives the mention that the relative clause of the pronoun at word
// i hangs on in the tree, over what stands between: "aides of Petrel who say".
// Where the noun has no mention yet it makes one; -1 where nobody is meant.
func (r *Resolver) relativeHead(i int) int32 {
	k := r.words[i].tok
	for n := 0; n < 8 && r.tree.Label[k] != detente.LabelAclRelcl; n++ {
		if k = r.tree.Head[k]; k < 0 {
			return -1
		}
	}
	h := r.tree.Head[k]
	if h < 0 || h >= r.words[i].tok || r.tree.Label[k] != detente.LabelAclRelcl {
		return -1
	}
	at := r.wordAt(r.doc.Tokens[h].Span.Start)
	found := int32(-1)
	for m := r.inSent[r.words[i].sent]; m >= 0; m = r.facts[m].next {
		if x := &r.mentions[m]; x.Entity >= 0 && r.facts[m].site.tok == h && (found < 0 || x.Span.Len() >= r.mentions[found].Span.Len()) {
			found = m
		}
	}
	if found >= 0 || !r.is(i, i, hWho, hWhom) || at >= i || r.chunkAt[at] >= 0 || r.words[at].kind != detente.Word {
		return found
	}
	start := r.phraseStart(at)
	np := want{span: detente.Span{Start: r.words[start].span.Start, End: r.words[at].span.End}, first: int32(start), end: int32(at + 1), source: true, strict: true}
	if e := r.nameBefore(start, at, i); e >= 0 {
		return r.whole(&np, meaning{entity: e, rule: "apposition", conf: 0.8, person: true})
	}
	if m := r.nominal(&np, at); m.entity >= 0 {
		return r.whole(&np, m)
	}
	return -1
}

var (
	hWhom  = hashOf("whom")
	hLeft  = hashOf("<")
	hRight = hashOf(">")
)

// phraseStart goes from the noun k back over its adjectives to its determiner.
func (r *Resolver) phraseStart(k int) int {
	i := k
	for n := 0; n < 6 && i > 0 && r.words[i-1].sent == r.words[k].sent; n++ {
		w := &r.words[i-1]
		if w.class&isDet != 0 {
			return i - 1
		}
		if w.kind != detente.Word && w.kind != detente.Number || w.poss || w.pron != noPronoun || w.class&(isPrep|isClause|isVerb|isSay|isAux) != 0 || r.pastVerb(i-1) || w.class&isFunction != 0 && w.class&isMod == 0 {
			break
		}
		i--
	}
	return i
}

// headOf gives the head noun of words [i, end): the last word before a
// preposition, a comma, a relative or the end; -1 when there is none. voice
// reports that it speaks for its owner: "Petrel's letter".
func (r *Resolver) headOf(i, end int) (head int, voice bool) {
	from := i
	head = -1
	for ; i < end; i++ {
		w := &r.words[i]
		if c := r.chunkAt[i]; c >= 0 {
			head, voice = i, false // inside a name: "Bank of Corland"
			continue
		}
		if n, _ := r.base.Title(r.hashes, i); n > 1 && i+n < len(r.words) && i+n < end && r.chunkAt[i+n] >= 0 {
			i += n - 1 // "Secretary of State X"
			continue
		}
		if head > from && r.participle(i, end) {
			break // "the plan announced by", "miners employed by"
		}
		if w.kind == detente.Word && !w.poss && (w.class&(isPrep|isClause) == 0 || i == from || r.hashes[i] == hAnd) {
			if (w.class&isAux == 0 || i == from) && r.hashes[i] != hAnd {
				head, voice = i, w.class&isVoice != 0
			}
			continue
		}
		if !w.poss && head >= 0 && w.kind != detente.Mark && w.kind != detente.Number && w.kind != detente.Symbol {
			break
		}
	}
	return head, voice
}
