package datasets

import (
	_ "embed"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"detente/internal/lexicon"
)

//go:embed data/pages.tsv
var pagesTSV string

// metaNames ranks the names of meta elements per field.
var metaNames = sync.OnceValues(func() (map[string]map[string]int, error) {
	rows, err := lexicon.Rows("pages.tsv", pagesTSV, 2)
	if err != nil {
		return nil, err
	}
	t := map[string]map[string]int{}
	for _, row := range rows {
		if t[row[0]] == nil {
			t[row[0]] = map[string]int{}
		}
		t[row[0]][row[1]] = len(t[row[0]])
	}
	return t, nil
})

const (
	// maxPageNodes is the size from which on a page is not given to the
	// extractor: pages of a hundred thousand nodes are tables and logs, and its
	// time grows faster than they do.
	maxPageNodes = 60_000

	// A page with less text than thinPage and without a date is no article but a
	// consent wall, an error or a list.
	thinPage = 250
)

// pageFields are the fields of a web page.
func pageFields() map[string]string {
	return map[string]string{"text": textColumn, "title": "title", "date": "date", "outlet": "outlet", "author": "author", "url": "url", "language": "language"}
}

// newPage reads a file that is one web page.
func newPage(_ *Input, s *stream, opt *Options) (records, error) {
	return &lone{s: s, limit: opt.MaxRecord, name: "html", columns: pageFields(), cells: func(data []byte) ([]cell, bool, error) { return pageCells(data, "") }}, nil
}

// lone is a file that is one record.
type lone struct {
	s       io.Reader
	limit   int
	name    string
	columns map[string]string
	cells   func(data []byte) (cells []cell, repaired bool, err error)
	done    bool
}

func (l *lone) kind() string              { return l.name }
func (l *lone) fields() map[string]string { return l.columns }

func (l *lone) next() (record, error) {
	if l.done {
		return record{}, io.EOF
	}
	l.done = true
	data, err := readLimited(l.s, l.limit)
	if err != nil {
		return record{}, err
	}
	cells, repaired, err := l.cells(data)
	if err != nil {
		return record{}, &recordError{0, err}
	}
	return record{cells: cells, repaired: repaired}, nil
}

// readLimited reads a whole stream, up to the limit for one record.
func readLimited(r io.Reader, limit int) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > limit {
		return nil, &recordError{0, errTooLong(limit)}
	}
	return data, nil
}

// decodePage makes a page UTF-8: by the charset of its HTTP header, else that of
// its meta element. A page that is valid UTF-8 with letters beyond ASCII is that,
// whatever it says.
func decodePage(data []byte, contentType string) (text string, repaired bool) {
	ascii := true
	for _, b := range data {
		if b >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	enc, name, _ := charset.DetermineEncoding(data[:min(len(data), 4096)], contentType)
	switch {
	case ascii && !strings.HasPrefix(name, "iso-2022"), utf8.Valid(data):
		return string(data), false
	case name == "utf-8" || name == "windows-1252":
		valid, repaired := validUTF8(data)
		return string(valid), repaired && name == "utf-8"
	}
	decoded, err := enc.NewDecoder().Bytes(data)
	if err != nil {
		valid, _ := validUTF8(data)
		return string(valid), true
	}
	return string(decoded), false
}

// pageCells reads a web page: the main text by the extractor, or the body that
// the page itself declares; everything else from JSON-LD, then meta elements,
// then what is shown.
func pageCells(data []byte, contentType string) ([]cell, bool, error) {
	source, repaired := decodePage(data, contentType)
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, repaired, fmt.Errorf("broken HTML: %w", err)
	}
	p, err := surveyPage(doc)
	if err != nil {
		return nil, repaired, err
	}
	ld := p.article()
	date, from := p.date(&ld)
	site := firstOf(ld.outlet, p.meta("outlet"))
	title := cutSite(firstOf(ld.title, p.meta("title"), p.h1, p.title), site, p.h1)
	author := firstOf(ld.author, p.meta("author"))
	if isURL(author) { // of a profile
		author = ""
	}
	text := p.text(doc, &ld, title, author)
	switch {
	case strings.TrimSpace(text) == "":
		return nil, repaired, errors.New("no text on this page")
	case len(text) < thinPage && date == "" && ld.text == "":
		return nil, repaired, fmt.Errorf("no article on this page: %d bytes of text and no date (a consent, error or index page?)", len(text))
	case date == "" && ld.text == "" && p.linked > 2*len(text):
		return nil, repaired, errors.New("no article on this page: more links than text, and no date (an index page?)")
	}
	var cells []cell
	for _, c := range []cell{
		{"title", title}, {textColumn, text}, {"date", date}, {"outlet", site}, {"author", author}, {"url", firstOf(ld.url, p.canonical, p.meta("url"))},
		{"language", firstOf(ld.language, p.language, p.meta("language"))}, {"date_from", from}, {"date_modified", firstOf(ld.modified, p.meta("modified"))},
		{"section", firstOf(ld.section, p.meta("section"))},
	} {
		if c.value != "" {
			cells = append(cells, c)
		}
	}
	return cells, repaired, nil
}

// page is what is read off a page besides its text.
type page struct {
	metas     map[string]string // field -> the value of its best meta element
	ranks     map[string]int
	ld        []string // contents of the JSON-LD elements
	title, h1 string
	canonical string
	language  string
	times     []string // of time elements and of elements marked as the publication date
	nodes     int
	linked    int // bytes of text in links
	bestRun   []*html.Node
}

func (p *page) meta(field string) string { return p.metas[field] }

func firstOf(values ...string) string {
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			return v
		}
	}
	return ""
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func surveyPage(doc *html.Node) (*page, error) {
	names, err := metaNames()
	if err != nil {
		return nil, err
	}
	p := &page{metas: map[string]string{}, ranks: map[string]int{}}
	for n := range doc.Descendants() {
		p.nodes++
		if n.Type == html.ElementNode {
			p.element(n, names)
		}
	}
	return p, nil
}

func (p *page) element(n *html.Node, names map[string]map[string]int) {
	switch n.DataAtom {
	case atom.Meta:
		name := strings.ToLower(firstOf(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv")))
		p.see(name, attr(n, "content"), names)
	case atom.Script:
		if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
			p.ld = append(p.ld, n.FirstChild.Data)
		}
	case atom.Title:
		if p.title == "" {
			p.title = blockText(n)
		}
	case atom.H1:
		if p.h1 == "" {
			p.h1 = strings.ReplaceAll(blockText(n), "\n", " ")
		}
	case atom.Html:
		p.language = attr(n, "lang")
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") {
			p.canonical = attr(n, "href")
		}
	case atom.Time:
		if at := attr(n, "datetime"); at != "" {
			p.times = append(p.times, at)
		}
	case atom.A:
		p.linked += len(blockText(n))
	case atom.P:
		p.paragraph(n)
	}
	if strings.EqualFold(attr(n, "itemprop"), "datepublished") {
		p.see("datepublished", firstOf(attr(n, "content"), attr(n, "datetime"), blockText(n)), names)
	}
}

func (p *page) see(name, value string, names map[string]map[string]int) {
	if name == "" || strings.TrimSpace(value) == "" {
		return
	}
	for field, ranks := range names {
		rank, ok := ranks[name]
		if !ok {
			continue
		}
		if field == "date" {
			if _, problem := parseDate(value, orderUnknown); problem != dateOK {
				continue
			}
		}
		if had, ok := p.ranks[field]; !ok || rank < had {
			p.metas[field], p.ranks[field] = value, rank
		}
	}
}

// paragraph keeps the parent that holds most paragraphs: the fall-back.
func (p *page) paragraph(n *html.Node) {
	// Only the last of its siblings counts them all.
	for c := n.NextSibling; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.P {
			return
		}
	}
	var run []*html.Node
	for c := n; c != nil; c = c.PrevSibling {
		if c.DataAtom == atom.P {
			run = append(run, c)
		}
	}
	if len(run) > len(p.bestRun) {
		p.bestRun = run
	}
}

// date gives the publication date and what it was read from.
func (p *page) date(ld *ldArticle) (date, from string) {
	if _, problem := parseDate(ld.date, orderUnknown); problem == dateOK {
		return ld.date, "json-ld"
	}
	if d := p.meta("date"); d != "" {
		return d, "meta"
	}
	for _, t := range p.times {
		if _, problem := parseDate(t, orderUnknown); problem == dateOK {
			return t, "time element"
		}
	}
	return "", ""
}

// text finds the main text.
func (p *page) text(doc *html.Node, ld *ldArticle, title, author string) string {
	text := ""
	if p.nodes <= maxPageNodes {
		withoutLinkLists(doc)
		r, err := trafilatura.ExtractDocument(doc, trafilatura.Options{HtmlDateMode: trafilatura.Disabled, ExcludeComments: true, EnableFallback: true})
		if err == nil && r.ContentNode != nil {
			text = blockText(r.ContentNode)
		}
	}
	if text == "" {
		var parts []string
		for _, n := range slices.Backward(p.bestRun) {
			parts = append(parts, blockText(n))
		}
		text = strings.Join(parts, "\n")
	}
	body := ld.text
	// The declared body often lacks its paragraphs; then it must have more to be
	// better.
	if len(body) > 0 && (len(body) >= len(text) && strings.Contains(body, "\n") || len(body)*5 > len(text)*6) {
		text = body
	}
	return withoutHead(text, title, author)
}

// withoutLinkLists takes the items of lists out of a page that are links from
// begin to end: menus and teasers, which pages without marks for them put beside
// the text.
func withoutLinkLists(doc *html.Node) {
	var teasers []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Li {
			continue
		}
		linked := 0
		for a := range n.Descendants() {
			if a.DataAtom == atom.A {
				linked += len(blockText(a))
			}
		}
		if all := len(blockText(n)); all > 0 && linked*10 >= all*9 {
			teasers = append(teasers, n)
		}
	}
	if len(teasers) < 3 {
		return // a list of three sources is none of these
	}
	for _, n := range teasers {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
}

// withoutHead drops the lines before the text proper that repeat what the fields
// say: title, byline, date.
func withoutHead(text, title, author string) string {
	for range 6 {
		line, rest, more := strings.Cut(text, "\n")
		if !more {
			break
		}
		bare := strings.TrimSpace(line)
		if len(bare) >= 3 && strings.EqualFold(bare[:3], "by ") {
			bare = bare[3:]
		}
		_, problem := parseDate(bare, orderUnknown)
		if !sameWords(bare, title) && !(author != "" && sameWords(bare, author)) && problem != dateOK && bare != "" {
			break
		}
		text = rest
	}
	return text
}

// sameWords compares two lines without regard to case and blanks.
func sameWords(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}

// cutSite takes the name of the site off the end of a title: "Talks resume - The
// Post". It goes by the site's own name, or by a heading that ends where the
// name begins.
func cutSite(title, site, heading string) string {
	title = strings.Join(strings.Fields(title), " ")
	for _, sep := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		i := strings.LastIndex(title, sep)
		if i <= 0 {
			continue
		}
		head, tail := title[:i], title[i+len(sep):]
		if site != "" && sameWords(tail, site) || sameWords(head, heading) {
			return head
		}
	}
	return title
}
