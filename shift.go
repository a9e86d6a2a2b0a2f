package detente

import "strings"

// Level is whose series it is.
type Level uint8

const (
	LevelPerson Level = iota + 1 // Donald Trump -> Gustavo Petro
	LevelActor                   // United States -> Colombia, by roll-up
)

// LevelNames are the names of the levels, by value.
var LevelNames = []string{"", "person", "actor"}

// String gives the name used in tables.
func (l Level) String() string { return nameOf(LevelNames, int(l)) }

// Dyad names one series. Speaker and Target are entity ids; Target "" is
// anyone. Channel 0 is words and deeds together. Axis is "" for series on
// calendar time and a document id for the offsets of an article without a
// publication date.
type Dyad struct {
	Level   Level
	Speaker string
	Target  string
	Channel Channel
	Scorer  string
	Axis    string
}

// Point is one event of a series: one utterance or deed, however many
// statements tell it.
type Point struct {
	Event      string   // event_id
	Statement  string   // statement_id of the one first told
	Doc        string   // its doc_id
	Outlet     string   // its outlet; wire copies count as the wire
	Time       Interval // when it was said or done; on an Axis, days from its reference as days from 1970-01-01
	Method     Method
	Value      float64
	StdErr     float64
	Class      Class
	Statements int32   // statements that tell it, copies and retellings included
	Weight     float64 // share of the pair: 1, or 1/k for an event with k targets
	Kind       Kind    // of the one first told; so for the next two
	Toward     string  // actor id of its first target, "" for none
	Published  Time    // of its article, MaxTime where unknown
	Order      int64   // breaks ties of time: place in the document
}

// Series is the points of one dyad in order of time, ties by document and place.
type Series struct {
	Dyad   Dyad
	Points []Point
}

// ShiftDirection says which way a turn goes.
type ShiftDirection int8

const (
	Colder ShiftDirection = -1
	Warmer ShiftDirection = 1
)

// ShiftDirectionNames are the names used in tables: colder, warmer.
var ShiftDirectionNames = []string{"colder", "warmer"}

// String gives the name used in tables.
func (d ShiftDirection) String() string {
	switch d {
	case Colder:
		return "colder"
	case Warmer:
		return "warmer"
	}
	return ""
}

// Shape is the form of a change.
type Shape uint8

const (
	ShapeNone Shape = iota
	Step            // a lasting change of level
	Gradual         // a trend
	Pulse           // an excursion that returns
)

// ShapeNames are the names of the shapes, by value.
var ShapeNames = []string{"none", "step", "gradual", "pulse"}

// String gives the name used in tables.
func (s Shape) String() string { return nameOf(ShapeNames, int(s)) }

// Verdict says how far a candidate turn can be trusted.
type Verdict uint8

const (
	Insufficient  Verdict = iota + 1 // too few dated events, or one side empty
	NoChange                         // enough events, no evidence
	Indication                       // some evidence, one condition of Detected missing
	GradualChange                    // evidence of change, but a trend
	PulseChange                      // evidence of change, but it returned
	Detected                         // n, outlets, q, size and shape hold
	Robust                           // and it survives every testable sensitivity row
)

// VerdictNames are the names of the verdicts, by value.
var VerdictNames = []string{"", "insufficient", "none", "indication", "gradual", "pulse", "detected", "robust"}

// String gives the name used in tables.
func (v Verdict) String() string { return nameOf(VerdictNames, int(v)) }

// Mean is a level of tone with a 95 % interval.
type Mean struct {
	Value, Low, High float64
	N                int32 // events
	Fresh            int32 // those of them that were told soon after, and not in retrospect alone; 1 where they are of one day
}

// ByScorer begins the name of the re-run by the values of another scorer.
const ByScorer = "scorer_"

// Sensitivity is the outcome of one re-run of the test under another choice.
type Sensitivity struct {
	Name     string  // "leave_one_outlet", "leave_one_document", "no_fallback_dates", "by_publication", "composition", "volume", "rank", or ByScorer and the scorer's name
	Testable bool    // false: too few events to reach the level
	P        float64 // the worst p under that choice
}

// Decides reports whether a robust turn must survive the re-run. Another scorer
// answers another question than tone, so what it says of the turn is told and
// decides nothing.
func (s *Sensitivity) Decides() bool { return !strings.HasPrefix(s.Name, ByScorer) }

// Shift is a turn of one series, or the best candidate for one, with its verdict.
// It is about the two levels that it parts: a series that turns several times has
// one Shift for each, and what is counted, tested and named as evidence lies
// between the turn before and the turn after. Statement ids are those of
// Point.Statement.
type Shift struct {
	ID        string
	Dyad      Dyad
	Direction ShiftDirection
	FromBand  string
	ToBand    string

	Turn        Interval // from the earliest time of the last statement before to the latest of the first after, over the 95 % set of splits; on the series' axis
	Split       int32    // index of the first point after, in the series
	Before      Mean
	After       Mean
	Delta       float64 // After - Before
	DeltaLow    float64
	DeltaHigh   float64
	Events      int32 // of the two levels that have a place in time; so for the next three
	Outlets     int32
	Documents   int32
	Statements  int32
	P           float64 // the larger of the permutation p of the series ("it changes") and of this turn; NaN when not testable
	PLeast      float64 // the least p that could be reached with this many events
	Q           float64 // Benjamini-Hochberg over the run's family; NaN when P is
	Posterior   float64 // P(change) for few events; NaN when not computed
	Shape       Shape
	Verdict     Verdict
	Reason      string // the missing condition, in words
	Sensitivity []Sensitivity

	EvidenceBefore  []string // statement ids, strongest first
	EvidenceAfter   []string
	EvidenceAgainst []string
	LastBefore      string // the deciding pair
	FirstAfter      string
}

// PeriodRow is one row of the series table: a dyad in one period.
type PeriodRow struct {
	Dyad          Dyad
	Period        string   // day, week, month
	Time          Interval // the period
	Statements    int32
	Events        int32
	Outlets       int32
	Documents     int32
	ByMethod      []int32 // statements by Method
	Mean          float64
	Low           float64
	High          float64
	ShareConflict float64
}
