package datasets

import (
	"regexp"
	"slices"
	"strings"

	"detente"
)

// export is an export that needs more than the names of its columns.
type export struct {
	name  string
	has   []string // normalised names of columns that tell it
	lacks []string // and of those that it does not have
	width int      // or: a table of that many columns without a header
	// refuse says why its files give no articles, and which export would.
	refuse string
	// first is the column that its reader fills for the text.
	text string
}

var exports = []export{
	{name: "gdelt gqg", has: []string{"quotesquote", "url"}, text: "quotes"},
	{name: "gdelt events", width: 61, refuse: "this is a GDELT event table: it codes events and has no articles; fetch the pages of its SOURCEURL column and give those"},
	{name: "gdelt events", width: 58, refuse: "this is a GDELT 1.0 event table: it codes events and has no articles; fetch the pages of its SOURCEURL column and give those"},
	{name: "gdelt gkg", width: 27, refuse: "this is a GDELT knowledge graph: it has themes and no articles; the Global Quotation Graph (GQG) has quotations, or fetch the pages of its DocumentIdentifier column"},
	{name: "media cloud", has: []string{"mediaurl", "publishdate", "indexeddate"}, lacks: []string{"text", "storytext", "content", "body"}, refuse: "this is a Media Cloud list of stories without their texts: ask its interface for the field text, or fetch the pages of the url column"},
	{name: "guardian", has: []string{"webtitle", "webpublicationdate"}, lacks: []string{"fieldsbodytext", "fieldsbody", "bodytext", "body", "blocksbodybodyhtml"}, refuse: "this answer of the Guardian's interface has no texts: ask for them with show-fields=bodyText"},
}

// exportOf finds the export that a file is, or nil.
func exportOf(columns []string, headless bool) *export {
	var names []string
	for _, c := range columns {
		names = append(names, normalName(c))
	}
	for i := range exports {
		e := &exports[i]
		if e.width > 0 {
			if headless && len(columns) == e.width {
				return e
			}
			continue
		}
		if !slices.ContainsFunc(e.has, func(n string) bool { return !slices.Contains(names, n) }) &&
			!slices.ContainsFunc(e.lacks, func(n string) bool { return slices.Contains(names, n) }) {
			return e
		}
	}
	return nil
}

var (
	openAtEnd    = regexp.MustCompile(`[\s“"‘'«„]+$`)
	closeAtStart = regexp.MustCompile(`^([,.?!]?)[”"’'»]`)
)

// excerpts makes the text of an article of which only quotations are known, with
// some words before and after each: one paragraph a quotation. The spans are
// those of the quotations.
func (f *fileReader) excerpts(rec *record) (text string, quoted []detente.Span) {
	parts := func(column string) []string { return strings.Split(rec.get(column), "\n") }
	pre, quote, post := parts("quotes.pre"), parts("quotes.quote"), parts("quotes.post")
	at := func(list []string, i int) string {
		if i >= len(list) {
			return ""
		}
		s, _ := f.text(list[i])
		return strings.Join(strings.Fields(s), " ")
	}
	var b strings.Builder
	for i := range quote {
		q := strings.Trim(at(quote, i), "“”\"")
		if q == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		if before := openAtEnd.ReplaceAllString(at(pre, i), ""); before != "" {
			b.WriteString(before + " ")
		}
		after := at(post, i)
		if m := closeAtStart.FindStringSubmatch(after); m != nil {
			// The mark belongs to the quotation, with the stop before it.
			q += m[1]
			after = strings.TrimSpace(after[len(m[0]):])
		}
		start := b.Len()
		b.WriteString("“" + q + "”")
		quoted = append(quoted, detente.Span{Start: int32(start), End: int32(b.Len())})
		switch {
		case after == "":
		case strings.ContainsRune(",.;:?!)", rune(after[0])):
			b.WriteString(after)
		default:
			b.WriteString(" " + after)
		}
	}
	return b.String(), quoted
}

// reposted reports whether a post passes on the words of another.
func reposted(rec *record, text string) bool {
	for _, c := range rec.cells {
		switch normalName(c.name) {
		case "isretweet", "tweetretweeted", "retweeted":
			if v := strings.ToLower(c.value); v == "t" || v == "true" || v == "1" {
				return true
			}
		}
	}
	return strings.HasPrefix(text, "RT @")
}
