package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets"
	"detente/internal/golden"
)

func post(id, text, date string, t *testing.T) detente.Article {
	return detente.Article{ID: id, Text: text, Published: publishedOn(t, date), Outlet: "Corvin Post"}
}

func TestDocumentIDs(t *testing.T) {
	m := runAll(t, Options{},
		post("twice", "France condemned the raid.", "2024-05-01", t),
		post("twice", "France condemned the raid.", "2024-05-01", t),
		post("clash", "France condemned the raid on Monday.", "2024-05-01", t),
		post("clash", "France praised the talks on Monday.", "2024-05-01", t),
		post("own", "France praised the talks.", "2024-05-01", t),
		detente.Article{Input: "a/b.txt", Text: "France praised the deal.", Published: publishedOn(t, "2024-05-01")},
		detente.Article{Input: "x.zip", InnerPath: "b.txt", Text: "France praised the deal.", Published: publishedOn(t, "2024-05-01")},
	)
	var ids []string
	for _, d := range m.documents {
		id := d.DocID
		if i := strings.IndexByte(id, '#'); i >= 0 {
			if len(id)-i != 9 {
				t.Errorf("%s: want 8 digits of the text's hash", id)
			}
			id = id[:i] + "#"
		}
		ids = append(ids, id)
	}
	if diff := cmp.Diff([]string{"a/b.txt#", "clash#", "clash#", "own", "twice", "twice~2", "x.zip:b.txt#"}, ids); diff != "" {
		t.Errorf("doc ids (-want +got):\n%s", diff)
	}
	copies := 0
	for _, d := range m.documents {
		if d.IsCopy {
			copies++
		}
	}
	if copies != 2 {
		t.Errorf("%d copies, want 2", copies)
	}
}

func TestAddingAnArticleChangesNoIDOfAnother(t *testing.T) {
	one := post("one", "Emmanuel Macron condemned Algeria on Monday. “We will not forget it,” he said.", "2024-05-01", t)
	alone := runAll(t, Options{}, one)
	among := runAll(t, Options{}, post("zero", "Algeria praised France on Tuesday.", "2024-04-01", t), one, post("two", "Algeria thanked France.", "2024-06-01", t))
	ids := func(m *memory) (out []string) {
		for i := range m.statements {
			if m.statements[i].DocID == "one" {
				out = append(out, m.statements[i].StatementID)
			}
		}
		return out
	}
	if a, b := ids(alone), ids(among); len(a) == 0 || !slices.Equal(a, b) {
		t.Errorf("statement ids alone %v, among others %v", a, b)
	}
	seen := map[string]bool{}
	for i := range among.statements {
		if id := among.statements[i].StatementID; seen[id] {
			t.Errorf("statement id %s twice", id)
		} else {
			seen[id] = true
		}
	}
}

// TestEveryNumberLeadsToBytes holds the second promise on our own sample.
func TestEveryNumberLeadsToBytes(t *testing.T) {
	m := runAll(t, Options{}, post("a", "Emmanuel Macron said on Monday he would “never” forgive Algeria. “It was a crime,” he said, “and we will answer it.”", "2024-05-01", t))
	rows := map[string]detente.StatementRow{}
	for _, r := range m.statements {
		rows[r.StatementID] = r
		text := m.texts[r.DocID]
		var parts []string
		for _, s := range r.ContentSpans {
			parts = append(parts, s.In(text))
		}
		if got := strings.Join(parts, " … "); got != r.Content {
			t.Errorf("content %q, its bytes %q", r.Content, got)
		}
		if r.CueSpan.In(text) != r.Cue || r.SourceSpan.In(text) != r.Source {
			t.Errorf("cue %q or source %q differ from their bytes", r.Cue, r.Source)
		}
	}
	for _, s := range m.shifts {
		for _, id := range slices.Concat(s.EvidenceBefore, s.EvidenceAfter, s.EvidenceAgainst, []string{s.LastBefore, s.FirstAfter}) {
			if rows[id].StatementID == "" && id != "" {
				t.Errorf("turn %s names statement %s, which is no row", s.ID, id)
			}
		}
	}
}

func TestSpoolKeepsErrorsAndStopsOnOthers(t *testing.T) {
	p, err := New(Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	bad := &detente.ArticleError{Input: "x.jsonl", Record: 3, Stage: "read", Err: errors.New("no text")}
	dir := t.TempDir()
	in := func(fatal error) func(func(detente.Article, error) bool) {
		return func(yield func(detente.Article, error) bool) {
			_ = yield(post("a", "France praised the talks.", "2024-05-01", t), nil) && yield(detente.Article{}, bad) &&
				yield(detente.Article{Text: "\xff\xfe"}, nil) && (fatal == nil || yield(detente.Article{}, fatal))
		}
	}
	done, err := p.Spool(context.Background(), in(nil), dir, Shard{}, nil)
	if err != nil || done.Articles != 1 || done.Errors != 2 {
		t.Errorf("Spool: %+v, %v, want 1 article and 2 errors", done, err)
	}
	done, err = p.Spool(context.Background(), in(nil), dir, Shard{}, nil)
	if err != nil || done.Resumed != 1 || done.Errors != 2 {
		t.Errorf("again: %+v, %v, want everything taken over", done, err)
	}
	full := errors.New("disk full")
	if _, err := p.Spool(context.Background(), in(full), t.TempDir(), Shard{}, nil); !errors.Is(err, full) {
		t.Errorf("a fatal error gave %v", err)
	}
}

// TestManyChunksAreMergedInSteps makes more chunks than may be open at once.
func TestManyChunksAreMergedInSteps(t *testing.T) {
	p, err := New(Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	var list []detente.Article
	for i := range mergeWidth*5 + 3 {
		list = append(list, post(fmt.Sprintf("a%04d", (i*37)%1009), "France praised the talks.", "2024-05-01", t))
	}
	dirs := []string{}
	for i := range list { // one spool an article gives one chunk each
		if i%4 != 0 {
			continue
		}
		dir := t.TempDir()
		if _, err := p.Spool(context.Background(), articles(list[i:min(i+4, len(list))]...), dir, Shard{}, nil); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, dir)
	}
	if len(dirs) <= mergeWidth {
		t.Fatalf("only %d chunks", len(dirs))
	}
	m := finishAll(t, p, dirs...)
	if len(m.documents) != len(list) || !slices.IsSortedFunc(m.documents, func(a, b detente.DocumentRow) int { return strings.Compare(a.DocID, b.DocID) }) {
		t.Errorf("%d documents of %d, or out of order", len(m.documents), len(list))
	}
}

func TestParseShard(t *testing.T) {
	if s, err := ParseShard("2/8"); err != nil || s != (Shard{2, 8}) {
		t.Errorf("2/8: %v, %v", s, err)
	}
	for _, bad := range []string{"", "2", "0/2", "3/2", "1/2x", "a/b", "01/2"} {
		if _, err := ParseShard(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestJoin(t *testing.T) {
	in := []InputFile{{Path: "a", SHA256: "1"}}
	part := func(i, n int) Source { return Source{Shard: Shard{i, n}, Inputs: in, Reading: []byte("{}")} }
	if s, err := Join([]Source{part(2, 2), part(1, 2)}); err != nil || len(s.Inputs) != 1 {
		t.Errorf("two shards of one input: %+v, %v", s, err)
	}
	other := Source{Inputs: []InputFile{{Path: "b", SHA256: "2"}}, Reading: []byte("{}")}
	if s, err := Join([]Source{other, part(0, 0)}); err != nil || len(s.Inputs) != 2 || s.Inputs[0].Path != "a" {
		t.Errorf("two inputs: %+v, %v", s, err)
	}
	for name, bad := range map[string][]Source{
		"half":        {part(1, 2)},
		"twice":       {part(1, 2), part(1, 2)},
		"other rules": {part(0, 0), {Fingerprint: "x", Reading: []byte("{}")}},
	} {
		if _, err := Join(bad); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestIdentities(t *testing.T) {
	an := func(role string) *detente.Analysis {
		return &detente.Analysis{
			Entities:   []detente.Entity{{ID: "ana-roe@XAV", Name: "Ana Roe", Role: role, Aliases: []string{"Roe", "Ana Roe"}, Actor: "XAV", ActorName: "Averland"}},
			Statements: []detente.Statement{{Roles: detente.Roles{Speakers: []detente.Role{{Entity: 0}}, Targets: []detente.Role{{Entity: 0}}}}},
		}
	}
	ids := newIdentities()
	for _, role := range []string{"minister", "president", "minister"} {
		ids.document(an(role))
	}
	rows := ids.rows()
	if len(rows) != 1 || rows[0].Entity.Role != "minister" || rows[0].Statements != 3 || rows[0].Documents != 3 || !slices.Equal(rows[0].Entity.Aliases, []string{"Roe"}) {
		t.Errorf("rows %+v", rows)
	}
	for name, want := range map[string][]string{"ana roe": {"ana-roe@XAV"}, "ROE": {"ana-roe@XAV"}, "Averland": {"XAV"}, "xav": {"XAV"}, "nobody": {}} {
		if got := ids.find(name); !slices.Equal(got, want) {
			t.Errorf("find(%q) = %v, want %v", name, got, want)
		}
	}
}

// TestCorpusLosesNothing reads whole articles of a real corpus, with all that
// the input says of them: no article may be lost to a fault of ours.
func TestCorpusLosesNothing(t *testing.T) {
	r, err := datasets.NewReader([]string{golden.Shared(t, "data/corpora/reuters21578.jsonl.gz")}, datasets.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	every := func(yield func(detente.Article, error) bool) {
		for a, err := range r.Read(t.Context()) {
			if n++; (n%20 == 0 || n < 200) && !yield(a, err) {
				return
			}
		}
	}
	done, err := p.Spool(t.Context(), every, t.TempDir(), Shard{}, nil)
	if err != nil || done.Errors > 0 || done.Articles < 1000 {
		t.Errorf("%d articles, %d lost: %v %q", done.Articles, done.Errors, err, done.First)
	}
}
