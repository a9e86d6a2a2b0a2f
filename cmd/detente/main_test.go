package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"detente/datasets/table"
)

// asCommand makes the test binary behave as the command itself, for tests that
// need a process of its own to kill.
const asCommand = "DETENTE_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(run(os.Args[1:]))
	}
	testscript.Main(m, map[string]func(){"detente": main})
}

// TestScripts runs the command as it is typed: every flag and message has a
// line in testdata/script.
func TestScripts(t *testing.T) {
	sample, err := filepath.Abs(filepath.Join("..", "..", "datasets", "sample"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("SAMPLE", sample)
			return nil
		},
	})
}

// TestSchemaIsPrinted holds docs/SCHEMA.md to the code.
func TestSchemaIsPrinted(t *testing.T) {
	want, err := os.ReadFile(filepath.Join("..", "..", "docs", "SCHEMA.md"))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := table.WriteSchema(&got); err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Error("docs/SCHEMA.md is not what detente schema prints: run go run ./cmd/detente schema > docs/SCHEMA.md")
	}
}

// corpus writes n articles of our own as JSON lines, all different: the sample
// article with other days and numbers, so that every one has statements.
func corpus(t *testing.T, path string, n int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "datasets", "sample", "harbour.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i := range n {
		a := strings.NewReplacer("14 detained", fmt.Sprintf("%d detained", 15+i), "an hour", fmt.Sprintf("%d minutes", 10+i)).Replace(string(text))
		fmt.Fprintf(&b, "{\"id\":\"a%05d\",\"title\":\"Article %d\",\"text\":%q,\"date\":\"2031-%02d-%02d\",\"source\":\"Outlet %d\"}\n", (i*7919)%n, i, a, 1+i%12, 1+i%28, i%3)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// folder reads all files below a folder.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		files[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sameFiles reports every file that differs in its bytes.
func sameFiles(t *testing.T, label, want, got string) {
	t.Helper()
	a, b := folder(t, want), folder(t, got)
	if len(a) < 8 {
		t.Errorf("%s: only %d files in %s", label, len(a), want)
	}
	for name, data := range a {
		if other, ok := b[name]; !ok {
			t.Errorf("%s: %s is missing", label, name)
		} else if other != data {
			t.Errorf("%s: %s differs (%d and %d bytes)", label, name, len(data), len(other))
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Errorf("%s: %s is there and should not be", label, name)
		}
	}
}

// must runs the command in this process and wants it to end with 0.
func must(t *testing.T, args ...string) {
	t.Helper()
	if code := run(args); code != 0 {
		t.Fatalf("detente %s: exit code %d", strings.Join(args, " "), code)
	}
}
