package segment

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

// lines gives the lines of text that are not blank, trimmed, as body text.
func lines(text string) []detente.Paragraph {
	out := make([]detente.Paragraph, 0, strings.Count(text, "\n")+1)
	start := 0
	for start < len(text) {
		end, next := lineEnd(text, start)
		if s, e := trim(text, start, end); s < e {
			out = append(out, detente.Paragraph{Span: detente.Span{Start: int32(s), End: int32(e)}})
		}
		start = next
	}
	return out
}

// lineEnd gives the end of the line that begins at start, and the start of the
// next one.
func lineEnd(text string, start int) (end, next int) {
	for i := start; i < len(text); i++ {
		switch text[i] {
		case '\n', '\r', '\v', '\f':
			return i, i + 1
		case 0xE2:
			if strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029") {
				return i, i + 3
			}
		}
	}
	return len(text), len(text)
}

func trim(text string, s, e int) (int, int) {
	for s < e {
		r, n := utf8.DecodeRuneInString(text[s:e])
		if !isSpace(r) {
			break
		}
		s += n
	}
	for s < e {
		r, n := utf8.DecodeLastRuneInString(text[s:e])
		if !isSpace(r) {
			break
		}
		e -= n
	}
	return s, e
}

//go:embed data/furniture.tsv
var furnitureTSV string

// form is a form of furniture: words by which a line is known.
type form struct {
	words string // without regard to case
	where string // begins, ends, is
	max   int    // the longest line that it holds for, in bytes; 0: any
}

var furniture = sync.OnceValue(func() []form {
	forms, err := parseFurniture(furnitureTSV)
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return forms
})

func parseFurniture(tsv string) ([]form, error) {
	rows, err := lexicon.Rows("furniture.tsv", tsv, 3)
	if err != nil {
		return nil, err
	}
	forms := make([]form, len(rows))
	for i, row := range rows {
		f := form{words: row[0], where: row[1]}
		switch row[1] {
		case "begins", "ends", "is":
		default:
			return nil, fmt.Errorf("furniture.tsv, %q: no place named %q", row[0], row[1])
		}
		if row[2] != "" {
			if _, err := fmt.Sscan(row[2], &f.max); err != nil {
				return nil, fmt.Errorf("furniture.tsv, %q: length %q: %w", row[0], row[2], err)
			}
		}
		forms[i] = f
	}
	return forms, nil
}

// maxHeading is the longest heading, in bytes, and maxFurniture the longest line
// that is looked up among the forms of furniture.
const (
	maxHeading   = 100
	maxFurniture = 400
)

// classify sets the kind of each paragraph.
func classify(text string, pars []detente.Paragraph) {
	for i := range pars {
		line := pars[i].Span.In(text)
		if len(line) <= maxFurniture && isFurniture(line) {
			pars[i].Kind = detente.Furniture
		}
	}
	markTurns(text, pars)
	// A question is a heading only in an article that has others: alone on its
	// line it is more often the writer's or an interviewer's.
	if markHeadings(text, pars, false) {
		markHeadings(text, pars, true)
	}
}

// markHeadings marks the headings, or those that are questions, and reports
// whether there was any.
func markHeadings(text string, pars []detente.Paragraph, questions bool) bool {
	found := false
	for i := range pars {
		if pars[i].Kind != detente.Body || pars[i].Span.Len() > maxHeading {
			continue
		}
		before, after := neighbour(pars, i, -1), neighbour(pars, i, 1)
		if isHeading(pars[i].Span.In(text), lengthOf(pars, before), lengthOf(pars, after), questions) {
			pars[i].Kind, found = detente.Heading, true
		}
	}
	return found
}

// neighbour gives the nearest paragraph in a direction that is not furniture, or
// -1.
func neighbour(pars []detente.Paragraph, i, step int) int {
	for i += step; i >= 0 && i < len(pars); i += step {
		if pars[i].Kind != detente.Furniture {
			return i
		}
	}
	return -1
}

func lengthOf(pars []detente.Paragraph, i int) int {
	if i < 0 {
		return 0
	}
	return pars[i].Span.Len()
}

func isFurniture(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	if r == '©' {
		return true
	}
	line = strings.TrimLeft(line, "([*->•▪●· ")
	for _, f := range furniture() {
		if f.max > 0 && len(line) > f.max || len(line) < len(f.words) {
			continue
		}
		var part string
		switch f.where {
		case "begins":
			part = line[:len(f.words)]
		case "ends":
			rest := strings.TrimRight(line, ".)] ")
			part = rest[max(0, len(rest)-len(f.words)):]
		case "is":
			part = strings.Trim(line, ".:!)]>…»- ")
		}
		if strings.EqualFold(part, f.words) {
			return true
		}
	}
	return isByline(line)
}

// isByline reports whether the line is "By" and two to eight words of which most
// have capitals, without a final stop.
func isByline(line string) bool {
	if !(strings.HasPrefix(line, "By ") || strings.HasPrefix(line, "BY ")) || len(line) > maxHeading || endsStop(line) {
		return false
	}
	w := countWords(line)
	return w.all >= 3 && w.all <= 9 && w.capitals >= w.long-1 && w.capitals >= 2
}

// wordCounts counts the words of a line: all, those that are long enough to have
// a capital in a heading, and those of them that have one.
type wordCounts struct{ all, long, capitals, upper int }

func countWords(line string) wordCounts {
	var c wordCounts
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRuneInString(line[i:])
		if !unicode.IsLetter(r) {
			i += n
			continue
		}
		j := i
		upper := true
		for j < len(line) {
			r, n := utf8.DecodeRuneInString(line[j:])
			if !unicode.IsLetter(r) && r != '\'' && r != '’' {
				break
			}
			upper = upper && !unicode.IsLower(r)
			j += n
		}
		c.all++
		if j-i > 3 || unicode.IsUpper(r) {
			c.long++
			if unicode.IsUpper(r) {
				c.capitals++
			}
		}
		if upper {
			c.upper++
		}
		i = j
	}
	return c
}

// endsStop reports whether the line ends a sentence, or an item of a list.
func endsStop(line string) bool {
	line = strings.TrimRight(line, "”’\"')]»")
	r, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune(".!;:,…", r)
}

// isHeading reports whether a line is an unmarked heading: it is short, has no
// final stop, stands before a longer paragraph, and most of its words have
// capitals, or it is a question, or it is much shorter than both neighbours.
func isHeading(line string, before, after int, questions bool) bool {
	if after < 2*len(line) && after < maxHeading || after <= len(line) || endsStop(line) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(line)
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return false // a quotation, a bullet, the rest of a broken line
	}
	w := countWords(line)
	if w.all == 0 || w.all > 14 {
		return false
	}
	if w.long > 0 && 10*w.capitals >= 7*w.long {
		return true
	}
	if strings.HasSuffix(line, "?") {
		return questions && w.all <= 10 && before > 2*len(line)
	}
	return w.all <= 9 && before > 2*len(line) && after > 2*len(line)
}

// markTurns marks the turns of a transcript: paragraphs that begin with a name
// in capitals and a colon. One such line is a headline ("POLL: ..."); a
// transcript has a name twice, or two in turn.
func markTurns(text string, pars []detente.Paragraph) {
	labels, repeated := 0, false
	seen := ""
	for i := range pars {
		if pars[i].Kind != detente.Body {
			continue
		}
		label := turnLabel(pars[i].Span.In(text))
		if label == "" {
			continue
		}
		labels++
		if label == seen {
			repeated = true
		}
		if seen == "" {
			seen = label
		}
	}
	if labels < 2 || labels < 3 && !repeated && !adjacentTurns(text, pars) {
		return
	}
	for i := range pars {
		if pars[i].Kind == detente.Body && turnLabel(pars[i].Span.In(text)) != "" {
			pars[i].Kind = detente.Turn
		}
	}
}

func adjacentTurns(text string, pars []detente.Paragraph) bool {
	for i := 1; i < len(pars); i++ {
		if turnLabel(pars[i-1].Span.In(text)) != "" && turnLabel(pars[i].Span.In(text)) != "" {
			return true
		}
	}
	return false
}

// turnLabel gives the speaker's label of a turn: up to six words in capitals
// before a colon and a blank; "" when the line has none.
func turnLabel(line string) string {
	k := strings.IndexByte(line[:min(len(line), 60)], ':')
	if k <= 0 || k+1 >= len(line) || line[k+1] != ' ' && line[k+1] < utf8.RuneSelf {
		return ""
	}
	label := line[:k]
	letters := 0
	for _, r := range label {
		switch {
		case unicode.IsLower(r):
			return ""
		case unicode.IsLetter(r):
			letters++
		case r == ' ' || r == '.' || r == '-' || r == '\'' || r == '’' || r == ',' || r == '(' || r == ')':
		default:
			return ""
		}
	}
	if letters == 0 || countWords(label).all > 6 {
		return ""
	}
	switch label {
	case "UPDATE", "WATCH", "READ", "LISTEN", "BREAKING", "NOTE", "CORRECTION", "PHOTO", "PHOTOS", "VIDEO", "POLL", "ANALYSIS", "OPINION", "EXCLUSIVE", "LIVE", "MORE":
		return ""
	}
	return label
}
