package anchor

import (
	"detente"
	"detente/internal/lexicon"
)

// fromTimes sets the bounds of the events that a time expression dates.
func (v *view) fromTimes() {
	for i := range v.attrs {
		k, method := v.own[i], detente.MethodExplicit
		if k < 0 {
			k, method = v.clausal[i], detente.MethodClause
		}
		if k < 0 {
			continue
		}
		v.setTime(&v.facts[i], &v.attrs[i], k, method)
	}
}

// setTime dates one event by expression k; it leaves the fact alone when the
// expression cannot be meant.
func (v *view) setTime(f *fact, a *detente.Attribution, k int32, method detente.Method) {
	t := &v.times[k]
	if !v.axis.known && !t.Expr.Relative() {
		iv, p := t.Expr.Eval(detente.Days(0, 0), t.Direction)
		iv = sideInterval(iv, v.govern[k].side)
		f.isAbs, f.absolute, f.precision, f.method, f.timex = true, iv, p, method, k
		return
	}
	b, p, ok := v.axis.at(v, k)
	if !ok {
		return
	}
	if a.Kind == detente.Act && a.Tense == detente.TensePresent && t.Direction != detente.Future && v.axis.known && b.hi < v.axis.dct.lo {
		next := *t
		next.Direction = detente.Future // "they meet on Monday": a programme
		if nb, np, ok := v.axis.eval(&next); ok && nb.lo >= v.axis.dct.lo {
			b, p = nb, np
		}
	}
	if !v.axis.known && k == v.axis.pivot {
		b = bounds{0, 0}
	}
	b = v.sided(b, v.govern[k].side)
	said := v.happened(a)
	if said && b.lo != openLo && b.lo > v.axis.dct.hi && v.planned(a, b.lo) {
		said = false
	}
	if said && b.lo != openLo && b.lo > v.axis.dct.hi {
		past := *t
		past.Direction = detente.Past // the words round it misled: it has happened
		if b, p, ok = v.axis.eval(&past); !ok || b.lo > v.axis.dct.hi {
			return
		}
		b = v.sided(b, v.govern[k].side)
	}
	if said {
		b.hi = min(b.hi, v.axis.dct.hi)
	}
	f.bounds, f.precision, f.method, f.timex = b, p, method, k
	if p <= detente.PrecisionHour && p != detente.PrecisionUnknown && v.axis.known && v.axis.dct.lo == v.axis.dct.hi && v.govern[k].side == at {
		ref := detente.Day(v.axis.dct.hi)
		f.minute, _ = t.Expr.Eval(detente.Days(ref, ref), t.Direction)
	}
}

// happened reports whether the event lies in the past of the article.
func (v *view) happened(a *detente.Attribution) bool {
	return a.Tense != detente.TenseFuture && (a.Kind != detente.Act || !a.Flags.Has(detente.FutureAct))
}

// planned reports whether an act dated behind the publication is still to come
// rather than a year back: "they meet tomorrow", "before the visit on May 2".
func (v *view) planned(a *detente.Attribution, lo int32) bool {
	const ahead = 92 // days that a programme of the news reaches
	return a.Kind == detente.Act && lo <= plus(v.axis.dct.hi, ahead) && (a.Tense == detente.TensePresent || a.Tense == detente.TenseNone)
}

func (v *view) sided(b bounds, s side) bounds {
	switch s {
	case since:
		return bounds{b.lo, v.axis.dct.hi}
	case until:
		return bounds{openLo, b.hi}
	case before:
		return bounds{openLo, plus(b.lo, -1)}
	case after:
		return bounds{b.lo, openHi}
	}
	return b
}

func sideInterval(iv detente.Interval, s side) detente.Interval {
	switch s {
	case since, after:
		iv.Hi = detente.MaxTime
	case until:
		iv.Lo = detente.MinTime
	case before:
		iv = detente.Interval{Lo: detente.MinTime, Hi: iv.Lo - 1}
	}
	return iv
}

// parents finds what each event depends on: the row whose cue it borrows, the
// one in whose content it stands, the main one of its sentence.
func (v *view) parents() {
	for i := range v.attrs {
		a := &v.attrs[i]
		f := &v.facts[i]
		switch {
		case a.Borrows >= 0 && int(a.Borrows) < len(v.attrs) && int(a.Borrows) != i:
			f.parent = a.Borrows
		case v.inside[i] >= 0:
			f.parent = v.inside[i]
		case a.Subord || a.Tense == detente.TenseNonFinite || v.inSub(i):
			f.parent = v.mainOf(i)
		}
	}
}

// inSub reports whether the cue stands in a clause that a subordinating word
// begins.
func (v *view) inSub(i int) bool {
	c := v.cue[i].first
	return int(c) < len(v.clause) && v.parts[v.clause[c]].sub
}

// mainOf finds the main event of the sentence of i: the nearest one before it
// that depends on nothing, else the nearest behind it, else -1.
func (v *view) mainOf(i int) int32 {
	best := int32(-1)
	c := v.cue[i].first
	for _, j := range v.cuesBetween(c-reach, c+reach) {
		b := &v.attrs[j]
		if int(j) == i || v.sentenceOf(int(j)) != v.sentenceOf(i) || b.Cue.Empty() || b.Subord || b.Tense == detente.TenseNonFinite || v.inside[j] >= 0 || v.inSub(int(j)) {
			continue
		}
		if best < 0 || v.cue[j].first < v.cue[i].first {
			best = j
		}
	}
	return best
}

func (v *view) sentenceOf(i int) int32 {
	c := v.cue[i].first
	if int(c) >= len(v.doc.Tokens) {
		return -1
	}
	return v.doc.Tokens[c].Sentence
}

// sections carries a date along its paragraph: what is told in the plain past
// behind a dated event of the same paragraph belongs to its day.
func (v *view) sections() {
	last, paragraph := int32(-1), int32(-1)
	for i := range v.attrs {
		a := &v.attrs[i]
		f := &v.facts[i]
		if p := v.paragraph(i); p != paragraph {
			last, paragraph = -1, p
		}
		if f.method == detente.MethodExplicit && (a.Tense == detente.TensePast || a.Tense == detente.TensePastPerf || a.Tense == detente.TenseNone) && f.parent < 0 && v.govern[f.timex].side == at {
			last = int32(i)
			continue
		}
		if last < 0 || f.method != detente.MethodNone || a.Tense != detente.TensePast || f.parent >= 0 || a.Sentence == v.attrs[last].Sentence {
			continue
		}
		l := &v.facts[last]
		if v.events || !v.sameSpeaker(last, int32(i)) {
			// The next speaker of a paragraph may speak today, but not before
			// what he answers.
			if !v.events && v.answers(int32(i), last) && !l.isAbs {
				f.bounds, f.timex, f.method = bounds{l.bounds.lo, v.axis.dct.hi}, l.timex, detente.MethodSection
			}
			continue
		}
		f.bounds, f.absolute, f.isAbs, f.precision, f.timex, f.method = l.bounds, l.absolute, l.isAbs, l.precision, l.timex, detente.MethodSection
	}
}

// answers reports whether row i is directed at who speaks or acts in row j.
func (v *view) answers(i, j int32) bool {
	return v.roles != nil && v.shareActor(v.roles[i].Targets, v.roles[j].Speakers)
}

// tenses dates what is left by what it depends on and by tense.
func (v *view) tenses() {
	state := make([]bool, len(v.attrs))
	for i := range v.attrs {
		v.settle(int32(i), state)
	}
}

func (v *view) settle(i int32, seen []bool) {
	f := &v.facts[i]
	if seen[i] {
		return
	}
	seen[i] = true
	if p := f.parent; p >= 0 {
		v.settle(p, seen)
	}
	if f.method != detente.MethodNone {
		return
	}
	a := &v.attrs[i]
	if v.events && a.Tense == detente.TenseNone {
		return // a noun: only a time of its own dates it
	}
	if f.parent >= 0 && v.inherits(i, a, f) {
		return
	}
	v.byTense(i, a, f)
}

// inherits dates a dependent event by its parent. It reports false where the
// tense alone decides.
func (v *view) inherits(i int32, a *detente.Attribution, f *fact) bool {
	p := v.facts[f.parent]
	if a.Borrows == f.parent {
		f.bounds, f.absolute, f.isAbs, f.minute = p.bounds, p.absolute, p.isAbs, p.minute
		f.method, f.precision, f.timex, f.inherited = p.method, p.precision, p.timex, true
		return true
	}
	if m := v.marker(i); m == hAfter || m == hBefore || m == hSince {
		return false // a link says more
	}
	switch tense := v.tense(i); tense {
	case detente.TensePastPerf:
		f.bounds, f.method = bounds{openLo, p.bounds.hi}, detente.MethodTense
		if p.isAbs {
			f.isAbs, f.absolute = true, detente.Interval{Lo: detente.MinTime, Hi: p.absolute.Hi}
		}
		return true
	case detente.TensePerfect:
		if v.inside[i] < 0 || !v.isNear(i) {
			if v.inside[i] < 0 {
				return false
			}
			f.bounds, f.method = bounds{openLo, p.bounds.hi}, detente.MethodTense
			return true
		}
	case detente.TensePresent:
		if v.inside[i] < 0 {
			return false
		}
	case detente.TenseFuture:
		f.bounds, f.method = bounds{p.bounds.lo, openHi}, detente.MethodTense
		return true
	case detente.TenseNonFinite:
		if v.infinitive(i) {
			if v.events {
				return false
			}
			f.bounds, f.method = bounds{p.bounds.lo, openHi}, detente.MethodTense // what is to come of it
			return true
		}
	}
	if p.method == detente.MethodNone {
		return false
	}
	f.bounds, f.absolute, f.isAbs, f.precision, f.timex = p.bounds, p.absolute, p.isAbs, p.precision, p.timex
	f.inherited = true
	if f.method = p.method; p.method == detente.MethodExplicit {
		f.method = detente.MethodClause
	}
	return true
}

// marker is the word that begins the clause of i, 0 for a main clause.
func (v *view) marker(i int32) uint64 {
	c := v.cue[i].first
	if int(c) >= len(v.clause) {
		return 0
	}
	return v.parts[v.clause[c]].marker
}

// tense is the tense of a cue; a participle that goes on with the auxiliary of
// the cue before it ("has condemned … and accused") has that one's tense.
func (v *view) tense(i int32) detente.Tense {
	a := &v.attrs[i]
	if v.participle(i) {
		return detente.TensePast
	}
	if a.Tense != detente.TensePast || i == 0 {
		return a.Tense
	}
	c := v.cue[i]
	j := c.first - 1
	if v.hash(j) != hAnd && v.hash(j) != hOr && v.hash(j) != hBut {
		return a.Tense
	}
	if f, ok := v.t.verbs.Lookup(v.hash(c.first)); !ok || !f.Forms.Has(lexicon.FormParticiple) {
		return a.Tense
	}
	s := v.sentence(c.first)
	for k := i - 1; k >= 0 && k > i-reach; k-- {
		if v.cue[k].first < s.first {
			break
		}
		if t := v.attrs[k].Tense; (t == detente.TensePerfect || t == detente.TensePastPerf) && v.inside[k] == v.inside[i] {
			return t
		}
	}
	return a.Tense
}

// participle reports whether a row is a participle that goes with a past verb
// which is no row: "she flew home, calling the treaty a swindle".
func (v *view) participle(i int32) bool {
	a := &v.attrs[i]
	if a.Tense != detente.TenseNonFinite || v.events || v.facts[i].parent >= 0 || v.infinitive(i) {
		return false
	}
	k := v.headOf(v.cue[i])
	if int(k) >= len(v.doc.Tokens) || v.tree.Tags[k].XPOS != detente.XPOSVBG || v.tree.Label[k] != detente.LabelAdvcl {
		return false
	}
	h := v.tree.Head[k]
	return h >= 0 && v.isPast(h) && v.isMain(h)
}

// byTense dates an event that stands alone.
func (v *view) byTense(i int32, a *detente.Attribution, f *fact) {
	d := v.axis.dct
	past := bounds{openLo, d.hi}
	f.method = detente.MethodTense
	if v.events && v.byTenseOfEvent(i, a, f) {
		return
	}
	if v.isHabit(i) {
		f.bounds = past
		return
	}
	switch v.tense(i) {
	case detente.TensePresent:
		f.bounds = d
		f.precision = detente.PrecisionDay
	case detente.TensePerfect:
		f.bounds = past
		if v.isNear(i) {
			f.bounds.lo = plus(d.lo, -7)
		}
	case detente.TensePastPerf:
		f.bounds = past
	case detente.TenseFuture:
		f.bounds = bounds{d.lo, openHi}
	case detente.TenseNonFinite:
		if f.bounds = past; v.infinitive(i) {
			f.bounds = bounds{d.lo, openHi}
		}
	case detente.TensePast, detente.TenseNone:
		if f.bounds = past; v.marker(i) == hAfter && !v.events && !v.hasLink(i) && v.isNear(i) {
			f.bounds.lo = plus(d.lo, -bareDays) // "is under fire after he called …"
		}
		switch l := v.earlierInSentence(i); {
		case l >= 0:
			f.bounds.lo, f.timex, f.method = v.facts[l].bounds.lo, v.facts[l].timex, detente.MethodSection
		case (!v.events && a.Kind != detente.Act && a.Tense == detente.TensePast || !v.datedParagraph(i)) && v.isNews(i, a):
			f.bounds.lo = plus(d.lo, -1)
			if v.events {
				f.bounds.lo = d.lo
			}
			f.method, f.precision = detente.MethodPublished, detente.PrecisionDay
		}
	}
	if !v.happened(a) && v.tense(i) != detente.TenseFuture {
		f.bounds, f.method = bounds{d.lo, openHi}, detente.MethodTense
		f.precision = detente.PrecisionUnknown
	}
}

// byTenseOfEvent dates single event words, for which the annotated corpora draw
// the line at the publication day: what is to come lies after it, what had been
// lies before it. It reports false for the other tenses.
func (v *view) byTenseOfEvent(i int32, a *detente.Attribution, f *fact) bool {
	d := v.axis.dct
	switch {
	case a.Tense == detente.TenseFuture, a.Tense == detente.TenseNonFinite && v.infinitive(i):
		f.bounds = bounds{plus(d.hi, 1), openHi}
	case a.Tense == detente.TensePastPerf:
		f.bounds = bounds{openLo, plus(d.lo, -1)}
	default:
		return false
	}
	return true
}

// infinitive reports whether "to" stands before the cue or begins it.
func (v *view) infinitive(i int32) bool {
	return v.hash(v.cue[i].first-1) == hTo || v.hash(v.cue[i].first) == hTo
}

// isNews reports whether an event in the plain past is news of the day as far as
// its place tells: a main clause, a clause beside it ("while …"), or a noun that
// another event is linked to.
func (v *view) isNews(i int32, a *detente.Attribution) bool {
	if v.linked(i) {
		return false
	}
	if !a.Subord || v.participle(i) {
		return true
	}
	if a.Tense == detente.TenseNone {
		return v.hasLink(i)
	}
	switch v.marker(i) {
	case hWhile, hAs, hWhereas, hThough, hAlthough:
		return true
	}
	return false
}

// hasLink reports whether the event is linked to another.
func (v *view) hasLink(i int32) bool {
	for _, e := range v.edges {
		if e.a == i || e.b == i {
			return true
		}
	}
	return false
}

// earlierInSentence finds a dated event before i in its sentence: what is told
// behind it in the plain past answered it.
func (v *view) earlierInSentence(i int32) int32 {
	if v.events || v.tense(i) != detente.TensePast || v.linked(i) || v.hasLink(i) {
		return -1
	}
	for j := i - 1; j >= 0 && j > i-reach; j-- {
		if v.sentenceOf(int(j)) != v.sentenceOf(int(i)) || v.cue[j].first >= v.cue[i].first {
			return -1
		}
		f := &v.facts[j]
		if v.inSub(int(j)) && !v.inSub(int(i)) {
			continue // "Bexia, which left in May, said": the clause tells of another time
		}
		if !f.isAbs && !weak(f.method) && f.bounds.lo != openLo && v.happened(&v.attrs[j]) && f.timex >= 0 && v.govern[f.timex].side == at {
			return j
		}
	}
	return -1
}

// linked reports whether the event stands behind "after", "before" or "since".
func (v *view) linked(i int32) bool {
	switch v.marker(i) {
	case hAfter, hBefore, hSince:
		return true
	}
	return false
}

// isHabit reports whether a word at the cue says that the act is repeated.
func (v *view) isHabit(i int32) bool { return v.near(i, isHabit) }

// isNear reports whether a present perfect looks back a few days only: in the
// lead, with just, now, recently, or for an act that is done once.
func (v *view) isNear(i int32) bool {
	if v.attrs[i].Sentence < 2 || v.near(i, isRecent) {
		return true
	}
	for k := v.cue[i].first; k < v.cue[i].last; k++ {
		if verb, ok := v.t.verbs.Lookup(v.hash(k)); ok && v.t.words[verb.Lemma].role&isAnnounce != 0 {
			return true
		}
	}
	return false
}

// near reports whether a word of the given role stands in the cue or at most two
// words before or behind it.
func (v *view) near(i int32, r role) bool {
	s := v.sentence(v.cue[i].first)
	for k := max(v.cue[i].first-2, s.first); k < min(v.cue[i].last+1, s.last); k++ {
		if v.word(k).role&r != 0 {
			return true
		}
	}
	return false
}

// datedParagraph reports whether the paragraph tells of another time: an
// expression in it that is neither in a quotation nor near the publication.
func (v *view) datedParagraph(i int32) bool {
	const back = 2 // sentences that a date reaches on
	p, own := v.paragraph(int(i)), v.attrs[i].Sentence
	for s := max(own-back, 0); s <= own && int(s) < len(v.doc.Sentences); s++ {
		if v.doc.Sentences[s].Paragraph != p {
			continue
		}
		for _, k := range v.idx.times.of(s) {
			if how := v.govern[k].how; how != free && how != governs {
				continue
			}
			if s == own && v.parts[v.clause[v.time[k].first]].sub {
				continue
			}
			b, _, ok := v.axis.at(v, k)
			if !ok && !v.axis.known && v.times[k].Expr.Relative() {
				continue
			}
			if !ok || b.hi < plus(v.axis.dct.lo, -10) && b.hi != openHi {
				return true
			}
		}
	}
	return false
}
