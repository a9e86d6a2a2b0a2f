package sample

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"detente/internal/lexicon"
)

type article struct {
	ID, Title, Text, Date, Outlet, Author, URL, Voice string
}

type planted struct {
	Turns []struct {
		Level, Speaker, Target, Direction, Earliest, Latest string
		LastBefore                                          string `json:"last_before_doc"`
		FirstAfter                                          string `json:"first_after_doc"`
	}
	Control [][2]string
	Copies  [][]string
	Retold  struct {
		First  string
		Latest string
		Again  []string
	}
}

func decode(t *testing.T, data []byte, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %v", data[:min(len(data), 60)], err)
	}
}

func readCorpus(t *testing.T) []article {
	t.Helper()
	var out []article
	for line := range bytes.Lines(Corpus()) {
		var a article
		decode(t, line, &a)
		out = append(out, a)
	}
	return out
}

func byID(t *testing.T) map[string]article {
	t.Helper()
	m := map[string]article{}
	for _, a := range readCorpus(t) {
		m[a.ID] = a
	}
	return m
}

func readPlanted(t *testing.T) planted {
	t.Helper()
	data, err := os.ReadFile("planted.json")
	if err != nil {
		t.Fatal(err)
	}
	var p planted
	decode(t, data, &p)
	return p
}

func day(t *testing.T, s string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		t.Error(err)
	}
	return d
}

func TestArticles(t *testing.T) {
	if !utf8.Valid(Corpus()) {
		t.Fatal("corpus.jsonl is not UTF-8")
	}
	articles := readCorpus(t)
	if len(articles) < 40 {
		t.Errorf("%d articles, want at least 40", len(articles))
	}
	seen := map[string]bool{}
	for _, a := range articles {
		if seen[a.ID] {
			t.Errorf("%s: id twice", a.ID)
		}
		seen[a.ID] = true
		if day(t, a.Date).Year() != 2031 {
			t.Errorf("%s: date %s, want 2031", a.ID, a.Date)
		}
		if n := len(strings.Fields(a.Text)); n < 120 || n > 350 {
			t.Errorf("%s: %d words, want 120 to 350", a.ID, n)
		}
		if a.Title == "" || a.Outlet == "" {
			t.Errorf("%s: no title or no outlet", a.ID)
		}
		if a.Voice != "" && (a.Voice != "author" || a.Author == "") {
			t.Errorf("%s: voice %q of author %q", a.ID, a.Voice, a.Author)
		}
	}
	if !slices.IsSortedFunc(articles, func(a, b article) int { return strings.Compare(a.Date+a.ID, b.Date+b.ID) }) {
		t.Error("not in order of date and id")
	}
}

// Each outlet has one house style of quotation marks and apostrophes, so that
// the corpus holds both.
func TestHouseStyle(t *testing.T) {
	const straight, curly = `"'`, "“”‘’"
	marks := map[string]string{"The Corvin Courier": curly, "Marlo Standard": curly, "Oststad Wire": straight}
	for _, a := range readCorpus(t) {
		other := straight
		switch marks[a.Outlet] {
		case "":
			t.Errorf("%s: unknown outlet %q", a.ID, a.Outlet)
		case straight:
			other = curly
		}
		for _, s := range []string{a.Title, a.Text} {
			if i := strings.IndexAny(s, other); i >= 0 {
				t.Errorf("%s: mark of another style: %q", a.ID, s[i:min(len(s), i+30)])
			}
		}
	}
}

// Prints of one wire story differ in place, marks and title only.
func TestCopies(t *testing.T) {
	articles := byID(t)
	straighten := strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")
	for _, ids := range readPlanted(t).Copies {
		var first string
		outlets, places := map[string]bool{}, map[string]bool{}
		for i, id := range ids {
			a := articles[id]
			place, body, ok := strings.Cut(a.Text, " (Meridian)")
			if !ok {
				t.Errorf("%s: no article with a dateline of Meridian", id)
				continue
			}
			body = straighten.Replace(strings.TrimLeft(body, " -—"))
			if i == 0 {
				first = body
			}
			if diff := cmp.Diff(first, body); diff != "" {
				t.Errorf("%s against %s (-want +got):\n%s", id, ids[0], diff)
			}
			outlets[a.Outlet], places[place] = true, true
		}
		if len(outlets) != 3 || len(places) != 2 {
			t.Errorf("%v: %d outlets and %d datelines, want 3 and 2", ids, len(outlets), len(places))
		}
	}
}

func TestPlanted(t *testing.T) {
	p, articles := readPlanted(t), byID(t)
	countries := map[string]bool{}
	rows, err := lexicon.Rows("actors.tsv", string(Actors()), 11)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		countries[row[1]] = row[3] == "country"
	}
	published := func(id string) time.Time {
		t.Helper()
		if articles[id].ID == "" {
			t.Errorf("no article %q", id)
			return time.Time{}
		}
		return day(t, articles[id].Date)
	}
	actors := func(names ...string) {
		t.Helper()
		for _, n := range names {
			if !countries[n] {
				t.Errorf("%q is no country of actors.tsv", n)
			}
		}
	}
	for _, turn := range p.Turns {
		actors(turn.Speaker, turn.Target)
		if turn.Level != "actor" || turn.Direction != "warmer" && turn.Direction != "colder" {
			t.Errorf("turn %+v: level or direction unknown", turn)
		}
		lo, hi := day(t, turn.Earliest), day(t, turn.Latest)
		if !lo.Before(hi) || !published(turn.LastBefore).Before(published(turn.FirstAfter)) {
			t.Errorf("turn %+v: ends in the wrong order", turn)
		}
		if after := published(turn.FirstAfter); after.Before(lo) || after.After(hi) {
			t.Errorf("turn %+v: first article after it, of %s, lies outside", turn, after.Format(time.DateOnly))
		}
	}
	for _, pair := range p.Control {
		actors(pair[0], pair[1])
	}
	for _, id := range p.Retold.Again {
		if published(id).Before(published(p.Retold.First)) {
			t.Errorf("%s retells %s before it", id, p.Retold.First)
		}
	}
}

// TestGoldLiesInItsTexts checks the rows coded by hand against the articles.
func TestGoldLiesInItsTexts(t *testing.T) {
	data, err := os.ReadFile("gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, line := range bytes.Split(bytes.TrimSpace(Corpus()), []byte("\n")) {
		var a struct{ ID, Text string }
		if err := json.Unmarshal(line, &a); err != nil {
			t.Fatal(err)
		}
		texts[a.ID] = a.Text
	}
	coded := map[string]bool{}
	for n, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var row struct {
			Doc, ID, Kind        string
			Content, Cue, Source [][2]int
		}
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		text, ok := texts[row.Doc]
		if !ok {
			t.Fatalf("line %d: no article %q", n+1, row.Doc)
		}
		coded[row.Doc] = true
		if len(row.Content) == 0 {
			t.Errorf("line %d: no content", n+1)
		}
		for _, spans := range [][][2]int{row.Content, row.Cue, row.Source} {
			for _, s := range spans {
				if s[0] < 0 || s[0] >= s[1] || s[1] > len(text) || !utf8.ValidString(text[s[0]:s[1]]) {
					t.Errorf("line %d: span %v is no stretch of %s", n+1, s, row.Doc)
				}
			}
		}
	}
	if len(coded) != len(texts) {
		t.Errorf("%d of %d articles are coded", len(coded), len(texts))
	}
}
