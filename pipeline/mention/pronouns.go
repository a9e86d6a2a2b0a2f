package mention

import (
	"cmp"
	"math"
	"slices"

	"detente"
	"detente/internal/lexicon"
)

// pronoun is the kind of a personal pronoun.
type pronoun uint8

const (
	noPronoun pronoun = iota
	he
	him
	his
	she
	her // object or possessive
	hers
	it
	its
	they
	them
	their
	first       // I, me
	firstPoss   // my
	firstPlural // we, us
	ourPoss     // our
	second      // you
	secondPoss  // your
)

// third reports a pronoun of the third person.
func (p pronoun) third() bool { return p >= he && p <= their }

// owns reports a possessive pronoun.
func (p pronoun) owns() bool {
	switch p {
	case his, her, its, their, firstPoss, ourPoss, secondPoss:
		return true
	}
	return false
}

var pronouns = func() map[uint64]pronoun {
	m := map[uint64]pronoun{}
	for w, p := range map[string]pronoun{
		"he": he, "him": him, "himself": him, "his": his, "she": she, "her": her, "hers": hers, "herself": her,
		"it": it, "its": its, "itself": its, "they": they, "them": them, "themselves": them, "their": their, "theirs": their,
		"i": first, "me": first, "myself": first, "my": firstPoss, "mine": first, "we": firstPlural, "us": firstPlural,
		"ourselves": firstPlural, "our": ourPoss, "ours": firstPlural, "you": second, "your": secondPoss, "yourself": second,
	} {
		m[lexicon.Hash(w)] = p
	}
	return m
}()

// pronounOf tells the pronoun that a word is. "I" needs its capital, and "US"
// and "IT" in capitals are no pronouns.
func pronounOf(hash uint64, text string) pronoun {
	p := pronouns[hash]
	switch {
	case p == noPronoun:
	case len(text) == 1 && text != "I":
		return noPronoun
	case text == "US" || text == "IT":
		return noPronoun
	}
	return p
}

// pronoun resolves the pronoun at word i outside quotations and gives its
// mention, or -1 when none was made.
func (r *Resolver) pronoun(i int) int32 {
	w := &r.words[i]
	switch w.pron {
	case first, firstPoss, firstPlural, ourPoss:
		if r.article.Voice != detente.VoiceReported && r.article.Voice != detente.VoiceAuto && r.author >= 0 {
			return r.at(i, i+1, r.author, detente.FormPronoun, "pronoun.author", 0.9)
		}
		return -1
	case second, secondPoss, noPronoun:
		return -1
	case it:
		if !r.wanted[int32(i)] && r.pleonastic(i) {
			return -1
		}
	}
	if r.emphatic(i) {
		return -1
	}
	return r.antecedent(i, -1)
}

// emphatic reports a reflexive that only stresses the noun before it: "the offer
// itself marks".
func (r *Resolver) emphatic(i int) bool {
	switch r.hashes[i] {
	case hItself, hHimself, hHerself, hThemselves:
	default:
		return false
	}
	return !r.has(i-1, i, isVerb|isSay|isAux|isPrep) && !r.pastVerb(i-1)
}

var hItself, hHimself, hHerself, hThemselves = lexicon.Hash("itself"), lexicon.Hash("himself"), lexicon.Hash("herself"), lexicon.Hash("themselves")

// pleonastic reports "it is clear that", "it remains to be seen".
func (r *Resolver) pleonastic(i int) bool {
	j := i + 1
	if j < len(r.words) && (r.words[j].class&isAux != 0 || r.is(j, i, hRemains...)) {
		return true
	}
	return !r.has(j, i, isVerb|isSay) && !r.pastVerb(j)
}

var hRemains = []uint64{lexicon.Hash("remains"), lexicon.Hash("remained"), lexicon.Hash("seems"), lexicon.Hash("appears"), lexicon.Hash("seemed"), lexicon.Hash("appeared"), lexicon.Hash("takes"), lexicon.Hash("took")}

// Below this share among those who may be meant a pronoun is left open. Sources
// are never left open while somebody agrees: who speaks is worth a guess, and its
// confidence is told.
const leastShare = 0.5

// surest is the confidence of a pronoun that the ranker has no doubt of.
const surest = 0.95

// leastWeak is the share below which "it" and "they" mean nobody in sight.
const leastWeak = 0.15

// antecedent resolves a pronoun of the third person at word i. not is an entity
// that it cannot mean (the speaker of the quotation round it), or -1. It gives
// the mention made, or -1 for "it" and "they" that mean nobody in sight.
func (r *Resolver) antecedent(i int, not int32) int32 {
	q := r.ask(i, not)
	if r.watch != nil {
		r.watch(q)
	}
	weak := q.bank != bankPerson
	if len(q.rivals) == 0 {
		if q.speaks {
			if k := r.lastSpeaker(i, not); k >= 0 {
				return r.refer(i, &rival{entity: r.mentions[k].Entity, mention: k}, "pronoun.speaker_last", 0.5)
			}
		}
		if weak && !q.speaks {
			return -1
		}
		return r.at(i, i+1, -1, detente.FormPronoun, "pronoun", 0)
	}
	best, share, nobody := q.best()
	if !q.speaks {
		switch {
		case weak && share < leastWeak:
			return -1
		case share < leastShare*(1-nobody):
			m := r.at(i, i+1, -1, detente.FormPronoun, "pronoun", float32(share))
			r.mentions[m].Reason = detente.ReasonAmbiguous
			return m
		}
	}
	v := &q.rivals[best]
	rule := "pronoun.recent"
	switch {
	case v.after:
		rule = "pronoun.ahead"
	case r.facts[v.mention].subject:
		rule = "pronoun.subject"
	}
	// Even the only one who may be meant need not be: the share of nobody counts,
	// but not in full, since in the training data it holds all that is no actor.
	// Steps of a twentieth are all that the data can tell apart.
	return r.refer(i, v, rule, float32(math.Round(surest*share/(share+(1-share-nobody)+nobody/4)*20)/20))
}

// best gives the likeliest mention of the likeliest entity, the share of that
// entity, and that of nobody.
func (q *asked) best() (k int, share, nobody float64) {
	k = -1
	for i := range q.rivals {
		sum, top := 0.0, i
		for n := range q.rivals {
			if q.rivals[n].entity == q.rivals[i].entity {
				sum += q.scores[n]
				if q.scores[n] > q.scores[top] {
					top = n
				}
			}
		}
		if sum > share+1e-9 {
			k, share = top, sum
		}
	}
	return k, share, q.scores[len(q.rivals)]
}

// refer makes the mention of the pronoun at word i, which means what v does.
func (r *Resolver) refer(i int, v *rival, rule string, conf float32) int32 {
	p := r.words[i].pron
	m := r.at(i, i+1, v.entity, detente.FormPronoun, rule, conf)
	if k := v.mention; k >= 0 {
		x := &r.mentions[m]
		x.Antecedent = k
		x.Also = slices.Clone(r.mentions[k].Also)
		r.facts[m].person, r.facts[m].human = r.facts[k].person, r.facts[k].human
	}
	if r.told[r.words[i].sent] {
		r.learn(v.entity, p, conf)
	}
	return m
}

// lastSpeaker gives the mention that a pronoun which speaks means when nobody is
// in sight: the last subject of a verb of saying that agrees, however far.
func (r *Resolver) lastSpeaker(i int, not int32) int32 {
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		f, m := &r.facts[k], &r.mentions[k]
		if f.cand && f.subject && m.Entity != not && int(f.end) <= i && r.has(int(f.end), int(f.word), isSay) && r.agrees(r.words[i].pron, k, true) {
			return int32(k)
		}
	}
	return -1
}

// learn writes onto an entity what a pronoun shows of it.
func (r *Resolver) learn(e int32, p pronoun, conf float32) {
	en := &r.ents[e]
	if en.loose {
		en.loose = false
		en.Type, en.Gender = detente.Person, detente.GenderUnknown
		if p == it || p == its {
			en.Type, en.Gender = detente.Organisation, detente.Neuter
		}
	}
	if en.Type != detente.Person || conf <= 0.7 {
		return
	}
	switch p {
	case he, him, his:
		en.male++
	case she, her, hers:
		en.female++
	}
}

// agrees reports whether mention k may be meant by a pronoun by its kind, gender
// and number; for "they" that speaks a body may be meant too. A spokesman is a he, though his words are the ministry's; a body or
// a place is never one.
func (r *Resolver) agrees(p pronoun, k int, spoke bool) bool {
	m, f := &r.mentions[k], &r.facts[k]
	en := &r.ents[m.Entity]
	switch p {
	case he, him, his:
		return r.mayBe(m.Entity, f, detente.Masculine)
	case she, her, hers:
		return r.mayBe(m.Entity, f, detente.Feminine)
	case it, its:
		return (en.Type == detente.Country || en.Type == detente.Organisation && !en.Plural || en.loose) && m.Rule != "adjective" && len(m.Also) == 0
	case they, them, their:
		return en.Plural || len(m.Also) > 0 || spoke && en.Type == detente.Organisation
	}
	return false
}

// mayBe reports whether a mention may be one human being of a gender.
func (r *Resolver) mayBe(e int32, f *fact, g detente.Gender) bool {
	en := &r.ents[e]
	if en.Type == detente.Organisation && !en.loose || en.Type == detente.Anonymous {
		return f.person && (f.human == g || f.human == detente.GenderUnknown && en.Gender != other(g))
	}
	return (en.Type == detente.Person || en.loose) && !(r.gender(e) == other(g) && r.sureGender(e))
}

func other(g detente.Gender) detente.Gender {
	if g == detente.Masculine {
		return detente.Feminine
	}
	return detente.Masculine
}

// opensSentence reports whether word i stands at the head of its sentence, or
// right after a quotation that does.
func (r *Resolver) opensSentence(i int) bool {
	return i == 0 || r.words[i-1].sent != r.words[i].sent || r.words[i].first || r.words[i-1].kind == detente.Mark
}

// quoted resolves the pronouns inside quotations, whose speakers are known by
// now: "I" and "we" are the speaker, "you" the addressee, "he" somebody else.
func (r *Resolver) quoted() {
	r.sortMentions()
	r.findSpeakers()
	q := 0
	for i := range r.words {
		w := &r.words[i]
		if w.pron == noPronoun || w.depth == 0 {
			continue
		}
		for q < len(r.doc.Quotes) && r.doc.Quotes[q].Outer.End <= w.span.Start {
			q++
		}
		speaker, listener := int32(-1), int32(-1)
		for k := q; k < len(r.doc.Quotes) && r.doc.Quotes[k].Outer.Start <= w.span.Start; k++ {
			if r.doc.Quotes[k].Outer.Contains(w.span) && r.speakers[k] >= 0 {
				speaker, listener = r.speakers[k], r.listener[k]
			}
		}
		switch w.pron {
		case first, firstPoss:
			r.spoken(i, speaker, "pronoun.speaker", 0.95)
		case firstPlural, ourPoss:
			r.spoken(i, speaker, "pronoun.speaker", 0.8)
		case second, secondPoss:
			if listener >= 0 {
				r.spoken(i, listener, "pronoun.addressee", 0.7)
			}
		case it:
			if r.wanted[int32(i)] || !r.pleonastic(i) {
				r.antecedent2(i, speaker)
			}
		default:
			r.antecedent2(i, speaker)
		}
	}
}

// spoken makes the mention of a pronoun of the first or second person.
func (r *Resolver) spoken(i int, e int32, rule string, conf float32) {
	if e < 0 {
		return
	}
	if m := r.filled(i); m >= 0 {
		return
	}
	r.at(i, i+1, e, detente.FormPronoun, rule, conf)
}

func (r *Resolver) antecedent2(i int, speaker int32) {
	if r.filled(i) < 0 && !r.emphatic(i) {
		r.antecedent(i, speaker)
	}
}

// filled gives the mention that is exactly word i, or -1.
func (r *Resolver) filled(i int) int32 { return r.single[i] }

// findSpeakers gives every quotation its speaker: the entity behind the source
// of the attribution whose content holds it.
func (r *Resolver) findSpeakers() {
	for range r.doc.Quotes {
		r.speakers = append(r.speakers, -1)
		r.listener = append(r.listener, -1)
	}
	for i := range r.attrs {
		a := &r.attrs[i]
		if a.Kind == detente.Act || a.Kind == detente.Indirect {
			continue
		}
		src, adr := a.Source, a.Addressee
		if b := a.Borrows; src.Empty() && b >= 0 && int(b) < len(r.attrs) {
			src, adr = r.attrs[b].Source, r.attrs[b].Addressee
		}
		e := r.entityAt(src)
		if e < 0 {
			continue
		}
		listener := r.entityAt(adr)
		for _, c := range a.Content {
			k, _ := slices.BinarySearchFunc(r.doc.Quotes, c.Start, func(q detente.Quote, at int32) int { return cmp.Compare(q.Outer.Start, at) })
			for k = max(0, k-3); k < len(r.doc.Quotes) && r.doc.Quotes[k].Inner.Start < c.End; k++ {
				if c.Overlaps(r.doc.Quotes[k].Inner) {
					r.speakers[k], r.listener[k] = e, listener
				}
			}
		}
	}
}

// sortMentions orders the mentions by place for look-ups by span.
func (r *Resolver) sortMentions() {
	r.sorted = r.sorted[:0]
	for k := range r.mentions {
		if !r.mentions[k].Span.Empty() {
			r.sorted = append(r.sorted, int32(k))
		}
	}
	slices.SortStableFunc(r.sorted, func(i, j int32) int {
		a, b := r.mentions[i].Span, r.mentions[j].Span
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
}

// entityAt gives the entity of the mention that lies best on a span, or -1.
func (r *Resolver) entityAt(s detente.Span) int32 {
	if s.Empty() {
		return -1
	}
	best, score := int32(-1), 0
	at, _ := slices.BinarySearchFunc(r.sorted, s.Start, func(k int32, at int32) int { return cmp.Compare(r.mentions[k].Span.Start, at) })
	// A few longer mentions may have begun before.
	for at = max(0, at-4); at < len(r.sorted) && r.mentions[r.sorted[at]].Span.Start < s.End; at++ {
		m := &r.mentions[r.sorted[at]]
		if !m.Span.Overlaps(s) {
			continue
		}
		x := 0
		switch {
		case m.Span == s:
			return m.Entity
		case s.Contains(m.Span):
			x = 1<<20 + m.Span.Len()
		case m.Span.Contains(s):
			x = 1<<19 - m.Span.Len()
		}
		if x > score {
			best, score = m.Entity, x
		}
	}
	return best
}
