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

// EventModel gives the probabilities of an event's relation to the publication.
type EventModel struct {
	wide model.Wide
}

const sectionEvents = 1

// NewEventModel makes a model of features, sorted, and their rows of weights.
func NewEventModel(features []uint64, rows [][]model.Weight) EventModel {
	return EventModel{model.NewWide(relations, features, rows)}
}

// Bytes is the file of the model.
func (m *EventModel) Bytes() []byte {
	w := model.NewWriter(featureCode)
	w.Wide(sectionEvents, &m.wide)
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
	w, err := f.Wide(sectionEvents)
	if err != nil {
		panic(err)
	}
	return &EventModel{w}
})

// Relation gives the probability that an event with these features was over
// before the day of publication, lay on it, spans it, or comes later.
func (m *EventModel) Relation(features []uint64) [4]float64 {
	const most = 60 // features of one call
	var sum [relations]float64
	var out [model.MaxClasses]int32
	for len(features) > 0 {
		n := min(most, len(features))
		m.wide.Score(features[:n], &out)
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
