package ner

import "math"

// Path holds the scores of a stretch of words and finds the best labels for it.
// The zero Path is empty.
type Path struct {
	scores [][Labels]int32
	back   [][Labels]uint8
	labels []uint8
}

// Reset makes the stretch empty.
func (p *Path) Reset() { p.scores = p.scores[:0] }

// Next gives room for the scores of one more word.
func (p *Path) Next() *[Labels]int32 {
	p.scores = append(p.scores, [Labels]int32{})
	return &p.scores[len(p.scores)-1]
}

// marginUnit is the margin, in units of weights, that stands for odds of e to 1.
const marginUnit = 300

const never = math.MinInt32 / 2

// Best gives the labels with the highest sum of scores, by Viterbi; next is what
// a label says for the one behind it. What stands before and behind the stretch
// is outside. The labels are good until the next call.
func (p *Path) Best(next *[Labels][Labels]int32) []uint8 {
	n := len(p.scores)
	p.back = p.back[:0]
	var here, before [Labels]int32
	for k := range before {
		before[k] = never
	}
	before[Outside] = 0
	for i := range n {
		var back [Labels]uint8
		for y := range here {
			top, from := int32(never), uint8(0)
			for _, x := range behind[y] {
				if s := before[x] + next[x][y]; s > top {
					top, from = s, x
				}
			}
			here[y], back[y] = max(top+p.scores[i][y], never), from
		}
		p.back = append(p.back, back)
		before = here
	}
	y := uint8(Outside)
	for k := range before {
		if follows[k][Outside] && before[k]+next[k][Outside] > before[y]+next[y][Outside] {
			y = uint8(k)
		}
	}
	p.labels = append(p.labels[:0], make([]uint8, n)...)
	for i := n - 1; i >= 0; i-- {
		p.labels[i] = y
		y = p.back[i][y]
	}
	return p.labels
}

// behind lists for each label those that it may follow.
var behind = func() (lists [Labels][]uint8) {
	for y := range lists {
		for x := range uint8(Labels) {
			if follows[x][y] {
				lists[y] = append(lists[y], x)
			}
		}
	}
	return lists
}()

// confidence maps the margin by which the labels [from, to) beat the best other
// ones, word by word, onto a share of 1.
func (p *Path) confidence(labels []uint8, from, to int) float32 {
	least := int32(math.MaxInt32)
	for k := from; k < to; k++ {
		rival := int32(never)
		for y, s := range p.scores[k] {
			if y == Outside || (y-1)/4 != int(labels[k]-1)/4 {
				rival = max(rival, s)
			}
		}
		least = min(least, p.scores[k][labels[k]]-rival)
	}
	return float32(1 / (1 + math.Exp(-float64(least)/marginUnit)))
}
