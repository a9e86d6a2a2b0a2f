package scorers

import (
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
)

// subject says who does the act of a hit, seen from the one who speaks.
type subject uint8

const (
	nobody   subject = iota // not expressed
	self                    // I, we, our army, the speaker by name
	third                   // he, she, it, they
	second                  // you
	somebody                // any other name or noun
)

// hit is one act or telling word found in a text.
type hit struct {
	at, end  int // tokens [at, end)
	class    detente.Class
	mode     detente.Mode
	strength float64
	verb     bool // a verb, which has a subject and a mood
	deed     bool // of the table of acts, not a telling word
	speech   bool // done with words: what follows is its content
	subject  subject

	neg, future, hedge, sub, governed, must, infinitive, perform, passive, past bool
}

// reading is what a stretch of text holds.
type reading struct {
	hits        []hit
	tokens      int // how many were read
	boosts      int
	conditional bool
	unmet       bool // the condition is that something is not done: "if they do not leave"
	approve     bool
}

// clause is the state between the words of a clause and its verb.
type clause struct {
	subject                                                                          subject
	neg, will, plan, refuse, hedge, must, sub, perform, det, to, be, pp, mine, coord bool
}

// reader finds hits from left to right in tokens of a document.
type reader struct {
	t     *tables
	doc   *detente.Doc
	words []uint64
	// isSelf reports whether a token names the speaker or his side; nil: nobody
	// is known.
	isSelf func(token int) bool
	// third pronouns mean the speaker: in indirect speech.
	thirdIsSelf bool
	itIsSelf    bool // "it" too: the speaker is no person
	official    bool // the speaker speaks for a state
	planned     bool // the cue says that what follows is to come

	c        clause
	last     clause // that of the verb before, which a verb after "and" shares
	and      int    // the token of the last "and"
	governed bool   // by an act of speech before, in the same sentence
	sentence int32
	out      *reading
}

func newReader(t *tables, doc *detente.Doc) *reader {
	r := &reader{t: t, doc: doc, words: make([]uint64, len(doc.Tokens))}
	for i := range doc.Tokens {
		r.words[i] = doc.Tokens[i].Hash
	}
	return r
}

// read appends what tokens [lo, hi) hold to out. Nothing beyond hi is looked at.
func (r *reader) read(lo, hi int, out *reading) {
	r.out, r.governed, r.sentence = out, false, -1
	words := r.words[:hi]
	out.tokens += hi - lo
	for i := lo; i < hi; {
		tok := &r.doc.Tokens[i]
		if tok.Sentence != r.sentence {
			r.sentence, r.c, r.last, r.governed, r.and = tok.Sentence, clause{plan: r.planned && i == lo}, clause{}, false, -9
		}
		if tok.Kind == detente.Punct {
			r.punctuation(i)
			i++
			continue
		}
		if tok.Kind != detente.Word && tok.Kind != detente.Number {
			i++
			continue
		}
		n := r.act(words, i)
		g, roles := r.t.grammar.Longest(words, i)
		if g > 0 && g >= n && roles&(roleDet|roleAux) != 0 || n == 0 {
			n = max(n, g)
		}
		r.grammar(i, roles, n)
		if roles&roleWill != 0 {
			r.ellipsis(i, i+max(n, 1), hi)
		}
		i += max(n, 1)
	}
}

// ellipsis reads "if they do not leave, our army will": what the speaker's side
// will do where the other does not, left unsaid.
func (r *reader) ellipsis(i, next, hi int) {
	if r.c.subject != self || !r.out.unmet {
		return
	}
	for ; next < hi && r.doc.Tokens[next].Sentence == r.sentence; next++ {
		if k := r.doc.Tokens[next].Kind; k == detente.Word || k == detente.Number {
			return
		} else if k == detente.Punct || k == detente.Mark {
			break
		}
	}
	r.out.hits = append(r.out.hits, hit{at: i, end: i + 1, class: detente.Threaten, strength: 1.8})
}

func (r *reader) punctuation(i int) {
	switch r.doc.Text[r.doc.Tokens[i].Span.Start] {
	case ',', '(', ')':
		keep := r.c.subject
		r.c = clause{subject: keep, coord: r.c.coord}
	case '-':
	default:
		r.c = clause{}
		r.governed = false
	}
}

// grammar takes in what the word at i does to the next acts; n is how many words
// an act took there, 0 for none.
func (r *reader) grammar(i int, roles role, n int) {
	c := &r.c
	if roles == 0 {
		if n == 0 || !r.lastHit(i) {
			r.plain(i)
		}
		return
	}
	if roles&roleSub != 0 {
		c.sub = true
	}
	if roles&roleCond != 0 {
		c.sub, r.out.conditional = true, true
		r.out.unmet = r.out.unmet || r.words[i] == hashUnless
	}
	switch {
	case roles&roleNeg != 0:
		c.neg = true
		r.out.unmet = r.out.unmet || c.sub && r.out.conditional
	case roles&roleWill != 0:
		c.will = true
	}
	if roles&rolePlan != 0 {
		c.plan = true
	}
	if roles&roleRefuse != 0 {
		c.refuse = !c.neg
		c.neg = false
	}
	if roles&roleHedge != 0 {
		c.hedge = true
	}
	if roles&roleMust != 0 {
		c.must = true
		if c.subject != self && c.subject != nobody {
			r.out.hits = append(r.out.hits, hit{at: i, end: i + 1, class: detente.Request, mode: detente.ModeDemand, strength: 0.7, sub: c.sub, governed: r.governed})
		}
	}
	if roles&rolePerform != 0 {
		c.perform = true
	}
	if roles&roleApprove != 0 {
		r.out.approve = r.out.approve || !c.neg
	}
	if roles&roleBoost != 0 {
		r.out.boosts++
	}
	if roles&roleAux != 0 && r.isBe(i) {
		c.be = true
	}
	c.det = roles&roleDet != 0
	r.pronoun(i, roles)
	if roles&roleBegin != 0 {
		w := r.doc.Tokens[i].Span.In(r.doc.Text)
		if w[0]|0x20 == 'a' { // and
			c.coord, c.det, c.pp, r.and = true, false, false, i
		} else {
			*c = clause{}
			r.governed = false
		}
	}
}

func (r *reader) pronoun(i int, roles role) {
	c := &r.c
	w := r.doc.Tokens[i].Span.In(r.doc.Text)
	switch {
	case roles&roleSelf != 0:
		switch lexicon.Fold(w) {
		case "i", "we":
			c.subject, c.pp = self, false
		case "our", "my":
			if !c.pp {
				c.subject, c.mine = self, true
			}
			c.det = true
		}
	case roles&roleThird != 0:
		s := third
		if r.thirdIsSelf {
			s = self
		}
		switch lexicon.Fold(w) {
		case "it":
			if s == self && !r.itIsSelf {
				s = third
			}
			c.subject, c.pp = s, false
		case "he", "she", "they":
			c.subject, c.pp = s, false
		case "his", "her", "its", "their":
			if r.thirdIsSelf && !c.pp {
				c.subject, c.mine = s, true
			}
			c.det = true
		}
	case roles&roleSecond != 0:
		if len(w) == 3 {
			c.subject, c.pp = second, false
		} else {
			c.det = true
		}
	}
}

// plain is a word that no table knows: a noun, mostly, that may be a subject.
func (r *reader) plain(i int) {
	c := &r.c
	h := r.words[i]
	w := r.doc.Tokens[i].Span.In(r.doc.Text)
	switch {
	case h == hashThat:
		*c = clause{coord: c.coord, sub: c.sub}
		return
	case h == hashTo:
		c.to = true
		return
	case r.t.acts.Preposition(h) != 0:
		c.pp, c.det = true, false
		return
	case w[0] == '\'' || w[0] == 0xE2: // Averland's; but "he's" is "he is"
		c.det = i == 0 || upper(r.doc.Tokens[i-1].Span.In(r.doc.Text)) || c.subject == somebody || c.subject == nobody
		return
	}
	if v, ok := r.t.verbs.Lookup(h); ok && !c.det && (c.subject != nobody || c.to) && !upper(w) && r.formFits(i, v.Forms, true) {
		// Its subject is used up; the moods before it were its own.
		r.share(i)
		r.last = *c
		if c.neg && hit1(r, h) {
			return
		}
		*c = clause{coord: c.coord, sub: c.sub, neg: c.neg && c.to, plan: c.plan, refuse: c.refuse}
		return
	}
	c.det = false
	if c.pp || c.mine {
		c.pp = c.pp && r.doc.Tokens[i].Kind == detente.Number
		return
	}
	if c.subject == nobody || c.subject == somebody || r.isSelf != nil {
		c.subject = somebody
		if r.isSelf != nil && upper(w) && r.isSelf(i) || r.ownBody(i) {
			c.subject = self
		}
	}
}

// ownBody reports whether a word is a body of the speaker's own state: who speaks for
// one and says that "the navy would shut the ports" means his own.
func (r *reader) ownBody(i int) bool {
	return r.official && r.thirdIsSelf && bodies[r.words[i]] && i > 0 && r.words[i-1] == hashThe && r.doc.Tokens[i-1].Sentence == r.doc.Tokens[i].Sentence
}

// bodies are those of which a state has one.
var bodies = hashSet("navy army government military cabinet fleet marines")

var hashThe = lexicon.Hash("the")

// hit1 is true for verbs through which a negation passes to the next verb:
// "does not want to sign".
func hit1(r *reader, h uint64) bool {
	v, ok := r.t.verbs.Lookup(h)
	return ok && (v.Lemma == hashWant || v.Lemma == hashNeed || v.Lemma == hashSee || v.Lemma == hashThink || v.Lemma == hashShow)
}

var (
	hashThat   = lexicon.Hash("that")
	hashUnless = lexicon.Hash("unless")
	hashTo     = lexicon.Hash("to")
	hashWant   = lexicon.Hash("want")
	hashNeed   = lexicon.Hash("need")
	hashSee    = lexicon.Hash("see")
	hashThink  = lexicon.Hash("think")
	hashShow   = lexicon.Hash("show")
	hashTalk   = lexicon.Hash("talk")
	hashSpeak  = lexicon.Hash("speak")
	hashHelp   = lexicon.Hash("help")
	hashOf     = lexicon.Hash("of")
	hashOn     = lexicon.Hash("on")
	hashAbout  = lexicon.Hash("about")
	hashDo     = lexicon.Hash("do")
	hashDoes   = lexicon.Hash("does")
	hashDid    = lexicon.Hash("did")
	hashNo     = lexicon.Hash("no")

	hashBe       = lexicon.Hash("be")
	hashHave     = lexicon.Hash("have")
	hashCancel   = lexicon.Hash("cancel")
	hashCall     = lexicon.Hash("call")
	hashPostpone = lexicon.Hash("postpone")
	hashScrap    = lexicon.Hash("scrap")
	hashBrand    = lexicon.Hash("brand")
	hashDub      = lexicon.Hash("dub")
	hashLabel    = lexicon.Hash("label")
	hashA        = lexicon.Hash("a")
	hashAn       = lexicon.Hash("an")
)

func upper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// lastHit reports whether the last hit begins at token i.
func (r *reader) lastHit(i int) bool {
	n := len(r.out.hits)
	return n > 0 && r.out.hits[n-1].at == i
}

// act looks for an act or telling word at i, records it, and gives how many
// words it takes; 0 when there is none.
func (r *reader) act(words []uint64, i int) int {
	t := r.t
	if r.counted(i) {
		return 0
	}
	if n := r.compose(words, i); n > 0 {
		return n
	}
	verb, isVerb := t.acts.Verb(words, i)
	noun, isNoun := r.noun(words, i)
	n, e := t.evidence.Longest(words, i)
	if isVerb && !r.readsAsVerb(i, verb, isNoun) {
		isVerb = false
	}
	if !isVerb || verb.Words == 1 {
		if k := r.carried(words, i, verb, isVerb); k > 0 {
			return k
		}
	}
	switch {
	case n > 0 && (!isVerb || n > verb.Words || n == verb.Words && e.strength > 1) && (!isNoun || n >= noun.Words):
		if v, ok := t.verbs.Lookup(words[i]); e.verb && n == 1 && ok && !r.formFits(i, v.Forms, true) {
			break
		}
		deed := e.verb && (e.class.Material() || e.class == detente.Concede)
		r.add(hit{at: i, end: i + n, class: e.class, mode: e.mode, strength: e.strength, verb: e.verb, deed: deed, speech: e.verb && !deed})
		return n
	case isVerb && r.idle(i, verb):
		return 0
	case isVerb:
		strength := 1.3
		if verb.Act.Class == detente.Consult && !verb.Act.Reciprocal && verb.Act.Mode == detente.ModeNone {
			strength = 0.6 // what the letter says weighs more
		}
		r.add(hit{at: i, end: i + verb.Words, class: verb.Act.Class, mode: verb.Act.Mode, strength: strength, verb: true, deed: true, speech: verb.Act.Speech})
		return verb.Words
	}
	if isNoun && !r.afterModal(i) {
		r.add(hit{at: i, end: i + noun.Words, class: noun.Act.Class, mode: noun.Act.Mode, strength: 0.6, deed: true})
		return noun.Words
	}
	if adj, ok := t.acts.Adjective(words, i); ok {
		r.add(hit{at: i, end: i + adj.Words, class: adj.Act.Class, mode: adj.Act.Mode, strength: 0.8, verb: true, deed: true, speech: true})
		return adj.Words
	}
	return 0
}

// noun finds an act noun at i, also in the plural that the table leaves out.
func (r *reader) noun(words []uint64, i int) (lexicon.ActHit, bool) {
	if hit, ok := r.t.acts.Noun(words, i); ok {
		return hit, true
	}
	var buf [3]uint64
	for n := min(len(buf), len(words)-i); n > 0; n-- {
		w := r.doc.Tokens[i+n-1].Span.In(r.doc.Text)
		if len(w) < 4 || w[len(w)-1] != 's' {
			continue
		}
		copy(buf[:], words[i:i+n])
		buf[n-1] = lexicon.Hash(w[:len(w)-1])
		if hit, ok := r.t.acts.Noun(buf[:n], 0); ok && hit.Words == n {
			return hit, true
		}
	}
	return lexicon.ActHit{}, false
}

// carried records a verb that takes its class from its noun: "imposed new
// sanctions", "called off the strike", "stopped shelling the port".
func (r *reader) carried(words []uint64, i int, verb lexicon.ActHit, isVerb bool) int {
	kind, n := r.carrier(words, i)
	if n == 0 {
		return 0
	}
	lemma, _ := r.t.verbs.Lookup(words[i])
	have := lemma.Lemma == hashHave
	for k := i + n; k < min(len(words), i+n+6); k++ {
		tok := &r.doc.Tokens[k]
		if tok.Sentence != r.sentence || tok.Kind == detente.Punct && r.doc.Text[tok.Span.Start] != '-' {
			return 0
		}
		if have && r.participle(k) {
			return 0 // "has suspended": an auxiliary
		}
		class, mode, size := r.load(words, k, kind)
		if size == 0 {
			if g, roles := r.t.grammar.Longest(words, k); g > 0 && roles&(roleSub|roleBegin|roleCond) != 0 {
				return 0
			}
			continue
		}
		if kind == lexicon.CarryPlan && isVerb || kind == lexicon.CarryDo && isVerb && verb.Act.Class != class && class == detente.Consult {
			return 0 // "threatened sanctions": the verb is an act itself
		}
		if kind == lexicon.CarryEnd {
			class, mode = r.ended(words, i, n, class)
		}
		r.add(hit{at: i, end: i + n, class: class, mode: mode, strength: 1.3, verb: true, deed: true, future: kind == lexicon.CarryPlan})
		return k + size - i
	}
	return 0
}

// participle reports whether the word at i is a past form, by the table or by
// its ending.
func (r *reader) participle(i int) bool {
	if v, ok := r.t.verbs.Lookup(r.words[i]); ok {
		return v.Forms.Has(lexicon.FormPast | lexicon.FormParticiple)
	}
	w := r.doc.Tokens[i].Span.In(r.doc.Text)
	return len(w) > 4 && w[len(w)-2:] == "ed"
}

// carrier gives what kind of carrier stands at i and how many words it has.
func (r *reader) carrier(words []uint64, i int) (lexicon.ActKind, int) {
	if c, ok := r.t.acts.Carrier(words, i); ok {
		if r.readsAsVerb(i, c, true) {
			return c.Act.Kind, c.Words
		}
		return 0, 0
	}
	if n, roles := r.t.grammar.Longest(words, i); n > 0 && roles&roleEnd != 0 && !r.c.det {
		return lexicon.CarryEnd, n
	}
	return 0, 0
}

// load gives the act that a carrier carries: a noun, or a verb in -ing after a
// verb of ending.
func (r *reader) load(words []uint64, k int, kind lexicon.ActKind) (detente.Class, detente.Mode, int) {
	if h, ok := r.noun(words, k); ok {
		return h.Act.Class, h.Act.Mode, h.Words
	}
	if v, ok := r.t.acts.Verb(words, k); ok && v.Form.Has(lexicon.FormIng) && (kind == lexicon.CarryEnd || !v.Act.Speech) {
		return v.Act.Class, v.Act.Mode, v.Words
	}
	if n, e := r.t.evidence.Longest(words, k); n > 0 && (kind == lexicon.CarryEnd || e.class.Material()) && e.strength >= 0.5 {
		return e.class, e.mode, n
	}
	return detente.ClassNone, detente.ModeNone, 0
}

// ended is the class of an act that was ended by the n words at i. A meeting
// called off is a refusal; talks and help that stop are a sanction, force that
// stops a retreat.
func (r *reader) ended(words []uint64, i, n int, class detente.Class) (detente.Class, detente.Mode) {
	switch class {
	case detente.Consult, detente.Agree, detente.Support:
		if v, ok := r.t.verbs.Lookup(words[i]); ok && (v.Lemma == hashCancel || v.Lemma == hashCall || v.Lemma == hashPostpone || v.Lemma == hashScrap) {
			return detente.Reject, detente.ModeNone
		}
		return detente.Sanction, detente.ModeNone
	}
	return lexicon.Carried(lexicon.CarryEnd, &lexicon.Act{Class: class})
}

// add completes a hit with the state of its clause and records it.
func (r *reader) add(h hit) {
	c := &r.c
	if h.verb {
		r.share(h.at)
		r.last = *c
	}
	h.sub = c.sub
	h.neg = c.neg || c.refuse
	h.hedge = c.hedge
	h.perform = c.perform
	if h.verb {
		if c.coord && !c.to && r.finite(h.at) {
			r.governed = false
		}
		h.subject = c.subject
		h.future = h.future || c.will || c.plan
		h.must = c.must
		h.past = r.past(h.at)
		h.passive = c.be && !h.speech && r.participle(h.at)
		h.infinitive = c.to && !c.plan && !c.will && !c.must && !c.refuse
	} else {
		h.future = h.future || c.plan && c.to || c.will && c.subject == nobody
	}
	h.governed = r.governed
	if h.verb && !h.passive && r.toOneself(&h) {
		h.strength *= 0.1
	}
	if h.verb && h.speech && !h.sub {
		r.governed = true
	}
	r.out.hits = append(r.out.hits, h)
	if h.verb {
		// "agreed to meet": the act's own grammar role is taken in after it.
		*c = clause{coord: false, sub: c.sub, subject: nobody}
	} else {
		c.det, c.neg = false, c.neg && c.coord
		if c.subject == nobody && !c.pp {
			c.subject = somebody
		}
	}
}

// toOneself reports whether an act is done to the speaker's own, and by him, or is
// one of those that shelter: "we shall protect our coast", "took our boats home".
func (r *reader) toOneself(h *hit) bool {
	if h.end >= len(r.words) || !own[r.words[h.end]] && (h.end-h.at < 2 || !own[r.words[h.end-2]]) {
		return false
	}
	switch h.class {
	case detente.Aid, detente.Support, detente.Agree, detente.Cooperate:
		v, ok := r.t.verbs.Lookup(r.words[h.at])
		return h.subject == self || h.subject == nobody || ok && shelters[v.Lemma]
	case detente.Coerce, detente.Assault:
		return h.subject == self
	}
	return false
}

var (
	own      = map[uint64]bool{lexicon.Hash("our"): true, lexicon.Hash("ourselves"): true, lexicon.Hash("my"): true}
	shelters = map[uint64]bool{lexicon.Hash("protect"): true, lexicon.Hash("defend"): true, lexicon.Hash("shelter"): true}
)

// share gives a verb right after "and" the subject and the moods of the verb
// before: "we will close the straits and seize the ships".
func (r *reader) share(i int) {
	if i != r.and+1 {
		return
	}
	l := r.last
	r.c.subject = l.subject
	r.c.will, r.c.plan, r.c.hedge, r.c.must = r.c.will || l.will, r.c.plan || l.plan, r.c.hedge || l.hedge, r.c.must || l.must
	r.c.neg, r.c.refuse, r.c.to = r.c.neg || l.neg, r.c.refuse || l.refuse, r.c.to || l.to
}

// past reports whether the verb at i is in the past and in no other form.
func (r *reader) past(i int) bool {
	v, ok := r.t.verbs.Lookup(r.words[i])
	return ok && v.Forms.Has(lexicon.FormPast) && !v.Forms.Has(lexicon.FormBase)
}

// finite reports whether the verb at i is in the past or present, so that after
// "and" it begins a clause of its own.
func (r *reader) finite(i int) bool {
	v, ok := r.t.verbs.Lookup(r.words[i])
	return !ok || v.Forms.Has(lexicon.FormPast|lexicon.FormS)
}
