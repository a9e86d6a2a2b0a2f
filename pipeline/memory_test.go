package pipeline

import (
	"context"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
)

// memory is a Sink that keeps all rows.
type memory struct {
	layout     Layout
	documents  []detente.DocumentRow
	texts      map[string]string
	statements []detente.StatementRow
	entities   []detente.EntityRow
	series     []detente.PeriodRow
	shifts     []detente.Shift
}

func (m *memory) Document(r detente.DocumentRow) error {
	m.documents = append(m.documents, r)
	return nil
}

func (m *memory) Text(r detente.TextRow) error {
	m.texts[r.DocID] = r.Text
	return nil
}

func (m *memory) Statement(r detente.StatementRow) error {
	m.statements = append(m.statements, r)
	return nil
}

func (m *memory) Entity(r detente.EntityRow) error {
	m.entities = append(m.entities, r)
	return nil
}

func (m *memory) Series(r detente.PeriodRow) error {
	m.series = append(m.series, r)
	return nil
}

func (m *memory) Shift(s detente.Shift) error {
	m.shifts = append(m.shifts, s)
	return nil
}

func articles(list ...detente.Article) iter.Seq2[detente.Article, error] {
	return func(yield func(detente.Article, error) bool) {
		for _, a := range list {
			if !yield(a, nil) {
				return
			}
		}
	}
}

// runAll is Spool and Finish in a temporary folder.
func runAll(t *testing.T, opt Options, list ...detente.Article) *memory {
	t.Helper()
	p, err := New(opt)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := p.Spool(context.Background(), articles(list...), dir, Shard{}, nil); err != nil {
		t.Fatal(err)
	}
	return finishAll(t, p, dir)
}

func finishAll(t *testing.T, p *Pipeline, spools ...string) *memory {
	t.Helper()
	m := &memory{texts: map[string]string{}}
	if _, err := p.Finish(context.Background(), spools, filepath.Join(t.TempDir(), "merge"), func(l Layout) (Sink, error) {
		m.layout = l
		return m, nil
	}); err != nil {
		t.Fatal(err)
	}
	return m
}

func seedText(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(golden.Shared(t, "data/seed/article.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func publishedOn(t *testing.T, date string) detente.Published {
	t.Helper()
	day, err := detente.ParseDay(date)
	if err != nil {
		t.Fatal(err)
	}
	return detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")
