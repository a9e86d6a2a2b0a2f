package shift

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"detente"
)

// Candidate reports whether Finalize keeps a shift: of those of a series with
// fewer than two dated events, or on one occasion, only the declared.
func (o *Options) Candidate(s *detente.Shift) bool {
	return s.Events >= 2 && s.Direction != 0 || o.declared(&s.Dyad)
}

// Finalize sets q over the run and the verdicts that depend on it, leaves out
// series with fewer than two dated events unless they were declared, and those
// on one occasion, where no turn is possible, and sorts: strongest verdict
// first, pairs before "anyone", words and deeds together before either alone. A
// family of tests is level, scorer and channel; each declared pair is one of its
// own. The input is not changed.
func Finalize(shifts []detente.Shift, opt Options) []detente.Shift {
	opt = opt.withDefaults()
	out := make([]detente.Shift, 0, len(shifts))
	for _, s := range shifts {
		if opt.Candidate(&s) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b detente.Shift) int {
		return cmp.Or(CompareDyads(&a.Dyad, &b.Dyad), strings.Compare(a.ID, b.ID))
	})
	type family struct {
		level   detente.Level
		scorer  string
		channel detente.Channel
	}
	members := map[family][]int{}
	var families []family
	for i := range out {
		s := &out[i]
		if math.IsNaN(s.P) {
			continue
		}
		if opt.declared(&s.Dyad) {
			s.Q = s.P
			opt.verdict(s, 1)
			continue
		}
		f := family{s.Dyad.Level, s.Dyad.Scorer, s.Dyad.Channel}
		if _, ok := members[f]; !ok {
			families = append(families, f)
		}
		members[f] = append(members[f], i)
	}
	for _, f := range families {
		benjaminiHochberg(out, members[f])
		for _, i := range members[f] {
			opt.verdict(&out[i], len(members[f]))
		}
	}
	slices.SortStableFunc(out, func(a, b detente.Shift) int { return cmp.Compare(rank(&a), rank(&b)) })
	return out
}

// rank orders candidates for a reader; smaller is stronger.
func rank(s *detente.Shift) float64 {
	r := 100 * float64(slices.Index(byStrength, s.Verdict))
	if s.Dyad.Target == "" {
		r += 50
	}
	if s.Dyad.Channel != 0 {
		r += 20
	}
	// Within a verdict the posterior of small series and the p of large ones
	// both lie in [0, 1].
	switch {
	case !math.IsNaN(s.Posterior):
		r += 10 * (1 - s.Posterior)
	case !math.IsNaN(s.P):
		r += 10 * s.P
	default:
		r += 11
	}
	return r
}

var byStrength = []detente.Verdict{detente.Robust, detente.Detected, detente.Indication, detente.GradualChange, detente.PulseChange, detente.NoChange, detente.Insufficient}

func (o *Options) declared(d *detente.Dyad) bool {
	return d.Target != "" && slices.Contains(o.Declared, Pair{d.Speaker, d.Target})
}

// benjaminiHochberg sets Q of the shifts with the given indices.
func benjaminiHochberg(shifts []detente.Shift, family []int) {
	order := slices.Clone(family)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shifts[a].P, shifts[b].P) })
	q := 1.0
	for r := len(order); r > 0; r-- {
		s := &shifts[order[r-1]]
		q = min(q, s.P*float64(len(order))/float64(r))
		s.Q = q
	}
}

// judge gives the verdict of one series by itself.
func (d *Detector) judge(sh *detente.Shift) {
	o := &d.opt
	n := len(d.points)
	switch {
	case !math.IsNaN(sh.P):
		sh.Q = sh.P
		o.verdict(sh, 1)
		return
	case n < 2:
		sh.Reason = fmt.Sprintf("%s: at least %d are needed", count(n, "dated event"), fewEvents)
	case d.onlyFallback():
		sh.Reason = fmt.Sprintf("all %d events have no date but their article's", n)
	case sh.Direction == 0:
		sh.Reason = fmt.Sprintf("all %d dated events fall on one occasion", n)
	case n < fewEvents:
		sh.Reason = fmt.Sprintf("%s: at least %d are needed", count(n, "dated event"), fewEvents)
	case math.IsNaN(sh.Posterior):
		sh.Reason = fmt.Sprintf("%d dated events, and one side of the turn has only one", n)
	case sh.Posterior >= indicated && math.Abs(sh.Delta) >= o.MinDelta:
		sh.Verdict = detente.Indication
		sh.Reason = fmt.Sprintf("posterior %s of a turn; %s", short(sh.Posterior), d.untestable(sh))
	default:
		sh.Reason = fmt.Sprintf("%s, and the posterior %s of a turn is no indication (%s)", d.untestable(sh), short(sh.Posterior), short(indicated))
	}
}

// untestable says why there is no p.
func (d *Detector) untestable(sh *detente.Shift) string {
	n := len(d.points)
	switch {
	case n < d.opt.MinEvents:
		return fmt.Sprintf("%d dated events are too few for a test (%d)", n, d.opt.MinEvents)
	case math.IsNaN(sh.PLeast):
		return fmt.Sprintf("%d dated events, but not two occasions on each side", n)
	}
	return fmt.Sprintf("the least p that %d events of these outlets can reach is %s", n, short(sh.PLeast))
}

// verdict judges a tested shift whose Q is set, among so many tests.
func (o *Options) verdict(sh *detente.Shift, tests int) {
	if sh.P > o.Alpha {
		sh.Verdict = detente.NoChange // the reason was given by Detect
		return
	}
	switch sh.Shape {
	case detente.Gradual:
		sh.Verdict, sh.Reason = detente.GradualChange, fmt.Sprintf("p %s, but a trend explains it as well as a step", short(sh.P))
		return
	case detente.Pulse:
		sh.Verdict, sh.Reason = detente.PulseChange, fmt.Sprintf("p %s, but the level returns", short(sh.P))
		return
	}
	var missing []string
	if side := min(sh.Before.N, sh.After.N); int(side) < o.MinSide {
		missing = append(missing, fmt.Sprintf("only %s on one side (%d)", count(int(side), "event"), o.MinSide))
	}
	for _, side := range []*detente.Mean{&sh.Before, &sh.After} {
		if int(side.N) >= o.MinSide && (int(side.Fresh) < o.MinSide || 2*side.Fresh < side.N) {
			missing = append(missing, fmt.Sprintf("of %d events on one side %d told within %d days (%d, and half of them): the others in retrospect", side.N, side.Fresh, retrospect, o.MinSide))
			break
		}
	}
	if sh.Outlets < 2 && sh.Documents < 3 {
		missing = append(missing, fmt.Sprintf("one outlet and %s (2 outlets or 3 documents)", count(int(sh.Documents), "document")))
	}
	if sh.Q > o.FDR {
		missing = append(missing, fmt.Sprintf("q %s over %s (%s)", short(sh.Q), count(tests, "test"), short(o.FDR)))
	}
	if math.Abs(sh.Delta) < o.MinDelta {
		missing = append(missing, fmt.Sprintf("the level changes by %s only (%s)", short(math.Abs(sh.Delta)), short(o.MinDelta)))
	}
	if len(missing) > 0 {
		sh.Verdict, sh.Reason = detente.Indication, fmt.Sprintf("p %s, but %s", short(sh.P), strings.Join(missing, "; "))
		return
	}
	sh.Verdict = detente.Robust
	sh.Reason = fmt.Sprintf("p %s, q %s over %s", short(sh.P), short(sh.Q), count(tests, "test"))
	var fails, untestable []string
	for _, r := range sh.Sensitivity {
		switch {
		case !r.Decides():
		case !r.Testable:
			untestable = append(untestable, r.Name)
		case r.P >= o.Alpha:
			fails = append(fails, fmt.Sprintf("%s p %s", r.Name, short(r.P)))
		}
	}
	if len(untestable) > 0 {
		sh.Reason += "; not testable: " + strings.Join(untestable, ", ")
	}
	if len(fails) > 0 {
		sh.Verdict = detente.Detected
		sh.Reason += "; does not survive " + strings.Join(fails, ", ")
	}
}

// nothingFound tells what a test without a result could have found: the step
// with 80 % power in the middle, by simulation about 3.9 standard errors of the
// difference.
func nothingFound(p, sd float64, n int) string {
	return fmt.Sprintf("no evidence at p %s; a lasting change of about %s would have been found with 80 %% power", short(p), short(3.9*sd*math.Sqrt(4/float64(n))))
}

// short prints a number as people read it: .05, .0004, 1, and what only rounds
// to 1 as "over .99".
func short(x float64) string {
	if x >= .995 && x < 1 {
		return "over .99"
	}
	digits := 2
	for limit := .1; digits < 6 && x != 0 && math.Abs(x) < limit; limit /= 10 {
		digits++
	}
	s := fmt.Sprintf("%.*f", digits, x)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if strings.HasPrefix(s, "0.") {
		s = s[1:]
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
