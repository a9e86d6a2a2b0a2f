package train

import (
	"cmp"
	"math"
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
	least  uint8
}

const sketchBits = 28

func newSketch(least int) sketch {
	return sketch{counts: make([]uint8, 1<<sketchBits), least: uint8(least)}
}

func (s *sketch) see(features []uint64) {
	for _, f := range features {
		if c := &s.counts[f>>(64-sketchBits)]; *c < s.least {
			*c++
		}
	}
}

func (s *sketch) rare(f uint64) bool { return s.counts[f>>(64-sketchBits)] < s.least }

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

// newNarrow starts a classifier of features that are seen least times.
func newNarrow(least int) *narrow { return &narrow{seen: newSketch(least), index: newIndex()} }

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

// learn counts a decision and, where it was wrong, moves step from bad to good.
func (p *narrow) learn(features []uint64, good, bad int, step int32) {
	p.now++
	if good == bad {
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
		w[good] += step
		w[bad] -= step
	}
}

// freeze averages and rounds. The largest weight sets the unit: to cut off the few large ones for
// finer small ones cost many points of attachment.
func (p *narrow) freeze() model.Narrow {
	kept := sorted(p.feature)
	rows := make([][3]float64, len(kept))
	top := 0.0
	for i, id := range kept {
		s := &p.stats[id]
		var average [4]float64
		for k, w := range p.weight[id] {
			average[k] = float64(s.sum[k]+int64(w)*(p.now-s.last)) / float64(p.now)
		}
		for k := range rows[i] {
			rows[i][k] = average[k+1] - average[0]
			top = max(top, math.Abs(rows[i][k]))
		}
	}
	unit := top / model.MaxNarrow
	features, weights := make([]uint64, len(kept)), make([][3]int16, len(kept))
	for i, id := range kept {
		features[i] = p.feature[id]
		for k, w := range rows[i] {
			weights[i][k] = quantise(w, unit, model.MaxNarrow)
		}
	}
	return model.NewNarrow(features, weights)
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

// newWide starts a classifier of features that are seen least times.
func newWide(classes, least int) *wide {
	return &wide{classes: classes, seen: newSketch(least), index: newIndex()}
}

// best gives the class with the highest score; the lowest of equals wins.
func (p *wide) best(features []uint64) uint8 {
	var out [model.MaxClasses]int32
	for _, f := range features {
		if id := p.index.get(f); id >= 0 {
			for i := range p.rows[id] {
				c := &p.rows[id][i]
				out[c.class] += c.weight
			}
		}
	}
	best := 1
	for k := 2; k < p.classes; k++ {
		if out[k] > out[best] {
			best = k
		}
	}
	return uint8(best)
}

// learn counts a decision and, where it was wrong, moves step from bad to good.
func (p *wide) learn(features []uint64, good, bad uint8, step int32) {
	p.now++
	if good == bad {
		return
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
		p.move(id, good, step)
		p.move(id, bad, -step)
	}
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

// freeze averages and rounds, as narrow.freeze does.
func (p *wide) freeze() model.Wide {
	kept := sorted(p.feature)
	average := func(c *cell) float64 {
		return float64(c.sum+int64(c.weight)*(p.now-c.last)) / float64(p.now)
	}
	top := 0.0
	for _, id := range kept {
		for i := range p.rows[id] {
			top = max(top, math.Abs(average(&p.rows[id][i])))
		}
	}
	unit := top / model.MaxWeight
	features, rows := make([]uint64, len(kept)), make([][]model.Weight, len(kept))
	for i, id := range kept {
		features[i] = p.feature[id]
		for k := range p.rows[id] {
			c := &p.rows[id][k]
			if w := quantise(average(c), unit, model.MaxWeight); w != 0 {
				rows[i] = append(rows[i], model.Weight{Class: c.class, Weight: w})
			}
		}
		slices.SortFunc(rows[i], func(a, b model.Weight) int { return int(a.Class) - int(b.Class) })
	}
	return model.NewWide(p.classes, features, rows)
}
