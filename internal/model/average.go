package model

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// AverageNarrow is the mean of classifiers that were trained with the same features
// and have tables of one size, each in units of its own: what weighs scales[i] in
// classifiers[i] weighs scales[0] in the mean. Rows without a weight beyond
// negligible are left out. An error says that the tables differ in size.
func AverageNarrow(classifiers []*Narrow, scales []int64, negligible int) (Narrow, error) {
	first := classifiers[0]
	mean := Narrow{lines: make([]byte, len(first.lines)), mask: first.mask}
	var tags []uint16
	var sums [][NarrowClasses]float64
	for at := 0; at < len(mean.lines); at += lineSize {
		tags, sums = tags[:0], sums[:0]
		for i, c := range classifiers {
			if c.mask != mean.mask {
				return Narrow{}, errors.New("classifiers to average have tables of different sizes")
			}
			share := float64(scales[0]) / float64(scales[i]) / float64(len(classifiers))
			line := c.lines[at:][:lineSize]
			for k := 0; k < lineRows && binary.LittleEndian.Uint16(line[2*k:]) != 0; k++ {
				tag := binary.LittleEndian.Uint16(line[2*k:])
				j := slices.Index(tags, tag)
				if j < 0 {
					j = len(tags)
					tags, sums = append(tags, tag), append(sums, [NarrowClasses]float64{})
				}
				addLanes(&sums[j], line, k, share)
			}
		}
		mean.n += putMeans(mean.lines[at:][:lineSize], tags, sums, negligible)
	}
	return mean, nil
}

// addLanes adds a share of row k of a line to sum.
func addLanes(sum *[NarrowClasses]float64, line []byte, k int, share float64) {
	lanes, heavy := lanesOf(line, k)
	for l, x := range lanes {
		w := float64(x)
		if heavy {
			w *= 1 << heavyShift
		}
		sum[l] += float64(w * share)
	}
}

// putMeans stores the strongest rows of a line and gives their number.
func putMeans(line []byte, tags []uint16, sums [][NarrowClasses]float64, negligible int) int {
	rows := make([]NarrowRow, len(sums))
	var order []int
	for j := range sums {
		for l, x := range sums[j] {
			rows[j][l] = int16(max(-MaxNarrow, min(MaxNarrow, math.Round(x))))
		}
		if rows[j].strength() > negligible {
			order = append(order, j)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rows[b].strength(), rows[a].strength()) })
	order = order[:min(len(order), lineRows)]
	for k, j := range order {
		binary.LittleEndian.PutUint16(line[2*k:], tags[j])
		putRow(line[rowsAt+rowSize*k:], &rows[j])
	}
	return len(order)
}
