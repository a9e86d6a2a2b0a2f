package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// nounDeed makes an act of "the Averland raid on Bexia" and "a phone call between
// A and B": a noun whose doer and sufferer are both named beside it.
func (f *finder) nounDeed(n int) {
	noun, ok := f.headNoun(n)
	if !ok || f.dates(n) || f.capital(n) && f.doc.Sentences[f.doc.Tokens[n].Sentence].First != int32(n) {
		return // "the General Agreement"
	}
	d := draft{kind: detente.Act, group: -1, borrows: -1, sentence: f.doc.Tokens[n].Sentence, at: n, act: noun, class: noun.Class, mode: noun.Mode, places: noun.Patient, recip: noun.Reciprocal, subord: true}
	d.cue = run{n, n + 1}
	end := n + 1
	var places [16]object
	for _, o := range f.objects(places[:0], n, 1) {
		if int(f.tree.Head[o.head]) != n && len(d.patients) > 0 {
			continue
		}
		switch w := f.words[o.at]; {
		case w == hBy && int(f.tree.Head[o.head]) == n:
			if r := f.agentRun(o.head); !r.empty() {
				d.sources, end = []run{r}, max(end, r.last)
			}
		case w == hOf && noun.Class == detente.Consult && !noun.Reciprocal && !noun.Patient.Has(lexicon.PatientOf):
			d.sources = []run{f.nominal(o.head)} // "the visit of Kast to Dorr"
			end = max(end, d.sources[0].last)
		case (w == hBetween || w == hOf) && noun.Reciprocal:
			var heads [8]int
			if list := f.conjuncts(heads[:0], o.head); len(list) > 1 {
				d.sources, d.patients = []run{f.nominal(list[0])}, nil
				for _, h := range list[1:] {
					d.patients = append(d.patients, f.nominal(h))
					end = max(end, f.nominal(h).last)
				}
			}
		}
	}
	if len(d.patients) == 0 {
		d.patients = f.sufferers(&d, f.objects(places[:0], n, 1), n)
	}
	if len(d.sources) == 0 {
		if r := f.byOf(n); !r.empty() {
			d.sources, end = []run{r}, max(end, r.last)
		} else if k := f.dependent(n, detente.LabelNmodPoss, detente.LabelNmodPoss); k >= 0 {
			d.sources = []run{f.nominal(k)}
		} else if k := f.nameBefore(n); k >= 0 {
			d.sources = []run{{f.leftmost(k), k + 1}}
		}
	}
	if noun.Reciprocal && len(d.sources) == 0 && len(d.patients) > 0 {
		f.occasion(&d, n)
	}
	if len(d.sources) == 0 && len(d.patients) == 0 {
		return
	}
	if noun.Class == detente.Support || noun.Class == detente.Agree && noun.Reciprocal {
		d.doubts |= doubtNoun // "Kast's support for the premier", "its deal with Bexia": what stands between them
	}
	if !f.actor(d.sources) {
		d.doubts |= doubtAgent
	}
	if len(d.patients) == 0 || !f.suffered(&d) {
		d.doubts |= doubtPatient
	}
	f.nounMood(&d, n)
	for _, p := range d.patients {
		end = max(end, p.last)
	}
	d.content = []run{{n, end}}
	f.settle(d)
}

// byOf gives who acts where "by" hangs on the sufferer, the noun right before it:
// "the arrest of two Bexian reporters by Averland police".
func (f *finder) byOf(n int) run {
	of := f.ofNoun(n)
	if of < 0 {
		return run{}
	}
	for k := f.child[of]; k >= 0; k = f.next[k] {
		if c := f.caseOf(int(k)); c > of && f.words[c] == hBy {
			return f.agentRun(int(k))
		}
	}
	return run{}
}

// occasion makes the subject of the clause a side of the talks that it comes
// from or goes to: "spoke after talks with Kast".
func (f *finder) occasion(d *draft, n int) {
	if up := int(f.tree.Head[n]); up >= 0 && manyOf[f.words[up]] && f.isNominal(up) {
		n = up // "after a series of talks"
	}
	c := f.caseOf(n)
	if c < 0 || !occasions[f.words[c]] {
		return
	}
	v := int(f.tree.Head[n])
	if v >= 0 && f.isVerb(v) && !f.isPassive(v) && f.doc.Tokens[v].Depth == 0 {
		var heads [8]int
		doers, _ := f.doers(heads[:0], v, 3)
		for _, h := range doers {
			if r := f.agentRun(h); !r.empty() {
				d.sources = append(d.sources, r)
			}
		}
	}
	if len(d.sources) == 0 {
		d.sources = f.subjectNear(n)
	}
	if f.words[c] == hFor || f.words[c] == hBefore {
		d.flags |= detente.FutureAct
	}
}

// subjectNear gives the subject of the last finite verb before token n, or of the
// first of the sentence, by the order of words.
func (f *finder) subjectNear(n int) []run {
	sentence := f.doc.Tokens[n].Sentence
	best := -1
	for gi, end := f.groupsOf(sentence); gi < end; gi++ {
		g := &f.groups[gi]
		if g.infinitive || g.ing || g.passive || f.doc.Tokens[g.head].Depth > 0 {
			continue
		}
		if best < 0 || g.head < n {
			best = gi
		}
	}
	if best < 0 {
		return nil
	}
	src := f.subject(best, int(f.doc.Sentences[sentence].First), f.sentenceEnd(sentence))
	if src.inverted {
		return nil
	}
	return f.actors(nil, src.runs)
}

var (
	hBefore   = lexicon.Hash("before")
	occasions = hashSet("after following during in at from for before")
)

// nounMood: a threatened, planned or proposed strike has not happened.
func (f *finder) nounMood(d *draft, n int) {
	for k := max(f.nominal(n).first-3, 0); k < n; k++ {
		if planned[f.words[k]] {
			d.flags |= detente.FutureAct
		}
		if f.words[k] == hNo || f.words[k] == hWithout {
			d.flags |= detente.Negated
		}
	}
}
