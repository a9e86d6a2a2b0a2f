package shift

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"detente"
)

// Detect looks for the turn of one series, as if it were the only one of the
// run: Finalize sets Q and the verdicts that depend on it. The points are in
// order of time, as Builder gives them. Points without a place in that order
// (open or longer than a year) are left out.
func Detect(s *detente.Series, opt Options) detente.Shift {
	return NewDetector(opt).Detect(s)
}

// Detector is Detect with memory that is used again. It is not safe for
// concurrent use; the result depends on the series and the options alone.
type Detector struct {
	opt    Options
	scan   scan
	points []*detente.Point // the dated ones
	index  []int32          // their places in the series
	outlet map[string]int32
	doc    map[string]int32
}

// NewDetector prepares a detector for one goroutine.
func NewDetector(opt Options) *Detector {
	return &Detector{opt: opt.withDefaults(), outlet: map[string]int32{}, doc: map[string]int32{}}
}

// Detect is the function Detect.
func (d *Detector) Detect(s *detente.Series) detente.Shift {
	nan := math.NaN()
	none := detente.Mean{Value: nan, Low: nan, High: nan}
	sh := detente.Shift{
		Dyad: s.Dyad, Turn: detente.Always, Before: none, After: none,
		Delta: nan, DeltaLow: nan, DeltaHigh: nan,
		P: nan, PLeast: nan, Q: nan, Posterior: nan, Verdict: detente.Insufficient,
	}
	d.choose(s, &sh)
	n := len(d.points)
	d.load(func(int) bool { return true })
	k, alike := 0, 0.0
	if n >= d.opt.MinEvents && d.scan.admit(2, 2) {
		d.scan.prepare()
		sh.PLeast = d.scan.least()
		if sh.PLeast <= d.opt.Alpha && !d.onlyFallback() {
			k, sh.P, alike = d.test(&s.Dyad)
		}
	}
	switch {
	case k > 0:
	case n >= fewEvents && d.scan.admit(2, 1):
		d.scan.prepare()
		if k, sh.Posterior = d.scan.bayes(&d.opt); d.onlyFallback() {
			sh.Posterior = nan
		}
	case n >= 2 && d.scan.admit(1, 1):
		d.scan.prepare()
		k, _ = d.scan.best()
	}
	if k > 0 {
		d.describe(s, k, &sh)
	}
	if alike > 0 && sh.P > d.opt.Alpha {
		sh.Reason = fmt.Sprintf("events near in time are alike: p %s is %s when that is taken out", short(alike), short(sh.P))
	}
	sh.ID = shiftID(&sh)
	d.judge(&sh)
	return sh
}

// choose picks the dated points and counts.
func (d *Detector) choose(s *detente.Series, sh *detente.Shift) {
	d.points, d.index = d.points[:0], d.index[:0]
	clear(d.outlet)
	clear(d.doc)
	for i := range s.Points {
		p := &s.Points[i]
		if !dated(p) {
			continue
		}
		d.points, d.index = append(d.points, p), append(d.index, int32(i))
		if _, ok := d.outlet[p.Outlet]; !ok {
			d.outlet[p.Outlet] = int32(len(d.outlet))
		}
		if _, ok := d.doc[p.Doc]; !ok {
			d.doc[p.Doc] = int32(len(d.doc))
		}
		sh.Statements += p.Statements
	}
	sh.Events = int32(len(d.points))
	sh.Outlets, sh.Documents = int32(len(d.outlet)), int32(len(d.doc))
}

// load fills the scan with the points that are kept.
func (d *Detector) load(keep func(i int) bool) {
	s := &d.scan
	s.reset(len(d.points))
	n := 0
	for i, p := range d.points {
		if !keep(i) {
			continue
		}
		s.x[n], s.v[n], s.a[n] = p.Value, variance(p.StdErr), p.Weight
		if p.Weight <= 0 {
			s.a[n] = 1
		}
		s.at[n] = float64(p.Time.Mid()) / (24 * 60 * 60)
		s.src[n] = d.outlet[p.Outlet]
		n++
	}
	s.reset(n)
	if n > 0 {
		s.numberSources()
	}
}

func (d *Detector) onlyFallback() bool {
	return !slices.ContainsFunc(d.points, func(p *detente.Point) bool { return !fallback(p) })
}

// test gives the best split and its p. Where the step is no better an
// explanation than correlation in time, p is that of the innovations, and alike
// the one before.
func (d *Detector) test(dyad *detente.Dyad) (k int, p, alike float64) {
	seed := dyadHash(dyad)
	k, t2 := d.scan.best()
	p = d.scan.test(t2, d.opt.Draws, d.opt.MaxDraws, seed, d.opt.Seed)
	if p <= d.opt.Alpha && d.scan.correlated(k) {
		alike = p
		p = max(p, d.scan.testWhite(d.opt.Draws, seed, d.opt.Seed))
	}
	return k, p, alike
}

// dyadHash seeds the arrangements of a series, so that they do not depend on
// which worker tests it.
func dyadHash(d *detente.Dyad) uint64 {
	h := fnv.New64a()
	h.Write([]byte{byte(d.Level), byte(d.Channel)})
	for _, part := range []string{d.Speaker, d.Target, d.Scorer, d.Axis} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// describe fills in the candidate turn before dated point k, and the re-runs of
// the test where it is significant.
func (d *Detector) describe(s *detente.Series, k int, sh *detente.Shift) {
	tested := !math.IsNaN(sh.P)
	if tested {
		sh.Shape = d.scan.shape(k)
	}
	f := d.scan.estimate(k, &d.opt)
	last, first := d.points[k-1], d.points[k]
	sh.Split = d.index[k]
	sh.Turn = detente.Interval{Lo: d.points[f.first-1].Time.Lo, Hi: d.points[f.last].Time.Hi}
	for i := f.first; i <= f.last; i++ { // of overlapping events a later one may begin earlier
		sh.Turn.Lo = min(sh.Turn.Lo, d.points[i-1].Time.Lo)
		sh.Turn.Hi = max(sh.Turn.Hi, d.points[i].Time.Hi)
	}
	sh.Before, sh.After = f.before, f.after
	sh.Before.N, sh.After.N = int32(k), int32(len(d.points)-k)
	sh.Delta, sh.DeltaLow, sh.DeltaHigh = f.delta, f.low, f.high
	sh.Direction = detente.Warmer
	if f.delta < 0 {
		sh.Direction = detente.Colder
	}
	sh.FromBand, sh.ToBand = d.opt.Band(f.before.Value), d.opt.Band(f.after.Value)
	sh.LastBefore, sh.FirstAfter = last.Statement, first.Statement
	d.evidence(k, sh)
	if tested && sh.P > d.opt.Alpha {
		sh.Reason = nothingFound(sh.P, f.sd, len(d.points))
	}
	if tested && sh.P <= d.opt.Alpha {
		d.sensitivity(&s.Dyad, sh)
	}
}

// maxEvidence is the most statements that a list of evidence names.
const maxEvidence = 50

// evidence ranks the events by weight times distance: from the level of the
// other side for those that support the turn, from the level of their own side
// for those that lie nearer to the other and speak against it.
func (d *Detector) evidence(k int, sh *detente.Shift) {
	type item struct {
		id    string
		force float64
	}
	var before, after, against []item
	for i, p := range d.points {
		own, other, list := sh.Before.Value, sh.After.Value, &before
		if i >= k {
			own, other, list = other, own, &after
		}
		w := d.scan.w[i]
		if math.Abs(p.Value-other) < math.Abs(p.Value-own) {
			against = append(against, item{p.Statement, w * math.Abs(p.Value-own)})
		} else {
			*list = append(*list, item{p.Statement, w * math.Abs(p.Value-other)})
		}
	}
	ids := func(items []item) []string {
		slices.SortStableFunc(items, func(a, b item) int {
			switch {
			case a.force > b.force:
				return -1
			case a.force < b.force:
				return 1
			}
			return 0
		})
		items = items[:min(len(items), maxEvidence)]
		out := make([]string, len(items))
		for i := range items {
			out[i] = items[i].id
		}
		return out
	}
	sh.EvidenceBefore, sh.EvidenceAfter, sh.EvidenceAgainst = ids(before), ids(after), ids(against)
}

// shiftID is a hash of what the turn is: dyad, direction, deciding statements.
func shiftID(sh *detente.Shift) string {
	h := sha256.New()
	h.Write([]byte{byte(sh.Dyad.Level), byte(sh.Dyad.Channel), byte(sh.Direction)})
	for _, part := range []string{sh.Dyad.Speaker, sh.Dyad.Target, sh.Dyad.Scorer, sh.Dyad.Axis, sh.LastBefore, sh.FirstAfter} {
		var size [4]byte
		binary.LittleEndian.PutUint32(size[:], uint32(len(part)))
		h.Write(size[:])
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
