package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// participants fills in who does a deed and to whom it is done, and reports
// whose subject the verb has.
func (f *finder) participants(d *draft, v, noun, words int, passive bool) shared {
	var heads [8]int
	var places [16]object
	at := v
	if d.ends > 0 {
		at = d.ends // "stopped shelling the port": what follows hangs on the participle
	}
	list := f.objects(places[:0], at, words)
	if passive {
		f.passive(d, v, noun, list)
		return noSubject
	}
	doers, how := f.doers(heads[:0], v, 5)
	if f.blamedFor(v) {
		d.tense = detente.TensePastPerf
		if k := f.nameAgo(v); f.tree.Label[v] == detente.LabelAcl && k >= 0 {
			doers = append(heads[:0], k) // "an embargo on Bexia as punishment for seizing"
		}
	}
	for _, h := range doers {
		if r := f.agentRun(h); !r.empty() {
			d.sources = append(d.sources, r)
		}
	}
	gi := int(f.groupAt[v])
	if gi >= 0 {
		src := f.subject(gi, int(f.doc.Sentences[d.sentence].First), f.sentenceEnd(d.sentence))
		own := len(src.runs) > 0 && !src.shared && !src.relative
		switch {
		case len(doers) == 0 && !f.gerund(v), own && how != ownSubject, own && len(d.sources) == 0, own && len(src.runs) > 1 && len(src.runs) >= len(doers) && len(f.actors(nil, src.runs)) == len(src.runs):
			d.sources = f.actors(d.sources[:0], src.runs)
			if own {
				how = ownSubject
			}
		}
	}
	if len(d.patients) > 0 {
		return how // an ultimatum has its own
	}
	if t := f.theme(v, false); t >= 0 && d.object.empty() {
		d.object = f.nominal(t)
		if t < v && d.act.Patient.Has(lexicon.PatientObject) {
			list = append(list, object{t, lexicon.PatientObject, t}) // "two trawlers that Bexia seized"
		}
	}
	d.patients = f.sufferers(d, list, noun)
	if gi >= 0 && f.nobody(d.patients) {
		f.byOrder(d, v, noun, words)
	}
	if len(d.patients) == 0 && !d.object.empty() && forceful(d.class) {
		if k := f.nameBefore(f.headOf(d.object)); k >= 0 {
			d.patients = []run{f.nominal(k)} // "revoked Bexia's visa"
		}
	}
	if len(d.patients) == 0 && d.carried && forceful(d.class) {
		d.patients = f.blamed(list)
	}
	return how
}

// actors appends the agents that can be public actors.
func (f *finder) actors(list, agents []run) []run {
	for _, r := range agents {
		if f.actorRun(r) {
			list = append(list, r)
		}
	}
	return list
}

// gerund reports whether a form in -ing stands where a noun could: "air strikes
// and training rebels".
func (f *finder) gerund(v int) bool {
	if f.tree.Tags[v].XPOS != detente.XPOSVBG {
		return false
	}
	switch f.tree.Label[v] {
	case detente.LabelConj:
		return f.isNominal(int(f.tree.Head[v]))
	case detente.LabelNmod, detente.LabelObl, detente.LabelObj, detente.LabelNsubj:
		return true
	}
	return false
}

// byOrder looks for whom a deed is done to by the order of words, where the tree
// shows nobody.
func (f *finder) byOrder(d *draft, v, noun, words int) {
	after := v + words
	if noun >= v {
		after = noun + 1
	}
	who, thing := f.patientsOf(d.act, after, f.sentenceEnd(d.sentence))
	if d.object.empty() {
		d.object = thing
	}
	if len(d.patients) == 0 || !f.nobody(who) {
		d.patients = who
	}
}

// blamedFor reports whether a participle tells what somebody is blamed or
// punished for: "punished Bexia for seizing" says that Bexia had seized.
func (f *finder) blamedFor(v int) bool {
	if f.tree.Tags[v].XPOS != detente.XPOSVBG || f.tree.Label[v] != detente.LabelAdvcl && f.tree.Label[v] != detente.LabelAcl {
		return false
	}
	m := f.dependent(v, detente.LabelMark, detente.LabelCase)
	return m >= 0 && m < v && (f.words[m] == hFor || f.words[m] == hOf)
}

// nameAgo gives the last name of the sentence before token v, -1 for none.
func (f *finder) nameAgo(v int) int {
	for k := v - 1; k >= int(f.doc.Sentences[f.doc.Tokens[v].Sentence].First) && !f.isVerb(k); k-- {
		if f.tree.Tags[k].UPOS == detente.UPOSPROPN && f.isNominal(int(max(f.tree.Head[k], 0))) {
			return k
		}
	}
	return -1
}

// agentRun gives the words of who acts: the noun phrase with its attributes, or,
// where a deed or a weapon acts, whose it is. It is empty where nobody can be
// meant.
func (f *finder) agentRun(h int) run {
	if f.words[h] == hThat && f.tree.Head[h] >= 0 {
		if v := int(f.tree.Head[h]); f.tree.Label[v] == detente.LabelAclRelcl {
			h = int(f.tree.Head[v]) // "the ships that fired": "that" names nobody
		}
	}
	r := f.withTail(h)
	if f.actorRun(r) || f.manned(h) {
		return r
	}
	if _, ok := f.acts.Noun(f.words, h); ok || arms[f.words[h]] || munitions[f.words[h]] {
		if k := f.nameBefore(h); k >= 0 {
			return run{f.leftmost(k), k + 1} // "Averland strikes killed nine"
		}
		for k := f.child[h]; k >= 0; k = f.next[k] {
			if c := f.caseOf(int(k)); c > h && f.words[c] == hBy {
				return f.withTail(int(k))
			}
		}
		for k := f.child[h]; k >= 0; k = f.next[k] {
			if f.tree.Label[k] == detente.LabelAcl {
				if a := f.dependent(int(k), detente.LabelOblAgent, detente.LabelOblAgent); a >= 0 {
					return f.withTail(a) // "missiles fired by the army"
				}
			}
		}
	}
	return run{}
}

var munitions = hashSet("airstrike airstrikes missile missiles rocket rockets bomb bombs shell shells mortars artillery fire gunfire bullets mine mines torpedo torpedoes grenades")

// manned reports whether a noun without a place among the roles names people who
// act, by its end and by whose they are: "Bexian hijackers".
func (f *finder) manned(h int) bool {
	return (f.agentive(h) || persons[f.words[h]]) && f.nameBefore(h) >= 0
}

// agentive reports whether a noun ends like those for people who do something.
func (f *finder) agentive(h int) bool {
	if f.tree.Tags[h].UPOS != detente.UPOSNOUN || unmanned[f.words[h]] {
		return false
	}
	w := f.text(h)
	n := len(w)
	if n < 5 {
		return false
	}
	for _, end := range [...]string{"ers", "ors", "ists", "men", "er", "or", "ist", "man"} {
		if n > len(end)+2 && w[n-len(end):] == end {
			return true
		}
	}
	return false
}

// unmanned end like those who act.
var unmanned = hashSet("number order tenor corner power paper papers water waters border borders tanker tankers center centers centre offer letter letters matter matters " +
	"winter summer river rivers sector sectors color answer danger dinner error factor factors figure harbor horror labor motor orders powers numbers offers corners " +
	"theater theatre quarter quarters container containers newspaper newspapers computer computers reactor reactors trailer laser tractor timber weather rubber copper silver butter sugar")

// passive turns subject and agent round: the subject suffers, "by X" or the
// attribute of an act ("in Averland strikes") does.
func (f *finder) passive(d *draft, v, noun int, list []object) {
	if noun < 0 {
		if f.tree.Label[v] == detente.LabelAcl && !d.class.Material() {
			return // "rebels backed by Bexia": no news
		}
		if t := f.theme(v, true); t >= 0 {
			var heads [8]int
			for _, h := range f.conjuncts(heads[:0], t) {
				d.patients = append(d.patients, f.meant(h))
			}
		}
	} else if d.patients = f.sufferers(d, list, noun); len(d.patients) == 0 {
		var places [16]object
		if d.patients = f.sufferers(d, f.objects(places[:0], noun, 1), noun); len(d.patients) == 0 {
			if k := f.nameBefore(noun); k >= 0 {
				d.patients = []run{f.nominal(k)}
			} else if r := f.meant(noun); f.headOf(r) != noun {
				d.patients = []run{r}
			}
		}
	}
	for _, o := range list {
		switch {
		case o.place == lexicon.PatientBy && int(f.tree.Head[o.head]) == v:
			var heads [8]int
			for _, h := range f.conjuncts(heads[:0], o.head) {
				if r := f.agentRun(h); !r.empty() {
					d.sources = append(d.sources, r)
				}
			}
			return
		case o.place == lexicon.PatientIn || o.place == lexicon.PatientBy || o.place == lexicon.PatientFrom:
			if n, ok := f.headNoun(o.head); ok && n.Class == d.class {
				if k := f.nameBefore(o.head); k >= 0 {
					d.sources = []run{f.nominal(k)}
				}
				return
			}
		}
	}
}

// sufferers gives whom an act is done to, of what hangs on its verb: the object,
// or the first phrase behind one of the act's prepositions. An actor goes before
// a thing.
func (f *finder) sufferers(d *draft, list []object, noun int) []run {
	best, rank := -1, 0
	for i, o := range list {
		if o.head == noun || o.place == 0 || !d.places.Has(o.place) && (o.place != lexicon.PatientObject || o.at == o.head) || o.place != lexicon.PatientObject && mediumWords[f.words[o.head]] {
			continue
		}
		r := 1
		if m := f.meant(o.head); d.act != nil && d.act.ActorOnly && d.class == detente.Consult && f.headOf(m) != o.head {
			continue // "received a letter from Bexia"
		} else if f.actorRun(m) || f.owned(m) {
			r = 3
		} else if f.human(o.head) || f.tree.Tags[o.head].UPOS == detente.UPOSPRON {
			r = 2
		}
		if o.place == lexicon.PatientObject && d.act != nil && d.act.Speech && d.class != detente.Request {
			r = 3
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best < 0 {
		return nil
	}
	var heads [8]int
	var out []run
	for _, h := range f.conjuncts(heads[:0], list[best].head) {
		r := f.meant(h)
		if things[f.words[h]] && f.headOf(r) == h && forceful(d.class) {
			r = f.withTail(h) // "a mosque in Port Marlo" is of the place
		}
		out = append(out, r)
	}
	return out
}

// thingsName reports whether a name is that of a thing, and nobody's is named with
// it: "return the freighter Sea Lark to Bexia".
func (f *finder) thingsName(h int) bool {
	for k := f.child[h]; k >= 0; k = f.next[k] {
		if l := f.tree.Label[k]; int(k) < h && (l == detente.LabelCompound || l == detente.LabelNmodDesc) && things[f.words[k]] {
			return !f.owned(run{f.leftmost(h), int(k) + 1})
		}
	}
	return false
}

// human reports whether a noun means people.
func (f *finder) human(h int) bool {
	return persons[f.words[h]] || roles[f.words[h]] || f.agentive(h)
}

// meant gives the words of who is meant by the noun phrase with head h: itself,
// or whose it is, where something of somebody stands there: "the crew of the
// Bexian tanker", "imports of Bexian wine", "wine imported from Bexia".
func (f *finder) meant(h int) run {
	if f.relativePronoun(h) {
		if v := int(f.tree.Head[h]); v >= 0 && f.tree.Label[v] == detente.LabelAclRelcl {
			h = int(f.tree.Head[v])
		}
	}
	r := f.nominal(h)
	if f.owned(r) || f.isName(h) || f.tree.Tags[h].UPOS == detente.UPOSPRON {
		return r
	}
	many := manyOf[f.words[h]] || f.tree.Tags[h].UPOS == detente.UPOSNUM
	for k := f.child[h]; k >= 0; k = f.next[k] {
		if int(k) < h {
			continue
		}
		switch f.tree.Label[k] {
		case detente.LabelNmod:
			c := f.caseOf(int(k))
			if c < 0 || f.dates(int(k)) || !owning[f.words[c]] || f.words[c] != hOf && roles[f.words[h]] {
				continue
			}
			q := f.nominal(int(k))
			if !many && !f.isName(int(k)) && !f.owned(q) && !f.actorRun(q) {
				if deep := f.meant(int(k)); f.isName(f.headOf(deep)) || f.owned(deep) {
					return deep
				}
				continue
			}
			if roles[f.words[h]] {
				return run{r.first, q.last} // "the new government of Bexia"
			}
			return q
		case detente.LabelAcl:
			if f.tree.Tags[k].XPOS != detente.XPOSVBN {
				continue
			}
			for m := f.child[k]; m >= 0; m = f.next[m] {
				if c := f.caseOf(int(m)); c > int(k) && sources[f.words[c]] && f.words[c] != hBy && f.isName(int(m)) {
					return f.nominal(int(m)) // "wine imported from Bexia"
				}
			}
		}
	}
	return r
}

var owning = hashSet("of from with by on against into")

// blamed gives whom a deed without a patient answers: "imposed the sanctions for
// Bexia's failure to talk".
func (f *finder) blamed(list []object) []run {
	for _, o := range list {
		if h := f.words[o.at]; h != hFor && h != hOver {
			continue
		}
		if k := f.dependent(o.head, detente.LabelNmodPoss, detente.LabelNmodPoss); k >= 0 && f.isName(k) {
			return []run{f.nominal(k)}
		}
	}
	return nil
}

// timeGiven reads "gave Bexia ten days to withdraw" and "were given until
// Thursday": an ultimatum.
func (f *finder) timeGiven(d *draft, v int, lemma uint64, passive bool) bool {
	if lemma != hGive || f.deadline == nil {
		return false
	}
	who, time := -1, false
	for k := f.child[v]; k >= 0; k = f.next[k] {
		i := int(k)
		switch f.tree.Label[k] {
		case detente.LabelIobj:
			who = i
		case detente.LabelObj, detente.LabelOblUnmarked:
			time = time || i > v && f.tags[i] == tagTime
		case detente.LabelObl:
			c := f.caseOf(i)
			time = time || c > v && f.words[c] == hUntil
		}
	}
	if !time {
		return false
	}
	if passive {
		d.class, d.mode = f.deadline.Class, f.deadline.Mode
		return true
	}
	if who < 0 {
		return false
	}
	r := f.nominal(who)
	if !f.actorRun(r) && !f.owned(r) {
		return false
	}
	d.patients = []run{r}
	d.class, d.mode = f.deadline.Class, f.deadline.Mode
	return true
}

var (
	hGive  = lexicon.Hash("give")
	hUntil = lexicon.Hash("until")
)

// given reports whether verb v gives a thing: for help one that helps, or money.
func (f *finder) given(a *lexicon.Act, v int, passive bool) bool {
	t := f.theme(v, passive)
	if t < 0 {
		return false
	}
	if a.Class != detente.Aid {
		return f.tree.Tags[t].UPOS == detente.UPOSNOUN && !nothings[f.words[t]]
	}
	for k := f.nominal(t).first; k <= t; k++ {
		if supplies[f.words[k]] || f.tree.Tags[k].UPOS == detente.UPOSSYM {
			return true
		}
	}
	o := f.ofNoun(t)
	return o >= 0 && supplies[f.words[o]]
}

var (
	supplies = hashSet("aid assistance help relief funding funds fund money grant grants loan loans credit credits million billion mln bln dlrs dollars euros pounds yen " +
		"equipment ventilators food grain rice wheat medicine medicines medication vaccine vaccines doses supplies weapons arms ammunition missiles jets tanks helicopters " +
		"training troops peacekeepers doctors nurses medics teams team experts platoon contingent shelter tents blankets fuel water expertise support care donation donations " +
		"kits masks trucks vehicles generators rescuers engineers tonnes tons technology radar hardware")
	nothings = hashSet("call calls fire favor favour question questions verdict answer focus attention calm order power")
)
