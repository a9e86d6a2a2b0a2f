package train

import (
	"errors"
	"math"

	"detente/internal/model"
	"detente/internal/model/grammar"
)

// averageNegligible is what a feature may say, in updates, without being worth its
// place in the file of averaged moves.
const averageNegligible = 0.85

// Average gives the first of models that were trained on the same data with
// different seeds, with the mean of all in place of its moves. What one order of
// the sentences has led to by chance is not in the others. The others' taggers and
// relations are not used: their means gain little.
func Average(trained []*grammar.Models) (*grammar.Models, error) {
	if len(trained) == 0 {
		return nil, errors.New("no models to average")
	}
	m := *trained[0]
	var moves []*model.Narrow
	var updates []int64
	for _, t := range trained {
		if t.Beam.Margin <= 0 {
			return nil, errors.New("a model to average was not trained for a beam")
		}
		moves, updates = append(moves, &t.MoveModel), append(updates, t.Beam.Margin)
	}
	negligible := math.Round(averageNegligible * float64(m.Beam.Margin) / productMargin)
	var err error
	m.MoveModel, err = model.AverageNarrow(moves, updates, int(negligible))
	return &m, err
}
