package attribution

import (
	"detente/internal/lexicon"
)

// clauseEnd gives the end of a content that begins at k: the end of the sentence,
// or where the narrator goes on: ", while X", ", adding", ", according to",
// "; ", " and accused", "—remarks that".
func (f *finder) clauseEnd(k, last int) int {
	for i := f.skipVoice(k, last) + 1; i < last; i++ {
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

// skipVoice gives the comma behind "that, according to X," at token k, else k: the
// clause begins there.
func (f *finder) skipVoice(k, last int) int {
	j := k + 1
	if j < last && f.tags[j] == tagComma {
		j++
	}
	if j >= last || f.tags[k] != tagThat {
		return k // k itself may be behind the last word, where a verb ends the text
	}
	if hit, ok := f.cues.Other(f.words, j); !ok || hit.Cue.Word != lexicon.CuePreposition {
		return k
	}
	for ; j < last; j++ {
		if f.tags[j] == tagComma {
			return j
		}
	}
	return k
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
	if pi := f.phraseAt[j]; pi >= 0 && f.phrases[pi].timeLike && f.phrases[pi].last < last && f.tags[f.phrases[pi].last] == tagSub {
		return true // ", hours after the raid"
	}
	// "comments that followed", "a charge that Bexia rejects"
	if pi := f.phraseAt[j]; pi >= 0 {
		p := f.phrases[pi]
		if retold[f.words[p.head]] && (p.last >= last || f.tags[p.last] == tagThat || f.tags[p.last] == tagWh || f.phraseAt[p.last] >= 0 || f.groupAt[p.last] >= 0) {
			return true
		}
		// ", the minister said": the cue comes after its content.
		end := f.tail(p.last, last)
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
	end := f.tail(f.phrases[f.phraseAt[j]].last, last)
	if end >= last || f.groupAt[end] < 0 {
		return false
	}
	g := &f.groups[f.groupAt[end]]
	hit, ok := f.cues.Verb(f.words, g.head)
	return ok && !g.infinitive && !g.ing && !g.passive && hit.Cue.Complement.Has(lexicon.ThatClause|lexicon.BareClause) && hit.Cue.Weight >= 0.3
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
	if q, ok := f.opens[int32(i)]; ok {
		return int(f.doc.Quotes[q].Last)
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
