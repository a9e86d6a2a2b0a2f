package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"detente"
	"detente/internal/train"
	"detente/scorers"
)

// tone trains the tone model; with --predictions it is cross-validated instead,
// and what the scorer would say of the texts that the model did not see, on the
// published scale, is written as JSON lines that eval_tone.py reads.
func tone(args []string) error {
	flags := flag.NewFlagSet("tone", flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	pairs := flags.Bool("pairs", false, "score the hard pairs: those set aside, and the others cross-validated")
	calibration := flags.Bool("calibration", false, "print how far confidences and standard errors can be taken, cross-validated")
	coded := flags.Bool("coded", false, "score the coded statements of news, cross-validated by article")
	clean := flags.Bool("clean", false, "train on the project's own sentences alone")
	predictions := flags.String("predictions", "", "file for the predictions of a five-fold cross-validation")
	opt := train.ToneOptions{}
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed (0: as shipped)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	set, err := train.ReadToneSet(filepath.Join(*shared, "data"), *clean)
	if err != nil {
		return err
	}
	if *predictions != "" {
		return tonePredictions(set, opt, *predictions)
	}
	if *calibration {
		return toneCalibration(set, opt)
	}
	if *coded {
		scale, err := scorers.LoadScale("")
		if err != nil {
			return err
		}
		score := train.NewCodedScore(scale)
		set.CrossValidate(opt, score.Add)
		fmt.Print(score)
		return nil
	}
	if *pairs {
		return tonePairs(set, opt)
	}
	m := set.Train(opt)
	fmt.Printf("features: %d\n", m.Features())
	b, err := scorers.ToneBytes(&m)
	if err != nil {
		return err
	}
	return write(filepath.Join(*out, "tone.model"), b)
}

// toneCalibration prints how far confidences and standard errors can be taken.
func toneCalibration(set *train.ToneSet, opt train.ToneOptions) error {
	published, err := scorers.LoadScale("plover-0.8")
	if err != nil {
		return err
	}
	own, err := scorers.LoadScale("")
	if err != nil {
		return err
	}
	c := train.NewCalibration(published, own)
	set.CrossValidate(opt, c.Add)
	fmt.Print(c)
	return nil
}

// tonePairs prints how many of the hard pairs are right on both sides: of those set
// aside the figures alone, so that nothing is ever fitted to them, and of the others,
// cross-validated, also the sides whose sign is wrong.
func tonePairs(set *train.ToneSet, opt train.ToneOptions) error {
	scale, err := scorers.LoadScale("")
	if err != nil {
		return err
	}
	aside, others := train.NewPairScore(scale), train.NewPairScore(scale)
	set.Pairs(opt, aside)
	fmt.Println("hard pairs set aside:", aside)
	set.CrossValidate(opt, others.Add)
	fmt.Println("the others, cross-validated:", others)
	for _, w := range others.Wrong {
		fmt.Println("  " + w)
	}
	return nil
}

func tonePredictions(set *train.ToneSet, opt train.ToneOptions, path string) error {
	scale, err := scorers.LoadScale("plover-0.8")
	if err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	enc := json.NewEncoder(f)
	set.CrossValidate(opt, func(it *train.ToneItem, p []float64) {
		score, best := 0.0, 0
		quads := map[string]float64{}
		for k := range p {
			c := detente.Class(k + 1)
			score += p[k] * scale.Weight(c, detente.ModeNone)
			quads[c.Quad()] += p[k]
			if p[k] > p[best] {
				best = k
			}
		}
		class := detente.Class(best + 1)
		if p[detente.Concede-1]+p[detente.Retreat-1] > p[best] {
			class = detente.Concede // YIELD, which the published classes do not divide
		}
		quad := "neutral"
		for c := detente.Agree; c <= detente.Assault; c++ {
			if q := c.Quad(); quads[q] > quads[quad] && quads[q] > p[detente.Plain-1] {
				quad = q
			}
		}
		row := map[string]any{"id": it.ID, "score": score, "quad": quad}
		if detente.ParseClass(it.Label) != detente.ClassNone || it.Label == "YIELD" {
			row["label"] = scorers.Label(class, scale)
			delete(row, "quad") // that of the label
		}
		err = enc.Encode(row)
	})
	return err
}
