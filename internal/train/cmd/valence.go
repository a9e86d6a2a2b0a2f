package main

import (
	"flag"
	"fmt"
	"path/filepath"

	"detente"
	"detente/internal/train"
	"detente/scorers"
)

// valence trains the valence model; with --folds it is cross-validated instead,
// beside the baselines in the same folds.
func valence(args []string) error {
	flags := flag.NewFlagSet("valence", flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	folds := flags.Bool("folds", false, "cross-validate, and the baselines in the same folds")
	opt := train.ValenceOptions{}
	flags.Float64Var(&opt.Ridge, "ridge", 0, "cost of a weight (0: as shipped)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	set, err := train.ReadValenceSet(filepath.Join(*shared, "data"))
	if err != nil {
		return err
	}
	if *folds {
		var base, own, vader train.Correlation
		set.CrossValidateBaseline(opt, func(it *train.ToneItem, v float64) {
			base.Add(it.Score, v)
			s, _ := scorers.SentimentText("lexicon", &detente.Doc{Text: it.Text})
			vader.Add(it.Score, s.Value)
		})
		set.CrossValidate(opt, func(it *train.ToneItem, v float64) { own.Add(it.Score, v) })
		fmt.Printf("vader_nyt, r: VADER %.3f, TF-IDF with lexicon %.3f, model %.3f\n", vader.R(), base.R(), own.R())
		return nil
	}
	m := set.Train(opt)
	fmt.Printf("features: %d\n", m.Features())
	b, err := scorers.ValenceBytes(&m)
	if err != nil {
		return err
	}
	return write(filepath.Join(*out, "valence.model"), b)
}
