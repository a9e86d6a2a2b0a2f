package mention_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente"
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
