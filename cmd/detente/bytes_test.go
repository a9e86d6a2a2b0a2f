package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSameBytes holds the first promise: any number of workers, any order of
// files, any division into shards, the same bytes of every file.
func TestSameBytes(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	corpus(t, at("a.jsonl"), 300/slower)
	corpus(t, at("b.jsonl"), 40/slower) // its ids are also in a.jsonl, with other texts
	actors := filepath.Join("..", "..", "datasets", "sample", "actors.tsv")

	must(t, "run", at("a.jsonl"), at("b.jsonl"), "-o", at("one"), "-j", "1", "--actors", actors)
	must(t, "run", at("a.jsonl"), at("b.jsonl"), "-o", at("eight"), "-j", "8", "--actors", actors)
	sameFiles(t, "8 workers", at("one"), at("eight"))

	must(t, "run", at("b.jsonl"), at("a.jsonl"), "-o", at("shuffled"), "--actors", actors)
	sameFiles(t, "shuffled input", at("one"), at("shuffled"))

	must(t, "run", at("a.jsonl"), at("b.jsonl"), "-o", at("part1"), "--shard", "1/2", "--actors", actors)
	must(t, "run", at("a.jsonl"), at("b.jsonl"), "-o", at("part2"), "--shard", "2/2", "--actors", actors)
	must(t, "merge", at("part2"), at("part1"), "-o", at("merged"))
	sameFiles(t, "two shards merged", at("one"), at("merged"))

	must(t, "run", at("a.jsonl"), "-o", at("kept-a"), "--keep-spool", "--actors", actors)
	must(t, "run", at("b.jsonl"), "-o", at("kept-b"), "--keep-spool", "--actors", actors)
	must(t, "merge", at("kept-a"), at("kept-b"), "-o", at("joined"))
	must(t, "merge", at("kept-b"), at("kept-a"), "-o", at("joined-again"))
	sameFiles(t, "two runs joined in either order", at("joined"), at("joined-again"))
	one, joined := folder(t, at("one")), folder(t, at("joined"))
	for _, name := range []string{"documents.arrow", "texts.arrow", "statements.arrow", "entities.arrow", "series.arrow", "shifts.arrow", "errors.jsonl"} {
		if one[name] != joined[name] {
			t.Errorf("two runs joined: %s differs from one run over both", name)
		}
	}
}

// command prepares the command as a process of its own.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// TestClockDoesNotMatter runs under another time zone and, where the tool is
// installed, another system date.
func TestClockDoesNotMatter(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "a.jsonl")
	corpus(t, in, 20)
	must(t, "run", in, "-o", filepath.Join(dir, "here"))
	zone := command("run", in, "-o", filepath.Join(dir, "zone"))
	zone.Env = append(zone.Env, "TZ=Pacific/Kiritimati")
	if out, err := zone.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sameFiles(t, "another time zone", filepath.Join(dir, "here"), filepath.Join(dir, "zone"))
	// Go reads the clock without the C library, so only a program that runs it
	// under another clock, such as faketime with a seccomp filter, could move
	// it; internal/lint holds that no package but the command reads it at all.
}

// kills is how often TestKillAndResume kills: 20 before a release,
// go test -run KillAndResume ./cmd/detente -kills 20
var kills = flag.Int("kills", 10, "how often TestKillAndResume kills a run")

// TestKillAndResume kills a run at seeded moments, each time a new run, and
// resumes it to its end.
func TestKillAndResume(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "a.jsonl")
	corpus(t, in, 600/slower)
	want := filepath.Join(dir, "want")
	start := time.Now()
	if out, err := command("run", in, "-o", want).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(start)
	rng := rand.New(rand.NewPCG(11, 13))
	killed := 0
	for i := range *kills {
		out := filepath.Join(dir, "out"+strconv.Itoa(i))
		cmd := command("run", in, "-o", out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Early and late moments alike; the machine may be faster now than it
		// was when the whole was timed.
		time.Sleep(time.Duration(float64(whole) * .7 * (float64(i) + rng.Float64()) / float64(*kills)))
		cmd.Process.Kill()
		if cmd.Wait() == nil {
			sameFiles(t, "finished before the kill", want, out)
			continue
		}
		killed++
		resume := []string{"run", in, "-o", out, "--resume"}
		_, finished := os.Stat(filepath.Join(out, "manifest.json"))
		if _, err := os.Stat(filepath.Join(out, "spool")); err != nil && finished == nil {
			sameFiles(t, "killed after its last file", want, out)
			continue
		}
		if said, err := command(resume...).CombinedOutput(); err != nil {
			t.Fatalf("resume: %v: %s", err, said)
		}
		sameFiles(t, "killed and resumed", want, out)
	}
	if killed < *kills/2 {
		t.Errorf("only %d of %d runs were killed before their end", killed, *kills)
	}
}

// TestFullDisk lets writing fail at several sizes: a clear message, no table
// half-written, and the run goes on when there is room.
func TestFullDisk(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs sh to limit the size of files")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "a.jsonl")
	corpus(t, in, 600/slower)
	want := filepath.Join(dir, "want")
	must(t, "run", in, "-o", want)
	sizes := []string{"1", "40", "200"} // of 512 bytes, for any one file
	if slower > 1 {
		sizes = sizes[:2] // no file of the smaller run is longer
	}
	for _, blocks := range sizes {
		out := filepath.Join(dir, "out"+blocks)
		cmd := command("run", in, "-o", out)
		cmd.Path, cmd.Args = "/bin/sh", append([]string{"sh", "-c", "ulimit -f " + blocks + "; exec \"$0\" \"$@\""}, cmd.Args...)
		said, err := cmd.CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(said), "file too large") {
			t.Errorf("%s blocks: %v: %s", blocks, err, said)
		}
		files, err := filepath.Glob(filepath.Join(out, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if filepath.Base(f) != "spool" {
				t.Errorf("%s blocks: %s is left behind", blocks, f)
			}
		}
		must(t, "run", in, "-o", out, "--resume")
		sameFiles(t, blocks+" blocks, then room", want, out)
	}
}

// TestStopAndGoOn: an interrupt ends a run cleanly, and the command it then
// names goes on to the same bytes.
func TestStopAndGoOn(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("needs sh to run the command as it is printed")
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "it's a.jsonl")
	corpus(t, in, 800/slower)
	want, out := filepath.Join(dir, "want"), filepath.Join(dir, "out")
	must(t, "run", in, "-o", want)
	cmd := command("run", in, "--force", "-o", out, "--progress", "json")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewReader(stderr)
	line, err := said.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var now map[string]any
	if err := json.Unmarshal([]byte(line), &now); err != nil {
		t.Fatalf("progress %q: %v", line, err)
	}
	for _, key := range []string{"articles", "resumed", "errors", "articles_per_second", "bytes", "total_bytes", "seconds", "seconds_left", "memory_bytes"} {
		if _, ok := now[key]; !ok {
			t.Errorf("progress %q has no %s", line, key)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(said)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Fatalf("%v: %s", err, rest)
	}
	_, again, ok := strings.Cut(string(rest), "go on with: ")
	if !ok {
		t.Fatalf("no command to go on with: %s", rest)
	}
	if err := os.Symlink(os.Args[0], filepath.Join(dir, "detente")); err != nil {
		t.Fatal(err)
	}
	sh := exec.Command("/bin/sh", "-c", again)
	sh.Env = append(os.Environ(), asCommand+"=1", "PATH="+dir)
	if said, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", again, err, said)
	}
	sameFiles(t, "stopped and gone on", want, out)
}
