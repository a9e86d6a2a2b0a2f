package anchor

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
)

// cut parts every sentence into clauses: at marks, at subordinating words, and
// between the words of a quotation and those round it.
func (v *view) cut() {
	toks := v.doc.Tokens
	inside := v.quotedClauses()
	open := false
	for i := range toks {
		tok := &toks[i]
		quoted := inside[i]
		w := v.t.words[tok.Hash]
		fresh := !open || tok.Sentence != toks[i-1].Sentence || quoted != v.parts[len(v.parts)-1].quoted
		sub := w.role&isSub != 0 && tok.Kind == detente.Word && v.begins(int32(i))
		if fresh || sub || v.isBreak(int32(i)) {
			if !fresh && !sub { // the mark itself closes the clause before it
				v.clause[i] = int32(len(v.parts) - 1)
				v.parts[len(v.parts)-1].last = int32(i) + 1
				open = false
				continue
			}
			p := part{tokens: tokens{int32(i), int32(i)}, quoted: quoted}
			if sub {
				p.sub, p.marker = true, tok.Hash
			}
			v.parts = append(v.parts, p)
			open = true
		}
		p := &v.parts[len(v.parts)-1]
		v.clause[i] = int32(len(v.parts) - 1)
		p.last = int32(i) + 1
		p.finite = p.finite || v.finite[i]
		if v.isBreak(int32(i)) {
			open = false
		}
	}
	v.join()
}

// quotedClauses marks the tokens of quotations that hold a clause of their own.
// A few quoted words without a verb belong to the clause round them.
func (v *view) quotedClauses() []bool {
	inside := make([]bool, len(v.doc.Tokens))
	for _, q := range v.doc.Quotes {
		if q.Depth != 1 || q.First < 0 || int(q.Last) > len(inside) {
			continue
		}
		clause := q.Last-q.First > 8
		for k := q.First; k < q.Last && !clause; k++ {
			clause = v.finite[k]
		}
		for k := q.First; k < q.Last && clause; k++ {
			inside[k] = true
		}
	}
	return inside
}

// isBreak reports whether a mark ends a clause. A comma between a weekday and
// its date, or round a title, is not told apart: such clauses have no verb and
// are joined to their neighbours.
func (v *view) isBreak(i int32) bool {
	tok := &v.doc.Tokens[i]
	if tok.Kind != detente.Punct {
		return false
	}
	switch v.doc.Text[tok.Span.Start] {
	case ',', ';', ':', '(', ')':
		return true
	case 0xE2: // dashes
		return tok.Span.Len() == 3
	case '-':
		return tok.Span.Len() > 1
	}
	return false
}

// begins reports whether a subordinating word begins a clause where it stands:
// "after" and "since" before a time or a plain noun are prepositions, "that"
// before a noun is an article.
func (v *view) begins(i int32) bool {
	switch v.hash(i) {
	case hAfter, hBefore, hSince, hUntil, hAs:
		s := v.sentence(i)
		for k := i + 1; k < s.last && k < i+12; k++ {
			if v.isBreak(k) || v.t.words[v.hash(k)].role&isSub != 0 {
				return false
			}
			if v.finite[k] {
				return true
			}
			if f, ok := v.t.verbs.Lookup(v.hash(k)); ok && k == i+1 && f.Forms == lexicon.FormIng {
				return true
			}
		}
		return false
	case hThat:
		k := sort.Search(len(v.time), func(k int) bool { return v.time[k].first >= i })
		return k == len(v.time) || v.time[k].first != i
	}
	return true
}

// join gives clauses without a verb to a neighbour: "On Monday," to what
// follows, ", the minister," to what stands before.
func (v *view) join() {
	to := make([]int32, len(v.parts))
	for i := range v.parts {
		to[i] = int32(i)
	}
	for i := range v.parts {
		p := &v.parts[i]
		if p.finite || p.sub || p.quoted || v.hasCue(int32(i)) {
			continue
		}
		first := i == 0 || v.doc.Tokens[v.parts[i-1].first].Sentence != v.doc.Tokens[p.first].Sentence
		after := i > 0 && !first && !v.parts[i-1].quoted
		before := i+1 < len(v.parts) && v.doc.Tokens[v.parts[i+1].first].Sentence == v.doc.Tokens[p.first].Sentence && !v.parts[i+1].quoted && !v.parts[i+1].sub
		conj := v.hash(p.first) == hAnd || v.hash(p.first) == hBut
		switch {
		case (first || conj) && before:
			to[i] = int32(i + 1)
		case after:
			to[i] = to[i-1]
		case before:
			to[i] = int32(i + 1)
		}
	}
	for i := range v.clause {
		c := v.clause[i]
		for n := 0; to[c] != c && n < 4; n++ {
			c = to[c]
		}
		v.clause[i] = c
	}
}

// hasCue reports whether a cue stands in the clause.
func (v *view) hasCue(c int32) bool {
	return len(v.cuesBetween(v.parts[c].first, v.parts[c].last)) > 0
}
