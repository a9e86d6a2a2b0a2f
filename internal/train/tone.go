package train

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"detente"
	"detente/internal/model"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
	"detente/scorers"
)

// ToneItem is a labelled text of the tone data: the event that it reports, with
// the words that name source and target where they are given.
type ToneItem struct {
	ID             string
	Text           string
	Source, Target detente.Span
	Label          string
	Score          float64           // of sentiment data
	Group          string            // the article's, of sentiment data
	Set            string            // the file's name
	Own            *OwnTone          // of the project's own sentences
	Coded          *CodedTone        // of statements of news coded by reading
	Evidence       *scorers.Evidence // of coded statements: what the tables find
	Fold           int               // in which a cross-validation predicts it
}

// ReadTone reads a file of the tone data.
func ReadTone(path string) ([]ToneItem, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	name, _, _ := strings.Cut(filepath.Base(path), ".")
	var items []ToneItem
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var d struct {
			ID, Text, Label, Group string
			Score                  float64
			Source                 []int32 `json:"source_span"`
			Target                 []int32 `json:"target_span"`
		}
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, len(items)+1, err)
		}
		items = append(items, ToneItem{ID: d.ID, Text: d.Text, Label: d.Label, Score: d.Score, Group: d.Group, Set: name, Source: spanOf(d.Source), Target: spanOf(d.Target)})
	}
	return items, lines.Err()
}

func spanOf(s []int32) detente.Span {
	if len(s) != 2 {
		return detente.Span{}
	}
	return detente.Span{Start: s[0], End: s[1]}
}

// OwnToneItems are the project's own sentences as items of the set "own".
func OwnToneItems() ([]ToneItem, error) {
	list, err := ReadOwnTone()
	if err != nil {
		return nil, err
	}
	items := make([]ToneItem, len(list))
	for i := range list {
		items[i] = ToneItem{ID: fmt.Sprintf("own:%d", i), Text: list[i].Text, Label: list[i].Class.String(), Set: "own", Own: &list[i]}
	}
	return items, nil
}

// toneClasses are the classes of the model, in order: all but ClassNone.
const toneClasses = detente.NumClasses - 1

// allowed gives the classes that a label can mean, as bits; 0 for a label that
// is none of the tone scale's.
func allowed(label string) uint64 {
	if c := detente.ParseClass(label); c != detente.ClassNone {
		return 1 << (c - 1)
	}
	var bits uint64
	for c := detente.Agree; c <= detente.Plain; c++ {
		quad := c.Quad()
		switch {
		case label == "YIELD" && (c == detente.Concede || c == detente.Retreat),
			label == quad && quad != "",
			label == "neutral" && c == detente.Plain,
			(label == "conflict" || label == "cooperation") && strings.HasSuffix(quad, label):
			bits |= 1 << (c - 1)
		}
	}
	return bits
}

// nearCopies groups texts: those that share half of their word trigrams, by
// chains, have one number, that of the first.
func nearCopies(texts []string, least float64) []int {
	group := make([]int, len(texts))
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	at := map[string][]int32{}
	sizes := make([]int, len(texts))
	for i, t := range texts {
		group[i] = i
		words := strings.FieldsFunc(strings.ToLower(t), func(r rune) bool {
			return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r < 0x80
		})
		own := map[string]bool{}
		for k := range max(1, len(words)-2) {
			own[strings.Join(words[k:min(len(words), k+3)], " ")] = true
		}
		sizes[i] = len(own)
		shared := map[int32]int{}
		for g := range own {
			for _, j := range at[g] {
				shared[j]++
			}
			at[g] = append(at[g], int32(i))
		}
		for j, n := range shared {
			if float64(n) >= least*float64(sizes[i]+sizes[j]-n) {
				a, b := find(i), find(int(j))
				group[max(a, b)] = min(a, b)
			}
		}
	}
	for i := range group {
		group[i] = find(i)
	}
	return group
}

// toneExamples reads items as the scorer reads texts.
func toneExamples(items []ToneItem) ([]textExample, error) {
	m, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	reader, err := scorers.NewToneReader()
	if err != nil {
		return nil, err
	}
	parser := m.Parser()
	own, err := newOwnReader()
	if err != nil {
		return nil, err
	}
	examples := make([]textExample, len(items))
	texts := make([]string, len(items))
	for i, it := range items {
		texts[i] = it.Text
		if it.Own != nil {
			f, _ := own.features(it.Own)
			examples[i] = textExample{features: f, evidence: own.tone.Evidence(), allowed: allowed(it.Label)}
			continue
		}
		doc := segment.Split(it.Text)
		f := reader.Event(doc, parser.Parse(doc), it.Source, it.Target, true)
		examples[i] = textExample{features: slices.Clone(f), evidence: reader.Evidence(), allowed: allowed(it.Label)}
	}
	for i, g := range nearCopies(texts, .5) {
		examples[i].group = g
	}
	joinPairs(items, examples)
	return examples, nil
}

// joinPairs gives the two sides of a hard pair, and what is near either, one group.
func joinPairs(items []ToneItem, examples []textExample) {
	first := map[string]int{}
	for i := range items {
		if items[i].Own == nil || items[i].Own.Pair == "" {
			continue
		}
		k, ok := first[items[i].Own.Pair]
		if !ok {
			first[items[i].Own.Pair] = i
			continue
		}
		from, to := examples[i].group, examples[k].group
		for j := range examples {
			if examples[j].group == from {
				examples[j].group = to
			}
		}
	}
}

// weigh sets the weights of examples: by their class, n^-.5, with a mean of 1 in each
// set. In the coded news classes are as frequent as news has them, and stay so.
func weigh(items []ToneItem, examples []textExample) {
	count := map[string]int{}
	for i := range examples {
		count[items[i].Set+items[i].Label]++
	}
	total, n := map[string]float64{}, map[string]int{}
	for i := range examples {
		examples[i].weight = 1
		if items[i].Coded == nil {
			examples[i].weight = 1 / math.Sqrt(float64(count[items[i].Set+items[i].Label]))
		}
		total[items[i].Set] += examples[i].weight
		n[items[i].Set]++
	}
	for i := range examples {
		set := items[i].Set
		examples[i].weight *= float64(n[set]) / total[set]
	}
}

// ToneOptions are the settings of the tone trainer. The zero value is the shipped
// model's.
type ToneOptions struct {
	Iterations int     // 20
	Rate       float64 // .3
	Decay      float64 // 1e-5, of a weight's distance from its start, for each text
	Seed       uint64  // 1
}

func (o ToneOptions) withDefaults() ToneOptions {
	o.Iterations, o.Rate, o.Decay, o.Seed = cmp.Or(o.Iterations, 20), cmp.Or(o.Rate, .3), cmp.Or(o.Decay, 1e-5), cmp.Or(o.Seed, 1)
	return o
}

// ToneSet is what the tone model is trained on: texts and their features. The hard
// pairs that are set aside stand apart.
type ToneSet struct {
	items    []ToneItem
	examples []textExample
	aside    []ToneItem
	unseen   []textExample // of aside
	foreign  []ToneItem    // of a clean set: the published sentences
	unread   []textExample // of foreign
}

// ReadToneSet reads the published sentences (plv, cameo_class), the project's own
// and coded statements of news articles from the folder of the shared data; a clean set
// has the project's own sentences alone to train on, and predicts the published ones.
func ReadToneSet(data string, clean bool) (*ToneSet, error) {
	var items []ToneItem
	for _, name := range []string{"plv", "cameo_class"} {
		list, err := ReadTone(filepath.Join(data, "tone", name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		items = append(items, list...)
	}
	own, err := OwnToneItems()
	if err != nil {
		return nil, err
	}
	if clean {
		set, err := newToneSet(own)
		if err != nil {
			return nil, err
		}
		set.foreign = slices.DeleteFunc(items, func(it ToneItem) bool { return allowed(it.Label) == 0 })
		set.unread, err = toneExamples(set.foreign)
		return set, err
	}
	set, err := newToneSet(append(items, own...))
	if err != nil {
		return nil, err
	}
	return set, set.addCoded(data)
}

func newToneSet(items []ToneItem) (*ToneSet, error) {
	var s ToneSet
	for _, it := range items {
		switch {
		case allowed(it.Label) == 0:
		case it.Own != nil && it.Own.Aside:
			s.aside = append(s.aside, it)
		default:
			s.items = append(s.items, it)
		}
	}
	var err error
	if s.examples, err = toneExamples(s.items); err != nil {
		return nil, err
	}
	s.unseen, err = toneExamples(s.aside)
	return &s, err
}

// Train fits the model that ships, on everything.
func (s *ToneSet) Train(opt ToneOptions) model.Linear {
	l := newTone(opt.withDefaults())
	weigh(s.items, s.examples)
	l.train(s.examples)
	return l.freeze()
}

// CrossValidate trains on four fifths of the texts and predicts the others, five
// times; near-copies are in one fold, and so are the coded statements of one article. It
// calls predict for each text with the probabilities that the scorer would go by: the
// model's, mixed with the evidence of the tables. Class c has place c-1. The published sentences that a clean set does not train on are predicted
// by a model of all that it does.
func (s *ToneSet) CrossValidate(opt ToneOptions, predict func(it *ToneItem, p []float64)) {
	opt = opt.withDefaults()
	weigh(s.items, s.examples)
	r := random(opt.Seed)
	of := map[int]int{}
	fold := make([]int, len(s.examples))
	for i := range s.examples {
		g := s.examples[i].group
		if _, ok := of[g]; !ok {
			of[g] = int(r.next() % 5)
		}
		fold[i] = of[g]
	}
	p := make([]float64, detente.NumClasses)
	for k := range 5 {
		var set []textExample
		for i := range s.examples {
			if fold[i] != k {
				set = append(set, s.examples[i])
			}
		}
		l := newTone(opt)
		l.train(set)
		for i := range s.examples {
			if fold[i] == k {
				l.probabilities(s.examples[i].features, p[1:])
				s.examples[i].evidence.Mix(p)
				s.items[i].Fold = k
				predict(&s.items[i], p[1:])
			}
		}
	}
	if len(s.foreign) == 0 {
		return
	}
	l := newTone(opt)
	l.train(s.examples)
	for i := range s.foreign {
		l.probabilities(s.unread[i].features, p[1:])
		s.unread[i].evidence.Mix(p)
		predict(&s.foreign[i], p[1:])
	}
}

func newTone(opt ToneOptions) *logistic {
	return &logistic{classes: toneClasses, iterations: opt.Iterations, rate: opt.Rate, decay: opt.Decay, seed: opt.Seed, prior: scorers.TonePrior}
}
