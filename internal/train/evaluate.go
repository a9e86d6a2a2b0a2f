package train

import (
	"fmt"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model/grammar"
)

// Scores is how well models do on the words of a treebank, as shares of 1. UAS
// and LAS leave out what gold tags as punctuation; LAS compares the universal
// part of relations, Full the whole. Core is the F1 of the arcs nsubj,
// nsubj:pass, obj, iobj, ccomp, xcomp and obl:agent.
type Scores struct {
	Words                               int
	UPOS, XPOS, UAS, LAS, Full, CoreArc float64
}

// String gives the scores on one line, in percent.
func (s Scores) String() string {
	return fmt.Sprintf("%d words: UPOS %.2f XPOS %.2f UAS %.2f LAS %.2f full %.2f core F1 %.2f",
		s.Words, 100*s.UPOS, 100*s.XPOS, 100*s.UAS, 100*s.LAS, 100*s.Full, 100*s.CoreArc)
}

// Evaluate parses the sentences as they are cut in the treebank.
func Evaluate(m *grammar.Models, data []Sentence) Scores {
	var s grammar.State
	var words, scored, upos, xpos, uas, las, full, core, coreGold, coreGot float64
	for _, sentence := range data {
		s.Reset(len(sentence))
		for k, w := range sentence {
			s.Word(k+1).Read(w.Form, lexicon.Hash(w.Form), &m.Clusters)
		}
		m.Parse(&s)
		for k, w := range sentence {
			head, l := s.Arc(k + 1)
			label := detente.Label(l)
			words++
			count(&upos, detente.UPOS(s.UPOS(k+1)) == w.UPOS)
			count(&xpos, detente.XPOS(s.XPOS(k+1)) == w.XPOS)
			right := head == w.Head || int(head) == len(sentence)+1 && w.Head == 0
			count(&coreGold, coreArcs[w.Label])
			count(&coreGot, coreArcs[label])
			count(&core, coreArcs[label] && right && label == w.Label)
			if w.UPOS == detente.UPOSPUNCT {
				continue
			}
			scored++
			count(&uas, right)
			count(&las, right && universalPart[label] == universalPart[w.Label])
			count(&full, right && label == w.Label)
		}
	}
	return Scores{int(words), upos / words, xpos / words, uas / scored, las / scored, full / scored, 2 * core / (coreGold + coreGot)}
}

func count(n *float64, ok bool) {
	if ok {
		*n++
	}
}

var coreArcs = map[detente.Label]bool{
	detente.LabelNsubj: true, detente.LabelNsubjPass: true, detente.LabelObj: true, detente.LabelIobj: true,
	detente.LabelCcomp: true, detente.LabelXcomp: true, detente.LabelOblAgent: true,
}

var universalPart = func() []detente.Label {
	parts := make([]detente.Label, len(detente.LabelNames))
	for i, name := range detente.LabelNames {
		for j := range name {
			if name[j] == ':' {
				name = name[:j]
				break
			}
		}
		for j, plain := range detente.LabelNames {
			if plain == name {
				parts[i] = detente.Label(j)
			}
		}
	}
	return parts
}()
