// Package segment cuts an article into paragraphs, quotations, sentences and
// tokens.
//
// Tokens follow Universal Dependencies as the English treebanks EWT and GUM
// have it: clitics are words of their own ("do" + "n't", "Petro" + "’s"),
// hyphenated words are cut in three ("vice" + "-" + "president") but for a few
// prefixes ("co-operate"), abbreviations and initials keep their stop.
//
// Sentences follow the same treebanks. In edited text rules find their ends; in
// careless text, lists and mail a classifier does, which was trained on the
// treebanks (docs/MODELS.md).
//
// Nothing is deleted or re-spaced: all spans are bytes of the text given. Any
// text is cut somehow; there is no error.
package segment

import (
	"math"
	"unicode/utf8"

	"detente"
	"detente/internal/model"
)

// Split cuts text up. Spans are half-open byte ranges of text, on rune borders
// where text is valid UTF-8, and in text order; every token lies in exactly one
// sentence, every sentence in one paragraph.
//
// A line is a paragraph; blank lines are none. The dateline ("BOGOTA, Jan 8
// (Agency) -") is the first sentence of its paragraph, alone, so that no other
// sentence holds any of its tokens; Doc.Place is its first place name without
// the region. The label of a transcript's turn ("THE MINISTER:") stays in the
// turn's first sentence.
//
// Text beyond 2 GiB, where spans end, is not read.
func Split(text string) *detente.Doc {
	m := classifier()
	return visit(text, wordClusters(), func(_ int32, features []uint64) bool {
		s := m.Score(features)
		return s[1] > s[0]
	})
}

// Visit cuts text up as Split does, but asks decide about the borders of
// sentences, in text order: it is told where the next sentence would start, as a
// byte offset, and the features of the place, which are overwritten afterwards.
// Training reads the treebanks through it.
func Visit(text string, decide func(start int32, features []uint64) bool) *detente.Doc {
	return visit(text, wordClusters(), decide)
}

func visit(text string, clusters *model.Table, decide func(int32, []uint64) bool) *detente.Doc {
	if len(text) > math.MaxInt32 {
		text = text[:math.MaxInt32]
	}
	doc := &detente.Doc{Text: text}
	// News has about 5.3 bytes a token and 22 tokens a sentence.
	doc.Tokens = make([]detente.Token, 0, len(text)/5+8)
	doc.Sentences = make([]detente.Sentence, 0, len(text)/90+4)

	doc.Paragraphs = lines(text)
	classify(text, doc.Paragraphs)
	first := make([]int32, len(doc.Paragraphs)+1) // of each paragraph, its first token
	t := tokenizer{text: text, tokens: doc.Tokens, words: words()}
	for i, p := range doc.Paragraphs {
		first[i] = int32(len(t.tokens))
		t.line(int(p.Span.Start), int(p.Span.End))
	}
	first[len(doc.Paragraphs)] = int32(len(t.tokens))
	doc.Tokens = t.tokens

	markQuotes(doc, first)
	body := dateline(doc, first)
	splitSentences(doc, first, body, clusters, decide)
	return doc
}

// isSpace reports whether r separates words. Zero-width spaces and byte-order
// marks do too: nobody sees them, and no word contains them.
func isSpace(r rune) bool {
	switch {
	case r <= ' ' || r == 0x7F:
		return true
	case r < utf8.RuneSelf:
		return false
	}
	switch r {
	case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x00AD:
		return r != 0x00AD // a soft hyphen is part of its word
	}
	return r >= 0x2000 && r <= 0x200B
}
