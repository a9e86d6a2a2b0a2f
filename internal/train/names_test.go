package train

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/model/clusters"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/syntax/parsed"
)

func nameBase(t *testing.T) *kb.Base {
	t.Helper()
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	return base
}

// tinyNames are the invented sentences of testdata, so many times over.
func tinyNames(t *testing.T, times int) []NamedText {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "names.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	one, err := readNames("names.jsonl", bytes.NewReader(b), nameBase(t))
	if err != nil {
		t.Fatal(err)
	}
	var data []NamedText
	for range times {
		data = append(data, one...)
	}
	return data
}

func trainNames(t *testing.T, data []NamedText, opt NameOptions) []byte {
	t.Helper()
	table, err := clusters.Table()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Names(data, nameBase(t), table, parsed.Doc, opt)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSameNamesSameBytes(t *testing.T) {
	data := tinyNames(t, 5)
	opt := NameOptions{Iterations: 3}
	first := trainNames(t, data, opt)
	if !bytes.Equal(first, trainNames(t, data, opt)) {
		t.Error("two trainings on the same sentences give different bytes")
	}
	opt.Seed = 7
	if bytes.Equal(first, trainNames(t, data, opt)) {
		t.Error("another seed gives the same bytes: the seed is not used")
	}
}

func TestLearnsItsOwnNames(t *testing.T) {
	b := trainNames(t, tinyNames(t, 8), NameOptions{})
	table, err := clusters.Table()
	if err != nil {
		t.Fatal(err)
	}
	m, err := ner.Read("test", b, table)
	if err != nil {
		t.Fatal(err)
	}
	s := EvaluateNames(ner.NewFinder(m, nameBase(t)), tinyNames(t, 1), parsed.Doc)
	if s.Right[0] != s.Gold[0] || s.Found[0] != s.Gold[0] || s.Gold[0] != 12 {
		t.Errorf("names seen in training come out as %v: %v, want all 12 right", s, s.Right)
	}
}

// Sets disagree about titles, determiners and countries; they are made alike.
func TestNamesAreMadeAlike(t *testing.T) {
	base := nameBase(t)
	for _, tc := range []struct{ name, text, label, want string }{
		{"a title stands before a name", "Mr. Quill", "PER", "PER Quill"},
		{"a longer title", "Prime Minister Mara Venn", "PER", "PER Mara Venn"},
		{"a title alone is none", "President", "PER", ""},
		{"the", "the Harbour Union", "ORG", "ORG Harbour Union"},
		{"a possessive", "Venn’s", "PER", "PER Venn"},
		{"a possessive without s", "Farmers'", "ORG", "ORG Farmers"},
		{"a country that acts", "the Netherlands", "ORG", "LOC Netherlands"},
		{"an adjective is no country", "Dutch", "ORG", "ORG Dutch"},
		{"other types", "Tour of Averland", "MISC", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ""
			if x, ok := alike(tc.text, detente.Span{End: int32(len(tc.text))}, tc.label, base); ok {
				got = x.Type.String() + " " + x.Span.In(tc.text)
			}
			if got != tc.want {
				t.Errorf("%q of type %s becomes %q, want %q", tc.text, tc.label, got, tc.want)
			}
		})
	}
}

func TestReadNamesSaysWhatIsWrong(t *testing.T) {
	for _, tc := range []struct{ name, line, want string }{
		{"no JSON", "text", "line 1"},
		{"beyond the end", `{"text":"Venn","ents":[[0,9,"PER"]]}`, "no span"},
		{"inside a character", `{"text":"Vénn","ents":[[2,4,"PER"]]}`, "no span"},
		{"not a number", `{"text":"Venn","ents":[["0",4,"PER"]]}`, "no span"},
	} {
		if _, err := readNames("x.jsonl", strings.NewReader(tc.line), nameBase(t)); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "x.jsonl") {
			t.Errorf("%s: error %v, want one with %q and the file's name", tc.name, err, tc.want)
		}
	}
}

// A stretch that cuts a name in two knows nothing of it.
func TestMend(t *testing.T) {
	l := func(names ...string) (out []uint8) {
		for _, name := range names {
			for i, x := range ner.LabelNames {
				if x == name {
					out = append(out, uint8(i))
				}
			}
		}
		return out
	}
	for _, tc := range []struct {
		name       string
		have, want []uint8
	}{
		{"whole", l("O", "B-PER", "I-PER", "E-PER", "S-LOC"), l("O", "B-PER", "I-PER", "E-PER", "S-LOC")},
		{"without its head", l("I-PER", "E-PER", "O", "S-LOC"), l("O", "O", "O", "S-LOC")},
		{"without its end", l("S-LOC", "B-PER", "I-PER"), l("S-LOC", "O", "O")},
		{"only its middle", l("I-ORG"), l("O")},
	} {
		got := append([]uint8(nil), tc.have...)
		mend(got)
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}
