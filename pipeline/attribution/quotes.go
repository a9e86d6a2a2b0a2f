package attribution

import (
	"detente"
	"detente/internal/lexicon"
)

// borrow makes attributions of the quotations that have no cue of their own: they
// go on with what a cue nearby began, and borrow its source.
func (f *finder) borrow() {
	f.order = f.byStart()
	for q := range f.doc.Quotes {
		quote := &f.doc.Quotes[q]
		if quote.Depth != 1 || f.covered(int(quote.First), int(quote.Last)) {
			continue
		}
		r := f.wholeQuote(q)
		if quote.Continues {
			if d := f.draftBefore(r.first); d >= 0 && f.endsIn(d, q-1) {
				f.drafts[d].content = append(f.drafts[d].content, r)
				f.mark(r, d)
				continue
			}
		}
		if !f.speech(r) {
			continue
		}
		d := draft{content: []run{r}, group: -1, borrows: -1, sentence: f.doc.Tokens[r.first].Sentence}
		if f.signed(&d, r.last) || f.announced(&d, r) {
			f.insert(f.add(d))
			continue
		}
		if d.borrows = f.lender(r); d.borrows >= 0 {
			l := &f.drafts[d.borrows]
			d.sources, d.entry, d.tense = l.sources, l.entry, l.tense
		}
		f.insert(f.add(d))
	}
}

// signed reads the name behind a quotation and a dash: “…” ― Ana Ozu, teacher.
func (f *finder) signed(d *draft, k int) bool {
	if k+1 >= len(f.words) || !f.dash(k) || f.phraseAt[k+1] < 0 || f.paragraphOf(k) != f.paragraphOf(k+1) {
		return false
	}
	p := f.phrases[f.phraseAt[k+1]]
	end := p.last
	if end < len(f.words) && f.groupAt[end] >= 0 && f.paragraphOf(end) == f.paragraphOf(k) {
		return false
	}
	d.cue, d.sources = run{k, k + 1}, []run{{p.first, end}}
	return true
}

// dash reports whether token k is a dash, or a hyphen between blanks.
func (f *finder) dash(k int) bool {
	t := f.doc.Tokens
	return f.tags[k] == tagDash || f.tags[k] == tagHyphen && k > 0 && k+1 < len(t) && t[k-1].Span.End < t[k].Span.Start && t[k].Span.End < t[k+1].Span.Start
}

func (f *finder) covered(first, last int) bool {
	for i := first; i < last; i++ {
		if f.cover[i] >= 0 {
			return true
		}
	}
	return false
}

func (f *finder) mark(r run, d int) {
	for i := r.first; i < r.last; i++ {
		f.cover[i] = int32(d)
	}
}

func (f *finder) wholeQuote(q int) run {
	return run{int(f.doc.Quotes[q].First), int(f.doc.Quotes[q].Last)}
}

// speech tells a quotation from scare quotes and titles: it is a sentence by
// itself, at the start of one and closed with a stop, or has a verb and five
// words.
func (f *finder) speech(r run) bool {
	words, verbs := 0, 0
	for i := r.first; i < r.last; i++ {
		if f.doc.Tokens[i].Kind == detente.Word {
			words++
		}
		if f.groupAt[i] >= 0 {
			verbs++
		}
	}
	s := &f.doc.Sentences[f.doc.Tokens[r.first].Sentence]
	opens := int(s.First) == r.first
	stop := r.last-2 > r.first && (f.tags[r.last-2] == tagStop || f.tags[r.last-1] == tagStop)
	return opens && (stop && words >= 2 || verbs > 0 && words >= 5)
}

// draftBefore gives the draft whose words stand last before token i, -1 for none.
func (f *finder) draftBefore(i int) int {
	best, at := -1, -1
	before := f.startsFrom(i)
	for k := before - 1; k >= max(before-few, 0); k-- {
		d := int(f.order[k])
		dr := &f.drafts[d]
		end := dr.content[len(dr.content)-1].last
		if !dr.cue.empty() && dr.cue.last > end && dr.cue.first < i {
			end = dr.cue.last
		}
		if dr.kind != detente.Act && end > at && end <= i+1 {
			best, at = d, end
		}
	}
	return best
}

// endsIn reports whether the content of draft d reaches into quotation q.
func (f *finder) endsIn(d, q int) bool {
	if q < 0 {
		return false
	}
	quote := &f.doc.Quotes[q]
	for _, r := range f.drafts[d].content {
		if r.last > int(quote.First) && r.first < int(quote.Last) {
			return true
		}
	}
	return false
}

// lender gives the draft that a quotation without a cue borrows from: the one
// before it in the same paragraph, else the last or first one of the paragraph
// before or after when the quotation is alone in its own.
func (f *finder) lender(r run) int {
	par := f.paragraphOf(r.first)
	if d := f.quotedBefore(r.first, par); d >= 0 {
		return f.origin(d)
	}
	if d := f.outermost(f.draftBefore(r.first)); d >= 0 && f.lends(d) {
		p := f.paragraphOf(f.drafts[d].content[0].first)
		if p == par {
			return f.origin(d)
		}
		if p == par-1 && f.opensParagraph(r) && (f.quoted(d) || f.wholeParagraph(r) && f.lastSaid(d)) {
			return f.origin(d)
		}
	}
	after := f.startsFrom(r.last + 1)
	for _, d := range f.order[after:min(after+few, len(f.order))] {
		if f.paragraphOf(f.drafts[d].content[0].first) != par {
			break
		}
		if f.lends(int(d)) && f.quoted(int(d)) {
			return f.origin(int(d))
		}
	}
	return -1
}

// outermost gives the draft of whose content draft d is part, else d itself.
func (f *finder) outermost(d int) int {
	if d < 0 || f.drafts[d].cue.empty() {
		return d
	}
	cue := f.drafts[d].cue
	before := f.startsFrom(cue.first)
	for k := max(before-few, 0); k < before; k++ {
		o := int(f.order[k])
		if dr := &f.drafts[o]; o != d && dr.kind != detente.Act && !dr.dropped && dr.sentence == f.drafts[d].sentence && inside(cue, dr.content) {
			return o
		}
	}
	return d
}

// quotedBefore gives the last draft before token i in paragraph par whose words
// are quoted and that can lend: what was told in between is the narrator's.
func (f *finder) quotedBefore(i, par int) int {
	before := f.startsFrom(i)
	for k := before - 1; k >= max(before-few, 0); k-- {
		d := int(f.order[k])
		if f.paragraphOf(f.drafts[d].content[0].first) != par {
			break
		}
		if f.drafts[d].content[len(f.drafts[d].content)-1].last <= i && f.lends(d) && f.quoted(d) {
			return d
		}
	}
	return -1
}

// origin follows borrowed drafts to the one with the cue.
func (f *finder) origin(d int) int {
	for f.drafts[d].borrows >= 0 {
		d = f.drafts[d].borrows
	}
	return d
}

func (f *finder) lends(d int) bool {
	dr := &f.drafts[d]
	return dr.kind != detente.Act && len(dr.sources) > 0 && !dr.thought
}

// quoted reports whether the content of a draft holds a quotation.
func (f *finder) quoted(d int) bool {
	for _, r := range f.drafts[d].content {
		for i := r.first; i < r.last; i++ {
			if f.doc.Tokens[i].Depth > 0 {
				return true
			}
		}
	}
	return false
}

func (f *finder) paragraphOf(i int) int {
	return int(f.doc.Sentences[f.doc.Tokens[i].Sentence].Paragraph)
}

func (f *finder) opensParagraph(r run) bool {
	par := &f.doc.Paragraphs[f.paragraphOf(r.first)]
	return int(f.doc.Sentences[par.First].First) == r.first
}

// wholeParagraph reports whether nothing follows a quotation in its paragraph.
func (f *finder) wholeParagraph(r run) bool {
	par := &f.doc.Paragraphs[f.paragraphOf(r.first)]
	return int(f.doc.Sentences[par.Last-1].Last) == r.last
}

// lastSaid reports whether draft d stands in the last sentence of its paragraph and
// reports speech that somebody may go on with: “Kast said that it was over.” and
// then a paragraph that is a quotation.
func (f *finder) lastSaid(d int) bool {
	dr := &f.drafts[d]
	par := &f.doc.Paragraphs[f.paragraphOf(dr.content[0].first)]
	return dr.sentence == par.Last-1 && !dr.subord && dr.entry != nil && dr.entry.Kind == lexicon.CueSpeech && dr.entry.Complement.Has(lexicon.Quotation)
}

// plain makes a Direct attribution of every sentence that is neither quoted nor
// attributed, in texts where the author or outlet speaks.
func (f *finder) plain() {
	for p := range f.doc.Paragraphs {
		par := &f.doc.Paragraphs[p]
		if par.Kind == detente.Furniture || par.Kind == detente.Heading {
			continue
		}
		for si := par.First; si < par.Last; si++ {
			s := &f.doc.Sentences[si]
			first, last := int(s.First), int(s.Last)
			if s.Span == f.doc.Dateline || f.covered(first, last) || f.spoken(first, last) || !f.groupIn(first, last) {
				continue
			}
			f.add(draft{kind: detente.Direct, content: []run{{first, last}}, group: -1, borrows: -1, sentence: si})
		}
	}
}
