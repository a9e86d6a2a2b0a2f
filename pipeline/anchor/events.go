package anchor

import (
	"detente"
	"detente/internal/lexicon"
)

// Events gives the interval of each event word, by the rules of Date with the
// tense read from the word's own form and the auxiliaries before it. It returns
// one When per span, in the same order; spans are words of doc.Text.
func Events(doc *detente.Doc, tree *detente.Tree, spans []detente.Span, times []detente.Timex, p detente.Published) []detente.When {
	if len(spans) == 0 {
		return nil
	}
	attrs := make([]detente.Attribution, len(spans))
	v := view{doc: doc, t: load()}
	v.finite = make([]bool, len(doc.Tokens))
	for i, s := range spans {
		t := v.tokensOf(s)
		attrs[i] = detente.Attribution{Kind: detente.Act, Cue: s, Content: []detente.Span{s}, Borrows: -1}
		if t.first < t.last {
			attrs[i].Sentence = doc.Tokens[t.first].Sentence
			attrs[i].Tense = v.tenseOf(t.first)
		}
	}
	return newView(doc, tree, attrs, times, true).run(p)
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
