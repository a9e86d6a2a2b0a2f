package mention

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

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
	if e := r.oneOfThem(first, end); e >= 0 {
		return meaning{entity: e, rule: "one of them", conf: 0.6}
	}
	if w.strict && end == first+1 && r.is(first, first, hOne, hAnother, hSome, hOthers, hMany, hMost, hFew, hSeveral) {
		n := noun{kind: human, plural: !r.is(first, first, hOne, hAnother)}
		return meaning{entity: r.anonymous(w, n, head), rule: "anonymous", conf: 0.4} // "Others wonder"
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
	if w.strict && r.is(head, head, hPercent, hPct) {
		// "40 percent of Liberals": of those who were asked
		n.kind, n.plural = human, true
		return meaning{entity: r.anonymous(w, n, head), rule: "anonymous", conf: 0.5}
	}
	switch n.kind {
	case human:
		return r.persons(w, n, at, head)
	case group:
		return r.grouped(w, n, at, head)
	case paper:
		return r.paperOf(w, n, head)
	}
	if w.strict && r.personalNoun(head) {
		s := r.text(head, head+1)
		n.kind, n.plural, n.lemma = human, s[len(s)-1] == 's', hashOf(singular(lexicon.Fold(s)))
		return r.persons(w, n, head, head)
	}
	if h := &r.words[head]; h.upper && !h.heading && head+1 == end && (first == head || r.words[first].class&isDet != 0) && !r.common(head) && h.class&isCalendar == 0 && !r.verbal(head) {
		if s := r.text(head, end); s[len(s)-1] == 's' && first == head {
			n.plural, n.lemma = true, hashOf(singular(lexicon.Fold(s)))
			return meaning{entity: r.anonymous(w, n, head), rule: "anonymous", conf: 0.4} // "Shopkeepers"
		}
		e := r.stranger(r.text(head, end), detente.Person) // a name at the head of its sentence
		r.ents[e].loose = true
		return meaning{entity: e, rule: "name.source", conf: 0.4}
	}
	return none
}

// oneOfThem gives whom "one" or "another" alone is one of: the class of people
// that spoke last, in the sentence before or the one before that; -1 for none.
func (r *Resolver) oneOfThem(first, end int) int32 {
	if end != first+1 || !r.is(first, first, hOne, hAnother, hSome, hOthers) || r.lastSaid < 0 {
		return -1
	}
	for k := len(r.mentions) - 1; k >= 0 && r.words[first].sent-r.facts[k].sent <= 2; k-- {
		m := &r.mentions[k]
		if m.Entity == r.lastSaid && m.Form == detente.FormNominal && r.facts[k].end > 0 && r.facts[k].end <= int32(first) {
			if s := r.text(int(r.facts[k].end)-1, int(r.facts[k].end)); s[len(s)-1] == 's' {
				return m.Entity
			}
		}
	}
	return -1
}

var (
	hOthers, hFew, hSeveral = hashOf("others"), hashOf("few"), hashOf("several")
	hPercent, hPct          = hashOf("percent"), hashOf("pct")
)

// personalNoun reports whether a noun that no table knows is one for people by
// its ending: "speechwriters", "loyalist".
func (r *Resolver) personalNoun(i int) bool {
	w := &r.words[i]
	if w.upper || w.kind != detente.Word || r.tree.Tags[w.tok].UPOS != detente.UPOSNOUN || w.span.Len() < 6 {
		return false
	}
	if r.is(i, i, hThings...) {
		return false
	}
	s := strings.TrimSuffix(lexicon.Fold(w.span.In(r.doc.Text)), "s")
	for _, x := range []string{"ist", "ter", "der", "ner", "ker", "yer", "man", "men", "woman", "eer", "ier", "ator", "itor", "logian", "ician"} {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

// hThings end like nouns for people and are things.
var hThings = func() (list []uint64) {
	for _, w := range []string{
		"matter", "matters", "letter", "letters", "newsletter", "newsletters", "counter", "counters", "center", "centers", "quarter", "quarters", "order", "orders",
		"border", "borders", "disorder", "tender", "folder", "reminder", "remainder", "dinner", "corner", "banner", "manner", "marker", "sticker", "tracker",
		"computer", "computers", "filter", "register", "poster", "posters", "disaster", "disasters", "chapter", "chapters", "charter", "shelter", "theater",
		"theatre", "barrier", "barriers", "carrier", "carriers", "indicator", "indicators", "monitor", "monitors", "specimen", "regimen", "number", "numbers",
		"placeholder", "calendar", "minister", "printer", "scanner", "trailer", "water", "waters", "meter", "meters", "cylinder", "thunder", "winter", "encounter",
	} {
		list = append(list, hashOf(w))
	}
	return list
}()

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
	former := false
	for k := first; k < at; k++ {
		former = former || r.words[k].class&isFormer != 0
	}
	if body >= 0 && !n.plural && !former && n.sector == detente.SectorExecutive && end == head+1 && r.ents[body].Role != "party" {
		m.entity, m.rule, m.conf = body, "class.body", 0.75 // "a State Department official"
		return m
	}
	if r.definite(first) && end == head+1 && !r.ownedWithin(first, at) {
		if e, rule, conf := r.describe(n, first, at, country, body); e >= 0 {
			m.entity, m.rule, m.conf = e, rule, conf
			return m
		}
	}
	if body >= 0 && r.ents[body].Sector != detente.SectorUnknown && !r.ents[body].Sector.SpeaksForState() && n.sector == detente.SectorMilitary {
		n.sector = r.ents[body].Sector // an officer of a bank
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
	}
	if former {
		en.Sector = detente.SectorFormer
	}
	return m
}

// ownedWithin reports whether a possessive stands among words [first, end): "the
// ad's narrator" is nobody's description but the ad's.
func (r *Resolver) ownedWithin(first, end int) bool {
	for k := first + 1; k < end; k++ {
		if r.words[k].poss {
			return true
		}
	}
	return false
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
	for first < head && (r.is(first, first, hOne) || r.words[first].class&isDet != 0 && r.is(first, first, hThe, hA, hAn, hThis, hThat, hThese, hThose) || r.words[first].kind == detente.Mark) {
		first++
	}
	name := clean(r.text(first, end))
	if len(name) > 60 {
		name = clean(r.text(first, head+1))
	}
	if c, size := utf8.DecodeRuneInString(name); (r.chunkAt[first] < 0 || r.chunks[r.chunkAt[first]].entity < 0) && unicode.IsUpper(c) && !r.words[first].caps {
		name = string(unicode.ToLower(c)) + name[size:]
	}
	if m := r.single[first]; m >= 0 && r.words[first].pron.owns() && first < head && r.mentions[m].Entity >= 0 {
		// "her husband" is not everybody's.
		name = r.ents[r.mentions[m].Entity].Name + "'s " + clean(r.text(first+1, max(head+1, first+2)))
	}
	if at, owner := r.ownerBefore(first, head); owner >= 0 && r.ents[owner].Type == detente.Person {
		name = r.ents[owner].Name + "'s " + clean(r.text(at, head+1))
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

// ownerBefore gives the entity of the name that owns the noun phrase [first,
// head] from its first word on, and the word behind the possessive; -1 where none.
func (r *Resolver) ownerBefore(first, head int) (int, int32) {
	ci := r.chunkAt[first]
	if ci < 0 || r.chunks[ci].entity < 0 {
		return first, -1
	}
	k := r.chunks[ci].end
	switch {
	case k < head && r.words[k].poss:
		return k + 1, r.chunks[ci].entity
	case k == head && r.is(head, head, hStaffs...):
		return k, r.chunks[ci].entity // "the Petrel campaign"
	}
	return first, -1
}

// describe finds whom a definite description of a person means: somebody of
// that word or office before, else the one person in sight whom it fits.
func (r *Resolver) describe(n noun, first, at int, country string, body int32) (int32, string, float32) {
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		e := r.mentions[k].Entity
		if e < 0 {
			continue
		}
		en := &r.ents[e]
		switch {
		case country != "" && en.Country != country && en.Country != "":
		case en.Type == detente.Anonymous && en.head == n.lemma && (en.Plural == n.plural || en.many+en.single > 0):
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
	if _, t := r.base.Title(r.hashes, at); t != nil && t.Office != "" && (country != "" || r.placed(first, at)) {
		return -1, "", 0 // "the Corlava mayor" is not whoever the article is about
	}
	return r.focus(n, country, int(r.words[at].sent))
}

// placed reports whether a name stands between the determiner and the noun.
func (r *Resolver) placed(first, at int) bool {
	for k := first; k < at; k++ {
		if r.words[k].upper && r.words[k].kind == detente.Word && r.words[k].class&isDet == 0 {
			return true
		}
	}
	return false
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
		if en.Type != detente.Person || en.loose || country != "" && en.Country != country && en.Country != "" || n.gender != 0 && r.gender(e) != n.gender {
			continue
		}
		if n.sector != 0 && en.Sector != 0 && en.Sector != n.sector && !(political(n.sector) && political(en.Sector)) {
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

// political reports whether people of a part of society run for office: "the
// socialist" may be a senator.
func political(s detente.Sector) bool {
	switch s {
	case detente.SectorExecutive, detente.SectorLegislature, detente.SectorOpposition, detente.SectorFormer:
		return true
	}
	return false
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
	if r.definite(first) && !(r.is(head, head, hStaffs...) && r.words[first].pron == noPronoun && r.lastCandidate(r.words[head].sent) >= 0) {
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
	if r.is(head, head, hStaffs...) && r.definite(first) && head == first+1 && r.words[first].pron == noPronoun {
		if e := r.lastCandidate(r.words[head].sent); e >= 0 {
			s := r.add(slug(r.ents[e].Name+"'s "+r.text(head, head+1)), r.ents[e].Name+"'s "+r.text(head, head+1), detente.Anonymous)
			r.ents[s].head, r.ents[s].Role = n.lemma, r.text(head, head+1)
			return meaning{entity: s, rule: "staff.last", conf: 0.6} // "The campaign said", after its candidate
		}
	}
	e := r.anonymous(w, n, head)
	if r.ents[e].Country == "" {
		r.ents[e].Country = country
	}
	return meaning{entity: e, rule: "anonymous", conf: 0.5}
}

// lastCandidate gives the politician who was the subject last, in the sentence or
// the two before; -1 when none was.
func (r *Resolver) lastCandidate(sent int32) int32 {
	for k := len(r.mentions) - 1; k >= 0 && sent-r.facts[k].sent <= 2; k-- {
		if e := r.mentions[k].Entity; e >= 0 && r.facts[k].site.role == roleSubject && r.ents[e].Type == detente.Person && (r.ents[e].item >= 0 || r.holds(e, "", "candidate")) {
			return e
		}
	}
	return -1
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
