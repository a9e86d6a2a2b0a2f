package shift

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	"detente"
)

// Answer is what `detente annotate shift` says of one numeric series. P is nil
// where the series is too short to be tested. Changes is empty exactly where P
// is nil or above alpha.
type Answer struct {
	P       *float64 `json:"p"`
	Verdict string   `json:"verdict"`
	Changes []Change `json:"changes"`
}

// Change is one change of a numeric series. Index counts the values as they were
// given and names the first of the new level; Time is its time, CI the interval
// of the turn.
type Change struct {
	Index   int        `json:"index"`
	Time    float64    `json:"time"`
	CI      [2]float64 `json:"ci"`
	Delta   float64    `json:"delta"`
	DeltaCI [2]float64 `json:"delta_ci"`
	Shape   string     `json:"shape"`
}

// Annotate tests one numeric series by itself. time is in days, in any order,
// and counts 0, 1, 2 … when nil. se are the known standard errors, group marks
// copies (they count once, at the first), source the outlets; each may be nil.
// The id seeds the random arrangements.
func Annotate(id string, time, value, se []float64, group []int, source []string, alpha float64) Answer {
	if alpha <= 0 {
		alpha = .05
	}
	units, scale := newUnits(time, value, se, group, source)
	a := annotator{units: units, scale: scale, opt: Options{Alpha: alpha}.withDefaults()}
	a.opt.Spread, a.opt.MaxDraws, a.opt.KnownNoise = 0, 9_999, true
	return a.answer(hashID(id))
}

func hashID(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id))
	return h.Sum64()
}

// unit is what counts once: a value, or the copies of one.
type unit struct {
	index    int // of the first
	at, x, v float64
	source   int32
	copies   int
	w, wx    float64
}

// newUnits collapses copies, sorts by time and divides the values by twice a
// robust spread, so that the defaults that are made for tone apply. Without
// standard errors all noise is estimated.
func newUnits(time, value, se []float64, group []int, source []string) (units []unit, scale float64) {
	number := map[string]int32{}
	place := map[int]int{}
	for i, x := range value {
		u := unit{index: i, at: float64(i), x: x}
		if time != nil {
			u.at = time[i]
		}
		if se != nil {
			u.v = se[i] * se[i]
		}
		if source != nil {
			n, ok := number[source[i]]
			if !ok {
				n = int32(len(number))
				number[source[i]] = n
			}
			u.source = n
		}
		u.copies, u.w, u.wx = 1, 1, x
		if u.v > 0 {
			u.w, u.wx = 1/u.v, x/u.v
		}
		if group != nil {
			if j, ok := place[group[i]]; ok {
				// Copies share their error, so their number does not shrink it.
				g := &units[j]
				g.copies++
				g.w += u.w
				g.wx += u.wx
				if u.at < g.at {
					g.at, g.index, g.source = u.at, u.index, u.source
				}
				continue
			}
			place[group[i]] = len(units)
		}
		units = append(units, u)
	}
	for i := range units {
		u := &units[i]
		u.x = u.wx / u.w
		if u.v > 0 {
			u.v = float64(u.copies) / u.w
		}
	}
	slices.SortStableFunc(units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.index, b.index))
	})
	scale = 2 * robustSpread(units)
	floor := math.Inf(1)
	for _, u := range units {
		if u.v > 0 {
			floor = min(floor, u.v)
		}
	}
	if math.IsInf(floor, 1) {
		floor = scale * scale / 400
	}
	for i := range units {
		u := &units[i]
		if !(u.v > 0) {
			u.v = floor
		}
		u.x /= scale
		u.v /= scale * scale
	}
	return units, scale
}

// robustSpread is the median distance from the median, as a standard deviation;
// where that is 0 the standard deviation itself, and 1 for a constant.
func robustSpread(units []unit) float64 {
	if len(units) == 0 {
		return 1
	}
	x := make([]float64, len(units))
	for i, u := range units {
		x[i] = u.x
	}
	m := median(x)
	sum := 0.0
	for i := range x {
		x[i] = math.Abs(x[i] - m)
		sum += x[i] * x[i]
	}
	if mad := 1.4826 * median(x); mad > 0 {
		return mad
	}
	if sum > 0 {
		return math.Sqrt(sum / float64(len(x)))
	}
	return 1
}

func median(x []float64) float64 {
	slices.Sort(x)
	n := len(x)
	return (x[(n-1)/2] + x[n/2]) / 2
}

type annotator struct {
	units  []unit
	scale  float64
	opt    Options
	search search
}

func (a *annotator) answer(seed uint64) Answer {
	out := Answer{Verdict: detente.Insufficient.String(), Changes: []Change{}}
	n := len(a.units)
	if n < a.opt.MinEvents {
		return out
	}
	s := &a.search.whole
	s.reset(n)
	for k, u := range a.units {
		s.x[k], s.v[k], s.a[k], s.at[k], s.src[k] = u.x, u.v, 1, u.at, u.source
	}
	s.numberSources()
	if !s.admit(2, 2) {
		return out
	}
	s.prepare()
	f := a.search.run(&a.opt, seed)
	out.P = &f.p
	out.Verdict = detente.NoChange.String()
	if f.p > a.opt.Alpha {
		return out
	}
	for i := range f.changes {
		out.Changes = append(out.Changes, a.change(&f.changes[i]))
	}
	out.Verdict = verdictOf(f.changes)
	return out
}

// verdictOf is "detected" where one of the changes is a step.
func verdictOf(changes []boundary) string {
	for _, b := range changes {
		if b.shape == detente.Step {
			return detente.Detected.String()
		}
	}
	if changes[0].shape == detente.Pulse {
		return detente.PulseChange.String()
	}
	return detente.GradualChange.String()
}

// change describes a boundary by the two levels that it parts.
func (a *annotator) change(b *boundary) Change {
	s := &a.search.part
	s.window(&a.search.whole, b.from, b.to)
	s.admit(2, 2)
	s.prepare()
	f := s.estimate(b.k-b.from, &a.opt)
	first := a.units[b.k]
	return Change{
		Index: first.index, Time: first.at,
		CI:    [2]float64{a.units[b.from+f.first-1].at, a.units[b.from+f.last].at},
		Delta: f.delta * a.scale, DeltaCI: [2]float64{f.low * a.scale, f.high * a.scale},
		Shape: b.shape.String(),
	}
}
