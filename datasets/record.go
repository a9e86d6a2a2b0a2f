package datasets

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// cell is one named value of a record.
type cell struct {
	name, value string
}

// record is one article before its fields are known. cells are in the order of
// the input and names occur once.
type record struct {
	number   int64 // 1-based line, or ordinal where lines mean nothing; 0 for the file itself
	cells    []cell
	repaired bool // bytes that were no UTF-8 were read as windows-1252
}

// get gives the value of a column, "" when the record does not have it.
func (r *record) get(name string) string {
	for i := range r.cells {
		if r.cells[i].name == name {
			return r.cells[i].value
		}
	}
	return ""
}

// records reads one file record by record. next gives io.EOF at the end. A
// *recordError costs that record, and reading goes on; any other error ends the
// file.
type records interface {
	next() (record, error)
	kind() string // as it is printed
}

// native is records of a kind whose fields are known by its definition: field ->
// column. The caller may change the map.
type native interface {
	records
	fields() map[string]string
}

// passer is records that pass over what is no article; it is asked when the file
// has been read: what -> how many.
type passer interface {
	passed() map[string]int
}

// recordError is a record that cannot be read.
type recordError struct {
	number int64
	err    error
}

func (e *recordError) Error() string { return e.err.Error() }

// errTooLong is what a record above the limit gives.
func errTooLong(limit int) error {
	return fmt.Errorf("longer than %d MiB, the limit for one article: split it, or raise the limit", limit>>20)
}

// lines reads lines of any length up to a limit. A line ends with "\n", "\r\n"
// or, in a file that has no other, "\r".
type lines struct {
	r      *bufio.Reader
	limit  int
	end    byte
	number int64 // of the line last read
	buf    []byte
	back   [][]byte // lines to be read again, first one first
}

func newLines(r *bufio.Reader, limit int) *lines {
	l := &lines{r: r, limit: limit, end: '\n'}
	head, _ := r.Peek(peekSize)
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		l.end = '\r'
	}
	return l
}

// next gives the next line without its end. The bytes are valid until the next
// call. A line above the limit is passed over and gives a *recordError.
func (l *lines) next() ([]byte, error) {
	l.number++
	if len(l.back) > 0 {
		line := l.back[0]
		l.back = l.back[1:]
		return line, nil
	}
	l.buf = l.buf[:0]
	tooLong := false
	for {
		part, err := l.r.ReadSlice(l.end)
		if !tooLong {
			l.buf = append(l.buf, part...)
			if len(l.buf) > l.limit {
				tooLong, l.buf = true, nil
			}
		}
		switch {
		case err == nil, err == io.EOF && (len(l.buf) > 0 || tooLong):
			if tooLong {
				return nil, &recordError{l.number, errTooLong(l.limit)}
			}
			return bytes.TrimSuffix(bytes.TrimSuffix(l.buf, []byte{l.end}), []byte{'\r'}), nil
		case errors.Is(err, bufio.ErrBufferFull):
		default:
			return nil, err
		}
	}
}

// unread gives lines back, to be read again from line number on.
func (l *lines) unread(number int64, again [][]byte) {
	l.back = append(again, l.back...)
	l.number = number - 1
}

// plainText is a file that is one article.
type plainText struct {
	s     *stream
	limit int
	done  bool
}

const textColumn = "text"

func newPlainText(in *Input, s *stream, opt *Options) (records, error) {
	if e := in.ending(); e == ".md" || e == ".markdown" {
		return &lone{s: s, limit: opt.MaxRecord, name: "markdown", columns: newsFields(), cells: markdownCells}, nil
	}
	head, err := s.Peek(peekSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if x := textExportOf(head); x != nil {
		return newSplit(x, "text", s, opt.MaxRecord), nil
	}
	return &plainText{s: s, limit: opt.MaxRecord}, nil
}

func (p *plainText) kind() string { return "text" }

func (p *plainText) fields() map[string]string { return map[string]string{"text": textColumn} }

func (p *plainText) next() (record, error) {
	if p.done {
		return record{}, io.EOF
	}
	p.done = true
	data, err := io.ReadAll(io.LimitReader(p.s, int64(p.limit)+1))
	if err != nil {
		return record{}, err
	}
	if len(data) > p.limit {
		return record{}, &recordError{0, errTooLong(p.limit)}
	}
	valid, repaired := validUTF8(data)
	return record{cells: []cell{{textColumn, string(valid)}}, repaired: repaired}, nil
}

// appendCell adds a cell; a name that is there already keeps its first value.
func appendCell(cells []cell, name, value string) []cell {
	for i := range cells {
		if cells[i].name == name {
			return cells
		}
	}
	return append(cells, cell{name, value})
}

// normalName is the form in which names of columns are compared.
func normalName(s string) string {
	if i := strings.LastIndexByte(s, ':'); i >= 0 {
		s = s[i+1:]
	}
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', '.', ' ', '\t', '/':
			return -1
		}
		return r
	}, strings.ToLower(s))
}
