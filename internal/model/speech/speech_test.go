package speech

import (
	"strings"
	"testing"

	"detente/internal/lexicon"
	"detente/internal/model"
)

// The hash of the feature code settles which model files fit.
func TestCodeIsFixed(t *testing.T) {
	if a, b := Code(), Code(); a != b || a == 0 {
		t.Errorf("Code gives %x and %x", a, b)
	}
}

func empty(t *testing.T) *Model {
	t.Helper()
	verbs, err := lexicon.Verbs()
	if err != nil {
		t.Fatal(err)
	}
	return &Model{
		Classes: model.NewTable(nil, nil), Clusters: model.NewTable(nil, nil), Verbs: verbs,
		Cue: model.NewWide(CueClasses, nil, nil), Part: model.NewWide(PartClasses, nil, nil), Step: model.NewWide(StepClasses, nil, nil),
	}
}

func TestReadRefuses(t *testing.T) {
	file := empty(t).Bytes()
	if _, err := Read("a.model", file, model.NewTable(nil, nil)); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, want string
		file       []byte
	}{
		{"nothing", "not a model file", nil},
		{"a file cut off", "checksum", file[:len(file)-5]},
		{"another kind of model", "feature code", model.NewWriter(1).Bytes()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := Read("a.model", tc.file, model.NewTable(nil, nil)); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want one about %q", err, tc.want)
			}
		})
	}
}

// A proposal that must stay is found, with the words that its window has, even
// by a model that knows nothing.
func TestWindow(t *testing.T) {
	doc, tree := fixed()
	m := empty(t)
	found := m.Find(doc, tree, []Proposal{{Cue: Run{1, 2}, Source: Run{0, 1}, Content: [2]Run{{2, 7}}, Sure: true}})
	if len(found) != 1 || found[0].Head != 1 || found[0].Proposal != 0 {
		t.Fatalf("found %+v, want the cue at 1, proposal 0", found)
	}
	v := NewView(m, doc, tree, nil)
	v.Open(1)
	// Kast, said, that, the quotation as a whole, failed, the stop.
	if v.Units() != 6 || !v.Fixed(1) || v.Tokens(3) != (Run{3, 6}) || v.Top(3) != 4 {
		t.Errorf("%d units, the fourth %v with top %d", v.Units(), v.Tokens(3), v.Top(3))
	}
}
