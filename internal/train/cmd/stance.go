package main

import (
	"flag"
	"fmt"
	"path/filepath"

	"detente/internal/train"
	"detente/scorers"
)

// stance trains the stance model; with --folds it is cross-validated instead,
// beside the baselines in the same folds.
func stance(args []string) error {
	flags := flag.NewFlagSet("stance", flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	folds := flags.Bool("folds", false, "cross-validate, and the baselines in the same folds")
	opt := train.StanceOptions{}
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed (0: as shipped)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	set, err := train.ReadStanceSet(filepath.Join(*shared, "data"))
	if err != nil {
		return err
	}
	if *folds {
		words, sums, own := train.NewStanceScore(set), train.NewStanceScore(set), train.NewStanceScore(set)
		set.CrossValidateBaseline(false, words.Add)
		set.CrossValidateBaseline(true, sums.Add)
		set.CrossValidate(opt, own.Add)
		fmt.Printf("newsmtsc_train, five folds of articles\nTF-IDF with windows: %v\n  and lexicon sums: %v\nmodel: %v\n", words, sums, own)
		return nil
	}
	m := set.Train(opt)
	fmt.Printf("features: %d\n", m.Features())
	b, err := scorers.StanceBytes(&m)
	if err != nil {
		return err
	}
	return write(filepath.Join(*out, "stance.model"), b)
}
