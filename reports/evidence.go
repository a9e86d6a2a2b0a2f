package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"detente"
	"detente/datasets/table"
)

// entry is one statement with its evidence: the card that a mark leads to.
type entry struct {
	ID              string
	Speaker, Target string
	When, Dated     string // the time, and how it is known
	Fallback        bool
	Outlet, Title   string
	Published       string
	URL             string // "" unless it is a web address
	Doc, Bytes      string
	Parts           []part
	Side            string // cold, plain, warm
	Band, Tone      string
	Class           string
	Kind, Channel   string
	Moods           string
	Copies          []copyOf
	More            int // tellings beyond those in Copies
	Sections        []int

	doc    string
	time   detente.Interval
	order  int32
	row    detente.StatementRow
	others []string // statement ids of the other tellings

	speakers, targets []string // entity ids where there are several
	mutual            bool     // done to each other
}

// copyOf is another telling of the same event.
type copyOf struct {
	Outlet, Title, Published, What string
	doc                            string
}

// part is a stretch of the excerpt with the classes of its marks.
type part struct {
	Text, Class string
}

// readEvidence reads the statements that are shown and the other tellings of
// their events.
func (r *run) readEvidence() error {
	wanted := map[string]*entry{}
	want := func(id string, p *point) {
		e := wanted[id]
		if e == nil {
			e = &entry{ID: id}
			wanted[id] = e
		}
		if p != nil && len(e.others) < len(p.copies) {
			e.others, e.More = p.copies, p.statements-1-len(p.copies)
		}
	}
	for _, s := range r.sections {
		for _, p := range s.panels {
			for _, x := range p.drawn {
				want(x.id, x)
			}
		}
		for i := range s.turns {
			if s.turns[i].shown {
				for _, id := range s.turns[i].named() {
					want(id, nil)
				}
			}
		}
	}
	copies := map[string]*copyOf{}
	for _, e := range wanted {
		for _, id := range e.others {
			copies[id] = &copyOf{}
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	for row, err := range table.ReadStatements(r.out) {
		if err != nil {
			return err
		}
		if c := copies[row.StatementID]; c != nil {
			c.doc, c.What = row.DocID, "told again"
			if row.IsCopy {
				c.What = "copy"
			}
		}
		if e := wanted[row.StatementID]; e != nil {
			r.fill(e, row)
			r.entries[e.ID] = e
			r.ledger = append(r.ledger, e)
		}
	}
	for _, e := range r.ledger {
		for _, id := range e.others {
			if c := copies[id]; c.doc != "" {
				e.Copies = append(e.Copies, *c)
			}
		}
	}
	slices.SortFunc(r.ledger, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.time.Mid(), b.time.Mid()), strings.Compare(a.doc, b.doc), cmp.Compare(a.order, b.order), strings.Compare(a.ID, b.ID))
	})
	return nil
}

// fill makes the card of a statement, all but the excerpt and the article.
func (r *run) fill(e *entry, row detente.StatementRow) {
	e.row, e.doc, e.Doc, e.time = row, row.DocID, row.DocID, row.When.Interval
	e.Speaker, e.Target = row.Speaker, row.Target
	if e.Speaker == "" {
		e.Speaker = "unknown speaker (" + reasonWords(row.SpeakerReason) + ")"
	}
	e.speakers, e.targets, e.mutual = row.Speakers, row.Targets, row.Reciprocal
	e.When, e.Dated = whenWords(&row), methodWords[row.When.Method]
	e.Fallback = row.When.Method == detente.MethodPublished
	e.Kind, e.Channel = kindWords[row.Kind], row.Channel.String()
	if hull := hullOf(&row); !hull.Empty() {
		e.order = hull.Start
		e.Bytes = fmt.Sprintf("%d–%d", hull.Start, hull.End)
	}
	e.Side = "plain"
	if len(row.Scores) > 0 && row.Scores[0].OK() {
		s := row.Scores[0]
		e.Side, e.Band, e.Tone, e.Class = r.side(s.Value), r.band(s.Value), signed(s.Value), classWords[s.Class]
	}
	var moods []string
	for i, name := range moodWords {
		if row.Flags.Has(1 << i) {
			moods = append(moods, name)
		}
	}
	e.Moods = strings.Join(moods, ", ")
}

// nameActors writes out the speakers and targets of cards that have several.
func (r *run) nameActors() error {
	names := map[string]string{}
	for _, e := range r.ledger {
		for _, id := range slices.Concat(e.speakers, e.targets) {
			names[id] = ""
		}
	}
	if len(names) == 0 {
		return nil
	}
	for e, err := range table.ReadEntities(r.out) {
		if err != nil {
			return err
		}
		if _, ok := names[e.Entity.ID]; ok {
			names[e.Entity.ID] = e.Entity.Name
		}
	}
	list := func(ids []string, one string) string {
		const most = 3
		if len(ids) < 2 {
			return one
		}
		var out []string
		for _, id := range ids[:min(len(ids), most)] {
			out = append(out, cmp.Or(names[id], id))
		}
		if more := len(ids) - most; more > 0 {
			return fmt.Sprintf("%s and %d more", strings.Join(out, ", "), more)
		}
		return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
	}
	for _, e := range r.ledger {
		if e.mutual && len(e.speakers) > 1 {
			e.Speaker, e.Target = list(e.speakers, e.Speaker), "each other"
			continue
		}
		e.Speaker, e.Target = list(e.speakers, e.Speaker), list(e.targets, e.Target)
	}
	return nil
}

// hullOf is the stretch of text from the first to the last span of a statement.
func hullOf(row *detente.StatementRow) detente.Span {
	h := detente.Span{Start: math.MaxInt32}
	for _, s := range append([]detente.Span{row.CueSpan, row.SourceSpan}, row.ContentSpans...) {
		if !s.Empty() {
			h.Start, h.End = min(h.Start, s.Start), max(h.End, s.End)
		}
	}
	if h.End == 0 {
		return detente.Span{}
	}
	return h
}

// nameDocuments gives the cards their articles.
func (r *run) nameDocuments() error {
	byDoc := map[string][]*entry{}
	copies := map[string][]*copyOf{}
	for _, e := range r.ledger {
		byDoc[e.doc] = append(byDoc[e.doc], e)
		for i := range e.Copies {
			copies[e.Copies[i].doc] = append(copies[e.Copies[i].doc], &e.Copies[i])
		}
	}
	if len(byDoc) == 0 {
		return nil
	}
	for d, err := range table.ReadDocuments(r.out) {
		if err != nil {
			return err
		}
		published := "no date"
		if p := d.Article.Published; p.Known() {
			published = intervalWords(p.Interval)
		}
		for _, e := range byDoc[d.DocID] {
			e.Outlet, e.Title, e.Published = d.Article.Outlet, d.Article.Title, published
			if u := d.Article.URL; strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://") {
				e.URL = u
			}
		}
		for _, c := range copies[d.DocID] {
			c.Outlet, c.Title, c.Published = d.Article.Outlet, cmp.Or(d.Article.Title, d.DocID), published
		}
	}
	return nil
}

// readTexts cuts the excerpts from the texts. A run without texts has the
// sentence alone, and no marks in it.
func (r *run) readTexts() error {
	byDoc := map[string][]*entry{}
	for _, e := range r.ledger {
		byDoc[e.doc] = append(byDoc[e.doc], e)
	}
	r.texts = true
	if len(byDoc) > 0 {
		for t, err := range table.ReadTexts(r.out) {
			if err != nil {
				if isMissing(err) {
					r.texts = false
					break
				}
				return err
			}
			for _, e := range byDoc[t.DocID] {
				e.Parts = excerpt(t.Text, &e.row)
			}
		}
	}
	for _, e := range r.ledger {
		if e.Parts == nil {
			e.Parts = []part{{Text: e.row.Context}}
			if e.row.Context == "" {
				e.Parts = []part{{Text: e.row.Content, Class: "content"}}
			}
		}
		e.row = detente.StatementRow{Content: e.row.Content} // the rest is not needed again
	}
	return nil
}

// Most bytes of context on either side of a statement, and most bytes of an
// excerpt.
const (
	contextBytes = 240
	excerptBytes = 1400
)

// excerpt cuts a statement out of its text with the sentences that it stands
// in, as parts whose classes mark source, cue, content and date words.
func excerpt(text string, row *detente.StatementRow) []part {
	n := int32(len(text))
	inside := func(s detente.Span) bool { return s.Start >= 0 && !s.Empty() && s.End <= n }
	h := hullOf(row)
	if !inside(h) {
		return nil
	}
	cut := h
	if a := row.When.Anchor; inside(a) && a.Start >= h.Start-contextBytes && a.End <= h.End+contextBytes {
		cut.Start, cut.End = min(cut.Start, a.Start), max(cut.End, a.End)
	}
	cut = sentences(text, row, cut)
	end := cut.End
	if cut.Len() > excerptBytes {
		end = runeBorder(text, cut.Start+excerptBytes)
	}
	type layer struct {
		name  string
		spans []detente.Span
	}
	layers := []layer{{"content", row.ContentSpans}, {"source", []detente.Span{row.SourceSpan}}, {"cue", []detente.Span{row.CueSpan}}, {"date", []detente.Span{row.When.Anchor}}}
	borders := []int32{cut.Start, end}
	for _, l := range layers {
		for _, s := range l.spans {
			if inside(s) {
				borders = append(borders, min(max(s.Start, cut.Start), end), min(max(s.End, cut.Start), end))
			}
		}
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	var parts []part
	for i := 0; i+1 < len(borders); i++ {
		at := detente.Span{Start: borders[i], End: borders[i+1]}
		var classes []string
		for _, l := range layers {
			if slices.ContainsFunc(l.spans, func(s detente.Span) bool { return inside(s) && s.Contains(at) }) {
				classes = append(classes, l.name)
			}
		}
		parts = append(parts, part{Text: at.In(text), Class: strings.Join(classes, " ")})
	}
	if end < cut.End {
		parts = append(parts, part{Text: " …"})
	}
	return parts
}

// sentences widens a stretch to the sentence of the context column where that
// meets it, else to the nearest ends of sentences.
func sentences(text string, row *detente.StatementRow, cut detente.Span) detente.Span {
	if c := row.Context; c != "" {
		from := max(0, int(cut.Start)-len(c))
		for from < int(cut.End) {
			i := strings.Index(text[from:min(len(text), int(cut.End)+len(c))], c)
			if i < 0 {
				break
			}
			at := detente.Span{Start: int32(from + i), End: int32(from + i + len(c))}
			if at.Overlaps(cut) && (row.CueSpan.Empty() || at.Overlaps(row.CueSpan)) {
				cut.Start, cut.End = min(cut.Start, at.Start), max(cut.End, at.End)
				break
			}
			from += i + 1
		}
	}
	// A stretch that begins or ends inside a sentence is widened to a line or a
	// full stop nearby.
	lo, hi := runeBorder(text, max(0, cut.Start-contextBytes)), runeBorder(text, min(int32(len(text)), cut.End+contextBytes))
	if i := lastEnd(text[lo:cut.Start]); i >= 0 {
		cut.Start = lo + int32(i)
	} else if lo == 0 {
		cut.Start = 0
	}
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text[:cut.End], "\"”’»)")); !strings.ContainsRune(".!?\n", last) {
		if i := strings.IndexAny(text[cut.End:hi], ".!?\n"); i >= 0 {
			cut.End += int32(i)
			if text[cut.End] != '\n' {
				cut.End++
			}
		} else if int(hi) == len(text) {
			cut.End = hi
		}
	}
	return cut
}

// lastEnd gives the place after the last end of a sentence in s, past blanks;
// -1 when there is none.
func lastEnd(s string) int {
	best := -1
	for _, end := range []string{". ", "! ", "? ", ".” ", "!” ", "?” ", ".\" ", "\n"} {
		if i := strings.LastIndex(s, end); i >= 0 {
			best = max(best, i+len(end))
		}
	}
	return best
}

// runeBorder moves i down to the start of a character.
func runeBorder(s string, i int32) int32 {
	for i > 0 && int(i) < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
