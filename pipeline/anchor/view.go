package anchor

import (
	"sort"

	"detente"
)

// view is one article as the rules of this package see it: clauses, cues and
// time expressions by token.
type view struct {
	doc     *detente.Doc
	tree    *detente.Tree
	attrs   []detente.Attribution
	times   []detente.Timex
	roles   []detente.Roles
	coref   *detente.Coref
	t       *tables
	axis    axis
	facts   []fact
	posted  detente.Published // of words in the author's own voice; not known for reports
	events  bool              // event words, not statements: nouns and infinitives among them
	edges   []link
	finite  []bool  // by token: a finite verb or a subject pronoun stands here
	clause  []int32 // by token: its clause
	parts   []part  // the clauses
	cue     []tokens
	time    []tokens
	govern  []governed // by time expression
	own     []int32    // by attribution: the expression that dates it, or -1
	clausal []int32    // by attribution: an expression of the same clause, or -1
	inside  []int32    // by attribution: the attribution whose content holds its cue, or -1
	idx     index
	article article // of event words only
}

// tokens is a range of tokens [first, last).
type tokens struct {
	first, last int32
}

// part is one clause, roughly: a stretch between marks and conjunctions.
type part struct {
	tokens
	sub    bool   // begins with a subordinating word
	marker uint64 // that word
	finite bool
	quoted bool
}

// newView cuts the document and finds what each time expression goes with.
func newView(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, times []detente.Timex, events bool) *view {
	n := len(attrs)
	v := &view{
		doc: doc, tree: tree, attrs: attrs, times: times, t: load(), events: events,
		facts: make([]fact, n), cue: make([]tokens, n), own: make([]int32, n), clausal: make([]int32, n), inside: make([]int32, n),
		finite: make([]bool, len(doc.Tokens)), clause: make([]int32, len(doc.Tokens)),
		time: make([]tokens, len(times)), govern: make([]governed, len(times)),
	}
	for i := range times {
		v.time[i] = v.tokensOf(times[i].Span)
	}
	for i := range attrs {
		s := attrs[i].Cue
		if s.Empty() && len(attrs[i].Content) > 0 {
			s = attrs[i].Content[0]
			s.End = s.Start + 1
		}
		v.cue[i] = v.tokensOf(s)
		v.own[i], v.clausal[i] = -1, -1
	}
	v.indexSentences()
	v.verbs()
	v.timeWords()
	v.cut()
	v.nest()
	v.assign()
	return v
}

// tokensOf gives the tokens that a span touches.
func (v *view) tokensOf(s detente.Span) tokens {
	toks := v.doc.Tokens
	first := sort.Search(len(toks), func(i int) bool { return toks[i].Span.End > s.Start })
	last := first
	for last < len(toks) && toks[last].Span.Start < s.End {
		last++
	}
	return tokens{int32(first), int32(last)}
}

func (v *view) hash(i int32) uint64 {
	if i < 0 || int(i) >= len(v.doc.Tokens) {
		return 0
	}
	return v.doc.Tokens[i].Hash
}

func (v *view) word(i int32) entry { return v.t.words[v.hash(i)] }

// sentence gives the tokens of the sentence of token i.
func (v *view) sentence(i int32) tokens {
	if int(i) >= len(v.doc.Tokens) || len(v.doc.Sentences) == 0 {
		return tokens{}
	}
	s := v.doc.Sentences[v.doc.Tokens[i].Sentence]
	return tokens{s.First, s.Last}
}

// paragraph gives the paragraph of an attribution.
func (v *view) paragraph(i int) int32 {
	s := v.attrs[i].Sentence
	if s < 0 || int(s) >= len(v.doc.Sentences) {
		return -1
	}
	return v.doc.Sentences[s].Paragraph
}

// verbs marks where finite verbs stand: auxiliaries, subject pronouns, what is
// tagged as a past or a third person, participles with a subject of their own,
// which are pasts that the tagger missed, and those that stand for a relative
// clause ("remarks made days earlier"): they take the times behind them as well.
func (v *view) verbs() {
	for i := range v.doc.Tokens {
		tok := &v.doc.Tokens[i]
		if tok.Kind != detente.Word {
			continue
		}
		if v.t.words[tok.Hash].role&(isAux|isSubject) != 0 {
			v.finite[i] = true
			continue
		}
		switch v.tree.Tags[i].XPOS {
		case detente.XPOSVBD, detente.XPOSVBZ, detente.XPOSMD:
			v.finite[i] = true
		}
		if v.tree.Tags[i].XPOS == detente.XPOSVBN && v.tree.Label[i] == detente.LabelAcl {
			v.finite[i] = true
		}
		if h := v.tree.Head[i]; h >= 0 && v.tree.Label[i] == detente.LabelNsubj && v.tree.Tags[h].XPOS == detente.XPOSVBN {
			v.finite[h] = true
		}
	}
}

// timeWords takes the words of time expressions out of the verbs: "May" is none.
func (v *view) timeWords() {
	for _, t := range v.time {
		for k := t.first; k < t.last; k++ {
			v.finite[k] = false
		}
	}
}

// nest finds the attribution whose content holds the cue of another.
func (v *view) nest() {
	for i := range v.attrs {
		v.inside[i] = -1
		c := v.attrs[i].Cue
		if c.Empty() {
			continue
		}
		best := int32(-1)
		size := int32(1 << 30)
		for _, j := range v.idx.contents.of(v.sentenceAt(c)) {
			if int(j) == i || v.attrs[j].Kind == detente.Act || v.attrs[j].Cue == c {
				continue
			}
			for _, s := range v.attrs[j].Content {
				if s.Contains(c) && int32(s.Len()) < size && !s.Contains(v.attrs[j].Cue) {
					best, size = j, int32(s.Len())
				}
			}
		}
		v.inside[i] = best
	}
}
