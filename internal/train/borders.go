package train

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"detente"
	"detente/internal/model"
	"detente/pipeline/segment"
)

// RawText is the running text of one document of a treebank and where its
// sentences begin, as byte offsets in order. Words stand one blank apart unless
// the treebank says otherwise, paragraphs one empty line.
type RawText struct {
	Text   string
	Starts []int32
}

// ReadRaw reads the running texts of a treebank in CoNLL-U, gzipped where the
// name says so. An error names the file and the line.
func ReadRaw(path string) ([]RawText, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readRaw(path, r)
}

func readRaw(name string, r io.Reader) ([]RawText, error) {
	w := rawWriter{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		switch {
		case line == "":
			w.begun, w.until = false, 0
		case strings.HasPrefix(line, "# newdoc"):
			w.finish()
		case strings.HasPrefix(line, "# newpar"):
			w.gap = paragraphGap
		case line[0] == '#':
		default:
			if err := w.word(strings.Split(line, "\t")); err != nil {
				return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
			}
		}
	}
	w.finish()
	return w.docs, lines.Err()
}

const paragraphGap = "\n\n"

// rawWriter puts the words of a treebank together again.
type rawWriter struct {
	docs   []RawText
	starts []int32
	text   strings.Builder
	gap    string // before the next word
	until  int    // the last word of the range being read
	begun  bool   // the sentence has a word
}

// finish ends a document.
func (w *rawWriter) finish() {
	if w.text.Len() > 0 {
		w.docs = append(w.docs, RawText{w.text.String(), w.starts})
	}
	w.text, w.starts, w.gap = strings.Builder{}, nil, ""
}

// word adds what the line of a word says. The words of a range are written by
// the line of the range.
func (w *rawWriter) word(cells []string) error {
	if len(cells) != 10 {
		return fmt.Errorf("%d columns, want 10", len(cells))
	}
	if strings.Contains(cells[0], ".") {
		return nil
	}
	first, last, isRange := strings.Cut(cells[0], "-")
	if !isRange {
		last = first
	}
	n, err := strconv.Atoi(last)
	if err != nil {
		return fmt.Errorf("number %q: %w", cells[0], err)
	}
	if !isRange && n <= w.until {
		return nil
	}
	if isRange {
		w.until = n
	}
	misc := "|" + cells[9] + "|"
	if strings.Contains(misc, "|NewPar=Yes|") {
		w.gap = paragraphGap
	}
	if w.text.Len() > 0 {
		w.text.WriteString(w.gap)
	}
	if !w.begun {
		w.starts, w.begun = append(w.starts, int32(w.text.Len())), true
	}
	w.text.WriteString(cells[1])
	w.gap = " "
	if strings.Contains(misc, "|SpaceAfter=No|") {
		w.gap = ""
	}
	return nil
}

// BorderOptions says how the classifier of sentence borders is trained. The zero
// value means the settings of the shipped model.
type BorderOptions struct {
	Seed       uint64 // default 1
	Iterations int    // default 8
	Orders     int    // as Options.Orders; default 4
	Least      int    // how often a feature must be seen; default 3
}

func (o BorderOptions) withDefaults() BorderOptions {
	o.Seed = max(o.Seed, 1)
	for _, d := range []struct {
		v *int
		n int
	}{{&o.Iterations, 8}, {&o.Orders, 4}, {&o.Least, 3}} {
		if *d.v == 0 {
			*d.v = d.n
		}
	}
	return o
}

// Borders trains the classifier of sentence borders. The length of a sentence is
// a feature, so half of the time the reader goes on from its own decision and
// not from the right one.
func Borders(docs []RawText, opt BorderOptions) model.Narrow {
	opt = opt.withDefaults()
	size := 0
	gold := make([]map[int32]bool, len(docs))
	for i, d := range docs {
		size += len(d.Text)
		gold[i] = make(map[int32]bool, len(d.Starts))
		for _, s := range d.Starts {
			gold[i][s] = true
		}
	}
	var trained []*narrow
	for o := range opt.Orders {
		r := random(opt.Seed + uint64(o))
		p := newNarrow(size/bordersEvery, opt.Least)
		order := make([]int, len(docs))
		for i := range order {
			order[i] = i
		}
		for it := range opt.Iterations {
			r.shuffle(order)
			for _, k := range order {
				segment.Visit(docs[k].Text, func(start int32, features []uint64) bool {
					if it == 0 {
						p.seen.see(features)
					}
					got := p.border(features, gold[k][start])
					if it > 0 && r.chance(0.5) {
						return got
					}
					return gold[k][start]
				})
			}
		}
		p.forget()
		trained = append(trained, p)
	}
	m, _ := freezeNarrow(trained...)
	return m
}

// bordersEvery is how many bytes of text there are, roughly, for each place that
// the classifier is asked about, as far as room for counting goes.
const bordersEvery = 5

// border decides and learns, and gives the decision.
func (p *narrow) border(features []uint64, want bool) bool {
	var s [model.NarrowClasses]int32
	p.score(features, &s)
	d := s[1] - s[0]
	switch {
	case want && d <= narrowMargin:
		p.learn(features, 1, 0)
	case !want && d >= -narrowMargin:
		p.learn(features, 0, 1)
	default:
		p.learn(features, 0, -1)
	}
	return d > 0
}

// BorderScore counts sentences by their starts, and whole ones.
type BorderScore struct{ Starts, Whole, Predicted, Gold int }

// String gives F1 in percent and the counts.
func (s BorderScore) String() string {
	f1 := func(right int) float64 { return 200 * float64(right) / float64(max(s.Predicted+s.Gold, 1)) }
	return fmt.Sprintf("sentence starts %.2f, sentences %.2f (F1; predicted %d, gold %d)", f1(s.Starts), f1(s.Whole), s.Predicted, s.Gold)
}

// ScoreBorders compares the sentences of split with those of the treebank.
func ScoreBorders(docs []RawText, split func(text string) *detente.Doc) (s BorderScore) {
	for _, d := range docs {
		next := make(map[int32]int32, len(d.Starts)) // of a start, the start after it
		for i, g := range d.Starts {
			next[g] = int32(len(d.Text))
			if i > 0 {
				next[d.Starts[i-1]] = g
			}
		}
		got := split(d.Text).Sentences
		s.Gold += len(d.Starts)
		s.Predicted += len(got)
		for i := range got {
			end := int32(len(d.Text))
			if i+1 < len(got) {
				end = got[i+1].Span.Start
			}
			if n, ok := next[got[i].Span.Start]; ok {
				s.Starts++
				if n == end {
					s.Whole++
				}
			}
		}
	}
	return s
}
