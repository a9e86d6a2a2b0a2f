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
	"modal": tagModal, "adv": tagAdv, "neg": tagNeg, "conj": tagConj, "sub": tagSub, "that": tagThat, "wh": tagWh,
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
	if rows, err = lexicon.Rows("data/judgements.tsv", judgementsTSV, 2); err != nil {
		return nil, err
	}
	t.judgements = make(map[uint64]bool, 3*len(rows))
	for _, row := range rows {
		t.judgements[lexicon.Hash(row[0])] = true
		if row[1] == "verb" {
			for _, f := range t.verbs.Inflect(row[0]) {
				t.judgements[lexicon.Hash(f.Word)] = true
			}
		}
	}
	if t.cues, err = lexicon.Cues(); err != nil {
		return nil, err
	}
	t.acts, err = lexicon.Acts()
	return t, err
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
}

func analyse(doc *detente.Doc, t *tables) *syntax {
	n := len(doc.Tokens)
	s := &syntax{tables: t, doc: doc, words: make([]uint64, n), tags: make([]tag, n), verb: make([]lexicon.Verb, n), phraseAt: make([]int32, n), groupAt: make([]int32, n)}
	for i := range doc.Tokens {
		s.words[i] = doc.Tokens[i].Hash
		s.phraseAt[i], s.groupAt[i] = -1, -1
	}
	for i := range doc.Sentences {
		first, last := int(doc.Sentences[i].First), int(doc.Sentences[i].Last)
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

func (s *syntax) capital(i int) bool {
	r, _ := utf8.DecodeRuneInString(s.text(i))
	return unicode.IsUpper(r)
}

var (
	hBe, hHave, hDo  = lexicon.Hash("be"), lexicon.Hash("have"), lexicon.Hash("do")
	hS, hApos        = lexicon.Hash("'s"), lexicon.Hash("'")
	hVe, hRe, hM, hD = lexicon.Hash("'ve"), lexicon.Hash("'re"), lexicon.Hash("'m"), lexicon.Hash("'d")
	hBy, hOf, hAs    = lexicon.Hash("by"), lexicon.Hash("of"), lexicon.Hash("as")
	hComma, hMay     = lexicon.Hash(","), lexicon.Hash("may")
	hIf, hUnless     = lexicon.Hash("if"), lexicon.Hash("unless")
	hWhile, hAnd     = lexicon.Hash("while"), lexicon.Hash("and")
	hWho, hWhich     = lexicon.Hash("who"), lexicon.Hash("which")
	hThat, hBetween  = lexicon.Hash("that"), lexicon.Hash("between")
	hBeen, hBeing    = lexicon.Hash("been"), lexicon.Hash("being")
	hHer, hThan      = lexicon.Hash("her"), lexicon.Hash("than")
	hLeast, hMost    = lexicon.Hash("least"), lexicon.Hash("most")
)

// tagSentence gives every token of a sentence its tag, left to right: the words
// before decide whether a word that may be a verb is one.
func (s *syntax) tagSentence(first, last int) {
	for i := first; i < last; i++ {
		s.tags[i] = s.tagOf(i, first, last)
	}
}

func (s *syntax) tagOf(i, first, last int) tag {
	t := &s.doc.Tokens[i]
	switch t.Kind {
	case detente.Punct, detente.Symbol, detente.Mark:
		return s.tagMark(i)
	case detente.Number:
		return tagNum
	}
	prev := tagStop
	if i > first {
		prev = s.tags[i-1]
	}
	h := t.Hash
	if s.measures(i, last) {
		return tagDet
	}
	if h == hS || h == hApos {
		if prev == tagPron || prev == tagWh || prev == tagThat {
			s.verb[i] = lexicon.Verb{Lemma: hBe, Forms: lexicon.FormS}
			return tagAux
		}
		return tagClitic
	}
	if h == hVe || h == hRe || h == hM || h == hD {
		lemma := hBe
		if h == hVe || h == hD {
			lemma = hHave
		}
		s.verb[i] = lexicon.Verb{Lemma: lemma, Forms: lexicon.FormBase}
		return tagAux
	}
	v, isVerb := s.verbs.Lookup(h)
	if !isVerb {
		v, isVerb = s.unknownVerb(i, first, last, prev)
	}
	if isVerb && (v.Lemma == hBe || v.Lemma == hHave || v.Lemma == hDo) {
		s.verb[i] = v
		return tagAux
	}
	capital := s.capital(i)
	if c, ok := s.closed[h]; ok && (!capital || i == first || prev == tagOpen || c == tagTime || c == tagPron || c == tagPoss) {
		if c == tagPoss && h == hHer && !s.nominalAhead(i+1, last) {
			return tagPron
		}
		if (c == tagTime || c == tagAdj) && isVerb && (prev == tagTo && s.nominalAhead(i+1, last) || prev == tagModal) {
			s.verb[i] = v
			return tagVerb
		}
		return c
	}
	initial := i == first || prev == tagOpen || prev == tagColon
	if capital && !initial {
		return tagName
	}
	if isVerb && s.verbHere(i, first, last, prev, v, capital) {
		s.verb[i] = v
		if v.Forms == lexicon.FormIng {
			return tagIng
		}
		return tagVerb
	}
	if isVerb && v.Forms.Has(lexicon.FormParticiple|lexicon.FormIng) && !v.Forms.Has(lexicon.FormBase) {
		return tagAdj
	}
	if capital {
		return tagName
	}
	return s.openClass(i)
}

// unknownVerb takes a word for a verb that the table lacks by its end, or by
// standing after "to" behind a verb.
func (s *syntax) unknownVerb(i, first, last int, prev tag) (lexicon.Verb, bool) {
	w := s.text(i)
	n := len(w)
	if n < 4 || s.capital(i) {
		return lexicon.Verb{}, false
	}
	if _, ok := s.closed[s.words[i]]; ok {
		return lexicon.Verb{}, false
	}
	switch {
	case n > 5 && w[n-3:] == "ing":
		return lexicon.Verb{Forms: lexicon.FormIng}, true
	case n > 4 && w[n-2:] == "ed" && w[n-3] != 'e':
		return lexicon.Verb{Forms: lexicon.FormPast | lexicon.FormParticiple}, true
	case prev == tagModal:
		return lexicon.Verb{Forms: lexicon.FormBase}, true
	case prev == tagTo && i-2 >= first && !s.plural(i):
		switch s.tags[i-2] {
		case tagVerb, tagIng, tagAdj, tagNoun, tagAdv:
			if next := s.peek(i+1, last); next == tagDet || next == tagPoss || next == tagPron || next == tagName || next == tagAdj || next == tagNoun || next == tagThat {
				return lexicon.Verb{Forms: lexicon.FormBase}, true
			}
		}
	}
	return lexicon.Verb{}, false
}

// measures reports whether a word belongs to a number: "more than 30", "at least
// 110", "up to 40".
func (s *syntax) measures(i, last int) bool {
	if i+1 < last && s.doc.Tokens[i+1].Kind == detente.Number && (s.words[i] == hThan || s.words[i] == hLeast || s.words[i] == hMost) {
		return true
	}
	return i+2 < last && s.doc.Tokens[i+2].Kind == detente.Number && (s.words[i+1] == hThan || s.words[i+1] == hLeast || s.words[i+1] == hMost)
}

// nominalAhead reports whether the next word can go on a noun phrase.
func (s *syntax) nominalAhead(i, last int) bool {
	if i >= last || s.doc.Tokens[i].Kind != detente.Word && s.doc.Tokens[i].Kind != detente.Number {
		return false
	}
	c, ok := s.closed[s.words[i]]
	return !ok || c == tagAdj || c == tagTime || c == tagDet
}

// openClass tells adverbs and adjectives from nouns by their ends.
func (s *syntax) openClass(i int) tag {
	w := s.text(i)
	n := len(w)
	if n > 4 && w[n-2:] == "ly" {
		return tagAdv
	}
	for _, end := range [...]string{"ous", "ful", "ive", "ible", "able", "ical", "less", "ish", "ian", "ese"} {
		if n > len(end)+2 && w[n-len(end):] == end && w[:1] >= "a" {
			return tagAdj
		}
	}
	return tagNoun
}

// verbHere decides between verb and noun (or adjective) by what stands before
// and, where that does not tell, by what follows.
func (s *syntax) verbHere(i, first, last int, prev tag, v lexicon.Verb, capital bool) bool {
	f := v.Forms
	next := s.peek(i+1, last)
	switch prev {
	case tagTo:
		return f.Has(lexicon.FormBase)
	case tagModal:
		return true
	case tagAux, tagNeg:
		// "is report" is no verb group, "is reporting" and "has reported" are.
		if prev == tagAux && s.verb[i-1].Lemma == hDo || prev == tagNeg {
			return true
		}
		return f.Has(lexicon.FormParticiple | lexicon.FormIng)
	case tagPron, tagWh:
		return true
	case tagDet, tagPoss, tagClitic, tagNum:
		return false
	case tagHyphen:
		return false
	case tagAdj:
		return f.Has(lexicon.FormPast) && (next == tagDet || next == tagThat || next == tagPoss || next == tagPron || next == tagOpen)
	case tagPrep:
		return f == lexicon.FormIng
	case tagName:
		if f.Has(lexicon.FormS) && nounish[s.words[i]] {
			return next == tagDet || next == tagThat || next == tagPoss || next == tagPron || next == tagOpen || next == tagName
		}
		if f.Has(lexicon.FormS) && (next == tagStop || next == tagComma || next == tagPrep || next == tagConj || s.verbAhead(i+1, last)) {
			hit, ok := s.cues.Verb(s.words, i)
			return ok && hit.Cue.Weight >= 0.4 // "in Averland strikes", but "Tell says"
		}
		if f.Has(lexicon.FormPast|lexicon.FormS|lexicon.FormIng) || f.Has(lexicon.FormBase) && s.plural(i-1) {
			return f != lexicon.FormS && f != lexicon.FormBase || next != tagClitic
		}
		return false
	case tagNoun, tagTime:
		if f.Has(lexicon.FormPast | lexicon.FormParticiple) {
			return true
		}
		if f == lexicon.FormIng {
			return true
		}
		if f.Has(lexicon.FormS) {
			return !s.plural(i-1) && (next == tagDet || next == tagThat || next == tagPoss || next == tagPron || next == tagOpen || next == tagTo || next == tagName || next == tagColon || next == tagSub)
		}
		return s.plural(i-1) && next != tagStop && next != tagPrep
	case tagAdv, tagComma, tagConj, tagClose, tagDash, tagParen, tagThat, tagSub, tagVerb, tagIng:
		if (prev == tagComma || prev == tagDash) && f.Has(lexicon.FormS) && retold[s.words[i]] {
			return false // "—remarks that followed"
		}
		if prev == tagVerb || prev == tagIng {
			return f == lexicon.FormIng // "targeting suspected smugglers"
		}
		if prev == tagAdv && i-2 >= first && (f.Has(lexicon.FormS) && (s.tags[i-2] == tagName || s.tags[i-2] == tagNoun || s.tags[i-2] == tagPron) || f.Has(lexicon.FormBase) && (s.tags[i-2] == tagPron || s.tags[i-2] == tagNoun && s.plural(i-2))) {
			return true // "Bexia strongly rejects"
		}
		if f.Has(lexicon.FormPast | lexicon.FormParticiple | lexicon.FormIng) {
			return true
		}
		return next == tagDet || next == tagThat || next == tagPoss || next == tagPron || next == tagTo || next == tagName || next == tagOpen || next == tagComma && prev == tagAdv || prev == tagClose
	case tagStop, tagOpen, tagColon:
		if capital && f.Has(lexicon.FormPast|lexicon.FormS) && f != lexicon.FormBase|lexicon.FormPast|lexicon.FormParticiple {
			return next == tagDet || next == tagPoss
		}
		return f.Has(lexicon.FormIng|lexicon.FormPast) || next == tagDet || next == tagPoss
	}
	return f.Has(lexicon.FormPast | lexicon.FormIng)
}

// nounish are plurals that are seldom verbs in the news.
var nounish = hashSet("allies forces strikes attacks talks calls exports imports interests demands protests raids moves ties ships troops " +
	"officials tariffs sanctions drones tests drills guards rebels borders ports deals supplies funds bans loans fires waters")

// verbAhead reports whether the next word can be a finite verb.
func (s *syntax) verbAhead(i, last int) bool {
	if i >= last {
		return false
	}
	if _, ok := s.closed[s.words[i]]; ok {
		return false
	}
	v, ok := s.verbs.Lookup(s.words[i])
	return ok && v.Forms.Has(lexicon.FormBase|lexicon.FormPast) && !s.capital(i)
}

// peek is the tag a word would have without its context.
func (s *syntax) peek(i, last int) tag {
	if i >= last {
		return tagStop
	}
	switch s.doc.Tokens[i].Kind {
	case detente.Punct, detente.Symbol, detente.Mark:
		return s.tagMark(i)
	case detente.Number:
		return tagNum
	}
	h := s.words[i]
	if h == hS || h == hApos {
		return tagClitic
	}
	if c, ok := s.closed[h]; ok {
		return c
	}
	if s.capital(i) {
		return tagName
	}
	return tagNoun
}

// plural guesses number from the end of a word.
func (s *syntax) plural(i int) bool {
	w := s.text(i)
	n := len(w)
	if n > 3 && (w[n-1] == 's' && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i') {
		return true
	}
	switch w {
	case "people", "police", "men", "women", "media", "children", "troops":
		return true
	}
	return false
}

func (s *syntax) tagMark(i int) tag {
	t := &s.doc.Tokens[i]
	if t.Kind == detente.Mark {
		if t.Quote == detente.Closing {
			return tagClose
		}
		return tagOpen
	}
	switch s.text(i) {
	case ",":
		return tagComma
	case ".", "?", "!", ";", "...", "…":
		return tagStop
	case ":":
		return tagColon
	case "—", "–", "--", "―":
		return tagDash
	case "-", "‐", "‑", "/":
		return tagHyphen
	case "(", ")", "[", "]":
		return tagParen
	case "&":
		return tagConj
	}
	return tagOther
}

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
			if head >= 0 && s.tags[k] == tagName && s.tags[head] == tagTime && head == i {
				break loop // "Yesterday Ozu"
			}
			head = k
		case tagNum:
			if head < 0 || s.tags[head] != tagName || k+1 >= last {
				head = k
			}
		case tagTime:
			// "on Tuesday", but not "the minister Tuesday".
			if head >= 0 && s.tags[head] != tagTime && s.tags[head] != tagNum {
				break loop
			}
			head = k
		case tagDet, tagPoss:
			if head >= 0 {
				break loop
			}
		case tagAdj:
			if head >= 0 && s.tags[k-1] != tagClitic && s.tags[k-1] != tagHyphen && s.tags[k-1] != tagName && s.tags[k-1] != tagNum {
				break loop
			}
		case tagAdv, tagIng:
			// "a sharply worded letter", "the sitting president"
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
	if s.tags[head] == tagNum && k == head+1 && head > i && s.tags[head-1] == tagHyphen {
		return k, head
	}
	for k > head+1 && s.tags[k-1] != tagClitic && s.tags[k-1] != tagNum {
		k--
	}
	return k, head
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
	set := false
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
			g.ing = s.tags[k] == tagIng && aux.Lemma == 0 && !set
			if !set {
				g.past = s.verb[k].Forms.Has(lexicon.FormPast)
				set = true
			}
			g.head, g.lemma, g.form = k, s.verb[k].Lemma, s.verb[k].Forms
			k++
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
	// Adverbs before the group belong to it: "strongly rejects".
	for g.first > 0 && (s.tags[g.first-1] == tagAdv || s.tags[g.first-1] == tagNeg) && s.groupAt[g.first-1] < 0 && s.doc.Tokens[g.first-1].Sentence == sentence && s.text(g.first-1) != "as" {
		g.first--
		if s.tags[g.first] == tagNeg {
			g.negated = true
		}
		s.groupAt[g.first] = int32(len(s.groups))
	}
	s.groups = append(s.groups, g)
	return g.last
}
