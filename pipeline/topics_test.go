package pipeline

import (
	"testing"

	"detente"
	"detente/pipeline/attribution"
)

// Whom words of no class only speak of is no target, unless they blame him or
// the cue itself is about him.
func TestTopics(t *testing.T) {
	coref := &detente.Coref{Entities: []detente.Entity{{Name: "Bexia", Type: detente.Country}, {Name: "Corlava", Type: detente.Place}}}
	for _, tc := range []struct {
		name   string
		entity int32
		rule   string
		class  detente.Class
		tone   float64
		stays  bool
	}{
		{"neutral words", 0, attribution.Topic, detente.Plain, 0, false},
		{"friendly words of no class", 0, attribution.Topic, detente.Plain, 0.09, false},
		{"blame of no class", 0, attribution.Topic, detente.Plain, -0.09, true},
		{"blame with a place in it", 1, attribution.Topic, detente.Plain, -0.09, false},
		{"an accusation", 0, "content", detente.Accuse, -0.2, true},
		{"whom the words say what is due of", 0, attribution.Aim, detente.Plain, 0, true},
	} {
		w := &Work{
			Coref:  coref,
			Attrs:  []detente.Attribution{{Kind: detente.Indirect}},
			Roles:  []detente.Roles{{Targets: []detente.Role{{Entity: tc.entity, Rule: tc.rule}}}},
			Scores: [][]detente.Score{{{Class: tc.class, Value: tc.tone}}},
		}
		w.topics()
		if got := len(w.Roles[0].Targets) == 1; got != tc.stays {
			t.Errorf("%s: target stays: %v, want %v", tc.name, got, tc.stays)
		}
		if !tc.stays && w.Roles[0].TargetReason != detente.ReasonTopicOnly {
			t.Errorf("%s: reason %v", tc.name, w.Roles[0].TargetReason)
		}
	}
}
