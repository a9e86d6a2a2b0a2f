package scorers_test

import (
	"testing"

	"detente/internal/golden"
)

func TestModelCard(t *testing.T) {
	golden.ModelCard(t, 10<<20, "scorers/data/tone.model", "scorers/data/stance.model", "scorers/data/valence.model")
}
