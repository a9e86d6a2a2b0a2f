package datasets

import (
	"regexp"
	"strings"
)

var (
	wikiDate    = regexp.MustCompile(`(?i)\{\{\s*date\s*\|\s*([^}|]+?)\s*\}\}`)
	wikiRef     = regexp.MustCompile(`(?is)<ref[^>/]*/>|<ref[^>]*>.*?</ref>|<gallery.*?</gallery>|<!--.*?-->`)
	wikiHeading = regexp.MustCompile(`(?m)^\s*=+\s*(.*?)\s*=+\s*$`)
	wikiEnd     = regexp.MustCompile(`(?i)^(sources?|references|external links?|related (news|articles|stories)|see also|sister links|have your say|notes)$`)
	wikiLink    = regexp.MustCompile(`\[\[([^\[\]|]*\|)?([^\[\]|]*)\]\]`)
	wikiFile    = regexp.MustCompile(`(?i)^(file|image|category|[a-z]{2,3}):`)
	wikiOutLink = regexp.MustCompile(`\[(?:https?|ftp)://[^\s\]]+\s*([^\]]*)\]`)
	wikiMarks   = regexp.MustCompile(`'{2,5}`)
	wikiBullet  = regexp.MustCompile(`(?m)^[*#:;]+\s*`)
	// A template that only shows a link: {{w|Averland}}, {{w|Averland|the island}}.
	wikiShown = regexp.MustCompile(`(?i)^\{\{\s*w\s*\|(?:[^{}|]*\|)?([^{}|]*)\}\}$`)
)

// wikiCells reads a page of a MediaWiki export. The time of a revision is that
// of the last correction, so only the date in the text counts.
func wikiCells(n *xnode) ([]cell, string) {
	if ns := n.one("ns").text(); ns != "" && ns != "0" {
		return nil, "page of another namespace"
	}
	if n.one("redirect") != nil {
		return nil, "redirect"
	}
	source := n.one("revision/text").keepLines()
	if strings.HasPrefix(strings.ToLower(source), "#redirect") {
		return nil, "redirect"
	}
	date := ""
	if m := wikiDate.FindStringSubmatch(source); m != nil {
		date = m[1]
	}
	return cellsOf("title", n.one("title").text(), textColumn, wikiText(source), "date", date, "id", n.one("id").text(), "revision_time", n.one("revision/timestamp").text()), ""
}

// wikiText takes the marks of a wiki out of a text: links become the words they
// show, templates and tables go, and what follows a heading such as "Sources" is
// no text.
func wikiText(s string) string {
	s = wikiRef.ReplaceAllString(s, "")
	s = withoutNested(s, "{|", "|}", func(string) string { return "" })
	s = withoutNested(s, "{{", "}}", func(t string) string {
		if m := wikiShown.FindStringSubmatch(t); m != nil {
			return m[1]
		}
		return ""
	})
	s = withoutNested(s, "[[", "]]", func(t string) string {
		m := wikiLink.FindStringSubmatch(t)
		switch {
		case m == nil || m[1] == "" && wikiFile.MatchString(m[2]) || wikiFile.MatchString(m[1]) && !strings.HasPrefix(strings.ToLower(m[1]), "w:"):
			return ""
		case m[2] == "":
			return strings.TrimSuffix(m[1], "|")
		}
		return m[2]
	})
	s = wikiOutLink.ReplaceAllString(s, "$1")
	s = wikiMarks.ReplaceAllString(s, "")
	var kept []string
	for line := range strings.SplitSeq(s, "\n") {
		if m := wikiHeading.FindStringSubmatch(line); m != nil {
			if wikiEnd.MatchString(m[1]) {
				break
			}
			line = m[1]
		}
		if line = strings.TrimSpace(wikiBullet.ReplaceAllString(line, "")); line != "" {
			kept = append(kept, line)
		}
	}
	s, _ = stripMarkup(strings.Join(kept, "\n"))
	s, _ = unescape(s)
	return s
}

// withoutNested replaces what stands between marks, the inner before the outer.
// What is opened and not closed stays.
func withoutNested(s, open, end string, replace func(string) string) string {
	const most = 100
	stack := [][]byte{nil}
	for i := 0; i < len(s); {
		top := len(stack) - 1
		switch {
		case strings.HasPrefix(s[i:], open) && top < most:
			stack = append(stack, nil)
			i += len(open)
		case top > 0 && strings.HasPrefix(s[i:], end):
			inner := replace(open + string(stack[top]) + end)
			stack = stack[:top]
			stack[top-1] = append(stack[top-1], inner...)
			i += len(end)
		default:
			stack[top] = append(stack[top], s[i])
			i++
		}
	}
	parts := make([]string, len(stack))
	for i, b := range stack {
		parts[i] = string(b)
	}
	return strings.Join(parts, open)
}
