package attribution

import (
	_ "embed"
	"slices"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model/clusters"
	"detente/internal/model/speech"
)

//go:embed data/quotes.model
var quotesModel []byte

// models reads the embedded models of reported speech once. A broken file is a
// mistake of the build that every test finds, hence the panic.
var models = sync.OnceValue(func() *speech.Model {
	table, err := clusters.Table()
	if err != nil {
		panic(err)
	}
	m, err := speech.Read("quotes.model", quotesModel, table)
	if err != nil {
		panic(err)
	}
	return m
})

// Proposals gives what the rules find of reported speech with a cue: what the
// trained models see of them. It is for training.
func Proposals(doc *detente.Doc, tree *detente.Tree) []speech.Proposal {
	f := newFinder(doc, tree, detente.VoiceReported)
	f.cued()
	return f.proposals()
}

// proposals gives the drafts, in their order, as the models see them.
func (f *finder) proposals() []speech.Proposal {
	out := make([]speech.Proposal, len(f.drafts))
	for i := range f.drafts {
		d := &f.drafts[i]
		p := speech.Proposal{Cue: speechRun(d.cue), Thought: d.thought, Sure: d.kind != 0 || d.class != 0}
		if len(d.sources) > 0 {
			p.Source = speechRun(run{d.sources[0].first, d.sources[len(d.sources)-1].last})
		}
		for k, r := range d.content[:min(len(d.content), len(p.Content))] {
			p.Content[k] = speechRun(r)
		}
		if d.entry != nil {
			p.Weight = d.entry.Weight
			p.Thought = d.entry.Kind == lexicon.CueThought
		}
		out[i] = p
	}
	return out
}

func speechRun(r run) speech.Run { return speech.Run{First: int32(r.first), Last: int32(r.last)} }

// learned lets the trained models judge the drafts: those that are no cues to
// them go, the others get the parts that the models give them, and cues that the
// rules do not know are added.
func (f *finder) learned() {
	found := models().Find(f.doc, f.tree, f.proposals())
	old := f.drafts
	judged := make([]bool, len(old))
	for i := range found {
		if k := found[i].Proposal; k >= 0 {
			judged[k] = true
			if old[k].kind == 0 {
				f.revise(&old[k], &found[i])
			}
		}
	}
	for i := range f.cover {
		f.cover[i] = -1
	}
	f.drafts = make([]draft, 0, len(old)+len(found))
	guesses := make([]draft, 0, len(found))
	for i := range found {
		if found[i].Proposal < 0 {
			if d, ok := f.guess(&found[i]); ok {
				guesses = append(guesses, d)
			}
		}
	}
	at := 0
	for i := range old {
		for ; at < len(guesses) && guesses[at].cue.first < old[i].cue.first; at++ {
			f.add(guesses[at])
		}
		if judged[i] || old[i].kind != 0 { // the turn of a transcript has its kind
			f.add(old[i])
		}
	}
	for _, d := range guesses[at:] {
		f.add(d)
	}
	f.dropNested()
}

// revise gives a draft the parts that the models found, where these tell more
// than the rules do.
func (f *finder) revise(d *draft, p *speech.Parts) {
	r := f.sourceRun(p.Source)
	if c := f.trimmed(p.Content); len(c) > 0 && (inside(r, d.content) || !f.rulesStand(d, c)) {
		d.content = c
	}
	if len(d.sources) == 0 && !r.empty() {
		d.sources = []run{r}
	}
}

// rulesStand reports whether the content by the rules is better than the one by
// the models: they hardly differ, and clauses and quotations end where rules say;
// or only one has a stretch without a verb and without marks, such as the subject
// of a passive cue.
func (f *finder) rulesStand(d *draft, c []run) bool {
	if alike(c, d.content) >= enough || f.swallows(d, c) {
		return true
	}
	if len(c) == 1 && len(d.content) == 1 {
		r := d.content[0]
		if c[0].first == r.first && f.tags[r.first] == tagThat && !f.says(c[0]) && f.says(r) {
			return true // a clause has a verb
		}
		// The words before "that" tell when and where it was said.
		if c[0].last-c[0].first == 1 && (f.tags[c[0].first] == tagThat || f.tags[c[0].first] == tagWh) || d.group < 0 && c[0].first == r.first {
			return true // a pronoun for "a charge"; "the claim that …" ends where its verb comes
		}
		return f.tags[r.first] == tagThat && c[0].first < r.first && c[0].last == r.last && c[0].first > d.cue.first
	}
	same := false
	for _, pair := range [...][2][]run{{c, d.content}, {d.content, c}} {
		for _, r := range pair[0] {
			switch {
			case alike([]run{r}, closest(pair[1], r)) >= enough:
				same = true
			case f.says(r) && (f.marked(r) || !f.wholeMarked(d.content)):
				return false
			}
		}
	}
	return same
}

// swallows reports whether a content takes in an act done with words that by the
// rules stands beside it: "accused Averland of lying, according to a statement".
func (f *finder) swallows(d *draft, c []run) bool {
	for i := range f.drafts {
		o := &f.drafts[i]
		if o.class != 0 && o.sentence == d.sentence && inside(o.cue, c) && !inside(o.cue, d.content) {
			return true
		}
	}
	return false
}

// marked reports whether a quotation stands in a run.
func (f *finder) marked(r run) bool {
	return slices.ContainsFunc(f.doc.Tokens[r.first:r.last], func(t detente.Token) bool { return t.Depth > 0 })
}

func (f *finder) wholeMarked(list []run) bool { return f.kindOf(list) == detente.Direct }

// closest gives the run that shares most with r, alone.
func closest(list []run, r run) []run {
	best := list[:1]
	for i := range list {
		if alike(list[i:i+1], []run{r}) > alike(best, []run{r}) {
			best = list[i : i+1]
		}
	}
	return best
}

// trimmed makes runs of the contents of a cue, without the marks at their ends.
func (f *finder) trimmed(list []speech.Run) []run {
	out := make([]run, 0, len(list))
	for _, x := range list {
		r := run{int(x.First), int(x.Last)}
		r.last = f.trimEnd(r.first, r.last)
		for !r.empty() && f.doc.Tokens[r.first].Depth == 0 && (f.tags[r.first] == tagComma || f.tags[r.first] == tagDash || f.tags[r.first] == tagStop || f.tags[r.first] == tagClitic) {
			r.first++
		}
		if last := r.last - 1; last > r.first && f.words[last] == hThat && f.doc.Tokens[last].Depth == 0 {
			r.last-- // "a charge that", of a clause round it
		}
		r = f.toVerb(r)
		if !r.empty() {
			out = append(out, r)
		}
	}
	return out
}

// toVerb makes a content go on that opens with "that" and ends before the verb of
// its clause: "that at one of his first meetings, in 1972," holds nothing yet.
func (f *finder) toVerb(r run) run {
	if r.empty() || f.tags[r.first] != tagThat || f.tree.Label[r.first] != detente.LabelMark || f.says(r) {
		return r
	}
	v, last := int(f.tree.Head[r.first]), f.sentenceEnd(f.doc.Tokens[r.first].Sentence)
	if v < r.last || v >= last || f.doc.Tokens[v].Depth > 0 {
		return r
	}
	return run{r.first, f.trimEnd(r.first, f.clauseEnd(v+1, last))}
}

// sourceRun trims a source: no mark and no possessive at its end.
func (f *finder) sourceRun(x speech.Run) run {
	r := run{int(x.First), int(x.Last)}
	for !r.empty() {
		switch f.tags[r.last-1] {
		case tagComma, tagDash, tagClitic, tagStop, tagColon:
			r.last--
			continue
		}
		break
	}
	if pi := f.phraseAt[max(r.first, 0)]; !r.empty() && pi >= 0 {
		r.last = min(r.last, f.tail(f.phrases[pi].last, r.last)) // without the apposition
	}
	return r
}

// guess makes a draft of a cue that the rules did not take for one. Somebody must
// have said it: most that have no source are no news of anybody.
func (f *finder) guess(p *speech.Parts) (draft, bool) {
	head := int(p.Head)
	content, source := f.trimmed(p.Content), f.sourceRun(p.Source)
	if len(content) == 0 || source.empty() || f.tags[head] == tagName || f.tags[head] == tagIng && f.groupAt[head] < 0 {
		return draft{}, false // a name, or "warning" of "warning shots"
	}
	if hit, ok := f.cues.Other(f.words, head); ok && hit.Cue.Word == lexicon.CuePreposition {
		return draft{}, false // of these the rules know all
	}
	if act, ok := f.acts.Verb(f.words, head); !f.says(content[0]) && (!f.actorRun(source) || ok && !act.Act.Speech) || f.idle(head, content) {
		return draft{}, false // "the storm claimed forty lives", "shares attacked new highs"
	}
	d := draft{group: -1, borrows: -1, guessed: true, at: head, sentence: f.doc.Tokens[head].Sentence, content: content, sources: []run{source}, cue: run{int(p.Cue.First), int(p.Cue.Last)}}
	if gi := f.groupAt[head]; gi >= 0 && f.groups[gi].head == head {
		g := &f.groups[gi]
		d.group = int(gi)
		d.tense, d.flags = f.mood(g)
		d.cue = run{g.first, g.last}
		if hit, ok := f.cues.Verb(f.words, head); ok {
			d.entry, d.thought = hit.Cue, hit.Cue.Kind == lexicon.CueThought
		}
		if g.passive && source.last-source.first == 1 && f.text(source.first) == "it" || g.negated && f.kindOf(content) == detente.Indirect && !f.clausal(content[0]) {
			return draft{}, false // "it is said", "did not name a date": nobody, nothing
		}
		f.frame(&d, int(gi), f.sentenceEnd(g.sentence))
	}
	for d.cue.last < content[0].first && content[0].first-d.cue.last <= 2 && (f.tags[d.cue.last] == tagPrep || f.tags[d.cue.last] == tagTo) {
		d.cue.last++ // "vowed to", "called for"
	}
	return d, true
}

// idle reports whether nothing is said: "asked not to be named", or whether a
// noun announces a deed, "the decision to expel two envoys".
func (f *finder) idle(head int, content []run) bool {
	r := content[0]
	if unnamed[f.words[r.last-1]] {
		return true
	}
	if f.groupAt[head] >= 0 || f.tags[r.first] != tagTo || f.groupAt[r.first] < 0 {
		return false
	}
	hit, ok := f.acts.Verb(f.words, f.groups[f.groupAt[r.first]].head)
	return ok && !hit.Act.Speech
}

var unnamed = hashSet("named identified quoted anonymity")

// dropNested drops the guesses that stand in what others said, of which the
// models have seen no examples, and those that have the content of another cue.
func (f *finder) dropNested() {
	kept := f.drafts[:0]
	for i := range f.drafts {
		d := &f.drafts[i]
		if d.guessed && f.spokenFor(i) {
			continue
		}
		kept = append(kept, *d)
	}
	f.drafts = kept
	for i := range f.cover {
		f.cover[i] = -1
	}
	for i := range kept {
		for _, r := range kept[i].content {
			f.mark(r, i)
		}
	}
}

// spokenFor reports whether a guess stands in the content of another draft or has
// the same content.
func (f *finder) spokenFor(i int) bool {
	d := &f.drafts[i]
	for k := max(0, i-few); k < min(len(f.drafts), i+few); k++ {
		o := &f.drafts[k]
		if k == i || o.dropped {
			continue
		}
		for _, r := range o.content {
			if r.holds(d.cue.first) {
				return true
			}
		}
		if !o.guessed && alike(o.content, d.content) > 0.5 {
			return true
		}
	}
	return false
}

// yield settles whose a verb is that a guess and a deed share: one event is one
// row. The deed stands, but for one done with words whose clause was found
// ("warned Bexia that the talks would fail"): that is words, and does what the
// deed does.
func (f *finder) yield() {
	deed := map[int]int{}
	for i := range f.drafts {
		if d := &f.drafts[i]; d.kind == detente.Act {
			deed[d.at] = i
		}
	}
	for i := range f.drafts {
		d := &f.drafts[i]
		if d.kind == detente.Act || d.cue.empty() {
			continue
		}
		if !d.guessed {
			for at := d.cue.first; at < d.cue.last; at++ {
				k, ok := deed[at]
				switch {
				case !ok:
				case d.group >= 0 && at < f.groups[d.group].first:
					d.cue.first = f.groups[d.group].first // "met to discuss": the meeting is its own
				default:
					f.drafts[k].dropped = true // the cue of a noun, or one of several verbs
				}
			}
			continue
		}
		k, ok := deed[d.at]
		if !ok {
			continue
		}
		if o := &f.drafts[k]; o.act.Speech && f.clausal(d.content[0]) {
			d.act, d.class, d.mode, d.recip, d.patients, d.object = o.act, o.class, o.mode, o.recip, o.patients, o.object
			o.dropped = true
			continue
		}
		d.dropped = true
	}
}

// clausal reports whether a content is a clause or quoted, not a thing.
func (f *finder) clausal(r run) bool {
	return f.marked(r) || f.tags[r.first] == tagThat || f.tags[r.first] == tagTo && f.tree.Label[r.first] != detente.LabelCase || f.phraseAt[r.first] >= 0 && f.clause(r, f.phrases[f.phraseAt[r.first]].last)
}

// enough is how alike two contents must be to be taken for one.
const enough = 0.85

// alike gives the share of tokens of two contents that are in both.
func alike(a, b []run) float64 {
	both, all := 0, 0
	for _, x := range a {
		all += x.last - x.first
		for _, y := range b {
			both += max(0, min(x.last, y.last)-max(x.first, y.first))
		}
	}
	for _, y := range b {
		all += y.last - y.first
	}
	if all == both {
		return 1
	}
	return float64(both) / float64(all-both)
}
