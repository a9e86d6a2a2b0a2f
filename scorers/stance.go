package scorers

import (
	"math"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

// valence is the VADER lexicon by word hash, in [-1, 1], without emoticons and
// phrases.
var valence = sync.OnceValue(func() map[uint64]float64 {
	out := make(map[uint64]float64, 8000)
	for w, v := range vader().Lexicon {
		if w != "" && isLetter(w[0]) {
			out[lexicon.Hash(w)] = v / 4
		}
	}
	return out
})

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func newStance(Options) (Scorer, error) {
	if _, err := loadTables(); err != nil {
		return nil, err
	}
	return Func(stanceOf), nil
}

// stanceOf scores how the words of the i-th attribution stand towards its first
// target: the feeling of the words near its mention, or of all the content where
// the target is not named in it.
func stanceOf(in Input, i int) detente.Score {
	a := &in.Attrs[i]
	if i >= len(in.Roles) || len(in.Roles[i].Targets) == 0 {
		return detente.Score{Reason: detente.ReasonNoTarget}
	}
	if len(a.Content) == 0 {
		return detente.Score{Reason: detente.ReasonNoEvent}
	}
	target := in.Roles[i].Targets[0].Mention
	t, err := loadTables()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	w := window{t: t, doc: in.Doc, explain: in.Explain}
	for _, span := range a.Content {
		at := detente.Span{}
		if span.Contains(target) {
			at = target
		}
		lo, hi := tokensOf(in.Doc, span)
		w.add(lo, hi, at)
	}
	return w.score()
}

// StanceText scores how a text stands towards the words at target: by the
// sentence that holds them.
func StanceText(doc *detente.Doc, target detente.Span) detente.Score {
	t, err := loadTables()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	w := window{t: t, doc: doc}
	w.add(0, len(doc.Tokens), target)
	return w.score()
}

// window sums the feeling of words, the nearer to the target the more.
type window struct {
	t        *tables
	doc      *detente.Doc
	sum      float64
	features []detente.Feature
	explain  bool
}

// reach is the distance, in tokens, at which a word counts for half.
const reach = 5.0

func (w *window) add(lo, hi int, target detente.Span) {
	from, to := -1, -1
	if !target.Empty() {
		from, to = tokensOf(w.doc, target)
	}
	words := make([]uint64, hi-lo) // by token - lo
	for i := lo; i < hi; i++ {
		words[i-lo] = w.doc.Tokens[i].Hash
	}
	table := valence()
	for i := lo; i < hi; i++ {
		if w.doc.Tokens[i].Kind != detente.Word || i >= from && i < to {
			continue
		}
		v := w.feeling(table, words, i-lo)
		if v == 0 {
			continue
		}
		for k := max(lo, i-3); k < i; k++ {
			if n, roles := w.t.grammar.Longest(words[:i-lo], k-lo); n > 0 && roles&roleNeg != 0 {
				v *= -0.74 // VADER's factor
				break
			}
		}
		if from >= 0 {
			d := float64(max(from-i, i-to+1, 0))
			v *= reach / (reach + d)
			if w.doc.Tokens[i].Sentence != w.doc.Tokens[min(from, hi-1)].Sentence {
				v *= 0.5
			}
		}
		w.sum += v
		if w.explain {
			w.features = append(w.features, detente.Feature{Name: "word", Span: w.doc.Tokens[i].Span, Weight: v})
		}
	}
}

// feeling is the valence of the word at i: that of our own table of telling words,
// of the VADER lexicon, or of the act that it is.
func (w *window) feeling(table map[uint64]float64, words []uint64, i int) float64 {
	if n, e := w.t.evidence.Longest(words, i); n > 0 && e.strength >= 0.8 {
		switch e.class {
		case detente.Accuse, detente.Reject, detente.Threaten:
			return -0.35 * e.strength
		case detente.Support:
			return 0.35 * e.strength
		}
	}
	if v := table[words[i]]; v != 0 {
		return v
	}
	if hit, ok := w.t.acts.Verb(words, i); ok && hit.Form.Has(lexicon.FormPast|lexicon.FormIng) {
		switch {
		case hit.Act.Class == detente.Request:
		case hostile(hit.Act.Class):
			return -0.25
		case hit.Act.Class == detente.Support || hit.Act.Class == detente.Aid:
			return 0.25
		}
	}
	return 0
}

func (w *window) score() detente.Score {
	v := w.sum / math.Sqrt(w.sum*w.sum+0.5)
	return detente.Score{Value: math.Round(v*1e4) / 1e4, StdErr: 0.3, Label: polarity(v, stanceCut), Features: w.features}
}

// stanceCut is where stance stops being neutral; found on NewsMTSC train.
const stanceCut = 0.15
