package shift

import (
	"math"
	"slices"
)

// fine is the price of one more change in the partition, in units of the noise
// between neighbours: its level, and its place, which was chosen. By simulation
// a series of normal values of one level is divided at this price in one of ten
// cases where it has 12 to 100 events, and in one of thirty where it has 300:
// among many events heavy tails and trends look like short levels, and 7.2 +
// .42 log n, which keeps to one in ten, finds two too many in a series of 500
// with a step and heavy tails. The tests of the boundaries do the rest.
func fine(n int) float64 {
	l := math.Log(float64(n))
	return max(7.2+.42*l, 2.2*l)
}

// partition divides the series into levels: the exact minimum of the weighted
// sum of squares plus a fine for each change (Jackson's optimal partitioning,
// O(n²), with the pruning of Killick and others, which loses nothing). A level
// has two events or more, and events of one time are not parted. It returns the
// first events of all levels but the first.
func (s *scan) partition() []int {
	n := s.n
	if n < 4 {
		return nil
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
	price := fine(n) * s.neighbourNoise()
	total, from := make([]float64, n+1), make([]int32, n+1)
	total[0] = -price
	starts, lost := []int32{0}, []int32{int32(n)} // lost[c]: from where on start c cannot be best
	for j := 2; j <= n; j++ {
		total[j] = math.Inf(1)
		keep := 0
		for c, i := range starts {
			if lost[c] < int32(j)-1 { // the next level has two events or more
				continue
			}
			t := total[i] + cost(int(i), j) + price
			if t < total[j] {
				total[j], from[j] = t, i
			}
			starts[keep], lost[keep] = i, lost[c]
			keep++
		}
		starts, lost = starts[:keep], lost[:keep]
		if j == n || s.at[j] != s.at[j-1] {
			for c, i := range starts {
				if lost[c] == int32(n) && total[i]+cost(int(i), j) >= total[j] {
					lost[c] = int32(j)
				}
			}
		} else {
			total[j] = math.Inf(1)
		}
		if i := j - 1; i >= 2 && !math.IsInf(total[i], 1) {
			starts, lost = append(starts, int32(i)), append(lost, int32(n))
		}
	}
	var changes []int
	for j := from[n]; j > 0; j = from[j] {
		changes = append(changes, int(j))
	}
	slices.Reverse(changes)
	return changes
}

// levelsRSS is that of the partition at the changes.
func (s *scan) levelsRSS(changes []int) float64 {
	rss, i := 0.0, 0
	for _, k := range changes {
		rss += s.levelRSS(i, k)
		i = k
	}
	return rss + s.levelRSS(i, s.n)
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
