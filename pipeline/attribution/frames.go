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
	if hit, ok := f.acts.Verb(f.words, g.head); ok && hit.Act.Speech && !f.mute(d, g) {
		d.act, d.class, d.mode, d.recip = hit.Act, hit.Act.Class, hit.Act.Mode, hit.Act.Reciprocal
		// "Averland and Bexia agreed to talk" binds both.
		d.recip = d.recip || d.class == detente.Agree && g.lemma == hAgree && (len(d.sources) > 1 || f.pluralRun(d.sources))
		f.framed(d, g, hit, last)
		if callsFor[g.lemma] && d.class == detente.Request && f.words[g.head+hit.Words-1] == hFor {
			d.mode = f.requestMode(d.content)
		}
		return
	}
	f.toBeTold(d)
	if asVerbs[g.lemma] || objectVerbs[g.lemma] {
		if r := d.content[0]; f.phraseAt[r.first] >= 0 {
			d.patients = f.alive([]run{{r.first, f.phrases[f.phraseAt[r.first]].last}})
		}
	}
	if performed[g.lemma] && d.class == detente.ClassNone && !g.passive {
		f.performative(d, g.head)
	}
}

// framed finds whom a speech act is directed at: what hangs on its verb, by the
// order of words where the tree shows nobody, and then whom the infinitive names
// that it governs ("agreed to lend Bexia money").
func (f *finder) framed(d *draft, g *group, hit lexicon.ActHit, last int) {
	d.places = hit.Act.Patient
	if len(d.patients) == 0 {
		var places [16]object
		found := f.sufferers(d, f.objects(places[:0], g.head, hit.Words), -1)
		if d.patients = f.alive(found); len(d.patients) == 0 && len(found) > 0 {
			d.object = found[0] // "condemned the attacks"
		}
	}
	if len(d.patients) == 0 {
		found, _ := f.patientsOf(hit.Act, g.head+hit.Words, last)
		if r := d.content[0]; len(found) > 0 && r.first == found[0].first && f.clause(r, found[0].last) {
			found = nil // "pledged Bexia would wait": whom the words speak of
		}
		d.patients = f.alive(found)
	}
	d.patients = f.alive(d.patients)
	if len(d.patients) > 0 || d.recip {
		return
	}
	switch d.class {
	case detente.Agree, detente.Reject, detente.Threaten, detente.Request:
	default:
		return
	}
	x := f.dependent(g.head, detente.LabelXcomp, detente.LabelCcomp)
	if x < g.head || !f.hasTo(x) {
		return
	}
	var places [16]object
	for _, o := range f.objects(places[:0], x, 1) {
		if o.place == 0 || mediumWords[f.words[o.head]] || f.thingsName(o.head) {
			continue
		}
		if m := f.meant(o.head); (f.actorRun(m) || f.owned(m)) && f.tree.Tags[f.headOf(m)].UPOS != detente.UPOSPRON {
			d.patients = []run{m}
			return
		}
	}
}

// performed are verbs whose object is done by saying so: "announced sanctions
// against", "ordered the arrest of".
var performed = hashSet("announce declare order approve authorize authorise proclaim confirm unveil express renew reiterate reaffirm issue")

// performative makes an announcement of a deed that deed: "announced the
// expulsion of two Bexian envoys".
func (f *finder) performative(d *draft, v int) {
	n := f.theme(v, false)
	if n < 0 || f.doc.Tokens[n].Depth > 0 {
		return
	}
	a, class, mode, ok := f.nominalAct(n)
	if !ok {
		return
	}
	d.places = a.Patient
	var places [16]object
	found := f.sufferers(d, f.objects(places[:0], v, 1), n)
	d.act = nil
	if len(found) == 0 {
		return
	}
	d.act, d.class, d.mode, d.recip, d.object = a, class, mode, a.Reciprocal, f.nominal(n)
	d.patients = f.alive(found)
}

// nominalAct gives the act of noun n: its own, or of the noun that it ends ("a
// suspension of aid").
func (f *finder) nominalAct(n int) (*lexicon.Act, detente.Class, detente.Mode, bool) {
	if endings[f.words[n]] {
		if o := f.ofNoun(n); o >= 0 {
			if noun, ok := f.headNoun(o); ok {
				class, mode := lexicon.Carried(lexicon.CarryEnd, noun)
				return noun, class, mode, true
			}
		}
	}
	noun, ok := f.headNoun(n)
	if !ok {
		return nil, 0, 0, false
	}
	return noun, noun.Class, noun.Mode, true
}

// endings are nouns that undo the act behind their "of".
var endings = hashSet("suspension end ending lifting easing halt cancellation freeze cut cuts reduction removal withdrawal termination abolition")

// toBeTold makes "told Kast to leave" a demand on Kast.
func (f *finder) toBeTold(d *draft) {
	if d.entry == nil || d.entry.Lemma != hTell || d.addressee.empty() || d.kind != 0 || f.tags[d.content[0].first] != tagTo || !f.actorRun(d.addressee) && !f.owned(d.addressee) {
		return
	}
	d.class, d.mode, d.patients = detente.Request, detente.ModeDemand, []run{d.addressee}
}

// mute reports whether a verb that may be an act is none here: a question asked,
// and what somebody declined to do, which is mostly to speak.
func (f *finder) mute(d *draft, g *group) bool {
	at := d.content[0].first
	if g.lemma == hAsk {
		return f.tags[at] == tagWh || f.tags[at] == tagSub || f.tags[at] == tagNeg
	}
	return g.lemma == hDecline && f.tags[at] == tagTo
}

// clause reports whether a finite verb of content r follows right behind token k.
func (f *finder) clause(r run, k int) bool {
	if k >= r.last || f.groupAt[k] < 0 {
		return false
	}
	g := &f.groups[f.groupAt[k]]
	return !g.ing && !g.infinitive && (g.modal != 0 || g.past || g.first != g.head)
}

var (
	hWith    = lexicon.Hash("with")
	hDecline = lexicon.Hash("decline")
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

// patientsOf finds the ones acted upon behind an act: the object, then the first
// phrase behind each of the act's prepositions, up to the end of the clause.
func (f *finder) patientsOf(a *lexicon.Act, k, last int) (patients []run, object run) {
	for k < last && f.tags[k] == tagAdv && f.words[k] != hAs {
		k++
	}
	if k < last && f.phraseAt[k] >= 0 && f.phrases[f.phraseAt[k]].first <= k {
		p := f.phrases[f.phraseAt[k]]
		// "called on Bexia": the preposition belongs to the entry.
		direct := a.Kind == lexicon.ActVerb && f.acts.Preposition(f.words[k-1]) != 0
		if p.last+1 < last && f.words[p.last] == hOf && f.phraseAt[p.last+1] >= 0 && (f.tags[p.head] == tagNum || manyOf[f.words[p.head]]) {
			p = f.phrases[f.phraseAt[p.last+1]] // "two of our ships"
		}
		if (direct || a.Patient.Has(lexicon.PatientObject)) && !p.timeLike {
			patients = f.joined(patients, p, last)
			if r := f.whose(p, last); !r.empty() {
				patients = []run{r}
			}
		}
		object = run{k, p.last}
		k = p.last
	}
	for i := k; i+1 < last && i < k+16; i++ {
		if f.border(i) {
			if r := f.maker(i, last); !r.empty() && !f.actor(patients) {
				patients = []run{r}
			}
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
		if len(patients) == 0 || !a.Patient.Has(lexicon.PatientObject) || !a.Speech && f.nobody(patients) && (f.actorRun(run{p.first, p.last}) || f.owned(run{p.first, p.last})) {
			if a.Patient.Has(lexicon.PatientObject) {
				patients = nil // "eased visa rules for Bexian students"
			}
			patients = f.joined(patients, p, last)
			i = p.last - 1
			// "duties on imports of Bexian wine"
			if p.last+1 < last && (f.words[p.last] == hOf || f.words[p.last] == hWith) && f.phraseAt[p.last+1] >= 0 && !f.actor(patients) && !f.owned(patients[0]) {
				q := f.phrases[f.phraseAt[p.last+1]]
				patients, i = f.joined(nil, q, last), q.last-1
			}
		}
	}
	return patients, object
}

// whose gives who stands behind "of" where the object is theirs: "the crew of the
// Bexian tanker", "the town of Orsk". Who governs somebody is meant with them.
func (f *finder) whose(p phrase, last int) run {
	if p.last+1 >= last || f.words[p.last] != hOf || f.phraseAt[p.last+1] < 0 || f.owned(run{p.first, p.last}) || f.tags[p.head] == tagName || f.tags[p.head] == tagPron {
		return run{}
	}
	q := f.phrases[f.phraseAt[p.last+1]]
	r := run{q.first, q.last}
	if q.first != p.last+1 || q.timeLike || f.tags[q.head] != tagName && !f.owned(r) && !f.actorRun(r) {
		return run{}
	}
	if roles[f.words[p.head]] {
		r.first = p.first // "the new government of Bexia"
	}
	return r
}

// nobody reports whether none of the patients can be an actor or an actor's.
func (f *finder) nobody(patients []run) bool {
	for _, r := range patients {
		if f.actorRun(r) || f.owned(r) || f.human(f.headOf(r)) {
			return false
		}
	}
	return true
}

// maker gives who made what is acted upon: "duties on wine imported from Bexia".
func (f *finder) maker(i, last int) run {
	gi := f.groupAt[i]
	if gi < 0 || i == 0 || f.phraseAt[i-1] < 0 {
		return run{}
	}
	g := &f.groups[gi]
	if g.first != g.head || g.ing || !g.form.Has(lexicon.FormParticiple) || g.last+1 >= last || !sources[f.words[g.last]] || f.phraseAt[g.last+1] < 0 {
		return run{}
	}
	p := f.phrases[f.phraseAt[g.last+1]]
	if f.tags[p.head] != tagName {
		return run{}
	}
	return run{p.first, p.last}
}

var sources = hashSet("from by in")

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
	head := f.headOf(r)
	switch f.tree.Tags[head].UPOS {
	case detente.UPOSPRON:
		switch f.tree.Tags[head].XPOS {
		case detente.XPOSPRP, detente.XPOSPRPPoss:
			return !impersonal[f.words[head]]
		}
		return f.words[head] == hWho || f.words[head] == hWhich
	case detente.UPOSPROPN:
		return true
	case detente.UPOSADJ, detente.UPOSVERB:
		return f.tags[head] == tagName || roles[f.words[head]]
	}
	return roles[f.words[head]] || f.tags[head] == tagName || arms[f.words[head]] && f.owned(r)
}

// suffered reports whether an act has somebody to suffer it, or needs nobody.
func (f *finder) suffered(d *draft) bool {
	if d.recip {
		if len(d.patients) > 0 && !d.carried && !f.actor(d.patients) && !f.owned(d.patients[0]) {
			return false // "met the quota"
		}
		return len(d.sources) > 1 || len(d.patients) > 0 && f.actor(d.patients) || f.pluralRun(d.sources)
	}
	if len(d.patients) == 0 {
		return d.act.Bare || d.carried && (forceful(d.class) || d.class == detente.Reject) // "imposed the sanctions in April", "suspended the talks"
	}
	if d.carried && (forceful(d.class) || d.class == detente.Reject) || f.answer(d) {
		return true
	}
	for _, r := range d.patients {
		if f.words[r.last-1] == hIt || f.prize(d, r) {
			continue
		}
		if f.actorRun(r) || (forceful(d.class) || conflict(d.class) || d.class == detente.Aid) && f.owned(r) || d.class == detente.Support && f.possessed(r) {
			return true
		}
		if at := f.headOf(r); !d.act.Speech && (forceful(d.class) && f.human(at) || persons[f.words[at]] || things[f.words[at]] && (forceful(d.class) || d.class == detente.Aid && f.owned(r))) {
			return true
		}
	}
	return false
}

// prizes reports whether all that a deed is done to is nobody's loss.
func (f *finder) prizes(d *draft) bool {
	for _, r := range d.patients {
		if !f.prize(d, r) {
			return false
		}
	}
	return len(d.patients) > 0
}

// prize reports whether what is taken or let go is nobody's loss: votes that are
// won, papers that are published.
func (f *finder) prize(d *draft, r run) bool {
	h := f.words[f.headOf(r)]
	switch d.class {
	case detente.Coerce:
		return votes[h]
	case detente.Retreat:
		return d.act.Entry == "release" && (papers[h] || mediumWords[h])
	}
	return false
}

var (
	votes  = hashSet("delegate delegates vote votes seat seats nomination primary primaries caucuses lead majority attention imagination spotlight headlines")
	papers = hashSet("video videos document documents transcript transcripts figures data list records album ad ads advertisement draft text findings results estimates")
)

// possessed reports whether something is said to be somebody's: "the premier's
// raid".
func (f *finder) possessed(r run) bool {
	for k := r.first + 1; k < r.last-1; k++ {
		if f.tags[k] == tagClitic && f.isName(k-1) {
			return true
		}
	}
	return false
}

// answer reports whether an act takes or turns down what another offered, asked
// or did: "accepted the invitation", "in condemning the raid".
func (f *finder) answer(d *draft) bool {
	if d.object.empty() || d.act.Kind != lexicon.ActVerb || !d.act.Patient.Has(lexicon.PatientObject) {
		return false
	}
	h := f.headOf(d.object)
	switch d.class {
	case detente.Agree, detente.Reject, detente.Support:
		return answerable[f.words[h]]
	case detente.Accuse:
		noun, ok := f.headNoun(h)
		return ok && noun.Class.Material() && conflict(noun.Class)
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
	h := f.headOf(list[0])
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
	head := f.headOf(r)
	for k := r.first; k < head; k++ {
		if f.isName(k) {
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

var (
	hNo      = lexicon.Hash("no")
	hWithout = lexicon.Hash("without")
	planned  = hashSet("planned proposed threatened possible potential looming future upcoming further threat threats plan plans prospect risk fear fears threatening planning")
)

// merge joins what a source says of its own speaking or thinking to the
// attribution that tells it: "said he had asked for talks" is one row, a request,
// and "said he hoped for talks" one row.
func (f *finder) merge() {
	gone := make([]bool, len(f.drafts))
	near := f.nearby()
	for i := range f.drafts {
		d := &f.drafts[i]
		if d.cue.empty() || d.class == detente.ClassNone && !d.thought {
			continue
		}
		for _, k := range near.at(f, d.cue.first) {
			o := &f.drafts[k]
			if d.thought && int(k) != i && !gone[k] && !o.thought && inside(d.cue, o.content) && f.sameAgent(d.sources, o.sources) {
				gone[i] = true
				break
			}
			if int(k) == i || gone[k] || d.class == detente.ClassNone || o.class != detente.ClassNone || o.thought || !inside(d.cue, o.content) || !f.sameAgent(d.sources, o.sources) {
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
