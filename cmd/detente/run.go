package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente"
	"detente/datasets"
	"detente/datasets/table"
	"detente/internal/figures"
	"detente/pipeline"
	"detente/reports"
)

// runFlags are the flags of run, as typed.
type runFlags struct {
	out                           string
	force, resume, strict         bool
	keepSpool, noText             bool
	published, voice, lang, scale string
	outlet, author                string
	fields, scorers, pairs        []string
	actors, format, shard         string
	workers                       int
	progress, profile             string
}

func newRun() *cobra.Command {
	f := new(runFlags)
	cmd := &cobra.Command{
		Use:   "run INPUT… -o OUT",
		Short: "Read articles and write statements, series and turns as Arrow tables",
		Long: `Reads articles (text, web pages, JSON, CSV, XML, WARC, Parquet and more, in
files, folders and archives; - is standard input), finds statements with speaker, target, time and
tone, tests every pair for a turn, and writes a folder of tables. What was
guessed about the input is printed; flags override it. A small run prints its
statements.`,
		Example: "  detente run articles/ -o out\n  detente run corpus.jsonl.gz -o out --field text=body --field date=published_at",
		Args:    atLeast(1, "at least one input"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.out == "" {
				return usagef("no output folder: name one with -o OUT")
			}
			return profiled(f.profile, func() error { return runCorpus(cmd.Context(), args, f, cmd.OutOrStdout(), cmd.ErrOrStderr()) })
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.out, "out", "o", "", "output folder; it must not hold an earlier run")
	fl.BoolVar(&f.force, "force", false, "replace an earlier run in the output folder")
	fl.BoolVar(&f.resume, "resume", false, "go on with an interrupted run in the output folder")
	fl.StringVar(&f.published, "published", "", "publication date YYYY-MM-DD of articles that carry none")
	fl.StringVar(&f.published, "dct", "", "the same as --published")
	fl.StringVar(&f.voice, "voice", "auto", "whose the plain words are: "+strings.Join(detente.VoiceNames, ", "))
	fl.StringArrayVar(&f.fields, "field", nil, "column to read as text, title, date, outlet, author, url, id or language, such as text=body (repeatable)")
	fl.StringVar(&f.lang, "lang", "en", "languages that are read, such as en,es, or any; articles in others are passed over and counted")
	fl.StringVar(&f.outlet, "outlet", "", "outlet of articles that name none")
	fl.StringVar(&f.author, "author", "", "author of articles that name none, as of one person's posts")
	fl.StringSliceVar(&f.scorers, "scorers", pipeline.DefaultScorers(), "scorers, comma-separated")
	fl.StringVar(&f.scale, "scale", "detente", "tone scale: detente, plover-0.8, plover-2.0 or a file")
	fl.StringVar(&f.actors, "actors", "", "table of actors that adds to the built-in one: see detente actors")
	fl.StringArrayVar(&f.pairs, "pair", nil, "pre-declared hypothesis SPEAKER:TARGET, tested as a family of its own (repeatable)")
	fl.StringVar(&f.format, "format", "arrow", "format of the tables: arrow or parquet")
	fl.BoolVar(&f.noText, "no-text", false, "leave the articles' texts out of the output")
	fl.IntVarP(&f.workers, "workers", "j", 0, "articles analysed at the same time (default: processors)")
	fl.StringVar(&f.shard, "shard", "", "analyse the part i/n of the input only; join the parts with detente merge")
	fl.BoolVar(&f.keepSpool, "keep-spool", false, "keep the analysed articles in the output folder for a later merge")
	fl.StringVar(&f.progress, "progress", "auto", "progress on standard error: auto, plain, json or none")
	fl.BoolVar(&f.strict, "strict", false, "fail when anything could not be read")
	fl.StringVar(&f.profile, "profile", "", "write a CPU profile to this file")
	return cmd
}

// profiled runs f under the CPU profiler when a file is named.
func profiled(file string, f func() error) error {
	if file == "" {
		return f()
	}
	w, err := os.Create(file)
	if err != nil {
		return err
	}
	defer w.Close()
	if err := pprof.StartCPUProfile(w); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

// options checks the flags and turns them into options.
func (f *runFlags) options() (opt pipeline.Options, read datasets.Options, format table.Format, shard pipeline.Shard, err error) {
	voice := slices.Index(detente.VoiceNames, f.voice)
	if voice < 0 {
		return opt, read, format, shard, usagef("no voice %q: use one of %s", f.voice, strings.Join(detente.VoiceNames, ", "))
	}
	opt = pipeline.Options{Workers: f.workers, Scorers: f.scorers, Scale: f.scale, Voice: detente.Voice(voice), Pairs: f.pairs}
	for _, p := range f.pairs {
		if a, b, ok := strings.Cut(p, ":"); !ok || a == "" || b == "" {
			return opt, read, format, shard, usagef("pair %q: give it as SPEAKER:TARGET", p)
		}
	}
	if err = readActors(&opt, f.actors); err != nil {
		return opt, read, format, shard, err
	}
	read.Outlet, read.Author = f.outlet, f.author
	if f.lang != "" && f.lang != "any" {
		read.Languages = strings.Split(f.lang, ",")
	}
	read.Fields = map[string]string{}
	for _, field := range f.fields {
		key, column, ok := strings.Cut(field, "=")
		if !ok || key == "" || column == "" {
			return opt, read, format, shard, usagef("field %q: give it as text=NAME", field)
		}
		read.Fields[key] = column
	}
	if f.published != "" {
		day, err := detente.ParseDay(f.published)
		if err != nil {
			return opt, read, format, shard, &usageError{err}
		}
		read.Published = detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
	}
	if format, err = table.ParseFormat(f.format); err != nil {
		return opt, read, format, shard, &usageError{err}
	}
	if f.shard != "" {
		if shard, err = pipeline.ParseShard(f.shard); err != nil {
			return opt, read, format, shard, &usageError{err}
		}
	}
	if !slices.Contains(progressModes, f.progress) {
		return opt, read, format, shard, usagef("no progress mode %q: use one of %s", f.progress, strings.Join(progressModes, ", "))
	}
	if f.force && f.resume {
		return opt, read, format, shard, usagef("--force and --resume exclude each other: one starts anew, the other goes on")
	}
	return opt, read, format, shard, nil
}

func readActors(opt *pipeline.Options, file string) (err error) {
	if file == "" {
		return nil
	}
	opt.ActorsName = filepath.Base(file)
	if opt.Actors, err = os.ReadFile(file); err != nil {
		return fmt.Errorf("table of actors: %w", err)
	}
	return nil
}

func runCorpus(ctx context.Context, inputs []string, f *runFlags, stdout, stderr io.Writer) error {
	opt, readOptions, format, shard, err := f.options()
	if err != nil {
		return err
	}
	limitMemory(opt.Workers)
	p, err := pipeline.New(opt)
	if err != nil {
		return &usageError{err}
	}
	reader, err := datasets.NewReader(inputs, readOptions)
	if err != nil {
		return err
	}
	if err := prepareFolder(f); err != nil {
		return err
	}
	spool := filepath.Join(f.out, pipeline.SpoolFolder)
	bar := newProgress(f.progress, reader, stderr)
	done, err := p.Spool(ctx, reader.Read(ctx), spool, shard, bar.update)
	bar.stop()
	if err != nil {
		return err
	}
	report := reader.Report()
	reading, err := json.Marshal(report)
	if err != nil {
		return err
	}
	if done.Articles == 0 && shard.Count <= 1 {
		return errors.Join(nothingRead(done), pipeline.Clear(f.out))
	}
	source := pipeline.Source{Shard: shard, Reading: reading, Inputs: inputFiles(report)}
	if err := p.WriteSource(spool, source); err != nil {
		return err
	}
	if err := report.Print(stdout); err != nil {
		return err
	}
	if done.Resumed > 0 {
		fmt.Fprintf(stdout, "resumed      %s of an earlier run kept\n", figures.Count(done.Resumed, "article", "articles"))
	}
	if shard.Count > 1 {
		fmt.Fprintf(stdout, "shard        %d/%d: %s analysed; join all parts with: detente merge PART… -o OUT\n", shard.Index, shard.Count, figures.Count(done.Articles, "article", "articles"))
		return lost(done, f.strict, f.out, stderr)
	}
	if err := finish(ctx, p, f.out, []string{spool}, source, tableChoice{format, f.noText}, stdout); err != nil {
		return err
	}
	if !f.keepSpool {
		if err := os.RemoveAll(spool); err != nil {
			return err
		}
	}
	return lost(done, f.strict, f.out, stderr)
}

// tableChoice is how tables are written.
type tableChoice struct {
	format table.Format
	noText bool
}

// finish writes the tables and prints what was found. run and merge share it.
func finish(ctx context.Context, p *pipeline.Pipeline, out string, spools []string, source pipeline.Source, choice tableChoice, stdout io.Writer) error {
	source.Settings = p.Settings()
	sum, err := p.Write(ctx, out, spools, source, table.SchemaVersion, func(l pipeline.Layout) (pipeline.Tables, error) {
		return table.Create(out, choice.format, table.Options{Scorers: l.Scorers, MetaKeys: l.MetaKeys, NoText: choice.noText})
	})
	if err != nil {
		return err
	}
	if err := writeReports(out, 0); err != nil {
		return err
	}
	known := names{}
	for e, err := range table.ReadEntities(out) {
		if err != nil {
			return err
		}
		known[e.Entity.ID] = e.Entity.Name
		if known[e.Entity.Actor] == "" {
			known[e.Entity.Actor] = e.Entity.ActorName
		}
	}
	printSummary(stdout, sum, known)
	if sum.Statements > 0 && sum.Statements == len(sum.Rows) {
		fmt.Fprintln(stdout)
		printStatements(stdout, sum.Rows)
	}
	fmt.Fprintf(stdout, "\nwrote        %s; open %s, or go on with: detente shifts %s\n", out, filepath.Join(out, reports.File), out)
	return nil
}

// nothingRead is the failure of a run without a single article.
func nothingRead(done pipeline.Progress) error {
	if done.Errors == 0 {
		return errors.New("no articles found in the input")
	}
	return fmt.Errorf("no article could be read%s", firstErrors(done))
}

// firstErrors lists the first errors of a run, one a line.
func firstErrors(done pipeline.Progress) string {
	s := ""
	for _, e := range done.First {
		s += "\n  " + short(e, 300)
	}
	if more := done.Errors - len(done.First); more > 0 && len(done.First) > 0 {
		s += fmt.Sprintf("\n  and %s", figures.Count(more, "more", "more"))
	}
	return s
}

// lost turns what could not be read into a warning, or into a failure where
// --strict asks for one.
func lost(done pipeline.Progress, strict bool, out string, stderr io.Writer) error {
	if done.Errors == 0 {
		return nil
	}
	what := fmt.Sprintf("%s could not be read: see %s%s", figures.Count(done.Errors, "thing", "things"), filepath.Join(out, pipeline.ErrorsFile), firstErrors(done))
	if strict {
		return errors.New(what)
	}
	fmt.Fprintln(stderr, "detente: warning: "+what)
	return nil
}

// limitMemory makes the garbage collector work harder before the program grows
// beyond what a run needs: models and tables take 100 MB, what is being sorted
// and written 150 MB, a worker 40 MB. A user's GOMEMLIMIT stands. More live data
// than that is allowed and costs time.
func limitMemory(workers int) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return
	}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	debug.SetMemoryLimit(int64(400+40*workers) << 20)
}

// prepareFolder makes the output folder, or refuses one that is in use.
func prepareFolder(f *runFlags) error {
	entries, err := os.ReadDir(f.out)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return os.MkdirAll(f.out, 0o755)
	case err != nil:
		return fmt.Errorf("output folder: %w", err)
	case len(entries) == 0:
		return nil
	case f.force:
		return pipeline.Clear(f.out)
	}
	_, finished := os.Stat(filepath.Join(f.out, pipeline.ManifestFile))
	_, spooled := os.Stat(filepath.Join(f.out, pipeline.SpoolFolder))
	if f.resume {
		// A run that has its tables and still has its spool was stopped before
		// its report was written.
		if finished == nil && spooled != nil {
			return fmt.Errorf("%s holds a finished run: there is nothing to resume; use --force to replace it", f.out)
		}
		return nil
	}
	if spooled == nil && finished != nil {
		return fmt.Errorf("%s holds an interrupted run: go on with --resume, or replace it with --force", f.out)
	}
	return fmt.Errorf("%s is not empty: name another folder with -o, or replace an earlier run with --force", f.out)
}

func inputFiles(r *datasets.Report) []pipeline.InputFile {
	var files []pipeline.InputFile
	for _, in := range r.Inputs {
		files = append(files, pipeline.InputFile{Path: in.Path, Bytes: in.Bytes, SHA256: in.SHA256})
	}
	slices.SortFunc(files, func(a, b pipeline.InputFile) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return strings.Compare(a.SHA256, b.SHA256)
	})
	return files
}
