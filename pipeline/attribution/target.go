package attribution

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// candidate is an entity that the content speaks of.
type candidate struct {
	mention int
	score   float32
}

// contentTargets looks in the content for whom it harms, blames, praises, asks
// or helps. The words of acts and judgements decide whether it is directed at
// anybody at all; where they stand to a name decides at whom.
func (as *assigner) contentTargets(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	if len(r.Targets) > 0 || as.answersWords(i) || as.feltFor(i) {
		return
	}
	if a.Frame.Mode == detente.ModeDeny {
		as.replies(i) // what is denied was said by somebody else
		return
	}
	defer func() {
		// A topic gives way to whom the words before name.
		topic := r.Targets
		if len(topic) > 0 && topic[0].Rule == Topic {
			r.Targets = nil
		}
		as.fromContext(i)
		if len(r.Targets) == 0 {
			r.Targets = topic
		}
	}()
	found := as.spokenOf(i)
	best, directed := found.best, found.directed
	aim, sure := as.aimed(i)
	switch {
	case aim.mention >= 0 && sure:
		r.Targets = as.appendTargets(r, r.Targets, aim.mention, 0.6, Aim)
		r.Targets = as.dropOwn(r)
	case aim.mention >= 0 && best.mention >= 0 && (!aim.owner && best.score < 3.2 || best.score < 0.9):
		confidence, rule := float32(0.5), "content"
		if !directed {
			confidence, rule = 0.4, Topic
		}
		r.Targets = as.appendTargets(r, r.Targets, aim.mention, confidence, rule)
		r.Targets = as.dropOwn(r)
	case best.mention >= 0 && (best.score >= 1 || found.only()):
		confidence, rule := min(0.4+0.1*best.score, 0.8), "content"
		if !directed || best.score < 1 && (a.Frame.Class == detente.ClassNone || a.Frame.Class == detente.Plain) {
			confidence, rule = 0.4, Topic
		}
		r.Targets = as.appendTargets(r, r.Targets, best.mention, confidence, rule)
		r.Targets = as.dropOwn(r)
	case found.names > 0:
		r.TargetReason = detente.ReasonTopicOnly
	}
	if len(r.Targets) == 0 || r.Targets[0].Rule == Topic {
		as.secondPerson(i, directed)
	}
}

// spoken is what a content holds of others.
type spoken struct {
	best     candidate // its mention is -1 where there is nobody
	names    int       // mentions of others
	entity   int32     // of the names, -1 without names, -2 for more than one
	directed bool      // acts, judgements or demands are in it
}

// only reports whether all names are one entity's.
func (s *spoken) only() bool { return s.entity >= 0 }

// spokenOf looks at whom a content names.
func (as *assigner) spokenOf(i int) spoken {
	a, r := &as.attrs[i], &as.roles[i]
	out := spoken{best: candidate{mention: -1}, entity: -1, directed: a.Frame.Class != detente.ClassNone && a.Frame.Class != detente.Plain}
	for _, span := range a.Content {
		first, last := as.token(span.Start), as.token(span.End)
		words := make([]uint64, 0, last-first)
		for k := first; k < last; k++ {
			words = append(words, as.doc.Tokens[k].Hash)
		}
		hits := as.actWords(words)
		for _, h := range hits {
			out.directed = out.directed || h.weight > 0
		}
		for _, w := range words {
			out.directed = out.directed || musts[w]
		}
		for m := as.mentionsFrom(span.Start); m < len(as.coref.Mentions); m++ {
			mention := &as.coref.Mentions[m]
			if mention.Span.Start >= span.End {
				break
			}
			if !span.Contains(mention.Span) {
				continue
			}
			e := as.other(r, mention)
			if e < 0 {
				continue
			}
			out.names++
			if out.entity == -1 || out.entity == e {
				out.entity = e
			} else {
				out.entity = -2
			}
			score := max(as.salience(mention, words, hits, first), as.clauseSubject(a, mention, words, hits, first))
			if score > out.best.score {
				out.best = candidate{m, score}
			}
		}
	}
	return out
}

// mentionsFrom is the first mention that begins at byte at or later.
func (as *assigner) mentionsFrom(at int32) int {
	return sort.Search(len(as.coref.Mentions), func(m int) bool { return as.coref.Mentions[m].Span.Start >= at })
}

// clauseSubject scores a mention that is the subject of the content's first
// clause, who is asked or blamed ("demanded that Bexia withdraw"), and one behind
// "if" ("will answer if Bexia attacks").
func (as *assigner) clauseSubject(a *detente.Attribution, m *detente.Mention, words []uint64, hits []actHit, base int) float32 {
	at, end := as.token(m.Span.Start)-base, as.token(m.Span.End)-base
	for k := max(at-3, 0); k < at && k < len(words); k++ {
		if words[k] == hIf || words[k] == hUnless {
			return 2.5
		}
	}
	if at > 2 || len(words) == 0 || at > 0 && words[0] != hThat {
		return 0
	}
	if a.Frame.Class == detente.Request || a.Frame.Class == detente.Accuse || end < len(words) && musts[words[end]] {
		return 3.2 // "said that Bexia must leave"
	}
	for _, h := range hits {
		if h.weight < 1 && h.at >= end && h.at-end <= 4 {
			return 2
		}
	}
	return 0
}

// actHit is a word of the content that does something to somebody.
type actHit struct {
	at, words int
	patient   lexicon.Patient
	weight    float32
}

// actWords finds the acts and judgements among the words of a content.
func (as *assigner) actWords(words []uint64) []actHit {
	var hits []actHit
	for i := 0; i < len(words); i++ {
		if hit, ok := as.acts.Find(words, i); ok {
			hits = append(hits, actHit{i, hit.Words, hit.Act.Patient, 1})
			i += hit.Words - 1
			continue
		}
		if as.judgements[words[i]] {
			hits = append(hits, actHit{i, 1, lexicon.PatientOf | lexicon.PatientFor, 0.5})
		}
	}
	return hits
}

// other gives the entity of a mention when it is not of the speaker's own side,
// else -1.
func (as *assigner) other(r *detente.Roles, m *detente.Mention) int32 {
	pick := func(e int32) bool {
		if e < 0 || int(e) >= len(as.coref.Entities) || as.isSpeaker(r, e) || as.coref.Entities[e].Type == detente.Anonymous {
			return false
		}
		if m.Form == detente.FormNominal && as.coref.Entities[e].Country == "" && as.coref.Entities[e].Type != detente.Person {
			return false // "the navy": one's own, if anybody's
		}
		return !as.own(r, e)
	}
	if pick(m.Entity) {
		return m.Entity
	}
	for _, e := range m.Also {
		if pick(e) {
			return e
		}
	}
	return -1
}

// own reports whether an entity is the speaker's own country or state.
func (as *assigner) own(r *detente.Roles, e int32) bool {
	x := &as.coref.Entities[e]
	if x.Type == detente.Place {
		return true // a place is nobody
	}
	if x.Type == detente.Organisation && as.affiliated(r, e) {
		return true
	}
	for _, s := range r.Speakers {
		y := &as.coref.Entities[s.Entity]
		if y.Country == "" || x.Country != y.Country {
			continue
		}
		if y.Sector == detente.SectorOpposition || y.Sector == detente.SectorArmedGroup {
			return false
		}
		if x.Type == detente.Country || x.Type == detente.Anonymous || x.Sector.SpeaksForState() && y.Sector.SpeaksForState() {
			return true
		}
	}
	return false
}

func (as *assigner) dropOwn(r *detente.Roles) []detente.Role {
	kept := r.Targets[:0]
	for _, t := range r.Targets {
		if !as.own(r, t.Entity) {
			kept = append(kept, t)
		}
	}
	return kept
}

// salience says how strongly an act word points at a mention: behind its
// preposition or as its object most, in its neighbourhood less, by mere presence
// little.
func (as *assigner) salience(m *detente.Mention, words []uint64, hits []actHit, base int) float32 {
	at := as.token(m.Span.Start) - base
	end := as.token(m.Span.End) - base
	var score float32 = 0.2
	if as.coref.Entities[max(m.Entity, 0)].Type == detente.Country || as.possessive(m.Span) {
		score += 0.2
	}
	for _, h := range hits {
		gap := at - (h.at + h.words)
		switch {
		case gap >= 0 && gap <= 6 && as.governed(words, h, at):
			score = max(score, 1+2*h.weight)
		case gap >= -1 && gap <= 3:
			score = max(score, 0.9+h.weight)
		case h.at >= end && h.at-end <= 4:
			score = max(score, 0.6+h.weight) // "Averland must stop its attacks"
		case gap > 3 && gap <= 12 || h.at >= end && h.at-end <= 12:
			score = max(score, 0.4+h.weight*0.7)
		}
	}
	return score
}

// governed reports whether one of the prepositions of the act stands between it
// and the mention, or the mention is its object.
func (as *assigner) governed(words []uint64, h actHit, at int) bool {
	if at > len(words) {
		return false
	}
	for k := h.at + h.words; k < at && k >= 0; k++ {
		if p := as.acts.Preposition(words[k]); p != 0 {
			return h.patient.Has(p)
		}
	}
	return h.patient.Has(lexicon.PatientObject)
}

// fromContext finds a target that the words before name: the other side of the
// call that is judged or told, the doer of "those actions", the target of the
// same speaker's words earlier in the sentence.
func (as *assigner) fromContext(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	if len(r.Targets) > 0 || len(r.Speakers) == 0 {
		return
	}
	judged, talks, deeds := false, a.Frame.Reciprocal, false
	for _, span := range a.Content {
		first, last := as.token(span.Start), as.token(span.End)
		for k := first; k < last; k++ {
			h := as.doc.Tokens[k].Hash
			judged = judged || as.judgements[h] && !exchanges[h]
			if k == first || k-1 < 0 {
				continue
			}
			before := as.doc.Tokens[k-1].Hash
			talks = talks || before == hThe && exchanges[h]
			deeds = deeds || demonstratives[before] && (doings[h] || retold[h])
		}
	}
	harsh := conflict(a.Frame.Class)
	switch {
	case talks && (judged || a.Frame.Reciprocal):
		as.otherSide(i)
	case deeds && (harsh || judged):
		as.doerBefore(i)
	}
	if len(r.Targets) > 0 {
		return
	}
	if !harsh {
		if judged && a.Kind != detente.Indirect && a.Frame.Class == detente.ClassNone && r.TargetReason == detente.ReasonNone {
			as.replies(i) // “This is an unfriendly act”
		}
		return
	}
	for p := i - 1; p >= 0 && as.attrs[p].Sentence == a.Sentence; p-- {
		o := &as.roles[p]
		if c := as.attrs[p].Frame.Class; (conflict(c) || c == detente.ClassNone) && len(o.Targets) > 0 && len(o.Speakers) > 0 && o.Speakers[0].Entity == r.Speakers[0].Entity {
			as.take(r, o.Targets, 0.7, "same sentence")
			return
		}
	}
	as.replies(i)
}

// otherSide takes the other participants of the last talks that the speaker had.
func (as *assigner) otherSide(i int) {
	r := &as.roles[i]
	for p := i - 1; p >= max(i-farBack, 0); p-- {
		o := &as.roles[p]
		if !o.Reciprocal || as.attrs[p].Frame.Class != detente.Consult {
			continue
		}
		for _, s := range o.Speakers {
			if as.isSpeaker(r, s.Entity) || as.own(r, s.Entity) {
				as.take(r, as.foreign(r, o.Targets), 0.7, "talks")
				return
			}
		}
	}
}

// doerBefore takes the agent of the nearest deed or words before, not further
// than two sentences back.
func (as *assigner) doerBefore(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	for p := i - 1; p >= 0 && as.attrs[p].Sentence+2 >= a.Sentence; p-- {
		o := &as.roles[p]
		if len(o.Speakers) == 0 || as.attrs[p].Thought || as.isSpeaker(r, o.Speakers[0].Entity) || as.coref.Entities[o.Speakers[0].Entity].Type == detente.Anonymous {
			continue
		}
		as.take(r, o.Speakers, 0.7, "doer before")
		return
	}
}

// take copies roles as targets, but none of the speaker's own side.
func (as *assigner) take(r *detente.Roles, from []detente.Role, confidence float32, rule string) {
	for _, t := range from {
		if as.isSpeaker(r, t.Entity) {
			continue
		}
		t.Confidence *= confidence
		t.Rule = rule
		r.Targets = append(r.Targets, t)
	}
	if len(r.Targets) > 0 {
		r.TargetReason = detente.ReasonNone
	}
}

func conflict(c detente.Class) bool {
	switch c {
	case detente.Request, detente.Accuse, detente.Reject, detente.Threaten, detente.Protest, detente.Sanction, detente.Mobilize, detente.Coerce, detente.Assault:
		return true
	}
	return false
}

var (
	hThe           = lexicon.Hash("the")
	musts          = hashSet("must should")
	exchanges      = hashSet("call exchange conversation conversations talks meeting summit dialogue discussion discussions negotiations visit encounter invitation")
	demonstratives = hashSet("this that these those such")
	doings         = hashSet("action actions act acts strike strikes attack attacks raid raids operation operations measure measures sanctions tariffs policy policies conduct behaviour behavior attitude pressure invasion killing killings launch launches test tests drill drills exercise exercises bombing shelling seizure arrest arrests")
)

// answersWords handles "a charge that Bexia rejects", "called the remarks
// childish", "welcomed the move": the target of an answer is whoever said or did
// what is answered.
func (as *assigner) answersWords(i int) bool {
	a, r := &as.attrs[i], &as.roles[i]
	if i == 0 || len(a.Content) == 0 || len(r.Speakers) == 0 {
		return false
	}
	first, last := as.token(a.Content[0].Start), as.token(a.Content[0].End)
	answered := last-first == 1 && as.doc.Tokens[first].Hash == hIt && a.Frame.Class != detente.ClassNone
	for k := first; k < last && k < first+4 && !answered; k++ {
		if as.doc.Tokens[k].Kind != detente.Word {
			continue
		}
		if retold[as.doc.Tokens[k].Hash] || k > first && doings[as.doc.Tokens[k].Hash] && (demonstratives[as.doc.Tokens[k-1].Hash] || conflict(a.Frame.Class) && as.doc.Tokens[k-1].Hash == hThe) {
			answered = true
		} else if as.closed[as.doc.Tokens[k].Hash] == tagOther {
			break
		}
	}
	if !answered || a.Frame.Class == detente.ClassNone && !as.judged(a) {
		return false
	}
	for p := i - 1; p >= 0 && as.attrs[p].Sentence+3 >= a.Sentence; p-- {
		o := &as.roles[p]
		if as.attrs[p].Thought || len(o.Speakers) == 0 || as.attrs[p].Frame.Class == detente.ClassNone && as.attrs[p].Sentence+1 < a.Sentence {
			continue
		}
		as.take(r, as.foreign(r, o.Speakers), 0.8, "answers")
		if len(r.Targets) > 0 {
			return true
		}
	}
	return false
}

// foreign leaves out anonymous classes and the speaker's own side.
func (as *assigner) foreign(r *detente.Roles, list []detente.Role) []detente.Role {
	var out []detente.Role
	for _, t := range list {
		if as.coref.Entities[t.Entity].Type != detente.Anonymous && !as.own(r, t.Entity) {
			out = append(out, t)
		}
	}
	return out
}

// judged reports whether the content praises or blames.
func (as *assigner) judged(a *detente.Attribution) bool {
	for _, span := range a.Content {
		for k := as.token(span.Start); k < as.token(span.End); k++ {
			if as.judgements[as.doc.Tokens[k].Hash] {
				return true
			}
		}
	}
	return false
}

// replies finds whom a refusal, demand or protest answers when it names nobody:
// the doer of what was done to, or said of, the speaker just before.
func (as *assigner) replies(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	for p := i - 1; p >= 0 && as.attrs[p].Sentence+2 >= a.Sentence; p-- {
		o := &as.roles[p]
		if !conflict(as.attrs[p].Frame.Class) || o.Reciprocal {
			continue
		}
		for _, t := range o.Targets {
			if as.isSpeaker(r, t.Entity) || as.own(r, t.Entity) {
				as.take(r, as.foreign(r, o.Speakers), 0.6, "replies")
				break
			}
		}
		if len(r.Targets) > 0 {
			return
		}
	}
}

// secondPerson takes the one spoken to when the words say "you": as a target when
// an act or a judgement is among them, else as a topic.
func (as *assigner) secondPerson(i int, directed bool) {
	a, r := &as.attrs[i], &as.roles[i]
	if a.Addressee.Empty() {
		return
	}
	for _, span := range a.Content {
		for k := as.token(span.Start); k < as.token(span.End); k++ {
			if h := as.doc.Tokens[k].Hash; h != hYou && h != hYour {
				continue
			}
			if m := as.coref.At(a.Addressee); m >= 0 && as.coref.Mentions[m].Entity >= 0 {
				if directed {
					r.Targets = as.appendTargets(r, nil, m, 0.6, "addressee")
				} else if e := as.coref.Mentions[m].Entity; !as.own(r, e) && as.coref.Entities[e].Type != detente.Anonymous {
					r.Targets = as.appendTargets(r, nil, m, 0.5, Topic)
				}
			}
			return
		}
	}
}

var (
	hYou  = lexicon.Hash("you")
	hYour = lexicon.Hash("your")
)
