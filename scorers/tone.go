package scorers

import (
	"context"
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// doubtful is the confidence below which a statement in an article gets no tone.
const doubtful = 0.3

// tone scores statements by a trained model, which sees their words and the acts
// that the tables find in them.
type tone struct {
	tables *tables
	model  *toneModel
	scale  *Scale
}

func newTone(opt Options) (Scorer, error) {
	t, err := loadTables()
	if err != nil {
		return nil, err
	}
	m, err := loadToneModel()
	if err != nil {
		return nil, err
	}
	return &tone{tables: t, model: m, scale: opt.Scale}, nil
}

// Score scores each attribution of the article.
func (t *tone) Score(ctx context.Context, in Input) ([]detente.Score, error) {
	out := make([]detente.Score, len(in.Attrs))
	reader, err := NewToneReader()
	if err != nil {
		return nil, err
	}
	r := newReader(t.tables, in.Doc)
	for i := range in.Attrs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = t.statement(reader, r, in, i)
	}
	return out, nil
}

// statement scores the i-th attribution: what the speaker does by it to the
// relation.
func (t *tone) statement(reader *ToneReader, r *reader, in Input, i int) detente.Score {
	b, ok := reader.statement(r, in, i, t.scale.published())
	if !ok {
		return detente.Score{Reason: detente.ReasonNoEvent}
	}
	var p [detente.NumClasses]float64
	t.model.classify(reader.f.out, &p)
	if b.explain {
		b.shareOut(reader, t.model, t.scale, in.Doc)
	}
	reader.evidence.Mix(p[:])
	s := b.score(&p, t.scale, &statementTrust)
	if in.Attrs[i].Kind == detente.Act {
		s.Flags |= in.Attrs[i].Flags & (detente.Negated | detente.FutureAct)
		if toCome(in, i) {
			s.Flags |= detente.FutureAct
		}
	}
	if p[s.Class] < doubtful {
		s.Reason = detente.ReasonLowConfidence
	}
	return s
}

// statement gathers the evidence of the i-th attribution and makes its features;
// ok is false where it tells no event and has no words.
func (t *ToneReader) statement(r *reader, in Input, i int, published bool) (b ballot, ok bool) {
	r.speaker(in, i)
	a := &in.Attrs[i]
	b.explain, t.f.explain = in.Explain, in.Explain
	x := text{doc: in.Doc, tree: in.Tree}
	if a.Kind == detente.Act {
		ok = t.act(r, in, i, &b, published)
		t.deedText(in, i, &x)
	} else {
		ok = t.words(r, in, i, &b, published)
		t.wordsText(in, i, &x)
	}
	if ok {
		t.f.features(&x)
		t.f.kind(a.Kind)
		t.feel(&x, a.Kind)
		t.rules(&b, a.Kind, wordsShare)
	}
	return b, ok
}

// wordsText is what the model reads of words: the content, with the target where
// it is named there, and the cue.
func (t *ToneReader) wordsText(in Input, i int, x *text) {
	a := &in.Attrs[i]
	for _, span := range a.Content {
		lo, hi := tokensOf(in.Doc, span)
		x.ranges = append(x.ranges, [2]int{lo, hi})
	}
	x.cue[0], x.cue[1] = tokensOf(in.Doc, a.Cue)
	if i < len(in.Roles) && len(in.Roles[i].Targets) > 0 && !in.Roles[i].Targets[0].Mention.Empty() {
		x.target[0], x.target[1] = tokensOver(in.Doc, in.Roles[i].Targets[0].Mention)
	}
}

// deedText is what the model reads of a deed: from its source to the end of its
// words, with source and target.
func (t *ToneReader) deedText(in Input, i int, x *text) {
	a := &in.Attrs[i]
	all := a.Cue
	for _, span := range append([]detente.Span{a.Source}, a.Content...) {
		if !span.Empty() {
			all.Start, all.End = min(all.Start, span.Start), max(all.End, span.End)
		}
	}
	lo, hi := tokensOver(in.Doc, all)
	x.ranges = append(x.ranges, [2]int{lo, hi})
	if !a.Source.Empty() {
		x.source[0], x.source[1] = tokensOver(in.Doc, a.Source)
	}
	if i < len(in.Roles) && len(in.Roles[i].Targets) > 0 && !in.Roles[i].Targets[0].Mention.Empty() {
		x.target[0], x.target[1] = tokensOver(in.Doc, in.Roles[i].Targets[0].Mention)
	}
}

// words gathers the evidence of a statement in words: cue, frame and content.
func (t *ToneReader) words(r *reader, in Input, i int, b *ballot, published bool) bool {
	a := &in.Attrs[i]
	var content reading
	r.planned = t.plans(in.Doc, a.Cue)
	for _, span := range a.Content {
		lo, hi := tokensOf(in.Doc, span)
		r.read(lo, hi, &content)
	}
	r.planned = false
	if len(a.Content) == 0 && a.Frame.Class == detente.ClassNone {
		return false
	}
	share := t.cue(in.Doc, a, &content, warned(in, i), b, published)
	if len(content.hits) == 0 && t.namesCalled(in.Doc, a) {
		b.add(moved{class: detente.Accuse}, 1.2, "name called", a.Cue)
	}
	if expert(in, i) {
		share *= 0.6
	}
	t.content(in.Doc, &content, share, b, published)
	b.conditional = content.conditional || a.Flags.Has(detente.Conditional)
	b.hedged, b.boosts = a.Flags.Has(detente.Hedged), content.boosts
	return true
}

// namesCalled reports whether a statement calls somebody a name in quotation
// marks, "called the premier “a wolf with a receipt”": marks that a reporter puts
// round the noun alone are round an insult, unless its words are known for praise.
func (t *ToneReader) namesCalled(doc *detente.Doc, a *detente.Attribution) bool {
	if a.Kind != detente.Mixed || len(a.Content) != 1 {
		return false
	}
	named := false
	lo, hi := tokensOf(doc, a.Cue)
	for i := lo; i < hi; i++ {
		v, ok := t.t.verbs.Lookup(doc.Tokens[i].Hash)
		named = named || ok && (v.Lemma == hashCall || v.Lemma == hashBrand || v.Lemma == hashDub || v.Lemma == hashLabel)
	}
	if !named {
		return false
	}
	lo, hi = tokensOf(doc, a.Content[0])
	for i := lo + 1; i+1 < hi; i++ {
		if doc.Tokens[i].Kind != detente.Mark {
			continue
		}
		h := doc.Tokens[i+1].Hash
		return upper(doc.Tokens[lo].Span.In(doc.Text)) && (h == hashA || h == hashAn)
	}
	return false
}

// plans reports whether a cue makes what follows an act to come: "announced plans
// to", "threatens to".
func (t *ToneReader) plans(doc *detente.Doc, cue detente.Span) bool {
	lo, hi := tokensOf(doc, cue)
	for i := lo; i < hi; i++ {
		if n, roles := t.t.grammar.Longest(hashesOf(doc, i, hi), 0); n > 0 && roles&rolePlan != 0 {
			return true
		}
		if h := doc.Tokens[i].Hash; h == hashPlan || h == hashPlans {
			return true
		}
	}
	return false
}

func hashesOf(doc *detente.Doc, lo, hi int) []uint64 {
	words := make([]uint64, 0, hi-lo)
	for i := lo; i < hi; i++ {
		words = append(words, doc.Tokens[i].Hash)
	}
	return words
}

// expert reports whether the speaker only judges: an analyst's blame is weaker
// than a party's.
func expert(in Input, i int) bool {
	if in.Coref == nil || i >= len(in.Roles) || len(in.Roles[i].Speakers) == 0 {
		return false
	}
	return in.Coref.Entities[in.Roles[i].Speakers[0].Entity].Sector == detente.SectorExpert
}

// cue puts in the class of the cue's own frame and gives the share of its weight
// that the content keeps: who accuses tells the deeds of others, and who asks
// those that he wants.
func (t *ToneReader) cue(doc *detente.Doc, a *detente.Attribution, content *reading, another bool, b *ballot, published bool) float64 {
	f := a.Frame
	if f.Class == detente.ClassNone || f.Class == detente.Plain {
		return 1
	}
	m := move(f.Class, f.Mode, a.Flags.Has(detente.Negated), a.Flags.Has(detente.FutureAct) && f.Class.Material(), published)
	w, share := 2.5, 0.35
	switch f.Class {
	case detente.Request:
		m.mode = t.asked(content, f.Mode)
		share = 0
		if a.Flags.Has(detente.Negated) {
			share = 0.3
		}
	case detente.Threaten:
		if t.warns(doc, a.Cue) && !threatens(content) { // warned of a drought: a forecast
			if w, share = 0.8, 0.8; !another {
				m = moved{class: detente.Plain}
			}
		}
	case detente.Agree, detente.Consult:
		share = 0.5
	}
	b.add(m, w, "cue:"+a.Cue.In(doc.Text), a.Cue)
	return share
}

// warned reports whether a state warns about what another does: "warned that Bexia
// was playing with fire". Anybody else's warning is a forecast.
func warned(in Input, i int) bool {
	if in.Coref == nil || i >= len(in.Roles) || len(in.Attrs[i].Content) == 0 || len(in.Roles[i].Speakers) == 0 || len(in.Roles[i].Targets) == 0 {
		return false
	}
	s, t := &in.Coref.Entities[in.Roles[i].Speakers[0].Entity], &in.Coref.Entities[in.Roles[i].Targets[0].Entity]
	lo, _ := tokensOf(in.Doc, in.Attrs[i].Content[0])
	at, end := tokensOf(in.Doc, in.Roles[i].Targets[0].Mention)
	if at < lo || at > lo+1 || end >= len(in.Doc.Tokens) || in.Doc.Tokens[end].Kind != detente.Word {
		return false // it is no more than mentioned
	}
	return s.Sector.SpeaksForState() && s.Country != "" && t.Country != "" && s.Country != t.Country
}

// asked tells a demand from an appeal by what is asked for.
func (t *ToneReader) asked(content *reading, mode detente.Mode) detente.Mode {
	for k := range content.hits {
		h := &content.hits[k]
		switch {
		case h.class == detente.Request && h.mode != detente.ModeNone:
			return h.mode
		case h.verb && h.deed && !h.neg && !h.passive && hostile(h.class) && h.class != detente.Accuse && h.class != detente.Request:
			return detente.ModeDemand // asks others to harm or to disobey
		case h.class == detente.Consult, h.class == detente.Aid && mode != detente.ModeDemand, h.class == detente.Cooperate && mode != detente.ModeDemand:
			return detente.ModeAppeal
		}
	}
	return mode
}

// warns reports whether a cue is a warning, which need not be a threat.
func (t *ToneReader) warns(doc *detente.Doc, cue detente.Span) bool {
	lo, hi := tokensOf(doc, cue)
	for i := lo; i < hi; i++ {
		if v, ok := t.t.verbs.Lookup(doc.Tokens[i].Hash); ok && (v.Lemma == hashWarn || v.Lemma == hashCaution) {
			return true
		}
		if h := doc.Tokens[i].Hash; h == hashWarning || h == hashWarnings {
			return true
		}
	}
	return false
}

var (
	hashWarn     = lexicon.Hash("warn")
	hashCaution  = lexicon.Hash("caution")
	hashPlan     = lexicon.Hash("plan")
	hashPlans    = lexicon.Hash("plans")
	hashWarning  = lexicon.Hash("warning")
	hashWarnings = lexicon.Hash("warnings")
)

// threatens reports whether a warning's content holds harm from the speaker's
// side, or words of threat.
func threatens(content *reading) bool {
	if content.conditional {
		return true
	}
	for k := range content.hits {
		h := &content.hits[k]
		switch {
		case h.class == detente.Threaten && !h.deed && h.strength >= 1:
			return true
		case hostile(h.class) && h.class.Material() && h.verb && (h.subject == self || h.subject == nobody && h.infinitive) && !h.neg:
			return true
		case hostile(h.class) && h.class.Material() && !h.verb:
			return true
		case hostile(h.class) && h.class.Material() && h.passive && h.future && !h.neg:
			return true // "any ship that came nearer would be fired on": by whom is plain
		}
	}
	return false
}

// content puts in what the words of a statement do.
func (t *ToneReader) content(doc *detente.Doc, r *reading, share float64, b *ballot, published bool) {
	harm := false
	for k := range r.hits {
		h := &r.hits[k]
		m, w := weigh(h, r.tokens <= 5, published)
		if r.approve && hostile(h.class) && h.class.Material() && !h.neg && h.subject != somebody {
			// Calling force good is as good as announcing it.
			m, w = moved{class: detente.Threaten, flags: detente.FutureAct | detente.Hedged}, 1.6
			harm = true
		}
		b.add(m, share*w, featureName(h), spanOf(doc, h))
	}
	if !harm && r.approve && len(r.hits) == 0 {
		b.add(moved{class: detente.Support}, 0.5*share, "approval", detente.Span{})
	}
}

// weigh gives what a hit in the words of a speaker does, and how strongly. A
// brief content is its noun: "confirmed the conversation".
func weigh(h *hit, brief, published bool) (moved, float64) {
	w := h.strength
	future := h.future && !h.perform
	m := move(h.class, h.mode, h.neg, future, published)
	if h.hedge {
		m.flags |= detente.Hedged
		if h.class.Material() && hostile(h.class) {
			m = moved{class: detente.Threaten, flags: m.flags | detente.FutureAct}
			w = max(w, 1.2)
		} else if friendly(h.class) {
			m.class = move(h.class, h.mode, h.neg, true, published).class
		}
	}
	if h.verb && h.deed {
		by := h.subject
		if h.passive && by != nobody {
			by = somebody // "we were bombed": somebody else did it
		}
		switch by {
		case self:
			if h.class.Material() && m.class == h.class {
				m.flags |= detente.SelfReported
			}
			if h.past && h.speech && (h.class == detente.Accuse || h.class == detente.Threaten) {
				m, w = moved{class: detente.Plain}, 0.5 // "we accused you of what you had not done": told, not done again
			}
			if h.must && h.class.Material() { // "we must strike"
				m = move(h.class, h.mode, h.neg, true, published)
			}
		case somebody, third, second:
			var share float64
			m, share = seen(h, m)
			w *= share
		case nobody:
			if h.must {
				m, _ = seen(h, m)
			} else if h.infinitive && h.class.Material() {
				w *= 0.5
			}
		}
	} else if (h.deed || h.class.Material() && hostile(h.class)) && !h.future && !h.hedge {
		if h.class.Material() && hostile(h.class) {
			// A noun of harm in somebody's words: mostly what others did.
			m = moved{class: detente.Accuse, flags: m.flags}
		}
		if !brief {
			w *= 0.6 // "the meeting would focus on trade": what is talked about
		}
	}
	if !h.verb && !h.deed && !h.future && h.end-h.at == 1 && h.strength <= 1.2 && h.subject != self && (h.class == detente.Threaten || h.class == detente.Cooperate) {
		w *= 0.15 // "retaliation solves nothing", "created jointly": nobody's act
	}
	if h.sub && h.deed {
		w *= 0.4
	}
	if h.governed {
		w *= 0.25
	}
	return m, w
}

// act gathers the evidence of a deed that the text tells: its frame says what was
// done.
func (t *ToneReader) act(r *reader, in Input, i int, b *ballot, published bool) bool {
	a := &in.Attrs[i]
	future := a.Flags.Has(detente.FutureAct) || toCome(in, i)
	var inner reading
	if a.Frame.Class == detente.ClassNone {
		for _, span := range append([]detente.Span{a.Cue}, a.Content...) {
			lo, hi := tokensOf(r.doc, span)
			r.read(lo, hi, &inner)
		}
		if len(inner.hits) == 0 {
			return false
		}
		for k := range inner.hits {
			h := &inner.hits[k]
			m := move(h.class, h.mode, h.neg || a.Flags.Has(detente.Negated), h.future || future, published)
			b.add(m, h.strength/float64(1+k), featureName(h), spanOf(r.doc, h))
		}
	} else {
		class, mode := r.frame(a)
		m := move(class, mode, a.Flags.Has(detente.Negated), future, published)
		b.add(m, 4, "frame:"+class.String(), a.Cue)
	}
	b.conditional, b.hedged = a.Flags.Has(detente.Conditional), a.Flags.Has(detente.Hedged)
	return true
}

// frame is the class of a deed: that of its frame, or where its verb is an act by its
// object, that.
func (r *reader) frame(a *detente.Attribution) (detente.Class, detente.Mode) {
	lo, hi := tokensOf(r.doc, a.Cue)
	end := hi
	for _, span := range a.Content {
		_, last := tokensOf(r.doc, span)
		end = max(end, last)
	}
	for i := lo; i < hi; i++ {
		if c, _, found := r.composedAt(r.words[:end], i, false); found > 0 {
			return c.class, c.mode
		}
	}
	return a.Frame.Class, a.Frame.Mode
}

// toCome reports whether an act is dated behind its article: "the visit on May 2".
func toCome(in Input, i int) bool {
	if i >= len(in.Whens) || in.Article == nil || !in.Article.Published.Known() {
		return false
	}
	lo := in.Whens[i].Interval.Lo
	return lo.Bounded() && lo.Day() > in.Article.Published.Day()
}

func featureName(h *hit) string {
	name := "word:"
	if h.deed {
		name = "act:"
	}
	name += h.class.String()
	switch {
	case h.neg:
		name += " negated"
	case h.future:
		name += " future"
	}
	return name
}

func spanOf(doc *detente.Doc, h *hit) detente.Span {
	return detente.Span{Start: doc.Tokens[h.at].Span.Start, End: doc.Tokens[h.end-1].Span.End}
}

// tokensOf gives the tokens that lie inside a span.
func tokensOf(doc *detente.Doc, s detente.Span) (lo, hi int) {
	t := doc.Tokens
	lo = sort.Search(len(t), func(i int) bool { return t[i].Span.Start >= s.Start })
	hi = sort.Search(len(t), func(i int) bool { return t[i].Span.End > s.End })
	return lo, max(lo, hi)
}

// speaker tells the reader which names are the speaker of the i-th attribution
// or stand for the same actor.
func (r *reader) speaker(in Input, i int) {
	a := &in.Attrs[i]
	r.thirdIsSelf = a.Kind == detente.Indirect || a.Kind == detente.Mixed
	r.isSelf, r.itIsSelf, r.official = nil, r.thirdIsSelf, false
	if in.Coref == nil || i >= len(in.Roles) || len(in.Roles[i].Speakers) == 0 {
		return
	}
	e := in.Coref.Entities
	speaker := in.Roles[i].Speakers[0].Entity
	r.official = e[speaker].Sector.SpeaksForState()
	mentions := in.Coref.Mentions
	if e[speaker].Type == detente.Person || e[speaker].Type == detente.Anonymous {
		r.itIsSelf = false
	}
	r.isSelf = func(token int) bool {
		span := in.Doc.Tokens[token].Span
		k := sort.Search(len(mentions), func(k int) bool { return mentions[k].Span.Start > span.Start }) - 1
		if k < 0 || !mentions[k].Span.Contains(span) || mentions[k].Entity < 0 {
			return false
		}
		m := mentions[k].Entity
		return m == speaker || e[m].Actor != "" && e[m].Actor == e[speaker].Actor
	}
}
