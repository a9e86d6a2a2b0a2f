package train

import (
	"bytes"
	"testing"

	"detente"
	"detente/pipeline/attribution"
	"detente/pipeline/mention/chains"
	"detente/pipeline/mention/kb"
	"detente/pipeline/mention/ner"
	"detente/pipeline/syntax/parsed"
)

// tinyChains is one invented text in which "the port" is told again.
func tinyChains() []*corefText {
	x := &corefText{Text: "A port was new. The port was old. A ship was new. The ship was old.", Clusters: [][][2]int32{{{0, 6}, {16, 24}}, {{34, 40}, {50, 58}}}}
	x.doc, x.tree = parsed.Doc(x.Text)
	x.attrs = attribution.Find(x.doc, x.tree, detente.VoiceReported)
	return []*corefText{x, x, x}
}

func tinyChainModel(t *testing.T) []byte {
	t.Helper()
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := ner.Load()
	if err != nil {
		t.Fatal(err)
	}
	return trainChains(tinyChains(), base, ner.NewFinder(names, base), ChainOptions{Epochs: 40}.withDefaults())
}

func TestSameChainsSameBytes(t *testing.T) {
	a, b := tinyChainModel(t), tinyChainModel(t)
	if !bytes.Equal(a, b) {
		t.Error("two trainings on the same texts gave different bytes")
	}
}

// What was learned of one text holds for others like it: the same noun with
// "the" is the same thing, another noun is not.
func TestChainsAreLearned(t *testing.T) {
	m, err := chains.Read("tiny", tinyChainModel(t))
	if err != nil {
		t.Fatal(err)
	}
	doc, tree := parsed.Doc("A bank was rich. The bank was old. A farm was small.")
	got := map[string]bool{}
	for _, x := range m.Find(doc, tree, &detente.Coref{}, nil) {
		got[x.Span.In(doc.Text)] = true
	}
	if len(got) != 2 || !got["A bank"] || !got["The bank"] {
		t.Errorf("chained %v, want the two banks", got)
	}
}
