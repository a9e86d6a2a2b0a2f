package main

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"detente"
	"detente/pipeline"
)

func newDemo() *cobra.Command {
	var dir string
	var force bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run on the built-in sample corpus and show the turns it holds",
		Long: `Writes the built-in sample corpus, a year of news about invented countries, runs
on it, prints the turns with the statements that decide them, and says what to
open next. It takes a few seconds.`,
		Args: exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := filepath.Join(dir, "out")
			articles := filepath.Join(dir, "articles")
			if err := writeSample(articles, force, cmd.OutOrStdout()); err != nil {
				return err
			}
			f := &runFlags{out: out, force: force, voice: "auto", lang: "en", scorers: pipeline.DefaultScorers(), scale: "detente",
				actors: filepath.Join(articles, "actors.tsv"), format: "arrow", progress: "auto"}
			if err := runCorpus(cmd.Context(), []string{filepath.Join(articles, "corpus.jsonl")}, f, cmd.OutOrStdout(), cmd.ErrOrStderr()); err != nil {
				return err
			}
			return showTurns(out, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVarP(&dir, "out", "o", "detente-demo", "folder for the articles and the output")
	cmd.Flags().BoolVar(&force, "force", false, "replace an earlier demo")
	return cmd
}

// showTurns prints the turns between countries that were found, with their
// deciding statements.
func showTurns(out string, w io.Writer) error {
	list, err := readShifts(out, detente.Always)
	if err != nil {
		return err
	}
	var found []detente.Shift
	for _, s := range list.shifts {
		switch s.Verdict {
		case detente.Robust, detente.Detected, detente.Indication, detente.PulseChange, detente.GradualChange:
			if s.Dyad.Target != "" && s.Dyad.Level == detente.LevelActor && s.Dyad.Channel == 0 {
				found = append(found, s)
			}
		}
	}
	fmt.Fprint(w, "\nWhat turned, and on which words:\n\n")
	list.shifts = found
	if err := list.text(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "Next: open %s in a browser; in Python, pandas.read_feather(%q);\n", filepath.Join(out, "report.html"), filepath.Join(out, "statements.arrow"))
	fmt.Fprintf(w, "      detente explain %s ID shows any statement or turn above from bytes to number.\n", out)
	return nil
}
