package attribution

import (
	"strings"

	"detente"
)

// turn makes the turn of a transcript one direct attribution: the label is the
// source, its colon the cue.
func (f *finder) turn(p int) {
	par := &f.doc.Paragraphs[p]
	if par.First >= par.Last {
		return
	}
	first := int(f.doc.Sentences[par.First].First)
	last := int(f.doc.Sentences[par.Last-1].Last)
	if f.tags[first] == tagOpen {
		first++
	}
	for i := first; i < last; i++ {
		if f.tags[i] != tagColon {
			continue
		}
		if i+1 < last && i > first {
			f.add(draft{kind: detente.Direct, content: []run{{i + 1, last}}, cue: run{i, i + 1}, sources: []run{{first, i}}, group: -1, borrows: -1, sentence: par.First})
		}
		return
	}
}

// findTurns finds the turns of a transcript that is quoted as a whole, each of
// its paragraphs with an opening mark: "KAST: We shall see. One is no transcript.
func (f *finder) findTurns() {
	for p := range f.doc.Paragraphs {
		par := &f.doc.Paragraphs[p]
		if par.Kind != detente.Body || par.First >= par.Last {
			continue
		}
		first, last := int(f.doc.Sentences[par.First].First), int(f.doc.Sentences[par.Last-1].Last)
		if f.tags[first] != tagOpen {
			continue
		}
		for i := first + 1; i < min(last-1, first+longestLabel); i++ {
			if f.tags[i] == tagColon && i > first+1 {
				f.turns = append(f.turns, p)
			}
			if !f.allCapitals(i) {
				break
			}
		}
	}
	if len(f.turns) < 2 {
		f.turns = nil
	}
}

// longestLabel is how many tokens the name before the colon of a turn has, with
// the opening mark.
const longestLabel = 6

func (f *finder) allCapitals(i int) bool {
	w := f.text(i)
	return len(w) > 1 && strings.ToUpper(w) == w && strings.ToLower(w) != w
}

// announced gives a quotation that opens its paragraph the verb before the colon
// that ends the paragraph above: "Kast made the following comment:".
func (f *finder) announced(d *draft, r run) bool {
	k := r.first - 1
	if k < 0 || f.tags[k] != tagColon || !f.opensParagraph(r) || f.cover[k] >= 0 {
		return false
	}
	s := f.doc.Tokens[k].Sentence
	first, last := int(f.doc.Sentences[s].First), int(f.doc.Sentences[s].Last)
	lo, hi := f.groupsOf(s)
	for gi := lo; gi < hi; gi++ {
		g := &f.groups[gi]
		if g.ing || g.infinitive || f.doc.Tokens[g.head].Depth > 0 {
			continue
		}
		if src := f.subject(gi, first, last); len(src.runs) > 0 && !src.subord {
			d.cue, d.sources, d.sentence = run{g.first, g.last}, src.runs, s
			d.tense, d.flags = f.mood(g)
			before := f.startsFrom(r.first)
			for _, i := range f.order[max(before-few, 0):before] {
				// "wrote using her account:" tells how, what comes behind the colon
				if o := &f.drafts[i]; o.guessed && d.cue.holds(o.at) && f.tags[o.content[0].first] == tagIng {
					o.dropped = true
				}
			}
			return true
		}
	}
	return false
}
