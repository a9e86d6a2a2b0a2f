package scorers

import (
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

//go:embed data/valence.model
var valenceFile []byte

// The features of the valence model. The number of a template never changes its
// meaning; a new one gets the next number.
const (
	vBias = iota + 1
	vWord
	vNegated
	vPair
	vChars
	vCluster
	vGroup
	vSum
	vSkip
)

// ValenceReader turns texts into the features of the valence model: how the words
// of a text feel, without regard to who speaks of whom. The scorer and the trainer
// read by it. It is one worker's.
type ValenceReader struct {
	f     featurizer
	table map[uint64]float64
	raw   []uint64 // the words of the text, as they stand
	at    []int    // their tokens
	felt  feelings // of the text last read, but for the model's value
}

// feelings are how the words of a text feel: the good and the bad words of the lexicon
// and the good and the bad acts, each in [0, 1], and the value of the valence model in
// [-1, 1].
type feelings [5]float64

// NewValenceReader loads the tables that features are made of.
func NewValenceReader() (*ValenceReader, error) {
	t, err := loadTables()
	if err != nil {
		return nil, err
	}
	table, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	return &ValenceReader{f: featurizer{clusters: table, t: t}, table: vaderWords()}, nil
}

// Text gives the features of the tokens of a document in ranges. They are good
// until the next call.
func (r *ValenceReader) Text(doc *detente.Doc, ranges ...[2]int) []model.Valued {
	f := &r.f
	f.out, r.raw, r.at = f.out[:0], r.raw[:0], r.at[:0]
	for _, in := range ranges {
		for i := in[0]; i < in[1]; i++ {
			r.raw, r.at = append(r.raw, doc.Tokens[i].Hash), append(r.at, i)
		}
	}
	f.add(vBias, 0, step)
	last, before := markEdge, markEdge
	var words, acts [2]float64
	for k, h := range r.raw {
		tok := &doc.Tokens[r.at[k]]
		switch tok.Kind {
		case detente.Word:
			turn := negatedAt(f.t, r.raw, k)
			f.wordValence(h, turn)
			f.letters(tok.Span.In(doc.Text), vChars, step*3/8)
			addSigned(&words, r.table[h], turn)
			addSigned(&acts, f.t.feeling(r.table, r.raw, k), turn)
		case detente.Number:
			h = markNumber
		default:
			h = model.Join(markEdge, uint64(tok.Kind))
		}
		f.add(vPair, model.Join(last, h), step)
		f.add(vSkip, model.Join(before, h), step/2)
		before, last = last, h
	}
	f.add(vPair, model.Join(last, markEdge), step)
	r.sums(&words, &acts, vaderSentiment(wordsOf(doc, ranges)).Value)
	for sign := range words {
		r.felt[sign], r.felt[2+sign] = words[sign]/(words[sign]+.6), acts[sign]/(acts[sign]+.6)
	}
	return f.out
}

// sums adds what the lexicons say. A sum counts the same in a long text as in a
// short one, so it is told in units of the text's length.
func (r *ValenceReader) sums(words, acts *[2]float64, whole float64) {
	f := &r.f
	norm := 1 / FeatureNorm(f.out)
	for sign := range words {
		v, w := words[sign], acts[sign]
		f.add(vSum, uint64(sign), int32(norm*v/(v+.6)))
		f.add(vSum, uint64(4+sign), int32(norm*w/(w+.6)))
	}
	v := words[0] - words[1]
	f.add(vSum, 2, int32(norm*v/math.Sqrt(v*v+.4)))
	f.add(vSum, 3, int32(2*norm*whole))
}

// wordsOf gives the text of ranges of tokens, joined by blanks.
func wordsOf(doc *detente.Doc, ranges [][2]int) string {
	var parts []string
	for _, in := range ranges {
		if in[1] > in[0] {
			parts = append(parts, doc.Text[doc.Tokens[in[0]].Span.Start:doc.Tokens[in[1]-1].Span.End])
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts, " ")
}

// addSigned adds a feeling to the sum of good or bad ones.
func addSigned(sums *[2]float64, v float64, turn bool) {
	if turn {
		v *= turned
	}
	if v > 0 {
		sums[0] += v
	} else {
		sums[1] -= v
	}
}

// wordValence adds a word's own features: itself and what words are like it.
func (f *featurizer) wordValence(h uint64, negated bool) {
	sign := int32(step)
	if negated {
		f.add(vNegated, f.lemma(h), step)
		sign = -step
	}
	f.add(vWord, f.lemma(h), 2*sign)
	if c := f.clusters.Get(h); c != 0 {
		f.add(vGroup, uint64(c>>7&0x3FF), sign)
		f.add(vCluster, uint64(c>>17), sign*3/2)
	}
}

// negatedAt reports whether one of the three words before the k-th negates.
func negatedAt(t *tables, words []uint64, k int) bool {
	for j := max(0, k-3); j < k; j++ {
		if n, roles := t.grammar.Longest(words[:k], j); n > 0 && roles&roleNeg != 0 {
			return true
		}
	}
	return false
}

// newValence gives the scorer of the project's own sentiment.
func newValence(Options) (Scorer, error) {
	if _, err := loadValenceModel(); err != nil {
		return nil, err
	}
	return Func(func(in Input, i int) detente.Score {
		var ranges [][2]int
		for _, s := range in.Attrs[i].Content {
			if lo, hi := tokensOf(in.Doc, s); hi > lo {
				ranges = append(ranges, [2]int{lo, hi})
			}
		}
		return valenceOf(in.Doc, ranges)
	}), nil
}

// valenceError is the root mean square error of the values, cross-validated.
const valenceError = 0.18

func valenceOf(doc *detente.Doc, ranges [][2]int) detente.Score {
	if len(ranges) == 0 {
		return detente.Score{Reason: detente.ReasonNoEvent}
	}
	m, err := loadValenceModel()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	r, err := NewValenceReader()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	v := linearValue(m, r.Text(doc, ranges...))
	v = math.Round(1e4*min(1, max(-1, v))) / 1e4
	return detente.Score{Value: v, StdErr: valenceError, Label: polarity(v, 0.05)}
}

// linearValue is what a model of one class says.
func linearValue(m *model.Linear, features []model.Valued) float64 {
	var sum [1]int32
	m.Score(features, sum[:])
	return float64(sum[0]) * m.Unit() * FeatureNorm(features)
}

var valenceLabels = []string{"valence"}

func valenceCode() (uint64, error) {
	r, err := NewValenceReader()
	if err != nil {
		return 0, err
	}
	x := codeText()
	return codeOf(r.Text(x.doc, x.ranges...)), nil
}

var valenceIn = modelFile{"valence.model", valenceFile, valenceLabels, valenceCode}

var loadValenceModel = sync.OnceValues(valenceIn.read)

// ValenceBytes is the file of a trained model. An error means that the tables of
// the package are broken.
func ValenceBytes(l *model.Linear) ([]byte, error) { return valenceIn.write(l) }

// vaderWords is the VADER lexicon by word hash, in [-1, 1], without most emoticons and
// phrases.
var vaderWords = sync.OnceValue(hashVader)

func hashVader() map[uint64]float64 {
	out := make(map[uint64]float64, 8000)
	words := vader().Lexicon
	for _, w := range slices.Sorted(maps.Keys(words)) { // "o.O" and "o.o" have one hash
		if w != "" && isLetter(w[0]) {
			out[lexicon.Hash(w)] = words[w] / 4
		}
	}
	return out
}

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }
