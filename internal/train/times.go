package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sort"

	"detente"
	"detente/internal/model"
	"detente/pipeline/anchor"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
	"detente/pipeline/timex"
)

// eventLabels are the classes of the model of event times, in its order.
const eventLabels = 4

const (
	eventBefore = iota
	eventOn
	eventSpan
	eventAfter
)

// EventExample is one event of an annotated document with its relation to the
// document's date.
type EventExample struct {
	Doc      string
	Corpus   int // features are weighted for all corpora and for each by itself; anchor.Intervals, anchor.Links, or another
	Weight   float64
	Features []uint64
	Label    int
	Reports  bool // a verb of saying, by its annotated class
}

// eventFiles are the annotated corpora. spans is true where one gives intervals
// instead of links, twice where both annotations of the same documents are told.
var eventFiles = []struct {
	name         string
	corpus       int
	spans, twice bool
}{
	{"event_times.train", anchor.Intervals, true, true},
	{"timebank_dense.train", anchor.Links, false, true},
	{"timebank.train", 2, false, false},
	{"aquaint.train", 3, false, false},
}

type eventDocument struct {
	ID, Text, DCT string
	Events        []struct {
		EID, Class string
		Span       [2]int32
	}
	Timexes []struct{ TID, Type, Value string }
	TLinks  []eventLink `json:"tlinks"`
	Times   []struct {
		EID        string
		Begin, End [2]*string
	} `json:"event_times"`
}

// ReadEvents reads the annotated events of the shared data and makes their
// features. A document of TimeBank-Dense is not taken from TimeBank again.
func ReadEvents(shared string) ([]EventExample, error) {
	m, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	parser := m.Parser()
	var out []EventExample
	dense := map[string]bool{}
	for _, f := range eventFiles {
		docs, err := readEventDocuments(filepath.Join(shared, "data", "time", f.name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		for _, d := range docs {
			if f.twice {
				dense[d.ID] = true
			} else if dense[d.ID] {
				continue
			}
			labels, more := d.labels(f.spans), map[string]int{}
			if !f.spans {
				more = d.follow(labels)
			}
			day, err := detente.ParseDay(d.DCT)
			if err != nil || len(labels)+len(more) == 0 {
				continue
			}
			doc := segment.Split(d.Text)
			tree := parser.Parse(doc)
			spans := make([]detente.Span, len(d.Events))
			for i, e := range d.Events {
				spans[i] = detente.Span{Start: e.Span[0], End: e.Span[1]}
			}
			p := detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
			features := anchor.Features(doc, tree, spans, timex.Find(doc, tree), p)
			for i, e := range d.Events {
				if label, ok := labels[e.EID]; ok {
					out = append(out, EventExample{d.ID, f.corpus, 1, features[i], label, e.Class == "REPORTING"})
				} else if label, ok := more[e.EID]; ok {
					out = append(out, EventExample{d.ID, f.corpus + followed, followedWeight, features[i], label, e.Class == "REPORTING"})
				}
			}
		}
	}
	return out, nil
}

func readEventDocuments(path string) ([]eventDocument, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	var out []eventDocument
	for n := 1; lines.Scan(); n++ {
		var d eventDocument
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		out = append(out, d)
	}
	return out, lines.Err()
}

// linkLabels maps a link from the event to the document's time.
var linkLabels = map[string]int{
	"BEFORE": eventBefore, "IBEFORE": eventBefore, "AFTER": eventAfter, "IAFTER": eventAfter, "INCLUDES": eventSpan,
	"IS_INCLUDED": eventOn, "DURING": eventOn, "SIMULTANEOUS": eventOn, "IDENTITY": eventOn, "BEGUN_BY": eventOn, "ENDED_BY": eventOn,
	"BEGINS": eventOn, "ENDS": eventOn,
}

// turned gives the link the other way round.
var turned = map[string]string{"BEFORE": "AFTER", "AFTER": "BEFORE", "IBEFORE": "IAFTER", "IAFTER": "IBEFORE", "INCLUDES": "IS_INCLUDED", "IS_INCLUDED": "INCLUDES", "DURING": "INCLUDES"}

// labels gives the relation of each event to the document's date; of several
// links of an event the last counts, as in the scorer.
func (d *eventDocument) labels(spans bool) map[string]int {
	out := map[string]int{}
	if !spans {
		for _, l := range d.TLinks {
			event, rel := l.A, l.Rel
			if l.A == "t0" {
				event = l.B
				if t, ok := turned[rel]; ok {
					rel = t
				}
			} else if l.B != "t0" {
				continue
			}
			if label, ok := linkLabels[rel]; ok {
				out[event] = label
			}
		}
		return out
	}
	for _, t := range d.Times {
		switch lo, hi := t.Begin[0], t.End[1]; {
		case hi != nil && *hi < d.DCT:
			out[t.EID] = eventBefore
		case lo != nil && *lo > d.DCT:
			out[t.EID] = eventAfter
		case lo != nil && hi != nil && *lo == d.DCT && *hi == d.DCT:
			out[t.EID] = eventOn
		default:
			out[t.EID] = eventSpan
		}
	}
	return out
}

// Chosen by five-fold cross-validation over the documents of TimeBank-Dense.
const (
	eventEpochs = 4
	eventOrders = 8
	eventRate   = .01
	eventDecay  = .02
	eventSeed   = 1
)

type weights [eventLabels]float64

// EventModel trains multinomial logistic regression by averaged AdaGrad. A feature
// seen once is left out. Every other stands twice, for all corpora and for its own; the model keeps the sums
// of both for the two annotations that it tells.
func EventModel(data []EventExample) anchor.EventModel {
	seen, features := repeated(data)
	at := map[uint64]int{}
	id := func(h uint64) int {
		k, ok := at[h]
		if !ok {
			k = len(at)
			at[h] = k
		}
		return k
	}
	rows := make([][]int, len(data))
	for i, x := range data {
		for _, h := range x.Features {
			if seen[h] {
				rows[i] = append(rows[i], id(h), id(model.Join(h, uint64(x.Corpus)+1)))
			}
		}
	}
	sum := make([]weights, len(at))
	n := 0.0
	for order := range eventOrders {
		w, g := make([]weights, len(at)), make([]weights, len(at))
		rng := rand.New(rand.NewPCG(eventSeed, uint64(order)))
		for epoch := range eventEpochs {
			for _, i := range rng.Perm(len(data)) {
				learn(w, g, rows[i], data[i].Label, data[i].Weight)
			}
			if epoch == 0 {
				continue
			}
			n++
			for k := range sum {
				for c := range eventLabels {
					sum[k][c] += w[k][c]
				}
			}
		}
	}
	var out [2][][]model.Weight
	for annotation := range out {
		out[annotation] = make([][]model.Weight, len(features))
		for i, h := range features {
			own, ok := at[model.Join(h, uint64(annotation)+1)]
			for c := range eventLabels {
				v := sum[at[h]][c]
				if ok {
					v += sum[own][c]
				}
				k := math.Round(v / n * anchor.EventScale)
				if k = max(-500, min(500, k)); math.Abs(k) >= 2 {
					out[annotation][i] = append(out[annotation][i], model.Weight{Class: uint8(c), Weight: int16(k)})
				}
			}
		}
	}
	return anchor.NewEventModel(features, out)
}

// repeated gives the features that stand in more than one place, and lists them
// in order.
func repeated(data []EventExample) (in map[uint64]bool, list []uint64) {
	for _, x := range data {
		list = append(list, x.Features...)
	}
	slices.Sort(list)
	in = map[uint64]bool{}
	for i := 1; i < len(list); i++ {
		in[list[i]] = in[list[i]] || list[i-1] == list[i]
	}
	list = slices.DeleteFunc(slices.Compact(list), func(h uint64) bool { return !in[h] })
	return in, list
}

// learn makes one step on one example.
func learn(w, g []weights, row []int, label int, weight float64) {
	var s weights
	for _, k := range row {
		for c := range eventLabels {
			s[c] += w[k][c]
		}
	}
	model.Softmax(s[:])
	for c := range s {
		if c == label {
			s[c]--
		}
		s[c] *= weight
	}
	for _, k := range row {
		for c := range eventLabels {
			d := s[c] + eventDecay*w[k][c]
			g[k][c] += d * d
			w[k][c] -= eventRate * d / math.Sqrt(g[k][c]+.01)
		}
	}
}

// EventScore counts what cross-validation found of one annotation.
type EventScore struct {
	Events, Four, Three int // with being on the day and spanning it apart, and as one
	Reports, Said       int // verbs of saying, and how many of them are right with the two as one
}

// EventFolds trains on four fifths of the documents that have both annotations,
// and all others, and counts on the fifth how often the likeliest relation is
// right, by annotation.
func EventFolds(data []EventExample) (out [2]EventScore) {
	const folds = 5
	var docs []string
	for _, x := range data {
		if x.Corpus < len(out) {
			docs = append(docs, x.Doc)
		}
	}
	sort.Strings(docs)
	docs = slices.Compact(docs)
	for fold := range folds {
		var train, test []EventExample
		for _, x := range data {
			k, of := slices.BinarySearch(docs, x.Doc)
			switch {
			case !of || k%folds != fold:
				train = append(train, x)
			case x.Corpus < len(out):
				test = append(test, x)
			}
		}
		m := EventModel(train)
		for _, x := range test {
			out[x.Corpus].count(m.Relation(x.Features, x.Corpus), x)
		}
	}
	return out
}

func (s *EventScore) count(p [4]float64, x EventExample) {
	s.Events++
	best := 0
	for c := range p {
		if p[c] > p[best] {
			best = c
		}
	}
	if best == x.Label {
		s.Four++
	}
	label, one := x.Label, p[eventOn]+p[eventSpan]
	if label == eventSpan {
		label = eventOn
	}
	switch {
	case p[eventBefore] > one && p[eventBefore] > p[eventAfter]:
		best = eventBefore
	case p[eventAfter] > one:
		best = eventAfter
	default:
		best = eventOn
	}
	right := best == label
	if right {
		s.Three++
	}
	if x.Reports {
		s.Reports++
		if right {
			s.Said++
		}
	}
}
