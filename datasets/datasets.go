// Package datasets reads articles from what people have on disk: text, web pages
// and crawls, JSON and JSON lines, CSV and TSV, the XML of news agencies, feeds,
// wikis and SGML wires, in files, folders and archives, packed or not, in whatever
// encoding, with whatever names of columns.
//
// What a file is, is told by its bytes; which column is which, by names and
// content; and every such choice is reported ([Report]) and can be overruled
// ([Options]). The text of an article is made valid UTF-8 with "\n" as its only
// line end once, here, and offsets count in the result. The clock, the day of
// the crawl and the time of a file never date an article.
package datasets

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"

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

	// Outlet and Author are those of articles that name none: of an archive of
	// one newspaper, or of one person's posts.
	Outlet, Author string

	// Languages are the codes of the languages that are read, as in "en". An
	// article in another is an error that costs it. What counts is the text, and
	// what the article says of itself only where the text does not tell. The
	// default reads all.
	Languages []string

	// MaxRecord is the longest article read, in bytes as it stands in the file,
	// unpacked. The default is 32 MiB.
	MaxRecord int

	// Stdin is read for the input "-". The default is os.Stdin.
	Stdin io.Reader
}

// format is a kind of file. The first whose is holds reads the file.
type format struct {
	is   func(in *Input, head []byte) bool
	open func(in *Input, s *stream, opt *Options) (records, error)
	raw  bool // no text: control characters are no reason to refuse it
}

var formats = []format{
	{is: isWARC, open: newWARC, raw: true},
	{is: isColumnar, open: newColumnar, raw: true},
	{is: isDocx, open: newDocx, raw: true},
	{is: isRTF, open: newRTF},
	{is: isXML, open: newXML},
	{is: isJSON, open: newJSON},
	{is: isCSV, open: newCSV},
	{is: func(*Input, []byte) bool { return true }, open: newPlainText},
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
	opt.Languages = slices.Clone(opt.Languages)
	if opt.MaxRecord <= 0 {
		opt.MaxRecord = defaultMaxRecord
	}
	if opt.Stdin == nil {
		opt.Stdin = os.Stdin
	}
	if err := checkForced(opt.Fields); err != nil {
		return nil, err
	}
	for i, l := range opt.Languages {
		opt.Languages[i] = languageCode(l)
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

	touched []*Group // with records of the open file
	failed  bool     // the open file ended before its end, and that was said
}

// lose yields an error about a record, or about a file where number is 0.
func (p *pass) lose(in *Input, g *Group, number int64, reason string, err error) bool {
	e := &detente.ArticleError{Input: in.Name, InnerPath: in.Inner, Record: number, Stage: "read", Err: err}
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
		return p.lose(&in, nil, 0, reasonUnreadable, err)
	}
	defer s.Close()
	if in.Path != stdinName {
		in.again = func() (*stream, error) { return openStream(in.Path, nil, nil) }
	}
	p.touched = nil
	more := p.contents(&in, s)
	if more {
		if err := s.drain(); err != nil && !p.failed {
			more = p.lose(&in, nil, 0, reasonUnreadable, plainError(err))
		}
	}
	for _, g := range p.touched {
		g.addFile(&in, s)
	}
	return more
}

// contents reads an opened file, or one of the files in an archive.
func (p *pass) contents(in *Input, s *stream) bool {
	p.failed = false
	head, err := s.Peek(peekSize)
	switch {
	case err != nil && err != io.EOF:
		p.failed = true
		return p.lose(in, nil, 0, reasonUnreadable, fmt.Errorf("damaged data: %w", err))
	case len(head) == 0:
		return p.lose(in, nil, 0, reasonEmpty, errors.New("the file is empty"))
	}
	if a := archiveOf(in, s, head); a != nil {
		return p.archive(in, s, a)
	}
	kind := formatOf(in, head)
	if err := checkText(head[:min(len(head), 4096)]); err != nil && !kind.raw {
		return p.lose(in, nil, 0, reasonKind, err)
	}
	recs, err := kind.open(in, s, p.opt)
	if err != nil {
		return p.lose(in, nil, 0, reasonUnreadable, err)
	}
	f := &fileReader{pass: p, in: in, s: s, recs: recs, open: kind.open}
	return f.read()
}

// touch notes that records of the open file are reported in g.
func (p *pass) touch(g *Group) {
	if !slices.Contains(p.touched, g) {
		p.touched = append(p.touched, g)
	}
}

func formatOf(in *Input, head []byte) *format {
	for i := range formats {
		if formats[i].is(in, head) {
			return &formats[i]
		}
	}
	return &formats[len(formats)-1]
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
