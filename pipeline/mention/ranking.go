package mention

import "detente"

// Ranking is what the ranker sees of one pronoun. Cells index the weights of its
// bank.
type Ranking struct {
	Pronoun detente.Span
	Bank    int
	Speaks  bool // a source of words
	Rivals  []Rival
	Nobody  []int32 // cells of the reading that nobody is meant
}

// Rival is a mention that the pronoun may mean.
type Rival struct {
	Head   int32 // index of its head in Doc.Tokens
	Entity int32 // a number within the article
	Cells  []int32
	Share  float64 // the ranker's probability
}

// Rankings resolves a document and gives what the ranker sees of each pronoun of
// the third person, and the entities of the names that the caller knows: -1 for
// one that the article lost. Names need no order. A nil ranker is the shipped one.
func (r *Resolver) Rankings(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, a *detente.Article, names []detente.Span, ranker *Ranker) (all []Ranking, entities []int32) {
	r.ranker, r.given = ranker, names
	r.watch = func(q *asked) { all = append(all, r.ranking(q)) }
	r.resolve(doc, tree, attrs, a)
	for _, s := range names {
		e := int32(-1)
		if i := r.wordAt(s.Start); i < len(r.words) && r.chunkAt[i] >= 0 {
			e = r.chunks[r.chunkAt[i]].entity
		}
		entities = append(entities, e)
	}
	r.ranker, r.given, r.watch = nil, nil, nil
	return all, entities
}

// ranking copies what was asked out of the scratch memory.
func (r *Resolver) ranking(q *asked) Ranking {
	out := Ranking{Pronoun: r.words[q.word].span, Bank: int(q.bank), Speaks: q.speaks, Nobody: append([]int32(nil), q.cells[:]...)}
	for k := range q.rivals {
		v := &q.rivals[k]
		out.Rivals = append(out.Rivals, Rival{Head: v.site.tok, Entity: v.entity, Cells: append([]int32(nil), v.cells[:]...), Share: q.scores[k]})
	}
	return out
}

// Means gives for each of the names the probability that the pronoun means it;
// all 0 where the pronoun was not asked about. The names count as persons' names.
// A nil ranker is the shipped one.
func (r *Resolver) Means(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, a *detente.Article, pronoun detente.Span, names []detente.Span, ranker *Ranker) []float64 {
	shares := make([]float64, len(names))
	rankings, entities := r.Rankings(doc, tree, attrs, a, names, ranker)
	for _, k := range rankings {
		if k.Pronoun != pronoun {
			continue
		}
		for i, e := range entities {
			for _, v := range k.Rivals {
				if v.Entity == e && e >= 0 {
					shares[i] += v.Share
				}
			}
		}
		break
	}
	return shares
}

// Choose tells which of two names a pronoun means, by the probabilities of Means:
// the likelier one, or neither where both are unlikely.
func Choose(shares []float64) (a, b bool) {
	const least = 0.15 // others that are not asked about share the rest
	return shares[0] >= shares[1] && shares[0] > least, shares[1] > shares[0] && shares[1] > least
}
