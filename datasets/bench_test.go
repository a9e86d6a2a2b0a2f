package datasets

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func BenchmarkRead(b *testing.B) {
	const n = 500
	article := strings.Repeat(long, 9) // about 4.5 kB
	var jsonl, csv, array strings.Builder
	csv.WriteString("title,text,date\n")
	array.WriteString("[")
	for i := range n {
		object := `{"title":"A title","text":` + q(article) + `,"date":"2031-05-16"}`
		jsonl.WriteString(object + "\n")
		csv.WriteString("A title," + quote(article) + ",2031-05-16\n")
		if i > 0 {
			array.WriteString(",")
		}
		array.WriteString(object)
	}
	array.WriteString("]")
	files := map[string]string{"a.jsonl": jsonl.String(), "a.csv": csv.String(), "a.json": array.String(), "a.jsonl.gz": gzipped(jsonl.String())}
	dir := put(b, files)
	for _, name := range []string{"a.jsonl", "a.jsonl.gz", "a.json", "a.csv"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(n * len(article)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := NewReader([]string{filepath.Join(dir, name)}, Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range r.Read(context.Background()) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
