package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente"
	"detente/datasets/table"
	"detente/internal/figures"
	"detente/pipeline"
)

func newVerify() *cobra.Command {
	var rerun bool
	cmd := &cobra.Command{
		Use:   "verify OUT",
		Short: "Check that a run is whole: files, texts, spans and counts agree",
		Long: `Checks every file against the manifest's hash, every text against its hash,
every span against the words that stand in its column, every count against the
rows, and every name of an actor and every piece of evidence against the tables.
With --rerun the stored texts are analysed again and must give the same tables.`,
		Args: exactly(1, "the output folder of a run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			v := &verifier{out: args[0]}
			if err := v.run(cmd.Context(), rerun); err != nil {
				return err
			}
			for _, p := range v.problems[:min(len(v.problems), shownProblems)] {
				fmt.Fprintln(cmd.OutOrStdout(), p)
			}
			if n := len(v.problems); n > 0 {
				return fmt.Errorf("%s is not as it was written: %s", args[0], figures.Count(n, "problem", "problems"))
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s is whole: %s, %s, %s\n", args[0], figures.Count(len(v.manifest.Files), "file", "files"), figures.Count(v.documents, "article", "articles"), figures.Count(v.statements, "statement", "statements"))
			return nil
		},
	}
	cmd.Flags().BoolVar(&rerun, "rerun", false, "analyse the stored texts again and compare the tables")
	return cmd
}

// shownProblems is how many problems are printed; the count names them all.
const shownProblems = 20

// verifier collects what is wrong with a folder.
type verifier struct {
	out        string
	manifest   *pipeline.Manifest
	problems   []string
	documents  int
	statements int
}

func (v *verifier) problem(format string, args ...any) {
	v.problems = append(v.problems, fmt.Sprintf(format, args...))
}

func (v *verifier) run(ctx context.Context, rerun bool) (err error) {
	if v.manifest, err = pipeline.ReadManifest(v.out); err != nil {
		return err
	}
	if err := v.files(); err != nil {
		return err
	}
	// A file that is not what was written may not even be a table, so what it
	// says is only looked at as far as it can be read.
	for _, check := range []func() error{v.rows, func() error {
		if rerun {
			return v.rerun(ctx)
		}
		return nil
	}} {
		if err := check(); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			v.problem("%v", err)
		}
	}
	return nil
}

// files compares every file with its hash in the manifest.
func (v *verifier) files() error {
	for _, f := range v.manifest.Files {
		in, err := os.Open(filepath.Join(v.out, f.Path))
		if errors.Is(err, fs.ErrNotExist) {
			v.problem("%s is missing", f.Path)
			continue
		}
		if err != nil {
			return err
		}
		h := sha256.New()
		n, err := io.Copy(h, in)
		in.Close()
		if err != nil {
			return err
		}
		if n != f.Bytes || hex.EncodeToString(h.Sum(nil)) != f.SHA256 {
			v.problem("%s is not the file that was written (%d bytes, then %d)", f.Path, f.Bytes, n)
		}
	}
	return nil
}

// rows checks the tables against one another.
func (v *verifier) rows() error {
	texts := map[string]string{}
	noText := false
	for t, err := range table.ReadTexts(v.out) {
		if errors.Is(err, fs.ErrNotExist) {
			noText = true
			break
		}
		if err != nil {
			return err
		}
		texts[t.DocID] = t.Text
	}
	wanted := map[string]int32{}
	for d, err := range table.ReadDocuments(v.out) {
		if err != nil {
			return err
		}
		v.documents++
		wanted[d.DocID] = d.Statements
		if noText {
			continue
		}
		text, ok := texts[d.DocID]
		if !ok {
			v.problem("document %s has no text", d.DocID)
		} else if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != d.TextSHA256 {
			v.problem("the text of document %s has changed since it was analysed", d.DocID)
		}
	}
	names, err := v.names()
	if err != nil {
		return err
	}
	ids := map[string]bool{}
	found := map[string]int32{}
	for st, err := range table.ReadStatements(v.out) {
		if err != nil {
			return err
		}
		v.statements++
		ids[st.StatementID] = true
		found[st.DocID]++
		v.actor(st.StatementID, "speaker", st.SpeakerID, st.Speaker, names)
		v.actor(st.StatementID, "target", st.TargetID, st.Target, names)
		if text, ok := texts[st.DocID]; ok {
			v.spans(&st, text)
		}
	}
	for _, id := range sortedKeys(wanted) {
		if found[id] != wanted[id] {
			v.problem("document %s counts %d statements, and %d are there", id, wanted[id], found[id])
		}
	}
	for _, id := range sortedKeys(found) {
		if _, ok := wanted[id]; !ok {
			v.problem("statements of document %s, which is not in the table of documents", id)
		}
	}
	if n := v.manifest.Counts.Statements; n != v.statements {
		v.problem("the manifest counts %d statements, and %d are there", n, v.statements)
	}
	if n := v.manifest.Counts.Documents; n != v.documents {
		v.problem("the manifest counts %d articles, and %d are there", n, v.documents)
	}
	return v.evidence(ids)
}

// names reads every name that an entity goes by.
func (v *verifier) names() (map[string][]string, error) {
	names := map[string][]string{}
	for e, err := range table.ReadEntities(v.out) {
		if err != nil {
			return nil, err
		}
		names[e.Entity.ID] = append(e.Entity.Aliases, e.Entity.Name)
	}
	return names, nil
}

// actor checks that an id is an entity and the name beside it one of its names.
func (v *verifier) actor(statement, role, id, name string, names map[string][]string) {
	if id == "" && name == "" {
		return
	}
	known, ok := names[id]
	if !ok {
		v.problem("statement %s: its %s %q is not in the table of entities", statement, role, id)
		return
	}
	if !slices.Contains(known, name) {
		v.problem("statement %s: its %s is called %q, and %s is %q", statement, role, name, id, known[len(known)-1])
	}
}

// spans checks the words of a row against the bytes they came from.
func (v *verifier) spans(st *detente.StatementRow, text string) {
	words := func(column, want string, spans ...detente.Span) {
		parts := make([]string, 0, len(spans))
		for _, s := range spans {
			if s.Start < 0 || s.End < s.Start || int(s.End) > len(text) {
				v.problem("statement %s: %s [%d, %d] lies outside its text", st.StatementID, column, s.Start, s.End)
				return
			}
			parts = append(parts, s.In(text))
		}
		if got := strings.Join(parts, " … "); got != want {
			v.problem("statement %s: %s says %q, and its bytes say %q", st.StatementID, column, short(want, 40), short(got, 40))
		}
	}
	words("content", st.Content, st.ContentSpans...)
	words("cue", st.Cue, st.CueSpan)
	words("source", st.Source, st.SourceSpan)
}

// evidence checks that every statement a turn names is there.
func (v *verifier) evidence(ids map[string]bool) error {
	for s, err := range table.ReadShifts(v.out) {
		if err != nil {
			return err
		}
		for _, id := range slices.Concat(s.EvidenceBefore, s.EvidenceAfter, s.EvidenceAgainst, []string{s.LastBefore, s.FirstAfter}) {
			if id != "" && !ids[id] {
				v.problem("turn %s names statement %s, which is not there", s.ID, id)
			}
		}
	}
	return nil
}

// rerun analyses the stored articles again and compares the tables.
func (v *verifier) rerun(ctx context.Context) error {
	p, err := pipeline.New(v.manifest.Settings.Options())
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "detente-verify-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	spool := filepath.Join(dir, pipeline.SpoolFolder)
	if _, err := p.Spool(ctx, v.stored, spool, pipeline.Shard{}, nil); err != nil {
		return err
	}
	format := table.Arrow
	if _, err := os.Stat(filepath.Join(v.out, table.Statements+".parquet")); err == nil {
		format = table.Parquet
	}
	if _, err := p.Write(ctx, dir, []string{spool}, pipeline.Source{Settings: p.Settings(), Reading: []byte("{}")}, table.SchemaVersion, func(l pipeline.Layout) (pipeline.Tables, error) {
		return table.Create(dir, format, table.Options{Scorers: l.Scorers, MetaKeys: l.MetaKeys})
	}); err != nil {
		return err
	}
	again, err := pipeline.ReadManifest(dir)
	if err != nil {
		return err
	}
	for _, f := range v.manifest.Files {
		switch name, _, _ := strings.Cut(f.Path, "."); name {
		case table.Statements, table.Entities, table.Series, table.Shifts:
			if !slices.Contains(again.Files, f) {
				v.problem("%s is another when the texts are analysed again", f.Path)
			}
		}
	}
	return nil
}

// stored yields the articles of the folder, with their doc_id as their id.
func (v *verifier) stored(yield func(detente.Article, error) bool) {
	texts := map[string]string{}
	for t, err := range table.ReadTexts(v.out) {
		if err != nil {
			yield(detente.Article{}, fmt.Errorf("the articles' texts are needed: %w", err))
			return
		}
		texts[t.DocID] = t.Text
	}
	for d, err := range table.ReadDocuments(v.out) {
		if err != nil {
			yield(detente.Article{}, err)
			return
		}
		a := d.Article
		a.ID, a.Text = d.DocID, texts[d.DocID]
		if !yield(a, nil) {
			return
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
