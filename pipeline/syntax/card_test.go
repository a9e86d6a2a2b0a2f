package syntax_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// largest is the size set for the embedded files of the tagger and the parser.
const largest = 13_900_000

// The model card must speak of the files that are shipped.
func TestModelCard(t *testing.T) {
	card, err := os.ReadFile(filepath.Join("..", "..", "docs", "MODELS.md"))
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, path := range []string{"pipeline/syntax/data/syntax.model", "internal/model/clusters/clusters.model"} {
		b, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		size += len(b)
		if sum := fmt.Sprintf("%x", sha256.Sum256(b)); !strings.Contains(string(card), sum) {
			t.Errorf("docs/MODELS.md does not name sha256 %s of %s: bring the card up to date", sum, path)
		}
	}
	if size > largest {
		t.Errorf("the embedded files have %d bytes together, want at most %d", size, largest)
	}
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
