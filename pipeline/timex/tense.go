package timex

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// climb is how many arcs up from a time expression a verb is looked for.
const climb = 6

// governed reads the tense of the verb that the words of a match depend on.
// It reports false without a tree, or when no verb with a tense governs them.
func (p *parser) governed(m match) (detente.Direction, bool) {
	if p.tree == nil {
		return detente.Nowhere, false
	}
	toks := p.doc.Tokens
	start, end := p.a[m.start].span.Start, p.a[m.end-1].span.End
	first := sort.Search(len(toks), func(i int) bool { return toks[i].Span.End > start })
	head := int32(-1) // the arc that leaves the expression
	for k := first; k < len(toks) && toks[k].Span.Start < end; k++ {
		if h := p.tree.Head[k]; h >= 0 && (toks[h].Span.End <= start || toks[h].Span.Start >= end) && p.tree.Label[k] != detente.LabelPunct {
			head = h
			break
		}
	}
	for n := 0; head >= 0 && n < climb; n++ {
		if d, ok := p.verbTense(head); ok {
			return d, true
		}
		head = p.tree.Head[head]
	}
	return detente.Nowhere, false
}

var (
	hBeen = lexicon.Hash("been")
	hHave = lexicon.Hash("have")
	hHas  = lexicon.Hash("has")
	hHad  = lexicon.Hash("had")
)

// verbTense reads the tense of the verb at token v with its auxiliaries; false
// for words that are no verb and for forms that take it from what they depend on.
func (p *parser) verbTense(v int32) (detente.Direction, bool) {
	tag := p.tree.Tags[v].XPOS
	finite, to, had := detente.XPOSNone, false, false
	s := p.doc.Sentences[p.doc.Tokens[v].Sentence]
	for k := max(s.First, v-8); k < min(s.Last, v+3); k++ {
		if p.tree.Head[k] != v {
			continue
		}
		switch p.tree.Label[k] {
		case detente.LabelAux, detente.LabelAuxPass, detente.LabelCop:
			switch x := p.tree.Tags[k].XPOS; x {
			case detente.XPOSMD:
				return detente.Future, true
			case detente.XPOSVBD, detente.XPOSVBZ, detente.XPOSVBP:
				if finite == detente.XPOSNone {
					finite = x
				}
			}
			switch p.doc.Tokens[k].Hash {
			case hHave, hHas, hHad, hBeen:
				had = true
			}
		case detente.LabelMark:
			to = to || p.doc.Tokens[k].Hash == hTo
		}
	}
	ahead := p.ahead(v)
	switch tag {
	case detente.XPOSVBD:
		return detente.Past, true
	case detente.XPOSVBZ, detente.XPOSVBP:
		return detente.Nowhere, false
	case detente.XPOSVBN:
		switch {
		case ahead && (finite != detente.XPOSNone || !had):
			return detente.Future, true
		case finite == detente.XPOSVBD || had:
			return detente.Past, true
		}
		return detente.Nowhere, false
	case detente.XPOSVBG:
		if finite == detente.XPOSVBD {
			return detente.Past, true
		}
		if finite == detente.XPOSVBZ || finite == detente.XPOSVBP {
			return detente.Future, true
		}
		return detente.Nowhere, false
	case detente.XPOSVB:
		if to && p.looksAhead(v) {
			return detente.Future, true
		}
		return detente.Nowhere, false
	}
	return detente.Nowhere, false
}

// ahead reports whether the word at a token is one after which "to" or "for"
// looks ahead: expected, scheduled, due.
func (p *parser) ahead(v int32) bool {
	s := p.t.signals[p.doc.Tokens[v].Hash]
	return s == toInfinitive || s == toFar
}

// looksAhead reports whether an infinitive at v is what somebody plans.
func (p *parser) looksAhead(v int32) bool {
	h := p.tree.Head[v]
	return h >= 0 && p.ahead(h)
}
