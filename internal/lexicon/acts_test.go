package lexicon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

func hashes(s string) (out []uint64) {
	for _, w := range strings.Fields(s) {
		out = append(out, Hash(w))
	}
	return out
}

func TestActsFind(t *testing.T) {
	acts, err := Acts()
	if err != nil {
		t.Fatal(err)
	}
	type want struct {
		Entry string
		Class detente.Class
		Mode  detente.Mode
		Words int
		Form  VerbForm
	}
	for _, tc := range []struct {
		text string
		want want
	}{
		{"bombed a depot", want{"bomb", detente.Assault, 0, 1, FormPast | FormParticiple}},
		{"called for calm", want{"call for calm", detente.Request, detente.ModeAppeal, 3, FormPast | FormParticiple}},
		{"called off talks", want{"call off talks", detente.Reject, 0, 3, FormPast | FormParticiple}},
		{"Sanctions", want{"sanction", detente.Sanction, 0, 1, FormS}},
		{"airstrikes", want{"airstrike", detente.Assault, 0, 1, 0}},
		{"cease - fire", want{"cease-fire", detente.Retreat, 0, 3, 0}},
		{"tariffs", want{"tariff", detente.Sanction, 0, 1, 0}},
		{"phone call with", want{"phone call", detente.Consult, detente.ModePhone, 2, 0}},
		{"shot down a drone", want{"shoot down", detente.Assault, 0, 2, FormPast | FormParticiple}},
		{"cut its ties", want{"cut ties", detente.Sanction, 0, 3, FormBase | FormPast | FormParticiple}},
		{"withdrew from the treaty", want{"withdraw from the treaty", detente.Sanction, 0, 4, FormPast}},
		{"accuses", want{"accuse", detente.Accuse, 0, 1, FormS}},
		{"denied", want{"deny", detente.Reject, detente.ModeDeny, 1, FormPast | FormParticiple}},
		{"critical", want{"critical", detente.Accuse, 0, 1, 0}},
	} {
		hit, ok := acts.Find(hashes(tc.text), 0)
		if !ok {
			t.Errorf("Find(%q): nothing", tc.text)
			continue
		}
		got := want{hit.Act.Entry, hit.Act.Class, hit.Act.Mode, hit.Words, hit.Form}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", tc.text, diff)
		}
	}
	for _, text := range []string{"the", "table", ""} {
		if hit, ok := acts.Find(hashes(text), 0); ok {
			t.Errorf("Find(%q) = %q, want nothing", text, hit.Act.Entry)
		}
	}
}

func TestActsPairAndCarried(t *testing.T) {
	acts, err := Acts()
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := acts.Pair(Hash("revoke"), Hash("visa")); !ok || a.Class != detente.Sanction {
		t.Errorf("Pair(revoke, visa) = %v, %v", a, ok)
	}
	for _, tc := range []struct {
		carrier, noun string
		want          detente.Class
	}{
		{"imposed", "curfew", detente.Coerce},
		{"called off", "negotiations", detente.Reject},
		{"lifted", "embargo", detente.Retreat},
		{"suspended", "cooperation", detente.Sanction},
		{"planned", "talks", detente.Consult},
	} {
		c, ok1 := acts.Carrier(hashes(tc.carrier), 0)
		n, ok2 := acts.Noun(hashes(tc.noun), 0)
		if !ok1 || !ok2 {
			t.Fatalf("%s %s: not found (%v, %v)", tc.carrier, tc.noun, ok1, ok2)
		}
		if got, _ := Carried(c.Act.Kind, n.Act); got != tc.want {
			t.Errorf("%s %s = %v, want %v", tc.carrier, tc.noun, got, tc.want)
		}
	}
}

// Every verb of the tables has to be inflected by the table of verbs, or its
// irregular forms would be missed.
func TestActVerbsAreVerbs(t *testing.T) {
	rows, err := Rows("acts.tsv", actsTSV, 6)
	if err != nil {
		t.Fatal(err)
	}
	verbs, err := Verbs()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if row[1] == "noun" || row[1] == "adj" {
			continue
		}
		for _, entry := range alternatives(row[0]) {
			first, _, _ := strings.Cut(entry, " ")
			if v, ok := verbs.Lookup(Hash(first)); !ok || v.Lemma != Hash(first) {
				t.Errorf("%q: %q is not a lemma of verbs.tsv", row[0], first)
			}
		}
	}
}

func BenchmarkActsFind(b *testing.B) {
	acts, err := Acts()
	if err != nil {
		b.Fatal(err)
	}
	words := hashes("the president of averland has accused its neighbour of arming rebels and imposed new sanctions on two banks after a phone call with the queen")
	b.ReportAllocs()
	for b.Loop() {
		for i := range words {
			acts.Find(words, i)
		}
	}
}
