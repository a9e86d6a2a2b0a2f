package scorers

import (
	_ "embed"
	"sync"

	"detente"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

//go:embed data/stance.model
var stanceFile []byte

// StanceLabels are the classes of the stance model, in order.
var StanceLabels = []string{"negative", "neutral", "positive"}

// StanceReader turns texts with a marked target into the features of the stance
// model. The scorer and the trainer read by it, so that they see the same. It is
// one worker's.
type StanceReader struct{ g regard }

// NewStanceReader loads the tables that features are made of.
func NewStanceReader() (*StanceReader, error) {
	t, err := loadTables()
	if err != nil {
		return nil, err
	}
	table, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	return &StanceReader{regard{featurizer: featurizer{clusters: table, t: t}, valence: vaderWords()}}, nil
}

// Text gives the features of a document with a target; the tree may be nil, and so
// may the target be empty. They are good until the next call.
func (r *StanceReader) Text(doc *detente.Doc, tree *detente.Tree, target detente.Span) []model.Valued {
	x := text{doc: doc, tree: tree, ranges: [][2]int{{0, len(doc.Tokens)}}}
	if !target.Empty() {
		x.target[0], x.target[1] = tokensOver(doc, target)
	}
	return r.g.features(&x)
}

// statement gives the features of the content of the i-th attribution of an article
// and its first target, which counts as named only where it stands in the content.
func (r *StanceReader) statement(in Input, i int) []model.Valued {
	x := text{doc: in.Doc, tree: in.Tree}
	target := in.Roles[i].Targets[0].Mention
	for _, s := range in.Attrs[i].Content {
		if lo, hi := tokensOf(in.Doc, s); hi > lo {
			x.ranges = append(x.ranges, [2]int{lo, hi})
			if !target.Empty() && s.Contains(target) {
				x.target[0], x.target[1] = tokensOver(in.Doc, target)
			}
		}
	}
	if len(x.ranges) == 0 {
		return nil
	}
	return r.g.features(&x)
}

// stanceCode is the hash of the feature code: see toneCode.
func stanceCode() (uint64, error) {
	r, err := NewStanceReader()
	if err != nil {
		return 0, err
	}
	x := codeText()
	return codeOf(r.g.features(&x)), nil
}

var stanceIn = modelFile{"stance.model", stanceFile, StanceLabels, stanceCode}

var loadStanceModel = sync.OnceValues(stanceIn.read)

// StanceBytes is the file of a trained model. An error means that the tables of
// the package are broken.
func StanceBytes(l *model.Linear) ([]byte, error) { return stanceIn.write(l) }

// LexiconSums are the sums of the VADER lexicon in a document, good and bad apart:
// of all words, and left and right of the target. They are the plain features of
// the baseline that the stance model is compared with.
func LexiconSums(doc *detente.Doc, target detente.Span) [6]float64 {
	var out [6]float64
	table := vaderWords()
	for i := range doc.Tokens {
		v, at := table[doc.Tokens[i].Hash], doc.Tokens[i].Span
		sign := 0
		if v < 0 {
			sign, v = 1, -v
		}
		out[sign] += v
		switch {
		case at.Overlaps(target) || target.Empty():
		case at.Start < target.Start:
			out[2+sign] += v
		default:
			out[4+sign] += v
		}
	}
	return out
}
