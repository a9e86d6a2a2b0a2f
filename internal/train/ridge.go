package train

import (
	"math"

	"detente/internal/model"
	"detente/scorers"
)

// ridge is a linear regression whose weights cost something: it makes the sum of
// the squared errors, weighed by example, plus cost times the squared weights
// small, by conjugate gradients.
type ridge struct {
	cost       float64
	iterations int

	index   index
	keys    []uint64
	weights []float64
}

// row is an example as places and values.
type row struct {
	ids    []int32
	values []float64
}

// converged is how small the squared slope becomes, beside the first, before there
// is nothing left but errors of rounding, which further steps would multiply.
const converged = 1e-20

// train fits the weights to the examples' values.
func (r *ridge) train(examples []textExample) {
	r.index = newIndex()
	rows := make([]row, len(examples))
	for i := range examples {
		x := &examples[i]
		scale := scorers.FeatureNorm(x.features) * math.Sqrt(x.weight)
		for _, f := range x.features {
			id, fresh := r.index.add(f.Hash)
			if fresh {
				r.keys = append(r.keys, f.Hash)
			}
			rows[i].ids = append(rows[i].ids, id)
			rows[i].values = append(rows[i].values, float64(f.Value)*scale)
		}
	}
	n := len(r.keys)
	r.weights = make([]float64, n)
	left := make([]float64, len(rows)) // what is not explained yet
	for i := range examples {
		left[i] = examples[i].value * math.Sqrt(examples[i].weight)
	}
	slope, way, moved := make([]float64, n), make([]float64, n), make([]float64, len(rows))
	r.slope(rows, left, slope)
	copy(way, slope)
	size := dot(slope, slope)
	for k, enough := 0, size*converged; k < r.iterations && size > enough; k++ {
		for i := range rows {
			moved[i] = 0
			for j, id := range rows[i].ids {
				moved[i] += rows[i].values[j] * way[id]
			}
		}
		step := size / (dot(moved, moved) + r.cost*dot(way, way))
		for i := range r.weights {
			r.weights[i] += step * way[i]
		}
		for i := range left {
			left[i] -= step * moved[i]
		}
		r.slope(rows, left, slope)
		next := dot(slope, slope)
		for i := range way {
			way[i] = slope[i] + next/size*way[i]
		}
		size = next
	}
}

// slope gives the direction in which the whole shrinks most.
func (r *ridge) slope(rows []row, left, out []float64) {
	for i, w := range r.weights {
		out[i] = -r.cost * w
	}
	for i := range rows {
		for j, id := range rows[i].ids {
			out[id] += rows[i].values[j] * left[i]
		}
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

// value is what the weights say of a text.
func (r *ridge) value(features []model.Valued) float64 {
	sum := 0.0
	for _, f := range features {
		if id := r.index.get(f.Hash); id >= 0 {
			sum += float64(f.Value) * r.weights[id]
		}
	}
	return sum * scorers.FeatureNorm(features)
}
