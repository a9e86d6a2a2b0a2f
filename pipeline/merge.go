package pipeline

import (
	"container/heap"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
)

// mergeWidth is how many chunks are open at the same time. More are first
// merged into longer ones, so that memory and open files stay bounded however
// many chunks a spool has.
const mergeWidth = 64

// sorted is the records of several spools in one order, read as often as
// needed.
type sorted struct {
	files []string
	temp  string // folder of the longer chunks; removed by close
	lost  []lostArticle
	head  chunkHead
}

// openSorted prepares the chunks of the spools for reading in order. All must
// come from the same pipeline. temp is a folder for longer chunks, made when
// needed.
func openSorted(spools []string, temp string) (*sorted, error) {
	s := &sorted{temp: temp}
	for _, dir := range spools {
		files, err := filepath.Glob(filepath.Join(dir, "chunk-*"+chunkSuffix))
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			if _, err := os.Stat(dir); err != nil {
				return nil, fmt.Errorf("spool %s: %w", dir, err)
			}
		}
		slices.Sort(files)
		s.files = append(s.files, files...)
	}
	for i, file := range s.files {
		c, err := openChunk(file)
		if err != nil {
			return nil, err
		}
		lost, err := c.errors()
		c.close()
		if err != nil {
			return nil, err
		}
		s.lost = append(s.lost, lost...)
		if i > 0 && c.head.Fingerprint != s.head.Fingerprint {
			return nil, fmt.Errorf("spools %s and %s were made by different versions or options: analyse them again with the same", filepath.Dir(s.files[0]), filepath.Dir(file))
		}
		s.head = c.head
	}
	slices.SortFunc(s.lost, compareLost)
	for round := 0; len(s.files) > mergeWidth; round++ {
		if err := s.shorten(round); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// shorten merges as many chunks into longer ones as there are too many, at most
// mergeWidth at once.
func (s *sorted) shorten(round int) error {
	if err := os.MkdirAll(s.temp, 0o755); err != nil {
		return err
	}
	var longer []string
	rest, over := s.files, len(s.files)-mergeWidth
	for over > 0 && len(rest) > 1 {
		group := rest[:min(mergeWidth, over+1, len(rest))]
		rest, over = rest[len(group):], over-len(group)+1
		path := filepath.Join(s.temp, fmt.Sprintf("merge-%02d-%06d%s", round, len(longer), chunkSuffix))
		count := 0
		for _, f := range group {
			head, err := readHead(f)
			if err != nil {
				return err
			}
			count += head.Records
		}
		head := chunkHead{Fingerprint: s.head.Fingerprint, Records: count}
		if err := writeAtomically(path, func(w io.Writer) error {
			return encodeChunk(w, head, nil, mergeFiles(group))
		}); err != nil {
			return err
		}
		for _, f := range group {
			if filepath.Dir(f) == filepath.Clean(s.temp) { // of the round before, and not needed again
				os.Remove(f)
			}
		}
		longer = append(longer, path)
	}
	s.files = slices.Concat(rest, longer)
	return nil
}

// records yields all records in order. It can be ranged over again.
func (s *sorted) records() iter.Seq2[*record, error] { return mergeFiles(s.files) }

func (s *sorted) close() error {
	if s.temp == "" {
		return nil
	}
	return os.RemoveAll(s.temp)
}

// mergeFiles yields the records of sorted chunks in one order.
func mergeFiles(files []string) iter.Seq2[*record, error] {
	return func(yield func(*record, error) bool) {
		var h chunkHeap
		defer func() {
			for _, c := range h {
				c.close()
			}
		}()
		for _, f := range files {
			c, err := openChunk(f)
			if err == nil {
				if _, err = c.errors(); err != nil {
					c.close()
				}
			}
			if err != nil {
				yield(nil, err)
				return
			}
			front := &chunkFront{chunkReader: c}
			if err := front.advance(); err != nil {
				front.close()
				yield(nil, err)
				return
			}
			if front.record == nil {
				front.close()
				continue
			}
			h = append(h, front)
		}
		heap.Init(&h)
		for len(h) > 0 {
			front := h[0]
			r := front.record
			if err := front.advance(); err != nil {
				yield(nil, err)
				return
			}
			if front.record == nil {
				heap.Pop(&h)
				front.close()
			} else {
				heap.Fix(&h, 0)
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// chunkFront is a chunk with its next record at hand.
type chunkFront struct {
	*chunkReader
	record *record
}

func (c *chunkFront) advance() (err error) {
	c.record, err = c.next()
	return err
}

type chunkHeap []*chunkFront

func (h chunkHeap) Len() int           { return len(h) }
func (h chunkHeap) Less(i, j int) bool { return compareRecords(h[i].record, h[j].record) < 0 }
func (h chunkHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *chunkHeap) Push(x any)        { *h = append(*h, x.(*chunkFront)) }
func (h *chunkHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
