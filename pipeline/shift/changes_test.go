package shift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

// levelsOf is a series of levels, each so many events long, two days apart, of
// two outlets and with noise of one in ten.
func levelsOf(rng *rand.Rand, levels []float64, events []int) []Observation {
	var out []Observation
	day := 1
	for l, level := range levels {
		for range events[l] {
			doc := fmt.Sprintf("%c%d", 'a'+rng.IntN(2), day)
			out = append(out, say(day, level+.1*rng.NormFloat64(), doc))
			day += 2
		}
	}
	return out
}

// TestDetectSeveral: each lasting change is a turn of its own, about the two
// levels that it parts, and an excursion is a pulse.
func TestDetectSeveral(t *testing.T) {
	rng := rand.New(rand.NewPCG(31, 7))
	for _, tc := range []struct {
		name   string
		levels []float64
		events []int
		want   []string
	}{
		{"cold, warm, cold, warm", []float64{-.4, .2, -.3, .3}, []int{14, 16, 12, 10}, []string{
			"warmer step at 14, 14 before and 16 after", "colder step at 30, 16 before and 12 after", "warmer step at 42, 12 before and 10 after"}},
		{"warm, cold, warm", []float64{.2, -.3, .2}, []int{15, 15, 15}, []string{
			"colder step at 15, 15 before and 15 after", "warmer step at 30, 15 before and 15 after"}},
		{"colder twice", []float64{.5, 0, -.5}, []int{15, 15, 15}, []string{
			"colder step at 15, 15 before and 15 after", "colder step at 30, 15 before and 15 after"}},
		{"an excursion", []float64{.2, -.5, .2}, []int{25, 6, 25}, []string{
			"colder pulse at 25, 25 before and 6 after", "warmer pulse at 31, 6 before and 25 after"}},
		{"one turn", []float64{-.3, .3}, []int{20, 20}, []string{"warmer step at 20, 20 before and 20 after"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := find(t, build(levelsOf(rng, tc.levels, tc.events)), detente.LevelPerson, "belen", detente.Words)
			var got []string
			ids := map[string]bool{}
			for _, sh := range Detect(s, Options{}) {
				got = append(got, fmt.Sprintf("%s %s at %d, %d before and %d after", sh.Direction, sh.Shape, sh.Split, sh.Before.N, sh.After.N))
				ids[sh.ID] = true
				first, last := s.Points[sh.Split], s.Points[sh.Split-1]
				if sh.P > .01 || len(sh.Sensitivity) == 0 || sh.FirstAfter != first.Statement || sh.LastBefore != last.Statement ||
					!sh.Turn.Overlaps(detente.Interval{Lo: last.Time.Lo, Hi: first.Time.Hi}) || sh.Turn.Width() > 20 {
					t.Errorf("turn %v at %d: p %v, between %s and %s, sensitivity %v", sh.Turn, sh.Split, sh.P, sh.LastBefore, sh.FirstAfter, sh.Sensitivity)
				}
				if len(sh.EvidenceBefore)+len(sh.EvidenceAfter)+len(sh.EvidenceAgainst) != int(sh.Before.N+sh.After.N) {
					t.Errorf("evidence %d | %d | %d of %d events", len(sh.EvidenceBefore), len(sh.EvidenceAfter), len(sh.EvidenceAgainst), sh.Events)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(ids) != len(got) {
				t.Errorf("%d ids of %d turns", len(ids), len(got))
			}
		})
	}
}

// TestPartitionIsExact compares the partition with the best of all partitions.
func TestPartitionIsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 1))
	for range 60 {
		n := 5 + rng.IntN(8)
		x, se := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i], se[i] = rng.NormFloat64()+3*float64(rng.IntN(2)*(i/4%2)), .5+rng.Float64()
		}
		var s scan
		fill(&s, x, se, nil)
		for i := 1; i < n; i++ {
			if rng.IntN(5) == 0 {
				s.at[i] = s.at[i-1]
			} else {
				s.at[i] = s.at[i-1] + 1
			}
		}
		price := fine(n) * s.neighbourNoise()
		got := s.partition()
		best, want := math.Inf(1), []int(nil)
		for set := range 1 << (n - 1) {
			var changes []int
			ok, from := true, 0
			for k := 1; k <= n; k++ {
				if k < n && set&(1<<(k-1)) == 0 {
					continue
				}
				ok = ok && k-from >= 2 && (k == n || s.at[k] != s.at[k-1])
				if k < n {
					changes = append(changes, k)
				}
				from = k
			}
			if !ok {
				continue
			}
			if c := s.levelsRSS(changes) + price*float64(len(changes)); c < best-1e-9 {
				best, want = c, changes
			}
		}
		if !slices.Equal(got, want) && s.levelsRSS(got)+price*float64(len(got)) > best+1e-9 {
			t.Errorf("changes %v, want %v", got, want)
		}
	}
}

// TestSearchFalseAlarms: with excursions looked for as well as steps, and every
// boundary tested, some change is found in one of twenty series without one.
func TestSearchFalseAlarms(t *testing.T) {
	rng := rand.New(rand.NewPCG(14, 3))
	opt := Options{Draws: 399, MaxDraws: 399}.withDefaults()
	for _, tc := range []struct {
		name string
		draw func() float64
	}{
		{"normal", rng.NormFloat64},
		{"classes", func() float64 { return math.Round(rng.NormFloat64()) }},
		{"heavy tails", func() float64 { return rng.NormFloat64() / (.1 + rng.Float64()) }},
	} {
		for _, n := range []int{13, 30, 80} {
			const reps = 400
			alarms := 0
			var f search
			for r := range reps {
				x := make([]float64, n)
				for i := range x {
					x[i] = tc.draw()
				}
				fill(&f.whole, x, nil, nil)
				if f.run(&opt, uint64(r)).p <= .05 {
					alarms++
				}
			}
			// .05 and three standard errors.
			if rate := float64(alarms) / reps; rate > .083 {
				t.Errorf("%s, n = %d: a change is found in %.3f of the series without one", tc.name, n, rate)
			}
		}
	}
}

// TestExcursionIsFound: a level that is left and comes back shows in no single
// split, and is found.
func TestExcursionIsFound(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 2))
	opt := Options{Draws: 399, MaxDraws: 399}.withDefaults()
	var f search
	seen := 0
	const reps = 60
	for r := range reps {
		x := make([]float64, 45)
		for i := range x {
			x[i] = rng.NormFloat64()
			if i >= 15 && i < 30 {
				x[i] += 2
			}
		}
		fill(&f.whole, x, nil, nil)
		got := f.run(&opt, uint64(r))
		if got.p <= .05 && len(got.changes) == 2 && math.Abs(float64(got.changes[0].k-15)) <= 4 && math.Abs(float64(got.changes[1].k-30)) <= 4 {
			seen++
		}
	}
	if seen < 40 {
		t.Errorf("both ends were found in %d of %d series, want at least 40", seen, reps)
	}
}

func TestPairsDoNotAllocate(t *testing.T) {
	x := make([]float64, 60)
	for i := range x {
		x[i] = float64(i * 7 % 11)
	}
	var s scan
	fill(&s, x, nil, nil)
	s.arm()
	_, _, t2 := s.bestPair()
	if n := testing.AllocsPerRun(10, func() { s.test(t2, 999, 999, 1, 2) }); n > 0 {
		t.Errorf("a test allocates %v times", n)
	}
}
