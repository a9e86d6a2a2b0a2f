package datasets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// delimiters are what cells may be divided by, the likeliest first.
var delimiters = []byte{',', ';', '\t', '|'}

// csvRecords reads a table of delimited cells. Cells in double quotes may hold
// delimiters, line ends and doubled quotes.
type csvRecords struct {
	lines     *lines
	delimiter byte
	header    []string
	first     []string // the first row of a file without a header
	headless  bool
	reread    int // bytes that may still be read again after broken quotes
}

// isCSV believes the ending; without a telling one, as from standard input, a
// table is what has even rows under a header with a column for the text.
func isCSV(in *Input, head []byte) bool {
	switch in.ending() {
	case ".csv", ".tsv", ".tab":
		return true
	case ".txt", ".md":
		return false
	}
	known, err := synonyms()
	if err != nil {
		return false
	}
	d := delimiterOf(head, len(head) < peekSize)
	widths := rowWidths(head, len(head) < peekSize, d)
	row := rowParser{delimiter: d}
	first, _, _ := strings.Cut(string(head), "\n")
	row.add([]byte(strings.TrimSuffix(first, "\r")))
	hasText := slices.ContainsFunc(row.cells, func(c string) bool { _, ok := known.rank["text"][normalName(c)]; return ok })
	return hasText && len(widths) > 1 && widths[0] > 1 && slices.Min(widths) == slices.Max(widths)
}

func newCSV(_ *Input, s *stream, opt *Options) (records, error) {
	head, err := s.Peek(peekSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	whole := err == io.EOF
	c := &csvRecords{lines: newLines(s.Reader, opt.MaxRecord), delimiter: delimiterOf(head, whole), reread: 4 * opt.MaxRecord}
	cells, _, _, err := c.row()
	if err != nil {
		return nil, err
	}
	if looksLikeData(cells) {
		c.first, c.headless = cells, true
		cells = make([]string, len(cells))
	}
	c.header = columnNames(cells)
	return c, nil
}

// columnNames makes every name non-empty and different from the others. An
// unnamed first column is the index that programs add.
func columnNames(cells []string) []string {
	seen := map[string]bool{}
	names := make([]string, len(cells))
	unnamed := 0
	for _, c := range cells {
		if strings.TrimSpace(c) == "" {
			unnamed++
		}
	}
	for i, c := range cells {
		name := strings.TrimSpace(clean(c))
		switch {
		case name == "" && i == 0 && unnamed == 1 && len(cells) > 1:
			name = "index"
		case name == "":
			name = fmt.Sprintf("column%d", i+1)
		}
		for seen[name] {
			name += "_"
		}
		seen[name] = true
		names[i] = name
	}
	return names
}

// looksLikeData reports whether a first row is no header: a header has no dates,
// addresses, numbers or long texts.
func looksLikeData(cells []string) bool {
	known, err := synonyms()
	if err != nil {
		return false
	}
	for _, c := range cells {
		if known.known(normalName(c)) {
			return false
		}
	}
	for _, c := range cells {
		_, problem := parseDate(c, dayFirst)
		if len(c) > 150 || problem == dateOK && len(c) >= 8 || isURL(c) {
			return true
		}
	}
	return false
}

func (c *csvRecords) kind() string { return fmt.Sprintf("csv %q", string(c.delimiter)) }

func (c *csvRecords) next() (record, error) {
	if c.first != nil {
		cells := c.first
		c.first = nil
		return c.record(cells, 1, false)
	}
	for {
		cells, number, repaired, err := c.row()
		if err != nil {
			return record{}, err
		}
		if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
			continue // a blank line
		}
		return c.record(cells, number, repaired)
	}
}

func (c *csvRecords) record(cells []string, number int64, repaired bool) (record, error) {
	// Empty cells beyond the header come from delimiters at the line's end.
	for len(cells) > len(c.header) && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	if len(cells) != len(c.header) {
		return record{}, &recordError{number, fmt.Errorf("%d cells where the header has %d: a %q or a quote in a cell may need quoting", len(cells), len(c.header), string(c.delimiter))}
	}
	r := record{number: number, repaired: repaired, cells: make([]cell, len(cells))}
	for i, v := range cells {
		r.cells[i] = cell{c.header[i], v}
	}
	return r, nil
}

// row reads one row, which may run over several lines.
func (c *csvRecords) row() (cells []string, number int64, repaired bool, err error) {
	line, err := c.lines.next()
	if err != nil {
		return nil, 0, false, err
	}
	number = c.lines.number
	line, repaired = validUTF8(line)
	row := rowParser{delimiter: c.delimiter}
	if !row.add(line) {
		return row.cells, number, repaired, nil
	}
	taken := [][]byte{bytes.Clone(line)}
	size := len(line)
	for open := true; open; {
		line, err = c.lines.next()
		if err != nil || size+len(line) > c.lines.limit {
			return nil, 0, false, c.unclosed(number, taken, size, err)
		}
		line, changed := validUTF8(line)
		repaired = repaired || changed
		taken = append(taken, bytes.Clone(line))
		size += len(line) + 1
		open = row.add(line)
	}
	return row.cells, number, repaired, nil
}

// unclosed gives up a row whose quoted cell does not end, and goes back to the
// line after its first one. The allowance keeps a file full of stray quotes from
// being read over and over.
func (c *csvRecords) unclosed(number int64, taken [][]byte, size int, cause error) error {
	var tooLong *recordError
	if cause != nil && cause != io.EOF && !errors.As(cause, &tooLong) {
		return cause
	}
	if c.reread < size {
		return fmt.Errorf("line %d: a quote is opened and never closed; the rest of the file cannot be read", number)
	}
	c.reread -= size
	c.lines.unread(number+1, taken[1:])
	return &recordError{number, errors.New("a quote is opened here and never closed")}
}

// rowParser cuts one row into cells. A quote in the middle of a cell stands for
// itself.
type rowParser struct {
	delimiter byte
	cells     []string
	cell      []byte // the cell that goes on in the next line
	inside    bool   // quotes are open
}

// add takes the row's next line and reports whether the row goes on after it.
func (p *rowParser) add(line []byte) (open bool) {
	if p.inside {
		p.cell = append(p.cell, '\n')
	}
	for {
		if !p.inside && len(line) > 0 && line[0] == '"' && len(p.cell) == 0 {
			p.inside, line = true, line[1:]
		}
		if p.inside {
			quote := bytes.IndexByte(line, '"')
			if quote < 0 {
				p.cell = append(p.cell, line...)
				return true
			}
			p.cell = append(p.cell, line[:quote]...)
			line = line[quote+1:]
			if len(line) > 0 && line[0] == '"' {
				p.cell, line = append(p.cell, '"'), line[1:]
				continue
			}
			p.inside = false
		}
		end := bytes.IndexByte(line, p.delimiter)
		if end < 0 {
			p.cells = append(p.cells, string(append(p.cell, line...)))
			p.cell = nil
			return false
		}
		p.cells = append(p.cells, string(append(p.cell, line[:end]...)))
		p.cell, line = p.cell[:0], line[end+1:]
	}
}

// delimiterOf finds the delimiter that gives the most even rows in the head of a
// file; whole says that the head is all of it. Without any it is a comma, and
// the table has one column.
func delimiterOf(head []byte, whole bool) byte {
	best, bestScore := byte(','), 0.0
	for _, d := range delimiters {
		widths := rowWidths(head, whole, d)
		if len(widths) == 0 || widths[0] < 2 {
			continue
		}
		same := 0
		for _, w := range widths {
			if w == widths[0] {
				same++
			}
		}
		// Evenness decides; more columns break ties, so that commas inside the
		// text of a table with semicolons do not win.
		if score := float64(same)/float64(len(widths)) + float64(min(widths[0], 50))/1000; score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// rowWidths counts the cells of up to 200 rows.
func rowWidths(head []byte, whole bool, delimiter byte) (widths []int) {
	if bytes.IndexByte(head, '\n') < 0 {
		head = bytes.ReplaceAll(head, []byte("\r"), []byte("\n"))
	}
	row := rowParser{delimiter: delimiter}
	for len(head) > 0 && len(widths) < 200 {
		line, rest, more := bytes.Cut(head, []byte("\n"))
		if !more && !whole {
			break // cut off
		}
		head = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		if !row.inside && len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !row.add(line) {
			widths = append(widths, len(row.cells))
			row = rowParser{delimiter: delimiter}
		}
	}
	return widths
}
