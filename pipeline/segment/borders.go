package segment

import (
	_ "embed"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

//go:embed data/borders.model
var bordersFile []byte

// sectionBorders is the section of the model file.
const sectionBorders = 1

// classifier is the classifier of borders. The file is part of the program, so a
// fault in it is a fault of the program: a test reads it, and here it panics.
var classifier = sync.OnceValue(func() *model.Narrow {
	m, err := readBorders("borders.model", bordersFile)
	if err != nil {
		panic(err)
	}
	return m
})

func readBorders(name string, b []byte) (*model.Narrow, error) {
	f, err := model.Read(name, b, Code())
	if err != nil {
		return nil, err
	}
	m, err := f.Narrow(sectionBorders)
	return &m, err
}

// ModelBytes gives the model file of a classifier that was trained on the
// features of Visit: class 1 is a border.
func ModelBytes(m *model.Narrow) []byte {
	w := model.NewWriter(Code())
	w.Narrow(sectionBorders, m)
	return w.Bytes()
}

// Code is the hash of the feature code: what the features of a fixed text come
// to. It changes when a feature does, and not when a comment does.
func Code() uint64 {
	h := uint64(1)
	visit("i left. \"Why?\" asked Mr. Vale (of Averland): Bexia's 2 men - all - said so; see http://a.example :) *** They\nthanks,\nMara",
		new(model.Table), func(_ int32, features []uint64) bool {
			for _, f := range features {
				h = model.Join(h, f)
			}
			return h&8 != 0
		})
	return h
}

// wordClusters is the table of clusters that the features use.
var wordClusters = sync.OnceValue(func() *model.Table {
	t, err := clusters.Table()
	if err != nil {
		panic(err) // the file is part of the program, and a test reads it
	}
	return &t
})

// borders describes the places where a sentence may end.
type borders struct {
	doc      *detente.Doc
	words    map[uint64]word
	verbs    *lexicon.VerbTable
	clusters *model.Table
	shapes   []shape // of each token
	manner   manner
	lo, hi   int // the paragraph
	start    int // of the sentence
	features []uint64
}

// manner is how the whole text is written.
type manner struct {
	careless uint64 // 0: sentences begin with capitals, 1: a fifth do not, 2: more
	open     uint64 // thirds of the paragraphs that end without a stop
	web      uint64 // 1: there are addresses, faces, rows of marks
}

func (m manner) value() uint64 { return m.careless<<4 | m.open<<2 | m.web<<1 | 1 }

// read takes the shapes of all tokens and the manner of the writing.
func (b *borders) read(first []int32) {
	doc := b.doc
	b.shapes = make([]shape, len(doc.Tokens))
	var small, starts, open, web, i int
	for p := range doc.Paragraphs {
		lo, hi := int(first[p]), int(first[p+1])
		if lo == hi {
			continue
		}
		for k := lo; k < hi; k++ {
			s := shapeOf(doc, k)
			b.shapes[k] = s
			begins := k == lo || b.shapes[k-1] == stopMark
			if begins || b.shapes[k-1] == loudMark {
				starts++
			}
			switch t := &doc.Tokens[k]; s {
			case lowerWord:
				if begins {
					small++
				}
				if t.Span.Len() == 1 && doc.Text[t.Span.Start] == 'i' {
					i++
				}
			case addressShape, faceShape, rowShape:
				web++
			case loudMark:
				if t.Span.Len() > 1 {
					web++
				}
			}
		}
		last := hi - 1
		for last > lo && (b.shapes[last] == closingQuote || b.shapes[last] == closingBracket) {
			last--
		}
		if s := b.shapes[last]; s != stopMark && s != loudMark && s != colonMark {
			open++
		}
	}
	switch {
	case i > 0 || 4*small > starts:
		b.manner.careless = 2
	case 5*small >= starts && small > 0:
		b.manner.careless = 1
	}
	b.manner.open = uint64(3 * open / max(len(doc.Paragraphs), 1))
	b.manner.web = uint64(min(web, 1))
}

// shape is the shape of token i, noShape beyond the paragraph.
func (b *borders) shape(i int) shape {
	if i < b.lo || i >= b.hi {
		return noShape
	}
	return b.shapes[i]
}

// word is the hash of token i; numbers of one length are alike.
func (b *borders) word(i int) uint64 {
	if i < b.lo || i >= b.hi {
		return 0
	}
	t := &b.doc.Tokens[i]
	if b.shapes[i] == numberShape {
		return uint64(t.Span.Len())
	}
	return t.Hash
}

func (b *borders) kind(i int) uint64 {
	if i < b.lo || i >= b.hi {
		return 0
	}
	return uint64(b.words[b.doc.Tokens[i].Hash].kind)
}

// glued reports whether no blank stands before token i of the paragraph.
func (b *borders) glued(i int) bool { return b.doc.Tokens[i-1].Span.End == b.doc.Tokens[i].Span.Start }

// isVerb reports whether token i can only be the verb of a clause.
func (b *borders) isVerb(i int) bool {
	if s := b.shapes[i]; s != lowerWord && s != cliticWord {
		return false
	}
	h := b.doc.Tokens[i].Hash
	if b.words[h].kind&isAux != 0 {
		return true
	}
	v, ok := b.verbs.Lookup(h)
	return ok && v.Forms.Has(lexicon.FormPast|lexicon.FormS)
}

// verdict is what the rules say of a possible border.
type verdict uint8

const (
	never verdict = iota
	always
	unsure // the classifier decides
)

// judge tells whether a sentence ends before token i, as far as rules can. They
// settle what the treebanks, which are hardly news, do not teach for news: in
// texts written with care an abbreviation ends a sentence only before a word that
// begins one; a dash and a colon end none; a stop before a capital does. The
// classifier decides about the rest: in careful text what stands after lists,
// brackets, addresses and rows of dots, in careless text nearly everything, and
// where lines end without stops also about places without any mark.
func (b *borders) judge(i int) verdict {
	left, right := b.shapes[i-1], b.shapes[i]
	careful := b.manner.careless == 0
	switch {
	case right == closingQuote, right == commaMark, right == stopMark, right == closingBracket && b.glued(i),
		right == dashMark && careful:
		return never
	case left == abbreviated:
		return b.afterAbbreviation(i)
	case left == closingQuote:
		if v := b.afterQuote(i); v != unsure {
			return v
		}
	case left == colonMark && careful, left == dashMark && careful && !b.allNames(i):
		return never
	case (left == stopMark || left == loudMark && careful) && b.endsSurely(i), left == closingBracket && b.endsNote(i):
		return always
	}
	switch {
	case left >= stopMark && left != openingQuote && left != openingBracket && left != commaMark:
		return unsure
	case right == lowerWord && careful, b.manner == manner{}:
		return never
	}
	return unsure
}

// afterAbbreviation is judge for an abbreviation at the left: one that stands
// before names never ends a sentence, another does where a word follows that
// begins sentences, a title or a quotation.
func (b *borders) afterAbbreviation(i int) verdict {
	if b.words[b.doc.Tokens[i-1].Hash].is(isTitle, b.capitalAt(i-1)) {
		return never
	}
	if b.manner.careless > 0 {
		return unsure
	}
	k := i
	if b.shapes[i] == openingQuote && i+1 < b.hi {
		k++
	}
	initial := b.doc.Tokens[i-1].Span.Len() == 2 // Robert C. "Bobby" Scott
	if b.capitalAt(k) && (k > i && !initial || b.words[b.doc.Tokens[k].Hash].is(isStarter|isTitle, true)) {
		return always
	}
	return never
}

// afterQuote is judge for a closing mark at the left. Words with a comma before
// the mark belong to the reporting clause after it ("“We will,” Vale said"), a
// question may ("“Why?” he asked"), and what has no stop of its own is part of
// the sentence round it ("they “must pay” Bexia").
func (b *borders) afterQuote(i int) verdict {
	careful := b.manner.careless == 0
	k := i - 1
	for k > b.start && b.shapes[k] == closingQuote {
		k--
	}
	switch inner := b.shapes[k]; {
	case inner == commaMark, inner == loudMark && b.reports(i):
		return never
	case !careful:
		return unsure
	case b.shapes[i] == lowerWord, !inner.stops():
		return never
	case inner != ellipsisMark && b.begins(i) && b.doc.Tokens[i-1].Depth <= 1:
		return always
	}
	return unsure
}

// endsSurely reports whether the stop before token i closes a sentence of some
// length and the next one begins.
func (b *borders) endsSurely(i int) bool {
	if i-b.start < 3 || !b.begins(i) || b.doc.Tokens[i-1].Depth > 0 && b.manner.careless > 0 {
		return false
	}
	switch b.shape(i - 2) {
	case lowerWord, titleWord, upperWord, mixedWord, closingQuote, closingBracket, ellipsisMark:
		return true
	case numberShape:
		return i-b.start > 4
	}
	return false
}

// endsNote reports whether the number of a note ends before token i, after the
// stop of its sentence: "in 1987.[3] She".
func (b *borders) endsNote(i int) bool {
	return i-4 >= b.start && b.shapes[i-2] == numberShape && b.shapes[i-3] == openingBracket && b.shapes[i-4].stops() && b.glued(i-3) && b.begins(i)
}

// begins reports whether a sentence may begin at token i: with a capital, after
// a blank.
func (b *borders) begins(i int) bool {
	k := i
	for k+1 < b.hi && (b.shapes[k] == openingQuote || b.shapes[k] == openingBracket) {
		k++
	}
	return !b.glued(i) && b.capitalAt(k)
}

func (b *borders) capitalAt(i int) bool { return isUpper(b.doc.Tokens[i].Span.In(b.doc.Text)) }

// allNames reports whether the sentence so far has no small words: the head of
// an agency's text.
func (b *borders) allNames(i int) bool {
	for k := b.start; k < i; k++ {
		if b.shapes[k] == lowerWord {
			return false
		}
	}
	return true
}

// reports reports whether the words from token j are a reporting clause that
// belongs to the question or exclamation quoted before it: a name and a verb of
// saying ("“Why?” Minister Orsin asked.").
func (b *borders) reports(j int) bool {
	if b.words[b.doc.Tokens[j].Hash].is(isStarter, true) {
		return false
	}
	for k := j; k < b.hi && k < j+6; k++ {
		if b.doc.Tokens[k].Kind != detente.Word {
			return false
		}
		if k > j && b.words[b.doc.Tokens[k].Hash].kind&isSay != 0 {
			return true
		}
		if !b.capitalAt(k) {
			return false
		}
	}
	return false
}

// bucket groups lengths.
func bucket(n int) uint64 {
	switch {
	case n < 6:
		return uint64(n)
	case n < 9:
		return 6
	case n < 13:
		return 7
	case n < 20:
		return 8
	case n < 30:
		return 9
	case n < 50:
		return 10
	}
	return 11
}
