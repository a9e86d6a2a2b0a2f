package grammar

import (
	"math"
	"math/bits"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// Sections of model files. The numbers are part of the files.
const (
	sectionUPOS       = 1
	sectionXPOS       = 2
	sectionLabels     = 3
	sectionDictionary = 4
	sectionXPOSModel  = 5
	sectionUPOSModel  = 6
	sectionMoves      = 7
	sectionArcs       = 8
	sectionClusters   = 9
	sectionSureTags   = 10
	sectionSureArcs   = 11
	sectionBeam       = 12
)

// Models is everything that parses a sentence. It is read-only and may be
// shared by any number of States.
type Models struct {
	Tagger    Tagger
	MoveModel model.Narrow
	Beam      Beam
	Arcs      model.Wide // relations while the tree grows
	UPOS      model.Wide
	Clusters  model.Table

	// What was always, or nearly, the same in the training data needs no
	// classifier: UPOS tags by SureTag, relations by SureArc.
	SureTags, SureArcs model.Table
}

// SureTag is the key of word i for Models.SureTags: word and XPOS tag.
func (s *State) SureTag(i int) uint64 { return model.Join(s.lex[i].Word, uint64(s.xpos[i])) }

// SureArc is the key of an arc for Models.SureArcs: the child and its tag, the
// head's tag and side.
func (s *State) SureArc(h, d int32) uint64 {
	side := uint64(0)
	if h > d {
		side = 1
	}
	return model.Join(s.lex[d].Norm, uint64(s.xpos[d])<<16|uint64(s.xpos[h])<<8|side)
}

// ReadModels reads a model file, to be used with the word clusters it was
// trained with. The name is for errors.
func ReadModels(name string, syntax []byte, clusters model.Table) (*Models, error) {
	f, err := model.Read(name, syntax, Code())
	if err != nil {
		return nil, err
	}
	for id, names := range map[uint32][]string{sectionUPOS: detente.UPOSNames, sectionXPOS: detente.XPOSNames, sectionLabels: detente.LabelNames} {
		if err := f.CheckLabels(id, names); err != nil {
			return nil, err
		}
	}
	m := &Models{Clusters: clusters}
	if m.Tagger.Dictionary, err = f.Table(sectionDictionary); err != nil {
		return nil, err
	}
	if m.SureTags, err = f.Table(sectionSureTags); err != nil {
		return nil, err
	}
	if m.SureArcs, err = f.Table(sectionSureArcs); err != nil {
		return nil, err
	}
	if m.MoveModel, err = f.Narrow(sectionMoves); err != nil {
		return nil, err
	}
	beam, err := f.Numbers(sectionBeam, 2)
	if err != nil {
		return nil, err
	}
	m.Beam = Beam{Width: min(int(beam[0]), MaxWidth), Margin: int64(beam[1])}
	for _, w := range []struct {
		id uint32
		to *model.Wide
	}{{sectionXPOSModel, &m.Tagger.Model}, {sectionUPOSModel, &m.UPOS}, {sectionArcs, &m.Arcs}} {
		if *w.to, err = f.Wide(w.id); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Bytes gives the model file, without the clusters.
func (m *Models) Bytes() []byte {
	w := model.NewWriter(Code())
	w.Labels(sectionUPOS, detente.UPOSNames)
	w.Labels(sectionXPOS, detente.XPOSNames)
	w.Labels(sectionLabels, detente.LabelNames)
	w.Table(sectionDictionary, &m.Tagger.Dictionary)
	w.Table(sectionSureTags, &m.SureTags)
	w.Table(sectionSureArcs, &m.SureArcs)
	w.Wide(sectionXPOSModel, &m.Tagger.Model)
	w.Wide(sectionUPOSModel, &m.UPOS)
	w.Narrow(sectionMoves, &m.MoveModel)
	w.Wide(sectionArcs, &m.Arcs)
	w.Numbers(sectionBeam, uint32(m.Beam.Width), uint32(m.Beam.Margin))
	return w.Bytes()
}

// ReadClusters reads a file of word clusters: a table from the hash of a folded
// word to its numbers, packed by Clusters.
func ReadClusters(name string, b []byte) (model.Table, error) {
	f, err := model.Read(name, b, 0)
	if err != nil {
		return model.Table{}, err
	}
	return f.Table(sectionClusters)
}

// ClusterBytes gives the file of a cluster table. It holds no features, so it
// stays good when they change.
func ClusterBytes(t *model.Table) []byte {
	w := model.NewWriter(0)
	w.Table(sectionClusters, t)
	return w.Bytes()
}

// Parse tags and parses the sentence whose words were read into s. Afterwards
// every word has tags, a head and a relation, one word has the root as its head,
// and there is no cycle.
func (m *Models) Parse(s *State) {
	m.Tagger.Run(s)
	m.mend(s)
	m.Tree(s)
	s.oneObject()
	s.ofNoun()
	s.nounPairs()
	m.Universal(s)
}

// mend takes back verbs that the tagger reads for want of news in its training:
// a capital behind a name is a name ("President Tell met"), an unknown word in -s
// between a name and a past form is a noun ("Averland warplanes destroyed"), and
// so is a base form at the head of a sentence, before a past form ("Tell called").
func (m *Models) mend(s *State) {
	for i := 1; i < s.n; i++ {
		w, tag, next := &s.lex[i], detente.XPOS(s.xpos[i]), detente.XPOS(s.xpos[i+1])
		past := next == detente.XPOSVBD || next == detente.XPOSVBN
		capital := isCapital(w)
		before := detente.XPOS(s.xpos[i-1])
		switch {
		case i > 1 && capital && !isCapital(&s.lex[i+1]) && before == detente.XPOSNNP && (tag == detente.XPOSVB || tag == detente.XPOSVBP):
			s.xpos[i] = uint8(detente.XPOSNNP)
		case i > 1 && !capital && before == detente.XPOSNNP && tag == detente.XPOSVBZ && past && w.Amb == 0:
			s.xpos[i] = uint8(detente.XPOSNNS)
		case i == 1 && capital && tag == detente.XPOSVB && past:
			s.xpos[i] = uint8(detente.XPOSNNP)
		default:
			continue
		}
		if next == detente.XPOSVBN {
			s.xpos[i+1] = uint8(detente.XPOSVBD)
		}
	}
}

var hashOf = lexicon.Hash("of")

// ofNoun hangs what "of" leads on the common noun right before it, where that is
// an object of the verb on which both hang: "killed nine soldiers of Bexia".
func (s *State) ofNoun() {
	for i := int32(3); int(i) <= s.n; i++ {
		h, l := s.Arc(int(i))
		if detente.Label(l) != detente.LabelObl || h >= i {
			continue
		}
		for k := h + 2; k < i; k++ {
			of, _ := s.Arc(int(k))
			if of != i || s.lex[k].Norm != hashOf {
				continue
			}
			before, role := s.Arc(int(k - 1))
			if tag := detente.XPOS(s.xpos[k-1]); before == h && detente.Label(role) == detente.LabelObj && tag == detente.XPOSNNS {
				s.nodes[i].head, s.nodes[i].label = k-1, uint8(detente.LabelNmod)
			}
		}
	}
}

// nounPairs makes two common nouns side by side one noun of two words, whose head
// is the second: "the union council".
func (s *State) nounPairs() {
	for i := int32(2); int(i) <= s.n; i++ {
		h, l := s.Arc(int(i))
		if detente.Label(l) != detente.LabelAppos || h != i-1 || detente.XPOS(s.xpos[i]) != detente.XPOSNN || detente.XPOS(s.xpos[h]) != detente.XPOSNN {
			continue
		}
		for k := int32(1); int(k) <= s.n; k++ {
			if s.nodes[k].head == h && k != i {
				s.nodes[k].head = i
			}
		}
		s.nodes[i].head, s.nodes[i].label = s.nodes[h].head, s.nodes[h].label
		s.nodes[h].head, s.nodes[h].label = i, uint8(detente.LabelCompound)
	}
}

func isCapital(l *Lex) bool { return l.Prefix[0] >= 'A' && l.Prefix[0] <= 'Z' }

// oneObject reads two objects of a verb again: the first is the one who receives,
// where it stands right behind its verb ("gave Bexia ten days"), and has the
// second for its name where that is one and follows at once ("seized the freighter
// Sea Lark").
func (s *State) oneObject() {
	for i := int32(1); int(i) < s.n; i++ {
		h, l := s.Arc(int(i))
		if detente.Label(l) != detente.LabelObj || h >= i || h == 0 {
			continue
		}
		j := i + 1
		for int(j) < s.n {
			if g, k := s.Arc(int(j)); g <= j || detente.Label(k) != detente.LabelCompound {
				break
			}
			j++
		}
		name := detente.XPOS(s.xpos[i]) == detente.XPOSNN && detente.XPOS(s.xpos[j]) == detente.XPOSNNP
		if g, k := s.Arc(int(j)); name && g == h && detente.Label(k) == detente.LabelObj {
			s.nodes[j].head, s.nodes[j].label = i, uint8(detente.LabelAppos)
			continue
		}
		for ; h == i-1 && detente.XPOS(s.xpos[i]) == detente.XPOSNNP && int(j) <= s.n; j++ {
			if g, k := s.Arc(int(j)); g == h && detente.Label(k) == detente.LabelObj {
				s.nodes[i].label = uint8(detente.LabelIobj)
				break
			}
		}
	}
}

// Flat gives the sentence in s tags but no tree: all words hang on nobody.
func (m *Models) Flat(s *State) {
	m.Tagger.Run(s)
	s.Begin()
	m.Universal(s)
}

// Tree builds the tree over the XPOS tags of s.
func (m *Models) Tree(s *State) {
	if m.Beam.Width <= 1 {
		s.Begin()
		for !s.Done() {
			s.Follow(m, m.Best(s), false)
		}
	} else {
		s.Start()
		for s.Advance(m, m.Beam) {
		}
		s.Take(0)
	}
	m.closeTree(s)
}

// Best gives the class with the highest score of those that are possible.
func (m *Models) Best(s *State) int {
	best := ClassShift
	if s.Top() > 0 {
		scores, valid := m.Moves(s), s.Valid()
		for k := range scores {
			if valid>>k&1 != 0 && scores[k] > scores[best] {
				best = k
			}
		}
	}
	return best
}

// Moves scores the classes in the state s, as Scorer wants it.
func (m *Models) Moves(s *State) [Classes]int32 {
	scores, known := s.search.moves.Of(s.Context())
	if known {
		return *scores
	}
	words, known := s.search.words.Of(s.Pair())
	if !known {
		*words = model.Sums{}
		m.MoveModel.Sum(s.moves.Words(s), words)
	}
	sums := *words
	m.MoveModel.Sum(s.moves.Rest(s), &sums)
	*scores = sums.Scores()
	return *scores
}

// Relation chooses the relation of an arc among those allowed. What was always
// the same in the training data is not asked for.
func (m *Models) Relation(s *State, h, d int32, allowed uint64) uint8 {
	if l := m.SureArcs.Get(s.SureArc(h, d)); l != 0 {
		return uint8(l)
	}
	best, known := s.search.relations.Of(s.ArcContext(h, d, allowed))
	if !known {
		m.Arcs.Score(s.labels.Arc(s, h, d), &s.scores)
		*best = BestOf(&s.scores, allowed)
	}
	return *best
}

// BestOf gives the class with the highest score among those allowed, a bit each.
// The lowest of equals wins.
func BestOf(scores *[model.MaxClasses]int32, allowed uint64) uint8 {
	best, top := 0, int32(math.MinInt32)
	for ; allowed != 0; allowed &= allowed - 1 {
		if k := bits.TrailingZeros64(allowed); scores[k] > top {
			best, top = k, scores[k]
		}
	}
	return uint8(best)
}

// closeTree makes one of the words without a head the root and hangs the others
// on it: the first verb among them, else the first that is no mark.
func (m *Models) closeTree(s *State) {
	best, rank := int32(0), -1
	for i := int32(1); int(i) <= s.n; i++ {
		if s.nodes[i].head != 0 {
			continue
		}
		r := 1
		switch kind := rootRank[s.xpos[i]&63]; {
		case kind == verbRank || s.nodes[i].kids&(kidBit(uint8(detente.LabelCop))|kidBit(uint8(detente.LabelNsubj))) != 0:
			r = 2
		case kind == markRank:
			r = 0
		}
		if r > rank {
			best, rank = i, r
		}
	}
	if best == 0 {
		return
	}
	root := int32(s.n + 1)
	for i := int32(1); int(i) <= s.n; i++ {
		if s.nodes[i].head == 0 && i != best {
			s.arc(best, i, m.Relation(s, best, i, AnyRelation))
		}
	}
	s.arc(root, best, uint8(detente.LabelRoot))
}

const (
	verbRank = iota + 1
	markRank
)

var rootRank = func() (ranks [64]uint8) {
	for i := range detente.XPOSNames {
		switch x := detente.XPOS(i); {
		case x >= detente.XPOSVB && x <= detente.XPOSVBZ:
			ranks[i] = verbRank
		case x > detente.XPOSWRB && x.String() != "ADD" && x.String() != "SYM" && x.String() != "GW":
			ranks[i] = markRank
		}
	}
	return ranks
}()

// Universal gives the universal tags, over the XPOS tags and the tree.
func (m *Models) Universal(s *State) {
	for i := 1; i <= s.n; i++ {
		if u := m.SureTags.Get(s.SureTag(i)); u != 0 {
			s.upos[i] = uint8(u)
			continue
		}
		s.uposFeatures.Fill(s, i)
		m.UPOS.Score(s.uposFeatures[:], &s.scores)
		s.upos[i] = m.UPOS.Best(&s.scores)
	}
}

// Code is the hash of the feature code: what the features of a fixed sentence
// and all the states on the way through it come to. It changes when a feature
// does, and not when a comment does.
func Code() uint64 {
	var clusters model.Table
	s := &State{}
	words := []string{"The", "minister", "of", "Averland", "’s", "north-east", ",", "Mara", "Venn", "said", "“", "20", "talks", "ended", "”", "."}
	s.Reset(len(words))
	for i, w := range words {
		l := s.Word(i + 1)
		l.Read(w, model.Mix(i, 1), &clusters)
		l.C = [3]uint32{uint32(i), uint32(2 * i), uint32(3 * i)}
		l.Amb = uint32(5 * i)
		s.xpos[i+1] = uint8(3*i%48 + 1)
		s.upos[i+1] = uint8(i + 1)
	}
	h := uint64(len(words))
	sum := func(fs []uint64) {
		for _, f := range fs {
			h = model.Join(h, f)
		}
	}
	s.Begin()
	script := []int{Shift, Left, Shift, Right, Right, Shift, Left, Reduce, Right}
	for k := 0; !s.Done(); k++ {
		s.moves.Fill(s)
		sum(s.moves[:])
		move := script[k%len(script)]
		if s.Valid()>>ClassOf(move, 0)&1 == 0 {
			move = Shift
		}
		if t := s.Top(); t > 0 {
			sum(s.labels.Arc(s, t, s.next))
		}
		s.Apply(move, uint8(k%50+1))
	}
	for i := 1; i <= s.n; i++ {
		s.tagFeatures.Fill(s, i, s.xpos[i], s.xpos[max(i-2, 0)])
		sum(s.tagFeatures[:])
		s.uposFeatures.Fill(s, i)
		sum(s.uposFeatures[:])
	}
	return h
}
