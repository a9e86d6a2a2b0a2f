package scorers_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The model card must speak of the file that is shipped.
func TestModelCard(t *testing.T) {
	card, err := os.ReadFile(filepath.Join("..", "docs", "MODELS.md"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join("data", "tone.model"))
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(b)); !strings.Contains(string(card), sum) {
		t.Errorf("docs/MODELS.md does not name sha256 %s of tone.model: bring the card up to date", sum)
	}
	if len(b) > 4<<20 {
		t.Errorf("%d bytes, want at most 4 MiB", len(b))
	}
}
