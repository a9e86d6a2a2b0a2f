package detente

// Class is what an utterance or deed does to the relation of speaker and
// target: the classes of PLOVER, and Statement for what does nothing to it.
type Class uint8

const (
	ClassNone Class = iota
	Agree
	Consult
	Support
	Concede
	Cooperate
	Aid
	Retreat
	Request
	Accuse
	Reject
	Threaten
	Protest
	Sanction
	Mobilize
	Coerce
	Assault
	Plain // STATEMENT: a comment without an act towards anyone
)

// ClassNames are the PLOVER names, by value.
var ClassNames = []string{"", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "STATEMENT"}

// NumClasses is the number of classes with ClassNone.
const NumClasses = int(Plain) + 1

// String gives the PLOVER name.
func (c Class) String() string { return nameOf(ClassNames, int(c)) }

// ParseClass finds a class by its PLOVER name, and ClassNone for any other word.
func ParseClass(name string) Class {
	for i, n := range ClassNames {
		if n == name {
			return Class(i)
		}
	}
	return ClassNone
}

// Material reports whether the class is a deed when it has been carried out:
// the material classes, and talks that took place.
func (c Class) Material() bool {
	switch c {
	case Consult, Cooperate, Aid, Retreat, Protest, Sanction, Mobilize, Coerce, Assault:
		return true
	}
	return false
}

// Quad is the quarter of PLOVER that a class belongs to.
func (c Class) Quad() string {
	switch c {
	case Agree, Consult, Support, Concede:
		return "verbal_cooperation"
	case Cooperate, Aid, Retreat:
		return "material_cooperation"
	case Request, Accuse, Reject, Threaten:
		return "verbal_conflict"
	case Protest, Sanction, Mobilize, Coerce, Assault:
		return "material_conflict"
	case Plain:
		return "neutral"
	}
	return ""
}

// Mode is the kind within a class where the scale or the codebook tells them
// apart.
type Mode uint8

const (
	ModeNone   Mode = iota
	ModeDemand      // REQUEST: to yield, to hand over
	ModeAppeal      // REQUEST: for talks, help, restraint, mediation
	ModeDeny        // REJECT that only denies a charge
	ModePhone       // CONSULT by phone
	ModeVisit       // CONSULT by visit
)

// ModeNames are the names of the modes, by value.
var ModeNames = []string{"", "demand", "appeal", "deny", "phone", "visit"}

// String gives the name used in the scale file.
func (m Mode) String() string { return nameOf(ModeNames, int(m)) }

// Feature is one reason for a score, for explain.
type Feature struct {
	Name   string  // "cue:accused", "frame:SANCTION", "model:THREATEN", "hedge"
	Span   Span    // the words, empty when none
	Weight float64 // its share of the value, in the scorer's unit
}

// Score is one scorer's answer about one statement. When Reason is set there is
// no answer and the numbers mean nothing.
type Score struct {
	Value      float64 // in [-1, 1]; below 0 hostile or negative
	StdErr     float64 // standard error of Value; 0 when the scorer gives none
	Class      Class   // ClassNone when the scorer knows no classes
	Mode       Mode
	Label      string  // the scorer's own label, such as "negative"; "" when Class says it
	Confidence float64 // probability that the class or label is right; 0 when not known
	Flags      Flags   // moods the scorer found
	Reason     Reason
	Features   []Feature // filled only when Input.Explain is set
}

// OK reports whether the scorer answered.
func (s Score) OK() bool { return s.Reason == ReasonNone }
