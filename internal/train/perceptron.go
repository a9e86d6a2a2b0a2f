package train

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"detente/internal/model"
	"detente/internal/model/grammar"
)

// random is a SplitMix64 generator: four lines, the same everywhere.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// chance is true with probability p.
func (r *random) chance(p float64) bool { return float64(r.next()>>11)/(1<<53) < p }

func (r *random) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := int(r.next() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}

// index numbers features in the order of their first update.
type index struct {
	slots []slot
	mask  uint64
	count int
}

type slot struct {
	key uint64 // 0 is free
	id  int32
}

func newIndex() index {
	const size = 1 << 12
	return index{slots: make([]slot, size), mask: size - 1}
}

// get gives the number of a feature, -1 for a stranger.
func (x *index) get(k uint64) int32 {
	k |= 1
	for p := k >> 1 & x.mask; ; p = (p + 1) & x.mask {
		switch s := &x.slots[p]; s.key {
		case k:
			return s.id
		case 0:
			return -1
		}
	}
}

// find gives the numbers of the features that are known. All are looked up
// before any is used, so that the processor waits for many at once.
func (x *index) find(features []uint64, ids []int32) []int32 {
	ids = ids[:0]
	for _, f := range features {
		if id := x.get(f); id >= 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// add gives the number of a feature, a new one to a stranger.
func (x *index) add(k uint64) (id int32, fresh bool) {
	if id := x.get(k); id >= 0 {
		return id, false
	}
	if uint64(x.count)*2 > x.mask {
		x.grow()
	}
	x.put(k|1, int32(x.count))
	x.count++
	return int32(x.count - 1), true
}

func (x *index) put(k uint64, id int32) {
	p := k >> 1 & x.mask
	for x.slots[p].key != 0 {
		p = (p + 1) & x.mask
	}
	x.slots[p] = slot{k, id}
}

func (x *index) grow() {
	slots := x.slots
	size := 2 * len(slots)
	x.slots, x.mask = make([]slot, size), uint64(size-1)
	for _, s := range slots {
		if s.key != 0 {
			x.put(s.key, s.id)
		}
	}
}

// sketch counts how often features are seen, roughly: two that share a counter
// count together. A feature that is rare in the data cannot be learned, only
// learned by heart; to leave it out from the start lets the others learn to do
// without it, and keeps models small.
type sketch struct {
	counts []uint8
	shift  int
	least  uint8
}

// newSketch makes room for the features of so many words of text, of which each
// brings perWord new ones.
func newSketch(words, perWord, least int) sketch {
	size := bits.Len(uint(words * perWord))
	return sketch{counts: make([]uint8, 1<<size), shift: 64 - size, least: uint8(least)}
}

// Moves have far more features than tags and relations.
const (
	movePerWord = 800
	widePerWord = 200
)

func (s *sketch) see(features []uint64) {
	for _, f := range features {
		if c := &s.counts[f>>s.shift]; *c < s.least {
			*c++
		}
	}
}

func (s *sketch) rare(f uint64) bool { return s.counts[f>>s.shift] < s.least }

// A decision is learned from although it is right, when it wins by no more than
// this. A decision has some 50 features (112 for a move), so the margin is less
// than one update; without it development tags lose 0.5 points and relations 0.8.
const (
	wideMargin   = 25
	narrowMargin = 20
)

// negligible is what a feature may say, in updates and over all orders, without
// being worth its place in the file.
const negligible = 0.9

// narrow trains a model.Narrow: an averaged perceptron of few classes.
type narrow struct {
	seen    sketch
	index   index
	feature []uint64
	weight  [][model.NarrowClasses]int32
	stats   []narrowStats
	now     int64
}

type narrowStats struct {
	sum  [model.NarrowClasses]int64 // of the weight over all decisions up to last
	last [model.NarrowClasses]int64
}

// newNarrow starts a classifier for so many words of text, whose features are
// seen least times.
func newNarrow(words, least int) *narrow {
	return &narrow{seen: newSketch(words, movePerWord, least), index: newIndex()}
}

// score adds what the features say to out.
func (p *narrow) score(features []uint64, out *[model.NarrowClasses]int32) {
	var ids [128]int32
	for _, id := range p.index.find(features, ids[:]) {
		for k, w := range &p.weight[id] {
			out[k] += w
		}
	}
}

// learn counts a decision and moves one from bad to good; a bad of -1 is none.
func (p *narrow) learn(features []uint64, good, bad int) {
	p.now++
	if bad >= 0 {
		p.move(features, good, 1)
		p.move(features, bad, -1)
	}
}

// move adds step to what the features say for a class.
func (p *narrow) move(features []uint64, class int, step int32) {
	for _, f := range features {
		if p.seen.rare(f) {
			continue
		}
		id, fresh := p.index.add(f)
		if fresh {
			p.feature = append(p.feature, f)
			p.weight = append(p.weight, [model.NarrowClasses]int32{})
			p.stats = append(p.stats, narrowStats{})
		}
		w, s := &p.weight[id], &p.stats[id]
		s.sum[class] += int64(w[class]) * (p.now - s.last[class])
		s.last[class] = p.now
		w[class] += step
	}
}

// restart begins the averages anew, with the weights as they are.
func (p *narrow) restart() {
	p.now = 0
	clear(p.stats)
}

// forget drops what only training needs.
func (p *narrow) forget() { p.seen.counts, p.index = nil, index{} }

// freezeNarrow averages and rounds classifiers that were trained on the same
// data in different orders; their votes add up. The largest weight sets the
// unit: to cut off the few large ones for finer small ones cost many points of
// attachment.
func freezeNarrow(trained ...*narrow) (frozen model.Narrow, update float64) {
	sums := newIndex()
	var features []uint64
	var rows [][model.NarrowClasses]float64
	top := 0.0
	for _, p := range trained {
		for id, f := range p.feature {
			at, fresh := sums.add(f)
			if fresh {
				features, rows = append(features, f), append(rows, [model.NarrowClasses]float64{})
			}
			s := &p.stats[id]
			for k, w := range p.weight[id] {
				rows[at][k] += float64(s.sum[k]+int64(w)*(p.now-s.last[k])) / float64(p.now)
				top = max(top, math.Abs(rows[at][k]))
			}
		}
	}
	unit := top / model.MaxNarrow
	keys, weights := make([]uint64, len(rows)), make([]model.NarrowRow, len(rows))
	for i, id := range sorted(features) {
		keys[i] = features[id]
		if slices.ContainsFunc(rows[id][:], func(w float64) bool { return math.Abs(w) > negligible }) {
			for k, w := range rows[id] {
				weights[i][k] = quantise(w, unit, model.MaxNarrow)
			}
		}
	}
	if unit > 0 {
		update = float64(len(trained)) / unit
	}
	return model.NewNarrow(keys, weights), update
}

// sorted gives the numbers of the features in the order of the features.
func sorted(features []uint64) []int32 {
	ids := make([]int32, len(features))
	for id := range ids {
		ids[id] = int32(id)
	}
	slices.SortFunc(ids, func(a, b int32) int { return cmp.Compare(features[a], features[b]) })
	return ids
}

func quantise(w, unit, most float64) int16 {
	if unit == 0 {
		return 0
	}
	return int16(max(-most, min(most, math.Round(w/unit))))
}

// wide trains a model.Wide: an averaged perceptron of many classes. Class 0 is
// never chosen.
type wide struct {
	classes int
	all     uint64 // every class but 0, a bit each
	seen    sketch
	index   index
	feature []uint64
	rows    [][]cell
	now     int64
}

type cell struct {
	sum    int64
	last   int64
	weight int32
	class  uint8
}

// newWide starts a classifier, as newNarrow does.
func newWide(classes, words, least int) *wide {
	return &wide{classes: classes, all: 1<<classes - 2, seen: newSketch(words, widePerWord, least), index: newIndex()}
}

// decide gives the class with the highest score among those allowed, the lowest
// of equals, and the class to learn against, the best but want. It tells whether want is learned:
// whether it wins by more than the margin.
func (p *wide) decide(features []uint64, want uint8, allowed uint64) (best, rival uint8, learned bool) {
	var out [model.MaxClasses]int32
	var ids [64]int32
	for _, id := range p.index.find(features, ids[:]) {
		for i := range p.rows[id] {
			c := &p.rows[id][i]
			out[c.class] += c.weight
		}
	}
	best = grammar.BestOf(&out, allowed)
	others := allowed &^ (1 << want)
	if others == 0 {
		return best, 0, true
	}
	rival = grammar.BestOf(&out, others)
	return best, rival, out[want]-out[rival] > wideMargin
}

// learn decides about features whose class is want, and learns where want does
// not win by the margin. It gives the decision.
func (p *wide) learn(features []uint64, want uint8, allowed uint64) (best uint8) {
	best, rival, learned := p.decide(features, want, allowed)
	p.now++
	if learned {
		return best
	}
	p.shift(features, want, rival)
	return best
}

func (p *wide) move(id int32, class uint8, step int32) {
	row := p.rows[id]
	for i := range row {
		if c := &row[i]; c.class == class {
			c.sum += int64(c.weight) * (p.now - c.last)
			c.last = p.now
			c.weight += step
			return
		}
	}
	p.rows[id] = append(row, cell{class: class, weight: step, last: p.now})
}

// forget drops what only training needs.
func (p *wide) forget() { p.seen.counts, p.index = nil, index{} }

// freezeWide averages and rounds, as freezeNarrow does.
func freezeWide(trained ...*wide) model.Wide {
	sums := newIndex()
	var features []uint64
	var rows [][]share
	top := 0.0
	for _, p := range trained {
		for id, f := range p.feature {
			at, fresh := sums.add(f)
			if fresh {
				features, rows = append(features, f), append(rows, nil)
			}
			for i := range p.rows[id] {
				c := &p.rows[id][i]
				w := float64(c.sum+int64(c.weight)*(p.now-c.last)) / float64(p.now)
				rows[at] = addShare(rows[at], c.class, w)
			}
			for _, x := range rows[at] {
				top = max(top, math.Abs(x.weight))
			}
		}
	}
	unit := top / model.MaxWeight
	keys, weights := make([]uint64, len(rows)), make([][]model.Weight, len(rows))
	for i, id := range sorted(features) {
		keys[i] = features[id]
		for _, x := range rows[id] {
			if w := quantise(x.weight, unit, model.MaxWeight); w != 0 && math.Abs(x.weight) > negligible {
				weights[i] = append(weights[i], model.Weight{Class: x.class, Weight: w})
			}
		}
		slices.SortFunc(weights[i], func(a, b model.Weight) int { return int(a.Class) - int(b.Class) })
	}
	return model.NewWide(trained[0].classes, keys, weights)
}

// share is what a feature says for a class, over all classifiers.
type share struct {
	class  uint8
	weight float64
}

func addShare(row []share, class uint8, w float64) []share {
	for i := range row {
		if row[i].class == class {
			row[i].weight += w
			return row
		}
	}
	return append(row, share{class, w})
}
