package datasets

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"detente"
)

// long is a text that is long enough to be taken for an article.
var long = strings.Repeat("The minister of Averland said that Bexia would get an answer. ", 8)

// put writes files into a new folder.
func put(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// readAll reads inputs to the end. Errors that cost one record are given as
// their messages; any other fails the test.
func readAll(t testing.TB, opt Options, inputs ...string) (articles []detente.Article, lost []string, rep *Report) {
	t.Helper()
	r, err := NewReader(inputs, opt)
	if err != nil {
		t.Fatal(err)
	}
	for a, err := range r.Read(context.Background()) {
		var one *detente.ArticleError
		switch {
		case err == nil:
			articles = append(articles, a)
		case errors.As(err, &one):
			lost = append(lost, one.Error())
		default:
			t.Fatal(err)
		}
	}
	if r.Report().Articles() != len(articles) || r.Report().Lost() != len(lost) {
		t.Errorf("the report counts %d articles and %d lost, there were %d and %d", r.Report().Articles(), r.Report().Lost(), len(articles), len(lost))
	}
	if r.Total() > 0 && r.Consumed() != r.Total() {
		t.Errorf("%d of %d bytes consumed", r.Consumed(), r.Total())
	}
	return articles, lost, r.Report()
}

// brief is an article on one line: what each test looks at.
func brief(a detente.Article) string {
	var b strings.Builder
	b.WriteString(a.Input)
	if a.InnerPath != "" {
		b.WriteString(":" + a.InnerPath)
	}
	fmt.Fprintf(&b, "#%d", a.Record)
	for _, f := range []struct{ name, value string }{{"id", a.ID}, {"title", a.Title}, {"outlet", a.Outlet}, {"author", a.Author}, {"url", a.URL}, {"language", a.Language}} {
		if f.value != "" {
			fmt.Fprintf(&b, " %s=%q", f.name, f.value)
		}
	}
	if p := a.Published; p.Known() {
		fmt.Fprintf(&b, " %s=%s(%s)", p.Source, p.Interval, p.Precision)
	}
	for _, m := range a.Meta {
		fmt.Fprintf(&b, " %s:%q", m.Key, m.Value)
	}
	text := a.Text
	if text == long {
		text = "LONG"
	}
	if a.Text == strings.TrimSpace(long) {
		text = "TRIMMED"
	}
	fmt.Fprintf(&b, " %q", text)
	return b.String()
}

func briefs(articles []detente.Article) (out []string) {
	for _, a := range articles {
		out = append(out, brief(a))
	}
	return out
}

func gzipped(s string) string {
	var b bytes.Buffer
	// Two members, as log rotation and concatenation leave them.
	for _, part := range []string{s[:len(s)/2], s[len(s)/2:]} {
		z := gzip.NewWriter(&b)
		z.Write([]byte(part))
		z.Close()
	}
	return b.String()
}

func zstded(s string) string {
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		panic(err)
	}
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func utf16le(s string, mark bool) string {
	var b []byte
	if mark {
		b = append(b, 0xFF, 0xFE)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestFormats(t *testing.T) {
	tests := []struct {
		name string
		file string
		data string
		opt  Options
		want []string
		lost []string
	}{
		{name: "plain text", file: "a.txt", data: "“One.”\n\nTwo.\n",
			want: []string{`a.txt#0 "“One.”\n\nTwo.\n"`}},
		{name: "json lines", file: "a.jsonl",
			data: `{"id":"x1","title":"T","text":` + q(long) + `,"date":"2031-05-16","source":"The Post","author":"N. Body","url":"https://post.example/a","lang":"en-GB","section":"World"}` + "\n\n" +
				`{"id":"x2","title":"U","text":` + q(long) + `,"date":"2031-05-17","source":"The Post","author":"N. Body","url":"https://post.example/b","lang":"en","section":null}` + "\n",
			want: []string{
				`a.jsonl#1 id="x1" title="T" outlet="The Post" author="N. Body" url="https://post.example/a" language="en" metadata=2031-05-16/2031-05-16(day) section:"World" "LONG"`,
				`a.jsonl#3 id="x2" title="U" outlet="The Post" author="N. Body" url="https://post.example/b" language="en" metadata=2031-05-17/2031-05-17(day) "LONG"`}},
		{name: "json lines under the name of json", file: "a.json", data: line("a") + line("b"),
			want: []string{`a.json#1 title="a" "LONG"`, `a.json#2 title="b" "LONG"`}},
		{name: "a broken line costs itself", file: "a.jsonl", data: line("a") + `{"title": "b", "text": ` + "\n" + `[1]` + "\n" + line("c") + line("d")[:20],
			want: []string{`a.jsonl#1 title="a" "LONG"`, `a.jsonl#4 title="c" "LONG"`},
			lost: []string{
				`a.jsonl, record 2: read: broken JSON: it ends in the middle of a value`,
				`a.jsonl, record 3: read: not an object: articles are JSON objects`,
				`a.jsonl, record 5: read: broken JSON: it ends in the middle of a value`}},
		{name: "the first line is broken", file: "a.jsonl", data: `{"title": oops}` + "\n" + line("b"),
			want: []string{`a.jsonl#2 title="b" "LONG"`},
			lost: []string{`a.jsonl, record 1: read: broken JSON at byte 11: invalid character 'o' looking for beginning of value`}},
		{name: "records without a text", file: "a.jsonl", data: line("a") + `{"title":"b"}` + "\n" + `{"title":"c","text":null}` + "\n" + `{"title":"d","text":" \n"}` + "\n",
			want: []string{`a.jsonl#1 title="a" "LONG"`},
			lost: []string{`a.jsonl, record 2: read: no text in "text"`, `a.jsonl, record 3: read: no text in "text"`, `a.jsonl, record 4: read: no text in "text"`}},
		{name: "one object", file: "a.json", data: "{\n \"headline\": \"T\",\n \"maintext\": " + q(long) + ",\n \"text\": null,\n \"authors\": [\"A\", \"B\"], \"source\": {\"name\": \"The Post\", \"id\": 3}\n}\n",
			want: []string{`a.json#1 title="T" outlet="The Post" author="A; B" source.id:"3" "LONG"`}},
		{name: "an array", file: "a.json", data: "[\n" + line("a") + "," + line("b") + ", 7, " + line("c") + "]",
			want: []string{`a.json#1 title="a" "LONG"`, `a.json#2 title="b" "LONG"`, `a.json#4 title="c" "LONG"`},
			lost: []string{`a.json, record 3: read: not an object: articles are JSON objects`}},
		{name: "an envelope", file: "a.json", data: `{"status":"ok","totalResults":2,"articles":[` + line("a") + "," + line("b") + `],"next":null}`,
			want: []string{`a.json#1 title="a" "LONG"`, `a.json#2 title="b" "LONG"`}},
		{name: "an envelope in an envelope", file: "a.json", data: `{"response":{"status":"ok","results":[` + line("a") + `]},"x":[1,{"y":2}]}`,
			want: []string{`a.json#1 title="a" "LONG"`}},
		{name: "a list of words is no envelope", file: "a.json", data: `{"title":"a","items":["x","y"],"text":` + q(long) + `}`,
			want: []string{`a.json#1 title="a" items:"x\ny" "LONG"`}},
		{name: "objects one after the other", file: "a.json", data: "{\n\"title\":\"a\",\"text\":" + q(long) + "}\n{\n\"title\":\"b\",\"text\":" + q(long) + "}",
			want: []string{`a.json#1 title="a" "LONG"`, `a.json#2 title="b" "LONG"`}},
		{name: "an array that breaks off", file: "a.json", data: "[" + line("a") + "," + line("b")[:30],
			want: []string{`a.json#1 title="a" "LONG"`},
			lost: []string{`a.json: read: broken JSON: it ends in the middle of a value; the rest of the file cannot be read`}},
		{name: "csv", file: "a.csv", data: "id,Headline,Body Text,Publish Date,Desk\r\n1,\"A, \"\"so called\"\"\"," + quote(long+"\nnext") + ",2031-05-16,World\r\n2,B," + quote(long) + ",,\r\n",
			want: []string{
				`a.csv#2 id="1" title="A, \"so called\"" metadata=2031-05-16/2031-05-16(day) Desk:"World" ` + fmt.Sprintf("%q", long+"\nnext"),
				`a.csv#4 id="2" title="B" "LONG"`}},
		{name: "csv with semicolons and an index", file: "a.csv", data: ";headline;content\n0;A, b;" + quote(long) + "\n1;C, d;" + quote(long) + "\n",
			want: []string{`a.csv#2 title="A, b" index:"0" "LONG"`, `a.csv#3 title="C, d" index:"1" "LONG"`}},
		{name: "tsv", file: "a.tsv", data: "title\ttext\nA \"x\" b\t" + long + "\nB\t" + long,
			want: []string{`a.tsv#2 title="A \"x\" b" "LONG"`, `a.tsv#3 title="B" "LONG"`}},
		{name: "line ends of old machines", file: "a.csv", data: "title|text\rA|" + long + "\rB|" + long + "\r",
			want: []string{`a.csv#2 title="A" "LONG"`, `a.csv#3 title="B" "LONG"`}},
		{name: "a row of another width", file: "a.csv", data: "title,text\nA," + quote(long) + "\nB,b,c\nC," + quote(long) + ",,\n",
			want: []string{`a.csv#2 title="A" "LONG"`, `a.csv#4 title="C" "LONG"`},
			lost: []string{`a.csv, record 3: read: 3 cells where the header has 2: a "," or a quote in a cell may need quoting`}},
		{name: "a quote that is never closed", file: "a.csv", data: "title,text\nA," + quote(long) + "\n\"B,b\nC," + long + "\nD," + long + "\n",
			want: []string{`a.csv#2 title="A" "LONG"`, `a.csv#4 title="C" "LONG"`, `a.csv#5 title="D" "LONG"`},
			lost: []string{`a.csv, record 3: read: a quote is opened here and never closed`}},
		{name: "a table without a header", file: "a.csv", data: "2031-05-16,A," + quote(long) + "\n2031-05-17,B," + quote(long) + "\n", opt: Options{Fields: map[string]string{"date": "column1", "title": "column2"}},
			want: []string{`a.csv#1 title="A" metadata=2031-05-16/2031-05-16(day) "LONG"`, `a.csv#2 title="B" metadata=2031-05-17/2031-05-17(day) "LONG"`}},
		{name: "a table without texts", file: "a.csv", data: "title,url\nA,https://a.example/x\n",
			lost: []string{`a.csv: read: no column holds the text of articles: the columns are "title", "url": name it with --field text=NAME, or export the corpus with its texts`}},
		{name: "gzip by its bytes", file: "a.jsonl", data: gzipped(line("a") + line("b")),
			want: []string{`a.jsonl#1 title="a" "LONG"`, `a.jsonl#2 title="b" "LONG"`}},
		{name: "zstd", file: "a.txt.zst", data: zstded(long), want: []string{`a.txt.zst#0 "LONG"`}},
		{name: "a gzip file that breaks off", file: "a.jsonl.gz", data: gzipped(strings.Repeat(line("a"), 2000))[:300],
			lost: []string{`a.jsonl.gz: read: damaged data: unexpected EOF`}},
		{name: "empty", file: "a.txt", data: "", lost: []string{`a.txt: read: the file is empty`}},
		{name: "blank", file: "a.txt", data: "\n \n", lost: []string{`a.txt: read: the file has no text`}},
		{name: "header only", file: "a.csv", data: "title,text\n"},
		{name: "an empty array", file: "a.json", data: "[]\n"},
		{name: "a bare value", file: "a.json", data: "17\n", lost: []string{`a.json: read: a bare value stands where an article should: articles are JSON objects`}},
		{name: "no text at all", file: "a.txt", data: strings.Repeat("\x01\x02\x00\x7fabc\x1a", 40), lost: []string{`a.txt: read: this is not text: 160 of its first 320 bytes are control characters`}},
		{name: "a kind for later", file: "a.txt", data: "%PDF-1.7\n", lost: []string{`a.txt: read: this is a PDF file, which this version does not read: save its text as .txt`}},
		{name: "named columns", file: "a.csv", data: "title,text,lede\nA," + quote(long) + ",Short.\n", opt: Options{Fields: map[string]string{"text": "lede", "title": "-"}},
			want: []string{`a.csv#2 title:"A" text:` + fmt.Sprintf("%q", long) + ` "Short."`}},
		{name: "a column that does not exist", file: "a.csv", data: "title,text\nA," + quote(long) + "\n", opt: Options{Fields: map[string]string{"text": "body"}},
			lost: []string{`a.csv: read: no column "body" for the field "text": the columns are "title", "text"`}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			dir := put(t, map[string]string{tc.file: tc.data})
			articles, lost, rep := readAll(t, tc.opt, filepath.Join(dir, tc.file))
			if diff := cmp.Diff(tc.want, briefs(articles)); diff != "" {
				t.Errorf("articles (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.lost, lost); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
			for _, in := range rep.Inputs {
				if sum := sha256.Sum256([]byte(tc.data)); in.SHA256 != hex.EncodeToString(sum[:]) || in.Bytes != int64(len(tc.data)) {
					t.Errorf("the report says %d bytes, %s", in.Bytes, in.SHA256)
				}
			}
		})
	}
}

func q(s string) string { return fmt.Sprintf("%q", s) }

func line(title string) string { return `{"title":` + q(title) + `,"text":` + q(long) + "}\n" }

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func TestEncodings(t *testing.T) {
	const want = "He said: “Café – naïve.”\nSo it’s done."
	cp := "He said: \x93Caf\xe9 \x96 na\xefve.\x94\r\nSo it\x92s done."
	mojibake := "He said: “Café – naïve.â€\u009d\nSo it’s done."
	tests := []struct {
		name, file, data string
		repaired         int
	}{
		{"utf-8", "a.txt", want, 0},
		{"byte order mark", "a.txt", "\xef\xbb\xbf" + want, 0},
		{"utf-16", "a.txt", utf16le(want, true), 0},
		{"utf-16 without a mark", "a.txt", utf16le(want, false), 0},
		{"windows-1252", "a.txt", cp, 1},
		{"one foreign byte in utf-8", "a.txt", strings.Replace(want, "é", "\xe9", 1), 1},
		{"mojibake", "a.txt", mojibake, 1},
		{"mojibake twice", "a.txt", twice(want), 1},
		{"mojibake that lost a byte", "a.txt", strings.Replace(mojibake, "\u009d", "", 1), 1},
		{"windows-1252 in json lines", "a.jsonl", `{"text":"` + strings.ReplaceAll(cp, "\r\n", `\r\n`) + `"}` + "\n", 1},
		{"windows-1252 in a json array", "a.json", `[{"text":"` + strings.ReplaceAll(cp, "\r\n", `\r\n`) + `"}]`, 1},
		{"windows-1252 in csv", "a.csv", "title,text\nA,\"" + cp + "\"\n", 1},
		{"utf-16 csv", "a.csv", utf16le("title,text\nA,\""+want+"\"\n", true), 0},
		{"old line ends", "a.txt", strings.ReplaceAll(want, "\n", "\r"), 0},
		{"line separator", "a.txt", strings.ReplaceAll(want, "\n", "\u2028"), 0},
		{"marks without width", "a.txt", strings.ReplaceAll(want, "done", "do\u00adn\u200be\ufeff"), 0},
		{"zero bytes", "a.txt", strings.ReplaceAll(want, "done", "do\x00ne"), 0},
		{"character references", "a.jsonl", `{"text":"He said: &ldquo;Caf&eacute; &#8211; na&iuml;ve.&rdquo;\nSo it&#x2019;s done."}`, 0},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			dir := put(t, map[string]string{tc.file: tc.data})
			articles, lost, rep := readAll(t, Options{}, filepath.Join(dir, tc.file))
			if len(articles) != 1 || articles[0].Text != want {
				t.Fatalf("got %q, lost %q\nwant %q", briefs(articles), lost, want)
			}
			if rep.Inputs[0].Repaired != tc.repaired {
				t.Errorf("%d repaired encodings, want %d", rep.Inputs[0].Repaired, tc.repaired)
			}
		})
	}
}

// twice reads UTF-8 as windows-1252 two times over.
func twice(s string) string {
	for range 2 {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			r := fromCP1252(s[i])
			if r == '\uFFFD' {
				r = rune(s[i])
			}
			b.WriteRune(r)
		}
		s = b.String()
	}
	return s
}

func TestLongLines(t *testing.T) {
	text := strings.Repeat("word ", 1<<20) // 5 MiB
	dir := put(t, map[string]string{
		"a.jsonl": line("a") + `{"title":"b","text":"` + text + `"}` + "\n" + line("c"),
		"b.csv":   "title,text\nb," + text + "\n",
		"c.json":  `[{"title":"b","text":"` + text + `"}]`,
	})
	articles, lost, _ := readAll(t, Options{}, dir)
	if len(articles) != 5 || len(lost) != 0 {
		t.Fatalf("%d articles, lost %q", len(articles), lost)
	}
	articles, lost, _ = readAll(t, Options{MaxRecord: 1 << 20}, dir)
	want := []string{
		"a.jsonl, record 2: read: longer than 1 MiB, the limit for one article: split it, or raise the limit",
		"b.csv, record 2: read: longer than 1 MiB, the limit for one article: split it, or raise the limit",
		"c.json: read: longer than 1 MiB, the limit for one article: split it, or raise the limit",
	}
	if diff := cmp.Diff(want, lost); diff != "" || len(articles) != 2 {
		t.Errorf("%d articles of 2; lost (-want +got):\n%s", len(articles), diff)
	}
}

func TestFolders(t *testing.T) {
	dir := put(t, map[string]string{
		"news/b.txt": "B.", "news/a/z.txt": "Z.", "news/a.md": "A.", "news/.hidden.txt": "no", "news/.git/x.txt": "no", "news/page.doc": "x", "news/data.xls": "x",
		"news/c.jsonl.gz": gzipped(line("c")), "empty/x.pdf": "%PDF", "one.txt": "One.",
	})
	articles, lost, rep := readAll(t, Options{}, filepath.Join(dir, "one.txt"), filepath.Join(dir, "news"), filepath.Join(dir, "news", "b.txt"), filepath.Join(dir, "empty"))
	if diff := cmp.Diff([]string{`a.md#0 "A."`, `a/z.txt#0 "Z."`, `b.txt#0 "B."`, `c.jsonl.gz#1 title="c" "LONG"`, `one.txt#0 "One."`}, briefs(articles)); diff != "" {
		t.Errorf("articles (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{`empty: read: no articles in this folder (1 other files): it takes text, Markdown, HTML, JSON, CSV, XML, WARC, Parquet, Arrow, RTF and DOCX files and archives of them, by their endings`}, lost); diff != "" {
		t.Errorf("lost (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{".doc": 1, ".xls": 1, ".pdf": 1}, rep.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	var paths []string
	for _, in := range rep.Inputs {
		paths = append(paths, fmt.Sprintf("%s %d", in.Path, in.Files))
	}
	if diff := cmp.Diff([]string{"a.md 1", "news 2", "c.jsonl.gz 1", "one.txt 1"}, paths); diff != "" {
		t.Errorf("groups (-want +got):\n%s", diff)
	}
}

func TestPatterns(t *testing.T) {
	dir := put(t, map[string]string{"2031/01/a.txt": "A.", "2031/02/a.txt": "B.", "2031/02/b.md": "C.", "2032/a.txt": "D."})
	articles, lost, _ := readAll(t, Options{}, filepath.Join(dir, "2031", "*", "*.txt"))
	if diff := cmp.Diff([]string{`01/a.txt#0 "A."`, `02/a.txt#0 "B."`}, briefs(articles)); diff != "" || len(lost) > 0 {
		t.Errorf("lost %q, articles (-want +got):\n%s", lost, diff)
	}
	if _, err := NewReader([]string{filepath.Join(dir, "*.csv")}, Options{}); err == nil || !strings.Contains(err.Error(), "no file is named so") {
		t.Errorf("a pattern without files: %v", err)
	}
}

func TestUnreadableFile(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("everything is readable to this user")
	}
	dir := put(t, map[string]string{"a.txt": "A.", "b.txt": "B."})
	if err := os.Chmod(filepath.Join(dir, "a.txt"), 0); err != nil {
		t.Fatal(err)
	}
	articles, lost, _ := readAll(t, Options{}, dir)
	if len(articles) != 1 || len(lost) != 1 || lost[0] != "a.txt: read: permission denied" {
		t.Errorf("%d articles, lost %q", len(articles), lost)
	}
}

func TestStandardInput(t *testing.T) {
	for name, in := range map[string]string{
		`-#0 "A text.\nOn two lines."`:                    "A text.\nOn two lines.",
		`-#1 title="a" "LONG"`:                            line("a"),
		`-#2 title="A" "LONG"`:                            "title,text\nA," + quote(long) + "\n",
		`-#0 "title and text, he said.\nNo table, this."`: "title and text, he said.\nNo table, this.",
	} {
		articles, lost, _ := readAll(t, Options{Stdin: strings.NewReader(in)}, "-")
		if len(articles) != 1 || brief(articles[0]) != name || len(lost) > 0 {
			t.Errorf("got %q, lost %q\nwant %q", briefs(articles), lost, name)
		}
	}
}

func TestErrorsThatEndIt(t *testing.T) {
	dir := put(t, map[string]string{"a.txt": "A.", "b.txt": "B."})
	for want, f := range map[string]func() error{
		"no input":     func() error { _, err := NewReader(nil, Options{}); return err },
		"no such file": func() error { _, err := NewReader([]string{filepath.Join(dir, "c.txt")}, Options{}); return err },
		`no field named "body": use`: func() error {
			_, err := NewReader([]string{dir}, Options{Fields: map[string]string{"body": "x"}})
			return err
		},
		"context canceled": func() error {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			r, err := NewReader([]string{dir}, Options{})
			if err != nil {
				return err
			}
			n := 0
			for _, err := range r.Read(ctx) {
				if n++; n > 2 {
					return errors.New("it went on")
				}
				if err != nil {
					return err
				}
				cancel()
			}
			return nil
		},
	} {
		if err := f(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

func TestReportPrint(t *testing.T) {
	dir := put(t, map[string]string{"a.csv": "Headline;Body Text;content;Publish Date\nA;" + quote(long) + ";" + quote(long) + ";03/04/1987\nB;Short.;" + quote(long) + ";04/04/1987\nC;" + quote(long+" [+99 chars]") + ";x;5\n"})
	_, _, rep := readAll(t, Options{}, dir)
	var b strings.Builder
	if err := rep.Print(&b); err != nil {
		t.Fatal(err)
	}
	want := `read     3 articles from a.csv (csv ";")  text="Body Text"  title="Headline"  date="Publish Date"  outlet=none (--field outlet=…)
dates    1 metadata day, 2 none; without a date: 1 day or month first?, 1 not a date
text     1 short, 1 truncated
warning  a.csv: "Body Text" was taken for the text, but "content" fits nearly as well (--field text=content)
warning  a.csv: 1 date may be day/month or month/day, and nothing in the column settles it: write them as YYYY-MM-DD
warning  a.csv: 1 article cut short by the exporter
`
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(b.String(), "\n")); diff != "" {
		t.Errorf("Print (-want +got):\n%s", diff)
	}
}

func TestOpenUnpacks(t *testing.T) {
	dir := put(t, map[string]string{"a.jsonl.gz": gzipped("\xef\xbb\xbf{}\n")})
	r, err := Open(filepath.Join(dir, "a.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil || b.String() != "{}\n" {
		t.Errorf("Open: %q, %v", b.String(), err)
	}
	if _, err := Open(filepath.Join(dir, "none")); err == nil {
		t.Error("a file that does not exist opens")
	}
}
