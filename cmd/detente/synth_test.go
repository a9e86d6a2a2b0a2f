package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/datasets/synth"
)

// TestSynth: a run over a made-up corpus loses its garbage and nothing else, and
// recovers what was planted at the stated rates.
func TestSynth(t *testing.T) {
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	must(t, "corpus", "synth", in, "--seed", "5", "--articles", "600")
	if code := run([]string{"corpus", "synth", in, "--articles", "600"}); code != 1 {
		t.Errorf("files were overwritten without --force: exit code %d", code)
	}
	must(t, "run", filepath.Join(in, "corpus.jsonl"), "--actors", filepath.Join(in, "actors.tsv"), "-o", out)
	must(t, "corpus", "check", in, out)
	truth, err := os.Open(filepath.Join(in, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer truth.Close()
	got, err := synth.Check(truth, out)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		count synth.Count
		least float64
	}{
		{"articles", got.Articles, 1}, {"garbage", got.Garbage, 1}, {"statements", got.Statements, .93}, {"speakers", got.Speakers, .99},
		{"tones", got.Tones, .98}, {"times", got.Times, .97}, {"copies", got.Copies, 1}, {"no copies", got.NoCopies, 1},
		{"retellings", got.Retellings, .9}, {"turns", got.Turns, .6}, {"no turns", got.NoTurns, .6},
	} {
		if c.count.Of == 0 || c.count.Rate() < c.least {
			t.Errorf("%s: %d of %d, want %.2f", c.name, c.count.Right, c.count.Of, c.least)
		}
	}
	// A truth that says something else is not recovered.
	data, err := os.ReadFile(filepath.Join(in, "truth.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	lie := strings.NewReplacer(`"hostile":true`, `"hostile":false`, `"hostile":false`, `"hostile":true`, `"day":"2031`, `"day":"2029`, `"warmer"`, `"colder"`, `"colder"`, `"warmer"`).Replace(string(data))
	if got, err = synth.Check(strings.NewReader(lie), out); err != nil {
		t.Fatal(err)
	}
	if got.Tones.Right > got.Tones.Of/20 || got.Times.Rate() > .6 || got.Turns.Right > 0 {
		t.Errorf("lies are recovered: tones %v, times %v, turns %v", got.Tones, got.Times, got.Turns)
	}
	if _, err := synth.Check(strings.NewReader(strings.Replace(string(data), `{"article":`, `{"article":{"id":"s0","kind":"news"}}{"article":`, 1)), out); err == nil {
		t.Error("an article that no table has was not missed")
	}
}
