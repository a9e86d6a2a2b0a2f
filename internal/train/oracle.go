package train

import (
	"math"

	"detente"
	"detente/internal/model"
	"detente/internal/model/grammar"
)

// costs gives, for each move, how many arcs of the gold tree can no longer be
// reached after it: the dynamic oracle of Goldberg and Nivre (2012) for the
// arc-eager system. gold[i] is the head of word i, n+1 for the root; words are
// numbered from 1.
func costs(s *grammar.State, gold []int32) (c [grammar.Moves]int) {
	stack, b, n := s.Stack(), s.Next(), int32(s.Len())
	t := s.Top()
	for _, k := range stack {
		head, _ := s.Arc(int(k))
		// Once b is on the stack its children there, and its head there, are lost.
		if gold[k] == b && head == 0 {
			c[grammar.Shift]++
			c[grammar.Right]++
		}
		if gold[b] == k {
			c[grammar.Shift]++
			if k != t {
				c[grammar.Right]++
			}
		}
	}
	for k := b; k <= n; k++ {
		if gold[k] == t {
			c[grammar.Reduce]++
			c[grammar.Left]++
		}
	}
	if gold[t] > b {
		c[grammar.Left]++
	}
	if gold[b] > b {
		c[grammar.Right]++
	}
	return c
}

// parser trains the moves and the relations of the growing tree together, on
// the jack-knifed tags. From the second iteration on it mostly follows its own
// choices, so that it learns to go on from its mistakes.
func (t *trainer) parser(set []int, iterations, searches, orders int) (model.Narrow, model.Wide, grammar.Beam) {
	var moves []*narrow
	var arcs []*wide
	for k := range orders {
		m, a := newNarrow(t.words, t.LeastMoves), newWide(len(detente.LabelNames), t.words, t.LeastArcs)
		t.parserOnce(set, iterations, t.Seed+uint64(k), m, a)
		if searches > 0 {
			t.searches(set, searches, t.Seed+uint64(k), m, a)
		}
		m.forget()
		a.forget()
		moves, arcs = append(moves, m), append(arcs, a)
	}
	frozen, update := freezeNarrow(moves...)
	beam := grammar.Beam{Width: 1}
	if searches > 0 {
		beam = grammar.Beam{Width: productWidth, Margin: productMargin * int64(math.Round(10*update)) / 10}
	}
	return frozen, freezeWide(arcs...), beam
}

func (t *trainer) parserOnce(set []int, iterations int, seed uint64, moves *narrow, arcs *wide) {
	rng := random(seed + 1<<32)
	var gold []int32
	t.iterate(set, iterations, seed, func(it, i int) {
		s, words := t.load(i), t.data[i]
		s.Begin()
		gold = goldHeads(gold, words)
		for !s.Done() {
			if s.Top() == 0 {
				s.Apply(grammar.Shift, 0)
				continue
			}
			t.moves.Fill(s)
			if it < counting {
				moves.seen.see(t.moves[:])
			}
			var scores [grammar.Classes]int32
			moves.score(t.moves[:], &scores)
			best, right, wrong := choose(scores, s.Valid(), goldClasses(s, gold, words))
			if wrong >= 0 && scores[right]-scores[wrong] > narrowMargin {
				wrong = -1
			}
			moves.learn(t.moves[:], right, wrong)
			class := best
			if it == 0 || best != right && !rng.chance(explore) {
				class = right
			}
			s.Apply(grammar.MoveOf(class), t.relation(s, arcs, class, words, it))
		}
	})
}

func goldHeads(gold []int32, s Sentence) []int32 {
	gold = append(gold[:0], 0)
	for _, w := range s {
		h := w.Head
		if h == 0 {
			h = int32(len(s) + 1)
		}
		gold = append(gold, h)
	}
	return append(gold, 0)
}

// goldClasses gives the classes that lose as few gold arcs as any, a bit each.
// Where such a class makes a gold arc, its group is that of the gold relation.
func goldClasses(s *grammar.State, gold []int32, words Sentence) (set uint32) {
	cost, valid, least := costs(s, gold), s.Valid(), 1<<30
	for k := range grammar.Classes {
		if valid>>k&1 != 0 {
			least = min(least, cost[grammar.MoveOf(k)])
		}
	}
	t, b := s.Top(), s.Next()
	for k := range grammar.Classes {
		move := grammar.MoveOf(k)
		if valid>>k&1 == 0 || cost[move] > least {
			continue
		}
		if move == grammar.Left && gold[t] == b && k != grammar.ClassOf(move, uint8(words[t-1].Label)) ||
			move == grammar.Right && gold[b] == t && k != grammar.ClassOf(move, uint8(words[b-1].Label)) {
			continue
		}
		set |= 1 << k
	}
	return set
}

// choose gives the best valid class, the best of the good ones, and the best of
// the others, -1 when there is none.
func choose(scores [grammar.Classes]int32, valid, good uint32) (best, right, wrong int) {
	best, right, wrong = -1, -1, -1
	for k := range scores {
		switch {
		case valid>>k&1 == 0:
			continue
		case good>>k&1 == 0:
			if wrong < 0 || scores[k] > scores[wrong] {
				wrong = k
			}
		case right < 0 || scores[k] > scores[right]:
			right = k
		}
		if best < 0 || scores[k] > scores[best] {
			best = k
		}
	}
	return best, right, wrong
}

// relation labels the arc that the class makes, 0 for none, and learns where the
// arc is in the gold tree.
func (t *trainer) relation(s *grammar.State, arcs *wide, class int, words Sentence, iteration int) uint8 {
	h, d := s.Top(), s.Next()
	switch grammar.MoveOf(class) {
	case grammar.Left:
		h, d = d, h
	case grammar.Right:
	default:
		return 0
	}
	if l := t.sureArcs.Get(s.SureArc(h, d)); l != 0 {
		return uint8(l)
	}
	f, allowed := t.labels.Arc(s, h, d), grammar.Allowed(class)
	want := words[d-1]
	if want.Head != h || allowed>>want.Label&1 == 0 {
		best, _, _ := arcs.decide(f, 0, allowed)
		return best
	}
	if iteration < counting {
		arcs.seen.see(f)
	}
	got := arcs.learn(f, uint8(want.Label), allowed)
	if iteration == 0 {
		return uint8(want.Label)
	}
	return got
}
