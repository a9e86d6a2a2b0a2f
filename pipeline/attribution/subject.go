package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// subject is who governs a verb group.
type subject struct {
	runs           []run // joined subjects; the first is the nearest to the cue's clause start
	first          int   // where the subject begins, for content that ends before it
	after          int   // for inverted order: the token after the subject
	inverted       bool  // “…,” said the minister
	shared         bool  // taken from another verb: "and accused", "adding"
	subord         bool
	relative       bool // the source is "who" or "which"
	relativeObject run  // "remarks" in "remarks the minister dismissed"
}

// subject finds the subject of verb group gi in the sentence [first, last).
func (f *finder) subject(gi, first, last int) subject {
	g := &f.groups[gi]
	if g.passive {
		return f.byAgent(g, first, last)
	}
	if s, ok := f.invertedSubject(g, first, last); ok {
		return s
	}
	k := f.skipBack(g.first-1, first)
	if k < first || g.infinitive || g.ing && (!f.nounBefore(k, first) || f.behindVerb(k, first)) {
		return f.sharedSubject(gi, first)
	}
	if f.tags[k] == tagClose && k > first && f.tags[k-1] == tagComma {
		// "X, speaking on “This Week,” said"
		if s, ok := f.overInsertionTo(k, first, tagComma); ok {
			return s
		}
	}
	if f.tags[k] == tagComma || f.tags[k] == tagParen || f.tags[k] == tagDash {
		if s, ok := f.overInsertion(k, first); ok {
			return s
		}
		return f.sharedSubject(gi, first)
	}
	if f.tags[k] == tagConj {
		return f.sharedSubject(gi, first)
	}
	if f.tags[k] == tagWh || f.tags[k] == tagThat && k > first {
		return f.relativeSubject(k, first)
	}
	if f.phraseAt[k] >= 0 {
		s := f.subjectEndingAt(k, first)
		if g.ing {
			s.subord = true
		}
		return s
	}
	if f.groupAt[k] >= 0 {
		return f.sharedSubject(gi, first)
	}
	return subject{first: g.first}
}

// behindVerb reports whether the noun phrase that ends at k goes with a verb and
// a preposition before it, so that a participle behind it is that verb's
// subject's: "arrived in Dorr seeking".
func (f *finder) behindVerb(k, first int) bool {
	p := f.phrases[f.phraseAt[k]]
	return p.first-2 >= first && f.tags[p.first-1] == tagPrep && f.groupAt[p.first-2] >= 0
}

func (f *finder) nounBefore(k, first int) bool {
	return k >= first && f.phraseAt[k] >= 0 && f.isActorish(f.phrases[f.phraseAt[k]])
}

// byAgent is the subject of a passive cue: "was told by X".
func (f *finder) byAgent(g *group, first, last int) subject {
	for k := g.last; k+1 < last && k < g.last+6; k++ {
		if f.words[k] == hBy && f.phraseAt[k+1] >= 0 {
			p := f.phrases[f.phraseAt[k+1]]
			if p.timeLike {
				break
			}
			end := f.tail(p.last, last)
			return subject{runs: []run{{p.first, end}}, first: g.first, after: end}
		}
		if f.groupAt[k] >= 0 || f.tags[k] == tagStop || f.tags[k] == tagComma {
			break
		}
	}
	return subject{first: g.first}
}

// skipBack goes left over adverbs and times: "Wednesday", "on Wednesday", "last
// week", "earlier".
func (f *finder) skipBack(k, first int) int {
	for k >= first {
		if f.tags[k] == tagAdv && f.text(k) != "as" {
			k--
			continue
		}
		if pi := f.phraseAt[k]; pi >= 0 && f.phrases[pi].timeLike && f.phrases[pi].last == k+1 {
			j := f.phrases[pi].first - 1
			if j >= first && f.tags[j] == tagPrep {
				j--
			}
			if j < first {
				return k
			}
			k = j
			continue
		}
		return k
	}
	return k
}

// subjectEndingAt takes the noun phrase that ends at k with the tail before it:
// "a spokesman for the ministry", "the heads of A and B", "A and B".
func (f *finder) subjectEndingAt(k, first int) subject {
	p := f.phrases[f.phraseAt[k]]
	start := p.first
	// Climb over "NP prep NP" while a noun phrase stands before the preposition,
	// and over "A and B" behind one: "the raids in A and B".
	for start-2 >= first && f.phraseAt[start-2] >= 0 {
		up := f.phrases[f.phraseAt[start-2]]
		behind := up.first-1 >= first && f.tags[up.first-1] == tagPrep
		linked := f.tags[start-1] == tagPrep || f.tags[start-1] == tagTo && f.tags[up.head] == tagNoun // "the envoy to Bexia"
		if f.tags[up.head] == tagPron || up.timeLike || !linked && !(f.words[start-1] == hAnd && behind) {
			break
		}
		start = up.first
	}
	start = f.overParticiple(start, first)
	s := subject{first: start}
	whole := run{start, p.last}
	if start-2 >= first && f.words[start-1] == hAnd && f.phraseAt[start-2] >= 0 {
		other := f.phrases[f.phraseAt[start-2]]
		if f.isActorish(other) && !other.timeLike && !(other.first-1 >= first && f.tags[other.first-1] == tagPrep) && !f.groupBefore(other.first, first) {
			s.runs = []run{{other.first, other.last}, whole}
			s.first = other.first
			// "Averland, Bexia and Corland"
			for c := s.first - 1; c > first && f.tags[c] == tagComma && f.phraseAt[c-1] >= 0; c = s.first - 1 {
				p := f.phrases[f.phraseAt[c-1]]
				if p.last != c || !f.isActorish(p) || f.tags[p.head] == tagPron || f.groupBefore(p.first, first) || p.first-1 >= first && f.tags[p.first-1] == tagPrep {
					break
				}
				s.runs = append([]run{{p.first, p.last}}, s.runs...)
				s.first = p.first
			}
		}
	}
	if s.runs == nil {
		s.runs = []run{whole}
	}
	b := s.first - 1
	switch {
	case b < first:
	case f.tags[b] == tagThat || f.tags[b] == tagWh:
		s.subord = true
		if b > first && f.phraseAt[b-1] >= 0 {
			s.relativeObject = run{f.phrases[f.phraseAt[b-1]].first, b}
		}
	case f.tags[b] == tagSub:
		s.subord = true
	case f.phraseAt[b] >= 0 && f.tags[p.head] != tagNoun:
		op := f.phrases[f.phraseAt[b]]
		if !op.timeLike {
			s.subord = true
			s.relativeObject = run{op.first, b + 1}
		}
	}
	return s
}

// overParticiple climbs over "diplomats accredited to" before the noun phrase at
// start: what stands behind a preposition is no subject.
func (f *finder) overParticiple(start, first int) int {
	k := start - 1
	if k-1 < first || f.tags[k] != tagPrep && (f.tags[k] != tagTo || f.groupAt[k] >= 0) || f.groupAt[k-1] < 0 {
		return start
	}
	g := &f.groups[f.groupAt[k-1]]
	if !g.form.Has(lexicon.FormParticiple) || g.passive || g.perfect || g.infinitive || g.modal != 0 || g.first-1 < first || f.phraseAt[g.first-1] < 0 {
		return start
	}
	up := f.phrases[f.phraseAt[g.first-1]]
	if up.timeLike || !f.isActorish(up) || f.tags[up.head] == tagPron || f.groupBefore(up.first, first) {
		return start
	}
	return up.first
}

// groupBefore reports whether a verb group stands between the last clause border
// and token k.
func (f *finder) groupBefore(k, first int) bool {
	for i := k - 1; i >= first; i-- {
		switch {
		case f.groupAt[i] >= 0:
			return true
		case f.tags[i] == tagComma || f.tags[i] == tagSub || f.tags[i] == tagThat || f.tags[i] == tagStop || f.tags[i] == tagDash:
			return false
		}
	}
	return false
}

// isActorish reports whether a phrase can name someone who speaks or acts.
func (f *finder) isActorish(p phrase) bool {
	return !p.timeLike && (f.tags[p.head] == tagName || f.tags[p.head] == tagPron || f.tags[p.head] == tagNoun)
}

// overInsertion steps over what stands between commas, dashes or brackets:
// "X, who chairs Y, said". k is the closing mark.
func (f *finder) overInsertion(k, first int) (subject, bool) {
	return f.overInsertionTo(k, first, f.tags[k])
}

func (f *finder) overInsertionTo(k, first int, mark tag) (subject, bool) {
	for i := k - 1; i > first; i-- {
		if f.tags[i] == tagStop {
			break
		}
		if f.doc.Tokens[i].Depth > 0 || f.tags[i] != mark || f.phraseAt[i-1] < 0 {
			continue
		}
		inside := run{i + 1, k}
		if !f.insertion(inside, mark) {
			continue
		}
		p := f.phrases[f.phraseAt[i-1]]
		if p.timeLike || !f.isActorish(p) {
			continue
		}
		s := f.subjectEndingAt(i-1, first)
		s.relativeObject = run{}
		return s, true
	}
	return subject{}, false
}

// insertion reports whether the tokens between two marks can be an apposition,
// a relative clause or a participle, and not a clause of their own.
func (f *finder) insertion(r run, mark tag) bool {
	if r.empty() {
		return false
	}
	if mark == tagParen {
		return true
	}
	if f.words[r.first] == hWhose {
		return true
	}
	switch f.tags[r.first] {
	case tagWh, tagIng, tagPrep, tagSub, tagNum, tagAdv, tagThat:
		return true
	case tagDet, tagName, tagNoun, tagAdj, tagPoss, tagTime, tagVerb:
		for i := r.first; i < r.last; i++ {
			if gi := f.groupAt[i]; gi >= 0 && !f.groups[gi].ing && f.groups[gi].head != r.first && f.tags[r.first] != tagVerb {
				return f.relativeInside(r.first, i)
			}
		}
		return true
	}
	return false
}

func (f *finder) relativeInside(first, i int) bool {
	for k := first; k < i; k++ {
		if f.tags[k] == tagWh || f.tags[k] == tagThat {
			return true
		}
	}
	return false
}

// relativeSubject gives "who" as the words of the source.
func (f *finder) relativeSubject(k, first int) subject {
	s := subject{runs: []run{{k, k + 1}}, first: k, subord: true, relative: true}
	if f.tags[k] == tagThat {
		// "that" names nobody: its antecedent does.
		if f.phraseAt[k-1] < 0 {
			return subject{first: k, subord: true}
		}
		s.runs = f.subjectEndingAt(k-1, first).runs
	}
	return s
}

// sharedSubject takes the subject of the verb before: "and accused", "adding
// that", "to demand".
func (f *finder) sharedSubject(gi, first int) subject {
	g := &f.groups[gi]
	if r := f.intender(g); !r.empty() {
		return subject{runs: []run{r}, first: g.first, shared: true, subord: true}
	}
	if lo := f.contentStart(g.head); lo > first {
		// Inside what somebody said the verbs there go before his own.
		if s, ok := f.subjectAbove(gi, lo, first); ok || f.groupIn(lo, g.first) {
			return s
		}
	}
	if d := f.voiceBefore(g); d != nil {
		return subject{runs: d.sources, first: g.first, shared: true, subord: d.subord}
	}
	if s, ok := f.subjectAbove(gi, first, first); ok {
		return s
	}
	// A participle that opens the sentence takes the subject that follows.
	if g.ing {
		for down := gi + 1; down < len(f.groups) && f.groups[down].sentence == g.sentence; down++ {
			o := &f.groups[down]
			if o.infinitive || o.ing || o.passive {
				continue
			}
			if k := f.skipBack(o.first-1, first); k > g.last && f.phraseAt[k] >= 0 && !impersonal[f.words[k]] {
				return subject{runs: f.subjectEndingAt(k, first).runs, first: g.first, shared: true}
			}
			break
		}
	}
	return subject{first: g.first}
}

// contentStart gives the first token of the content that holds token i, -1 when
// none does.
func (f *finder) contentStart(i int) int {
	if len(f.cover) == 0 || f.cover[i] < 0 || f.drafts[f.cover[i]].kind == detente.Act {
		return -1
	}
	for _, r := range f.drafts[f.cover[i]].content {
		if r.holds(i) {
			return r.first
		}
	}
	return -1
}

// subjectAbove gives the subject of the nearest finite verb before group gi, not
// further back than token lo.
func (f *finder) subjectAbove(gi, lo, first int) (subject, bool) {
	g := &f.groups[gi]
	for up := gi - 1; up >= 0 && f.groups[up].sentence == g.sentence && f.groups[up].first >= lo; up-- {
		o := &f.groups[up]
		if o.infinitive || o.ing || f.doc.Tokens[o.head].Depth > 0 && lo == first {
			continue
		}
		if o.passive {
			k := f.skipBack(o.first-1, first)
			if k >= first && f.phraseAt[k] >= 0 {
				s := f.subjectEndingAt(k, first)
				return subject{runs: s.runs, first: g.first, shared: true, subord: s.subord}, true
			}
			continue
		}
		if s := f.subject(up, first, f.sentenceEnd(g.sentence)); len(s.runs) > 0 {
			return subject{runs: s.runs, first: g.first, shared: true, subord: s.subord}, true
		}
	}
	return subject{first: g.first}, false
}

func (f *finder) sentenceEnd(sentence int32) int { return int(f.doc.Sentences[sentence].Last) }

// invertedSubject finds the subject behind its verb: “…,” said the minister.
func (f *finder) invertedSubject(g *group, first, last int) (subject, bool) {
	k := g.first - 1
	if g.infinitive || g.ing || k >= 0 && k >= first && f.tags[k] != tagClose && f.tags[k] != tagComma && f.tags[k] != tagStop {
		return subject{}, false
	}
	if g.last >= last || f.phraseAt[g.last] < 0 || k < first && (k < 0 || f.tags[k] != tagClose) && !f.opensQuote(g.last, last) {
		return subject{}, false
	}
	p := f.phrases[f.phraseAt[g.last]]
	if p.timeLike || f.tags[p.head] == tagNum {
		return subject{}, false
	}
	if k >= first && f.tags[k] == tagComma {
		// "X, who leads Y, said Z" has its subject before the comma.
		if _, ok := f.overInsertion(k, first); ok && f.tags[k-1] != tagClose {
			return subject{}, false
		}
		if hit, ok := f.cues.Verb(f.words, g.head); !ok || !hit.Cue.Complement.Has(lexicon.Quotation) {
			return subject{}, false
		}
	}
	end := f.tail(p.last, last)
	if end < last && f.groupAt[end] >= 0 && !f.groups[f.groupAt[end]].ing && !f.groups[f.groupAt[end]].infinitive {
		return subject{}, false
	}
	s := subject{runs: []run{{p.first, end}}, first: g.first, after: end, inverted: true}
	if end+1 < last && f.words[end] == hAnd && f.phraseAt[end+1] >= 0 && f.isActorish(f.phrases[f.phraseAt[end+1]]) {
		q := f.phrases[f.phraseAt[end+1]]
		if q.last >= last || f.groupAt[q.last] < 0 {
			s.runs = append(s.runs, run{q.first, q.last})
			s.after = q.last
		}
	}
	return s, true
}

// opensQuote reports whether the noun phrase at k is followed by a quotation:
// "Replied the minister, “No.”"
func (f *finder) opensQuote(k, last int) bool {
	end := f.tail(f.phrases[f.phraseAt[k]].last, last)
	return end+1 < last && (f.tags[end] == tagComma || f.tags[end] == tagColon) && f.tags[end+1] == tagOpen
}

// tail extends a noun phrase that ends before token k by its prepositional
// attributes: "a spokesman" + "for the ministry". Only of, for, from, in, at
// and with before a phrase that is no time go on.
func (f *finder) tail(k, last int) int {
	for k+1 < last && f.tags[k] == tagPrep && f.phraseAt[k+1] >= 0 && f.phrases[f.phraseAt[k+1]].first == k+1 {
		switch f.text(k) {
		case "of", "for", "from", "in", "at", "with":
		default:
			return k
		}
		p := f.phrases[f.phraseAt[k+1]]
		if p.timeLike || f.tags[p.head] == tagPron {
			return k
		}
		if f.text(k) != "of" && f.text(k) != "for" && f.isMedium(p) {
			return k
		}
		k = p.last
	}
	return k
}

// isMedium reports whether a phrase names where words stand rather than whose
// they are: "in a statement", "in an interview".
func (f *finder) isMedium(p phrase) bool { return mediumWords[f.words[p.head]] }

var mediumWords = hashSet("statement interview tweet post speech letter report email message memo note briefing conference " +
	"address release article column video broadcast twitter facebook rally telegram remarks text filing affidavit documents " +
	"testimony editorial essay book blog ad advertisement series appearance reply response visit meeting hearing debate call court")

func hashSet(words string) map[uint64]bool {
	m := map[uint64]bool{}
	start := -1
	for i := 0; i <= len(words); i++ {
		if i < len(words) && words[i] != ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			m[lexicon.Hash(words[start:i])] = true
			start = -1
		}
	}
	return m
}

var (
	futureModals = hashSet("will would shall 'll wo")
	refusals     = hashSet("decline refuse fail")
)

func isFutureModal(h uint64) bool { return futureModals[h] }
func isRefusal(lemma uint64) bool { return refusals[lemma] }
