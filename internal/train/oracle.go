package train

import (
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
func (t *trainer) parser(set []int, iterations, orders int) (model.Narrow, model.Wide) {
	var moves []*narrow
	var arcs []*wide
	for k := range orders {
		m, a := newNarrow(t.words, t.LeastMoves), newWide(len(detente.LabelNames), t.words, t.LeastArcs)
		t.parserOnce(set, iterations, t.Seed+uint64(k), m, a)
		m.forget()
		a.forget()
		moves, arcs = append(moves, m), append(arcs, a)
	}
	return freezeNarrow(moves...), freezeWide(arcs...)
}

func (t *trainer) parserOnce(set []int, iterations int, seed uint64, moves *narrow, arcs *wide) {
	rng := random(seed + 1<<32)
	var gold []int32
	t.iterate(set, iterations, seed, func(it, i int) {
		s := t.load(i)
		s.Begin()
		gold = goldHeads(gold, t.data[i])
		for !s.Done() {
			if s.Top() == 0 {
				s.Apply(grammar.Shift, 0)
				continue
			}
			t.moves.Fill(s)
			if it < counting {
				moves.seen.see(t.moves[:])
			}
			scores := moves.score(t.moves[:])
			best, right, wrong := choose(scores, s.Valid(), costs(s, gold))
			if wrong >= 0 && scores[right]-scores[wrong] > narrowMargin {
				wrong = -1
			}
			moves.learn(t.moves[:], right, wrong)
			move := best
			if it == 0 || best != right && !rng.chance(explore) {
				move = right
			}
			s.Apply(move, t.relation(s, arcs, move, t.data[i], it))
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

// choose gives the best valid move, the best among those of the least cost, and
// the best of the others, -1 when there is none.
func choose(scores [4]int32, valid [grammar.Moves]bool, cost [grammar.Moves]int) (best, right, wrong int) {
	least := 1 << 30
	for k, ok := range valid {
		if ok {
			least = min(least, cost[k])
		}
	}
	best, right, wrong = -1, -1, -1
	for k, ok := range valid {
		if !ok {
			continue
		}
		if best < 0 || scores[k] > scores[best] {
			best = k
		}
		if cost[k] == least && (right < 0 || scores[k] > scores[right]) {
			right = k
		}
		if cost[k] > least && (wrong < 0 || scores[k] > scores[wrong]) {
			wrong = k
		}
	}
	return best, right, wrong
}

// relation labels the arc that the move makes, 0 for none, and learns where the
// arc is in the gold tree.
func (t *trainer) relation(s *grammar.State, arcs *wide, move int, words Sentence, iteration int) uint8 {
	h, d := s.Top(), s.Next()
	switch move {
	case grammar.Left:
		h, d = d, h
	case grammar.Right:
	default:
		return 0
	}
	if l := t.sureArcs.Get(s.SureArc(h, d)); l != 0 {
		return uint8(l)
	}
	f := t.labels.Arc(s, h, d)
	want := words[d-1]
	if want.Head != h {
		best, _, _ := arcs.decide(f, 0)
		return best
	}
	if iteration < counting {
		arcs.seen.see(f)
	}
	got := arcs.learn(f, uint8(want.Label))
	if iteration == 0 {
		return uint8(want.Label)
	}
	return got
}
