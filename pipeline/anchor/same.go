package anchor

import (
	"detente"
	"detente/internal/lexicon"
)

// leadSentences is how far into the text the news itself is told.
const leadSentences = 5

// occasionAge is how many days after an occasion its report still goes by it.
const occasionAge = 14

// occasion lets undated plain-past words of the person on whose dated words the
// story turns belong to the same occasion: the lead says when, the body says
// what else.
func (v *view) occasion() {
	lead := int32(-1)
	for i := range v.attrs {
		if v.attrs[i].Sentence >= leadSentences {
			break
		}
		f := &v.facts[i]
		if f.method == detente.MethodExplicit && v.inside[i] < 0 && !v.attrs[i].Subord && f.bounds.both() && f.bounds.hi-f.bounds.lo <= 1 && v.govern[f.timex].side == at {
			lead = int32(i)
			break
		}
	}
	if lead < 0 {
		return
	}
	l := v.facts[lead]
	for i := range v.attrs {
		f := &v.facts[i]
		a := &v.attrs[i]
		if int32(i) == lead || f.method != detente.MethodPublished || f.inherited || a.Kind == detente.Act || v.tense(int32(i)) != detente.TensePast || !v.sameSpeaker(lead, int32(i)) {
			continue
		}
		b := f.bounds.and(l.bounds)
		if b.empty() && v.axis.known && l.bounds.hi >= plus(v.axis.dct.lo, -occasionAge) && l.bounds.hi < v.axis.dct.lo {
			b = l.bounds // a report of some days after
		}
		if !b.empty() {
			f.bounds, f.precision, f.timex, f.method = b, l.precision, l.timex, detente.MethodCorefEvent
		}
	}
}

// sameEvents narrows what is only loosely known by the same event dated
// elsewhere.
func (v *view) sameEvents() {
	for i := range v.facts {
		f := &v.facts[i]
		if f.isAbs || f.inherited {
			continue
		}
		switch {
		case f.method == detente.MethodEventLink && (!f.bounds.both() || f.bounds.hi-f.bounds.lo > 1):
			v.narrow(int32(i), v.sameDyad)
		case weak(f.method) && !v.isHabit(int32(i)):
			v.narrow(int32(i), v.sameAct)
		}
	}
	done := make([]bool, len(v.facts))
	for i := range v.facts {
		v.follow(int32(i), done)
	}
}

// narrow takes the days of a dated event that is the same and fits; several that
// disagree leave the fact as it is.
func (v *view) narrow(i int32, same func(i, j int32) bool) {
	f := &v.facts[i]
	best := int32(-1)
	var found bounds
	for j := max(int(i)-far, 0); j < min(int(i)+far, len(v.facts)); j++ {
		g := &v.facts[j]
		if int32(j) == i || g.isAbs || weak(g.method) || !g.bounds.both() || g.bounds.hi-g.bounds.lo > 2 || !same(i, int32(j)) {
			continue
		}
		b := f.bounds.and(g.bounds)
		if b.empty() {
			continue
		}
		if best >= 0 && b != found {
			return
		}
		best, found = int32(j), b
	}
	if best >= 0 {
		g := &v.facts[best]
		f.bounds, f.precision, f.timex, f.method = found, g.precision, g.timex, detente.MethodCorefEvent
	}
}

// sameDyad reports whether two rows are of one speaker toward one actor, and
// both hostile or both friendly by their cues.
func (v *view) sameDyad(i, j int32) bool {
	if !v.sameSpeaker(i, j) || v.roles == nil {
		return false
	}
	a, b := v.attrs[i].Frame.Class, v.attrs[j].Frame.Class
	if a != detente.ClassNone && b != detente.ClassNone && friendly(a) != friendly(b) {
		return false
	}
	return v.shareActor(v.roles[i].Targets, v.roles[j].Targets)
}

func friendly(c detente.Class) bool {
	return c <= detente.Retreat || c == detente.Request
}

// sameAct reports whether two rows tell one deed: the same class and mode by the
// same verb, between the same actors.
func (v *view) sameAct(i, j int32) bool {
	a, b := &v.attrs[i], &v.attrs[j]
	if v.roles == nil || a.Frame.Class == detente.ClassNone || a.Frame.Class == detente.Plain || a.Frame.Class != b.Frame.Class || a.Frame.Mode != b.Frame.Mode {
		return false
	}
	talk := a.Frame.Class == detente.Consult && a.Frame.Mode == detente.ModePhone
	if a.Kind != detente.Act && !a.Flags.Has(detente.SelfReported) || !talk && v.lemma(i) != v.lemma(j) {
		return false
	}
	direct := v.shareActor(v.roles[i].Speakers, v.roles[j].Speakers) && v.shareActor(v.roles[i].Targets, v.roles[j].Targets)
	cross := talk && v.shareActor(v.roles[i].Speakers, v.roles[j].Targets) && v.shareActor(v.roles[i].Targets, v.roles[j].Speakers)
	return direct || cross
}

// lemma is the lemma of the last verb of a cue, 0 when it has none.
func (v *view) lemma(i int32) uint64 {
	h := uint64(0)
	for k := v.cue[i].first; k < v.cue[i].last; k++ {
		if verb, ok := v.t.verbs.Lookup(v.hash(k)); ok {
			h = verb.Lemma
		}
	}
	return h
}

// sameSpeaker compares the speakers of two rows: their entities, or the names at
// the end of their sources, by which a person is told again who is in no table.
func (v *view) sameSpeaker(i, j int32) bool {
	if v.roles != nil {
		for _, a := range v.roles[i].Speakers {
			for _, b := range v.roles[j].Speakers {
				if a.Entity == b.Entity {
					return true
				}
			}
		}
	}
	a, b := v.attrs[i].Source.In(v.doc.Text), v.attrs[j].Source.In(v.doc.Text)
	name := lastWord(a)
	return len(name) > 2 && name[0] >= 'A' && name[0] <= 'Z' && lexicon.Hash(name) == lexicon.Hash(lastWord(b)) && v.t.words[lexicon.Hash(name)].role&isSubject == 0
}

// lastWord is the word behind the last blank.
func lastWord(s string) string {
	k := len(s)
	for k > 0 && s[k-1] != ' ' && s[k-1] != '\n' {
		k--
	}
	return s[k:]
}

// shareActor reports whether two lists of roles have an actor in common; people
// who speak for a state count as the state.
func (v *view) shareActor(a, b []detente.Role) bool {
	for _, x := range a {
		for _, y := range b {
			if x.Entity == y.Entity {
				return true
			}
			if v.coref == nil || int(x.Entity) >= len(v.coref.Entities) || int(y.Entity) >= len(v.coref.Entities) || x.Entity < 0 || y.Entity < 0 {
				continue
			}
			p, q := &v.coref.Entities[x.Entity], &v.coref.Entities[y.Entity]
			if p.Actor != "" && p.Actor == q.Actor {
				return true
			}
		}
	}
	return false
}
