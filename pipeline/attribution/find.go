// Package attribution finds who said or did what: quotations and reported
// speech with their source, cue and content, and deeds that the narrator tells;
// then the speakers and targets of each.
//
// The rules read the dependency tree (clause.go), a coarse tagging of their own
// (tags.go, syntax.go), tables of cues and acts (internal/lexicon) and the
// quotation marks that segmentation has paired. The tagging cuts noun phrases and
// verb groups by the order of words: contents and cues begin and end with those,
// and where the tree errs at names that it has never seen, verbs and those who act
// and suffer are found by it.
// Trained models (internal/model/speech) judge what the rules find of reported
// speech and add to it, by the tree; another judges the deeds that the rules
// propose (judge.go).
package attribution

import (
	"slices"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// Find gives the attributions of a document in text order: by the first byte of
// cue or content, ties by the longer content.
//
// Content, Cue and Source follow the codebook: content with its quotation marks
// and a leading "that", the cue as the whole verb group, the source without the
// apposition after it. A quotation split round its cue is one attribution; a
// further quotation that has no cue of its own borrows (Borrows). In an author's
// or outlet's own voice every sentence that is neither quoted nor attributed is
// a Direct attribution with an empty Source. Find never fails; a document
// without attributions gives nil.
func Find(doc *detente.Doc, tree *detente.Tree, voice detente.Voice) []detente.Attribution {
	if len(doc.Tokens) == 0 {
		return nil
	}
	f := newFinder(doc, tree, voice)
	f.cued()
	f.learned()
	f.borrow()
	f.merge()
	if voice == detente.VoiceAuthor || voice == detente.VoiceOutlet {
		f.plain()
	}
	f.indexVoices()
	f.deeds()
	f.yield()
	return f.finish()
}

func newFinder(doc *detente.Doc, tree *detente.Tree, voice detente.Voice) *finder {
	f := &finder{syntax: analyse(doc, loaded()), clauses: newClauses(tree), voice: voice}
	f.cover = make([]int32, len(doc.Tokens))
	for i := range f.cover {
		f.cover[i] = -1
	}
	f.indexQuotes()
	f.deadline, _ = f.acts.Pair(hGive, lexicon.Hash("deadline"))
	return f
}

// cued finds the attributions that have a cue, by rules.
func (f *finder) cued() {
	f.findTurns()
	for p := range f.doc.Paragraphs {
		if f.doc.Paragraphs[p].Kind != detente.Furniture {
			f.paragraph(p)
		}
	}
}

// run is a stretch of tokens, [first, last).
type run struct{ first, last int }

func (r run) empty() bool { return r.last <= r.first }

func (r run) holds(i int) bool { return r.first <= i && i < r.last }

// draft is an attribution in tokens.
type draft struct {
	kind      detente.Kind // Act, or 0: counted at the end
	content   []run
	cue       run
	sources   []run
	addressee run
	patients  []run
	object    run
	group     int // verb group of the cue, or -1
	at        int // of an act or a guess: its verb or noun
	ends      int // of a verb of ending: the participle that it ends
	entry     *lexicon.Cue
	act       *lexicon.Act
	places    lexicon.Patient // where whom the act is done to may stand
	class     detente.Class
	mode      detente.Mode
	recip     bool
	carried   bool // a light verb and its act noun
	flags     detente.Flags
	tense     detente.Tense
	thought   bool
	subord    bool
	borrows   int  // index of another draft, or -1
	guessed   bool // a cue that only the models know: gives way to a deed
	dropped   bool
	passive   bool   // of an act
	how       shared // whose subject the verb of an act has
	doubts    doubts
	sentence  int32
}

// finder collects drafts.
type finder struct {
	*syntax
	clauses
	voice    detente.Voice
	drafts   []draft
	turns    []int         // paragraphs of a quoted transcript
	ended    map[int]bool  // participles that stand under a verb of ending
	used     map[int]bool  // act nouns that a verb has taken
	cover    []int32       // of each token the draft whose content holds it (the innermost), or -1
	opens    map[int32]int // quotations by their first token
	deadline *lexicon.Act  // of "gave a deadline"
	voices   [][]int32     // by sentence the drafts of words, once they are all found
	closes   map[int32]int // outer quotations by the token behind them
	proposed *[]Deed       // where the deeds go that training looks at, nil else
	features []model.Valued
	order    []int32 // the drafts by the first token of their content, while quotations borrow
}

// paragraph finds the attributions that have a cue in paragraph p.
func (f *finder) paragraph(p int) {
	par := &f.doc.Paragraphs[p]
	if par.Kind == detente.Turn || slices.Contains(f.turns, p) {
		f.turn(p)
		return
	}
	for si := par.First; si < par.Last; si++ {
		s := &f.doc.Sentences[si]
		first, last := int(s.First), int(s.Last)
		for i := first; i < last; i++ {
			f.cueAt(i, first, last)
		}
	}
}

// add keeps a draft and marks the tokens of its content.
func (f *finder) add(d draft) int {
	n := len(f.drafts)
	f.drafts = append(f.drafts, d)
	for _, r := range d.content {
		for i := r.first; i < r.last; i++ {
			f.cover[i] = int32(n)
		}
	}
	return n
}

// cueAt looks at one token of the sentence [first, last) that may begin a cue.
func (f *finder) cueAt(i, first, last int) {
	tok := &f.doc.Tokens[i]
	if tok.Depth > 0 || tok.Kind != detente.Word {
		return
	}
	hit, ok := f.cues.Other(f.words, i)
	if ok && hit.Cue.Word == lexicon.CuePreposition {
		f.accordingTo(i, hit, first, last) // before verbs: "according" looks like one
		return
	}
	if gi := f.groupAt[i]; gi >= 0 {
		if g := &f.groups[gi]; g.head == i {
			f.verbCue(int(gi), first, last)
		}
		return
	}
	if ok && hit.Cue.Word == lexicon.CueNoun {
		f.nounCue(i, hit, first, last)
	}
}

// verbCue makes an attribution of verb group gi when its head is a cue and some
// content stands where such a cue has it.
func (f *finder) verbCue(gi, first, last int) {
	g := &f.groups[gi]
	hit, ok := f.cues.Verb(f.words, g.head)
	after := g.head + hit.Words
	if !ok || after > last {
		if hit, after, ok = f.adjectiveCue(g, last); !ok {
			return
		}
	}
	c := hit.Cue
	d := draft{group: gi, entry: c, borrows: -1, sentence: g.sentence, cue: run{g.first, after}, thought: c.Kind == lexicon.CueThought}
	d.tense, d.flags = f.mood(g)
	src := f.subject(gi, first, last)
	if q, ok := f.quotedAs(&d, gi, first); ok {
		src = q
	}
	d.sources, d.subord = src.runs, src.subord
	if f.bare(g) && (src.shared || !f.agreesWithBase(src)) || f.asked(g, src, first) {
		return
	}
	if src.inverted {
		after = max(after, src.after)
	}
	r := f.right(c, g, after, last, src)
	d.addressee, d.patients = r.addressee, r.patients
	left := f.left(g, src, first)
	switch {
	case !r.content.empty() && !((r.weak || r.aside) && !left.empty() && f.closesQuote(left.last-1)):
		d.content = []run{r.content}
		if !left.empty() && r.resumes && (f.closesQuote(left.last-1) || f.brokenOff(left, after, last)) {
			d.content = []run{left, r.content}
		}
	case !left.empty() && f.takesLeft(c, src):
		d.content = []run{left}
		if tail := f.resumed(left, after, last); !tail.empty() {
			d.content = append(d.content, tail)
		} else if !f.says(left) || f.tags[left.first] == tagSub && after < last && f.tags[after] != tagStop && f.tags[after] != tagComma && !src.inverted {
			return // "Last month, the bureau warned": a time and no content
		}
	case r.pending:
		d.cue.last = max(d.cue.last, after)
		f.pendingContent(&d)
	case src.relativeObject.last > 0 && c.Complement.Has(lexicon.NounPhrase|lexicon.BareClause|lexicon.ThatClause):
		d.content = []run{src.relativeObject}
	}
	if src.subord && len(d.content) == 1 {
		d.content[0] = f.relativeEnd(d.content[0])
	}
	if f.carriesAct(g, r) {
		return // "ordered an embargo": a deed
	}
	if (g.infinitive && !f.touches(gi) || g.ing && (!f.isSpeechAct(g) || g.first > first && f.tags[g.first-1] == tagPrep)) && r.weak {
		return // "to show restraint" is a deed or a wish, "commenting on the talks" where the words were said
	}
	if len(d.content) == 0 || g.passive && len(d.sources) == 0 && !c.Complement.Has(lexicon.ThatClause|lexicon.Infinitive) {
		return
	}
	f.governed(&d, gi)
	f.frame(&d, gi, last)
	f.add(d)
}

// carriesAct reports whether an order has a deed as its object.
func (f *finder) carriesAct(g *group, r rightSide) bool {
	if g.lemma != hOrder || !r.weak || f.phraseAt[r.content.first] < 0 {
		return false
	}
	p := f.phrases[f.phraseAt[r.content.first]]
	if _, ok := f.acts.Pair(g.lemma, f.words[p.head]); ok {
		return true // "ordered two frigates to the strait"
	}
	noun, ok := f.headNoun(p.head)
	return ok && noun.Class.Material()
}

var hOrder = lexicon.Hash("order")

// asked reports whether a cue is a participle that only says when others spoke:
// "Asked about the ban, Kast said no".
func (f *finder) asked(g *group, src subject, first int) bool {
	if g.first != g.head || g.ing || !g.form.Has(lexicon.FormParticiple) || len(src.runs) > 0 && !src.shared {
		return false
	}
	return g.first == first || f.tags[g.first-1] == tagSub || f.text(g.first-1) == "when"
}

// isSpeechAct reports whether the verb of a group is an act done with words.
func (f *finder) isSpeechAct(g *group) bool {
	hit, ok := f.acts.Verb(f.words, g.head)
	return ok && hit.Act.Speech
}

// brokenOff reports whether a cue breaks into what was said: "The plan, he said,
// “is dead”". What opens with a preposition or a time is the narrator's own:
// "At the port, he said “no”".
func (f *finder) brokenOff(left run, after, last int) bool {
	k := f.skipAside(after, last)
	if f.groupIn(left.first, left.last) || k >= last || f.tags[k] != tagComma {
		return false
	}
	pi := f.phraseAt[left.first]
	return pi >= 0 && !f.phrases[pi].timeLike
}

// quotedAs reads "X was quoted as saying" and "an agency quoted X as saying": who
// speaks is X. The draft of "quoted" gives way.
func (f *finder) quotedAs(d *draft, gi, first int) (subject, bool) {
	g := &f.groups[gi]
	if !g.ing || gi == 0 || g.first <= first || f.words[g.first-1] != hAs {
		return subject{}, false
	}
	up := &f.groups[gi-1]
	if up.sentence != g.sentence || !quotes[up.lemma] || up.last > g.first-1 {
		return subject{}, false
	}
	src := subject{first: up.first}
	if k := f.skipBack(up.first-1, first); k >= first && f.phraseAt[k] >= 0 {
		src = f.subjectEndingAt(k, first)
		src.relativeObject = run{}
	}
	if up.passive {
		d.cue.first = up.first
	} else {
		if f.phraseAt[up.last] < 0 {
			return subject{}, false
		}
		p := f.phrases[f.phraseAt[up.last]]
		src.runs = []run{{up.last, f.tail(p.last, g.first-1)}}
	}
	if n := len(f.drafts) - 1; n >= 0 && f.drafts[n].group == gi-1 {
		f.drafts = f.drafts[:n]
	}
	return src, true
}

var quotes = hashSet("quote cite")

// says reports whether a stretch before a cue can be what was said: it has a
// finite verb or a quotation.
func (f *finder) says(r run) bool {
	for i := r.first; i < r.last; i++ {
		if f.doc.Tokens[i].Depth > 0 {
			return true
		}
		if gi := f.groupAt[i]; gi >= 0 && !f.groups[gi].ing && !f.groups[gi].infinitive {
			return true
		}
	}
	return false
}

// agreesWithBase reports whether a subject can govern a base form: it is plural,
// joined, or I, we, you, they, who.
func (f *finder) agreesWithBase(src subject) bool {
	if len(src.runs) != 1 {
		return true
	}
	r := src.runs[0]
	pi := f.phraseAt[r.first]
	if pi < 0 {
		return true
	}
	h := f.phrases[pi].head
	if f.tags[h] == tagPron {
		return !singular[f.words[h]]
	}
	return f.plural(h) || f.tags[h] != tagName || h > r.first
}

var singular = hashSet("he she it")

// adjectiveCue finds "is confident that": be with an adjective of the table.
func (f *finder) adjectiveCue(g *group, last int) (hit lexicon.CueHit, after int, ok bool) {
	if g.lemma != hBe {
		return hit, 0, false
	}
	k := g.last
	for k < last && f.tags[k] == tagAdv {
		k++
	}
	hit, ok = f.cues.Other(f.words, k)
	if !ok || hit.Cue.Word != lexicon.CueAdjective || k >= last {
		return hit, 0, false
	}
	return hit, k + hit.Words, true
}

// governed joins an infinitive cue to the verb that governs it when they touch
// ("declined to say", "went on to add"): one cue, one mood.
func (f *finder) governed(d *draft, gi int) {
	g := &f.groups[gi]
	if !g.infinitive || !f.touches(gi) {
		return
	}
	up := &f.groups[gi-1]
	if n := len(f.drafts) - 1; n >= 0 && f.drafts[n].group == gi-1 {
		f.drafts = f.drafts[:n] // "declined" alone is no cue here
	}
	d.cue.first = up.first
	d.tense, d.flags = f.mood(up)
	if isRefusal(up.lemma) {
		d.flags |= detente.Negated
	}
}

// touches reports whether the verb group before gi ends where gi begins.
func (f *finder) touches(gi int) bool {
	if gi == 0 {
		return false
	}
	g, up := &f.groups[gi], &f.groups[gi-1]
	return up.sentence == g.sentence && up.last >= g.first-1 && up.last <= g.first
}

// mood reads tense and flags off a verb group.
func (f *finder) mood(g *group) (detente.Tense, detente.Flags) {
	var flags detente.Flags
	if g.negated {
		flags |= detente.Negated
	}
	switch {
	case g.modal != 0 && isFutureModal(g.modal):
		return detente.TenseFuture, flags | detente.FutureAct
	case g.modal != 0:
		return detente.TensePresent, flags | detente.Hedged
	case g.infinitive || g.ing:
		return detente.TenseNonFinite, flags
	case g.perfect && g.past:
		return detente.TensePastPerf, flags
	case g.perfect:
		return detente.TensePerfect, flags
	case g.past || g.passive && g.form.Has(lexicon.FormParticiple) && g.first == g.head:
		return detente.TensePast, flags
	}
	return detente.TensePresent, flags
}

// accordingTo makes an attribution of "according to X": the rest of its clause
// is the content.
func (f *finder) accordingTo(i int, hit lexicon.CueHit, first, last int) {
	j := i + hit.Words
	if j >= last || f.phraseAt[j] < 0 {
		return
	}
	p := f.phrases[f.phraseAt[j]]
	src := run{p.first, f.tail(p.last, last)}
	d := draft{group: -1, entry: hit.Cue, borrows: -1, sentence: f.doc.Tokens[i].Sentence, cue: run{i, j}, sources: []run{src}}
	if i <= first+1 || f.tags[i-1] == tagThat {
		k := src.last
		for k < last && f.tags[k] != tagComma {
			k++
		}
		if k+1 < last {
			d.content = []run{{k + 1, f.trimEnd(k+1, last)}}
		}
	} else {
		end := f.trimEnd(first, i)
		start := f.leftStart(end, first)
		if end > start {
			d.content = []run{{start, end}}
		}
		// ", according to X, ...": the clause goes on behind it.
		if k := src.last; f.tags[i-1] == tagComma && k+1 < last && f.tags[k] == tagComma && f.groupIn(k+1, last) && !f.groupIn(start, i) {
			d.content = append(d.content, run{k + 1, f.trimEnd(k+1, last)})
		}
	}
	if len(d.content) > 0 {
		f.add(d)
	}
}

// nounCue makes an attribution of "his claim that": a noun of speech with a
// possessor, or "by X", and a that-clause.
func (f *finder) nounCue(i int, hit lexicon.CueHit, first, last int) {
	pi := f.phraseAt[i]
	if pi < 0 || f.phrases[pi].head != i {
		return
	}
	j := i + hit.Words
	if j >= last || !(f.tags[j] == tagThat && hit.Cue.Complement.Has(lexicon.ThatClause) || f.tags[j] == tagTo && hit.Cue.Complement.Has(lexicon.Infinitive)) {
		return
	}
	src := f.possessor(f.phrases[pi])
	if src.empty() {
		return
	}
	d := draft{group: -1, entry: hit.Cue, borrows: -1, sentence: f.doc.Tokens[i].Sentence, cue: run{i, j}, sources: []run{src}, thought: hit.Cue.Kind == lexicon.CueThought, subord: true}
	d.content = []run{{j, f.nounClauseEnd(j, last)}}
	f.add(d)
}

// nounClauseEnd ends "the claim that the ship was armed" before the verb that
// the claim is the subject of: "has not been proved".
func (f *finder) nounClauseEnd(j, last int) int {
	end := f.clauseEnd(j, last)
	seen := false
	for i := j + 1; i < end; i++ {
		gi := f.groupAt[i]
		if gi < 0 {
			continue
		}
		g := &f.groups[gi]
		if seen && !g.ing && !g.infinitive && g.first == i && f.tags[i-1] != tagConj && f.tags[i-1] != tagWh && f.tags[i-1] != tagThat && f.phraseAt[i-1] < 0 {
			return f.trimEnd(j, i)
		}
		seen = true
		i = g.last - 1
	}
	return end
}

// possessor gives "Averland" of "Averland's claim" and "his" of "his claim".
func (f *finder) possessor(p phrase) run {
	for k := p.head - 1; k > p.first; k-- {
		if f.tags[k] == tagClitic {
			return run{p.first, k}
		}
	}
	if f.tags[p.first] == tagPoss {
		return run{p.first, p.first + 1}
	}
	return run{}
}

// finish turns drafts into attributions in text order.
func (f *finder) finish() []detente.Attribution {
	order := make([]int, 0, len(f.drafts))
	for i := range f.drafts {
		if !f.drafts[i].dropped {
			order = append(order, i)
		}
	}
	start := func(d *draft) int {
		at := len(f.words)
		if !d.cue.empty() {
			at = d.cue.first
		}
		return min(at, d.content[0].first)
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &f.drafts[a], &f.drafts[b]
		if c := start(x) - start(y); c != 0 {
			return c
		}
		if c := y.content[len(y.content)-1].last - x.content[len(x.content)-1].last; c != 0 {
			return c
		}
		return a - b
	})
	place := make([]int32, len(f.drafts))
	for at, i := range order {
		place[i] = int32(at)
	}
	if len(order) == 0 {
		return nil
	}
	near := f.nearby()
	out := make([]detente.Attribution, len(order))
	for at, i := range order {
		out[at] = f.attribution(&f.drafts[i])
		out[at].Depth = f.depthOf(&f.drafts[i], near)
		if b := f.drafts[i].borrows; b >= 0 && !f.drafts[b].dropped {
			out[at].Borrows = place[b]
		}
	}
	return out
}

func (f *finder) attribution(d *draft) detente.Attribution {
	a := detente.Attribution{
		Kind: d.kind, Flags: d.flags, Thought: d.thought, Sentence: d.sentence, Borrows: -1, Tense: d.tense, Subord: d.subord,
		Cue: f.span(d.cue.first, d.cue.last), Addressee: f.span(d.addressee.first, d.addressee.last),
		Frame: detente.Frame{Class: d.class, Mode: d.mode, Reciprocal: d.recip, Object: f.span(d.object.first, d.object.last)},
	}
	for _, r := range d.content {
		a.Content = append(a.Content, f.span(r.first, r.last))
	}
	for i, r := range d.sources {
		s := f.span(r.first, r.last)
		if i == 0 {
			a.Source = s
		}
		if len(d.sources) > 1 {
			a.Sources = append(a.Sources, s)
		}
	}
	a.Frame.Agent = a.Source
	for _, r := range d.patients {
		a.Frame.Patients = append(a.Frame.Patients, f.span(r.first, r.last))
	}
	if a.Kind == 0 {
		a.Kind = f.kindOf(d.content)
	}
	return a
}

// kindOf counts the words inside quotation marks: direct from 90 % of them,
// indirect with none.
func (f *finder) kindOf(content []run) detente.Kind {
	words, quoted := 0, 0
	for _, r := range content {
		for i := r.first; i < r.last; i++ {
			t := &f.doc.Tokens[i]
			if t.Kind != detente.Word && t.Kind != detente.Number {
				continue
			}
			words++
			if t.Depth > 0 {
				quoted++
			}
		}
	}
	switch {
	case quoted == 0:
		return detente.Indirect
	case quoted*10 >= words*9:
		return detente.Direct
	}
	return detente.Mixed
}

// depthOf counts the contents of other attributions that the cue stands in.
func (f *finder) depthOf(d *draft, near nearby) uint8 {
	at := d.content[0].first
	if !d.cue.empty() {
		at = d.cue.first
	}
	n := 0
	for _, i := range near.at(f, at) {
		o := &f.drafts[i]
		if o == d || o.kind == detente.Act || o.dropped {
			continue
		}
		for _, r := range o.content {
			if r.holds(at) && (o.cue.empty() || !r.holds(o.cue.first)) && r != d.content[0] {
				n++
			}
		}
	}
	return uint8(min(n, 255))
}
