package datasets

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
	"github.com/ulikunitz/xz"
)

// body is the text of the articles of these tests: two paragraphs with a
// quotation, long enough to be taken for an article.
const body = "The foreign minister of Averland, Jonas Reke, rejected the new fees on Tuesday and asked Bexia to take them back before the end of the week.\n" +
	"“Nobody owns the tide,” Reke told parliament. “We shall pay what the treaty says, and not a crown more than that.”\n" +
	"Bexia’s ambassador said that his government had noted the speech and would give its answer in due course."

// paragraphs puts each line of body between tags.
func paragraphs(open, end string) string {
	return open + strings.ReplaceAll(body, "\n", end+"\n"+open) + end
}

// article is what brief gives for an article with that text.
func article(where, fields string) string {
	return fmt.Sprintf("%s %s %q", where, fields, body)
}

// schemaTest is a file in the shape of a corpus that people have.
type schemaTest struct {
	name string
	file string
	data string
	opt  Options
	want []string
	lost []string
}

func runSchemas(t *testing.T, tests []schemaTest) {
	t.Helper()
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			dir := put(t, map[string]string{tc.file: tc.data})
			articles, lost, _ := readAll(t, tc.opt, filepath.Join(dir, tc.file))
			if diff := cmp.Diff(tc.want, briefs(articles)); diff != "" {
				t.Errorf("articles (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.lost, lost); diff != "" {
				t.Errorf("lost (-want +got):\n%s", diff)
			}
		})
	}
}

func zipped(files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(files[i+1]))
	}
	z.Close()
	return b.String()
}

func tarred(files ...string) string {
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		h := tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1])), Typeflag: tar.TypeReg}
		if target, ok := strings.CutPrefix(files[i+1], "link:"); ok {
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, target, 0
		}
		if err := z.WriteHeader(&h); err != nil {
			panic(err)
		}
		if h.Typeflag == tar.TypeReg {
			z.Write([]byte(files[i+1]))
		}
	}
	z.Close()
	return b.String()
}

func xzed(s string) string {
	var b bytes.Buffer
	z, err := xz.NewWriter(&b)
	if err != nil {
		panic(err)
	}
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func TestArchives(t *testing.T) {
	runSchemas(t, []schemaTest{
		{name: "zip in the order of names", file: "a.zip", data: zipped("b.jsonl", line("b"), "a/x.txt", "One.", "__MACOSX/a.txt", "no", ".b.txt", "no", "c.bin", "\x00"),
			want: []string{`a.zip:a/x.txt#0 "One."`, `a.zip:b.jsonl#1 title="b" "LONG"`}},
		{name: "tar.gz", file: "a.tar.gz", data: gzipped(tarred("b.csv", "title,text,date\nA,"+quote(long)+",03/04/1987\nB,"+quote(long)+",17/04/1987\n", "a.txt", "One.")),
			want: []string{`a.tar.gz:b.csv#2 title="A" metadata=1987-04-03/1987-04-03(day) "LONG"`, `a.tar.gz:b.csv#3 title="B" metadata=1987-04-17/1987-04-17(day) "LONG"`, `a.tar.gz:a.txt#0 "One."`}},
		{name: "packed files in an archive", file: "a.zip", data: zipped("in.tar", tarred("x.jsonl.gz", gzipped(line("x")))),
			want: []string{`a.zip:in.tar/x.jsonl.gz#1 title="x" "LONG"`}},
		{name: "xz", file: "a.jsonl.xz", data: xzed(line("a")), want: []string{`a.jsonl.xz#1 title="a" "LONG"`}},
		{name: "paths that lead out, and links", file: "a.tar", data: tarred("../../etc/x.txt", "One.", "/abs/y.txt", "Two.", "z.txt", "link:/etc/passwd"),
			want: []string{`a.tar:etc/x.txt#0 "One."`, `a.tar:abs/y.txt#0 "Two."`}},
		{name: "an archive that breaks off", file: "a.tar", data: tarred("a.txt", "One.", "b.txt", strings.Repeat("Two. ", 300))[:2200],
			want: []string{`a.tar:a.txt#0 "One."`}, lost: []string{`a.tar:b.txt: read: damaged data: unexpected EOF`, `a.tar: read: damaged tar archive: unexpected EOF`}},
		{name: "a damaged zip", file: "a.zip", data: zipped("a.txt", "One.")[:40], lost: []string{`a.zip: read: damaged zip archive: zip: not a valid zip file`}},
		{name: "nothing to read in it", file: "a.zip", data: zipped("a.bin", "x"), lost: []string{`a.zip: read: the archive holds no file of a kind that is read`}},
		{name: "archives too deep", file: "a.zip", data: zipped("b.zip", zipped("c.zip", zipped("d.zip", zipped("e.txt", "One.")))),
			lost: []string{`a.zip:b.zip/c.zip/d.zip: read: archives inside archives are read 3 deep`}},
	})
}

// htmlPage is a page as news sites make them.
func htmlPage(head, text string) string {
	return `<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Reke rejects the fees - The Post</title>` + head + `</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>Reke rejects the fees</h1>` + text + `</article></main>
<aside><h2>Most read</h2><ul><li><a href="/1">Ten ways to boil an egg</a></li><li><a href="/2">The weather on the reefs</a></li></ul></aside>
<footer><p>Copyright The Post. All rights reserved.</p></footer><script>track("x")</script></body></html>`
}

const ldJSON = `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Post Online","@id":"#site"},{"@type":"Organization","@id":"#org","name":"The Post"},
{"@type":["NewsArticle"],"headline":"Reke rejects the fees","datePublished":"2031-05-16T08:30:00+02:00","dateModified":"2031-05-17T09:00:00+02:00","author":[{"@type":"Person","name":"Tilda Kranz"}],"publisher":{"@id":"#org"},"inLanguage":"en","url":"https://post.example/reke"}]};</script>`

func TestPages(t *testing.T) {
	runSchemas(t, []schemaTest{
		{name: "json-ld", file: "a.html", data: htmlPage(ldJSON, paragraphs("<p>", "</p>")),
			want: []string{article("a.html#0", `title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/reke" language="en" metadata=2031-05-16T06:30:00/2031-05-16T06:30:00(second) date_from:"json-ld" date_modified:"2031-05-17T09:00:00+02:00"`)}},
		{name: "meta elements, the site's name in the title", file: "a.html",
			data: htmlPage(`<meta property="og:site_name" content="The Post"><meta name="article:modified_time" content="2031-06-01"><meta property="article:published_time" content="2031-05-16"><link rel="canonical" href="https://post.example/r"><meta name="author" content="Tilda Kranz">`, `<p class="byline">By Tilda Kranz</p><time datetime="2031-05-30">today</time>`+paragraphs("<p>", "</p>")),
			want: []string{article("a.html#0", `title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/r" language="en" metadata=2031-05-16/2031-05-16(day) date_from:"meta" date_modified:"2031-06-01"`)}},
		{name: "inline marks do not split words", file: "a.html", data: htmlPage(`<meta name="date" content="2031-05-16">`, strings.Replace(paragraphs("<p>", "</p>"), "minister", "mini<b>ster</b>", 1)),
			want: []string{article("a.html#0", `title="Reke rejects the fees" language="en" metadata=2031-05-16/2031-05-16(day) date_from:"meta"`)}},
		{name: "latin-1 by its meta element, curly quotes by windows-1252", file: "a.htm",
			data: strings.NewReplacer("utf-8", "iso-8859-1", "“", "\x93", "”", "\x94", "’", "\x92").Replace(htmlPage(`<meta name="date" content="2031-05-16">`, paragraphs("<p>", "</p>"))),
			want: []string{article("a.htm#0", `title="Reke rejects the fees" language="en" metadata=2031-05-16/2031-05-16(day) date_from:"meta"`)}},
		{name: "the declared body is fuller than what is shown", file: "a.html",
			data: htmlPage(`<script type="application/ld+json">[{"@type":"NewsArticle","headline":"H","articleBody":`+q(body)+`,"datePublished":"2031-05-16"}]</script>`, `<p>Subscribe to read on, for one crown a month, and cancel whenever you like to.</p>`),
			want: []string{article("a.html#0", `title="H" language="en" metadata=2031-05-16/2031-05-16(day) date_from:"json-ld"`)}},
		{name: "a consent wall", file: "a.html", data: `<html><body><h1>We value your privacy</h1><p>Please accept our cookies to go on.</p></body></html>`,
			lost: []string{`a.html: read: no article on this page: 91 bytes of text and no date (a consent, error or index page?)`}},
	})
}

// warcRecord is one record; length 0 means the true one.
func warcRecord(kind, url, block string, length int) string {
	if length == 0 {
		length = len(block)
	}
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2032-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, url, length, block)
}

func response(head, body string) string {
	return "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n" + head + "\r\n" + body
}

func chunked(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := min(len(s), 300)
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, s[:n])
		s = s[n:]
	}
	return b.String() + "0\r\n\r\n"
}

func brotlied(s string) string {
	var b bytes.Buffer
	z := brotli.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func TestCrawls(t *testing.T) {
	page := htmlPage(`<meta property="article:published_time" content="2031-05-16">`, paragraphs("<p>", "</p>"))
	want := func(n int, url, more string) string {
		return article(fmt.Sprintf("a.warc#%d", n), fmt.Sprintf(`title="Reke rejects the fees" url=%q language="en" metadata=2031-05-16/2031-05-16(day) date_from:"meta" crawl_date:"2032-01-01T00:00:00Z"`, url)+more)
	}
	undated := htmlPage("", paragraphs("<p>", "</p>"))
	const uri = "https://post.example/1"
	runSchemas(t, []schemaTest{
		{name: "responses among other records, packed one by one", file: "a.warc",
			data: gzipped(warcRecord("warcinfo", "", "x", 0)) + gzipped(warcRecord("request", uri, "GET", 0)) + gzipped(warcRecord("response", uri, response("", page), 0)) + gzipped(warcRecord("metadata", uri, "x: y", 0)) + gzipped(warcRecord("revisit", uri, response("", ""), 0)),
			want: []string{want(3, uri, "")}},
		{name: "chunks, gzip and brotli", file: "a.warc",
			data: warcRecord("response", uri, response("Transfer-Encoding: chunked\r\n", chunked(page)), 0) + warcRecord("response", uri, response("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gzipped(page))), 0) +
				warcRecord("response", uri, response("content-encoding: br\r\n", brotlied(page)), 0),
			want: []string{want(1, uri, ""), want(2, uri, ""), want(3, uri, "")}},
		{name: "joined and unpacked by the crawler, the head as it was", file: "a.warc", data: warcRecord("response", uri, response("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", page), 0), want: []string{want(1, uri, "")}},
		{name: "the day of the crawl dates nothing", file: "a.warc", data: warcRecord("response", uri, response("", undated), 0),
			want: []string{article("a.warc#1", `title="Reke rejects the fees" url="https://post.example/1" language="en" crawl_date:"2032-01-01T00:00:00Z"`)}},
		{name: "unless it is asked for, and then it is marked", file: "a.warc", data: warcRecord("response", uri, response("", undated), 0), opt: Options{Fields: map[string]string{"date": "crawl_date"}},
			want: []string{article("a.warc#1", `title="Reke rejects the fees" url="https://post.example/1" language="en" collected=2032-01-01/2032-01-01(day)`)}},
		{name: "a blank in the address", file: "a.warc", data: warcRecord("response", "https://post.example/a b", response("", page), 0), want: []string{want(1, "https://post.example/a%20b", "")}},
		{name: "other kinds and other states", file: "a.warc", data: warcRecord("response", uri, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>x", 0) + warcRecord("response", uri, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG", 0)},
		{name: "a wrong length, too long and too short", file: "a.warc",
			data: warcRecord("response", uri, response("", page), 99999) + warcRecord("response", uri, response("", page), 100) + warcRecord("response", uri, response("", page), 0),
			want: []string{want(3, uri, "")}, lost: []string{`a.warc, record 1: read: the stated length of 99999 bytes is wrong`, `a.warc, record 2: read: the stated length of 100 bytes is wrong`}},
		{name: "a last record that is cut off", file: "a.warc", data: warcRecord("response", uri, response("", page), 0) + warcRecord("response", uri, response("", page), 0)[:900],
			want: []string{want(1, uri, "")}, lost: []string{`a.warc, record 2: read: the last record is cut off`}},
		{name: "no version line", file: "a.warc", data: warcRecord("response", uri, response("", page), 0) + "WARC-Type: response\r\nContent-Length: 2\r\n\r\nxx\r\n\r\n" + warcRecord("response", uri, response("", page), 0),
			want: []string{want(1, uri, ""), want(3, uri, "")}, lost: []string{`a.warc, record 2: read: no WARC record begins with "WARC-Type: response"`}},
		{name: "a wrong chunk size", file: "a.warc", data: warcRecord("response", uri, response("Transfer-Encoding: chunked\r\n", "ffffff\r\n"+page), 0), want: []string{want(1, uri, "")}},
		{name: "arc", file: "a.arc", data: "filedesc://x.arc 0.0.0.0 20320101000000 text/plain 5\n1 0 x\n\nhttps://post.example/1 10.0.0.1 20320101000000 text/html " + fmt.Sprint(len(response("", page))) + "\n" + response("", page) + "\n",
			want: []string{article("a.arc#2", `title="Reke rejects the fees" url="https://post.example/1" language="en" metadata=2031-05-16/2031-05-16(day) date_from:"meta" crawl_date:"20320101000000"`)}},
	})
}
