package anchor

import (
	_ "embed"
	"sync"

	"detente/internal/model"
)

//go:embed data/events.model
var eventFile []byte

// EventScale is how many steps of a weight are one unit of log-odds.
const EventScale = 100

// Annotations of an event's relation to the publication, which do not agree with
// each other: the model is trained for both.
const (
	Intervals = iota // the days on which it began and ended
	Links            // the link that annotators drew
	annotations
)

// EventModel gives the probabilities of an event's relation to the publication.
type EventModel struct {
	wide [annotations]model.Wide
}

const sectionEvents = 1 // and the one behind it

// NewEventModel makes a model of features, sorted, and their rows of weights for
// intervals and for links.
func NewEventModel(features []uint64, rows [annotations][][]model.Weight) EventModel {
	var m EventModel
	for k := range m.wide {
		m.wide[k] = model.NewWide(relations, features, rows[k])
	}
	return m
}

// Bytes is the file of the model.
func (m *EventModel) Bytes() []byte {
	w := model.NewWriter(featureCode)
	for k := range m.wide {
		w.Wide(uint32(sectionEvents+k), &m.wide[k])
	}
	return w.Bytes()
}

// eventModel reads the embedded model once, apart from the tables: the trainer
// needs those, and has another model to make. The model is part of the program:
// a fault in it is a fault of the program, which a test finds.
var eventModel = sync.OnceValue(func() *EventModel {
	f, err := model.Read("events.model", eventFile, featureCode)
	if err != nil {
		panic(err)
	}
	m := new(EventModel)
	for k := range m.wide {
		if m.wide[k], err = f.Wide(uint32(sectionEvents + k)); err != nil {
			panic(err)
		}
	}
	return m
})

// Relation gives the probability that an event with these features was over
// before the day of publication, lay on it, spans it, or comes later, as one of
// the annotations (Intervals, Links) tells it.
func (m *EventModel) Relation(features []uint64, annotation int) [4]float64 {
	const most = 60 // features of one call
	var sum [relations]float64
	var out [model.MaxClasses]int32
	for len(features) > 0 {
		n := min(most, len(features))
		m.wide[annotation].Score(features[:n], &out)
		for c := range sum {
			sum[c] += float64(out[c])
		}
		features = features[n:]
	}
	for c := range sum {
		sum[c] /= EventScale
	}
	model.Softmax(sum[:])
	return sum
}
