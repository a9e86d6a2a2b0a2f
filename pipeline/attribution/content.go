package attribution

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// rightSide is what follows a cue.
type rightSide struct {
	content   run
	addressee run
	patients  []run
	weak      bool // a noun phrase only: a quotation before the cue is the better content
	aside     bool // may be a time or condition of the speaking: the same
	resumes   bool // the content before the cue goes on here: “…,” he said, “…”
	pending   bool // the sentence ends in a colon: the content is the next paragraph
}

// asVerbs see or call something as something; without "as" or a quotation they
// report nothing.
var asVerbs = hashSet("see view regard perceive frame cast call")

// right finds the content that follows a cue, from token j on.
func (f *finder) right(c *lexicon.Cue, g *group, j, last int, src subject) (r rightSide) {
	k := j
	if c.Complement.Has(lexicon.Recipient) && k < last && f.phraseAt[k] >= 0 && !f.phrases[f.phraseAt[k]].timeLike && !src.inverted {
		p := f.phrases[f.phraseAt[k]]
		end := f.addressed(f.tail(p.last, last), last)
		r.addressee = run{k, end}
		k = end
		if p.last < last && f.groupAt[p.last] >= 0 && f.tags[p.last] == tagVerb && f.groups[f.groupAt[p.last]].form.Has(lexicon.FormPast) && c.Lemma == hTell {
			k = p.last // "told supporters gathered in the square that"
		}
	}
	if f.findStrong(c, k, last, &r) {
		f.recipientIsPatient(c, &r)
		return r
	}
	at := f.skipAside(k, last)
	if at >= last {
		return r
	}
	comp := c.Complement
	switch t := f.tags[at]; {
	case asVerbs[c.Lemma] && !strings.Contains(c.Entry, " "):
		if end := f.clauseEnd(at, last); f.phraseAt[at] >= 0 && !g.passive && (f.hasAs(at, end) || c.Lemma == hCall && f.named(at, end)) {
			r.content = run{at, end}
		}
	case comp.Has(lexicon.BareClause) && f.bareClause(at, last, src):
		r.content = run{at, f.clauseEnd(at, last)}
		r.aside = f.tags[at] == tagSub || f.tags[at] == tagWh
		if !r.addressee.empty() && r.addressee.last > at {
			r.addressee = run{}
		}
	case t == tagTo && comp.Has(lexicon.Infinitive) && f.groupAt[at] >= 0:
		r.content = run{at, f.phraseContentEnd(at, last)}
		f.recipientIsPatient(c, &r)
	case t == tagIng && comp.Has(lexicon.IngForm) && at == k:
		r.content = run{at, f.clauseEnd(at, last)}
	case c.Kind == lexicon.CueThought && comp.Has(lexicon.Infinitive) && f.phraseAt[at] >= 0 && f.toAfter(at, last):
		r.content = run{at, f.phraseContentEnd(at, last)} // "wants Bexia to act"
	case comp.Has(lexicon.NounPhrase) && at == f.skipTimes(k, last) && f.phraseAt[at] >= 0 && !f.phrases[f.phraseAt[at]].timeLike && !g.passive && !src.inverted:
		r.content = run{at, f.phraseContentEnd(at, last)}
		r.weak = true
	case c.Lemma == hAsk && !r.addressee.empty() && comp.Has(lexicon.Infinitive):
		r.addressee = run{}
	}
	if comp.Has(lexicon.NounPhrase) && !r.addressee.empty() && !src.inverted && (f.abstract(r.addressee) || r.content.empty() && comp.Has(lexicon.Infinitive) && !f.actorRun(r.addressee)) {
		// "urged restraint to save the truce": what is asked for, not who is asked.
		r.content, r.addressee, r.patients, r.weak = run{j, f.phraseContentEnd(j, last)}, run{}, nil, true
	}
	return r
}

// addressed takes those in whom "and" joins to the one told, where "that" or "to"
// then begins what they are told: "warned Bexia and Corland that".
func (f *finder) addressed(end, last int) int {
	if end+1 >= last || f.words[end] != hAnd || f.phraseAt[end+1] < 0 {
		return end
	}
	p := f.phrases[f.phraseAt[end+1]]
	if p.first != end+1 || p.timeLike {
		return end
	}
	if k := f.skipAside(p.last, last); k < last && (f.tags[k] == tagThat || f.tags[k] == tagTo) {
		return p.last
	}
	return end
}

// abstract reports whether a noun phrase means no person: a common noun in the
// singular without an article that is no role ("restraint").
func (f *finder) abstract(r run) bool {
	pi := f.phraseAt[r.first]
	if pi < 0 || f.tags[r.first] == tagDet || f.tags[r.first] == tagPoss {
		return false
	}
	h := f.phrases[pi].head
	return f.tags[h] == tagNoun && !f.plural(h) && !roles[f.words[h]]
}

// named reports whether a second noun phrase follows the first one: "called him a
// thief".
func (f *finder) named(at, end int) bool {
	p := f.phrases[f.phraseAt[at]]
	return p.last < end && f.phraseAt[p.last] >= 0 && !f.phrases[f.phraseAt[p.last]].timeLike && f.tags[p.last] == tagDet
}

// toAfter reports whether an infinitive follows the noun phrase at token at.
func (f *finder) toAfter(at, last int) bool {
	k := f.tail(f.phrases[f.phraseAt[at]].last, last)
	return k < last && f.tags[k] == tagTo && f.groupAt[k] >= 0
}

var (
	hCall = lexicon.Hash("call")
	hTell = lexicon.Hash("tell")
	hAsk  = lexicon.Hash("ask")
)

// recipientIsPatient: who is urged or warned is acted upon, not only spoken to.
func (f *finder) recipientIsPatient(c *lexicon.Cue, r *rightSide) {
	if r.addressee.empty() {
		return
	}
	if hit, ok := f.acts.Verb([]uint64{c.Lemma}, 0); ok && hit.Act.Speech {
		r.patients = []run{r.addressee}
	}
}

// findStrong looks for "that", a question word, a quotation or a colon before
// the next verb.
func (f *finder) findStrong(c *lexicon.Cue, k, last int, r *rightSide) bool {
	comp := c.Complement
	firstPhrase := -1
	for i := k; i < last; i++ {
		switch t := f.tags[i]; t {
		case tagThat:
			if comp.Has(lexicon.ThatClause) && (firstPhrase < 0 || !comp.Has(lexicon.NounPhrase)) {
				r.content = run{i, f.clauseEnd(i, last)}
				return true
			}
			return false // a relative clause
		case tagSub, tagWh:
			if i+1 < last && f.groupAt[i+1] >= 0 && f.groups[f.groupAt[i+1]].ing && f.isClauseSub(i) || f.text(i) == "when" && i+1 < last && f.tags[i+1] == tagIng {
				i++ // "said when signing the order that"
				continue
			}
			if comp.Has(lexicon.Question) && (firstPhrase < 0 || !comp.Has(lexicon.NounPhrase)) && !f.isClauseSub(i) && (!asidesToo[f.words[i]] || asks[c.Lemma]) {
				r.content = run{i, f.clauseEnd(i, last)}
				return true
			}
			return false
		case tagOpen:
			start := i
			if comp.Has(lexicon.NounPhrase) {
				if firstPhrase >= 0 {
					start = firstPhrase
				}
				for start > k && (f.tags[start-1] == tagDet || f.tags[start-1] == tagPoss || f.tags[start-1] == tagAdj) {
					start-- // the “tone” of the call
				}
			}
			if comp == 0 {
				return false
			}
			if start == i && firstPhrase >= 0 && f.phrases[f.phraseAt[firstPhrase]].last == i && i+1 < last && f.groupAt[i+1] >= 0 && !f.groups[f.groupAt[i+1]].ing {
				start = firstPhrase // Bexia “was late again”
			}
			r.content = run{start, f.quoteClauseEnd(i, last)}
			r.resumes = true
			return true
		case tagColon:
			if i+1 >= last {
				r.pending = true
				return false
			}
			r.content = run{i + 1, f.trimEnd(i+1, last)}
			if f.tags[i+1] == tagOpen {
				r.content.last = f.quoteClauseEnd(i+1, last) // it may run on over sentences
			}
			return true
		case tagComma:
			if i+1 < last && f.tags[i+1] == tagOpen {
				continue
			}
			if i+2 < last && f.tags[i+1] == tagAdv && f.tags[i+2] == tagComma && i == k {
				i++ // "said, however, that"
				k = i + 1
				continue
			}
			return false
		case tagStop, tagDash, tagConj:
			return false
		}
		if f.groupAt[i] >= 0 {
			return false
		}
		if firstPhrase < 0 && f.phraseAt[i] >= 0 && (f.phrases[f.phraseAt[i]].first == i || i == k) && (i == k || f.tags[i-1] != tagPrep) && !f.phrases[f.phraseAt[i]].timeLike {
			firstPhrase = i
		}
	}
	if last > 0 && f.tags[last-1] == tagColon {
		r.pending = true
	}
	return false
}

// "said when she resigned" has an aside of time, "asked when she resigned" a
// question.
var (
	asidesToo = hashSet("when where if")
	asks      = hashSet("ask wonder question know tell decide")
)

// isClauseSub reports whether a subordinator opens an adverbial clause and no
// question: "while", "because", "after".
func (f *finder) isClauseSub(i int) bool {
	switch f.text(i) {
	case "whether", "if", "how", "why", "when", "where", "what", "who", "which":
		return false
	}
	return true
}

// skipTimes steps over times only: "deplored on Friday the raid".
func (f *finder) skipTimes(k, last int) int {
	for k < last {
		j := k
		if f.tags[k] == tagPrep && k+1 < last {
			j++
		}
		if f.phraseAt[j] < 0 || !f.phrases[f.phraseAt[j]].timeLike {
			return k
		}
		k = f.phrases[f.phraseAt[j]].last
	}
	return k
}

// skipAside steps over adverbs, times and where the words stand: "on Wednesday",
// "in a statement", "to reporters".
func (f *finder) skipAside(k, last int) int {
	for k < last {
		switch {
		case f.tags[k] == tagAdv && f.text(k) != "as":
			k++
			continue
		case f.phraseAt[k] >= 0 && f.phrases[f.phraseAt[k]].timeLike:
			k = f.phrases[f.phraseAt[k]].last
			continue
		case f.tags[k] == tagPrep && k+1 < last && f.phraseAt[k+1] >= 0:
			p := f.phrases[f.phraseAt[k+1]]
			if p.timeLike || f.isMedium(p) {
				k = f.tail(p.last, last)
				continue
			}
		case f.tags[k] == tagTo && k+1 < last && f.phraseAt[k+1] >= 0 && f.groupAt[k] < 0:
			k = f.tail(f.phrases[f.phraseAt[k+1]].last, last)
			continue
		}
		return k
	}
	return k
}

// bareClause reports whether a clause without "that" begins at token k: a noun
// phrase and a finite verb, or in a relative clause the verb at once
// ("operations that officials say have killed").
func (f *finder) bareClause(k, last int, src subject) bool {
	if gi := f.groupAt[k]; gi >= 0 {
		g := &f.groups[gi]
		return !g.infinitive && !g.ing && (g.modal != 0 || f.tags[g.first] == tagAux) && src.subord
	}
	if f.phraseAt[k] < 0 && f.tags[k] != tagPrep && f.tags[k] != tagSub && f.tags[k] != tagIng {
		return false
	}
	for i := k; i < last; i++ {
		if gi := f.groupAt[i]; gi >= 0 {
			g := &f.groups[gi]
			if g.infinitive || g.ing {
				i = g.last - 1
				continue
			}
			return true
		}
		switch f.tags[i] {
		case tagConj:
			if i+1 < last && f.groupAt[i+1] >= 0 {
				return false // "confirmed the call and called it"
			}
		case tagStop, tagColon, tagDash, tagOpen:
			return false
		case tagWh:
			if i > k {
				return false
			}
		}
	}
	return false
}

func (f *finder) hasAs(k, end int) bool {
	for i := k; i < end; i++ {
		if f.words[i] == hAs || f.tags[i] == tagOpen {
			return true
		}
	}
	return false
}

// left gives the content that stands before subject and cue, when a comma or a
// closing mark divides them.
func (f *finder) left(g *group, src subject, first int) run {
	at := g.first
	if !src.inverted && !src.shared && len(src.runs) > 0 {
		at = min(at, src.first)
	}
	end := at
	if end-1 < 0 || end-1 < first && (!src.inverted || f.paragraphOf(end-1) != f.paragraphOf(at)) {
		return run{}
	}
	switch f.tags[end-1] {
	case tagComma, tagDash:
		if end-1 < first {
			return run{}
		}
	case tagClose:
	case tagStop:
		if end-1 < first || f.doc.Tokens[end-1].Depth == 0 {
			return run{}
		}
	default:
		return run{}
	}
	end = f.trimEnd(0, end)
	start := f.leftStart(end, first)
	if start >= end {
		return run{}
	}
	return run{start, end}
}

// leftStart goes back from end to where the content begins: the sentence, the
// quotation when that opened earlier, or the end of what belongs to another cue.
func (f *finder) leftStart(end, first int) int {
	start := first
	// A quotation of several sentences begins in an earlier one.
	for at := end - 1; at <= end+1; at++ {
		q, ok := f.closes[int32(at)]
		if !ok || int(f.doc.Quotes[q].First) >= end {
			continue
		}
		if o := &f.doc.Quotes[q]; int(o.First) < first {
			s := &f.doc.Sentences[f.doc.Tokens[o.First].Sentence]
			start = int(s.First)
			if f.cover[o.First] >= 0 || f.spoken(start, int(o.First)) || f.groupIn(start, int(o.First)) && f.tags[max(int(o.First)-1, 0)] == tagStop {
				start = int(o.First)
			}
		}
		break
	}
	for i := end - 1; i >= start; i-- {
		if f.cover[i] < 0 && !f.isCue(i) {
			continue
		}
		// What another cue has said before ", but" is not this one's; a clause that
		// only has a cue in it is content as a whole.
		if k := f.joint(i, end); k > 0 {
			start = k
		} else if f.doc.Tokens[end-1].Depth > 0 || f.closesQuote(end-1) || f.otherVoice(i) {
			start = i + 1
		}
		break
	}
	for start < end && (f.tags[start] == tagConj || f.tags[start] == tagComma || f.tags[start] == tagClose && f.doc.Tokens[start].Quote == detente.Closing || f.tags[start] == tagStop) {
		start++
	}
	return start
}

// joint gives the token after a comma and conjunction between i and end, 0 for
// none.
func (f *finder) joint(i, end int) int {
	for k := end - 2; k >= i && k > 0; k-- {
		if f.doc.Tokens[k].Depth == 0 && f.tags[k-1] == tagComma && (f.tags[k] == tagConj || f.words[k] == hWhile) && f.groupIn(k, end) {
			return k + 1
		}
	}
	return 0
}

// otherVoice reports whether the draft at token i has a clause with "that" or a
// quotation of its own, so that a cue behind it starts anew.
func (f *finder) otherVoice(i int) bool {
	for k := len(f.drafts) - 1; k >= 0 && k > len(f.drafts)-4; k-- {
		d := &f.drafts[k]
		if d.cue.holds(i) || inside(run{i, i + 1}, d.content) {
			return d.entry != nil && d.entry.Kind == lexicon.CueSpeech && d.entry.Weight >= 0.6 && (f.tags[d.content[0].first] == tagThat || f.groupIn(d.content[0].first, d.content[0].last)) || f.quoted(k)
		}
	}
	return false
}

// spoken reports whether a cue of an earlier draft stands in [first, last).
func (f *finder) spoken(first, last int) bool {
	for i := len(f.drafts) - 1; i >= 0; i-- {
		c := f.drafts[i].cue
		if c.first >= first && c.first < last {
			return true
		}
		if c.last < first {
			break
		}
	}
	return false
}

func (f *finder) isCue(i int) bool {
	for k := len(f.drafts) - 1; k >= 0 && k > len(f.drafts)-4; k-- {
		if f.drafts[k].cue.holds(i) {
			return true
		}
	}
	return false
}

func (f *finder) closesQuote(i int) bool { return i >= 0 && f.tags[i] == tagClose }

// takesLeft reports whether a cue may stand after its content.
func (f *finder) takesLeft(c *lexicon.Cue, src subject) bool {
	if src.shared || src.subord && src.relative {
		return false
	}
	return c.Complement.Has(lexicon.Quotation | lexicon.BareClause)
}

// resumed gives the quotation that goes on after an inserted cue: , “…”, or the
// clause after ", the minister said,".
func (f *finder) resumed(before run, k, last int) run {
	k = f.skipAside(k, last)
	if k+1 >= last || f.tags[k] != tagComma {
		return run{}
	}
	if f.tags[k+1] == tagOpen {
		return run{k + 1, f.quoteClauseEnd(k+1, last)}
	}
	if f.groupAt[k+1] >= 0 && !f.groups[f.groupAt[k+1]].ing && !f.groupIn(before.first, before.last) {
		return run{k + 1, f.clauseEnd(k+1, last)}
	}
	return run{}
}

// pendingContent gives a cue that ends its paragraph with a colon the next
// paragraph: all of it when it is quoted or the cue announces a text.
func (f *finder) pendingContent(d *draft) {
	p := int(f.doc.Sentences[d.sentence].Paragraph)
	for p++; p < len(f.doc.Paragraphs); p++ {
		par := &f.doc.Paragraphs[p]
		if par.Kind == detente.Furniture || par.First >= par.Last {
			continue
		}
		if par.Kind != detente.Body {
			return
		}
		first, last := int(f.doc.Sentences[par.First].First), int(f.doc.Sentences[par.Last-1].Last)
		if f.tags[first] == tagOpen {
			last = max(f.closing(first), first+1)
		}
		d.content = []run{{first, last}}
		return
	}
}
