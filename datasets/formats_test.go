package datasets

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets/sample"
	"detente/pipeline"
)

// own is an article of the sample corpus.
type own struct{ ID, Title, Text, Date, Outlet, Author, URL string }

// ownArticles are 40 articles of the sample corpus.
func ownArticles(t *testing.T) (list []own) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(sample.Corpus()))
	for len(list) < 40 {
		var a own
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	return list
}

func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

// inTags puts every line of a text between tags.
func inTags(text, open, end string) string {
	return open + strings.ReplaceAll(escapeXML(text), "\n", end+open) + end
}

// spoken is a day in the words of an export: May 16, 2031.
func spoken(date string) string {
	months := strings.Fields("January February March April May June July August September October November December")
	return fmt.Sprintf("%s %d, %s", months[atoi(date[5:7])-1], atoi(date[8:]), date[:4])
}

// each joins what f makes of every article.
func each(list []own, f func(a own) string) string {
	var b strings.Builder
	for _, a := range list {
		b.WriteString(f(a))
	}
	return b.String()
}

// ownFormats writes the articles in every format: name of the file -> what the
// format cannot hold, and the file.
func ownFormats() map[string]struct {
	lacks string
	write func(list []own) string
} {
	files := func(list []own, ending string, f func(a own) string) (all []string) {
		for i, a := range list {
			all = append(all, fmt.Sprintf("%02d%s", i, ending), f(a))
		}
		return all
	}
	row := func(sep string, cells ...string) string {
		for i := range cells {
			cells[i] = quote(cells[i])
		}
		return strings.Join(cells, sep) + "\n"
	}
	object := func(a own) string {
		b, _ := json.Marshal(map[string]string{"headline": a.Title, "maintext": a.Text, "date_publish": a.Date, "source": a.Outlet, "authors": a.Author, "url": a.URL})
		return string(b)
	}
	page := func(a own) string {
		return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>` + escapeXML(a.Title+" | "+a.Outlet) + `</title><meta property="og:site_name" content="` + escapeXML(a.Outlet) + `"><meta property="article:published_time" content="` + a.Date + `"><meta name="author" content="` + escapeXML(a.Author) + `"></head><body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>` + escapeXML(a.Title) + `</h1>` + inTags(a.Text, "<p>", "</p>\n") + `</article><footer>Terms of use</footer></body></html>`
	}
	nitf := func(a own) string {
		return `<?xml version="1.0"?><nitf><head><title>` + escapeXML(a.Title) + `</title><pubdata date.publication="` + strings.ReplaceAll(a.Date, "-", "") + `T000000" name="` + escapeXML(a.Outlet) + `"/></head><body><body.head><byline>` + escapeXML(a.Author) + `</byline></body.head><body.content><block class="full_text">` + inTags(a.Text, "<p>", "</p>") + `</block></body.content></body></nitf>`
	}
	newsML := func(a own) string {
		return `<?xml version="1.0"?><newsItem guid="g"><itemMeta><provider literal="` + escapeXML(a.Outlet) + `"/><versionCreated>2032-01-01</versionCreated></itemMeta><contentMeta><contentCreated>` + a.Date + `</contentCreated><by>` + escapeXML(a.Author) + `</by><headline>` + escapeXML(a.Title) + `</headline></contentMeta><contentSet><inlineXML><html><body>` + inTags(a.Text, "<p>", "</p>") + `</body></html></inlineXML></contentSet></newsItem>`
	}
	codes := func(a own, line string) string {
		s := ""
		for _, r := range [][2]string{{"HD", a.Title}, {"BY", a.Author}, {"PD", spoken(a.Date)}, {"SN", a.Outlet}, {"LP", a.Text}, {"AN", "Document X"}} {
			s += fmt.Sprintf(line, r[0], r[1])
		}
		return s
	}
	lexis := func(a own) string {
		return fmt.Sprintf("%s\n%s\n%s\nByline: %s\nLength: 61 words\nBody\n\n%s\n\nLoad-Date: January 1, 2032\n\nEnd of Document\n", a.Title, a.Outlet, spoken(a.Date), a.Author, a.Text)
	}
	oldLexis := func(a own) string {
		return fmt.Sprintf("\n                   1 of 40 DOCUMENTS\n\n            %s\n\n        %s\n\n%s\n\nBYLINE: %s\n\nLENGTH: 61 words\n\n%s\n\nLOAD-DATE: January 1, 2032\n\nLANGUAGE: ENGLISH\n", a.Outlet, spoken(a.Date), a.Title, a.Author, wrapped(a.Text, "\n\n", ""))
	}
	type format = struct {
		lacks string
		write func(list []own) string
	}
	return map[string]format{
		"a.jsonl": {"", func(l []own) string { return each(l, func(a own) string { return object(a) + "\n" }) }},
		"a.json": {"", func(l []own) string {
			return `{"articles":[` + strings.Trim(each(l, func(a own) string { return object(a) + "," }), ",") + `]}`
		}},
		"a.csv": {"", func(l []own) string {
			return "Headline,Body Text,Publish Date,Outlet,Author\n" + each(l, func(a own) string { return row(",", a.Title, a.Text, a.Date, a.Outlet, a.Author) })
		}},
		"a.tsv.xz": {"", func(l []own) string {
			return xzed("title\tcontent\tdate\toutlet\tauthor\n" + each(l, func(a own) string { return row("\t", a.Title, a.Text, a.Date, a.Outlet, a.Author) }))
		}},
		"pages.zip": {"", func(l []own) string { return zipped(files(l, ".html", page)...) }},
		"a.warc.gz": {"", func(l []own) string {
			return each(l, func(a own) string {
				return gzipped(warcRecord("response", "https://x.example/"+a.ID, response("", page(a)), 0))
			})
		}},
		"nitf.tgz":   {"", func(l []own) string { return gzipped(tarred(files(l, ".xml", nitf)...)) }},
		"newsml.tar": {"", func(l []own) string { return tarred(files(l, ".xml", newsML)...) }},
		"markdown.zip": {"", func(l []own) string {
			return zipped(files(l, ".md", func(a own) string {
				return "---\ntitle: " + a.Title + "\ndate: " + a.Date + "\noutlet: " + a.Outlet + "\nauthor: " + a.Author + "\n---\n" + strings.ReplaceAll(a.Text, "\n", "\n\n")
			})...)
		}},
		"text.zip": {"title date outlet author", func(l []own) string { return zipped(files(l, ".txt", func(a own) string { return a.Text })...) }},
		"wire.zip": {"title date outlet author", func(l []own) string {
			return zipped(files(l, ".txt", func(a own) string { return wrapped(a.Text, "\n\n", "") })...)
		}},
		"docx.zip": {"title date outlet author", func(l []own) string { return zipped(files(l, ".docx", func(a own) string { return docx(a.Text) })...) }},
		"rtf.zip": {"title date outlet author", func(l []own) string {
			return zipped(files(l, ".rtf", func(a own) string { return rtfPlain(a.Text) })...)
		}},
		"factiva.xml": {"", func(l []own) string {
			return "<ppsArticles>" + each(l, func(a own) string {
				return "<ppsArticle><article><headline>" + escapeXML(a.Title) + "</headline><byline>" + escapeXML(a.Author) + "</byline><publicationDate><date>" + a.Date + "</date></publicationDate><sourceName>" + escapeXML(a.Outlet) + "</sourceName><leadParagraph>" + inTags(a.Text, "<paragraph>", "</paragraph>") + "</leadParagraph></article></ppsArticle>"
			}) + "</ppsArticles>"
		}},
		"factiva.html": {"", func(l []own) string {
			return "<html><body>" + each(l, func(a own) string {
				a.Text, a.Title = inTags(a.Text, "<p>", "</p>"), escapeXML(a.Title)
				return "<table>" + codes(a, "<tr><td><b>%s</b></td><td>%s</td></tr>") + "</table>"
			}) + "</body></html>"
		}},
		"factiva.rtf": {"", func(l []own) string { return rtfPlain(each(l, func(a own) string { return codes(a, "%s\t%s\n") })) }},
		"lexis.docx":  {"", func(l []own) string { return docx(each(l, lexis)) }},
		"lexis.rtf":   {"", func(l []own) string { return rtfPlain(each(l, lexis)) }},
		"lexis.html": {"", func(l []own) string {
			return "<html><body>" + inTags(each(l, lexis), "<p>", "</p>\n") + "</body></html>"
		}},
		"lexis.txt": {"", func(l []own) string { return each(l, oldLexis) }},
		"proquest.txt": {"", func(l []own) string {
			bar := strings.Repeat("_", 60) + "\n"
			return bar + each(l, func(a own) string {
				return "\n" + a.Title + "\n\nAuthor: " + a.Author + "\n\nFull text: " + strings.ReplaceAll(a.Text, "\n", "\n\n") + "\n\nPublication title: " + a.Outlet + "\n\nPublication date: " + spoken(a.Date) + "\n\n" + bar
			})
		}},
		"proquest.tar.gz": {"", func(l []own) string {
			return gzipped(tarred(files(l, ".xml", func(a own) string {
				return "<RECORD><GOID>1</GOID><TitleAtt><Title>" + escapeXML(a.Title) + "</Title></TitleAtt><NumericDate>" + a.Date + "</NumericDate><Author><OriginalForm>" + escapeXML(a.Author) + "</OriginalForm></Author><PubTitle>" + escapeXML(a.Outlet) + "</PubTitle><TextInfo><Text>" + escapeXML(inTags(a.Text, "<p>", "</p>")) + "</Text></TextInfo></RECORD>"
			})...))
		}},
		"rss.xml": {"outlet", func(l []own) string {
			return "<rss><channel><title>Feed</title>" + each(l, func(a own) string {
				return "<item><title>" + escapeXML(a.Title) + "</title><pubDate>" + a.Date + "</pubDate><creator>" + escapeXML(a.Author) + "</creator><description>" + escapeXML(inTags(a.Text, "<p>", "</p>")) + "</description></item>"
			}) + "</channel></rss>"
		}},
		"wiki.xml": {"outlet author", func(l []own) string {
			return "<mediawiki>" + each(l, func(a own) string {
				return "<page><title>" + escapeXML(a.Title) + "</title><ns>0</ns><id>1</id><revision><text>{{date|" + spoken(a.Date) + "}}\n" + escapeXML(strings.ReplaceAll(a.Text, "\n", "\n\n")) + "\n\n== Sources ==\nx</text></revision></page>"
			}) + "</mediawiki>"
		}},
		"wire.sgm": {"outlet", func(l []own) string {
			return each(l, func(a own) string {
				return "<DOC>\n<DATE>" + a.Date + "</DATE>\n<HEADLINE>" + escapeXML(a.Title) + "</HEADLINE>\n<AUTHOR>" + escapeXML(a.Author) + "</AUTHOR>\n<TEXT>\n" + inTags(a.Text, "<P>\n", "\n</P>\n") + "</TEXT>\n</DOC>\n"
			})
		}},
		"other.xml": {"", func(l []own) string {
			return "<corpus>" + each(l, func(a own) string {
				return "<story><headline>" + escapeXML(a.Title) + "</headline><date>" + a.Date + "</date><publication>" + escapeXML(a.Outlet) + "</publication><author>" + escapeXML(a.Author) + "</author><body>" + inTags(a.Text, "<p>", "</p>") + "</body></story>"
			}) + "</corpus>"
		}},
	}
}

// rtfPlain is a document of which every character beyond ASCII is an escape.
func rtfPlain(text string) string {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\uc1 `)
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString("\\par\n")
		case r == '\t':
			b.WriteString(`\tab `)
		case r > 0x7e:
			fmt.Fprintf(&b, `\u%d?`, int16(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "}"
}

// told is what the pipeline reads out of an article, one statement a line.
func told(t *testing.T, p *pipeline.Pipeline, a detente.Article) string {
	t.Helper()
	w, err := p.Explain(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	names := func(roles []detente.Role) (out []string) {
		for _, r := range roles {
			out = append(out, w.Coref.Entities[r.Entity].ID)
		}
		return out
	}
	var b strings.Builder
	for i := range w.Attrs {
		at := &w.Attrs[i]
		fmt.Fprintf(&b, "%s %q", at.Kind, at.Cue.In(w.Doc.Text))
		for _, c := range at.Content {
			fmt.Fprintf(&b, " %q", c.In(w.Doc.Text))
		}
		fmt.Fprintf(&b, " %v -> %v %v %v\n", names(w.Roles[i].Speakers), names(w.Roles[i].Targets), w.Whens[i].Interval, w.Scores[0][i].Class)
	}
	return b.String()
}

// TestFormatsGiveTheSameStatements writes 40 articles in every format, reads
// them, and compares what they say: with articles that have the same fields,
// for a text file holds no date.
func TestFormatsGiveTheSameStatements(t *testing.T) {
	list := ownArticles(t)
	p, err := pipeline.New(pipeline.Options{Actors: sample.Actors(), ActorsName: "actors.tsv", Scorers: []string{"tone"}})
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string][]string{}
	want := func(lacks string) []string {
		if wanted[lacks] != nil {
			return wanted[lacks]
		}
		has := func(field, value string) string {
			if strings.Contains(lacks, field) {
				return ""
			}
			return value
		}
		for _, a := range list {
			in := detente.Article{Text: a.Text, Title: has("title", a.Title), Outlet: has("outlet", a.Outlet), Author: has("author", a.Author)}
			if d := has("date", a.Date); d != "" {
				if in.Published, err = ParsePublished(d); err != nil {
					t.Fatal(err)
				}
				in.Published.Source = detente.PublishedMetadata
			}
			wanted[lacks] = append(wanted[lacks], told(t, p, in))
		}
		slices.Sort(wanted[lacks])
		return wanted[lacks]
	}
	check := func(t *testing.T, lacks string, articles []detente.Article, lost []string) {
		var got []string
		for _, a := range articles {
			got = append(got, told(t, p, a))
		}
		slices.Sort(got)
		if len(lost) > 0 || len(got) != len(list) {
			t.Errorf("%d articles of %d, lost %q", len(got), len(list), lost)
		}
		if diff := cmp.Diff(want(lacks), got); diff != "" {
			t.Errorf("statements (-want +got):\n%s", diff[:min(len(diff), 3000)])
		}
	}
	for name, format := range ownFormats() {
		t.Run(name, func(t *testing.T) {
			dir := put(t, map[string]string{name: format.write(list)})
			articles, lost, _ := readAll(t, Options{Languages: []string{"en"}}, filepath.Join(dir, name))
			check(t, format.lacks, articles, lost)
		})
	}
	for _, name := range []string{"sample.parquet", "sample.arrow"} {
		t.Run(name, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join("testdata", name)); err != nil {
				t.Fatal(err)
			}
			articles, lost, _ := readAll(t, Options{Languages: []string{"en"}}, filepath.Join("testdata", name))
			check(t, "", articles, lost)
			if t.Failed() {
				t.Error("when the sample corpus has changed: python testdata/columnar.py testdata")
			}
		})
	}
}
