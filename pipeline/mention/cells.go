package mention

import "detente"

// nearness is how far a rival's sentence is: 0 the same, 1 to 3 before, 4 the same
// but behind the pronoun, 5 further on.
func (r *Resolver) nearness(q *asked, v *rival) int32 {
	d := r.words[q.word].sent - v.sent
	switch {
	case v.after && d == 0:
		return 4
	case v.after:
		return 5
	}
	return min(d, 3)
}

// distance puts a number of words into one of eleven bins.
func distance(n int32) int32 {
	if n < 0 {
		n = -n
	}
	switch {
	case n < 6:
		return n
	case n < 10:
		return 6
	case n < 16:
		return 7
	case n < 26:
		return 8
	case n < 40:
		return 9
	}
	return 10
}

func cell(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// fillRival answers the questions about a rival.
func (r *Resolver) fillRival(q *asked, v *rival) {
	c := &v.cells
	en := &r.ents[v.entity]
	near, prole, vrole := r.nearness(q, v), int32(q.site.role), int32(v.site.role)
	same := near == 0 || near == 4
	put := func(t int, value int32) { c[t] = rivalAt[t] + value }
	gap := int32(q.word) - v.end
	if v.after {
		gap = v.first - int32(q.word) - 1
	}
	subject := v.site.role == roleSubject || v.site.role == rolePassive
	put(tNear, near)
	put(tWords, distance(gap)*nears+near)
	put(tOrder, int32(v.order)*2+cell(v.after))
	put(tRoles, (vrole*roles+prole)*nears+near)
	put(tForm, int32(v.form)*nears+near)
	put(tGender, int32(v.gender)*forms+int32(v.form))
	put(tHead, (cell(r.headsSentence(int(v.first)))*2+cell(q.opens))*nears+near)
	put(tParagraph, cell(r.doc.Sentences[v.sent].Paragraph != r.doc.Sentences[r.words[q.word].sent].Paragraph))
	put(tClause, (cell(same && v.site.clause >= 0 && v.site.clause == q.site.clause)*roles+vrole)*roles+prole)
	put(tOver, r.over(q, v, same)*roles+prole)
	put(tDepth, int32(v.site.depth)*roles+vrole)
	put(tGovern, (r.clausesUp(q, v, same)*roles+vrole)*roles+prole)
	put(tRelative, cell(v.site.relative)*nears+near)
	put(tJoined, cell(v.site.joined)*roles+prole)
	put(tApposed, cell(v.site.apposed)*nears+near)
	put(tSaid, cell(r.lastSaid == v.entity)*4+cell(q.opens)*2+cell(q.speaks))
	put(tQuote, cell(r.words[v.first].depth > 0)*2+cell(r.words[q.word].depth > 0))
	put(tType, r.typeCell(v.entity)*nears+near)
	put(tFresh, cell(en.count <= 1)*forms+int32(v.form))
	put(tSubjects, (int32(v.above)*2+cell(subject))*roles+prole)
	put(tNamed, cell(q.speaks && r.namedIn(q.word, v.entity)))
	put(tDistance, min(max(r.words[q.word].sent-v.sent, 0), steps-1)*genders+int32(v.gender))
	put(tMain, (cell(r.mainSubject(&v.site))*2+cell(r.mainSubject(&q.site)))*nears+near)
	put(tPrep, r.prepCell(v.site.tok)*nears+near)
	put(tFormOrder, int32(v.form)*steps+int32(v.order))
}

// mainSubject reports whether a site is the subject of a main clause or of one
// that reports speech.
func (r *Resolver) mainSubject(s *site) bool {
	if s.role != roleSubject && s.role != rolePassive || s.clause < 0 {
		return false
	}
	l := r.tree.Label[s.clause]
	return l == detente.LabelRoot || l == detente.LabelParataxis
}

// prepCell tells which preposition stands right before token k or its phrase.
func (r *Resolver) prepCell(k int32) int32 {
	for i := k - 1; i >= 0 && i >= k-5 && r.doc.Tokens[i].Sentence == r.doc.Tokens[k].Sentence; i-- {
		if r.tree.Label[i] == detente.LabelCase && r.tree.Head[i] == k {
			if n, ok := prepCells[r.doc.Tokens[i].Hash]; ok {
				return n
			}
			return preps - 1
		}
	}
	return 0
}

var prepCells = map[uint64]int32{hOf: 1, hTo: 2, hBy: 3, hFor: 4, hIn: 5, hFrom: 6, hashOf("with"): 7, hashOf("about"): 8, hashOf("’s"): 0, hashOf("'s"): 0}

// headsSentence reports whether word i is the first of its sentence.
func (r *Resolver) headsSentence(i int) bool { return i == 0 || r.words[i-1].sent != r.words[i].sent }

// over tells whether a rival stands over the pronoun in the tree or the other way.
func (r *Resolver) over(q *asked, v *rival, same bool) int32 {
	if !same {
		return 0
	}
	if n := r.above(v.site.tok, q.site.tok); n > 0 {
		return int32(n)
	}
	if n := r.above(q.site.tok, v.site.tok); n > 0 {
		return int32(n) + 2
	}
	return 0
}

// clausesUp tells how many clauses up from the pronoun's the rival's stands: 1 the
// same clause, up to 4; 5 for a clause below; 0 elsewhere.
func (r *Resolver) clausesUp(q *asked, v *rival, same bool) int32 {
	if !same || v.site.clause < 0 || q.site.clause < 0 {
		return 0
	}
	for k, n := q.site.clause, int32(1); k >= 0 && n <= 4; n++ {
		if k == v.site.clause {
			return n
		}
		k = r.clauseAbove(k)
	}
	for k, n := v.site.clause, 0; k >= 0 && n < 4; n++ {
		if k = r.clauseAbove(k); k == q.site.clause {
			return 5
		}
	}
	return 0
}

// The types of rivals.
func (r *Resolver) typeCell(e int32) int32 {
	en := &r.ents[e]
	switch en.Type {
	case detente.Person:
		if en.loose {
			return 0
		}
		return 1
	case detente.Organisation:
		if en.loose {
			return 3
		}
		return 4
	case detente.Country:
		return 5
	case detente.Place:
		return 6
	case detente.Anonymous:
		if en.Plural {
			return 7
		}
	}
	return 8
}

// fillNobody answers the questions about the reading that nobody is meant.
func (r *Resolver) fillNobody(q *asked) {
	put := func(t int, value int32) { q.cells[t] = nobodyAt[t] + value }
	prole := int32(q.site.role)
	nearest := int32(nears)
	for k := range q.rivals {
		nearest = min(nearest, r.nearness(q, &q.rivals[k]))
	}
	put(nBias, 0)
	put(nRole, prole)
	put(nRivals, int32(min(q.distinct, 5)))
	put(nOpens, cell(q.opens)*roles+prole)
	put(nVerb, r.verbCell(q.word))
	put(nQuote, cell(r.words[q.word].depth > 0))
	put(nDistance, nearest)
}

// verbCell tells what follows a pronoun: "it is", "it seems", "it said".
func (r *Resolver) verbCell(i int) int32 {
	j := i + 1
	switch {
	case j >= len(r.words) || r.words[j].sent != r.words[i].sent:
		return 0
	case r.words[j].class&isAux != 0:
		return 1
	case r.is(j, i, hRemains...):
		return 2
	case r.words[j].class&isSay != 0:
		return 3
	case r.words[j].class&isVerb != 0 || r.pastVerb(j):
		return 4
	}
	return 5
}

// namedIn reports whether an entity is named in the words that the pronoun at
// word i says: people seldom name themselves.
func (r *Resolver) namedIn(i int, e int32) bool {
	a, ok := r.sayings[int32(i)]
	if !ok {
		return false
	}
	for _, s := range r.attrs[a].Content {
		for k := r.wordAt(s.Start); k < len(r.words) && r.words[k].span.Start < s.End; k++ {
			if ci := r.chunkAt[k]; ci >= 0 && r.chunks[ci].entity == e {
				return true
			}
		}
	}
	return false
}
