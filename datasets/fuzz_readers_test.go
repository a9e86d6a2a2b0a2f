package datasets

import (
	"os"
	"path/filepath"
	"testing"
)

// The readers of whole files, each on files in its shape and on what fuzzing
// makes of them. checkReading says what must hold.

func FuzzPage(f *testing.F) {
	f.Add([]byte(htmlPage(ldJSON, paragraphs("<p>", "</p>"))))
	f.Add([]byte(`<html><body><p>a<p>b<table><tr><td>c</table><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[[]]}]}</script>`))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.html", data) })
}

func FuzzWARC(f *testing.F) {
	page := response("Transfer-Encoding: chunked\r\n", chunked(htmlPage("", paragraphs("<p>", "</p>"))))
	f.Add([]byte(warcRecord("response", "https://x.example", page, 0) + warcRecord("response", "https://x.example", page, 70)))
	f.Add([]byte("filedesc://x 0 20310101 text/plain 2\nxx\nhttps://x.example 0 20310101 text/html 5\nHTTP/\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.warc", data) })
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(nitfFile(`<block class="full_text">` + paragraphs("<p>", "</p>") + `</block>`)))
	f.Add([]byte(`<rss><channel><title>x</title><item><title>a</title><description>&lt;p&gt;b</description></item></channel></rss>`))
	f.Add([]byte(`<mediawiki><page><ns>0</ns><revision><text>{{date|May 1, 2031}} [[a|b]] '''c'''</text></revision></page></mediawiki>`))
	f.Add([]byte(`<mediaWiki><page><title>no revision</title></page></mediaWiki>`))
	f.Add([]byte(`<newsItem guid="x"><contentSet><inlineXML><html><body><p>a</p></body></html></inlineXML></contentSet></newsItem>`))
	f.Add([]byte(`<ppsArticle><article><leadParagraph><paragraph>a</paragraph></leadParagraph></article></ppsArticle>`))
	f.Add([]byte(`<RECORD><GOID>1</GOID><Text>a</Text></RECORD>`))
	f.Add([]byte(`<corpus><a id="1"><title>x</title><body>y</body></a></corpus>`))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.xml", data) })
}

func FuzzSGML(f *testing.F) {
	f.Add([]byte("<DOC id=\"A_20310516.1\">\n<HEADLINE>a</HEADLINE><TEXT><P>b</P></TEXT>\n</DOC>\n<REUTERS NEWID=\"1\"><TEXT>&#2;c&#3;</TEXT></REUTERS>"))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.sgml", append([]byte("<DOC>"), data...)) })
}

func FuzzTextExport(f *testing.F) {
	f.Add([]byte("1 of 2 DOCUMENTS\n\nThe Post\n\nMay 16, 2031 Friday\n\nTitle\n\nLENGTH: 3 words\n\na b c\n\nLOAD-DATE: May 17, 2031\n"))
	f.Add([]byte("Title\nThe Post\nMay 16, 2031 Friday\nLength: 3 words\nBody\n\na b c\n\nEnd of Document\n"))
	f.Add([]byte(proquest))
	f.Add([]byte("HD\tTitle\nPD\t16 May 2031\nSN\tThe Post\nLP\ta b c\nAN\tDocument 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.txt", data) })
}

func FuzzRTF(f *testing.F) {
	f.Add([]byte(rtf(body)))
	f.Add([]byte(`{\rtf1\bin9 x\u-10 ?\'9}{\*\x}\uc2\u65 ab`))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.rtf", append([]byte(`{\rtf`), data...)) })
}

func FuzzMarkdown(f *testing.F) {
	f.Add([]byte("---\ntitle: a\n---\n# b\n\n*c* [d](e) `f`\n- g\n"))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.md", data) })
}

func FuzzArchive(f *testing.F) {
	f.Add([]byte(zipped("a.txt", "One.", "b.jsonl", line("b"))))
	f.Add([]byte(tarred("a.txt", "One.", "../b.txt", "Two.")))
	f.Add([]byte(gzipped(tarred("a.txt", "One."))))
	f.Add([]byte(xzed("One.")))
	f.Add([]byte(docx(body)))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.zip", data) })
}

func FuzzColumnar(f *testing.F) {
	for _, name := range []string{"cc_news.parquet", "cc_news.arrow", "cc_news.arrows"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.parquet", data) })
}

func FuzzDocx(f *testing.F) {
	f.Add([]byte(docx(body)))
	f.Add([]byte(zipped("word/document.xml", "<w:document><w:p><w:t>a</w:t>", "docProps/core.xml", "<x>")))
	f.Fuzz(func(t *testing.T, data []byte) { checkReading(t, "a.docx", data) })
}
