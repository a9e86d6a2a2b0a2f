package detente

// Span is a half-open range of bytes of Article.Text. The zero Span is empty
// and stands for "not expressed".
type Span struct {
	Start, End int32
}

// In returns the bytes of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the number of bytes covered.
func (s Span) Len() int { return int(s.End - s.Start) }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies wholly inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether the two spans share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Voice says whose words the plain text of an article is.
type Voice uint8

const (
	VoiceAuto     Voice = iota // decided per document, with a stated reason
	VoiceReported              // a reporter tells what others said: the words in quotation marks are theirs
	VoiceAuthor                // posts, speeches: the author is the speaker of unattributed text and of "I"
	VoiceOutlet                // an organ that speaks for somebody, such as a state agency
)

// VoiceNames are the names of the voices, by value.
var VoiceNames = []string{"auto", "reported", "author", "outlet"}

// String gives the name used in flags and tables.
func (v Voice) String() string { return nameOf(VoiceNames, int(v)) }

// PublishedSource says how the publication date is known.
type PublishedSource uint8

const (
	PublishedNone      PublishedSource = iota // no date: offsets only
	PublishedGiven                            // by flag
	PublishedMetadata                         // by a field of the input
	PublishedURL                              // by the path of the article's address
	PublishedDateline                         // by the dateline
	PublishedInferred                         // by bounds found in the text
	PublishedCollected                        // by the day of collection, where the user asked for that
)

// PublishedSourceNames are the names of the sources, by value.
var PublishedSourceNames = []string{"none", "given", "metadata", "url", "dateline", "inferred", "collected"}

// String gives the name used in tables.
func (p PublishedSource) String() string { return nameOf(PublishedSourceNames, int(p)) }

// Published is the document creation time (DCT of TimeML). Source is
// PublishedNone where no date is known, and then the interval means nothing.
type Published struct {
	Interval  Interval
	Precision Precision
	Source    PublishedSource
}

// Known reports whether there is a publication date.
func (p Published) Known() bool { return p.Source != PublishedNone }

// Day is the last day of the publication interval: the day from which relative
// expressions count. It is only defined when Known.
func (p Published) Day() Day { return p.Interval.Hi.Day() }

// Meta is one further column of the input, passed through unchanged.
type Meta struct {
	Key, Value string
}

// Article is one document as a reader of a corpus delivers it. Text is the text
// that every offset counts in: valid UTF-8, decoded once, never re-spaced
// afterwards.
type Article struct {
	ID        string // the source's own id; "" when it has none
	Text      string
	Title     string
	Published Published
	Outlet    string
	Author    string
	URL       string
	Language  string
	Voice     Voice
	Meta      []Meta // in the order of the input's columns
	Quoted    []Span // where only these quotations of the article are known, with words round them; nil for whole articles

	Input     string // the file, relative to the argument that named it
	InnerPath string // the path inside an archive, or ""
	Record    int64  // 1-based line or ordinal inside Input; 0 when the file is the article
}

// Doc is an article cut up: paragraphs, quotations, sentences, tokens, all in
// text order and all spans of Text. It is flat: ranges index the slices.
type Doc struct {
	Text       string
	Paragraphs []Paragraph
	Sentences  []Sentence
	Tokens     []Token
	Quotes     []Quote // by opening mark
	Dateline   Span    // "BOGOTA, Jan 8 (Agency) -" up to the text proper; empty when there is none
	Place      Span    // the place named in the dateline
}

// Paragraph is a line or block of text. Sentences are [First, Last).
type Paragraph struct {
	Span        Span
	Kind        ParagraphKind
	First, Last int32
}

// ParagraphKind tells text from furniture.
type ParagraphKind uint8

const (
	Body      ParagraphKind = iota // running text
	Heading                        // an unmarked one-line heading: "A Reset or a Pause?"
	Furniture                      // "Read more", bylines, captions, credit lines
	Turn                           // a turn of a transcript: "THE MINISTER: We shall see."
)

// Sentence is a range of tokens [First, Last) of one paragraph.
type Sentence struct {
	Span        Span
	Paragraph   int32
	First, Last int32
}

// Token is a word, a number or a mark. Clitics are tokens of their own
// ("Petro" + "’s"), as in Universal Dependencies.
type Token struct {
	Span     Span
	Hash     uint64 // of the folded word (internal/lexicon.Hash): the one hash that every look-up uses
	Sentence int32
	Kind     TokenKind
	Quote    QuoteState
	Depth    uint8 // open quotations round the token: 0 outside, 1 inside, 2 inside an inner one
}

// TokenKind is the coarse form of a token.
type TokenKind uint8

const (
	Word   TokenKind = iota + 1 // letters, with inner apostrophes, stops and hyphens as UD keeps them
	Number                      // 30, 1,500, 3.5, 15th
	Punct                       // marks that end or divide
	Mark                        // quotation marks, opening or closing
	Symbol                      // $, %, URLs, the rest
)

// QuoteState says how a token lies to the quotation round it.
type QuoteState uint8

const (
	Outside QuoteState = iota
	Opening            // the opening mark itself
	Inside             // words of the quotation
	Closing            // the closing mark itself
)

// Quote is one quotation in marks. Outer takes in the marks, Inner does not.
// A quotation that runs over several paragraphs is one Quote per paragraph, and
// each but the first has Continues set. An unclosed one ends with its paragraph.
type Quote struct {
	Outer, Inner Span
	Depth        uint8 // 1 = outermost
	Continues    bool
	Unclosed     bool
	First, Last  int32 // tokens [First, Last), marks included
}

func nameOf(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return ""
	}
	return names[i]
}
