package train

import (
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"detente"
	"detente/scorers"
)

//go:embed own/coded.jsonl
var codedTone string

// CodedTone is a statement of news whose class and sign were coded by reading: byte
// spans of an article of the shared data, whose text is not ours.
type CodedTone struct {
	ID      string // the article's
	Kind    string
	Content [][2]int32
	Hash    string // the first 16 digits of the sha256 of the content's bytes
	Class   string
	Sign    int // -1, 0, 1
}

// ReadCodedTone reads the embedded codes, in the order of their articles.
func ReadCodedTone() ([]CodedTone, error) {
	var out []CodedTone
	for line := range strings.Lines(codedTone) {
		var c CodedTone
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			return nil, fmt.Errorf("own/coded.jsonl, line %d: %w", len(out)+1, err)
		}
		if allowed(c.Class) == 0 || !slices.Contains(detente.KindNames, c.Kind) || len(c.Content) == 0 {
			return nil, fmt.Errorf("own/coded.jsonl, line %d: %q is no class, %q no kind, or there is no content", len(out)+1, c.Class, c.Kind)
		}
		out = append(out, c)
	}
	return out, nil
}

// codedSet is the name of the set of coded statements.
const codedSet = "coded"

// codedFiles hold the articles of the coded statements.
var codedFiles = []string{"corpora/reuters21578.jsonl.gz", "attribution/polnear.train.jsonl.gz"}

// addCoded adds the coded statements, read as a run reads them. What the stages
// before the scorers no longer find is left out. Those of one article are a group.
func (s *ToneSet) addCoded(data string) error {
	coded, err := ReadCodedTone()
	if err != nil {
		return err
	}
	of := map[string][]*CodedTone{}
	for i := range coded {
		of[coded[i].ID] = append(of[coded[i].ID], &coded[i])
	}
	r, err := newOwnReader()
	if err != nil {
		return err
	}
	for _, name := range codedFiles {
		if err := s.addCodedOf(filepath.Join(data, name), r, of); err != nil {
			return err
		}
	}
	return nil
}

func (s *ToneSet) addCodedOf(path string, r *ownReader, of map[string][]*CodedTone) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var d struct{ ID, Text, Title, Date string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		list := of[d.ID]
		if len(list) == 0 {
			continue
		}
		a := detente.Article{ID: d.ID, Text: d.Text, Title: d.Title, Voice: detente.VoiceReported}
		if day, err := detente.ParseDay(d.Date[:min(len(d.Date), 10)]); err == nil {
			a.Published = detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
		}
		in := r.read(&a)
		group := -1 - len(s.examples) // no group of near-copies has a number below 0
		for _, c := range list {
			if err := c.check(d.Text); err != nil {
				return err
			}
			k := c.in(in.Attrs)
			if k < 0 {
				continue
			}
			features := r.tone.Statement(in, k, false)
			if features == nil {
				continue
			}
			e := r.tone.Evidence()
			s.items = append(s.items, ToneItem{ID: "coded:" + d.ID, Label: c.Class, Set: codedSet, Coded: c, Evidence: &e})
			s.examples = append(s.examples, textExample{features: slices.Clone(features), evidence: e, allowed: allowed(c.Class), group: group})
		}
	}
	return lines.Err()
}

// check refuses another text than the one that was coded.
func (c *CodedTone) check(text string) error {
	h := sha256.New()
	for i, span := range c.Content {
		if span[0] < 0 || span[1] < span[0] || int(span[1]) > len(text) {
			return fmt.Errorf("coded statement of %s: %v is no span of its text", c.ID, span)
		}
		if i > 0 {
			h.Write([]byte(" "))
		}
		h.Write([]byte(text[span[0]:span[1]]))
	}
	if got := hex.EncodeToString(h.Sum(nil))[:16]; got != c.Hash {
		return fmt.Errorf("coded statement of %s: hash %s, want %s: another text", c.ID, got, c.Hash)
	}
	return nil
}

// in gives the attribution of the coded kind that covers most of what was coded; -1
// without one that covers half of it.
func (c *CodedTone) in(attrs []detente.Attribution) int {
	lo, hi := c.Content[0][0], c.Content[len(c.Content)-1][1]
	best, most := -1, (hi-lo)/2
	for i := range attrs {
		a := &attrs[i]
		if a.Kind.String() != c.Kind || len(a.Content) == 0 {
			continue
		}
		covered := min(hi, a.Content[len(a.Content)-1].End) - max(lo, a.Content[0].Start)
		if covered > most {
			best, most = i, covered
		}
	}
	return best
}

// CodedScore counts by kind how often the sign and the class of coded statements are
// right.
type CodedScore struct {
	scale *scorers.Scale
	kinds map[string]*[3]int // statements, right by sign, by class
}

// NewCodedScore counts signs on a scale.
func NewCodedScore(scale *scorers.Scale) *CodedScore {
	return &CodedScore{scale: scale, kinds: map[string]*[3]int{}}
}

// Add counts a prediction where its text is a coded statement: p has the probability of
// class c at c-1.
func (s *CodedScore) Add(it *ToneItem, p []float64) {
	if it.Coded == nil {
		return
	}
	v := it.Evidence.Value(p, s.scale)
	for _, kind := range []string{it.Coded.Kind, "all"} {
		n := s.kinds[kind]
		if n == nil {
			n = &[3]int{}
			s.kinds[kind] = n
		}
		n[0]++
		sign := 0
		if math.Abs(v.Value) > scorers.PlainEdge {
			sign = int(math.Copysign(1, v.Value))
		}
		if sign == it.Coded.Sign {
			n[1]++
		}
		if v.Class.String() == it.Coded.Class {
			n[2]++
		}
	}
}

// String gives a line for each kind.
func (s *CodedScore) String() string {
	var b strings.Builder
	for _, kind := range append(slices.Clone(detente.KindNames[1:]), "all") {
		if n := s.kinds[kind]; n != nil {
			fmt.Fprintf(&b, "%-9s %4d coded   sign right %.3f   class right %.3f\n", kind, n[0], float64(n[1])/float64(n[0]), float64(n[2])/float64(n[0]))
		}
	}
	return b.String()
}
