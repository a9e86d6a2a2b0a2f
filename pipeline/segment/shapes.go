package segment

import (
	"unicode"
	"unicode/utf8"

	"detente"
)

// shape is the form of a token as the borders of sentences see it.
type shape uint8

const (
	noShape shape = iota // beyond the paragraph
	lowerWord
	titleWord
	upperWord
	letterWord // one capital
	mixedWord
	abbreviated // keeps a stop
	cliticWord
	numberShape
	stopMark
	loudMark // ?, !, and rows of them
	ellipsisMark
	commaMark
	semicolonMark
	colonMark
	openingQuote
	closingQuote
	otherQuote
	openingBracket
	closingBracket
	dashMark
	addressShape
	faceShape
	rowShape // ***, ----, ====
	bulletShape
	symbolShape
)

// shapeOf tells the shape of token i.
func shapeOf(doc *detente.Doc, i int) shape {
	t := &doc.Tokens[i]
	w := t.Span.In(doc.Text)
	switch t.Kind {
	case detente.Word:
		return wordShape(w)
	case detente.Number:
		return numberShape
	case detente.Mark:
		switch t.Quote {
		case detente.Opening:
			return openingQuote
		case detente.Closing:
			return closingQuote
		}
		return otherQuote
	}
	return markShape(w)
}

func wordShape(w string) shape {
	last := w[len(w)-1]
	if c := w[0]; c == '\'' || len(w) > 2 && w[:3] == "’" || len(w) <= 5 && (last|0x20 == 't') && len(w) >= 3 && (w[1] == '\'' || len(w) == 5 && w[1] == 0xE2) {
		return cliticWord
	}
	if last == '.' {
		return abbreviated
	}
	upper, lower := 0, 0
	first := false
	for i, r := range w {
		if r < utf8.RuneSelf {
			switch {
			case r >= 'a' && r <= 'z':
				lower++
			case r >= 'A' && r <= 'Z':
				upper++
				first = first || i == 0
			}
			continue
		}
		switch {
		case unicode.IsUpper(r):
			upper++
			first = first || i == 0
		case unicode.IsLower(r):
			lower++
		}
	}
	switch {
	case upper == 0:
		return lowerWord
	case upper == 1 && lower == 0:
		return letterWord
	case lower == 0:
		return upperWord
	case first && upper == 1:
		return titleWord
	}
	return mixedWord
}

func markShape(w string) shape {
	r, n := utf8.DecodeRuneInString(w)
	switch r {
	case '.':
		if len(w) > 1 {
			return ellipsisMark
		}
		return stopMark
	case '…':
		return ellipsisMark
	case '?', '!':
		return loudMark
	case ',':
		return commaMark
	case ';':
		if len(w) > 1 {
			return faceShape
		}
		return semicolonMark
	case ':':
		if len(w) > 1 {
			return faceShape
		}
		return colonMark
	case '(', '[', '{':
		return openingBracket
	case ')', ']', '}':
		return closingBracket
	case '—', '–', '―':
		return dashMark
	case '-':
		if len(w) > 2 {
			return rowShape
		}
		return dashMark
	case '•', '·', '▪', '●':
		return bulletShape
	}
	if unicode.IsLetter(r) || r == '@' || unicode.IsDigit(r) {
		return addressShape
	}
	if len(w) > n {
		if r2, _ := utf8.DecodeRuneInString(w[n:]); r2 == r && len(w) > 2*n {
			return rowShape
		}
		return faceShape
	}
	if r == '*' || r == '>' || r == '_' || r == '=' || r == '~' {
		return bulletShape
	}
	return symbolShape
}

// stops reports whether the mark may end a sentence by itself.
func (s shape) stops() bool { return s == stopMark || s == loudMark || s == ellipsisMark }

// capital reports whether the shape is that of a word with a capital, or of an
// abbreviation among such words.
func (s shape) capital() bool {
	return s == titleWord || s == upperWord || s == letterWord || s == mixedWord || s == abbreviated
}
