package anchor

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// how a time expression is used.
type how uint8

const (
	unused  how = iota // a duration, a set, or part of a noun: "Monday's talks"
	governs            // it dates the cue of an attribution
	speaks             // it belongs to what is spoken about
	free               // it dates a verb that is no cue
)

// side is how the preposition before an expression bounds what it dates.
type side uint8

const (
	at     side = iota // on Monday
	since              // since Monday: begins then and lasts
	until              // until, by Monday
	before             // before Monday
	after              // after Monday
)

// governed is the use of one time expression.
type governed struct {
	how  how
	side side
	attr int32 // whose cue, or -1
}

// reach is how many words away the cue of a time, or the time of a cue, is looked
// for: more than any clause has, and a bound for a sentence without an end.
const reach = 100

// assign finds what each time expression goes with. There is no parse: a
// time goes with the nearest cue of its clause that no other finite verb and no
// infinitive parts from it.
func (v *view) assign() {
	for k := range v.times {
		v.govern[k] = v.use(int32(k))
		if g := v.govern[k]; g.how == governs && (v.own[g.attr] < 0 || v.nearer(int32(k), v.own[g.attr], g.attr)) {
			v.own[g.attr] = int32(k)
		}
	}
	for i := range v.attrs {
		if v.own[i] < 0 && !v.attrs[i].Cue.Empty() {
			if v.clausal[i] = v.sameClause(int32(i)); v.clausal[i] < 0 && !v.events {
				v.clausal[i] = v.whileClause(int32(i))
			}
		}
	}
}

// nearer reports whether expression a says more exactly than b when i happened:
// the one of less distance.
func (v *view) nearer(a, b, i int32) bool {
	return v.distance(a, i) < v.distance(b, i)
}

func (v *view) distance(k, i int32) int32 {
	t, c := v.time[k], v.cue[i]
	if t.first >= c.last {
		return t.first - c.last
	}
	return c.first - t.last
}

// use decides for one expression.
func (v *view) use(k int32) governed {
	g := governed{attr: -1}
	t := &v.times[k]
	tok := v.time[k]
	if t.Expr == nil || t.Type == detente.TimexSet || tok.first >= tok.last {
		return g
	}
	if iv, _ := t.Expr.Eval(detente.Days(0, 0), t.Direction); iv == detente.Always {
		return g
	}
	if v.doc.Tokens[tok.first].Depth > 0 {
		g.how = speaks
		return g
	}
	s := v.sentence(tok.first)
	prev, next := uint64(0), uint64(0)
	if tok.first > s.first {
		prev = v.hash(tok.first - 1)
	}
	if tok.last < s.last {
		next = v.hash(tok.last)
	}
	g.side = sideOf(prev)
	if prev == hOf { // "the summit of May 10"
		for i := range v.cue {
			if v.cue[i].last == tok.first-1 && !v.attrs[i].Cue.Empty() && v.attrs[i].Kind == detente.Act {
				return governed{how: governs, attr: int32(i)}
			}
		}
		return g
	}
	if i, side := v.byNoun(k); i >= 0 {
		return governed{how: governs, side: side, attr: i}
	}
	if v.attributive(k) {
		return g
	}
	if next == hClitic || t.Type == detente.TimexDuration && v.isHeadOfLink(tok) {
		return g
	}
	if prev == hFor {
		g.how = speaks
		return g
	}
	if i := v.governor(k); i >= 0 {
		g.how, g.attr = governs, i
		return g
	}
	if v.isPresent(k) {
		if v.inContent(t.Span) {
			g.how = speaks
		}
		return g
	}
	g.how = free
	if v.inContent(t.Span) {
		g.how = speaks
	}
	return g
}

func sideOf(prev uint64) side {
	switch prev {
	case hSince, hFrom:
		return since
	case hUntil, hTill, hBy:
		return until
	case hBefore:
		return before
	case hAfter:
		return after
	}
	return at
}

// isHeadOfLink reports whether the expression measures a link: "two days after
// the call" dates nothing by itself.
func (v *view) isHeadOfLink(t tokens) bool {
	return v.word(t.last).role&(linksAfter|linksBefore) != 0 && v.hash(t.last) != hSince && v.sentence(t.first).last > t.last && v.linkStands(t.last)
}

// governor finds the attribution whose cue the expression dates, or -1.
func (v *view) governor(k int32) int32 {
	tok := v.time[k]
	c := v.clause[tok.first]
	tree := v.byTree(k)
	best, gap := int32(-1), int32(1<<30)
	for _, i := range v.cuesBetween(tok.first-reach, tok.last+reach) {
		q := v.cue[i]
		if v.attrs[i].Cue.Empty() || q.first >= q.last || v.clause[q.first] != c || v.doc.Tokens[q.first].Sentence != v.doc.Tokens[tok.first].Sentence {
			continue
		}
		if !v.reaches(k, i) {
			continue
		}
		d := v.distance(k, i)
		if v.isPresent(k) && d > 2 {
			continue // "troops now in the port": it dates no verb
		}
		if v.events && v.attrs[i].Tense == detente.TenseNone && d > 1 {
			d += 100 // a verb of the clause goes before its nouns
		}
		if d < gap {
			best, gap = i, d
		}
	}
	if tree >= 0 && (best < 0 || v.cue[tree].last <= tok.first && tok.last <= v.cue[best].first) {
		return tree // "denounced Averland on Monday and expelled …"
	}
	if best >= 0 {
		return best
	}
	if v.isPresent(k) {
		return -1
	}
	// "over the weekend, when Trump described …"
	next := tok.last
	if next < int32(len(v.clause)) && v.isBreak(next) {
		next++
	}
	if v.hash(next) == hWhen {
		for _, i := range v.cuesBetween(next-reach, next+reach) {
			if v.sentenceOf(int(i)) != v.doc.Tokens[next].Sentence {
				continue
			}
			if q := v.cue[i].first; !v.attrs[i].Cue.Empty() && v.clause[min(q, int32(len(v.clause)-1))] == v.clause[next] && (best < 0 || q < v.cue[best].first) {
				best = i
			}
		}
	}
	return best
}

// byTree finds the attribution on whose cue the expression depends, by itself or
// as the day on which the words that tell it came out ("in an interview published
// on Sunday, she said"); -1 when the tree says nothing of a cue.
func (v *view) byTree(k int32) int32 {
	first := v.time[k].first
	if v.isPresent(k) || sideOf(v.hash(first-1)) == until {
		return -1 // a deadline belongs to what is to be done
	}
	if c := v.cuesBetween(first-1, first); len(c) > 0 && v.cue[c[0]].last == first {
		return -1 // "said Tuesday it had recalled": what stands next to it
	}
	t := v.headOf(v.time[k])
	h := v.tree.Head[t]
	if h < 0 || v.tree.Label[t] == detente.LabelNmod {
		return -1
	}
	if v.tree.Label[h] == detente.LabelAcl && v.word(h).role&isIssued != 0 && v.tree.Head[h] >= 0 {
		h = v.tree.Head[v.tree.Head[h]]
	}
	for _, i := range v.cuesBetween(h-reach, h+1) {
		a, q := &v.attrs[i], v.cue[i]
		if h < q.first || h >= q.last || a.Cue.Empty() || v.time[k].first < q.last && v.time[k].last > q.first {
			continue
		}
		if v.times[k].Direction == detente.Future && a.Tense != detente.TenseFuture && (a.Kind != detente.Act || a.Tense != detente.TensePresent) {
			return -1
		}
		if v.events && a.Tense == detente.TenseNone {
			return -1
		}
		if c := v.clause[first]; v.parts[c].sub && c != v.clause[q.first] {
			return -1 // a time within a clause does not leave it
		}
		return i
	}
	return -1
}

// byNoun finds the attribution that an occasion dates, and how: "at Monday's
// debate she mentioned …", "said during a Friday evening rally", "tweeted soon
// after Sunday's vote", "her March comment"; -1 when the expression stands in no
// noun, or in one that is neither a cue nor the occasion of one.
func (v *view) byNoun(k int32) (int32, side) {
	t := v.headOf(v.time[k])
	n := v.tree.Head[t]
	if n < 0 || v.tree.Tags[n].UPOS != detente.UPOSNOUN && v.tree.Tags[n].UPOS != detente.UPOSPROPN {
		return -1, at
	}
	switch v.tree.Label[t] {
	case detente.LabelNmodPoss, detente.LabelCompound, detente.LabelNmodUnmarked, detente.LabelNummod:
	default:
		return -1, at
	}
	if i := v.cueAt(n); i >= 0 && !v.events && v.attrs[i].Tense == detente.TenseNone {
		return i, at
	}
	h := v.tree.Head[n]
	side, ok := v.occasionSide(n)
	if h < 0 || v.tree.Label[n] != detente.LabelObl || !ok || v.times[k].Direction == detente.Future {
		return -1, at
	}
	if i := v.cueAt(h); i >= 0 && (!v.events || v.attrs[i].Tense != detente.TenseNone) && (n < v.cue[i].first || n >= v.cue[i].last) {
		return i, side
	}
	return -1, at
}

// cueAt finds the attribution whose cue holds a token, -1 when there is none.
func (v *view) cueAt(h int32) int32 {
	for _, i := range v.cuesBetween(h-reach, h+1) {
		if q := v.cue[i]; q.first <= h && h < q.last && !v.attrs[i].Cue.Empty() {
			return i
		}
	}
	return -1
}

// attributive reports whether an expression only tells which one of several
// things is meant: "the 2012 nominee", "of the 2010 gift".
func (v *view) attributive(k int32) bool {
	t := v.headOf(v.time[k])
	n := v.tree.Head[t]
	if j := v.time[k].first - 1; j < 0 || v.tree.Tags[j].UPOS != detente.UPOSDET && v.tree.Tags[j].XPOS != detente.XPOSPRPPoss && v.tree.Tags[j].XPOS != detente.XPOSPOS {
		return false // "On Wednesday Foreign Minister Dorr said"
	}
	if n < v.time[k].last || v.tree.Label[t] != detente.LabelNummod && v.tree.Label[t] != detente.LabelCompound && v.tree.Label[t] != detente.LabelAmod {
		return false
	}
	u := v.tree.Tags[n].UPOS
	return u == detente.UPOSNOUN || u == detente.UPOSPROPN
}

// isOccasion reports whether the noun at a token stands behind at, during, in or
// on: what is told happened there.
func (v *view) isOccasion(n int32) bool {
	side, ok := v.occasionSide(n)
	return ok && side == at
}

// occasionSide says how the preposition of the noun at a token places what is told
// to the occasion; false where it names none.
func (v *view) occasionSide(n int32) (side, bool) {
	s := v.sentence(n)
	for j := max(s.first, n-8); j < n; j++ {
		if v.tree.Head[j] != n || v.tree.Label[j] != detente.LabelCase {
			continue
		}
		switch h := v.hash(j); {
		case h == hAt, h == hDuring, h == hIn, h == hOn:
			return at, true
		case h == hAfter && !v.events:
			return since, true
		}
		return at, false
	}
	return at, false
}

// isPresent reports whether an expression is "now" and its like.
func (v *view) isPresent(k int32) bool {
	return v.times[k].Expr.Value(detente.Interval{}, false, detente.Nowhere) == "PRESENT_REF"
}

// reaches reports whether nothing parts an expression from a cue of its clause.
func (v *view) reaches(k, i int32) bool {
	t, c := v.time[k], v.cue[i]
	if t.last <= c.first { // before the cue
		for j := t.last; j < c.first; j++ {
			if v.finite[j] && !v.leadsTo(j, c.first) {
				return false
			}
		}
		return true
	}
	if t.first < c.last {
		return false
	}
	for j := c.last; j < t.first; j++ {
		if v.finite[j] {
			return false
		}
		if v.hash(j) == hTo {
			if f, ok := v.t.verbs.Lookup(v.hash(j + 1)); ok && f.Forms.Has(lexicon.FormBase) {
				return false
			}
		}
	}
	a := &v.attrs[i]
	if a.Kind == detente.Act {
		return v.times[k].Direction != detente.Future || a.Tense == detente.TenseFuture || a.Tense == detente.TensePresent
	}
	for _, s := range a.Content {
		if s.Contains(v.times[k].Span) && s.Start > a.Cue.Start && v.times[k].Span.Start > s.Start+4 {
			return v.closesContent(k, s)
		}
	}
	return true
}

// leadsTo reports whether the finite word at j belongs to the cue: a subject
// pronoun or an auxiliary before it ("on Monday he had said").
func (v *view) leadsTo(j, cue int32) bool {
	return cue-j <= 4 && v.word(j).role&(isAux|isSubject) != 0
}

// closesContent reports whether an expression behind a content without a finite
// verb dates the cue all the same: a past day at its very end ("criticised the
// decision on Monday").
func (v *view) closesContent(k int32, s detente.Span) bool {
	t := &v.times[k]
	if t.Direction == detente.Future || t.Span.End+2 < s.End {
		return false
	}
	if v.nominal(detente.Span{Start: s.Start, End: t.Span.Start}) {
		return true
	}
	iv, _ := t.Expr.Eval(detente.Days(0, 0), t.Direction)
	return iv.Width() >= 1 && iv.Width() <= 7
}

// nominal reports whether a stretch of text has no verb that could take a time. A
// verb without an ending is as likely a noun that the tagger does not know
// ("declared an interest payments moratorium last month").
func (v *view) nominal(s detente.Span) bool {
	t := v.tokensOf(s)
	for k := t.first; k < t.last; k++ {
		if u := v.tree.Tags[k].UPOS; (u == detente.UPOSVERB || u == detente.UPOSAUX) && (v.events || v.tree.Tags[k].XPOS != detente.XPOSVBP) {
			return false
		}
	}
	return true
}

// inContent reports whether the words of some speaker hold the span.
func (v *view) inContent(s detente.Span) bool {
	for _, i := range v.idx.contents.of(v.sentenceAt(s)) {
		if v.attrs[i].Kind == detente.Act {
			continue
		}
		for _, c := range v.attrs[i].Content {
			if c.Contains(s) {
				return true
			}
		}
	}
	return false
}

// sameClause finds an expression that dates another cue of i's clause, or a verb
// of the sentence that is no cue; -1 when there is none.
func (v *view) sameClause(i int32) int32 {
	c := v.cue[i]
	s := v.sentence(c.first)
	best, gap := int32(-1), int32(1<<30)
	if int(c.first) >= len(v.doc.Tokens) {
		return -1
	}
	for k := int32(sort.Search(len(v.time), func(i int) bool { return v.time[i].first >= c.first-reach })); int(k) < len(v.time) && v.time[k].first < c.last+reach; k++ {
		t := v.time[k]
		if t.first < s.first || t.first >= s.last {
			continue
		}
		g := v.govern[k]
		same := v.clause[t.first] == v.clause[c.first]
		switch {
		case v.events && v.attrs[i].Tense == detente.TenseNone, v.events && v.attrs[i].Tense == detente.TenseNonFinite:
			return -1 // nouns and infinitives have no time but their own
		case g.how == governs && v.joined(g.attr, i):
		case g.how == free && !v.attrs[i].Subord && v.inside[i] < 0 && !v.parts[v.clause[t.first]].sub && (same || !v.parts[v.clause[t.first]].finite):
		default:
			continue
		}
		if d := v.distance(k, i); d < gap {
			best, gap = k, d
		}
	}
	return best
}

// joined reports whether the cue of i continues that of j: "described him as a
// tyrant and accused him of …".
func (v *view) joined(j, i int32) bool {
	a, b := v.cue[j], v.cue[i]
	if b.first <= a.last || v.hash(b.first-1) != hAnd || v.sentenceOf(int(j)) != v.sentenceOf(int(i)) {
		return false
	}
	for k := a.last; k < b.first-1; k++ {
		if v.finite[k] && v.doc.Tokens[k].Depth == 0 {
			return false
		}
	}
	return true
}

// whileClause finds the expression of a clause that tells what happened meanwhile:
// "when she spoke in Oststad in 1973, he replied …", "said when announcing the
// change in May"; -1 when there is none.
func (v *view) whileClause(i int32) int32 {
	c := v.cue[i]
	if v.attrs[i].Tense != detente.TensePast || v.inside[i] >= 0 {
		return -1
	}
	for _, k := range v.idx.times.of(v.sentenceOf(int(i))) {
		t := &v.times[k]
		if t.Expr == nil || t.Type == detente.TimexDuration || t.Type == detente.TimexSet || v.isPresent(k) || v.doc.Tokens[v.time[k].first].Depth > 0 || sideOf(v.hash(v.time[k].first-1)) != at {
			continue
		}
		h := v.toldVerb(k)
		if h < 0 || v.tree.Label[h] != detente.LabelAdvcl || !v.meanwhile(h) || !v.isPast(h) && v.tree.Tags[h].XPOS != detente.XPOSVBG {
			continue
		}
		if up := v.tree.Head[h]; up >= c.first && up < c.last {
			return k
		}
	}
	return -1
}
