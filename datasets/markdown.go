package datasets

import (
	"regexp"
	"strings"
)

var (
	mdFront    = regexp.MustCompile(`^([A-Za-z_][\w -]{0,40}):\s*(.*)$`)
	mdHeading  = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	mdRule     = regexp.MustCompile(`^(\*{3,}|-{3,}|_{3,}|={3,})$`)
	mdImage    = regexp.MustCompile(`!\[[^\]\n]*\]\([^)\n]*\)`)
	mdLink     = regexp.MustCompile(`\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])`)
	mdDefine   = regexp.MustCompile(`^\[[^\]]+\]:\s+\S+`)
	mdBullet   = regexp.MustCompile(`^(?:[*+-]|\d{1,3}[.)])\s+`)
	mdEmphasis = regexp.MustCompile(`(^|[\s(“"‘'])(\*{1,3}|_{1,3})([^\s*_](?:[^*_\n]*[^\s*_])?)(\*{1,3}|_{1,3})`)
	mdEscape   = regexp.MustCompile(`\\([\\` + "`" + `*_{}\[\]()#+.!>-])`)
)

// markdownCells reads an article in Markdown: the front matter gives fields, a
// first heading the title where there is none, and the marks go.
func markdownCells(data []byte) ([]cell, bool, error) {
	valid, repaired := validUTF8(data)
	lines := strings.Split(strings.ReplaceAll(string(valid), "\r\n", "\n"), "\n")
	var cells []cell
	if len(lines) > 2 && strings.TrimSpace(lines[0]) == "---" {
		cells, lines = frontMatter(lines)
	}
	var kept []string
	open := false // a paragraph that the next line continues
	code := false
	title := ""
	for _, line := range lines {
		bare := strings.TrimSpace(line)
		if strings.HasPrefix(bare, "```") || strings.HasPrefix(bare, "~~~") {
			code, open = !code, false
			continue
		}
		switch {
		case code:
			continue
		case bare == "" || mdDefine.MatchString(bare):
			open = false
			continue
		case mdRule.MatchString(bare):
			open = false
			continue
		}
		if m := mdHeading.FindStringSubmatch(bare); m != nil {
			if title == "" && len(kept) == 0 {
				title = mdInline(m[1])
			} else {
				kept = append(kept, mdInline(m[1]))
			}
			open = false
			continue
		}
		quote := strings.TrimLeft(bare, "> ")
		if mdBullet.MatchString(quote) {
			open, quote = false, mdBullet.ReplaceAllString(quote, "")
		}
		if quote = mdInline(quote); quote == "" {
			continue
		}
		if open {
			kept[len(kept)-1] += " " + quote
		} else {
			kept = append(kept, quote)
		}
		open = !strings.HasSuffix(line, "  ") // two blanks break a line
	}
	if valueOf(cells, "title") == "" && title != "" {
		cells = append(cells, cell{"title", title})
	} else if title != "" && !sameWords(title, valueOf(cells, "title")) {
		kept = append([]string{title}, kept...)
	}
	return append(without(cells, textColumn), cell{textColumn, strings.Join(kept, "\n")}), repaired, nil
}

// frontMatter reads "key: value" lines between two rules.
func frontMatter(lines []string) (cells []cell, rest []string) {
	for i := 1; i < len(lines) && i < 200; i++ {
		bare := strings.TrimSpace(lines[i])
		if bare == "---" || bare == "..." {
			return cells, lines[i+1:]
		}
		if m := mdFront.FindStringSubmatch(lines[i]); m != nil {
			name := strings.ToLower(m[1])
			switch name {
			case "source", "publication", "outlet", "publisher":
				name = "outlet"
			case "link", "canonical":
				name = "url"
			case "lang":
				name = "language"
			case "published", "pubdate", "publish_date":
				name = "date"
			}
			if v := strings.Trim(strings.TrimSpace(m[2]), `"'`); v != "" {
				cells = appendCell(cells, name, v)
			}
		}
	}
	return nil, lines
}

func mdInline(s string) string {
	s = mdImage.ReplaceAllString(s, "")
	s = mdLink.ReplaceAllString(s, "$1")
	for range 2 {
		s = mdEmphasis.ReplaceAllString(s, "$1$3")
	}
	s = strings.ReplaceAll(s, "`", "")
	return strings.TrimSpace(mdEscape.ReplaceAllString(s, "$1"))
}
