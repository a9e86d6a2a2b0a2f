package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// nounDeed makes an act of "the Averland raid on Bexia" and "a phone call between
// A and B": a noun whose doer and sufferer are both named beside it.
func (f *finder) nounDeed(pi int) {
	p := f.phrases[pi]
	noun, ok := f.headNoun(p)
	if !ok || p.timeLike || f.capital(p.head) && (p.head == 0 || !f.abbreviation(p.head-1)) {
		return // "the General Agreement"
	}
	sentence := f.doc.Tokens[p.head].Sentence
	last := f.sentenceEnd(sentence)
	d := draft{kind: detente.Act, group: -1, borrows: -1, sentence: sentence, act: noun, class: noun.Class, mode: noun.Mode, recip: noun.Reciprocal, subord: true}
	d.cue = run{p.head, p.head + 1}
	end := p.last
	for i := p.last; i+1 < last && i < p.last+12 && !f.border(i); i++ {
		if f.phraseAt[i+1] < 0 || f.phrases[f.phraseAt[i+1]].first != i+1 {
			continue
		}
		q := f.phrases[f.phraseAt[i+1]]
		place := f.acts.Preposition(f.words[i])
		switch {
		case q.timeLike || f.groupAt[i] >= 0:
		case f.words[i] == hBy:
			d.sources, end = []run{{q.first, q.last}}, q.last
		case f.words[i] == hOf && noun.Class == detente.Consult && !noun.Reciprocal && !noun.Patient.Has(lexicon.PatientOf):
			d.sources, end = []run{{q.first, q.last}}, q.last // "the visit of Kast to Dorr"
		case (f.words[i] == hBetween || f.words[i] == hOf) && noun.Reciprocal:
			if list := f.joined(nil, q, last); len(list) > 1 {
				d.sources, d.patients = list[:1], list[1:]
				end = list[len(list)-1].last
			}
		case place != 0 && noun.Patient.Has(place) && len(d.patients) == 0:
			d.patients = f.joined(nil, q, last)
			end = d.patients[len(d.patients)-1].last
		}
	}
	if r := f.modifier(p); len(d.sources) == 0 && !r.empty() {
		d.sources = []run{r}
	}
	if noun.Reciprocal && len(d.sources) == 0 && len(d.patients) > 0 {
		f.occasion(&d, p, sentence)
	}
	if len(d.sources) == 0 || len(d.patients) == 0 || !f.actor(d.sources) || !f.suffered(&d) {
		return
	}
	f.nounMood(&d, p)
	d.content = []run{{p.head, max(end, p.last)}}
	f.place(d)
}

// occasion makes the subject of the clause a side of the talks that it comes
// from or goes to: "spoke after talks with Kast".
func (f *finder) occasion(d *draft, p phrase, sentence int32) {
	first := int(f.doc.Sentences[sentence].First)
	k := p.first - 1
	if k-1 > first && f.words[k] == hOf && f.phraseAt[k-1] >= 0 && manyOf[f.words[f.phrases[f.phraseAt[k-1]].head]] {
		k = f.phrases[f.phraseAt[k-1]].first - 1 // "after a series of talks"
	}
	if k < first || !occasions[f.words[k]] {
		return
	}
	best := -1
	for gi, end := f.groupsOf(sentence); gi < end; gi++ {
		g := &f.groups[gi]
		if g.infinitive || g.ing || g.passive || f.doc.Tokens[g.head].Depth > 0 {
			continue
		}
		if best < 0 || g.head < p.first {
			best = gi
		}
	}
	if best < 0 {
		return
	}
	src := f.subject(best, first, f.sentenceEnd(sentence))
	if src.inverted {
		return
	}
	d.sources = f.actors(src.runs)
	if f.words[k] == hFor || f.words[k] == hBefore {
		d.flags |= detente.FutureAct
	}
}

var (
	hBefore   = lexicon.Hash("before")
	occasions = hashSet("after following during in at from for before")
)

// nounMood: a threatened, planned or proposed strike has not happened.
func (f *finder) nounMood(d *draft, p phrase) {
	for k := max(p.first-3, 0); k < p.head; k++ {
		if planned[f.words[k]] {
			d.flags |= detente.FutureAct
		}
		if f.words[k] == hNo || f.words[k] == hWithout {
			d.flags |= detente.Negated
		}
	}
}
