package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"detente/datasets"
	"detente/internal/figures"
	"detente/pipeline"
)

func newAnnotate() *cobra.Command {
	var opt pipeline.Options
	var task pipeline.AnnotateOptions
	var actors string
	cmd := &cobra.Command{
		Use:   "annotate TASK [FILE…]",
		Short: "Run one stage on its own over JSON lines",
		Long: `Reads one JSON object a line from the files (plain, .gz or .zst) or from
standard input, runs one stage, and writes one object a line in the same order,
each with the input's id. Spans are half-open byte offsets into "text". A line
that cannot be read becomes {"id":…,"error":"…"} and the run goes on.

Tasks: ` + strings.Join(pipeline.Tasks(), ", "),
		Example:   "  detente annotate attribution < articles.jsonl > quotes.jsonl",
		ValidArgs: pipeline.Tasks(),
		Args:      atLeast(1, "a task and, if wanted, files"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := readActors(&opt, actors); err != nil {
				return err
			}
			opt.Scorers = []string{"tone"} // what a task tells of acts stands on tone; the others would be read for nothing
			p, err := pipeline.New(opt)
			if err != nil {
				return &usageError{err}
			}
			return annotate(cmd.Context(), p, args[0], task, args[1:], cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.StringVar(&opt.Scale, "scale", "detente", "tone scale: detente, plover-0.8, plover-2.0 or a file")
	f.StringVar(&task.Scorer, "scorer", "lexicon", "scorer of the task sentiment: lexicon or sentiment")
	f.Float64Var(&task.Alpha, "alpha", .05, "level of the task shift")
	f.StringVar(&actors, "actors", "", "table of actors that adds to the built-in one")
	f.IntVarP(&opt.Workers, "workers", "j", 0, "lines analysed at the same time (default: processors)")
	return cmd
}

func annotate(ctx context.Context, p *pipeline.Pipeline, task string, opt pipeline.AnnotateOptions, files []string, stdin io.Reader, out, log io.Writer) error {
	known := false
	for _, t := range pipeline.Tasks() {
		known = known || t == task
	}
	if !known {
		return usagef("no task named %q: use one of %s", task, strings.Join(pipeline.Tasks(), ", "))
	}
	if len(files) == 0 {
		files = []string{"-"}
	}
	failed := 0
	for _, file := range files {
		r := io.NopCloser(stdin)
		if file != "-" {
			var err error
			if r, err = datasets.Open(file); err != nil {
				return err
			}
		}
		n, err := p.Annotate(ctx, task, opt, r, out)
		r.Close()
		failed += n
		if err != nil {
			return err
		}
	}
	if failed > 0 {
		fmt.Fprintf(log, "detente: %s could not be annotated: see the lines with \"error\"\n", figures.Count(failed, "line", "lines"))
	}
	return nil
}
