// Package mention finds who is who in an article: names, titles, descriptions
// and pronouns become mentions, and mentions become entities, by rules and the
// knowledge base of package kb.
//
// The order is that of an attentive reader. Names come first, the longest full
// names of the whole article before surnames and single words; then, from left
// to right, descriptions ("the Corlandish leader", "his administration"),
// metonyms and pronouns outside quotations; last the pronouns inside quotations,
// whose "I" is the speaker. Who a pronoun of the third person means is weighed by
// a trained ranker over the parse (see Ranker). A name in the article beats the table, the table
// beats a guess, and two equal candidates are left open with a reason.
//
// Whoever speaks or acts in an attribution is never lost: where its words hold no
// name, they mean somebody of the article whom they describe ("the fund", "the
// businessman"), else an anonymous entity that they name ("a young woman from
// Corlava"). A text ("the letter") speaks for its maker where the article says who
// that is, else for itself ("a survey"); other things stay unresolved, with the reason.
package mention

import (
	"cmp"
	"slices"

	"detente"
	"detente/pipeline/mention/kb"
)

// Resolver resolves articles one after the other. It holds scratch memory and is
// for one goroutine; the base is shared.
type Resolver struct {
	base *kb.Base

	doc     *detente.Doc
	tree    *detente.Tree
	attrs   []detente.Attribution
	article *detente.Article
	dated   bool
	day     detente.Day

	words    []word
	hashes   []uint64
	chunks   []chunk
	chunkAt  []int32 // by word: the chunk that begins or covers it, or -1
	ents     []entity
	byItem   map[int32]int32
	byID     map[string]int32
	roll     roll    // who is in the article, by name
	people   []int32 // entities of persons named in full or with a title
	mentions []detente.Mention
	facts    []fact // of each mention, by index
	author   int32
	speakers []int32 // by quotation: the entity that speaks, or -1
	listener []int32 // by quotation: the addressee, or -1
	renumber []int32
	lower    map[uint64]bool // words that the article has without a capital
	lastSaid int32           // the entity that spoke last, or -1
	single   []int32         // by word: the mention of exactly this word, or -1
	wants    []want          // spans of attributions, by their end
	wanted   map[int32]bool  // by word: a source of words that is this word alone
	papers   map[uint64]int32
	sorted   []int32 // mentions by place, for look-ups by span
	only     onlyCountry

	ranker  *Ranker
	asked   asked
	inSent  []int32         // by sentence: its last mention, from which fact.next goes back; or -1
	sayings map[int32]int32 // by word that is a source: its attribution
	told    []bool          // by sentence: it holds a statement, or a pronoun of one may look back at it
	given   []detente.Span  // names that the caller knows
	watch   func(q *asked)  // told of every pronoun
}

// near is how many mentions a description looks back: what was named earlier is
// forgotten, by readers and so by the rules, and long texts stay cheap.
const near = 400

// fact is what resolution remembers of a mention.
type fact struct {
	sent    int32
	para    int32
	word    int32 // its first word
	end     int32 // the word after its last
	subject bool
	owner   bool // a possessor: "Petro" in "Petro's government"
	depth   uint8
	cand    bool // may be an antecedent
	human   detente.Gender
	person  bool  // one human being, whatever the entity: "the ministry's spokesman"
	next    int32 // the mention before it in its sentence, or -1
	site    site
	top     int32 // the furthest end of this mention and all before it, in bytes
}

// New makes a resolver over a base.
func New(base *kb.Base) *Resolver {
	return &Resolver{
		base: base, byItem: map[int32]int32{}, byID: map[string]int32{}, lower: map[uint64]bool{},
		wanted: map[int32]bool{}, sayings: map[int32]int32{}, papers: map[uint64]int32{}, roll: newRoll(),
	}
}

// Resolve finds the mentions of a document and the entities that they mean.
// attrs are its attributions: their quotations decide who "I" is. Mentions are
// in text order; possessors inside a description follow it. The author and the
// outlet, where the article names them, have mentions of empty span at its head
// with the rules "author" and "outlet"; who only reports has the rule "byline", and
// an outlet that speaks for itself is the author. The result shares no memory with r.
func (r *Resolver) Resolve(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, a *detente.Article) *detente.Coref {
	r.resolve(doc, tree, attrs, a)
	r.order()
	entities := r.finish()
	return &detente.Coref{Entities: entities, Mentions: slices.Clone(r.mentions)}
}

// resolve does all but to put the mentions in order.
func (r *Resolver) resolve(doc *detente.Doc, tree *detente.Tree, attrs []detente.Attribution, a *detente.Article) {
	r.reset(doc, attrs, a)
	r.tree = tree
	if r.ranker == nil {
		r.ranker = shipped() // not in New: the trainer has none to start from
	}
	r.lay(doc)
	r.afterStops()
	r.findChunks()
	r.voices()
	r.resolveChunks()
	r.findWants()
	r.read()
	r.quoted()
}

func (r *Resolver) reset(doc *detente.Doc, attrs []detente.Attribution, a *detente.Article) {
	r.doc, r.attrs, r.article = doc, attrs, a
	r.dated, r.day = a.Published.Known() && a.Published.Interval.Hi.Bounded(), 0
	if r.dated {
		r.day = a.Published.Day()
	}
	r.chunks, r.ents, r.people = r.chunks[:0], r.ents[:0], r.people[:0]
	r.roll.reset()
	r.mentions, r.facts, r.speakers, r.listener = r.mentions[:0], r.facts[:0], r.speakers[:0], r.listener[:0]
	clear(r.byItem)
	clear(r.byID)
	clear(r.lower)
	clear(r.wanted)
	clear(r.sayings)
	clear(r.papers)
	r.author, r.lastSaid = -1, -1
	r.inSent = r.inSent[:0]
	r.told = r.told[:0]
	for range doc.Sentences {
		r.inSent = append(r.inSent, -1)
		r.told = append(r.told, false)
	}
	// Sentences far from any statement may be left unparsed, and what a pronoun
	// there seems to mean must teach nothing about those who speak.
	for i := range attrs {
		for k := attrs[i].Sentence; k >= max(0, attrs[i].Sentence-reach); k-- {
			r.told[k] = true
		}
	}
	r.only = onlyCountry{item: -1}
}

// voices makes the entities of the author and the outlet.
func (r *Resolver) voices() {
	if name := clean(r.article.Author); name != "" {
		r.author = r.person(name)
		rule := "byline" // who reports says nothing himself
		if r.article.Voice == detente.VoiceAuthor || r.article.Voice == detente.VoiceOutlet {
			rule = "author"
		}
		r.emit(detente.Mention{Entity: r.author, Form: detente.FormName, Rule: rule, Confidence: 1}, fact{})
	}
	if name := clean(r.article.Outlet); name != "" {
		e := int32(-1)
		if words := kb.Words(name); len(words) > 0 {
			if n, refs := r.base.Names(words, 0); n == len(words) {
				e = r.thing(refs[0].Item)
			}
		}
		if e < 0 {
			e = r.stranger(name, detente.Organisation)
			r.ents[e].Sector = detente.SectorMedia
		}
		rule := "outlet"
		if r.article.Voice == detente.VoiceOutlet && r.author < 0 {
			r.author, rule = e, "author"
		}
		r.emit(detente.Mention{Entity: e, Form: detente.FormName, Rule: rule, Confidence: 1}, fact{})
	}
}

// person gives the entity of a full name: of the knowledge base, else a new one.
func (r *Resolver) person(name string) int32 {
	words := kb.Words(name)
	if n, refs := r.base.Names(words, 0); n == len(words) && n > 0 {
		if item := r.choosePerson(refs); item >= 0 {
			return r.thing(item)
		}
	}
	e := r.stranger(name, detente.Person)
	if len(words) > 0 {
		r.ents[e].given, r.ents[e].surname = words[0], words[len(words)-1]
	}
	return e
}

// emit adds a mention.
func (r *Resolver) emit(m detente.Mention, f fact) int32 {
	if m.Antecedent == 0 {
		m.Antecedent = -1
	}
	f.top = m.Span.End
	if n := len(r.facts); n > 0 {
		f.top = max(f.top, r.facts[n-1].top)
	}
	r.mentions = append(r.mentions, m)
	r.facts = append(r.facts, f)
	r.count(m.Entity)
	return int32(len(r.mentions) - 1)
}

// at emits a mention of words [i, j).
func (r *Resolver) at(i, j int, e int32, form detente.MentionForm, rule string, conf float32) int32 {
	return r.put(detente.Span{Start: r.words[i].span.Start, End: r.words[j-1].span.End}, i, j, e, form, rule, conf)
}

// put emits a mention of the span of words [i, j).
func (r *Resolver) put(s detente.Span, i, j int, e int32, form detente.MentionForm, rule string, conf float32) int32 {
	m := detente.Mention{Span: s, Form: form, Entity: e, Antecedent: -1, Rule: rule, Confidence: conf}
	if e < 0 {
		m.Reason = detente.ReasonUnresolved
	}
	w := &r.words[i]
	f := fact{sent: w.sent, para: r.doc.Sentences[w.sent].Paragraph, word: int32(i), end: int32(j), depth: w.depth, cand: e >= 0}
	f.owner = j < len(r.words) && r.words[j].poss && r.words[j].sent == w.sent && r.words[j].span.Start == m.Span.End
	f.subject = r.subject(i, j)
	f.site = r.siteOf(i, j)
	f.next = r.inSent[w.sent]
	x := r.emit(m, f)
	r.inSent[w.sent] = x
	r.said(x)
	if j == i+1 {
		r.single[i] = x
	}
	return x
}

// drop takes back the mention that was made last.
func (r *Resolver) drop() {
	m := len(r.mentions) - 1
	r.inSent[r.facts[m].sent] = r.facts[m].next
	r.mentions, r.facts = r.mentions[:m], r.facts[:m]
}

// said notes who spoke last where mention k stands before or behind a verb of
// saying.
func (r *Resolver) said(k int32) {
	f := &r.facts[k]
	e, i, j := r.mentions[k].Entity, int(f.word), int(f.end)
	if e >= 0 && (f.subject && r.has(j, i, isSay) || !f.owner && r.has(i-1, i, isSay) && i >= 2 && r.words[i-2].kind == detente.Mark) {
		r.lastSaid = e
	}
}

// count notes one more mention of an entity.
func (r *Resolver) count(e int32) {
	if e < 0 {
		return
	}
	r.ents[e].count++
	if r.ents[e].count == 1 && r.ents[e].Type == detente.Country && r.ents[e].item >= 0 {
		r.only.see(r.ents[e].item)
	}
}

// onlyCountry is the one country that the article has named so far.
type onlyCountry struct {
	item    int32 // -1: none
	several bool
}

func (o *onlyCountry) see(item int32) {
	o.several = o.several || o.item >= 0 && o.item != item
	o.item = item
}

// subject reports whether the words [i, j) look like the subject of a verb: no
// preposition or possessive binds them, and a verb follows, at once or after an
// apposition; or they open the sentence or a clause and no preposition follows.
func (r *Resolver) subject(i, j int) bool {
	p := i - 1
	for r.has(p, i, isDet|isMod) || p >= 0 && r.words[p].sent == r.words[i].sent && r.chunkAt[p] >= 0 && !r.words[p].poss && r.chunks[r.chunkAt[p]].rel == kb.Adjective {
		p--
	}
	if n := r.titleBefore(i); n > 0 {
		p = i - n - 1
	}
	if r.has(p, i, isPrep) {
		return false
	}
	if j < len(r.words) && r.words[j].sent == r.words[i].sent {
		w := &r.words[j]
		if w.poss {
			return false
		}
		if r.hashes[j] == hAnd && j+1 < len(r.words) {
			// "A and B left": both are subjects.
			if ci := r.chunkAt[j+1]; ci >= 0 && r.chunks[ci].first == j+1 && r.has(r.chunks[ci].end, i, isVerb|isSay|isAux) {
				return true
			}
		}
		if w.class&(isVerb|isSay|isAux) != 0 || r.pastVerb(j) {
			return !r.has(p, i, isSay) || w.class&isAux != 0
		}
	}
	opens := p < 0 || r.words[p].sent != r.words[i].sent || r.words[p].class&isClause != 0 || r.words[p].kind == detente.Mark
	return opens && j < len(r.words) && (r.hashes[j] == hComma || r.words[j].kind == detente.Word && r.words[j].class&(isPrep|isClause) == 0 && !r.words[j].upper)
}

// pastVerb reports whether word i looks like a verb in the past tense.
func (r *Resolver) pastVerb(i int) bool {
	if i < 0 || i >= len(r.words) {
		return false
	}
	w := &r.words[i]
	if w.upper || w.kind != detente.Word || w.span.Len() < 4 {
		return false
	}
	s := w.span.In(r.doc.Text)
	return s[len(s)-2:] == "ed"
}

// order sorts the mentions by place, the longer first, drops those that overlap
// an earlier one and do not lie inside it, and follows antecedents.
func (r *Resolver) order() {
	r.renumber = r.renumber[:0]
	for i := range r.mentions {
		r.renumber = append(r.renumber, int32(i))
	}
	slices.SortStableFunc(r.renumber, func(i, j int32) int {
		a, b := r.mentions[i].Span, r.mentions[j].Span
		if a.Start == b.Start && a.Empty() != b.Empty() {
			if a.Empty() {
				return -1 // author and outlet head the article
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	place := make([]int32, len(r.mentions))
	out := make([]detente.Mention, 0, len(r.mentions))
	var open detente.Span
	for _, i := range r.renumber {
		m := r.mentions[i]
		place[i] = -1
		if m.Rule == "" {
			continue
		}
		if n := len(out); n > 0 && !m.Span.Empty() && (m.Span == out[n-1].Span || m.Span.Overlaps(open) && !open.Contains(m.Span)) {
			if m.Span == out[n-1].Span {
				place[i] = int32(n - 1)
			}
			continue
		}
		if m.Span.End > open.End {
			open = m.Span
		}
		place[i] = int32(len(out))
		out = append(out, m)
	}
	for i := range out {
		if a := out[i].Antecedent; a >= 0 {
			if out[i].Antecedent = place[a]; out[i].Antecedent >= int32(i) {
				out[i].Antecedent = -1
			}
		}
	}
	r.mentions = append(r.mentions[:0], out...)
}
