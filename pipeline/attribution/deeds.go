package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// deeds finds the acts that the narrator tells: verbs first, then nouns.
func (f *finder) deeds() {
	cue := map[int]bool{}
	for i := range f.drafts {
		if gi := f.drafts[i].group; gi >= 0 && !f.drafts[i].guessed {
			cue[f.groups[gi].head] = true
		}
	}
	f.ended, f.used = map[int]bool{}, map[int]bool{}
	for s := range f.doc.Sentences {
		if f.skipped(int32(s)) {
			continue
		}
		for v := int(f.doc.Sentences[s].First); v < int(f.doc.Sentences[s].Last); v++ {
			if (f.isVerb(v) || f.verbByOrder(v)) && !cue[v] && !f.ended[v] {
				f.verbDeed(v)
			}
		}
	}
	for s := range f.doc.Sentences {
		if f.skipped(int32(s)) {
			continue
		}
		for n := int(f.doc.Sentences[s].First); n < int(f.doc.Sentences[s].Last); n++ {
			if f.tree.Tags[n].UPOS == detente.UPOSNOUN && !f.used[n] && f.doc.Tokens[n].Depth == 0 {
				f.nounDeed(n)
			}
		}
	}
}

// skipped reports whether a sentence is a heading or furniture: their acts stand
// in the text as well.
func (f *finder) skipped(sentence int32) bool {
	k := f.doc.Paragraphs[f.doc.Sentences[sentence].Paragraph].Kind
	return k == detente.Furniture || k == detente.Heading
}

// verbDeed makes an act of verb v when the verb, or the verb with the noun that
// it carries, is one.
func (f *finder) verbDeed(v int) {
	d, ok := f.propose(v)
	if !ok || f.doc.Tokens[v].Depth > 0 && !f.firstPerson(d.sources) {
		return
	}
	d.content = []run{{v, f.deedEnd(&d, v, d.passive)}}
	f.settle(d)
}

// propose reads verb v as a deed. It reports false where no table knows the verb,
// or where what it says is none whoever tells it; what only speaks against it is
// kept as doubts.
func (f *finder) propose(v int) (d draft, ok bool) {
	_, isAct := f.acts.Verb(f.words, v)
	_, isCarrier := f.acts.Carrier(f.words, v)
	_, isTold := f.acts.Told(f.words, v)
	verb, known := f.verbs.Lookup(f.words[v])
	if !isAct && !isCarrier && !isTold && !known {
		return d, false
	}
	d = draft{kind: detente.Act, group: -1, borrows: -1, sentence: f.doc.Tokens[v].Sentence, at: v, cue: f.verbGroup(v)}
	d.passive = f.isPassive(v)
	noun, words := f.verbAct(&d, v, verb.Lemma, d.passive)
	if d.act == nil {
		if d.passive || !known || !f.finite(v) || f.inVoice(v) {
			return d, false
		}
		d.act, d.doubts = untold, doubtUnknown
	}
	d.recip, d.places = d.act.Reciprocal, d.places|d.act.Patient
	agrees := verb.Lemma == hAgree && d.class == detente.Agree
	if d.passive && d.recip && !d.carried {
		return d, false // "was met with outrage"
	}
	d.cue.last = max(d.cue.last, min(v+words, f.sentenceEnd(d.sentence)))
	d.how = f.participants(&d, v, noun, words, d.passive)
	d.recip = d.recip || agrees && len(d.sources) > 1 // "Averland and Bexia agreed to a truce"
	if d.class == detente.Assault && !d.object.empty() && abstracts[f.words[f.headOf(d.object)]] {
		d.class = detente.Accuse // "attacked the plan"
	}
	if d.class == detente.Assault && f.score(d.cue.last, f.sentenceEnd(d.sentence)) {
		return d, false // "beat Averland 3-1"
	}
	f.doubt(&d, v, verb.Lemma)
	return d, d.doubts&doubtUnknown == 0 || d.doubts == doubtUnknown
}

// doubt notes what speaks against a proposed deed.
func (f *finder) doubt(d *draft, v int, lemma uint64) {
	note := func(is bool, what doubts) {
		if is {
			d.doubts |= what
		}
	}
	joint := jointOnly[lemma]
	participle := f.tree.Tags[v].XPOS == detente.XPOSVBG
	note(joint && d.act.Kind == lexicon.ActVerb && d.act.Patient == 0 && len(d.sources) < 2, doubtJoint) // "officials spoke" is no talk between two
	note(!f.circumstances(d, v), doubtUndone)
	note(participle && f.attributive(d), doubtAttribute)
	note(joint && (f.press(d.sources) || f.press(d.patients)), doubtPress) // "spoke with the Dorr Post": whom he told
	note(d.how == sharedSubject && joint && participle, doubtShared)       // "speaking to a club" where words were said
	note(f.unreal(d, v), doubtUnreal)
	nobody := len(d.sources) == 0
	note(d.passive && d.class == detente.Sanction && nobody && f.standing(v), doubtStanding)                // "Bexians are barred from the harbour": a rule that holds
	note(d.passive && nobody && f.tree.Label[v] == detente.LabelAclRelcl && !forceful(d.class), doubtWhich) // "the exercise that had been planned": which exercise, and by nobody
	note(nobody && !(d.passive && (d.carried || f.agentless(d))), doubtAgent)
	note(!f.suffered(d), doubtPatient)
	note(f.prizes(d), doubtPrize)
}

// doubts are what speaks against a deed: bits.
type doubts uint16

const (
	doubtJoint     doubts = 1 << iota // only one side talks
	doubtUndone                       // a purpose, "pressure to act"
	doubtAttribute                    // a participle that describes
	doubtPress                        // told to the press
	doubtShared                       // how words were said
	doubtUnreal                       // possible, due or wished
	doubtStanding                     // a rule that holds
	doubtWhich                        // a relative clause tells which
	doubtAgent                        // nobody does it
	doubtPatient                      // nobody suffers it
	doubtNoun                         // a noun that seldom tells a deed
	doubtUnknown                      // a verb that the table lacks
	doubtPrize                        // votes won, papers published

	// certain is what no judge is asked about: of more than eighty proposals that
	// were read, three were deeds.
	certain = doubtJoint | doubtAttribute | doubtPress | doubtShared | doubtUnreal | doubtWhich | doubtNoun | doubtPrize
)

// untold stands for a verb that the table of acts lacks.
var untold = &lexicon.Act{Kind: lexicon.ActVerb, ActorOnly: true, Patient: lexicon.PatientObject | lexicon.PatientOn | lexicon.PatientAgainst |
	lexicon.PatientWith | lexicon.PatientFrom}

// finite reports whether a verb tells what was done: in the past or the perfect.
func (f *finder) finite(v int) bool {
	if _, ok := f.cues.Verb(f.words, v); ok || !f.isVerb(v) {
		return false
	}
	tense, flags := f.moodOf(v)
	return flags == 0 && (tense == detente.TensePast || tense == detente.TensePerfect)
}

// standing reports whether a passive tells how things are and not what was done:
// its auxiliary is in the present.
func (f *finder) standing(v int) bool {
	gi := f.groupAt[v]
	if gi < 0 {
		return false
	}
	g := &f.groups[gi]
	return g.first < v && !g.past && !g.perfect && !g.infinitive && g.modal == 0
}

// press reports whether one of the sides is a paper, a station or its people.
func (f *finder) press(list []run) bool {
	for _, r := range list {
		for k := r.first; k < r.last; k++ {
			if outlets[f.words[k]] {
				return true
			}
		}
	}
	return false
}

// outlets are words in the names of those whom news is told to.
var outlets = hashSet("news post times journal press herald tribune gazette telegraph chronicle radio television tv newspaper newspapers magazine agency reporter reporters " +
	"journalist journalists correspondent correspondents editor editors network reuters cnn bbc nbc cbs abc msnbc fox npr politico huffpost breitbart bloomberg")

// verbByOrder reports whether a token is the verb of a group by the words round
// it, where the tree, which may err at names it has never seen, has a verb or
// something that it cannot be.
func (f *finder) verbByOrder(v int) bool {
	if gi := f.groupAt[v]; gi < 0 || f.groups[gi].head != v || f.tags[v] == tagAux {
		return false
	}
	switch f.tree.Tags[v].UPOS {
	case detente.UPOSNOUN, detente.UPOSPROPN:
		return false
	case detente.UPOSADJ:
		return f.groups[f.groupAt[v]].infinitive // "to free"
	}
	return true
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
		if s.first <= d.object.last && d.object.first < s.last {
			return true
		}
	}
	return false
}

// verbGroup gives the words of a verb with its auxiliaries and adverbs before it.
func (f *finder) verbGroup(v int) run {
	if gi := f.groupAt[v]; gi >= 0 && f.groups[gi].head == v {
		return run{f.groups[gi].first, f.groups[gi].last}
	}
	r := run{v, v + 1}
	for k := v - 1; k >= 0 && f.tree.Head[k] == int32(v); k-- {
		l := f.tree.Label[k]
		if l != detente.LabelAux && l != detente.LabelAuxPass && l != detente.LabelAdvmod && (l != detente.LabelMark || f.tags[k] != tagTo) {
			break
		}
		r.first = k
	}
	return r
}

// deedEnd ends the content of a deed behind its last object and what follows
// with a preposition, without times.
func (f *finder) deedEnd(d *draft, v int, passive bool) int {
	last := f.sentenceEnd(d.sentence)
	end := max(v+1, d.cue.last)
	if !passive {
		for _, p := range d.patients {
			end = max(end, p.last)
			if pi := f.phraseAt[p.first]; pi >= 0 {
				end = max(end, f.phrases[pi].last)
			}
		}
		end = max(end, d.object.last)
	}
	return max(v+1, f.predicateEnd(v, end, last))
}

// verbAct finds the act of verb v: an ultimatum, a light verb with its noun, an
// ended deed, or an entry of the table. noun is the head of the act noun, -1 for
// none; words counts those of the entry.
func (f *finder) verbAct(d *draft, v int, lemma uint64, passive bool) (noun, words int) {
	noun, words = -1, 1
	if f.timeGiven(d, v, lemma, passive) {
		d.act, d.carried = f.deadline, true
		return noun, words
	}
	carrier, isCarrier := f.acts.Carrier(f.words, v)
	if p := f.dependent(v, detente.LabelCompoundPrt, detente.LabelCompoundPrt); p >= v+words && isCarrier && carrier.Words == 1 {
		isCarrier = false // "brought up the bombing"
	}
	if isCarrier {
		words = carrier.Words
		if carrier.Act.Kind == lexicon.CarryEnd && f.endedVerb(d, v) {
			return noun, words
		}
	}
	if n := f.theme(v, passive); n >= 0 {
		if manyOf[f.words[n]] {
			if k := f.ofNoun(n); k >= 0 {
				n = k // "a wave of drone strikes"
			}
		}
		if f.nounOf(d, lemma, carrier, isCarrier, n) {
			f.used[n] = true
			d.carried, d.object = true, f.nominal(n)
			return n, words
		}
	}
	hit, ok := f.acts.Verb(f.words, v)
	if told, is := f.acts.Told(f.words, v); is && (!ok || told.Words >= hit.Words) && (told.Act.Kind == lexicon.ActTold || f.given(told.Act, v, passive)) {
		hit, ok = told, true
	}
	if p := f.dependent(v, detente.LabelCompoundPrt, detente.LabelXcomp); p > v+1 && (!ok || hit.Words == 1) {
		if far, is := f.acts.Verb([]uint64{f.words[v], f.words[p]}, 0); is && far.Words == 2 {
			d.act, d.class, d.mode = far.Act, far.Act.Class, far.Act.Mode // "called the talks off", "let the crew go"
			return noun, 1
		}
	}
	if ok {
		d.act, d.class, d.mode = hit.Act, hit.Act.Class, hit.Act.Mode
		words = hit.Words
	}
	return noun, words
}

// theme is what a light verb carries: its object, or the subject of a passive;
// -1 for none.
func (f *finder) theme(v int, passive bool) int {
	if !passive {
		last := -1
		for k := f.child[v]; k >= 0; k = f.next[k] {
			if f.tree.Label[k] == detente.LabelObj {
				last = int(k)
			}
		}
		if s := f.ownSubject(v); last < 0 && f.tree.Label[v] == detente.LabelAclRelcl && s >= 0 && !f.relativePronoun(s) {
			last = int(f.tree.Head[v]) // "sanctions that Averland imposed"
		}
		if last > 0 && f.relativePronoun(last) {
			last = int(f.tree.Head[v])
		}
		return last
	}
	if s := f.dependent(v, detente.LabelNsubjPass, detente.LabelNsubj); s >= 0 {
		if f.relativePronoun(s) && f.tree.Head[v] >= 0 {
			return int(f.tree.Head[v])
		}
		return s
	}
	switch up := int(f.tree.Head[v]); f.tree.Label[v] {
	case detente.LabelAcl:
		return up
	case detente.LabelConj:
		return f.dependent(up, detente.LabelNsubjPass, detente.LabelNsubj)
	}
	return -1
}

func (f *finder) relativePronoun(i int) bool {
	x := f.tree.Tags[i].XPOS
	return x == detente.XPOSWDT || x == detente.XPOSWP || f.words[i] == hThat
}

// ofNoun gives the head of what stands behind "of", -1 for nothing.
func (f *finder) ofNoun(n int) int {
	for k := f.child[n]; k >= 0; k = f.next[k] {
		if c := f.caseOf(int(k)); c > n && f.words[c] == hOf && f.tree.Label[k] == detente.LabelNmod {
			return int(k)
		}
	}
	return -1
}

// nounOf reads the class off act noun n under a verb.
func (f *finder) nounOf(d *draft, lemma uint64, carrier lexicon.ActHit, isCarrier bool, n int) bool {
	first := f.nominal(n).first
	a, ok := f.acts.Pair(lemma, f.words[n])
	switch {
	case ok:
		d.act, d.class, d.mode = a, a.Class, a.Mode
		if noun, is := f.headNoun(n); is {
			d.places = noun.Patient // "opened an investigation of", "cut aid to"
		}
	case !isCarrier:
		return false
	default:
		noun, class, mode, is := f.nominalAct(n)
		if !is || lemma == hHave && (!noun.Reciprocal || noun.Class != detente.Consult) {
			return false // "has the support of Bexia" is Bexia's, "has a deal" a state
		}
		d.act, d.class, d.mode = noun, class, mode
		if carrier.Act.Kind == lexicon.CarryEnd {
			d.class, d.mode = lexicon.Carried(carrier.Act.Kind, noun)
		}
		if carrier.Act.Kind == lexicon.CarryPlan {
			d.flags |= detente.FutureAct
		}
	}
	if f.words[first] == hNo {
		d.flags ^= detente.Negated // "imposed no sanctions"
	}
	return true
}

// headNoun gives the act noun that ends with the head of a noun phrase.
func (f *finder) headNoun(n int) (*lexicon.Act, bool) {
	for i := f.nominal(n).first; i <= n; i++ {
		if hit, ok := f.acts.Noun(f.words, i); ok && i+hit.Words-1 >= n {
			return hit.Act, true
		}
	}
	return nil, false
}

// endedVerb finds the act under a verb of ending: "stopped shelling the port".
func (f *finder) endedVerb(d *draft, v int) bool {
	x := f.dependent(v, detente.LabelXcomp, detente.LabelAdvcl)
	if x < v || f.tree.Tags[x].XPOS != detente.XPOSVBG {
		return false
	}
	hit, ok := f.acts.Verb(f.words, x)
	if !ok || hit.Act.Speech {
		return false
	}
	f.ended[x] = true
	d.act = hit.Act
	d.class, d.mode = lexicon.Carried(lexicon.CarryEnd, hit.Act)
	d.ends = x
	return true
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

// firstPerson reports whether the agent is I or we: in quotation marks only the
// speaker's own deeds are told, and they become the frame of the quotation.
func (f *finder) firstPerson(agents []run) bool {
	return len(agents) == 1 && (f.words[agents[0].first] == hWe || f.words[agents[0].first] == hI) && agents[0].last == agents[0].first+1
}

var (
	jointOnly = hashSet("speak talk confer")
	hOver     = lexicon.Hash("over")
	hOf       = lexicon.Hash("of")
	manyOf    = hashSet("variety wave waves series barrage round rounds string number campaign volley spate flurry set package threat dozens hundreds thousands scores")
)

// place puts an act into the text: beside the attributions when the narrator
// tells it; as the frame of the attribution whose source tells of its own doing;
// nested when a source tells it of others.
func (f *finder) place(d draft) {
	at := d.at
	c := f.cover[at]
	if c < 0 || f.drafts[c].kind == detente.Act {
		if f.doc.Tokens[at].Depth == 0 {
			f.drafts = append(f.drafts, d)
		}
		return
	}
	o := &f.drafts[c]
	verb := f.isVerb(at)
	if verb && d.cue.first == o.content[0].first && f.tags[d.cue.first] != tagTo {
		return // "raids that officials say have killed": the agent stands before
	}
	if f.doc.Tokens[at].Depth == 0 && !f.sameAgent(d.sources, o.sources) {
		if (len(d.patients) > 0 || d.recip) && verb && !f.hasTo(at) { // "told Kast to free them" is no freeing
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
