package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// frame gives an attribution the class and the patients of its cue, when that is
// an act by itself ("accused Bexia of …"), else of what its source says of its
// own doing ("said it had struck …"): a cue and its content are one row.
func (f *finder) frame(d *draft, gi, last int) {
	g := &f.groups[gi]
	if hit, ok := f.acts.Verb(f.words, g.head); ok && hit.Act.Speech {
		d.act, d.class, d.mode, d.recip = hit.Act, hit.Act.Class, hit.Act.Mode, hit.Act.Reciprocal
		// "Averland and Bexia agreed to talk" binds both.
		d.recip = d.recip || d.class == detente.Agree && g.lemma == hAgree && (len(d.sources) > 1 || f.pluralRun(d.sources))
		if len(d.patients) == 0 {
			d.patients, _ = f.patientsOf(hit.Act, g.head+hit.Words, last)
		}
		d.patients = f.alive(d.patients)
		if callsFor[g.lemma] && d.class == detente.Request && f.words[g.head+hit.Words-1] == hFor {
			d.mode = f.requestMode(d.content)
		}
		return
	}
	if asVerbs[g.lemma] || objectVerbs[g.lemma] {
		if r := d.content[0]; f.phraseAt[r.first] >= 0 {
			d.patients = f.alive([]run{{r.first, f.phrases[f.phraseAt[r.first]].last}})
		}
	}
}

var (
	hAgree   = lexicon.Hash("agree")
	hFor     = lexicon.Hash("for")
	callsFor = hashSet("call push")
	gentle   = hashSet("restraint calm dialogue talks peace ceasefire cease-fire truce help aid access negotiations negotiation mediation meeting summit " +
		"unity cooperation assistance support restart resumption reconciliation de-escalation understanding relief patience moderation")
)

// requestMode: calls for talks, help or restraint are appeals, others demands.
func (f *finder) requestMode(content []run) detente.Mode {
	for _, r := range content {
		for i := r.first; i < r.last; i++ {
			if gentle[f.words[i]] {
				return detente.ModeAppeal
			}
		}
	}
	return detente.ModeDemand
}

// alive keeps the patients that can be somebody: actors, their people and things.
func (f *finder) alive(list []run) []run {
	var kept []run
	for _, r := range list {
		if f.actorRun(r) || f.owned(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// objectVerbs judge their object: "described Bexia's leader as …".
var objectVerbs = hashSet("describe portray characterize characterise depict label brand dub deem call liken")

// deeds finds the acts that the narrator tells: verbs first, then nouns.
func (f *finder) deeds() {
	words := len(f.drafts)
	cue := map[int]bool{}
	for i := range f.drafts[:words] {
		if gi := f.drafts[i].group; gi >= 0 {
			cue[gi] = true
		}
	}
	used := map[int]bool{} // phrases whose noun a verb has taken
	for gi := range f.groups {
		g := &f.groups[gi]
		if f.skipped(g.sentence) {
			continue
		}
		if !cue[gi] {
			f.verbDeed(gi, used)
		}
	}
	for pi := range f.phrases {
		p := &f.phrases[pi]
		if !used[pi] && f.doc.Tokens[p.head].Depth == 0 && !f.skipped(f.doc.Tokens[p.head].Sentence) {
			f.nounDeed(pi)
		}
	}
}

// skipped reports whether a sentence is a heading or furniture: their acts stand
// in the text as well.
func (f *finder) skipped(sentence int32) bool {
	k := f.doc.Paragraphs[f.doc.Sentences[sentence].Paragraph].Kind
	return k == detente.Furniture || k == detente.Heading
}

// verbDeed makes an act of verb group gi when its verb, or its verb with the
// noun that it carries, is one.
func (f *finder) verbDeed(gi int, used map[int]bool) {
	g := &f.groups[gi]
	first, last := int(f.doc.Sentences[g.sentence].First), f.sentenceEnd(g.sentence)
	d := draft{kind: detente.Act, group: gi, borrows: -1, sentence: g.sentence, cue: run{g.first, g.last}}
	d.tense, d.flags = f.mood(g)
	after := g.last
	if !f.carried(&d, g, last, used, &after) {
		hit, ok := f.acts.Verb(f.words, g.head)
		if !ok || hit.Words == 1 && !f.useVerb(g, last) {
			return
		}
		d.act, d.class, d.mode = hit.Act, hit.Act.Class, hit.Act.Mode
		after = max(after, g.head+hit.Words)
		d.cue.last = max(d.cue.last, min(after, last))
	}
	d.recip = d.act.Reciprocal
	src := f.subject(gi, first, last)
	d.subord = src.subord
	if g.passive && d.recip {
		return // "was met with outrage"
	}
	if g.passive {
		f.passive(&d, g, src, first)
	} else {
		d.sources = src.runs
		patients, object := f.patientsOf(d.act, after, last)
		if d.patients = patients; d.object.empty() {
			d.object = object
		}
	}
	if len(d.patients) == 0 && !d.object.empty() && forceful(d.class) {
		if r := f.modifier(f.phrases[f.phraseAt[d.object.first]]); !r.empty() {
			d.patients = []run{r} // "revoked Bexia's visa"
		}
	}
	f.modality(&d, gi, first)
	if src.shared && f.bare(g) {
		return // "to meet and strike": whose mood is not known
	}
	if !f.actor(d.sources) || !f.suffered(&d) || f.doc.Tokens[g.head].Depth > 0 && !f.firstPerson(d.sources) {
		return
	}
	end := after
	for _, p := range d.patients {
		end = max(end, p.last)
	}
	if !d.object.empty() {
		end = max(end, d.object.last)
	}
	d.content = []run{{g.head, f.predicateEnd(g.head, end, last)}}
	if g.passive {
		d.content = []run{{g.head, max(g.head+1, f.predicateEnd(g.head, g.last, last))}}
	}
	f.place(d)
}

// firstPerson reports whether the agent is I or we: in quotation marks only the
// speaker's own deeds are told, and they become the frame of the quotation.
func (f *finder) firstPerson(agents []run) bool {
	return len(agents) == 1 && (f.words[agents[0].first] == hWe || f.words[agents[0].first] == hI) && agents[0].last == agents[0].first+1
}

// bare reports whether a group is a base form without "to" or auxiliary.
func (f *finder) bare(g *group) bool {
	return !g.infinitive && !g.ing && g.modal == 0 && g.first == g.head && g.form.Has(lexicon.FormBase) && !g.form.Has(lexicon.FormPast)
}

// useVerb rules out verbs that do nothing to anybody here: a cue waiting for its
// content, or a bare auxiliary.
func (f *finder) useVerb(g *group, last int) bool {
	return f.tags[g.head] != tagAux
}

// carried finds the act noun under a light verb: "imposed new sanctions",
// "lifted the embargo"; or a pair of the table: "revoked his visa".
func (f *finder) carried(d *draft, g *group, last int, used map[int]bool, after *int) bool {
	at := g.last
	carrier, isCarrier := f.acts.Carrier(f.words, g.head)
	if isCarrier {
		at = max(at, g.head+carrier.Words)
		d.cue.last = max(d.cue.last, min(at, last))
	}
	if g.passive {
		return f.carriedPassive(d, g, carrier, isCarrier, used)
	}
	if at >= last || f.phraseAt[at] < 0 {
		return false
	}
	pi := int(f.phraseAt[at])
	if !f.nounOf(d, g, carrier, isCarrier, pi) {
		return false
	}
	used[pi] = true
	p := f.phrases[pi]
	d.object = run{p.first, p.last}
	*after = p.last
	return true
}

// carriedPassive is the same where the noun is the subject: "sanctions were
// imposed on Bexia".
func (f *finder) carriedPassive(d *draft, g *group, carrier lexicon.ActHit, isCarrier bool, used map[int]bool) bool {
	first := int(f.doc.Sentences[g.sentence].First)
	k := f.skipBack(g.first-1, first)
	if k < first || f.phraseAt[k] < 0 {
		return false
	}
	pi := int(f.phraseAt[k])
	if !f.nounOf(d, g, carrier, isCarrier, pi) {
		return false
	}
	used[pi] = true
	d.object = run{f.phrases[pi].first, f.phrases[pi].last}
	return true
}

// nounOf reads the class off phrase pi under the verb of g.
func (f *finder) nounOf(d *draft, g *group, carrier lexicon.ActHit, isCarrier bool, pi int) bool {
	p := f.phrases[pi]
	if a, ok := f.acts.Pair(g.lemma, f.words[p.head]); ok {
		d.act, d.class, d.mode = a, a.Class, a.Mode
		return true
	}
	if !isCarrier {
		return false
	}
	noun, ok := f.headNoun(p)
	if !ok {
		return false
	}
	d.act = noun
	d.class, d.mode = lexicon.Carried(carrier.Act.Kind, noun)
	if carrier.Act.Kind == lexicon.CarryPlan {
		d.flags |= detente.FutureAct
	}
	return true
}

// headNoun gives the act noun that ends with the head of a phrase, or stands
// before "of": "30 strikes".
func (f *finder) headNoun(p phrase) (*lexicon.Act, bool) {
	for i := p.first; i <= p.head; i++ {
		if hit, ok := f.acts.Noun(f.words, i); ok && (i+hit.Words-1 == p.head || i+hit.Words-1 > p.head) {
			return hit.Act, true
		}
	}
	return nil, false
}

// patientsOf finds the ones acted upon behind an act: the object, then the first
// phrase behind each of the act's prepositions, up to the end of the clause.
func (f *finder) patientsOf(a *lexicon.Act, k, last int) (patients []run, object run) {
	for k < last && f.tags[k] == tagAdv {
		k++
	}
	if k < last && f.phraseAt[k] >= 0 && f.phrases[f.phraseAt[k]].first <= k {
		p := f.phrases[f.phraseAt[k]]
		// "called on Bexia": the preposition belongs to the entry.
		direct := a.Kind == lexicon.ActVerb && f.acts.Preposition(f.words[k-1]) != 0
		if (direct || a.Patient.Has(lexicon.PatientObject)) && !p.timeLike {
			patients = f.joined(patients, p, last)
		}
		object = run{k, p.last}
		k = p.last
	}
	for i := k; i+1 < last && i < k+16; i++ {
		if f.border(i) {
			break
		}
		place := f.acts.Preposition(f.words[i])
		if place == 0 || !a.Patient.Has(place) || f.phraseAt[i+1] < 0 || f.groupAt[i] >= 0 {
			continue
		}
		p := f.phrases[f.phraseAt[i+1]]
		if p.timeLike || p.first != i+1 || f.isMedium(p) {
			continue
		}
		if len(patients) == 0 || !a.Patient.Has(lexicon.PatientObject) {
			patients = f.joined(patients, p, last)
			i = p.last - 1
		}
	}
	return patients, object
}

// joined adds a phrase and those that "and" or a comma and "and" join to it.
func (f *finder) joined(list []run, p phrase, last int) []run {
	list = append(list, run{p.first, p.last})
	for p.last+1 < last && f.words[p.last] == hAnd && f.phraseAt[p.last+1] >= 0 {
		q := f.phrases[f.phraseAt[p.last+1]]
		if q.timeLike || q.first != p.last+1 || q.last < last && f.groupAt[q.last] >= 0 && !f.groups[f.groupAt[q.last]].infinitive {
			break
		}
		list = append(list, run{q.first, q.last})
		p = q
	}
	return list
}

// border reports whether a token ends the reach of an act.
func (f *finder) border(i int) bool {
	switch f.tags[i] {
	case tagStop, tagColon, tagDash, tagSub, tagThat, tagWh, tagComma, tagOpen:
		return true
	}
	return f.groupAt[i] >= 0
}

// passive turns subject and agent round: the subject suffers, "by X" or the
// attribute of an act ("in Averland strikes") does.
func (f *finder) passive(d *draft, g *group, src subject, first int) {
	d.sources = src.runs
	k := f.skipBack(g.first-1, first)
	if d.object.empty() && k >= first && f.phraseAt[k] >= 0 {
		for _, r := range f.subjectEndingAt(k, first).runs {
			d.patients = append(d.patients, r)
		}
	}
	last := f.sentenceEnd(g.sentence)
	if !d.object.empty() {
		d.patients, _ = f.patientsOf(d.act, g.last, last)
	}
	if len(d.sources) > 0 {
		return
	}
	for i := g.last; i+1 < last && i < g.last+6 && !f.border(i); i++ {
		if f.tags[i] != tagPrep || f.phraseAt[i+1] < 0 {
			continue
		}
		p := f.phrases[f.phraseAt[i+1]]
		if noun, ok := f.headNoun(p); ok && noun.Class == d.class {
			if r := f.modifier(p); !r.empty() {
				d.sources = []run{r}
			}
			return
		}
	}
}

// modifier gives who does an act noun: its possessor or the name before it
// ("Averland strikes", "the Averland operation").
func (f *finder) modifier(p phrase) run {
	if r := f.possessor(p); !r.empty() {
		return r
	}
	first, end := -1, -1
	for k := p.first; k < p.head; k++ {
		if f.tags[k] == tagName {
			if first < 0 {
				first = k
			}
			end = k + 1
		} else if first >= 0 {
			break
		}
	}
	if first < 0 {
		return run{}
	}
	return run{first, end}
}

// modality adds what stands outside the verb group: the verb that governs an
// infinitive, an if-clause.
func (f *finder) modality(d *draft, gi, first int) {
	g := &f.groups[gi]
	if g.infinitive {
		d.flags |= f.infinitiveFlags(gi)
	}
	for i := g.first - 1; i >= first; i-- {
		switch {
		case f.words[i] == hIf || f.words[i] == hUnless:
			d.flags |= detente.Conditional
			return
		case f.tags[i] == tagStop || f.tags[i] == tagComma || f.tags[i] == tagDash || f.tags[i] == tagSub || f.tags[i] == tagThat:
			return
		}
	}
}

// infinitiveFlags reads the mood of "to strike" off the verb or noun before it.
func (f *finder) infinitiveFlags(gi int) detente.Flags {
	g := &f.groups[gi]
	if gi == 0 || f.groups[gi-1].sentence != g.sentence {
		return detente.FutureAct
	}
	up := &f.groups[gi-1]
	_, flags := f.mood(up)
	switch {
	case up.last+12 < g.first:
		return detente.FutureAct
	case isRefusal(up.lemma):
		return flags ^ detente.Negated
	case achieved[up.lemma]:
		return flags
	}
	return flags | detente.FutureAct
}

// achieved are verbs whose infinitive has happened: "managed to", "moved to".
var achieved = hashSet("manage begin start continue help go use dare choose")

// actor reports whether one of the agents can be a public actor: a name, a
// pronoun, a role or a body.
func (f *finder) actor(agents []run) bool {
	for _, r := range agents {
		if f.actorRun(r) {
			return true
		}
	}
	return false
}

func (f *finder) actorRun(r run) bool {
	head := r.last - 1
	if pi := f.phraseAt[r.first]; pi >= 0 {
		head = min(f.phrases[pi].head, r.last-1)
	}
	switch f.tags[head] {
	case tagPron:
		return !impersonal[f.words[head]]
	case tagWh:
		return f.words[head] == hWho || f.words[head] == hWhich
	case tagPoss:
		return true
	case tagName:
		return true
	case tagAdj:
		return false
	}
	if roles[f.words[head]] {
		return true
	}
	return false
}

// suffered reports whether an act has somebody to suffer it, or needs nobody.
func (f *finder) suffered(d *draft) bool {
	if d.recip {
		return len(d.sources) > 1 || len(d.patients) > 0 && f.actor(d.patients) || f.pluralRun(d.sources)
	}
	if len(d.patients) == 0 {
		return d.act.Bare
	}
	for _, r := range d.patients {
		if f.words[r.last-1] == hIt {
			continue
		}
		if f.actorRun(r) || forceful(d.class) && f.owned(r) {
			return true
		}
		if pi := f.phraseAt[r.first]; pi >= 0 && !d.act.Speech && things[f.words[f.phrases[pi].head]] {
			return true
		}
	}
	return false
}

// forceful reports whether a class is done to things as well as to actors: to
// seize Bexian ships is done to Bexia, to welcome Bexian wine is not.
func forceful(c detente.Class) bool {
	switch c {
	case detente.Sanction, detente.Coerce, detente.Assault, detente.Mobilize, detente.Retreat, detente.Concede:
		return true
	}
	return false
}

func (f *finder) pluralRun(list []run) bool {
	if len(list) != 1 {
		return false
	}
	pi := f.phraseAt[list[0].first]
	if pi < 0 {
		return false
	}
	h := f.phrases[pi].head
	return f.plural(h) || f.words[h] == hWe || f.words[h] == hThey
}

var (
	hI    = lexicon.Hash("i")
	hIt   = lexicon.Hash("it")
	hWe   = lexicon.Hash("we")
	hThey = lexicon.Hash("they")
)

// owned reports whether a name stands in a phrase before its head: "Bexia's
// visa", "Bexian ships".
func (f *finder) owned(r run) bool {
	pi := f.phraseAt[r.first]
	if pi < 0 {
		return false
	}
	p := f.phrases[pi]
	for k := p.first; k < p.head; k++ {
		if f.tags[k] == tagName {
			return true
		}
	}
	return false
}

// predicateEnd gives the end of an act's content: its last object and the
// prepositional phrases that follow, without times.
func (f *finder) predicateEnd(start, k, last int) int {
	for k < last && f.tags[k] != tagComma {
		if f.tags[k] != tagPrep && !(f.tags[k] == tagTo && f.groupAt[k] < 0) || k+1 >= last || f.phraseAt[k+1] < 0 {
			break
		}
		p := f.phrases[f.phraseAt[k+1]]
		if p.timeLike || p.first != k+1 {
			break
		}
		k = p.last
	}
	return max(k, start+1)
}

// nounDeed makes an act of "the Averland raid on Bexia" and "a phone call between
// A and B": a noun whose doer and sufferer are both named beside it.
func (f *finder) nounDeed(pi int) {
	p := f.phrases[pi]
	noun, ok := f.headNoun(p)
	if !ok || p.timeLike {
		return
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
		case f.words[i] == hBetween && noun.Reciprocal:
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
	if len(d.sources) == 0 || len(d.patients) == 0 || !f.actor(d.sources) || !f.suffered(&d) {
		return
	}
	f.nounMood(&d, p)
	d.content = []run{{p.head, max(end, p.last)}}
	f.place(d)
}

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

var (
	hNo      = lexicon.Hash("no")
	hWithout = lexicon.Hash("without")
	planned  = hashSet("planned proposed threatened possible potential looming future upcoming further threat threats plan plans prospect risk fear fears threatening planning")
)

// place puts an act into the text: beside the attributions when the narrator
// tells it; as the frame of the attribution whose source tells of its own doing;
// nested when a source tells it of others.
func (f *finder) place(d draft) {
	at := d.cue.first
	if d.group >= 0 {
		at = f.groups[d.group].head
	}
	c := f.cover[at]
	if c < 0 || f.drafts[c].kind == detente.Act {
		if f.doc.Tokens[at].Depth == 0 {
			f.drafts = append(f.drafts, d)
		}
		return
	}
	o := &f.drafts[c]
	if d.group >= 0 && f.groups[d.group].first == o.content[0].first && !f.groups[d.group].infinitive {
		return // "raids that officials say have killed": the agent stands before
	}
	if f.doc.Tokens[at].Depth == 0 && !f.sameAgent(d.sources, o.sources) {
		if len(d.patients) > 0 && d.group >= 0 {
			d.nested = true
			f.drafts = append(f.drafts, d)
		}
		return
	}
	if o.thought {
		return
	}
	if o.class != detente.ClassNone {
		if len(o.patients) == 0 {
			o.patients = d.patients // "agreed to free two pilots"
		}
		return
	}
	o.act, o.class, o.mode, o.recip = d.act, d.class, d.mode, d.recip
	o.patients, o.object = d.patients, d.object
	o.flags |= d.flags & (detente.Negated | detente.Conditional | detente.FutureAct | detente.Hedged)
	if d.class.Material() && d.flags == 0 {
		o.flags |= detente.SelfReported
	}
}

// sameAgent reports whether the agent of an act is the source that tells it: the
// same words, or a pronoun that can take it up.
func (f *finder) sameAgent(agent, source []run) bool {
	if len(agent) == 0 || len(source) == 0 {
		return false
	}
	a, s := agent[0], source[0]
	if a == s {
		return true
	}
	if a.last-a.first == 1 && f.tags[a.first] == tagPron {
		return !impersonal[f.words[a.first]]
	}
	return f.words[a.last-1] == f.words[s.last-1] && f.tags[a.last-1] == tagName
}

// merge joins what a source says of its own speaking to the attribution that
// tells it: "said he had asked for talks" is one row, a request.
func (f *finder) merge() {
	gone := make([]bool, len(f.drafts))
	for i := range f.drafts {
		d := &f.drafts[i]
		if d.cue.empty() || d.class == detente.ClassNone {
			continue
		}
		for k := range f.drafts {
			o := &f.drafts[k]
			if k == i || gone[k] || o.class != detente.ClassNone || o.thought || !inside(d.cue, o.content) || !f.sameAgent(d.sources, o.sources) {
				continue
			}
			o.act, o.class, o.mode, o.recip, o.patients, o.object = d.act, d.class, d.mode, d.recip, d.patients, d.object
			o.flags |= d.flags
			gone[i] = true
			break
		}
	}
	f.remove(gone)
}

func inside(r run, content []run) bool {
	for _, c := range content {
		if c.first <= r.first && r.last <= c.last {
			return true
		}
	}
	return false
}

// remove takes drafts out and counts the references of the rest anew.
func (f *finder) remove(gone []bool) {
	place := make([]int32, len(f.drafts))
	kept := f.drafts[:0]
	for i := range gone {
		place[i] = -1
		if !gone[i] {
			place[i] = int32(len(kept))
			kept = append(kept, f.drafts[i])
		}
	}
	f.drafts = kept
	for i := range f.drafts {
		if b := f.drafts[i].borrows; b >= 0 {
			f.drafts[i].borrows = int(place[b])
		}
	}
	for i := range f.cover {
		f.cover[i] = -1
	}
	for n := range f.drafts {
		for _, r := range f.drafts[n].content {
			f.mark(r, n)
		}
	}
}
