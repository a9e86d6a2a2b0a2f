package main

import (
	"flag"
	"fmt"
	"path/filepath"

	"detente/internal/train"
	"detente/pipeline/attribution"
)

// deeds trains the judge of deeds; with --folds it is cross-validated by article
// instead, beside the rules.
func deeds(args []string) error {
	flags := flag.NewFlagSet("deeds", flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	folds := flags.Bool("folds", false, "cross-validate, beside the rules")
	opt := train.DeedOptions{}
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed (0: as shipped)")
	flags.IntVar(&opt.Iterations, "iterations", 0, "iterations (0: as shipped)")
	flags.Float64Var(&opt.Decay, "decay", 0, "decay (0: as shipped)")
	flags.Float64Var(&opt.Dropout, "dropout", 0, "dropout (0: as shipped)")
	flags.Float64Var(&opt.Doubt, "doubt", 0, "weight of a doubt before training (0: as shipped)")
	flags.Float64Var(&opt.Weight, "weight", 0, "weight of a deed (0: as shipped)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	set, err := train.ReadDeeds(filepath.Join(*shared, "data"))
	if err != nil {
		return err
	}
	if *folds {
		thresholds := []float64{-1, -.5, -.25, 0, .25, .5, 1}
		rules, judged := set.CrossValidate(opt, thresholds)
		fmt.Printf("rules: %v\n", rules)
		for i, t := range thresholds {
			fmt.Printf("judge, score above %+.2f: %v\n", t, judged[i])
		}
		return nil
	}
	m := set.Train(opt)
	fmt.Printf("features: %d\n", m.Features())
	return write(filepath.Join(*out, "deeds.model"), attribution.DeedBytes(&m))
}
