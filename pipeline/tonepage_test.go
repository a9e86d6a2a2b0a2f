package pipeline

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
)

// tonePage is docs/TONE.md, whose tables a test holds to what the scorers say.
const tonePage = "docs/TONE.md"

// TestTonePage reads the examples of the page's tables and compares what the scorers
// say of each with what the page says; go test -update writes it there. A row begins
// with its text in italics; the statement shown is the first that has a tone.
func TestTonePage(t *testing.T) {
	p, err := New(Options{Scorers: []string{"tone", "stance", "valence", "lexicon", "sentiment"}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(golden.Root(t), tonePage)
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, rows := strings.Split(string(page), "\n"), 0
	for k, line := range lines {
		cells := strings.Split(line, "|")
		if len(cells) != 8 || !strings.HasPrefix(cells[1], " *") {
			continue
		}
		rows++
		text := strings.Trim(cells[1], " *")
		work, err := p.Explain(t.Context(), detente.Article{Text: text, Voice: detente.VoiceReported})
		if err != nil {
			t.Fatal(err)
		}
		want := "| *" + text + "* |" + toneCells(work) + " |"
		if want != line {
			lines[k] = want
			if !updating() {
				t.Errorf("the page says\n  %s\nthe scorers say\n  %s", line, want)
			}
		}
	}
	if rows < 12 {
		t.Errorf("%d examples, want 12 or more", rows)
	}
	if updating() {
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// toneCells is what the scorers say of the statement that is shown: the class of tone
// and whether it is hostile or friendly, and the labels of the others.
func toneCells(w *Work) string {
	i := -1
	for k := range w.Roles {
		if i < 0 && w.Scores[0][k].OK() {
			i = k
		}
	}
	if i < 0 {
		return " no statement" + strings.Repeat(" |", len(w.Scorers)-1)
	}
	var b strings.Builder
	s := w.Scores[0][i]
	side := "plain"
	switch {
	case s.Value > .1:
		side = "friendly"
	case s.Value < -.1:
		side = "hostile"
	}
	fmt.Fprintf(&b, " %s, %s", s.Class, side)
	for k := range w.Scorers[1:] {
		label := "none"
		if s := w.Scores[k+1][i]; s.OK() {
			label = s.Label
		}
		b.WriteString(" | " + label)
	}
	return b.String()
}
