package pipeline

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets/sample"
)

// planted is what datasets/sample/planted.json says is in the sample corpus.
type planted struct {
	Turns   []plantedTurn
	Control [][2]string
	Copies  [][]string
	Retold  struct {
		First  string
		Latest string // the last day on which it can have been made
		Again  []string
	}
}

type plantedTurn struct {
	Speaker, Target, Direction string
	Earliest, Latest           string
	LastBeforeDoc              string `json:"last_before_doc"`
	FirstAfterDoc              string `json:"first_after_doc"`
}

// is reports whether a found turn is the planted one: their intervals meet.
// Either may be the wider, for the events next to a turn need not all be read.
func (w *plantedTurn) is(t *testing.T, s *detente.Shift) bool {
	t.Helper()
	lo, err := detente.ParseDay(w.Earliest)
	if err != nil {
		t.Fatal(err)
	}
	hi, err := detente.ParseDay(w.Latest)
	if err != nil {
		t.Fatal(err)
	}
	return s.Direction.String() == w.Direction && s.Turn.Overlaps(detente.Days(lo, hi))
}

// sampleArticles is the sample corpus.
func sampleArticles(t *testing.T) []detente.Article {
	t.Helper()
	var list []detente.Article
	lines := bufio.NewScanner(bytes.NewReader(sample.Corpus()))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var a struct{ ID, Title, Text, Date, Outlet, Author, URL string }
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		list = append(list, detente.Article{ID: a.ID, Title: a.Title, Text: a.Text, Outlet: a.Outlet, Author: a.Author, URL: a.URL, Published: publishedOn(t, a.Date)})
	}
	return list
}

// runSample runs articles of the sample corpus with its table of actors.
func runSample(t *testing.T, list []detente.Article) *memory {
	t.Helper()
	return runAll(t, Options{Actors: sample.Actors(), ActorsName: "actors.tsv"}, list...)
}

// sampleRun is the sample corpus, run, and what was planted in it.
func sampleRun(t *testing.T) (*memory, *planted) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "datasets", "sample", "planted.json"))
	if err != nil {
		t.Fatal(err)
	}
	var p planted
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	return runSample(t, sampleArticles(t)), &p
}

// turns are the detected turns of a pair of actors, by name, of words and of
// words and deeds together.
func (m *memory) turns(speaker, target string) []detente.Shift {
	names := map[string]string{}
	for _, e := range m.entities {
		names[e.Entity.ID] = e.Entity.Name
	}
	var out []detente.Shift
	for _, s := range m.shifts {
		if s.Dyad.Level == detente.LevelActor && names[s.Dyad.Speaker] == speaker && names[s.Dyad.Target] == target &&
			(s.Verdict == detente.Detected || s.Verdict == detente.Robust) {
			out = append(out, s)
		}
	}
	return out
}

// TestSampleTurns: every planted turn is found, in its direction and at its
// time, with the statements that decide it, and no other of these pairs; the
// control pairs have none.
func TestSampleTurns(t *testing.T) {
	m, p := sampleRun(t)
	docs := map[string]string{}
	for _, s := range m.statements {
		docs[s.StatementID] = s.DocID
	}
	seen := map[string]bool{}
	for i := range p.Turns {
		w := &p.Turns[i]
		found := m.turns(w.Speaker, w.Target)
		if !slices.ContainsFunc(found, func(s detente.Shift) bool {
			return w.is(t, &s) && docs[s.LastBefore] == w.LastBeforeDoc && docs[s.FirstAfter] == w.FirstAfterDoc
		}) {
			t.Errorf("%s to %s, %s between %s and %s, decided by %s and %s: not found", w.Speaker, w.Target, w.Direction, w.Earliest, w.Latest, w.LastBeforeDoc, w.FirstAfterDoc)
		}
		for _, s := range found {
			if seen[s.ID] {
				continue
			}
			seen[s.ID] = true
			t.Logf("%s to %s (%s): %s %s, %s, between %s and %s", w.Speaker, w.Target, s.Dyad.Channel, s.Direction, s.Turn, s.Verdict, docs[s.LastBefore], docs[s.FirstAfter])
			if !slices.ContainsFunc(p.Turns, func(o plantedTurn) bool {
				return o.Speaker == w.Speaker && o.Target == w.Target && o.is(t, &s)
			}) {
				t.Errorf("%s to %s: %s %s was not planted", w.Speaker, w.Target, s.Direction, s.Turn)
			}
		}
	}
	for _, pair := range p.Control {
		for _, s := range m.turns(pair[0], pair[1]) {
			t.Errorf("control %s to %s: %s %s", pair[0], pair[1], s.Direction, s.Turn)
		}
	}
}

// TestSampleCopies: what is planted as copies is one group, and no more is.
func TestSampleCopies(t *testing.T) {
	m, p := sampleRun(t)
	groups := map[string][]string{}
	for _, d := range m.documents {
		groups[d.CopyGroup] = append(groups[d.CopyGroup], d.DocID)
	}
	var got [][]string
	for _, d := range m.documents {
		if g := groups[d.DocID]; len(g) > 1 {
			slices.Sort(g)
			got = append(got, g)
		}
	}
	slices.SortFunc(got, slices.Compare)
	want := slices.Clone(p.Copies)
	for _, g := range want {
		slices.Sort(g)
	}
	slices.SortFunc(want, slices.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("copies (-planted +found):\n%s", diff)
	}
}

// retoldBy is the last day on which the retold threat can have been made.
func retoldBy(t *testing.T, p *planted) detente.Day {
	t.Helper()
	day, err := detente.ParseDay(p.Retold.Latest)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

// TestSampleRetold: the planted threat is one event in all articles in which it
// is read as a threat to its target.
func TestSampleRetold(t *testing.T) {
	m, p := sampleRun(t)
	again := append([]string{p.Retold.First}, p.Retold.Again...)
	var event string
	told := map[string]bool{}
	for _, s := range m.statements {
		if !slices.Contains(again, s.DocID) || s.Nested || s.SpeakerActor != "Averland" || s.TargetActor != "Bexia" || len(s.Scores) == 0 || s.Scores[0].Class != detente.Threaten {
			continue
		}
		if lo := s.When.Interval.Lo; lo.Bounded() && lo.Day() > retoldBy(t, p) {
			continue // another threat, which the text dates behind the planted one
		}
		if event == "" && s.DocID == p.Retold.First {
			event = s.EventID
		}
		switch {
		case s.EventID == event:
			told[s.DocID] = true
		default:
			t.Errorf("%s: %q is an event of its own (%s, %s)", s.DocID, s.Content, s.When.Interval, s.When.Method)
		}
	}
	t.Logf("told in %d of %d articles", len(told), len(again))
	if len(told) < 8 {
		t.Errorf("the threat is one event in %d articles, want 8 or more of %d", len(told), len(again))
	}
}

// TestSampleToldOnce holds the fourth promise on the sample: without its copies,
// and without the sentences that do nothing but tell the planted threat again, the pairs have
// the same number of events and the same turns.
func TestSampleToldOnce(t *testing.T) {
	often, p := sampleRun(t)
	var event string
	for _, s := range often.statements {
		if s.DocID == p.Retold.First && s.Scores[0].Class == detente.Threaten && s.TargetActor == "Bexia" {
			event = s.EventID
			break
		}
	}
	type sentence struct{ doc, text string }
	other := map[sentence]bool{} // sentences that tell something else as well
	for _, s := range often.statements {
		other[sentence{s.DocID, s.Context}] = other[sentence{s.DocID, s.Context}] || s.EventID != event
	}
	again := map[string][]string{} // sentences to cut, by document
	for at, more := range other {
		if !more && at.doc != p.Retold.First {
			again[at.doc] = append(again[at.doc], at.text)
		}
	}
	if len(again) < 5 {
		t.Fatalf("the threat comes back in a sentence of its own in %d articles only", len(again))
	}
	var list []detente.Article
	for _, a := range sampleArticles(t) {
		if slices.ContainsFunc(p.Copies, func(group []string) bool { return slices.Contains(group[:len(group)-1], a.ID) }) {
			continue
		}
		for _, text := range again[a.ID] {
			a.Text = strings.Replace(a.Text, text, "", 1)
		}
		list = append(list, a)
	}
	once := runSample(t, list)
	turns := func(m *memory) []string {
		var out []string
		for _, pair := range [][2]string{{"Averland", "Bexia"}, {"Bexia", "Averland"}} {
			for _, s := range m.turns(pair[0], pair[1]) {
				out = append(out, fmt.Sprintf("%s to %s (%s): %s %s, %d events, %s", pair[0], pair[1], s.Dyad.Channel, s.Direction, s.Turn, s.Events, s.Verdict))
			}
		}
		slices.Sort(out)
		return out
	}
	if diff := cmp.Diff(turns(once), turns(often)); diff != "" {
		t.Errorf("turns (-told once +told often):\n%s", diff)
	}
}
