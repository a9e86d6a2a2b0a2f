package mention_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/segment"
)

// shared gives a path in the shared data, or skips the test.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("DETENTE_SHARED")
	if root == "" {
		root = "../shared"
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join("../..", root)
	}
	p := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skipf("no shared data: %v (set DETENTE_SHARED)", err)
	}
	return p
}

func published(t testing.TB, s string) detente.Published {
	t.Helper()
	if s == "" {
		return detente.Published{}
	}
	d, err := detente.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return detente.Published{Interval: detente.Days(d, d), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
}

func resolve(r *mention.Resolver, a *detente.Article) *detente.Coref {
	doc := segment.Split(a.Text)
	return r.Resolve(doc, attribution.Find(doc, a.Voice), a)
}

func render(text string, c *detente.Coref) string {
	var b strings.Builder
	for _, m := range c.Mentions {
		who := "-"
		if m.Entity >= 0 {
			who = c.Entities[m.Entity].ID
		} else {
			who = "? " + m.Reason.String()
		}
		for _, a := range m.Also {
			who += " + " + c.Entities[a].ID
		}
		fmt.Fprintf(&b, "%-40q %-8s %s  (%s %.2f)\n", m.Span.In(text), m.Form, who, m.Rule, m.Confidence)
	}
	return b.String()
}

func TestDump(t *testing.T) {
	file := os.Getenv("MENTION_TEXT")
	if file == "" {
		t.Skip("set MENTION_TEXT to a text file to see its mentions")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := &detente.Article{Text: string(text), Published: published(t, os.Getenv("MENTION_DATE")), Voice: detente.VoiceReported}
	c := resolve(mention.New(base), a)
	t.Log("\n" + render(a.Text, c))
	for _, e := range c.Entities {
		t.Logf("%-30s %-28s %s country=%s role=%q sector=%s actor=%s gender=%d", e.ID, e.Name, e.Type, e.Country, e.Role, e.Sector, e.Actor, e.Gender)
	}
}

func BenchmarkResolve(b *testing.B) {
	base, err := kb.Load()
	if err != nil {
		b.Fatal(err)
	}
	text, err := os.ReadFile(shared(b, "data", "seed", "article.txt"))
	if err != nil {
		b.Fatal(err)
	}
	a := &detente.Article{Text: string(text), Published: published(b, "2026-01-08"), Voice: detente.VoiceReported}
	doc := segment.Split(a.Text)
	attrs := attribution.Find(doc, a.Voice)
	r := mention.New(base)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		r.Resolve(doc, attrs, a)
	}
}

// invented gives the base with the invented actors of the tests.
func invented(t testing.TB) *kb.Base {
	t.Helper()
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("testdata/actors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if base, err = base.WithActors("testdata/actors.tsv", f); err != nil {
		t.Fatal(err)
	}
	return base
}

func TestGolden(t *testing.T) {
	r := mention.New(invented(t))
	golden.Run(t, "testdata/*.txt", func(t *testing.T, c golden.Case) string {
		a := &detente.Article{Text: c.Input, Published: published(t, c.Args["published"]), Voice: detente.VoiceReported, Author: c.Args["author"], Outlet: c.Args["outlet"]}
		if c.Args["voice"] == "author" {
			a.Voice = detente.VoiceAuthor
		}
		coref := resolve(r, a)
		checkCoref(t, a.Text, coref)
		return render(a.Text, coref) + actors(coref)
	})
}

// actors lists the entities that speak for another or have a sector.
func actors(c *detente.Coref) string {
	var b strings.Builder
	for _, e := range c.Entities {
		fmt.Fprintf(&b, "= %s  %s  role=%q sector=%s actor=%s\n", e.ID, e.Type, e.Role, e.Sector, e.Actor)
	}
	return b.String()
}

// checkCoref fails when spans, order or indexes are wrong.
func checkCoref(t testing.TB, text string, c *detente.Coref) {
	t.Helper()
	last := int32(0)
	ids := map[string]bool{}
	for i, m := range c.Mentions {
		if m.Span.Start < last || m.Span.End < m.Span.Start || int(m.Span.End) > len(text) {
			t.Fatalf("mention %d: span %v out of order or range", i, m.Span)
		}
		last = m.Span.Start
		if !utf8.ValidString(m.Span.In(text)) {
			t.Fatalf("mention %d: span %v cuts a rune", i, m.Span)
		}
		if m.Entity >= int32(len(c.Entities)) || m.Entity < 0 && m.Reason == detente.ReasonNone || m.Rule == "" || m.Antecedent >= int32(i) {
			t.Fatalf("mention %d %q: entity %d, reason %v, rule %q, antecedent %d", i, m.Span.In(text), m.Entity, m.Reason, m.Rule, m.Antecedent)
		}
		for _, a := range m.Also {
			if a < 0 || int(a) >= len(c.Entities) {
				t.Fatalf("mention %d: also %d of %d entities", i, a, len(c.Entities))
			}
		}
	}
	for _, e := range c.Entities {
		if e.ID == "" || e.Name == "" || e.Actor == "" || ids[e.ID] {
			t.Fatalf("entity %+v: empty or doubled", e)
		}
		ids[e.ID] = true
	}
}
