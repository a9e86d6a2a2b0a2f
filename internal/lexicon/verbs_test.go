package lexicon

import (
	"testing"
)

func TestInflect(t *testing.T) {
	verbs, err := Verbs()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		lemma, s, past, participle, ing string
	}{
		{"say", "says", "said", "said", "saying"},
		{"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"},
		{"impose", "imposes", "imposed", "imposed", "imposing"},
		{"deny", "denies", "denied", "denied", "denying"},
		{"veto", "vetoes", "vetoed", "vetoed", "vetoing"},
		{"expel", "expels", "expelled", "expelled", "expelling"},
		{"threaten", "threatens", "threatened", "threatened", "threatening"},
		{"ban", "bans", "banned", "banned", "banning"},
		{"attack", "attacks", "attacked", "attacked", "attacking"},
		{"agree", "agrees", "agreed", "agreed", "agreeing"},
		{"seize", "seizes", "seized", "seized", "seizing"},
		{"undergo", "undergoes", "underwent", "undergone", "undergoing"},
		{"raid", "raids", "raided", "raided", "raiding"},
		{"stockpile", "stockpiles", "stockpiled", "stockpiled", "stockpiling"}, // by rule alone
	} {
		for form, word := range map[VerbForm]string{FormBase: tc.lemma, FormS: tc.s, FormPast: tc.past, FormParticiple: tc.participle, FormIng: tc.ing} {
			found := false
			for _, f := range verbs.Inflect(tc.lemma) {
				found = found || f.Form == form && f.Word == word
			}
			if !found {
				t.Errorf("Inflect(%q) = %v, want %q as form %d", tc.lemma, verbs.Inflect(tc.lemma), word, form)
			}
		}
	}
}

func TestVerbsLookup(t *testing.T) {
	verbs, err := Verbs()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		word, lemma string
		forms       VerbForm
	}{
		{"Said", "say", FormPast | FormParticiple},
		{"met", "meet", FormPast | FormParticiple},
		{"found", "find", FormPast | FormParticiple}, // not to found
		{"saw", "see", FormPast},                     // not to saw
		{"put", "put", FormBase | FormPast | FormParticiple},
		{"was", "be", FormPast},
		{"are", "be", FormBase},
		{"vetoes", "veto", FormS},
	} {
		want := Verb{Hash(tc.lemma), tc.forms}
		if got, ok := verbs.Lookup(Hash(tc.word)); !ok || got != want {
			t.Errorf("Lookup(%q) = %v, %v, want %v of %q", tc.word, got, ok, want, tc.lemma)
		}
	}
	if _, ok := verbs.Lookup(Hash("table-top")); ok {
		t.Error("Lookup of no verb found one")
	}
}
