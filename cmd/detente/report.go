package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"detente/reports"
	"detente/reports/notebook"
	"detente/scorers"
)

func newReport() *cobra.Command {
	var turns int
	cmd := &cobra.Command{
		Use:   "report OUT",
		Short: "Write the report and the notebook of a finished run again",
		Long: `Writes report.html, one self-contained page that needs no script and no network,
and notebook.ipynb with its helper file, into the folder of a finished run. run
does this by itself; use it after an upgrade, or to show more turns.`,
		Args: exactly(1, "the output folder of a run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := writeReports(args[0], turns); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "wrote        %s and %s\n", filepath.Join(args[0], reports.File), filepath.Join(args[0], notebook.File))
			return nil
		},
	}
	cmd.Flags().IntVar(&turns, "turns", 0, "most turns shown as cards (default 40)")
	return cmd
}

// writeReports makes what a person reads of a finished run.
func writeReports(out string, turns int) error {
	opt := reports.Options{MaxTurns: turns}
	for _, b := range scorers.Bands() {
		opt.Bands = append(opt.Bands, reports.Band{Name: b.Name, From: b.From})
	}
	if err := reports.Write(out, opt); err != nil {
		return err
	}
	return notebook.Write(out)
}
