package shift

import (
	"math"
	"slices"

	"detente"
)

// boundary is one change of a series: it parts the levels [from, k) and [k, to).
type boundary struct {
	from, k, to int
	p           float64 // of the largest step within the two levels
	least       float64 // the least p that their events could reach
	shape       detente.Shape
}

// search is what looks for the changes of one series. whole holds the series,
// part the two levels that a boundary parts.
type search struct {
	whole, part scan
	levels      []int // of the partition
}

// found is the answer of a search.
type found struct {
	p     float64 // of "the series changes"
	alike float64 // where correlation in time explains the series: p before that was taken out, else 0
	// changes are in order of time: one at least, the best candidate, where
	// there is any admissible split. They are significant where p is.
	changes []boundary
}

// run tests the series that whole holds, admitted and prepared, and finds its
// changes.
//
// First comes one test of the whole: is there a step, or an excursion from one
// level, larger than those of rearranged series? Its p is the series' own, and
// with it the rate of false alarms. Where correlation in time explains the series
// as well, that is taken out and the test made again; where a trend does, the
// change is gradual. Else the series is partitioned, and every boundary is tested
// between the two levels that it parts.
func (f *search) run(opt *Options, seed uint64) found {
	s := &f.whole
	known := opt.KnownNoise && s.trust()
	k, t2 := s.best()
	s.arm()
	a, b, pair := s.bestPair()
	out := found{p: s.test(max(t2, pair), opt.Draws, opt.MaxDraws, seed, opt.Seed)}
	if k == 0 {
		return out
	}
	if known && out.p <= trustFactor*opt.Alpha {
		f.part.window(s, 0, s.n)
		f.part.admit(2, 2)
		f.part.stratify()
		f.part.levy()
		f.part.weight(0)
		f.part.arm()
		out.p = max(out.p/trustFactor, f.part.testKnown(max(t2, pair), opt.Draws, seed, opt.Seed))
	}
	out.changes = []boundary{{to: s.n, k: k, p: out.p, least: s.least(), shape: detente.Step}}
	if out.p > rescue*opt.Alpha {
		return out
	}
	f.levels = s.partition()
	s.settle(k)
	trend := s.trend(k, f.levels)
	white := !trend && s.correlated(k, f.levels)
	switch {
	case white:
		out.alike = out.p
		out.p = max(out.p, s.testWhite(opt.Draws, seed, opt.Seed))
	case out.p > opt.Alpha && !trend:
		out.p = s.testPlain(max(t2, pair), opt.Draws, seed, opt.Seed)
	}
	out.changes[0].p = out.p
	if out.p > opt.Alpha {
		return out
	}
	if trend {
		out.changes[0].shape = detente.Gradual
		return out
	}
	if white {
		return out
	}
	many := f.boundaries(opt, seed)
	if len(many) == 0 && pair > t2 {
		many = f.excursion(a, b)
	}
	if len(many) > 1 || pair > t2 && len(many) > 0 {
		for i := range many {
			many[i].p = max(many[i].p, out.p)
		}
		out.changes = many
	}
	return out
}

// excursion gives the two changes of the excursion [a, b), of which neither is
// significant by itself.
func (f *search) excursion(a, b int) []boundary {
	out := []boundary{{to: b, k: a}, {from: a, k: b, to: f.whole.n}}
	for i := range out {
		out[i].shape = detente.Step
		f.part.window(&f.whole, out[i].from, out[i].to)
		f.part.admit(1, 1)
		f.part.prepare()
		out[i].least = f.part.least()
	}
	f.excursions(out)
	return out
}

// boundaries gives those changes of the partition that are significant between
// the two levels that they part. The least significant is dropped first, for its
// neighbours may gain by it.
func (f *search) boundaries(opt *Options, seed uint64) []boundary {
	bounds := append([]int{0}, f.levels...)
	bounds = append(bounds, f.whole.n)
	tests := make([]boundary, len(bounds))
	for {
		worst := 0
		for c := 1; c+1 < len(bounds); c++ {
			b := &tests[c]
			if b.from != bounds[c-1] || b.k != bounds[c] || b.to != bounds[c+1] || b.p == 0 {
				*b = boundary{from: bounds[c-1], k: bounds[c], to: bounds[c+1]}
				f.test(b, opt, seed)
			}
			if b.p > opt.Alpha && (worst == 0 || b.p > tests[worst].p) {
				worst = c
			}
		}
		if worst == 0 {
			break
		}
		bounds, tests = slices.Delete(bounds, worst, worst+1), slices.Delete(tests, worst, worst+1)
	}
	out := tests[1 : len(bounds)-1]
	f.excursions(out)
	return out
}

// test looks for the largest step between the two levels of a boundary.
func (f *search) test(b *boundary, opt *Options, seed uint64) {
	b.p, b.least, b.shape = 1, 1, detente.Step
	s := &f.part
	s.window(&f.whole, b.from, b.to)
	if !s.admit(2, 2) {
		return
	}
	s.prepare()
	if b.least = s.least(); b.least > opt.Alpha {
		return
	}
	k, t2 := s.best()
	b.p = s.test(t2, opt.Draws, opt.MaxDraws, seed, opt.Seed^uint64(b.from)<<32^uint64(b.to))
	if b.p > opt.Alpha {
		return
	}
	if s.settle(k); s.trend(k, nil) {
		b.shape = detente.Gradual
	}
}

// excursions marks the changes of a pulse: a level of few events and little time
// between two that are alike. Where there are several of them that last for
// leastLevel events or more, the series goes to and fro, and those are levels.
func (f *search) excursions(changes []boundary) {
	var pulses []int
	lasting := 0
	for i := 0; i+1 < len(changes); i++ {
		if f.returns(&changes[i], &changes[i+1]) {
			pulses = append(pulses, i)
			if changes[i+1].k-changes[i].k >= leastLevel {
				lasting++
			}
		}
	}
	for _, i := range pulses {
		if lasting == 1 || changes[i+1].k-changes[i].k < leastLevel {
			changes[i].shape, changes[i+1].shape = detente.Pulse, detente.Pulse
		}
	}
}

// returns reports whether the level between two changes is short and those about
// it are nearer to each other than half the way there.
func (f *search) returns(a, b *boundary) bool {
	s := &f.whole
	before, in, after := s.level(a.from, a.k), s.level(a.k, b.k), s.level(b.k, b.to)
	there, back := in-before, after-in
	if there*back >= 0 || math.Abs(after-before) > min(math.Abs(there), math.Abs(back))/2 {
		return false
	}
	events := float64(b.k-a.k) / float64(b.to-a.from)
	time := (s.at[b.k] - s.at[a.k]) / (s.at[b.to-1] - s.at[a.from])
	return max(events, time) <= shortest
}

// shortest is the share of the events and of the time of three levels up to
// which the middle one is an excursion and no level of its own.
const shortest = .25

// leastLevel is the number of events from which a short level can be more than
// an outlier that came in company: as many as a test asks for.
const leastLevel = 8
