package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"detente"
	"detente/internal/model/clusters"
	"detente/internal/model/speech"
	"detente/internal/train"
	"detente/pipeline/attribution"
	"detente/pipeline/segment"
	parse "detente/pipeline/syntax"
)

// quotes trains the models of reported speech.
func quotes(args []string) error {
	flags := flag.NewFlagSet("quotes", flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	var opt train.SpeechOptions
	flags.IntVar(&opt.Iterations, "iterations", 0, "iterations (0: as shipped)")
	flags.IntVar(&opt.Orders, "orders", 0, "orders (0: as shipped)")
	flags.IntVar(&opt.Least, "least", 0, "how often a feature must be seen (0: as shipped)")
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed (0: as shipped)")
	clean := flags.Bool("clean", false, "train on GUM only, whose licence is known")
	limit := flags.Int("limit", 0, "train on the first N articles of each set only (0: all)")
	if err := flags.Parse(args); err != nil {
		return err
	}
	opt.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	names := []string{"polnear", "gum"}
	if *clean {
		names = names[1:]
	}
	var data []train.Spoken
	for _, name := range names {
		d, err := train.ReadSpoken(filepath.Join(*shared, "data", "attribution", name+".train.jsonl.gz"))
		if err != nil {
			return err
		}
		if *limit > 0 {
			d = d[:min(*limit, len(d))]
		}
		data = append(data, d...)
	}
	table, err := clusters.Table()
	if err != nil {
		return err
	}
	parser, err := parse.Load()
	if err != nil {
		return err
	}
	p := parser.Parser()
	read := func(text string) (*detente.Doc, *detente.Tree, []speech.Proposal) {
		doc := segment.Split(text)
		tree := p.Parse(doc)
		return doc, tree, attribution.Proposals(doc, tree)
	}
	m, err := train.Speech(data, read, table, opt)
	if err != nil {
		return err
	}
	fmt.Printf("features: cues %d, parts %d, steps %d\n", m.Cue.Features(), m.Part.Features(), m.Step.Features())
	return write(filepath.Join(*out, "quotes.model"), m.Bytes())
}
