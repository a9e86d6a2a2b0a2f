package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"detente"
	"detente/internal/model/clusters"
	"detente/internal/train"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/segment"
	stage "detente/pipeline/syntax"
)

// nameSets are the sets that the model of names is trained on, and how many
// times each is told.
var nameSets = []struct {
	name  string
	times int
}{
	{"worldwide-train", 1},
	{"crossner_politics-train", 4},
	{"wikigold", 1},
	{"gum_named-train", 1},
}

// nameDevSets are the sets that it is scored on; it never sees them.
var nameDevSets = []string{"worldwide-dev", "crossner_politics-dev", "uner_ewt-dev"}

func names(folder, out string, without string, opt train.NameOptions) error {
	base, err := kb.Load()
	if err != nil {
		return err
	}
	table, err := clusters.Table()
	if err != nil {
		return err
	}
	grammar, err := stage.Load()
	if err != nil {
		return err
	}
	parser := grammar.Parser()
	analyse := func(text string) (*detente.Doc, *detente.Tree) {
		doc := segment.Split(text)
		return doc, parser.Parse(doc)
	}
	var data []train.NamedText
	for _, set := range nameSets {
		if slices.Contains(strings.Split(without, ","), set.name) {
			continue
		}
		d, err := train.ReadNames(filepath.Join(folder, set.name+".jsonl.gz"), base)
		if err != nil {
			return err
		}
		for range set.times {
			data = append(data, d...)
		}
	}
	b, err := train.Names(data, base, table, analyse, opt)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(out, "names.model"), b); err != nil {
		return err
	}
	m, err := ner.Read("names.model", b, table)
	if err != nil {
		return err
	}
	finder := ner.NewFinder(m, base)
	for _, name := range nameDevSets {
		dev, err := train.ReadNames(filepath.Join(folder, name+".jsonl.gz"), base)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %v\n", name, train.EvaluateNames(finder, dev, analyse))
	}
	return nil
}
