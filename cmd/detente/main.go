// Command detente reads corpora of news articles and finds who said or did
// what, to whom, when, how hostile or conciliatory it was, and when the tone
// turned.
//
// Every command stands in a file of its own. Exit codes: 0 done (with warnings
// on standard error), 1 failed or nothing could be read, 2 wrong command line.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"detente/pipeline"
)

func main() { os.Exit(run(os.Args[1:])) }

// run is main with an exit code, for tests of the command line.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &usage):
		fmt.Fprintf(os.Stderr, "detente: %v\n", err)
		return 2
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "detente: stopped"+howToGoOn(args))
		return 1
	}
	fmt.Fprintf(os.Stderr, "detente: %v\n", err)
	return 1
}

// howToGoOn gives the command that goes on with a stopped run, ready to be
// pasted into a shell.
func howToGoOn(args []string) string {
	if len(args) == 0 || args[0] != "run" {
		return ""
	}
	again := "detente"
	for _, a := range args {
		if name, _, _ := strings.Cut(a, "="); name == "--force" || name == "--resume" {
			continue
		}
		again += " " + shellWord(a)
	}
	return "; what was finished is kept, go on with: " + again + " --resume"
}

// shellWord quotes an argument where a shell would read it otherwise.
func shellWord(a string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./=:,@%+", r)
	}
	if a != "" && strings.IndexFunc(a, func(r rune) bool { return !plain(r) }) < 0 {
		return a
	}
	return "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
}

// usageError is a mistake in the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "detente",
		Short: "Who said or did what, to whom, when, how hostile, and when the tone turned",
		Long: `detente reads corpora of news articles and finds who said or did what, to whom,
when, how hostile or conciliatory it was, and when the tone turned from threats
to diplomacy or back, with the evidence for every number.`,
		Version:       pipeline.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("no command named %q: see detente --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("detente {{.Version}}\n")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &usageError{err} })
	root.AddCommand(newRun(), newDemo(), newShifts(), newReport(), newExplain(), newVerify(), newMerge(), newAnnotate(), newActors(), newCorpus(), newSchema())
	return root
}

// exactly and atLeast check the number of arguments and say what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %s: see detente %s --help", cmd.Name(), what, cmd.Name())
		}
		return nil
	}
}

func atLeast(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usagef("%s takes %s: see detente %s --help", cmd.Name(), what, cmd.Name())
		}
		return nil
	}
}
