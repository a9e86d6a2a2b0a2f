package datasets

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestColumnar reads the files that testdata/columnar.py wrote: empty dates, a
// description that is no text, a text that is missing, lists, structs and
// dictionaries.
func TestColumnar(t *testing.T) {
	for _, name := range []string{"cc_news.parquet", "cc_news.arrow", "cc_news.arrows"} {
		t.Run(name, func(t *testing.T) {
			const more = ` domain:"post.example" description:"Short." seen:"2031-06-01T00:00:00Z"`
			want := []string{
				article(name+"#1", `title="Reke rejects the fees" outlet="The Post" url="https://post.example/1" metadata=2031-05-16/2031-05-16(day)`+more+` names:"Reke\nVerel" source.rank:"1"`),
				article(name+"#2", `title="B" outlet="The Post" url="https://post.example/2"`+more+` source.rank:"1"`),
			}
			articles, lost, _ := readAll(t, Options{}, filepath.Join("testdata", name))
			if diff := cmp.Diff(want, briefs(articles)); diff != "" {
				t.Errorf("articles (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{name + `, record 3: read: no text in "text"`}, lost); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

// TestColumnarElsewhere reads such files from inside archives, packed, and cut.
func TestColumnarElsewhere(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "cc_news.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	dir := put(t, map[string]string{"a.zip": zipped("x.parquet", string(data)), "b.parquet.gz": gzipped(string(data)), "c.parquet": string(data[:len(data)-20]), "d.parquet": "PAR1"})
	articles, lost, _ := readAll(t, Options{}, dir)
	if len(articles) != 4 || len(lost) != 4 {
		t.Errorf("%d articles of 4; lost %q", len(articles), lost)
	}
}
