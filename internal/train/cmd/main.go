// Command cmd trains the project's models. It is for developers and writes into
// the source tree:
//
//	go run ./internal/train/cmd clusters --shared ../shared --out internal/model/clusters
//	go run ./internal/train/cmd syntax --shared ../shared --out DIR --seed N
//	go run ./internal/train/cmd average --shared ../shared --out pipeline/syntax/data DIR/syntax.model …
//	go run ./internal/train/cmd times --shared ../shared --out pipeline/anchor/data
//	go run ./internal/train/cmd pronouns --shared ../shared --out pipeline/mention/data
//	go run ./internal/train/cmd chains --shared ../shared --out pipeline/mention/chains/data
//	go run ./internal/train/cmd borders --shared ../shared --out pipeline/segment/data
//	go run ./internal/train/cmd quotes --shared ../shared --out pipeline/attribution/data
//	go run ./internal/train/cmd deeds --shared ../shared --out pipeline/attribution/data
//	go run ./internal/train/cmd tone --shared ../shared --out scorers/data
//	go run ./internal/train/cmd stance --shared ../shared --out scorers/data
//	go run ./internal/train/cmd valence --shared ../shared --out scorers/data
//	go run ./internal/train/cmd names --shared ../shared --out pipeline/mention/ner/data
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"detente"
	"detente/internal/model/grammar"
	"detente/internal/train"
	"detente/pipeline/segment"
)

const usage = `usage: cmd average|borders|chains|clusters|deeds|names|pronouns|quotes|stance|syntax|times|tone|valence --shared FOLDER --out FOLDER [flags]

  clusters  quantises the table of word clusters
  pronouns  trains the ranker of pronouns, and scores it on the development files
  chains    trains the ranker of noun phrases that mean the same
  syntax    trains the taggers and the parser, then scores them on the development files
  average   gives the first of the syntax models named the mean of all their moves
  borders   trains the classifier of sentence borders, then scores it
  times     trains the model of event times, cross-validated
  quotes    trains the models of reported speech
  deeds     trains the judge of deeds
  tone      trains the model of tone
  stance    trains the model of stance
  valence   trains the model of sentiment
  names     trains the model of names on the tags of the embedded models, then scores it on the development files
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s", usage)
	}
	switch args[0] {
	case "deeds":
		return deeds(args[1:])
	case "valence":
		return valence(args[1:])
	case "stance":
		return stance(args[1:])
	case "quotes":
		return quotes(args[1:])
	case "tone":
		return tone(args[1:])
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	shared := flags.String("shared", "../shared", "folder of the shared data")
	out := flags.String("out", ".", "folder to write to")
	var opt train.Options
	flags.IntVar(&opt.ParseIterations, "iterations", 0, "iterations of the parser (0: as shipped)")
	flags.IntVar(&opt.SearchIterations, "searches", 0, "iterations of the parser with a beam (0: as shipped)")
	flags.IntVar(&opt.ParseOrders, "orders", 0, "orders of the sentences in which the parser is trained (0: as shipped)")
	flags.Uint64Var(&opt.Seed, "seed", 0, "seed (0: as shipped)")
	limit := flags.Int("limit", 0, "train on the first N sentences only (0: all)")
	folds := flags.Int("folds", 0, "parts for a cross-validation of the ranker of pronouns")
	without := flags.String("without", "", "sets of names not to train on, separated by commas")
	var nameOpt train.NameOptions
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	opt.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	nlp := filepath.Join(*shared, "data", "nlp")
	table := filepath.Join(nlp, "clusters", "glove6b50_120k.tsv.gz")
	switch args[0] {
	case "clusters":
		t, err := train.ReadClusters(table)
		if err != nil {
			return err
		}
		return write(filepath.Join(*out, "clusters.model"), grammar.ClusterBytes(&t))
	case "pronouns":
		return pronouns(*shared, *out, train.PronounOptions{Seed: opt.Seed, Folds: *folds, Log: opt.Log})
	case "chains":
		b, err := train.Chains(*shared, train.ChainOptions{Seed: opt.Seed, Log: opt.Log})
		if err != nil {
			return err
		}
		return write(filepath.Join(*out, "chains.model"), b)
	case "borders":
		return borders(filepath.Join(nlp, "ud"), *out, opt.Seed)
	case "average":
		return average(filepath.Join(nlp, "ud"), table, *out, flags.Args())
	case "syntax":
		return syntax(filepath.Join(nlp, "ud"), table, *out, *limit, opt)
	case "names":
		nameOpt.Seed, nameOpt.Log = opt.Seed, opt.Log
		return names(filepath.Join(nlp, "ner"), *out, *without, nameOpt)
	}
	if args[0] == "times" {
		return times(*shared, *out)
	}
	return fmt.Errorf("no command %q\n%s", args[0], usage)
}

func times(shared, out string) error {
	data, err := train.ReadEvents(shared)
	if err != nil {
		return err
	}
	folds := train.EventFolds(data)
	for k, name := range []string{"intervals", "links"} {
		f := folds[k]
		fmt.Printf("%s, cross-validated: of %d events four relations %.3f right, three %.3f; of %d verbs of saying %.3f\n",
			name, f.Events, float64(f.Four)/float64(f.Events), float64(f.Three)/float64(f.Events), f.Reports, float64(f.Said)/float64(f.Reports))
	}
	m := train.EventModel(data)
	return write(filepath.Join(out, "events.model"), m.Bytes())
}

func syntax(ud, table, out string, limit int, opt train.Options) error {
	clusters, err := train.ReadClusters(table)
	if err != nil {
		return err
	}
	var data []train.Sentence
	for _, name := range []string{"en_ewt-train", "en_gum-train"} {
		s, err := train.ReadCoNLLU(filepath.Join(ud, name+".conllu.gz"))
		if err != nil {
			return err
		}
		data = append(data, s...)
	}
	if limit > 0 && limit < len(data) {
		data = data[:limit]
	}
	m, err := train.Syntax(data, clusters, opt)
	if err != nil {
		return err
	}
	return scored(m, ud, out)
}

// average averages the models in files.
func average(ud, table, out string, files []string) error {
	clusters, err := train.ReadClusters(table)
	if err != nil {
		return err
	}
	var trained []*grammar.Models
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		m, err := grammar.ReadModels(name, b, clusters)
		if err != nil {
			return err
		}
		trained = append(trained, m)
	}
	m, err := train.Average(trained)
	if err != nil {
		return err
	}
	return scored(m, ud, out)
}

// scored writes a model and scores it on the development files.
func scored(m *grammar.Models, ud, out string) error {
	if err := write(filepath.Join(out, "syntax.model"), m.Bytes()); err != nil {
		return err
	}
	fmt.Printf("features: XPOS %d, UPOS %d, moves %d, relations %d\n", m.Tagger.Model.Features(), m.UPOS.Features(),
		m.MoveModel.Features(), m.Arcs.Features())
	for _, name := range []string{"en_ewt-dev", "en_gum-dev"} {
		dev, err := train.ReadCoNLLU(filepath.Join(ud, name+".conllu.gz"))
		if err != nil {
			return err
		}
		fmt.Printf("%s, gold words: %v\n", name, train.Evaluate(m, dev))
	}
	return nil
}

// pronounsHead heads the file of weights.
const pronounsHead = `# Weights of the ranker of pronouns: bank, template, value, weight in 1/1024.
# Made by: go run ./internal/train/cmd pronouns --shared ../shared --out pipeline/mention/data
# From GAP, development part (Apache-2.0), and OntoGUM, training part (annotations CC BY 4.0); see docs/MODELS.md.
`

func pronouns(shared, out string, opt train.PronounOptions) error {
	k, err := train.Pronouns(shared, opt)
	if err != nil {
		return err
	}
	return write(filepath.Join(out, "pronouns.tsv"), []byte(pronounsHead+k.TSV()))
}

func borders(ud, out string, seed uint64) error {
	var data []train.RawText
	for _, name := range []string{"en_ewt-train", "en_gum-train"} {
		d, err := train.ReadRaw(filepath.Join(ud, name+".conllu.gz"))
		if err != nil {
			return err
		}
		data = append(data, d...)
	}
	m := train.Borders(data, train.BorderOptions{Seed: seed})
	fmt.Printf("features: %d\n", m.Features())
	for _, name := range []string{"en_ewt-dev", "en_gum-dev"} {
		dev, err := train.ReadRaw(filepath.Join(ud, name+".conllu.gz"))
		if err != nil {
			return err
		}
		fmt.Printf("%s: %v\n", name, train.ScoreBorders(dev, func(text string) *detente.Doc {
			return segment.Visit(text, func(_ int32, f []uint64) bool {
				s := m.Score(f)
				return s[1] > s[0]
			})
		}))
	}
	return write(filepath.Join(out, "borders.model"), segment.ModelBytes(&m))
}

func write(path string, b []byte) error {
	fmt.Printf("%s: %d bytes, sha256 %x\n", path, len(b), sha256.Sum256(b))
	return os.WriteFile(path, b, 0o644)
}
