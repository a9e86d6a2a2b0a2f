// Package extsort sorts more records than memory holds. A record is a string of
// bytes and records are in the order of bytes.Compare, so what is sorted by
// stands in front, in a form whose bytes order as its values do: see
// [AppendString] and [AppendUint64].
//
// Records wait in memory up to a budget; then they are sorted and written to a
// file, and the files are merged while they are read. Where the budget is not
// reached, nothing is written.
package extsort

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/klauspost/compress/s2"
)

const (
	// mergeWidth is how many files are read at the same time. More are first
	// merged into longer ones, so that buffers and open files stay bounded.
	mergeWidth = 64
	// blockBytes is the unit of compression, and so the buffer of an open file.
	blockBytes = 64 << 10
	// longest bounds one record, so that a damaged file is an error and not an
	// allocation.
	longest = 1 << 30
)

// Sorter takes records and gives them sorted. It is not safe for concurrent use.
// The zero value is not ready: use New.
type Sorter struct {
	dir     string
	name    string
	budget  int
	arena   []byte // of the records in memory
	entries []entry
	runs    []string // files of sorted records
	made    int      // files made so far
}

// entry is a record in the arena. Its first bytes, as a number, settle most
// comparisons.
type entry struct {
	prefix   uint64
	off, len int
}

// entryBytes is what an entry takes of the budget.
const entryBytes = 24

// New makes a sorter that holds about budget bytes of records in memory and
// writes what is beyond to files in dir whose names begin with name. The folder
// is made when it is needed.
func New(dir, name string, budget int) *Sorter { return &Sorter{dir: dir, name: name, budget: budget} }

// Add takes a copy of a record. Its error is that of a file that could not be
// written.
func (s *Sorter) Add(rec []byte) error {
	if len(s.entries) > 0 && len(s.arena)+len(rec)+entryBytes*(len(s.entries)+1) > s.budget {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if s.arena == nil {
		// Grown once: doubling would hold one and a half budgets at its end.
		s.arena = make([]byte, 0, max(s.budget*3/4, len(rec)))
		s.entries = make([]entry, 0, s.budget/4/entryBytes)
	}
	s.entries = append(s.entries, entry{prefix: prefix(rec), off: len(s.arena), len: len(rec)})
	s.arena = append(s.arena, rec...)
	return nil
}

func prefix(rec []byte) uint64 {
	if len(rec) >= 8 {
		return binary.BigEndian.Uint64(rec)
	}
	var b [8]byte
	copy(b[:], rec)
	return binary.BigEndian.Uint64(b[:])
}

func (s *Sorter) record(e entry) []byte { return s.arena[e.off : e.off+e.len] }

func (s *Sorter) sort() {
	slices.SortFunc(s.entries, func(a, b entry) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return bytes.Compare(s.record(a), s.record(b))
	})
}

// inMemory yields the records that wait in memory, which are sorted.
func (s *Sorter) inMemory(yield func([]byte, error) bool) {
	for _, e := range s.entries {
		if !yield(s.record(e), nil) {
			return
		}
	}
}

// spill writes the records in memory to a file of their own.
func (s *Sorter) spill() error {
	s.sort()
	if err := s.write(s.inMemory); err != nil {
		return err
	}
	s.arena, s.entries = s.arena[:0], s.entries[:0]
	return nil
}

// write makes the next file of sorted records.
func (s *Sorter) write(records iter.Seq2[[]byte, error]) (err error) {
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	path := filepath.Join(s.dir, fmt.Sprintf("%s-%06d.run", s.name, s.made))
	s.made++
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			os.Remove(path)
			err = fmt.Errorf("sort %s: %w", path, err)
		}
	}()
	z := s2.NewWriter(f, s2.WriterBlockSize(blockBytes), s2.WriterConcurrency(1))
	var head [binary.MaxVarintLen64]byte
	for rec, err := range records {
		if err != nil {
			return err
		}
		if _, err := z.Write(head[:binary.PutUvarint(head[:], uint64(len(rec)))]); err != nil {
			return err
		}
		if _, err := z.Write(rec); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	s.runs = append(s.runs, path)
	return nil
}

// Sorted yields all records in order; equal ones are all there. A record is only
// valid until the next one is asked for. It can be ranged over again, as long as
// no record is added.
func (s *Sorter) Sorted() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if len(s.runs) == 0 {
			s.sort()
			s.inMemory(yield)
			return
		}
		if err := s.settle(); err != nil {
			yield(nil, err)
			return
		}
		merge(s.runs)(yield)
	}
}

// settle brings everything to disk in few enough files.
func (s *Sorter) settle() error {
	if len(s.entries) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.arena, s.entries = nil, nil // the memory is for others while files are read
	for len(s.runs) > mergeWidth {
		runs := s.runs
		s.runs = nil
		for group := range slices.Chunk(runs, mergeWidth) {
			if err := s.write(merge(group)); err != nil {
				return err
			}
			for _, path := range group {
				if err := os.Remove(path); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Close removes the sorter's files and lets go of its memory.
func (s *Sorter) Close() error {
	var first error
	for _, path := range s.runs {
		if err := os.Remove(path); err != nil && first == nil {
			first = err
		}
	}
	s.runs, s.arena, s.entries = nil, nil, nil
	return first
}

// merge yields the records of sorted files in one order.
func merge(paths []string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		var open []*run
		defer func() {
			for _, r := range open {
				r.f.Close()
			}
		}()
		var h runs
		for i, path := range paths {
			r, err := openRun(path, i)
			if err != nil {
				yield(nil, err)
				return
			}
			open = append(open, r)
			more, err := r.next()
			if err != nil {
				yield(nil, err)
				return
			}
			if more {
				h = append(h, r)
			}
		}
		for i := len(h)/2 - 1; i >= 0; i-- {
			h.down(i)
		}
		for len(h) > 0 {
			if !yield(h[0].rec, nil) {
				return
			}
			more, err := h[0].next()
			if err != nil {
				yield(nil, err)
				return
			}
			if !more {
				h[0] = h[len(h)-1]
				h = h[:len(h)-1]
			}
			h.down(0)
		}
	}
}

// run is a file of sorted records with its next one at hand.
type run struct {
	f   *os.File
	in  *bufio.Reader
	nth int
	rec []byte
}

func openRun(path string, nth int) (*run, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	z := s2.NewReader(f, s2.ReaderMaxBlockSize(blockBytes), s2.ReaderAllocBlock(blockBytes))
	return &run{f: f, in: bufio.NewReaderSize(z, 4096), nth: nth}, nil
}

// next reads a record into the run's own memory; more is false at the end.
func (r *run) next() (more bool, err error) {
	n, err := binary.ReadUvarint(r.in)
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err == nil && n > longest {
		err = fmt.Errorf("a record of %d bytes", n)
	}
	if err == nil {
		r.rec = slices.Grow(r.rec[:0], int(n))[:n]
		_, err = io.ReadFull(r.in, r.rec)
	}
	if err != nil {
		return false, fmt.Errorf("sort %s: %w", r.f.Name(), err)
	}
	return true, nil
}

// runs is a heap; of equal records the one of the earlier file comes first.
type runs []*run

func (h runs) less(i, j int) bool {
	if c := bytes.Compare(h[i].rec, h[j].rec); c != 0 {
		return c < 0
	}
	return h[i].nth < h[j].nth
}

// down moves a run to its place below.
func (h runs) down(i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(h); c++ {
			if h.less(c, least) {
				least = c
			}
		}
		if least == i {
			return
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
}
