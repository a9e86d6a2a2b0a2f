package datasets

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// heapNow gives the bytes in use after a collection.
func heapNow() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// packedBomb is a head and 100 times a part, packed.
func packedBomb(t *testing.T, head, part string) string {
	var b strings.Builder
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	z.Write([]byte(head))
	for range 100 {
		z.Write([]byte(part))
	}
	z.Close()
	return b.String()
}

// TestHostileInputs reads what is made to fill memory, to take for ever or to
// lead out of the folder. Each costs a line of errors and leaves the article
// beside it.
func TestHostileInputs(t *testing.T) {
	zeros := strings.Repeat("\x00", 1<<20)
	bomb := packedBomb(t, "", strings.Repeat(" ", 1<<20))
	lineBomb := packedBomb(t, "title,text\na,b\n", strings.Repeat("\n", 1<<20))
	cells := strings.Repeat("<tr>"+strings.Repeat("<td>1</td>", 50)+"</tr>", 4000)
	for _, tc := range []struct {
		name, file, data, reason string
	}{
		{"a zstd bomb of one line", "a.jsonl.zst", bomb, "longer than 32 MiB"},
		{"a zstd bomb of many lines", "a.csv.zst", lineBomb, "unpacks to more than"},
		{"a bomb in a zip", "a.zip", zipped("x.txt", strings.Repeat(" ", 100<<20)), ""},
		{"a line of 40 MiB", "a.jsonl", `{"text":"` + strings.Repeat("a", 40<<20) + `"}` + "\n", "longer than 32 MiB"},
		{"deep json", "a.json", strings.Repeat("[", 200_000), ""},
		{"deep json in a record", "a.jsonl", `{"text":` + strings.Repeat(`{"a":`, 100_000) + "1" + strings.Repeat("}", 100_000) + "}\n", "exceeded max depth"},
		{"deep xml", "a.xml", "<?xml version=\"1.0\"?><a><b>" + strings.Repeat("<c>", 100_000), "deep"},
		{"deep html", "a.html", strings.Repeat("<div>", 200_000) + "x", ""},
		{"zero bytes", "a.txt", zeros, "not text"},
		{"a table of 200,000 cells", "a.html", "<html><body><table>" + cells + "</table></body></html>", "no text on this page"},
		{"entities that grow", "a.xml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;">]><a><b><c>&z;</c></b></a>`, ""},
		{"an external entity", "a.xml", `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><b><title>t</title><text>&x;</text></b></a>`, ""},
		{"quotes that never close", "a.csv", "title,text\n" + strings.Repeat("\"a,b\n", 200_000), ""},
		{"wiki marks that never close", "a.xml", "<mediawiki><page><ns>0</ns><revision><text>" + strings.Repeat("{{", 300_000) + "</text></revision></page></mediawiki>", ""},
		{"rtf groups", "a.rtf", `{\rtf1 ` + strings.Repeat("{", 500_000), ""},
		{"a link to itself", "a.txt", "link", "too many levels of symbolic links"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := put(t, map[string]string{"z.txt": "The last article."})
			path := filepath.Join(dir, tc.file)
			if tc.data == "link" {
				if err := os.Symlink(path, path); err != nil {
					t.Skip(err)
				}
				if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
					t.Skip(err)
				}
			} else if err := os.WriteFile(path, []byte(tc.data), 0o644); err != nil {
				t.Fatal(err)
			}
			before := heapNow()
			articles, lost, _ := readAll(t, Options{}, dir)
			if after := heapNow(); after > before+(64<<20) {
				t.Errorf("%d MiB are still held", (after-before)>>20)
			}
			if n := len(articles); n == 0 || articles[n-1].Text != "The last article." {
				t.Errorf("the article after it was not read: lost %q", lost)
			}
			for _, a := range articles {
				if strings.Contains(a.Text, "localhost") || len(a.Text) > 33<<20 {
					t.Errorf("an article of %d bytes", len(a.Text))
				}
			}
			if tc.reason != "" && (len(lost) == 0 || !strings.Contains(fmt.Sprint(lost), tc.reason)) {
				t.Errorf("lost %q, want %q", lost, tc.reason)
			}
		})
	}
}
