package shift

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"detente"
)

// The rates at which whole rows of coded articles are read wrongly: who spoke,
// to whom, whether it was friendly, and when.
const (
	wrongSpeaker = .15
	wrongTarget  = .16
	wrongSign    = .14
	wrongDate    = .13
)

// pressRoom makes what a reader with those errors finds about one pair, in
// articles of several statements. The pair's true level is level(day); other
// pairs, whose rows are read as its own, have levels of their own, one of which
// turns. Hostile words are reported more often than friendly ones, some months
// are silent, and of many events only the week or the month is known.
func pressRoom(rng *rand.Rand, events int, level func(day int) float64) []Observation {
	const days = 360
	silent := rng.IntN(days - 60)
	from, other, otherAfter := rng.IntN(days), .4*rng.NormFloat64(), .4*rng.NormFloat64()
	pick := func(v float64) float64 { // the class constants that a scale has
		return math.Round(max(-1, min(1, v))/.15) * .15
	}
	var out []Observation
	for article := 0; len(out) < events; article++ {
		day := rng.IntN(days)
		if day >= silent && day < silent+60 && rng.Float64() < .9 {
			continue
		}
		author := .08 * rng.NormFloat64()
		outlet := rng.IntN(4)
		for s := range 1 + rng.IntN(3) {
			said := level(day)
			if rng.Float64() < wrongSpeaker || rng.Float64() < wrongTarget {
				if said = other; day >= from {
					said = otherAfter
				}
			}
			v := said + author + .25*rng.NormFloat64()
			if v > 0 && rng.Float64() < .3 {
				continue // not reported
			}
			if rng.Float64() < wrongSign {
				v = -v
			}
			when := day - rng.IntN(3)
			if rng.Float64() < wrongDate {
				when = rng.IntN(days)
			}
			doc := fmt.Sprintf("%c%d", 'a'+outlet, article)
			o := say(1+when, pick(v), doc)
			id := fmt.Sprintf("%s/%d", doc, s)
			o.Point.Event, o.Point.Statement, o.Point.Order = id, id, int64(s)
			o.Point.StdErr = .15 + .2*rng.Float64()
			d := detente.NewDay(2031, 1, 1+when)
			switch rng.IntN(10) {
			case 0, 1:
				o.Point.Time = detente.Days(d-detente.Day(rng.IntN(7)), d+detente.Day(rng.IntN(7)))
			case 2:
				o.Point.Time = detente.Days(d-detente.Day(rng.IntN(30)), d+detente.Day(rng.IntN(30)))
			case 3, 4, 5:
				o.Point.Time, o.Point.Method = detente.Days(d-1, d), detente.MethodPublished
			}
			out = append(out, o)
		}
	}
	return out[:events]
}

// turnsFound gives the share of pairs in which a turn is detected, and how many
// are on average.
func turnsFound(t *testing.T, reps, events int, level func(rng *rand.Rand) func(day int) float64) (share, turns float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(uint64(events), 23))
	d := NewDetector(Options{Draws: 499, MaxDraws: 499})
	found, all := 0, 0
	for range reps {
		s := find(t, build(pressRoom(rng, events, level(rng))), detente.LevelPerson, "belen", 0)
		n := 0
		for _, sh := range d.Detect(s) {
			if sh.P <= .05 && sh.Shape == detente.Step {
				n++
			}
		}
		if all += n; n > 0 {
			found++
		}
	}
	return float64(found) / float64(reps), float64(all) / float64(reps)
}

// TestFalseAlarmsOfRowsReadWrongly: the errors of reading, uncertain order,
// statements that share an article, and silence make no turns: of pairs without
// one, at most seven in a hundred are given one.
func TestFalseAlarmsOfRowsReadWrongly(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of series")
	}
	still := func(rng *rand.Rand) func(int) float64 {
		level := -.3 + .2*rng.NormFloat64()
		return func(int) float64 { return level }
	}
	for _, n := range []int{12, 20, 50, 120} {
		const reps = 300
		share, _ := turnsFound(t, reps, n, still)
		t.Logf("%d events: a turn in %.3f of the pairs without one", n, share)
		// .07 and two standard errors of the rate.
		if share > .1 {
			t.Errorf("%d events: a turn in %.3f of the pairs without one, want at most .07", n, share)
		}
	}
}

// TestTurnsOfRowsReadWrongly: what is left of the power with the same errors, for
// one turn and for three of unequal size.
func TestTurnsOfRowsReadWrongly(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of series")
	}
	one := func(rng *rand.Rand) func(int) float64 {
		at := 120 + rng.IntN(120)
		return func(day int) float64 {
			if day < at {
				return -.7
			}
			return .5
		}
	}
	three := func(rng *rand.Rand) func(int) float64 {
		return func(day int) float64 { return []float64{-.7, .5, -.7, 0}[day/90] }
	}
	for _, tc := range []struct {
		name        string
		n           int
		level       func(rng *rand.Rand) func(int) float64
		share, most float64
	}{
		{"one turn", 30, one, .40, 1.2},
		{"one turn", 80, one, .45, 1.3},
		{"three turns", 150, three, .40, 3.2},
	} {
		share, turns := turnsFound(t, 150, tc.n, tc.level)
		t.Logf("%s, %d events: found in %.3f of the pairs, %.2f turns each", tc.name, tc.n, share, turns)
		if share < tc.share || turns > tc.most {
			t.Errorf("%s, %d events: found in %.3f of the pairs (want %.2f), %.2f turns each (want at most %.1f)", tc.name, tc.n, share, tc.share, turns, tc.most)
		}
	}
}
