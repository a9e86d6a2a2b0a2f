package train

import (
	"slices"

	"detente/internal/model/grammar"
)

// live scores states for a search by the weights as they are now. It remembers
// what pairs of words come to and no more: the contexts that the product remembers
// (grammar.State.Context) take the relations of a tree to follow from its arcs,
// and those on the gold path do not.
type live struct {
	t     *trainer
	moves *narrow
	arcs  *wide
	memo  grammar.Memo[[grammar.Classes]int32] // see grammar.State.Pair
}

func (l *live) Moves(s *grammar.State) [grammar.Classes]int32 {
	words, known := l.memo.Of(s.Pair())
	if !known {
		*words = [grammar.Classes]int32{}
		l.moves.score(l.t.moves.Words(s), words)
	}
	out := *words
	l.moves.score(l.t.moves.Rest(s), &out)
	return out
}

func (l *live) Relation(s *grammar.State, h, d int32, allowed uint64) uint8 {
	if r := l.t.sureArcs.Get(s.SureArc(h, d)); r != 0 {
		return uint8(r)
	}
	best, _, _ := l.arcs.decide(l.t.labels.Arc(s, h, d), 0, allowed)
	return best
}

// Paths that are further behind than this, in updates, are given up: in training,
// where little may be lost, and in the product, where it saves most of the time.
const (
	trainMargin   = 250
	productMargin = 153

	productWidth = 4
)

// searches trains moves for a beam, where it is not the best move that counts but
// the best path: a structured perceptron. Where a path beats the one to the gold
// tree, both are learned from up to the move at which the gold path is furthest
// behind (Huang, Fayong and Guo 2012). Weights go on from where they are.
func (t *trainer) searches(set []int, iterations int, seed uint64, moves *narrow, arcs *wide) {
	moves.restart()
	l := &live{t: t, moves: moves, arcs: arcs}
	beam := grammar.Beam{Width: t.BeamWidth, Margin: trainMargin, Traces: true}
	var g goldPath
	t.iterate(set, iterations, seed+1<<33, func(_, i int) {
		s, words := t.load(i), t.data[i]
		g.begin(t, i)
		l.memo.Forget()
		moves.now++
		var wrong []grammar.Step
		steps, most := 0, int64(-1<<62)
		s.Start()
		for more := true; more || !g.state.Done(); {
			more = s.Advance(l, beam)
			g.advance(l, words)
			score, path, trace := s.State(0)
			if behind := score - g.score; path != g.path && behind >= most {
				most, steps, wrong = behind, len(g.steps), append(wrong[:0], trace...)
			}
		}
		_, path, trace := s.State(0)
		final := slices.Clone(trace)
		s.Take(0)
		if path != g.path || most > 0 {
			t.follow(s, moves, g.steps[:steps], wrong, 1)
			t.follow(s, moves, wrong, g.steps[:steps], -1)
		}
		s.Begin()
		for _, x := range final {
			t.relation(s, arcs, int(x.Class), words, counting)
			s.Apply(grammar.MoveOf(int(x.Class)), x.Label)
		}
	})
}

// follow goes along a path and adds step to what the features say for its
// classes, from where it leaves the other path.
func (t *trainer) follow(s *grammar.State, moves *narrow, path, other []grammar.Step, step int32) {
	common := 0
	for common < len(path) && common < len(other) && path[common] == other[common] {
		common++
	}
	s.Begin()
	for k, x := range path {
		if k >= common && s.Top() > 0 {
			t.moves.Fill(s)
			moves.move(t.moves[:], int(x.Class), step)
		}
		s.Apply(grammar.MoveOf(int(x.Class)), x.Label)
	}
}

// goldPath is the path to the gold tree, made move by move beside a search.
type goldPath struct {
	state grammar.State
	heads []int32
	steps []grammar.Step
	score int64
	path  uint64
}

func (g *goldPath) begin(t *trainer, i int) {
	t.loadInto(&g.state, i)
	g.heads = goldHeads(g.heads, t.data[i])
	g.steps, g.score, g.path = g.steps[:0], 0, 0
}

// advance makes the next move. Among moves that lose as few arcs, those that make
// a gold arc come first, then Reduce: the path is one of many to the tree.
func (g *goldPath) advance(l *live, words Sentence) {
	s := &g.state
	if s.Done() {
		return
	}
	class := grammar.ClassShift
	t, b := s.Top(), s.Next()
	if t > 0 {
		good := goldClasses(s, g.heads, words)
		left, right := grammar.ClassOf(grammar.Left, uint8(words[t-1].Label)), grammar.ClassOf(grammar.Right, uint8(words[b-1].Label))
		switch {
		case g.heads[t] == b && good>>left&1 != 0:
			class = left
		case g.heads[b] == t && good>>right&1 != 0:
			class = right
		case good>>grammar.ClassReduce&1 != 0:
			class = grammar.ClassReduce
		case good>>grammar.ClassShift&1 != 0:
		case good>>left&1 != 0:
			class = left
		default:
			class = right
		}
		g.score += int64(l.Moves(s)[class])
	}
	x := grammar.Step{Class: uint8(class)}
	switch grammar.MoveOf(class) {
	case grammar.Left:
		x.Label = uint8(words[t-1].Label)
	case grammar.Right:
		x.Label = uint8(words[b-1].Label)
	}
	g.steps = append(g.steps, x)
	g.path = grammar.Path(g.path, class)
	s.Apply(grammar.MoveOf(class), x.Label)
}
