package pipeline

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"detente"
)

// invented are the countries of the articles below, which no table knows, and one
// minister of the user's own.
const invented = `AVL	Averland	adj:Averlandic; noun:Averlanders; seat:Averton	country	AVL	president	executive
BEX	Bexia	adj:Bexian; noun:Bexians; seat:Port Bex	country	BEX	prime minister	executive
COR	Corland	adj:Corlandish; noun:Corlanders; seat:Corlava	country	COR	president	executive
odo-harn@COR	Odo Harn		person	COR	opposition leader	opposition	M
`

// speakersOf gives the identifier of the first speaker of every row, by article.
func speakersOf(m *memory) map[string][]string {
	out := map[string][]string{}
	for i := range m.statements {
		if r := &m.statements[i]; r.SpeakerID != "" {
			out[r.DocID] = append(out[r.DocID], r.SpeakerID)
		}
	}
	return out
}

// TestRoster: whom one article names with an office is known in the others.
func TestRoster(t *testing.T) {
	named := post("named", "Foreign Minister Ana Torv of Averland said on Friday that Bexia had closed the strait.", "2031-05-02", t)
	for _, tc := range []struct {
		name, text, date string
		others           []detente.Article
		want             []string
	}{
		{name: "a surname, where the country is spoken of", text: "Torv said that Averland would pay.", date: "2031-05-04", want: []string{"ana-torv@AVL"}},
		{name: "a surname, where the country is not spoken of", text: "Torv said that Bexia would pay.", date: "2031-05-04", want: []string{"torv"}},
		{name: "a surname two years later", text: "Torv said that Averland would pay.", date: "2033-05-04", want: []string{"torv"}},
		{name: "a name in full without its office", text: "Ana Torv said that the port would stay open.", date: "2031-05-04", want: []string{"ana-torv@AVL"}},
		{name: "an office", text: "The foreign minister of Averland said that the port would stay open.", date: "2031-05-04", want: []string{"ana-torv@AVL"}},
		{name: "an office with a surname", text: "Averlandic Foreign Minister Torv said that the port would stay open.", date: "2031-05-04", want: []string{"ana-torv@AVL"}},
		{name: "another office", text: "The defence minister of Averland said that the port would stay open.", date: "2031-05-04", want: []string{"defence-minister@AVL"}},
		{name: "an office two years later", text: "The foreign minister of Averland said that the port would stay open.", date: "2033-05-04", want: []string{"foreign-minister@AVL"}},
		{name: "an office of another country", text: "The foreign minister of Bexia said that the port would stay open.", date: "2031-05-04", want: []string{"foreign-minister@BEX"}},
		{
			name: "two of one surname", text: "Torv said that Averland would pay.", date: "2031-05-04", want: []string{"torv"},
			others: []detente.Article{post("also", "Defence Minister Jan Torv of Averland said that Bexia had lied.", "2031-05-03", t)},
		},
		{
			name: "an office that has passed on", text: "The foreign minister of Averland said that the port would stay open.", date: "2031-09-20", want: []string{"pell-arden@AVL"},
			others: []detente.Article{post("also", "Foreign Minister Pell Arden of Averland said that Bexia had lied.", "2031-09-10", t)},
		},
		{
			name: "an office between two holders", text: "The foreign minister of Averland said that the port would stay open.", date: "2031-07-10", want: []string{"foreign-minister@AVL"},
			others: []detente.Article{post("also", "Foreign Minister Pell Arden of Averland said that Bexia had lied.", "2031-09-10", t)},
		},
		{
			name: "who speaks of the office is not its holder", text: "Torv said that the foreign minister of Averland was a liar.", date: "2031-05-04", want: []string{"torv"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := runAll(t, Options{Actors: []byte(invented), ActorsName: "invented"}, append(tc.others, named, post("asked", tc.text, tc.date, t))...)
			if diff := cmp.Diff(tc.want, speakersOf(m)["asked"]); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}

// TestActorsStand: a row of the user's table beats the built-in one, what the
// article says, and what other articles say.
func TestActorsStand(t *testing.T) {
	own := invented + "emmanuel-macron@AVL\tEmmanuel Macron\tsur:Macron\tperson\tAVL\tdefence minister\texecutive\tM\n"
	m := runAll(t, Options{Actors: []byte(own), ActorsName: "own"},
		post("built in", "Emmanuel Macron said on Monday that Bexia had closed the strait.", "2024-05-02", t),
		post("said", "Foreign Minister Odo Harn of Bexia said that the port would stay open.", "2031-05-04", t),
		post("said again", "Bexian Foreign Minister Harn said that the port would stay open. Harn criticised Averland.", "2031-05-05", t),
	)
	for _, want := range []struct{ doc, id, actor, sector string }{
		{"built in", "emmanuel-macron@AVL", "AVL", "executive"},
		{"said", "odo-harn@COR", "odo-harn@COR", "opposition"},
	} {
		i := slices.IndexFunc(m.statements, func(r detente.StatementRow) bool { return r.DocID == want.doc && r.SpeakerID != "" })
		if i < 0 {
			t.Errorf("%s: no row with a speaker", want.doc)
			continue
		}
		r := &m.statements[i]
		e := m.entities[slices.IndexFunc(m.entities, func(e detente.EntityRow) bool { return e.Entity.ID == r.SpeakerID })].Entity
		if e.ID != want.id || e.Actor != want.actor || e.Sector.String() != want.sector {
			t.Errorf("%s: %s of %s, %s; want %+v", want.doc, e.ID, e.Actor, e.Sector, want)
		}
	}
	if got := speakersOf(m)["said again"]; slices.Contains(got, "odo-harn@COR") {
		t.Errorf("the Bexian minister Harn is %v: another person than the user's Odo Harn of Corland", got)
	}
}

// TestRosterOfAnyOrder: neither the order of articles nor shards change a row.
func TestRosterOfAnyOrder(t *testing.T) {
	opt := Options{Actors: []byte(invented), ActorsName: "invented", Workers: 2}
	list := []detente.Article{
		post("a", "Foreign Minister Ana Torv of Averland said on Friday that Bexia had closed the strait.", "2031-05-02", t),
		post("b", "Torv said that Averland would pay. The foreign minister of Averland warned Bexia.", "2031-05-04", t),
		post("c", "Averlandic Foreign Minister Torv said that Bexia had lied.", "2031-06-04", t),
		post("d", "Finance Minister Ana Torv of Averland said that taxes would rise.", "2031-08-04", t),
		post("e", "Ana Torv said that Averland would sell its ships.", "2031-07-04", t),
		post("f", "Foreign Minister Pell Arden of Averland said that Bexia had lied.", "2031-08-10", t),
		post("g", "The foreign minister of Averland said that the port would stay open. Arden criticised Bexia.", "2031-08-12", t),
	}
	want := runAll(t, opt, list...)
	if !slices.Contains(speakersOf(want)["g"], "pell-arden@AVL") || !slices.Contains(speakersOf(want)["b"], "ana-torv@AVL") {
		t.Fatalf("speakers %v: nobody was found by the roster", speakersOf(want))
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range 3 {
		rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		p, err := New(opt)
		if err != nil {
			t.Fatal(err)
		}
		var spools []string
		for i := range 3 {
			dir := t.TempDir()
			if _, err := p.Spool(context.Background(), articles(list...), dir, Shard{i + 1, 3}, nil); err != nil {
				t.Fatal(err)
			}
			spools = append(spools, dir)
		}
		got := finishAll(t, p, spools...)
		if diff := cmp.Diff(want.statements, got.statements, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("statements (-in order +shuffled, three shards):\n%s", diff)
		}
		if diff := cmp.Diff(want.entities, got.entities); diff != "" {
			t.Errorf("entities (-in order +shuffled, three shards):\n%s", diff)
		}
	}
}
