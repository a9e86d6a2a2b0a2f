package scorers

import (
	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// The features of the tone model. The number of a template never changes its
// meaning; a new one gets the next number.
const (
	fBias = iota + 1
	fWord
	fPair
	fSkip
	fChars
	fCluster
	fGroup
	fSourceLeft
	fSourceRight
	fTargetLeft
	fTargetRight
	fBetween
	fBetweenBack
	fBetweenCluster
	fTop
	fSourcePath
	fTargetPath
	fSourceRole
	fTargetRole
	fRoute
	fRule
	fRuleMain
	fRuleMood
	fCue
	fCueCluster
	fSigns
	fRuleOfKind
	fFelt
	fFeltOfKind
)

// step is the value of a feature that counts once.
const step = 8

// noClass is the value of a rule's feature that says how much of all evidence is
// the prior of STATEMENT.
const noClass = 99

// Marks stand for the words of the source and the target, for numbers and for the
// ends of a text.
var (
	markSource = lexicon.Hash("<source>")
	markTarget = lexicon.Hash("<target>")
	markNumber = lexicon.Hash("<number>")
	markEdge   = lexicon.Hash("<edge>")
)

// text is what the tone model reads of one utterance or deed: tokens of a
// document, with those that name its source and its target where they stand
// among them.
type text struct {
	doc            *detente.Doc
	tree           *detente.Tree // may be nil
	ranges         [][2]int      // of tokens, in order
	source, target [2]int        // of tokens; empty where not known
	cue            [2]int        // the reporter's word for it; empty for a deed
}

// inRange reports whether token i lies in a range.
func inRange(r [2]int, i int) bool { return r[0] <= i && i < r[1] }

// featurizer turns texts into features. It keeps its scratch between calls.
type featurizer struct {
	clusters model.Table
	t        *tables
	words    []uint64 // of the text: folded, with marks for names
	at       []int    // their tokens
	out      []model.Valued

	explain bool
	on      int   // the token that is looked at, or one of the marks below
	origin  []int // of each of out, when explain is set: its token
}

// What features come from, where that is no token.
const (
	fromText    = -1 // the text as a whole
	fromTables  = -2 // what the tables of acts found
	fromFeeling = -3 // how its words feel
)

func (f *featurizer) add(template int, value uint64, v int32) {
	f.out = append(f.out, model.Valued{Hash: model.Mix(template, value), Value: v})
	if f.explain {
		f.origin = append(f.origin, f.on)
	}
}

// features gives the features of a text. The result is good until the next
// call.
func (f *featurizer) features(x *text) []model.Valued {
	f.out, f.words, f.at, f.origin = f.out[:0], f.words[:0], f.at[:0], f.origin[:0]
	f.on = fromText
	f.add(fBias, 0, step)
	for _, r := range x.ranges {
		for i := r[0]; i < r[1]; i++ {
			f.word(x, i)
		}
	}
	f.pairs()
	f.sides(x)
	f.tree(x)
	for i := x.cue[0]; i < x.cue[1]; i++ {
		f.on = i
		h := x.doc.Tokens[i].Hash
		f.add(fCue, f.lemma(h), step)
		if c := f.clusters.Get(h); c != 0 {
			f.add(fCueCluster, uint64(c>>17), step/2)
		}
	}
	return f.out
}

// lemma gives the hash of the base form of a known verb, else the word's own.
func (f *featurizer) lemma(h uint64) uint64 {
	if v, ok := f.t.verbs.Lookup(h); ok {
		return v.Lemma
	}
	return h
}

func (f *featurizer) word(x *text, i int) {
	f.on = i
	tok := &x.doc.Tokens[i]
	h := tok.Hash
	inside := true
	switch {
	case inRange(x.source, i):
		h = markSource
	case inRange(x.target, i):
		h = markTarget
	default:
		inside = false
	}
	if inside {
		f.add(fWord, tok.Hash, step/4)
	} else {
		switch {
		case tok.Kind == detente.Number:
			h = markNumber
		case tok.Kind == detente.Word:
			f.add(fWord, h, step)
			f.letters(tok.Span.In(x.doc.Text), fChars, step/2)
			if c := f.clusters.Get(tok.Hash); c != 0 {
				f.add(fGroup, uint64(c>>7&0x3FF), step*5/8)
				f.add(fCluster, uint64(c>>17), step*7/8)
			}
		default: // curly and straight marks are one
			h = model.Join(markEdge, uint64(tok.Kind))
		}
	}
	if n := len(f.words); inside && n > 0 && f.words[n-1] == h {
		return
	}
	f.words, f.at = append(f.words, h), append(f.at, i)
}

// letters adds the strings of four to six letters of a word with its ends.
func (f *featurizer) letters(w string, template int, v int32) {
	if len(w) < 3 || len(w) > 24 {
		return
	}
	for i := 0; i < len(w); i++ {
		if c := w[i] | 0x20; c < 'a' || c > 'z' {
			return
		}
	}
	var buf [26]byte
	b := append(buf[:0], '<')
	for i := 0; i < len(w); i++ {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		b = append(b, c)
	}
	b = append(b, '>')
	for n := 4; n <= 6; n++ {
		for i := 0; i+n <= len(b); i++ {
			h := uint64(n)
			for _, c := range b[i : i+n] {
				h = h<<8 | uint64(c)
			}
			f.add(template, h, v)
		}
	}
}

func (f *featurizer) pairs() {
	last, before := markEdge, markEdge
	for k, h := range f.words {
		f.on = f.at[k]
		f.add(fPair, model.Join(last, h), step)
		if before != markEdge {
			f.add(fSkip, model.Join(before, h), step/2)
		}
		before, last = last, h
	}
	f.add(fPair, model.Join(last, markEdge), step)
}

// sides adds the words beside source and target and those between.
func (f *featurizer) sides(x *text) {
	source, target := -1, -1
	for k, h := range f.words {
		if h == markSource && source < 0 {
			source = k
		}
		if h == markTarget && target < 0 {
			target = k
		}
	}
	f.beside(source, fSourceLeft, fSourceRight)
	f.beside(target, fTargetLeft, fTargetRight)
	if source < 0 || target < 0 {
		return
	}
	template, lo, hi := fBetween, source, target
	if target < source {
		template, lo, hi = fBetweenBack, target, source
	}
	for k := lo + 1; k < hi; k++ {
		h := f.words[k]
		f.on = f.at[k]
		f.add(template, f.lemma(h), step)
		if c := f.clusters.Get(h); c != 0 {
			f.add(fBetweenCluster, uint64(c>>17)<<1|uint64(template&1), step*5/8)
		}
	}
}

func (f *featurizer) beside(at, left, right int) {
	if at < 0 {
		return
	}
	for k := max(0, at-5); k < at; k++ {
		f.on = f.at[k]
		f.add(left, f.words[k], step)
	}
	for k := at + 1; k < min(len(f.words), at+6); k++ {
		f.on = f.at[k]
		f.add(right, f.words[k], step)
	}
	if at > 0 {
		f.on = f.at[at-1]
		f.add(left, model.Join(f.words[at-1], 1), step)
	}
	if at+1 < len(f.words) {
		f.on = f.at[at+1]
		f.add(right, model.Join(f.words[at+1], 1), step)
	}
}

// tree adds how source and target hang together.
func (f *featurizer) tree(x *text) {
	if x.tree == nil || x.source[1] <= x.source[0] || x.target[1] <= x.target[0] {
		return
	}
	s, t := headOf(x.tree, x.source), headOf(x.tree, x.target)
	var up [16]int
	n := 0
	for i := s; i >= 0 && n < len(up); i = int(x.tree.Head[i]) {
		up[n] = i
		n++
	}
	common, depth := -1, 0
	route := uint64(1)
	for i := t; i >= 0 && depth < len(up) && common < 0; i = int(x.tree.Head[i]) {
		for k := range n {
			if up[k] == i {
				common = k
			}
		}
		if common < 0 {
			route = route*67 + uint64(x.tree.Label[i])
			if !inRange(x.target, i) {
				f.on = i
				f.add(fTargetPath, f.lemma(x.doc.Tokens[i].Hash), step)
			}
		}
		depth++
	}
	if common < 0 {
		return
	}
	f.on = up[common]
	f.add(fTop, f.lemma(x.doc.Tokens[up[common]].Hash), step*3/2)
	for _, i := range up[:common+1] {
		if !inRange(x.source, i) {
			f.on = i
			f.add(fSourcePath, f.lemma(x.doc.Tokens[i].Hash), step)
		}
	}
	for _, i := range up[:common] {
		route = route*71 + uint64(x.tree.Label[i])
	}
	f.on = fromText
	f.add(fRoute, route, step/2)
	f.role(x, s, fSourceRole)
	f.role(x, t, fTargetRole)
}

func (f *featurizer) role(x *text, i, template int) {
	over := markEdge
	f.on = i
	if h := x.tree.Head[i]; h >= 0 {
		over = f.lemma(x.doc.Tokens[h].Hash)
	}
	f.add(template, model.Join(uint64(x.tree.Label[i]), over), step)
}

// headOf gives the token of a range whose head lies outside it.
func headOf(tree *detente.Tree, r [2]int) int {
	for i := r[0]; i < r[1]; i++ {
		if h := int(tree.Head[i]); h < r[0] || h >= r[1] {
			return i
		}
	}
	return r[0]
}

// rules adds what the reader of acts found: its evidence for each class, as a
// share of all, and the act that is most likely the event. It counts the same in a
// long text as in a short one, so it is told in units of the text's length.
func (f *featurizer) rules(b *ballot, k detente.Kind) {
	f.on = fromTables
	total := prior
	for _, w := range b.weight {
		total += w
	}
	unit := step / (FeatureNorm(f.out) * usualLength)
	for c, w := range b.weight {
		if w > 0 {
			f.add(fRule, uint64(c), int32(4*unit*w/total))
			f.add(fRuleOfKind, uint64(k)<<8|uint64(c), int32(2*unit*w/total))
		}
	}
	f.add(fRule, noClass, int32(4*unit*prior/total))
	f.add(fRuleOfKind, uint64(k)<<8|noClass, int32(4*unit*prior/total))
	if b.mainAt > 0 {
		f.add(fRuleMain, uint64(b.main.class), int32(3*unit))
		f.add(fRuleMood, uint64(b.main.class)<<16|uint64(b.main.flags), int32(2*unit))
	}
}

// usualLength is how long the features of a text are as a vector, about.
const usualLength = 80

// feeling adds how the words of the text feel, whoever speaks of whom.
func (f *featurizer) feeling(k detente.Kind, felt *feelings) {
	f.on = fromFeeling
	norm := 1 / FeatureNorm(f.out)
	for i, v := range felt {
		n := uint64(2 * i)
		if v < 0 {
			n, v = n+1, -v
		}
		if v := int32(norm * v / 2); v != 0 {
			f.add(fFelt, n, v)
			f.add(fFeltOfKind, uint64(k)<<8|n, v)
		}
	}
}

// kind adds whether the text is words or a deed, 0 for one that reports an event.
func (f *featurizer) kind(k detente.Kind) {
	f.on = fromText
	f.add(fSigns, uint64(k), step)
}

// TonePrior is where the weights of a feature start in training: what the reader
// of acts found speaks for its class. It gives -1 for a feature that starts at 0.
func TonePrior(feature uint64) (class int, weight float64) {
	for c := detente.Agree; c <= detente.Plain; c++ {
		if feature == model.Mix(fRule, uint64(c)) || feature == model.Mix(fRuleMain, uint64(c)) {
			return int(c) - 1, 1
		}
	}
	return -1, 0
}
