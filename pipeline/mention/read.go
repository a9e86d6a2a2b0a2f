package mention

import (
	"strings"

	"detente"
	"detente/pipeline/mention/kb"
)

// read goes through the article from left to right and makes the mentions:
// names, descriptions, and outside quotations pronouns.
func (r *Resolver) read() {
	next := 0
	for i := 0; i < len(r.words); {
		from := i
		i = r.mention(i)
		for k := from; k < i; k++ {
			if r.chunkAt[k] < 0 && r.words[k].kind == detente.Word && r.words[k].class&isFunction == 0 {
				r.remember(k)
			}
		}
		for next < len(r.wants) && int(r.wants[next].end) <= i {
			r.ensure(&r.wants[next])
			next++
		}
	}
}

// mention makes the mention that begins at word i, if any, and gives the word
// to go on with.
func (r *Resolver) mention(i int) int {
	if ci := r.chunkAt[i]; ci >= 0 {
		return r.name(&r.chunks[ci])
	}
	w := &r.words[i]
	if w.kind != detente.Word || w.poss {
		return i + 1
	}
	if w.upper {
		if k := r.inTitle(i); k > i && k < len(r.words) && r.chunkAt[k] >= 0 && r.words[k].sent == w.sent {
			return k // the "State" of "secretary of State Petrel"
		}
	}
	if w.class&isBoth != 0 {
		if j := r.pair(i); j > i {
			return j
		}
	}
	if w.pron != noPronoun {
		if w.pron.third() && w.pron.owns() {
			if d, ok := r.phrase(i + 1); ok && d.end > i+1 {
				return r.owned(i, i+1, -1, d)
			}
		}
		if w.depth == 0 {
			r.pronoun(i)
		}
		return i + 1
	}
	start := i
	if w.class&isDet != 0 && w.class&isBoth == 0 {
		start = i + 1
	}
	if d, ok := r.phrase(start); ok {
		if r.is(i, i, hThat) {
			i = start // "that officials say": no determiner
		}
		if j := r.predicate(i, d); j > i {
			return j
		}
		return r.described(i, d)
	}
	return i + 1
}

// predicate handles a description that says something of somebody named before
// it: "Petrel, a former guerrilla" means Petrel, and "has been a critic of" means
// nobody anew. It gives the word to go on with, or i when neither is so.
func (r *Resolver) predicate(i int, d described) int {
	single := d.class != nil && !d.class.Plural || d.title != nil
	if !single || !r.is(i, i, hA, hAn, hThe) && d.first == i && d.title == nil {
		return i
	}
	if i >= 2 && r.is(i-1, i, hComma) && len(r.mentions) > 0 {
		m := int32(len(r.mentions) - 1)
		e := r.mentions[m].Entity
		if e >= 0 && r.facts[m].end == int32(i-1) && r.ents[e].Type == detente.Person && r.mentions[m].Form == detente.FormName && r.closes(d.end) && !(r.has(d.end, i, isVerb|isSay) && !r.headsClause(int(r.facts[m].word))) {
			x := r.at(i, d.end, e, detente.FormNominal, "apposition", 0.9)
			r.ents[e].loose = false
			if d.party != "" {
				r.ents[e].party = d.party
			}
			if d.body >= 0 && r.ents[e].body < 0 {
				r.ents[e].body = d.body
			}
			r.mentions[x].Antecedent = m
			r.facts[x].subject = r.facts[m].subject
			if d.title != nil {
				country := d.country
				if country == "" && d.body >= 0 {
					country = r.ents[d.body].Country
				}
				r.entitled(e, d.title, country, d.former)
				if d.body >= 0 && d.title.Office != "" && r.ents[e].item < 0 && r.ents[d.body].Sector != detente.SectorUnknown && d.title.Office == "spokesperson" {
					r.ents[e].Sector = r.ents[d.body].Sector
				}
			} else if r.ents[e].Sector == detente.SectorUnknown && !d.former {
				r.ents[e].Sector, r.ents[e].Role = d.class.Sector, singular(d.class.Words)
			}
			r.inner(i, d)
			return d.end
		}
	}
	if d.indefinite && r.has(i-1, i, isAux) || d.indefinite && r.is(i-1, i, hAs) {
		r.inner(i, d)
		return d.end
	}
	return i
}

// closes reports whether an apposition may end before word j: at a mark, a
// preposition, a relative, or the end of the sentence.
func (r *Resolver) closes(j int) bool {
	if j >= len(r.words) || r.words[j].sent != r.words[j-1].sent {
		return true
	}
	return r.words[j].kind != detente.Word || r.words[j].class&(isPrep|isClause|isVerb|isSay) != 0
}

func singular(s string) string {
	switch {
	case strings.HasSuffix(s, "men"):
		return s[:len(s)-2] + "an"
	case strings.HasSuffix(s, "ies"):
		return s[:len(s)-3] + "y"
	}
	return strings.TrimSuffix(s, "s")
}

// adverb reports whether a word ends like an adverb.
func adverb(s string) bool { return len(s) > 4 && strings.HasSuffix(s, "ly") }

// name makes the mention of a name, with the description that it may begin:
// "Corland's leftist leader", "Corlandish officials".
func (r *Resolver) name(c *chunk) int {
	if c.entity < 0 {
		return c.end
	}
	if c.end < len(r.words) && r.words[c.end].poss && r.words[c.end].sent == r.words[c.first].sent {
		if d, ok := r.phrase(c.end + 1); ok && d.end > c.end+1 {
			return r.owned(c.first, c.end, c.entity, d)
		}
	} else if c.kind == knownItem && c.rel != kb.Demonym || c.kind == bodyName || c.kind == personName && r.administration(c.end) {
		if d, ok := r.phrase(c.first); ok && d.end > c.end && d.first == c.first {
			return r.described(c.first, d)
		}
	}
	if c.kind == personName {
		r.organOf(c)
	}
	r.plain(c)
	return c.end
}

// organOf makes the mention of the body that stands before the title of a name:
// "Bexian foreign ministry spokesman Lin".
func (r *Resolver) organOf(c *chunk) {
	n := r.titleBefore(c.first)
	if n == 0 {
		return
	}
	if k, o := r.organBefore(c.first - n); o != nil {
		if e := r.organ(o, r.countryBefore(k)); e >= 0 {
			r.at(k, c.first-n, e, detente.FormNominal, "organ", 0.8)
		}
	}
}

// administration reports whether word i is "administration" or "government",
// which a person's name may stand before.
func (r *Resolver) administration(i int) bool {
	if i >= len(r.words) {
		return false
	}
	n, o := r.base.Organ(r.hashes, i)
	return n == 1 && o.Name == "country" && !r.words[i].upper
}

// plain makes the mention of a name that stands by itself.
func (r *Resolver) plain(c *chunk) int32 {
	e, rule, conf := c.entity, c.rule, c.conf
	form := detente.FormName
	if c.kind == knownItem {
		it := r.base.Item(c.item)
		switch c.rel {
		case kb.Adjective:
			rule, conf = "adjective", 0.9
			if c.first > 0 && r.words[c.first].joined && r.is(c.first-1, c.first, hPro, hAnti) {
				conf = 0.6
			}
		case kb.Demonym:
			e, rule, conf, form = r.nation(c.item), "demonym", 0.8, detente.FormNominal
			if r.is(c.first-1, c.first, hThe) && it.Type == detente.Country {
				e, rule, conf = c.entity, "demonym.state", 0.7 // "the Bexians rejected the offer": their government
			}
		case kb.Seat:
			if r.placeUse(c) {
				e, rule, conf = r.place(c), "place", 0.85
			} else {
				rule, conf = "metonym", 0.85
			}
		default:
			if it.Type == detente.Organisation && it.Country != "" && r.ents[c.entity].Role == "presidency" && r.placeUse(c) {
				e, rule, conf = r.place(c), "place", 0.7
			}
		}
	}
	m := r.at(c.first, c.end, e, form, rule, conf)
	r.facts[m].person = e >= 0 && r.ents[e].Type == detente.Anonymous && !r.ents[e].Plural
	return m
}

// place gives the entity of a city or building as a place.
func (r *Resolver) place(c *chunk) int32 {
	name := r.base.Item(c.item).Name
	if c.rel == kb.Seat {
		name = clean(r.text(c.first, c.end))
		if r.words[c.first].heading || r.words[c.first].caps {
			name = r.base.SeatOf(c.item, name)
		}
	}
	e := r.add("place-"+slug(name), name, detente.Place)
	r.ents[e].Country = r.base.Item(c.item).Country
	r.ents[e].Gender = detente.Neuter
	return e
}

// placeUse tells "in Corlava" and "to Corlava" from Corlava the government.
func (r *Resolver) placeUse(c *chunk) bool {
	p, i := c.first-1, c.first
	if r.is(p, i, hThe) {
		p--
	}
	span := r.words[i].span
	if r.doc.Dateline.Contains(span) || r.words[i].heading && r.words[i].caps {
		return true
	}
	if r.has(p, i, isPlacePrep) && !r.is(p, i, hTo) {
		return true
	}
	if r.is(p, i, hTo) {
		// "links to Corlava" are with its government; motion goes to the city.
		return !r.has(p-1, i, isFromGov) && !r.is(p-1, i, hTies...)
	}
	if r.is(p, i, hFrom) {
		return !r.has(p-1, i, isFromGov)
	}
	if r.is(c.end, i, hComma) && c.end+1 < len(r.words) && r.chunkAt[c.end+1] >= 0 {
		n := &r.chunks[r.chunkAt[c.end+1]]
		if n.kind == knownItem && n.item == c.item && n.rel == kb.Name {
			return true // "Corlava, Corland"
		}
	}
	if c.rel != kb.Seat || r.verbAfter(c.end) {
		return false // "Corlava felt regret"
	}
	// "London dealers", "a Tokyo suburb": the city, unless an office follows.
	if r.nounAfter(c.end) && r.words[c.end].class&(isVerb|isMod) == 0 && !r.pastVerb(c.end) && !r.words[c.end].joined {
		w := r.words[c.end].span.In(r.doc.Text)
		return w[len(w)-1] != 's' && !adverb(w) || r.classAt(c.end)
	}
	return false
}

// verbAfter reports whether a finite verb stands at word i, by its tag.
func (r *Resolver) verbAfter(i int) bool {
	if i >= len(r.words) || r.words[i].sent != r.words[i-1].sent {
		return false
	}
	switch r.tree.Tags[r.words[i].tok].XPOS {
	case detente.XPOSVBD, detente.XPOSVBZ, detente.XPOSVBP:
		return true
	}
	return false
}

func (r *Resolver) classAt(i int) bool {
	n, _ := r.base.Class(r.hashes, i)
	return n > 0
}

var (
	hThat = hashOf("that")
	hAs   = hashOf("as")
	hTo   = hashOf("to")
	hTies = []uint64{hashOf("ties"), hashOf("links"), hashOf("relations"), hashOf("message"), hashOf("response"), hashOf("appeal"), hashOf("challenge"), hashOf("loyal"), hashOf("close"), hashOf("hostile"), hashOf("friendly"), hashOf("threat"), hashOf("aid"), hashOf("rebuke"), hashOf("letter"), hashOf("warning"), hashOf("concessions")}
)

// owned makes the mention of a description with a possessor, then that of the
// possessor: words [i, j) of entity owner, or -1 for a pronoun at word i.
func (r *Resolver) owned(i, j int, owner int32, d described) int {
	inner := int32(-1)
	m := int32(len(r.mentions))
	r.at(i, d.end, -1, detente.FormNominal, "description", 0.5) // filled below
	if owner < 0 {
		if r.words[i].depth == 0 {
			inner = r.pronoun(i)
		}
		if inner >= 0 {
			owner = r.mentions[inner].Entity
		}
	} else {
		inner = r.plain(&r.chunks[r.chunkAt[i]])
		owner = r.mentions[inner].Entity
		if c := &r.chunks[r.chunkAt[i]]; c.rel == kb.Seat {
			owner = c.entity
		}
	}
	e, rule, conf, reason := r.denote(d, owner, m)
	r.fill(m, e, rule, conf, reason)
	r.humanize(m, d)
	if rule == "" {
		r.mentions[m].Span = detente.Span{} // "its border" names nobody; order drops it
		return d.end
	}
	if owner >= 0 && d.country == "" {
		d.country = r.ents[owner].Country
	}
	return r.after(d, m)
}

// described makes the mention of a description without a possessor.
func (r *Resolver) described(i int, d described) int {
	start := i
	m := int32(len(r.mentions))
	r.at(start, d.end, -1, detente.FormNominal, "description", 0.5)
	e, rule, conf, reason := r.denote(d, -1, m)
	if e < 0 && rule == "" {
		// Nothing that names anybody: "a border", "the state of things".
		r.drop()
	} else {
		r.fill(m, e, rule, conf, reason)
		r.humanize(m, d)
	}
	r.inner(i, d)
	if d.end <= i {
		return i + 1
	}
	return r.after(d, m)
}

// humanize notes that a description is of one human being, whatever body the
// words are laid to: "a ministry spokesman".
func (r *Resolver) humanize(m int32, d described) {
	f := &r.facts[m]
	switch {
	case d.title != nil && !(d.title.NounOnly && strings.HasSuffix(d.title.Words, "s")):
		f.person, f.human = true, d.title.Gender
	case d.class != nil && !d.class.Plural:
		f.person = true
	}
}

// inner makes the mentions of the names inside a description.
func (r *Resolver) inner(i int, d described) {
	for k := i; k < d.end; k++ {
		if ci := r.chunkAt[k]; ci >= 0 && r.chunks[ci].first == k {
			c := &r.chunks[ci]
			if c.entity >= 0 && !(c.first == i && c.end == d.end) {
				r.plain(c)
			}
		}
	}
}

func (r *Resolver) fill(m, e int32, rule string, conf float32, reason detente.Reason) {
	x := &r.mentions[m]
	x.Entity, x.Rule, x.Confidence, x.Reason = e, rule, conf, reason
	r.facts[m].cand = e >= 0
	if e >= 0 {
		r.said(m)
		x.Reason = detente.ReasonNone
		r.count(e)
	}
}

// after joins an apposition to a description: "the president of Corland, Ana
// Petrel" and gives the word to go on with.
func (r *Resolver) after(d described, m int32) int {
	if int(m) >= len(r.mentions) || d.title == nil || d.title.NounOnly && strings.HasSuffix(d.title.Words, "s") || !r.is(d.end, d.first, hComma) || d.end+1 >= len(r.words) {
		return d.end
	}
	k := d.end + 1
	if n, _ := r.base.Title(r.hashes, k); n > 0 && r.chunkAt[k] < 0 && k+n < len(r.words) {
		k += n // "the defence minister, Colonel X"
	}
	ci := r.chunkAt[k]
	if ci < 0 || r.chunks[ci].first != k || r.chunks[ci].kind != personName || r.chunks[ci].entity < 0 || r.words[k].sent != r.words[d.first].sent {
		return d.end
	}
	e, x := r.chunks[ci].entity, &r.mentions[m]
	if old := x.Entity; old < 0 || r.ents[old].item < 0 || old != e && r.ents[old].count <= 1 {
		x.Entity, x.Rule, x.Reason, x.Confidence = e, "apposition", detente.ReasonNone, 0.95
		r.entitled(e, d.title, d.country, d.former)
	}
	return d.end
}

// pair resolves "both leaders", "the two nations": to the two persons in office,
// or the two countries, named last. It gives the word after, or i.
func (r *Resolver) pair(i int) int {
	j := i + 1
	for r.has(j, i, isMod) {
		j++
	}
	if !r.has(j, i, isPair) {
		return i
	}
	states := r.words[j].class&isStates != 0
	start := i
	if r.has(i-1, i, isDet) && r.chunkAt[i-1] < 0 {
		start = i - 1
	}
	a, b := r.lastTwo(states)
	m := r.at(start, j+1, a, detente.FormNominal, "pair", 0.8)
	if a >= 0 && b >= 0 {
		r.mentions[m].Also = []int32{b}
	} else {
		r.mentions[m].Entity, r.mentions[m].Reason = -1, detente.ReasonUnresolved
		r.facts[m].cand = false
	}
	return j + 1
}

// lastTwo gives the two countries, or leading persons, that were mentioned most
// in the last paragraphs; -1 where there are not two.
func (r *Resolver) lastTwo(states bool) (int32, int32) {
	var found [2]int32
	n := 0
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near) && n < 2; k-- {
		e := r.mentions[k].Entity
		if e < 0 {
			continue
		}
		en := &r.ents[e]
		ok := false
		if states {
			if en.Type == detente.Person && en.Sector.SpeaksForState() && en.Country != "" || en.Type == detente.Organisation && en.Sector.SpeaksForState() && en.Country != "" {
				if c := r.base.Find(en.Country); c >= 0 {
					e = r.thing(c)
					en = &r.ents[e]
				}
			}
			ok = en.Type == detente.Country
		} else {
			ok = en.Type == detente.Person && (en.Sector == detente.SectorExecutive || en.Sector == detente.SectorUnknown && en.count > 1)
		}
		if ok && (n == 0 || found[0] != e) {
			found[n] = e
			n++
		}
	}
	if n < 2 {
		return -1, -1
	}
	return found[1], found[0]
}
