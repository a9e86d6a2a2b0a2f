package scorers

import (
	"detente"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

// ToneReader turns texts into the features of the tone model. The scorer and
// the trainer read by it, so that they see the same. It is one worker's.
type ToneReader struct {
	t        *tables
	f        featurizer
	evidence Evidence // of the text last read
	valence  *ValenceReader
	feels    *model.Linear // the valence model
}

// NewToneReader loads the tables that features are made of.
func NewToneReader() (*ToneReader, error) {
	t, err := loadTables()
	if err != nil {
		return nil, err
	}
	table, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	v, err := NewValenceReader()
	if err != nil {
		return nil, err
	}
	feels, err := loadValenceModel()
	if err != nil {
		return nil, err
	}
	return &ToneReader{t: t, f: featurizer{clusters: table, t: t}, valence: v, feels: feels}, nil
}

// Event gives the features of a document that reports one event, with the words
// that name its source and target where they are known (empty spans where not).
// published chooses how mood turns classes, as on the published scale. The
// features are good until the next call.
func (r *ToneReader) Event(doc *detente.Doc, tree *detente.Tree, source, target detente.Span, published bool) []model.Valued {
	r.event(doc, tree, source, target, published)
	return r.f.out
}

// Statement gives the features of the i-th attribution of an analysed article;
// nil where it tells no event and has no words. They are good until the next
// call.
func (r *ToneReader) Statement(in Input, i int, published bool) []model.Valued {
	if _, ok := r.statement(newReader(r.t, in.Doc), in, i, published); !ok {
		return nil
	}
	return r.f.out
}

func (r *ToneReader) event(doc *detente.Doc, tree *detente.Tree, source, target detente.Span, published bool) ballot {
	x := text{doc: doc, tree: tree, ranges: [][2]int{{0, len(doc.Tokens)}}}
	if !source.Empty() {
		x.source[0], x.source[1] = tokensOver(doc, source)
	}
	if !target.Empty() {
		x.target[0], x.target[1] = tokensOver(doc, target)
	}
	r.f.features(&x)
	b := eventBallot(r.t, doc, source, target, published)
	r.f.kind(0)
	r.feel(&x, 0)
	r.rules(&b, 0, eventShare)
	return b
}

// feel adds how the words of a text feel.
func (r *ToneReader) feel(x *text, k detente.Kind) {
	v := linearValue(r.feels, r.valence.Text(x.doc, x.ranges...))
	felt := r.valence.felt
	felt[4] = min(1, max(-1, v))
	r.f.feeling(k, &felt)
}

// rules adds what the tables find to the features, and keeps its shares.
func (r *ToneReader) rules(b *ballot, k detente.Kind, decides float64) {
	r.evidence = b.evidence(decides)
	r.f.rules(b, k)
}

// Evidence is what the tables alone found in the text that was read last.
func (r *ToneReader) Evidence() Evidence { return r.evidence }

// tokensOver gives the tokens that a span touches.
func tokensOver(doc *detente.Doc, s detente.Span) (lo, hi int) {
	lo, hi = tokensOf(doc, s)
	for lo > 0 && doc.Tokens[lo-1].Span.End > s.Start {
		lo--
	}
	for hi < len(doc.Tokens) && doc.Tokens[hi].Span.Start < s.End {
		hi++
	}
	return lo, max(lo, hi)
}
