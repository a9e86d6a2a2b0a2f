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
		end := f.tail(p.last, last, true)
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
	case comp.Has(lexicon.NounPhrase) && at == k && f.phraseAt[at] >= 0 && !f.phrases[f.phraseAt[at]].timeLike && !g.passive && !src.inverted:
		r.content = run{at, f.phraseContentEnd(at, last)}
		r.weak = true
	case c.Lemma == hAsk && !r.addressee.empty() && comp.Has(lexicon.Infinitive):
		r.addressee = run{}
	}
	return r
}

// named reports whether a second noun phrase follows the first one: "called him a
// thief".
func (f *finder) named(at, end int) bool {
	p := f.phrases[f.phraseAt[at]]
	return p.last < end && f.phraseAt[p.last] >= 0 && !f.phrases[f.phraseAt[p.last]].timeLike && f.tags[p.last] == tagDet
}

// toAfter reports whether an infinitive follows the noun phrase at token at.
func (f *finder) toAfter(at, last int) bool {
	k := f.tail(f.phrases[f.phraseAt[at]].last, last, true)
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
			if firstPhrase < 0 && comp.Has(lexicon.NounPhrase) {
				return false
			}
			if comp.Has(lexicon.NounPhrase) {
				return false
			}
			return false
		case tagSub, tagWh:
			if comp.Has(lexicon.Question) && (firstPhrase < 0 || !comp.Has(lexicon.NounPhrase)) && !f.isClauseSub(i) {
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
			r.content = run{start, f.quoteClauseEnd(i, last)}
			r.resumes = true
			return true
		case tagColon:
			if i+1 >= last {
				r.pending = true
				return false
			}
			r.content = run{i + 1, f.trimEnd(i+1, last)}
			return true
		case tagComma:
			if i+1 < last && f.tags[i+1] == tagOpen {
				continue
			}
			return false
		case tagStop, tagDash, tagConj:
			return false
		}
		if f.groupAt[i] >= 0 {
			return false
		}
		if firstPhrase < 0 && f.phraseAt[i] >= 0 && (i == k || f.tags[i-1] != tagPrep) && !f.phrases[f.phraseAt[i]].timeLike {
			firstPhrase = i
		}
	}
	if last > 0 && f.tags[last-1] == tagColon {
		r.pending = true
	}
	return false
}

// isClauseSub reports whether a subordinator opens an adverbial clause and no
// question: "while", "because", "after".
func (f *finder) isClauseSub(i int) bool {
	switch f.text(i) {
	case "whether", "if", "how", "why", "when", "where", "what", "who", "which":
		return false
	}
	return true
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
				k = f.tail(p.last, last, true)
				continue
			}
		case f.tags[k] == tagTo && k+1 < last && f.phraseAt[k+1] >= 0 && f.groupAt[k] < 0:
			k = f.tail(f.phrases[f.phraseAt[k+1]].last, last, true)
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

// clauseEnd gives the end of a content that begins at k: the end of the sentence,
// or where the narrator goes on: ", while X", ", adding", ", according to",
// "; ", " and accused", "—remarks that".
func (f *finder) clauseEnd(k, last int) int {
	for i := k + 1; i < last; i++ {
		if f.doc.Tokens[i].Depth > 0 {
			continue
		}
		switch f.tags[i] {
		case tagComma, tagDash:
			if f.narratorGoesOn(i, k, last) {
				return f.trimEnd(k, i)
			}
		case tagStop:
			return i
		case tagConj:
			if f.cueFollows(i+1, last) {
				return f.trimEnd(k, i)
			}
		}
	}
	return f.trimEnd(k, last)
}

// narratorGoesOn reports whether the words after the mark at i are the
// narrator's own and no longer content.
func (f *finder) narratorGoesOn(i, start, last int) bool {
	j := i + 1
	if j >= last {
		return true
	}
	switch f.tags[j] {
	case tagIng:
		_, ok := f.cues.Verb(f.words, j)
		return ok || f.tags[i] == tagComma && !f.groupIn(start, i)
	case tagSub:
		return f.words[j] == hWhile || f.text(j) == "although" || f.text(j) == "though" || f.text(j) == "whereas"
	case tagConj:
		return f.cueFollows(j+1, last) || f.otherSpeaks(j+1, last)
	case tagWh:
		return false
	}
	if hit, ok := f.cues.Other(f.words, j); ok && hit.Cue.Word == lexicon.CuePreposition {
		return true
	}
	// "comments that followed", "a charge that Bexia rejects"
	if pi := f.phraseAt[j]; pi >= 0 {
		p := f.phrases[pi]
		if retold[f.words[p.head]] && (p.last >= last || f.tags[p.last] == tagThat || f.tags[p.last] == tagWh || f.phraseAt[p.last] >= 0 || f.groupAt[p.last] >= 0) {
			return true
		}
		// ", the minister said": the cue comes after its content.
		end := f.tail(p.last, last, true)
		if end < last && f.groupAt[end] >= 0 && f.isActorish(p) {
			g := &f.groups[f.groupAt[end]]
			if hit, ok := f.cues.Verb(f.words, g.head); ok && hit.Cue.Complement.Has(lexicon.Quotation) && (g.last >= last || f.tags[g.last] == tagStop || f.tags[g.last] == tagComma) {
				return true
			}
		}
		// A fronted clause ends where the main clause begins.
		if f.fronted(start) && end < last && f.groupAt[end] >= 0 && f.groupIn(start, i) {
			return true
		}
	}
	return false
}

// retold are nouns by which the narrator takes up what was said or done.
var retold = hashSet("comments remarks comment remark words charge charges accusation accusations claim claims allegation allegations " +
	"statement statements threat threats move step decision demand demands assertion assertions suggestion proposal criticism " +
	"announcement promise pledge operation operations warning warnings signal")

// fronted reports whether the clause of token k was opened by a subordinator at
// the start of its sentence: "While Averland said …, it did not".
func (f *finder) fronted(k int) bool {
	s := &f.doc.Sentences[f.doc.Tokens[k].Sentence]
	i := int(s.First)
	if i < int(s.Last) && f.tags[i] == tagConj {
		i++
	}
	if i >= k || f.tags[i] != tagSub && f.words[i] != hAs {
		return false
	}
	for j := i; j < k; j++ {
		if f.tags[j] == tagComma {
			return false
		}
	}
	return true
}

// cueFollows reports whether a finite cue or act verb with the subject of the
// clause before it begins at j, over adverbs.
func (f *finder) cueFollows(j, last int) bool {
	for j < last && f.tags[j] == tagAdv {
		j++
	}
	if j >= last || f.groupAt[j] < 0 {
		return false
	}
	g := &f.groups[f.groupAt[j]]
	if g.infinitive || g.ing || !g.past {
		return false
	}
	hit, ok := f.cues.Verb(f.words, g.head)
	return ok && hit.Cue.Kind == lexicon.CueSpeech && hit.Cue.Weight >= 0.5
}

// otherSpeaks reports whether a noun phrase with a finite cue of its own begins at
// j: ", but the minister said".
func (f *finder) otherSpeaks(j, last int) bool {
	if j >= last || f.phraseAt[j] < 0 {
		return false
	}
	end := f.tail(f.phrases[f.phraseAt[j]].last, last, true)
	return f.cueFollows(end, last)
}

func (f *finder) groupIn(first, last int) bool {
	for i := first; i < last; i++ {
		if f.groupAt[i] >= 0 {
			return true
		}
	}
	return false
}

// phraseContentEnd gives the end of a content that is a noun phrase: as
// clauseEnd, but adverbial clauses end it as well.
func (f *finder) phraseContentEnd(k, last int) int {
	end := f.clauseEnd(k, last)
	for i := k + 1; i < end; i++ {
		if f.doc.Tokens[i].Depth > 0 {
			continue
		}
		switch f.tags[i] {
		case tagSub:
			if f.isClauseSub(i) {
				return f.trimEnd(k, i)
			}
		case tagComma:
			if i+1 < end && (f.tags[i+1] == tagWh || f.tags[i+1] == tagIng || f.tags[i+1] == tagConj && i+2 < end && f.groupIn(i+2, end)) {
				return f.trimEnd(k, i)
			}
		case tagConj:
			if i+1 < end && f.groupAt[i+1] >= 0 && f.groups[f.groupAt[i+1]].past && !f.groups[f.groupAt[i+1]].infinitive {
				return f.trimEnd(k, i)
			}
		}
	}
	return end
}

// quoteClauseEnd gives the end of a content that opens with a quotation: its
// closing mark, or further when the words around it are one clause.
func (f *finder) quoteClauseEnd(i, last int) int {
	end := f.closing(i)
	if end >= last || f.tags[end] == tagStop {
		return end
	}
	// A comma inside the marks before they close ends what was said.
	if end-2 > i && (f.tags[end-2] == tagComma || f.tags[end-2] == tagStop) {
		return end
	}
	if f.tags[end] == tagConj && end+1 < last && f.groupAt[end+1] >= 0 {
		return end // “…” and left the hall
	}
	return max(end, f.clauseEnd(i, last))
}

// closing gives the token after the closing mark of the quotation that opens at
// i.
func (f *finder) closing(i int) int {
	for q := range f.doc.Quotes {
		if int(f.doc.Quotes[q].First) == i {
			return int(f.doc.Quotes[q].Last)
		}
	}
	return i + 1
}

// trimEnd takes closing stops, commas and dashes off the end of [k, end), but
// none inside a quotation.
func (f *finder) trimEnd(k, end int) int {
	for end > k && f.doc.Tokens[end-1].Depth == 0 {
		switch f.tags[end-1] {
		case tagComma, tagStop, tagDash, tagColon, tagConj:
			end--
			continue
		}
		break
	}
	return end
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
	for q := range f.doc.Quotes {
		o := &f.doc.Quotes[q]
		if o.Depth == 1 && int(o.First) < end && int(o.Last) >= end-1 && int(o.Last) <= end+1 {
			if int(o.First) < first {
				s := &f.doc.Sentences[f.doc.Tokens[o.First].Sentence]
				start = int(s.First)
				if f.cover[o.First] >= 0 || f.spoken(start, int(o.First)) || f.groupIn(start, int(o.First)) && f.tags[max(int(o.First)-1, 0)] == tagStop {
					start = int(o.First)
				}
			}
			break
		}
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

// relativeEnd cuts the content of a cue in a relative clause where the main verb
// comes: "Kast, who says the islands are lost, has resigned".
func (f *finder) relativeEnd(r run) run {
	for i := r.first + 1; i+1 < r.last; i++ {
		if f.tags[i] == tagComma && f.doc.Tokens[i].Depth == 0 {
			if gi := f.groupAt[i+1]; gi >= 0 && !f.groups[gi].ing && !f.groups[gi].infinitive && f.groupIn(r.first, i) {
				return run{r.first, i}
			}
		}
	}
	return r
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
