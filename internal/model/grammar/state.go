package grammar

import (
	"slices"

	"detente"
	"detente/internal/model"
)

// node is what the parser knows of one word. Index 0 is nobody: a word without
// a child has child 0, and the features of nobody are those of the pad word.
type node struct {
	head          int32 // 0 while there is none; n+1 is the root
	left, left2   int32 // outermost and next child to the left
	right, right2 int32
	nLeft, nRight uint8
	label         uint8
	kids          uint16 // bits of the relations of its children, kidBit
}

// config is a state of the transition system: how far a tree is built.
type config struct {
	next  int32 // first word of the buffer
	stack []int32
	nodes []node
	score int64  // of the moves up to here
	path  uint64 // hash of the classes up to here
	trace []Step // the moves up to here, where the search keeps them
}

// State is the scratch of one worker: a sentence on its way through the taggers
// and the parser. Words have the numbers 1 to n, n+1 is the root.
type State struct {
	config
	n     int
	lex   []Lex
	xpos  []uint8
	upos  []uint8
	marks []uint16 // running counts of commas, verbs and quotation marks before a word

	scores       [model.MaxClasses]int32
	tagFeatures  TagFeatures
	uposFeatures UPOSFeatures
	moves        MoveFeatures
	labels       LabelFeatures
	search       search
}

// rootWord keeps the features of the root apart from those of a missing word.
const rootWord = 5

// Reset makes room for a sentence of n words and clears the tree. It allocates
// only for sentences longer than all before.
func (s *State) Reset(n int) {
	s.n = n
	size := n + 4 // nobody in front; the root and two pads behind
	if cap(s.nodes) < size {
		grown := size + size/2
		s.nodes, s.lex, s.marks = make([]node, grown), make([]Lex, grown), make([]uint16, grown)
		s.xpos, s.upos = make([]uint8, grown), make([]uint8, grown)
		s.stack = make([]int32, 0, grown)
	}
	s.nodes, s.lex, s.xpos, s.upos, s.marks = s.nodes[:size], s.lex[:size], s.xpos[:size], s.upos[:size], s.marks[:size]
	for _, i := range [...]int{0, n + 1, n + 2, n + 3} {
		s.lex[i], s.xpos[i], s.upos[i] = Lex{}, 0, 0
	}
	s.lex[n+1].Norm = rootWord
	s.xpos[n+1] = rootTag
	s.Begin()
}

// rootTag is a tag no word has.
const rootTag = 63

// Begin clears the tree, so that parsing starts over the words and tags there are.
func (s *State) Begin() {
	clear(s.nodes)
	s.next, s.stack = 1, s.stack[:0]
	s.score, s.path, s.trace = 0, 0, s.trace[:0]
	s.search.forget()
	s.count()
}

// Word gives the lexical view of word i, 1 to n, to be filled by Lex.Read.
func (s *State) Word(i int) *Lex { return &s.lex[i] }

// Len is the number of words.
func (s *State) Len() int { return s.n }

// SetXPOS sets the tag of word i.
func (s *State) SetXPOS(i int, t uint8) { s.xpos[i] = t }

// XPOS is the tag of word i.
func (s *State) XPOS(i int) uint8 { return s.xpos[i] }

// UPOS is the universal tag of word i.
func (s *State) UPOS(i int) uint8 { return s.upos[i] }

// Arc gives the head of word i, n+1 for the root and 0 for none, and its relation.
func (s *State) Arc(i int) (head int32, label uint8) { return s.nodes[i].head, s.nodes[i].label }

// Saved is a finished tree, to be looked at again.
type Saved []node

// Save copies the tree.
func (s *State) Save() Saved { return append(Saved(nil), s.nodes...) }

// Restore puts a saved tree back over a sentence of the same length.
func (s *State) Restore(tree Saved) { copy(s.nodes, tree) }

// Stack gives the words on the stack, the top last. It is good until the next move.
func (s *State) Stack() []int32 { return s.stack }

// The moves of the arc-eager system.
const (
	Shift = iota
	Reduce
	Left  // the word on the stack becomes a child of the next word, and goes
	Right // the next word becomes a child of the word on the stack, and is shifted
	Moves // how many there are
)

// Done reports whether all words are read.
func (s *State) Done() bool { return int(s.next) > s.n }

// Top is the word on the stack, 0 when it is empty.
func (s *State) Top() int32 {
	if len(s.stack) == 0 {
		return 0
	}
	return s.stack[len(s.stack)-1]
}

// Next is the first word of the buffer.
func (s *State) Next() int32 { return s.next }

// Apply makes a move. Left and Right give the arc the label.
func (s *State) Apply(move int, label uint8) {
	switch move {
	case Shift:
		s.stack = append(s.stack, s.next)
		s.next++
	case Reduce:
		s.stack = s.stack[:len(s.stack)-1]
	case Left:
		s.arc(s.next, s.Top(), label)
		s.stack = s.stack[:len(s.stack)-1]
	case Right:
		s.arc(s.Top(), s.next, label)
		s.stack = append(s.stack, s.next)
		s.next++
	}
}

func (s *State) arc(h, d int32, label uint8) {
	s.nodes[d].head, s.nodes[d].label = h, label
	x := &s.nodes[h]
	x.kids |= kidBit(label)
	if d < h {
		x.left2, x.left = x.left, d
		x.nLeft = min(x.nLeft+1, 200)
	} else {
		x.right2, x.right = x.right, d
		x.nRight = min(x.nRight+1, 200)
	}
}

// kidBit is the bit by which a head remembers that it has such a child.
func kidBit(label uint8) uint16 { return kidBits[label&63] }

var kidBits = func() (bits [64]uint16) {
	for i, group := range [...][]detente.Label{
		{detente.LabelNsubj, detente.LabelNsubjOuter, detente.LabelCsubj},
		{detente.LabelNsubjPass, detente.LabelCsubjPass, detente.LabelAuxPass},
		{detente.LabelObj},
		{detente.LabelIobj},
		{detente.LabelCcomp},
		{detente.LabelXcomp},
		{detente.LabelCop},
		{detente.LabelAux},
		{detente.LabelMark},
		{detente.LabelCase},
		{detente.LabelDet, detente.LabelNmodPoss},
		{detente.LabelCc},
		{detente.LabelConj},
		{detente.LabelPunct},
		{detente.LabelExpl},
		{detente.LabelAppos, detente.LabelNmod, detente.LabelAclRelcl},
	} {
		for _, l := range group {
			bits[l] = 1 << i
		}
	}
	return bits
}()

// count prepares the running counts once the tags are known: commas in the low
// five bits, verbs in the next five, quotation marks in the last six. They wrap
// round, and differences are taken, so that length is no matter.
func (s *State) count() {
	var c, v, q uint16
	for i := 1; i <= s.n; i++ {
		s.marks[i] = c&31 | v&31<<5 | q&63<<10
		switch kindOf[s.xpos[i]&63] {
		case commaKind:
			c++
		case verbKind:
			v++
		case quoteKind:
			q++
		}
	}
	s.marks[s.n+1] = c&31 | v&31<<5 | q&63<<10
}

const (
	commaKind = iota + 1
	verbKind
	quoteKind
)

var kindOf = func() (kinds [64]uint8) {
	for i, name := range detente.XPOSNames {
		switch {
		case name == "," || name == ":" || name == "-LRB-" || name == "-RRB-":
			kinds[i] = commaKind
		case slices.Contains([]string{"VBD", "VBP", "VBZ", "MD", "VB"}, name):
			kinds[i] = verbKind
		case name == "``" || name == "''":
			kinds[i] = quoteKind
		}
	}
	return kinds
}()

// between gives, of the words from a up to b, whether there are none, one or
// more commas and verbs, and whether quotation marks are open.
func (s *State) between(a, b int32) uint64 {
	if a == 0 {
		return 63
	}
	x, y := s.marks[a], s.marks[b]
	c, v, q := (y-x)&31, (y>>5-x>>5)&31, (y>>10-x>>10)&63
	return uint64(min(c, 2)) | uint64(min(v, 2))<<2 | uint64(q&1)<<4
}
