package detente

// Kind is the form in which a statement stands in the text.
type Kind uint8

const (
	Direct   Kind = iota + 1 // “We have spoken by phone,” Petro said
	Indirect                 // Petro said they had spoken by phone
	Mixed                    // Petro called it “a first step” towards talks
	Act                      // Washington revoked Petro's visa
)

// KindNames are the names of the kinds, by value.
var KindNames = []string{"", "direct", "indirect", "mixed", "act"}

// String gives the name used in tables.
func (k Kind) String() string { return nameOf(KindNames, int(k)) }

// Channel tells words from deeds. It belongs to the event, not to the sentence:
// "said it had struck the port" is a deed that is told in words.
type Channel uint8

const (
	Words Channel = iota + 1
	Deeds
)

// ChannelNames are the names of the channels, by value.
var ChannelNames = []string{"", "words", "deeds"}

// String gives the name used in tables.
func (c Channel) String() string { return nameOf(ChannelNames, int(c)) }

// Flags are moods of a statement that change what it does.
type Flags uint8

const (
	Negated      Flags = 1 << iota // did not, never, refused to
	Conditional                    // if, unless, or else
	FutureAct                      // will, plans to, is to
	Hedged                         // might, could, does not rule out
	SelfReported                   // a side's own claim of a deed
)

// Has reports whether all of o is set.
func (f Flags) Has(o Flags) bool { return f&o == o }

// Tense is the tense of a cue or act verb, as far as its words show it.
type Tense uint8

const (
	TenseNone      Tense = iota // no verb: "according to", a colon, a noun
	TensePast                   // said
	TensePresent                // says
	TensePerfect                // has said
	TensePastPerf               // had said
	TenseFuture                 // will say
	TenseNonFinite              // saying, to say
)

// Frame is the act of an attribution: of the deed it reports or of what the cue
// itself does (to accuse, to threaten, to invite).
type Frame struct {
	Class      Class  // 0: neither cue nor act word tells
	Mode       Mode   // of the class: a demand, an appeal, a denial ...
	Agent      Span   // who acts; for words the source
	Patients   []Span // who is acted upon: object, "against X", "on X", "with X", in text order
	Object     Span   // the thing: sanctions, the visa
	Reciprocal bool   // met, agreed with, spoke by phone
}

// Attribution is one thing said or done as the text tells it: a source, a cue
// and a content; or, for an Act, an agent, an act word and a predicate.
type Attribution struct {
	Kind      Kind
	Content   []Span // all that was said, in text order, with its marks and a leading "that"; for acts from the act word to its last object
	Cue       Span   // the reporting verb group, noun or phrase; the act word; empty when borrowed
	Source    Span   // who, with a title before and without the apposition after; empty when not expressed
	Sources   []Span // all joined sources ("X and Y said"), Source first; empty when there is one
	Frame     Frame
	Flags     Flags
	Thought   bool  // a belief or wish, not an utterance
	Depth     uint8 // 0; 1 for a statement inside a statement, and so on
	Sentence  int32 // the sentence of the cue, else of the content
	Borrows   int32 // index of the attribution whose cue and source it borrows, or -1
	Tense     Tense // of the cue or act verb
	Subord    bool  // the cue or act stands in a subordinate or relative clause
	Addressee Span  // to whom it was said: "told supporters"; empty when nobody is named
}

// Role is one actor in a row.
type Role struct {
	Entity     int32 // index into Coref.Entities
	Mention    Span  // the words that name it
	Confidence float32
	Rule       string // how it was found, for explain: "source", "frame.patient", "content.possessive"
}

// Roles are the speakers and targets of one attribution. When a list is empty
// its Reason says why.
type Roles struct {
	Speakers      []Role
	Targets       []Role
	SpeakerReason Reason
	TargetReason  Reason
	Reciprocal    bool
}

// Reason says why a value is unknown.
type Reason uint8

const (
	ReasonNone          Reason = iota
	ReasonNoSource             // the text names no source
	ReasonUnresolved           // a source stands there, but nobody is found behind it
	ReasonAmbiguous            // two candidates, and neither is better
	ReasonNoTarget             // the statement is directed at nobody
	ReasonTopicOnly            // others are only spoken about
	ReasonThought              // a belief is no act toward anyone
	ReasonNoEvent              // neither cue nor content shows an act
	ReasonLowConfidence        // the scorer abstains
	ReasonNotScored            // this scorer does not apply
)

// ReasonNames are the names of the reasons, by value.
var ReasonNames = []string{"", "no_source", "unresolved", "ambiguous", "no_target", "topic_only", "thought", "no_event", "low_confidence", "not_scored"}

// String gives the name used in tables.
func (r Reason) String() string { return nameOf(ReasonNames, int(r)) }

// Statement is a finished row, by the index of its attribution: the pieces that
// stages made about it, side by side.
type Statement struct {
	Attribution Attribution
	Roles       Roles
	When        When
	Channel     Channel
	Scores      []Score // one per scorer, in the order of Analysis.Scorers
	CueTone     Score   // of the reporter's own word
}

// Analysis is all that one article gives. Statements are in text order; Entities
// are those of Coref that a statement or a mention needs, and Role.Entity
// indexes them.
type Analysis struct {
	Article    Article
	TextSHA256 [32]byte
	Dateline   Span
	Place      Span
	Sentences  []Span  // of every sentence, for the context column
	Paragraph  []int32 // of every sentence: its paragraph
	Entities   []Entity
	Scorers    []string
	Statements []Statement
	VoiceWhy   string // why Voice was chosen, when it was VoiceAuto
}
