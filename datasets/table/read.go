package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	parquetfile "github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"detente"
)

// The readers yield the rows of a table of the folder dir in the order in which
// they were written, one batch in memory at a time. An error is yielded once, as
// the last pair. What no column holds stays zero: Article.Text, Score.Features,
// Entity.Actor; When.Ref is set only where it is RefPublished.

// ReadDocuments reads the documents table.
func ReadDocuments(dir string) iter.Seq2[detente.DocumentRow, error] {
	return rows(dir, Documents, func(s *arrow.Schema) []column[doc] { return documentColumns(prefixed(s, metaPrefix)) }, fixDocument)
}

// ReadTexts reads the texts table. Its error wraps fs.ErrNotExist when the run
// left it out.
func ReadTexts(dir string) iter.Seq2[detente.TextRow, error] {
	return rows(dir, Texts, func(*arrow.Schema) []column[txt] { return textColumns() }, func(*txt) {})
}

// ReadStatements reads the statements table.
func ReadStatements(dir string) iter.Seq2[detente.StatementRow, error] {
	return rows(dir, Statements, func(s *arrow.Schema) []column[stm] { return statementColumns(scorersIn(s)) }, fixStatement)
}

// ReadEntities reads the entities table.
func ReadEntities(dir string) iter.Seq2[detente.EntityRow, error] {
	return rows(dir, Entities, func(*arrow.Schema) []column[ent] { return entityColumns() }, func(*ent) {})
}

// ReadSeries reads the series table.
func ReadSeries(dir string) iter.Seq2[PeriodRow, error] {
	return rows(dir, Series, func(*arrow.Schema) []column[per] { return seriesColumns() }, func(*per) {})
}

// ReadShifts reads the shifts table.
func ReadShifts(dir string) iter.Seq2[ShiftRow, error] {
	return rows(dir, Shifts, func(s *arrow.Schema) []column[shf] { return shiftColumns(prefixed(s, sensitivityPrefix)) }, func(*shf) {})
}

// Scorers gives the names of the scorers of the run in dir, in the order of
// StatementRow.Scores.
func Scorers(dir string) ([]string, error) {
	src, err := open(dir, Statements, memory.NewGoAllocator())
	if err != nil {
		return nil, err
	}
	defer src.close()
	return scorersIn(src.schema), nil
}

func scorersIn(s *arrow.Schema) []string {
	md := s.Metadata()
	if i := md.FindKey("detente.scorers"); i >= 0 {
		return strings.Split(md.Values()[i], ",")
	}
	return []string{"tone"}
}

func prefixed(s *arrow.Schema, prefix string) (names []string) {
	for _, f := range s.Fields() {
		if rest, ok := strings.CutPrefix(f.Name, prefix); ok {
			names = append(names, rest)
		}
	}
	return names
}

func rows[R any](dir, table string, columnsOf func(*arrow.Schema) []column[R], fix func(*R)) iter.Seq2[R, error] {
	return read(dir, table, columnsOf, fix, memory.NewGoAllocator())
}

// read yields the rows of one table; fix completes a row when all of its columns
// are set.
func read[R any](dir, table string, columnsOf func(*arrow.Schema) []column[R], fix func(*R), mem memory.Allocator) iter.Seq2[R, error] {
	return func(yield func(R, error) bool) {
		var zero R
		src, err := open(dir, table, mem)
		if err != nil {
			yield(zero, err)
			return
		}
		defer src.close()
		columns := columnsOf(src.schema)
		places := make([]int, len(columns))
		for i, c := range columns {
			at := src.schema.FieldIndices(c.name)
			if len(at) != 1 {
				yield(zero, fmt.Errorf("%s has no column %q: it was written by another version (this one reads schema %d); run it again", src.path, c.name, SchemaVersion))
				return
			}
			places[i] = at[0]
		}
		for {
			var rec arrow.Record
			err := guard(func() (err error) { rec, err = src.next(); return err })
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(zero, fmt.Errorf("read %s: %w", src.path, err))
				return
			}
			if !yieldRows(rec, columns, places, fix, yield) {
				return
			}
		}
	}
}

// yieldRows yields the rows of one batch, and reports whether to go on.
func yieldRows[R any](rec arrow.Record, columns []column[R], places []int, fix func(*R), yield func(R, error) bool) bool {
	arrays := make([]arrow.Array, len(columns))
	for k, at := range places {
		arrays[k] = rec.Column(at)
	}
	for i := 0; i < int(rec.NumRows()); i++ {
		var r R
		for k := range columns {
			c := &columns[k]
			switch {
			case arrays[k].IsValid(i):
				if c.get != nil {
					c.get(arrays[k], i, &r)
				}
			case c.null != nil:
				c.null(&r)
			}
		}
		fix(&r)
		if !yield(r, nil) {
			return false
		}
	}
	return true
}

// guard turns a panic of the Arrow or Parquet reader, which is how they answer
// some damaged files, into an error.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file is damaged: %v", p)
		}
	}()
	return f()
}

// source is an open table of either format.
type source struct {
	path   string
	schema *arrow.Schema
	next   func() (arrow.Record, error) // io.EOF at the end; the record is valid until the next call
	close  func()
}

// open finds the table in either format.
func open(dir, table string, mem memory.Allocator) (*source, error) {
	for i, ext := range FormatNames {
		path := filepath.Join(dir, table+"."+ext)
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		src := &source{path: path}
		err = guard(func() error {
			if Format(i) == Arrow {
				return src.openArrow(f, mem)
			}
			return src.openParquet(f, mem)
		})
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		return src, nil
	}
	hint := "is it the output folder of a run?"
	if table == Texts {
		hint = "the run was made without texts, or the folder is not the output of a run"
	}
	return nil, fmt.Errorf("no table %s in %s: %s: %w", table, dir, hint, fs.ErrNotExist)
}

func (s *source) openArrow(f *os.File, mem memory.Allocator) error {
	r, err := ipc.NewFileReader(f, ipc.WithAllocator(mem))
	if err != nil {
		return err
	}
	s.schema = r.Schema()
	i := 0
	s.next = func() (rec arrow.Record, err error) {
		if i == r.NumRecords() {
			return nil, io.EOF
		}
		rec, err = r.Record(i)
		i++
		return rec, err
	}
	s.close = func() {
		r.Close()
		f.Close()
	}
	return nil
}

func (s *source) openParquet(f *os.File, mem memory.Allocator) error {
	pf, err := parquetfile.NewParquetReader(f, parquetfile.WithReadProps(parquet.NewReaderProperties(mem)))
	if err != nil {
		return err
	}
	ar, err := pqarrow.NewFileReader(pf, pqarrow.ArrowReadProperties{BatchSize: batchRows}, mem)
	if err != nil {
		return err
	}
	if s.schema, err = ar.Schema(); err != nil {
		return err
	}
	if pf.NumRows() == 0 {
		s.next = func() (arrow.Record, error) { return nil, io.EOF }
		s.close = func() { pf.Close() }
		return nil
	}
	rr, err := ar.GetRecordReader(context.Background(), nil, nil)
	if err != nil {
		return err
	}
	s.next = func() (arrow.Record, error) {
		if !rr.Next() {
			if err := rr.Err(); err != nil && err != io.EOF {
				return nil, err
			}
			return nil, io.EOF
		}
		return rr.Record(), nil
	}
	s.close = func() {
		rr.Release()
		pf.Close()
	}
	return nil
}
