package datasets

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// warcRecords reads the pages of a crawl: the responses of a WARC file, or the
// records of its forerunner ARC. Everything else in it is passed over and
// counted.
type warcRecords struct {
	r      *bufio.Reader
	limit  int
	arc    bool
	number int64
	skip   map[string]int
	back   []byte // of a record whose length was wrong: to be read again
}

func isWARC(_ *Input, head []byte) bool {
	return bytes.HasPrefix(head, []byte("WARC/")) || bytes.HasPrefix(head, []byte("filedesc://"))
}

func newWARC(_ *Input, s *stream, opt *Options) (records, error) {
	head, err := s.Peek(8)
	if err != nil && err != io.EOF {
		return nil, err
	}
	return &warcRecords{r: s.Reader, limit: opt.MaxRecord, arc: !bytes.HasPrefix(head, []byte("WARC/")), skip: map[string]int{}}, nil
}

func (w *warcRecords) kind() string {
	if w.arc {
		return "arc"
	}
	return "warc"
}

// fields leaves out the day of the crawl: it is no day of publication.
func (w *warcRecords) fields() map[string]string { return pageFields() }

func (w *warcRecords) passed() map[string]int { return w.skip }

func (w *warcRecords) next() (record, error) {
	for {
		h, body, err := w.record()
		if err != nil {
			return record{}, err
		}
		cells, repaired, err := w.page(h, body)
		if err != nil {
			return record{}, &recordError{w.number, err}
		}
		if cells != nil {
			return record{number: w.number, cells: cells, repaired: repaired}, nil
		}
	}
}

// crawled is the head of one record of a crawl.
type crawled struct {
	kind, url, date, content string
}

// page reads the page of a response; nil cells mean that the record is no page.
func (w *warcRecords) page(h crawled, body []byte) ([]cell, bool, error) {
	pass := func(what string) ([]cell, bool, error) {
		w.skip[what]++
		return nil, false, nil
	}
	contentType := ""
	switch h.kind {
	case "response", "arc":
		head, rest, ok := cutHTTP(body)
		if !ok {
			if h.kind == "arc" {
				return pass("record without an HTTP response")
			}
			return nil, false, errors.New("broken HTTP response: no header")
		}
		if head.status != "200" {
			return pass("status " + head.status)
		}
		contentType = head.get("content-type")
		if !isHTMLType(contentType, rest) {
			return pass("not a page")
		}
		var err error
		if body, err = decodeBody(&head, rest, w.limit); err != nil {
			return nil, false, err
		}
	case "resource":
		if contentType = h.content; !isHTMLType(contentType, body) {
			return pass("not a page")
		}
	default:
		return pass(h.kind)
	}
	cells, repaired, err := pageCells(body, contentType)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", h.url, err)
	}
	for i := range cells {
		// The address that was fetched is the article's; what the page calls
		// itself is kept beside it.
		if cells[i].name == "url" && cells[i].value != h.url {
			cells[i].name = "canonical_url"
		}
	}
	cells = appendCell(cells, "url", h.url)
	return appendCell(cells, "crawl_date", h.date), repaired, nil
}

// record reads the next record, as far as it can be told where it ends.
func (w *warcRecords) record() (crawled, []byte, error) {
	if w.arc {
		return w.arcRecord()
	}
	line, err := w.firstLine()
	if err != nil {
		return crawled{}, nil, err
	}
	w.number++
	if !strings.HasPrefix(line, "WARC/") {
		if err := w.resync(); err != nil && err != io.EOF {
			return crawled{}, nil, err
		}
		return crawled{}, nil, &recordError{w.number, fmt.Errorf("no WARC record begins with %q", clip(line))}
	}
	var h crawled
	length := -1
	for range 200 {
		line, err := w.line()
		if err != nil {
			return crawled{}, nil, w.cut(err)
		}
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "warc-type":
			h.kind = strings.ToLower(value)
		case "warc-target-uri":
			h.url = strings.Trim(strings.ReplaceAll(value, " ", "%20"), "<>")
		case "warc-date":
			h.date = value
		case "content-type":
			h.content = value
		case "content-length":
			if n, err := strconv.Atoi(value); err == nil && n >= 0 {
				length = n
			}
		}
	}
	if length < 0 {
		if err := w.resync(); err != nil && err != io.EOF {
			return crawled{}, nil, err
		}
		return crawled{}, nil, &recordError{w.number, errors.New("a WARC record without a length")}
	}
	body, err := w.body(length)
	return h, body, err
}

// body reads the content of a record. Where the stated length is wrong, the
// next record is looked for: after the content, or inside it.
func (w *warcRecords) body(length int) ([]byte, error) {
	if length > w.limit {
		if _, err := io.CopyN(io.Discard, w.reader(), int64(length)); err != nil {
			return nil, w.cut(err)
		}
		return nil, &recordError{w.number, errTooLong(w.limit)}
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, w.reader(), int64(length)); err != nil {
		if i := nextWARC(b.Bytes()); i >= 0 {
			w.back = bytes.Clone(b.Bytes()[i:])
			return nil, &recordError{w.number, fmt.Errorf("the stated length of %d bytes is wrong", length)}
		}
		return nil, w.cut(err)
	}
	body := b.Bytes()
	if after, err := w.peek(4); err == nil && string(after) != "\r\n\r\n" && !bytes.HasPrefix(after, []byte("\n\n")) && !bytes.HasPrefix(after, []byte("WARC")) {
		if i := nextWARC(body); i >= 0 {
			w.back = append(bytes.Clone(body[i:]), w.back...)
		} else if err := w.resync(); err != nil && err != io.EOF {
			return nil, err
		}
		return nil, &recordError{w.number, fmt.Errorf("the stated length of %d bytes is wrong", length)}
	}
	return body, nil
}

// nextWARC finds the begin of another record inside the content of one.
func nextWARC(b []byte) int {
	for _, mark := range []string{"\r\n\r\nWARC/1.", "\n\nWARC/1."} {
		if i := bytes.Index(b, []byte(mark)); i >= 0 {
			return i + strings.Index(mark, "WARC")
		}
	}
	return -1
}

// cut is the error of a record that ends with the file.
func (w *warcRecords) cut(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		w.back = nil
		return &recordError{w.number, errors.New("the last record is cut off")}
	}
	return fmt.Errorf("damaged data: %w", err)
}

// reader gives what was put back, then the file.
func (w *warcRecords) reader() io.Reader {
	if len(w.back) == 0 {
		return w.r
	}
	back := w.back
	w.back = nil
	rest := bytes.NewReader(back)
	return readerFunc(func(p []byte) (int, error) {
		n, err := rest.Read(p)
		if err == io.EOF {
			return w.r.Read(p)
		}
		w.back = back[len(back)-rest.Len():]
		return n, err
	})
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func (w *warcRecords) peek(n int) ([]byte, error) {
	if len(w.back) >= n {
		return w.back[:n], nil
	}
	return w.r.Peek(n)
}

// line reads a line of a head, without its end. What is longer than any head is
// cut.
func (w *warcRecords) line() (string, error) {
	if len(w.back) > 0 {
		line, rest, ok := bytes.Cut(w.back, []byte("\n"))
		if ok {
			w.back = rest
			return string(bytes.TrimRight(line, "\r")), nil
		}
		w.back = nil
		more, err := w.line()
		return string(line) + more, err
	}
	const most = 64 << 10
	var kept []byte
	for {
		part, err := w.r.ReadSlice('\n')
		if len(kept) < most {
			kept = append(kept, part...)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err != nil && len(kept) == 0 {
			return "", err
		}
		valid, _ := validUTF8(bytes.TrimRight(kept, "\r\n"))
		return string(valid), nil
	}
}

// firstLine passes over the blank lines between records.
func (w *warcRecords) firstLine() (string, error) {
	for {
		line, err := w.line()
		if err != nil || line != "" {
			return line, err
		}
	}
}

// resync goes on to the next line that begins a record.
func (w *warcRecords) resync() error {
	for {
		if ahead, err := w.peek(5); err != nil {
			_, err = w.line()
			if err != nil {
				return err
			}
			continue
		} else if string(ahead) == "WARC/" {
			return nil
		}
		if _, err := w.line(); err != nil {
			return err
		}
	}
}

// arcRecord reads a record of an ARC file: a line "URL IP date type length", then
// the content.
func (w *warcRecords) arcRecord() (crawled, []byte, error) {
	line, err := w.firstLine()
	if err != nil {
		return crawled{}, nil, err
	}
	w.number++
	parts := strings.Fields(line)
	length := -1
	if len(parts) >= 5 {
		if n, err := strconv.Atoi(parts[len(parts)-1]); err == nil && n >= 0 {
			length = n
		}
	}
	if length < 0 {
		return crawled{}, nil, &recordError{w.number, fmt.Errorf("no ARC record begins with %q", clip(line))}
	}
	// Blanks in an address are not escaped in old files.
	n := len(parts)
	h := crawled{kind: "arc", url: strings.Join(parts[:n-4], "%20"), date: parts[n-3]}
	if strings.HasPrefix(h.url, "filedesc:") {
		h.kind = "filedesc"
	}
	if length > w.limit {
		if _, err := io.CopyN(io.Discard, w.r, int64(length)); err != nil {
			return h, nil, w.cut(err)
		}
		return h, nil, &recordError{w.number, errTooLong(w.limit)}
	}
	var b bytes.Buffer
	if _, err := io.CopyN(&b, w.r, int64(length)); err != nil {
		return h, nil, w.cut(err)
	}
	return h, b.Bytes(), nil
}

func clip(s string) string {
	if len(s) > 60 {
		valid, _ := validUTF8([]byte(s[:60]))
		return string(valid) + "…"
	}
	return s
}

// httpHead is the head of a response.
type httpHead struct {
	status string
	fields []cell // in lower case
}

func (h *httpHead) get(name string) string {
	for _, f := range h.fields {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// cutHTTP divides a response into head and body. Crawlers store heads with all
// kinds of line ends.
func cutHTTP(b []byte) (h httpHead, body []byte, ok bool) {
	if !bytes.HasPrefix(b, []byte("HTTP/")) {
		return h, nil, false
	}
	for n := 0; n < 300; n++ {
		line, rest, more := bytes.Cut(b, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		b = rest
		if n == 0 {
			if parts := strings.Fields(string(line)); len(parts) > 1 {
				h.status = parts[1]
			}
			continue
		}
		if len(line) == 0 {
			return h, b, true
		}
		name, value, _ := strings.Cut(string(line), ":")
		h.fields = append(h.fields, cell{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
		if !more {
			break
		}
	}
	return h, nil, false
}

// isHTMLType believes the content type, and the bytes where there is none.
func isHTMLType(contentType string, body []byte) bool {
	t := strings.ToLower(contentType)
	if t == "" {
		head := bytes.ToLower(bytesTrim(body))
		return bytes.HasPrefix(head, []byte("<!doctype html")) || bytes.HasPrefix(head, []byte("<html"))
	}
	return strings.Contains(t, "text/html") || strings.Contains(t, "application/xhtml")
}

// decodeBody undoes the transfer and the packing of a body. A chunk with a wrong
// size ends the body there; data after it is taken as it stands.
func decodeBody(h *httpHead, body []byte, limit int) ([]byte, error) {
	if strings.Contains(strings.ToLower(h.get("transfer-encoding")), "chunked") {
		body = unchunk(body)
	}
	var r io.Reader
	var err error
	encoding := strings.ToLower(h.get("content-encoding"))
	switch encoding {
	case "", "identity", "none", "utf-8":
		return body, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
			return body, nil // unpacked by the crawler, with the head left as it was
		}
		r, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		if r, err = zlib.NewReader(bytes.NewReader(body)); err != nil {
			r, err = flate.NewReader(bytes.NewReader(body)), nil
		}
	case "br":
		r = brotli.NewReader(bytes.NewReader(body))
	default:
		return nil, fmt.Errorf("the body is packed as %q, which is not read", encoding)
	}
	if err != nil {
		return nil, fmt.Errorf("damaged %s body: %w", encoding, err)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case len(out) > limit:
		return nil, errTooLong(limit)
	case err != nil && len(out) == 0:
		if bytes.Contains(bytesTrim(body), []byte("<")) {
			return body, nil
		}
		return nil, fmt.Errorf("damaged %s body: %w", encoding, err)
	}
	return out, nil // what came out before damage is the page, cut
}

// unchunk joins the chunks of a body. A body that is not in chunks, as crawlers
// leave it that joined them themselves, is given back as it is.
func unchunk(b []byte) []byte {
	var out []byte
	for rest := b; ; {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size, _, _ := strings.Cut(strings.TrimSpace(string(line[:min(len(line), 64)])), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if !ok || err != nil {
			if out == nil {
				return b
			}
			return append(out, rest...)
		}
		if n == 0 {
			return out
		}
		if int(n) > len(after) {
			return append(out, after...)
		}
		out = append(out, after[:n]...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[n:], []byte("\r")), []byte("\n"))
	}
}
