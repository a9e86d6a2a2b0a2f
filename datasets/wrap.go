package datasets

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unwrap joins the lines of a text that was broken at a fixed width, as wires and
// exports break it, and gives one line a paragraph. Other texts are given back
// as they are: a text counts as broken when its lines are about equally long,
// and few of them end a sentence.
func unwrap(s string) (_ string, changed bool) {
	if strings.Count(s, "\n") < 3 {
		return s, false
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	width, ok := wrapWidth(lines)
	if !ok {
		return s, false
	}
	var b strings.Builder
	b.Grow(len(s))
	fresh := true // the next line opens a paragraph
	last := ""
	for i, line := range lines {
		bare := strings.TrimSpace(line)
		if bare == "" {
			fresh = true
			continue
		}
		// A line that ends well before the width ends its paragraph, when the
		// first word of the next would have had room.
		if !fresh && (indented(line) && !indented(lines[i-1]) || endsSentence(last) && utf8.RuneCountInString(last)+1+firstWord(bare) < width-2) {
			fresh = true
		}
		switch {
		case b.Len() == 0:
		case fresh:
			b.WriteByte('\n')
		case strings.HasSuffix(last, "-") && !strings.HasSuffix(last, "--") && !strings.HasSuffix(last, " -"):
		default:
			b.WriteByte(' ')
		}
		b.WriteString(bare)
		fresh, last = false, bare
	}
	return b.String(), true
}

func firstWord(s string) int {
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	return utf8.RuneCountInString(s)
}

func indented(line string) bool {
	return strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "  ")
}

func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, ":")
}

// wrapWidth gives the width at which lines were broken; ok is false when they
// were not.
func wrapWidth(lines []string) (width int, ok bool) {
	const shortest, longest = 40, 110
	inner, ending := 0, 0
	for i, line := range lines {
		n := utf8.RuneCountInString(strings.TrimRight(line, " \t"))
		if n > longest {
			return 0, false
		}
		width = max(width, n)
		if i+1 < len(lines) && strings.TrimSpace(line) != "" && strings.TrimSpace(lines[i+1]) != "" && !indented(lines[i+1]) {
			inner++
		}
	}
	if inner < 3 || width < shortest {
		return 0, false
	}
	full, small, capital := 0, 0, 0
	for i := 0; i+1 < len(lines); i++ {
		if strings.TrimSpace(lines[i]) == "" || strings.TrimSpace(lines[i+1]) == "" || indented(lines[i+1]) {
			continue
		}
		line := strings.TrimRight(lines[i], " \t")
		switch r, _ := utf8.DecodeRuneInString(strings.TrimSpace(lines[i+1])); {
		case unicode.IsLower(r):
			small++
		case unicode.IsUpper(r):
			capital++
		}
		if endsSentence(line) {
			ending++
		}
		// What decides is whether the next word would still have fitted.
		if utf8.RuneCountInString(line)+1+firstWord(strings.TrimSpace(lines[i+1])) > width-12 {
			full++
		}
	}
	// The lines of a table begin with capitals, those of a sentence that goes on
	// mostly do not; old wires have nothing but capitals.
	goesOn := small*5 >= (small+capital)*2 || small == 0 && !strings.ContainsFunc(strings.Join(lines[:min(len(lines), 20)], ""), unicode.IsLower)
	return width, full*10 >= inner*7 && ending*2 <= inner && goesOn
}
