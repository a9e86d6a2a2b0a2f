package train

import (
	"fmt"
	"slices"

	"detente/scorers"
)

// StanceScore counts how often a prediction of stance is right: over all texts,
// and over those with more than one marked target.
type StanceScore struct {
	targets map[string]int // by text
	counts  [2][3][3]int   // all, several targets: gold, predicted
}

// NewStanceScore scores predictions of a set.
func NewStanceScore(s *StanceSet) *StanceScore {
	c := &StanceScore{targets: map[string]int{}}
	for i := range s.items {
		c.targets[s.items[i].Text]++
	}
	return c
}

// Add counts a prediction.
func (s *StanceScore) Add(it *ToneItem, p []float64) {
	gold, best := slices.Index(scorers.StanceLabels, it.Label), slices.Index(p, slices.Max(p))
	s.counts[0][gold][best]++
	if s.targets[it.Text] > 1 {
		s.counts[1][gold][best]++
	}
}

// MacroF1 is the mean of the classes' F1 over all texts, and over those with
// several targets.
func (s *StanceScore) MacroF1() (f [2]float64) {
	for k := range s.counts {
		for c := range 3 {
			hit, said, gold := s.counts[k][c][c], 0, 0
			for o := range 3 {
				said += s.counts[k][o][c]
				gold += s.counts[k][c][o]
			}
			f[k] += 2 * float64(hit) / float64(max(1, said+gold)) / 3
		}
	}
	return f
}

// String gives both figures for people.
func (s *StanceScore) String() string {
	f := s.MacroF1()
	return fmt.Sprintf("macro-F1 %.3f, of texts with several targets %.3f", f[0], f[1])
}
