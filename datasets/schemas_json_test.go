package datasets

import (
	"fmt"
	"strings"
	"testing"
)

// gdeltRow is a line of a table of n columns without a header.
func gdeltRow(n int, cells map[int]string) string {
	row := make([]string, n)
	for i := range row {
		row[i] = cells[i]
	}
	return strings.Join(row, "\t") + "\n"
}

func TestNewsJSON(t *testing.T) {
	const u = "https://post.example/1"
	b := q(body)
	html := q(paragraphs("<p>", "</p>"))
	const standard = `title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/1"`
	const day = ` metadata=2031-05-16/2031-05-16(day)`
	const morning = ` metadata=2031-05-16T10:00:00/2031-05-16T10:00:00(second)`
	runSchemas(t, []schemaTest{
		{name: "news-please: text may be null, the day of the download, None", file: "a.json",
			data: `{"authors":["Tilda Kranz"],"date_download":"2031-06-01 00:00:00","date_modify":"None","date_publish":"2031-05-16 17:03:00","description":"Short.","language":"en","maintext":` + b + `,"source_domain":"post.example","text":null,"title":"Reke rejects the fees","title_page":null,"title_rss":null,"url":"` + u + `"}`,
			want: []string{article("a.json#1", `title="Reke rejects the fees" outlet="post.example" author="Tilda Kranz" url="https://post.example/1" language="en"`+day+` date_download:"2031-06-01 00:00:00" date_modify:"None" description:"Short."`)}},
		{name: "newsapi: texts cut at 200 characters", file: "a.json",
			data: `{"status":"ok","totalResults":1,"articles":[{"source":{"id":null,"name":"The Post"},"author":"Tilda Kranz","title":"Reke rejects the fees","description":"Short.","url":"` + u + `","publishedAt":"2031-05-16T10:00:00Z","content":` + q(body+" [+1234 chars]") + `}]}`,
			want: []string{fmt.Sprintf(`a.json#1 %s%s description:"Short." truncated:"+1234 chars" %q`, standard, morning, body+" [+1234 chars]")}},
		{name: "event registry: duplicates, languages of three letters", file: "a.json",
			data: `{"articles":{"page":1,"totalResults":2,"results":[{"uri":"771","lang":"eng","isDuplicate":true,"date":"2031-05-16","time":"10:00:00","dateTime":"2031-05-16T11:00:00Z","dateTimePub":"2031-05-16T10:00:00Z","url":"` + u + `","title":"Reke rejects the fees","body":` + b + `,"source":{"uri":"post.example","title":"The Post"},"authors":[{"uri":"k@post.example","name":"Tilda Kranz"}]}]}}`,
			want: []string{article("a.json#1", `id="771" `+standard+` language="en"`+morning+` isDuplicate:"true" date:"2031-05-16" time:"10:00:00" dateTime:"2031-05-16T11:00:00Z" source.uri:"post.example" authors.uri:"k@post.example"`)}},
		{name: "media cloud: stories without texts", file: "a.csv", data: "id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2031-06-01,en,The Post,post.example,2031-05-16,Reke rejects the fees," + u + "\n",
			lost: []string{`a.csv: read: this is a Media Cloud list of stories without their texts: ask its interface for the field text, or fetch the pages of the url column`}},
		{name: "media cloud v2: sentences", file: "a.json", data: `[{"stories_id":5,"collect_date":"2031-06-01","publish_date":"2031-05-16 10:00:00","guid":"` + u + `","url":"` + u + `","language":"en","media_id":1,"media_name":"The Post","title":"Reke rejects the fees","story_sentences":[{"sentence_number":0,"sentence":"Averland’s minister rejected the fees on Tuesday and asked Bexia to take them back."},{"sentence_number":1,"sentence":"“Nobody owns the tide,” he said."}]}]`,
			want: []string{fmt.Sprintf(`a.json#1 id="https://post.example/1" title="Reke rejects the fees" outlet="The Post" url="https://post.example/1" language="en"%s stories_id:"5" collect_date:"2031-06-01" media_id:"1" story_sentences.sentence_number:"0 1" %q`, day, "Averland’s minister rejected the fees on Tuesday and asked Bexia to take them back. “Nobody owns the tide,” he said.")}},
		{name: "media cloud v2: story_text", file: "a.json", data: `[{"stories_id":5,"collect_date":"2031-06-01","publish_date":"2031-05-16","url":"` + u + `","media_name":"The Post","title":"Reke rejects the fees","story_text":` + b + `}]`,
			want: []string{article("a.json#1", `title="Reke rejects the fees" outlet="The Post" url="https://post.example/1"`+day+` stories_id:"5" collect_date:"2031-06-01"`)}},
		{name: "all the news 1: an index without a name, years as decimals", file: "a.csv", data: ",id,title,publication,author,date,year,month,url,content\n0,17283,Reke rejects the fees,The Post,Tilda Kranz,2031-05-16,2031.0,5.0,," + quote(body) + "\n",
			want: []string{article("a.csv#2", `id="17283" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz"`+day+` index:"0" year:"2031.0" month:"5.0"`)}},
		{name: "all the news 2: the text is called article", file: "a.csv", data: "date,year,month,day,author,title,article,url,section,publication\n2031-05-16 00:00:00,2031,5.0,16,Tilda Kranz,Reke rejects the fees," + quote(body) + "," + u + ",World,The Post\n",
			want: []string{article("a.csv#2", standard+day+` year:"2031" month:"5.0" day:"16" section:"World"`)}},
		{name: "isot: blanks, addresses and titles in the column of dates", file: "True.csv", data: "title,text,subject,date\nReke rejects the fees," + quote("CORVIN (Reuters) - "+body) + ",worldnews,\"May 16, 2031 \"\nB," + quote(body) + ",worldnews,https://post.example/x\nC," + quote(body) + ",worldnews,\"May 17, 2031 \"\nD," + quote(body) + ",worldnews,\"May 18, 2031 \"\n",
			want: []string{fmt.Sprintf(`True.csv#2 title="Reke rejects the fees" metadata=2031-05-16/2031-05-16(day) subject:"worldnews" agency:"Reuters" %q`, "CORVIN (Reuters) - "+body), article("True.csv#5", `title="B" subject:"worldnews"`), article("True.csv#8", `title="C" metadata=2031-05-17/2031-05-17(day) subject:"worldnews"`), article("True.csv#11", `title="D" metadata=2031-05-18/2031-05-18(day) subject:"worldnews"`)}},
		{name: "huffpost: json lines under the name of json, summaries", file: "a.json", data: `{"link":"` + u + `","headline":"Reke rejects the fees","category":"WORLD NEWS","short_description":"He said nobody owned the tide.","authors":"Tilda Kranz","date":"2031-05-16"}` + "\n" + `{"link":"` + u + `2","headline":"B","category":"WORLD NEWS","short_description":"Bexia did not answer.","authors":"","date":"2031-05-17"}` + "\n",
			want: []string{`a.json#1 title="Reke rejects the fees" author="Tilda Kranz" url="https://post.example/1" metadata=2031-05-16/2031-05-16(day) category:"WORLD NEWS" "He said nobody owned the tide."`, `a.json#2 title="B" url="https://post.example/12" metadata=2031-05-17/2031-05-17(day) category:"WORLD NEWS" "Bexia did not answer."`}},
		{name: "signal-1m", file: "a.jsonl", data: `{"id":"f7ca322d-c3e8-40d2-841f-9d7250ac72ca","content":` + b + `,"title":"Reke rejects the fees","media-type":"News","source":"The Post","published":"2031-05-16T10:00:00Z"}` + "\n",
			want: []string{article("a.jsonl#1", `id="f7ca322d-c3e8-40d2-841f-9d7250ac72ca" title="Reke rejects the fees" outlet="The Post"`+morning+` media-type:"News"`)}},
		{name: "guardian: html", file: "a.json", data: `{"response":{"status":"ok","results":[{"id":"world/1","type":"article","sectionName":"World","webPublicationDate":"2031-05-16T10:00:00Z","webTitle":"Reke rejects the fees","webUrl":"` + u + `","fields":{"headline":"Reke rejects","byline":"Tilda Kranz","body":` + html + `}}]}}`,
			want: []string{article("a.json#1", `id="world/1" title="Reke rejects the fees" author="Tilda Kranz" url="https://post.example/1"`+morning+` type:"article" sectionName:"World" fields.headline:"Reke rejects"`)}},
		{name: "guardian: texts that were not asked for", file: "a.json", data: `{"response":{"status":"ok","results":[{"id":"world/1","webPublicationDate":"2031-05-16T10:00:00Z","webTitle":"Reke rejects the fees","webUrl":"` + u + `"}]}}`,
			lost: []string{`a.json: read: this answer of the Guardian's interface has no texts: ask for them with show-fields=bodyText`}},
		{name: "nyt archive: no full texts", file: "a.json", data: `{"copyright":"c","response":{"docs":[{"web_url":"` + u + `","snippet":"S.","lead_paragraph":"Averland’s minister rejected the fees on Tuesday.","abstract":"S.","headline":{"main":"Reke rejects the fees","kicker":null},"byline":{"original":"By Tilda Kranz"},"pub_date":"2031-05-16T10:00:00+0000","section_name":"World","source":"The Post","_id":"nyt://1"}]}}`,
			want: []string{`a.json#1 id="nyt://1" title="Reke rejects the fees" outlet="The Post" author="Tilda Kranz" url="https://post.example/1"` + morning + ` snippet:"S." abstract:"S." section_name:"World" "Averland’s minister rejected the fees on Tuesday."`}},
		{name: "gdelt events", file: "20310516.export.CSV", data: gdeltRow(61, map[int]string{0: "1", 1: "20310516", 6: "AVERLAND", 60: u}) + gdeltRow(61, map[int]string{0: "2", 1: "20310516", 6: "BEXIA", 60: u}),
			lost: []string{`20310516.export.CSV: read: this is a GDELT event table: it codes events and has no articles; fetch the pages of its SOURCEURL column and give those`}},
		{name: "gdelt gkg", file: "a.gkg.csv", data: gdeltRow(27, map[int]string{0: "20310516000000-1", 1: "20310516000000", 3: "post.example", 4: u, 8: strings.Repeat("THEME,12;", 60)}) + gdeltRow(27, map[int]string{0: "20310516000000-2", 1: "20310516000000", 3: "post.example", 4: u, 8: strings.Repeat("THEME,12;", 40)}),
			lost: []string{`a.gkg.csv: read: this is a GDELT knowledge graph: it has themes and no articles; the Global Quotation Graph (GQG) has quotations, or fetch the pages of its DocumentIdentifier column`}},
		{name: "gdelt gqg: quotations without articles", file: "a.gqg.json.gz", data: gzipped(`{"date":"2031-05-16T10:00:00Z","url":"` + u + `","title":"Reke rejects the fees","lang":"ENGLISH","quotes":[{"pre":"minister of Averland, Jonas Reke, told parliament: “","quote":"Nobody owns the tide.","post":"” The ambassador of Bexia"},{"quote":"We will answer","post":",\" said Verel."}]}` + "\n"),
			want: []string{`a.gqg.json.gz#1 title="Reke rejects the fees" url="https://post.example/1" language="en"` + morning + ` "minister of Averland, Jonas Reke, told parliament: “Nobody owns the tide.” The ambassador of Bexia\n“We will answer,” said Verel."`}},
		{name: "trec washington post: blocks, null blocks, html in blocks, milliseconds", file: "a.jl", data: `{"id":"w1","article_url":"` + u + `","title":"Reke rejects the fees","author":"Tilda Kranz","published_date":1936951200000,"contents":[{"content":"World","mime":"text/plain","type":"kicker"},null,{"content":"Reke rejects the fees","type":"title"},{"content":"By Tilda Kranz","type":"byline"},` +
			func() string {
				var blocks []string
				for p := range strings.SplitSeq(body, "\n") {
					blocks = append(blocks, `{"content":`+q(strings.Replace(p, "Reke", "<a href=\"x\">Reke</a>", 1))+`,"subtype":"paragraph","type":"sanitized_html","mime":"text/html"}`)
				}
				return strings.Join(blocks, ",")
			}() + `,{"fullcaption":"A picture.","imageURL":"x","type":"image"},{"content":null,"type":"sanitized_html"}],"source":"The Post"}` + "\n",
			want: []string{article("a.jl#1", `id="w1" `+standard+` metadata=2031-05-19T10:00:00/2031-05-19T10:00:00(second) contents.kicker:"World" contents.title:"Reke rejects the fees" contents.byline:"By Tilda Kranz"`)}},
		{name: "trafilatura: the source is an address, the day of the run", file: "a.jsonl", data: `{"title":"Reke rejects the fees","author":"Tilda Kranz","hostname":"post.example","date":"2031-05-16","filedate":"2031-06-01","sitename":"The Post","source":"` + u + `","language":"en","text":` + b + `,"raw_text":` + q(strings.ReplaceAll(body, "\n", " ")) + `}` + "\n",
			want: []string{article("a.jsonl#1", standard+` language="en"`+day+` hostname:"post.example" filedate:"2031-06-01" raw_text:`+q(strings.ReplaceAll(body, "\n", " ")))}},
		{name: "schema.org in json", file: "a.json", data: `[{"@context":"https://schema.org","@type":"NewsArticle","headline":"Reke rejects the fees","articleBody":` + b + `,"datePublished":"2031-05-16T10:00:00Z","dateModified":"2031-06-01","publisher":{"@type":"Organization","name":"The Post"},"author":[{"@type":"Person","name":"Tilda Kranz"}],"url":"` + u + `","inLanguage":"en"}]`,
			want: []string{article("a.json#1", standard+` language="en"`+morning+` @context:"https://schema.org" @type:"NewsArticle" dateModified:"2031-06-01" publisher.@type:"Organization" author.@type:"Person"`)}},
		{name: "mediastack", file: "a.json", data: `{"pagination":{"limit":1},"data":[{"author":"Tilda Kranz","title":"Reke rejects the fees","description":"He said that nobody owned the tide.","url":"` + u + `","source":"The Post","language":"en","published_at":"2031-05-16T10:00:00+00:00"}]}`,
			want: []string{`a.json#1 ` + standard + ` language="en"` + morning + ` "He said that nobody owned the tide."`}},
		{name: "newsdata: texts that must be paid for", file: "a.json", data: `{"status":"success","results":[` + strings.Repeat(`{"title":"A","link":"`+u+`","creator":["Tilda Kranz"],"description":"He said that nobody owned the tide.","content":"ONLY AVAILABLE IN PAID PLANS","pubDate":"2031-05-16 10:00:00","language":"english","source_id":"post"},`, 4) + `{"title":"B","description":"Short.","content":"ONLY AVAILABLE IN PAID PLANS"},{"title":"C","description":"Long enough.","content":"ONLY AVAILABLE IN PAID PLANS"},{"title":"D","description":"Another.","content":"ONLY AVAILABLE IN PAID PLANS"}]}`,
			want: newsData()},
		{name: "posts: references, a retweet, an author from outside", file: "a.json", opt: Options{Author: "Ilsa Brandt"}, data: `[{"id_str":"1","text":"I will not pay, &amp; nobody will!","created_at":"Fri May 16 10:00:00 +0000 2031","is_retweet":"f"},{"id_str":"2","text":"RT @verel: We will answer.","created_at":"Fri May 16 11:00:00 +0000 2031","is_retweet":"t"}]`,
			want: []string{`a.json#1 id="1" author="Ilsa Brandt"` + morning + ` is_retweet:"f" "I will not pay, & nobody will!"`, `a.json#2 id="2" author="Ilsa Brandt" metadata=2031-05-16T11:00:00/2031-05-16T11:00:00(second) is_retweet:"t" "RT @verel: We will answer."`}},
		{name: "own scrapes: windows-1252, a mark, day and month", file: "a.csv", data: "\xef\xbb\xbfHeadline;Body Text;Publish Date\nReke rejects the fees;" + quote(body) + ";16/05/2031\n",
			want: []string{article("a.csv#2", `title="Reke rejects the fees"`+day)}},
	})
}

// newsData are the articles of an answer of which every text is the same.
func newsData() (want []string) {
	for i := range 4 {
		want = append(want, fmt.Sprintf(`a.json#%d title="A" author="Tilda Kranz" url="https://post.example/1" language="en" metadata=2031-05-16/2031-05-16(day) content:"ONLY AVAILABLE IN PAID PLANS" source_id:"post" "He said that nobody owned the tide."`, i+1))
	}
	for i, t := range []string{"Short.", "Long enough.", "Another."} {
		want = append(want, fmt.Sprintf(`a.json#%d title=%q content:"ONLY AVAILABLE IN PAID PLANS" %q`, i+5, string(rune('B'+i)), t))
	}
	return want
}
