package model

import (
	"encoding/binary"
	"math"
)

// Valued is a feature with how much it counts, in whole steps.
type Valued struct {
	Hash  uint64
	Value int32
}

// Linear is a classifier over valued features: a row of one byte a class for
// each. It is for texts, which have a few hundred features and one decision;
// Narrow and Wide are for tokens.
type Linear struct {
	classes int
	unit    float64
	table   Table // feature -> number of its row + 1
	rows    []int8
}

// NewLinear makes a classifier of features, sorted, and their rows, each of
// classes weights that count unit apiece.
func NewLinear(classes int, unit float64, features []uint64, rows [][]int8) Linear {
	l := Linear{classes: classes, unit: unit}
	payloads := make([]uint32, len(rows))
	for i, row := range rows {
		payloads[i] = uint32(i + 1)
		l.rows = append(l.rows, row[:classes]...)
	}
	l.table = NewTable(features, payloads)
	return l
}

// Classes is the number of classes.
func (l *Linear) Classes() int { return l.classes }

// Unit is what a weight of 1 is worth.
func (l *Linear) Unit() float64 { return l.unit }

// Features is the number of features with a row.
func (l *Linear) Features() int { return l.table.n }

// Score adds up the rows of features times their values into out, which has a
// place for each class and is cleared first.
func (l *Linear) Score(features []Valued, out []int32) {
	clear(out)
	for _, f := range features {
		l.Add(f, out)
	}
}

// Add adds the row of one feature times its value to out.
func (l *Linear) Add(f Valued, out []int32) {
	p := l.table.Get(f.Hash)
	if p == 0 {
		return
	}
	row := l.rows[int(p-1)*l.classes : int(p)*l.classes]
	for c, w := range row {
		out[c] += int32(w) * f.Value
	}
}

// Linear adds a classifier over valued features: the classes, the unit, the
// table, the rows.
func (w *Writer) Linear(id uint32, l *Linear) {
	b := binary.LittleEndian.AppendUint32(nil, uint32(l.classes))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(l.unit))
	b = l.table.append(b)
	for _, x := range l.rows {
		b = append(b, byte(x))
	}
	w.add(id, b)
}

// Linear reads a classifier over valued features.
func (f *File) Linear(id uint32) (Linear, error) {
	b, err := f.section(id)
	if err != nil {
		return Linear{}, err
	}
	if len(b) < 12 {
		return Linear{}, f.broken(id)
	}
	l := Linear{classes: int(binary.LittleEndian.Uint32(b)), unit: math.Float64frombits(binary.LittleEndian.Uint64(b[4:]))}
	t, used, rest, ok := readUsed(b[12:])
	if !ok || !(l.unit > 0) || math.IsInf(l.unit, 1) || l.classes < 1 || l.classes > MaxClasses || len(rest) != (8+l.classes)*t.n {
		return Linear{}, f.broken(id)
	}
	for i, p := range used {
		t.slots[p] = binary.LittleEndian.Uint64(rest[8*i:])
		if k := uint32(t.slots[p]); k == 0 || int(k) > t.n {
			return Linear{}, f.broken(id)
		}
	}
	l.table, rest = t, rest[8*t.n:]
	l.rows = make([]int8, len(rest))
	for i, x := range rest {
		l.rows[i] = int8(x)
	}
	return l, nil
}
