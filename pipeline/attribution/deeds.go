package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// deeds finds the acts that the narrator tells: verbs first, then nouns.
func (f *finder) deeds() {
	words := len(f.drafts)
	cue := map[int]bool{}
	for i := range f.drafts[:words] {
		if gi := f.drafts[i].group; gi >= 0 {
			cue[gi] = true
		}
	}
	used := map[int]bool{}   // phrases whose noun a verb has taken
	f.ended = map[int]bool{} // groups that stand under a verb of ending
	for gi := range f.groups {
		g := &f.groups[gi]
		if f.skipped(g.sentence) {
			continue
		}
		if !cue[gi] && !f.ended[gi] {
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
	if f.timeGiven(&d, g, last, &after) {
		d.act = f.deadline
	} else if !f.carried(&d, g, last, used, &after) {
		hit, ok := f.acts.Verb(f.words, g.head)
		if !ok || f.tags[g.head] == tagAux {
			return
		}
		d.act, d.class, d.mode = hit.Act, hit.Act.Class, hit.Act.Mode
		after = max(after, g.head+hit.Words)
		d.cue.last = max(d.cue.last, min(after, last))
	}
	d.recip = d.act.Reciprocal
	receiver := d.patients
	src := f.subject(gi, first, last)
	if g.ing && g.first > first && (f.words[g.first-1] == hFor || f.words[g.first-1] == hOf) {
		src, d.tense = f.blamedFor(g, first), detente.TensePastPerf // "punished Bexia for seizing": Bexia had seized
	}
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
		if len(receiver) > 0 {
			d.patients = receiver
		}
	}
	if len(d.patients) == 0 && !d.object.empty() && forceful(d.class) {
		if r := f.modifier(f.phrases[f.phraseAt[d.object.first]]); !r.empty() && f.tags[r.first] != tagPoss {
			d.patients = []run{r} // "revoked Bexia's visa"
		}
	}
	if d.class == detente.Assault && !d.object.empty() && f.phraseAt[d.object.first] >= 0 && abstracts[f.words[f.phrases[f.phraseAt[d.object.first]].head]] {
		d.class = detente.Accuse // "attacked the plan"
	}
	if len(d.patients) == 0 && d.carried && forceful(d.class) {
		d.patients = f.blamed(after, last)
	}
	if d.class == detente.Assault && f.score(after, last) {
		return // "beat Averland 3-1"
	}
	if jointOnly[g.lemma] && d.act.Kind == lexicon.ActVerb && d.act.Patient == 0 && len(d.sources) < 2 {
		return // "officials spoke" is no talk between two
	}
	f.modality(&d, gi, first)
	if g.ing && f.attributive(&d) {
		return
	}
	if src.shared && f.bare(g) || g.infinitive && f.idles(g) || g.ing && jointOnly[g.lemma] {
		return // "to meet and strike": whose mood is not known; "speaking to a club" where words were said
	}
	agentless := g.passive && (d.carried || f.agentless(&d))
	if d.sources = f.actors(d.sources); len(d.sources) == 0 && !agentless || !f.suffered(&d) || f.doc.Tokens[g.head].Depth > 0 && !f.firstPerson(d.sources) {
		return
	}
	end := after
	for _, p := range d.patients {
		end = max(end, p.last)
		if pi := f.phraseAt[p.first]; pi >= 0 {
			end = max(end, f.phrases[pi].last)
		}
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

// score reports whether the result of a match stands close behind a verb.
func (f *finder) score(k, last int) bool {
	for i := k; i+2 < last && i < k+8; i++ {
		if f.tags[i] == tagNum && f.tags[i+1] == tagHyphen && f.tags[i+2] == tagNum {
			return true
		}
	}
	return false
}

// agentless reports whether a passive without a doer is a deed still: force is
// used on an actor or an actor's things, and whose doing it is the words before
// tell. What kills may be a storm.
func (f *finder) agentless(d *draft) bool {
	if len(d.sources) > 0 || !forceful(d.class) && d.class != detente.Threaten && d.act.Entry != "summon" || d.class == detente.Assault || d.act.Speech && d.class != detente.Threaten && d.act.Entry != "summon" {
		return false
	}
	for _, r := range d.patients {
		if f.tags[r.last-1] == tagName && r.last-r.first == 1 || f.owned(r) {
			return true
		}
	}
	return false
}

// attributive reports whether a participle only describes the noun behind it:
// "the visiting minister", "retreating troops".
func (f *finder) attributive(d *draft) bool {
	if d.object.empty() {
		return false
	}
	if !d.carried && !d.act.Patient.Has(lexicon.PatientObject) {
		return d.object.first == d.cue.last
	}
	for _, s := range d.sources {
		if s.first < d.object.last && d.object.first < s.last {
			return true
		}
	}
	return false
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
	if isCarrier && carrier.Act.Kind == lexicon.CarryEnd && f.endedVerb(d, at, last, after) {
		return true
	}
	if at >= last || f.phraseAt[at] < 0 {
		return false
	}
	pi := int(f.phraseAt[at])
	// "a wave of drone strikes": the deed stands behind "of".
	if p := f.phrases[pi]; manyOf[f.words[p.head]] && p.last+1 < last && f.words[p.last] == hOf && f.phraseAt[p.last+1] >= 0 {
		pi = int(f.phraseAt[p.last+1])
	}
	if qi, ok := f.receives(d, g, carrier, isCarrier, pi); ok {
		pi = qi
	} else if !f.nounOf(d, g, carrier, isCarrier, pi) {
		return false
	}
	used[pi] = true
	d.carried = true
	p := f.phrases[pi]
	d.object = run{p.first, p.last}
	*after = p.last
	return true
}

// endedVerb finds the act under a verb of ending: "stopped shelling the port".
func (f *finder) endedVerb(d *draft, at, last int, after *int) bool {
	if at >= last || f.groupAt[at] < 0 {
		return false
	}
	gi := int(f.groupAt[at])
	g := &f.groups[gi]
	hit, ok := f.acts.Verb(f.words, g.head)
	if !g.ing || !ok || hit.Act.Speech {
		return false
	}
	f.ended[gi] = true
	d.act = hit.Act
	d.class, d.mode = lexicon.Carried(lexicon.CarryEnd, hit.Act)
	*after = max(g.last, g.head+hit.Words)
	return true
}

// blamedFor gives who did what stands behind "for" or "of": the object of the
// verb before.
func (f *finder) blamedFor(g *group, first int) subject {
	for k := g.first - 2; k > first && f.groupAt[k] < 0; k-- {
		if pi := f.phraseAt[k]; pi >= 0 && f.tags[f.phrases[pi].head] == tagName {
			p := f.phrases[pi]
			return subject{runs: []run{{p.first, p.last}}, first: g.first, shared: true, subord: true}
		}
	}
	return subject{first: g.first, subord: true}
}

// blamed gives whom a deed without a patient answers: "imposed the sanctions for
// Bexia's failure to talk".
func (f *finder) blamed(k, last int) []run {
	for i := k; i+1 < last && i < k+12; i++ {
		if f.tags[i] == tagStop || f.tags[i] == tagThat || f.tags[i] == tagWh || f.groupAt[i] >= 0 {
			break
		}
		if f.words[i] != hFor && f.words[i] != hOver || f.phraseAt[i+1] < 0 {
			continue
		}
		if r := f.possessor(f.phrases[f.phraseAt[i+1]]); !r.empty() && f.tags[r.first] != tagPoss {
			return []run{r}
		}
	}
	return nil
}

// actors keeps the agents that can be public actors.
func (f *finder) actors(agents []run) []run {
	var kept []run
	for _, r := range agents {
		if f.actorRun(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

var (
	jointOnly = hashSet("speak talk confer")
	hOver     = lexicon.Hash("over")

	hOf    = lexicon.Hash("of")
	manyOf = hashSet("wave waves series barrage round rounds string number campaign volley spate flurry set package threat")
)

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
		r := f.subjectEndingAt(k, first).runs[0] // "the accounts of two banks were frozen"
		if f.phraseAt[r.first] < 0 || int(f.phraseAt[r.first]) == pi || !f.nounOf(d, g, carrier, isCarrier, int(f.phraseAt[r.first])) {
			return false
		}
		pi = int(f.phraseAt[r.first])
	}
	used[pi] = true
	d.carried = true
	d.object = run{f.phrases[pi].first, f.phrases[pi].last}
	return true
}

// nounOf reads the class off phrase pi under the verb of g.
func (f *finder) nounOf(d *draft, g *group, carrier lexicon.ActHit, isCarrier bool, pi int) bool {
	p := f.phrases[pi]
	if f.words[p.first] == hNo {
		d.flags ^= detente.Negated // "imposed no sanctions"
	}
	if a, ok := f.acts.Pair(g.lemma, f.words[p.head]); ok {
		d.act, d.class, d.mode = a, a.Class, a.Mode
		return true
	}
	if !isCarrier {
		return false
	}
	noun, ok := f.headNoun(p)
	if !ok || g.lemma == hHave && !noun.Reciprocal {
		return false // "has the support of Bexia" is Bexia's
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

// passive turns subject and agent round: the subject suffers, "by X" or the
// attribute of an act ("in Averland strikes") does.
func (f *finder) passive(d *draft, g *group, src subject, first int) {
	d.sources = src.runs
	k := f.skipBack(g.first-1, first)
	if k > first && f.groupAt[k] >= 0 && f.groups[f.groupAt[k]].form.Has(lexicon.FormParticiple) && f.groups[f.groupAt[k]].first == k {
		k-- // "airmen held since May were freed"
	}
	if d.object.empty() && k >= first && f.phraseAt[k] >= 0 {
		for _, r := range f.subjectEndingAt(k, first).runs {
			if pi := f.phraseAt[r.first]; pi >= 0 {
				if of := f.whose(f.phrases[pi], g.first); !of.empty() {
					r = of // "the accounts of two Bexian banks"
				}
			}
			d.patients = append(d.patients, r)
		}
	}
	last := f.sentenceEnd(g.sentence)
	if !d.object.empty() {
		if d.patients, _ = f.patientsOf(d.act, g.last, last); len(d.patients) == 0 && f.phraseAt[d.object.first] >= 0 {
			if r := f.whose(f.phrases[f.phraseAt[d.object.first]], g.first); !r.empty() {
				d.patients = []run{r}
			}
		}
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
		flags, tense := f.infinitiveFlags(gi)
		d.flags |= flags
		if tense != detente.TenseNone {
			d.tense = tense
		}
	}
	if g.ing && gi > 0 && f.groups[gi-1].last == g.first && phases[f.groups[gi-1].lemma] {
		// "will begin withdrawing"
		tense, flags := f.mood(&f.groups[gi-1])
		d.flags, d.tense = d.flags|flags, tense
	}
	for i := g.first - 1; i >= max(first, g.first-60); i-- {
		switch {
		case f.words[i] == hIf || f.words[i] == hUnless:
			d.flags |= detente.Conditional
			return
		case f.tags[i] == tagStop || f.tags[i] == tagComma || f.tags[i] == tagDash || f.tags[i] == tagSub || f.tags[i] == tagThat:
			return
		}
	}
}

// phases are verbs whose participle is done when they are.
var phases = hashSet("begin start continue keep resume finish")

// infinitiveFlags reads the mood of "to strike" off the verb or noun before it,
// and where it has happened the tense; TenseNone leaves that open.
func (f *finder) infinitiveFlags(gi int) (detente.Flags, detente.Tense) {
	g := &f.groups[gi]
	if p, ok := f.intent(g); ok {
		switch h := f.words[p.head]; {
		case settled[h]:
			return 0, detente.TensePast
		case refused[h]:
			return detente.Negated, detente.TensePast
		}
		if f.none(p) {
			return detente.FutureAct | detente.Negated, detente.TenseNone
		}
		return detente.FutureAct, detente.TenseNone
	}
	if gi == 0 || f.groups[gi-1].sentence != g.sentence {
		return detente.FutureAct, detente.TenseNone
	}
	up := &f.groups[gi-1]
	tense, flags := f.mood(up)
	switch {
	case up.last+12 < g.first:
		return detente.FutureAct, detente.TenseNone
	case isRefusal(up.lemma):
		return flags ^ detente.Negated, tense
	case achieved[up.lemma]:
		return flags, tense
	}
	return flags | detente.FutureAct, detente.TenseNone
}

// none reports whether a phrase, or the one that it belongs to by "of", says that
// there is nothing of the kind: "no plan", "no sign of any plan".
func (f *finder) none(p phrase) bool {
	if f.words[p.first] == hNo {
		return true
	}
	if k := p.first - 1; k > 0 && f.words[k] == hOf && f.phraseAt[k-1] >= 0 {
		return f.words[f.phrases[f.phraseAt[k-1]].first] == hNo
	}
	return false
}

// idles reports whether an infinitive hangs on a noun that says nothing of its
// being done: "pressure to act".
func (f *finder) idles(g *group) bool {
	k := g.first - 1
	return k >= 0 && f.doc.Tokens[k].Sentence == g.sentence && f.phraseAt[k] >= 0 && idle[f.words[f.phrases[f.phraseAt[k]].head]]
}

// intent gives the noun that an infinitive hangs on: "its decision to expel".
func (f *finder) intent(g *group) (phrase, bool) {
	k := g.first - 1
	if !g.infinitive || k < 0 || f.doc.Tokens[k].Sentence != g.sentence || f.phraseAt[k] < 0 {
		return phrase{}, false
	}
	p := f.phrases[f.phraseAt[k]]
	if f.words[p.first-min(1, p.first)] == hBy && p.first > 1 && f.phraseAt[p.first-2] >= 0 { // "a decision by Averland to"
		p = f.phrases[f.phraseAt[p.first-2]]
	}
	return p, intents[f.words[p.head]]
}

// intender gives whose intent it is.
func (f *finder) intender(g *group) run {
	p, ok := f.intent(g)
	if !ok {
		return run{}
	}
	if k := g.first - 1; k >= p.last { // behind "by"
		q := f.phrases[f.phraseAt[k]]
		return run{q.first, q.last}
	}
	return f.modifier(p)
}

// achieved are verbs whose infinitive has happened: "managed to", "moved to".
var achieved = hashSet("manage begin start continue help go use dare choose")

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
			f.drafts = append(f.drafts, d)
		}
		return
	}
	if o.thought {
		return
	}
	if d.act.Speech && conflict(d.class) && d.tense == detente.TensePast && f.firstPerson(d.sources) {
		return // "we accused you of what you had not done": told, not done again
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
	if len(source) == 0 {
		return f.firstPerson(agent) // the author's own words
	}
	if len(agent) == 0 {
		return false
	}
	a, s := agent[0], source[0]
	if a == s {
		return true
	}
	if a.last-a.first == 1 && f.tags[a.first] == tagPron {
		return !impersonal[f.words[a.first]]
	}
	if f.tags[a.first] == tagPoss {
		return true // "its forces"
	}
	return f.words[a.last-1] == f.words[s.last-1] && f.tags[a.last-1] == tagName
}
