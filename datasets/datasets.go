// Package datasets reads articles from what people have on disk: text files and
// folders of them, JSON, JSON lines, CSV and TSV, packed or not, in whatever
// encoding, with whatever names of columns.
//
// What a file is, is told by its bytes; which column is which, by names and
// content; and every such choice is reported ([Report]) and can be overruled
// ([Options]). The text of an article is made valid UTF-8 with "\n" as its only
// line end once, here, and offsets count in the result. The clock, the day of
// the crawl and the time of a file never date an article.
package datasets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"detente"
)

// Options choose how articles are read. The zero value works.
type Options struct {
	// Fields overrule the columns that are found: field -> column, as in
	// {"text": "body"}. The column "-" means none. FieldNames are the fields.
	Fields map[string]string

	// Published dates articles without a date of their own. The default leaves
	// them undated.
	Published detente.Published

	// MaxRecord is the longest article read, in bytes as it stands in the file,
	// unpacked. The default is 32 MiB.
	MaxRecord int

	// Stdin is read for the input "-". The default is os.Stdin.
	Stdin io.Reader
}

// format is a kind of file. The first whose is holds reads the file.
type format struct {
	is   func(ending string, head []byte) bool
	open func(s *stream, opt *Options) (records, error)
}

var formats = []format{
	{isJSON, newJSON},
	{isCSV, newCSV},
	{func(string, []byte) bool { return true }, newPlainText},
}

func isJSON(ending string, head []byte) bool {
	switch ending {
	case ".json", ".jsonl", ".ndjson", ".jl":
		return true
	}
	head = bytesTrim(head)
	rest := bytesTrim(head[min(1, len(head)):])
	return len(rest) > 0 && (head[0] == '{' && rest[0] == '"' || head[0] == '[' && rest[0] == '{')
}

// isCSV believes the ending; without a telling one, as from standard input, a
// table is what has even rows under a header with a column for the text.
func isCSV(ending string, head []byte) bool {
	switch ending {
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

func bytesTrim(b []byte) []byte {
	return []byte(strings.TrimLeft(string(b[:min(len(b), 256)]), " \t\r\n"))
}

const (
	defaultMaxRecord = 32 << 20

	// The columns of a file are told from its first sampleRecords records, or
	// as many as sampleBytes hold. A file whose first sampleErrors records are
	// all broken is given up.
	sampleRecords = 200
	sampleBytes   = 8 << 20
	sampleErrors  = 2000
)

// Reader reads the articles of some inputs, once.
type Reader struct {
	opt    Options
	files  []Input
	lost   []*detente.ArticleError // folders that gave nothing
	report Report
}

// NewReader lists the inputs: files, folders, or "-" for standard input. An
// input or a field that does not exist is an error.
func NewReader(inputs []string, opt Options) (*Reader, error) {
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = defaultMaxRecord
	}
	if opt.Stdin == nil {
		opt.Stdin = os.Stdin
	}
	if err := checkForced(opt.Fields); err != nil {
		return nil, err
	}
	listing, err := List(inputs)
	if err != nil {
		return nil, err
	}
	r := &Reader{opt: opt, files: listing.Files, lost: listing.Lost}
	r.report.Files, r.report.Bytes, r.report.Skipped = len(listing.Files), listing.Bytes, listing.Skipped
	return r, nil
}

// Total is the bytes of all files as they lie on disk; standard input counts
// nothing.
func (r *Reader) Total() int64 { return r.report.Bytes }

// Consumed is how many of them have been read so far. It may be called from any
// goroutine while reading goes on.
func (r *Reader) Consumed() int64 { return r.report.consumed.Load() }

// Report tells what was read and chosen. It is complete when Read has ended.
func (r *Reader) Report() *Report { return &r.report }

// Read yields the articles in the order of the names of their files. An error
// that is a *detente.ArticleError costs that record or file, and reading goes
// on; any other, such as that of a cancelled context, ends it.
func (r *Reader) Read(ctx context.Context) iter.Seq2[detente.Article, error] {
	return func(yield func(detente.Article, error) bool) {
		for _, e := range r.lost {
			r.report.lost(reasonFolder)
			if !yield(detente.Article{}, e) {
				return
			}
		}
		p := &pass{ctx: ctx, opt: &r.opt, report: &r.report, yield: yield}
		for _, in := range r.files {
			if !p.file(in) {
				return
			}
		}
	}
}

// pass is one reading of the inputs. Its methods report whether to go on.
type pass struct {
	ctx    context.Context
	opt    *Options
	report *Report
	yield  func(detente.Article, error) bool
}

// lose yields an error about a record, or about a file where number is 0.
func (p *pass) lose(in Input, g *Group, number int64, reason string, err error) bool {
	e := &detente.ArticleError{Input: in.Name, Record: number, Stage: "read", Err: err}
	if g != nil {
		g.reject(reason)
	} else {
		p.report.lost(reason)
	}
	return p.yield(detente.Article{}, e)
}

// file reads one file.
func (p *pass) file(in Input) bool {
	s, err := openStream(in.Path, p.opt.Stdin, &p.report.consumed)
	if err != nil {
		return p.lose(in, nil, 0, reasonUnreadable, err)
	}
	defer s.Close()
	head, err := s.Peek(peekSize)
	switch {
	case err != nil && err != io.EOF:
		return p.lose(in, nil, 0, reasonUnreadable, fmt.Errorf("damaged data: %w", err))
	case len(head) == 0:
		return p.lose(in, nil, 0, reasonEmpty, errors.New("the file is empty"))
	}
	if err := checkText(head[:min(len(head), 4096)]); err != nil {
		return p.lose(in, nil, 0, reasonKind, err)
	}
	open := openerOf(in, head)
	recs, err := open(s, p.opt)
	if err != nil {
		return p.lose(in, nil, 0, reasonUnreadable, err)
	}
	f := &fileReader{pass: p, in: in, s: s, recs: recs, open: open}
	more := f.read()
	if more {
		if err := s.drain(); err != nil && f.failed == nil {
			more = p.lose(in, f.group, 0, reasonUnreadable, plainError(err))
		}
	}
	if f.group != nil {
		f.group.addFile(in, s)
	}
	return more
}

func openerOf(in Input, head []byte) func(*stream, *Options) (records, error) {
	for _, f := range formats {
		if f.is(ending(in.Name), head) {
			return f.open
		}
	}
	return newPlainText
}

// fileReader reads one opened file.
type fileReader struct {
	*pass
	in     Input
	s      *stream
	recs   records
	open   func(*stream, *Options) (records, error)
	group  *Group // of the files that are read in the same way
	failed error  // what ended the file before its end

	fields    mapping
	order     dateOrder
	midnights bool // no clock of the date column shows anything else
}

// item is a record of the sample, or the error in its place.
type item struct {
	rec record
	err *recordError
}

// read reads the file's records.
func (f *fileReader) read() bool {
	sample, good, whole := f.sample()
	if len(good) == 0 && !whole && f.failed == nil {
		return f.lose(f.in, nil, 0, reasonUnreadable, fmt.Errorf("none of the first %d records can be read, the first because: %w", len(sample), sample[0].err.err))
	}
	if reason, err := f.choose(good, whole); err != nil {
		return f.lose(f.in, nil, 0, reason, err)
	}
	for _, it := range sample {
		if !f.emit(it.rec, it.err) {
			return false
		}
	}
	for f.failed == nil && !whole {
		rec, err := f.recs.next()
		if err == io.EOF {
			break
		}
		bad := f.split(err)
		if f.failed != nil {
			break
		}
		if !f.emit(rec, bad) {
			return false
		}
	}
	if f.failed != nil {
		return f.lose(f.in, f.group, 0, reasonUnreadable, f.failed)
	}
	return true
}

// split tells an error of one record from one that ends the file.
func (f *fileReader) split(err error) *recordError {
	var bad *recordError
	if err != nil && !errors.As(err, &bad) {
		f.failed = err
	}
	return bad
}

// sample reads the first records. good are those that could be read; whole is
// true when there are no more.
func (f *fileReader) sample() (sample []item, good []record, whole bool) {
	size := 0
	for len(good) < sampleRecords && size < sampleBytes && (len(good) > 0 || len(sample) < sampleErrors) {
		rec, err := f.recs.next()
		if err == io.EOF {
			return sample, good, true
		}
		bad := f.split(err)
		if f.failed != nil {
			return sample, good, false
		}
		sample = append(sample, item{rec, bad})
		if bad == nil {
			good = append(good, rec)
			for _, c := range rec.cells {
				size += len(c.value)
			}
		}
	}
	return sample, good, false
}

// choose finds the columns of the file and the order of its dates, and the
// group of files that it is reported with.
func (f *fileReader) choose(good []record, whole bool) (reason string, err error) {
	forced := f.opt.Fields
	kind := f.recs.kind()
	if kind == "text" {
		forced = map[string]string{"text": textColumn}
	}
	columns := f.columns(good)
	for _, field := range FieldNames {
		name, ok := forced[field]
		// An article on its own may well lack a member that others have.
		lone := len(good) == 1 && whole && strings.HasPrefix(kind, "json") && field != "text"
		if ok && name != "-" && name != "" && !slices.Contains(columns, name) && !lone && len(good) > 0 {
			return reasonColumn, fmt.Errorf("no column %q for the field %q: the columns are %s", name, field, quoted(columns))
		}
	}
	fields, choices, err := chooseFields(good, forced)
	if err != nil {
		return reasonUnreadable, err
	}
	if fields["text"] == "" && len(good) > 0 {
		return reasonColumn, fmt.Errorf("no column holds the text of articles: the columns are %s: name it with --field text=NAME, or export the corpus with its texts", quoted(columns))
	}
	f.fields = fields
	evidenced := 0
	if name := fields["date"]; name != "" {
		f.order, evidenced, f.midnights = f.dateColumn(name, good, whole)
	}
	f.group = f.report.group(f.in, kind, f.s, choices, f.order, evidenced)
	return "", nil
}

// columns are the names of the columns: the header of a table, else what the
// sample has.
func (f *fileReader) columns(good []record) (names []string) {
	if c, ok := f.recs.(*csvRecords); ok {
		return c.header
	}
	for _, c := range columnsOf(good) {
		names = append(names, c.name)
	}
	return names
}

func quoted(names []string) string {
	const most = 30
	var b strings.Builder
	for i, n := range names[:min(len(names), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", n)
	}
	if len(names) > most {
		fmt.Fprintf(&b, " and %d more", len(names)-most)
	}
	return cmp.Or(b.String(), "none")
}

// dateColumn looks at the whole column of dates: which order of day and month
// its values prove, by how many of them, and whether every clock shows midnight.
// Only a file with dates such as 03/04/1987 is read twice for that, and standard
// input, which cannot be, is judged by its sample.
func (f *fileReader) dateColumn(name string, good []record, whole bool) (order dateOrder, proofs int, midnights bool) {
	numeric := false
	clocks, zero := 0, 0
	see := func(v string) {
		o, n := evidence(v)
		numeric = numeric || n
		if o != orderUnknown {
			order = order.add(o)
			proofs++
		}
	}
	for i := range good {
		v := good[i].get(name)
		see(v)
		if d, p := parseDate(v, dayFirst); p == dateOK && d.clock {
			clocks++
			if d.midnight() {
				zero++
			}
		}
	}
	midnights = clocks > 0 && clocks == zero
	if !numeric || whole || f.in.Path == stdinName {
		return order, proofs, midnights
	}
	s, err := openStream(f.in.Path, nil, nil)
	if err != nil {
		return order, proofs, midnights
	}
	defer s.Close()
	recs, err := f.open(s, f.opt)
	if err != nil {
		return order, proofs, midnights
	}
	order, proofs = orderUnknown, 0
	for f.ctx.Err() == nil {
		rec, err := recs.next()
		var bad *recordError
		if err != nil && !errors.As(err, &bad) {
			break // reported by the reading itself
		}
		see(rec.get(name))
	}
	return order, proofs, midnights
}

// emit yields one record as an article.
func (f *fileReader) emit(rec record, bad *recordError) bool {
	if err := f.ctx.Err(); err != nil {
		f.yield(detente.Article{}, err)
		return false
	}
	if bad != nil {
		return f.lose(f.in, f.group, bad.number, reasonRecord, bad.err)
	}
	a, err := f.article(&rec)
	if err != nil {
		return f.lose(f.in, f.group, rec.number, reasonNoText, err)
	}
	return f.yield(a, nil)
}

// article makes an article of a record.
func (f *fileReader) article(rec *record) (detente.Article, error) {
	g := f.group
	text, mended := f.text(rec.get(f.fields["text"]))
	if strings.TrimSpace(text) == "" {
		if f.recs.kind() == "text" {
			return detente.Article{}, errors.New("the file has no text")
		}
		return detente.Article{}, fmt.Errorf("no text in %q", f.fields["text"])
	}
	if rec.repaired || mended {
		g.Repaired++
	}
	if len(text) < shortText {
		g.Short++
	}
	if truncated.MatchString(text) {
		g.Truncated++
	}
	if markup.MatchString(text) {
		g.Markup++
	}
	g.Read++
	a := detente.Article{
		Text: text, Title: f.line(rec, "title", " "), Outlet: hostOf(f.line(rec, "outlet", "; ")), Author: f.line(rec, "author", "; "),
		URL: f.line(rec, "url", " "), Language: languageCode(f.line(rec, "language", " ")), ID: f.line(rec, "id", " "),
		Input: f.in.Name, Record: rec.number,
	}
	a.Published = f.published(rec, a.URL)
	for _, c := range rec.cells {
		if !f.isField(c.name) && c.value != "" {
			a.Meta = append(a.Meta, detente.Meta{Key: c.name, Value: clean(c.value)})
		}
	}
	return a, nil
}

func (f *fileReader) isField(column string) bool {
	for _, name := range f.fields {
		if name == column {
			return true
		}
	}
	return false
}

// text undoes what collecting did to a text. mended reports whether its encoding
// had to be repaired.
func (f *fileReader) text(s string) (_ string, mended bool) {
	s, mended = unMojibake(s)
	s, unescaped := unescape(s)
	if unescaped {
		f.group.Unescaped++
	}
	return clean(s), mended
}

// line is a field of one line; the items of a list are joined by sep.
func (f *fileReader) line(rec *record, field, sep string) string {
	name := f.fields[field]
	if name == "" {
		return ""
	}
	s, _ := unMojibake(rec.get(name))
	s, _ = unescape(s)
	s = strings.TrimSpace(clean(s))
	if strings.Contains(s, "\n") {
		parts := strings.Split(s, "\n")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		s = strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
	}
	switch strings.ToLower(s) {
	case "null", "none", "nan":
		return ""
	}
	return s
}

// published dates an article: by its field, else by its address, else by what
// the user gave.
func (f *fileReader) published(rec *record, url string) detente.Published {
	g := f.group
	var at detente.Published
	if name := f.fields["date"]; name != "" {
		d, problem := parseDate(rec.get(name), f.order)
		if problem == dateOK {
			at = d.published(detente.PublishedMetadata, f.midnights)
		} else {
			g.noDate(problem)
		}
	}
	if !at.Known() {
		if u, ok := urlDate(url); ok {
			at = u
		} else if f.opt.Published.Known() {
			at = f.opt.Published
		}
	}
	g.dated(at)
	return at
}

// Open opens one file for reading as it is, but unpacked, without a byte order
// mark, and with UTF-16 made UTF-8. The caller closes it.
func Open(path string) (io.ReadCloser, error) {
	s, err := openStream(path, os.Stdin, nil)
	if err != nil {
		return nil, fmt.Errorf("input %q: %w", path, err)
	}
	return s, nil
}
