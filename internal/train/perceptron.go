package train

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"detente/internal/model"
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
	keys  []uint64 // 0 is free
	ids   []int32
	mask  uint64
	count int
}

func newIndex() index {
	const size = 1 << 12
	return index{keys: make([]uint64, size), ids: make([]int32, size), mask: size - 1}
}

// get gives the number of a feature, -1 for a stranger.
func (x *index) get(k uint64) int32 {
	k |= 1
	for p := k >> 1 & x.mask; ; p = (p + 1) & x.mask {
		switch x.keys[p] {
		case k:
			return x.ids[p]
		case 0:
			return -1
		}
	}
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
	for x.keys[p] != 0 {
		p = (p + 1) & x.mask
	}
	x.keys[p], x.ids[p] = k, id
}

func (x *index) grow() {
	keys, ids := x.keys, x.ids
	size := 2 * len(keys)
	x.keys, x.ids, x.mask = make([]uint64, size), make([]int32, size), uint64(size-1)
	for i, k := range keys {
		if k != 0 {
			x.put(k, ids[i])
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

// narrow trains a model.Narrow: an averaged perceptron of four classes.
type narrow struct {
	seen    sketch
	index   index
	feature []uint64
	weight  [][4]int32
	stats   []narrowStats
	now     int64
}

type narrowStats struct {
	sum  [4]int64 // of the weight over all decisions up to last
	last int64
}

// newNarrow starts a classifier for so many words of text, whose features are
// seen least times.
func newNarrow(words, least int) *narrow {
	return &narrow{seen: newSketch(words, movePerWord, least), index: newIndex()}
}

func (p *narrow) score(features []uint64) (out [4]int32) {
	for _, f := range features {
		if id := p.index.get(f); id >= 0 {
			w := &p.weight[id]
			out[0] += w[0]
			out[1] += w[1]
			out[2] += w[2]
			out[3] += w[3]
		}
	}
	return out
}

// learn counts a decision and moves one from bad to good; a bad of -1 is none.
func (p *narrow) learn(features []uint64, good, bad int) {
	p.now++
	if bad < 0 {
		return
	}
	for _, f := range features {
		if p.seen.rare(f) {
			continue
		}
		id, fresh := p.index.add(f)
		if fresh {
			p.feature = append(p.feature, f)
			p.weight = append(p.weight, [4]int32{})
			p.stats = append(p.stats, narrowStats{last: p.now})
		}
		w, s := &p.weight[id], &p.stats[id]
		for k := range w {
			s.sum[k] += int64(w[k]) * (p.now - s.last)
		}
		s.last = p.now
		w[good]++
		w[bad]--
	}
}

// forget drops what only training needs.
func (p *narrow) forget() { p.seen.counts, p.index = nil, index{} }

// freezeNarrow averages and rounds classifiers that were trained on the same
// data in different orders; their votes add up. The largest weight sets the
// unit: to cut off the few large ones for finer small ones cost many points of
// attachment.
func freezeNarrow(trained ...*narrow) model.Narrow {
	sums := newIndex()
	var features []uint64
	var rows [][3]float64
	top := 0.0
	for _, p := range trained {
		for id, f := range p.feature {
			at, fresh := sums.add(f)
			if fresh {
				features, rows = append(features, f), append(rows, [3]float64{})
			}
			s := &p.stats[id]
			var average [4]float64
			for k, w := range p.weight[id] {
				average[k] = float64(s.sum[k]+int64(w)*(p.now-s.last)) / float64(p.now)
			}
			for k := range rows[at] {
				rows[at][k] += average[k+1] - average[0]
				top = max(top, math.Abs(rows[at][k]))
			}
		}
	}
	unit := top / model.MaxNarrow
	keys, weights := make([]uint64, len(rows)), make([][3]int16, len(rows))
	for i, id := range sorted(features) {
		keys[i] = features[id]
		if slices.ContainsFunc(rows[id][:], func(w float64) bool { return math.Abs(w) > negligible }) {
			for k, w := range rows[id] {
				weights[i][k] = quantise(w, unit, model.MaxNarrow)
			}
		}
	}
	return model.NewNarrow(keys, weights)
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
	return &wide{classes: classes, seen: newSketch(words, widePerWord, least), index: newIndex()}
}

// decide gives the class with the highest score, the lowest of equals, and the
// class to learn against, the best but want. It tells whether want is learned:
// whether it wins by more than the margin.
func (p *wide) decide(features []uint64, want uint8) (best, rival uint8, learned bool) {
	var out [model.MaxClasses]int32
	for _, f := range features {
		if id := p.index.get(f); id >= 0 {
			for i := range p.rows[id] {
				c := &p.rows[id][i]
				out[c.class] += c.weight
			}
		}
	}
	b, r := 1, -1
	for k := 1; k < p.classes; k++ {
		if out[k] > out[b] {
			b = k
		}
		if k != int(want) && (r < 0 || out[k] > out[r]) {
			r = k
		}
	}
	return uint8(b), uint8(r), out[want]-out[r] > wideMargin
}

// learn decides about features whose class is want, and learns where want does
// not win by the margin. It gives the decision.
func (p *wide) learn(features []uint64, want uint8) (best uint8) {
	best, rival, learned := p.decide(features, want)
	p.now++
	if learned {
		return best
	}
	for _, f := range features {
		if p.seen.rare(f) {
			continue
		}
		id, fresh := p.index.add(f)
		if fresh {
			p.feature = append(p.feature, f)
			p.rows = append(p.rows, nil)
		}
		p.move(id, want, 1)
		p.move(id, rival, -1)
	}
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
