package shift

import (
	"math"
	"math/rand/v2"
	"testing"
)

// fill puts a series into a scan and prepares it.
func fill(s *scan, x, se []float64, source []int32) {
	s.reset(len(x))
	for i := range x {
		s.x[i], s.v[i], s.a[i], s.at[i], s.src[i] = x[i], 1, 1, float64(i), 0
		if se != nil {
			s.v[i] = se[i] * se[i]
		}
		if source != nil {
			s.src[i] = source[i]
		}
	}
	s.numberSources()
	s.admit(2, 2)
	s.prepare()
}

// TestExactCountsEveryArrangement compares the count over sets with a list of
// all orders within strata.
func TestExactCountsEveryArrangement(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for _, sources := range [][]int32{nil, {0, 0, 1, 0, 1, 1, 0, 1}} {
		for range 5 {
			x, se := make([]float64, 8), make([]float64, 8)
			for i := range x {
				x[i], se[i] = rng.NormFloat64()+float64(i/4), .5+rng.Float64()
			}
			var s scan
			fill(&s, x, se, sources)
			_, t2 := s.best()
			limit := t2 - 1e-9

			hits, all := 0, 0
			perm := []int{0, 1, 2, 3, 4, 5, 6, 7}
			var visit func(k int)
			visit = func(k int) {
				if k == len(perm) {
					all++
					var sw, sy float64
					for i := 0; i < len(perm)-1; i++ {
						sw += s.w[perm[i]]
						sy += s.w[perm[i]] * s.y[perm[i]]
						if s.ok[i+1] && sy*sy*s.total/(sw*(s.total-sw))-s.toll[i+1] >= limit {
							hits++
							break
						}
					}
					return
				}
				for j := k; j < len(perm); j++ {
					perm[k], perm[j] = perm[j], perm[k]
					if s.stratum[perm[k]] == s.stratum[k] {
						visit(k + 1)
					}
					perm[k], perm[j] = perm[j], perm[k]
				}
			}
			visit(0)
			want := float64(hits) / float64(all)
			if got := s.exact(limit); math.Abs(got-want) > 1e-9 {
				t.Errorf("sources %v: exact p %v, by listing %d arrangements %v", sources, got, all, want)
			}
		}
	}
}

// TestDrawsAgreeWithExact: random arrangements estimate what the count says.
func TestDrawsAgreeWithExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	source := []int32{0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0, 1}
	for range 4 {
		x := make([]float64, 12)
		for i := range x {
			x[i] = rng.NormFloat64() + 1.2*float64(i/6)
		}
		var s scan
		fill(&s, x, nil, source)
		_, t2 := s.best()
		limit := t2 - 1e-9
		want := s.exact(limit)
		s.pcg.Seed(1, 2)
		hits := 0
		const draws = 20_000
		for range draws {
			if s.draw(limit) {
				hits++
			}
		}
		got := float64(hits) / draws
		if math.Abs(got-want) > 5*math.Sqrt(want*(1-want)/draws)+1e-3 {
			t.Errorf("random arrangements give p %.4f, all of them %.4f", got, want)
		}
	}
}

func TestLeast(t *testing.T) {
	for _, tc := range []struct {
		n    int
		want float64
	}{{5, .20}, {6, .10}, {7, 2. / 35}, {8, 2. / 70}} {
		var s scan
		fill(&s, make([]float64, tc.n), nil, nil)
		if got := s.least(); math.Abs(got-tc.want) > 1e-9 {
			t.Errorf("least p of %d events = %v, want %v", tc.n, got, tc.want)
		}
	}
}

// TestFalseAlarms: without a turn, p is at most .05 in about one of twenty
// series, also where a new outlet with another level comes in half-way.
func TestFalseAlarms(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 4))
	for _, tc := range []struct {
		name string
		make func(i, n int) (float64, int32)
	}{
		{"normal", func(i, n int) (float64, int32) { return rng.NormFloat64(), 0 }},
		{"classes", func(i, n int) (float64, int32) { return math.Round(rng.NormFloat64()), 0 }},
		{"heavy tails", func(i, n int) (float64, int32) { return rng.NormFloat64() / (.1 + rng.Float64()), 0 }},
		{"new outlet", func(i, n int) (float64, int32) {
			if rng.Float64() < float64(i)/float64(n) {
				return 1.5 + rng.NormFloat64(), 1
			}
			return rng.NormFloat64(), 0
		}},
	} {
		for _, n := range []int{8, 12, 25, 60} {
			const reps = 600
			found := 0
			var s scan
			for r := range reps {
				x, src := make([]float64, n), make([]int32, n)
				for i := range x {
					x[i], src[i] = tc.make(i, n)
				}
				fill(&s, x, nil, src)
				_, t2 := s.best()
				if s.test(t2, 399, 399, uint64(r), 1) <= .05 {
					found++
				}
			}
			// .05 and three standard errors.
			if rate := float64(found) / reps; rate > .077 {
				t.Errorf("%s, n = %d: %.3f of the series without a turn have p <= .05", tc.name, n, rate)
			}
		}
	}
}

func TestScanDoesNotAllocate(t *testing.T) {
	x := make([]float64, 30)
	for i := range x {
		x[i] = float64(i * 7 % 11)
	}
	var s scan
	fill(&s, x, nil, nil)
	_, t2 := s.best()
	if n := testing.AllocsPerRun(10, func() { s.test(t2, 999, 999, 1, 2) }); n > 0 {
		t.Errorf("a test allocates %v times", n)
	}
}

func TestTrend(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 7))
	for _, tc := range []struct {
		name  string
		trend bool
		level func(i, n int) float64
	}{
		{"step", false, func(i, n int) float64 { return float64(i * 2 / n * 3) }},
		{"line", true, func(i, n int) float64 { return 6 * float64(i) / float64(n) }},
		{"there and back", false, func(i, n int) float64 { return float64((i*3/n)%2) * 3 }},
	} {
		x := make([]float64, 90)
		for i := range x {
			x[i] = tc.level(i, len(x)) + rng.NormFloat64()
		}
		var s scan
		fill(&s, x, nil, nil)
		k, _ := s.best()
		s.settle(k)
		if got := s.trend(k, s.partition()); got != tc.trend {
			t.Errorf("%s: a trend %v, want %v", tc.name, got, tc.trend)
		}
	}
}

// TestCorrelated: noise that wanders is no turn.
func TestCorrelated(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	found, turns := 0, 0
	const reps = 100
	for r := range reps {
		wander, step := make([]float64, 60), make([]float64, 60)
		e := rng.NormFloat64()
		for i := range wander {
			e = .6*e + .8*rng.NormFloat64()
			wander[i] = e
			step[i] = rng.NormFloat64() + 2*float64(i/30)
		}
		test := func(x []float64) bool {
			var s scan
			fill(&s, x, nil, nil)
			k, t2 := s.best()
			p := s.test(t2, 399, 399, uint64(r), 1)
			s.settle(k)
			if p <= .05 && s.correlated(k, s.partition()) {
				p = max(p, s.testWhite(399, uint64(r), 1))
			}
			return p <= .05
		}
		if test(wander) {
			found++
		}
		if test(step) {
			turns++
		}
	}
	if found > 15 || turns < 95 {
		t.Errorf("%d of %d wandering series and %d of %d steps were found, want at most 15 and at least 95", found, reps, turns, reps)
	}
}
