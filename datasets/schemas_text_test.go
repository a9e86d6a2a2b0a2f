package datasets

import (
	"fmt"
	"strings"
	"testing"
)

// docx is a document with one paragraph a line.
func docx(text string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for line := range strings.SplitSeq(text, "\n") {
		half := len(line) / 2
		for half > 0 && half < len(line) && line[half]&0xC0 == 0x80 {
			half--
		}
		escape := strings.NewReplacer("&", "&amp;", "<", "&lt;")
		fmt.Fprintf(&b, `<w:p><w:pPr/><w:r><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, escape.Replace(line[:half]), escape.Replace(line[half:]))
	}
	b.WriteString(`</w:body></w:document>`)
	return zipped("[Content_Types].xml", `<Types/>`, "word/document.xml", b.String())
}

// rtf is a document with one paragraph a line.
func rtf(text string) string {
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\*\generator x;}{\info{\title no}}\uc1\pard ` + "\r\n")
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString("\\par\r\n")
		case r == '\t':
			b.WriteString(`\tab `)
		case r == '“':
			b.WriteString(`\'93`)
		case r == '”':
			b.WriteString(`{\b \u8221?}`)
		case r == '’':
			b.WriteString(`\rquote `)
		case r == '\\' || r == '{' || r == '}':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String() + "}"
}

const lexisOld = `
                               %d of 2 DOCUMENTS


                         Copyright 2031 The Post
                              All Rights Reserved
                                 The Post

                             May 16, 2031 Friday
                                Final Edition

Reke rejects the fees

BYLINE: By Tilda Kranz

SECTION: NEWS; Pg. 3

LENGTH: 61 words

%s

LOAD-DATE: June 1, 2031

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper
`

const lexisNew = `Reke rejects the fees
The Post
May 16, 2031 Friday
Copyright 2031 The Post All Rights Reserved
Section: NEWS; Pg. 3
Length: 61 words
Byline: Tilda Kranz
Body

%s

Load-Date: June 1, 2031

End of Document
`

const proquest = `____________________________________________________________

Document 1 of 2

Reke rejects the fees

Author: Kranz, Tilda

Publication info: The Post ; Corvin  [Corvin]. 16 May 2031.

https://post.example/docview/1

Abstract: Short.

Full text: %s

Subject: Tides; Fees

Publication title: The Post

Publication date: May 16, 2031

ProQuest document ID: 1

Document URL: https://post.example/docview/1

Language of publication: English

Last updated: 2031-06-01

____________________________________________________________

Document 2 of 2

B

Full text: Not available.

Publication date: May 17, 2031

____________________________________________________________
`

func TestTextExports(t *testing.T) {
	old := fmt.Sprintf(lexisOld, 1, wrapped(body, "\n\n", "")) + fmt.Sprintf(lexisOld, 2, wrapped(body, "\n", "   "))
	news := func(where string) string {
		return article(where, `title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" language="english" metadata=2031-05-16/2031-05-16(day) section:"NEWS; Pg. 3" length:"61 words" load_date:"June 1, 2031" publication_type:"Newspaper"`)
	}
	oldWant := func(file string) []string {
		w := strings.ReplaceAll(news(file), `language="english"`, `language="en"`)
		return []string{strings.Replace(w, file, file+"#1", 1), strings.Replace(w, file, file+"#2", 1)}
	}
	newWant := func(file string) []string {
		w := article(file, `title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" metadata=2031-05-16/2031-05-16(day) section:"NEWS; Pg. 3" length:"61 words" load_date:"June 1, 2031"`)
		return []string{strings.Replace(w, file, file+"#1", 1), strings.Replace(w, file, file+"#2", 1)}
	}
	two := fmt.Sprintf(lexisNew, strings.ReplaceAll(body, "\n", "\n\n")) + fmt.Sprintf(lexisNew, strings.ReplaceAll(body, "\n", "\n\n"))
	coded := func(between string) string {
		var b strings.Builder
		for range 2 {
			for _, r := range [][2]string{{"SE", "World"}, {"HD", "Reke rejects the fees"}, {"BY", "By Tilda Kranz"}, {"WC", "61 words"}, {"PD", "16 May 2031"}, {"SN", "The Post"}, {"SC", "POST"}, {"LA", "English"}, {"CY", "(c) 2031"}, {"LP", strings.SplitN(body, "\n", 2)[0]}, {"TD", strings.SplitN(body, "\n", 2)[1]}, {"AN", "Document POST000020310516e75g00001"}} {
				fmt.Fprintf(&b, between, r[0], r[1])
			}
			b.WriteString("\n")
		}
		return b.String()
	}
	factiva := func(file string) []string {
		w := article(file, `id="POST000020310516e75g00001" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" language="en" metadata=2031-05-16/2031-05-16(day) section:"World" word_count:"61 words" copyright:"(c) 2031"`)
		return []string{strings.Replace(w, file, file+"#1", 1), strings.Replace(w, file, file+"#2", 1)}
	}
	page := func(rows string) string {
		return `<!DOCTYPE html><html><head><title>Factiva</title></head><body><div class="article enArticle"><table>` + rows + `</table></div></body></html>`
	}
	html := strings.ReplaceAll(coded(`<tr><td class="index" align="left"><b>%s</b>&nbsp;</td><td><p>%s</p></td></tr>`), "\n“", "</p><p>“")
	html = strings.ReplaceAll(html, "\nBexia", "</p><p>Bexia")
	runSchemas(t, []schemaTest{
		{name: "lexisnexis in text: count, hard lines, the day of loading", file: "a.txt", data: "Cover page\nJob 1\n" + old, want: oldWant("a.txt")},
		{name: "lexisnexis in docx, new form", file: "a.docx", data: docx(two), want: newWant("a.docx")},
		{name: "lexisnexis in rtf, new form", file: "a.rtf", data: rtf(two), want: newWant("a.rtf")},
		{name: "lexisnexis in html", file: "a.html", data: "<html><body><div>" + strings.ReplaceAll(strings.ReplaceAll("<p>"+fmt.Sprintf(lexisOld, 1, body)+fmt.Sprintf(lexisOld, 2, body)+"</p>", "\n\n", "</p><p>"), "\n", "</p><p>") + "</div></body></html>", want: oldWant("a.html")},
		{name: "lexisnexis with keywords of another language", file: "a.txt", data: strings.NewReplacer("DOCUMENTS", "DOKUMENTEN", " of 2 ", " von 2 ", "LENGTH", "LÄNGE", "LOAD-DATE", "UPDATE", "LANGUAGE: ENGLISH", "SPRACHE: ENGLISH", "May 16, 2031 Friday", "16. Mai 2031 Freitag").Replace(old),
			want: oldWant("a.txt")},
		{name: "proquest in text", file: "a.txt", data: fmt.Sprintf(proquest, wrapped(body, "\n\n", "")),
			want: []string{
				article("a.txt#1", `id="1" title="Reke rejects the fees" outlet="The Post" author="Kranz, Tilda" url="https://post.example/docview/1" language="en" metadata=2031-05-16/2031-05-16(day) publication_info:"The Post ; Corvin  [Corvin]. 16 May 2031. https://post.example/docview/1" abstract:"Short." subject:"Tides; Fees" last_updated:"2031-06-01"`),
				`a.txt#2 title="B" metadata=2031-05-17/2031-05-17(day) "Not available."`}},
		{name: "factiva in html", file: "a.html", data: page(html), want: factiva("a.html")},
		{name: "factiva in rtf", file: "a.rtf", data: rtf(coded("%s\t%s\n")), want: factiva("a.rtf")},
		{name: "a document that is one article", file: "a.docx", data: docx(body), want: []string{article("a.docx#0", "")[:9] + article("", "")[2:]}},
		{name: "an rtf document that is one article", file: "a.rtf", data: rtf(body), want: []string{fmt.Sprintf("a.rtf#0 %q", body)}},
		{name: "markdown", file: "a.md", data: "---\ntitle: \"Reke rejects the fees\"\ndate: 2031-05-16\nauthor: Tilda Kranz\ntags: tides\n---\n# Reke rejects the fees\n\n" + strings.NewReplacer("Jonas Reke", "[**Jonas Reke**](https://post.example)", "crown", "*crown*").Replace(wrapped(body, "\n\n", "")) + "\n\n![a picture](x.png)\n",
			want: []string{article("a.md#0", `title="Reke rejects the fees" author="Tilda Kranz" metadata=2031-05-16/2031-05-16(day) tags:"tides"`)}},
		{name: "text with hard line breaks", file: "a.txt", data: wrapped(body, "\n", "   "), want: []string{fmt.Sprintf("a.txt#0 %q", body)}},
		{name: "text with hard line breaks and blank lines", file: "a.txt", data: strings.ReplaceAll(wrapped(body, "\n\n", ""), "\n", "\r\n"), want: []string{fmt.Sprintf("a.txt#0 %q", body)}},
	})
}

func TestUnwrapLeavesOthersAlone(t *testing.T) {
	for _, s := range []string{
		body,
		strings.Repeat("One sentence stands on each of these lines, as feeds give it.\n", 8),
		"Reke said:\nno\nto\nall\nof\nit",
		"A list of the ports:\n- Corvin on the northern coast\n- Port Marlo\n- Velm, where the ferries are\n- Orren",
	} {
		if got, changed := unwrap(s); changed {
			t.Errorf("unwrap(%q) = %q", s, got)
		}
	}
}
