package datasets

import (
	"encoding/json"
	"html"
	"strings"
)

// ldArticle is what a page declares about its article in JSON-LD.
type ldArticle struct {
	title, text, date, modified, outlet, author, url, language, section string
}

// article finds the article among the JSON-LD objects of a page: the one that
// says most.
func (p *page) article() (best ldArticle) {
	most := 0
	for _, source := range p.ld {
		var value any
		if json.Unmarshal([]byte(tidyJSON(source)), &value) != nil {
			continue
		}
		known := map[string]map[string]any{}
		var found []map[string]any
		collectLD(value, known, &found, 0)
		for _, o := range found {
			a := newLDArticle(o, known)
			n := 0
			for _, s := range []string{a.title, a.date, a.author, a.outlet} {
				if s != "" {
					n++
				}
			}
			if a.text != "" {
				n += 3
			}
			if n > most {
				most, best = n, a
			}
		}
	}
	return best
}

// tidyJSON mends what content systems do to JSON inside a page: comments round
// it, a semicolon after it, raw line ends in strings.
func tidyJSON(s string) string {
	s = strings.TrimSpace(s)
	for _, cut := range []string{"<!--", "//<![CDATA[", "<![CDATA["} {
		s = strings.TrimSpace(strings.TrimPrefix(s, cut))
	}
	for _, cut := range []string{"-->", "//]]>", "]]>", ";"} {
		s = strings.TrimSpace(strings.TrimSuffix(s, cut))
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// collectLD lists the articles among values, wherever they stand, and the
// objects that others refer to by @id.
func collectLD(v any, known map[string]map[string]any, found *[]map[string]any, depth int) {
	if depth > 8 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collectLD(e, known, found, depth+1)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 {
			known[id] = v
		}
		if isLDArticle(v["@type"]) {
			*found = append(*found, v)
		}
		for _, inner := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "publisher", "author"} {
			if e, ok := v[inner]; ok {
				collectLD(e, known, found, depth+1)
			}
		}
	}
}

func isLDArticle(t any) bool {
	switch t := t.(type) {
	case string:
		t = t[strings.LastIndexByte(t, '/')+1:]
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report"
	case []any:
		for _, e := range t {
			if isLDArticle(e) {
				return true
			}
		}
	}
	return false
}

func newLDArticle(o map[string]any, known map[string]map[string]any) ldArticle {
	text := func(key string) string {
		s, _ := o[key].(string)
		return html.UnescapeString(s)
	}
	a := ldArticle{
		title: firstOf(text("headline"), text("name")), text: text("articleBody"), date: text("datePublished"), modified: text("dateModified"),
		outlet: firstOf(ldNames(o["publisher"], known), ldNames(o["sourceOrganization"], known)), author: ldNames(o["author"], known),
		url: firstOf(text("url"), ldNames(o["mainEntityOfPage"], nil)), language: firstOf(text("inLanguage"), ldNames(o["inLanguage"], nil)),
		section: ldNames(o["articleSection"], nil),
	}
	if !isURL(a.url) {
		a.url = ""
	}
	if stripped, ok := stripMarkup(a.text); ok {
		a.text = stripped
	}
	return a
}

// ldNames gives the names of persons or bodies: a string, an object, or a list.
func ldNames(v any, known map[string]map[string]any) string {
	switch v := v.(type) {
	case string:
		return html.UnescapeString(strings.TrimSpace(v))
	case []any:
		var names []string
		for _, e := range v {
			if n := ldNames(e, known); n != "" {
				names = append(names, n)
			}
		}
		return strings.Join(names, "; ")
	case map[string]any:
		for _, key := range []string{"name", "alternateName"} {
			if s, ok := v[key].(string); ok {
				return html.UnescapeString(strings.TrimSpace(s))
			}
		}
		if id, ok := v["@id"].(string); ok {
			if o := known[id]; o != nil {
				return ldNames(o["name"], nil)
			}
			return id
		}
	}
	return ""
}
