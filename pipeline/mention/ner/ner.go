// Package ner finds the names in a document: persons, organisations, locations,
// and the nations that the knowledge base knows by their adjectives.
//
// The model is linear and embedded (docs/MODELS.md says what it was trained on
// and how well it does): features of the words, their tags and clusters, of the
// run of capitals that a word stands in, and of what the knowledge base knows of
// it; the best sequence of labels of a sentence is found by Viterbi's algorithm.
package ner

import (
	_ "embed"
	"fmt"
	"sync"

	"detente"
	"detente/internal/model"
	"detente/internal/model/clusters"
	"detente/pipeline/mention/kb"
)

//go:embed data/names.model
var file []byte

var models = sync.OnceValues(func() (*Model, error) {
	table, err := clusters.Table()
	if err != nil {
		return nil, err
	}
	return Read("names.model", file, table)
})

// Load reads the embedded model, on the first call. An error means that an
// embedded file is broken or does not fit the code.
func Load() (*Model, error) { return models() }

// Model labels words. It is read-only and may be shared by any number of
// Finders.
type Model struct {
	words    model.Wide
	next     [Labels][Labels]int32 // what a label says for the one behind it
	clusters model.Table
}

// The labels of words: outside names, and for each type in the order of
// detente.NameType the begin, the inside and the end of a name, and a name of a
// single word.
const (
	Outside = 0

	begin  = 0
	inside = 1
	end    = 2
	single = 3
	types  = 3
	Labels = 1 + 4*types
)

// LabelNames are the names of the labels, by value.
var LabelNames = []string{"O", "B-PER", "I-PER", "E-PER", "S-PER", "B-ORG", "I-ORG", "E-ORG", "S-ORG", "B-LOC", "I-LOC", "E-LOC", "S-LOC"}

// LabelsOf writes the labels of a name of the type over its words.
func LabelsOf(t detente.NameType, labels []uint8) {
	base := 1 + 4*(uint8(t)-1)
	for i := range labels {
		switch {
		case len(labels) == 1:
			labels[i] = base + single
		case i == 0:
			labels[i] = base + begin
		case i == len(labels)-1:
			labels[i] = base + end
		default:
			labels[i] = base + inside
		}
	}
}

// Follows reports whether label b may stand behind label a. The places before
// and behind a sentence count as outside.
func Follows(a, b uint8) bool { return follows[a][b] }

var follows = func() (ok [Labels][Labels]bool) {
	for a := range ok {
		for b := range ok[a] {
			open := a > 0 && ((a-1)%4 == begin || (a-1)%4 == inside)
			goesOn := b > 0 && ((b-1)%4 == inside || (b-1)%4 == end)
			ok[a][b] = open == goesOn && (!open || (a-1)/4 == (b-1)/4)
		}
	}
	return ok
}()

// Sections of the model file. The numbers are part of the file.
const (
	sectionLabels = 1
	sectionWords  = 2
	sectionNext   = 3
)

// NewModel makes a model of a classifier of words and of what each label says
// for the next: next holds rows for the features that NextFeature gives.
func NewModel(words, next model.Wide, table model.Table) *Model {
	m := &Model{words: words, clusters: table}
	var scores [model.MaxClasses]int32
	for a := range m.next {
		next.Score([]uint64{NextFeature(uint8(a))}, &scores)
		for b := range m.next[a] {
			m.next[a][b] = scores[b]
		}
	}
	return m
}

// Read reads a model file, to be used with the word clusters it was trained
// with. The name is for errors.
func Read(name string, b []byte, table model.Table) (*Model, error) {
	f, err := model.Read(name, b, Code())
	if err != nil {
		return nil, err
	}
	if err := f.CheckLabels(sectionLabels, LabelNames); err != nil {
		return nil, err
	}
	words, err := f.Wide(sectionWords)
	if err != nil {
		return nil, err
	}
	next, err := f.Wide(sectionNext)
	if err != nil {
		return nil, err
	}
	if !words.Has(Labels) || !next.Has(Labels) {
		return nil, fmt.Errorf("%s: not %d labels: train it again", name, Labels)
	}
	return NewModel(words, next, table), nil
}

// Bytes gives the model file of a classifier of words and one of what labels
// say for the next.
func Bytes(words, next *model.Wide) []byte {
	w := model.NewWriter(Code())
	w.Labels(sectionLabels, LabelNames)
	w.Wide(sectionWords, words)
	w.Wide(sectionNext, next)
	return w.Bytes()
}

// Finder finds names in documents, one after the other. It holds the scratch of
// one worker.
type Finder struct {
	model *Model
	view  View
	path  Path
	names []detente.Name
}

// NewFinder makes a Finder over a model and a knowledge base.
func NewFinder(m *Model, base *kb.Base) *Finder {
	return &Finder{model: m, view: View{clusters: &m.clusters, base: base}}
}

// Find gives the names of a document in text order; they do not overlap. Every
// name lies inside one sentence. The result does not share memory with the
// Finder.
func (f *Finder) Find(doc *detente.Doc, tree *detente.Tree) []detente.Name {
	f.names = f.names[:0]
	for s := range doc.Sentences {
		f.view.Fill(doc, tree, s)
		f.sentence(doc.Sentences[s].First)
	}
	return append([]detente.Name(nil), f.names...)
}

// sentence labels the sentence in view, whose first token is given.
func (f *Finder) sentence(first int32) {
	v := &f.view
	for i := 0; i < v.n; {
		if !v.on[i] {
			i++
			continue
		}
		j := i
		f.path.Reset()
		for ; j < v.n && v.on[j]; j++ {
			f.model.score(v.Features(j), f.path.Next())
		}
		f.read(f.path.Best(&f.model.next), first, i)
		i = j
	}
}

// read makes names of the labels of words from i on.
func (f *Finder) read(labels []uint8, first int32, i int) {
	for k := 0; k < len(labels); k++ {
		l := labels[k]
		if l == Outside {
			if t := f.view.nation(i + k); t > 0 && (k+t >= len(labels) || f.outside(labels[k:k+t])) {
				at := first + int32(i+k)
				f.names = append(f.names, detente.Name{First: at, Last: at + int32(t), Type: detente.NameNation, Confidence: 0.9})
				k += t - 1
			}
			continue
		}
		from := k
		for (labels[k]-1)%4 == begin || (labels[k]-1)%4 == inside {
			k++
		}
		at := first + int32(i)
		f.names = append(f.names, detente.Name{
			First: at + int32(from), Last: at + int32(k) + 1, Type: detente.NameType(1 + (l-1)/4),
			Confidence: f.path.confidence(labels, from, k+1),
		})
	}
}

func (f *Finder) outside(labels []uint8) bool {
	for _, l := range labels {
		if l != Outside {
			return false
		}
	}
	return true
}

// score fills the scores of the labels of one word. More features than a
// classifier takes at once are scored in two parts.
func (m *Model) score(features []uint64, out *[Labels]int32) {
	var scores [model.MaxClasses]int32
	*out = [Labels]int32{}
	for len(features) > 0 {
		n := min(len(features), model.MostFeatures)
		m.words.Score(features[:n], &scores)
		for k := range out {
			out[k] += scores[k]
		}
		features = features[n:]
	}
}
