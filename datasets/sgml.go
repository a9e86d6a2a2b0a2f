package datasets

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// sgmlRecords reads the wires of research collections: <DOC> or <REUTERS>
// elements one after the other, in SGML that no parser of XML takes.
type sgmlRecords struct {
	lines  *lines
	number int64
}

// isSGML tells such a file by its document type or its first element. A DOC
// element without an XML declaration is one.
func isSGML(root, doctype string) bool {
	return doctype == "lewis" || root == "reuters" || root == "doc" && doctype == ""
}

func newSGML(s *stream, opt *Options) records {
	return &sgmlRecords{lines: newLines(s.Reader, opt.MaxRecord)}
}

func (g *sgmlRecords) kind() string              { return "sgml" }
func (g *sgmlRecords) fields() map[string]string { return newsFields() }

var (
	sgmlOpen   = regexp.MustCompile(`(?i)<(DOC|REUTERS)(\s[^>]*)?>`)
	sgmlClose  = regexp.MustCompile(`(?i)</(DOC|REUTERS)>`)
	sgmlTag    = regexp.MustCompile(`<[^<>]*>`)
	sgmlAttr   = regexp.MustCompile(`(?i)\b(id|newid|docid|type|topics)\s*=\s*"?([^"\s>]+)"?`)
	sgmlDocDay = regexp.MustCompile(`(?:^|[A-Z_])((?:19|20)\d{6}|\d{6})(?:[.\-_]|$)`)
	sgmlPara   = regexp.MustCompile(`(?i)</?p>`)
	// A control character that ends lines of old wires, as they write it.
	sgmlControl = regexp.MustCompile(`&#([0-9]|1[0-9]|2[0-9]|3[01]);`)
)

func (g *sgmlRecords) next() (record, error) {
	var doc []byte
	attrs, repaired := "", false
	open := false
	for {
		line, err := g.lines.next()
		if err == io.EOF && open {
			return record{}, &recordError{g.number, fmt.Errorf("the last document is cut off")}
		}
		if err != nil {
			return record{}, err
		}
		valid, changed := validUTF8(line)
		if !open {
			m := sgmlOpen.FindSubmatchIndex(valid)
			if m == nil {
				continue
			}
			g.number++
			open, repaired = true, false
			if m[4] >= 0 {
				attrs = string(valid[m[4]:m[5]])
			}
			valid = valid[m[1]:]
		}
		repaired = repaired || changed
		end := sgmlClose.FindIndex(valid)
		if end != nil {
			doc = append(doc, valid[:end[0]]...)
			return record{number: g.number, cells: sgmlCells(attrs, string(doc)), repaired: repaired}, nil
		}
		if len(doc)+len(valid) > g.lines.limit {
			return record{}, &recordError{g.number, errTooLong(g.lines.limit)}
		}
		doc = append(append(doc, valid...), '\n')
	}
}

// sgmlPart gives the content of the first element of one of the names.
func sgmlPart(doc string, names ...string) string {
	for _, name := range names {
		lower := strings.ToLower(doc)
		i := strings.Index(lower, "<"+name)
		if i < 0 {
			continue
		}
		begin := strings.IndexByte(lower[i:], '>')
		if begin < 0 || len(lower) > i+1+len(name) && isLetter(lower[i+1+len(name)]) {
			continue
		}
		begin += i + 1
		end := strings.Index(lower[begin:], "</"+name+">")
		if end < 0 {
			continue
		}
		return doc[begin : begin+end]
	}
	return ""
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' }

// sgmlText gives one line a paragraph: by the P elements, else by how the lines
// are broken.
func sgmlText(s string) string {
	marked := sgmlPara.Split(s, -1)
	for i := range marked {
		marked[i], _ = unescape(sgmlTag.ReplaceAllString(marked[i], ""))
	}
	if len(marked) == 1 {
		s, _ = unwrap(strings.Trim(marked[0], "\n"))
		return s
	}
	var kept []string
	for _, p := range marked {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n")
}

func sgmlCells(attrs, doc string) []cell {
	doc = sgmlControl.ReplaceAllString(doc, "")
	given := map[string]string{}
	for _, m := range sgmlAttr.FindAllStringSubmatch(attrs, -1) {
		given[strings.ToLower(m[1])] = m[2]
	}
	plain := func(s string) string {
		s, _ = unescape(sgmlTag.ReplaceAllString(s, " "))
		return strings.Join(strings.Fields(s), " ")
	}
	id := firstOf(plain(sgmlPart(doc, "docno", "docid")), given["newid"], given["id"], given["docid"])
	text := sgmlPart(doc, "body")
	dateline := plain(sgmlPart(doc, "dateline"))
	title := plain(sgmlPart(doc, "headline", "title", "hl", "head"))
	if text == "" {
		text = sgmlPart(doc, "text")
		for _, inner := range []string{"title", "dateline", "author"} { // Reuters puts them inside, when it marks them at all
			if part := sgmlPart(text, inner); part != "" {
				text = strings.Replace(text, part, "", 1)
			}
		}
	}
	text = sgmlText(text)
	if i := strings.LastIndexByte(text, '\n'); i > 0 && len(text)-i < 12 && strings.EqualFold(strings.TrimSpace(text[i:]), "reuter") {
		text = text[:i] // the wire's sign-off
	}
	date := plain(sgmlPart(doc, "date_time", "datetime", "date"))
	if date == "" {
		if m := sgmlDocDay.FindStringSubmatch(id); m != nil {
			if date = m[1]; len(date) == 6 {
				date = "19" + date
			}
		}
	}
	cells := cellsOf("id", id, "title", title, textColumn, withDateline(dateline, text), "date", date, "author", byline(plain(sgmlPart(doc, "author", "byline"))))
	for _, name := range []string{"topics", "places", "people", "orgs"} {
		var items []string
		for _, item := range bytes.Split([]byte(sgmlPart(doc, name)), []byte("</D>")) {
			if s := plain(string(item)); s != "" {
				items = append(items, s)
			}
		}
		cells = append(cells, cellsOf(name, strings.Join(items, "; "))...)
	}
	return append(cells, cellsOf("type", given["type"])...)
}
