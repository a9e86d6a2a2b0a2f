package train

import (
	"bytes"
	"strings"
	"testing"

	"detente"
	"detente/internal/model/clusters"
	"detente/internal/model/speech"
	"detente/pipeline/attribution"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

// invented makes articles of one frame with many words in it, so that they can
// be learned: [source] {cue} <content>.
func invented() []Spoken {
	var all []Spoken
	for _, who := range []string{"Juno Kast", "The minister", "Mara Tell", "Corland", "The envoy", "She"} {
		for _, line := range []string{
			"[%] {said} <the talks had failed>.", "<“We shall not pay,”> [%] {said}.", "[%] {warned} <that the port would close>.",
			"[%] {wants} <to leave the union>.", "[%] left the hall.", "[%] opened a school in Dorr.",
		} {
			all = append(all, annotated(strings.ReplaceAll(line, "%", who)))
		}
	}
	return all
}

// annotated reads the brackets of a line.
func annotated(line string) Spoken {
	var text strings.Builder
	var part SpokenPart
	start := int32(0)
	for _, r := range line {
		at := int32(text.Len())
		switch r {
		case '[', '{', '<':
			start = at
		case ']':
			part.Source = append(part.Source, [2]int32{start, at})
		case '}':
			part.Cue = append(part.Cue, [2]int32{start, at})
		case '>':
			part.Content = append(part.Content, [2]int32{start, at})
		default:
			text.WriteRune(r)
		}
	}
	s := Spoken{Text: text.String()}
	if len(part.Cue) > 0 {
		s.Attributions = []SpokenPart{part}
	}
	return s
}

func speechSmall(t *testing.T, seed uint64) (*speech.Model, Read) {
	t.Helper()
	table, err := clusters.Table()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := parser.Parser()
	read := func(text string) (*detente.Doc, *detente.Tree, []speech.Proposal) {
		doc := segment.Split(text)
		tree := p.Parse(doc)
		return doc, tree, attribution.Proposals(doc, tree)
	}
	m, err := Speech(invented(), read, table, SpeechOptions{Seed: seed, Iterations: 4, Folds: 2, Least: 1})
	if err != nil {
		t.Fatal(err)
	}
	return m, read
}

func TestSpeechSameDataSameBytes(t *testing.T) {
	first, _ := speechSmall(t, 1)
	second, _ := speechSmall(t, 1)
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two trainings on the same articles give other bytes")
	}
	if other, _ := speechSmall(t, 7); bytes.Equal(first.Bytes(), other.Bytes()) {
		t.Error("another seed gives the same bytes: the seed is not used")
	}
}

// What was learned is found again, also without the rules' help and from a file.
func TestSpeechLearnsItsOwnArticles(t *testing.T) {
	trained, read := speechSmall(t, 1)
	m, err := speech.Read("tiny.model", trained.Bytes(), trained.Clusters)
	if err != nil {
		t.Fatal(err)
	}
	right, total := 0, 0
	for _, a := range invented() {
		doc, tree, proposals := read(a.Text)
		found := m.Find(doc, tree, proposals)
		total++
		switch {
		case len(a.Attributions) == 0:
			if len(found) == 0 {
				right++
			}
		case len(found) == 1 && len(found[0].Content) == 1 && !found[0].Source.Empty():
			g := a.Attributions[0]
			if doc.Tokens[found[0].Content[0].First].Span.Start == g.Content[0][0] && doc.Tokens[found[0].Source.First].Span.Start == g.Source[0][0] {
				right++
			}
		}
	}
	if right*10 < total*9 {
		t.Errorf("%d of %d articles of the training data are read rightly, want nine in ten", right, total)
	}
}
