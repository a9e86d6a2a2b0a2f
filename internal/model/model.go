// Package model reads and scores the project's linear models.
//
// A model is a hashed table from features to small rows of weights. A feature
// is a 64-bit number (see Mix); no words are stored. Weights are whole numbers
// of ten bits with one scale for a classifier, so that scores are sums of
// integers: equal on every machine. Tables are read-only once made and may be
// used by many goroutines at once.
package model

import "math/bits"

// Templates multiplies the number of a feature template: far apart for
// neighbouring numbers.
const (
	templateStep = 0x9E3779B97F4A7C15
	mixMultiply  = 0xD6E8FEB86659FD93
)

// Mix makes a feature of the fixed number of its template and the value that
// the template has at this place. The number of a template never changes its
// meaning: a model trained with it would silently read other weights.
func Mix(template int, value uint64) uint64 {
	hi, lo := bits.Mul64(value^uint64(template)*templateStep, mixMultiply)
	return hi ^ lo
}

// Join makes one value of two, in order.
func Join(a, b uint64) uint64 {
	return bits.RotateLeft64(a*templateStep, 29) ^ b*mixMultiply
}

// Table is an open-addressing map from 64-bit hashes to 32-bit payloads that
// are never 0. The low bits of a hash are its place, the high 32 are kept as a
// check; a stranger passes for a key about once in 2^32 probes.
// The zero Table is empty.
type Table struct {
	slots []uint64 // check << 32 | payload; 0 is free
	mask  uint64
	n     int
}

// NewTable puts the keys into a table, at most two thirds full. Of equal keys
// the first counts. The order of the keys settles the bytes of the table, so
// pass them sorted. A payload of 0 is left out.
func NewTable(keys []uint64, payloads []uint32) Table {
	used := 0
	for _, p := range payloads {
		if p != 0 {
			used++
		}
	}
	size := uint64(4)
	for size < uint64(used)*3/2 {
		size *= 2
	}
	t := Table{slots: make([]uint64, size), mask: size - 1}
	for i, k := range keys {
		if payloads[i] == 0 || t.Get(k) != 0 {
			continue
		}
		p := k & t.mask
		for t.slots[p] != 0 {
			p = (p + 1) & t.mask
		}
		t.slots[p] = k&^0xFFFFFFFF | uint64(payloads[i])
		t.n++
	}
	return t
}

// Len is the number of keys.
func (t *Table) Len() int { return t.n }

// Get gives the payload of h, or 0.
func (t *Table) Get(h uint64) uint32 {
	if len(t.slots) == 0 {
		return 0
	}
	for p := h & t.mask; ; p = (p + 1) & t.mask {
		s := t.slots[p]
		if (s^h)>>32 == 0 && s != 0 {
			return uint32(s)
		}
		if s == 0 {
			return 0
		}
	}
}

// MaxWeight bounds the weights of a Wide classifier, and the fine ones of a
// Narrow one: ten bits.
const MaxWeight = 511

const bias = MaxWeight + 1 // keeps stored weights positive, so that lanes of one word never borrow

// MaxClasses bounds the classes of a Wide classifier.
const MaxClasses = 64

// Weight is one weight of a row.
type Weight struct {
	Class  uint8
	Weight int16
}

// Wide is a classifier of up to MaxClasses classes. A feature that speaks of two
// classes has its weights in the table itself, one that speaks of few has a
// list, the others a full row of 16-bit lanes.
type Wide struct {
	classes int
	table   Table
	lists   []uint16 // class << 10 | weight+bias
	full    []uint64 // four lanes of weight+bias a word
}

// A payload is a pair of weights where pairFlag is set: twice 15 bits, class <<
// 9 | weight+pairBias. Otherwise it is (offset+1) << 6 | length of the list, a
// length of 0 meaning a full row.
const (
	pairFlag = 1 << 31
	pairBias = 1 << 8
)

// longestList is the longest list before a full row is cheaper: a full row of
// 52 classes costs 13 additions.
const longestList = 12

// NewWide makes a classifier of features, sorted, and their rows.
func NewWide(classes int, features []uint64, rows [][]Weight) Wide {
	c := Wide{classes: classes}
	payloads := make([]uint32, len(rows))
	for i, row := range rows {
		if len(row) > 0 {
			payloads[i] = c.addRow(row)
		}
	}
	c.table = NewTable(features, payloads)
	return c
}

// addRow stores a row and gives its payload.
func (c *Wide) addRow(row []Weight) uint32 {
	if p, ok := pair(row); ok {
		return p
	}
	if len(row) <= longestList {
		payload := uint32(len(c.lists)+1)<<6 | uint32(len(row))
		for _, w := range row {
			c.lists = append(c.lists, uint16(w.Class)<<10|uint16(w.Weight+bias))
		}
		return payload
	}
	at := len(c.full)
	for range c.stride() {
		c.full = append(c.full, bias|bias<<16|bias<<32|bias<<48)
	}
	for _, w := range row {
		c.full[at+int(w.Class>>2)] += uint64(int64(w.Weight)) << (16 * (w.Class & 3))
	}
	return uint32(at+1) << 6
}

// pair packs a row of one or two small weights. One alone is put beside a
// weight of 0 for class 0, which is nobody's.
func pair(row []Weight) (uint32, bool) {
	if len(row) > 2 {
		return 0, false
	}
	p := uint32(pairFlag | pairBias)
	for i, w := range row {
		if w.Weight < -pairBias || w.Weight >= pairBias {
			return 0, false
		}
		p = p&^(0x7FFF<<(15*i)) | (uint32(w.Class)<<9|uint32(int32(w.Weight)+pairBias))<<(15*i)
	}
	if len(row) == 1 {
		p |= pairBias << 15
	}
	return p, true
}

// row gives the weights behind a payload.
func (c *Wide) row(payload uint32) (row []Weight) {
	if payload&pairFlag != 0 {
		for _, x := range [...]uint32{payload & 0x7FFF, payload >> 15 & 0x7FFF} {
			if w := int16(x&0x1FF) - pairBias; w != 0 {
				row = append(row, Weight{uint8(x >> 9), w})
			}
		}
		return row
	}
	at, n := int(payload>>6)-1, int(payload&63)
	if n > 0 {
		for _, x := range c.lists[at : at+n] {
			row = append(row, Weight{uint8(x >> 10), int16(x&0x3FF) - bias})
		}
		return row
	}
	for k := range c.classes {
		if x := uint16(c.full[at+k/4] >> (16 * (k & 3))); x != bias {
			row = append(row, Weight{uint8(k), int16(x) - bias})
		}
	}
	return row
}

func (c *Wide) stride() int { return (c.classes + 3) / 4 }

// Features is the number of features with a row.
func (c *Wide) Features() int { return c.table.n }

// MostFeatures is how many lanes of ten bits fit into sixteen, and so the most
// features that one decision may have.
const MostFeatures = 63

// Score sums the rows of up to 63 features into out, for the classes that there
// are, and clears what was there.
// Scores are only good for comparing: all may be moved by one amount.
func (c *Wide) Score(features []uint64, out *[MaxClasses]int32) {
	stride := c.stride()
	clear(out[:4*stride])
	var rows [MostFeatures + 1]uint32
	n := c.find(features, &rows)
	var lanes [MaxClasses / 4]uint64
	for _, p := range rows[:n] {
		at := int(p>>6) - 1
		if k := int(p & 63); k > 0 {
			for _, w := range c.lists[at : at+k] {
				out[w>>10] += int32(w&0x3FF) - bias
			}
			continue
		}
		for j, w := range c.full[at : at+stride] {
			lanes[j&(len(lanes)-1)] += w
		}
	}
	for _, p := range rows[n:] {
		if p != 0 {
			out[p>>9&63] += int32(p&0x1FF) - pairBias
			out[p>>24&63] += int32(p>>15&0x1FF) - pairBias
		}
	}
	for j, w := range lanes[:stride] {
		o := out[4*j : 4*j+4]
		o[0] += int32(w & 0xFFFF)
		o[1] += int32(w >> 16 & 0xFFFF)
		o[2] += int32(w >> 32 & 0xFFFF)
		o[3] += int32(w >> 48)
	}
}

// find looks all features up before any row is read, so that the processor
// waits for many of them at once. Rows stored elsewhere come first; it gives
// their number. Pairs stand at the end.
func (c *Wide) find(features []uint64, rows *[MostFeatures + 1]uint32) (stored int) {
	slots, mask := c.table.slots, c.table.mask
	if uint64(len(slots)) <= mask {
		return 0
	}
	var near [MostFeatures + 1]uint64
	for i, h := range features {
		near[i&MostFeatures] = slots[h&mask]
	}
	pairs := len(rows)
	for i, h := range features {
		s := near[i&MostFeatures]
		for p := h & mask; s != 0 && (s^h)>>32 != 0; {
			p = (p + 1) & mask
			s = slots[p]
		}
		switch {
		case s == 0:
		case s&pairFlag != 0:
			pairs--
			rows[pairs&MostFeatures] = uint32(s)
		default:
			rows[stored&MostFeatures] = uint32(s)
			stored++
		}
	}
	return stored
}

// Best gives the class with the highest score among 1 up to the number of
// classes; class 0 means "none" and is never given. The lowest of equals wins.
func (c *Wide) Best(scores *[MaxClasses]int32) uint8 {
	best := 1
	for k := 2; k < c.classes; k++ {
		if scores[k] > scores[best] {
			best = k
		}
	}
	return uint8(best)
}

// Has reports whether the classifier has so many classes.
func (c *Wide) Has(classes int) bool { return c.classes == classes }
