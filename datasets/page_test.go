package datasets

import (
	"fmt"
	"strings"
	"testing"
)

// layouts are pages as different content systems make them, round the same text:
// with and without an article element, JSON-LD, teasers inside the text, cookie
// boxes, comments, related links, and paragraphs divided by breaks.
func layouts(a own) map[string]string {
	teasers := ""
	for i := range 12 {
		teasers += fmt.Sprintf(`<li><a href="/n/%d"><h3>Ferries of Velm to run on Sundays</h3><p>The council wants to see more people on the water, it says.</p></a></li>`, i)
	}
	ps := strings.Split(escapeXML(a.Text), "\n")
	join := func(open, end, between string, every int) string {
		var b strings.Builder
		for i, p := range ps {
			b.WriteString(open + p + end)
			if every > 0 && i%every == every-1 {
				b.WriteString(between)
			}
		}
		return b.String()
	}
	head := `<title>` + escapeXML(a.Title) + ` | ` + escapeXML(a.Outlet) + `</title><meta charset="utf-8"><meta property="article:published_time" content="` + a.Date + `"><meta property="og:site_name" content="` + escapeXML(a.Outlet) + `">`
	nav := `<header><div class="logo"><a href="/">` + escapeXML(a.Outlet) + `</a></div><nav class="menu"><ul><li><a href="/w">World</a></li><li><a href="/b">Business</a></li><li><a href="/s">Sport</a></li></ul></nav></header><div class="cookie-banner" id="consent"><p>We and our partners use cookies. Accept all or choose what you share.</p><button>Accept</button></div>`
	foot := `<aside class="sidebar related"><h2>Most read</h2><ul>` + teasers + `</ul></aside><section id="comments" class="comments"><h3>Comments</h3><div class="comment"><p>I have always said that about the strait, and nobody listened to me at all.</p></div></section><footer class="footer"><p>Copyright. All rights reserved.</p><p>Contact, imprint, privacy, terms of use.</p></footer>`
	page := func(main string) string {
		return `<!DOCTYPE html><html lang="en"><head>` + head + `</head><body>` + nav + main + foot + `</body></html>`
	}
	title := `<h1>` + escapeXML(a.Title) + `</h1>`
	return map[string]string{
		"article":     page(`<main><article class="post">` + title + `<p class="byline">By ` + escapeXML(a.Author) + `</p>` + join("<p>", "</p>", "", 0) + `</article></main>`),
		"divs":        page(`<div class="content"><div class="story-body">` + title + join(`<div class="paragraph"><p>`, "</p></div>", "", 0) + `</div></div>`),
		"breaks":      page(`<div id="article-body" class="article-body">` + title + join("", "<br><br>\n", "", 0) + `</div>`),
		"interrupted": page(`<article>` + title + join("<p>", "</p>", `<div class="newsletter-signup"><p>Sign up for our newsletter.</p></div><aside class="related"><a href="/x">Read more: the ferries</a></aside>`, 3) + `</article>`),
		"itemprop":    page(`<div itemscope itemtype="https://schema.org/NewsArticle"><span itemprop="headline">` + escapeXML(a.Title) + `</span><div itemprop="articleBody">` + join("<p>", "</p>", "", 0) + `</div></div>`),
		"figure":      page(`<article><header>` + title + `</header><figure><img src="x.jpg"><figcaption>The strait, seen from a ferry. Picture: nobody</figcaption></figure>` + join("<p>", "</p>", "", 0) + `<ul class="tags"><li><a href="/t">Tides</a></li></ul></article>`),
		"table":       `<html><head>` + head + `</head><body><table width="100%"><tr><td><a href="/">Home</a></td></tr><tr><td>` + title + join("<p>", "</p>", "", 0) + `</td><td>` + teasers + `</td></tr></table></body></html>`,
	}
}

// wordF1 compares two texts as bags of words.
func wordF1(want, got string) float64 {
	count := map[string]int{}
	for _, w := range strings.Fields(want) {
		count[w]++
	}
	hits, n := 0, 0
	for _, w := range strings.Fields(got) {
		n++
		if count[w] > 0 {
			count[w]--
			hits++
		}
	}
	if hits == 0 {
		return 0
	}
	precision, recall := float64(hits)/float64(n), float64(hits)/float64(len(strings.Fields(want)))
	return 2 * precision * recall / (precision + recall)
}

// TestMainText holds the reading of pages to what the extractor reaches on its
// public benchmark, on pages of our own with known text.
func TestMainText(t *testing.T) {
	sum, pages := 0.0, 0
	by := map[string]float64{}
	list := ownArticles(t)
	for _, a := range list {
		for name, source := range layouts(a) {
			cells, _, err := pageCells([]byte(source), "")
			f1 := 0.0
			if err == nil {
				f1 = wordF1(a.Text, valueOf(cells, textColumn))
			}
			sum, pages = sum+f1, pages+1
			by[name] += f1
		}
	}
	t.Logf("word F1 %.3f on %d pages", sum/float64(pages), pages)
	for name, s := range by {
		t.Logf("%s: %.3f", name, s/float64(len(list)))
	}
	if sum/float64(pages) < 0.96 {
		t.Errorf("word F1 %.3f on %d pages, want 0.96", sum/float64(pages), pages)
	}
}

func BenchmarkPage(b *testing.B) {
	a := own{Title: "Reke rejects the fees", Text: strings.Repeat(body+"\n", 8), Date: "2031-05-16", Outlet: "The Post", Author: "Tilda Kranz"}
	source := []byte(layouts(a)["interrupted"])
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := pageCells(source, ""); err != nil {
			b.Fatal(err)
		}
	}
}
