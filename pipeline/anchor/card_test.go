package anchor_test

import (
	"testing"

	"detente/internal/golden"
)

func TestModelCard(t *testing.T) { golden.ModelCard(t, 1<<20, "pipeline/anchor/data/events.model") }
