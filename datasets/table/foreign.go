package table

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	parquetfile "github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// Cell is one value of a table of anybody's making, as text.
type Cell struct {
	Name, Value string
}

// foreignBatch is how many rows of a Parquet file are in memory at a time.
const foreignBatch = 256

// Foreign reads the rows of a Parquet or Arrow file that is no table of ours.
type Foreign struct {
	// Format is "parquet", "arrow" or "arrow stream".
	Format string
	// Columns are the names of the outermost columns.
	Columns []string

	next  func() (arrow.Record, error)
	close func()
	rec   arrow.Record
	row   int
}

// OpenForeign opens such a file by its first bytes. The caller closes it. Damage
// is an error, never a panic.
func OpenForeign(r io.ReaderAt, size int64) (*Foreign, error) {
	f := &Foreign{}
	err := guard(func() error { return f.open(r, size) })
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (f *Foreign) open(r io.ReaderAt, size int64) error {
	var magic [6]byte
	n, err := r.ReadAt(magic[:], 0)
	if err != nil && err != io.EOF {
		return err
	}
	in := io.NewSectionReader(r, 0, size)
	mem := memory.NewGoAllocator()
	var schema *arrow.Schema
	switch head := string(magic[:n]); {
	case strings.HasPrefix(head, "PAR1"):
		f.Format = "parquet"
		// Columns are read through a buffer: a row group may be larger than memory.
		props := parquet.NewReaderProperties(mem)
		props.BufferedStreamEnabled, props.BufferSize = true, 1<<20
		p, err := parquetfile.NewParquetReader(in, parquetfile.WithReadProps(props))
		if err != nil {
			return fmt.Errorf("damaged Parquet file: %w", err)
		}
		reader, err := pqarrow.NewFileReader(p, pqarrow.ArrowReadProperties{BatchSize: foreignBatch}, mem)
		if err != nil {
			p.Close()
			return fmt.Errorf("damaged Parquet file: %w", err)
		}
		if schema, err = reader.Schema(); err != nil {
			p.Close()
			return fmt.Errorf("damaged Parquet file: %w", err)
		}
		f.next, f.close = rowGroups(reader), func() { p.Close() }
	case strings.HasPrefix(head, "ARROW1"):
		f.Format = "arrow"
		recs, err := ipc.NewFileReader(in, ipc.WithAllocator(mem))
		if err != nil {
			return fmt.Errorf("damaged Arrow file: %w", err)
		}
		schema, f.next, f.close = recs.Schema(), recs.Read, func() { recs.Close() }
	case strings.HasPrefix(head, "\xff\xff\xff\xff"):
		f.Format = "arrow stream"
		recs, err := ipc.NewReader(in, ipc.WithAllocator(mem))
		if err != nil {
			return fmt.Errorf("damaged Arrow stream: %w", err)
		}
		schema, f.next, f.close = recs.Schema(), recs.Read, recs.Release
	default:
		return errors.New("neither a Parquet nor an Arrow file")
	}
	for _, field := range schema.Fields() {
		f.Columns = append(f.Columns, field.Name)
	}
	return nil
}

// rowGroups reads one row group after the other: v15 cannot read lists of strings
// in a batch that reaches from one into the next. Columns are read here and
// without structs: v15 reads the fields of a struct, and opens the columns of a
// record reader, in goroutines of its own, where its panics end the program.
func rowGroups(reader *pqarrow.FileReader) func() (arrow.Record, error) {
	var fields []pqarrow.SchemaField
	for _, f := range reader.Manifest.Fields {
		fields = append(fields, withoutStructs(f, f.Field.Name)...)
	}
	reader.Manifest.Fields = fields
	outer := make([]arrow.Field, len(fields))
	for i := range fields {
		outer[i] = *fields[i].Field
	}
	schema := arrow.NewSchema(outer, nil)
	file := reader.ParquetReader()
	leaves := map[int]bool{}
	for i := range file.MetaData().Schema.NumColumns() {
		leaves[i] = true
	}
	group, open := 0, make([]*pqarrow.ColumnReader, 0, len(fields))
	return func() (arrow.Record, error) {
		for ; group < file.NumRowGroups(); group++ {
			for i := len(open); i < len(fields); i++ {
				c, err := reader.GetFieldReader(context.Background(), i, leaves, []int{group})
				if err != nil {
					return nil, fmt.Errorf("damaged Parquet file: %w", err)
				}
				open = append(open, c)
			}
			if rec, err := batch(schema, open); rec != nil || err != nil {
				return rec, err
			}
			for _, c := range open {
				c.Release()
			}
			open = open[:0]
		}
		return nil, io.EOF
	}
}

// batch reads the next rows of columns, and gives nil behind the last.
func batch(schema *arrow.Schema, columns []*pqarrow.ColumnReader) (arrow.Record, error) {
	values := make([]arrow.Array, len(columns))
	rows := int64(0)
	for i, c := range columns {
		chunks, err := c.NextBatch(foreignBatch)
		if err != nil {
			return nil, fmt.Errorf("damaged Parquet file: %w", err)
		}
		switch len(chunks.Chunks()) {
		case 0:
			values[i] = array.MakeArrayOfNull(memory.DefaultAllocator, chunks.DataType(), 0)
		case 1:
			values[i] = chunks.Chunk(0)
		default:
			return nil, fmt.Errorf("column %s: %d rows hold more than can be read at a time", schema.Field(i).Name, foreignBatch)
		}
		rows = max(rows, int64(values[i].Len()))
	}
	if rows == 0 {
		return nil, nil
	}
	return array.NewRecord(schema, values, rows), nil
}

// withoutStructs gives a column for every field of a struct, named after a dot; of
// a list of structs a list for every field.
func withoutStructs(f pqarrow.SchemaField, name string) []pqarrow.SchemaField {
	field := *f.Field
	field.Name, f.Field = name, &field
	if len(f.Children) == 0 {
		return []pqarrow.SchemaField{f}
	}
	var out []pqarrow.SchemaField
	if field.Type.ID() == arrow.STRUCT {
		for _, c := range f.Children {
			out = append(out, withoutStructs(c, name+"."+c.Field.Name)...)
		}
		return out
	}
	for _, item := range withoutStructs(f.Children[0], name) {
		list, of := f, field
		of.Name, of.Type = item.Field.Name, arrow.ListOf(item.Field.Type)
		list.Field, list.Children = &of, []pqarrow.SchemaField{item}
		out = append(out, list)
	}
	return out
}

// Close closes the file.
func (f *Foreign) Close() error {
	return guard(func() error { f.close(); return nil })
}

// Next gives the next row: the columns that have a value, in their order; the
// fields of a struct follow its name after a dot, the items of a list stand on
// lines of their own. It gives io.EOF at the end; any other error ends the file.
func (f *Foreign) Next() (cells []Cell, err error) {
	err = guard(func() error {
		for f.rec == nil || f.row >= int(f.rec.NumRows()) {
			rec, err := f.next()
			if err != nil {
				return err
			}
			if rec == nil {
				return io.EOF
			}
			f.rec, f.row = rec, 0
		}
		for i, col := range f.rec.Columns() {
			cells = appendValue(cells, f.rec.ColumnName(i), col, f.row)
		}
		f.row++
		return nil
	})
	if err != nil {
		return nil, err
	}
	return cells, nil
}

// appendValue adds value i of a column.
func appendValue(cells []Cell, name string, col arrow.Array, i int) []Cell {
	if col.IsNull(i) {
		return cells
	}
	switch a := col.(type) {
	case *array.Struct:
		for k := range a.NumField() {
			cells = appendValue(cells, name+"."+a.DataType().(*arrow.StructType).Field(k).Name, a.Field(k), i)
		}
		return cells
	case array.ListLike:
		from, to := a.ValueOffsets(i)
		var inner []Cell
		for k := from; k < to; k++ {
			for _, c := range appendValue(nil, name, a.ListValues(), int(k)) {
				inner = joinValue(inner, c)
			}
		}
		return append(cells, inner...)
	}
	return append(cells, Cell{name, valueText(col, i)})
}

func joinValue(cells []Cell, c Cell) []Cell {
	for k := range cells {
		if cells[k].Name == c.Name {
			cells[k].Value += "\n" + c.Value
			return cells
		}
	}
	return append(cells, c)
}

// valueText is one value as text; times are in the form of ISO 8601, with a Z
// where the column has a zone.
func valueText(col arrow.Array, i int) string {
	switch a := col.(type) {
	case *array.String:
		return a.Value(i)
	case *array.LargeString:
		return a.Value(i)
	case *array.Binary:
		return string(a.Value(i))
	case *array.LargeBinary:
		return string(a.Value(i))
	case *array.Dictionary:
		return valueText(a.Dictionary(), a.GetValueIndex(i))
	case *array.Timestamp:
		t := a.DataType().(*arrow.TimestampType)
		s := a.Value(i).ToTime(t.Unit).UTC().Format("2006-01-02T15:04:05")
		if t.TimeZone != "" {
			s += "Z"
		}
		return s
	case *array.Date32:
		return a.Value(i).ToTime().UTC().Format("2006-01-02")
	case *array.Date64:
		return a.Value(i).ToTime().UTC().Format("2006-01-02")
	case *array.Float64:
		return strconv.FormatFloat(a.Value(i), 'g', -1, 64)
	}
	return col.ValueStr(i)
}
