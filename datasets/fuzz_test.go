package datasets

import (
	"bufio"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"detente"
)

// checkReading reads data under a name and checks what holds for any bytes: no
// panic, an end, valid and clean text, and as many articles and errors as the
// report counts.
func checkReading(t *testing.T, name string, data []byte) {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := NewReader([]string{path}, Options{MaxRecord: 1 << 16})
	if err != nil {
		t.Fatal(err)
	}
	articles, lost := 0, 0
	for a, err := range r.Read(context.Background()) {
		var one *detente.ArticleError
		if errors.As(err, &one) {
			lost++
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		articles++
		fields := []string{a.Text, a.Title, a.Outlet, a.Author, a.URL, a.Language, a.ID}
		for _, m := range a.Meta {
			fields = append(fields, m.Value)
		}
		for _, s := range fields {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\r\x00") {
				t.Errorf("%q is not clean", s)
			}
		}
		if strings.TrimSpace(a.Text) == "" {
			t.Error("an article without text")
		}
	}
	if rep := r.Report(); rep.Articles() != articles || rep.Lost() != lost {
		t.Errorf("report: %d articles, %d lost; read: %d, %d", rep.Articles(), rep.Lost(), articles, lost)
	}
	if r.Consumed() != int64(len(data)) {
		t.Errorf("%d of %d bytes consumed", r.Consumed(), len(data))
	}
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[]", "[1,{},[{}]]", `{"text":"a"}`, line("a") + line("b"), line("a") + "{oops\n" + line("b"), "[" + line("a") + "," + line("b") + "]",
		`{"articles":[` + line("a") + `]}`, `{"response":{"results":[` + line("a") + `],"x":{}}}`, `{"articles":{"results":[{"text":"a","authors":[{"name":"x"},{"name":"y"}]}]}}`,
		`{"text":"\ud800\u0000` + "\x93\xff" + `"}`, strings.Repeat(`{"a":`, 100), strings.Repeat("[", 100), `{"a":1}{"b":2}`, "\xff\xfe{\x00}\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.json", data) })
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "text\n", "text\na\n", "title,text\nA,b\n", "title;text\n\"A;\"\"x\"\"\";b\n", "title\ttext\rA\tb\r", "text,x\n\"never closed,1\na,2\n", "a,b\n1\n1,2,3\n,,,\n",
		"\xef\xbb\xbftext|x\n\x93a\x94|1\n", "2031-05-16,x\n", "\"text\"\n\"\"\"\"\n", "text,text,\n1,2,3\n", "\"\n\"\n\"\n\"\n\"",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.csv", data) })
}

func FuzzText(f *testing.F) {
	for _, seed := range []string{"", "a", "â€œa", "\x93a\x94\r\r\n", "\x1f\x8b\x08\x00", "\x28\xb5\x2f\xfd", "BZh9", "\xff\xfe\x00", "&amp;amp;&#0;&#xD800;", "%PDF"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.txt", data) })
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"2031-05-16T14:05:09+02:00", "Fri May 16 14:05:09 +0000 2031", "16-MAY-2031 1:05 p.m.", "03/04/31", "99999999999999", "May May 5 5 2031 12:", "1936706709000.0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, problem := parseDate(s, dayFirst)
		if problem != dateOK {
			return
		}
		if p := d.published(detente.PublishedMetadata, false); p.Interval.Empty() || !p.Interval.Bounded() || p.Precision == detente.PrecisionUnknown {
			t.Errorf("parseDate(%q) gives %v", s, p)
		}
	})
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\nb\r\n\nc"))
	f.Add([]byte("a\rb\r"))
	f.Fuzz(func(t *testing.T, data []byte) {
		l := newLines(bufio.NewReaderSize(strings.NewReader(string(data)), 16), 8)
		n := 0
		for {
			line, err := l.next()
			var bad *recordError
			if err != nil && !errors.As(err, &bad) {
				break
			}
			if len(line) > 8 {
				t.Errorf("a line of %d bytes", len(line))
			}
			if n++; n > len(data) {
				t.Fatal("more lines than bytes")
			}
		}
	})
}
