package syntax_test

import (
	"runtime"
	"testing"

	"detente/internal/golden"
)

// largest is the size set for the embedded files of the language core: sentences,
// tags, trees, names and the clusters of words that they share.
const largest = 16_000_000

func TestModelCard(t *testing.T) {
	golden.ModelCard(t, largest,
		"pipeline/syntax/data/syntax.model", "internal/model/clusters/clusters.model",
		"pipeline/mention/ner/data/names.model", "pipeline/segment/data/borders.model")
}

// TestLoadedMemory holds the models to the memory set for them.
func TestLoadedMemory(t *testing.T) {
	parser(t)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 80<<20 {
		t.Errorf("%d bytes on the heap with the models loaded, want at most 80 MiB", m.HeapAlloc)
	}
	t.Logf("%d bytes on the heap", m.HeapAlloc)
}
