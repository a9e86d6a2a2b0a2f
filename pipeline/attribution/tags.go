package attribution

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
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
	if c := s.clitic(i, prev); c != tagOther {
		return c
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
	if capital && h == hUs && s.text(i) == "US" {
		return tagName // "US envoys left", but "Us and them"
	}
	if h == hOne && !capital && s.ahead(i+1, last) {
		return tagNum // "one official said", but "one said"
	}
	if capital && i > first && s.abbreviation(i-1) && !s.name(i, last) {
		capital = false // wires that know no case write "the U.S. Wants"
	}
	if c, ok := s.closed[h]; ok && (capital || !calendar[h]) && (!capital || i == first || prev == tagOpen || c == tagTime || c == tagPron || c == tagPoss) {
		if c == tagPoss && h == hHer && !s.nominalAhead(i+1, last) {
			return tagPron
		}
		if (c == tagTime || c == tagAdj) && isVerb && (prev == tagTo && (s.nominalAhead(i+1, last) || s.peek(i+1, last) == tagPoss) || prev == tagModal) {
			s.verb[i] = v
			return tagVerb
		}
		if c == tagAdj && (prev == tagName || prev == tagPron) && s.pastAhead(i+1, last) {
			return tagAdv // "Tell last spoke in May"
		}
		return c
	}
	initial := i == first || prev == tagOpen || prev == tagColon
	if h == hMay && capital && (prev == tagPrep || prev == tagAdj || i+1 < last && s.doc.Tokens[i+1].Kind == detente.Number) {
		return tagTime
	}
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

var (
	hMay = lexicon.Hash("may")
	hUs  = lexicon.Hash("us")

	hAccording = lexicon.Hash("according")
)

// calendar words date only with a capital: "in March", but "the march".
var calendar = hashSet("march sat sun wed mon fri")

// ahead reports whether the next word is a noun or a name rather than a verb.
func (s *syntax) ahead(i, last int) bool {
	if !s.nominalAhead(i, last) {
		return false
	}
	v, isVerb := s.verbs.Lookup(s.words[i])
	return s.capital(i) || !isVerb || !v.Forms.Has(lexicon.FormPast|lexicon.FormS) && (!v.Forms.Has(lexicon.FormIng) || s.nominalAhead(i+1, last)) // "one broker", "one trading firm"
}

// abbreviation reports whether a token ends with a stop inside the sentence:
// "U.S.".
func (s *syntax) abbreviation(i int) bool {
	w := s.text(i)
	return len(w) > 3 && w[len(w)-1] == '.' && w[1] == '.'
}

// name reports whether a capital word behind an abbreviation is part of a name:
// no finite form of a verb, and no word of a closed class unless another capital
// follows.
func (s *syntax) name(i, last int) bool {
	if v, ok := s.verbs.Lookup(s.words[i]); ok && !nounish[s.words[i]] && v.Forms.Has(lexicon.FormPast|lexicon.FormS) {
		return false
	}
	_, ok := s.closed[s.words[i]]
	return !ok || i+1 < last && s.capital(i+1) && s.doc.Tokens[i+1].Kind == detente.Word
}

// clitic gives the tag of 's, ', 've, 're, 'm and 'd, and tagOther for any other
// word. A possessive follows a noun, the verb a pronoun.
func (s *syntax) clitic(i int, prev tag) tag {
	h := s.words[i]
	switch h {
	case hS, hApos:
		if prev != tagPron && prev != tagWh && prev != tagThat {
			return tagClitic
		}
		s.verb[i] = lexicon.Verb{Lemma: hBe, Forms: lexicon.FormS}
	case hVe, hD:
		s.verb[i] = lexicon.Verb{Lemma: hHave, Forms: lexicon.FormBase}
	case hRe, hM:
		s.verb[i] = lexicon.Verb{Lemma: hBe, Forms: lexicon.FormBase}
	default:
		return tagOther
	}
	return tagAux
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
	case prev == tagTo && i-2 >= first && !s.plural(i) && s.words[i-2] != hAccording && !roles[s.words[i]]: // "according to curator Ana Ozu"
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
	return !ok || c == tagAdj || c == tagTime || c == tagDet || c == tagNum
}

// openClass tells adverbs and adjectives from nouns by their ends.
func (s *syntax) openClass(i int) tag {
	w := s.text(i)
	n := len(w)
	if n > 4 && w[n-2:] == "ly" {
		return tagAdv
	}
	if roles[s.words[i]] {
		return tagNoun // "a trade representative"
	}
	for _, end := range [...]string{"ous", "ful", "ive", "ible", "able", "ical", "less", "ish"} {
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
	case tagNum:
		if i-2 >= first && s.doc.Tokens[i-1].Kind == detente.Word && (s.tags[i-2] == tagPrep || s.tags[i-2] == tagDet) {
			return f.Has(lexicon.FormPast) && (next != tagNoun || s.tags[i-2] == tagDet) // "the two raised", "a mother of three said"
		}
		return i-2 >= first && s.tags[i-2] == tagTime && f.Has(lexicon.FormPast) && (next == tagDet || next == tagName || next == tagPoss || next == tagThat) // "on Aug. 6 ordered a halt"
	case tagDet, tagPoss, tagClitic:
		return false
	case tagHyphen:
		return false
	case tagAdj:
		// "the military said", but "top wounded officers".
		return f.Has(lexicon.FormPast) && next != tagNoun && next != tagAdj && next != tagHyphen
	case tagPrep:
		return f == lexicon.FormIng
	case tagName:
		if f.Has(lexicon.FormS) && nounish[s.words[i]] {
			return next == tagDet || next == tagThat || next == tagPoss || next == tagPron || next == tagOpen || next == tagName
		}
		if f.Has(lexicon.FormS) && (next == tagStop || next == tagComma || next == tagPrep || next == tagConj || s.verbAhead(i+1, last)) {
			hit, ok := s.cues.Verb(s.words, i)
			return ok && hit.Cue.Weight >= 0.4 || s.opens(first, i) && !s.verbAhead(i+1, last) // "in Averland strikes", but "Tell says", "Tell leaves on Friday"
		}
		if f.Has(lexicon.FormPast) && next == tagNoun && i-2 > first && s.tags[i-2] == tagPrep && demonymic(s.text(i-1)) {
			return false // "the duty on Bexian canned fish"
		}
		if f.Has(lexicon.FormPast|lexicon.FormS|lexicon.FormIng) || f.Has(lexicon.FormBase) && s.plural(i-1) {
			return f != lexicon.FormS && f != lexicon.FormBase || next != tagClitic
		}
		return f.Has(lexicon.FormBase) && s.joint(i, first) && !nounish[s.words[i]] // "Tell and Kast meet tomorrow"
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
		return s.plural(i-1) && next != tagStop && (next != tagPrep || roles[s.words[i-1]])
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
		if capital && f.Has(lexicon.FormPast) && (next == tagName || next == tagDet) {
			if hit, ok := s.cues.Verb(s.words, i); ok && hit.Cue.Weight >= 0.6 && hit.Cue.Complement.Has(lexicon.Quotation) {
				return true // "Replied the minister, “No.”"
			}
		}
		if capital && f.Has(lexicon.FormPast|lexicon.FormS) && f != lexicon.FormBase|lexicon.FormPast|lexicon.FormParticiple {
			return next == tagDet || next == tagPoss
		}
		return f.Has(lexicon.FormIng|lexicon.FormPast) || next == tagDet || next == tagPoss
	}
	return f.Has(lexicon.FormPast | lexicon.FormIng)
}

// demonymic reports whether a name has the end of an adjective of a country.
func demonymic(w string) bool {
	for _, end := range [...]string{"an", "ese", "ish", "ch"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// joint reports whether the name before token i is joined to another by "and".
func (s *syntax) joint(i, first int) bool {
	k := i - 1
	for k > first && s.tags[k] == tagName {
		k--
	}
	return k > first && s.words[k] == hAnd && (s.tags[k-1] == tagName || s.tags[k-1] == tagClitic)
}

// opens reports whether nothing but a name stands between the start of the
// sentence and token i.
func (s *syntax) opens(first, i int) bool {
	for k := first; k < i; k++ {
		if s.tags[k] != tagName && s.tags[k] != tagDet {
			return false
		}
	}
	return true
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

// pastAhead reports whether the next word is a past form.
func (s *syntax) pastAhead(i, last int) bool {
	if i >= last {
		return false
	}
	v, ok := s.verbs.Lookup(s.words[i])
	return ok && v.Forms.Has(lexicon.FormPast) && !s.capital(i)
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
		if t.Quote == detente.Closing || t.Quote != detente.Opening && s.text(i) == "”" {
			return tagClose // also where what it closes was never opened
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
