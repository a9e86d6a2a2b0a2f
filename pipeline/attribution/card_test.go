package attribution_test

import (
	"testing"

	"detente/internal/golden"
)

func TestModelCard(t *testing.T) {
	golden.ModelCard(t, 10<<20, "pipeline/attribution/data/quotes.model", "pipeline/attribution/data/deeds.model")
}
