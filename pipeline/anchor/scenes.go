package anchor

import (
	"slices"

	"detente"
	"detente/internal/lexicon"
)

// scene is the time that the story has turned to: "last month she told a rally
// …", "on Sunday he took on …". What is told behind it in the plain past, by
// those who take part in it, belongs to it until another time is named or the
// story comes back to the news.
type scene struct {
	bounds    bounds
	absolute  detente.Interval
	isAbs     bool
	precision detente.Precision
	timex     int32
	sentence  int32 // the last one that belongs to it
	paragraph int32
	people    []int32  // entities that take part
	told      bool     // set by what happened, not by what was said
	names     []uint64 // capitalised words of the sentences that set it
}

// How far scenes reach.
const (
	freshScene = 16  // days back: such a scene is the occasion of the news, and goes on
	longScene  = 366 // days: wider times are no scenes
	monthScene = 62  // days: wider ones are not gone on with from paragraph to paragraph
	sceneGap   = 4   // paragraphs that a fresh scene is left for
)

// scenes carries the time of a scene to the undated plain past behind it.
func (v *view) scenes() {
	var sc scene
	open, news := false, v.firstNews()
	for s := range v.doc.Sentences {
		sent := &v.doc.Sentences[s]
		if k := v.sceneTime(int32(s)); k >= 0 {
			open = v.openScene(&sc, k, int32(s))
		} else if open && v.closes(&sc, sent) {
			open = false
		}
		if !open {
			continue
		}
		joined := false
		if sent.Paragraph-sc.paragraph <= 1 && (v.goesOn(int32(s)) || v.tellsOn(&sc, sent)) {
			sc.sentence, sc.paragraph = int32(s), sent.Paragraph
			joined = sc.told
		}
		for _, i := range v.idx.cues.of(int32(s)) {
			switch {
			case !v.mayCarry(i):
			case v.carries(&sc, i) || v.isTheirs(&sc, int32(s), news):
				v.carry(&sc, i)
			case v.reacts(&sc, i):
				f := &v.facts[i]
				f.bounds, f.precision, f.timex, f.method = bounds{sc.bounds.lo, v.axis.dct.hi}, detente.PrecisionUnknown, sc.timex, detente.MethodSection
			}
			joined = joined || v.facts[i].method == detente.MethodSection && v.facts[i].timex == sc.timex
		}
		if joined {
			v.joinScene(&sc, sent.First, sent.Last)
		}
	}
}

// tellsOn reports whether a sentence tells in the past what happened next: of one
// of the scene's people, or, in a scene of what happened, of anybody but one who
// is quoted.
func (v *view) tellsOn(sc *scene, sent *detente.Sentence) bool {
	j := v.firstVerb(sent.First, sent.Last)
	if j < 0 || v.doc.Tokens[j].Depth > 0 || !v.isPast(j) {
		return false
	}
	if sc.told {
		for _, i := range v.idx.cues.of(v.doc.Tokens[j].Sentence) {
			if v.attrs[i].Kind != detente.Act && v.inside[i] < 0 {
				return false
			}
		}
		return true
	}
	for k := sent.First; k < j; k++ {
		if v.tree.Label[k] == detente.LabelNsubj || v.tree.Label[k] == detente.LabelNsubjPass {
			return v.word(k).role&isSubject != 0 || slices.Contains(sc.names, v.hash(k))
		}
	}
	return false
}

// firstVerb is the first finite verb of the tokens [first, last), -1 when there
// is none.
func (v *view) firstVerb(first, last int32) int32 {
	for j := first; j < last; j++ {
		if v.finite[j] && v.word(j).role&isSubject == 0 {
			return j
		}
	}
	return -1
}

// sceneLead is in how many sentences a feature comes to its scene.
const sceneLead = 5

// firstNews is the first sentence that names a time of the week before the
// article came out, the number of sentences where there is none. What an article
// tells in scenes before it comes to news is theirs, whoever speaks; one with a
// dateline tells news from the start unless it never names such a time.
func (v *view) firstNews() int32 {
	none := int32(len(v.doc.Sentences))
	if !v.axis.known {
		return none // there may be none
	}
	if m, _, _ := monthAndDay(v.doc, v.doc.Dateline); m > 0 {
		return 0
	}
	for k := range v.times {
		t := &v.times[k]
		if t.Expr == nil || t.Type == detente.TimexDuration || t.Type == detente.TimexSet || v.isPresent(int32(k)) || v.doc.Tokens[v.time[k].first].Depth > 0 {
			continue
		}
		if b, _, ok := v.axis.at(v, int32(k)); ok && b.both() && b.hi-b.lo <= 7 && b.hi >= plus(v.axis.dct.lo, -7) && b.lo <= v.axis.dct.hi {
			if !v.doc.Dateline.Empty() {
				return 0
			}
			return t.Sentence
		}
	}
	return none
}

// isTheirs reports whether what sentence s reports is told in a scene before there is
// news.
func (v *view) isTheirs(sc *scene, s, news int32) bool {
	if !sc.told || !v.axis.known && sc.isAbs || v.doc.Sentences[s].Paragraph-sc.paragraph > 1 {
		return false
	}
	return news == int32(len(v.doc.Sentences)) || s < news && v.times[sc.timex].Sentence <= sceneLead
}

// sceneTime finds the expression that says when the main clause of a sentence
// happened, the last one where it goes on from day to day; -1 when there is none.
func (v *view) sceneTime(s int32) int32 {
	best := int32(-1)
	for _, k := range v.idx.times.of(s) {
		t := &v.times[k]
		tok := v.time[k]
		if t.Expr == nil || t.Type == detente.TimexDuration || t.Type == detente.TimexSet || v.isPresent(k) || v.doc.Tokens[tok.first].Depth > 0 || sideOf(v.hash(tok.first-1)) != at {
			continue
		}
		if g := v.govern[k]; g.how == governs {
			a := &v.attrs[g.attr]
			if a.Subord || v.inside[g.attr] >= 0 || !v.happened(a) || a.Tense != detente.TensePast && a.Tense != detente.TenseNone {
				continue
			}
			best = k
			continue
		}
		if v.inContent(t.Span) {
			continue
		}
		if h := v.toldVerb(k); h >= 0 && v.isMain(h) && v.isPast(h) || v.fronted(k) || v.heads(k) {
			best = k
		}
	}
	if best >= 0 {
		return best
	}
	for _, i := range v.idx.cues.of(s) { // "speaking to reporters on Tuesday, she said"
		f := &v.facts[i]
		if f.method == detente.MethodClause && f.timex >= 0 && f.parent < 0 && v.inside[i] < 0 && v.govern[f.timex].side == at && v.attrs[i].Tense == detente.TensePast {
			best = f.timex
		}
	}
	return best
}

// fronted reports whether an expression stands in what a sentence in the past
// begins with: "On the second night of the convention in July, she stood …", or
// is what it says: "It was 19 July, and …".
func (v *view) fronted(k int32) bool {
	const most = 10 // words before it
	s := v.sentence(v.time[k].first)
	first := s.first
	for j := s.first; j < min(s.first+5, s.last-1); j++ { // a place and a dash
		if v.doc.Tokens[j].Span.Start < v.doc.Dateline.End || v.doc.Tokens[j].Kind == detente.Punct && v.isDash(j) {
			first = j + 1
		}
	}
	at := v.time[k].first
	if at < first || at-first > most {
		return false
	}
	j := v.firstVerb(first, s.last)
	if j >= 0 && j < at {
		return j == first+1 && v.hash(first) == hIt && v.hash(j) == hWas && v.firstVerb(j+1, at) < 0
	}
	return j >= 0 && v.doc.Tokens[j].Depth == 0 && v.isPast(j) && (at == first || v.tree.Tags[first].UPOS == detente.UPOSADP)
}

// heads reports whether an expression stands in a line without a verb that is a
// paragraph of its own: "OSTSTAD, 19 July".
func (v *view) heads(k int32) bool {
	const most = 8 // tokens
	s := v.time[k].first
	sent := &v.doc.Sentences[v.doc.Tokens[s].Sentence]
	p := &v.doc.Paragraphs[sent.Paragraph]
	return sent.Paragraph > 0 && p.Last-p.First == 1 && sent.Last-sent.First <= most && v.firstVerb(sent.First, sent.Last) < 0
}

// isDash reports whether a mark is a dash or a hyphen.
func (v *view) isDash(j int32) bool {
	c := v.doc.Text[v.doc.Tokens[j].Span.Start]
	return c == '-' || c == 0xE2
}

// timedVerb is the verb that an expression dates by the tree, by itself or
// through the occasion that it names ("at a rally in March", "during Monday's
// debate"); -1 when it dates none.
func (v *view) timedVerb(k int32) int32 {
	t := v.headOf(v.time[k])
	for range 3 {
		h := v.tree.Head[t]
		if h < 0 {
			return -1
		}
		switch v.tree.Label[t] {
		case detente.LabelObl, detente.LabelOblUnmarked, detente.LabelAdvmod:
			if u := v.tree.Tags[h].UPOS; u == detente.UPOSVERB || u == detente.UPOSAUX {
				return h
			}
			return -1
		case detente.LabelNmod, detente.LabelNmodPoss, detente.LabelNmodUnmarked, detente.LabelCompound, detente.LabelNummod:
			if v.tree.Label[h] == detente.LabelObl && !v.isOccasion(h) {
				return -1
			}
			t = h
		default:
			return -1
		}
	}
	return -1
}

// toldVerb is the verb whose time an expression tells, or that of the infinitive
// which it depends on: "they scrambled to raise money last year". What is to come
// stays with the infinitive.
func (v *view) toldVerb(k int32) int32 {
	h := v.timedVerb(k)
	for h >= 0 && v.tree.Label[h] == detente.LabelXcomp && v.times[k].Direction != detente.Future && v.tree.Head[h] >= 0 {
		h = v.tree.Head[h]
	}
	return h
}

// isMain reports whether a verb is the main one of its sentence, joined to it,
// or in a clause that tells what happened meanwhile.
func (v *view) isMain(k int32) bool {
	for range 6 {
		h := v.tree.Head[k]
		if h < 0 {
			return true
		}
		switch v.tree.Label[k] {
		case detente.LabelConj, detente.LabelParataxis:
		case detente.LabelAdvcl:
			if !v.meanwhile(k) {
				return false
			}
		default:
			return false
		}
		k = h
	}
	return false
}

// meanwhile reports whether a clause begins with as, when or while.
func (v *view) meanwhile(k int32) bool {
	for j := max(v.sentence(k).first, k-12); j < k; j++ {
		if v.tree.Head[j] != k {
			continue
		}
		switch v.hash(j) {
		case hAs, hWhen, hWhile:
			return true
		}
	}
	return false
}

// isPast reports whether a verb, or the auxiliary that a verb begins with, stands
// in the past. The pluperfect looks back from a scene, which stays.
func (v *view) isPast(k int32) bool {
	tag := v.tree.Tags[k].XPOS
	past := tag == detente.XPOSVBD && (v.hash(k) != hHad || v.tree.Label[k] != detente.LabelAux) || tag == detente.XPOSVBN
	for j := max(v.sentence(k).first, k-8); j < k; j++ {
		if v.tree.Head[j] != k || v.tree.Label[j] != detente.LabelAux && v.tree.Label[j] != detente.LabelAuxPass {
			continue
		}
		switch v.hash(j) {
		case hWas, hWere, hDid:
			past = true
		case hHad, hHas, hHave, hIs, hAre, hBe:
			return false
		}
	}
	return past
}

// openScene makes the time of expression k the scene. It reports false, and the
// story is back at the news, when the time is that of the publication or none
// that a scene could have.
func (v *view) openScene(sc *scene, k, s int32) bool {
	t := &v.times[k]
	b, p, ok := v.axis.at(v, k)
	if ok && (b.lo > v.axis.dct.hi || !v.axis.known && b.hi > v.axis.dct.hi) { // it has happened: the words round it misled
		past := *t
		past.Direction = detente.Past
		far, q, found := v.axis.eval(&past)
		if !v.axis.known {
			far.hi = max(far.hi, b.hi)
		}
		b, p, ok = far, q, found
	}
	switch {
	case !ok && !v.axis.known && !t.Expr.Relative():
		iv, p := t.Expr.Eval(detente.Days(0, 0), t.Direction)
		*sc = scene{isAbs: true, absolute: iv, precision: p, bounds: unbounded}
	case !ok || !b.both() || !v.vague() && b.hi-b.lo > longScene:
		return false
	case v.vague() && b.lo < v.axis.dct.lo && b.hi >= v.axis.dct.lo: // the news or not: both are kept open
		*sc = scene{bounds: bounds{min(b.lo, plus(v.axis.dct.lo, -1)), v.axis.dct.hi}, precision: p}
	case b.lo < plus(v.axis.dct.lo, -1) && b.hi >= v.axis.dct.lo && b.hi-b.lo <= 7: // "had a talk this week"
		*sc = scene{bounds: bounds{b.lo, v.axis.dct.hi}, precision: p}
	case b.hi >= v.axis.dct.lo:
		return false
	default:
		*sc = scene{bounds: b, precision: p}
	}
	sent := &v.doc.Sentences[s]
	sc.timex, sc.sentence, sc.paragraph = k, s, sent.Paragraph
	end := v.sceneEnd(k, sent)
	sc.told = end == sent.Last && (v.govern[k].how != governs || v.attrs[v.govern[k].attr].Kind == detente.Act)
	v.joinScene(sc, sent.First, end)
	if g := v.govern[k]; g.how == governs && v.roles != nil {
		for _, r := range v.roles[g.attr].Speakers {
			sc.people = append(sc.people, r.Entity)
		}
	}
	return true
}

// vague reports whether the day of publication is not known, or to a month or a
// year only.
func (v *view) vague() bool { return !v.axis.known || v.axis.dct.lo < v.axis.dct.hi }

// sceneEnd is where the words of a sentence end that belong to the scene which
// expression k opens: "she left last month, a spokesman told the Courier" is told
// now.
func (v *view) sceneEnd(k int32, sent *detente.Sentence) int32 {
	last := v.time[k].last
	for j := last; j < sent.Last; j++ {
		if h := v.tree.Head[j]; v.tree.Label[j] == detente.LabelNsubj && h > j && v.clause[h] != v.clause[last-1] && v.isMain(h) {
			if l := v.verbLemma(h); l == hSay || l == hTell {
				return last
			}
		}
	}
	return sent.Last
}

// joinScene lets everybody whom the tokens [first, last) name outside quotations
// take part.
func (v *view) joinScene(sc *scene, first, last int32) {
	for j := first; j < last; j++ {
		w := v.doc.Tokens[j].Span.In(v.doc.Text)
		if v.doc.Tokens[j].Depth == 0 && w[0] >= 'A' && w[0] <= 'Z' && v.t.words[v.hash(j)].role&isSubject == 0 && v.tree.Tags[j].UPOS == detente.UPOSPROPN {
			sc.names = append(sc.names, v.hash(j))
		}
	}
	if v.coref == nil || first >= last {
		return
	}
	span := detente.Span{Start: v.doc.Tokens[first].Span.Start, End: v.doc.Tokens[last-1].Span.End}
	for i := range v.coref.Mentions {
		m := &v.coref.Mentions[i]
		if m.Span.Start >= span.End {
			break
		}
		if m.Entity >= 0 && span.Contains(m.Span) && v.doc.Tokens[v.tokensOf(m.Span).first].Depth == 0 {
			sc.people = append(sc.people, m.Entity)
		}
	}
}

// closes reports whether a sentence brings the story back from an old scene: one
// that opens a paragraph in the present or the present perfect.
func (v *view) closes(sc *scene, sent *detente.Sentence) bool {
	if sc.isAbs || sc.bounds.hi >= plus(v.axis.dct.lo, -freshScene) || sent.Paragraph == sc.paragraph {
		return false
	}
	j := v.firstVerb(sent.First, sent.Last)
	if j < 0 || v.doc.Tokens[j].Depth > 0 {
		return false
	}
	switch v.hash(j) {
	case hHas, hHave, hIs, hAre:
		return true
	}
	return v.tree.Tags[j].XPOS == detente.XPOSVBZ || v.tree.Tags[j].XPOS == detente.XPOSVBP
}

// mayCarry reports whether a row is told in the plain past and dated by nothing
// but that.
func (v *view) mayCarry(i int32) bool {
	f := &v.facts[i]
	if f.isAbs || f.inherited || v.inside[i] >= 0 || v.tense(i) != detente.TensePast || v.isHabit(i) || v.linked(i) || v.hasLink(i) || !v.happened(&v.attrs[i]) {
		return false
	}
	switch f.method {
	case detente.MethodPublished, detente.MethodNone:
		return true
	case detente.MethodTense, detente.MethodSection:
		return f.parent < 0
	}
	return false
}

// carries reports whether row i goes on in the scene.
func (v *view) carries(sc *scene, i int32) bool {
	a := &v.attrs[i]
	s := v.sentenceOf(int(i))
	if s == sc.sentence && sc.timex >= 0 && v.times[sc.timex].Sentence == s {
		if v.facts[i].method == detente.MethodSection && (v.govern[sc.timex].how != governs || !v.sameSpeaker(v.govern[sc.timex].attr, i)) {
			return false // "on Sunday she called it a farce, and he dismissed the charge"
		}
		return v.cue[i].first >= v.time[sc.timex].last && (v.isMain(v.headOf(v.cue[i])) || v.participle(i))
	}
	gap := v.doc.Sentences[s].Paragraph - sc.paragraph
	if gap > 0 && !sc.isAbs && sc.bounds.hi >= v.axis.dct.lo && !v.vague() {
		return false // this week may be now
	}
	if gap <= 1 && v.goesOn(s) {
		return true
	}
	if !v.takesPart(sc, i) {
		return false
	}
	switch {
	case gap == 0:
		return true
	case sc.isAbs, sc.bounds.hi < plus(v.axis.dct.lo, -freshScene):
		return gap == 1 && (sc.told || a.Kind == detente.Direct || v.isPronoun(a.Source))
	}
	return gap <= sceneGap
}

// reacts reports whether somebody speaks in the paragraph that tells what others
// did in a fresh scene: he may do so now as well as then, but not before.
func (v *view) reacts(sc *scene, i int32) bool {
	s := v.sentenceOf(int(i))
	if g := v.govern[sc.timex]; g.how == governs && v.attrs[g.attr].Kind != detente.Act {
		return false // each speaker of the news has his own time
	}
	return !sc.isAbs && sc.bounds.hi >= plus(v.axis.dct.lo, -freshScene) && v.facts[i].method != detente.MethodSection && v.times[sc.timex].Sentence != s && v.doc.Sentences[s].Paragraph == sc.paragraph
}

// goesOn reports whether a sentence says that it follows on the one before it:
// "Subsequently, …", "In response she …".
func (v *view) goesOn(s int32) bool {
	sent := &v.doc.Sentences[s]
	for j := sent.First; j < min(sent.First+6, sent.Last); j++ {
		if v.word(j).role&isThen == 0 || v.doc.Tokens[j].Depth > 0 {
			continue
		}
		if h := v.tree.Head[j]; j == sent.First || h >= 0 && v.isMain(h) && v.isPast(h) {
			return true
		}
	}
	return false
}

// takesPart reports whether the speaker of a row is one of the scene's people.
func (v *view) takesPart(sc *scene, i int32) bool {
	if v.roles != nil {
		for _, r := range v.roles[i].Speakers {
			if slices.Contains(sc.people, r.Entity) {
				return true
			}
		}
	}
	src := v.attrs[i].Source
	if v.isPronoun(src) {
		return v.roles == nil || len(v.roles[i].Speakers) == 0
	}
	name := lastWord(src.In(v.doc.Text))
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && slices.Contains(sc.names, lexicon.Hash(name))
}

// isPronoun reports whether a source is he, she or they.
func (v *view) isPronoun(s detente.Span) bool {
	if s.Empty() {
		return false
	}
	t := v.tokensOf(s)
	return t.last-t.first == 1 && v.word(t.first).role&isSubject != 0
}

// carry gives row i the time of the scene, and the scene goes on to its sentence.
func (v *view) carry(sc *scene, i int32) {
	f := &v.facts[i]
	f.bounds, f.absolute, f.isAbs, f.precision, f.timex, f.method = sc.bounds, sc.absolute, sc.isAbs, sc.precision, sc.timex, detente.MethodSection
	s := v.sentenceOf(int(i))
	if sc.sentence = s; v.vague() || sc.bounds.hi-sc.bounds.lo <= monthScene {
		sc.paragraph = v.doc.Sentences[s].Paragraph
	}
	if v.roles != nil {
		for _, r := range v.roles[i].Speakers {
			sc.people = append(sc.people, r.Entity)
		}
	}
}
