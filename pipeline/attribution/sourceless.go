package attribution

import "detente"

// sourceless gives who speaks where the text names no source, and the rule that
// tells; -1 for nobody.
func (as *assigner) sourceless(a *detente.Attribution) (int, string) {
	if m := as.controller(a); m >= 0 {
		return m, "controller"
	}
	if m := as.introduced(a); m >= 0 {
		return m, "introduced"
	}
	return -1, ""
}

// introduced gives the subject of the sentence before a quotation that stands by
// itself, in the same paragraph or alone in the one before: "Odo Harn agreed. “It
// is a trick.”"
func (as *assigner) introduced(a *detente.Attribution) int {
	if a.Kind != detente.Direct || !a.Cue.Empty() || a.Borrows >= 0 || len(a.Content) == 0 {
		return -1
	}
	s := int(as.doc.Tokens[min(as.token(a.Content[0].Start), len(as.doc.Tokens)-1)].Sentence)
	if s == 0 {
		return -1
	}
	if p := as.doc.Sentences[s-1].Paragraph; p != as.doc.Sentences[s].Paragraph {
		if par := &as.doc.Paragraphs[p]; par.Kind != detente.Body || par.Last-par.First > 1 || p+1 != as.doc.Sentences[s].Paragraph {
			return -1
		}
	}
	before := &as.doc.Sentences[s-1]
	for k := int(before.First); k < int(before.Last); k++ {
		if as.tree.Head[k] >= 0 || as.tree.Label[k] != detente.LabelRoot || as.doc.Tokens[k].Depth > 0 {
			continue
		}
		if n := as.dependent(k, detente.LabelNsubj, detente.LabelNsubj); n >= 0 {
			if m := as.mentionOn(n); m >= 0 && as.coref.Entities[as.coref.Mentions[m].Entity].Type == detente.Person {
				return m
			}
		}
	}
	return -1
}

// controller gives whom a cue in a participle shares with the clause that it
// hangs on: "Conceding that talks would come, he warned of delays". -1 when it
// stands in no such clause.
func (as *assigner) controller(a *detente.Attribution) int {
	if a.Cue.Empty() || a.Tense != detente.TenseNonFinite {
		return -1
	}
	for k := as.token(a.Cue.Start); k < len(as.doc.Tokens) && as.doc.Tokens[k].Span.Start < a.Cue.End; k++ {
		if as.tree.Tags[k].XPOS != detente.XPOSVBG || as.tree.Label[k] != detente.LabelAdvcl {
			continue
		}
		for up := int(as.tree.Head[k]); up >= 0; up = int(as.tree.Head[up]) {
			if s := as.dependent(up, detente.LabelNsubj, detente.LabelNsubj); s >= 0 {
				return as.mentionOn(s)
			}
			if l := as.tree.Label[up]; l != detente.LabelCcomp && l != detente.LabelXcomp && l != detente.LabelConj && l != detente.LabelParataxis {
				break
			}
		}
	}
	return -1
}
