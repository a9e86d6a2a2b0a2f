package scorers

import (
	"context"
	"math"

	"detente"
	"detente/internal/model"
)

// stance scores how the words of a statement stand towards its first target, by a
// trained model.
type stance struct{ model *model.Linear }

func newStance(Options) (Scorer, error) {
	m, err := loadStanceModel()
	if err != nil {
		return nil, err
	}
	if _, err := NewStanceReader(); err != nil {
		return nil, err
	}
	return stance{m}, nil
}

// Score scores each attribution that has a target and words.
func (s stance) Score(ctx context.Context, in Input) ([]detente.Score, error) {
	r, err := NewStanceReader()
	if err != nil {
		return nil, err
	}
	out := make([]detente.Score, len(in.Attrs))
	for i := range in.Attrs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if i >= len(in.Roles) || len(in.Roles[i].Targets) == 0 {
			out[i].Reason = detente.ReasonNoTarget
			continue
		}
		f := r.statement(in, i)
		if f == nil {
			out[i].Reason = detente.ReasonNoEvent
			continue
		}
		out[i] = stanceScore(s.model, f)
		if in.Explain {
			out[i].Features = r.g.felt(in.Doc)
		}
	}
	return out, nil
}

// StanceText scores how a text stands towards the words at target; the tree may be
// nil.
func StanceText(doc *detente.Doc, tree *detente.Tree, target detente.Span) detente.Score {
	m, err := loadStanceModel()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	r, err := NewStanceReader()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	return stanceScore(m, r.Text(doc, tree, target))
}

// stanceScore is the likeliest label, and the mean of -1, 0 and 1 by their
// probability with its spread.
func stanceScore(m *model.Linear, features []model.Valued) detente.Score {
	var sums [3]int32
	m.Score(features, sums[:])
	unit := m.Unit() * FeatureNorm(features)
	p := make([]float64, len(sums))
	top := 1
	for c, s := range sums {
		p[c] = float64(s) * unit
		if s > sums[top] {
			top = c
		}
	}
	model.Softmax(p)
	mean := p[2] - p[0]
	return detente.Score{
		Value: math.Round(mean*1e4) / 1e4, StdErr: math.Round(math.Sqrt(p[0]+p[2]-mean*mean)*1e4) / 1e4,
		Label: StanceLabels[top], Confidence: math.Round(p[top]*1e3) / 1e3,
	}
}
