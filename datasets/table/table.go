// Package table writes and reads the tables of a run: documents, texts,
// statements, entities, series and shifts, as Arrow or Parquet files in one
// folder. It is the only package that imports Arrow.
//
// Each column is one line of schema.go. [Writer], the readers and the printed
// schema ([WriteSchema]) are made from those lines. Closed sets are dictionaries
// that are complete before the first batch; everything else that can be missing
// is null, never "" or NaN. The same rows give the same bytes.
//
// pyarrow, pandas, polars and duckdb open every table without help;
// testdata/readers.py checks that.
package table

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"detente"
)

// Format is the file format of the tables. The zero Format is Arrow.
type Format uint8

const (
	Arrow   Format = iota // Arrow file format with zstd: NAME.arrow
	Parquet               // Parquet with zstd: NAME.parquet
)

// FormatNames are the names of the formats, by value; they are also the endings
// of the files.
var FormatNames = []string{"arrow", "parquet"}

// String gives the name used in flags.
func (f Format) String() string {
	if int(f) < len(FormatNames) {
		return FormatNames[f]
	}
	return ""
}

// ParseFormat finds a format by its name.
func ParseFormat(name string) (Format, error) {
	if i := slices.Index(FormatNames, name); i >= 0 {
		return Format(i), nil
	}
	return 0, fmt.Errorf("no table format named %q: use one of %s", name, strings.Join(FormatNames, ", "))
}

// Options choose the columns that not every run has. The zero value works.
type Options struct {
	// Scorers are the names of the run's scorers, in the order of
	// StatementRow.Scores. The first fills the tone columns, each further one
	// has a column of its name. The default is tone alone.
	Scorers []string

	// MetaKeys are the further columns of the input, which become the columns
	// meta_KEY of the documents table, in this order.
	MetaKeys []string

	// Sensitivity are the names of the sensitivity_NAME columns of the shifts
	// table. The default is those of Detente's own test, and one for each scorer
	// after the first.
	Sensitivity []string

	// NoText leaves the texts table out; Writer.Text then does nothing.
	NoText bool
}

const tmpSuffix = ".tmp"

// Writer writes the tables of one run. Rows of a table keep the order in which
// they are given; entities come before series and shifts, whose names of actors
// are taken from them. After an error every further call gives it again, and
// nothing is left in the folder. A Writer is not safe for concurrent use.
type Writer struct {
	opt        Options
	documents  *file[doc]
	texts      *file[txt] // nil with NoText
	statements *file[stm]
	entities   *file[ent]
	series     *file[per]
	shifts     *file[shf]
	open       []anyFile         // the above
	names      map[string]string // of entities and actors, by id
	err        error
}

// anyFile is a file of whatever row.
type anyFile interface {
	finish() error
	release()
	name() string
	count() int64
}

// Create begins the tables in dir, which is made when it does not exist. Files
// that are there already stay until Close replaces them.
func Create(dir string, format Format, opt Options) (*Writer, error) {
	return create(dir, format, opt, memory.NewGoAllocator())
}

func create(dir string, format Format, opt Options, mem memory.Allocator) (*Writer, error) {
	if format.String() == "" {
		return nil, fmt.Errorf("no table format number %d", format)
	}
	if len(opt.Scorers) == 0 {
		opt.Scorers = []string{"tone"}
	}
	if opt.Sensitivity == nil {
		opt.Sensitivity = sensitivity(opt.Scorers)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	w := &Writer{opt: opt, names: map[string]string{}}
	dest := place{dir: dir, format: format, mem: mem, scorers: strings.Join(opt.Scorers, ",")}
	w.documents = begin(w, dest, Documents, documentColumns(opt.MetaKeys))
	if !opt.NoText {
		w.texts = begin(w, dest, Texts, textColumns())
	}
	w.statements = begin(w, dest, Statements, statementColumns(opt.Scorers))
	w.entities = begin(w, dest, Entities, entityColumns())
	w.series = begin(w, dest, Series, seriesColumns())
	w.shifts = begin(w, dest, Shifts, shiftColumns(opt.Sensitivity))
	if w.err != nil {
		return nil, w.err
	}
	return w, nil
}

// place is where and how the files of a Writer are made.
type place struct {
	dir     string
	format  Format
	scorers string
	mem     memory.Allocator
}

// begin creates one table, unless an earlier one could not be created.
func begin[R any](w *Writer, p place, name string, columns []column[R]) *file[R] {
	if w.err != nil {
		return nil
	}
	seen := map[string]bool{}
	for _, c := range columns {
		if seen[c.name] {
			w.fail(fmt.Errorf("table %s: two columns named %q: rename the scorer or the column of the input", name, c.name))
			return nil
		}
		seen[c.name] = true
	}
	f, err := createFile(filepath.Join(p.dir, name+"."+p.format.String()), columns, schemaOf(name, columns, p.scorers), p.format, p.mem)
	if err != nil {
		w.fail(err)
		return nil
	}
	w.open = append(w.open, f)
	return f
}

// add writes a row, unless an earlier one could not be written.
func add[R any](w *Writer, f *file[R], r *R) error {
	if w.err != nil {
		return w.err
	}
	if err := f.write(r); err != nil {
		return w.fail(fmt.Errorf("write %s: %w", f.name(), err))
	}
	return nil
}

// fail keeps the first error and removes what was written.
func (w *Writer) fail(err error) error {
	if w.err == nil {
		w.err = err
		w.discard()
	}
	return w.err
}

func (w *Writer) discard() {
	for _, f := range w.open {
		f.release()
		os.Remove(f.name() + tmpSuffix)
	}
	w.open = nil
}

// Document adds a row of the documents table. Every key of its Meta must be one
// of Options.MetaKeys.
func (w *Writer) Document(r detente.DocumentRow) error {
	for i, m := range r.Article.Meta {
		if (i >= len(w.opt.MetaKeys) || w.opt.MetaKeys[i] != m.Key) && !slices.Contains(w.opt.MetaKeys, m.Key) {
			return w.fail(fmt.Errorf("document %s has a column %q that the table was not made for", r.DocID, m.Key))
		}
	}
	return add(w, w.documents, &r)
}

// Text adds a row of the texts table. A text that is not valid UTF-8 is an
// error: mending it here would move every offset.
func (w *Writer) Text(r detente.TextRow) error {
	if w.texts == nil {
		return w.err
	}
	if !utf8.ValidString(r.Text) {
		return w.fail(fmt.Errorf("document %s: its text is not valid UTF-8", r.DocID))
	}
	return add(w, w.texts, &r)
}

// Statement adds a row of the statements table.
func (w *Writer) Statement(r detente.StatementRow) error {
	r.Scores = slices.Clone(r.Scores)
	if len(r.Scores) > 0 {
		r.Flags |= r.Scores[0].Flags
	}
	return add(w, w.statements, &r)
}

// Entity adds a row of the entities table.
func (w *Writer) Entity(r detente.EntityRow) error {
	if e := &r.Entity; e.Name != "" {
		w.names[e.ID] = e.Name
	}
	if e := &r.Entity; e.Actor != "" && e.ActorName != "" && w.names[e.Actor] == "" {
		w.names[e.Actor] = e.ActorName
	}
	return add(w, w.entities, &r)
}

// Series adds a row of the series table.
func (w *Writer) Series(r detente.PeriodRow) error {
	return add(w, w.series, &per{PeriodRow: r, SpeakerName: w.nameOf(r.Dyad.Speaker), TargetName: w.nameOf(r.Dyad.Target)})
}

// Shift adds a row of the shifts table. The names of its sensitivity rows must
// be among Options.Sensitivity.
func (w *Writer) Shift(r detente.Shift) error {
	for _, s := range r.Sensitivity {
		if !slices.Contains(w.opt.Sensitivity, s.Name) {
			return w.fail(fmt.Errorf("shift %s has a sensitivity row %q that the table was not made for", r.ID, s.Name))
		}
	}
	return add(w, w.shifts, &shf{Shift: r, SpeakerName: w.nameOf(r.Dyad.Speaker), TargetName: w.nameOf(r.Dyad.Target)})
}

// nameOf is the name of an entity or actor, and its id when none was given.
func (w *Writer) nameOf(id string) string {
	if name := w.names[id]; name != "" {
		return name
	}
	return id
}

// Rows are the rows written so far, by table.
func (w *Writer) Rows() map[string]int64 {
	rows := map[string]int64{}
	for _, f := range w.open {
		base := filepath.Base(f.name())
		rows[strings.TrimSuffix(base, filepath.Ext(base))] = f.count()
	}
	return rows
}

// Close completes the tables. All of them are on disk before the first gets its
// name. After an error none is left.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	for _, f := range w.open {
		if err := f.finish(); err != nil {
			return w.fail(fmt.Errorf("write %s: %w", f.name(), err))
		}
	}
	for _, f := range w.open {
		if err := os.Rename(f.name()+tmpSuffix, f.name()); err != nil {
			return w.fail(err)
		}
	}
	dir := filepath.Dir(w.open[0].name())
	for _, f := range w.open {
		f.release()
	}
	w.open, w.err = nil, errors.New("the tables are closed")
	return syncDir(dir)
}

// Abort gives up: what was written is removed. It does nothing after Close.
func (w *Writer) Abort() {
	if w.err == nil {
		w.fail(errors.New("the tables were given up"))
	}
}

// syncDir makes the new names durable. Some file systems cannot sync a folder;
// there the names are durable with the next write of the system.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync()
	return nil
}
