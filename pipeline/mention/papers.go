package mention

import (
	"detente"
	"detente/pipeline/mention/kb"
)

// paperOf finds whose words a text are: its maker, else, where it is the source of
// words, the text itself, "a survey", which is nobody's then but what it says.
func (r *Resolver) paperOf(w *want, n noun, head int) meaning {
	m := r.makerOf(w, n, head)
	if m.entity >= 0 || !w.strict {
		return m
	}
	if e := r.titledPaper(n); e >= 0 {
		return meaning{entity: e, rule: "paper.name", conf: 0.5}
	}
	if r.definite(int(w.first)) {
		for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
			if e := r.mentions[k].Entity; e >= 0 && r.ents[e].Type == detente.Anonymous && r.ents[e].head == n.lemma {
				return meaning{entity: e, rule: "definite.last", conf: 0.5} // "the survey", after "a survey"
			}
		}
	}
	return meaning{entity: r.anonymous(w, n, head), rule: "paper", conf: 0.4}
}

// titledPaper gives the one text of that kind that the article names, before or
// after: "a new study" is the Corland Crops Study. -1 for none or several.
func (r *Resolver) titledPaper(n noun) int32 {
	found := int32(-1)
	if n.plural {
		return -1
	}
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.entity < 0 || c.end-c.first < 2 || r.ents[c.entity].Type != detente.Organisation || r.ents[c.entity].Sector != detente.SectorUnknown || c.entity == found {
			continue
		}
		if x, ok := nouns().Get(r.hashes[c.end-1 : c.end]); !ok || x.kind != paper || x.lemma != n.lemma || x.plural {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = c.entity
	}
	return found
}

// makerOf finds whose words a text are: its maker by "of", "by" or "from", else
// who was said before to have made it. Nobody where the article does not say.
func (r *Resolver) makerOf(w *want, n noun, head int) meaning {
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
	if !r.definite(int(w.first)) && !r.is(int(w.first)-1, int(w.first), hMakes...) { // "released a statement saying"
		return meaning{entity: -1, reason: detente.ReasonUnresolved}
	}
	if e, ok := r.papers[n.lemma]; ok {
		return meaning{entity: e, rule: "paper.last", conf: 0.6}
	}
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		// "the report" after "the Corland Crops Study"
		if e := r.mentions[k].Entity; e >= 0 && r.ents[e].Type == detente.Organisation && r.mentions[k].Form == detente.FormName {
			end := r.facts[k].end
			if end == 0 {
				continue // the outlet itself, which stands nowhere in the text
			}
			if x, ok := nouns().Get(r.hashes[end-1 : end]); ok && x.kind == paper && !x.plural {
				return meaning{entity: e, rule: "paper.name", conf: 0.6}
			}
		}
	}
	return meaning{entity: -1, reason: detente.ReasonUnresolved}
}

// makerAfter gives who is named after "by", "from" or "of" behind word i.
func (r *Resolver) makerAfter(i, end int) int32 {
	if r.is(i+2, i, hBy) && (r.is(i+1, i, hComma) || r.is(i+1, i, hMakes...)) {
		i++ // "a study released by the institute", "the study, by Odo Harn,"
	}
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
	if i > 0 && r.chunkAt[i-1] >= 0 && r.words[i-1].sent == r.words[i].sent {
		// "a Corland College poll": "the poll" is that one
		if c := &r.chunks[r.chunkAt[i-1]]; c.entity >= 0 && r.ents[c.entity].Type == detente.Organisation && c.rel != kb.Adjective && (c.kind == bodyName || c.kind == knownItem) {
			r.papers[n.lemma] = c.entity
			return
		}
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
