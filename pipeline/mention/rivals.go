package mention

import (
	"slices"

	"detente"
	"detente/internal/model"
)

// rival is a mention that a pronoun may mean, or a name that follows it.
type rival struct {
	entity  int32
	mention int32 // -1: a name that the reading has not come to
	first   int32 // word
	end     int32
	sent    int32
	site    site
	form    uint8 // see formOf
	gender  uint8 // see grades
	order   uint8 // others that stand nearer
	above   uint8 // subjects that stand nearer
	after   bool
	cells   [numRivalTemplates]int32
}

// asked is a pronoun whose meaning is looked for.
type asked struct {
	word     int
	pron     pronoun
	bank     bank
	not      int32 // an entity that it cannot mean, or -1
	speaks   bool  // it is a source of words
	site     site
	opens    bool
	rivals   []rival
	distinct int // entities among the rivals
	cells    [numNobodyTemplates]int32
	scores   []float64 // of each rival, then of nobody
}

// How gender agrees.
const (
	gradeUnknown   uint8 = iota
	gradeName            // a first name usual for the gender
	gradeOtherName       // usual for the other
	gradeShown           // titles or tables say so
	gradePronoun         // pronouns have shown it so far
	gradeOtherPronoun
)

// The forms of rivals.
const (
	formFull  uint8 = iota // a name of several words
	formShort              // a name of one word
	formPronoun
	formPhrase
)

const (
	// reach is how many sentences back a pronoun may mean.
	reach = 4
	// mostRivals bounds the mentions that are compared.
	mostRivals = 40
	// mostSeen bounds the mentions that are looked at, and the words ahead: a list
	// of names without a full stop is one sentence.
	mostSeen = 150
)

// ask gathers who the pronoun at word i may mean, and weighs them.
func (r *Resolver) ask(i int, not int32) *asked {
	q := &r.asked
	w := &r.words[i]
	*q = asked{word: i, pron: w.pron, bank: w.pron.bank(), not: not, speaks: r.wanted[int32(i)], site: r.siteOf(i, i+1),
		opens: r.opensSentence(i), rivals: q.rivals[:0], scores: q.scores[:0]}
	seen := 0
	for s := w.sent; s >= max(0, w.sent-reach); s-- {
		for k := r.inSent[s]; k >= 0 && len(q.rivals) < mostRivals && seen < mostSeen; k = r.facts[k].next {
			r.behind(q, k)
			seen++
		}
	}
	slices.SortStableFunc(q.rivals, func(a, b rival) int { return int(b.end - a.end) })
	r.ahead(q)
	r.dropUnlikely(q)
	r.rank(q)
	for k := range q.rivals {
		r.fillRival(q, &q.rivals[k])
		q.scores = append(q.scores, r.ranker.score(q.bank, q.rivals[k].cells[:]))
	}
	r.fillNobody(q)
	q.scores = append(q.scores, r.ranker.score(q.bank, q.cells[:]))
	model.Softmax(q.scores)
	return q
}

// dropUnlikely takes out who hardly says the words of a pronoun, as long as
// somebody else may: whom those words name, who is only spoken of in quotations,
// and a name of which nothing shows that it is a person's. Of several who "they"
// may be, who spoke last goes on speaking of the others.
func (r *Resolver) dropUnlikely(q *asked) {
	if !q.speaks {
		return
	}
	drop := func(unlikely func(v rival) bool) {
		if slices.ContainsFunc(q.rivals, func(v rival) bool { return !unlikely(v) }) {
			q.rivals = slices.DeleteFunc(q.rivals, unlikely)
		}
	}
	switch q.bank {
	case bankPerson:
		drop(func(v rival) bool { return r.ents[v.entity].Type == detente.Person && r.namedIn(q.word, v.entity) })
		if r.words[q.word].depth == 0 {
			drop(func(v rival) bool { return r.onlyQuoted(v.entity) })
		}
		drop(func(v rival) bool { return r.ents[v.entity].loose })
		if unlikely := func(v rival) bool { return r.ents[v.entity].loose || r.namedIn(q.word, v.entity) }; !slices.ContainsFunc(q.rivals, func(v rival) bool { return !unlikely(v) }) {
			if k := r.lastSpeaker(q.word, q.not); k >= 0 && !r.namedIn(q.word, r.mentions[k].Entity) {
				// who spoke last goes on, though he was named long before
				q.rivals = slices.DeleteFunc(q.rivals, func(v rival) bool { return v.entity != r.mentions[k].Entity })
			}
		}
	case bankSeveral:
		spoke := func(v rival) bool { return v.entity == r.lastSaid && !r.within(q.word, v) }
		if slices.ContainsFunc(q.rivals, spoke) {
			drop(func(v rival) bool { return r.within(q.word, v) })
		}
	}
}

// onlyQuoted reports whether all mentions of an entity so far stand in
// quotations.
func (r *Resolver) onlyQuoted(e int32) bool {
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		if r.mentions[k].Entity == e && r.facts[k].depth == 0 {
			return false
		}
	}
	return true
}

// within reports whether a rival is mentioned, and not by a pronoun, in the words
// that the pronoun at word i says.
func (r *Resolver) within(i int, v rival) bool {
	a, ok := r.sayings[int32(i)]
	if !ok || v.form == formPronoun {
		return false
	}
	at := r.words[v.first].span
	return slices.ContainsFunc(r.attrs[a].Content, func(s detente.Span) bool { return s.Contains(at) })
}

// behind takes mention k, which stands before the pronoun, if it agrees.
func (r *Resolver) behind(q *asked, k int32) {
	f, m, w := &r.facts[k], &r.mentions[k], &r.words[q.word]
	if !f.cand || m.Span.Empty() || m.Span.Start >= w.span.Start || m.Span.Contains(w.span) || m.Entity == q.not && q.not >= 0 {
		return
	}
	if len(m.Also) > 0 && q.bank != bankSeveral || !r.agrees(q.pron, int(k), q.speaks) {
		return
	}
	v := rival{entity: m.Entity, mention: k, first: f.word, end: f.end, sent: f.sent, site: f.site}
	v.form = formPhrase
	switch {
	case m.Form == detente.FormPronoun:
		v.form = formPronoun
	case m.Form == detente.FormName && f.end-f.word > 1:
		v.form = formFull
	case m.Form == detente.FormName:
		v.form = formShort
	}
	v.gender = r.grade(q.pron, m.Entity, f)
	if r.bound(q, &v) {
		return
	}
	q.rivals = append(q.rivals, v)
}

// ahead takes the names that follow the pronoun in its sentence: "when he came,
// Venn said". Names that were given by the caller may stand further on.
func (r *Resolver) ahead(q *asked) {
	if q.bank == bankSeveral {
		return
	}
	w := &r.words[q.word]
	for i := q.word + 1; i < min(len(r.words), q.word+mostSeen) && r.words[i].sent-w.sent <= 2; i++ {
		ci := r.chunkAt[i]
		if ci < 0 || int(r.chunks[ci].first) != i {
			continue
		}
		c := &r.chunks[ci]
		if c.entity < 0 || c.entity == q.not || r.words[i].sent != w.sent && !c.given {
			continue
		}
		en := &r.ents[c.entity]
		person := en.Type == detente.Person || en.loose
		if q.bank == bankPerson && (!person || r.gender(c.entity) == other(q.pron.gender()) && r.sureGender(c.entity)) ||
			q.bank == bankThing && (en.Type != detente.Country && en.Type != detente.Organisation || en.Plural) {
			continue
		}
		v := rival{entity: c.entity, mention: -1, first: int32(i), end: int32(c.end), sent: r.words[i].sent, site: r.siteOf(i, c.end), after: true, form: formShort}
		if c.end-c.first > 1 {
			v.form = formFull
		}
		v.gender = r.grade(q.pron, c.entity, nil)
		if !r.bound(q, &v) {
			q.rivals = append(q.rivals, v)
		}
		if len(q.rivals) >= mostRivals {
			return
		}
	}
}

// bound reports what grammar rules out: nobody is the object of his own verb,
// and the owner of a thing is not that thing.
func (r *Resolver) bound(q *asked, v *rival) bool {
	if v.sent != r.words[q.word].sent {
		return false
	}
	reflexive := r.reflexive(q.word)
	switch {
	case reflexive:
		return false
	case r.tree.Head[q.site.tok] == v.site.tok && q.site.role == roleOwner:
		return true // "his wife" is not "he"
	case q.site.role == roleOwner || v.site.role == roleOwner || v.site.joined || q.site.joined:
		return false
	case v.site.clause >= 0 && v.site.clause == q.site.clause && r.tree.Head[v.site.tok] == r.tree.Head[q.site.tok] && v.site.tok != q.site.tok:
		return true // two arguments of one verb
	}
	return false
}

// reflexive reports "himself" and the like at word i.
func (r *Resolver) reflexive(i int) bool {
	switch r.hashes[i] {
	case hItself, hHimself, hHerself, hThemselves:
		return true
	}
	return false
}

// gender gives the gender that a pronoun shows.
func (p pronoun) gender() detente.Gender {
	switch p {
	case he, him, his:
		return detente.Masculine
	case she, her, hers:
		return detente.Feminine
	}
	return detente.GenderUnknown
}

// sureGender reports whether more than a first name tells the gender of a person.
func (r *Resolver) sureGender(e int32) bool {
	en := &r.ents[e]
	return en.Gender != detente.GenderUnknown || max(en.male, en.female) >= titleShows
}

// titleShows is what a title adds to a person's count of shown genders.
const titleShows = 3

// grade tells how the gender of an entity agrees with a pronoun.
func (r *Resolver) grade(p pronoun, e int32, f *fact) uint8 {
	g := p.gender()
	if g == detente.GenderUnknown {
		return gradeUnknown
	}
	en := &r.ents[e]
	if f != nil && f.human != detente.GenderUnknown {
		return gradeShown
	}
	has := r.gender(e)
	switch {
	case has == detente.GenderUnknown:
		return gradeUnknown
	case r.sureGender(e) && has == g:
		return gradeShown
	case en.male != en.female && has == g:
		return gradePronoun
	case en.male != en.female:
		return gradeOtherPronoun
	case has == g:
		return gradeName
	}
	return gradeOtherName
}

// rank notes of each rival how many stand nearer, and of the pronoun how many
// entities it may mean.
func (r *Resolver) rank(q *asked) {
	q.distinct = 0
	order, subjects := uint8(0), uint8(0)
	for k := range q.rivals {
		v := &q.rivals[k]
		if v.after && k > 0 && !q.rivals[k-1].after {
			order, subjects = 0, 0
		}
		v.order, v.above = min(order, steps-1), min(subjects, 3)
		fresh := true
		for n := range k {
			fresh = fresh && q.rivals[n].entity != v.entity
		}
		if fresh {
			q.distinct++
			order++
		}
		if v.site.role == roleSubject || v.site.role == rolePassive {
			subjects++
		}
	}
}
