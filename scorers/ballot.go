package scorers

import (
	"math"
	"sort"

	"detente"
)

// ballot gathers evidence for classes.
type ballot struct {
	weight   [detente.NumClasses]float64
	mode     [detente.NumClasses]detente.Mode
	best     [detente.NumClasses]float64 // the strongest piece, which gives the mode and the flags
	flags    [detente.NumClasses]detente.Flags
	features []detente.Feature // the evidence, when explain is set; score turns it into shares of the value
	classes  []detente.Class   // of features
	explain  bool
	main     moved   // what the strongest piece of evidence does
	mainAt   float64 // its weight

	conditional, hedged bool
	boosts              int
}

func (b *ballot) add(m moved, w float64, name string, span detente.Span) {
	if w <= 0 || m.class == detente.ClassNone {
		return
	}
	b.weight[m.class] += w
	if w > b.mainAt {
		b.main, b.mainAt = m, w
	}
	if w > b.best[m.class] {
		b.best[m.class], b.mode[m.class], b.flags[m.class] = w, m.mode, m.flags
	}
	if b.explain {
		b.features = append(b.features, detente.Feature{Name: name, Span: span, Weight: w})
		b.classes = append(b.classes, m.class)
	}
}

// prior is the evidence for STATEMENT that every text begins with: without any
// act a comment is a comment.
const prior = 0.45

// PlainEdge is the furthest from 0 that a STATEMENT may lie; an act lies beyond it.
const PlainEdge = 0.09

// actMargin is how much likelier than STATEMENT an act must be to be told: most of
// what is said is comment, and near ties are.
const actMargin = 1.1

// leastAct is the least that an act is from 0.
const leastAct = 0.1

// How much of a probability the tables' own evidence decides; the model decides
// the rest. The model has learned from more texts that report one event than from
// words of speakers. On the coded statements (internal/train/own/coded.jsonl) anything
// from .4 to .58 is as good; rows of moods need the tables' word.
const (
	wordsShare = 0.58 // of a statement or deed of an article
	eventShare = 0.2  // of a text that reports one event
)

// Evidence is what the tables alone find in a text: the share of each class, by
// its number, in all that was found, and how much that decides.
type Evidence struct {
	classes [detente.NumClasses]float64
	decides float64
	ballot  ballot // which the value is told by
}

// evidence gives the shares; a text in which nothing was found is STATEMENT.
func (b *ballot) evidence(decides float64) Evidence {
	e := Evidence{decides: decides, ballot: *b}
	sum := prior
	for _, w := range b.weight {
		sum += w
	}
	for c, w := range b.weight {
		e.classes[c] = w / sum
	}
	e.classes[detente.Plain] += prior / sum
	return e
}

// Mix moves the model's probabilities towards the evidence: p[c] is that of class
// c. The result is what the scorer goes by.
func (e *Evidence) Mix(p []float64) {
	for c := range p {
		p[c] += e.decides * (e.classes[c] - p[c])
	}
}

// Value is the tone of the statement that was read, on a scale, as the scorer tells it;
// p has the mixed probability of class c at c-1.
func (e *Evidence) Value(p []float64, scale *Scale) detente.Score {
	var all [detente.NumClasses]float64
	copy(all[1:], p)
	b := e.ballot
	return b.score(&all, scale, &statementTrust)
}

// Top is the class with the largest share, and the share.
func (e *Evidence) Top() (detente.Class, float64) {
	top := detente.Plain
	for c := detente.Agree; c < detente.Plain; c++ {
		if e.classes[c] > e.classes[top] {
			top = c
		}
	}
	return top, e.classes[top]
}

// Within is the spread of tone inside one class, which keeps the standard error
// above 0.
const Within = 0.1

// score turns the probabilities of the classes into a value on the scale: the
// mean of the classes' weights, shrunk towards 0 by conditions and hedges.
func (b *ballot) score(p *[detente.NumClasses]float64, scale *Scale, trust *Trust) detente.Score {
	top, most := detente.Plain, actMargin*p[detente.Plain]
	mean, square := 0.0, 0.0
	for c := detente.Agree; c <= detente.Plain; c++ {
		if c != detente.Plain && p[c] > most {
			top, most = c, p[c]
		}
		w := scale.Weight(c, b.mode[c])
		mean += p[c] * w
		square += p[c] * w * w
	}
	s := detente.Score{Class: top, Mode: b.mode[top], Flags: b.flags[top]}
	variance := max(0, square-mean*mean)
	wide := 1.0
	if b.conditional && top != detente.Plain {
		s.Flags |= detente.Conditional
		shrink := 0.6
		if hostile(top) {
			shrink = 0.8
		}
		b.share("condition", mean*shrink-mean)
		mean *= shrink
		wide *= 1.3
	}
	if b.hedged || s.Flags.Has(detente.Hedged) {
		s.Flags |= detente.Hedged
		b.share("hedge", mean*0.7-mean)
		mean *= 0.7
		wide *= 1.3
	}
	strong := intensify(mean, scale, b.boosts)
	b.share("strong words", strong-mean)
	mean = strong
	if top == detente.Plain { // a comment stays in the plain band, however its words lean
		inside := min(PlainEdge, max(-PlainEdge, mean))
		b.share("a comment stays plain", inside-mean)
		mean = inside
	} else if math.Abs(mean) <= PlainEdge { // and an act stays out of it
		outside := math.Copysign(leastAct, scale.Weight(top, b.mode[top]))
		b.share("an act is no comment", outside-mean)
		mean = outside
	}
	s.Value = math.Round(mean*1e4) / 1e4
	s.StdErr = math.Round(wide*trust.Width*math.Sqrt(variance+Within*Within)*1e4) / 1e4
	s.Confidence = math.Round(trust.Confidence(p[top])*1e3) / 1e3
	if b.explain {
		sort.SliceStable(b.features, func(i, j int) bool {
			return math.Abs(b.features[i].Weight) > math.Abs(b.features[j].Weight)
		})
		s.Features = b.features
	}
	return s
}

// intensify moves a value away from 0 by up to a tenth, and never past the next
// class of the scale.
func intensify(value float64, scale *Scale, boosts int) float64 {
	if boosts == 0 || math.Abs(value) < 0.1 {
		return value
	}
	next := math.Copysign(1, value)
	for c := detente.Agree; c <= detente.Plain; c++ {
		w := scale.Weight(c, detente.ModeNone)
		if w*value > 0 && math.Abs(w) > math.Abs(value) && math.Abs(w) < math.Abs(next) {
			next = w
		}
	}
	step := math.Copysign(min(0.1, 0.025*float64(boosts)), value)
	if math.Abs(step) > math.Abs(next-value) {
		step = next - value
	}
	return value + step
}
