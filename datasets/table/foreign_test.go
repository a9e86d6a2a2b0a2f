package table

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// TestForeignNested: Parquet and Arrow give the same cells of structs, lists, lists
// of structs and maps, with values that are missing at every depth and rows in more
// than one batch and row group.
func TestForeignNested(t *testing.T) {
	person := arrow.StructOf(arrow.Field{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true}, arrow.Field{Name: "rank", Type: arrow.PrimitiveTypes.Int64, Nullable: true})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "text", Type: arrow.BinaryTypes.String},
		{Name: "author", Type: person, Nullable: true},
		{Name: "people", Type: arrow.ListOf(person), Nullable: true},
		{Name: "tags", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.BinaryTypes.String), Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	rows := []string{
		`{"text":"a","author":{"name":"Reke","rank":1},"people":[{"name":"Verel","rank":2},{"name":null,"rank":3},{"name":"Torv","rank":null}],"tags":[{"key":"k","value":"v"},{"key":"l","value":"w"}]}`,
		`{"text":"b","author":null,"people":[],"tags":null}`,
		`{"text":"c","author":{"name":null,"rank":4},"people":null,"tags":[]}`,
	}
	const repeats = foreignBatch // three batches a group
	for range repeats {
		for _, row := range rows {
			if err := b.UnmarshalJSON([]byte(row)); err != nil {
				t.Fatal(err)
			}
		}
	}
	rec := b.NewRecord()
	var file bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &file, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // row groups
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := OpenForeign(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := strings.Join(f.Columns, " "); got != "text author people tags" {
		t.Errorf("columns %s", got)
	}
	want := [][]Cell{
		{{"text", "a"}, {"author.name", "Reke"}, {"author.rank", "1"}, {"people.name", "Verel\nTorv"}, {"people.rank", "2\n3"}, {"tags.key", "k\nl"}, {"tags.value", "v\nw"}},
		{{"text", "b"}},
		{{"text", "c"}, {"author.rank", "4"}},
	}
	n := 0
	for ; ; n++ {
		cells, err := f.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("row %d: %v", n, err)
		}
		var byArrow []Cell
		for i, col := range rec.Columns() {
			byArrow = appendValue(byArrow, schema.Field(i).Name, col, n%int(rec.NumRows()))
		}
		for what, w := range map[string][]Cell{"written by hand": want[n%3], "read from Arrow": byArrow} {
			if len(cells) != len(w) {
				t.Fatalf("row %d: %q, %s %q", n, cells, what, w)
			}
			for i := range w {
				if cells[i] != w[i] {
					t.Errorf("row %d: %q, %s %q", n, cells[i], what, w[i])
				}
			}
		}
	}
	if n != 2*3*repeats {
		t.Errorf("%d rows, want %d", n, 2*3*repeats)
	}
}
