package model

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math/bits"
	"strings"

	"github.com/klauspost/compress/flate"
)

// The form of a file, little-endian throughout:
//
//	magic "DTNM", format uint32, code uint64 (hash of the feature code),
//	sections uint32, then deflated, for each section: id uint32, length uint32,
//	bytes; last a CRC-32C of all that stands before it.
//
// The compressor is that of a pinned module, so that the bytes do not depend on
// the version of the toolchain.
const (
	magic  = "DTNM"
	format = 3
	header = 20
	// inflated bounds what a damaged file can ask for.
	inflated = 1 << 28
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Writer builds a model file. Sections are written in the order of the calls.
type Writer struct {
	code     uint64
	sections []byte
	n        uint32
}

// NewWriter starts a file for features of the code with the given hash.
func NewWriter(code uint64) *Writer { return &Writer{code: code} }

func (w *Writer) add(id uint32, b []byte) {
	w.sections = binary.LittleEndian.AppendUint32(w.sections, id)
	w.sections = binary.LittleEndian.AppendUint32(w.sections, uint32(len(b)))
	w.sections = append(w.sections, b...)
	w.n++
}

// Labels adds a list of names, by class.
func (w *Writer) Labels(id uint32, names []string) { w.add(id, []byte(strings.Join(names, "\n"))) }

// Numbers adds a row of numbers.
func (w *Writer) Numbers(id uint32, numbers ...uint32) {
	var b []byte
	for _, n := range numbers {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	w.add(id, b)
}

// Table adds a table.
func (w *Writer) Table(id uint32, t *Table) { w.add(id, t.append(nil)) }

// Wide adds a classifier of many classes: the classes, one bit a slot of its
// table, the checks of those in use, the lengths of their rows, the rows.
func (w *Writer) Wide(id uint32, c *Wide) {
	var checks, lengths, rows []byte
	for _, s := range c.table.slots {
		if s == 0 {
			continue
		}
		checks = binary.LittleEndian.AppendUint32(checks, uint32(s>>32))
		before := len(rows)
		rows = c.appendRow(rows, uint32(s))
		lengths = append(lengths, uint8((len(rows)-before)/2))
	}
	b := binary.LittleEndian.AppendUint32(nil, uint32(c.classes))
	b = c.table.appendUsed(b)
	b = append(append(append(b, checks...), lengths...), rows...)
	w.add(id, b)
}

func (c *Wide) appendRow(b []byte, payload uint32) []byte {
	for _, w := range c.row(payload) {
		b = binary.LittleEndian.AppendUint16(b, uint16(w.Class)<<10|uint16(w.Weight+bias))
	}
	return b
}

// Bytes gives the whole file.
func (w *Writer) Bytes() []byte {
	b := append([]byte(nil), magic...)
	b = binary.LittleEndian.AppendUint32(b, format)
	b = binary.LittleEndian.AppendUint64(b, w.code)
	b = binary.LittleEndian.AppendUint32(b, w.n)
	var z bytes.Buffer
	f, err := flate.NewWriter(&z, flate.BestCompression)
	if err != nil {
		panic(err) // only for a level that does not exist
	}
	f.Write(w.sections) // a buffer takes everything
	f.Close()
	b = append(b, z.Bytes()...)
	return binary.LittleEndian.AppendUint32(b, crc32.Checksum(b, castagnoli))
}

// append writes a table: what appendUsed writes, and the slots in use.
func (t *Table) append(b []byte) []byte {
	b = t.appendUsed(b)
	for _, s := range t.slots {
		if s != 0 {
			b = binary.LittleEndian.AppendUint64(b, s)
		}
	}
	return b
}

// appendUsed writes the size of a table, its number of keys, and one bit a slot.
func (t *Table) appendUsed(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(t.slots)))
	b = binary.LittleEndian.AppendUint32(b, uint32(t.n))
	at := len(b)
	b = append(b, make([]byte, (len(t.slots)+7)/8)...)
	for i, s := range t.slots {
		if s != 0 {
			b[at+i/8] |= 1 << (i % 8)
		}
	}
	return b
}

// File is a model file taken apart.
type File struct {
	name     string
	ids      []uint32
	sections [][]byte
}

// Read checks a file and takes it apart. The name is for errors. An error says
// whether the file is no model, of another format, damaged, or made for other
// feature code than the hash given.
func Read(name string, b []byte, code uint64) (*File, error) {
	if len(b) < header+4 || string(b[:4]) != magic {
		return nil, fmt.Errorf("%s: not a model file", name)
	}
	if v := binary.LittleEndian.Uint32(b[4:]); v != format {
		return nil, fmt.Errorf("%s: format %d, this code reads %d: train it again", name, v, format)
	}
	body := b[:len(b)-4]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(b[len(b)-4:]) {
		return nil, fmt.Errorf("%s: damaged: its checksum does not fit", name)
	}
	if v := binary.LittleEndian.Uint64(b[8:]); v != code {
		return nil, fmt.Errorf("%s: made for feature code %016x, this is %016x: train it again", name, v, code)
	}
	f := &File{name: name}
	n := binary.LittleEndian.Uint32(b[16:])
	var whole bytes.Buffer
	whole.Grow(len(b) + len(b)/2) // weights hardly compress: most files need no more
	if _, err := whole.ReadFrom(io.LimitReader(flate.NewReader(bytes.NewReader(body[header:])), inflated)); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rest := whole.Bytes()
	for range n {
		if len(rest) < 8 || uint64(len(rest)-8) < uint64(binary.LittleEndian.Uint32(rest[4:])) {
			return nil, fmt.Errorf("%s: a section is cut off", name)
		}
		size := binary.LittleEndian.Uint32(rest[4:])
		f.ids = append(f.ids, binary.LittleEndian.Uint32(rest))
		f.sections = append(f.sections, rest[8:8+size])
		rest = rest[8+size:]
	}
	return f, nil
}

func (f *File) section(id uint32) ([]byte, error) {
	for i, x := range f.ids {
		if x == id {
			return f.sections[i], nil
		}
	}
	return nil, fmt.Errorf("%s: no section %d", f.name, id)
}

// CheckLabels compares the names of a section with those of the code.
func (f *File) CheckLabels(id uint32, names []string) error {
	b, err := f.section(id)
	if err == nil && string(b) != strings.Join(names, "\n") {
		err = fmt.Errorf("%s: section %d has other labels than this code: train it again", f.name, id)
	}
	return err
}

// Numbers reads n numbers.
func (f *File) Numbers(id uint32, n int) ([]uint32, error) {
	b, err := f.section(id)
	if err == nil && len(b) != 4*n {
		err = f.broken(id)
	}
	if err != nil {
		return nil, err
	}
	numbers := make([]uint32, n)
	for i := range numbers {
		numbers[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return numbers, nil
}

// Table reads a table.
func (f *File) Table(id uint32) (Table, error) {
	b, err := f.section(id)
	if err != nil {
		return Table{}, err
	}
	t, used, rest, ok := readUsed(b)
	if !ok || len(rest) != 8*t.n {
		return Table{}, f.broken(id)
	}
	for i, p := range used {
		t.slots[p] = binary.LittleEndian.Uint64(rest[8*i:])
	}
	return t, nil
}

// Wide reads a classifier of many classes.
func (f *File) Wide(id uint32) (Wide, error) {
	b, err := f.section(id)
	if err != nil {
		return Wide{}, err
	}
	if len(b) < 4 {
		return Wide{}, f.broken(id)
	}
	c := Wide{classes: int(binary.LittleEndian.Uint32(b))}
	t, used, rest, ok := readUsed(b[4:])
	if !ok || len(rest) < 5*t.n || c.classes < 2 || c.classes > MaxClasses {
		return Wide{}, f.broken(id)
	}
	checks, lengths, rows := rest[:4*t.n], rest[4*t.n:5*t.n], rest[5*t.n:]
	c.lists = make([]uint16, 0, len(rows)/2)
	var row []Weight
	for i, p := range used {
		n := int(lengths[i])
		if n == 0 || n > c.classes || len(rows) < 2*n {
			return Wide{}, f.broken(id)
		}
		row = row[:0]
		for k := range n {
			x := binary.LittleEndian.Uint16(rows[2*k:])
			if int(x>>10) >= c.classes {
				return Wide{}, f.broken(id)
			}
			row = append(row, Weight{uint8(x >> 10), int16(x&0x3FF) - bias})
		}
		rows = rows[2*n:]
		t.slots[p] = uint64(binary.LittleEndian.Uint32(checks[4*i:]))<<32 | uint64(c.addRow(row))
	}
	if len(rows) != 0 {
		return Wide{}, f.broken(id)
	}
	c.table = t
	return c, nil
}

func (f *File) broken(id uint32) error { return fmt.Errorf("%s: section %d is broken", f.name, id) }

// readUsed reads what appendUsed wrote: an empty table of the right size, the
// places of its keys, and the bytes that follow.
func readUsed(b []byte) (t Table, used []int, rest []byte, ok bool) {
	if len(b) < 8 {
		return Table{}, nil, nil, false
	}
	size, n := int(binary.LittleEndian.Uint32(b)), int(binary.LittleEndian.Uint32(b[4:]))
	b = b[8:]
	if size < 4 || bits.OnesCount(uint(size)) != 1 || n >= size || len(b) < (size+7)/8 {
		return Table{}, nil, nil, false
	}
	used = make([]int, 0, n)
	for i, set := range b[:(size+7)/8] {
		for ; set != 0; set &= set - 1 {
			used = append(used, 8*i+bits.TrailingZeros8(set))
		}
	}
	if len(used) != n || n > 0 && used[n-1] >= size {
		return Table{}, nil, nil, false
	}
	return Table{slots: make([]uint64, size), mask: uint64(size - 1), n: n}, used, b[(size+7)/8:], true
}
