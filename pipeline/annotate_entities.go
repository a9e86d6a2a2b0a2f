package pipeline

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"detente"
	"detente/pipeline/mention/chains"
	"detente/pipeline/mention/ner"
)

func annotateEntities(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	_, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	work, err := w.analyze(context.Background(), a, false)
	if err != nil {
		return nil, err
	}
	if w.names == nil {
		m, err := ner.Load()
		if err != nil {
			return nil, err
		}
		w.names = ner.NewFinder(m, w.p.base)
	}
	ranker, err := chains.Load()
	if err != nil {
		return nil, err
	}
	// The spine parses only sentences that may hold a statement.
	tree := w.syntax.Parse(work.Doc)
	names := w.names.Find(work.Doc, tree)
	m := &mentionList{entities: make([]entityOut, 0, len(work.Coref.Entities))}
	for _, e := range work.Coref.Entities {
		m.entities = append(m.entities, entityOut{Name: e.Name, Type: nerType(e.Type), Country: e.Country, Role: e.Role, Wikidata: e.Wikidata})
	}
	m.chained(work, ranker.Find(work.Doc, tree, work.Coref, names))
	m.byRules(work)
	m.named(work, names)
	slices.SortStableFunc(m.mentions, func(a, b mentionOut) int {
		return cmp.Or(cmp.Compare(a.Span[0], b.Span[0]), cmp.Compare(b.Span[1], a.Span[1]))
	})
	return map[string]any{"mentions": m.mentions, "entities": m.entities}, nil
}

type entityOut struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Country  string `json:"country"`
	Role     string `json:"role"`
	Wikidata string `json:"wikidata,omitempty"`
}

type mentionOut struct {
	Span       span    `json:"span"`
	Form       string  `json:"form"`
	Type       string  `json:"type"`
	Entity     *int32  `json:"entity"`
	Confidence float32 `json:"confidence"`
	Of         *int32  `json:"of,omitempty"`
}

// mentionList gathers what is written of one text: the phrases of chains, the
// mentions of the rules that are none of them, the names that are neither.
type mentionList struct {
	entities []entityOut
	mentions []mentionOut
	at       map[detente.Span]int
}

// chained adds the phrases that are told more than once. A chain is the entity
// that the rules give to most of its phrases, if they give it to no chain with
// more of them; else it is a new one, under its longest name or its first words.
func (m *mentionList) chained(w *Work, list []chains.Mention) {
	m.mentions = make([]mentionOut, 0, len(list)+len(w.Coref.Mentions))
	m.at = make(map[detente.Span]int, len(list))
	entity := m.chainEntities(w, list)
	for i := range list {
		x := &list[i]
		e := entity[x.Chain]
		m.at[x.Span] = len(m.mentions)
		m.mentions = append(m.mentions, mentionOut{Span: toSpan(x.Span), Form: x.Form.String(), Type: m.entities[e].Type, Entity: &entity[x.Chain], Confidence: x.Confidence})
	}
}

// chainEntities gives the entity of each chain.
func (m *mentionList) chainEntities(w *Work, list []chains.Mention) []int32 {
	n := int32(0)
	for i := range list {
		n = max(n, list[i].Chain+1)
	}
	votes := map[[2]int32]int{}
	var pairs [][2]int32
	for i := range list {
		if x := &list[i]; x.Entity >= 0 {
			p := [2]int32{x.Chain, x.Entity}
			if votes[p] == 0 {
				pairs = append(pairs, p)
			}
			votes[p]++
		}
	}
	slices.SortStableFunc(pairs, func(a, b [2]int32) int { return cmp.Compare(votes[b], votes[a]) })
	out := make([]int32, n)
	for c := range out {
		out[c] = -1
	}
	taken := map[int32]bool{}
	for _, p := range pairs {
		if out[p[0]] < 0 && !taken[p[1]] {
			out[p[0]], taken[p[1]] = p[1], true
		}
	}
	for i := range list {
		x := &list[i]
		text := x.Span.In(w.Doc.Text)
		switch e := out[x.Chain]; {
		case e < 0:
			out[x.Chain] = int32(len(m.entities))
			m.entities = append(m.entities, entityOut{Name: text, Type: nerType(detente.Anonymous)})
		case e >= int32(len(w.Coref.Entities)) && x.Form == detente.FormName && len(m.entities[e].Name) < len(text):
			m.entities[e].Name = text
		}
	}
	return out
}

// byRules adds the mentions of the rules that are no phrase of a chain. Those
// inside one that means the same, as the name in "President Harn", say so by "of"
// and are no mentions of their own; so do adjectives ("Bexian" is said of Bexia)
// and relative pronouns.
func (m *mentionList) byRules(w *Work) {
	chained := len(m.mentions)
	for i := range w.Coref.Mentions {
		x := &w.Coref.Mentions[i]
		if _, known := m.at[x.Span]; known || x.Span.Empty() {
			continue // an empty one is an author who stands nowhere in the text
		}
		o := mentionOut{Span: toSpan(x.Span), Form: x.Form.String(), Confidence: x.Confidence}
		if x.Entity >= 0 {
			o.Entity = &x.Entity
			o.Type = nerType(w.Coref.Entities[x.Entity].Type)
			if x.Rule == "adjective" || relatives[strings.ToLower(x.Span.In(w.Doc.Text))] || within(m.mentions[:chained], &o) {
				o.Entity, o.Of = nil, &x.Entity
			}
		}
		m.at[x.Span] = len(m.mentions)
		m.mentions = append(m.mentions, o)
	}
}

var relatives = map[string]bool{"who": true, "whom": true, "which": true, "that": true, "whose": true}

// within reports whether a mention stands in a chained one that means the same,
// or ends with it.
func within(chained []mentionOut, o *mentionOut) bool {
	const possessive = 4 // bytes of the longest clitic
	for k := range chained {
		c := &chained[k]
		if c.Span[0] <= o.Span[0] && c.Span[1] >= o.Span[1] && (*c.Entity == *o.Entity || c.Span[1]-o.Span[1] <= possessive) {
			return true
		}
	}
	return false
}

// named says which mentions are names, and of which type, by the names found: a
// mention with the form of a name that is none of them has the type MISC, and a
// name that is no mention has no entity.
func (m *mentionList) named(w *Work, found []detente.Name) {
	names := map[span]detente.Name{}
	for _, n := range found {
		names[toSpan(n.Span(w.Doc))] = n
	}
	for i := range m.mentions {
		o := &m.mentions[i]
		n, ok := names[o.Span]
		switch {
		case ok:
			o.Form, o.Type, o.Confidence = detente.FormName.String(), n.Type.String(), min(o.Confidence, n.Confidence)
			delete(names, o.Span)
		case o.Form == detente.FormName.String():
			o.Type = nerType(detente.Anonymous)
		}
	}
	for _, n := range found {
		if _, left := names[toSpan(n.Span(w.Doc))]; left {
			m.mentions = append(m.mentions, mentionOut{Span: toSpan(n.Span(w.Doc)), Form: detente.FormName.String(), Type: n.Type.String(), Confidence: n.Confidence})
		}
	}
}

// nerType gives the label of named-entity data.
func nerType(t detente.EntityType) string {
	switch t {
	case detente.Person:
		return "PER"
	case detente.Organisation:
		return "ORG"
	case detente.Country, detente.Place:
		return "LOC"
	}
	return "MISC"
}
