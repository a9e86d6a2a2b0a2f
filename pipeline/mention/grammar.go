package mention

import "detente"

// role is what a mention does in its clause.
type role uint8

const (
	roleNone    role = iota
	roleSubject      // Venn (spoke)
	rolePassive      // Venn (was accused)
	roleObject       // (accused) Venn
	roleOblique      // (spoke to) Venn
	roleNoun         // (the speech of) Venn
	roleOwner        // Venn’s (speech)
	roleRoot         // (it was) Venn
	roleOther
	numRoles
)

// site is where a mention or a pronoun stands in the tree.
type site struct {
	tok    int32 // its head token
	clause int32 // the predicate of its clause, -1 in a fragment
	role   role
	depth  uint8 // arcs to the root, at most deepest
	apposed,
	joined, // by "and" to one before it
	relative bool // inside a relative clause
}

const deepest = 5

// siteOf finds where the words [i, j) stand.
func (r *Resolver) siteOf(i, j int) site {
	first, last := r.words[i].tok, r.words[j-1].tok
	s := site{tok: last, clause: -1}
	for k := first; k <= last; k++ {
		if h := r.tree.Head[k]; h < first || h > last {
			s.tok = k
			if r.tree.Label[k] != detente.LabelPunct && r.tree.Label[k] != detente.LabelCase && r.tree.Label[k] != detente.LabelDet {
				break
			}
		}
	}
	s.role = r.roleOf(&s)
	n := 0
	for k := s.tok; n < 12; n++ {
		if r.clausal(k) && (k != s.tok || s.role == roleRoot) {
			if s.clause < 0 {
				s.clause = k
			}
			if l := r.tree.Label[k]; l == detente.LabelAclRelcl {
				s.relative = true
			}
		}
		h := r.tree.Head[k]
		if h < 0 {
			break
		}
		k = h
	}
	s.depth = uint8(min(n, deepest))
	return s
}

// roleOf tells the role of a site's head token; what is joined to or beside a
// noun has the role of that noun.
func (r *Resolver) roleOf(s *site) role {
	k := s.tok
	for range 6 {
		h := r.tree.Head[k]
		switch r.tree.Label[k] {
		case detente.LabelNsubj, detente.LabelNsubjOuter, detente.LabelCsubj:
			return roleSubject
		case detente.LabelNsubjPass, detente.LabelCsubjPass:
			return rolePassive
		case detente.LabelObj, detente.LabelIobj:
			return roleObject
		case detente.LabelObl, detente.LabelOblAgent, detente.LabelOblUnmarked:
			return roleOblique
		case detente.LabelNmod, detente.LabelNmodUnmarked:
			return roleNoun
		case detente.LabelNmodPoss:
			return roleOwner
		case detente.LabelConj:
			if r.verbalToken(k) {
				return roleRoot
			}
			s.joined = true
		case detente.LabelAppos:
			s.apposed = true
		case detente.LabelFlat, detente.LabelCompound, detente.LabelNmodDesc:
		case detente.LabelRoot, detente.LabelCcomp, detente.LabelXcomp, detente.LabelAdvcl, detente.LabelAclRelcl, detente.LabelAcl, detente.LabelParataxis:
			return roleRoot
		default:
			return roleOther
		}
		if h < 0 {
			return roleRoot
		}
		k = h
	}
	return roleOther
}

func (r *Resolver) verbalToken(k int32) bool {
	u := r.tree.Tags[k].UPOS
	return u == detente.UPOSVERB || u == detente.UPOSAUX
}

// clausal reports whether a token is the predicate of a clause.
func (r *Resolver) clausal(k int32) bool {
	switch r.tree.Label[k] {
	case detente.LabelRoot, detente.LabelCcomp, detente.LabelXcomp, detente.LabelAdvcl, detente.LabelAdvclRelcl, detente.LabelAclRelcl, detente.LabelAcl,
		detente.LabelParataxis, detente.LabelCsubj, detente.LabelCsubjPass:
		return true
	case detente.LabelConj:
		return r.verbalToken(k)
	}
	return false
}

// clauseAbove gives the predicate of the clause that the clause of predicate k
// depends on, or -1.
func (r *Resolver) clauseAbove(k int32) int32 {
	for n := 0; n < 12; n++ {
		if k = r.tree.Head[k]; k < 0 || r.clausal(k) {
			return k
		}
	}
	return -1
}

// above reports whether token a stands over token b in the tree: 2 as its head,
// 1 further up, 0 not.
func (r *Resolver) above(a, b int32) int {
	for n := 0; n < 12; n++ {
		if b = r.tree.Head[b]; b < 0 {
			return 0
		}
		if b == a {
			return 1 + boolInt(n == 0)
		}
	}
	return 0
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
