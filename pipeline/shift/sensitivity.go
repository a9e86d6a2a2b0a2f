package shift

import (
	"cmp"
	"math"
	"slices"

	"detente"
)

// leaveOut is the most outlets or documents that are left out in turn: those
// with the most weight in the turn. The p without one of the others is no worse.
const leaveOut = 16

// sensitivity tests again under other choices. A choice that no number of events
// left could make significant is not testable.
func (d *Detector) sensitivity(dyad *detente.Dyad, sh *detente.Shift) {
	force := d.force(sh)
	again := func(keep func(i int) bool, change func(*scan)) (p float64, testable bool) {
		d.load(d.scan, keep)
		if change != nil {
			change(d.scan)
		}
		if d.scan.n < fewEvents || !d.scan.admit(2, 2) {
			return 1, false
		}
		d.scan.prepare()
		if d.scan.least() > d.opt.Alpha {
			return 1, false
		}
		k, t2 := d.scan.best()
		if (d.scan.sumBefore(k) > 0) == (sh.Direction == detente.Warmer) {
			return 1, true // the turn goes the other way
		}
		return d.scan.test(t2, d.opt.Draws, d.opt.Draws, dyadHash(dyad), d.opt.Seed), true
	}
	leave := func(name string, group func(p *detente.Point) int32, groups int) detente.Sensitivity {
		row := detente.Sensitivity{Name: name, Testable: groups > 1}
		if groups < 2 {
			row.P = math.NaN()
			return row
		}
		for _, g := range strongest(d.points, force, group, groups) {
			p, ok := again(func(i int) bool { return group(d.points[i]) != g }, nil)
			row.P, row.Testable = max(row.P, p), row.Testable && ok
		}
		if !row.Testable {
			row.P = math.NaN()
		}
		return row
	}
	one := func(name string, p float64, testable bool) detente.Sensitivity {
		if !testable {
			p = math.NaN()
		}
		return detente.Sensitivity{Name: name, Testable: testable, P: p}
	}
	outlets := leave("leave_one_outlet", func(p *detente.Point) int32 { return d.outlet[p.Outlet] }, len(d.outlet))
	docs := leave("leave_one_document", func(p *detente.Point) int32 { return d.doc[p.Doc] }, len(d.doc))
	p, ok := again(func(i int) bool { return !fallback(d.points[i]) }, nil)
	dates := one("no_fallback_dates", p, ok)
	published := func(i int) bool { return d.points[i].Published.Bounded() }
	p, ok = again(published, func(s *scan) { d.orderByPublication(s, published) })
	lag := one("by_publication", p, ok)
	all := func(int) bool { return true }
	p, ok = again(all, func(s *scan) { d.sourcesByMix(s, dyad.Target == "") })
	mix := one("composition", p, ok)
	p, ok = again(all, (*scan).evenDays)
	volume := one("volume", p, ok)
	p, ok = again(all, (*scan).toRanks)
	sh.Sensitivity = []detente.Sensitivity{outlets, docs, dates, lag, mix, volume, one("rank", p, ok)}
	for _, other := range d.others {
		points := byEvent(other)
		at := func(i int) *detente.Point { return points[d.points[i].Event] }
		p, ok := again(func(i int) bool { return at(i) != nil }, func(s *scan) {
			n := 0
			for i := range d.points {
				if q := at(i); q != nil {
					s.x[n], s.v[n] = q.Value, variance(q.StdErr)
					n++
				}
			}
		})
		sh.Sensitivity = append(sh.Sensitivity, one(detente.ByScorer+other.Dyad.Scorer, p, ok))
	}
}

// byEvent gives the point of each event of a series.
func byEvent(s *detente.Series) map[string]*detente.Point {
	m := make(map[string]*detente.Point, len(s.Points))
	for i := range s.Points {
		m[s.Points[i].Event] = &s.Points[i]
	}
	return m
}

// evenDays lets every day weigh the same, however much was told of it: a turn that
// is gone then lay in how many events one day had.
func (s *scan) evenDays() {
	for i := 0; i < s.n; {
		j, sum := i, 0.0
		for ; j < s.n && math.Floor(s.at[j]) == math.Floor(s.at[i]); j++ {
			sum += s.a[j]
		}
		for ; i < j; i++ {
			s.a[i] /= sum
		}
	}
}

// orderByPublication puts the points that were kept in the order in which they
// could be read: a turn that is there in the order of events alone lies in the
// dates that were found in the text.
func (d *Detector) orderByPublication(s *scan, keep func(i int) bool) {
	n := 0
	for i, p := range d.points {
		if keep(i) {
			s.at[n] = float64(p.Published) / (24 * 60 * 60)
			s.order[n] = int32(n)
			n++
		}
	}
	slices.SortStableFunc(s.order[:n], func(a, b int32) int { return cmp.Compare(s.at[a], s.at[b]) })
	for _, f := range [][]float64{s.x, s.v, s.a, s.at} {
		for k, i := range s.order[:n] {
			s.y[k] = f[i]
		}
		copy(f, s.y[:n])
	}
	src := slices.Clone(s.src[:n])
	for k, i := range s.order[:n] {
		s.src[k] = src[i]
	}
	s.numberSources()
}

// sourcesByMix lets statements be exchanged only with those of the same kind,
// told by the narrator or reported, and toward the same target: a turn that is
// gone then came with other things that were told.
func (d *Detector) sourcesByMix(s *scan, targets bool) {
	type mix struct {
		act    bool
		toward string
	}
	number := map[mix]int32{}
	for i, p := range d.points {
		m := mix{act: p.Kind == detente.Act}
		if targets {
			m.toward = p.Toward
		}
		k, ok := number[m]
		if !ok {
			k = int32(len(number))
			number[m] = k
		}
		s.src[i] = k
	}
	s.numberSources()
}

// force is the weight of every event in the turn.
func (d *Detector) force(sh *detente.Shift) []float64 {
	out := make([]float64, len(d.points))
	for i, p := range d.points {
		other := sh.After.Value
		if i >= int(sh.Before.N) {
			other = sh.Before.Value
		}
		out[i] = d.scan.w[i] * math.Abs(p.Value-other)
	}
	return out
}

// strongest gives the groups with the largest sums of force.
func strongest(points []*detente.Point, force []float64, group func(p *detente.Point) int32, groups int) []int32 {
	sums := make([]float64, groups)
	ids := make([]int32, groups)
	for g := range ids {
		ids[g] = int32(g)
	}
	for i, p := range points {
		sums[group(p)] += force[i]
	}
	slices.SortStableFunc(ids, func(a, b int32) int { return cmp.Compare(sums[b], sums[a]) })
	return ids[:min(groups, leaveOut)]
}

// toRanks replaces the values by their mid-ranks and forgets their precision.
func (s *scan) toRanks() {
	for i := range s.n {
		s.order[i] = int32(i)
	}
	slices.SortStableFunc(s.order, func(a, b int32) int { return cmp.Compare(s.x[a], s.x[b]) })
	for i := 0; i < s.n; {
		j := i + 1
		for j < s.n && s.x[s.order[j]] == s.x[s.order[i]] {
			j++
		}
		for _, o := range s.order[i:j] {
			s.y[o] = float64(i+j-1) / 2
		}
		i = j
	}
	copy(s.x, s.y)
	for i := range s.n {
		s.v[i] = 1
	}
}

// sumBefore is the weighted sum of the centred values before k: below 0 where
// the series grows warmer.
func (s *scan) sumBefore(k int) float64 {
	sum := 0.0
	for i := range k {
		sum += s.w[i] * s.y[i]
	}
	return sum
}
