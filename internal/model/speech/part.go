package speech

import (
	"detente"
)

// unit is one step of the search for a cue's parts: a token, or a quotation as
// a whole.
type unit struct {
	first, last int32
	top         int32 // the token that stands for the unit in the tree
	quoted      bool
	fixed       bool // a word of the cue itself
	relation    uint64
	climb       int32 // steps from the cue up to where the unit hangs, 9 outside the sentence
	branch      int32 // the token by which the unit hangs there, -1 outside the sentence
	rule        uint64
	other       uint64 // what the unit is to another proposal
	between     uint64 // what stands between the cue and the unit
	distance    int32
}

// window is the stretch of text in which one cue looks for its parts.
type window struct {
	cue       int32
	run       Run // of the cue
	proposal  int32
	units     []unit
	at        int // the unit of the cue
	signature signature
	code      uint64
	chain     [maxClimb]int32 // the cue and the words above it
	links     int
}

// maxClimb is how far above a cue its parts are looked for; the main verb is
// seldom further.
const maxClimb = 6

// longestWindow bounds the units on one side of the cue: a list is no sentence.
const longestWindow = 120

// Open makes the window of a cue. It is good until the next call.
func (v *View) Open(c int32) {
	w := &v.window
	*w = window{cue: c, proposal: v.of[c], units: w.units[:0], signature: v.signature(c)}
	w.run = v.cueRun(c)
	if w.proposal >= 0 {
		w.code = v.codes[w.proposal]
	}
	for h := c; h >= 0 && w.links < maxClimb; h = v.tree.Head[h] {
		w.chain[w.links] = h
		w.links++
	}
	s := v.sentence(c)
	first, last := v.reach(s)
	first, last = max(first, c-longestWindow), min(last, c+longestWindow)
	if q := v.quote[first]; q >= 0 {
		first = v.doc.Quotes[q].First
	}
	for i := first; i < last; {
		u := unit{first: i, last: i + 1, top: i}
		if q := v.quote[i]; q >= 0 {
			u.last, u.quoted = v.doc.Quotes[q].Last, true
			u.top = v.topOf(i, u.last, s)
		}
		u.fixed = w.run.Holds(i)
		if i == c {
			w.at = len(w.units)
		}
		v.relate(w, &u, s)
		v.rules(w, &u)
		w.units = append(w.units, u)
		i = u.last
	}
	w.between(v)
}

// reach gives the stretch of a sentence with the quotations that run over its
// ends, and the one that closes just before it.
func (v *View) reach(s *detente.Sentence) (first, last int32) {
	first, last = s.First, s.Last
	if q := v.quote[first]; q >= 0 {
		first = v.doc.Quotes[q].First
	} else if first > 0 && v.word[first-1] == valueClose {
		if o := &v.doc.Sentences[v.doc.Tokens[first-1].Sentence]; o.Paragraph == s.Paragraph {
			if q := v.quote[first-1]; q >= 0 {
				first = v.doc.Quotes[q].First
			}
		}
	}
	if q := v.quote[last-1]; q >= 0 {
		last = v.doc.Quotes[q].Last
	}
	return first, last
}

// cueRun gives the words of a cue: those of the proposal, else the verb with the
// auxiliaries and the negation before it.
func (v *View) cueRun(c int32) Run {
	if p := v.of[c]; p >= 0 {
		return v.proposals[p].Cue
	}
	r := Run{c, c + 1}
	first := v.sentence(c).First
	for r.First > first && v.tree.Head[r.First-1] == c {
		switch v.tree.Label[r.First-1] {
		case detente.LabelAux, detente.LabelAuxPass, detente.LabelCop:
		case detente.LabelAdvmod:
			if r.First-1 == first || v.tree.Head[r.First-2] != c {
				return r
			}
		default:
			return r
		}
		r.First--
	}
	return r
}

// topOf gives the token of a quotation that hangs outside it, in the sentence of
// the cue where it reaches into that.
func (v *View) topOf(first, last int32, s *detente.Sentence) int32 {
	lo, hi := max(first, s.First), min(last, s.Last)
	if lo >= hi {
		return first + min(1, last-first-1)
	}
	best := lo
	for i := hi - 1; i >= lo; i-- {
		if h := v.tree.Head[i]; (h < lo || h >= hi) && v.doc.Tokens[i].Kind != detente.Mark && v.tree.Label[i] != detente.LabelPunct {
			best = i
		}
	}
	return best
}

// relate finds how a unit hangs to the cue.
func (v *View) relate(w *window, u *unit, s *detente.Sentence) {
	u.branch, u.climb = -1, 9
	if u.top < s.First || u.top >= s.Last {
		u.relation = 1
		return
	}
	t, below := u.top, int32(-1)
	for range 64 {
		for k := range w.links {
			if w.chain[k] != t {
				continue
			}
			u.climb, u.branch = int32(k), below
			label, link := uint64(0), uint64(0)
			if below >= 0 {
				label = uint64(v.tree.Label[below])
			}
			if k > 0 {
				link = uint64(v.tree.Label[w.chain[k-1]])
			}
			u.relation = label<<16 | link<<8 | uint64(min(k, 3))<<4 | bit(below == u.top)<<1 | 1<<2
			return
		}
		below, t = t, v.tree.Head[t]
		if t < 0 {
			break
		}
	}
	u.relation = 2
}

// Parts of a proposal as a unit has them.
const (
	ruleNone = iota
	ruleSource
	ruleContent
	ruleCue
)

func (v *View) rules(w *window, u *unit) {
	if w.proposal >= 0 {
		p := &v.proposals[w.proposal]
		switch {
		case p.Source.Holds(u.top):
			u.rule = ruleSource
		case p.Content[0].Holds(u.top) || p.Content[1].Holds(u.top):
			u.rule = ruleContent
		}
	}
	other := func(at []int32) uint64 { return bit(at[u.top] >= 0 && at[u.top] != w.proposal) }
	u.other = other(v.content)<<2 | other(v.source)<<1 | other(v.cue)
}

// between fills in what stands between the cue and each unit.
func (w *window) between(v *View) {
	for _, step := range [...]int{1, -1} {
		commas, seen := uint64(0), uint64(0)
		for k, d := w.at+step, int32(1); k >= 0 && k < len(w.units); k, d = k+step, d+1 {
			u := &w.units[k]
			u.distance = d
			if step < 0 {
				u.distance = -d
			}
			u.between = seen<<2 | min(commas, 3)
			if u.fixed {
				continue
			}
			if u.quoted {
				seen |= 1
				continue
			}
			switch x := v.tree.Tags[u.top].XPOS; {
			case v.tree.Label[u.top] == detente.LabelPunct:
				commas++
			case v.word[u.top] == hThat:
				seen |= 2
			case v.tree.Tags[u.top].UPOS == detente.UPOSVERB:
				seen |= 4
			case x == detente.XPOSCC:
				seen |= 8
			}
			if v.accepted[u.top] {
				seen |= 16
			}
		}
	}
}

// Units is the number of units of the open window.
func (v *View) Units() int { return len(v.window.units) }

// Fixed reports whether a unit belongs to the cue, so that its part is
// PartOutside.
func (v *View) Fixed(i int) bool { return v.window.units[i].fixed }

// Tokens gives the tokens of a unit.
func (v *View) Tokens(i int) Run { return Run{v.window.units[i].first, v.window.units[i].last} }

// Top gives the token that stands for a unit.
func (v *View) Top(i int) int32 { return v.window.units[i].top }

func (v *View) unitWord(i int) uint64 {
	w := &v.window
	switch {
	case i < 0 || i >= len(w.units):
		return valueNone
	case w.units[i].quoted:
		return valueQuote
	}
	return v.word[w.units[i].top]
}

func (v *View) unitTag(i int) uint64 {
	w := &v.window
	switch {
	case i < 0 || i >= len(w.units):
		return 0
	case w.units[i].quoted:
		return 100
	}
	return uint64(v.tree.Tags[w.units[i].top].XPOS)
}

func (w *window) ruleAt(i int) uint64 {
	if i < 0 || i >= len(w.units) {
		return 7
	}
	if w.units[i].fixed {
		return ruleCue
	}
	return w.units[i].rule
}

// Part gives the features of unit i of the open window. They are good until the
// next call.
func (v *View) Part(i int) []uint64 {
	l, w := &v.features, &v.window
	l.n = 0
	u := &w.units[i]
	side := bit(u.distance > 0)
	m := v.lemma[w.cue]
	tag := v.unitTag(i)
	v.partTree(l, u, side, m, tag)
	v.partRules(l, i, u, side, tag)
	word := v.unitWord(i)
	l.add(101, word)
	l.add(102, word^side<<1)
	l.add(103, word^v.unitWord(i+1)<<1)
	l.add(104, word^v.unitWord(i-1)<<2)
	l.add(105, v.unitTag(i-1)<<16|tag<<8|v.unitTag(i+1))
	l.add(106, v.unitTag(i-2)<<17|v.unitTag(i-1)<<9|tag<<1|side)
	l.add(107, tag<<17|v.unitTag(i+1)<<9|v.unitTag(i+2)<<1|side)
	if !u.quoted {
		l.add(108, v.c512(u.top)<<1|side)
	}
	d := distance(max(u.distance, -u.distance))<<1 | side
	l.add(109, d)
	l.add(110, d<<8|tag)
	l.add(111, u.between<<1|side)
	l.add(112, u.between<<9|tag<<1|side)
	l.add(113, u.between<<4|d)
	l.add(114, v.wordAt(w.run.Last)^u.between<<50^side<<49)
	l.add(115, m^side<<50^u.between<<52)
	if u.quoted {
		v.partQuote(l, i, u, side, m)
	}
	edge := bit(i == 0)<<1 | bit(i == len(w.units)-1)
	l.add(116, edge<<9|tag<<1|side)
	l.add(117, w.signature.bits<<1|side)
	return l.f[:l.n]
}

func (v *View) partTree(l *list, u *unit, side, m, tag uint64) {
	w := &v.window
	r := u.relation
	l.add(131, r)
	l.add(132, r<<1|side)
	l.add(133, r<<8|tag)
	l.add(134, r^m<<3)
	l.add(135, r<<8|uint64(v.class[w.cue])<<4|bit(w.code > 0)<<1|side)
	l.add(136, r<<20|w.signature.bits)
	l.add(137, r<<8|u.between)
	l.add(138, r^v.c512(w.cue)<<40)
	l.add(139, r^v.wordAt(w.run.Last)<<5)
	if b := u.branch; b >= 0 {
		mark := v.marker(b)
		l.add(140, r^mark<<1)
		l.add(141, m^mark<<1^side)
		l.add(142, r<<24|uint64(v.tree.Tags[b].UPOS)<<16|v.c64(b)<<1|side)
		l.add(143, v.word[b]^side)
	}
	l.add(144, r<<8|u.rule<<4|u.other)
	if k := u.climb; k > 0 && k < maxClimb {
		up := w.chain[k]
		l.add(145, r<<16|uint64(v.class[up])<<8|bit(v.accepted[up])<<4|uint64(v.class[w.cue]))
	}
}

func (v *View) partRules(l *list, i int, u *unit, side, tag uint64) {
	w := &v.window
	before, after := w.ruleAt(i-1), w.ruleAt(i+1)
	l.add(161, u.rule)
	l.add(162, u.rule<<40|w.code)
	l.add(163, before<<6|u.rule<<3|after)
	l.add(164, u.rule<<12|tag<<4|side)
	l.add(165, u.rule<<4|u.other)
	l.add(166, u.other<<9|tag<<1|side)
	l.add(167, (before<<6|u.rule<<3|after)<<8|tag)
	l.add(168, u.rule<<40^v.lemma[w.cue])
}

// partQuote adds what a quotation as a whole shows: how long it is, how it ends,
// and whether it touches the cue.
func (v *View) partQuote(l *list, i int, u *unit, side, m uint64) {
	last := u.last - 1
	if last > u.first && v.word[last] == valueClose {
		last--
	}
	long := distance(u.last - u.first)
	end := v.xpos(last)
	l.add(181, long<<1|side)
	l.add(182, end<<8|long<<1|side)
	l.add(183, m^end<<50^side)
	l.add(184, v.unitWord(i-1)^side<<1^bit(u.climb == 9)<<2)
	l.add(185, uint64(min(max(u.distance, -3), 3)+3)<<8|bit(u.climb == 9)<<1|side)
}

// Step gives the features of the border between unit i-1 and unit i.
func (v *View) Step(i int) []uint64 {
	l, w := &v.features, &v.window
	l.n = 0
	l.add(201, 1)
	if i == 0 {
		l.add(202, 1)
		return l.f[:l.n]
	}
	u, p := &w.units[i], &w.units[i-1]
	same := bit(u.relation == p.relation)<<2 | bit(u.branch == p.branch)<<1 | bit(u.climb == p.climb)
	l.add(203, v.unitTag(i-1)<<8|v.unitTag(i))
	l.add(204, same)
	l.add(205, same<<16|v.unitTag(i-1)<<8|v.unitTag(i))
	l.add(206, w.ruleAt(i-1)<<3|w.ruleAt(i))
	l.add(207, v.unitWord(i))
	l.add(208, v.unitWord(i-1)^1)
	l.add(209, u.other<<3|p.other)
	l.add(210, u.relation<<24^p.relation)
	return l.f[:l.n]
}
