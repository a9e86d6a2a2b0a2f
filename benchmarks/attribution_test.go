package benchmarks

import (
	"context"
	"testing"

	"detente/pipeline"
	"detente/pipeline/attribution"
)

// meanArticle is the size, in bytes, that the time of a stage is given for.
const meanArticle = 4650

// BenchmarkAttribution measures who said or did what alone, over the articles of
// polnear.dev, with tree and entities given: find is the statements, assign their
// speakers and targets, whole both and the deeds that are told by their own side.
// ms/4.65kB is the time for an article of that size, allocs/token the allocations
// by the tokens of what was read.
func BenchmarkAttribution(b *testing.B) {
	list := corpus(b, "data/attribution/polnear.dev.jsonl.gz", 0)
	p, err := pipeline.New(pipeline.Options{Workers: 1})
	if err != nil {
		b.Fatal(err)
	}
	works := make([]*pipeline.Work, len(list))
	tokens, size := 0, 0
	for i := range list {
		if works[i], err = p.Explain(context.Background(), list[i]); err != nil {
			b.Fatal(err)
		}
		tokens += len(works[i].Doc.Tokens)
		size += len(list[i].Text)
	}
	find := func(w *pipeline.Work) { attribution.Find(w.Doc, w.Tree, w.Article.Voice) }
	assign := func(w *pipeline.Work) { attribution.Assign(w.Doc, w.Tree, w.Attrs, w.Coref) }
	for _, part := range []struct {
		name string
		run  func(w *pipeline.Work)
	}{
		{"find", find},
		{"assign", assign},
		{"whole", func(w *pipeline.Work) {
			attrs := attribution.Find(w.Doc, w.Tree, w.Article.Voice)
			roles := attribution.Assign(w.Doc, w.Tree, attrs, w.Coref)
			attribution.Claims(w.Doc, w.Tree, attrs, roles, w.Coref)
		}},
	} {
		b.Run(part.name, func(b *testing.B) {
			allocs := testing.AllocsPerRun(1, func() {
				for _, w := range works {
					part.run(w)
				}
			})
			cycle(b, list, func(i int) { part.run(works[i]) })
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)*meanArticle*float64(len(list))/float64(size), "ms/4.65kB")
			b.ReportMetric(allocs/float64(tokens), "allocs/token")
		})
	}
}
