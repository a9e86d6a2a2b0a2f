package model

import (
	"math"
	"slices"
)

// Softmax turns scores, of which there is at least one, into shares that sum to
// 1: e to the score, over all.
func Softmax(scores []float64) {
	top := slices.Max(scores)
	sum := 0.0
	for i, s := range scores {
		scores[i] = math.Exp(s - top)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
