package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/speech"
)

// Spoken is an article with its attributions by hand.
type Spoken struct {
	ID           string       `json:"id"`
	Genre        string       `json:"genre"`
	Text         string       `json:"text"`
	Attributions []SpokenPart `json:"attributions"`
}

// SpokenPart is one attribution: spans of bytes.
type SpokenPart struct {
	Content [][2]int32 `json:"content"`
	Cue     [][2]int32 `json:"cue"`
	Source  [][2]int32 `json:"source"`
}

// ReadSpoken reads a file of attributions, one article a line.
func ReadSpoken(path string) ([]Spoken, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var all []Spoken
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		var s Spoken
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		all = append(all, s)
	}
	return all, lines.Err()
}

// Read makes of a text what the models see: its tokens, its tree, and what the
// rules propose.
type Read func(text string) (*detente.Doc, *detente.Tree, []speech.Proposal)

// SpeechOptions says how the models of reported speech are trained. The zero
// value means the settings of the shipped model.
type SpeechOptions struct {
	Seed       uint64 // default 1
	Iterations int    // default 10
	Orders     int    // as Options.Orders; default 4
	Least      int    // how often a feature must be seen to be learned; default 3
	// Folds and FoldIterations are as in Options; default 4 and 3.
	Folds, FoldIterations int
	Log                   func(format string, args ...any)
}

func (o SpeechOptions) withDefaults() SpeechOptions {
	o.Seed = max(o.Seed, 1)
	for _, d := range []struct {
		v *int
		n int
	}{{&o.Iterations, 10}, {&o.Orders, 4}, {&o.Least, 3}, {&o.Folds, 4}, {&o.FoldIterations, 3}} {
		if *d.v == 0 {
			*d.v = d.n
		}
	}
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	return o
}

// spoken is an article ready for training.
type spoken struct {
	doc       *detente.Doc
	tree      *detente.Tree
	proposals []speech.Proposal
	group     int     // articles with the same text, but for its marks, have the same
	frames    []frame // by the token of the cue
	inside    []bool  // tokens of contents
}

// frame is one attribution in tokens.
type frame struct {
	head            int32
	cue             map[int32]bool
	source, content map[int32]bool
}

// Speech trains the models of reported speech. The clusters are part of what the
// features see, so the product must use the same.
func Speech(data []Spoken, read Read, clusters model.Table, opt SpeechOptions) (*speech.Model, error) {
	o := opt.withDefaults()
	verbs, err := lexicon.Verbs()
	if err != nil {
		return nil, err
	}
	m := &speech.Model{Clusters: clusters, Verbs: verbs, Classes: model.NewTable(nil, nil)}
	o.Log("reading %d articles", len(data))
	words := 0
	var all []spoken
	for i := range data {
		s := prepare(m, &data[i], read)
		s.group = i
		words += len(s.doc.Tokens)
		all = append(all, s)
	}
	m.Classes = cueClasses(all)
	t := &speechTrainer{SpeechOptions: o, data: all, words: words, model: m}
	o.Log("jack-knifed cues")
	t.jackknife()
	o.Log("cues, %d words", words)
	t.cues()
	o.Log("parts")
	t.parts()
	return m, nil
}

// prepare reads an article and finds its attributions among the tokens.
func prepare(m *speech.Model, a *Spoken, read Read) spoken {
	doc, tree, proposals := read(a.Text)
	s := spoken{doc: doc, tree: tree, proposals: proposals, inside: make([]bool, len(doc.Tokens))}
	v := speech.NewView(m, doc, tree, nil)
	for _, x := range a.Attributions {
		f := frame{cue: tokensOf(doc, x.Cue), source: tokensOf(doc, x.Source), content: tokensOf(doc, x.Content)}
		for i := range f.content {
			s.inside[i] = true
		}
		if len(f.cue) == 0 || len(f.content) == 0 {
			continue
		}
		first, last := int32(len(doc.Tokens)), int32(0)
		for i := range f.cue {
			first, last = min(first, i), max(last, i+1)
		}
		f.head = v.Head(speech.Run{First: first, Last: last})
		s.frames = append(s.frames, f)
	}
	sort.SliceStable(s.frames, func(i, j int) bool { return s.frames[i].head < s.frames[j].head })
	return s
}

// tokensOf gives the tokens that spans of bytes touch.
func tokensOf(doc *detente.Doc, spans [][2]int32) map[int32]bool {
	set := map[int32]bool{}
	for _, s := range spans {
		i := sort.Search(len(doc.Tokens), func(i int) bool { return doc.Tokens[i].Span.End > s[0] })
		for ; i < len(doc.Tokens) && doc.Tokens[i].Span.Start < s[1]; i++ {
			set[int32(i)] = true
		}
	}
	return set
}

// cueClasses counts how often each word is a cue, outside contents.
func cueClasses(all []spoken) model.Table {
	type count struct{ cue, all int }
	counts := map[uint64]*count{}
	for i := range all {
		s := &all[i]
		heads := map[int32]bool{}
		for _, f := range s.frames {
			heads[f.head] = true
		}
		for k := range s.doc.Tokens {
			t := &s.doc.Tokens[k]
			if t.Kind == detente.Mark || t.Depth > 0 || s.inside[k] && !heads[int32(k)] {
				continue
			}
			c := counts[t.Hash]
			if c == nil {
				c = &count{}
				counts[t.Hash] = c
			}
			c.all++
			if heads[int32(k)] {
				c.cue++
			}
		}
	}
	var keys []uint64
	for h, c := range counts {
		if c.cue >= 3 && c.cue*50 > c.all {
			keys = append(keys, h)
		}
	}
	slices.Sort(keys)
	payloads := make([]uint32, len(keys))
	for i, h := range keys {
		switch r := float64(counts[h].cue) / float64(counts[h].all); {
		case r > 0.6:
			payloads[i] = 1
		case r > 0.25:
			payloads[i] = 2
		case r > 0.08:
			payloads[i] = 3
		default:
			payloads[i] = 4
		}
	}
	return model.NewTable(keys, payloads)
}

// speechTrainer trains over the articles.
type speechTrainer struct {
	SpeechOptions
	data     []spoken
	words    int
	model    *speech.Model
	accepted [][]bool // of each article, by token: what a model that has not seen it takes for cues
}

// jackknife finds the cues that models see which were trained without the
// article: in training the second model must see as many slips of the first as
// in the product.
func (t *speechTrainer) jackknife() {
	t.accepted = make([][]bool, len(t.data))
	for k := range t.Folds {
		m := *t.model
		m.Cue = freezeWide(t.cuesOnce(t.Seed, t.FoldIterations, func(group int) bool { return group%t.Folds != k }))
		for i := range t.data {
			if s := &t.data[i]; s.group%t.Folds == k {
				v := speech.NewView(&m, s.doc, s.tree, s.proposals)
				v.Accept(&m)
				t.accepted[i] = v.Accepted()
			}
		}
	}
}

// iterate calls f for every article of the groups, in a new order each time.
func (t *speechTrainer) iterate(seed uint64, iterations int, use func(group int) bool, f func(iteration int, v *speech.View, i int)) {
	var order []int
	for i := range t.data {
		if use(t.data[i].group) {
			order = append(order, i)
		}
	}
	rng := random(seed)
	for it := range iterations {
		rng.shuffle(order)
		for _, i := range order {
			s := &t.data[i]
			f(it, speech.NewView(t.model, s.doc, s.tree, s.proposals), i)
		}
	}
}

func everyGroup(int) bool { return true }

// cues trains the first model.
func (t *speechTrainer) cues() {
	var trained []*wide
	for k := range t.Orders {
		trained = append(trained, t.cuesOnce(t.Seed+uint64(k), t.Iterations, everyGroup))
	}
	t.model.Cue = freezeWide(trained...)
}

// cuesOnce trains on the articles of the groups. Words inside a content are no
// examples: what is said within what was said is not marked in the data.
func (t *speechTrainer) cuesOnce(seed uint64, iterations int, use func(group int) bool) *wide {
	p := newWide(speech.CueClasses, t.words, t.Least)
	t.iterate(seed, iterations, use, func(it int, v *speech.View, i int) {
		s, at := &t.data[i], 0
		for c := range int32(len(s.doc.Tokens)) {
			for at < len(s.frames) && s.frames[at].head < c {
				at++
			}
			yes := at < len(s.frames) && s.frames[at].head == c
			if !v.Candidate(c) || !yes && s.inside[c] {
				continue
			}
			want := uint8(1)
			if yes {
				want = 2
			}
			features := v.Cue(c)
			if it < counting {
				p.seen.see(features)
			}
			p.learn(features, want, p.all)
		}
	})
	p.forget()
	return p
}

// parts trains the second model over the cues of the data.
func (t *speechTrainer) parts() {
	var part, step []*wide
	for k := range t.Orders {
		p, q := newWide(speech.PartClasses, 4*t.words, t.Least), newWide(speech.StepClasses, t.words, t.Least)
		var labels, want []uint8
		t.iterate(t.Seed+uint64(k), t.Iterations, everyGroup, func(it int, v *speech.View, i int) {
			v.SetAccepted(t.accepted[i])
			for k := range t.data[i].frames {
				f := &t.data[i].frames[k]
				if !v.Candidate(f.head) {
					continue
				}
				v.Open(f.head)
				want = wanted(v, f, want)
				if it < counting {
					see(v, p, q)
				}
				labels = v.Search(p.scores, q.scores, labels, want, partMargin)
				learnPath(v, p, q, labels, want)
			}
		})
		p.forget()
		q.forget()
		part, step = append(part, p), append(step, q)
	}
	t.model.Part, t.model.Step = freezeWide(part...), freezeWide(step...)
}

func see(v *speech.View, part, step *wide) {
	for u := range v.Units() {
		if !v.Fixed(u) {
			part.seen.see(v.Part(u))
		}
		step.seen.see(v.Step(u))
	}
}

// partMargin is by how much the right labels must win over others, for each unit
// that these have wrong.
const partMargin = 15

// wanted gives the right label of every unit of the open window.
func wanted(v *speech.View, f *frame, labels []uint8) []uint8 {
	labels = labels[:0]
	for u := range v.Units() {
		label := uint8(speech.PartOutside)
		switch i := v.Top(u); {
		case v.Fixed(u):
		case f.content[i]:
			label = speech.PartContent
		case f.source[i]:
			label = speech.PartSource
		}
		labels = append(labels, label)
	}
	return labels
}

// scores sums the weights of features.
func (p *wide) scores(features []uint64, out *[model.MaxClasses]int32) {
	clear(out[:])
	for _, f := range features {
		if id := p.index.get(f); id >= 0 {
			for i := range p.rows[id] {
				c := &p.rows[id][i]
				out[c.class] += c.weight
			}
		}
	}
}

// learnPath moves both models from the labels found to those wanted.
func learnPath(v *speech.View, part, step *wide, found, want []uint8) {
	part.now++
	step.now++
	for u := range want {
		if found[u] != want[u] && !v.Fixed(u) {
			part.shift(v.Part(u), want[u], found[u])
		}
		before, wrong := uint8(speech.PartOutside), uint8(speech.PartOutside)
		if u > 0 {
			before, wrong = want[u-1], found[u-1]
		}
		if good, bad := speech.StepClass(int(before), int(want[u])), speech.StepClass(int(wrong), int(found[u])); good != bad {
			step.shift(v.Step(u), good, bad)
		}
	}
}

// shift adds to what features say for one class and takes from another.
func (p *wide) shift(features []uint64, good, bad uint8) {
	for _, f := range features {
		if p.seen.rare(f) {
			continue
		}
		id, fresh := p.index.add(f)
		if fresh {
			p.feature = append(p.feature, f)
			p.rows = append(p.rows, nil)
		}
		p.move(id, good, 1)
		p.move(id, bad, -1)
	}
}
