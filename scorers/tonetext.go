package scorers

import (
	"detente"
)

// ToneText scores a text that reports one event, with the words that name its
// source and target where they are known (empty spans where not). It always
// answers: without any act the class is STATEMENT.
func ToneText(doc *detente.Doc, tree *detente.Tree, source, target detente.Span, scale *Scale) detente.Score {
	m, err := loadToneModel()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored, Label: err.Error()}
	}
	t, err := NewToneReader()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored, Label: err.Error()}
	}
	b := t.event(doc, tree, source, target, scale.published())
	var p [detente.NumClasses]float64
	m.classify(t.f.out, &p)
	t.evidence.Mix(p[:])
	s := b.score(&p, scale, &eventTrust)
	s.Features = nil
	return s
}

// eventBallot gathers the evidence of a text that reports one event.
func eventBallot(t *tables, doc *detente.Doc, source, target detente.Span, published bool) (b ballot) {
	r := newReader(t, doc)
	var text reading
	r.read(0, len(doc.Tokens), &text)
	e := scene{doc: doc, t: t, source: source, target: target, reported: reportedFrom(r, source)}
	at := e.main(&text)
	for k := range text.hits {
		h := &text.hits[k]
		w := h.strength * e.place(h)
		if h.sub {
			w *= 0.3
		}
		if h.governed {
			w *= 0.2
		}
		if k == at {
			w *= 1.6
		}
		m := move(h.class, h.mode, h.neg, h.future && !h.perform, published)
		if h.must && h.verb && !h.speech {
			m = moved{class: detente.Request, mode: detente.ModeDemand}
		}
		if h.hedge {
			m.flags |= detente.Hedged
		}
		b.add(m, w, featureName(h), spanOf(doc, h))
	}
	if at >= 0 {
		h := &text.hits[at]
		b.main, b.mainAt = move(h.class, h.mode, h.neg, h.future && !h.perform, published), 1
	}
	b.conditional, b.boosts = text.conditional, text.boosts
	return b
}

// scene is a text that reports one event, read around its source and target.
type scene struct {
	doc            *detente.Doc
	t              *tables
	source, target detente.Span
	reported       int // the token from which the source's own words are reported; -1
}

// reportedFrom gives the token after a neutral verb of saying that follows the
// source; -1 when there is none.
func reportedFrom(r *reader, source detente.Span) int {
	if source.Empty() {
		return -1
	}
	_, hi := tokensOf(r.doc, source)
	for i := hi; i < len(r.words) && i < hi+8; i++ {
		if c, ok := r.t.speech.Verb(r.words, i); ok && c.Cue.Weight > 0.5 {
			return i + c.Words
		}
	}
	return -1
}

// main is the hit that is most likely the event: the first one after the source
// that no subordinate clause holds, or the first of all.
func (e *scene) main(text *reading) int {
	first := -1
	for k := range text.hits {
		h := &text.hits[k]
		if h.sub || h.governed {
			continue
		}
		at := e.doc.Tokens[h.at].Span
		if e.source.Overlaps(at) || e.target.Overlaps(at) {
			continue
		}
		if first < 0 {
			first = k
		}
		if h.verb && !e.source.Empty() && at.Start >= e.source.End {
			return k
		}
	}
	return first
}

// place is how much a hit counts by where it stands: most between source and
// target, little inside their names.
func (e *scene) place(h *hit) float64 {
	at := e.doc.Tokens[h.at].Span
	switch {
	case e.source.Overlaps(at):
		return 0.1
	case e.target.Overlaps(at):
		return 0.35
	}
	w := 1.0
	if !e.source.Empty() && !e.target.Empty() {
		lo, hi := min(e.source.End, e.target.End), max(e.source.Start, e.target.Start)
		switch {
		case at.Start >= lo && at.End <= hi:
			w = 1.3
		case at.Start > hi && e.source.End <= e.target.Start:
			w = 0.7
		case at.End < lo:
			w = 0.5
		}
	}
	return w
}

// CueTone is the tone of the reporter's own word for the act or for saying it:
// "claimed" and "ranted" are his, not the speaker's. A cue that is neutral, or
// none, has no score.
func CueTone(doc *detente.Doc, a *detente.Attribution) detente.Score {
	none := detente.Score{Reason: detente.ReasonNoEvent}
	if a.Cue.Empty() {
		return none
	}
	t, err := loadTables()
	if err != nil {
		return none
	}
	scale, err := LoadScale("detente")
	if err != nil {
		return none
	}
	lo, hi := tokensOf(doc, a.Cue)
	var buf [16]uint64
	words := buf[:0]
	for i := lo; i < hi && len(words) < len(buf); i++ {
		words = append(words, doc.Tokens[i].Hash)
	}
	for i := range words {
		if n, w := t.cues.Longest(words, i); n > 0 {
			return detente.Score{Value: w, StdErr: Within, Confidence: 0.6}
		}
		if hit, ok := t.acts.Verb(words, i); ok {
			return detente.Score{Value: scale.Weight(hit.Act.Class, hit.Act.Mode), StdErr: Within, Class: hit.Act.Class, Mode: hit.Act.Mode, Confidence: 0.6}
		}
	}
	if a.Kind == detente.Act && a.Frame.Class != detente.ClassNone {
		return detente.Score{Value: scale.Weight(a.Frame.Class, a.Frame.Mode), StdErr: Within, Class: a.Frame.Class, Mode: a.Frame.Mode, Confidence: 0.6}
	}
	return none
}
