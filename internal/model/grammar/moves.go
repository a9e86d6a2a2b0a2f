package grammar

import "detente/internal/model"

// Templates 0 to 41 look at the words S0 and N0 and what follows N0 only, so that
// their sum can be kept while other parts of the state change.
const (
	wordCount = 42
	moveCount = 118
)

// MoveFeatures is scratch for the features of one move.
type MoveFeatures [moveCount]uint64

// word+tag values: words are hashes, so a tag pack is spread before it is added.
const spread = 0x9FB21C651E98DF25

func with(word, pack uint64) uint64 { return word + pack*spread }

// Fill computes the features of the state for the choice of a move. S0 is the
// word on the stack, S1 the one below, N0 to N3 the words of the buffer; h, l
// and r mark their heads and outermost children.
func (f *MoveFeatures) Fill(s *State) {
	f.Words(s)
	f.Rest(s)
}

// Words computes and gives the features of the two words alone.
func (f *MoveFeatures) Words(s *State) []uint64 {
	f.words(s, s.Top(), s.next)
	return f[:wordCount]
}

// Rest computes and gives the other features.
func (f *MoveFeatures) Rest(s *State) []uint64 {
	s0, s1, s2 := s.tops()
	n0 := s.next
	n3 := min(n0+3, int32(s.n+3))
	f.family(s, s0, n0)
	f.context(s, s0, s1, s2, n0, n0+1, n0+2, n3)
	return f[wordCount:]
}

func (f *MoveFeatures) words(s *State, s0, n0 int32) {
	n1, n2 := n0+1, n0+2
	ls, ln, ln1 := &s.lex[s0], &s.lex[n0], &s.lex[n1]
	w, nw, n1w := ls.Norm, ln.Norm, ln1.Norm
	t, nt, n1t, n2t := uint64(s.xpos[s0]), uint64(s.xpos[n0]), uint64(s.xpos[n1]), uint64(s.xpos[n2])
	ww := model.Join(w, nw)
	cc := uint64(ls.C[1])<<16 | uint64(ln.C[1])
	d := distance(s0, n0)
	mix := func(k int, x uint64) { f[k] = model.Mix(k, x) }
	mix(0, 0)
	mix(1, with(w, t))
	mix(2, w)
	mix(3, t)
	mix(4, with(nw, nt))
	mix(5, nw)
	mix(6, nt)
	mix(7, with(n1w, n1t))
	mix(8, n1w)
	mix(9, n1t)
	mix(10, n2t)
	mix(11, with(w, uint64(ln.C[1])))
	mix(12, with(nw, uint64(ls.C[1])))
	mix(13, cc<<16|t<<8|nt)
	mix(14, with(w, t<<8|nt))
	mix(15, with(nw, t<<8|nt))
	mix(16, ww)
	mix(17, t<<8|nt)
	mix(18, nt<<8|n1t)
	mix(19, nt<<16|n1t<<8|n2t)
	mix(20, t<<16|nt<<8|n1t)
	mix(21, uint64(ls.C[2])<<8|nt)
	mix(22, uint64(ln.C[2])<<8|t)
	mix(23, with(w, d))
	mix(24, t<<8|d)
	mix(25, with(nw, d))
	mix(26, nt<<8|d)
	mix(27, cc<<8|d)
	mix(28, t<<16|nt<<8|d)
	mix(29, uint64(ls.C[1]))
	mix(30, uint64(ln.C[1]))
	mix(31, uint64(ls.C[0])<<16|uint64(ln.C[0]))
	mix(32, uint64(ls.C[1])<<16|uint64(ln.C[1]))
	mix(33, uint64(ls.C[1])<<16|t<<8|nt)
	mix(34, uint64(ln.C[1])<<16|t<<8|nt)
	mix(35, uint64(ln1.C[1]))
	mix(36, with(w, nt<<8|n1t))
	mix(37, with(nw, t<<8|n1t))
	mix(38, with(n1w, t<<8|nt))
	mix(39, t<<24|nt<<16|n1t<<8|n2t)
	mix(40, uint64(ls.C[1])<<24|uint64(ln.C[0])<<8|n1t)
	mix(41, uint64(ls.C[0])<<24|uint64(ln.C[1])<<8|n1t)
}

func (f *MoveFeatures) family(s *State, s0, n0 int32) {
	x, y := &s.nodes[s0], &s.nodes[n0]
	ls, ln := &s.lex[s0], &s.lex[n0]
	w, nw := ls.Norm, ln.Norm
	t, nt := uint64(s.xpos[s0]), uint64(s.xpos[n0])
	tag := func(i int32) uint64 { return uint64(s.xpos[i]) }
	rel := func(i int32) uint64 { return uint64(s.nodes[i].label) }
	h := x.head
	h2 := s.nodes[h].head
	ht := tag(h)
	ct, rt, yt := tag(x.left), tag(x.right), tag(y.left)
	valR, valL, valN := uint64(min(x.nRight, 3)), uint64(min(x.nLeft, 3)), uint64(min(y.nLeft, 3))
	mix := func(k int, v uint64) { f[k] = model.Mix(k, v) }
	mix(42, ht<<16|t<<8|nt)
	mix(43, t<<16|ct<<8|nt)
	mix(44, t<<16|rt<<8|nt)
	mix(45, t<<16|nt<<8|yt)
	mix(46, with(w, valR))
	mix(47, t<<8|valR)
	mix(48, with(w, valL))
	mix(49, t<<8|valL)
	mix(50, with(nw, valN))
	mix(51, nt<<8|valN)
	mix(52, s.lex[h].Norm)
	mix(53, ht)
	mix(54, rel(s0))
	mix(55, s.lex[x.left].Norm)
	mix(56, ct)
	mix(57, rel(x.left))
	mix(58, s.lex[x.right].Norm)
	mix(59, rt)
	mix(60, rel(x.right))
	mix(61, s.lex[y.left].Norm)
	mix(62, yt)
	mix(63, rel(y.left))
	mix(64, tag(h2))
	mix(65, tag(x.left2))
	mix(66, tag(x.right2))
	mix(67, tag(y.left2))
	mix(68, rel(x.left2))
	mix(69, rel(x.right2))
	mix(70, rel(y.left2))
	mix(71, t<<16|ct<<8|tag(x.left2))
	mix(72, t<<16|rt<<8|tag(x.right2))
	mix(73, t<<16|ht<<8|tag(h2))
	mix(74, nt<<16|yt<<8|tag(y.left2))
	mix(75, with(w, rel(x.left)<<8|rel(x.right)))
	mix(76, with(nw, rel(y.left)))
	mix(77, t<<16|nt<<8|rel(s0))
	mix(78, t<<16|nt<<8|rel(x.right))
	mix(79, uint64(ls.C[1])<<24|uint64(s.lex[x.right].C[1])<<8|nt)
	mix(80, uint64(s.lex[s0].C[0])<<24|uint64(ln.C[0])<<16|uint64(s.lex[x.right].C[0])<<8|nt)
	mix(81, uint64(s.lex[h].C[0])<<24|uint64(ls.C[0])<<16|uint64(ln.C[0])<<8|nt)
	mix(82, uint64(x.kids)<<16|t<<8|nt)
	mix(83, uint64(y.kids)<<16|t<<8|nt)
	mix(84, with(w, uint64(x.kids)<<8|nt))
	mix(85, with(nw, uint64(y.kids)<<8|t))
	mix(86, uint64(x.kids)<<32|uint64(y.kids)<<16|t<<8|nt)
	mix(87, with(s.lex[h].Norm, nt<<8|t))
	mix(88, uint64(s.lex[h].C[1])<<24|uint64(ln.C[1])<<8|t)
	mix(89, uint64(s.nodes[h].kids)<<24|ht<<16|t<<8|nt)
	mix(90, with(s.lex[y.left].Norm, t<<8|nt))
	mix(91, with(model.Join(w, s.lex[y.left].Norm), nt))
	mix(92, with(nw, ht<<8|t))
	lw := s.lex[y.left].Norm // a preposition or a conjunction
	mix(112, with(lw, uint64(ls.C[1])<<8|nt))
	mix(113, with(lw, uint64(ln.C[1])<<8|t))
	mix(114, with(lw, uint64(ls.C[1])<<16|uint64(ln.C[1])))
	mix(115, with(w, uint64(x.kids)<<8|uint64(ln.C[0])))
	mix(116, uint64(ls.C[1])<<24|uint64(x.kids)<<8|nt)
	mix(117, uint64(ln.C[1])<<24|uint64(y.kids)<<8|t)
}

func (f *MoveFeatures) context(s *State, s0, s1, s2, n0, n1, n2, n3 int32) {
	tag := func(i int32) uint64 { return uint64(s.xpos[i]) }
	t, nt, n1t, s1t := tag(s0), tag(n0), tag(n1), tag(s1)
	w, nw := s.lex[s0].Norm, s.lex[n0].Norm
	y := &s.nodes[n0]
	gap := s.between(s0, n0)
	d := distance(s0, n0)
	depth := uint64(min(len(s.stack), 4))
	mix := func(k int, v uint64) { f[k] = model.Mix(k, v) }
	mix(93, gap<<16|t<<8|nt)
	mix(94, gap<<8|d)
	mix(95, with(w, gap<<8|nt))
	mix(96, with(nw, gap<<8|t))
	mix(97, s1t<<24|t<<16|nt<<8|n1t)
	mix(98, tag(s2)<<24|s1t<<16|t<<8|nt)
	mix(99, with(s.lex[s1].Norm, t<<8|nt))
	mix(100, uint64(s.lex[s1].C[1])<<24|uint64(s.lex[n0].C[1])<<8|t)
	mix(101, n1t<<16|tag(n2)<<8|tag(n3))
	mix(102, nt<<24|n1t<<16|tag(n2)<<8|tag(n3))
	mix(103, depth<<16|t<<8|nt)
	mix(104, gap<<24|uint64(s.nodes[s0].label)<<16|t<<8|nt)
	mix(105, with(s.lex[n2].Norm, nt<<8|n1t))
	mix(106, uint64(s.nodes[s1].label)<<24|uint64(s.nodes[s0].label)<<16|t<<8|nt)
	mix(107, uint64(s.nodes[s1].kids)<<24|s1t<<16|t<<8|nt)
	mix(108, s.between(s1, s0)<<24|s1t<<16|t<<8|nt)
	mix(109, s1t<<16|t<<8|nt)
	mix(110, s1t<<8|nt)
	mix(111, with(w, uint64(y.kids)<<8|nt))
}

// distance gives how far b is from a, in eight steps; 0 where a is nobody.
func distance(a, b int32) uint64 {
	if a == 0 {
		return 0
	}
	switch d := b - a; {
	case d < 5:
		return uint64(d)
	case d < 10:
		return 6
	default:
		return 7
	}
}
