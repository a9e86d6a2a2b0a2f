package grammar

import "detente/internal/model"

const (
	labelBase  = 400
	labelCount = 56
)

// LabelFeatures is scratch for the features of the relation of one arc.
type LabelFeatures [labelCount]uint64

// Arc gives the features of the arc from h to d as far as the tree is known.
// They are good until the next call.
func (f *LabelFeatures) Arc(s *State, h, d int32) []uint64 {
	f.words(s, labelBase, h, d)
	f.family(s, labelBase, h, d)
	return f[:labelCount]
}

// arcTags packs the side on which the head stands and the tags of both.
func (s *State) arcTags(h, d int32) (side, arc uint64) {
	if h > d {
		side = 1
	}
	return side, side<<16 | uint64(s.xpos[h])<<8 | uint64(s.xpos[d])
}

func (f *LabelFeatures) words(s *State, base int, h, d int32) {
	lh, ld := &s.lex[h], &s.lex[d]
	tag := func(i int32) uint64 { return uint64(s.xpos[i]) }
	side, arc := s.arcTags(h, d)
	ht, dt := tag(h), tag(d)
	gap := s.between(min(h, d), max(h, d))
	da, db, db2 := tag(d-1), tag(d+1), tag(d+2)
	ha, hb := tag(max(h-1, 0)), tag(h+1)
	mix := func(k int, v uint64) { f[k] = model.Mix(base+k, v) }
	mix(0, side)
	mix(1, arc)
	mix(2, with(lh.Norm, side<<8|dt))
	mix(3, with(ld.Norm, side<<8|ht))
	mix(4, with(lh.Norm, arc))
	mix(5, with(ld.Norm, arc))
	mix(6, with(model.Join(lh.Norm, ld.Norm), side))
	mix(7, arc<<8|distance(min(h, d), max(h, d)))
	mix(8, arc<<8|gap)
	mix(9, arc<<16|da<<8|db)
	mix(10, arc<<8|da)
	mix(11, arc<<8|db)
	mix(12, arc<<16|ha<<8|hb)
	mix(13, arc<<8|hb)
	mix(14, uint64(lh.C[1])<<24|arc)
	mix(15, uint64(ld.C[1])<<24|arc)
	mix(16, uint64(lh.C[1])<<24|uint64(ld.C[1])<<8|side)
	mix(17, uint64(lh.C[0])<<40|uint64(ld.C[0])<<24|arc)
	mix(18, uint64(ld.Suffix[2])<<8|side)
	mix(19, uint64(lh.Suffix[2])<<8|side)
	mix(20, with(ld.Shape, arc))
	mix(21, with(lh.Norm, gap<<16|side<<8|dt))
	mix(22, with(s.lex[d-1].Norm, arc))
	mix(23, with(s.lex[d+1].Norm, arc))
	mix(24, uint64(ld.C[2])<<8|side)
	mix(25, with(ld.Word, side))
	mix(26, arc<<16|tag(max(d-2, 0))<<8|da)
	mix(27, arc<<16|db<<8|db2)
	mix(28, with(ld.Norm, db<<8|side))
	mix(29, with(lh.Norm, uint64(ld.C[1])<<8|side))
	mix(30, with(ld.Norm, uint64(lh.C[1])<<8|side))
	mix(31, uint64(lh.C[2])<<8|side)
	mix(32, with(ld.Norm, side))
	mix(33, with(lh.Norm, side))
}

func (f *LabelFeatures) family(s *State, base int, h, d int32) {
	lh, ld := &s.lex[h], &s.lex[d]
	x, y := &s.nodes[h], &s.nodes[d]
	tag := func(i int32) uint64 { return uint64(s.xpos[i]) }
	rel := func(i int32) uint64 { return uint64(s.nodes[i].label) }
	side, arc := s.arcTags(h, d)
	// A preposition, a conjunction or a determiner stands outermost on the left.
	cw, c2w := s.lex[y.left].Norm, s.lex[y.left2].Norm
	hk, dk := uint64(x.kids), uint64(y.kids)
	below := int32(0)
	if n := len(s.stack); n > 1 {
		below = s.stack[n-2]
	}
	mix := func(k int, v uint64) { f[k] = model.Mix(base+k, v) }
	mix(34, with(cw, arc))
	mix(35, with(c2w, arc))
	mix(36, with(model.Join(lh.Norm, cw), side))
	mix(37, with(model.Join(ld.Norm, cw), side))
	mix(38, with(s.lex[y.right].Norm, arc))
	mix(39, arc<<16|hk)
	mix(40, arc<<16|dk)
	mix(41, hk<<40|dk<<24|arc)
	mix(42, with(lh.Norm, hk<<8|side))
	mix(43, with(ld.Norm, dk<<8|side))
	mix(44, with(lh.Norm, dk<<24|arc))
	mix(45, uint64(x.label)<<24|arc)
	mix(46, with(cw, uint64(ld.C[1])<<8|side))
	mix(47, with(cw, uint64(lh.C[1])<<8|side))
	mix(48, tag(y.left)<<24|arc)
	mix(49, arc<<8|uint64(min(x.nRight, 3))<<4|uint64(min(x.nLeft, 3)))
	mix(50, tag(below)<<24|arc)
	mix(51, tag(x.head)<<32|uint64(x.label)<<24|arc)
	mix(52, rel(x.right)<<32|rel(x.left)<<24|arc)
	mix(53, with(lh.Norm, rel(x.right)<<24|arc))
	mix(54, rel(y.left)<<32|rel(y.left2)<<24|arc)
	mix(55, with(s.lex[x.right].Norm, arc))
}
