package attribution

import (
	_ "embed"
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

// tag is a coarse part of speech. A small set is enough for noun phrases, verb
// groups and clause borders; a tagger will take its place.
type tag uint8

const (
	tagOther tag = iota
	tagDet
	tagPoss // his
	tagAdj
	tagNum
	tagNoun
	tagName
	tagPron
	tagTime // Wednesday, week: a noun that dates
	tagPrep
	tagTo
	tagVerb  // any form but -ing, as a verb
	tagIng   // saying
	tagAux   // be, have, do before a verb
	tagModal // will, could
	tagAdv
	tagNeg
	tagConj
	tagSub // while, because, whether
	tagThat
	tagWh
	tagClitic // 's of a possessive
	tagComma
	tagStop // . ? ! ;
	tagColon
	tagDash
	tagOpen  // opening quotation mark
	tagClose // closing quotation mark
	tagParen // ( ) [ ]
	tagHyphen
)

var tagNames = map[string]tag{
	"det": tagDet, "poss": tagPoss, "adj": tagAdj, "pron": tagPron, "time": tagTime, "prep": tagPrep, "to": tagTo,
	"modal": tagModal, "num": tagNum, "adv": tagAdv, "neg": tagNeg, "conj": tagConj, "sub": tagSub, "that": tagThat, "wh": tagWh,
}

//go:embed data/words.tsv
var wordsTSV string

//go:embed data/judgements.tsv
var judgementsTSV string

// tables are the word lists that Find needs.
type tables struct {
	closed     map[uint64]tag
	judgements map[uint64]bool
	verbs      *lexicon.VerbTable
	cues       *lexicon.CueTable
	acts       *lexicon.ActTable
}

// loaded builds the tables once. A broken embedded file is a mistake of the
// build that every test finds, hence the panic.
var loaded = sync.OnceValue(func() *tables {
	t, err := load()
	if err != nil {
		panic(err)
	}
	return t
})

func load() (*tables, error) {
	rows, err := lexicon.Rows("data/words.tsv", wordsTSV, 2)
	if err != nil {
		return nil, err
	}
	t := &tables{closed: make(map[uint64]tag, len(rows))}
	for _, row := range rows {
		if tagNames[row[1]] == tagOther {
			return nil, fmt.Errorf("data/words.tsv: word %q has no tag %q", row[0], row[1])
		}
		t.closed[lexicon.Hash(row[0])] = tagNames[row[1]]
	}
	if t.verbs, err = lexicon.Verbs(); err != nil {
		return nil, err
	}
	if t.judgements, err = loadJudgements(t.verbs); err != nil {
		return nil, err
	}
	if t.cues, err = lexicon.Cues(); err != nil {
		return nil, err
	}
	t.acts, err = lexicon.Acts()
	return t, err
}

// loadJudgements reads the words that praise or blame, verbs in all their forms.
func loadJudgements(verbs *lexicon.VerbTable) (map[uint64]bool, error) {
	rows, err := lexicon.Rows("data/judgements.tsv", judgementsTSV, 2)
	if err != nil {
		return nil, err
	}
	words := make(map[uint64]bool, 3*len(rows))
	for _, row := range rows {
		words[lexicon.Hash(row[0])] = true
		if row[1] == "verb" {
			for _, f := range verbs.Inflect(row[0]) {
				words[lexicon.Hash(f.Word)] = true
			}
		}
	}
	return words, nil
}

// phrase is a base noun phrase, tokens [first, last), from its determiner to its
// head noun, possessors included: "Averland's new foreign minister".
type phrase struct {
	first, last int
	head        int
	timeLike    bool // "last week", "Wednesday"
}

// group is a verb group, tokens [first, last) from its first auxiliary to its
// head: "has not yet been told".
type group struct {
	first, last int
	head        int
	lemma       uint64
	form        lexicon.VerbForm
	passive     bool
	perfect     bool
	negated     bool
	infinitive  bool
	ing         bool // a participle without an auxiliary
	modal       uint64
	past        bool // of the first finite word
	sentence    int32
}

// syntax is what the rules read of a document: tags, noun phrases, verb groups.
type syntax struct {
	*tables
	doc      *detente.Doc
	words    []uint64
	tags     []tag
	verb     []lexicon.Verb // of words that may be verbs
	phrases  []phrase
	phraseAt []int32 // of each token the phrase that holds it, or -1
	groups   []group
	groupAt  []int32 // of each token the group that holds it, or -1
	loud     []bool  // of each sentence whether it is set in capitals
}

func analyse(doc *detente.Doc, t *tables) *syntax {
	n := len(doc.Tokens)
	s := &syntax{tables: t, doc: doc, words: make([]uint64, n), tags: make([]tag, n), verb: make([]lexicon.Verb, n), phraseAt: make([]int32, n), groupAt: make([]int32, n), loud: make([]bool, len(doc.Sentences))}
	for i := range doc.Tokens {
		s.words[i] = doc.Tokens[i].Hash
		s.phraseAt[i], s.groupAt[i] = -1, -1
	}
	for i := range doc.Sentences {
		first, last := int(doc.Sentences[i].First), int(doc.Sentences[i].Last)
		s.loud[i] = s.shouted(first, last)
		s.tagSentence(first, last)
		s.chunk(first, last)
		s.group(first, last, int32(i))
	}
	return s
}

func (s *syntax) text(i int) string { return s.doc.Tokens[i].Span.In(s.doc.Text) }

func (s *syntax) span(first, last int) detente.Span {
	if last <= first {
		return detente.Span{}
	}
	return detente.Span{Start: s.doc.Tokens[first].Span.Start, End: s.doc.Tokens[last-1].Span.End}
}

// capital reports whether a word has the capital of a name. Where all are
// capitals, as on old wires, that is a word that is no verb, no role and none of
// the small ones.
func (s *syntax) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text(i))
	if !unicode.IsUpper(r) || !s.loud[s.doc.Tokens[i].Sentence] {
		return unicode.IsUpper(r)
	}
	if _, small := s.closed[s.words[i]]; small || roles[s.words[i]] {
		return false
	}
	_, verb := s.verbs.Lookup(s.words[i])
	return !verb
}

// shouted reports whether a sentence of some words has no small letter.
func (s *syntax) shouted(first, last int) bool {
	words := 0
	for i := first; i < last; i++ {
		if s.doc.Tokens[i].Kind != detente.Word {
			continue
		}
		for _, r := range s.text(i) {
			if unicode.IsLower(r) {
				return false
			}
		}
		words++
	}
	return words >= 4
}

var (
	hBe, hHave, hDo  = lexicon.Hash("be"), lexicon.Hash("have"), lexicon.Hash("do")
	hS, hApos        = lexicon.Hash("'s"), lexicon.Hash("'")
	hVe, hRe, hM, hD = lexicon.Hash("'ve"), lexicon.Hash("'re"), lexicon.Hash("'m"), lexicon.Hash("'d")
	hBy, hAs         = lexicon.Hash("by"), lexicon.Hash("as")
	hIf, hUnless     = lexicon.Hash("if"), lexicon.Hash("unless")
	hWhile, hAnd     = lexicon.Hash("while"), lexicon.Hash("and")
	hWho, hWhich     = lexicon.Hash("who"), lexicon.Hash("which")
	hBetween, hThan  = lexicon.Hash("between"), lexicon.Hash("than")
	hThat            = lexicon.Hash("that")
	hHer, hWhose     = lexicon.Hash("her"), lexicon.Hash("whose")
	hOne             = lexicon.Hash("one")
	hLeast, hMost    = lexicon.Hash("least"), lexicon.Hash("most")
)

// chunk finds the base noun phrases of a sentence.
func (s *syntax) chunk(first, last int) {
	for i := first; i < last; {
		end, head := s.phraseFrom(i, last)
		if head < 0 {
			i++
			continue
		}
		p := phrase{first: i, last: end, head: head, timeLike: s.tags[head] == tagTime}
		for k := i; k < end; k++ {
			s.phraseAt[k] = int32(len(s.phrases))
		}
		s.phrases = append(s.phrases, p)
		i = end
	}
}

// phraseFrom gives the end and the head of the noun phrase that starts at i; the
// head is -1 when none does.
func (s *syntax) phraseFrom(i, last int) (end, head int) {
	head = -1
	if s.tags[i] == tagPron {
		return i + 1, i
	}
	k := i
	depth := s.doc.Tokens[i].Depth
loop:
	for ; k < last; k++ {
		switch s.tags[k] {
		case tagNoun, tagName:
			if head >= 0 && s.tags[k] == tagName && s.tags[head] == tagNoun && head == k-1 && s.plural(head) {
				break loop // "remarks Ozu dismissed"
			}
			if head >= 0 && s.tags[k] == tagName && s.tags[head] == tagTime {
				break loop // "Yesterday Ozu"
			}
			head = k
		case tagNum:
			if head < 0 || s.tags[head] != tagTime && (s.tags[head] != tagName || k+1 >= last) {
				head = k
			}
		case tagTime:
			// "on Tuesday", but not "the minister Tuesday".
			if head >= 0 && s.tags[head] != tagTime && s.tags[head] != tagNum && s.tags[k-1] != tagHyphen {
				break loop
			}
			head = k
		case tagDet, tagPoss:
			if head >= 0 && (s.tags[head] != tagNum || s.tags[k] == tagPoss) { // "two more cutters"
				break loop
			}
		case tagAdj:
			if head >= 0 && s.tags[k-1] != tagClitic && s.tags[k-1] != tagHyphen && s.tags[k-1] != tagName && s.tags[k-1] != tagNum {
				break loop
			}
		case tagAdv, tagIng:
			// "a sharply worded letter", "the sitting president"
			if s.kindOf(i, k, last) {
				continue
			}
			if k == i || s.tags[k-1] != tagDet && s.tags[k-1] != tagPoss && s.tags[k-1] != tagClitic && s.tags[k-1] != tagHyphen {
				break loop
			}
		case tagClitic:
			if k == i || head != k-1 || k+1 >= last || !s.nominal(k+1) {
				if head == k-1 && k > i {
					k++ // a possessive that ends the phrase
				}
				break loop
			}
		case tagHyphen:
			if k == i || k+1 >= last || s.doc.Tokens[k+1].Span.Start != s.doc.Tokens[k].Span.End {
				break loop
			}
		case tagOpen, tagClose:
			break loop
		default:
			if k > i && s.tags[k-1] == tagHyphen {
				continue
			}
			break loop
		}
		if s.doc.Tokens[k].Depth != depth {
			break
		}
	}
	if head < 0 && k-2 >= i && s.tags[k-1] == tagAdj && (s.tags[i] == tagDet || s.tags[i] == tagPoss || s.tags[i] == tagAdj) {
		return k, k - 1 // "the meeting", "the wounded"
	}
	if head < 0 {
		return i, -1
	}
	if k-1 > head && s.tags[k-1] == tagAdj && s.tags[head+1] == tagClitic {
		return k, k - 1 // "Bexia's military"
	}
	if s.tags[head] == tagNum && k == head+1 && head > i && s.tags[head-1] == tagHyphen {
		return k, head
	}
	for k > head+1 && s.tags[k-1] != tagClitic && s.tags[k-1] != tagNum {
		k--
	}
	return k, head
}

// kindOf reports whether a participle at k belongs to the noun behind it: "of three
// Bexian shipping firms". The phrase that starts at i is no subject then: a number
// or a preposition opens it.
func (s *syntax) kindOf(i, k, last int) bool {
	if k == i || s.tags[k] != tagIng || s.tags[k-1] != tagName || k+1 >= last || s.peek(k+1, last) != tagNoun {
		return false
	}
	return s.tags[i] == tagNum || i > 0 && s.tags[i-1] == tagPrep
}

func (s *syntax) nominal(i int) bool {
	switch s.tags[i] {
	case tagNoun, tagName, tagAdj, tagNum, tagTime, tagIng, tagAdv, tagOpen:
		return true
	}
	return false
}

// group finds the verb groups of a sentence.
func (s *syntax) group(first, last int, sentence int32) {
	for i := first; i < last; i++ {
		switch s.tags[i] {
		case tagVerb, tagIng, tagAux, tagModal:
		case tagTo:
			if i+1 >= last || s.tags[i+1] != tagVerb && s.tags[i+1] != tagAux && !(s.tags[i+1] == tagAdv && i+2 < last && s.tags[i+2] == tagVerb) {
				continue
			}
		default:
			continue
		}
		if s.phraseAt[i] >= 0 || s.groupAt[i] >= 0 {
			continue
		}
		i = s.groupFrom(i, last, sentence) - 1
	}
}

func (s *syntax) groupFrom(i, last int, sentence int32) int {
	g := group{first: i, head: -1, sentence: sentence}
	k := i
	var aux lexicon.Verb
	set, having := false, false // having: "having met"
loop:
	for ; k < last; k++ {
		switch s.tags[k] {
		case tagTo:
			if k > i {
				break loop
			}
			g.infinitive = true
			continue
		case tagModal:
			if g.head >= 0 {
				break loop
			}
			g.modal = s.words[k]
			set = true
			continue
		case tagNeg:
			g.negated = true
			continue
		case tagAdv:
			continue
		case tagAux:
			if aux.Lemma == hHave && s.verb[k].Forms.Has(lexicon.FormParticiple) {
				g.perfect = true
			}
			if !set {
				g.past = s.verb[k].Forms.Has(lexicon.FormPast)
				having = s.verb[k].Lemma == hHave && s.verb[k].Forms == lexicon.FormIng
				set = true
			}
			aux = s.verb[k]
			g.head, g.lemma, g.form = k, aux.Lemma, aux.Forms
			continue
		case tagVerb, tagIng:
			if g.head >= 0 && s.tags[g.head] != tagAux {
				break loop
			}
			if aux.Lemma == hHave {
				g.perfect = true
			}
			g.passive = aux.Lemma == hBe && s.verb[k].Forms.Has(lexicon.FormParticiple) && s.tags[k] == tagVerb
			g.ing = s.tags[k] == tagIng && aux.Lemma == 0 && !set || having
			if !set {
				g.past = s.verb[k].Forms.Has(lexicon.FormPast)
				set = true
			}
			g.head, g.lemma, g.form = k, s.verb[k].Lemma, s.verb[k].Forms
			break loop
		}
		break
	}
	if g.head < 0 {
		return i + 1
	}
	g.last = g.head + 1
	for t := g.first; t < g.last; t++ {
		s.groupAt[t] = int32(len(s.groups))
	}
	s.takeAdverbs(&g)
	s.groups = append(s.groups, g)
	return g.last
}

// takeAdverbs draws the adverbs before a group into it: "strongly rejects".
func (s *syntax) takeAdverbs(g *group) {
	for g.first > 0 && (s.tags[g.first-1] == tagAdv || s.tags[g.first-1] == tagNeg) && s.groupAt[g.first-1] < 0 && s.doc.Tokens[g.first-1].Sentence == g.sentence && s.text(g.first-1) != "as" && s.text(g.first-1) != "here" {
		g.first--
		if s.tags[g.first] == tagNeg {
			g.negated = true
		}
		s.groupAt[g.first] = int32(len(s.groups))
	}
}
