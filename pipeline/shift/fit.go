package shift

import (
	"math"
	"slices"

	"detente"
)

// fit is what is estimated about one split.
type fit struct {
	k             int // the split
	first, last   int // the 95 % set of splits lies between
	before, after detente.Mean
	delta         float64
	low, high     float64
	sd            float64 // of one event about its level
	posterior     float64 // P(change), NaN when not computed
}

// coverage is the probability of every interval that is given.
const coverage = .95

// weigh sets the weights of estimation for a split before k: tau² by moments
// within the two sides, drawn towards a prior guess that counts as so many
// events. It returns the degrees of freedom.
func (s *scan) weigh(k int, tau0, prior float64) float64 {
	var q, sum, sum2, free float64
	for _, side := range [2][2]int{{0, k}, {k, s.n}} {
		var w, wx, w2 float64
		for i := side[0]; i < side[1]; i++ {
			u := 1 / s.v[i]
			w += u
			wx += u * s.y[i]
			w2 += u * u
		}
		for i := side[0]; i < side[1]; i++ {
			d := s.y[i] - wx/w
			q += d * d / s.v[i]
		}
		free += float64(side[1]-side[0]) - 1
		sum += w
		sum2 += w2 / w
	}
	tau2 := 0.0
	if sum > sum2 {
		tau2 = max(0, (q-free)/(sum-sum2))
	}
	if free+prior > 0 {
		tau2 = (free*tau2 + prior*tau0*tau0) / (free + prior)
	}
	for i := range s.n {
		s.w[i] = s.a[i] / (s.v[i] + tau2)
	}
	return free + prior
}

// estimate describes the split before k. The weights of the scan are replaced by
// those of estimation, so it comes after the test.
func (s *scan) estimate(k int, opt *Options) fit {
	free := s.weigh(k, opt.Spread, spreadEvents)
	f := fit{k: k, posterior: math.NaN()}
	post := s.posterior()
	f.first, f.last = credible(post)
	f.first, f.last = min(f.first, k), max(f.last, k)

	f.before, f.after = s.mean(0, k, free), s.mean(k, s.n, free)
	f.delta = f.after.Value - f.before.Value
	f.low, f.high = s.difference(post, free)
	f.low, f.high = min(f.low, f.delta), max(f.high, f.delta)
	var a, w float64
	for i := range s.n {
		a += s.a[i]
		w += s.w[i]
	}
	f.sd = math.Sqrt(a / w)
	return f
}

// mean is the weighted mean of the events [i, j) with its interval, as if all
// were of one source: a new outlet does not change it.
func (s *scan) mean(i, j int, free float64) detente.Mean {
	var w, wx float64
	for ; i < j; i++ {
		w += s.w[i]
		wx += s.w[i] * (s.y[i] + s.base)
	}
	half := studentQuantile((1+coverage)/2, free) / math.Sqrt(w)
	return detente.Mean{Value: wx / w, Low: wx/w - half, High: wx/w + half}
}

// posterior gives the probability of every admissible split, given that there
// is one: flat over splits, levels and scale. It may be read until the next call.
func (s *scan) posterior() []float64 {
	post := slices.Grow(s.count[:0], s.n+1)[:s.n+1]
	s.count = post
	var w, wy, q float64
	for i := range s.n {
		w += s.w[i]
		wy += s.w[i] * s.y[i]
	}
	for i := range s.n {
		q += s.w[i] * (s.y[i] - wy/w) * (s.y[i] - wy/w)
	}
	var sw, sy float64
	top := math.Inf(-1)
	for k := range post {
		post[k] = math.Inf(-1)
		if s.ok[k] {
			d := sy - wy*sw/w
			rest := sw * (w - sw) / w
			post[k] = -float64(s.n-2)/2*math.Log(max(q-d*d/rest, 1e-12*q+1e-300)) - math.Log(rest)/2
			top = max(top, post[k])
		}
		if k < s.n {
			sw += s.w[k]
			sy += s.w[k] * s.y[k]
		}
	}
	return normalise(post, top)
}

func normalise(post []float64, top float64) []float64 {
	sum := 0.0
	for k, p := range post {
		post[k] = math.Exp(p - top)
		sum += post[k]
	}
	for k := range post {
		post[k] /= sum
	}
	return post
}

// credible gives the first and last split of the smallest set that holds 95 %.
func credible(post []float64) (first, last int) {
	order := make([]int, 0, len(post))
	for k, p := range post {
		if p > 0 {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case post[a] > post[b]:
			return -1
		case post[a] < post[b]:
			return 1
		}
		return a - b
	})
	first, last = len(post), 0
	sum := 0.0
	for _, k := range order {
		first, last = min(first, k), max(last, k)
		if sum += post[k]; sum >= coverage {
			break
		}
	}
	return first, last
}

// difference is the interval of after less before over all splits, each with its
// probability: what the choice of the split adds is in it.
func (s *scan) difference(post []float64, free float64) (low, high float64) {
	type part struct{ p, mean, se float64 }
	var parts []part
	var w, wy float64
	for i := range s.n {
		w += s.w[i]
		wy += s.w[i] * s.y[i]
	}
	var sw, sy float64
	low, high = math.Inf(1), math.Inf(-1)
	for k, p := range post {
		if p > 1e-4 {
			d := part{p, (wy-sy)/(w-sw) - sy/sw, math.Sqrt(1/sw + 1/(w-sw))}
			parts = append(parts, d)
			low, high = min(low, d.mean-12*d.se), max(high, d.mean+12*d.se)
		}
		if k < s.n {
			sw += s.w[k]
			sy += s.w[k] * s.y[k]
		}
	}
	quantile := func(want float64) float64 {
		lo, hi := low, high
		for range 50 {
			mid := (lo + hi) / 2
			sum, all := 0.0, 0.0
			for _, d := range parts {
				sum += d.p * studentCDF((mid-d.mean)/d.se, free)
				all += d.p
			}
			if sum < want*all {
				lo = mid
			} else {
				hi = mid
			}
		}
		return (lo + hi) / 2
	}
	return quantile((1 - coverage) / 2), quantile((1 + coverage) / 2)
}

// bayes gives P(change) for few events and the most probable split: levels from
// N(0, .5²), known noise, one change at an admissible split with the given prior
// probability. Section 5 of the method: with fewer than eight events no
// distribution-free test can reach 5 %.
func (s *scan) bayes(opt *Options) (k int, posterior float64) {
	tau2 := opt.Spread * opt.Spread
	segment := func(i, j int) float64 {
		// log N(x; 0, D + A 11'), D diagonal.
		var w, wx, wxx, logs float64
		for ; i < j; i++ {
			u := s.a[i] / (s.v[i] + tau2)
			w += u
			wx += u * s.x[i]
			wxx += u * s.x[i] * s.x[i]
			logs += math.Log(u / (2 * math.Pi))
		}
		const level = .5 * .5
		return logs/2 - math.Log1p(level*w)/2 - wxx/2 + level*wx*wx/(1+level*w)/2
	}
	none := segment(0, s.n)
	var sum, top float64
	splits := 0
	for i := 1; i < s.n; i++ {
		if !s.ok[i] {
			continue
		}
		splits++
		ratio := math.Exp(segment(0, i) + segment(i, s.n) - none)
		if sum += ratio; ratio > top {
			k, top = i, ratio
		}
	}
	if splits == 0 {
		return 0, math.NaN()
	}
	odds := opt.Prior / (1 - opt.Prior) * sum / float64(splits)
	if math.IsInf(odds, 1) {
		return k, 1
	}
	return k, odds / (1 + odds)
}

// studentCDF and studentQuantile approximate Student's t by the normal: within
// .002 in probability from 3 degrees of freedom on.
func studentCDF(t, free float64) float64 {
	free = max(free, 2)
	z := t * (1 - 1/(4*free)) / math.Sqrt(1+t*t/(2*free))
	return math.Erfc(-z/math.Sqrt2) / 2
}

func studentQuantile(p, free float64) float64 {
	free = max(free, 2)
	z := math.Sqrt2 * math.Erfinv(2*p-1)
	c := 1 - 1/(4*free)
	return z / math.Sqrt(max(c*c-z*z/(2*free), 1e-3))
}
