package main

import (
	"bytes"
	"math"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"detente/datasets/table"
)

// TestExplainAddsUp explains statements of an article: the shares of the tone that are
// listed, of pieces of evidence and of single words, add up to the tone told.
func TestExplainAddsUp(t *testing.T) {
	dir := t.TempDir()
	path, out := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "out")
	corpus(t, path, 1)
	if code := run([]string{"run", path, "-o", out, "--progress", "none"}); code != 0 {
		t.Fatalf("run: exit status %d", code)
	}
	tone := regexp.MustCompile(`(?m)^tone +([+-][0-9.]+) ± [0-9.]+  [A-Z]+, confidence.*\n((?: {9} [+-].*\n?)*)`)
	share := regexp.MustCompile(`(?m)^ +([+-][0-9.]+)  (\S+)(.*)$`)
	explained, words := 0, 0
	for _, row := range collect(t, table.ReadStatements(out)) {
		var b bytes.Buffer
		if err := explain(t.Context(), out, row.StatementID, &b); err != nil {
			t.Fatal(err)
		}
		told := tone.FindStringSubmatch(b.String())
		if told == nil {
			continue // without a tone
		}
		explained++
		want, _ := strconv.ParseFloat(told[1], 64)
		sum := 0.0
		list := share.FindAllStringSubmatch(told[2], -1)
		for _, m := range list {
			v, err := strconv.ParseFloat(m[1], 64)
			if err != nil {
				t.Fatal(err)
			}
			sum += v
			if strings.Contains(m[3], `"`) {
				words++
			}
		}
		if math.Abs(sum-want) > .001+.0005*float64(len(list)) { // each is rounded
			t.Errorf("the shares add up to %+.3f:\n%s", sum, b.String())
		}
	}
	if explained < 5 || words < 3*explained {
		t.Errorf("%d statements explained, with %d shares of words", explained, words)
	}
}
