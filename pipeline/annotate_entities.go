package pipeline

import (
	"cmp"
	"context"
	"slices"

	"detente"
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
	type entityOut struct {
		Name     string `json:"name"`
		Type     string `json:"type"`
		Country  string `json:"country"`
		Role     string `json:"role"`
		Wikidata string `json:"wikidata,omitempty"`
	}
	entities := make([]entityOut, 0, len(work.Coref.Entities))
	for _, e := range work.Coref.Entities {
		entities = append(entities, entityOut{Name: e.Name, Type: nerType(e.Type), Country: e.Country, Role: e.Role, Wikidata: e.Wikidata})
	}
	return map[string]any{"mentions": work.mentionsOut(w.names.Find(work.Doc, work.Tree)), "entities": entities}, nil
}

type mentionOut struct {
	Span       span    `json:"span"`
	Form       string  `json:"form"`
	Type       string  `json:"type"`
	Entity     *int32  `json:"entity"`
	Confidence float32 `json:"confidence"`
}

// mentionsOut lists mentions and names in the order of the text. What is a name,
// and of which type, is told by the names found: a mention with the form of a name
// that is none of them has the type MISC, and a name that is no mention has no
// entity.
func (w *Work) mentionsOut(found []detente.Name) []mentionOut {
	out := make([]mentionOut, 0, len(w.Coref.Mentions))
	names := map[detente.Span]detente.Name{}
	for _, n := range found {
		names[n.Span(w.Doc)] = n
	}
	for i := range w.Coref.Mentions {
		m := &w.Coref.Mentions[i]
		if m.Span.Empty() {
			continue // an author who stands nowhere in the text
		}
		o := mentionOut{Span: toSpan(m.Span), Form: m.Form.String(), Confidence: m.Confidence}
		if m.Entity >= 0 {
			o.Entity = &m.Entity
			o.Type = nerType(w.Coref.Entities[m.Entity].Type)
		}
		n, ok := names[m.Span]
		switch {
		case ok:
			o.Form, o.Type, o.Confidence = detente.FormName.String(), n.Type.String(), min(m.Confidence, n.Confidence)
			delete(names, m.Span)
		case m.Form == detente.FormName:
			o.Type = nerType(detente.Anonymous)
		}
		out = append(out, o)
	}
	for _, n := range found {
		if _, left := names[n.Span(w.Doc)]; left {
			out = append(out, mentionOut{Span: toSpan(n.Span(w.Doc)), Form: detente.FormName.String(), Type: n.Type.String(), Confidence: n.Confidence})
		}
	}
	slices.SortStableFunc(out, func(a, b mentionOut) int {
		return cmp.Or(cmp.Compare(a.Span[0], b.Span[0]), cmp.Compare(b.Span[1], a.Span[1]))
	})
	return out
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
