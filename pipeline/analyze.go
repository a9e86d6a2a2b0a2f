package pipeline

import (
	"context"
	"crypto/sha256"
	"fmt"
	"sort"
	"unicode/utf8"

	"detente"
	"detente/pipeline/anchor"
	"detente/pipeline/attribution"
	"detente/pipeline/segment"
	"detente/pipeline/timex"
	"detente/scorers"
)

// Work is everything the stages made of one article, aligned: Roles, Whens and
// each row of Scores have one element per attribution. Explain prints it;
// assemble makes the finished rows of it.
type Work struct {
	Article  detente.Article
	VoiceWhy string
	Doc      *detente.Doc
	Tree     *detente.Tree
	Attrs    []detente.Attribution
	Coref    *detente.Coref
	Roles    []detente.Roles
	Times    []detente.Timex
	Whens    []detente.When
	Scores   [][]detente.Score // by scorer
	Scorers  []string

	pivots map[int32]bool // rows that offsets count from
	words  [][]int        // by sentence, for wordsIn
}

// Explain analyses one article and keeps what every stage gave, with the
// features of every score.
func (p *Pipeline) Explain(ctx context.Context, a detente.Article) (*Work, error) {
	return p.newWorker().analyze(ctx, a, true)
}

// analyze is the spine: from bytes to aligned stage results. Every stage is a
// pure function of what stands before it.
func (w *worker) analyze(ctx context.Context, a detente.Article, explain bool) (*Work, error) {
	if !utf8.ValidString(a.Text) {
		return nil, fmt.Errorf("the text is not valid UTF-8: decode it before analysis")
	}
	doc := segment.Split(a.Text)
	a.Published = published(doc, &a)
	if a.Voice == detente.VoiceAuto {
		a.Voice = w.p.opt.Voice
	}
	why := ""
	if a.Voice == detente.VoiceAuto {
		a.Voice, why = voiceOf(doc, &a)
	}
	tree := w.tree(doc, a.Voice)
	attrs := attribution.Find(doc, tree, a.Voice)
	coref := w.mention.Resolve(doc, tree, attrs, &a)
	roles := attribution.Assign(doc, tree, attrs, coref)
	attrs, roles = attribution.Claims(doc, tree, attrs, roles, coref)
	times := timex.Find(doc, tree)
	whens := anchor.Date(doc, tree, attrs, roles, coref, times, &a)

	work := &Work{Article: a, VoiceWhy: why, Doc: doc, Tree: tree, Attrs: attrs, Coref: coref, Roles: roles, Times: times, Whens: whens, Scorers: w.p.opt.Scorers}
	in := scorers.Input{Doc: doc, Tree: tree, Attrs: attrs, Roles: roles, Coref: coref, Whens: whens, Article: &work.Article, Explain: explain}
	for i, s := range w.p.scorers {
		scores, err := s.Score(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("scorer %s: %w", w.p.opt.Scorers[i], err)
		}
		work.Scores = append(work.Scores, scores)
		if i == 0 {
			work.topics()
		}
	}
	return work, nil
}

// tree parses the sentences that may hold statements.
func (w *worker) tree(doc *detente.Doc, voice detente.Voice) *detente.Tree {
	if w.ungated {
		return w.syntax.Parse(doc)
	}
	return w.syntax.Statements(doc, voice)
}

// published completes the given publication date from the dateline, and else from
// what the page says of itself.
func published(doc *detente.Doc, a *detente.Article) detente.Published {
	if p, ok := anchor.Dateline(doc, a.Published); ok {
		return p
	}
	p, _ := anchor.Inferred(doc, a)
	return p
}

// assemble puts the aligned results of one article together into rows.
func (w *Work) assemble() *detente.Analysis {
	an := &detente.Analysis{
		Article:    w.Article,
		TextSHA256: sha256.Sum256([]byte(w.Article.Text)),
		Dateline:   w.Doc.Dateline,
		Place:      w.Doc.Place,
		Entities:   w.Coref.Entities,
		Scorers:    w.Scorers,
		VoiceWhy:   w.VoiceWhy,
	}
	for _, s := range w.Doc.Sentences {
		an.Sentences = append(an.Sentences, s.Span)
		an.Paragraph = append(an.Paragraph, s.Paragraph)
	}
	// Acts between nobody and nobody are no rows; what refers to a row by index
	// follows it.
	row := make([]int32, len(w.Attrs))
	kept := int32(0)
	for i := range w.Attrs {
		row[i] = -1
		if w.keep(i) {
			row[i] = kept
			kept++
		}
	}
	for i := range w.Attrs {
		if row[i] < 0 {
			continue
		}
		st := detente.Statement{Attribution: w.Attrs[i], Roles: w.Roles[i], When: w.Whens[i]}
		if b := st.Attribution.Borrows; b >= 0 {
			st.Attribution.Borrows = row[b]
		}
		if r := st.When.Ref; r >= 0 {
			st.When.Ref = row[r]
		}
		for _, scores := range w.Scores {
			s := scores[i]
			s.Features = nil
			st.Scores = append(st.Scores, s)
		}
		st.CueTone = scorers.CueTone(w.Doc, &w.Attrs[i])
		st.CueTone.Features = nil
		st.Channel = channelOf(&st)
		an.Statements = append(an.Statements, st)
	}
	return an
}

// keep reports whether attribution i is a row. An act needs an actor on at
// least one side and a class that does something; and an article that counts
// offsets from an act keeps that act.
func (w *Work) keep(i int) bool {
	a := &w.Attrs[i]
	if len(w.Article.Quoted) > 0 && !w.quoted(a) {
		return false // the words round known quotations are cut anywhere
	}
	if a.Kind != detente.Act {
		return true
	}
	if w.isPivot(i) {
		return true
	}
	r := &w.Roles[i]
	if len(r.Speakers) == 0 && !w.suffered(i) || w.told(i) {
		return false
	}
	if finite := a.Tense != detente.TenseNone && a.Tense != detente.TenseNonFinite; len(r.Targets) == 0 && !(finite && (a.Frame.Class.Material() || a.Frame.Reciprocal)) {
		return false // what is no deed by force or help nor done together, participles and nouns need both sides
	}
	if a.Tense == detente.TenseNonFinite && a.Flags.Has(detente.FutureAct) {
		return false // "tried to", "is set to": nobody has done or announced it
	}
	return len(w.Scores) == 0 || w.Scores[0][i].Class != detente.Plain && w.Scores[0][i].Class != detente.ClassNone
}

// quoted reports whether an attribution is of one of the known quotations of an
// article of which nothing else is known.
func (w *Work) quoted(a *detente.Attribution) bool {
	for _, content := range a.Content {
		for _, q := range w.Article.Quoted {
			if content.Overlaps(q) {
				return a.Kind != detente.Act
			}
		}
	}
	return false
}

// suffered reports whether act i is told without its doer, of a known sufferer:
// "two Bexian consuls were expelled".
func (w *Work) suffered(i int) bool {
	a := &w.Attrs[i]
	return a.Source.Empty() && len(w.Roles[i].Targets) > 0 && a.Tense != detente.TenseNone && a.Frame.Class.Material() && a.Flags&(detente.Negated|detente.Conditional|detente.FutureAct|detente.Hedged) == 0
}

// told reports whether act i stands in the words of its own doer or of who speaks
// for the doer: then those words are its row already.
func (w *Work) told(i int) bool {
	for _, j := range w.wordsIn(w.Attrs[i].Sentence) {
		o := &w.Attrs[j]
		for _, span := range o.Content {
			if span.Contains(w.Attrs[i].Cue) && w.sameSide(i, j) {
				return true
			}
		}
	}
	return false
}

// isPivot reports whether offsets of the article count from row i.
func (w *Work) isPivot(i int) bool {
	if w.pivots == nil {
		w.pivots = map[int32]bool{}
		for j := range w.Whens {
			if w.Whens[j].HasOffset {
				w.pivots[w.Whens[j].Ref] = true
			}
		}
	}
	return w.pivots[int32(i)]
}

// wordsIn lists the attributions of words whose content reaches into a sentence.
func (w *Work) wordsIn(sentence int32) []int {
	if w.words == nil {
		w.words = make([][]int, len(w.Doc.Sentences)+1)
		for j := range w.Attrs {
			if w.Attrs[j].Kind == detente.Act {
				continue
			}
			next := 0 // contents are in text order, so no sentence is listed twice
			for _, span := range w.Attrs[j].Content {
				s := sort.Search(len(w.Doc.Sentences), func(k int) bool { return w.Doc.Sentences[k].Span.End > span.Start })
				for s = max(s, next); s < len(w.Doc.Sentences) && w.Doc.Sentences[s].Span.Start < span.End; s++ {
					w.words[s] = append(w.words[s], j)
					next = s + 1
				}
			}
		}
	}
	if sentence < 0 || int(sentence) >= len(w.words) {
		return nil
	}
	return w.words[sentence]
}

// sameSide reports whether a speaker of i and one of j roll up to one actor.
func (w *Work) sameSide(i, j int) bool {
	for _, a := range w.Roles[i].Speakers {
		for _, b := range w.Roles[j].Speakers {
			if a.Entity == b.Entity || w.Coref.Entities[a.Entity].Actor == w.Coref.Entities[b.Entity].Actor {
				return true
			}
		}
	}
	return false
}

// topics takes the targets that were read off the content alone from the
// statements that do nothing to anyone and blame nobody: there they are what is
// spoken about.
func (w *Work) topics() {
	for i := range w.Attrs {
		a, r := &w.Attrs[i], &w.Roles[i]
		if a.Kind == detente.Act || len(r.Targets) == 0 || w.Scores[0][i].Class != detente.Plain || attribution.Governed(r.Targets[0]) {
			continue
		}
		if w.Scores[0][i].Value <= blame && w.Coref.Entities[r.Targets[0].Entity].Type != detente.Place {
			continue // blame of no class
		}
		r.Targets, r.TargetReason, r.Reciprocal = nil, detente.ReasonTopicOnly, false
	}
}

// blame is the tone down from which words of no class are directed at whom they
// speak of. Praise is not taken so: it is said of deeds and things more often.
const blame = -0.08

// channelOf tells deeds from words by what was done, not by who words it: a
// material act that has happened is a deed, told by the reporter or claimed by
// its doer.
func channelOf(st *detente.Statement) detente.Channel {
	if len(st.Scores) == 0 || !st.Scores[0].Class.Material() {
		return detente.Words
	}
	flags := moods(st)
	if flags&(detente.Negated|detente.Conditional|detente.FutureAct) != 0 {
		return detente.Words
	}
	if st.Attribution.Kind == detente.Act || flags.Has(detente.SelfReported) {
		return detente.Deeds
	}
	return detente.Words
}

// moods are those of the text's words and those that the tone scorer found.
func moods(st *detente.Statement) detente.Flags {
	flags := st.Attribution.Flags
	if len(st.Scores) > 0 {
		flags |= st.Scores[0].Flags
	}
	return flags
}

// TimexValue gives the TIMEX3 value of one of Times.
func (w *Work) TimexValue(t detente.Timex) string { return timex.Value(t, w.Article.Published) }

// PublishedBetween gives the bounds that the dates of the text put on the day of
// its publication; Always where they put none.
func (w *Work) PublishedBetween() detente.Interval { return anchor.Between(w.Doc, w.Tree, w.Times) }
