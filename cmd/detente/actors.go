package main

import (
	"github.com/spf13/cobra"

	"detente/pipeline"
)

func newActors() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "actors",
		Short: "Print the knowledge base of actors as an editable table",
		Long: `Prints countries, leaders, organisations, titles and their aliases as
tab-separated text. Edit a copy, keep the rows you changed or added, and give
the file to run with --actors: its rows add to the built-in ones and override
them.`,
		Example: "  detente actors > mine.tsv\n  detente run articles/ -o out --actors mine.tsv",
		Args:    exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			opt := pipeline.Options{}
			if err := readActors(&opt, file); err != nil {
				return err
			}
			p, err := pipeline.New(opt)
			if err != nil {
				return err
			}
			return p.WriteActors(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&file, "actors", "", "print the table as it is with the rows of this file")
	return cmd
}
