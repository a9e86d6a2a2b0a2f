package datasets

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// textExport is an export of a data base as running text, whatever file holds
// it: several articles, one after the other.
type textExport struct {
	name string
	is   func(head []byte) bool
	// opens and ends tell the lines between articles: the first begins one and
	// is no part of it; the second ends one.
	opens, ends func(line string) bool
	cells       func(lines []string) []cell
	page        func(doc *html.Node) string // its text where the export is in HTML
}

var textExports = []textExport{
	{
		name: "lexisnexis",
		is: func(head []byte) bool {
			return lexisCount.Match(head) || lexisPage.Match(head) || lexisEnd.Match(head) && lexisKey.Match(head)
		},
		opens: func(line string) bool { return lexisCount.MatchString(line) },
		ends:  func(line string) bool { return strings.TrimSpace(line) == "End of Document" },
		cells: lexisCells, page: blockText,
	},
	{
		name:  "proquest",
		is:    func(head []byte) bool { return proquestBar.Match(head) && bytes.Contains(head, []byte("Full text:")) },
		opens: func(line string) bool { return proquestBar.MatchString(line) },
		ends:  func(string) bool { return false },
		cells: proquestCells, page: blockText,
	},
	{
		name:  "factiva",
		is:    isFactiva,
		opens: func(string) bool { return false },
		ends:  func(line string) bool { return factivaLast.MatchString(line) },
		cells: factivaCells, page: factivaPage,
	},
}

// textExportOf tells an export by its begin, and gives nil for other texts.
func textExportOf(head []byte) *textExport {
	for i := range textExports {
		if textExports[i].is(head) {
			return &textExports[i]
		}
	}
	return nil
}

// split reads the articles of an export.
type split struct {
	x      *textExport
	name   string
	lines  *lines
	number int64
	next1  string // the line that began the article to come
	begun  bool
}

func newSplit(x *textExport, name string, r io.Reader, limit int) *split {
	return &split{x: x, name: x.name + " " + name, lines: newLines(bufio.NewReaderSize(r, peekSize), limit)}
}

func (s *split) kind() string              { return s.name }
func (s *split) fields() map[string]string { return newsFields() }

func (s *split) next() (record, error) {
	var doc []string
	size, repaired, tooLong := 0, false, false
	if s.begun {
		doc = append(doc, s.next1)
	}
	empty := true // nothing stands in it but the line that opens it
	give := func() (record, error) {
		s.number++
		if tooLong {
			return record{}, &recordError{s.number, errTooLong(s.lines.limit)}
		}
		return record{number: s.number, cells: s.x.cells(doc), repaired: repaired}, nil
	}
	for {
		line, err := s.lines.next()
		if err == io.EOF {
			if s.begun && !empty {
				s.begun = false
				return give()
			}
			return record{}, io.EOF
		}
		if err != nil {
			return record{}, err
		}
		valid, changed := validUTF8(line)
		text := string(valid)
		repaired = repaired || changed
		switch {
		case s.x.opens(text):
			had := s.begun && !empty
			s.begun, s.next1 = true, text
			if had {
				return give()
			}
			doc, empty = []string{text}, true
			continue
		case s.x.ends(text) && empty:
			doc = nil
			continue
		}
		empty = empty && strings.TrimSpace(text) == ""
		if size += len(text) + 1; size > s.lines.limit {
			tooLong, doc, size = true, nil, 0
		}
		doc = append(doc, text)
		if s.x.ends(text) {
			s.begun = false
			return give()
		}
	}
}

var (
	lexisCount = regexp.MustCompile(`(?m)^[\s\x{a0}]*\d{1,5} (?:of|von|de|sur|di|van) \d{1,5} (?:DOCUMENTS?|DOKUMENTE?N?|DOCUMENTOS?|DOCUMENTI|DOCUMENTEN)[\s\x{a0}]*$`)
	lexisPage  = regexp.MustCompile(`>\s*(?:\d{1,5} of \d{1,5} DOCUMENTS|End of Document)\s*<`)
	lexisEnd   = regexp.MustCompile(`(?m)^\s*End of Document\s*$`)
	// The keywords of the heads and tails of articles, in the languages of the
	// service.
	lexisKey  = regexp.MustCompile(`(?mi)^\s*(LENGTH|LÄNGE|LNGE|LONGUEUR|LONGITUD|EXTENSIÓN|LENGTE|LUNGHEZZA)\s*:`)
	lexisHead = regexp.MustCompile(`^\s*([A-ZÄÖÜÉÓ][A-Za-zÄÖÜäöüéóñ-]{2,30})\s*:\s*(.*)$`)
	lexisTail = regexp.MustCompile(`(?i)^\s*(LOAD-DATE|UPDATE|DATE-CHARGEMENT|FECHA-CARGA|LANGUAGE|SPRACHE|LANGUE|IDIOMA|TAAL|LINGUA|PUBLICATION-TYPE|ZEITUNGS-CODE|GRAPHIC|JOURNAL-CODE|DOCUMENT-TYPE|NOTES|CORRECTION-DATE|Classification)\s*:?\s*(.*)$`)
)

// lexisNames are the keywords of a head -> the cell.
var lexisNames = map[string]string{
	"byline": "author", "auteur": "author", "autor": "author", "autore": "author", "headline": "title", "section": "section", "rubrique": "section", "rubrik": "section", "sección": "section",
	"dateline": "dateline", "load-date": "load_date", "update": "load_date", "language": "language", "sprache": "language", "langue": "language", "idioma": "language", "taal": "language",
	"lingua": "language", "length": "length", "länge": "length", "lnge": "length", "longueur": "length", "longitud": "length", "extensión": "length", "lengte": "length", "lunghezza": "length", "publication-type": "publication_type", "graphic": "graphic", "highlight": "highlight",
}

// lexisCells reads an article of LexisNexis: outlet, date, title, keywords, text,
// keywords. LOAD-DATE is when the data base took it in.
func lexisCells(lines []string) []cell {
	var head, body []string
	var cells []cell
	at := 0
	dated := -1
	date := ""
	newForm := false
	for i, line := range lines {
		if strings.EqualFold(strings.TrimSpace(line), "body") {
			newForm = true
			at = i + 1
			break
		}
	}
	for i := 0; i < len(lines); i++ {
		bare := strings.Trim(lines[i], " \t\u00a0")
		if newForm && i >= at {
			break
		}
		if lexisCount.MatchString(lines[i]) || bare == "" {
			continue
		}
		if dated < 0 && len(head) < 12 && len(bare) < 60 {
			if _, problem := parseDate(bare, orderUnknown); problem == dateOK && len(bare) > 7 {
				dated, date = len(head), bare
				continue
			}
		}
		m := lexisHead.FindStringSubmatch(bare)
		if m != nil && dated >= 0 {
			key := strings.ToLower(m[1])
			value := m[2]
			for i+1 < len(lines) && strings.TrimSpace(lines[i+1]) != "" && !lexisHead.MatchString(strings.TrimSpace(lines[i+1])) && utf8.RuneCountInString(lines[i]) > 55 {
				i++ // a value goes on where its line was full
				value += " " + strings.TrimSpace(lines[i])
			}
			if name := lexisNames[key]; name != "" {
				cells = appendCell(cells, name, strings.TrimSpace(value))
			}
			if lexisKey.MatchString(bare) && !newForm {
				at = i + 1
				break
			}
			continue
		}
		head = append(head, bare)
	}
	for _, line := range lines[at:] {
		if m := lexisTail.FindStringSubmatch(line); m != nil && len(body) > 0 {
			if name := lexisNames[strings.ToLower(m[1])]; name != "" {
				cells = appendCell(cells, name, strings.TrimSpace(m[2]))
			}
			continue
		}
		if valueOf(cells, "load_date") != "" || strings.TrimSpace(line) == "End of Document" || copyrightLine.MatchString(line) {
			continue // what follows the text is the service's
		}
		body = append(body, line)
	}
	outlet, title := "", ""
	if dated >= 0 {
		for _, h := range head[:dated] {
			if !copyrightLine.MatchString(h) {
				outlet = h
			}
		}
		var rest []string
		for _, h := range head[dated:] {
			if !copyrightLine.MatchString(h) && !editionLine.MatchString(h) {
				rest = append(rest, h)
			}
		}
		title = strings.Join(rest, " ")
		if newForm && dated > 1 {
			title = strings.Join(head[:dated-1], " ")
		}
	}
	text := strings.Trim(strings.Join(body, "\n"), "\n")
	if u, ok := unwrap(text); ok {
		text = u
	}
	text = withDateline(valueOf(cells, "dateline"), withoutBlankLines(text))
	for i := range cells {
		if cells[i].name == "author" {
			cells[i].value = byline(cells[i].value)
		}
	}
	return append(cellsOf("title", firstOf(valueOf(cells, "title"), title), textColumn, text, "date", date, "outlet", outlet), without(cells, "title")...)
}

var (
	copyrightLine = regexp.MustCompile(`(?i)^\s*(copyright|©|all rights reserved|alle rechte)`)
	editionLine   = regexp.MustCompile(`(?i)^[\w ]{0,30}\b(edition|ausgabe|édition)s?\b[\w ]{0,10}$`)
)

func without(cells []cell, name string) []cell {
	var kept []cell
	for _, c := range cells {
		if c.name != name {
			kept = append(kept, c)
		}
	}
	return kept
}

var (
	proquestBar = regexp.MustCompile(`(?m)^_{40,}\s*$`)
	proquestKey = regexp.MustCompile(`^([A-Z][A-Za-z/ ()-]{2,40}): ?(.*)$`)
)

// proquestNames are the keywords -> the cell; those that are not here are passed
// through under their own name.
var proquestNames = map[string]string{
	"title": "title", "author": "author", "publication title": "outlet", "publication date": "date", "document url": "url", "proquest document id": "id",
	"language of publication": "language", "language": "language", "full text": textColumn, "abstract": "abstract", "section": "section", "last updated": "last_updated",
	"subject": "subject", "location": "location", "copyright": "copyright", "document type": "document_type", "links": "links", "publisher": "publisher",
	"publication year": "publication_year", "place of publication": "place_of_publication", "country of publication": "country_of_publication", "publication subject": "publication_subject",
	"issn": "issn", "source type": "source_type", "database": "database", "pages": "pages", "first page": "first_page", "volume": "volume", "issue": "issue", "people": "people",
	"company / organization": "company", "identifier / keyword": "keyword", "publication info": "publication_info", "dateline": "dateline", "column": "column", "number of pages": "number_of_pages",
}

// proquestCells reads an article of a ProQuest export in text.
func proquestCells(lines []string) []cell {
	var cells []cell
	values := map[string][]string{}
	var order []string
	first, key := "", ""
	for _, line := range lines {
		bare := strings.TrimSpace(line)
		if proquestBar.MatchString(line) || strings.HasPrefix(bare, "Document ") && strings.Contains(bare, " of ") && len(bare) < 40 {
			continue
		}
		if m := proquestKey.FindStringSubmatch(bare); m != nil {
			if name := proquestNames[strings.ToLower(m[1])]; name != "" {
				if key = name; values[key] == nil {
					order = append(order, key)
				}
				values[key] = append(values[key], m[2])
				continue
			}
		}
		switch {
		case key != "" && (key == textColumn || bare != ""):
			values[key] = append(values[key], line)
		case first == "" && bare != "":
			first = bare
		}
	}
	for _, key := range order {
		sep := " "
		if key == textColumn {
			sep = "\n"
		}
		v := strings.TrimSpace(strings.Join(values[key], sep))
		if key == textColumn {
			v, _ = unwrap(v)
			v = withoutBlankLines(v)
		}
		cells = append(cells, cellsOf(key, v)...)
	}
	if valueOf(cells, "title") == "" {
		cells = append(cells, cellsOf("title", first)...)
	}
	return cells
}

var (
	factivaLine = regexp.MustCompile(`^\s*(SE|HD|BY|CR|WC|PD|ET|SN|SC|PG|ED|LA|CY|LP|TD|ART|CO|IN|NS|RE|IPC|IPD|PUB|AN|VOL|CLM|RF|CT)(?:[\t\x{a0} ]\s*(.*)|\s*)$`)
	factivaLast = regexp.MustCompile(`^\s*AN[\t\x{a0}]`)
	factivaHTML = regexp.MustCompile(`(?i)<b>\s*(HD|PD|SN|LP|TD|AN)\s*(?:&nbsp;|\x{a0})?\s*</b>`)
)

// isFactiva asks for a head line, a date, a source and a text, each under its
// code.
func isFactiva(head []byte) bool {
	found := map[string]bool{}
	if bytes.Contains(head, []byte("<b>")) || bytes.Contains(head, []byte("<B>")) {
		for _, m := range factivaHTML.FindAllSubmatch(head, 50) {
			found[strings.ToUpper(string(m[1]))] = true
		}
	} else {
		for line := range bytes.SplitSeq(head, []byte("\n")) {
			if len(line) > 2 && line[2] != ' ' { // a code stands before a tab
				if m := factivaLine.FindSubmatch(line); m != nil {
					found[string(m[1])] = true
				}
			}
		}
	}
	return found["HD"] && found["PD"] && found["SN"] && (found["LP"] || found["TD"])
}

// factivaPage gives the rows of an export in HTML as lines: code, tab, value.
func factivaPage(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.DataAtom != atom.Tr {
			continue
		}
		var cells []*html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				cells = append(cells, c)
			}
		}
		if len(cells) < 2 {
			continue
		}
		code := strings.Trim(blockText(cells[0]), " \u00a0\n")
		b.WriteString(code + "\t" + strings.ReplaceAll(blockText(cells[1]), "\n", "\n \t") + "\n")
	}
	return b.String()
}

var factivaNames = map[string]string{
	"HD": "title", "BY": "author", "PD": "date", "SN": "outlet", "LA": "language", "AN": "id", "SE": "section", "WC": "word_count", "CY": "copyright", "CR": "credit", "ED": "edition", "PG": "page",
}

// factivaCells reads an article whose lines are marked by codes of two letters.
func factivaCells(lines []string) []cell {
	values := map[string][]string{}
	var order []string
	code := ""
	for _, line := range lines {
		bare := strings.Trim(line, " \t\u00a0")
		if m := factivaLine.FindStringSubmatch(line); m != nil && (len(line) < 3 || line[2] != ' ') {
			if code = m[1]; values[code] == nil {
				order = append(order, code)
			}
			bare = strings.Trim(m[2], " \t\u00a0")
		}
		if code != "" && bare != "" {
			values[code] = append(values[code], bare)
		}
	}
	text := strings.Join(append(values["LP"], values["TD"]...), "\n")
	cells := cellsOf(textColumn, text)
	for _, code := range order {
		name := factivaNames[code]
		if name == "" {
			continue
		}
		v := strings.Join(values[code], " ")
		switch name {
		case "id":
			v = strings.TrimPrefix(v, "Document ")
		case "author":
			v = byline(v)
		}
		cells = append(cells, cellsOf(name, v)...)
	}
	return cells
}
