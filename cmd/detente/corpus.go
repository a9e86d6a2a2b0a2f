package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"detente/datasets/sample"
)

func newCorpus() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "corpus",
		Short: "Write corpora to try things on",
		Args:  exactly(0, "a sub-command: sample, synth or check"),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var force bool
	sub := &cobra.Command{
		Use:   "sample FOLDER",
		Short: "Write the built-in sample corpus: articles about invented countries",
		Long: `Writes corpus.jsonl, articles by three invented outlets over one year, and
actors.tsv, the table of the invented countries and people in them.`,
		Example: "  detente corpus sample articles\n  detente run articles/corpus.jsonl --actors articles/actors.tsv -o out",
		Args:    exactly(1, "the folder to write to"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeSample(args[0], force, cmd.OutOrStdout())
		},
	}
	sub.Flags().BoolVar(&force, "force", false, "overwrite files that are there")
	cmd.AddCommand(sub, newSynth(), newCheck())
	return cmd
}

// writeSample writes the sample corpus and its actors into a folder.
func writeSample(dir string, force bool, w io.Writer) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		data []byte
	}{{"corpus.jsonl", sample.Corpus()}, {"actors.tsv", sample.Actors()}} {
		path := filepath.Join(dir, f.name)
		if _, err := os.Stat(path); err == nil && !force {
			return fmt.Errorf("%s is there already: use --force to overwrite it", path)
		}
		if err := os.WriteFile(path, f.data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(w, "wrote        %s\n", path)
	}
	return nil
}
