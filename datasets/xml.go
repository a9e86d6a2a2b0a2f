package datasets

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"
)

// maxXMLDepth bounds how deep elements may stand in one another.
const maxXMLDepth = 256

// xmlSchema is a kind of XML file.
type xmlSchema struct {
	name    string
	roots   []string // local names of root elements that tell it, in lower case
	records []string // of the elements that are articles
	// cells reads one article; a reason says why the element is none.
	cells   func(n *xnode) (cells []cell, reason string)
	columns map[string]string // the fields; nil where names and content decide
	context map[string]string // path of an element before the articles -> the column it becomes
}

var xmlSchemas = []xmlSchema{
	{name: "nitf", roots: []string{"nitf"}, records: []string{"nitf"}, cells: nitfCells, columns: newsFields()},
	{name: "newsml-g2", roots: []string{"newsmessage", "newsitem", "packageitem", "knowledgeitem", "conceptitem"}, records: []string{"newsitem", "packageitem", "knowledgeitem", "conceptitem"},
		cells: newsMLCells, columns: newsFields()},
	{name: "factiva xml", roots: []string{"ppsarticle", "ppsarticles", "ppsarticleset"}, records: []string{"ppsarticle"}, cells: factivaXMLCells, columns: newsFields()},
	{name: "proquest xml", roots: []string{"record", "records"}, records: []string{"record"}, cells: proquestXMLCells, columns: newsFields()},
	{name: "mediawiki", roots: []string{"mediawiki"}, records: []string{"page"}, cells: wikiCells, columns: newsFields()},
	{name: "rss", roots: []string{"rss", "rdf"}, records: []string{"item"}, cells: feedCells,
		context: map[string]string{"rss/channel/title": "channel.title", "rss/channel/language": "channel.language", "rdf/channel/title": "channel.title"}},
	{name: "atom", roots: []string{"feed"}, records: []string{"entry"}, cells: feedCells, context: map[string]string{"feed/title": "channel.title"}},
}

// newsFields are the fields of formats whose reader names them itself.
func newsFields() map[string]string {
	m := pageFields()
	m["id"] = "id"
	return m
}

// isXML tells XML, HTML and SGML by their first element.
func isXML(in *Input, head []byte) bool {
	switch in.ending() {
	case ".html", ".htm", ".xhtml", ".xml", ".nitf", ".rss", ".atom", ".sgm", ".sgml":
		return true
	case ".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".jl":
		return false
	}
	root, doctype := rootOf(head)
	return root == "html" || doctype != "" || bytes.HasPrefix(bytesTrim(head), []byte("<?xml")) || schemaOf(root) != nil || isSGML(root, doctype)
}

func schemaOf(root string) *xmlSchema {
	for i := range xmlSchemas {
		for _, r := range xmlSchemas[i].roots {
			if r == root {
				return &xmlSchemas[i]
			}
		}
	}
	return nil
}

var firstElement = regexp.MustCompile(`^<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)`)

// rootOf gives the local name of the first element and the name of the document
// type, in lower case.
func rootOf(head []byte) (root, doctype string) {
	for {
		head = bytes.TrimLeft(head, " \t\r\n")
		end := ""
		switch {
		case bytes.HasPrefix(head, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(head, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(head, []byte("<!")):
			if f := strings.Fields(string(head[:min(len(head), 80)])); len(f) > 1 {
				doctype = strings.ToLower(strings.Trim(f[1], ">["))
			}
			end = ">"
			if i := bytes.IndexByte(head, '['); i >= 0 && i < bytes.IndexByte(head, '>') {
				end = "]"
			}
		default:
			if m := firstElement.FindSubmatch(head); m != nil {
				root = strings.ToLower(string(m[2]))
			}
			return root, doctype
		}
		i := bytes.Index(head, []byte(end))
		if i < 0 {
			return root, doctype
		}
		head = bytes.TrimLeft(head[i+len(end):], "> \t\r\n")
	}
}

// newXML finds the reader for what stands between angle brackets.
func newXML(in *Input, s *stream, opt *Options) (records, error) {
	head, err := s.Peek(peekSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	root, doctype := rootOf(head)
	schema := schemaOf(root)
	if root == "record" && !bytes.Contains(head, []byte("<GOID")) {
		schema = nil
	}
	html := root == "html" || doctype == "html" || in.ending() == ".html" || in.ending() == ".htm"
	switch {
	case isSGML(root, doctype):
		return newSGML(s, opt), nil
	case html && schema == nil:
		if x := textExportOf(head); x != nil && x.page != nil {
			return newExportPage(x, s, opt)
		}
		return newPage(in, s, opt)
	case root == "urlset" || root == "sitemapindex":
		return nil, errors.New("this is a list of addresses, not of articles: fetch its pages and give those")
	case root == "":
		return newPlainText(in, s, opt)
	}
	if schema == nil {
		schema = &xmlSchema{name: "xml", records: []string{recordElement(head, root)}, cells: func(n *xnode) ([]cell, string) { return n.flat(nil, ""), "" }}
	}
	x := newXMLRecords(schema, s, head, opt.MaxRecord)
	if schema.columns != nil {
		return &nativeXML{x}, nil
	}
	return x, nil
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*encoding=["']([\w.\-:]+)["']`)

// xmlRecords reads articles from elements, one after the other.
type xmlRecords struct {
	schema *xmlSchema
	dec    *xml.Decoder
	meter  *meter
	number int64
	mended int
	path   []string
	before []cell // of the elements that hold for all articles
	skip   map[string]int
}

func newXMLRecords(schema *xmlSchema, s *stream, head []byte, limit int) *xmlRecords {
	var r io.Reader = s
	if m := xmlEncoding.FindSubmatch(head); m != nil {
		switch label := strings.ToLower(string(m[1])); label {
		case "utf-8", "utf8", "us-ascii", "iso-8859-1", "windows-1252", "utf-16": // what is no UTF-8 is read as windows-1252 anyway
		default:
			if decoded, err := charset.NewReaderLabel(label, s); err == nil {
				r = decoded
			}
		}
	}
	m := &meter{r: &utf8Reader{r: r}, limit: limit}
	dec := xml.NewDecoder(m)
	dec.Strict, dec.Entity, dec.AutoClose = false, xml.HTMLEntity, nil
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &xmlRecords{schema: schema, dec: dec, meter: m, skip: map[string]int{}}
}

func (x *xmlRecords) kind() string           { return x.schema.name }
func (x *xmlRecords) passed() map[string]int { return x.skip }

// nativeXML is XML whose fields are known.
type nativeXML struct{ *xmlRecords }

func (n *nativeXML) fields() map[string]string {
	m := newsFields()
	for k, v := range n.schema.columns {
		m[k] = v
	}
	return m
}

func (x *xmlRecords) next() (record, error) {
	for {
		x.meter.used = 0
		t, err := x.dec.Token()
		if err == io.EOF {
			return record{}, io.EOF
		}
		if err != nil {
			return record{}, x.ended(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := strings.ToLower(t.Name.Local)
			if x.isRecord(name) {
				rec, ok, err := x.article(t)
				if err != nil || ok {
					return rec, err
				}
				continue
			}
			if len(x.path) >= maxXMLDepth {
				return record{}, fmt.Errorf("elements stand more than %d deep in one another; the rest of the file cannot be read", maxXMLDepth)
			}
			x.path = append(x.path, name)
			if column, ok := x.schema.context[strings.Join(x.path, "/")]; ok {
				n, err := x.node(t, 0)
				if err != nil {
					return record{}, x.ended(err)
				}
				x.path = x.path[:len(x.path)-1]
				x.before = append(x.before, cell{column, n.text()})
			}
		case xml.EndElement:
			if len(x.path) > 0 {
				x.path = x.path[:len(x.path)-1]
			}
		}
	}
}

func (x *xmlRecords) isRecord(name string) bool {
	for _, r := range x.schema.records {
		if r == name {
			return true
		}
	}
	return false
}

func (x *xmlRecords) article(t xml.StartElement) (record, bool, error) {
	x.number++
	n, err := x.node(t, 0)
	if err != nil {
		return record{}, false, x.ended(err)
	}
	cells, reason := x.schema.cells(n)
	if reason != "" {
		x.skip[reason]++
		return record{}, false, nil
	}
	for _, c := range x.before {
		cells = appendCell(cells, c.name, c.value)
	}
	before := x.mended
	x.mended = x.meter.repaired
	return record{number: x.number, cells: cells, repaired: x.mended > before}, true, nil
}

// ended is the error that ends the file: after broken XML there is no place to
// go on from.
func (x *xmlRecords) ended(err error) error {
	if x.meter.over() {
		return errTooLong(x.meter.limit)
	}
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("broken XML at line %d: %s; the rest of the file cannot be read", syntax.Line, syntax.Msg)
	}
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("broken XML: it ends in the middle of an element")
	}
	return err
}

// xnode is an element, or text where name is "". Names are local and in lower
// case.
type xnode struct {
	name  string
	attrs []xml.Attr
	data  string
	kids  []*xnode
}

// node reads an element up to its end.
func (x *xmlRecords) node(t xml.StartElement, depth int) (*xnode, error) {
	if depth > maxXMLDepth {
		return nil, fmt.Errorf("elements stand more than %d deep in one another", maxXMLDepth)
	}
	n := &xnode{name: strings.ToLower(t.Name.Local), attrs: t.Attr}
	for {
		t, err := x.dec.Token()
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			kid, err := x.node(t, depth+1)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, kid)
		case xml.CharData:
			n.kids = append(n.kids, &xnode{data: string(t)})
		case xml.EndElement:
			return n, nil
		}
	}
}

// attr gives an attribute by its local name in lower case.
func (n *xnode) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if strings.ToLower(a.Name.Local) == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

// all gives the elements at a path such as "head/title"; "//p" are those at any
// depth.
func (n *xnode) all(path string) []*xnode {
	if n == nil {
		return nil
	}
	if name, ok := strings.CutPrefix(path, "//"); ok {
		var found []*xnode
		for _, k := range n.kids {
			if k.name == name {
				found = append(found, k)
			} else {
				found = append(found, k.all(path)...)
			}
		}
		return found
	}
	first, rest, more := strings.Cut(path, "/")
	var found []*xnode
	for _, k := range n.kids {
		switch {
		case k.name != first:
		case more:
			found = append(found, k.all(rest)...)
		default:
			found = append(found, k)
		}
	}
	return found
}

// one gives the first element at one of the paths, or nil.
func (n *xnode) one(paths ...string) *xnode {
	for _, p := range paths {
		if found := n.all(p); len(found) > 0 {
			return found[0]
		}
	}
	return nil
}

// text is all that stands in an element, on one line. Marks inside words do not
// split them.
func (n *xnode) text() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (n *xnode) write(b *strings.Builder) {
	b.WriteString(n.data)
	for _, k := range n.kids {
		k.write(b)
	}
}

// lineElements begin and end lines in the text elements of news formats.
var lineElements = map[string]bool{
	"p": true, "paragraph": true, "block": true, "hl1": true, "hl2": true, "h1": true, "h2": true, "h3": true, "h4": true, "li": true, "br": true, "div": true, "tr": true,
	"blockquote": true, "bq": true, "body.content": true, "body": true, "table": true, "ul": true, "ol": true, "media": true, "leadparagraph": true, "tailparagraphs": true, "text": true,
}

// lines is the text of an element, one line a paragraph. Elements for which skip
// holds are left out; skip may be nil.
func (n *xnode) lines(skip func(*xnode) bool) string {
	if n == nil {
		return ""
	}
	var w lineWriter
	n.writeLines(&w, skip)
	return strings.TrimSpace(w.b.String())
}

func (n *xnode) writeLines(w *lineWriter, skip func(*xnode) bool) {
	if n.name == "" {
		w.text(n.data)
		return
	}
	if skip != nil && skip(n) {
		return
	}
	if lineElements[n.name] {
		w.line()
	}
	for _, k := range n.kids {
		k.writeLines(w, skip)
	}
	if lineElements[n.name] {
		w.line()
	}
}

// flat makes cells of an element of no known schema: names of inner elements
// follow those of the outer after a dot; a text of paragraphs is one cell.
func (n *xnode) flat(cells []cell, prefix string) []cell {
	for _, a := range n.attrs {
		cells = joinCell(cells, prefix+strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value))
	}
	inner := 0
	for _, k := range n.kids {
		if k.name != "" && !lineElements[k.name] && !inlineElements[k.name] {
			inner++
		}
	}
	if inner == 0 || n.name != "" && prefix != "" && strings.TrimSpace(n.ownText()) != "" {
		if s := n.lines(nil); s != "" {
			cells = joinCell(cells, strings.TrimSuffix(prefix, "."), s)
		}
		return cells
	}
	for _, k := range n.kids {
		if k.name != "" {
			cells = k.flat(cells, prefix+k.name+".")
		}
	}
	return cells
}

var inlineElements = map[string]bool{"b": true, "i": true, "em": true, "strong": true, "a": true, "span": true, "u": true, "hlt": true, "q": true, "sup": true, "sub": true}

func (n *xnode) ownText() string {
	var b strings.Builder
	for _, k := range n.kids {
		b.WriteString(k.data)
	}
	return b.String()
}

// joinCell adds a value to the cell of a name, on a line of its own.
func joinCell(cells []cell, name, value string) []cell {
	if name == "" {
		name = textColumn
	}
	if value == "" {
		return cells
	}
	for i := range cells {
		if cells[i].name == name {
			cells[i].value += "\n" + value
			return cells
		}
	}
	return append(cells, cell{name, value})
}

// recordElement finds the element that is an article in XML of no known schema:
// the one below the root that has elements of its own, else the root.
func recordElement(head []byte, root string) string {
	dec := xml.NewDecoder(bytes.NewReader(head))
	dec.Strict, dec.Entity = false, xml.HTMLEntity
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	depth, parent := 0, ""
	counts := map[string]int{}
	best := root
	seen := false
	for {
		t, err := dec.Token()
		if err != nil {
			return best
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			name := strings.ToLower(t.Name.Local)
			if depth == 2 {
				parent, seen = name, false
			}
			// Paragraphs do not make their element an article.
			if depth == 3 && !seen && !lineElements[name] && !inlineElements[name] {
				seen = true
				if counts[parent]++; best == root || counts[parent] > counts[best] {
					best = parent
				}
			}
		case xml.EndElement:
			depth--
		}
	}
}
