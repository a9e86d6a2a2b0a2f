package grammar

import (
	"detente/internal/model"
)

// Step is one move of a path: its class and, for an arc, the relation.
type Step struct{ Class, Label uint8 }

// Scorer is what a search asks about states. The product's is Models; the
// trainer has its own, over weights that still change.
type Scorer interface {
	// Moves scores the classes in the state s.
	Moves(s *State) [Classes]int32
	// Relation chooses the relation of the arc from h to d among those allowed.
	Relation(s *State, h, d int32, allowed uint64) uint8
}

// Beam bounds a search.
type Beam struct {
	Width  int   // states kept after each move, at most MaxWidth
	Margin int64 // states that score less than the best by more than this are dropped
	// Traces says that states remember their moves. Then states that differ in their
	// past alone are kept apart.
	Traces bool
}

// MaxWidth bounds the states that a search keeps.
const MaxWidth = 32

// search is the scratch of a beam search: the states kept and those that follow.
type search struct {
	own        config // the memory of the State, set aside during the search
	now, after []config
	best       [MaxWidth]candidate
	words      Memo[model.Sums]     // by the words alone
	moves      Memo[[Classes]int32] // by the whole context
	relations  Memo[uint8]
}

func (x *search) forget() {
	x.words.Forget()
	x.moves.Forget()
	x.relations.Forget()
}

type candidate struct {
	score int64
	from  int32
	class int32 // -1 for a state that has read all words
}

// Start begins a search over the sentence and tags in s.
func (s *State) Start() {
	s.Begin()
	x := &s.search
	if cap(x.now) == 0 {
		x.now, x.after = make([]config, 0, MaxWidth), make([]config, 0, MaxWidth)
	}
	x.now = x.now[:1]
	copyInto(&x.now[0], &s.config)
	x.own = s.config
}

// copyInto copies a state over another, whose memory is used again.
func copyInto(to, from *config) {
	to.next, to.score, to.path = from.next, from.score, from.path
	to.stack = append(to.stack[:0], from.stack...)
	to.nodes = append(to.nodes[:0], from.nodes...)
	to.trace = append(to.trace[:0], from.trace...)
}

// Advance makes one move in every state that is kept and keeps the best. It is
// false once all states have read all words.
func (s *State) Advance(m Scorer, b Beam) bool {
	x := &s.search
	n, going := 0, false
	for i := range x.now {
		s.config = x.now[i]
		if s.Done() {
			n = x.offer(n, b.Width, candidate{s.score, int32(i), -1})
			continue
		}
		going = true
		if s.Top() == 0 {
			n = x.offer(n, b.Width, candidate{s.score, int32(i), ClassShift})
			continue
		}
		scores, valid := m.Moves(s), s.Valid()
		for k := range scores {
			if valid>>k&1 != 0 {
				n = x.offer(n, b.Width, candidate{s.score + int64(scores[k]), int32(i), int32(k)})
			}
		}
	}
	if !going {
		return false
	}
	for n > 1 && x.best[n-1].score < x.best[0].score-b.Margin {
		n--
	}
	var last [MaxWidth]int // of the states that follow a state, the last takes its memory
	for k := range n {
		last[x.best[k].from] = k
	}
	x.after = x.after[:n]
	kept := 0
	for k := range n {
		c := &x.best[k]
		to := &x.after[kept]
		if last[c.from] == k {
			*to, x.now[c.from] = x.now[c.from], *to
		} else {
			copyInto(to, &x.now[c.from])
		}
		if c.class >= 0 {
			s.config = *to
			s.Follow(m, int(c.class), b.Traces)
			s.score = c.score
			*to = s.config
		}
		if b.Traces || !x.beaten(kept) {
			kept++
		}
	}
	x.now, x.after = x.after[:kept], x.now
	return true
}

// beaten reports whether a state before state k, and so ahead of it, has the same
// to come: they differ in words that nothing looks at any more, and the score
// between them can never change.
func (x *search) beaten(k int) bool {
	for j := range k {
		if x.after[j].alike(&x.after[k]) {
			return true
		}
	}
	return false
}

// alike reports whether all later moves see the same in two states of a sentence:
// what is read, the stack, and of each word there its arcs and the relations of
// its children.
func (c *config) alike(o *config) bool {
	if c.next != o.next || len(c.stack) != len(o.stack) || !c.sameWord(o, c.next) {
		return false
	}
	for i := len(c.stack) - 1; i >= 0; i-- {
		if c.stack[i] != o.stack[i] || !c.sameWord(o, c.stack[i]) {
			return false
		}
	}
	return true
}

func (c *config) sameWord(o *config, i int32) bool {
	x, y := &c.nodes[i], &o.nodes[i]
	return *x == *y && c.nodes[x.left].label == o.nodes[x.left].label && c.nodes[x.left2].label == o.nodes[x.left2].label &&
		c.nodes[x.right].label == o.nodes[x.right].label && c.nodes[x.right2].label == o.nodes[x.right2].label
}

// offer enters a candidate among the best n, of which no more than width are
// kept, best first. Of equals the earlier stays ahead.
func (x *search) offer(n, width int, c candidate) int {
	if n == width {
		if c.score <= x.best[n-1].score {
			return n
		}
		n--
	}
	k := n
	for ; k > 0 && x.best[k-1].score < c.score; k-- {
		x.best[k] = x.best[k-1]
	}
	x.best[k] = c
	return n + 1
}

// Follow makes the move of a class, with the relation that m chooses.
func (s *State) Follow(m Scorer, class int, trace bool) {
	move := MoveOf(class)
	label := uint8(0)
	switch move {
	case Left:
		label = m.Relation(s, s.next, s.Top(), Allowed(class))
	case Right:
		label = m.Relation(s, s.Top(), s.next, Allowed(class))
	}
	s.Apply(move, label)
	s.path = Path(s.path, class)
	if trace {
		s.trace = append(s.trace, Step{uint8(class), label})
	}
}

// Path gives the hash of a path that goes on with a class.
func Path(path uint64, class int) uint64 { return model.Join(path, uint64(class)+1) }

// Kept is how many states the search keeps now.
func (s *State) Kept() int { return len(s.search.now) }

// State k of those kept: its score, the hash of its path, and its moves.
func (s *State) State(k int) (score int64, path uint64, trace []Step) {
	c := &s.search.now[k]
	return c.score, c.path, c.trace
}

// Take makes state k of those kept the tree of s. The search is over then.
func (s *State) Take(k int) {
	s.config = s.search.own
	copyInto(&s.config, &s.search.now[k])
}
