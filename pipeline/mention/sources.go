package mention

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
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
	if at >= 0 && at == longest && (r.mentions[at].Entity >= 0 || !w.source) || at < 0 && longest >= 0 && r.owned2(longest, head, voice, w) {
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

// oneOf reports whether mention k is somebody of a class: anonymous, or a name
// behind "a" or "one".
func (r *Resolver) oneOf(k int32, first int) bool {
	en := &r.ents[r.mentions[k].Entity]
	return en.Type == detente.Anonymous && !en.Plural || r.is(first, first, hA, hAn, hOne, hAnother) && int(r.facts[k].end)-int(r.facts[k].word) == 1 && en.item < 0
}

// owned2 reports whether mention k inside a span is enough for it: who owns the
// words ("Petrel's letter"), or the state whose forces act ("Bexian patrols").
// What follows the head noun is not: "the campaign of the man from Corland".
func (r *Resolver) owned2(k int32, head int, voice bool, w *want) bool {
	f := &r.facts[k]
	if !w.source {
		return voice || !w.strict
	}
	return int(f.end) <= head && (voice && (f.owner || r.mentions[k].Form == detente.FormPronoun) || !w.strict)
}

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

// participle reports whether word i begins a clause that only tells more of the
// noun before it.
func (r *Resolver) participle(i, end int) bool {
	v, ok := verbs().Lookup(r.hashes[i])
	if !ok || !v.Forms.Has(lexicon.FormParticiple|lexicon.FormIng) || r.words[i].upper || i+1 >= end || r.chunkAt[i+1] >= 0 && r.words[i].class&isMod != 0 {
		return false
	}
	n, _ := r.nounAt(i - 1)
	return n.kind != noNoun && (r.has(i+1, i, isPrep|isDet) || r.words[i+1].upper)
}

// nominal finds who a noun phrase without a name of its own means: the person
// who closes it, the body named in it, an entity that it describes, else an
// anonymous one. Entity -1: a thing that nobody is seen behind.
func (r *Resolver) nominal(w *want, head int) meaning {
	first, end := int(w.first), int(w.end)
	if !r.has(first, first, isDet) && r.chunkAt[first] < 0 && first <= head {
		// The article may have been left out of the span.
		if k := r.phraseStart(first); k < first && r.has(k, first, isDet) {
			whole := *w
			whole.first = int32(k)
			w, first = &whole, k
		}
	}
	none := meaning{entity: -1, reason: detente.ReasonUnresolved}
	if ci := r.chunkAt[end-1]; ci >= 0 && r.chunks[ci].kind == personName && r.chunks[ci].entity >= 0 && r.apposed(&r.chunks[ci], first) {
		return meaning{entity: r.chunks[ci].entity, rule: "apposition", conf: 0.85, person: true}
	}
	if ci := r.chunkAt[head]; ci >= 0 && r.chunks[ci].entity >= 0 {
		return none // a name that is a thing's
	}
	n, at := r.nounAt(head)
	if e := r.namedAfter(end, n.kind == human && !n.plural); e >= 0 {
		return meaning{entity: e, rule: "apposition", conf: 0.85, person: true} // "Corland's coach, Odo Harn,"
	}
	if k := r.counted(head, end); k > head {
		head = k // "dozens of members": members
		n, at = r.nounAt(head)
		n.plural = true
	}
	switch n.kind {
	case human:
		return r.persons(w, n, at, head)
	case group:
		return r.grouped(w, n, at, head)
	case paper:
		return r.paperOf(w, n, head)
	}
	if h := &r.words[head]; h.upper && !h.heading && head+1 == end && (first == head || r.words[first].class&isDet != 0) && !r.common(head) && h.class&isCalendar == 0 && !r.verbal(head) {
		e := r.stranger(r.text(head, end), detente.Person) // a name at the head of its sentence
		r.ents[e].loose = true
		return meaning{entity: e, rule: "name.source", conf: 0.4}
	}
	return none
}

// namedAfter gives the person whose name follows the words that end at word i, at
// once or as an apposition between commas; else -1. sure says that the words are
// of one human being, so that a name of unknown kind is a person's.
func (r *Resolver) namedAfter(i int, sure bool) int32 {
	k := i
	comma := r.is(k, max(0, i-1), hComma)
	if comma {
		k++
	}
	if k >= len(r.words) || k == 0 || r.words[k].sent != r.words[i-1].sent || r.chunkAt[k] < 0 {
		return -1
	}
	c := &r.chunks[r.chunkAt[k]]
	if c.first != k || c.kind != personName || c.entity < 0 || r.ents[c.entity].Type != detente.Person || r.ents[c.entity].loose && !sure {
		return -1
	}
	if comma && c.end < len(r.words) && r.words[c.end].sent == r.words[k].sent && !r.is(c.end, k, hComma) && r.words[c.end].kind == detente.Word {
		return -1 // another clause begins with the name
	}
	if sure {
		r.ents[c.entity].loose = false
	}
	return c.entity
}

// counted gives the noun behind "of" where the head only counts: "dozens of", "72
// percent of", "a majority of"; else the head.
func (r *Resolver) counted(head, end int) int {
	if !r.is(head+1, head, hOf) || r.words[head].kind != detente.Number && !r.is(head, head, hCounts...) {
		return head
	}
	k, _ := r.headOf(head+2, end)
	if k < 0 || r.chunkAt[k] >= 0 {
		return head
	}
	return k
}

var hCounts = func() (list []uint64) {
	for _, w := range []string{
		"percent", "pct", "dozens", "dozen", "scores", "hundreds", "thousands", "millions", "most", "some", "many", "several", "few", "one", "two", "three",
		"four", "five", "number", "majority", "half", "third", "quarter", "lot", "group", "handful", "proportion", "all", "none", "both", "each", "couple",
	} {
		list = append(list, hashOf(w))
	}
	return list
}()

// apposed reports whether the person's name c at the end of a noun phrase that
// begins at first is whom the phrase means: "the head of Corland Rail Odo Harn",
// and not the object of a preposition.
func (r *Resolver) apposed(c *chunk, first int) bool {
	k := c.first - 1
	n := r.titleBefore(c.first)
	k -= n
	if k < first {
		return true
	}
	if ci := r.chunkAt[k]; ci >= 0 {
		return r.chunks[ci].kind != knownItem || k > first
	}
	return r.words[k].class&(isPrep|isClause|isDet) == 0 && !r.words[k].poss && r.words[k].kind == detente.Word
}

// verbal reports whether word i may be a verb or its participle.
func (r *Resolver) verbal(i int) bool {
	v, ok := verbs().Lookup(r.hashes[i])
	return ok && v.Lemma != 0
}

// definite reports whether the phrase points back: "the", "this", a possessive.
func (r *Resolver) definite(first int) bool {
	return r.is(first, first, hThe, hThis, hThat, hThese, hThose) || r.words[first].pron.owns()
}

var hThis, hThese, hThose = hashOf("this"), hashOf("these"), hashOf("those")

// persons finds who a phrase with a human noun means.
func (r *Resolver) persons(w *want, n noun, at, head int) meaning {
	first, end := int(w.first), int(w.end)
	body, country := r.around(first, end, at, head)
	m := meaning{person: !n.plural, gender: n.gender, conf: 0.6}
	if body >= 0 && !n.plural && n.sector == detente.SectorExecutive && end == head+1 {
		m.entity, m.rule, m.conf = body, "class.body", 0.75 // "a State Department official"
		return m
	}
	if r.definite(first) && end == head+1 {
		if e, rule, conf := r.described2(n, first, at, country, body); e >= 0 {
			m.entity, m.rule, m.conf = e, rule, conf
			return m
		}
	}
	m.rule = "anonymous"
	m.entity = r.anonymous(w, n, head)
	en := &r.ents[m.entity]
	if en.Country == "" && n.sector != detente.SectorExpert && n.sector != detente.SectorMedia {
		en.Country = country
	}
	for k := first; k < at; k++ {
		if _, o := r.base.Organ(r.hashes, k); o != nil && r.chunkAt[k] < 0 && o.Sector != detente.SectorUnknown {
			en.Sector = o.Sector // "a police spokesman", "a union leader"
		}
		if r.words[k].class&isFormer != 0 {
			en.Sector = detente.SectorFormer
		}
	}
	return m
}

// around gives the body and the country that a noun phrase names before its head
// or right after it: "for the", "of the", "at", "with".
func (r *Resolver) around(first, end, at, head int) (body int32, country string) {
	body = -1
	see := func(k int) {
		ci := r.chunkAt[k]
		if ci < 0 || r.chunks[ci].entity < 0 {
			return
		}
		en := &r.ents[r.chunks[ci].entity]
		switch en.Type {
		case detente.Organisation:
			body = r.chunks[ci].entity
		case detente.Person, detente.Place:
			return
		}
		if country == "" {
			country = en.Country
		}
	}
	for k := first; k < at; k++ {
		see(k)
	}
	for k := head + 1; k < end && k < head+8; k++ {
		see(k)
	}
	return body, country
}

// anonymous gives the entity of somebody without a name: the phrase without its
// article names it, so that the same words mean the same.
func (r *Resolver) anonymous(w *want, n noun, head int) int32 {
	first, end := int(w.first), int(w.end)
	for first < head && (r.words[first].class&isDet != 0 && r.is(first, first, hThe, hA, hAn, hThis, hThat, hThese, hThose) || r.words[first].kind == detente.Mark) {
		first++
	}
	name := clean(r.text(first, end))
	if len(name) > 60 {
		name = clean(r.text(first, head+1))
	}
	if c, size := utf8.DecodeRuneInString(name); r.chunkAt[first] < 0 && unicode.IsUpper(c) && !r.words[first].caps {
		name = string(unicode.ToLower(c)) + name[size:]
	}
	id := slug(name)
	if e, ok := r.byID[id]; ok && r.ents[e].Type != detente.Anonymous || id == "" {
		id += "-anonymous"
	}
	e := r.add(id, name, detente.Anonymous)
	en := &r.ents[e]
	if en.head == 0 {
		en.head, en.Plural, en.Role = n.lemma, n.plural, strings.ToLower(r.text(head, head+1))
		en.Sector, en.Gender = n.sector, n.gender
	}
	return e
}

// described2 finds whom a definite description of a person means: somebody of
// that word or office before, else the one person in sight whom it fits.
func (r *Resolver) described2(n noun, first, at int, country string, body int32) (int32, string, float32) {
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		e := r.mentions[k].Entity
		if e < 0 {
			continue
		}
		en := &r.ents[e]
		switch {
		case country != "" && en.Country != country:
		case en.Type == detente.Anonymous && en.head == n.lemma && en.Plural == n.plural:
			return e, "definite.last", 0.7
		case en.Type == detente.Person && !n.plural && en.Role != "" && lastWord(en.Role) == n.lemma:
			return e, "definite.role", 0.75
		case !n.plural && r.facts[k].person && en.Type == detente.Organisation && r.mentions[k].Form == detente.FormNominal && r.headIs(k, n.lemma):
			return e, "definite.last", 0.7
		}
	}
	if n.plural || r.words[first].pron != noPronoun {
		return -1, "", 0
	}
	return r.focus(n, country, int(r.words[at].sent))
}

// headIs reports whether the last word of mention k is a noun.
func (r *Resolver) headIs(k int, lemma uint64) bool {
	end := int(r.facts[k].end)
	return end > 0 && r.hashes[end-1] == lemma
}

func lastWord(s string) uint64 {
	if i := strings.LastIndexByte(s, ' '); i >= 0 {
		s = s[i+1:]
	}
	return hashOf(s)
}

// focus gives the person whom the article is about here, where gender and part
// of society fit: the only one of the last sentences, or the one that they name
// twice as often as any other.
func (r *Resolver) focus(n noun, country string, sent int) (int32, string, float32) {
	var best, second int32 = -1, -1
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near) && sent-int(r.facts[k].sent) <= 4; k-- {
		e := r.mentions[k].Entity
		if e < 0 || e == best || e == second {
			continue
		}
		en := &r.ents[e]
		if en.Type != detente.Person || en.loose || country != "" && en.Country != country || n.gender != 0 && r.gender(e) != n.gender {
			continue
		}
		if n.sector != 0 && en.Sector != 0 && en.Sector != n.sector {
			continue
		}
		switch {
		case best < 0 || en.count > r.ents[best].count:
			best, second = e, best
		case second < 0 || en.count > r.ents[second].count:
			second = e
		}
	}
	if best < 0 || second >= 0 && r.ents[best].count < 2*r.ents[second].count {
		return -1, "", 0
	}
	return best, "definite.focus", 0.55
}

// grouped finds what a phrase with a noun for a body means.
func (r *Resolver) grouped(w *want, n noun, at, head int) meaning {
	first, end := int(w.first), int(w.end)
	if at > first && r.chunkAt[at-1] >= 0 && end == head+1 {
		// "the official Tarn news agency" is Tarn.
		if c := &r.chunks[r.chunkAt[at-1]]; c.entity >= 0 && (c.kind == unknownName || c.kind == bodyName || c.kind == knownItem && r.ents[c.entity].Type == detente.Organisation || c.kind == personName && r.ents[c.entity].loose) {
			en := &r.ents[c.entity]
			if en.loose {
				en.Type, en.loose, en.Gender = detente.Organisation, false, detente.Neuter
			}
			if en.Sector == detente.SectorUnknown {
				en.Sector = n.sector
			}
			return meaning{entity: c.entity, rule: "group.name", conf: 0.75}
		}
	}
	_, country := r.around(first, end, at, head)
	if r.definite(first) {
		for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
			e := r.mentions[k].Entity
			if e < 0 {
				continue
			}
			en := &r.ents[e]
			switch {
			case en.Type == detente.Place && n.lemma == hCity && strings.HasPrefix(r.mentions[k].Rule, "place"):
				return meaning{entity: e, rule: "definite.last", conf: 0.6}
			case en.Type == detente.Anonymous && en.head == n.lemma && (country == "" || en.Country == country),
				en.Type == detente.Organisation && country == "" && hasWord(en.Name, n.lemma) && end == head+1:
				return meaning{entity: e, rule: "definite.last", conf: 0.7}
			}
		}
	}
	e := r.anonymous(w, n, head)
	if r.ents[e].Country == "" {
		r.ents[e].Country = country
	}
	return meaning{entity: e, rule: "anonymous", conf: 0.5}
}

// hasWord reports whether a name has the word.
func hasWord(name string, word uint64) bool {
	for f := range strings.FieldsSeq(name) {
		if hashOf(f) == word {
			return true
		}
	}
	return false
}

// paperOf finds whose words a text are: its maker by "of", "by" or "from", else
// who was said before to have made it. Nobody where the article does not say.
func (r *Resolver) paperOf(w *want, n noun, head int) meaning {
	if e := r.makerAfter(head, int(w.end)); e >= 0 {
		return meaning{entity: e, rule: "paper.maker", conf: 0.7}
	}
	if head > int(w.first) && r.chunkAt[head-1] >= 0 {
		if c := &r.chunks[r.chunkAt[head-1]]; c.entity >= 0 && r.ents[c.entity].Type != detente.Place && c.rel != kb.Adjective {
			return meaning{entity: c.entity, rule: "paper.maker", conf: 0.65} // "the IWU study"
		}
	}
	for k := max(int(w.first), head-3); k < head; k++ {
		// "a ministry statement"
		if nl, o := r.base.Organ(r.hashes, k); nl > 0 && k+nl == head && r.chunkAt[k] < 0 {
			if o.Name == "body" {
				if e, _, conf, _ := r.recentBody(o); e >= 0 {
					return meaning{entity: e, rule: "paper.maker", conf: 0.8 * conf}
				}
			} else if e, _, conf, _ := r.bareOrgan(o); e >= 0 {
				return meaning{entity: e, rule: "paper.maker", conf: 0.8 * conf}
			}
		}
	}
	if !r.definite(int(w.first)) {
		return meaning{entity: -1, reason: detente.ReasonUnresolved}
	}
	if e, ok := r.papers[n.lemma]; ok {
		return meaning{entity: e, rule: "paper.last", conf: 0.6}
	}
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		// "the report" after "the Corland Crops Study"
		if e := r.mentions[k].Entity; e >= 0 && r.ents[e].Type == detente.Organisation && r.mentions[k].Form == detente.FormName {
			if x, ok := nouns().Get(r.hashes[r.facts[k].end-1 : r.facts[k].end]); ok && x.kind == paper && !x.plural {
				return meaning{entity: e, rule: "paper.name", conf: 0.6}
			}
		}
	}
	return meaning{entity: -1, reason: detente.ReasonUnresolved}
}

// makerAfter gives who is named after "by", "from" or "of" behind word i.
func (r *Resolver) makerAfter(i, end int) int32 {
	if !r.is(i+1, i, hBy, hFrom, hOf) || i+2 >= len(r.words) {
		return -1
	}
	k := i + 2
	if r.is(k, i, hThe) {
		k++
	}
	if k >= len(r.words) || r.chunkAt[k] < 0 {
		return -1
	}
	c := &r.chunks[r.chunkAt[k]]
	if c.entity < 0 || r.ents[c.entity].Type == detente.Place || c.kind == knownItem && c.rel == kb.Adjective || r.is(i+1, i, hOf) && int(c.end) > end {
		return -1
	}
	return c.entity
}

// remember notes who made the text that word i names: its owner, who stands
// after "by" or "from", or the subject of "published a report".
func (r *Resolver) remember(i int) {
	n, ok := nouns().Get(r.hashes[i : i+1])
	if !ok || n.kind != paper {
		return
	}
	if e := r.makerAfter(i, len(r.words)); e >= 0 {
		r.papers[n.lemma] = e
		return
	}
	start := r.phraseStart(i)
	k := start - 1
	if k < 0 || r.words[k].sent != r.words[i].sent || len(r.mentions) == 0 {
		return
	}
	if r.is(k, i, hIn) && r.lastSaid >= 0 && r.has(k-1, i, isSay) {
		r.papers[n.lemma] = r.lastSaid // "said in a statement"
		return
	}
	owner := r.words[k].poss || r.words[start].pron.owns() && r.words[start].pron.third()
	makes := r.is(k, i, hMakes...)
	if !owner && !makes {
		return
	}
	for m := len(r.mentions) - 1; m >= max(0, len(r.mentions)-12) && r.facts[m].sent == r.words[i].sent; m-- {
		e := r.mentions[m].Entity
		if e < 0 || r.ents[e].Type == detente.Place {
			continue
		}
		if owner && (int(r.facts[m].end) == k || int(r.facts[m].word) == start) || makes && r.facts[m].subject {
			r.papers[n.lemma] = e
			return
		}
	}
}

var (
	hBy    = hashOf("by")
	hCity  = hashOf("city")
	hIn    = hashOf("in")
	hMakes = []uint64{
		hashOf("published"), hashOf("issued"), hashOf("released"), hashOf("wrote"), hashOf("filed"), hashOf("sent"), hashOf("produced"),
		hashOf("prepared"), hashOf("presented"), hashOf("commissioned"), hashOf("conducted"), hashOf("posted"), hashOf("publishes"), hashOf("issues"),
	}
)
