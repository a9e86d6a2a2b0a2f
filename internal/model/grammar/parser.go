package grammar

import (
	"detente"
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
)

// Models is everything that parses a sentence. It is read-only and may be
// shared by any number of States.
type Models struct {
	Tagger   Tagger
	Moves    model.Narrow
	Arcs     model.Wide // relations
	UPOS     model.Wide
	Clusters model.Table

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
	if m.Moves, err = f.Narrow(sectionMoves); err != nil {
		return nil, err
	}
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
	w.Narrow(sectionMoves, &m.Moves)
	w.Wide(sectionArcs, &m.Arcs)
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
	m.Tree(s)
	m.Universal(s)
}

// Tree builds the tree over the XPOS tags of s.
func (m *Models) Tree(s *State) {
	s.Begin()
	for !s.Done() {
		ok := s.Valid()
		best := Shift
		if s.Top() > 0 {
			s.moves.Fill(s)
			scores := m.Moves.Score(s.moves[:])
			for k := Shift + 1; k < Moves; k++ {
				if ok[k] && scores[k] > scores[best] {
					best = k
				}
			}
		}
		s.Apply(best, m.arcLabel(s, best))
	}
	m.closeTree(s)
}

// arcLabel chooses the relation of the arc that a move would make, 0 for none.
func (m *Models) arcLabel(s *State, move int) uint8 {
	switch move {
	case Left:
		return m.label(s, s.next, s.Top())
	case Right:
		return m.label(s, s.Top(), s.next)
	}
	return 0
}

func (m *Models) label(s *State, h, d int32) uint8 {
	if l := m.SureArcs.Get(s.SureArc(h, d)); l != 0 {
		return uint8(l)
	}
	m.Arcs.Score(s.labels.Arc(s, h, d), &s.scores)
	return bestLabel(&m.Arcs, &s.scores)
}

// bestLabel is the best relation but root, which only the root gives.
func bestLabel(c *model.Wide, scores *[model.MaxClasses]int32) uint8 {
	scores[detente.LabelRoot] = -1 << 30
	return c.Best(scores)
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
			s.arc(best, i, m.label(s, best, i))
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
		if !s.Valid()[move] {
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
