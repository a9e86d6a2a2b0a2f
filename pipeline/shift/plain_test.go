package shift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// rates gives the share of series in which a step is found, by the name and the
// length of a series; make gives the values about level 0 at the times, and the
// step comes in the middle.
func rates(t *testing.T, n int, step float64, known bool, draw func(rng *rand.Rand, at []float64) (x, se []float64)) float64 {
	t.Helper()
	const reps = 300
	rng := rand.New(rand.NewPCG(uint64(n), 17))
	found := 0
	for r := range reps {
		at := make([]float64, n)
		for i := 1; i < n; i++ {
			at[i] = at[i-1] + 3*rng.ExpFloat64()
		}
		x, se := draw(rng, at)
		for i := n / 2; i < n; i++ {
			x[i] += step
		}
		if !known {
			se = nil
		}
		if a := Annotate(fmt.Sprint(r), at, x, se, nil, nil, .05); a.Verdict == "detected" {
			found++
		}
	}
	return float64(found) / reps
}

func white(rng *rand.Rand, at []float64) (x, se []float64) {
	for range at {
		x, se = append(x, rng.NormFloat64()), append(se, 1)
	}
	return x, se
}

// wandering is correlated over four days.
func wandering(rng *rand.Rand, at []float64) (x, se []float64) {
	x, se = white(rng, at)
	for i := 1; i < len(x); i++ {
		rho := math.Exp((at[i-1] - at[i]) / 4)
		x[i] = rho*x[i-1] + math.Sqrt(1-rho*rho)*x[i]
	}
	return x, se
}

func drifting(rng *rand.Rand, at []float64) (x, se []float64) {
	x, se = white(rng, at)
	for i := range x {
		x[i] += float64(i) / float64(len(x)-1)
	}
	return x, se
}

// apart has standard errors that differ.
func apart(rng *rand.Rand, at []float64) (x, se []float64) {
	for range at {
		s := []float64{.4, .7, 1, 1.8}[rng.IntN(4)]
		x, se = append(x, s*rng.NormFloat64()), append(se, s)
	}
	return x, se
}

// TestStepsAmongFew: what is asked of the test where events are few. The bounds
// leave three standard errors to the rates of 300 series.
func TestStepsAmongFew(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of series")
	}
	for _, tc := range []struct {
		name     string
		n        int
		step     float64
		known    bool
		draw     func(rng *rand.Rand, at []float64) (x, se []float64)
		low, top float64
	}{
		{"one level", 12, 0, true, white, 0, .09},
		{"one level, unknown noise", 20, 0, false, white, 0, .09},
		{"errors told apart", 8, 0, true, apart, 0, .09},
		{"correlated", 12, 0, true, wandering, 0, .15},
		{"correlated", 20, 0, true, wandering, 0, .15},
		{"correlated, unknown noise", 12, 0, false, wandering, 0, .15},
		{"correlated, unknown noise", 20, 0, false, wandering, 0, .15},
		{"drift", 20, 0, true, drifting, 0, .21},
		{"drift", 50, 0, true, drifting, 0, .21},
		{"step", 12, 2, true, white, .60, 1},
		{"step", 20, 2, true, white, .89, 1},
		{"step, unknown noise", 20, 2, false, white, .85, 1},
		{"step, errors told apart", 8, 2, true, apart, .70, 1},
		{"step, errors told apart", 12, 2, true, apart, .90, 1},
	} {
		if got := rates(t, tc.n, tc.step, tc.known, tc.draw); got < tc.low || got > tc.top {
			t.Errorf("%s, n = %d: a step is found in %.3f of the series, want %.2f to %.2f", tc.name, tc.n, got, tc.low, tc.top)
		}
	}
}

// TestKnownNoiseIsChecked: standard errors that are too small are not trusted.
func TestKnownNoiseIsChecked(t *testing.T) {
	found := rates(t, 12, 0, true, func(rng *rand.Rand, at []float64) (x, se []float64) {
		x, se = apart(rng, at)
		for i := range se {
			se[i] /= 5
		}
		return x, se
	})
	if found > .09 {
		t.Errorf("with standard errors a fifth of the noise a step is found in %.3f of the series without one", found)
	}
}
