package train

import (
	"fmt"

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

	scale *scorers.Scale
	sides map[string]*[3]int // of each pair: sides, right by class, right by sign
}

// NewPairScore counts signs on a scale.
func NewPairScore(scale *scorers.Scale) *PairScore {
	return &PairScore{scale: scale, sides: map[string]*[3]int{}}
}

// Add counts a prediction where its text is a side of a pair: p has the probability of
// class c at c-1.
func (s *PairScore) Add(it *ToneItem, p []float64) {
	if it.Own == nil || it.Own.Pair == "" {
		return
	}
	top, mean := detente.Plain, 0.0
	for c := detente.Agree; c <= detente.Plain; c++ {
		if p[c-1] > p[top-1] {
			top = c
		}
		mean += p[c-1] * s.scale.Weight(c, detente.ModeNone)
	}
	side := s.sides[it.Own.Pair]
	if side == nil {
		side = &[3]int{}
		s.sides[it.Own.Pair] = side
	}
	if top == it.Own.Class {
		side[1]++
	}
	if signOf(mean) == signOf(s.scale.Weight(it.Own.Class, detente.ModeNone)) {
		side[2]++
	} else {
		s.Wrong = append(s.Wrong, fmt.Sprintf("%s (%+.2f) for %s: %s", top, mean, it.Label, it.Text))
	}
	if side[0]++; side[0] == 2 {
		s.Pairs++
		s.Class += side[1] / 2
		s.Sign += side[2] / 2
	}
}

// String gives both shares.
func (s *PairScore) String() string {
	n := float64(max(1, s.Pairs))
	return fmt.Sprintf("%d pairs; both sides right by sign %d (%.3f), by class %d (%.3f)", s.Pairs, s.Sign, float64(s.Sign)/n, s.Class, float64(s.Class)/n)
}

// Pairs trains the model that ships and scores the pairs that are set aside, which
// it does not see.
func (s *ToneSet) Pairs(opt ToneOptions, score *PairScore) {
	l := newTone(opt.withDefaults())
	weigh(s.items, s.examples)
	l.train(s.examples)
	p := make([]float64, detente.NumClasses)
	for i := range s.aside {
		l.probabilities(s.unseen[i].features, p[1:])
		s.unseen[i].evidence.Mix(p)
		score.Add(&s.aside[i], p[1:])
	}
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
