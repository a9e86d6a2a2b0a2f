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
	x := &corefText{Text: "A port opened. The port was old. A ship left. The ship was new.", Clusters: [][][2]int32{{{0, 6}, {15, 23}}, {{33, 39}, {46, 54}}}}
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
	doc, tree := parsed.Doc("A bank opened. The bank was rich. A farm left.")
	var got []string
	for _, x := range m.Find(doc, tree, &detente.Coref{}, nil) {
		got = append(got, x.Span.In(doc.Text))
	}
	if len(got) != 2 || got[0] != "A bank" || got[1] != "The bank" {
		t.Errorf("chained %q, want the two banks", got)
	}
}
