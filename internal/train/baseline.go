package train

import (
	"math"

	"detente"
	"detente/internal/model"
	"detente/scorers"
)

// Baselines are what the trained models have to beat: regressions over words and
// pairs of words weighed by their rarity (TF-IDF), with windows round a target and
// sums of the VADER lexicon on each side of it, or with VADER's own value where there
// is no target. They ship nowhere.
const (
	bWord = iota + 1001
	bPair
	bWindow
	bLexicon
)

// tfidf gives the features of documents with targets; with windows, the words up
// to eight from the target by their side; with lexicon, the sums.
func tfidf(docs []*detente.Doc, targets []detente.Span, windows, lexicon bool) [][]model.Valued {
	out := make([][]model.Valued, len(docs))
	count := map[uint64]int{}
	for d, doc := range docs {
		seen := map[uint64]bool{}
		add := func(template int, value uint64) {
			f := model.Mix(template, value)
			out[d] = append(out[d], model.Valued{Hash: f, Value: 1})
			if !seen[f] {
				seen[f] = true
				count[f]++
			}
		}
		last := uint64(0)
		lo, hi := -1, -1
		for i := range doc.Tokens {
			if doc.Tokens[i].Span.Overlaps(targets[d]) {
				if lo < 0 {
					lo = i
				}
				hi = i + 1
			}
		}
		for i := range doc.Tokens {
			h := doc.Tokens[i].Hash
			if doc.Tokens[i].Kind != detente.Word {
				continue
			}
			add(bWord, h)
			add(bPair, model.Join(last, h))
			last = h
			if windows && i < lo && lo-i <= 8 {
				add(bWindow, h<<1)
			}
			if windows && lo >= 0 && i >= hi && i-hi < 8 {
				add(bWindow, h<<1|1)
			}
		}
	}
	for d := range out {
		for k, f := range out[d] {
			out[d][k].Value = int32(math.Round(8 * (1 + math.Log(float64(len(docs))/float64(count[f.Hash])))))
		}
		if lexicon {
			if !windows {
				norm := 1 / scorers.FeatureNorm(out[d])
				whole, _ := scorers.SentimentText("lexicon", docs[d])
				out[d] = append(out[d], model.Valued{Hash: model.Mix(bLexicon, 99), Value: int32(norm * whole.Value)})
			}
			for k, v := range scorers.LexiconSums(docs[d], targets[d]) {
				out[d] = append(out[d], model.Valued{Hash: model.Mix(bLexicon, uint64(k)), Value: int32(40 * v)})
			}
		}
	}
	return out
}

// CrossValidateBaseline is CrossValidate of the baseline, in the same folds and with
// the settings at which it is best.
func (s *StanceSet) CrossValidateBaseline(lexicon bool, predict func(it *ToneItem, p []float64)) {
	targets := make([]detente.Span, len(s.items))
	for i := range s.items {
		targets[i] = s.items[i].Target
	}
	examples := make([]textExample, len(s.items))
	for i, f := range tfidf(s.docs, targets, true, lexicon) {
		examples[i] = textExample{features: f, allowed: s.examples[i].allowed, weight: 1}
	}
	crossStance(s.items, examples, StanceOptions{Iterations: 5, Rate: .1, Decay: 1e-5, Seed: 1}, predict)
}
