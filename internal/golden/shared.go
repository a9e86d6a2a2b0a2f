package golden

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Root is the folder of the repository, seen from the test's package.
func Root(tb testing.TB) string {
	tb.Helper()
	for dir := "."; len(dir) < 64; dir = filepath.Join(dir, "..") {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	tb.Fatal("no go.mod above the test")
	return ""
}

// SharedDir is the folder of the shared data, which the project does not carry:
// DETENTE_SHARED, seen from the root, or ../shared. It need not be there.
func SharedDir(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("DETENTE_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "shared")
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(Root(tb), dir)
	}
	return dir
}

// Shared gives the path of a file or folder of the shared data, named with
// slashes, and skips the test where there is none.
func Shared(tb testing.TB, path string) string {
	tb.Helper()
	file := filepath.Join(SharedDir(tb), filepath.FromSlash(path))
	if _, err := os.Stat(file); err != nil {
		tb.Skipf("needs %s of the shared data: set DETENTE_SHARED to its folder", path)
	}
	return file
}

// ModelCard fails the test where docs/MODELS.md does not name the hash of one of
// the model files, given by their paths from the root, or where they have more
// than most bytes together.
func ModelCard(tb testing.TB, most int, paths ...string) {
	tb.Helper()
	card, err := os.ReadFile(filepath.Join(Root(tb), "docs", "MODELS.md"))
	if err != nil {
		tb.Fatal(err)
	}
	size := 0
	for _, path := range paths {
		b, err := os.ReadFile(filepath.Join(Root(tb), filepath.FromSlash(path)))
		if err != nil {
			tb.Fatal(err)
		}
		size += len(b)
		if sum := fmt.Sprintf("%x", sha256.Sum256(b)); !strings.Contains(string(card), sum) {
			tb.Errorf("docs/MODELS.md does not name sha256 %s of %s: bring the card up to date", sum, path)
		}
	}
	if size > most {
		tb.Errorf("%v have %d bytes together, want at most %d", paths, size, most)
	}
}
