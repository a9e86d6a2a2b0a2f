package attribution

import (
	"slices"

	"detente"
)

// Claims gives the words of a source that tell a deed of its own side the frame,
// the moods and the targets of that deed: "Averland has imposed sanctions on
// Bexia, its premier said" is one row, the premier's side acting on Bexia. Which
// mentions are one side only Assign tells, so Find could not.
//
// It returns new slices of the same lengths and order; what nobody claims stays
// as it was. Of several deeds in one content the first of its main clause counts.
func Claims(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, roles []detente.Roles, coref *detente.Coref) ([]detente.Attribution, []detente.Roles) {
	as := &assigner{doc: doc, attrs: attrs, coref: coref, roles: roles}
	claimed := false
	for i := range attrs {
		if attrs[i].Kind != detente.Act || attrs[i].Depth == 0 || attrs[i].Flags.Has(detente.Conditional) || len(roles[i].Targets) == 0 {
			continue
		}
		for j := range attrs {
			if !as.claims(tree, j, i) {
				continue
			}
			if !claimed {
				claimed = true
				as.attrs, as.roles = slices.Clone(attrs), slices.Clone(roles)
			}
			as.claim(j, i)
		}
	}
	return as.attrs, as.roles
}

// claims reports whether the words j tell the deed i as one of the side that
// speaks.
func (as *assigner) claims(tree *detente.Tree, j, i int) bool {
	a, deed := &as.attrs[j], &as.attrs[i]
	if a.Kind == detente.Act || a.Thought || a.Frame.Class != detente.ClassNone || !as.sameSide(j, i) {
		return false
	}
	for _, r := range as.roles[j].Targets {
		if Governed(r) {
			return false // the words do something of their own
		}
	}
	for _, span := range a.Content {
		if span.Contains(deed.Cue) {
			return as.leads(tree, deed.Cue, span)
		}
	}
	return false
}

// leads reports whether a verb group governs the clause that a content is: what
// its verb hangs on, but for verbs that "and" joins, stands outside.
func (as *assigner) leads(tree *detente.Tree, cue, content detente.Span) bool {
	first, last := as.token(content.Start), as.token(content.End)
	v := as.token(cue.End) - 1
	for v >= first && v < last {
		up := int(tree.Head[v])
		if up < first || up >= last {
			return true
		}
		if l := tree.Label[v]; l != detente.LabelConj && l != detente.LabelAux && l != detente.LabelAuxPass && l != detente.LabelCompoundPrt && l != detente.LabelObj {
			return false
		}
		v = up
	}
	return false
}

// claim puts the deed i into the words j.
func (as *assigner) claim(j, i int) {
	a, deed := &as.attrs[j], &as.attrs[i]
	agent := a.Frame.Agent
	a.Frame = deed.Frame
	a.Frame.Agent = agent
	a.Flags |= deed.Flags & (detente.Negated | detente.Conditional | detente.FutureAct | detente.Hedged)
	if deed.Frame.Class.Material() && deed.Flags == 0 {
		a.Flags |= detente.SelfReported
	}
	r := &as.roles[j]
	r.Targets, r.TargetReason = nil, detente.ReasonNone
	for _, t := range as.roles[i].Targets {
		if !as.isSpeaker(r, t.Entity) && !as.own(r, t.Entity) { // an agreement has its own side among its targets
			r.Targets = append(r.Targets, t)
		}
	}
	if len(r.Targets) == 0 {
		r.TargetReason = as.roles[i].TargetReason
	}
}

// sameSide reports whether a speaker of i and one of j roll up to one actor.
func (as *assigner) sameSide(i, j int) bool {
	for _, a := range as.roles[i].Speakers {
		for _, b := range as.roles[j].Speakers {
			if a.Entity == b.Entity || as.coref.Entities[a.Entity].Actor != "" && as.coref.Entities[a.Entity].Actor == as.coref.Entities[b.Entity].Actor {
				return true
			}
		}
	}
	return false
}
