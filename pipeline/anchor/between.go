package anchor

import (
	"detente"
	"detente/internal/lexicon"
)

// Between gives the bounds that the dates of a text put on the day of its
// publication: what is told in the past began no later, what will be is not over
// before it. Only dates with a year count, and only those that a verb outside
// quotations takes. An end that no date bounds is open; when the two contradict
// each other both are, since one of them has been misread. A bound is wide, and no
// date to count from: it is for who looks for the date of an article without one.
func Between(doc *detente.Doc, tree *detente.Tree, times []detente.Timex) detente.Interval {
	v := newView(doc, tree, nil, times, false)
	out := detente.Always
	for k := range times {
		t := &times[k]
		first := v.time[k].first
		if t.Expr == nil || t.Expr.Relative() || t.Type != detente.TimexDate && t.Type != detente.TimexTime || int(first) >= len(doc.Tokens) || doc.Tokens[first].Depth > 0 {
			continue
		}
		h := v.timedVerb(int32(k))
		if h < 0 {
			continue
		}
		iv, _ := t.Expr.Eval(detente.Days(0, 0), t.Direction)
		modal := v.modalOf(h)
		switch side := sideOf(v.hash(first - 1)); {
		case (modal == hWill || modal == hShall || modal == hLl) && side != after && side != since:
			out.Hi = min(out.Hi, iv.Hi)
		case modal == 0 && v.isPast(h) && side != before && side != until:
			out.Lo = max(out.Lo, iv.Lo)
		}
	}
	if out.Lo > out.Hi {
		return detente.Always
	}
	return out
}

// modalOf is the modal that a verb has, 0 when it has none.
func (v *view) modalOf(k int32) uint64 {
	for j := max(v.sentence(k).first, k-8); j < k; j++ {
		if v.tree.Head[j] == k && v.tree.Tags[j].XPOS == detente.XPOSMD {
			return v.hash(j)
		}
	}
	return 0
}

var (
	hWill  = lexicon.Hash("will")
	hShall = lexicon.Hash("shall")
	hLl    = lexicon.Hash("'ll")
)
