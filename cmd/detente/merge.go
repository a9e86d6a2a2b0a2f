package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"detente/datasets/table"
	"detente/pipeline"
)

func newMerge() *cobra.Command {
	f := new(runFlags)
	cmd := &cobra.Command{
		Use:   "merge PART… -o OUT",
		Short: "Join the parts of a sharded run, or several kept runs, into one",
		Long: `Joins folders written by run --shard i/n, or by run --keep-spool, into one
output folder. The result has the same bytes as one run over all of the input.`,
		Example: "  detente run corpus.jsonl -o part1 --shard 1/2\n  detente run corpus.jsonl -o part2 --shard 2/2\n  detente merge part1 part2 -o out",
		Args:    atLeast(1, "the folders to join"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.out == "" {
				return usagef("no output folder: name one with -o OUT")
			}
			return merge(cmd.Context(), args, f, cmd.OutOrStdout())
		},
	}
	fl := cmd.Flags()
	fl.StringVarP(&f.out, "out", "o", "", "output folder; it must not hold an earlier run")
	fl.BoolVar(&f.force, "force", false, "replace an earlier run in the output folder")
	fl.StringVar(&f.format, "format", "arrow", "format of the tables: arrow or parquet")
	fl.BoolVar(&f.noText, "no-text", false, "leave the articles' texts out of the output")
	fl.IntVarP(&f.workers, "workers", "j", 0, "series tested at the same time (default: processors)")
	return cmd
}

func merge(ctx context.Context, parts []string, f *runFlags, stdout io.Writer) error {
	format, err := table.ParseFormat(f.format)
	if err != nil {
		return &usageError{err}
	}
	var spools []string
	var sources []pipeline.Source
	for _, part := range parts {
		spool := filepath.Join(part, pipeline.SpoolFolder)
		s, err := pipeline.ReadSource(spool)
		if err != nil {
			return err
		}
		spools, sources = append(spools, spool), append(sources, s)
	}
	source, err := pipeline.Join(sources)
	if err != nil {
		return err
	}
	opt := source.Settings.Options()
	opt.Workers = f.workers
	limitMemory(opt.Workers)
	p, err := pipeline.New(opt)
	if err != nil {
		return err
	}
	if err := prepareFolder(f); err != nil {
		return err
	}
	if err := finish(ctx, p, f.out, spools, source, tableChoice{format, f.noText}, stdout); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(f.out, pipeline.SpoolFolder))
}
