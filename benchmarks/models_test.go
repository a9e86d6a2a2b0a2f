package benchmarks

import (
	"context"
	"runtime"
	"testing"

	"detente"
	"detente/datasets"
	"detente/internal/golden"
	"detente/pipeline"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

// mostModels is the memory set for all models and tables of a run and for those of
// names together.
const mostModels = 120 << 20

// TestLoadedModels loads all that a run and `annotate entities` load and holds it to
// the memory set for it. What the program itself needs before is not counted.
func TestLoadedModels(t *testing.T) {
	before := heap()
	p, err := pipeline.New(pipeline.Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Article(context.Background(), detente.Article{Text: "Averland accused Bexia of lying, its minister said on Tuesday."}); err != nil { // loads what loads on first use
		t.Fatal(err)
	}
	names, err := ner.Load()
	if err != nil {
		t.Fatal(err)
	}
	used := heap() - before
	runtime.KeepAlive(p)
	runtime.KeepAlive(names)
	t.Logf("%.1f MB", float64(used)/1e6)
	if used > mostModels {
		t.Errorf("%d bytes on the heap with all models loaded, want at most %d", used, mostModels)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkTreesAndNames cuts, parses and names articles of about 4.65 kB, the
// sentences that can hold no statement left out, as a run does.
func BenchmarkTreesAndNames(b *testing.B) {
	grammar, err := syntax.Load()
	if err != nil {
		b.Fatal(err)
	}
	base, err := kb.Load()
	if err != nil {
		b.Fatal(err)
	}
	m, err := ner.Load()
	if err != nil {
		b.Fatal(err)
	}
	list := longReports(b)
	parser, finder := grammar.Parser(), ner.NewFinder(m, base)
	tokens, size := 0, 0
	cycle(b, list, func(i int) {
		doc := segment.Split(list[i].Text)
		finder.Find(doc, parser.Statements(doc, detente.VoiceReported))
		tokens += len(doc.Tokens)
		size += len(list[i].Text)
	})
	b.ReportMetric(4650*1e3*b.Elapsed().Seconds()/float64(size), "ms/4.65kB")
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "tokens/s")
}

// longReports are the articles of PolNeAR's training part that have between 4 and
// 5.3 kB.
func longReports(b *testing.B) []detente.Article {
	b.Helper()
	r, err := datasets.NewReader([]string{golden.Shared(b, "data/attribution/polnear.train.jsonl.gz")}, datasets.Options{})
	if err != nil {
		b.Fatal(err)
	}
	var list []detente.Article
	for a, err := range r.Read(b.Context()) {
		if err != nil {
			b.Fatal(err)
		}
		if n := len(a.Text); n >= 4000 && n < 5300 {
			list = append(list, a)
		}
	}
	return list
}
