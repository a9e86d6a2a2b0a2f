package attribution

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// Assign gives the speakers and targets of each attribution: one Roles per
// attribution, in the same order.
//
// Speakers come from the source through coref; a quotation that borrows takes
// those of its lender; text in the author's own voice is the author's. Targets
// come from the patients of the frame, else from whom the content harms, blames,
// praises, asks or helps. Whoever is only spoken to is no target, and who is
// only spoken about stands there with the Rule Topic. An empty list has its
// Reason. In a reciprocal act everybody stands in both lists.
func Assign(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, coref *detente.Coref) []detente.Roles {
	if len(attrs) == 0 {
		return nil
	}
	if coref == nil {
		coref = &detente.Coref{}
	}
	as := &assigner{clauses: newClauses(tree), doc: doc, attrs: attrs, coref: coref, roles: make([]detente.Roles, len(attrs)), tables: loaded()}
	as.findBodies()
	// Lenders first: a quotation may stand before the one it borrows from.
	for i := range attrs {
		if attrs[i].Borrows < 0 {
			as.speakers(i)
		}
	}
	for i := range attrs {
		if b := attrs[i].Borrows; b >= 0 && int(b) < len(attrs) {
			as.borrowed(i, int(b))
		}
	}
	for i := range attrs {
		as.targets(i)
	}
	between := as.countSides()
	for i := range attrs {
		as.otherParty(i, between)
		as.unnamedDoer(i, between)
	}
	return as.roles
}

// Topic is the Rule of a target that the content only speaks of: it is one if the
// words turn out to do something to somebody, which scoring tells.
const Topic = "topic"

// Governed reports whether a target is the object of the cue or act itself, and
// not read off the content.
func Governed(r detente.Role) bool {
	return r.Rule == "frame.patient" || r.Rule == "frame.possessor" || r.Rule == Aim
}

type assigner struct {
	*tables
	clauses
	doc    *detente.Doc
	attrs  []detente.Attribution
	coref  *detente.Coref
	roles  []detente.Roles
	bodies map[int32][]int32 // of each person the organisations it belongs to
}

// speakers resolves the sources of attribution i.
func (as *assigner) speakers(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	sources := a.Sources
	if len(sources) == 0 && !a.Source.Empty() {
		sources = []detente.Span{a.Source}
	}
	if len(sources) == 0 {
		if m := as.author(); m >= 0 && a.Kind == detente.Direct && a.Cue.Empty() {
			r.Speakers = as.appendRoles(r.Speakers, m, detente.Span{}, 0.95, "author")
			return
		}
		if m, rule := as.sourceless(a); m >= 0 {
			r.Speakers = as.appendRoles(r.Speakers, m, detente.Span{}, 0.7, rule)
			return
		}
		r.SpeakerReason = detente.ReasonNoSource
		return
	}
	for _, s := range sources {
		m, exact := as.mention(s)
		if m < 0 || a.Kind == detente.Act && !exact && !as.isRelative(s) && !as.headed(s, m) {
			continue
		}
		confidence := float32(0.95)
		if !exact {
			confidence = 0.8
		}
		if as.coref.Mentions[m].Entity < 0 {
			r.SpeakerReason = as.coref.Mentions[m].Reason
			continue
		}
		r.Speakers = as.appendRoles(r.Speakers, m, s, confidence, "source")
	}
	switch {
	case len(r.Speakers) > 0:
		r.SpeakerReason = detente.ReasonNone
	case r.SpeakerReason == detente.ReasonNone:
		r.SpeakerReason = detente.ReasonUnresolved
	}
}

// borrowed gives a quotation without a cue the speakers of its lender.
func (as *assigner) borrowed(i, lender int) {
	r := &as.roles[i]
	for _, s := range as.roles[lender].Speakers {
		s.Confidence *= 0.9
		s.Rule = "borrowed"
		r.Speakers = append(r.Speakers, s)
	}
	if len(r.Speakers) == 0 {
		r.SpeakerReason = as.roles[lender].SpeakerReason
		if r.SpeakerReason == detente.ReasonNone {
			r.SpeakerReason = detente.ReasonUnresolved
		}
	}
}

// author gives the mention that stands for the author of the article, -1 when
// there is none.
func (as *assigner) author() int {
	for m := range as.coref.Mentions {
		if as.coref.Mentions[m].Rule == "author" && as.coref.Mentions[m].Entity >= 0 {
			return m
		}
	}
	return -1
}

// headed reports whether mention m names the head of a longer agent: no
// preposition stands before it. Of "the bombing of Flight 7" the flight is none.
func (as *assigner) headed(s detente.Span, m int) bool {
	end := as.coref.Mentions[m].Span.Start
	for k := as.token(s.Start); k < len(as.doc.Tokens) && as.doc.Tokens[k].Span.Start < end; k++ {
		if as.closed[as.doc.Tokens[k].Hash] == tagPrep {
			return false
		}
	}
	return true
}

// state gives the country of a place that is acted upon ("visited Port Marlo"),
// or the place itself when its country is not spoken of.
func (as *assigner) state(e int32) int32 {
	x := &as.coref.Entities[e]
	if x.Type != detente.Place || x.Country == "" {
		return e
	}
	for k := range as.coref.Entities {
		if y := &as.coref.Entities[k]; y.Type == detente.Country && y.Country == x.Country {
			return int32(k)
		}
	}
	return e
}

// mention gives the mention that names who a span is: the mention itself, one
// inside it (its head before its attributes), or the antecedent of a relative
// pronoun. exact is true when span and mention are the same words.
func (as *assigner) mention(s detente.Span) (m int, exact bool) {
	m = as.coref.At(s)
	if as.isRelative(s) && (m < 0 || as.coref.Mentions[m].Entity < 0) {
		return as.antecedent(s), false
	}
	if m >= 0 {
		ms := as.coref.Mentions[m].Span
		if as.coref.Mentions[m].Entity >= 0 || !s.Contains(ms) || ms == s {
			return m, ms == s
		}
	}
	// The longest mention inside means nobody: another one may.
	for k := as.mentionsFrom(s.Start); k < len(as.coref.Mentions) && as.coref.Mentions[k].Span.Start < s.End; k++ {
		if ms := as.coref.Mentions[k].Span; s.Contains(ms) && as.coref.Mentions[k].Entity >= 0 {
			return k, false
		}
	}
	return m, false
}

// antecedent gives the mention that ends right before a relative pronoun.
func (as *assigner) antecedent(s detente.Span) int {
	const back = 32 // mentions that may end here
	best, next := -1, as.mentionsFrom(s.Start)
	for k := max(next-back, 0); k < next; k++ {
		ms := as.coref.Mentions[k].Span
		if ms.End <= s.Start && s.Start-ms.End <= 2 && as.coref.Mentions[k].Entity >= 0 {
			best = k
		}
	}
	if best >= 0 && as.located(best) && lexicon.Hash(s.In(as.doc.Text)) == hWhich {
		return -1 // "the bombings in Averland, which killed nine"
	}
	return best
}

// located reports whether a mention only says where something is: "in" or "at"
// stands before it, or before the mention that "and" joins it to.
func (as *assigner) located(m int) bool {
	k := as.token(as.coref.Mentions[m].Span.Start) - 1
	if k > 1 && as.doc.Tokens[k].Hash == hAnd && as.coref.Mentions[m].Form == detente.FormName {
		for k--; k > 0 && as.closed[as.doc.Tokens[k].Hash] == tagOther && as.doc.Tokens[k].Kind == detente.Word; k-- {
		}
	}
	return k >= 0 && places[as.doc.Tokens[k].Hash]
}

var places = hashSet("in at near across outside throughout")

func (as *assigner) isRelative(s detente.Span) bool {
	h := lexicon.Hash(s.In(as.doc.Text))
	return h == hWho || h == hWhich
}

// appendRoles adds the entities of mention m that are not in the list yet.
func (as *assigner) appendRoles(list []detente.Role, m int, words detente.Span, confidence float32, rule string) []detente.Role {
	mention := &as.coref.Mentions[m]
	if words.Empty() {
		words = mention.Span
	}
	add := func(e int32) {
		if e < 0 || int(e) >= len(as.coref.Entities) {
			return
		}
		for i := range list {
			if list[i].Entity == e {
				return
			}
		}
		c := confidence
		if mention.Confidence > 0 {
			c *= mention.Confidence
		}
		list = append(list, detente.Role{Entity: e, Mention: words, Confidence: c, Rule: rule})
	}
	add(mention.Entity)
	for _, e := range mention.Also {
		add(e)
	}
	return list
}

// targets finds whom attribution i is directed at.
func (as *assigner) targets(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	for _, p := range a.Frame.Patients {
		r.Targets = as.patient(r, r.Targets, p)
	}
	if a.Kind == detente.Act {
		as.notItself(i)
		as.states(r)
		as.sameDeed(i)
	}
	mutual := a.Frame.Reciprocal && (a.Kind == detente.Act || a.Flags&(detente.Negated|detente.Conditional|detente.FutureAct|detente.Hedged) == 0)
	if mutual {
		as.reciprocal(r) // “We would talk to them” is one side's
		if len(r.Targets) > 0 {
			return
		}
	}
	if len(r.Targets) > 0 {
		return
	}
	if a.Thought && !as.feltFor(i) {
		r.TargetReason = detente.ReasonThought
		return
	}
	if a.Kind != detente.Act {
		as.contentTargets(i)
		if len(r.Targets) > 0 {
			if mutual && r.Targets[0].Rule != Topic {
				as.reciprocal(r)
			}
			return
		}
	}
	if r.TargetReason == detente.ReasonNone {
		r.TargetReason = detente.ReasonNoTarget
	}
}

// notItself gives a pronoun that would act upon its own side the doer before it:
// in "Averland sanctioned Bexia, and later it expelled three Bexian envoys" the
// second act is not Bexia's.
func (as *assigner) notItself(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	if len(r.Targets) > 0 || len(r.Speakers) != 1 || len(a.Frame.Patients) == 0 || as.closed[lexicon.Hash(a.Source.In(as.doc.Text))] != tagPron {
		return
	}
	for p := i - 1; p >= 0 && as.attrs[p].Sentence+1 >= a.Sentence; p-- {
		o := &as.roles[p]
		if len(o.Speakers) != 1 || as.isSpeaker(r, o.Speakers[0].Entity) || as.own(r, o.Speakers[0].Entity) {
			continue
		}
		was := r.Speakers
		r.Speakers = []detente.Role{{Entity: o.Speakers[0].Entity, Mention: was[0].Mention, Confidence: 0.6, Rule: "not itself"}}
		for _, span := range a.Frame.Patients {
			r.Targets = as.patient(r, r.Targets, span)
		}
		if len(r.Targets) == 0 {
			r.Speakers = was
		}
		return
	}
}

// sameDeed gives "the sanctions", told again without their target, that of the
// same side's deed of the class before.
func (as *assigner) sameDeed(i int) {
	a, r := &as.attrs[i], &as.roles[i]
	if len(r.Targets) > 0 || len(r.Speakers) == 0 || a.Frame.Object.Empty() || !forceful(a.Frame.Class) {
		return
	}
	if h := as.doc.Tokens[as.token(a.Frame.Object.Start)].Hash; h != hThe && !demonstratives[h] {
		return
	}
	for p := i - 1; p >= max(i-farBack, 0); p-- {
		o := &as.roles[p]
		if as.attrs[p].Frame.Class == a.Frame.Class && len(o.Targets) > 0 && len(o.Speakers) > 0 && (as.isSpeaker(r, o.Speakers[0].Entity) || as.own(r, o.Speakers[0].Entity)) {
			as.take(r, o.Targets, 0.7, "same deed")
			return
		}
	}
}

// states turns places that are acted upon into their countries; a place at home
// or in no country is nobody.
func (as *assigner) states(r *detente.Roles) {
	kept := r.Targets[:0]
	for _, t := range r.Targets {
		if as.coref.Entities[t.Entity].Type == detente.Place {
			if x := &as.coref.Entities[t.Entity]; x.Country == "" {
				continue
			}
			if t.Entity = as.state(t.Entity); as.coref.Entities[t.Entity].Type == detente.Country && (as.isSpeaker(r, t.Entity) || as.own(r, t.Entity)) {
				continue
			}
		}
		kept = append(kept, t)
	}
	if r.Targets = kept; len(kept) == 0 {
		r.Targets = nil
	}
}

// patient adds who is meant by the words of a patient: the mention itself, its
// possessor ("Averland's visa"), or the first actor named in it.
func (as *assigner) patient(r *detente.Roles, list []detente.Role, p detente.Span) []detente.Role {
	equal, head, owner, first := -1, -1, -1, -1
	for m := as.mentionsFrom(p.Start); m < len(as.coref.Mentions); m++ {
		mention := &as.coref.Mentions[m]
		s := mention.Span
		if s.Start >= p.End {
			break
		}
		if !p.Contains(s) || mention.Entity < 0 || as.isSpeaker(r, mention.Entity) && len(mention.Also) == 0 {
			continue
		}
		switch {
		case s == p:
			equal = m
		case s.End == p.End && s.Start > p.Start:
			head = m // "Bexian President Juno Kast"
		case owner < 0 && as.possessive(s):
			owner = m
		case first < 0:
			first = m
		}
	}
	// "the Bexian freighter Sea Lark": nobody acts under the name of a ship.
	if e := as.entityOf(head); owner < 0 && first >= 0 && e != nil && e.Country == "" && e.Type != detente.Person && e.Type != detente.Country && as.entityOf(first).Type == detente.Country {
		head = first
	}
	switch {
	case equal >= 0:
		list = as.appendTargets(r, list, equal, 0.9, "frame.patient")
	case head >= 0:
		list = as.appendTargets(r, list, head, 0.85, "frame.patient")
	case owner >= 0:
		list = as.appendTargets(r, list, owner, 0.8, "frame.possessor")
	case first >= 0:
		list = as.appendTargets(r, list, first, 0.7, "frame.patient")
	default:
		if m := as.coref.At(p); m >= 0 && as.coref.Mentions[m].Span.Contains(p) && as.coref.Mentions[m].Entity >= 0 && as.coref.Mentions[m].Span.Len() < 2*p.Len() {
			list = as.appendTargets(r, list, m, 0.7, "frame.patient")
		}
	}
	return list
}

// entityOf gives the entity of mention m, nil for none.
func (as *assigner) entityOf(m int) *detente.Entity {
	if m < 0 || as.coref.Mentions[m].Entity < 0 {
		return nil
	}
	return &as.coref.Entities[as.coref.Mentions[m].Entity]
}

// appendTargets adds the entities of mention m that are not speakers.
func (as *assigner) appendTargets(r *detente.Roles, list []detente.Role, m int, confidence float32, rule string) []detente.Role {
	for _, t := range as.appendRoles(nil, m, detente.Span{}, confidence, rule) {
		if as.isSpeaker(r, t.Entity) {
			continue
		}
		known := false
		for _, o := range list {
			known = known || o.Entity == t.Entity
		}
		if !known {
			list = append(list, t)
		}
	}
	return list
}

func (as *assigner) isSpeaker(r *detente.Roles, entity int32) bool {
	for _, s := range r.Speakers {
		if s.Entity == entity {
			return true
		}
	}
	return false
}

// possessive reports whether a clitic follows the words: "Averland" + "'s". A
// possessive pronoun is one by itself.
func (as *assigner) possessive(s detente.Span) bool {
	i := as.token(s.End)
	if i < len(as.doc.Tokens) && as.doc.Tokens[i].Span.Start == s.End && (as.doc.Tokens[i].Hash == hS || as.doc.Tokens[i].Hash == hApos) {
		return true
	}
	return as.closed[lexicon.Hash(s.In(as.doc.Text))] == tagPoss
}

// token gives the index of the first token that starts at byte at or later.
func (as *assigner) token(at int32) int {
	return sort.Search(len(as.doc.Tokens), func(i int) bool { return as.doc.Tokens[i].Span.Start >= at })
}

// reciprocal puts everybody into both lists. With only one side known nothing is
// reciprocal.
func (as *assigner) reciprocal(r *detente.Roles) {
	all := append([]detente.Role(nil), r.Speakers...)
	for _, t := range r.Targets {
		known := false
		for _, s := range all {
			known = known || s.Entity == t.Entity
		}
		if !known {
			all = append(all, t)
		}
	}
	if len(all) < 2 || len(r.Speakers) == 0 {
		return
	}
	r.Speakers, r.SpeakerReason = all, detente.ReasonNone
	r.Targets = append([]detente.Role(nil), all...)
	r.Reciprocal = true
}
