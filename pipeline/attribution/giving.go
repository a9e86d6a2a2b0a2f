package attribution

import "detente/internal/lexicon"

// timeGiven reads "gave Bexia ten days to withdraw" and "were given until
// Thursday": an ultimatum.
func (f *finder) timeGiven(d *draft, g *group, last int, after *int) bool {
	if g.lemma != hGive || f.deadline == nil {
		return false
	}
	k := g.last
	if !g.passive {
		if k >= last || f.phraseAt[k] < 0 {
			return false
		}
		p := f.phrases[f.phraseAt[k]]
		for k = p.last; k > p.first && f.tags[k-1] == tagNum; {
			k-- // "Bexia ten" + "days"
		}
		r := run{p.first, k}
		if r.empty() || !f.actorRun(r) && !f.owned(r) {
			return false
		}
		d.patients = []run{r}
	}
	end := k
	for end < last && (f.tags[end] == tagNum || f.tags[end] == tagTime || f.tags[end] == tagDet || f.words[end] == hUntil) {
		end++
	}
	if end == k || f.tags[end-1] != tagTime || f.words[k] != hUntil && (end >= last || f.tags[end] != tagTo) {
		d.patients = nil
		return false
	}
	d.class, d.mode = f.deadline.Class, f.deadline.Mode
	*after = end
	return true
}

var (
	hGive  = lexicon.Hash("give")
	hUntil = lexicon.Hash("until")
)

// receives finds the act noun behind the one who gets it: "handed Bexia a
// protest", "gave Kast its support".
func (f *finder) receives(d *draft, g *group, carrier lexicon.ActHit, isCarrier bool, pi int) (int, bool) {
	p := f.phrases[pi]
	r := run{p.first, p.last}
	if !bestows[g.lemma] || p.timeLike || !f.actorRun(r) && !f.owned(r) || p.last >= len(f.phraseAt) || f.phraseAt[p.last] < 0 {
		return 0, false
	}
	qi := int(f.phraseAt[p.last])
	if f.phrases[qi].first != p.last || f.doc.Tokens[p.last].Sentence != g.sentence || !f.nounOf(d, g, carrier, isCarrier, qi) {
		return 0, false
	}
	d.patients = []run{r}
	return qi, true
}

// bestows are verbs of two objects.
var bestows = hashSet("give offer send hand deny refuse grant promise pledge write deliver lend sell")
