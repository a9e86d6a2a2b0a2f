package grammar

import (
	"detente"
	"detente/internal/model"
)

// Template numbers of the part-of-speech tagger run from 200, so that no
// classifier shares a number with another. Numbers are never used twice: a
// template that goes leaves a gap.
const (
	xposBase  = 200
	xposCount = 44
)

// TagFeatures is scratch for the features of one decision of the tagger.
type TagFeatures [xposCount]uint64

// Fill computes the features of word i of a sentence for the XPOS tagger; p1 and
// p2 are the tags of the words before it. The words of a sentence are s.lex[1:n+1].
func (f *TagFeatures) Fill(s *State, i int, p1, p2 uint8) {
	w, a1, b1, b2 := &s.lex[i], &s.lex[i-1], &s.lex[i+1], &s.lex[i+2]
	a2 := &s.lex[max(i-2, 0)]
	first := uint64(0)
	if i == 1 {
		first = 1
	}
	t1, t12 := uint64(p1), uint64(p1)<<8|uint64(p2)
	mix := func(k int, x uint64) { f[k] = model.Mix(xposBase+k, x) }
	mix(0, 7)
	mix(1, w.Norm)
	mix(2, w.Word)
	mix(3, uint64(w.Suffix[3]))
	mix(4, uint64(w.Suffix[2]))
	mix(5, uint64(w.Suffix[1]))
	mix(6, uint64(w.Suffix[0]))
	mix(7, uint64(w.Prefix[0]))
	mix(8, w.Shape)
	mix(9, w.Shape+first)
	mix(10, t1)
	mix(11, t12)
	mix(12, model.Join(t1, w.Norm))
	mix(13, model.Join(t12, w.Norm))
	mix(14, a1.Norm)
	mix(15, uint64(a1.Suffix[2]))
	mix(16, a2.Norm)
	mix(17, b1.Norm)
	mix(18, uint64(b1.Suffix[2]))
	mix(19, b1.Shape)
	mix(20, b2.Norm)
	mix(21, model.Join(a1.Norm, w.Norm))
	mix(22, model.Join(w.Norm, b1.Norm))
	mix(23, model.Join(t1, b1.Norm))
	mix(24, uint64(w.Suffix[2])<<32|uint64(b1.Suffix[2]))
	mix(25, uint64(w.Suffix[2])<<8|t1)
	mix(26, uint64(w.C[0]))
	mix(27, uint64(w.C[1]))
	mix(28, uint64(w.C[2]))
	mix(29, uint64(a1.C[1]))
	mix(30, uint64(b1.C[1]))
	mix(31, uint64(b1.C[2]))
	mix(32, uint64(w.C[1])<<32|uint64(b1.C[1]))
	mix(33, uint64(w.C[1])<<8|t1)
	mix(34, uint64(w.Amb))
	mix(35, uint64(b1.Amb))
	mix(36, uint64(w.Amb)<<32|uint64(b1.Amb))
	mix(37, model.Join(uint64(w.Amb)<<32|uint64(b1.Amb), t1))
	mix(38, model.Join(uint64(w.Amb), t12))
	mix(39, uint64(b1.Amb)<<32|uint64(b2.Amb))
	mix(40, model.Join(uint64(w.Prefix[2]), w.Shape))
	mix(41, model.Join(uint64(w.Suffix[2]), w.Shape+first))
	mix(42, model.Join(model.Join(a1.Norm, b1.Norm), uint64(w.Amb)))
	mix(43, uint64(w.Prefix[1]))
}

// The dictionary of the tagger keeps, for a word as it is written, the two tags
// it had most often, whether others were seen, and whether it is closed: seen
// often and with one tag only, so that the tagger need not be asked.
const (
	ambSecond = 8
	ambOthers = 1 << 16
	ambClosed = 1 << 17
)

// Ambiguity packs an entry of the tagger's dictionary. A second tag of 0 is none.
func Ambiguity(first, second detente.XPOS, others, closed bool) uint32 {
	a := uint32(first) | uint32(second)<<ambSecond
	if others {
		a |= ambOthers
	}
	if closed {
		a |= ambClosed
	}
	return a
}

// Closed gives the only tag of a word that has no other.
func (l *Lex) Closed() (uint8, bool) { return uint8(l.Amb), l.Amb&ambClosed != 0 }

// Tagger gives XPOS tags, greedily from left to right.
type Tagger struct {
	Dictionary model.Table
	Model      model.Wide
}

// Run writes the tags of the sentence in s. Entries of the dictionary are looked
// up here, because training asks several taggers about one sentence.
func (t *Tagger) Run(s *State) {
	t.Look(s)
	var p1, p2 uint8
	for i := 1; i <= s.n; i++ {
		tag, ok := s.lex[i].Closed()
		if !ok {
			s.tagFeatures.Fill(s, i, p1, p2)
			t.Model.Score(s.tagFeatures[:], &s.scores)
			tag = t.Model.Best(&s.scores)
		}
		s.xpos[i] = tag
		p1, p2 = tag, p1
	}
}

// Look reads the dictionary for all words of the sentence in s.
func (t *Tagger) Look(s *State) {
	for i := 1; i <= s.n; i++ {
		s.lex[i].Amb = t.Dictionary.Get(s.lex[i].Word)
	}
}

const (
	uposBase  = 300
	uposCount = 40
)

// UPOSFeatures is scratch for the features of one decision of the UPOS tagger.
type UPOSFeatures [uposCount]uint64

// Fill computes the features of word i for the UPOS tagger, which runs last: it
// sees the XPOS tags of both sides and the tree.
func (f *UPOSFeatures) Fill(s *State, i int) {
	w, a1, b1 := &s.lex[i], &s.lex[i-1], &s.lex[i+1]
	x, xa, xb := uint64(s.xpos[i]), uint64(s.xpos[i-1]), uint64(s.xpos[i+1])
	xa2, xb2 := uint64(s.xpos[max(i-2, 0)]), uint64(s.xpos[i+2])
	node := &s.nodes[i]
	h := node.head
	rel, kids := uint64(node.label), uint64(node.kids)
	hx, hrel := uint64(s.xpos[h]), uint64(s.nodes[h].label)
	side := uint64(0)
	if int(h) > i {
		side = 1
	}
	mix := func(k int, v uint64) { f[k] = model.Mix(uposBase+k, v) }
	mix(0, x)
	mix(1, model.Join(w.Norm, x))
	mix(2, model.Join(w.Word, x))
	mix(3, w.Norm)
	mix(4, x<<16|xa<<8|xb)
	mix(5, x<<8|xa)
	mix(6, x<<8|xb)
	mix(7, x<<16|xa<<8|xa2)
	mix(8, x<<16|xb<<8|xb2)
	mix(9, uint64(w.Suffix[2])<<8|x)
	mix(10, uint64(w.Suffix[1])<<8|x)
	mix(11, uint64(w.C[1])<<8|x)
	mix(12, uint64(w.C[0])<<8|x)
	mix(13, model.Join(w.Shape, x))
	mix(14, model.Join(a1.Norm, x))
	mix(15, model.Join(b1.Norm, x))
	mix(16, rel<<8|x)
	mix(17, model.Join(w.Norm, rel<<8|x))
	mix(18, x<<24|rel<<16|hx<<8|side)
	mix(19, kids<<8|x)
	mix(20, model.Join(w.Norm, kids))
	mix(21, model.Join(w.Norm, hrel<<16|rel<<8|side))
	mix(22, x<<16|rel<<8|hrel)
	mix(23, model.Join(s.lex[h].Norm, rel<<8|x))
	mix(24, model.Join(w.Norm, xb))
	mix(25, model.Join(w.Norm, xb<<8|xb2))
	mix(26, model.Join(w.Norm, xa))
	mix(27, uint64(w.C[2])<<8|x)
	mix(28, model.Join(w.Norm, b1.Norm))
	mix(29, model.Join(a1.Norm, w.Norm))
	mix(30, model.Join(w.Norm, hx<<8|rel))
	mix(31, model.Join(uint64(w.Amb), x))
	mix(32, uint64(w.Suffix[3])<<8|x)
	mix(33, kids<<24|rel<<16|x<<8|side)
	mix(34, model.Join(w.Norm, uint64(s.xpos[node.left])<<8|uint64(s.xpos[node.right])))
	mix(35, model.Join(w.Shape, xa<<16|x<<8|xb))
	mix(36, uint64(b1.C[1])<<8|x)
	mix(37, uint64(a1.C[1])<<8|x)
	mix(38, model.Join(w.Norm, uint64(b1.C[0])<<8|xb))
	mix(39, uint64(w.Prefix[2])<<8|x)
}
