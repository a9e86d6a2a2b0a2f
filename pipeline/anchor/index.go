package anchor

import (
	"slices"

	"detente"
)

// index finds the attributions and time expressions of a sentence, so that
// looking for what stands nearby does not read the whole text. All lists are in
// the order of the attributions or expressions.
type index struct {
	cues     lists   // by sentence: the attributions whose cue stands in it
	contents lists   // by sentence: the attributions whose content reaches into it
	times    lists   // by sentence: the time expressions in it
	inOrder  []int32 // the attributions with a cue, by its first token
}

// far is how many attributions away another telling of one event is looked for,
// on either side: more than any article has, and a bound for a book.
const far = 400

// lists are many short lists in one slice: list i is items[start[i]:start[i+1]].
type lists struct {
	start []int32
	items []int32
}

func (l *lists) of(i int32) []int32 {
	if i < 0 || int(i)+1 >= len(l.start) {
		return nil
	}
	return l.items[l.start[i]:l.start[i+1]]
}

// newLists builds n lists; each calls add(list, item) for every member, the same
// members in the same order both times it is called.
func newLists(n int, each func(add func(list, item int32))) lists {
	l := lists{start: make([]int32, n+1)}
	each(func(list, _ int32) { l.start[list+1]++ })
	for i := range n {
		l.start[i+1] += l.start[i]
	}
	l.items = make([]int32, l.start[n])
	next := make([]int32, n)
	copy(next, l.start)
	each(func(list, item int32) {
		l.items[next[list]] = item
		next[list]++
	})
	return l
}

func (v *view) indexSentences() {
	n := len(v.doc.Sentences)
	for i := range v.attrs {
		if !v.attrs[i].Cue.Empty() {
			v.idx.inOrder = append(v.idx.inOrder, int32(i))
		}
	}
	slices.SortStableFunc(v.idx.inOrder, func(a, b int32) int { return int(v.cue[a].first - v.cue[b].first) })
	v.idx.cues = newLists(n, func(add func(list, item int32)) {
		for i := range v.attrs {
			if s := v.sentenceOf(i); s >= 0 {
				add(s, int32(i))
			}
		}
	})
	v.idx.contents = newLists(n, func(add func(list, item int32)) {
		for i := range v.attrs {
			last := int32(-1)
			for _, c := range v.attrs[i].Content {
				t := v.tokensOf(c)
				if t.first >= t.last {
					continue
				}
				from, to := v.doc.Tokens[t.first].Sentence, v.doc.Tokens[t.last-1].Sentence
				for s := max(from, last+1); s <= to; s++ {
					add(s, int32(i))
					last = s
				}
			}
		}
	})
	v.idx.times = newLists(n, func(add func(list, item int32)) {
		for k := range v.times {
			if s := v.times[k].Sentence; s >= 0 && int(s) < n {
				add(s, int32(k))
			}
		}
	})
}

// sentenceAt is the sentence of a byte of the text, or -1.
func (v *view) sentenceAt(s detente.Span) int32 {
	t := v.tokensOf(s)
	if int(t.first) >= len(v.doc.Tokens) {
		return -1
	}
	return v.doc.Tokens[t.first].Sentence
}
