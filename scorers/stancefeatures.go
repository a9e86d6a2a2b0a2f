package scorers

import (
	"math"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// The features of the stance model, which has a file of its own. The number of a
// template never changes its meaning; a new one gets the next number.
const (
	sBias = iota + 1
	sWord
	sWordNegated
	sPair
	sChars
	sCluster
	sGroup
	sSide
	sSideOf
	sSideCluster
	sNear
	sFeeling
	sFeelingSide
	sFeelingNear
	sFeelingRole
	sFeelingOf
	sRole
	sRoleCluster
	sRoleWith
	sPath
	sRoute
	sChild
	sChildCluster
	sNamed
	sAct
	sQuoted
	sPathCluster
)

// regard turns words and a target among them into the features of the stance
// model. It keeps its scratch between calls. Who the target is, is no feature: the
// model has no opinion of anybody.
type regard struct {
	featurizer
	valence map[uint64]float64
	raw     []uint64  // of the range being read, as they stand
	feel    []float64 // by place: the feeling of a word, turned where it is negated
}

// features gives the features of a text; its source is not read. The result is
// good until the next call.
func (g *regard) features(x *text) []model.Valued {
	g.out, g.words, g.at, g.feel = g.out[:0], g.words[:0], g.at[:0], g.feel[:0]
	g.add(sBias, 0, step)
	for _, r := range x.ranges {
		g.scan(x, r)
	}
	at := g.place(x.target)
	g.plain(x)
	if at >= 0 {
		g.sides(x, at)
		g.named(x, at)
	}
	g.sums(at)
	if at >= 0 && x.tree != nil {
		g.hangs(x)
	}
	return g.out
}

// scan reads the tokens of a range into words, their places and their feeling. The
// target is one mark.
func (g *regard) scan(x *text, r [2]int) {
	g.raw = g.raw[:0]
	for i := r[0]; i < r[1]; i++ {
		g.raw = append(g.raw, x.doc.Tokens[i].Hash)
	}
	for i := r[0]; i < r[1]; i++ {
		tok := &x.doc.Tokens[i]
		h, v := tok.Hash, 0.0
		switch {
		case inRange(x.target, i):
			if n := len(g.words); n > 0 && g.words[n-1] == markTarget {
				continue
			}
			h = markTarget
		case tok.Kind == detente.Number:
			h = markNumber
		case tok.Kind != detente.Word:
			h = model.Join(markEdge, uint64(tok.Kind))
		default:
			h = g.lemma(h)
			if v = g.t.feeling(g.valence, g.raw, i-r[0]); v != 0 && negatedAt(g.t, g.raw, i-r[0]) {
				v *= turned
			}
		}
		g.words, g.at, g.feel = append(g.words, h), append(g.at, i), append(g.feel, v)
	}
}

// turned is what negation makes of a feeling: VADER's factor.
const turned = -0.74

// place gives where the target stands among the words; -1 where it does not.
func (g *regard) place(target [2]int) int {
	for k, i := range g.at {
		if inRange(target, i) {
			return k
		}
	}
	return -1
}

// plain adds the words without regard to the target.
func (g *regard) plain(x *text) {
	last := markEdge
	for k, h := range g.words {
		tok := &x.doc.Tokens[g.at[k]]
		g.add(sPair, model.Join(last, h), step)
		last = h
		if h == markTarget || tok.Kind != detente.Word {
			continue
		}
		g.add(sWord, h, step)
		g.letters(tok.Span.In(x.doc.Text), sChars, step/2)
		if c := g.clusters.Get(tok.Hash); c != 0 {
			g.add(sGroup, uint64(c>>7&0x3FF), step*5/8)
			g.add(sCluster, uint64(c>>17), step*7/8)
		}
	}
	g.add(sPair, model.Join(last, markEdge), step)
}

// bucket gives the class of a distance in words, from 1.
func bucket(d int) uint64 {
	switch {
	case d <= 2:
		return uint64(d)
	case d <= 4:
		return 3
	case d <= 8:
		return 4
	}
	return 5
}

// sides adds the words by their side of the target, near ones by distance too.
func (g *regard) sides(x *text, at int) {
	for k, h := range g.words {
		if k == at {
			continue
		}
		side, d := uint64(0), at-k
		if k > at {
			side, d = 1, k-at
		}
		g.add(sSide, h<<1|side, step*5/8)
		if d <= 8 {
			g.add(sSideOf, model.Join(h, side<<4|bucket(d)), step)
		}
		if c := g.clusters.Get(x.doc.Tokens[g.at[k]].Hash); c != 0 && d <= 8 {
			g.add(sSideCluster, uint64(c>>17)<<4|side<<3|bucket(d), step*5/8)
		}
	}
	word := func(k int) uint64 {
		if k < 0 || k >= len(g.words) {
			return markEdge
		}
		return g.words[k]
	}
	g.add(sNear, model.Join(model.Join(word(at-2), word(at-1)), 1), step)
	g.add(sNear, model.Join(model.Join(word(at+1), word(at+2)), 2), step)
	g.add(sNear, model.Join(model.Join(word(at-1), word(at+1)), 3), step)
	g.add(sNear, model.Join(model.Join(word(at+2), word(at+3)), 4), step)
}

// named adds how the target is named: by a pronoun, a name, a word, and whether
// inside quotation marks.
func (g *regard) named(x *text, at int) {
	i := x.target[0]
	if x.tree != nil {
		i = headOf(x.tree, x.target)
		g.add(sNamed, uint64(x.tree.Tags[i].XPOS)<<8|uint64(x.tree.Label[i]), step)
		g.add(sNamed, uint64(x.tree.Tags[i].UPOS)<<16, step)
	}
	quoted := uint64(0)
	for _, q := range x.doc.Quotes {
		if q.Outer.Contains(x.doc.Tokens[i].Span) {
			quoted = 1
		}
	}
	g.add(sQuoted, quoted<<1|uint64(min(1, len(x.doc.Quotes))), step)
	g.add(sNamed, 1<<32|bucket(at+1), step)
}

// felt gives the words of the text last read that have a feeling, for an
// explanation.
func (g *regard) felt(doc *detente.Doc) []detente.Feature {
	var out []detente.Feature
	for k, v := range g.feel {
		if v != 0 {
			out = append(out, detente.Feature{Name: "word", Span: doc.Tokens[g.at[k]].Span, Weight: v})
		}
	}
	return out
}

// reach is the distance, in words, at which a word counts for half.
const reach = 5.0

// sums adds the feeling of the words: of all, of each side, and of those near the
// target, good and bad apart.
func (g *regard) sums(at int) {
	var all, left, right, near [2]float64
	weighed := 0.0
	for k, v := range g.feel {
		if v == 0 {
			continue
		}
		sign, size := 0, v
		if v < 0 {
			sign, size = 1, -v
		}
		all[sign] += size
		if at < 0 {
			continue
		}
		d := max(at-k, k-at)
		if k < at {
			left[sign] += size
		} else {
			right[sign] += size
		}
		if d <= 5 {
			near[sign] += size
		}
		weighed += v * reach / (reach + float64(d))
	}
	for sign := range uint64(2) {
		g.sum(sFeeling, sign, all[sign])
		g.sum(sFeelingSide, sign, left[sign])
		g.sum(sFeelingSide, 2|sign, right[sign])
		g.sum(sFeelingNear, sign, near[sign])
	}
	g.signed(sFeeling, 2, all[0]-all[1])
	g.signed(sFeelingNear, 2, weighed)
}

// sum adds an amount as a value, which grows more slowly than it does.
func (g *regard) sum(template int, value uint64, amount float64) {
	if amount > 0 {
		g.add(template, value<<8, int32(4*step*amount/(amount+.5)))
	}
}

// signed adds an amount of either sign as a value and as one of nine steps.
func (g *regard) signed(template int, value uint64, amount float64) {
	v := amount / math.Sqrt(amount*amount+.5)
	if n := int32(math.Round(4 * step * v)); n != 0 {
		g.add(template, value<<8, n)
	}
	g.add(template, value<<8|uint64(5+math.Round(4*v)), step)
}

// hangs adds how the target hangs in the tree: the words above it with their
// relations, what else hangs on its verb, and what hangs on itself.
func (g *regard) hangs(x *text) {
	t := headOf(x.tree, x.target)
	role, path := uint64(x.tree.Label[t]), uint64(1)
	i := t
	for range 5 {
		up := int(x.tree.Head[i])
		path = path*67 + uint64(x.tree.Label[i])
		if up < 0 {
			break
		}
		h := g.lemma(x.doc.Tokens[up].Hash)
		g.add(sPath, model.Join(h, uint64(x.tree.Label[i])), step)
		if c := g.clusters.Get(x.doc.Tokens[up].Hash); c != 0 {
			g.add(sPathCluster, uint64(c>>17)<<8|uint64(x.tree.Label[i]), step*5/8)
		}
		i = up
		if tag := x.tree.Tags[up].UPOS; tag == detente.UPOSVERB || tag == detente.UPOSADJ && role == uint64(detente.LabelNsubj) {
			g.under(x, t, up, role)
			break
		}
		if tag := x.tree.Tags[up].UPOS; tag != detente.UPOSPROPN {
			role = uint64(x.tree.Label[up])<<8 | role&0xFF
		}
	}
	g.add(sRoute, path, step)
	g.modifiers(x, t)
}

// under adds the verb that the target hangs on, in which role, and what else
// hangs on it.
func (g *regard) under(x *text, t, verb int, role uint64) {
	h := g.lemma(x.doc.Tokens[verb].Hash)
	g.add(sRole, model.Join(h, role), step*3/2)
	if c := g.clusters.Get(x.doc.Tokens[verb].Hash); c != 0 {
		g.add(sRoleCluster, model.Join(uint64(c>>17), role), step)
		g.add(sRoleCluster, model.Join(1<<32|uint64(c>>7&0x3FF), role), step/2)
	}
	lo, hi := verb, verb+1
	good, bad := 0.0, 0.0
	s := x.doc.Tokens[verb].Sentence
	for lo > 0 && x.doc.Tokens[lo-1].Sentence == s {
		lo--
	}
	for hi < len(x.doc.Tokens) && x.doc.Tokens[hi].Sentence == s {
		hi++
	}
	for k, i := range g.at {
		if i < lo || i >= hi || inRange(x.target, i) {
			continue
		}
		up := int(x.tree.Head[i])
		switch {
		case up == verb:
			w := g.words[k]
			g.add(sRoleWith, model.Join(model.Join(w, uint64(x.tree.Label[i])), role), step)
			g.add(sRoleWith, model.Join(model.Join(w, h), role), step)
		case up >= 0 && int(x.tree.Head[up]) == verb:
		case i == verb:
		default:
			continue
		}
		if v := g.feel[k]; v > 0 {
			good += v
		} else {
			bad -= v
		}
		if i == verb && g.feel[k] != 0 {
			g.signed(sFeelingOf, role, g.feel[k])
		}
	}
	g.sum(sFeelingRole, role<<1, good)
	g.sum(sFeelingRole, role<<1|1, bad)
	g.signed(sFeelingRole, 1<<20|role, good-bad)
}

// modifiers adds the words that hang on the target's own.
func (g *regard) modifiers(x *text, t int) {
	for k, i := range g.at {
		if int(x.tree.Head[i]) != t || inRange(x.target, i) {
			continue
		}
		g.add(sChild, model.Join(g.words[k], uint64(x.tree.Label[i])), step)
		if c := g.clusters.Get(x.doc.Tokens[i].Hash); c != 0 {
			g.add(sChildCluster, uint64(c>>17)<<8|uint64(x.tree.Label[i]), step*5/8)
		}
	}
}

// feeling is the valence of the word at i: that of our own table of telling words,
// of the VADER lexicon, or of the act that it is.
func (t *tables) feeling(valence map[uint64]float64, words []uint64, i int) float64 {
	if n, e := t.evidence.Longest(words, i); n > 0 && e.strength >= 0.8 {
		switch e.class {
		case detente.Accuse, detente.Reject, detente.Threaten:
			return -0.35 * e.strength
		case detente.Support:
			return 0.35 * e.strength
		}
	}
	if v := valence[words[i]]; v != 0 {
		return v
	}
	if hit, ok := t.acts.Verb(words, i); ok && hit.Form.Has(lexicon.FormPast|lexicon.FormIng) {
		switch {
		case hit.Act.Class == detente.Request:
		case hostile(hit.Act.Class):
			return -0.25
		case hit.Act.Class == detente.Support || hit.Act.Class == detente.Aid:
			return 0.25
		}
	}
	return 0
}
