// Package pipeline joins the stages: one article at a time ([Pipeline.Article],
// in analyze.go), many articles in parallel into a spool of finished chunks
// ([Pipeline.Spool]), and spools into tables ([Finish]). Run is Spool and Finish.
//
// The order of the stages is linguistics, so it is code. What a stage does
// stands in its own package; nothing is decided here but what happens between
// them.
package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"

	"detente"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/shift"
	"detente/pipeline/syntax"
	"detente/scorers"
)

// Version names the rules of this build. It stands in every manifest, and a
// spool made by another version is refused.
const Version = "0.2.0"

// Options choose how articles are read. The zero value works.
type Options struct {
	// Workers is how many articles are analysed at the same time. The default
	// is the number of processors. It never changes a result.
	Workers int

	// Actors is the text of a table of actors that adds to the built-in
	// knowledge base and overrides it, in the form that WriteActors prints.
	// ActorsName is the file's name, for messages.
	Actors     []byte
	ActorsName string

	// Scorers are the names of the scorers, tone first. The default is
	// DefaultScorers.
	Scorers []string

	// Scale is the name of a built-in tone scale or the path of a file. The
	// default is "detente".
	Scale string

	// Voice says whose the plain words are, for articles that do not say it
	// themselves. The default decides per document.
	Voice detente.Voice

	// Pairs are pre-declared hypotheses "A:B", each tested as a family of its
	// own.
	Pairs []string

	// Shift are the options of the turn test.
	Shift shift.Options
}

// DefaultScorers are the scorers of a run that names none.
func DefaultScorers() []string { return []string{"tone", "stance", "sentiment"} }

// Pipeline is the shared, read-only part of an analysis: models, tables,
// options. It is safe for concurrent use.
type Pipeline struct {
	opt     Options
	base    *kb.Base
	grammar *syntax.Models
	scale   *scorers.Scale
	scorers []scorers.Scorer
}

// New loads what the options name. Its errors say which option is wrong.
func New(opt Options) (*Pipeline, error) {
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	if len(opt.Scorers) == 0 {
		opt.Scorers = DefaultScorers()
	}
	if i := slices.Index(opt.Scorers, "tone"); i != 0 {
		// Class, channel and verdicts stand on tone, so it is always computed
		// and always first.
		opt.Scorers = append([]string{"tone"}, slices.DeleteFunc(slices.Clone(opt.Scorers), func(s string) bool { return s == "tone" })...)
	}
	if opt.Scale == "" {
		opt.Scale = "detente"
	}
	p := &Pipeline{opt: opt, scorers: make([]scorers.Scorer, len(opt.Scorers))}
	var err error
	if p.scale, err = scorers.LoadScale(opt.Scale); err != nil {
		return nil, err
	}
	if err := p.load(); err != nil {
		return nil, err
	}
	return p, nil
}

// load reads models and tables. None needs another, so they are read at the same
// time, the slowest first; of several errors the first in this order is given.
func (p *Pipeline) load() error {
	parts := []func() error{
		func() (err error) { p.grammar, err = syntax.Load(); return err },
	}
	for i, name := range slices.Backward(p.opt.Scorers) { // the table of films, which comes last, is slow to read
		parts = append(parts, func() (err error) {
			p.scorers[i], err = scorers.New(name, scorers.Options{Scale: p.scale})
			return err
		})
	}
	parts = append(parts, func() (err error) {
		if p.base, err = kb.Load(); err == nil && len(p.opt.Actors) > 0 {
			p.base, err = p.base.WithActors(p.opt.ActorsName, bytes.NewReader(p.opt.Actors))
		}
		return err
	})
	all := func(yield func(func() error, error) bool) {
		for _, part := range parts {
			if !yield(part, nil) {
				return
			}
		}
	}
	for _, err := range Each(context.Background(), len(parts), noScratch, all, func(_ context.Context, _ struct{}, part func() error) (struct{}, error) {
		return struct{}{}, part()
	}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// Fingerprint is a hash of all that decides what an article gives: version,
// scorers, scale, actors, voice. Spools with different fingerprints do not mix.
func (p *Pipeline) Fingerprint() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%s\n%s\n%x\n", Version, strings.Join(p.opt.Scorers, ","), p.opt.Scale, p.scale.Hash(), p.opt.Voice, sha256.Sum256(p.opt.Actors))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// worker is one goroutine's share: scratch memory, and what it shares read-only.
type worker struct {
	p       *Pipeline
	syntax  *syntax.Parser
	names   *ner.Finder // of annotate entities, made on first use
	mention *mention.Resolver
	ungated bool // parse all sentences: so the gate is proved to lose nothing
}

func (p *Pipeline) newWorker() *worker {
	return &worker{p: p, syntax: p.grammar.Parser(), mention: mention.New(p.base)}
}

// Article analyses one article. The result does not depend on any other.
func (p *Pipeline) Article(ctx context.Context, a detente.Article) (*detente.Analysis, error) {
	work, err := p.newWorker().analyze(ctx, a, false)
	if err != nil {
		return nil, err
	}
	return work.assemble(), nil
}

// WriteActors prints the knowledge base as the editable table that
// Options.Actors takes.
func (p *Pipeline) WriteActors(w io.Writer) error { return kb.WriteActors(w, p.base) }
