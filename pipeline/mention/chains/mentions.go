package chains

import (
	"slices"

	"detente"
)

// kind is the form of a mention, as the features see it.
type kind uint8

const (
	pronoun kind = iota + 1
	name
	nominal
	joint // "Averland and Bexia"
)

// np is a noun phrase that may mean somebody or something: tokens [first, last)
// of one sentence, with what the features ask of it.
type np struct {
	first, last int32 // tokens
	head        int32
	kind        kind
	sent        int32
	form        pronounForm
	role        detente.Label
	verb        int32  // the head's head, -1 for none
	text        uint64 // of all words, without determiner and possessive
	word        uint64 // of the head
	lemma       uint64 // of the head without a plural s
	mods        []uint64
	initials    uint64
	definite    determiner
	plural      bool
	inQuote     bool
	entity      int32 // of the rules' coreference, or -1
	named       detente.NameType
	gender      detente.Gender
	person      bool
	words       int32
}

// span is the bytes of the phrase.
func (m *np) span(doc *detente.Doc) detente.Span {
	return detente.Span{Start: doc.Tokens[m.first].Span.Start, End: doc.Tokens[m.last-1].Span.End}
}

// skipped are the relations of words that head no phrase of their own.
func skipped(l detente.Label) bool {
	switch l {
	case detente.LabelFlat, detente.LabelGoeswith, detente.LabelFixed, detente.LabelNmodDesc, detente.LabelExpl, detente.LabelDiscourse,
		detente.LabelReparandum, detente.LabelDet, detente.LabelCase, detente.LabelCc, detente.LabelMark, detente.LabelAdvmod, detente.LabelAux, detente.LabelCop, detente.LabelPunct:
		return true
	}
	return false
}

// outside are the relations of dependents that are no part of the phrase.
func outside(l detente.Label, predicate bool) bool {
	switch l {
	case detente.LabelCase, detente.LabelCc, detente.LabelConj, detente.LabelCop, detente.LabelNsubj, detente.LabelNsubjPass, detente.LabelNsubjOuter, detente.LabelCsubj,
		detente.LabelAux, detente.LabelAuxPass, detente.LabelMark, detente.LabelAdvcl, detente.LabelAdvclRelcl, detente.LabelParataxis, detente.LabelDiscourse, detente.LabelExpl,
		detente.LabelVocative, detente.LabelReparandum, detente.LabelCcomp, detente.LabelXcomp, detente.LabelCcPreconj, detente.LabelOblUnmarked, detente.LabelDislocated:
		return true
	case detente.LabelObl, detente.LabelAdvmod, detente.LabelObj:
		return predicate
	case detente.LabelPunct:
		return true // those between what belongs to it come in by themselves
	}
	return false
}

// finder lists the phrases of one document.
type finder struct {
	doc         *detente.Doc
	tree        *detente.Tree
	child, next []int32
	out         []np
}

// phrases lists the noun phrases of a document in text order, the longer first.
func phrases(doc *detente.Doc, tree *detente.Tree, names []detente.Name) []np {
	f := &finder{doc: doc, tree: tree}
	n := len(tree.Head)
	f.child, f.next = make([]int32, n), make([]int32, n)
	for i := range f.child {
		f.child[i], f.next[i] = -1, -1
	}
	for i := n - 1; i >= 0; i-- {
		if h := tree.Head[i]; h >= 0 {
			f.next[i] = f.child[h]
			f.child[h] = int32(i)
		}
	}
	nameAt := make([]int32, n)
	for i := range nameAt {
		nameAt[i] = -1
	}
	for i, x := range names {
		for k := x.First; k < x.Last; k++ {
			nameAt[k] = int32(i)
		}
	}
	for i := range int32(n) {
		f.at(i, names, nameAt)
	}
	slices.SortStableFunc(f.out, func(a, b np) int {
		if a.first != b.first {
			return int(a.first - b.first)
		}
		return int(b.last - a.last)
	})
	return slices.CompactFunc(f.out, func(a, b np) bool { return a.first == b.first && a.last == b.last })
}

// at adds the phrase that token i heads, and that of all that is joined to it.
func (f *finder) at(i int32, names []detente.Name, nameAt []int32) {
	tag, label := f.tree.Tags[i], f.tree.Label[i]
	if f.doc.Tokens[i].Kind == detente.Punct || f.doc.Tokens[i].Kind == detente.Mark {
		return
	}
	nm := nameAt[i]
	switch tag.UPOS {
	case detente.UPOSNOUN, detente.UPOSPROPN:
		if skipped(label) {
			return
		}
		if label == detente.LabelCompound {
			// "the Odo Harn affair": only names are somebody inside a noun.
			if nm < 0 || names[nm].Last != i+1 || f.tree.Head[i] < names[nm].Last && f.tree.Head[i] >= names[nm].First {
				return
			}
			f.add(np{first: names[nm].First, last: names[nm].Last, head: i, kind: name})
			return
		}
	case detente.UPOSPRON:
		if skipped(label) && tag.XPOS != detente.XPOSPRPPoss || tag.XPOS == detente.XPOSEX || tag.XPOS == detente.XPOSWP || tag.XPOS == detente.XPOSWDT || tag.XPOS == detente.XPOSWPPoss {
			return
		}
		f.add(np{first: i, last: i + 1, head: i, kind: pronoun})
		return
	case detente.UPOSNUM, detente.UPOSADJ, detente.UPOSDET:
		if nm < 0 {
			return
		}
		if label == detente.LabelAmod || label == detente.LabelNummod {
			return
		}
	default:
		return
	}
	m := np{head: i, kind: nominal}
	m.first, m.last = f.reach(i)
	if tag.UPOS == detente.UPOSPROPN || nm >= 0 && names[nm].Last >= i {
		m.kind = name
	}
	f.add(m)
	end := int32(-1)
	for c := f.child[i]; c >= 0; c = f.next[c] {
		if f.tree.Label[c] == detente.LabelConj && c > i {
			switch f.tree.Tags[c].UPOS {
			case detente.UPOSNOUN, detente.UPOSPROPN, detente.UPOSPRON:
				_, e := f.reach(c)
				end = max(end, e)
			}
		}
	}
	if end > m.last {
		f.add(np{first: m.first, last: end, head: i, kind: joint})
	}
}

func (f *finder) add(m np) { f.out = append(f.out, m) }

// reach gives the tokens of the phrase that token h heads.
func (f *finder) reach(h int32) (first, last int32) {
	first, last = h, h+1
	predicate := false
	for c := f.child[h]; c >= 0; c = f.next[c] {
		l := f.tree.Label[c]
		predicate = predicate || l == detente.LabelCop || l == detente.LabelNsubj || l == detente.LabelNsubjPass
	}
	for c := f.child[h]; c >= 0; c = f.next[c] {
		l := f.tree.Label[c]
		if l == detente.LabelCase && c > h && f.tree.Tags[c].XPOS == detente.XPOSPOS {
			last = max(last, c+1)
			continue
		}
		if outside(l, predicate) {
			continue
		}
		a, b := f.extent(c)
		if a < first {
			first = a
		}
		last = max(last, b)
	}
	// Marks at the edges are no part of it.
	for first < h && f.edge(first) {
		first++
	}
	for last-1 > h && f.edge(last-1) {
		last--
	}
	return first, last
}

func (f *finder) edge(k int32) bool {
	t := f.doc.Tokens[k].Kind
	return t == detente.Punct || t == detente.Mark
}

// extent is the reach of a whole subtree.
func (f *finder) extent(h int32) (first, last int32) {
	first, last = h, h+1
	for c := f.child[h]; c >= 0; c = f.next[c] {
		a, b := f.extent(c)
		first, last = min(first, a), max(last, b)
	}
	return first, last
}
