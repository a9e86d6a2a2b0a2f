package anchor

import (
	"sort"

	"detente"
)

// solve runs the network of links over what is known. Strong facts and links go
// first: links with an amount before bare ones, then by place in the text. What
// tense and publication say comes last, and gives way where it does not fit.
func (v *view) solve() {
	if len(v.edges) > 0 {
		v.solveLinks()
	}
	done := make([]bool, len(v.facts))
	for i := range v.facts {
		v.follow(int32(i), done)
	}
}

// weak reports whether a method only says what is usual.
func weak(m detente.Method) bool {
	return m == detente.MethodPublished || m == detente.MethodTense || m == detente.MethodNone
}

// mostLinks is how many links of an article the network takes, the strongest
// first: more than any article has, and a bound for a book.
const mostLinks = 400

func (v *view) solveLinks() {
	sort.SliceStable(v.edges, func(i, j int) bool { return v.edges[i].exact && !v.edges[j].exact })
	v.edges = v.edges[:min(len(v.edges), mostLinks)]
	b := make([]bounds, len(v.facts))
	for i := range v.facts {
		f := &v.facts[i]
		if b[i] = f.bounds; weak(f.method) {
			b[i] = unbounded
			if v.happened(&v.attrs[i]) {
				b[i].hi = v.axis.dct.hi
			}
		}
	}
	loose := append([]bounds(nil), b...)
	var accepted []link
	touched := make([]bool, len(b))
	next := make([]bounds, len(b))
	for _, e := range v.edges {
		copy(next, b)
		if !propagate(next, append(accepted, e)) {
			v.facts[e.a].conflict, v.facts[e.b].conflict = true, true
			continue
		}
		accepted = append(accepted, e)
		copy(b, next)
		touched[e.a], touched[e.b] = true, true
	}
	for i := range v.facts {
		f := &v.facts[i]
		if !weak(f.method) || !touched[i] {
			continue
		}
		copy(next, b)
		if next[i] = b[i].and(f.bounds); !next[i].empty() && propagate(next, accepted) {
			copy(b, next)
		}
	}
	for i := range v.facts {
		f := &v.facts[i]
		if !touched[i] || f.isAbs || b[i] == f.bounds {
			continue
		}
		if weak(f.method) && (b[i].lo != openLo || loose[i] != b[i]) {
			f.method, f.precision = detente.MethodEventLink, detente.PrecisionUnknown
		}
		f.bounds, f.inherited = b[i], false
	}
}

// propagate tightens the bounds over all links until nothing moves. It reports
// false when an event has no day left, or when the links go round in a circle
// that tightens for ever.
func propagate(b []bounds, edges []link) bool {
	for range len(edges) + 2 {
		moved := false
		for _, e := range edges {
			// a - b in [lo, hi]
			na := b[e.a].and(b[e.b].shift(e.lo, e.hi))
			nb := b[e.b].and(na.shift(-e.hi, -e.lo))
			if na.empty() || nb.empty() {
				return false
			}
			if na != b[e.a] || nb != b[e.b] {
				moved = true
				b[e.a], b[e.b] = na, nb
			}
		}
		if !moved {
			return true
		}
	}
	return false
}

// follow gives dependent events what became of their parents.
func (v *view) follow(i int32, done []bool) {
	f := &v.facts[i]
	if done[i] || f.parent < 0 || !f.inherited {
		return
	}
	done[i] = true
	v.follow(f.parent, done)
	p := &v.facts[f.parent]
	if f.bounds == p.bounds {
		return
	}
	f.bounds, f.precision = p.bounds, p.precision
	if f.method = p.method; p.method == detente.MethodExplicit && v.attrs[i].Borrows != f.parent {
		f.method = detente.MethodClause
	}
	f.conflict = f.conflict || p.conflict
}
