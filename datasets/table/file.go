package table

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// A batch ends after batchRows rows or batchText bytes of text, whichever comes
// first, so that its borders depend on the rows alone.
const (
	batchRows = 65_536
	batchText = 32 << 20
)

// schemaOf makes the Arrow schema of a table.
func schemaOf[R any](table string, columns []column[R], scorers string) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		keys, vals := []string{"meaning"}, []string{c.meaning}
		if c.unit != "" {
			keys, vals = append(keys, "unit"), append(vals, c.unit)
		}
		fields[i] = arrow.Field{Name: c.name, Type: c.typ, Nullable: !c.required, Metadata: arrow.NewMetadata(keys, vals)}
	}
	md := arrow.NewMetadata([]string{"detente.schema", "detente.table", "detente.scorers"}, []string{strconv.Itoa(SchemaVersion), table, scorers})
	return arrow.NewSchema(fields, &md)
}

// recordWriter is the part of the Arrow and Parquet writers that is used.
type recordWriter interface {
	Write(arrow.Record) error
	io.Closer
}

// file is one table being written. It has a temporary name until publish.
type file[R any] struct {
	path     string
	columns  []column[R]
	schema   *arrow.Schema
	builders []array.Builder
	dicts    []arrow.Array // nil but for closed sets
	mem      memory.Allocator

	f    *os.File
	out  recordWriter
	rows int // in the batch
	text int // bytes of it
	all  int64
}

func createFile[R any](path string, columns []column[R], schema *arrow.Schema, format Format, mem memory.Allocator) (*file[R], error) {
	t := &file[R]{path: path, columns: columns, schema: schema, mem: mem}
	var err error
	if t.f, err = os.Create(path + tmpSuffix); err != nil {
		return nil, err
	}
	switch format {
	case Arrow:
		t.out, err = ipc.NewFileWriter(t.f, ipc.WithSchema(schema), ipc.WithAllocator(mem), ipc.WithZstd())
	case Parquet:
		t.out, err = pqarrow.NewFileWriter(schema, keepOpen{t.f}, parquetProperties(columns, mem),
			pqarrow.NewArrowWriterProperties(pqarrow.WithAllocator(mem), pqarrow.WithStoreSchema()))
	}
	if err != nil {
		t.f.Close()
		os.Remove(path + tmpSuffix)
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	for _, c := range columns {
		typ := c.typ
		var dict arrow.Array
		if c.names != nil {
			typ = indexType
			dict = dictionary(c.names)
		}
		t.builders = append(t.builders, array.NewBuilder(mem, typ))
		t.dicts = append(t.dicts, dict)
	}
	return t, nil
}

func parquetProperties[R any](columns []column[R], mem memory.Allocator) *parquet.WriterProperties {
	opts := []parquet.WriterProperty{parquet.WithAllocator(mem), parquet.WithCompression(compress.Codecs.Zstd), parquet.WithCreatedBy("detente")}
	for _, c := range columns {
		// Arrow dictionaries are written as plain strings: the direct way of
		// this version panics on more than 1,024 rows without a null. The
		// stored schema makes dictionaries of them again on reading.
		if c.names != nil {
			opts = append(opts, parquet.WithDictionaryFor(c.name, false))
		}
	}
	return parquet.NewWriterProperties(opts...)
}

// keepOpen hides Close: the Parquet writer would close the file before it is
// known to be on disk.
type keepOpen struct{ io.Writer }

// dictionary makes the values of a closed set. The Arrow writer never lets go of
// them, so they are left to the garbage collector.
func dictionary(names []string) arrow.Array {
	b := array.NewStringBuilder(memory.NewGoAllocator())
	defer b.Release()
	b.AppendValues(names, nil)
	return b.NewArray()
}

// write adds a row.
func (t *file[R]) write(r *R) error {
	for i := range t.columns {
		t.text += t.columns[i].put(t.builders[i], r)
	}
	t.rows++
	t.all++
	if t.rows == batchRows || t.text >= batchText {
		return t.flush()
	}
	return nil
}

// flush writes the rows so far as one batch.
func (t *file[R]) flush() error {
	if t.rows == 0 {
		return nil
	}
	arrays := make([]arrow.Array, len(t.builders))
	for i, b := range t.builders {
		arrays[i] = b.NewArray()
		// One dictionary, complete from the start: the file format has no
		// second one, and a builder of dictionaries would begin one per batch.
		if d := t.dicts[i]; d != nil {
			index := arrays[i]
			arrays[i] = array.NewDictionaryArray(enumType, index, d)
			index.Release()
		}
	}
	rec := array.NewRecord(t.schema, arrays, int64(t.rows))
	for _, a := range arrays {
		a.Release()
	}
	defer rec.Release()
	t.rows, t.text = 0, 0
	return t.out.Write(rec)
}

// finish writes the last batch and the footer and waits until all is on disk.
func (t *file[R]) finish() error {
	if err := t.flush(); err != nil {
		return err
	}
	if err := t.out.Close(); err != nil {
		return err
	}
	t.out = nil
	if err := t.f.Sync(); err != nil {
		return err
	}
	err := t.f.Close()
	t.f = nil
	return err
}

// release gives back what memory and handles are still held.
func (t *file[R]) release() {
	if t.out != nil {
		t.out.Close() // only to let go: the file is removed
		t.out = nil
	}
	if t.f != nil {
		t.f.Close()
		t.f = nil
	}
	for _, b := range t.builders {
		b.Release()
	}
	for _, d := range t.dicts {
		if d != nil {
			d.Release()
		}
	}
	t.builders, t.dicts = nil, nil
}

func (t *file[R]) name() string { return t.path }

func (t *file[R]) count() int64 { return t.all }
