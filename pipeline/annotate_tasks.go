package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"detente"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/segment"
	"detente/pipeline/shift"
	"detente/pipeline/timex"
	"detente/scorers"
)

func annotateSyntax(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	_, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	type tokenOut struct {
		Span   span   `json:"span"`
		UPOS   string `json:"upos"`
		XPOS   string `json:"xpos"`
		Head   int32  `json:"head"`
		Deprel string `json:"deprel"`
	}
	doc := segment.Split(a.Text)
	tree := w.syntax.Parse(doc)
	sentences := make([]span, len(doc.Sentences))
	for i := range doc.Sentences {
		sentences[i] = toSpan(doc.Sentences[i].Span)
	}
	tokens := make([]tokenOut, len(doc.Tokens))
	for i := range doc.Tokens {
		tokens[i] = tokenOut{toSpan(doc.Tokens[i].Span), tree.Tags[i].UPOS.String(), tree.Tags[i].XPOS.String(), tree.Head[i], tree.Label[i].String()}
	}
	return map[string]any{"sentences": sentences, "tokens": tokens}, nil
}

type attributionOut struct {
	Kind       string  `json:"kind"`
	Content    []span  `json:"content"`
	Cue        []span  `json:"cue"`
	Source     []span  `json:"source"`
	Speaker    *string `json:"speaker"`
	Target     *string `json:"target"`
	TargetSpan *span   `json:"target_span"`
	Class      *string `json:"class"` // of the frame; null where neither cue nor act word tells
	Thought    bool    `json:"thought"`
	Nested     bool    `json:"nested"`
}

func annotateAttribution(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	_, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	work, err := w.analyze(context.Background(), a, false)
	if err != nil {
		return nil, err
	}
	// Quotation data has one attribution for all that one cue introduces, so a
	// row that borrows its cue, from before or after it, joins the lender.
	out := make([]attributionOut, 0, len(work.Attrs))
	row := make([]int, len(work.Attrs)) // of each attribution, where it went in out
	for i := range work.Attrs {
		row[i] = -1
		if b := work.Attrs[i].Borrows; work.shown(i) && (b < 0 || !work.shown(int(b))) {
			row[i] = len(out)
			out = append(out, work.attributionOut(i))
		}
	}
	for i := range work.Attrs {
		if b := work.Attrs[i].Borrows; b >= 0 && work.shown(i) && row[b] >= 0 {
			out[row[b]].join(&work.Attrs[i])
		}
	}
	return map[string]any{"attributions": out}, nil
}

// attributionOut is attribution i as the task writes it.
func (w *Work) attributionOut(i int) attributionOut {
	at := &w.Attrs[i]
	o := attributionOut{Kind: at.Kind.String(), Content: toSpans(at.Content), Cue: toSpans([]detente.Span{at.Cue}), Source: toSpans([]detente.Span{at.Source}), Thought: at.Thought, Nested: at.Depth > 0}
	if len(at.Sources) > 1 {
		o.Source = toSpans(at.Sources)
	}
	if r := w.Roles[i].Speakers; len(r) > 0 {
		o.Speaker = &w.Coref.Entities[r[0].Entity].Name
	}
	if c := at.Frame.Class; c != detente.ClassNone {
		name := c.String()
		o.Class = &name
	}
	words := detente.Span{}
	if t, ok := w.facing(i); ok {
		o.Target = &w.Coref.Entities[t.Entity].Name
		if words = t.Mention; !attribution.Governed(t) && !t.Mention.Empty() && !at.Frame.Object.Empty() {
			words = at.Frame.Object // what is condemned, refused, praised
		}
		for _, p := range at.Frame.Patients {
			if p.Contains(words) {
				words = p
			}
		}
	} else if p := at.Frame.Patients; len(p) > 0 {
		words = p[0] // somebody without an entity: "the release of a student"
	} else {
		words = at.Frame.Object
	}
	if !words.Empty() {
		s := toSpan(words)
		o.TargetSpan = &s
	}
	return o
}

// shown reports whether attribution i is part of the answer: the rows, and acts
// whose words name both sides though nobody is found behind them ("police have
// arrested a student").
func (w *Work) shown(i int) bool {
	a := &w.Attrs[i]
	return w.keep(i) || !a.Source.Empty() && len(a.Frame.Patients) > 0 && !w.told(i)
}

// facing gives the first target of row i; of talks, where everybody stands in
// both lists, the first who is not the first speaker.
func (w *Work) facing(i int) (detente.Role, bool) {
	r := &w.Roles[i]
	for _, t := range r.Targets {
		if !r.Reciprocal || len(r.Speakers) == 0 || t.Entity != r.Speakers[0].Entity {
			return t, true
		}
	}
	return detente.Role{}, false
}

// join adds the content of a row that borrows this one's cue and source.
func (o *attributionOut) join(at *detente.Attribution) {
	o.Content = append(o.Content, toSpans(at.Content)...)
	slices.SortFunc(o.Content, func(a, b span) int { return cmp.Compare(a[0], b[0]) })
	if k := at.Kind.String(); k != o.Kind {
		o.Kind = detente.Mixed.String()
	}
}

// annotateGAP tells which of two names a pronoun means, perhaps neither.
func annotateGAP(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	in, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	var spans [3]detente.Span
	for i, f := range []struct {
		name string
		s    *span
	}{{"pronoun_span", in.Pronoun}, {"a_span", in.A}, {"b_span", in.B}} {
		if f.s == nil {
			return nil, fmt.Errorf("no %q field", f.name)
		}
		if spans[i], err = f.s.in(a.Text); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	doc := segment.Split(a.Text)
	tree := w.syntax.Parse(doc)
	attrs := attribution.Find(doc, tree, a.Voice)
	isA, isB := mention.Choose(w.mention.Means(doc, tree, attrs, &a, spans[0], spans[1:], nil))
	return map[string]any{"a": isA, "b": isB}, nil
}

func annotateTime(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	_, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	type timexOut struct {
		Span  span   `json:"span"`
		Type  string `json:"type"`
		Value string `json:"value"`
		Mod   string `json:"mod,omitempty"`
	}
	out := []timexOut{}
	doc := segment.Split(a.Text)
	for _, t := range timex.Find(doc, w.syntax.Parse(doc)) {
		out = append(out, timexOut{Span: toSpan(t.Span), Type: t.Type.String(), Value: timex.Value(t, a.Published), Mod: t.Mod})
	}
	return map[string]any{"timexes": out}, nil
}

func annotateAnchor(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	in, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	doc := segment.Split(a.Text)
	spans := make([]detente.Span, len(in.Events))
	for i := range in.Events {
		if spans[i], err = in.Events[i].Span.in(a.Text); err != nil {
			return nil, fmt.Errorf("event %s: %w", in.Events[i].EID, err)
		}
	}
	type eventOut struct {
		EID      json.RawMessage `json:"eid"`
		Earliest *string         `json:"earliest"`
		Latest   *string         `json:"latest"`
		Begin    *[2]*string     `json:"begin,omitempty"` // where they differ from the whole
		End      *[2]*string     `json:"end,omitempty"`
		Method   string          `json:"method"`
		Relation string          `json:"dct_rel,omitempty"`
	}
	out := make([]eventOut, len(spans))
	tree := w.syntax.Parse(doc)
	for i, e := range anchor.Events(doc, tree, spans, timex.Find(doc, tree), a.Published) {
		whole := daysOrNil(e.Interval)
		out[i] = eventOut{EID: in.Events[i].EID, Earliest: whole[0], Latest: whole[1], Method: e.Method.String(), Relation: e.Relation}
		if e.Begin != e.Interval || e.End != e.Interval {
			begin, end := daysOrNil(e.Begin), daysOrNil(e.End)
			out[i].Begin, out[i].End = &begin, &end
		}
	}
	return map[string]any{"event_times": out}, nil
}

func daysOrNil(iv detente.Interval) [2]*string {
	return [2]*string{dayOrNil(iv.Lo), dayOrNil(iv.Hi)}
}

func dayOrNil(t detente.Time) *string {
	if !t.Bounded() {
		return nil
	}
	s := t.Day().String()
	return &s
}

func annotateTone(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	in, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	source, err := in.SourceSpan.in(a.Text)
	if err != nil {
		return nil, err
	}
	target, err := in.TargetSpan.in(a.Text)
	if err != nil {
		return nil, err
	}
	doc := segment.Split(a.Text)
	s := scorers.ToneText(doc, w.syntax.Parse(doc), source, target, w.p.scale)
	out := map[string]any{"score": s.Value, "label": scorers.Label(s.Class, w.p.scale), "quad": s.Class.Quad(), "confidence": s.Confidence, "flags": flagNames(s.Flags)}
	if !s.OK() {
		out["reason"] = s.Reason.String()
	}
	return out, nil
}

func flagNames(f detente.Flags) []string {
	names := []string{}
	for i, name := range []string{"negated", "conditional", "future", "hedged", "self_reported"} {
		if f.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

func annotateStance(w *worker, _ AnnotateOptions, line []byte) (any, error) {
	in, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	target, err := in.TargetSpan.in(a.Text)
	if err != nil {
		return nil, err
	}
	doc := segment.Split(a.Text)
	s := scorers.StanceText(doc, w.syntax.Parse(doc), target)
	return map[string]any{"score": s.Value, "label": s.Label}, nil
}

func annotateSentiment(_ *worker, opt AnnotateOptions, line []byte) (any, error) {
	_, a, err := readInput(line)
	if err != nil {
		return nil, err
	}
	s, err := scorers.SentimentText(opt.Scorer, segment.Split(a.Text))
	if err != nil {
		return nil, err
	}
	return map[string]any{"score": s.Value, "label": s.Label}, nil
}

func annotateShift(_ *worker, opt AnnotateOptions, line []byte) (any, error) {
	var in struct {
		ID     json.RawMessage `json:"id"`
		Time   []float64       `json:"time"`
		Value  []float64       `json:"value"`
		SE     []float64       `json:"se"`
		Group  []int           `json:"group"`
		Source []any           `json:"source"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, fmt.Errorf("not a JSON object of this task: %w", err)
	}
	if len(in.Value) == 0 {
		return nil, fmt.Errorf(`no "value" field, or an empty one`)
	}
	for _, f := range []struct {
		name string
		n    int
	}{{"time", len(in.Time)}, {"se", len(in.SE)}, {"group", len(in.Group)}, {"source", len(in.Source)}} {
		if f.n != 0 && f.n != len(in.Value) {
			return nil, fmt.Errorf("%q has %d elements and \"value\" %d", f.name, f.n, len(in.Value))
		}
	}
	for _, v := range in.Value {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("a value is not a number")
		}
	}
	var sources []string
	for _, s := range in.Source {
		sources = append(sources, fmt.Sprint(s))
	}
	return shift.Annotate(string(in.ID), in.Time, in.Value, in.SE, in.Group, sources, opt.Alpha), nil
}
