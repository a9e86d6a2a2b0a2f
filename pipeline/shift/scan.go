package shift

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// minStratum is the least number of events of a source that are permuted among
// themselves; smaller sources form one stratum together.
const minStratum = 4

// exactMax is the number of events up to which every arrangement is counted. The
// count goes over sets and not over orders (see exact), so it costs 2^n n. Up to
// exactMore it is used in place of many draws.
const (
	exactMax  = 12
	exactMore = 16
)

// stopAfter is Besag and Clifford's h: a test that has met so many arrangements
// as extreme as the real one stops, for it is far from any level.
const stopAfter = 20

// scan holds one series of n values in order of time and the scratch memory of
// its test. Nothing is allocated once the buffers have grown.
type scan struct {
	n   int
	x   []float64 // value
	v   []float64 // variance of the value as its scorer knows it
	a   []float64 // share in the pair
	at  []float64 // time in days
	src []int32   // source
	ok  []bool    // ok[k]: the series may be split before k

	w       []float64 // weight: a / (v + tau²)
	y       []float64 // value less the level of its source and of the whole
	stratum []int32
	strata  []stratum
	total   float64   // sum of w
	base    float64   // y + base are levels as if all were of one source
	toll    []float64 // by split; see levy

	leastNoise     float64 // variance of an event of weight 1 by the standard errors alone
	floor          float64 // of the noise in deviance; see settle
	leastWandering float64 // least deviance of correlated noise

	// What is permuted: weight and weighted value, by stratum; slot is the place
	// of the event at a position, end the end of its stratum.
	uw, ux    []float64
	slot, end []int32
	pcg       rand.PCG

	// Pairs of cuts bound an excursion; see arm. They are none where only steps
	// are sought.
	cuts       []cut
	pairToll   []float64 // by number of events between
	sumW, sumX []float64 // at the cuts

	setW, setS, count []float64 // by set of events
	order             []int32
	white             whitener
}

type stratum struct {
	first, size int32
}

// cut is a place where an excursion may begin or end.
type cut struct {
	k        int32 // before event k
	occasion int32 // number of occasions before it
}

// reset prepares the scan for n events.
func (s *scan) reset(n int) {
	s.n = n
	for _, f := range []*[]float64{&s.x, &s.v, &s.a, &s.at, &s.w, &s.y, &s.uw, &s.ux} {
		*f = slices.Grow((*f)[:0], n)[:n]
	}
	for _, f := range []*[]int32{&s.src, &s.stratum, &s.slot, &s.end, &s.order} {
		*f = slices.Grow((*f)[:0], n)[:n]
	}
	s.ok = slices.Grow(s.ok[:0], n+1)[:n+1]
	s.toll = slices.Grow(s.toll[:0], n+1)[:n+1]
	s.cuts = s.cuts[:0]
}

// window loads the events [i, j) of another series.
func (s *scan) window(all *scan, i, j int) {
	s.reset(j - i)
	copy(s.x, all.x[i:j])
	copy(s.v, all.v[i:j])
	copy(s.a, all.a[i:j])
	copy(s.at, all.at[i:j])
	copy(s.src, all.src[i:j])
	s.numberSources()
}

// numberSources renumbers the sources from 0 by first appearance.
func (s *scan) numberSources() {
	if !slices.ContainsFunc(s.src[:s.n], func(o int32) bool { return o != s.src[0] }) {
		clear(s.src[:s.n])
		return
	}
	number := make(map[int32]int32)
	for i, o := range s.src[:s.n] {
		m, ok := number[o]
		if !ok {
			m = int32(len(number))
			number[o] = m
		}
		s.src[i] = m
	}
}

// admit marks the splits with at least side events and so many distinct
// occasions on each side. Events of one time are one occasion and are not
// parted: their order means nothing. It reports whether there is any.
func (s *scan) admit(side, occasion int) bool {
	found := false
	occasions := 0
	for i := range s.n {
		if i == 0 || s.at[i] != s.at[i-1] {
			occasions++
		}
	}
	seen := 0
	s.ok[0], s.ok[s.n] = false, false
	for k := 1; k < s.n; k++ {
		parted := s.at[k] != s.at[k-1]
		if k == 1 || s.at[k-1] != s.at[k-2] {
			seen++
		}
		s.ok[k] = parted && k >= side && s.n-k >= side && seen >= occasion && occasions-seen >= occasion
		found = found || s.ok[k]
	}
	return found
}

// prepare sets strata, weights and centred values. All of them are the same for
// every arrangement within strata, which is what makes the test exact.
func (s *scan) prepare() {
	s.stratify()
	s.levy()
	s.weight(s.spread())
}

// weight sets what depends on tau².
func (s *scan) weight(tau2 float64) {
	s.leastNoise = 0
	for i := range s.n {
		s.w[i] = s.a[i] / (s.v[i] + tau2)
		s.leastNoise += s.v[i] / (s.v[i] + tau2) / float64(s.n)
	}
	s.centre()
	for i := range s.n {
		j := s.slot[i]
		s.uw[j], s.ux[j] = s.w[i], s.w[i]*s.y[i]
	}
}

// stratify groups the events by source, pools the small sources and gives every
// position its slot.
func (s *scan) stratify() {
	n := s.n
	for i := range n {
		s.order[i] = int32(i)
	}
	size := func(src int32) (c int) {
		for _, o := range s.src[:n] {
			if o == src {
				c++
			}
		}
		return c
	}
	// Sources are numbered from 0 by first appearance: few, as a rule one.
	sources := int32(0)
	for _, o := range s.src[:n] {
		sources = max(sources, o+1)
	}
	s.strata = s.strata[:0]
	next := int32(0)
	place := func(keep func(int32) bool) {
		first := next
		for i := range n {
			if keep(s.src[i]) {
				s.stratum[i] = int32(len(s.strata))
				s.slot[i] = next
				next++
			}
		}
		if next > first {
			for j := first; j < next; j++ {
				s.end[j] = next
			}
			s.strata = append(s.strata, stratum{first, next - first})
		}
	}
	if sources == 1 {
		place(func(int32) bool { return true })
		return
	}
	small := make([]bool, sources)
	for o := range sources {
		small[o] = size(o) < minStratum
	}
	place(func(o int32) bool { return small[o] })
	for o := range sources {
		if !small[o] {
			place(func(q int32) bool { return q == o })
		}
	}
}

// spread estimates tau², the variance between events beyond what the scorer
// knows, by moments within strata.
func (s *scan) spread() float64 {
	var q, free, sum, sum2 float64
	for g := range s.strata {
		var w, wx, w2 float64
		for i := range s.n {
			if int(s.stratum[i]) == g {
				u := 1 / s.v[i]
				w += u
				wx += u * s.x[i]
				w2 += u * u
			}
		}
		m := wx / w
		for i := range s.n {
			if int(s.stratum[i]) == g {
				q += (s.x[i] - m) * (s.x[i] - m) / s.v[i]
			}
		}
		free += float64(s.strata[g].size) - 1
		sum += w
		sum2 += w2 / w
	}
	if free <= 0 || sum <= sum2 {
		return 0
	}
	return max(0, (q-free)/(sum-sum2))
}

// centre takes the shrunken mean of its stratum from every value, then the mean
// of all.
func (s *scan) centre() {
	copy(s.y, s.x[:s.n])
	s.base = 0
	if len(s.strata) > 1 {
		s.centreStrata()
	}
	var w, wy float64
	for i := range s.n {
		w += s.w[i]
		wy += s.w[i] * s.y[i]
	}
	s.total = w
	s.base += wy / w
	for i := range s.n {
		s.y[i] -= wy / w
	}
}

func (s *scan) centreStrata() {
	var w, wx, q, sum2 float64
	level := make([]float64, len(s.strata))
	weight := make([]float64, len(s.strata))
	for i := range s.n {
		g := s.stratum[i]
		weight[g] += s.w[i]
		level[g] += s.w[i] * s.x[i]
	}
	for g := range level {
		w += weight[g]
		wx += level[g]
		sum2 += weight[g] * weight[g]
		level[g] /= weight[g]
	}
	mean := wx / w
	for g := range level {
		q += weight[g] * (level[g] - mean) * (level[g] - mean)
	}
	between := 0.0
	if d := w - sum2/w; d > 0 {
		between = max(0, (q-float64(len(level)-1))/d)
	}
	s.base = mean
	for i := range s.n {
		g := s.stratum[i]
		shrink := between * weight[g] / (between*weight[g] + 1)
		s.y[i] -= mean + shrink*(level[g]-mean)
	}
}

// tollRate is by simulation: power for a step in the middle grows with it (two
// standard deviations, n = 12: .64 without, .71 with), and that for a step at a
// quarter stays the same.
const tollRate = 2

// levy sets the toll of every split, which its statistic must pay. Without it a
// split near the end is as likely as one in the middle to be the largest by
// chance, and costs the others their power.
func (s *scan) levy() {
	n := float64(s.n)
	for k := 1; k < s.n; k++ {
		s.toll[k] = tollRate * math.Log(n*n/(4*float64(k)*(n-float64(k))))
	}
}

// best gives the admissible split with the largest statistic and that statistic,
// T_k² = S_k² W / (W_k (W - W_k)) less the toll; k is 0 when there is none.
func (s *scan) best() (k int, t2 float64) {
	var sw, sy float64
	t2 = math.Inf(-1)
	for i := 0; i+1 < s.n; i++ {
		sw += s.w[i]
		sy += s.w[i] * s.y[i]
		if s.ok[i+1] {
			if t := sy*sy*s.total/(sw*(s.total-sw)) - s.toll[i+1]; t > t2 {
				k, t2 = i+1, t
			}
		}
	}
	return k, t2
}

// test gives the permutation p of the largest statistic: the share of
// arrangements within strata whose largest is at least as large. draws and more
// are the number of random arrangements, and the number where few of them were
// extreme.
func (s *scan) test(t2 float64, draws, more int, seed1, seed2 uint64) float64 {
	limit := t2 - 1e-9*math.Abs(t2)
	if s.n <= exactMax {
		return s.exact(limit)
	}
	s.pcg.Seed(seed1, seed2)
	hits := 0
	for b := 1; b <= draws; b++ {
		if s.draw(limit) {
			if hits++; hits == stopAfter {
				return float64(hits) / float64(b)
			}
		}
	}
	if s.n <= exactMore && len(s.cuts) == 0 {
		return s.exact(limit)
	}
	// The rule looks at p alone: fewer than stopAfter hits so far.
	for b := draws + 1; b <= more; b++ {
		if s.draw(limit) {
			if hits++; hits == stopAfter {
				return float64(hits) / float64(b)
			}
		}
	}
	return float64(1+hits) / float64(1+max(draws, more))
}

// draw shuffles within strata and reports whether the arrangement is extreme.
// The shuffle stops where that is known: what lies behind is shuffled anew by
// the next draw.
func (s *scan) draw(limit float64) bool {
	n, total := s.n, s.total
	slot, end, ok := s.slot[:n], s.end[:n], s.ok[:n+1]
	uw, ux, toll := s.uw[:n], s.ux[:n], s.toll[:n+1]
	var sw, sx float64
	c := 0
	for i := 0; i+1 < n; i++ {
		j := slot[i]
		r := j + s.below(end[j]-j)
		uw[j], uw[r] = uw[r], uw[j]
		ux[j], ux[r] = ux[r], ux[j]
		sw += uw[j]
		sx += ux[j]
		if ok[i+1] && sx*sx*total >= (limit+toll[i+1])*sw*(total-sw) {
			return true
		}
		if c < len(s.cuts) && s.cuts[c].k == int32(i+1) {
			s.sumW[c], s.sumX[c] = sw, sx
			c++
		}
	}
	return len(s.cuts) > 0 && s.anyPair(limit)
}

// below gives a random number in [0, n) by multiply and shift, whose bias is
// n / 2^64.
func (s *scan) below(n int32) int32 {
	hi, _ := bits.Mul64(s.pcg.Uint64(), uint64(n))
	return int32(hi)
}

// exact counts all arrangements. Whether a split is extreme depends on the set
// of events before it and not on their order, so the arrangements without an
// extreme split are counted by sets: those of a set are the sum of those of the
// set less one event, the one that stands last. That is 2^n n steps where
// listing the orders takes n!.
func (s *scan) exact(limit float64) float64 {
	n := s.n
	size := 1 << n
	for _, f := range []*[]float64{&s.setW, &s.setS, &s.count} {
		*f = slices.Grow((*f)[:0], size)[:size]
	}
	setW, setS, count := s.setW, s.setS, s.count
	setW[0], setS[0], count[0] = 0, 0, 1
	var kind [exactMore]int32 // stratum of the event in a slot
	for i := range n {
		kind[s.slot[i]] = s.stratum[i]
	}
	for set := 1; set < size; set++ {
		low := bits.TrailingZeros(uint(set))
		rest := set & (set - 1)
		sw, sx := setW[rest]+s.uw[low], setS[rest]+s.ux[low]
		setW[set], setS[set] = sw, sx
		k := bits.OnesCount(uint(set))
		count[set] = 0
		if k < n && s.ok[k] && sx*sx*s.total >= (limit+s.toll[k])*sw*(s.total-sw) {
			continue
		}
		want := s.stratum[k-1]
		c := 0.0
		for left := set; left != 0; left &= left - 1 {
			if u := bits.TrailingZeros(uint(left)); kind[u] == want {
				c += count[set&^(1<<u)]
			}
		}
		count[set] = c
	}
	all := 1.0
	for _, g := range s.strata {
		for f := int32(2); f <= g.size; f++ {
			all *= float64(f)
		}
	}
	return max(0, 1-count[size-1]/all)
}

// least is the least p that any arrangement could reach: over the admissible
// splits, one in the number of ways to choose the events before it; two where
// the mirrored arrangement is as extreme, that is where all events are of one
// stratum and the mirrored split is admissible too.
func (s *scan) least() float64 {
	best := 1.0
	for k := 1; k < s.n; k++ {
		if !s.ok[k] {
			continue
		}
		ways := 0.0
		for g, st := range s.strata {
			before := 0
			for i := range k {
				if int(s.stratum[i]) == g {
					before++
				}
			}
			ways += logChoose(int(st.size), before)
		}
		p := math.Exp(-ways)
		if len(s.strata) == 1 && s.ok[s.n-k] {
			p *= 2
		}
		best = min(best, p)
	}
	return best
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}
