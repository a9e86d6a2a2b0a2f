// Package train makes the project's models from treebanks: the averaged
// perceptrons behind internal/model, the oracle of the parser, jack-knifing, and
// the measurement on development files. It is a developer's tool; the product
// does not import it. The same data and seed give the same bytes.
package train

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/grammar"
)

// Word is one word of a treebank. Head is the number of a word of the sentence,
// counted from 1, and 0 for the root.
type Word struct {
	Form  string
	UPOS  detente.UPOS
	XPOS  detente.XPOS
	Head  int32
	Label detente.Label
}

// Sentence is one sentence of a treebank.
type Sentence []Word

// ReadCoNLLU reads a treebank, gzipped where the name says so. Ranges and empty
// nodes are passed over. A subtype that détente does not keep counts as its
// plain relation. An error names the file and the line.
func ReadCoNLLU(path string) ([]Sentence, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readCoNLLU(path, r)
}

func readCoNLLU(name string, r io.Reader) ([]Sentence, error) {
	var all []Sentence
	var s Sentence
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" {
			if len(s) > 0 {
				all = append(all, s)
			}
			s = nil
			continue
		}
		if line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 10 {
			return nil, fmt.Errorf("%s, line %d: %d columns, want 10", name, n, len(cells))
		}
		if strings.ContainsAny(cells[0], "-.") {
			continue
		}
		head, err := strconv.Atoi(cells[6])
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: head %q is no number", name, n, cells[6])
		}
		label, ok := labelOf(cells[7])
		if !ok {
			return nil, fmt.Errorf("%s, line %d: no relation %q", name, n, cells[7])
		}
		upos, xpos := slices.Index(detente.UPOSNames, cells[3]), slices.Index(detente.XPOSNames, cells[4])
		if upos <= 0 || xpos <= 0 {
			return nil, fmt.Errorf("%s, line %d: no tags %q, %q", name, n, cells[3], cells[4])
		}
		s = append(s, Word{Form: cells[1], UPOS: detente.UPOS(upos), XPOS: detente.XPOS(xpos), Head: int32(head), Label: label})
	}
	if len(s) > 0 {
		all = append(all, s)
	}
	for _, s := range all {
		for _, w := range s {
			if w.Head < 0 || int(w.Head) > len(s) {
				return nil, fmt.Errorf("%s: head %d in a sentence of %d words", name, w.Head, len(s))
			}
		}
	}
	return all, lines.Err()
}

func labelOf(rel string) (detente.Label, bool) {
	if i := slices.Index(detente.LabelNames, rel); i > 0 {
		return detente.Label(i), true
	}
	base, _, _ := strings.Cut(rel, ":")
	i := slices.Index(detente.LabelNames, base)
	return detente.Label(i), i > 0
}

// ReadClusters reads a table of word clusters: word, then its numbers among 64,
// 512 and 2048, tab-separated, the commonest words first.
func ReadClusters(path string) (model.Table, error) {
	r, err := open(path)
	if err != nil {
		return model.Table{}, err
	}
	defer r.Close()
	packed := map[uint64]uint32{}
	var keys []uint64
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 4 {
			return model.Table{}, fmt.Errorf("%s, line %d: %d columns, want 4", path, n, len(cells))
		}
		var c [3]uint32
		for i := range c {
			v, err := strconv.ParseUint(cells[i+1], 10, 12)
			if err != nil {
				return model.Table{}, fmt.Errorf("%s, line %d: cluster %q: %w", path, n, cells[i+1], err)
			}
			c[i] = uint32(v)
		}
		// Words that fold alike share a key: the commonest of them counts.
		if h := lexicon.Hash(cells[0]); packed[h] == 0 {
			packed[h] = grammar.Clusters(c[0], c[1], c[2])
			keys = append(keys, h)
		}
	}
	slices.Sort(keys)
	payloads := make([]uint32, len(keys))
	for i, k := range keys {
		payloads[i] = packed[k]
	}
	return model.NewTable(keys, payloads), lines.Err()
}

type gzipFile struct {
	*gzip.Reader
	f *os.File
}

func (g gzipFile) Close() error { return g.f.Close() }

func open(path string) (io.ReadCloser, error) {
	f, err := os.Open(path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return gzipFile{z, f}, nil
}
