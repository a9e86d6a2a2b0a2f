package main

import (
	"github.com/spf13/cobra"

	"detente/datasets/table"
)

func newSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print what every column of every table means",
		Args:  exactly(0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return table.WriteSchema(cmd.OutOrStdout())
		},
	}
}
