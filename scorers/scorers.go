// Package scorers gives numbers to statements: tone, stance, and two public
// sentiment baselines, behind one interface.
//
// Three values must not be mixed. Sentiment asks how the words of a text feel,
// tone what an utterance or deed does to the relation of speaker and target,
// stance how the speaker stands towards one marked target. All lie in [-1, 1].
package scorers

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"detente"
)

// Input is one analysed article. Roles is aligned with Attrs; the other parts
// may be nil where a scorer is used on its own.
type Input struct {
	Doc     *detente.Doc
	Tree    *detente.Tree
	Attrs   []detente.Attribution
	Roles   []detente.Roles
	Coref   *detente.Coref
	Whens   []detente.When
	Article *detente.Article
	Explain bool // fill Score.Features
}

// Scorer gives one score per attribution, in their order. It keeps nothing
// between calls and may be used by several goroutines at once. A statement that
// it cannot score has a Reason, and only a failure of the whole is an error.
type Scorer interface {
	Score(ctx context.Context, in Input) ([]detente.Score, error)
}

// Func scores the i-th attribution: every scorer without state is one function.
type Func func(in Input, i int) detente.Score

// Score calls the function for each attribution.
func (f Func) Score(ctx context.Context, in Input) ([]detente.Score, error) {
	out := make([]detente.Score, len(in.Attrs))
	for i := range in.Attrs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = f(in, i)
	}
	return out, nil
}

// Options are what a scorer can be told.
type Options struct {
	// Scale gives the weights of the classes. The default is the scale "detente".
	Scale *Scale
}

var builtin = map[string]func(Options) (Scorer, error){
	"tone":      newTone,      // what the statement does to the relation
	"stance":    newStance,    // towards the target
	"sentiment": newSentiment, // cdipaolo/sentiment: a baseline trained on film reviews
	"lexicon":   newLexicon,   // VADER
	"valence":   newValence,   // sentiment by a model of our own, trained on news and reviews
}

// New gives the scorer of that name.
func New(name string, opt Options) (Scorer, error) {
	build, ok := builtin[name]
	if !ok {
		return nil, fmt.Errorf("no scorer named %q: use one of %s", name, strings.Join(Names(), ", "))
	}
	if opt.Scale == nil {
		scale, err := LoadScale("detente")
		if err != nil {
			return nil, err
		}
		opt.Scale = scale
	}
	return build(opt)
}

// Names are the names of the scorers, sorted.
func Names() []string {
	names := make([]string, 0, len(builtin))
	for name := range builtin {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
