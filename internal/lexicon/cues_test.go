package lexicon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCues(t *testing.T) {
	cues, err := Cues()
	if err != nil {
		t.Fatal(err)
	}
	type want struct {
		Entry      string
		Word       CueWord
		Kind       CueKind
		Complement Complement
		Words      int
	}
	for _, tc := range []struct {
		text string
		want want
	}{
		{"says", want{"say", CueVerb, CueSpeech, ThatClause | BareClause | Question | Quotation, 1}},
		{"vowed to", want{"vow", CueVerb, CueSpeech, ThatClause | BareClause | Quotation | Infinitive, 1}},
		{"condemned", want{"condemn", CueVerb, CueSpeech, NounPhrase, 1}},
		{"pointing out that", want{"point out", CueVerb, CueSpeech, ThatClause | BareClause | Quotation, 2}},
		{"believes", want{"believe", CueVerb, CueThought, ThatClause | BareClause | Infinitive, 1}},
		{"According to", want{"according to", CuePreposition, CueSpeech, Quotation, 2}},
		{"fears", want{"fear", CueVerb, CueThought, ThatClause | BareClause | NounPhrase, 1}},
		{"assertions", want{"assertion", CueNoun, CueSpeech, ThatClause, 1}},
	} {
		words := hashes(tc.text)
		hit, ok := cues.Verb(words, 0)
		if !ok {
			hit, ok = cues.Other(words, 0)
		}
		if !ok {
			t.Errorf("%q: no cue", tc.text)
			continue
		}
		got := want{hit.Cue.Entry, hit.Cue.Word, hit.Cue.Kind, hit.Cue.Complement, hit.Words}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tc.text, diff)
		}
	}
}

func TestTablesRefuse(t *testing.T) {
	for _, bad := range []string{"say\tword\tspeech\t1\tt", "say\tverb\tspeech\t2\tt", "say\tverb\tspeech\t1\tz"} {
		if _, err := readCues("t.tsv", bad); err == nil {
			t.Errorf("readCues(%q): no error", bad)
		}
	}
	for _, bad := range []string{"hit\tverb\tHURT\t\tobject", "hit\tthing\tASSAULT", "hit\tverb\tASSAULT\tloud", "hit\tverb\tASSAULT\t\tbelow", "hit\tverb\tASSAULT\t\tobject\thard"} {
		if _, err := readActs("t.tsv", bad); err == nil {
			t.Errorf("readActs(%q): no error", bad)
		}
	}
}
