package datasets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxDepth bounds how deep values of JSON may be nested.
const maxDepth = 64

func isJSON(in *Input, head []byte) bool {
	switch in.ending() {
	case ".json", ".jsonl", ".ndjson", ".jl":
		return true
	}
	head = bytesTrim(head)
	rest := bytesTrim(head[min(1, len(head)):])
	return len(rest) > 0 && (head[0] == '{' && rest[0] == '"' || head[0] == '[' && rest[0] == '{')
}

func bytesTrim(b []byte) []byte { return bytes.TrimLeft(b[:min(len(b), 256)], " \t\r\n") }

// newJSON reads JSON lines, an array, one object, or objects one after the
// other. An object may be the envelope of an array of articles.
func newJSON(_ *Input, s *stream, opt *Options) (records, error) {
	head, err := s.Peek(peekSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if onLines(head) {
		return &jsonLines{lines: newLines(s.Reader, opt.MaxRecord)}, nil
	}
	return newJSONStream(s, opt.MaxRecord), nil
}

// onLines reports whether the file holds one object a line: its first line is
// one, or, should that line be broken, looks like one and is followed by
// another.
func onLines(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' {
		return false
	}
	first, rest, more := bytes.Cut(head, []byte("\n"))
	first = bytes.TrimSpace(first)
	if !more {
		// A single line is an object that may be an envelope, unless it is
		// longer than what is seen here.
		return len(head) > peekSize/2 && !hasEnvelope(head)
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	if json.Valid(first) {
		return len(rest) > 0 && rest[0] == '{' || !hasEnvelope(first)
	}
	return len(first) > 1 && len(rest) > 0 && rest[0] == '{'
}

// jsonLines reads one object a line.
type jsonLines struct {
	lines *lines
}

func (j *jsonLines) kind() string { return "json lines" }

func (j *jsonLines) next() (record, error) {
	for {
		line, err := j.lines.next()
		if err != nil {
			return record{}, err
		}
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		number := j.lines.number
		line, repaired := validUTF8(line)
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.UseNumber()
		cells, err := objectCells(dec)
		if err == nil {
			if _, more := dec.Token(); more != io.EOF {
				err = errors.New("more follows the object on its line")
			}
		}
		if err != nil {
			// Token by token, the place of an error is not well known.
			var any json.RawMessage
			if whole := json.Unmarshal(line, &any); whole != nil {
				err = whole
			}
			return record{}, &recordError{number, jsonError(err)}
		}
		return record{number: number, cells: cells, repaired: repaired}, nil
	}
}

// envelopes are the places in which search interfaces put their articles.
var envelopes = []string{
	"articles", "articles.results", "response.results", "response.docs", "response.articles", "results", "docs", "data", "items",
	"stories", "posts", "channel.item", "rss.channel.item", "feed.entry",
}

// hasEnvelope reports whether the begin of an object looks like an envelope.
func hasEnvelope(head []byte) bool {
	for _, e := range envelopes {
		first, _, _ := strings.Cut(e, ".")
		if bytes.Contains(head, []byte(`"`+first+`"`)) {
			return true
		}
	}
	return false
}

// jsonStream reads an array or an object, or several of them, value by value.
type jsonStream struct {
	dec    *json.Decoder
	meter  *meter
	number int64
	mended int // of meter.repaired, those that a record answers for

	path    []string // of the objects that are open
	inArray bool     // the next values are articles
	rest    []cell   // of the open object: an article, should it be no envelope
	found   bool     // articles were found inside the open object
}

func newJSONStream(r io.Reader, limit int) *jsonStream {
	m := &meter{r: &utf8Reader{r: r}, limit: limit}
	j := &jsonStream{dec: json.NewDecoder(m), meter: m}
	j.dec.UseNumber()
	return j
}

func (j *jsonStream) kind() string { return "json" }

func (j *jsonStream) next() (record, error) {
	for {
		j.meter.used = 0
		if j.inArray {
			if j.dec.More() {
				return j.element()
			}
			if _, err := j.dec.Token(); err != nil {
				return record{}, j.ended(err)
			}
			j.inArray = false
			continue
		}
		if len(j.path) > 0 || j.rest != nil {
			rec, ok, err := j.member()
			if err != nil {
				return record{}, j.ended(err)
			}
			if ok {
				return rec, nil
			}
			continue
		}
		t, err := j.dec.Token()
		if err == io.EOF {
			return record{}, io.EOF
		}
		if err != nil {
			return record{}, j.ended(err)
		}
		switch t {
		case json.Delim('['):
			j.inArray = true
		case json.Delim('{'):
			j.rest, j.found = []cell{}, false
		default:
			return record{}, fmt.Errorf("a bare value stands where an article should: articles are JSON objects")
		}
	}
}

// element reads one article of an array.
func (j *jsonStream) element() (record, error) {
	j.number++
	t, err := j.dec.Token()
	if err != nil {
		return record{}, j.ended(err)
	}
	if t != json.Delim('{') {
		if err := skipValue(j.dec, t); err != nil {
			return record{}, j.ended(err)
		}
		return record{}, &recordError{j.number, errors.New("not an object: articles are JSON objects")}
	}
	cells, err := membersOf(j.dec, nil, "", 1)
	if err != nil {
		return record{}, j.ended(err)
	}
	return record{number: j.number, cells: cells, repaired: j.repaired()}, nil
}

// repaired reports whether bytes had to be repaired since the last record. The
// decoder reads ahead, so it may be the record after.
func (j *jsonStream) repaired() bool {
	before := j.mended
	j.mended = j.meter.repaired
	return j.mended > before
}

// member reads one member of an object that may be an envelope. ok is true when
// that ended an object that is itself an article.
func (j *jsonStream) member() (rec record, ok bool, err error) {
	if !j.dec.More() {
		if _, err := j.dec.Token(); err != nil {
			return record{}, false, err
		}
		if len(j.path) > 0 {
			j.path = j.path[:len(j.path)-1]
			return record{}, false, nil
		}
		cells := j.rest
		j.rest = nil
		if j.found {
			return record{}, false, nil
		}
		j.number++
		return record{number: j.number, cells: cells, repaired: j.repaired()}, true, nil
	}
	t, err := j.dec.Token()
	if err != nil {
		return record{}, false, err
	}
	name := strings.Join(append(slices.Clone(j.path), t.(string)), ".")
	if t, err = j.dec.Token(); err != nil {
		return record{}, false, err
	}
	switch {
	case t == json.Delim('[') && slices.Contains(envelopes, name) && j.objectsFollow():
		j.inArray, j.found = true, true
		return record{}, false, nil
	case t == json.Delim('{') && slices.ContainsFunc(envelopes, func(e string) bool { return strings.HasPrefix(e, name+".") }):
		j.path = strings.Split(name, ".")
		return record{}, false, nil
	}
	j.rest, err = valueCells(j.dec, t, j.rest, name, 1)
	return record{}, false, err
}

// objectsFollow reports whether the array that has just begun holds objects or
// nothing.
func (j *jsonStream) objectsFollow() bool {
	// More makes the decoder read up to the first value, which its buffer then
	// begins with.
	if !j.dec.More() {
		return true
	}
	var first [1]byte
	buffered := j.dec.Buffered()
	for {
		if n, err := buffered.Read(first[:]); n == 0 || err != nil {
			return true
		}
		switch first[0] {
		case ' ', '\t', '\r', '\n', ',':
			continue
		}
		return first[0] == '{'
	}
}

// ended is the error that ends the file: no place to go on can be found after
// broken JSON.
func (j *jsonStream) ended(err error) error {
	if j.meter.over() {
		return errTooLong(j.meter.limit)
	}
	return fmt.Errorf("%w; the rest of the file cannot be read", jsonError(err))
}

// objectCells reads an object from its opening brace on.
func objectCells(dec *json.Decoder) ([]cell, error) {
	t, err := dec.Token()
	if err != nil {
		return nil, err
	}
	if t != json.Delim('{') {
		return nil, errors.New("not an object: articles are JSON objects")
	}
	return membersOf(dec, nil, "", 1)
}

// membersOf reads the members of an open object up to its end. Names of inner
// members follow those of the outer after a dot.
func membersOf(dec *json.Decoder, cells []cell, prefix string, depth int) ([]cell, error) {
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name := prefix + t.(string)
		if t, err = dec.Token(); err != nil {
			return nil, err
		}
		if cells, err = valueCells(dec, t, cells, name, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := dec.Token()
	return cells, err
}

// valueCells adds the value that begins with token t. null is no value.
func valueCells(dec *json.Decoder, t json.Token, cells []cell, name string, depth int) ([]cell, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("nested more than %d deep", maxDepth)
	}
	switch v := t.(type) {
	case nil:
		return cells, nil
	case string:
		return appendCell(cells, name, v), nil
	case json.Number:
		return appendCell(cells, name, v.String()), nil
	case bool:
		return appendCell(cells, name, fmt.Sprint(v)), nil
	}
	if t == json.Delim('{') {
		return membersOf(dec, cells, name+".", depth)
	}
	return listCells(dec, cells, name, depth)
}

// listCells joins the strings of a list, one a line; of a list of objects it
// joins the members of one name: authors[].name, contents[].content.
func listCells(dec *json.Decoder, cells []cell, name string, depth int) ([]cell, error) {
	var joined joiner
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return nil, err
		}
		inner, err := valueCells(dec, t, nil, name, depth+1)
		if err != nil {
			return nil, err
		}
		joined.add(name, inner)
	}
	for i, c := range joined.cells {
		cells = appendCell(cells, c, joined.values[i].String())
	}
	_, err := dec.Token()
	return cells, err
}

// joiner joins the items of a list.
type joiner struct {
	cells  []string
	values []*strings.Builder
	items  int
}

// add takes the cells of the next item.
func (j *joiner) add(list string, inner []cell) {
	quotes := strings.HasSuffix(list, "quotes") && len(inner) > 0 && strings.HasPrefix(inner[0].name, list+".")
	switch {
	case quotes:
		// Each quotation has words before and after it, which may be missing:
		// the lines of the cells stay in step.
		for i := range inner {
			inner[i].value = strings.Join(strings.Fields(inner[i].value), " ")
		}
		for _, part := range []string{"pre", "quote", "post"} {
			inner = appendCell(inner, list+"."+part, "")
		}
	case strings.HasSuffix(list, "contents"):
		inner = typedBlock(list, inner)
	}
	sep := "\n"
	if strings.HasSuffix(list, "story_sentences") {
		sep = " "
	}
	for _, c := range inner {
		i := slices.Index(j.cells, c.name)
		if i < 0 {
			i = len(j.cells)
			j.cells, j.values = append(j.cells, c.name), append(j.values, new(strings.Builder))
		} else {
			j.values[i].WriteString(sep)
		}
		j.values[i].WriteString(c.value)
	}
	j.items++
}

// typedBlock gives the content of a block of an article under the name of its
// type, so that headings, captions and bylines do not run into the text.
func typedBlock(list string, inner []cell) []cell {
	kind, content := "", ""
	for _, c := range inner {
		switch c.name {
		case list + ".type":
			kind = c.value
		case list + ".content":
			content = c.value
		}
	}
	if kind == "" || len(kind) > 30 {
		return inner
	}
	if content == "" {
		return nil
	}
	return []cell{{list + "." + kind, content}}
}

func skipValue(dec *json.Decoder, t json.Token) error {
	_, err := valueCells(dec, t, nil, "", 1)
	return err
}

var errEndsEarly = errors.New("broken JSON: it ends in the middle of a value")

// jsonError says what is wrong with a value in the words of its reader.
func jsonError(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Error() == "unexpected end of JSON input":
		return errEndsEarly
	case errors.As(err, &syntax):
		return fmt.Errorf("broken JSON at byte %d: %w", syntax.Offset, err)
	case err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF):
		return errEndsEarly
	}
	return err
}

// meter bounds how much is read for one record.
type meter struct {
	r        *utf8Reader
	limit    int
	used     int
	repaired int
}

func (m *meter) over() bool { return m.used > m.limit }

func (m *meter) Read(p []byte) (int, error) {
	if m.over() {
		return 0, errTooLong(m.limit)
	}
	n, err := m.r.Read(p)
	m.used += n
	m.repaired = m.r.repaired
	return n, err
}

// utf8Reader makes a stream valid UTF-8, as validUTF8 does a slice.
type utf8Reader struct {
	r        io.Reader
	in, out  []byte // in: not yet decoded; out: not yet given
	err      error
	repaired int // parts of the stream that were repaired
}

func (u *utf8Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		buf := make([]byte, 32<<10)
		n, err := u.r.Read(buf)
		u.in = append(u.in, buf[:n]...)
		u.err = err
		whole := len(u.in)
		if err == nil {
			whole -= incomplete(u.in)
		}
		var changed bool
		if u.out, changed = validUTF8(u.in[:whole]); changed {
			u.repaired++
		}
		u.in = bytes.Clone(u.in[whole:])
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

// incomplete is the length of a character that is cut off at the end of b.
func incomplete(b []byte) int {
	for n := 1; n <= 3 && n <= len(b); n++ {
		switch c := b[len(b)-n]; {
		case c < 0x80:
			return 0
		case c >= 0xF0 && n < 4, c >= 0xE0 && n < 3, c >= 0xC0 && n < 2:
			return n
		case c >= 0xC0:
			return 0
		}
	}
	return 0
}
