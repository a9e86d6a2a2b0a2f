package scorers_test

import (
	"testing"

	"detente/internal/golden"
)

func TestModelCard(t *testing.T) { golden.ModelCard(t, 4<<20, "scorers/data/tone.model") }
