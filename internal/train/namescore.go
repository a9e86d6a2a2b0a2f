package train

import (
	"fmt"

	"detente"
	"detente/pipeline/mention/ner"
)

// NameScores counts names by type: those that are right in span and type, those
// found, those that are there. The element 0 is the sum.
type NameScores struct {
	Right, Found, Gold [detente.NameLocation + 1]int
}

// F1 is the F1 of a type, or of all for 0, as a share of 1.
func (s NameScores) F1(t detente.NameType) float64 {
	if s.Found[t]+s.Gold[t] == 0 {
		return 0
	}
	return 2 * float64(s.Right[t]) / float64(s.Found[t]+s.Gold[t])
}

// String gives precision, recall and F1 of all, and F1 by type, in percent.
func (s NameScores) String() string {
	share := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
	return fmt.Sprintf("P %.2f R %.2f F1 %.2f (PER %.2f ORG %.2f LOC %.2f)", share(s.Right[0], s.Found[0]), share(s.Right[0], s.Gold[0]),
		100*s.F1(0), 100*s.F1(detente.NamePerson), 100*s.F1(detente.NameOrganisation), 100*s.F1(detente.NameLocation))
}

// EvaluateNames finds the names of texts and compares them with those given.
func EvaluateNames(f *ner.Finder, data []NamedText, analyse Analyse) NameScores {
	var s NameScores
	for _, d := range data {
		doc, tree := analyse(d.Text)
		gold := map[NamedSpan]bool{}
		for _, g := range d.Names {
			gold[g] = true
		}
		for g := range gold {
			s.Gold[0]++
			s.Gold[g.Type]++
		}
		for _, n := range f.Find(doc, tree) {
			if n.Type == detente.NameNation {
				continue
			}
			s.Found[0]++
			s.Found[n.Type]++
			if gold[NamedSpan{trim(d.Text, n.Span(doc)), n.Type}] {
				s.Right[0]++
				s.Right[n.Type]++
			}
		}
	}
	return s
}
