package datasets

import (
	"regexp"
	"strings"
)

// cellsOf leaves out what is empty.
func cellsOf(pairs ...string) []cell {
	var cells []cell
	for i := 0; i+1 < len(pairs); i += 2 {
		if v := strings.TrimSpace(pairs[i+1]); v != "" {
			cells = append(cells, cell{pairs[i], v})
		}
	}
	return cells
}

// byline takes the "By" off a byline.
func byline(s string) string {
	if len(s) > 3 && strings.EqualFold(s[:3], "by ") {
		return strings.TrimSpace(s[3:])
	}
	return s
}

// withDateline puts a dateline that stands apart where a wire prints it.
func withDateline(dateline, text string) string {
	dateline = strings.Join(strings.Fields(dateline), " ")
	bare := strings.TrimRight(dateline, " -–—:")
	switch {
	case bare == "" || strings.HasPrefix(text, bare):
		return text
	case bare == dateline:
		dateline += " -"
	}
	return dateline + " " + text
}

// nitfCells reads an article in the News Industry Text Format. A block of class
// full_text is the text; a lead_paragraph block repeats its opening.
func nitfCells(n *xnode) ([]cell, string) {
	content := n.one("body/body.content")
	full, lead := false, false
	for _, b := range content.all("block") {
		full = full || b.attr("class") == "full_text"
		lead = lead || b.attr("class") == "lead_paragraph"
	}
	text := content.lines(func(b *xnode) bool {
		switch b.name {
		case "block":
			return full && b.attr("class") != "full_text" || !full && lead && b.attr("class") == "online_lead_paragraph"
		case "media", "media-caption", "media-producer":
			return true
		}
		return false
	})
	by := firstOf(n.one("body/body.head/byline/person").text(), n.one("body/body.head/byline").text())
	for _, b := range n.all("body/body.head/byline") { // NYT has the byline twice: as printed, and normalised
		if b.attr("class") == "print_byline" {
			by = b.text()
		}
	}
	pub := n.one("head/pubdata")
	doc := n.one("head/docdata")
	text = withDateline(n.one("body/body.head/dateline/location", "body/body.head/dateline").text(), text)
	cells := cellsOf(
		"title", firstOf(n.one("body/body.head/hedline/hl1", "body/body.head/headline/hl1").text(), n.one("head/title").text()),
		textColumn, text,
		"date", firstOf(pub.attr("date.publication"), doc.one("date.issue").attr("norm"), n.one("body/body.head/dateline/story.date").attr("norm")),
		"outlet", firstOf(pub.attr("name"), doc.one("doc.copyright").attr("holder"), n.one("body/body.head/distributor").text()),
		"author", byline(by),
		"url", pub.attr("ex-ref"),
		"language", n.attr("lang"),
		"id", doc.one("doc-id").attr("id-string"),
		"section", pub.attr("position.section"),
	)
	for _, m := range n.all("head/meta") {
		if name := m.attr("name"); name != "" && m.attr("content") != "" {
			cells = joinCell(cells, name, m.attr("content"))
		}
	}
	return cells, ""
}

// newsMLCells reads an item of NewsML-G2. versionCreated is when this wording of
// the item was made, not when the news was published; it is kept beside.
func newsMLCells(n *xnode) ([]cell, string) {
	if n.name != "newsitem" {
		return nil, n.name + " without text"
	}
	item, content := n.one("itemmeta"), n.one("contentmeta")
	text := ""
	var inner []cell
	for _, x := range n.all("contentset/inlinexml") {
		if nitf := x.one("nitf"); nitf != nil {
			inner, _ = nitfCells(nitf)
			text = valueOf(inner, textColumn)
		} else if s := x.lines(func(k *xnode) bool {
			return k.name == "head" || k.name == "figure" || k.name == "script" || k.name == "style"
		}); s != "" {
			text = s
		}
	}
	if text == "" {
		for _, d := range n.all("contentset/inlinedata") {
			text = firstOf(text, d.keepLines())
		}
	}
	name := func(e *xnode) string { return firstOf(e.one("name").text(), e.attr("literal"), e.attr("qcode")) }
	dateline := content.one("dateline").text()
	if text != "" {
		text = withDateline(dateline, text)
	}
	cells := cellsOf(
		"title", firstOf(content.one("headline").text(), item.one("title").text(), valueOf(inner, "title")),
		textColumn, text,
		"date", firstOf(content.one("contentcreated").text(), item.one("firstcreated").text(), valueOf(inner, "date")),
		"outlet", firstOf(name(content.one("infosource")), name(item.one("provider"))),
		"author", byline(firstOf(content.one("by").text(), name(content.one("creator")), valueOf(inner, "author"))),
		"url", urlOnly(item.one("link").attr("href")),
		"language", firstOf(content.one("language").attr("tag"), n.attr("lang")),
		"id", n.attr("guid"),
		"version", n.attr("version"), "version_created", item.one("versioncreated").text(), "pub_status", strings.TrimPrefix(item.one("pubstatus").attr("qcode"), "stat:"),
		"urgency", content.one("urgency").text(), "slugline", content.one("slugline").text(),
	)
	var subjects []string
	for _, s := range content.all("subject") {
		if v := name(s); v != "" {
			subjects = append(subjects, v)
		}
	}
	return append(cells, cellsOf("subject", strings.Join(subjects, "; "))...), ""
}

func urlOnly(s string) string {
	if isURL(s) {
		return s
	}
	return ""
}

func valueOf(cells []cell, name string) string {
	for _, c := range cells {
		if c.name == name {
			return c.value
		}
	}
	return ""
}

// keepLines is all that stands in an element, with its line ends.
func (n *xnode) keepLines() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return strings.Trim(b.String(), "\r\n")
}

// factivaXMLCells reads an article of a Factiva export in XML.
func factivaXMLCells(n *xnode) ([]cell, string) {
	a := n.one("article")
	if a == nil {
		a = n
	}
	var parts []string
	for _, path := range []string{"leadparagraph", "tailparagraphs"} {
		for _, p := range a.all(path) {
			if s := p.lines(nil); s != "" {
				parts = append(parts, s)
			}
		}
	}
	date := a.one("publicationdate")
	return cellsOf(
		"title", a.one("headline").text(),
		textColumn, strings.Join(parts, "\n"),
		"date", firstOf(date.one("datetime").text(), date.one("date").text(), date.text()),
		"outlet", firstOf(a.one("sourcename").text(), a.one("source/name").text()),
		"author", byline(firstOf(a.one("byline").text(), a.one("author").text())),
		"language", firstOf(a.one("baselanguage").text(), a.attr("lang")),
		"id", firstOf(a.one("accessionno").text(), a.attr("accessionno")),
		"section", a.one("sectionname").text(), "word_count", a.one("wordcount").text(), "copyright", a.one("copyright").text(),
	), ""
}

var htmlBody = regexp.MustCompile(`(?i)<(html|body|p|div)[\s>]`)

// proquestXMLCells reads a document of a ProQuest export for text mining.
func proquestXMLCells(n *xnode) ([]cell, string) {
	first := func(names ...string) *xnode {
		for _, name := range names {
			if found := n.all("//" + name); len(found) > 0 {
				return found[0]
			}
		}
		return nil
	}
	text := first("textinfo", "fulltext").one("text", "hitext")
	if text == nil {
		text = first("text", "fulltext", "hitext")
	}
	body := ""
	if text != nil {
		body = text.lines(nil)
		if raw := text.keepLines(); htmlBody.MatchString(raw) { // HTML, escaped once more
			if s, ok := stripMarkup(raw); ok {
				body = s
			}
		} else if !strings.Contains(body, "\n") {
			body = raw
		}
	}
	var authors []string
	for _, a := range n.all("//author") {
		if s := firstOf(a.one("normalizeddisplayform").text(), a.one("originalform").text()); s != "" {
			authors = append(authors, s)
		}
	}
	outlet := first("publication", "dfs")
	return cellsOf(
		"title", first("titleatt", "title").text(),
		textColumn, body,
		"date", firstOf(first("numericdate").text(), first("alphapubdate").text()),
		"outlet", firstOf(first("pubtitle").text(), outlet.one("title").text(), first("publisherxid").text()),
		"author", byline(strings.Join(authors, "; ")),
		"url", urlOnly(first("url").text()),
		"language", firstOf(first("rawlang").text(), first("isolang", "isocode").text()),
		"id", first("goid").text(),
	), ""
}

// feedCells reads an item of an RSS or Atom feed. Its text is the fullest of
// what it may hold; which one that is, is told by the name of the column.
func feedCells(n *xnode) ([]cell, string) {
	var cells []cell
	for _, k := range n.kids {
		value := k.text()
		switch k.name {
		case "":
			continue
		case "link":
			if href := k.attr("href"); href != "" {
				if rel := k.attr("rel"); rel != "" && rel != "alternate" {
					continue
				}
				value = href
			}
		case "author":
			value = firstOf(k.one("name").text(), value)
		case "encoded", "description", "summary", "content":
			// HTML, escaped or as elements.
			if value = k.keepLines(); k.one("div", "p") != nil {
				value = k.lines(nil)
			}
		case "category":
			value = firstOf(value, k.attr("term"))
		}
		name := k.name
		if name == "encoded" {
			name = "content:encoded"
		}
		if name == "category" {
			cells = joinCell(cells, name, value)
		} else if value != "" {
			cells = appendCell(cells, name, value)
		}
	}
	return cells, ""
}
