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

// Detect looks for the turns of one series, as if it were the only one of the
// run: Finalize sets Q and the verdicts that depend on it. It gives one Shift
// per change that is significant, in order of time, each about the two levels
// that it parts; where there is none, the one best candidate and why it is no
// more. The points are in order of time, as Builder gives them. Points without
// a place in that order (open or longer than a year) are left out. others are the
// same pair and channel by other scorers, by whose values a turn is tested again.
func Detect(s *detente.Series, opt Options, others ...*detente.Series) []detente.Shift {
	return NewDetector(opt).Detect(s, others...)
}

// Detector is Detect with memory that is used again. It is not safe for
// concurrent use; the result depends on the series and the options alone.
type Detector struct {
	opt    Options
	search search
	scan   *scan            // what describes a turn: search.part
	all    []*detente.Point // the dated ones
	places []int32          // their places in the series
	points []*detente.Point // those of all that are looked at
	index  []int32          // their places in the series
	outlet map[string]int32
	doc    map[string]int32
	others []*detente.Series
}

// NewDetector prepares a detector for one goroutine.
func NewDetector(opt Options) *Detector {
	d := &Detector{opt: opt.withDefaults(), outlet: map[string]int32{}, doc: map[string]int32{}}
	d.scan = &d.search.part
	return d
}

// Detect is the function Detect.
func (d *Detector) Detect(s *detente.Series, others ...*detente.Series) []detente.Shift {
	d.others = others
	d.choose(s)
	n := len(d.all)
	sh := d.look(s, 0, n)
	d.load(&d.search.whole, func(int) bool { return true })
	if n >= d.opt.MinEvents && d.search.whole.admit(2, 2) {
		d.search.whole.prepare()
		sh.PLeast = d.search.whole.least()
		if sh.PLeast <= d.opt.Alpha && !d.onlyFallback() {
			return d.tested(s)
		}
	}
	k := 0
	switch d.load(d.scan, func(int) bool { return true }); {
	case n >= fewEvents && d.scan.admit(2, 1):
		d.scan.prepare()
		if k, sh.Posterior = d.scan.bayes(&d.opt); d.onlyFallback() {
			sh.Posterior = math.NaN()
		}
	case n >= 2 && d.scan.admit(1, 1):
		d.scan.prepare()
		k, _ = d.scan.best()
	}
	if k > 0 {
		d.describe(k, &sh)
	}
	d.conclude(&sh)
	return []detente.Shift{sh}
}

// tested gives the turns of a series that can be tested.
func (d *Detector) tested(s *detente.Series) []detente.Shift {
	f := d.search.run(&d.opt, dyadHash(&s.Dyad))
	out := make([]detente.Shift, 0, len(f.changes))
	for i := range f.changes {
		b := &f.changes[i]
		sh := d.look(s, b.from, b.to)
		sh.P, sh.PLeast = b.p, b.least
		d.load(d.scan, func(int) bool { return true })
		d.scan.admit(2, 2)
		d.scan.prepare()
		d.describe(b.k-b.from, &sh)
		switch {
		case b.p > d.opt.Alpha && f.alike > 0:
			sh.Reason = fmt.Sprintf("events near in time are alike: p %s is %s when that is taken out", short(f.alike), short(b.p))
		case b.p <= d.opt.Alpha:
			sh.Shape = b.shape
			d.sensitivity(&s.Dyad, &sh)
		}
		d.conclude(&sh)
		out = append(out, sh)
	}
	return out
}

func (d *Detector) conclude(sh *detente.Shift) {
	sh.ID = shiftID(sh)
	d.judge(sh)
}

// choose picks the dated points.
func (d *Detector) choose(s *detente.Series) {
	d.all, d.places = d.all[:0], d.places[:0]
	for i := range s.Points {
		if p := &s.Points[i]; dated(p) {
			d.all, d.places = append(d.all, p), append(d.places, int32(i))
		}
	}
}

// look turns to the dated points [i, j) and gives a Shift that counts them and
// says nothing yet.
func (d *Detector) look(s *detente.Series, i, j int) detente.Shift {
	nan := math.NaN()
	none := detente.Mean{Value: nan, Low: nan, High: nan}
	sh := detente.Shift{
		Dyad: s.Dyad, Turn: detente.Always, Before: none, After: none,
		Delta: nan, DeltaLow: nan, DeltaHigh: nan,
		P: nan, PLeast: nan, Q: nan, Posterior: nan, Verdict: detente.Insufficient,
	}
	d.points, d.index = d.all[i:j], d.places[i:j]
	clear(d.outlet)
	clear(d.doc)
	for _, p := range d.points {
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
	return sh
}

// load fills a scan with the points that are kept, their outlets as sources.
func (d *Detector) load(s *scan, keep func(i int) bool) {
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

// describe fills in the candidate turn before point k of those looked at, which
// the scan holds.
func (d *Detector) describe(k int, sh *detente.Shift) {
	f := d.scan.estimate(k, &d.opt)
	last, first := d.lastBefore(k), d.points[k]
	sh.Split = d.index[k]
	sh.Turn = detente.Interval{Lo: d.points[f.first-1].Time.Lo, Hi: d.points[f.last].Time.Hi}
	for i := f.first; i <= f.last; i++ { // of overlapping events a later one may begin earlier
		sh.Turn.Lo = min(sh.Turn.Lo, d.points[i-1].Time.Lo)
		sh.Turn.Hi = max(sh.Turn.Hi, d.points[i].Time.Hi)
	}
	sh.Before, sh.After = f.before, f.after
	sh.Before.N, sh.After.N = int32(k), int32(len(d.points)-k)
	sh.Before.Fresh, sh.After.Fresh = fresh(d.points[:k]), fresh(d.points[k:])
	sh.Delta, sh.DeltaLow, sh.DeltaHigh = f.delta, f.low, f.high
	sh.Direction = detente.Warmer
	if f.delta < 0 {
		sh.Direction = detente.Colder
	}
	sh.FromBand, sh.ToBand = d.opt.Band(f.before.Value), d.opt.Band(f.after.Value)
	sh.LastBefore, sh.FirstAfter = last.Statement, first.Statement
	d.evidence(k, sh)
	if sh.P > d.opt.Alpha {
		sh.Reason = nothingFound(sh.P, f.sd, len(d.points))
	}
}

// lastBefore is the event that decides with point k: the last before it, but for
// those that the article of k tells of a time that overlaps. Which of one article's
// statements of one day came first nobody knows.
func (d *Detector) lastBefore(k int) *detente.Point {
	first := d.points[k]
	for i := k - 1; i >= 0; i-- {
		if p := d.points[i]; p.Doc != first.Doc || p.Time.Hi < first.Time.Lo {
			return p
		}
	}
	return d.points[k-1]
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
