package train

import (
	"detente"
	"detente/scorers"
)

// PairScore tells of how many hard pairs, the same words for opposite acts, both
// sides are right.
type PairScore struct {
	Pairs int
	Class int // both sides have their class
	Sign  int // both sides have the sign of their class on the scale
	Wrong []string
}

// Pairs trains the model that ships and scores the pairs that are set aside, which
// it does not see.
func (s *ToneSet) Pairs(opt ToneOptions, scale *scorers.Scale) PairScore {
	l := newTone(opt.withDefaults())
	weigh(s.items, s.examples)
	l.train(s.examples)
	return s.scorePairs(l, scale)
}

func (s *ToneSet) scorePairs(l *logistic, scale *scorers.Scale) PairScore {
	var out PairScore
	p := make([]float64, detente.NumClasses)
	sides, class, sign := map[string]int{}, map[string]int{}, map[string]int{}
	for i := range s.aside {
		it := &s.aside[i]
		l.probabilities(s.unseen[i].features, p[1:])
		s.unseen[i].evidence.Mix(p)
		top, mean := detente.Plain, 0.0
		for c := detente.Agree; c <= detente.Plain; c++ {
			if p[c] > p[top] {
				top = c
			}
			mean += p[c] * scale.Weight(c, detente.ModeNone)
		}
		if top == it.Own.Class {
			class[it.Own.Pair]++
		} else {
			out.Wrong = append(out.Wrong, top.String()+" for "+it.Label+": "+it.Text)
		}
		if signOf(mean) == signOf(scale.Weight(it.Own.Class, detente.ModeNone)) {
			sign[it.Own.Pair]++
		}
		if sides[it.Own.Pair]++; sides[it.Own.Pair] == 2 {
			out.Pairs++
			out.Class += class[it.Own.Pair] / 2
			out.Sign += sign[it.Own.Pair] / 2
		}
	}
	return out
}

// signOf is -1, 0 or 1: hostile, plain, friendly. Within a tenth of 0 is plain.
func signOf(v float64) int {
	switch {
	case v > .1:
		return 1
	case v < -.1:
		return -1
	}
	return 0
}
