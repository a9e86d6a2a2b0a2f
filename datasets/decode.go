package datasets

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// cp1252 are the characters of the bytes 0x80 to 0x9F in windows-1252, where
// typographic quotation marks live. Five bytes have none.
var cp1252 = [32]rune{
	'€', utf8.RuneError, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', utf8.RuneError, 'Ž', utf8.RuneError,
	utf8.RuneError, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', utf8.RuneError, 'ž', 'Ÿ',
}

// fromCP1252 gives the character of one byte that is not part of valid UTF-8.
func fromCP1252(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		return cp1252[b-0x80]
	}
	return rune(b)
}

// toCP1252 gives the byte of a character, and ok false where it has none. The
// control characters 0x80 to 0x9F count as their own byte: so ISO-8859-1 reads
// them.
func toCP1252(r rune) (b byte, ok bool) {
	if r < 0x80 || r >= 0x80 && r <= 0xFF {
		return byte(r), true
	}
	for i, c := range cp1252 {
		if c == r && r != utf8.RuneError {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// validUTF8 gives b as valid UTF-8: bytes that are none are read as
// windows-1252, one by one, so that one foreign byte costs one character and a
// wholly foreign text comes out right. changed reports whether there were any.
func validUTF8(b []byte) (out []byte, changed bool) {
	if utf8.Valid(b) {
		return b, false
	}
	out = make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, fromCP1252(b[0]))
		} else {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return out, true
}

// unMojibake undoes the reading of UTF-8 as windows-1252 (“ for “), up to
// twice. Only runs of characters whose bytes are valid UTF-8 again are changed,
// which real text hardly ever forms.
func unMojibake(s string) (out string, changed bool) {
	for range 2 {
		next, did := unMojibakeOnce(s)
		if !did {
			break
		}
		s, changed = next, true
	}
	return s, changed
}

func unMojibakeOnce(s string) (string, bool) {
	// Every multi-byte character begins with a byte that windows-1252 shows as
	// one of À to ô.
	if !strings.ContainsAny(s, "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóô") {
		return s, false
	}
	var b strings.Builder
	var raw []byte
	changed := false
	runStart := -1
	flush := func(end int) {
		if runStart < 0 {
			return
		}
		run := s[runStart:end]
		if fixed, ok := decodeRun(raw); ok {
			run, changed = fixed, true
		}
		b.WriteString(run)
		runStart, raw = -1, raw[:0]
	}
	for i, r := range s {
		c, ok := toCP1252(r)
		if r < utf8.RuneSelf || !ok {
			flush(i)
			b.WriteRune(r)
			continue
		}
		if runStart < 0 {
			runStart = i
		}
		raw = append(raw, c)
	}
	flush(len(s))
	if !changed {
		return s, false
	}
	return b.String(), true
}

// decodeRun reads a run of bytes as UTF-8. The closing quotation mark is E2 80
// 9D, and many programs drop the 9D, which windows-1252 does not have.
func decodeRun(raw []byte) (string, bool) {
	if cut, ok := bytes.CutSuffix(raw, []byte{0xE2, 0x80}); ok && utf8.Valid(cut) {
		return string(cut) + "”", true
	}
	return string(raw), len(raw) > 1 && utf8.Valid(raw)
}

// entity matches references that are closed by a semicolon; the open ones of
// HTML would also be found in addresses ("?a=1&copy=2").
var entity = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});`)

// unescape resolves character references once.
func unescape(s string) (string, bool) {
	if !strings.Contains(s, "&") {
		return s, false
	}
	out := entity.ReplaceAllStringFunc(s, html.UnescapeString)
	return out, out != s
}

// clean brings a text into the form that offsets count in: one "\n" for every
// kind of line end, no control characters, no marks without width inside words.
// s is valid UTF-8.
func clean(s string) string {
	if strings.IndexFunc(s, needsCleaning) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case !needsCleaning(r):
			b.WriteRune(r)
		case r == '\r':
			if i+1 >= len(s) || s[i+1] != '\n' {
				b.WriteByte('\n')
			}
		case r == '\v', r == '\f', r == '\u0003', r == '\u0085', r == '\u2028', r == '\u2029': // U+0003 ends lines of old wires
			b.WriteByte('\n')
		case r == 0, r == '\u00AD', r == '\u200B', r == '\uFEFF':
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func needsCleaning(r rune) bool {
	switch {
	case r < ' ':
		return r != '\n' && r != '\t'
	case r < 0x7F:
		return false
	case r <= 0x9F:
		return true
	}
	return r == '\u00AD' || r == '\u200B' || r == '\u2028' || r == '\u2029' || r == '\uFEFF'
}
