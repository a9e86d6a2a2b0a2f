package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestGarbageIn runs on input that nobody would call articles, each kind beside
// a good article, which must survive it.
func TestGarbageIn(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 5))
	noise := make([]byte, 100_000)
	for i := range noise {
		noise[i] = byte(rng.Uint32())
	}
	quotes := make([]rune, 50_000)
	for i := range quotes {
		quotes[i] = []rune(`“”"'‘’«» a.`)[rng.IntN(11)]
	}
	size := 5 << 20 / slower
	const sentence = "Averland’s minister said on Monday that Bexia “would pay”, and Bexia rejected the threat. "
	line := strings.Repeat(sentence, size/len(sentence))
	for _, tc := range []struct {
		name, file string
		data       []byte
		read       int // articles, the good one left out
	}{
		{"random bytes as text", "a.txt", noise, 0},
		{"random bytes as JSON lines", "a.jsonl", noise, 0},
		{"random bytes as CSV", "a.csv", noise, 0},
		{"random bytes as gzip", "a.jsonl.gz", append([]byte{0x1f, 0x8b, 8, 0}, noise...), 0},
		{"NUL bytes", "a.txt", make([]byte, 10_000), 0},
		{"unbalanced quotation marks", "a.txt", []byte(string(quotes)), 1},
		{"a single line of 5 MB", "a.txt", []byte(line), 1},
		{"a single JSON line of 5 MB", "a.jsonl", fmt.Appendf(nil, "{\"id\":1,\"text\":%q}\n", line), 1},
		{"invalid UTF-8", "a.txt", bytes.Repeat([]byte("The minister said \xff\xfe\x93no\x94. "), 200), 1},
		{"deep JSON", "a.json", bytes.Repeat([]byte("["), 200_000), 0},
		{"one word", "a.txt", []byte("word"), 1},
		{"blank lines", "a.txt", bytes.Repeat([]byte("\n \t\n"), 1000), 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			in := filepath.Join(dir, "in")
			if err := os.Mkdir(in, 0o755); err != nil {
				t.Fatal(err)
			}
			good := "Averland’s foreign minister condemned the raid on Monday. “It was a crime,” he said."
			for name, data := range map[string][]byte{tc.file: tc.data, "good.txt": []byte(good)} {
				if err := os.WriteFile(filepath.Join(in, name), data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			out := filepath.Join(dir, "out")
			start := processorTime(t)
			must(t, "run", in, "-o", out, "--published", "2031-05-16")
			if took := processorTime(t) - start; took > time.Minute {
				t.Errorf("it took %s of processor time", took)
			}
			files := folder(t, out)
			if got := strings.Count(files["errors.jsonl"], "\n"); (got > 0) != (tc.read == 0) {
				t.Errorf("%d lines in errors.jsonl: %s", got, short(files["errors.jsonl"], 300))
			}
			if want := fmt.Sprintf("\"documents\": %d,", 1+tc.read); !strings.Contains(files["manifest.json"], want) {
				t.Errorf("the manifest does not say %s", want)
			}
			if said, err := verify(out); err != nil {
				t.Errorf("verify: %v: %s", err, said)
			}
		})
	}
}

// processorTime is what this process has used so far: the clock would count
// what other programs do.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
