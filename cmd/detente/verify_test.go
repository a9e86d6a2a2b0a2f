package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente"
	"detente/datasets/table"
	"detente/pipeline"
)

// tables are all rows of a run, to be changed and written back.
type tables struct {
	documents  []detente.DocumentRow
	texts      []detente.TextRow
	statements []detente.StatementRow
	entities   []detente.EntityRow
	shifts     []table.ShiftRow
}

func collect[T any](t *testing.T, rows iter.Seq2[T, error]) (out []T) {
	t.Helper()
	for r, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// rewrite changes the tables of a run and makes the manifest agree with the new
// files, so that only what the rows say can give the change away.
func rewrite(t *testing.T, out string, change func(*tables)) {
	t.Helper()
	all := &tables{
		documents: collect(t, table.ReadDocuments(out)), texts: collect(t, table.ReadTexts(out)), statements: collect(t, table.ReadStatements(out)),
		entities: collect(t, table.ReadEntities(out)), shifts: collect(t, table.ReadShifts(out)),
	}
	change(all)
	manifest, err := pipeline.ReadManifest(out)
	if err != nil {
		t.Fatal(err)
	}
	w, err := table.Create(out, table.Arrow, table.Options{Scorers: manifest.Settings.Scorers})
	if err != nil {
		t.Fatal(err)
	}
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range all.documents {
		check(w.Document(r))
	}
	for _, r := range all.texts {
		check(w.Text(r))
	}
	for _, r := range all.statements {
		check(w.Statement(r))
	}
	for _, r := range all.entities {
		check(w.Entity(r))
	}
	for _, r := range all.shifts {
		check(w.Shift(r.Shift))
	}
	check(w.Close())
	for i := range manifest.Files {
		data, err := os.ReadFile(filepath.Join(out, manifest.Files[i].Path))
		check(err)
		sum := sha256.Sum256(data)
		manifest.Files[i].Bytes, manifest.Files[i].SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	}
	data, err := json.Marshal(manifest)
	check(err)
	check(os.WriteFile(filepath.Join(out, pipeline.ManifestFile), data, 0o644))
}

func TestVerifyCatches(t *testing.T) {
	sample := filepath.Join("..", "..", "datasets", "sample")
	for _, tc := range []struct {
		name   string
		change func(*tables)
		says   string
	}{
		{"nothing", func(*tables) {}, ""},
		{"a changed byte in a text", func(x *tables) {
			x.texts[0].Text = strings.Replace(x.texts[0].Text, "fish", "dish", 1)
		}, "has changed since it was analysed"},
		{"a removed row", func(x *tables) { x.statements = x.statements[1:] }, "counts"},
		{"a shifted span", func(x *tables) {
			x.statements[0].ContentSpans[0].Start++
			x.statements[0].ContentSpans[0].End++
		}, "and its bytes say"},
		{"a span outside the text", func(x *tables) { x.statements[0].CueSpan = detente.Span{Start: 1 << 20, End: 1<<20 + 4} }, "lies outside its text"},
		{"a swapped speaker", func(x *tables) {
			a, b := 0, 0
			for i := range x.statements {
				if x.statements[i].SpeakerID != x.statements[a].SpeakerID {
					b = i
				}
			}
			x.statements[a].Speaker, x.statements[b].Speaker = x.statements[b].Speaker, x.statements[a].Speaker
		}, "its speaker is called"},
		{"an unknown target", func(x *tables) {
			x.statements[0].Target, x.statements[0].TargetID = "Nobody", "nobody"
		}, "is not in the table of entities"},
		{"evidence that is not there", func(x *tables) { x.shifts[0].LastBefore = "0000000000000000" }, "which is not there"},
		{"a text without its article", func(x *tables) { x.documents = nil }, "which is not in the table of documents"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			must(t, "run", filepath.Join(sample, "harbour.txt"), "--actors", filepath.Join(sample, "actors.tsv"), "--published", "2031-05-16", "-o", out)
			rewrite(t, out, tc.change)
			got, err := verify(out)
			if (err == nil) != (tc.says == "") || !strings.Contains(got, tc.says) {
				t.Errorf("verify: %v\n%s\nwant %q", err, got, tc.says)
			}
		})
	}
}

func TestVerifyCatchesFiles(t *testing.T) {
	sample := filepath.Join("..", "..", "datasets", "sample")
	out := filepath.Join(t.TempDir(), "out")
	must(t, "run", filepath.Join(sample, "harbour.txt"), "--actors", filepath.Join(sample, "actors.tsv"), "--published", "2031-05-16", "-o", out)
	if got, err := verify(out, "--rerun"); err != nil {
		t.Fatalf("an untouched run: %v\n%s", err, got)
	}
	path := filepath.Join(out, "statements.arrow")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(data)
	flipped[len(flipped)/2] ^= 1
	for name, broken := range map[string][]byte{"a flipped bit": flipped, "a cut file": data[:len(data)/2], "an empty file": {}} {
		if err := os.WriteFile(path, broken, 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := verify(out); err == nil || !strings.Contains(got, "statements.arrow is not the file that was written") {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got, err := verify(out); err == nil || !strings.Contains(got, "statements.arrow is missing") {
		t.Errorf("a missing file: %v\n%s", err, got)
	}
}

// verify runs the command and gives what it prints.
func verify(args ...string) (string, error) {
	var out bytes.Buffer
	root := newRoot()
	root.SetOut(&out)
	root.SetArgs(append([]string{"verify"}, args...))
	err := root.Execute()
	return out.String(), err
}
