package anchor

import (
	"detente"
	"detente/internal/lexicon"
)

// EventTime is when an event word happened. Interval holds the whole event;
// Begin and End bound its two ends, and differ from it for what lasts.
type EventTime struct {
	detente.When
	Begin, End detente.Interval
	Relation   string // to the day of publication: BEFORE, OVERLAP or AFTER; "" without a date
}

// Events gives the time of each event word, one a span, in the same order; spans
// are words of doc.Text. A time expression that goes with the word dates it, by
// the rules of Date; for all others a model over the parse tells whether the
// event was over before the day of publication, fell on it, spans it or comes
// later. Without a publication date the rules stand alone.
func Events(doc *detente.Doc, tree *detente.Tree, spans []detente.Span, times []detente.Timex, p detente.Published) []EventTime {
	if len(spans) == 0 {
		return nil
	}
	v := eventView(doc, tree, spans, times)
	whens := v.run(p)
	v.readArticle()
	m := eventModel()
	out := make([]EventTime, len(spans))
	var features []uint64
	for i := range out {
		out[i] = EventTime{When: whens[i], Begin: whens[i].Interval, End: whens[i].Interval}
		if v.axis.known {
			features = v.features(int32(i), features[:0])
			out[i].Relation = relation(m.Relation(features, Links))
			v.relate(&out[i], m.Relation(features, Intervals))
		}
	}
	return out
}

// The share of intervals of each relation whose both ends are as annotated when
// the relation is right (event_times.train), and what a sound interval that is
// not exact is worth beside an exact one.
const (
	exactBefore, exactSpan, exactAfter = .37, .4, .79
	soundWorth                         = .25
)

// leastBelief is how little the model may believe in the relation that a time
// expression gives before the expression is left out.
const leastBelief = .15

// relation names the likeliest relation, being on the day and spanning it taken
// as one.
func relation(p [4]float64) string {
	switch one := p[relOn] + p[relSpan]; {
	case p[relBefore] > one && p[relBefore] > p[relAfter]:
		return "BEFORE"
	case p[relAfter] > one:
		return "AFTER"
	}
	return "OVERLAP"
}

// relate chooses the interval of an event that is worth most by what the model
// believes. An interval that spans the day of publication is always sound.
func (v *view) relate(e *EventTime, p [4]float64) {
	lo, hi := detente.Day(v.axis.dct.lo), detente.Day(v.axis.dct.hi)
	if w := e.Interval.Width(); e.Method == detente.MethodExplicit && w >= 1 && w <= 31 {
		belief := p[relOn] + p[relSpan]
		switch {
		case e.Interval.Hi < lo.Start():
			belief = p[relBefore]
		case e.Interval.Lo > hi.End():
			belief = p[relAfter]
		}
		if belief >= leastBelief {
			return
		}
	}
	worth := [4]float64{relBefore: (exactBefore + soundWorth) * p[relBefore], relOn: (1 + soundWorth) * p[relOn], relSpan: exactSpan*p[relSpan] + soundWorth, relAfter: (exactAfter + soundWorth) * p[relAfter]}
	best := 0
	for c := range worth {
		if worth[c] > worth[best] {
			best = c
		}
	}
	past := detente.Interval{Lo: detente.MinTime, Hi: (lo - 1).End()}
	future := detente.Interval{Lo: (hi + 1).Start(), Hi: detente.MaxTime}
	e.When = detente.When{Interval: detente.Always, Content: detente.Always, Method: detente.MethodTense, Confidence: float32(p[best])}
	switch best {
	case relBefore:
		e.Interval = past
	case relAfter:
		e.Interval = future
	case relOn:
		e.Interval, e.Precision = detente.Days(lo, hi), detente.PrecisionDay
	case relSpan:
		e.Begin, e.End = past, future
		return
	}
	e.Begin, e.End = e.Interval, e.Interval
}

// eventView makes a view whose rows are event words.
func eventView(doc *detente.Doc, tree *detente.Tree, spans []detente.Span, times []detente.Timex) *view {
	attrs := make([]detente.Attribution, len(spans))
	v := view{doc: doc, tree: tree, t: load()}
	v.finite = make([]bool, len(doc.Tokens))
	for i, s := range spans {
		t := v.tokensOf(s)
		attrs[i] = detente.Attribution{Kind: detente.Act, Cue: s, Content: []detente.Span{s}, Borrows: -1}
		if t.first < t.last {
			attrs[i].Sentence = doc.Tokens[t.first].Sentence
			attrs[i].Tense = v.tenseOf(t.first)
		}
	}
	return newView(doc, tree, attrs, times, true)
}

var (
	hHas  = lexicon.Hash("has")
	hHave = lexicon.Hash("have")
	hHad  = lexicon.Hash("had")
	hBeen = lexicon.Hash("been")
	hIs   = lexicon.Hash("is")
	hAre  = lexicon.Hash("are")
	hWas  = lexicon.Hash("was")
	hWere = lexicon.Hash("were")
	hDid  = lexicon.Hash("did")
	hDo   = lexicon.Hash("do")
	hDoes = lexicon.Hash("does")
	hBe   = lexicon.Hash("be")
)

// tenseOf reads the tense of the verb at a token from the auxiliaries up to
// three words before it. A word that is no verb has TenseNone.
func (v *view) tenseOf(k int32) detente.Tense {
	verb, ok := v.t.verbs.Lookup(v.hash(k))
	text := v.doc.Tokens[k].Span.In(v.doc.Text)
	if !ok && (len(text) < 4 || text[len(text)-2:] != "ed") {
		return detente.TenseNone
	}
	s := v.sentence(k)
	passive := false
	for j := k - 1; j >= s.first && j >= k-4; j-- {
		h := v.hash(j)
		switch h {
		case hBeen, hBe:
			passive = true
			continue
		case hHas, hHave:
			return detente.TensePerfect
		case hHad:
			return detente.TensePastPerf
		case hWas, hWere:
			return detente.TensePast
		case hIs, hAre:
			return detente.TensePresent
		case hTo:
			return detente.TenseNonFinite
		}
		switch w := v.t.words[h]; {
		case h == hDid:
			return detente.TensePast
		case h == hDo || h == hDoes:
			return detente.TensePresent
		case w.role&isAux != 0:
			return detente.TenseFuture
		}
		if f, ok := v.t.verbs.Lookup(h); ok && j == k-1 && f.Forms.Finite() {
			break
		}
		if v.isBreak(j) || v.doc.Tokens[j].Kind != detente.Word {
			break
		}
	}
	switch f := verb.Forms; {
	case passive:
		return detente.TenseNonFinite
	case !ok || f.Has(lexicon.FormPast) || f.Has(lexicon.FormParticiple):
		return detente.TensePast
	case f.Has(lexicon.FormIng):
		return detente.TenseNonFinite
	case f.Has(lexicon.FormS):
		return detente.TensePresent
	}
	return detente.TenseNone
}
