package datasets

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
)

// newDocument reads a text that a word processor or an export holds: articles
// of a data base where it is one of their exports, else one article.
func newDocument(name, text string, limit int) records {
	if x := textExportOf([]byte(text[:min(len(text), peekSize)])); x != nil {
		return newSplit(x, name, strings.NewReader(text), limit)
	}
	return &lone{name: name, columns: map[string]string{"text": textColumn}, limit: limit, s: strings.NewReader(text), cells: func(data []byte) ([]cell, bool, error) {
		return []cell{{textColumn, withoutBlankLines(string(data))}}, false, nil
	}}
}

func withoutBlankLines(s string) string {
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

func isDocx(in *Input, head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) && (in.ending() == ".docx" || bytes.Contains(head, []byte("[Content_Types].xml")) && bytes.Contains(head, []byte("word/")))
}

// newDocx reads a document of Office Open XML: the paragraphs of its main part.
func newDocx(in *Input, s *stream, opt *Options) (records, error) {
	data, size, closer, err := whole(in, s)
	if err != nil {
		return nil, err
	}
	defer closer.Close()
	z, err := zip.NewReader(data, size)
	if err != nil {
		return nil, fmt.Errorf("damaged document: %w", err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		return nil, errors.New("this is an office document without a text: save its text as .txt or .docx")
	}
	defer f.Close()
	text, err := docxText(f, opt.MaxRecord)
	if err != nil {
		return nil, err
	}
	return newDocument("docx", text, opt.MaxRecord), nil
}

func docxText(r io.Reader, limit int) (string, error) {
	dec := xml.NewDecoder(io.LimitReader(r, int64(limit)*20))
	dec.Strict = false
	var b strings.Builder
	inText := false
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return b.String(), nil
		}
		if err != nil {
			return "", fmt.Errorf("damaged document: %w", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "t":
				inText = true
			case "tab":
				b.WriteByte('\t')
			case "br", "cr":
				b.WriteByte('\n')
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "t":
				inText = false
			case "p":
				b.WriteByte('\n')
			}
		case xml.CharData:
			if inText {
				valid, _ := validUTF8(t)
				b.Write(valid)
			}
		}
		if b.Len() > limit {
			return "", errTooLong(limit)
		}
	}
}

func isRTF(_ *Input, head []byte) bool { return bytes.HasPrefix(head, []byte(`{\rtf`)) }

func newRTF(_ *Input, s *stream, opt *Options) (records, error) {
	data, err := readLimited(s, opt.MaxRecord)
	if err != nil {
		return nil, err
	}
	return newDocument("rtf", rtfText(data), opt.MaxRecord), nil
}

// rtfHidden are groups whose text is no text of the document.
var rtfHidden = map[string]bool{
	"fonttbl": true, "colortbl": true, "stylesheet": true, "info": true, "pict": true, "header": true, "footer": true, "headerl": true, "headerr": true, "headerf": true,
	"footerl": true, "footerr": true, "footerf": true, "object": true, "fldinst": true, "listtable": true, "listoverridetable": true, "generator": true, "themedata": true,
	"datastore": true, "latentstyles": true, "xmlnstbl": true, "rsidtbl": true, "footnote": true, "annotation": true, "bkmkstart": true, "bkmkend": true, "nonshppict": true,
}

var rtfPages = map[int]*charmap.Charmap{1250: charmap.Windows1250, 1251: charmap.Windows1251, 1253: charmap.Windows1253, 1254: charmap.Windows1254, 1257: charmap.Windows1257, 437: charmap.CodePage437, 850: charmap.CodePage850, 10000: charmap.Macintosh}

var rtfWords = map[string]string{
	"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
	"rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
}

// rtfText is the text of a document in Rich Text Format.
func rtfText(b []byte) string {
	type group struct {
		hidden bool
		skip   int // characters that stand for one in Unicode
	}
	stack := []group{{skip: 1}}
	var out strings.Builder
	page := 1252
	pending := 0 // of those characters, still to be passed over
	write := func(s string) {
		if !stack[len(stack)-1].hidden {
			out.WriteString(s)
		}
	}
	for i := 0; i < len(b); {
		c := b[i]
		top := &stack[len(stack)-1]
		switch {
		case c == '{':
			if len(stack) > 1000 {
				return out.String()
			}
			stack = append(stack, *top)
			i++
		case c == '}':
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
			pending = 0
			i++
		case c == '\\' && i+1 < len(b):
			word, value, given, next := rtfControl(b, i+1)
			i = next
			switch {
			case word == "*":
				top.hidden = true
			case rtfHidden[word]:
				top.hidden = true
			case word == "ansicpg":
				page = value
			case word == "uc":
				top.skip = max(value, 0)
			case word == "u" && given:
				r := rune(value)
				if r < 0 {
					r += 65536
				}
				if utf8.ValidRune(r) {
					write(string(r))
				}
				pending = top.skip
			case word == "bin" && value > 0:
				i = min(len(b), i+value)
			case word == "'":
				if pending > 0 {
					pending--
				} else {
					write(rtfByte(byte(value), page))
				}
			case word == "~":
				write(" ")
			case word == "_":
				write("-")
			case word == "\\" || word == "{" || word == "}":
				write(word)
			default:
				write(rtfWords[word])
			}
		case c == '\r' || c == '\n':
			i++
		default:
			i++
			if pending > 0 {
				pending--
			} else {
				write(rtfByte(c, page))
			}
		}
	}
	return out.String()
}

// rtfControl reads what follows a backslash: a word with a number, or a mark.
func rtfControl(b []byte, i int) (word string, value int, given bool, next int) {
	start := i
	for i < len(b) && (b[i] >= 'a' && b[i] <= 'z' || b[i] >= 'A' && b[i] <= 'Z') {
		i++
	}
	if i == start {
		switch c := b[i]; {
		case c == '\'' && i+2 < len(b):
			n, err := strconv.ParseUint(string(b[i+1:i+3]), 16, 8)
			if err != nil {
				return "", 0, false, i + 1
			}
			return "'", int(n), true, i + 3
		case c == '\n' || c == '\r':
			return "par", 0, false, i + 1
		default:
			return string(rune(c)), 0, false, i + 1
		}
	}
	word = string(b[start:min(i, start+32)])
	digits := i
	if i < len(b) && b[i] == '-' {
		i++
	}
	for i < len(b) && b[i] >= '0' && b[i] <= '9' && i-digits < 10 {
		i++
	}
	value, err := strconv.Atoi(string(b[digits:i]))
	given = err == nil
	if i < len(b) && b[i] == ' ' {
		i++
	}
	return word, value, given, i
}

func rtfByte(c byte, page int) string {
	if m := rtfPages[page]; m != nil {
		return string(m.DecodeByte(c))
	}
	return string(fromCP1252(c))
}

// newExportPage reads an export of a data base in HTML.
func newExportPage(x *textExport, s *stream, opt *Options) (records, error) {
	data, err := readLimited(s, opt.MaxRecord)
	if err != nil {
		return nil, err
	}
	source, _ := decodePage(data, "")
	doc, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil, fmt.Errorf("broken HTML: %w", err)
	}
	return newSplit(x, "html", strings.NewReader(x.page(doc)), opt.MaxRecord), nil
}
