// Package speech is what the trainer and the product must share to find
// reported speech: what the models see of a document, their features, and the
// search for the best labels.
//
// Two linear models work one after the other. The first looks at every word
// that may be a cue and says whether it is one. The second takes one cue and
// labels the words of its sentence, and the quotations that touch it, as its
// source, its content or neither, by a Viterbi search. Both see the tree, word
// clusters, the quotation marks as segmentation paired them, and what the rules
// of attribution propose.
package speech

import (
	"math"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// Run is a stretch of tokens, [First, Last).
type Run struct{ First, Last int32 }

// Empty reports whether the run has no token.
func (r Run) Empty() bool { return r.Last <= r.First }

// Holds reports whether token i is in the run.
func (r Run) Holds(i int32) bool { return r.First <= i && i < r.Last }

// Proposal is an attribution that the rules have found.
type Proposal struct {
	Cue     Run
	Source  Run    // empty where none is expressed
	Content [2]Run // the second is empty but for a split quotation
	Weight  float32
	Thought bool
	Sure    bool // a cue whatever the model says: an act done with words
}

// Parts is what the models say of one cue.
type Parts struct {
	Head     int32 // the token that was judged: a verb, a noun, a preposition, a mark
	Proposal int32 // index of the proposal with this cue, or -1
	Cue      Run
	Source   Run   // empty when none stands in the window
	Content  []Run // in text order; empty when none stands in the window
}

// Model holds the classifiers. It is read-only and may be shared.
type Model struct {
	Classes  model.Table // hash of a folded word -> how often it is a cue, 1 (most often) to 4
	Cue      model.Wide  // of classes classNo and classYes
	Part     model.Wide  // of partOutside, partSource, partContent
	Step     model.Wide  // of pairs of neighbouring parts
	Clusters model.Table
	Verbs    *lexicon.VerbTable
}

// Classes of the first model.
const (
	classNo  = 1
	classYes = 2
)

// Classes of the second model.
const (
	PartOutside = 1
	PartSource  = 2
	PartContent = 3

	parts = 3
)

// Numbers of classes, with the class 0 that nobody has.
const (
	CueClasses  = 3
	PartClasses = 1 + parts
	StepClasses = 1 + parts*parts
)

// StepClass is the class of a pair of neighbouring parts.
func StepClass(before, part int) uint8 { return uint8(1 + (before-1)*parts + part - 1) }

// Sections of the model file.
const (
	sectionClasses = iota + 1
	sectionCue
	sectionPart
	sectionStep
)

// Read reads a model file. The clusters are those that it was trained with.
func Read(name string, file []byte, clusters model.Table) (*Model, error) {
	f, err := model.Read(name, file, Code())
	if err != nil {
		return nil, err
	}
	m := &Model{Clusters: clusters}
	if m.Verbs, err = lexicon.Verbs(); err != nil {
		return nil, err
	}
	if m.Classes, err = f.Table(sectionClasses); err != nil {
		return nil, err
	}
	for _, s := range []struct {
		id uint32
		c  *model.Wide
	}{{sectionCue, &m.Cue}, {sectionPart, &m.Part}, {sectionStep, &m.Step}} {
		if *s.c, err = f.Wide(s.id); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// Bytes gives the model file.
func (m *Model) Bytes() []byte {
	w := model.NewWriter(Code())
	w.Table(sectionClasses, &m.Classes)
	w.Wide(sectionCue, &m.Cue)
	w.Wide(sectionPart, &m.Part)
	w.Wide(sectionStep, &m.Step)
	return w.Bytes()
}

// Find gives the parts of every cue of the document, in text order of the cues.
// Proposals that are no cues to the model are not among them.
func (m *Model) Find(doc *detente.Doc, tree *detente.Tree, proposals []Proposal) []Parts {
	v := NewView(m, doc, tree, proposals)
	var out []Parts
	for c := range int32(len(doc.Tokens)) {
		if !v.Candidate(c) {
			continue
		}
		if m.score(v, c) > v.threshold(c) {
			v.accepted[c] = true
			out = append(out, Parts{Head: c, Proposal: v.of[c]})
		}
	}
	for i := range out {
		m.label(v, &out[i])
	}
	return out
}

// Accept marks the words that the first model of m takes for cues, which the
// features of parts look at.
func (v *View) Accept(m *Model) {
	for c := range int32(len(v.doc.Tokens)) {
		v.accepted[c] = v.Candidate(c) && m.score(v, c) > 0
	}
}

// Accepted gives the words that are marked as cues, by token.
func (v *View) Accepted() []bool { return v.accepted }

// SetAccepted marks words as cues.
func (v *View) SetAccepted(accepted []bool) { copy(v.accepted, accepted) }

func (m *Model) score(v *View, c int32) int32 {
	var scores [model.MaxClasses]int32
	m.Cue.Score(v.Cue(c), &scores)
	return scores[classYes] - scores[classNo]
}

// threshold is what the score of a cue must be above. A cue that the rules
// propose has proved itself: it needs less than one that the model alone sees.
func (v *View) threshold(c int32) int32 {
	p := v.of[c]
	if p < 0 {
		if v.tree.Tags[c].UPOS == detente.UPOSVERB {
			return leastVerb
		}
		return leastGuessed
	}
	if v.proposals[p].Sure || v.content[c] >= 0 && v.content[c] != p {
		return math.MinInt32 // within what was said there were no examples
	}
	return leastProposed
}

// Chosen on the development files and on the rows of the sample: with 0 for both
// more of what people think and plan is found and more of what they neither
// think nor say. Verbs that only the model knows are mostly cues.
const (
	leastProposed = -1000
	leastVerb     = 100
	leastGuessed  = 600
)
