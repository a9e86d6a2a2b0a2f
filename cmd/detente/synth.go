package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"detente/datasets/synth"
)

func newSynth() *cobra.Command {
	var o synth.Options
	var force bool
	cmd := &cobra.Command{
		Use:   "synth FOLDER",
		Short: "Write a made-up corpus of any size whose truth is known",
		Long: `Writes corpus.jsonl, articles about invented countries that are put together
from phrases, actors.tsv, their table of actors, and truth.jsonl: which pairs of
states turn and when, and for every article who said or did what to whom on which
day, what it copies, what it retells, and whether it is garbage that a run must
lose. The same seed and number give the same bytes. detente corpus check holds a
run against the truth.`,
		Example: "  detente corpus synth big --articles 100000 --seed 7\n  detente run big/corpus.jsonl --actors big/actors.tsv -o out\n  detente corpus check big out",
		Args:    exactly(1, "the folder to write to"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Articles < 1 {
				return usagef("--articles %d: at least 1", o.Articles)
			}
			return writeSynth(args[0], o, force, cmd.OutOrStdout())
		},
	}
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "which corpus")
	cmd.Flags().IntVar(&o.Articles, "articles", 1000, "how many articles")
	cmd.Flags().BoolVar(&o.Brief, "brief", false, "flashes instead of reports: less text round the same statements")
	cmd.Flags().BoolVar(&force, "force", false, "overwrite files that are there")
	return cmd
}

func newCheck() *cobra.Command {
	return &cobra.Command{
		Use:     "check FOLDER OUT",
		Short:   "Hold a run over a made-up corpus against its truth",
		Long:    "Prints what a run over a corpus of detente corpus synth has recovered, a line for\neach kind of truth: the share, and how many of how many.",
		Example: "  detente corpus check big out",
		Args:    exactly(2, "the folder of the corpus and the output folder of the run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			truth, err := os.Open(filepath.Join(args[0], "truth.jsonl"))
			if err != nil {
				return err
			}
			defer truth.Close()
			found, err := synth.Check(truth, args[1])
			if err != nil {
				return err
			}
			return found.Print(cmd.OutOrStdout())
		},
	}
}

// writeSynth writes a made-up corpus into a folder.
func writeSynth(dir string, o synth.Options, force bool, w io.Writer) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var files [3]*os.File
	defer func() {
		for _, f := range files {
			if f != nil {
				err = errors.Join(err, f.Close())
			}
		}
	}()
	for i, name := range []string{"corpus.jsonl", "actors.tsv", "truth.jsonl"} {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil && !force {
			return fmt.Errorf("%s is there already: use --force to overwrite it", path)
		}
		if files[i], err = os.Create(path); err != nil {
			return err
		}
	}
	if err := synth.Generate(o, files[0], files[1], files[2]); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintf(w, "wrote        %s\n", f.Name())
	}
	return nil
}
