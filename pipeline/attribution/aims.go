package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// Aim is the Rule of a target whom a main clause of the content is about, and
// about whom that clause says what is good, bad or due: it stands even where the
// words are of no class.
const Aim = "content.aim"

// mainVerbs gives the tokens that head the main clauses of a stretch of content,
// in text order: those that hang on nothing inside it, and what is joined to them.
func (as *assigner) mainVerbs(list []int, span detente.Span) []int {
	first, last := as.token(span.Start), as.token(span.End)
	for k := first; k < last; k++ {
		if h := int(as.tree.Head[k]); h >= first && h < last {
			continue
		}
		if as.doc.Tokens[k].Kind == detente.Word {
			list = as.joined(list, k, first, last)
		}
	}
	return list
}

func (as *assigner) joined(list []int, k, first, last int) []int {
	list = append(list, k)
	for c := as.child[k]; c >= 0; c = as.next[c] {
		if l := as.tree.Label[c]; (l == detente.LabelConj || l == detente.LabelParataxis) && int(c) >= first && int(c) < last && len(list) < maxClauses {
			list = as.joined(list, int(c), first, last)
		}
	}
	return list
}

const maxClauses = 12

// subjectOf gives the token that is the subject of a clause, -1 for none; that of
// a clause inside ("I think he lies") where the speaker is the subject outside.
func (as *assigner) subjectOf(v int) (subject, verb int) {
	for depth := 0; depth < 3; depth++ {
		s := as.dependent(v, detente.LabelNsubj, detente.LabelNsubjPass)
		if s < 0 {
			s = as.dependent(v, detente.LabelNsubjOuter, detente.LabelCsubj)
		}
		inner := as.dependent(v, detente.LabelCcomp, detente.LabelCcomp)
		if o := as.dependent(v, detente.LabelObj, detente.LabelObj); s < 0 && o >= 0 && as.doc.Tokens[v].Hash == hLet {
			return o, v // "Let Bexia answer"
		}
		if s < 0 || inner < 0 || !firstPersons[as.doc.Tokens[s].Hash] {
			return s, v
		}
		v = inner
	}
	return -1, v
}

var firstPersons = hashSet("i we")

// aim is a mention that a main clause of the content has as its subject, or as
// the owner of its subject ("Bexia's president has failed", "the policy of Bexia").
type aim struct {
	mention int
	verb    int
	owner   bool
}

// aims lists those whom the main clauses of a content are about.
func (as *assigner) aims(a *detente.Attribution) []aim {
	var out []aim
	var verbs []int
	for _, span := range a.Content {
		verbs = as.mainVerbs(verbs[:0], span)
		for _, v := range verbs {
			s, verb := as.subjectOf(v)
			if s < 0 && as.tree.Label[v] == detente.LabelConj && len(out) > 0 {
				out = append(out, aim{out[len(out)-1].mention, verb, out[len(out)-1].owner}) // "has the ear of Corland and must pay"
				continue
			}
			if s < 0 {
				continue
			}
			if m := as.mentionOn(s); m >= 0 {
				out = append(out, aim{m, verb, false})
			} else if m := as.ownerOf(s); m >= 0 {
				out = append(out, aim{m, verb, true})
			}
		}
	}
	return out
}

// mentionOn gives the longest mention whose last word, or head, is token t; -1
// for none.
func (as *assigner) mentionOn(t int) int {
	span := as.doc.Tokens[t].Span
	best := -1
	for m := max(as.mentionsFrom(span.End)-8, 0); m < len(as.coref.Mentions); m++ {
		x := &as.coref.Mentions[m]
		if x.Span.Start > span.Start {
			break
		}
		if x.Span.Contains(span) && x.Entity >= 0 && (best < 0 || x.Span.Len() > as.coref.Mentions[best].Span.Len()) && !as.possessive(x.Span) {
			best = m
		}
	}
	return best
}

// ownerOf gives whose thing the noun at t is: its possessor, or whom "of" names.
func (as *assigner) ownerOf(t int) int {
	for c := as.child[t]; c >= 0; c = as.next[c] {
		switch l := as.tree.Label[c]; {
		case l == detente.LabelNmodPoss, l == detente.LabelNmod && as.marked(int(c), hOf):
			span := as.doc.Tokens[c].Span
			for m := max(as.mentionsFrom(span.End)-8, 0); m < len(as.coref.Mentions) && as.coref.Mentions[m].Span.Start <= span.Start; m++ {
				if x := &as.coref.Mentions[m]; x.Span.Contains(span) && x.Entity >= 0 {
					return m
				}
			}
		}
	}
	return -1
}

// marked reports whether token t has the preposition h.
func (as *assigner) marked(t int, h uint64) bool {
	for c := as.child[t]; c >= 0; c = as.next[c] {
		if as.tree.Label[c] == detente.LabelCase && as.doc.Tokens[c].Hash == h {
			return true
		}
	}
	return false
}

// due reports whether a clause says what its subject must or should do.
func (as *assigner) due(v int) bool {
	for c := as.child[v]; c >= 0; c = as.next[c] {
		if as.tree.Label[c] == detente.LabelAux && obliges[as.doc.Tokens[c].Hash] {
			return true
		}
	}
	if as.doc.Tokens[v].Hash == hLet && as.dependent(v, detente.LabelNsubj, detente.LabelNsubj) < 0 {
		return true
	}
	return needs[as.doc.Tokens[v].Hash] && as.dependent(v, detente.LabelXcomp, detente.LabelXcomp) >= 0
}

var (
	obliges = hashSet("must should ought need needs")
	hLet    = lexicon.Hash("let")
	needs   = hashSet("need needs needed have has")
)

// aimed picks the aim of a content that may stand for its target: of somebody
// else than the speaker, first whom the words say what is due of, then the first
// spoken of; its mention is -1 when there is none. sure is whether it stands
// whatever the words are: what is due, or a person in the speaker's own words,
// unless they tell what was.
func (as *assigner) aimed(i int) (found aim, sure bool) {
	a, r := &as.attrs[i], &as.roles[i]
	found.mention = -1
	for _, x := range as.aims(a) {
		mention := &as.coref.Mentions[x.mention]
		e := as.other(r, mention)
		if e < 0 {
			continue
		}
		if as.due(x.verb) {
			return x, true
		}
		if found.mention < 0 {
			found = x
			sure = a.Kind != detente.Indirect && as.coref.Entities[e].Type == detente.Person && !x.owner && !theirs[as.doc.Tokens[as.token(mention.Span.Start)].Hash] && !as.past(x.verb)
		}
	}
	return found, sure
}

// past reports whether a clause tells what was: it is no judgement, mostly.
func (as *assigner) past(v int) bool {
	if as.tree.Tags[v].XPOS == detente.XPOSVBD {
		return true
	}
	for c := as.child[v]; c >= 0; c = as.next[c] {
		if l := as.tree.Label[c]; (l == detente.LabelAux || l == detente.LabelCop || l == detente.LabelAuxPass) && as.tree.Tags[c].XPOS == detente.XPOSVBD {
			return true
		}
	}
	return false
}

// affiliated reports whether an organisation is the one that a speaker belongs
// to: it is named in the words that name the speaker, or in the apposition.
func (as *assigner) affiliated(r *detente.Roles, e int32) bool {
	for _, s := range r.Speakers {
		for _, b := range as.bodies[s.Entity] {
			if b == e {
				return true
			}
		}
	}
	return false
}

// findBodies notes of every person the organisations that stand in the phrase
// round a mention by name: "Landbank director Odo Harn", "Harn, head of Landbank".
func (as *assigner) findBodies() {
	as.bodies = map[int32][]int32{}
	for m := range as.coref.Mentions {
		x := &as.coref.Mentions[m]
		if x.Entity < 0 || x.Form != detente.FormName || x.Span.Empty() || as.coref.Entities[x.Entity].Type != detente.Person {
			continue
		}
		head := as.token(x.Span.End) - 1
		for up := 0; up < 3 && head >= 0; up++ {
			l := as.tree.Label[head]
			if l != detente.LabelAppos && l != detente.LabelFlat && l != detente.LabelNmodDesc && l != detente.LabelCompound {
				break
			}
			head = int(as.tree.Head[head])
		}
		if head < 0 {
			continue
		}
		const wide = 12 // tokens of a description
		for k := max(m-4, 0); k < len(as.coref.Mentions) && k < m+5; k++ {
			y := &as.coref.Mentions[k]
			if y.Entity < 0 || y.Span.Empty() || as.coref.Entities[y.Entity].Type != detente.Organisation {
				continue
			}
			t := as.token(y.Span.End) - 1
			if t > head+wide || t < head-wide {
				continue
			}
			if as.described(t, head) {
				as.bodies[x.Entity] = append(as.bodies[x.Entity], y.Entity)
			}
		}
	}
}

// described reports whether token t stands in the title or the apposition of the
// noun at head.
func (as *assigner) described(t, head int) bool {
	for up := 0; up < 6 && t >= 0 && t != head; up++ {
		switch as.tree.Label[t] {
		case detente.LabelAppos, detente.LabelNmod, detente.LabelCompound, detente.LabelNmodDesc, detente.LabelNmodPoss, detente.LabelFlat, detente.LabelAmod:
			t = int(as.tree.Head[t])
		default:
			return false
		}
	}
	return t == head
}

// feltFor takes whom a cue of feeling is about: "was critical of Kast's plan",
// "is optimistic about Bexia". It reports whether there is one.
func (as *assigner) feltFor(i int) bool {
	a, r := &as.attrs[i], &as.roles[i]
	if a.Kind != detente.Indirect || len(a.Content) == 0 || a.Cue.Empty() {
		return false
	}
	felt := false
	for k := as.token(a.Cue.Start); k < len(as.doc.Tokens) && as.doc.Tokens[k].Span.Start < a.Cue.End; k++ {
		felt = felt || feelings[as.doc.Tokens[k].Hash]
	}
	if !felt {
		return false
	}
	first, last := as.token(a.Content[0].Start), as.token(a.Content[0].End)
	for k := first; k < last; k++ {
		if h := int(as.tree.Head[k]); h >= first && h < last || as.doc.Tokens[k].Kind != detente.Word {
			continue
		}
		switch as.tree.Tags[k].UPOS {
		case detente.UPOSNOUN, detente.UPOSPROPN, detente.UPOSPRON:
		default:
			return false // a clause: who is in it is read as elsewhere
		}
		m := as.mentionOn(k)
		if m < 0 {
			m = as.ownerOf(k)
		}
		if m < 0 || as.other(r, &as.coref.Mentions[m]) < 0 {
			return false
		}
		r.Targets = as.appendTargets(r, nil, m, 0.7, Aim)
		return len(r.Targets) > 0
	}
	return false
}

var feelings = hashSet("critical optimistic pessimistic concerned worried happy unhappy angry furious upset skeptical sceptical wary proud supportive dismissive resent resents resented lament laments lamented hails hailed heralded heralds praised praises enthusiastic disappointed impressed dismayed grateful")
