package anchor

import (
	"sort"
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// link says that event a lies lo to hi days after event b.
type link struct {
	a, b   int32
	lo, hi int32
	exact  bool // an amount stands in the text
}

// bareDays is how far an event lies behind the one it is said to follow when no
// amount is given: the span of "recently".
const bareDays = 30

// links finds what joins two events of the article: "two days after he had
// called it an act of war", "following the phone call".
func (v *view) links() {
	for i := range v.doc.Tokens {
		p := int32(i)
		if v.word(p).role&(linksAfter|linksBefore) == 0 || v.doc.Tokens[i].Depth > 0 || !v.linkStands(p) {
			continue
		}
		right := v.rightEvent(p)
		if right < 0 {
			continue
		}
		left := v.leftEvent(p, right)
		if left < 0 || left == right {
			continue
		}
		l := link{a: left, b: right}
		l.lo, l.hi, l.exact = v.amount(p)
		if v.word(p).role&linksBefore != 0 {
			l.a, l.b = right, left
		}
		v.edges = append(v.edges, l)
	}
}

// linkStands reports whether the word at p joins events: "since" only before a
// clause, "ahead" before "of", "before" and "after" not before a time.
func (v *view) linkStands(p int32) bool {
	k := sort.Search(len(v.time), func(i int) bool { return v.time[i].first > p })
	if k < len(v.time) && v.time[k].first == p+1 && v.times[k].Type != detente.TimexDuration {
		return false
	}
	switch v.hash(p) {
	case hSince:
		return v.parts[v.clause[p]].sub && v.parts[v.clause[p]].first == p
	case hAhead:
		return v.hash(p+1) == hOf
	}
	return true
}

var hAhead = lexicon.Hash("ahead")

// rightEvent finds the event that stands behind the link word: a row whose cue
// comes before the clause ends, else a row that a noun there means.
func (v *view) rightEvent(p int32) int32 {
	s := v.sentence(p)
	end := p + 1
	for end < s.last && end < p+24 && !(v.isBreak(end) && end > p+1) && v.word(end).role&(linksAfter|linksBefore) == 0 {
		end++
	}
	best := int32(-1)
	for _, i := range v.cuesBetween(p+1, end) {
		if best < 0 || v.cue[i].first < v.cue[best].first {
			best = i
		}
	}
	limit := end
	if best >= 0 {
		limit = v.cue[best].first
	}
	for k := p + 1; k < min(limit, p+7); k++ {
		if v.finite[k] || v.word(k).role&isSub != 0 {
			break
		}
		if j := v.named(k, p); j >= 0 {
			return j
		}
	}
	return best
}

// leftEvent finds the event that is placed: the cue before the link word in its
// clause, a noun that is the subject there, or, where the link begins the
// sentence, the first main cue behind it.
func (v *view) leftEvent(p, right int32) int32 {
	s := v.sentence(p)
	best := int32(-1)
	for _, i := range v.cuesBetween(max(s.first, p-reach), p) {
		c := v.cue[i].first
		if i == right || v.inQuote(c) {
			continue
		}
		if best < 0 || c > v.cue[best].first && (v.inside[i] < 0 || v.inside[best] >= 0 || v.clause[c] == v.clause[max(p-1, s.first)]) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	for k := s.first; k < p && k < s.first+6; k++ {
		if v.finite[k] {
			break
		}
		if j := v.named(k, s.first); j >= 0 && j != right {
			return j
		}
	}
	if p > s.first+4 {
		return -1
	}
	for _, i := range v.cuesBetween(p+1, min(s.last, p+reach)) {
		c := v.cue[i].first
		if i != right && v.clause[c] != v.clause[v.cue[right].first] && v.inside[i] < 0 && !v.inQuote(c) && (best < 0 || c < v.cue[best].first) {
			best = i
		}
	}
	return best
}

// cuesBetween gives the attributions whose cue begins at one of the tokens
// [from, to), in the order of the tokens.
func (v *view) cuesBetween(from, to int32) []int32 {
	all := v.idx.inOrder
	lo := sort.Search(len(all), func(k int) bool { return v.cue[all[k]].first >= from })
	hi := lo
	for hi < len(all) && v.cue[all[hi]].first < to {
		hi++
	}
	return all[lo:hi]
}

func (v *view) inQuote(k int32) bool { return v.doc.Tokens[k].Depth > 0 }

// named finds the row that the noun at k means, told before token limit or in
// the noun itself; -1 when it means none.
func (v *view) named(k, limit int32) int32 {
	nouns := v.t.nouns[v.hash(k)]
	if nouns == nil {
		return -1
	}
	for _, i := range v.cuesBetween(k-reach, k+1) { // the noun is the cue of a row of its own
		if c := v.cue[i]; c.first <= k && k < c.last && !v.attrs[i].Cue.Empty() {
			return i
		}
	}
	sentence := v.doc.Tokens[k].Sentence
	told := sort.Search(len(v.attrs), func(i int) bool { return v.attrs[i].Sentence > sentence })
	for _, n := range nouns {
		best := int32(-1)
		from, to := max(told-far, 0), min(told+far, len(v.attrs))
		if n.lead {
			from, to = 0, min(far, len(v.attrs))
		}
		for i := from; i < to; i++ {
			if v.cue[i].first >= limit && v.cue[i].first < v.sentence(limit).last || v.attrs[i].Cue.Empty() {
				continue
			}
			if v.cue[i].first > k {
				break
			}
			if v.means(n, int32(i)) {
				best = int32(i)
				if n.lead {
					break
				}
			}
		}
		if best >= 0 {
			return best
		}
	}
	return -1
}

// means reports whether row i tells the event of the noun.
func (v *view) means(n noun, i int32) bool {
	a := &v.attrs[i]
	switch {
	case n.lead:
		return (v.facts[i].method == detente.MethodExplicit || a.Sentence < leadSentences) && !a.Subord && v.inside[i] < 0
	case n.words:
		return a.Kind != detente.Act && v.inside[i] < 0
	case n.stem != "":
		c := v.cue[i]
		if v.begin(c.first, c.last, n.stem) {
			return true
		}
		// "announced that he has invited": the act is the head of what is said.
		if (a.Kind == detente.Indirect || a.Kind == detente.Mixed) && len(a.Content) > 0 {
			h := v.tokensOf(a.Content[0])
			return v.begin(h.first, min(h.first+8, h.last), n.stem)
		}
		return false
	}
	return a.Frame.Class == n.class && (n.mode == detente.ModeNone || a.Frame.Mode == n.mode)
}

// begin reports whether one of the words [first, last) begins with the stem.
func (v *view) begin(first, last int32, stem string) bool {
	for k := first; k < last; k++ {
		if w := v.doc.Tokens[k].Span.In(v.doc.Text); len(w) >= len(stem) && strings.EqualFold(w[:len(stem)], stem) {
			return true
		}
	}
	return false
}

// amount reads how many days the link word at p spans: "two days after", "the
// day after", "shortly after"; without an amount 0 to bareDays.
func (v *view) amount(p int32) (lo, hi int32, exact bool) {
	for k := range v.time {
		if v.time[k].last != p {
			continue
		}
		return durationDays(&v.times[k])
	}
	if v.hash(p-1) == hDay {
		return 1, 1, true
	}
	if w := v.word(p - 1); w.role&isAmount != 0 {
		return w.least, w.most, true
	}
	return 0, bareDays, false
}

// durationDays gives the days that an amount of time may be, its modifier and
// its vagueness counted in.
func durationDays(t *detente.Timex) (lo, hi int32, exact bool) {
	n, unit, vague, ok := parseDuration(t.Expr.Value(detente.Interval{}, false, t.Direction))
	if !ok {
		return 0, bareDays, false
	}
	if vague {
		switch unit {
		case 'D':
			return 2, 6, true
		case 'W':
			return 14, 42, true
		case 'M':
			return 60, 341, true
		case 'Y':
			return 730, 3653, true
		}
		return 0, 1, true
	}
	switch unit {
	case 'h':
		lo, hi = int32(n/24), int32((n+23)/24)
	case 'D':
		lo, hi = int32(n), int32(n)
	case 'W':
		lo, hi = int32(7*n-1), int32(7*n+1)
	case 'M':
		lo, hi = int32(28*n), int32(31*n+1)
	case 'Y':
		lo, hi = int32(365*n-30), int32(366*n+30)
	default:
		return 0, 1, true
	}
	switch t.Mod {
	case "LESS_THAN", "EQUAL_OR_LESS":
		lo = 0
	case "MORE_THAN", "EQUAL_OR_MORE":
		hi *= 2
	case "APPROX":
		lo, hi = lo-lo/4, hi+hi/4
	}
	return lo, hi, true
}

// parseDuration reads a TIMEX3 duration: P2D, PXW, PT72H; unit 'h' is hours.
func parseDuration(s string) (n int, unit byte, vague, ok bool) {
	if len(s) < 3 || s[0] != 'P' {
		return 0, 0, false, false
	}
	s = s[1:]
	hours := s[0] == 'T'
	if hours {
		s = s[1:]
	}
	k := 0
	for k < len(s) && s[k] >= '0' && s[k] <= '9' && k < 5 {
		n = n*10 + int(s[k]-'0')
		k++
	}
	if k == 0 && len(s) > 0 && s[0] == 'X' {
		vague, k = true, 1
	}
	if k == 0 || k >= len(s) {
		return 0, 0, false, false
	}
	if unit = s[k]; hours {
		if unit != 'H' {
			n = 0
		}
		unit = 'h'
	}
	return n, unit, vague, true
}
