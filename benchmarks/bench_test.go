// Package benchmarks measures the stages and the whole: bytes of article text
// per second and allocations per article.
//
//	go test -bench . -benchmem ./benchmarks
//
// It runs over the project's own sample article and, where the shared data is
// there, over the first articles of Reuters-21578, so that figures of two
// builds compare like with like.
package benchmarks

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"detente"
	"detente/datasets"
	"detente/internal/golden"
	"detente/pipeline"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
	"detente/pipeline/timex"
	"detente/scorers"
)

// reutersArticles is how many articles of the corpus a benchmark cycles over.
const reutersArticles = 200

func sample(b *testing.B) []detente.Article {
	b.Helper()
	text, err := os.ReadFile(filepath.Join("..", "datasets", "sample", "harbour.txt"))
	if err != nil {
		b.Fatal(err)
	}
	day := detente.NewDay(2031, 5, 16)
	return []detente.Article{{Text: string(text), Published: detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}}}
}

func reuters(b *testing.B) []detente.Article {
	b.Helper()
	return corpus(b, "data/corpora/reuters21578.jsonl.gz", reutersArticles)
}

// corpus reads the first articles of a file of the shared data, or all for most 0.
func corpus(b *testing.B, name string, most int) []detente.Article {
	b.Helper()
	r, err := datasets.NewReader([]string{golden.Shared(b, name)}, datasets.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var list []detente.Article
	for a, err := range r.Read(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		if list = append(list, a); len(list) == most {
			break
		}
	}
	return list
}

// cycle runs f over the articles again and again and counts their bytes.
func cycle(b *testing.B, list []detente.Article, f func(i int)) {
	total := 0
	for i := range list {
		total += len(list[i].Text)
	}
	b.SetBytes(int64(total / len(list)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		f(i)
		i = (i + 1) % len(list)
	}
}

func BenchmarkPipeline(b *testing.B) {
	p, err := pipeline.New(pipeline.Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	for _, corpus := range []struct {
		name string
		load func(*testing.B) []detente.Article
	}{{"sample", sample}, {"reuters", reuters}} {
		b.Run(corpus.name, func(b *testing.B) {
			list := corpus.load(b)
			if _, err := p.Article(context.Background(), list[0]); err != nil { // loads models that load on first use
				b.Fatal(err)
			}
			cycle(b, list, func(i int) {
				if _, err := p.Article(context.Background(), list[i]); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// BenchmarkStages measures each stage on the results of those before it.
func BenchmarkStages(b *testing.B) {
	list := reuters(b)
	base, err := kb.Load()
	if err != nil {
		b.Fatal(err)
	}
	p, err := pipeline.New(pipeline.Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	grammar, err := syntax.Load()
	if err != nil {
		b.Fatal(err)
	}
	resolver := mention.New(base)
	works := make([]*pipeline.Work, len(list))
	for i := range list {
		if works[i], err = p.Explain(context.Background(), list[i]); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("segment", func(b *testing.B) { cycle(b, list, func(i int) { segment.Split(list[i].Text) }) })
	b.Run("syntax", func(b *testing.B) {
		parser := grammar.Parser()
		cycle(b, list, func(i int) { parser.Parse(works[i].Doc) })
	})
	b.Run("attribution", func(b *testing.B) {
		cycle(b, list, func(i int) { attribution.Find(works[i].Doc, works[i].Tree, works[i].Article.Voice) })
	})
	b.Run("mention", func(b *testing.B) {
		cycle(b, list, func(i int) { resolver.Resolve(works[i].Doc, works[i].Tree, works[i].Attrs, &works[i].Article) })
	})
	b.Run("assign", func(b *testing.B) {
		cycle(b, list, func(i int) { attribution.Assign(works[i].Doc, works[i].Tree, works[i].Attrs, works[i].Coref) })
	})
	b.Run("timex", func(b *testing.B) { cycle(b, list, func(i int) { timex.Find(works[i].Doc, works[i].Tree) }) })
	b.Run("anchor", func(b *testing.B) {
		cycle(b, list, func(i int) {
			w := works[i]
			anchor.Date(w.Doc, w.Tree, w.Attrs, w.Roles, w.Coref, w.Times, &w.Article)
		})
	})
	scale, err := scorers.LoadScale("detente")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range scorers.Names() {
		scorer, err := scorers.New(name, scorers.Options{Scale: scale})
		if err != nil {
			b.Fatal(err)
		}
		b.Run("score-"+name, func(b *testing.B) {
			cycle(b, list, func(i int) {
				w := works[i]
				if _, err := scorer.Score(context.Background(), scorers.Input{Doc: w.Doc, Attrs: w.Attrs, Roles: w.Roles, Coref: w.Coref, Whens: w.Whens, Article: &w.Article}); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}
