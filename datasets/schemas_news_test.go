package datasets

import (
	"fmt"
	"strings"
	"testing"
)

// wrapped breaks text at 72 characters, as wires do, with a blank line or an
// indent before each paragraph.
func wrapped(s, between, indent string) string {
	var out []string
	for p := range strings.SplitSeq(s, "\n") {
		line := indent
		var lines []string
		for w := range strings.FieldsSeq(p) {
			if len(line)+1+len(w) > 72 && strings.TrimSpace(line) != "" {
				lines = append(lines, line)
				line = ""
			}
			if strings.TrimSpace(line) != "" {
				line += " "
			}
			line += w
		}
		out = append(out, strings.Join(append(lines, line), "\n"))
	}
	return strings.Join(out, between)
}

func nitfFile(blocks string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/nitf-3-3.dtd">
<nitf version="-//IPTC//DTD NITF 3.3//EN"><head><title>Reke Rejects Fees</title><meta content="16" name="publication_day_of_month"/>
<docdata><doc-id id-string="1815718"/></docdata>
<pubdata date.publication="20310516T000000" ex-ref="https://post.example/1815718" name="The Post"/></head>
<body><body.head><hedline><hl1>Reke Rejects the Fees</hl1><hl2>ONLINE TITLE</hl2></hedline><byline class="print_byline">By Tilda Kranz</byline><byline class="normalized_byline">Kranz, Tilda</byline></body.head>
<body.content>` + blocks + `</body.content></body></nitf>`
}

func TestNewsXML(t *testing.T) {
	full := `<block class="full_text">` + paragraphs("<p>", "</p>") + `</block>`
	lead := `<block class="lead_paragraph"><p>` + strings.SplitN(body, "\n", 2)[0] + `</p></block>`
	nitf := func(where string) string {
		return article(where, `id="1815718" title="Reke Rejects the Fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/1815718" metadata=2031-05-16/2031-05-16(day) publication_day_of_month:"16"`)
	}
	newsML := func(content string) string {
		return `<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2031-06-01T00:00:00Z</sent></header><itemSet>
<packageItem guid="p"><itemMeta><versionCreated>2031-06-01T00:00:00Z</versionCreated></itemMeta></packageItem>
<newsItem guid="urn:newsml:post.example:1" version="3" xml:lang="en"><itemMeta><provider literal="The Post"/><versionCreated>2031-06-01T00:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>2031-05-16T10:00:00Z</contentCreated><by>By Tilda Kranz</by><headline>Reke rejects the fees</headline></contentMeta>
<contentSet>` + content + `</contentSet></newsItem></itemSet></newsMessage>`
	}
	newsMLWant := []string{article("a.xml#2", `id="urn:newsml:post.example:1" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" language="en" metadata=2031-05-16T10:00:00/2031-05-16T10:00:00(second) version:"3" version_created:"2031-06-01T00:00:00Z" pub_status:"usable"`)}
	runSchemas(t, []schemaTest{
		{name: "nitf: the lead block repeats the opening", file: "a.xml", data: nitfFile(lead + full), want: []string{nitf("a.xml#1")}},
		{name: "nitf in a tgz", file: "a.tgz", data: gzipped(tarred("1987/03/01/0000001.xml", nitfFile(full))), want: []string{nitf("a.tgz:1987/03/01/0000001.xml#1")}},
		{name: "newsml-g2 with xhtml", file: "a.xml", data: newsML(`<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title></head><body>` + paragraphs("<p>", "</p>") + `</body></html></inlineXML>`), want: newsMLWant},
		{name: "newsml-g2 with nitf", file: "a.xml", data: newsML(`<inlineXML><nitf><body><body.content>` + paragraphs("<p>", "</p>") + `</body.content></body></nitf></inlineXML>`), want: newsMLWant},
		{name: "newsml-g2 without a text", file: "a.xml", data: newsML(`<remoteContent href="a.jpg"/>`), lost: []string{`a.xml, record 2: read: no text in "text"`}},
		{name: "factiva xml: marks of search words inside words", file: "a.xml",
			data: `<?xml version="1.0"?><ppsArticles><ppsArticle><article><accessionNo>POST000020310516e75g00001</accessionNo><baseLanguage>en</baseLanguage><headline><paragraph>Reke rejects the fees</paragraph></headline><byline>By Tilda Kranz</byline><publicationDate><date>2031-05-16</date></publicationDate><sourceName>The Post</sourceName><wordCount>61</wordCount>` +
				`<leadParagraph><paragraph>` + strings.Replace(strings.SplitN(body, "\n", 2)[0], "minister", "<hlt>mini</hlt>ster", 1) + `</paragraph></leadParagraph><tailParagraphs>` + strings.Replace(paragraphs("<paragraph>", "</paragraph>"), "<paragraph>"+strings.SplitN(body, "\n", 2)[0]+"</paragraph>", "", 1) + `</tailParagraphs></article></ppsArticle></ppsArticles>`,
			want: []string{article("a.xml#1", `id="POST000020310516e75g00001" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" language="en" metadata=2031-05-16/2031-05-16(day) word_count:"61"`)}},
		{name: "proquest xml", file: "a.xml", data: `<?xml version="1.0"?><RECORD><GOID>123</GOID><Obj><TitleAtt><Title>Reke rejects the fees</Title></TitleAtt><NumericDate>2031-05-16</NumericDate><Contributors><Contributor><Author><OriginalForm>Kranz, Tilda</OriginalForm></Author></Contributor></Contributors><Language><RawLang>English</RawLang></Language></Obj>` +
			`<DFS><PubFrosting><Title>The Post</Title></PubFrosting></DFS><Publication><Title>The Post</Title></Publication><TextInfo><Text WordCount="61" HTMLContent="true">` + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace("<html><body>"+paragraphs("<p>", "</p>")+"</body></html>") + `</Text></TextInfo></RECORD>`,
			want: []string{article("a.xml#1", `id="123" title="Reke rejects the fees" outlet="The Post" author="Kranz, Tilda" language="en" metadata=2031-05-16/2031-05-16(day)`)}},
		{name: "wikinews: talk pages, the time of the revision, the sources", file: "a.xml",
			data: `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><siteinfo><sitename>Wikinews</sitename></siteinfo><page><title>Talk:X</title><ns>1</ns><id>1</id><revision><text>Nonsense.</text></revision></page>` +
				`<page><title>Old</title><ns>0</ns><id>2</id><redirect title="New"/><revision><text>#REDIRECT [[New]]</text></revision></page>` +
				`<page><title>Reke rejects the fees</title><ns>0</ns><id>3</id><revision><timestamp>2031-07-01T00:00:00Z</timestamp><text xml:space="preserve">{{date|May 16, 2031}}{{infobox|{{x|y}}}}
[[File:Reke.jpg|thumb|A [[picture]]]]'''` + strings.NewReplacer("Averland, Jonas Reke", "[[w:Averland|Averland]], {{w|Jonas Reke}}", "Bexia’s ambassador", "[[Bexia]]’s ambassador", "\n", "\n\n").Replace(body) + `

== Sources ==
*{{source|url=https://post.example}}
[[Category:Averland]]</text></revision></page></mediawiki>`,
			want: []string{strings.Replace(article("a.xml#3", `id="3" title="Reke rejects the fees" metadata=2031-05-16/2031-05-16(day) revision_time:"2031-07-01T00:00:00Z"`), `"'''`, `"`, 1)}},
		{name: "rss: escaped html, the build date, the channel", file: "a.xml", data: `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Post</title><lastBuildDate>Fri, 01 Jun 2031 00:00:00 GMT</lastBuildDate>` +
			`<item><title>Reke rejects the fees</title><link>https://post.example/1</link><guid>1</guid><pubDate>Fri, 16 May 2031 10:00:00 GMT</pubDate><dc:creator>Tilda Kranz</dc:creator><description>Short.</description><content:encoded><![CDATA[` + paragraphs("<p>", "</p>") + `]]></content:encoded></item></channel></rss>`,
			want: []string{article("a.xml#1", `id="1" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/1" metadata=2031-05-16T10:00:00/2031-05-16T10:00:00(second) description:"Short."`)}},
		{name: "atom: updated is not published", file: "a.atom", data: `<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title><entry><title>Reke rejects the fees</title><link rel="self" href="https://x.example"/><link href="https://post.example/1"/><id>tag:1</id><published>2031-05-16T10:00:00Z</published><updated>2031-06-01T10:00:00Z</updated><author><name>Tilda Kranz</name></author><content type="html">` + strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(paragraphs("<p>", "</p>")) + `</content></entry></feed>`,
			want: []string{article("a.atom#1", `id="tag:1" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/1" metadata=2031-05-16T10:00:00/2031-05-16T10:00:00(second) updated:"2031-06-01T10:00:00Z"`)}},
		{name: "xml of no known schema", file: "a.xml", data: `<?xml version="1.0" encoding="ISO-8859-1"?><corpus><article id="7"><headline>Reke rejects the fees</headline><pubdate>16 May 2031</pubdate><source>The Post</source><body>` + paragraphs("<p>", "</p>") + `</body></article><article id="8"><headline>B</headline><body><p>` + strings.Split(body, "\n")[0] + `</p></body></article></corpus>`,
			want: []string{article("a.xml#1", `id="7" title="Reke rejects the fees" outlet="The Post" metadata=2031-05-16/2031-05-16(day)`), fmt.Sprintf(`a.xml#2 id="8" title="B" %q`, strings.Split(body, "\n")[0])}},
		{name: "xml that breaks off", file: "a.xml", data: nitfFile(full)[:900], lost: []string{`a.xml: read: broken XML at line 8: unexpected EOF; the rest of the file cannot be read`}},
		{name: "reuters sgml: latin-1, control characters, the dateline apart, the sign-off", file: "a.sgm",
			data: `<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="5544" NEWID="1">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>trade</D><D>ship</D></TOPICS>
<PLACES></PLACES>
<UNKNOWN>
&#5;&#5;&#5;C T
&#22;&#22;&#1;f0704&#31;reute</UNKNOWN>
<TEXT>&#2;
<TITLE>REKE REJECTS FEES &lt;AVE></TITLE>
<DATELINE>    CORVIN, Feb 26 - </DATELINE><BODY>` + strings.NewReplacer("“", "\"", "”", "\"", "’", "'").Replace(wrapped(body, "\n    ", "")) + `
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="2"><DATE>26-FEB-1987 15:02:00.00</DATE><TEXT TYPE="BRIEF">&#2;
<TITLE>NO BODY</TITLE>
&#3;</TEXT></REUTERS>
`,
			want: []string{fmt.Sprintf(`a.sgm#1 id="1" title="REKE REJECTS FEES <AVE>" metadata=1987-02-26/1987-02-26(day) topics:"trade; ship" %q`, "CORVIN, Feb 26 - "+strings.NewReplacer("“", "\"", "”", "\"", "’", "'").Replace(body))},
			lost: []string{`a.sgm, record 2: read: no text in "text"`}},
		{name: "ldc sgml: the day is in the id", file: "a.sgml", data: `<DOC id="PST_ENG_20310516.0001" type="story" >
<HEADLINE>
REKE REJECTS FEES
</HEADLINE>
<DATELINE>
CORVIN, May 16 (Post)
</DATELINE>
<TEXT>
` + paragraphs("<P>\n", "\n</P>") + `
</TEXT>
</DOC>
`,
			want: []string{fmt.Sprintf(`a.sgml#1 id="PST_ENG_20310516.0001" title="REKE REJECTS FEES" metadata=2031-05-16/2031-05-16(day) type:"story" %q`, "CORVIN, May 16 (Post) - "+body)}},
	})
}
