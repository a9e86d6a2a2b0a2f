package grammar

import (
	"detente"
	"detente/internal/model"
)

// A class is what the classifier of moves decides: the move and, for an arc, the
// group of its relation. What makes a word an object and what makes it a conjunct
// have little in common, so "an arc to the right" would be a poor class; all
// relations apart would be many. The relation itself is chosen inside the group.
const (
	ClassShift  = 0
	ClassReduce = 1
	ClassLeft   = 2 // the first of the groups
	ClassRight  = ClassLeft + groups
	Classes     = ClassRight + groups

	groups = 4
)

// MoveOf gives the move of a class.
func MoveOf(class int) int {
	switch {
	case class >= ClassRight:
		return Right
	case class >= ClassLeft:
		return Left
	}
	return class
}

// ClassOf gives the class of a move and, for an arc, its relation.
func ClassOf(move int, label uint8) int {
	switch move {
	case Left:
		return ClassLeft + int(leftGroup[label&63])
	case Right:
		return ClassRight + int(rightGroup[label&63])
	}
	return move
}

// Allowed gives the relations of a class, a bit each.
func Allowed(class int) uint64 { return allowed[class] }

// The groups of relations to the left: what a predicate demands, what stands
// inside a noun phrase, function words and adverbs of a predicate, and the rest.
var leftGroup = grouped([groups - 1][]detente.Label{
	{detente.LabelNsubj, detente.LabelNsubjPass, detente.LabelNsubjOuter, detente.LabelCsubj, detente.LabelCsubjPass, detente.LabelCsubjOuter,
		detente.LabelExpl, detente.LabelObj, detente.LabelIobj, detente.LabelCcomp, detente.LabelXcomp, detente.LabelDislocated},
	{detente.LabelDet, detente.LabelDetPredet, detente.LabelAmod, detente.LabelCompound, detente.LabelNummod, detente.LabelNmod,
		detente.LabelNmodPoss, detente.LabelNmodDesc, detente.LabelNmodUnmarked, detente.LabelCase, detente.LabelCcPreconj, detente.LabelFlat,
		detente.LabelFixed, detente.LabelGoeswith},
	{detente.LabelAux, detente.LabelAuxPass, detente.LabelCop, detente.LabelMark, detente.LabelCc, detente.LabelAdvmod, detente.LabelPunct,
		detente.LabelDiscourse},
})

// The groups of relations to the right: what a predicate demands, what follows
// inside a noun phrase, what a predicate may have besides, and the rest: conjuncts,
// marks and loose clauses.
var rightGroup = grouped([groups - 1][]detente.Label{
	{detente.LabelObj, detente.LabelIobj, detente.LabelCcomp, detente.LabelXcomp, detente.LabelNsubj, detente.LabelNsubjPass,
		detente.LabelNsubjOuter, detente.LabelCsubj, detente.LabelCsubjPass, detente.LabelCsubjOuter, detente.LabelExpl},
	{detente.LabelNmod, detente.LabelNmodPoss, detente.LabelNmodDesc, detente.LabelNmodUnmarked, detente.LabelAcl, detente.LabelAclRelcl,
		detente.LabelAppos, detente.LabelAmod, detente.LabelFlat, detente.LabelFixed, detente.LabelNummod, detente.LabelCase,
		detente.LabelCompound, detente.LabelGoeswith, detente.LabelDet, detente.LabelDetPredet},
	{detente.LabelObl, detente.LabelOblAgent, detente.LabelOblUnmarked, detente.LabelAdvmod, detente.LabelAdvcl, detente.LabelAdvclRelcl,
		detente.LabelCompoundPrt, detente.LabelAux, detente.LabelAuxPass, detente.LabelCop, detente.LabelMark, detente.LabelCc},
})

// grouped numbers the groups from 0; what none names is in the last.
func grouped(named [groups - 1][]detente.Label) (group [model.MaxClasses]uint8) {
	for l := range group {
		group[l] = groups - 1
	}
	for g, labels := range named {
		for _, l := range labels {
			group[l] = uint8(g)
		}
	}
	return group
}

var allowed = func() (sets [Classes]uint64) {
	for l := 1; l < len(detente.LabelNames); l++ {
		if detente.Label(l) != detente.LabelRoot {
			sets[ClassOf(Left, uint8(l))] |= 1 << l
			sets[ClassOf(Right, uint8(l))] |= 1 << l
		}
	}
	return sets
}()

// AnyRelation is all relations but root, which only the root gives.
var AnyRelation = func() (set uint64) {
	for _, s := range allowed {
		set |= s
	}
	return set
}()

// Valid tells which classes are possible, a bit each. While words are left,
// Shift always is.
func (s *State) Valid() uint32 {
	const (
		left  = (1<<groups - 1) << ClassLeft
		right = (1<<groups - 1) << ClassRight
	)
	t := s.Top()
	switch {
	case t == 0:
		return 1 << ClassShift
	case s.nodes[t].head != 0:
		return 1<<ClassShift | 1<<ClassReduce | right
	}
	return 1<<ClassShift | left | right
}
