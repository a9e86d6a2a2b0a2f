package grammar

import "detente/internal/model"

// Memo keeps, within one sentence, what was computed from a context. The states
// of a beam differ in what is far behind them and are mostly alike where the next
// move is decided, so most contexts come several times.
type Memo[T any] [256]struct {
	key   uint64 // 0 is nobody's
	value T
}

// Of gives the place of a context, and whether its value is known. Where it is
// not, the caller enters it.
func (m *Memo[T]) Of(key uint64) (value *T, known bool) {
	key |= 1
	e := &m[key>>56]
	known = e.key == key
	e.key = key
	return &e.value, known
}

// Forget makes all contexts unknown.
func (m *Memo[T]) Forget() {
	for i := range m {
		m[i].key = 0
	}
}

// Pair is the context that MoveFeatures.Words sees.
func (s *State) Pair() uint64 { return scatter(uint64(s.Top())<<32 | uint64(s.next)) }

// Context is the context that MoveFeatures sees: all that decides a move, where the
// relations of the tree were chosen by Relation, so that what is kept under it is
// exact in a search.
func (s *State) Context() uint64 {
	s0, s1, s2 := s.tops()
	x, y, below := &s.nodes[s0], &s.nodes[s.next], &s.nodes[s1]
	over := &s.nodes[x.head]
	rel := func(i int32, shift int) uint64 { return uint64(s.nodes[i].label) << shift }
	k := model.Join(uint64(s0)<<48|uint64(s.next)<<32|uint64(s1)<<16|uint64(s2), x.pack())
	k = model.Join(k, y.pack())
	k = model.Join(k, rel(x.left, 0)|rel(x.left2, 8)|rel(x.right, 16)|rel(x.right2, 24)|rel(y.left, 32)|rel(y.left2, 40)|uint64(min(len(s.stack), 4))<<48)
	return scatter(model.Join(k, uint64(over.head)<<48|uint64(over.kids)<<32|uint64(below.kids)<<16|uint64(below.label)))
}

// ArcContext is the context that LabelFeatures.Arc sees, and the relations
// allowed.
func (s *State) ArcContext(h, d int32, allowed uint64) uint64 {
	_, s1, _ := s.tops()
	x, y := &s.nodes[h], &s.nodes[d]
	rel := func(i int32, shift int) uint64 { return uint64(s.nodes[i].label) << shift }
	k := model.Join(uint64(h)<<48|uint64(d)<<32|uint64(s1), x.pack())
	k = model.Join(k, y.pack())
	k = model.Join(k, rel(x.left, 0)|rel(x.right, 16)|rel(y.left, 32)|rel(y.left2, 40))
	return scatter(model.Join(k, allowed))
}

// pack folds a node into one word.
func (n *node) pack() uint64 {
	return model.Join(uint64(n.head)<<48|uint64(n.left)<<32|uint64(n.left2)<<16|uint64(n.right),
		uint64(n.right2)<<48|uint64(n.kids)<<32|uint64(n.label)<<16|uint64(min(n.nLeft, 3))<<8|uint64(min(n.nRight, 3)))
}

// scatter spreads a key over its high bits.
func scatter(k uint64) uint64 {
	k = (k ^ k>>32) * 0xD6E8FEB86659FD93
	return k ^ k>>32
}

// tops gives the three words on top of the stack, 0 for none.
func (s *State) tops() (s0, s1, s2 int32) {
	switch n := len(s.stack); {
	case n > 2:
		s2 = s.stack[n-3]
		fallthrough
	case n > 1:
		s1 = s.stack[n-2]
		fallthrough
	case n > 0:
		s0 = s.stack[n-1]
	}
	return s0, s1, s2
}
