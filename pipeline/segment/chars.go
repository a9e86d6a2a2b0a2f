package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
)

// kindOf tells the kind of a token by its first character. Single marks come
// out as Mark; the quotation stage makes words of those that are apostrophes.
func kindOf(w string) detente.TokenKind {
	c := w[0]
	switch {
	case isASCIILetter(c):
		return detente.Word
	case isDigit(c), (c == '.' || c == '+' || c == '-' || c == ',' || c == '\'') && len(w) > 1 && isDigit(w[1]):
		return detente.Number
	}
	switch c {
	case '"', '`':
		return detente.Mark
	case '\'':
		if len(w) > 1 && w[1] != '\'' {
			return detente.Word
		}
		return detente.Mark
	case '.', ',', ';', ':', '?', '!', '(', ')', '[', ']', '{', '}', '-':
		return detente.Punct
	}
	if c < utf8.RuneSelf {
		return detente.Symbol
	}
	r, n := utf8.DecodeRuneInString(w)
	switch r {
	case '“', '”', '„', '‟', '«', '»', '‹', '›', '‘', '‚':
		return detente.Mark
	case '’':
		if len(w) > n && w[n:] != "’" {
			return detente.Word
		}
		return detente.Mark
	}
	switch {
	case unicode.IsLetter(r):
		return detente.Word
	case unicode.IsDigit(r):
		return detente.Number
	case unicode.IsPunct(r):
		return detente.Punct
	}
	return detente.Symbol
}

// address gives the length of the web or mail address that w begins with,
// without the punctuation after it; 0 when it is none.
func address(w string) int {
	switch {
	case strings.Contains(w, "://") && isASCIILetter(w[0]), strings.HasPrefix(w, "www."), strings.HasPrefix(w, "WWW."):
	case w[0] == '@' && len(w) > 1 && isASCIILetter(w[1]):
	default:
		at := strings.IndexByte(w, '@')
		if at <= 0 || !isASCIILetter(w[0]) && !isDigit(w[0]) || strings.IndexByte(w[at:], '.') < 0 {
			return 0
		}
	}
	n := len(w)
	for n > 0 {
		r, size := utf8.DecodeLastRuneInString(w[:n])
		if !strings.ContainsRune(".,;:)>]\"'”’!?…—–", r) {
			break
		}
		n -= size
	}
	return n
}

// isWhole reports whether w is kept as it is: a face made of marks, a row of
// them, a clipped word with a slash.
func isWhole(w string) bool {
	if len(w) < 2 {
		return false
	}
	if c := w[0]; isRow(c) && isRow(w[len(w)-1]) && len(w) > 2 {
		hyphens := 0
		for i := range len(w) {
			if !isRow(w[i]) {
				return isFace(w)
			}
			if w[i] == '-' {
				hyphens++
			}
		}
		return c != '-' || hyphens < len(w)
	}
	return isFace(w)
}

// isRow reports whether rows are made of the mark: ***, ==---, <<>>.
func isRow(c byte) bool {
	switch c {
	case '*', '_', '=', '-', '~', '#', '+', '<', '>', '|':
		return true
	}
	return false
}

func isFace(w string) bool {
	if len(w) > 3 {
		return false
	}
	switch w {
	case ":)", ":(", ":D", ":P", ":p", ":/", ";)", ";-)", ":-)", ":-(", ":-D", "=)", "<3", ":-/", ":o)", "^_^", ":O", "b/c", "w/o":
		return true
	}
	return false
}

func run(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

func isASCIILetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

func isUpper(s string) bool {
	if s == "" {
		return false
	}
	if c := s[0]; c < utf8.RuneSelf {
		return c >= 'A' && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
