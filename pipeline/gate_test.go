package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets"
	"detente/datasets/sample"
	"detente/internal/golden"
)

// What a statement can be found in is parsed: with the gate and without it, the
// same is found in every article.
func TestGateLosesNothing(t *testing.T) {
	t.Run("sample corpus", func(t *testing.T) {
		p, err := New(Options{Actors: sample.Actors(), ActorsName: "actors.tsv"})
		if err != nil {
			t.Fatal(err)
		}
		sameUngated(t, p, sampleArticles(t))
	})
	t.Run("Reuters", func(t *testing.T) {
		r, err := datasets.NewReader([]string{golden.Shared(t, "data/corpora/reuters21578.jsonl.gz")}, datasets.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		var articles []detente.Article
		n := 0
		for a, err := range r.Read(t.Context()) {
			if err != nil {
				continue // what is no article is no matter here
			}
			if n++; n%25 == 0 {
				articles = append(articles, a)
			}
		}
		sameUngated(t, p, articles)
	})
}

func sameUngated(t *testing.T, p *Pipeline, articles []detente.Article) {
	t.Helper()
	gated, all := p.newWorker(), p.newWorker()
	all.ungated = true
	statements, flat := 0, 0
	for _, a := range articles {
		x, err := gated.analyze(t.Context(), a, false)
		if err != nil {
			t.Fatal(err)
		}
		y, err := all.analyze(t.Context(), a, false)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(y.assemble(), x.assemble(), cmp.AllowUnexported(detente.Analysis{})); diff != "" {
			t.Errorf("article %s changes with the gate (-without +with):\n%s", a.Input, diff)
		}
		statements += len(x.Attrs)
		for i := range x.Tree.Label {
			if x.Tree.Label[i] != y.Tree.Label[i] {
				flat++
			}
		}
	}
	if statements == 0 || flat == 0 {
		t.Errorf("%d statements and %d words left unparsed in %d articles: nothing is proved", statements, flat, len(articles))
	}
	t.Logf("%d articles, %d statements, %d words left unparsed", len(articles), statements, flat)
}
