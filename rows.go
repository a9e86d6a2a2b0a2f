package detente

// The rows of the tables that a run writes. In all of them "" is a null string,
// NaN a null number, an open end (MinTime, MaxTime) a null time, and a zero enum
// a null category.

// DocumentRow is one row of the documents table: an article.
type DocumentRow struct {
	DocID      string
	Article    Article // Text is not read here
	Dateline   string
	TextSHA256 string
	Bytes      int64
	CopyGroup  string // doc_id of the article that represents its copies; its own where it has none
	IsCopy     bool
	Statements int32
}

// TextRow is one row of the texts table: the text that offsets count in.
type TextRow struct {
	DocID string
	Text  string
}

// StatementRow is one row of the statements table.
type StatementRow struct {
	StatementID string
	EventID     string
	IsRetelling bool
	DocID       string
	IsCopy      bool
	Paragraph   int32
	Sentence    int32
	Context     string // the sentence
	Kind        Kind
	Channel     Channel
	Thought     bool
	Nested      bool

	Content      string // the spans' texts, joined by " … "
	ContentSpans []Span // in text order, at least one
	Cue          string
	CueSpan      Span
	Source       string
	SourceSpan   Span

	Speaker           string
	SpeakerID         string
	SpeakerActor      string // name of the roll-up
	SpeakerActorID    string
	SpeakerSector     Sector
	SpeakerConfidence float32 // NaN where there is no speaker
	SpeakerReason     Reason
	Target            string
	TargetID          string
	TargetActor       string
	TargetActorID     string
	TargetSector      Sector
	TargetConfidence  float32
	TargetReason      Reason
	Speakers          []string // entity ids, all of them when there are several, else empty
	Targets           []string
	Reciprocal        bool

	When     When
	EventRef string // statement_id, or "published", that the offsets count from; "" without offsets

	Flags   Flags   // moods, of the text's words and those that the first scorer found
	Scores  []Score // in the order of the run's scorers, tone first
	CueTone float64
}

// EntityRow is one row of the entities table.
type EntityRow struct {
	Entity     Entity
	Statements int32 // statements that it speaks in or is the target of
	Documents  int32
}
