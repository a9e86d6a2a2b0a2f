package pipeline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"detente"
)

// FuzzChunk: whatever a chunk file holds, reading it ends, with an error where
// it is no whole chunk.
func FuzzChunk(f *testing.F) {
	var good bytes.Buffer
	records := []record{{ID: "a", Own: true, Analysis: detente.Analysis{Article: detente.Article{ID: "a", Text: "One."}}}, {ID: "b"}}
	lost := []lostArticle{{Input: "x", Record: 3, Stage: "read", Message: "broken"}}
	if err := encodeChunk(&good, chunkHead{Key: "k", Records: len(records), Errors: len(lost)}, lost, func(yield func(*record, error) bool) {
		for i := range records {
			if !yield(&records[i], nil) {
				return
			}
		}
	}); err != nil {
		f.Fatal(err)
	}
	f.Add(good.Bytes())
	f.Add(good.Bytes()[:good.Len()/2])
	f.Add([]byte("no chunk"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "chunk-000000"+chunkSuffix)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, err := range mergeFiles([]string{path}) {
			if err != nil {
				return
			}
			n++
		}
		if bytes.Equal(data, good.Bytes()) && n != len(records) {
			t.Errorf("%d records of a good chunk", n)
		}
	})
}
