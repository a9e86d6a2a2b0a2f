package shift

import (
	"math"
	"slices"
)

// penalty of one more change in the partition, in log n: its level, and its
// place, which was chosen.
const penalty = 3

// longest is the most events of a series that is partitioned exactly.
const longest = 2000

// partition divides the series into levels: the exact minimum of the weighted
// sum of squares plus penalty log n for each change, in units of the noise
// between neighbours (Auger and Lawrence's optimal partitioning, O(n²)). It
// returns the first events of all levels but the first, and the BIC.
func (s *scan) partition() (changes []int, bic float64) {
	n := s.n
	if n > longest {
		return nil, math.Inf(1)
	}
	w, y, yy := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	for i := range n {
		w[i+1] = w[i] + s.w[i]
		y[i+1] = y[i] + s.w[i]*s.y[i]
		yy[i+1] = yy[i] + s.w[i]*s.y[i]*s.y[i]
	}
	cost := func(i, j int) float64 {
		d := y[j] - y[i]
		return yy[j] - yy[i] - d*d/(w[j]-w[i])
	}
	fine := penalty * math.Log(float64(n)) * s.neighbourNoise()
	total, from := make([]float64, n+1), make([]int, n+1)
	total[0] = -fine
	for j := 1; j <= n; j++ {
		total[j] = math.Inf(1)
		for i := 0; i < j; i++ {
			// Levels of one event are outliers.
			if j-i < 2 || i > 0 && s.at[i] == s.at[i-1] {
				continue
			}
			if t := total[i] + cost(i, j) + fine; t < total[j] {
				total[j], from[j] = t, i
			}
		}
	}
	if math.IsInf(total[n], 1) {
		return nil, total[n]
	}
	rss := 0.0
	for j := n; j > 0; j = from[j] {
		rss += cost(from[j], j)
		if from[j] > 0 {
			changes = append(changes, from[j])
		}
	}
	slices.Reverse(changes)
	m := float64(len(changes))
	return changes, float64(n)*math.Log(max(rss, 1e-12)/float64(n)) + penalty*m*math.Log(float64(n))
}

// manyLevels gives the changes of a series of four levels or more, where they
// explain it better than one step before k, a line or correlation, and nil
// elsewhere. It reads what correlated found.
func (s *scan) manyLevels(k int) []int {
	changes, levels := s.partition()
	n := float64(s.n)
	one := n*math.Log(max(min(s.stepRSS(k), s.lineRSS()), 1e-12)/n) + penalty*math.Log(n)
	if len(changes) < 3 || levels > min(one, s.white.bic)-2 {
		return nil
	}
	return changes
}

// neighbourNoise is the variance of an event of weight 1, by the median of the
// differences of neighbours: changes of level do not touch it.
func (s *scan) neighbourNoise() float64 {
	d := make([]float64, 0, s.n)
	for i := 1; i < s.n; i++ {
		d = append(d, math.Abs(s.y[i]-s.y[i-1])/math.Sqrt(1/s.w[i]+1/s.w[i-1]))
	}
	m := 1.4826 * median(d)
	if m == 0 {
		sum := 0.0
		for _, x := range d {
			sum += x * x
		}
		return max(sum/float64(len(d)), 1e-12)
	}
	return m * m
}
