package pipeline

import "detente"

// Summary counts what a run found and what it could not say. It is part of the
// manifest, so its fields are named for readers of JSON.
type Summary struct {
	Documents  int `json:"documents"`
	Copies     int `json:"copies"`
	Errors     int `json:"errors"`
	Undated    int `json:"documents_without_date"`
	TextBytes  int `json:"text_bytes"`
	Statements int `json:"statements"`
	ByKind     struct {
		Direct   int `json:"direct"`
		Indirect int `json:"indirect"`
		Mixed    int `json:"mixed"`
		Act      int `json:"act"`
	} `json:"statements_by_kind"`
	Deeds        int            `json:"deeds"`
	Nested       int            `json:"nested"`
	Thoughts     int            `json:"thoughts"`
	Events       int            `json:"events"`
	Retellings   int            `json:"retellings"`
	WithSpeaker  int            `json:"with_speaker"`
	WithTarget   int            `json:"with_target"`
	OwnDate      int            `json:"with_own_date"`
	FallbackDate int            `json:"dated_by_publication"`
	NoDate       int            `json:"without_date"`
	Scored       int            `json:"scored"`
	Entities     int            `json:"entities"`
	Series       int            `json:"series"`
	Candidates   int            `json:"candidate_shifts"`
	ByVerdict    map[string]int `json:"shifts_by_verdict"`
	VoiceAuthor  int            `json:"documents_in_the_authors_voice"`

	// Shifts are the candidates in the order of the table, strongest first, at
	// most keptShifts of them, for the summary on screen.
	Shifts []detente.Shift `json:"-"`
	// Rows are the statements of a small run, for the screen; nil for a large one.
	Rows []detente.StatementRow `json:"-"`

	lost []lostArticle
}

const (
	keptShifts = 12
	keptRows   = 60
)

func (s *Summary) addDocument(an *detente.Analysis, row detente.DocumentRow) {
	s.Documents++
	s.TextBytes += int(row.Bytes)
	if !an.Article.Published.Known() {
		s.Undated++
	}
	if an.Article.Voice == detente.VoiceAuthor {
		s.VoiceAuthor++
	}
}

func (s *Summary) addStatement(st *detente.Statement, row detente.StatementRow) {
	s.Statements++
	switch row.Kind {
	case detente.Direct:
		s.ByKind.Direct++
	case detente.Indirect:
		s.ByKind.Indirect++
	case detente.Mixed:
		s.ByKind.Mixed++
	case detente.Act:
		s.ByKind.Act++
	}
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	count(&s.Deeds, row.Channel == detente.Deeds)
	count(&s.Nested, row.Nested)
	count(&s.Thoughts, row.Thought)
	count(&s.Retellings, row.IsRetelling)
	count(&s.Events, row.EventID == row.StatementID)
	count(&s.WithSpeaker, row.SpeakerID != "")
	count(&s.WithTarget, row.TargetID != "")
	switch row.When.Method {
	case detente.MethodNone:
		s.NoDate++
	case detente.MethodPublished:
		s.FallbackDate++
	default:
		s.OwnDate++
	}
	count(&s.Scored, len(st.Scores) > 0 && st.Scores[0].OK())
	if len(s.Rows) < keptRows {
		s.Rows = append(s.Rows, row)
	}
}

func (s *Summary) addShift(sh detente.Shift) {
	s.Candidates++
	if s.ByVerdict == nil {
		s.ByVerdict = map[string]int{}
	}
	s.ByVerdict[sh.Verdict.String()]++
	if len(s.Shifts) < keptShifts {
		s.Shifts = append(s.Shifts, sh)
	}
}
