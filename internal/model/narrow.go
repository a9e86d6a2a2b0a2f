package model

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// NarrowClasses is how many classes a Narrow classifier has.
const NarrowClasses = 10

// NarrowRow is what a feature says for each class.
type NarrowRow [NarrowClasses]int16

// MaxNarrow bounds the weights of a Narrow classifier. The few rows with a
// weight beyond MaxWeight are kept in steps of 16: coarse where a weight is
// large, fine where many small ones add up.
const (
	MaxNarrow = MaxWeight << heavyShift

	heavyShift = 4
)

// Narrow is a classifier of NarrowClasses classes, made for speed. A feature
// belongs to one line of the processor's cache, which holds four tags of 16 bits
// and then four rows of 14 bytes: to look a feature up is one access to memory
// and no guess. Where more than four features belong to a line, the strongest
// stay. A stranger passes for a feature about once in 20,000 look-ups.
type Narrow struct {
	lines []byte
	mask  uint64 // number of lines - 1
	n     int
}

const (
	lineSize = 64
	lineRows = 4
	rowsAt   = 8  // where the rows of a line begin
	rowSize  = 14 // six lanes of ten bits and the flag, then four lanes
	heavyBit = 60
	laneBits = 10
	laneMask = 1<<laneBits - 1

	everyTag = 1<<48 | 1<<32 | 1<<16 | 1
	topBits  = everyTag << 15
)

// tagOf is never 0, the tag of a free row.
func tagOf(h uint64) uint64 { return h>>48 | 1 }

// NewNarrow makes a classifier of features, sorted, and their rows. Rows of
// zeros are left out.
func NewNarrow(features []uint64, rows []NarrowRow) Narrow {
	var order []int32
	for i := range rows {
		if rows[i] != (NarrowRow{}) {
			order = append(order, int32(i))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(rows[b].strength(), rows[a].strength()) })
	c := newLines(len(order))
	for _, i := range order {
		c.put(features[i], &rows[i])
	}
	return c
}

// newLines makes room for n features: less than 0.7 of the rows are used, and in
// small models so few that nearly all features find room.
func newLines(n int) Narrow {
	lines := 1
	for lines*lineRows*7/10 < n || lines < min(n, 1<<14) {
		lines *= 2
	}
	return Narrow{lines: make([]byte, lines*lineSize), mask: uint64(lines - 1)}
}

func (r *NarrowRow) strength() (s int) {
	for _, w := range r {
		s = max(s, int(w), -int(w))
	}
	return s
}

// put stores a row where its line has room.
func (c *Narrow) put(h uint64, row *NarrowRow) {
	line := c.line(h)
	for k := range lineRows {
		switch tag := binary.LittleEndian.Uint16(line[2*k:]); uint64(tag) {
		case tagOf(h):
			return
		case 0:
			binary.LittleEndian.PutUint16(line[2*k:], uint16(tagOf(h)))
			putRow(line[rowsAt+rowSize*k:], row)
			c.n++
			return
		}
	}
}

func (c *Narrow) line(h uint64) []byte { return c.lines[h&c.mask*lineSize:][:lineSize] }

func putRow(b []byte, row *NarrowRow) {
	if row.strength() <= MaxWeight {
		putLanes(b, row, false)
		return
	}
	var coarse NarrowRow
	for k, w := range row {
		coarse[k] = int16((int32(w) + 1<<heavyShift>>1) >> heavyShift)
	}
	putLanes(b, &coarse, true)
}

// putLanes writes a row as it is stored.
func putLanes(b []byte, lanes *NarrowRow, heavy bool) {
	var lo, hi uint64
	if heavy {
		lo = 1 << heavyBit
	}
	for k, x := range lanes {
		if lane := uint64(x+bias) & laneMask; k < 6 {
			lo |= lane << (laneBits * k)
		} else {
			hi |= lane << (laneBits * (k - 6))
		}
	}
	binary.LittleEndian.PutUint64(b, lo)
	binary.LittleEndian.PutUint16(b[8:], uint16(hi))
	binary.LittleEndian.PutUint32(b[10:], uint32(hi>>16))
}

// lanesOf gives row k of a line as it is stored.
func lanesOf(line []byte, k int) (lanes NarrowRow, heavy bool) {
	at := rowsAt + rowSize*k
	lo, hi := binary.LittleEndian.Uint64(line[at:]), binary.LittleEndian.Uint64(line[at+6:])>>16
	for i := range lanes {
		if i < 6 {
			lanes[i] = int16(lo>>(laneBits*i)&laneMask) - bias
		} else {
			lanes[i] = int16(hi>>(laneBits*(i-6))&laneMask) - bias
		}
	}
	return lanes, lo>>heavyBit&1 != 0
}

// Features is the number of features with a row.
func (c *Narrow) Features() int { return c.n }

// Sums are the scores of a Narrow classifier before Scores takes them apart: those
// of fine rows and of rows in steps of 16. Sums of parts of the features may be
// added, of 127 features together.
type Sums [2]struct {
	even, odd, evenHigh, oddHigh uint64 // every other lane, so that each has room for its sum
	rows                         uint64
}

// Add adds the sums of other features.
func (s *Sums) Add(o *Sums) {
	for i := range s {
		s[i].even += o[i].even
		s[i].odd += o[i].odd
		s[i].evenHigh += o[i].evenHigh
		s[i].oddHigh += o[i].oddHigh
		s[i].rows += o[i].rows
	}
}

// Scores takes sums apart.
func (s *Sums) Scores() (out [NarrowClasses]int32) {
	const lane = 1<<(2*laneBits) - 1
	for i := range s {
		x, low := &s[i], int32(s[i].rows)*bias
		for k := range 3 {
			out[2*k] += (int32(x.even>>(2*laneBits*k)&lane) - low) << (heavyShift * i)
			out[2*k+1] += (int32(x.odd>>(2*laneBits*k)&lane) - low) << (heavyShift * i)
		}
		for k := range 2 {
			out[6+2*k] += (int32(x.evenHigh>>(2*laneBits*k)&lane) - low) << (heavyShift * i)
			out[7+2*k] += (int32(x.oddHigh>>(2*laneBits*k)&lane) - low) << (heavyShift * i)
		}
	}
	return out
}

// mostSummed is the most features of one sum.
const mostSummed = 127

// Sum adds the rows of features to s, of which there are at most 127. The tags
// are all read before any row, so that the processor waits for many lines at
// once.
func (c *Narrow) Sum(features []uint64, s *Sums) {
	lines, mask := c.lines, c.mask
	if len(lines) == 0 || len(features) > mostSummed {
		return
	}
	var tags [mostSummed + 1]uint64
	for i, h := range features {
		tags[i&mostSummed] = binary.LittleEndian.Uint64(lines[h&mask*lineSize:])
	}
	const every = laneMask | laneMask<<(2*laneBits) | laneMask<<(4*laneBits)
	for i, h := range features {
		x := tags[i&mostSummed] ^ tagOf(h)*everyTag
		found := (x - everyTag) &^ x & topBits // the lowest bit set is that of the tag
		if found == 0 {
			continue
		}
		at := h&mask*lineSize + rowsAt + uint64(rowSize*(bits.TrailingZeros64(found)>>4))
		row := lines[at:][:rowSize]
		lo := binary.LittleEndian.Uint64(row)
		hi := binary.LittleEndian.Uint64(row[6:]) >> 16
		to := &s[lo>>heavyBit&1]
		to.even += lo & every
		to.odd += lo >> laneBits & every
		to.evenHigh += hi & every
		to.oddHigh += hi >> laneBits & every
		to.rows++
	}
}

// Score adds up the rows of at most 127 features.
func (c *Narrow) Score(features []uint64) [NarrowClasses]int32 {
	var s Sums
	c.Sum(features, &s)
	return s.Scores()
}

// Narrow adds a classifier: the number of lines, then for all of them how many
// rows are used, and for all rows the tags, the lanes that are not 0, with the
// flag, and what those lanes hold.
func (w *Writer) Narrow(id uint32, c *Narrow) {
	lines := len(c.lines) / lineSize
	var used, tags, masks, low, high []byte
	for i := range lines {
		line := c.lines[i*lineSize:][:lineSize]
		n := 0
		for ; n < lineRows && binary.LittleEndian.Uint16(line[2*n:]) != 0; n++ {
			tags = append(tags, line[2*n:2*n+2]...)
			lanes, heavy := lanesOf(line, n)
			mask := uint16(0)
			if heavy {
				mask = 1 << NarrowClasses
			}
			for k, x := range lanes {
				if x != 0 {
					mask |= 1 << k
					z := uint16(x)<<1 ^ uint16(x>>15)
					low, high = append(low, byte(z)), append(high, byte(z>>8))
				}
			}
			masks = binary.LittleEndian.AppendUint16(masks, mask)
		}
		used = append(used, byte(n))
	}
	b := binary.LittleEndian.AppendUint32(nil, uint32(lines))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(low)))
	w.add(id, slices.Concat(b, used, tags, masks, low, high))
}

// Narrow reads a classifier of NarrowClasses classes.
func (f *File) Narrow(id uint32) (Narrow, error) {
	b, err := f.section(id)
	if err != nil {
		return Narrow{}, err
	}
	if len(b) < 8 {
		return Narrow{}, f.broken(id)
	}
	lines, values := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	if bits.OnesCount(uint(lines)) != 1 || lines > len(b) {
		return Narrow{}, f.broken(id)
	}
	used, b := b[:lines], b[lines:]
	n := 0
	for _, u := range used {
		if u > lineRows {
			return Narrow{}, f.broken(id)
		}
		n += int(u)
	}
	if len(b) != 4*n+2*values {
		return Narrow{}, f.broken(id)
	}
	tags, masks, low, high := b[:2*n], b[2*n:4*n], b[4*n:4*n+values], b[4*n+values:]
	c := Narrow{lines: make([]byte, lines*lineSize), mask: uint64(lines - 1), n: n}
	for i, u := range used {
		line := c.lines[i*lineSize:][:lineSize]
		for k := range int(u) {
			mask := binary.LittleEndian.Uint16(masks)
			m := bits.OnesCount16(mask & (1<<NarrowClasses - 1))
			if tags[0]&1 == 0 || m > len(low) || !readLanes(line[rowsAt+rowSize*k:], mask, low[:m], high[:m]) {
				return Narrow{}, f.broken(id)
			}
			line[2*k], line[2*k+1] = tags[0], tags[1]
			tags, masks, low, high = tags[2:], masks[2:], low[m:], high[m:]
		}
	}
	if len(low) != 0 {
		return Narrow{}, f.broken(id)
	}
	return c, nil
}

// readLanes writes the row whose lanes that are not 0 are those of mask and hold low
// and high, which are as many. It is false where one is out of range.
func readLanes(b []byte, mask uint16, low, high []byte) bool {
	lo, hi := uint64(zeroLow), uint64(zeroHigh)
	if mask>>NarrowClasses&1 != 0 {
		lo |= 1 << heavyBit
	}
	ok := true
	for i, rest := 0, mask&(1<<NarrowClasses-1); rest != 0 && i < len(low) && i < len(high); i++ {
		k := bits.TrailingZeros16(rest)
		rest &= rest - 1
		z := uint16(low[i]) | uint16(high[i])<<8
		x := int16(z>>1) ^ -int16(z&1)
		ok = ok && x >= -bias && x < bias
		// A lane in range stays in its lane, whatever the sign of what is added.
		if k < 6 {
			lo += uint64(int64(x)) << (laneBits * k)
		} else {
			hi += uint64(int64(x)) << (laneBits * (k - 6))
		}
	}
	binary.LittleEndian.PutUint64(b, lo)
	binary.LittleEndian.PutUint16(b[8:], uint16(hi))
	binary.LittleEndian.PutUint32(b[10:], uint32(hi>>16))
	return ok
}

// zeroLow and zeroHigh are the lanes of a row of zeros.
const (
	zeroHigh = bias * (1 | 1<<laneBits | 1<<(2*laneBits) | 1<<(3*laneBits))
	zeroLow  = zeroHigh | bias<<(4*laneBits) | bias<<(5*laneBits)
)
