package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

// tokenizer appends the tokens of text, piece by piece. A chunk is what stands
// between white space: marks are cut from its two ends, then its core is cut at
// dashes, hyphens and slashes, then clitics and units are cut from each leaf.
type tokenizer struct {
	text   string
	tokens []detente.Token
	words  map[uint64]word
}

// line cuts text[s:e] into tokens.
func (t *tokenizer) line(s, e int) {
	for i := s; i < e; {
		c := t.text[i]
		if c <= ' ' {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			if r, n := utf8.DecodeRuneInString(t.text[i:e]); isSpace(r) {
				i += n
				continue
			}
		}
		plain := true
		j := i
		for j < e {
			c := t.text[j]
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				j++
				continue
			}
			if c <= ' ' || c == 0x7F {
				break
			}
			n := 1
			if c >= utf8.RuneSelf {
				var r rune
				if r, n = utf8.DecodeRuneInString(t.text[j:e]); isSpace(r) {
					break
				}
			}
			plain = false
			j += n
		}
		if j == i { // a control character that opens no word
			i++
			continue
		}
		if plain {
			t.leaf(i, j)
		} else {
			t.chunk(i, j)
		}
		i = j
	}
}

// maxTail is how many closing marks are cut from one chunk before the rest is
// taken as it stands: more only occurs in rubbish.
const maxTail = 24

// chunk cuts a stretch without white space.
func (t *tokenizer) chunk(s, e int) {
	if isWhole(t.text[s:e]) {
		t.emit(s, e, detente.Symbol)
		return
	}
	for s < e {
		n := t.opening(s, e)
		if n == 0 {
			break
		}
		t.mark(s, s+n)
		s += n
	}
	if s == e {
		return
	}
	if n := address(t.text[s:e]); n > 0 {
		t.emit(s, s+n, detente.Symbol)
		for i := s + n; i < e; {
			_, size := utf8.DecodeRuneInString(t.text[i:e])
			t.mark(i, i+size)
			i += size
		}
		return
	}
	var tail [maxTail]int
	k := 0
	end := e
	for k < maxTail && s < e {
		n := t.closing(s, e)
		if n == 0 {
			break
		}
		e -= n
		tail[k] = e
		k++
	}
	t.core(s, e)
	for k--; k >= 0; k-- {
		stop := end
		if k > 0 {
			stop = tail[k-1]
		}
		t.mark(tail[k], stop)
	}
}

// opening gives the length of the mark that opens text[s:e], 0 when it begins
// with a word.
func (t *tokenizer) opening(s, e int) int {
	c := t.text[s]
	switch c {
	case '(', '[', '{', '"', ')', ']', '}', ',', ';':
		return 1
	case '$', '<', '*', '~', '>', '|', '=', '_':
		return run(t.text[s:e], c)
	case '#':
		if s+1 < e && isLetter(t.text[s+1:]) {
			return 0
		}
		return 1
	case '`':
		if s+1 < e && t.text[s+1] == '`' {
			return 2
		}
		return 1
	case '\'':
		if s+1 < e && t.text[s+1] == '\'' {
			return 2
		}
		return t.openingSingle(s, s+1, e)
	case '-':
		if n := run(t.text[s:e], '-'); n > 1 {
			return n
		}
		if s+1 < e && (isLetter(t.text[s+1:]) || isDigit(t.text[s+1])) { // "-led" after a break, a dialogue dash, "1:30 -2:30"
			return 1
		}
		return 0
	case '.':
		if n := run(t.text[s:e], '.'); n > 1 {
			return n
		}
		return 0
	}
	if c < utf8.RuneSelf {
		return 0
	}
	r, n := utf8.DecodeRuneInString(t.text[s:e])
	switch r {
	case '“', '”', '„', '‟', '«', '»', '‹', '›', '‚', '‘', '£', '€', '¥', '¿', '¡', '…', '—', '–', '―', '•', '·', '▪', '●', '′', '″':
		if r == '‘' {
			if strings.HasPrefix(t.text[s+n:e], "‘") {
				return 2 * n
			}
			return t.openingSingle(s, s+n, e)
		}
		return n
	case '’':
		if strings.HasPrefix(t.text[s+n:e], "’") {
			return 2 * n
		}
		return t.openingSingle(s, s+n, e)
	}
	return 0
}

// openingSingle is the length of the apostrophe at s, which ends at next, unless
// it belongs to the word after it: 's, ’re, ’em, ’90s.
func (t *tokenizer) openingSingle(s, next, e int) int {
	if next >= e {
		return next - s
	}
	if isDigit(t.text[next]) { // '98, ’90s
		k := next
		for k < e && isDigit(t.text[k]) {
			k++
		}
		if k == next+2 && (k == e || t.text[k] == 's' || t.text[k] == '.' || t.text[k] == ',') {
			return 0
		}
		return next - s
	}
	if clitic(t.text[s:e]) == e-s {
		return 0
	}
	k := next
	for k < e && isASCIILetter(t.text[k]) {
		k++
	}
	var buf [8]byte
	if k > next && k-next < len(buf) && t.words[lexicon.Hash("'"+string(append(buf[:0], t.text[next:k]...)))].kind&isElision != 0 {
		return 0
	}
	return next - s
}

// closing gives the length of the mark that closes text[s:e], 0 when it ends in
// a word.
func (t *tokenizer) closing(s, e int) int {
	r, n := utf8.DecodeLastRuneInString(t.text[s:e])
	switch r {
	case '!', '?':
		k := e
		for k > s && (t.text[k-1] == '!' || t.text[k-1] == '?') {
			k--
		}
		// "dumb.?" has one mark, "Inc.?" and "so...?" two.
		if k > s+1 && t.text[k-1] == '.' && t.text[k-2] != '.' && !t.keepsStop(s, k) {
			k--
		}
		return e - k
	case '+':
		if isDigit(t.text[s]) || isASCIILetter(t.text[s]) { // a mark: A+, 18+
			k := e
			for k > s && t.text[k-1] == '+' {
				k--
			}
			return e - k
		}
	case '*', '_', '=', '~', '>', '|':
		k := e
		for k > s && t.text[k-1] == byte(r) {
			k--
		}
		return e - k
	case ')', ']', '}', '"', '”', '“', '„', '»', '›', '«', '‹', ',', ';', ':', '%', '…', '—', '–', '―', '″', '™', '®', '°':
		return n
	case '\'', '’', '‘', '`':
		if e-s > 2*n && t.text[e-2*n:e-n] == t.text[e-n:e] {
			return 2 * n // two single marks make a double one
		}
		return n
	case '-':
		k := e
		for k > s && t.text[k-1] == '-' {
			k--
		}
		if k == e-1 && k > s && k-s <= 2 && isASCIILetter(t.text[s]) {
			return 0 // a word broken off: "th- that"
		}
		return e - k
	case '.':
		k := e
		for k > s && t.text[k-1] == '.' {
			k--
		}
		if e-k == 2 && t.keepsStop(s, e-1) {
			return 1 // "Inc..": the sentence has a stop of its own
		}
		if e-k > 1 {
			return e - k
		}
		if k == s || !t.keepsStop(s, e) {
			return 1
		}
	}
	return 0
}

// keepsStop reports whether the word text[s:e], which ends in a stop, is an
// abbreviation.
func (t *tokenizer) keepsStop(s, e int) bool {
	w := t.text[s:e]
	if isInitials(w) {
		return true
	}
	if k := strings.LastIndexByte(w, '-'); k >= 0 { // "then-Sen."
		w = w[k+1:]
	}
	entry, ok := t.words[lexicon.Hash(w)]
	if !ok {
		return false
	}
	capital := isUpper(w)
	if entry.is(isTitle|isAbbr, capital) {
		return true
	}
	if entry.is(isBeforeDigit, capital) {
		i := e
		for i < len(t.text) && (t.text[i] == ' ' || strings.HasPrefix(t.text[i:], "\u00A0")) {
			i++
			if t.text[i-1] >= utf8.RuneSelf {
				i++
			}
		}
		return i > e && i < len(t.text) && isDigit(t.text[i])
	}
	return false
}

// isInitials reports whether w is made of single letters with stops: U.S., J.
func isInitials(w string) bool {
	letter := true
	for i := 0; i < len(w); {
		r, n := utf8.DecodeRuneInString(w[i:])
		switch {
		case letter && !unicode.IsLetter(r), !letter && r != '.':
			return false
		}
		letter = !letter
		i += n
	}
	return letter && len(w) > 1
}

// core cuts a stretch with bare ends at dashes, hyphens, slashes and marks.
func (t *tokenizer) core(s, e int) {
	from := s
	for i := s; i < e; {
		c := t.text[i]
		if isASCIILetter(c) || isDigit(c) {
			i++
			continue
		}
		n := t.separator(s, from, i, e)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(t.text[i:e])
			i += size
			continue
		}
		// A stop may stand before a mark inside the chunk: “They left.[3]”
		if i-from > 1 && t.text[i-1] == '.' && !t.keepsStop(from, i) {
			t.leaf(from, i-1)
			t.mark(i-1, i)
		} else {
			t.leaf(from, i)
		}
		t.mark(i, i+n)
		i += n
		from = i
	}
	t.leaf(from, e)
}

// separator gives the length of the mark at i that cuts the core text[s:e] in
// two, 0 when the character is part of its word. The word so far is text[from:i].
func (t *tokenizer) separator(s, from, i, e int) int {
	c := t.text[i]
	before, after := i > from, i+1 < e
	digits := before && after && isDigit(t.text[i-1]) && isDigit(t.text[i+1])
	switch c {
	case '-':
		if n := run(t.text[i:e], '-'); n > 1 {
			return n
		}
		if !before || !after || !t.cutsAtHyphen(s, from, i, e) {
			return 0
		}
		return 1
	case '/':
		if digits || !before || !after || i-from == 1 && e-i == 2 {
			return 0
		}
		return 1
	case '.':
		if n := run(t.text[i:e], '.'); n > 1 {
			return n
		}
		if t.gluedSentence(from, i, e) {
			return 1
		}
		return 0
	case ',':
		if digits {
			return 0
		}
		return 1
	case '"', ';', '?', '!', '(', ')', '[', ']', '=', '>', '<', '*', '~':
		return 1
	case '$', '%':
		if c == '$' && before && isASCIILetter(t.text[i-1]) { // US$5: the letters belong to the sign
			return 0
		}
		return 1
	case ':':
		if digits || !before || !after {
			return 0
		}
		if isASCIILetter(t.text[i-1]) && isASCIILetter(t.text[i+1]) {
			return 1
		}
		return 0
	}
	if c < utf8.RuneSelf {
		return 0
	}
	return t.wideSeparator(s, from, i, e)
}

// gluedSentence reports whether the stop at i ends a sentence although no blank
// follows ("the quality.You"): after a word in small letters, before one with a
// capital or one that begins sentences. A name of a place in the net has no
// capitals.
func (t *tokenizer) gluedSentence(from, i, e int) bool {
	if i-from < 2 || e-i < 3 {
		return false
	}
	for _, c := range []byte(t.text[from:i]) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	k := i + 1
	for k < e && isASCIILetter(t.text[k]) {
		k++
	}
	w := t.text[i+1 : k]
	if len(w) > 1 && isUpper(w) && !isUpper(w[1:]) {
		return true
	}
	return k == e && t.words[lexicon.Hash(w)].is(isStarter, true)
}

// wideSeparator is separator for characters beyond ASCII.
func (t *tokenizer) wideSeparator(s, from, i, e int) int {
	r, n := utf8.DecodeRuneInString(t.text[i:e])
	switch r {
	case '“', '”', '„', '«', '»', '—', '–', '―', '…', '‒':
		return n
	case '‐', '‑':
		if i+n < e && t.cutsAtHyphen(s, from, i, e) {
			return n
		}
	case '£', '€', '¥', '°':
		return n
	}
	return 0
}

// cutsAtHyphen reports whether the hyphen at i parts two words. It does not
// after a prefix, nor inside long strings of digits such as telephone numbers.
func (t *tokenizer) cutsAtHyphen(s, from, i, e int) bool {
	if t.words[lexicon.Hash(t.text[from:i])].kind&isPrefix != 0 || isTelephone(t.text[s:e]) || isExtension(t.text[from:e]) || t.isGivenName(from, i, e) {
		return false
	}
	_, n := utf8.DecodeRuneInString(t.text[i:e])
	r, _ := utf8.DecodeRuneInString(t.text[i+n : e])
	l, _ := utf8.DecodeLastRuneInString(t.text[from:i])
	if !(unicode.IsLetter(l) || unicode.IsDigit(l) || l == '.' || l == ')' || l == '\'' || l == '’') || !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '$' || r == '(' || r == '\'' || r == '’') {
		return false
	}
	return true
}

// isTelephone reports whether w is a number in groups: 555-0100, 2031-05-16.
func isTelephone(w string) bool {
	hyphens := 0
	for i := range len(w) {
		switch {
		case w[i] == '-':
			hyphens++
		case !isDigit(w[i]) && w[i] != '.':
			return false
		}
	}
	return hyphens > 1 || hyphens == 1 && len(w) == 8 && w[3] == '-'
}

// isGivenName reports whether the hyphen at i stands inside an East Asian given
// name ("Han Mi-ra"), which the treebanks keep whole: two short syllables after
// another name, the second with a small letter, or both after a surname that is
// common there ("Kim Min-Woo").
func (t *tokenizer) isGivenName(from, i, e int) bool {
	if i-from > 6 || e-i > 7 || !isUpper(t.text[from:i]) || e-i < 3 || !isASCIILetter(t.text[i+1]) || len(t.tokens) == 0 {
		return false
	}
	if from > 0 && t.text[from-1] != ' ' {
		return false
	}
	last := &t.tokens[len(t.tokens)-1]
	if int(last.Span.End) != from-1 || last.Span.Len() > 8 {
		return false
	}
	w := last.Span.In(t.text)
	if !isUpper(w) || w[len(w)-1] == '.' {
		return false
	}
	if entry := t.words[last.Hash]; entry.kind&isSurname == 0 {
		return t.text[i+1] >= 'a' && !entry.is(isStarter, true)
	}
	return true
}

// isExtension reports whether w is the local part of a telephone number, up to
// three digits and four: 3-5297, or "555-0100" after "(201)".
func isExtension(w string) bool {
	k := strings.IndexByte(w, '-')
	if k < 1 || k > 3 || len(w) != k+5 {
		return false
	}
	for i := range len(w) {
		if i != k && !isDigit(w[i]) {
			return false
		}
	}
	return true
}

// leaf cuts clitics and units from a word and emits the rest.
func (t *tokenizer) leaf(s, e int) {
	if s >= e {
		return
	}
	switch n := clitic(t.text[s:e]); {
	case n > 1 && n < e-s && isDecade(t.text[s:e-n]):
		t.emit(s, e, detente.Number)
		return
	case n > 0 && n < e-s:
		t.leaf(s, e-n)
		t.emit(e-n, e, detente.Word)
		return
	case n > 0:
		t.emit(s, e, detente.Word)
		return
	}
	c := t.text[s]
	if isDigit(c) {
		k := e
		for k > s && isASCIILetter(t.text[k-1]) {
			k--
		}
		if k < e && k > s && isDigit(t.text[k-1]) && t.words[lexicon.Hash(t.text[k:e])].kind&isUnit != 0 {
			t.emit(s, k, detente.Number)
			t.emit(k, e, detente.Word)
			return
		}
		t.emit(s, e, detente.Number)
		return
	}
	if k := strings.IndexByte(t.text[s:e], '$'); k > 0 && s+k+1 < e {
		t.emit(s, s+k+1, detente.Symbol)
		t.leaf(s+k+1, e)
		return
	}
	h := lexicon.Hash(t.text[s:e])
	if n := e - s; n >= 2 && n <= 8 && endsSplit(t.text[e-2]|0x20, t.text[e-1]|0x20) {
		if w := t.words[h]; w.kind&isSplit != 0 {
			t.emit(s, s+int(w.at), detente.Word)
			t.emit(s+int(w.at), e, detente.Word)
			return
		}
	}
	kind := detente.Word
	if !isASCIILetter(c) {
		kind = kindOf(t.text[s:e])
	}
	t.tokens = append(t.tokens, detente.Token{Span: detente.Span{Start: int32(s), End: int32(e)}, Hash: h, Kind: kind})
}

// endsSplit reports whether a word that ends in these letters may be one that
// words.tsv cuts in two; it spares the others a look-up.
func endsSplit(a, b byte) bool {
	switch b {
	case 't':
		return a == 'n' || a == 'o'
	case 'a':
		return a == 'n' || a == 't' || a == 'd'
	case 'm':
		return a == 'i'
	case 'e':
		return a == 'v' || a == 'r'
	case 's':
		return a == 't' || a == 'e' || a == 'h'
	}
	return a == 'n' && b == 'o' || a == 'l' && b == 'l'
}

// isDecade reports whether w, which "'s" follows, is a number that names ten
// years: the 70's, the 1990's.
func isDecade(w string) bool {
	if len(w) != 2 && len(w) != 4 || w[len(w)-1] != '0' {
		return false
	}
	for i := range len(w) {
		if !isDigit(w[i]) {
			return false
		}
	}
	return true
}

// clitic gives the length of the clitic that ends w: n't, 's, 're ...; 0 when
// there is none.
func clitic(w string) int {
	if len(w) < 2 {
		return 0
	}
	last := w[len(w)-1] | 0x20
	k := len(w) - 1 // where the letters after the apostrophe begin
	switch last {
	case 's', 'd', 'm', 't':
	case 'e', 'l':
		k--
	default:
		return 0
	}
	if k < 1 {
		return 0
	}
	start := k
	switch {
	case w[k-1] == '\'' || w[k-1] == '`' && last == 's':
		start = k - 1
	case k >= 3 && w[k-3:k] == "’":
		start = k - 3
	default:
		return 0
	}
	switch last {
	case 't':
		if start < 1 || w[start-1]|0x20 != 'n' {
			return 0
		}
		return len(w) - start + 1
	case 'e':
		if c := w[k] | 0x20; c != 'r' && c != 'v' {
			return 0
		}
	case 'l':
		if w[k]|0x20 != 'l' {
			return 0
		}
	}
	return len(w) - start
}

// mark emits a mark that was cut off, with the kind that its character tells.
func (t *tokenizer) mark(s, e int) { t.emit(s, e, kindOf(t.text[s:e])) }

func (t *tokenizer) emit(s, e int, kind detente.TokenKind) {
	t.tokens = append(t.tokens, detente.Token{
		Span: detente.Span{Start: int32(s), End: int32(e)},
		Hash: lexicon.Hash(t.text[s:e]),
		Kind: kind,
	})
}
