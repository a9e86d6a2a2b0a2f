package attribution

import (
	"slices"
	"sort"

	"detente"
)

// nearby finds the drafts of a sentence, so that looking for the words round a
// token does not read the whole text.
type nearby [][]int32

// nearby lists, by sentence, the drafts whose content reaches into it, in their
// order. It is made anew where drafts come or go.
func (f *finder) nearby() nearby {
	n := make(nearby, len(f.doc.Sentences))
	for i := range f.drafts {
		for _, r := range f.drafts[i].content {
			if r.empty() {
				continue
			}
			for s := f.doc.Tokens[r.first].Sentence; s <= f.doc.Tokens[r.last-1].Sentence; s++ {
				if k := len(n[s]); k == 0 || n[s][k-1] != int32(i) {
					n[s] = append(n[s], int32(i))
				}
			}
		}
	}
	return n
}

// at gives the drafts of the sentence of token i.
func (n nearby) at(f *finder, i int) []int32 {
	if i < 0 || i >= len(f.doc.Tokens) {
		return nil
	}
	return n[f.doc.Tokens[i].Sentence]
}

// few is how many drafts before or behind a quotation are asked whether it goes
// on with them.
const few = 64

// startsFrom is how many drafts of order begin before token i.
func (f *finder) startsFrom(i int) int {
	return sort.Search(len(f.order), func(k int) bool { return f.drafts[f.order[k]].content[0].first >= i })
}

// insert puts a new draft into order.
func (f *finder) insert(d int) {
	f.order = slices.Insert(f.order, f.startsFrom(f.drafts[d].content[0].first+1), int32(d))
}

// byStart lists the drafts by the first token of their content.
func (f *finder) byStart() []int32 {
	order := make([]int32, len(f.drafts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return f.drafts[a].content[0].first - f.drafts[b].content[0].first })
	return order
}

// indexQuotes lets quotations be found by where they open and close.
func (f *finder) indexQuotes() {
	f.opens, f.closes = make(map[int32]int, len(f.doc.Quotes)), make(map[int32]int, len(f.doc.Quotes))
	for q := range f.doc.Quotes {
		o := &f.doc.Quotes[q]
		if _, ok := f.opens[o.First]; !ok {
			f.opens[o.First] = q
		}
		if _, ok := f.closes[o.Last]; !ok && o.Depth == 1 {
			f.closes[o.Last] = q
		}
	}
}

// groupsOf gives the verb groups of a sentence as [first, last) of groups, which
// are in text order.
func (f *finder) groupsOf(sentence int32) (first, last int) {
	first = sort.Search(len(f.groups), func(k int) bool { return f.groups[k].sentence >= sentence })
	for last = first; last < len(f.groups) && f.groups[last].sentence == sentence; last++ {
	}
	return first, last
}

// farBack is how many attributions a deed told again, or talks spoken of again,
// are looked for.
const farBack = 256

// voiceBefore gives the last attribution of words before a verb group in its
// sentence that names its source, nil for none.
func (f *finder) voiceBefore(g *group) *draft {
	fits := func(d *draft) bool {
		return d.sentence == g.sentence && d.borrows < 0 && d.kind != detente.Act && len(d.sources) > 0 && d.cue.first < g.first
	}
	if f.voices != nil {
		list := f.voices[g.sentence]
		for k := len(list) - 1; k >= 0; k-- {
			if d := &f.drafts[list[k]]; fits(d) {
				return d
			}
		}
		return nil
	}
	for i := len(f.drafts) - 1; i >= 0 && f.drafts[i].sentence >= g.sentence; i-- {
		if d := &f.drafts[i]; fits(d) {
			return d
		}
	}
	return nil
}

// indexVoices lists the drafts by the sentence of their cue. It is made once the
// words are found and quotations stand behind them out of order.
func (f *finder) indexVoices() {
	f.voices = make([][]int32, len(f.doc.Sentences))
	for i := range f.drafts {
		f.voices[f.drafts[i].sentence] = append(f.voices[f.drafts[i].sentence], int32(i))
	}
}
