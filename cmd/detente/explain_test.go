package main

import (
	"bytes"
	"math"
	"os"
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

// TestExplainUndated explains a statement of an article without a date: it says
// between which days the article was published by what it tells, and says nothing
// of that of one whose date is known.
func TestExplainUndated(t *testing.T) {
	const text = "Varga told parliament that Bexia was a threat. She closed the strait on 3 May 2031, and the league will meet in June 2032."
	for _, tc := range []struct{ date, want string }{
		{"", "by those it tells of it was published in 2031-05-03 – 2032-06-30"},
		{"2031-05-16", ""},
	} {
		dir := t.TempDir()
		path, out := filepath.Join(dir, "corpus.jsonl"), filepath.Join(dir, "out")
		if err := os.WriteFile(path, []byte(`{"id": "a", "date": "`+tc.date+`", "text": "`+text+`"}`+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if code := run([]string{"run", path, "-o", out, "--progress", "none"}); code != 0 {
			t.Fatalf("run: exit status %d", code)
		}
		rows := collect(t, table.ReadStatements(out))
		if len(rows) == 0 {
			t.Fatal("no statements")
		}
		var b bytes.Buffer
		if err := explain(t.Context(), out, rows[0].StatementID, &b); err != nil {
			t.Fatal(err)
		}
		if said := strings.Contains(b.String(), "it was published in"); said != (tc.want != "") || !strings.Contains(b.String(), tc.want) {
			t.Errorf("date %q: want %q in\n%s", tc.date, tc.want, b.String())
		}
	}
}
