package mention

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

//go:embed data/words.tsv
var wordsTSV string

// class is a set of word classes; see data/words.tsv.
type class uint32

const (
	isFunction class = 1 << iota
	isCalendar
	isPlacePrep
	isPrep
	isSay
	isVerb
	isClause
	isAux
	isDet
	isBoth
	isPair
	isStates
	isMod
	isFormer
	isGone
	isOrg
	isOrgHead
	isPlaceWord
	isParticle
	isSuffix
	isPleonastic
	isFromGov
	isVoice
	isSuffixOrg
)

var classNames = map[string]class{
	"function": isFunction, "calendar": isCalendar, "place": isPlacePrep, "prep": isPrep, "say": isSay, "verb": isVerb,
	"clause": isClause, "aux": isAux, "det": isDet, "both": isBoth, "pair": isPair, "plstate": isStates, "mod": isMod,
	"former": isFormer, "gone": isGone, "org": isOrg, "orghead": isOrgHead, "placeword": isPlaceWord,
	"particle": isParticle, "suffix": isSuffix, "pleonastic": isPleonastic, "fromgov": isFromGov, "voice": isVoice, "firm": isSuffixOrg,
}

// classes is the table of word classes by hash. The file is part of the program:
// a test reads it, and a fault in it panics here.
var classes = sync.OnceValue(func() map[uint64]class {
	m, err := parseClasses(wordsTSV)
	if err != nil {
		panic(err)
	}
	return m
})

func parseClasses(tsv string) (map[uint64]class, error) {
	rows, err := lexicon.Rows("words.tsv", tsv, 2)
	if err != nil {
		return nil, err
	}
	m := make(map[uint64]class, len(rows))
	for _, r := range rows {
		for _, k := range strings.Fields(r[1]) {
			c, ok := classNames[k]
			if !ok {
				return nil, fmt.Errorf("words.tsv, %q: no class named %q", r[0], k)
			}
			m[lexicon.Hash(r[0])] |= c
		}
	}
	return m, nil
}

// verbs is the shared table of verbs.
var verbs = sync.OnceValue(func() *lexicon.VerbTable {
	t, err := lexicon.Verbs()
	if err != nil {
		panic(err)
	}
	return t
})

// word is one token, or a part of one that a hyphen holds together, in the
// order of the text. Hyphens between words are left out: Joined tells.
type word struct {
	span    detente.Span
	class   class
	tok     int32 // of the document
	sent    int32
	kind    detente.TokenKind
	pron    pronoun
	upper   bool // begins with a capital
	caps    bool // has no small letter and at least two capitals
	first   bool // a capital means nothing here: head of a sentence or of a quotation
	joined  bool // a hyphen ties it to the word before
	heading bool // of a heading or of a sentence in capitals
	poss    bool // the possessive mark
	depth   uint8
}

// lay fills r.words and r.hashes from the document.
func (r *Resolver) lay(doc *detente.Doc) {
	r.words, r.hashes, r.single = r.words[:0], r.hashes[:0], r.single[:0]
	table := classes()
	fresh := true // the next word stands at the head of a sentence
	sent := int32(-1)
	heading := false
	joined := false
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Sentence != sent {
			sent, fresh, joined = t.Sentence, true, false
			heading = r.inCapitals(doc, sent)
		}
		text := t.Span.In(doc.Text)
		if isHyphen(text) && i > 0 && i+1 < len(doc.Tokens) && doc.Tokens[i-1].Span.End == t.Span.Start && doc.Tokens[i+1].Span.Start == t.Span.End && doc.Tokens[i+1].Sentence == sent {
			joined = true
			continue
		}
		from := len(r.words)
		r.pieces(t, text, table)
		for k := from; k < len(r.words); k++ {
			w := &r.words[k]
			w.sent, w.kind, w.depth, w.heading, w.tok = sent, t.Kind, t.Depth, heading, int32(i)
			w.joined = joined || k > from
			w.first = fresh && k == from && w.upper
			joined = false
		}
		switch {
		case t.Kind == detente.Word || t.Kind == detente.Number:
			fresh = false
		case t.Kind == detente.Mark && t.Quote == detente.Opening, text == ":", text == "—", text == "--", text == "(", text == "[", text == "•":
			fresh = true
		}
	}
}

// pieces appends the words of one token: one, or those between the hyphens of a
// token that the segmenter kept whole ("Jae-myung", "al-Sharaa").
func (r *Resolver) pieces(t *detente.Token, text string, table map[uint64]class) {
	if t.Kind == detente.Word && strings.ContainsAny(text, "-‑‐") {
		start := 0
		for i, c := range text {
			if c == '-' || c == '‑' || c == '‐' {
				if i > start {
					r.push(text[start:i], lexicon.Hash(text[start:i]), t.Span.Start+int32(start), table)
				}
				start = i + utf8.RuneLen(c)
			}
		}
		if start < len(text) && start > 0 {
			r.push(text[start:], lexicon.Hash(text[start:]), t.Span.Start+int32(start), table)
			return
		}
		if start > 0 {
			return
		}
	}
	r.push(text, t.Hash, t.Span.Start, table)
}

func (r *Resolver) push(text string, hash uint64, at int32, table map[uint64]class) {
	w := word{span: detente.Span{Start: at, End: at + int32(len(text))}, class: table[hash]}
	c, n := utf8.DecodeRuneInString(text)
	w.upper = unicode.IsUpper(c)
	if w.upper && len(text) > n {
		w.caps = strings.ToUpper(text) == text && strings.IndexFunc(text[n:], unicode.IsUpper) >= 0
	}
	w.poss = text == "'s" || text == "’s" || text == "'S" || text == "’S" || text == "'" || text == "’"
	w.pron = pronounOf(hash, text)
	r.words = append(r.words, w)
	r.hashes = append(r.hashes, hash)
	r.single = append(r.single, -1)
}

func isHyphen(s string) bool { return s == "-" || s == "‐" || s == "‑" }

// inCapitals reports whether capitals mean nothing in a sentence: a heading, or
// wire text written in capitals.
func (r *Resolver) inCapitals(doc *detente.Doc, sent int32) bool {
	s := &doc.Sentences[sent]
	if doc.Paragraphs[s.Paragraph].Kind == detente.Heading {
		return true
	}
	upper, lower := 0, 0
	for i := s.First; i < s.Last; i++ {
		t := &doc.Tokens[i]
		if t.Kind != detente.Word {
			continue
		}
		c, n := utf8.DecodeRuneInString(t.Span.In(doc.Text))
		if !unicode.IsLetter(c) {
			continue
		}
		if unicode.IsUpper(c) && (t.Span.Len() == n || strings.ToUpper(t.Span.In(doc.Text)) == t.Span.In(doc.Text)) {
			upper++
		} else {
			lower++
		}
	}
	return upper > 3 && upper > 4*lower
}

// text gives the text of words [i, j).
func (r *Resolver) text(i, j int) string {
	return r.doc.Text[r.words[i].span.Start:r.words[j-1].span.End]
}

// has reports whether word i exists in the same sentence as word ref and is of
// one of the classes.
func (r *Resolver) has(i, ref int, c class) bool {
	return i >= 0 && i < len(r.words) && r.words[i].sent == r.words[ref].sent && r.words[i].class&c != 0
}

// is reports whether word i is one of the given words.
func (r *Resolver) is(i, ref int, words ...uint64) bool {
	if i < 0 || i >= len(r.words) || r.words[i].sent != r.words[ref].sent {
		return false
	}
	for _, h := range words {
		if r.hashes[i] == h {
			return true
		}
	}
	return false
}

var (
	hOf    = lexicon.Hash("of")
	hFor   = lexicon.Hash("for")
	hOn    = lexicon.Hash("on")
	hThe   = lexicon.Hash("the")
	hA     = lexicon.Hash("a")
	hAn    = lexicon.Hash("an")
	hAnd   = lexicon.Hash("and")
	hAmp   = lexicon.Hash("&")
	hComma = lexicon.Hash(",")
	hFrom  = lexicon.Hash("from")
	hWho   = lexicon.Hash("who")
	hWhich = lexicon.Hash("which")
	hOpen  = lexicon.Hash("(")
	hClose = lexicon.Hash(")")
	hPro   = lexicon.Hash("pro")
	hAnti  = lexicon.Hash("anti")
)
