package pipeline

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"slices"
	"strings"

	"detente"
	"detente/pipeline/events"
	"detente/pipeline/shift"
	"detente/scorers"
)

// Sink takes the rows of the tables, each table in its final order.
// datasets/table writes them as files; tests keep them.
type Sink interface {
	Document(detente.DocumentRow) error
	Text(detente.TextRow) error
	Statement(detente.StatementRow) error
	Entity(detente.EntityRow) error
	Series(detente.PeriodRow) error
	Shift(detente.Shift) error
}

// Layout is what a sink must know before the first row.
type Layout struct {
	Scorers  []string
	MetaKeys []string // sorted
}

// Finish turns spools into tables: it merges them by document id, finds holders of offices,
// copies, identities and events, and writes documents, texts, statements, entities,
// series and shifts to the sink that open gives. Nothing in the result depends
// on the order of articles, on workers, or on how the input was divided among
// spools.
//
// It holds some bytes per article and statement in memory, never a text; lines of
// articles and statements are on disk, in temp, a folder for its working files
// that is removed at the end.
func (p *Pipeline) Finish(ctx context.Context, spools []string, temp string, open func(Layout) (Sink, error)) (*Summary, error) {
	in, err := openSorted(spools, temp)
	if err != nil {
		return nil, err
	}
	if len(in.files) > 0 && in.head.Fingerprint != p.Fingerprint() {
		return nil, fmt.Errorf("the spool was made by another version or with other options: analyse the input again")
	}
	words, err := events.LoadVocabulary()
	if err != nil {
		return nil, err
	}
	f := &finisher{p: p, in: in, words: words, entities: newIdentities(), sum: Summary{Errors: len(in.lost), lost: in.lost}}
	if f.names, err = newNaming(temp); err == nil {
		err = f.run(ctx, temp, open)
		err = errors.Join(err, f.names.close())
	}
	if cerr := in.close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, err
	}
	return &f.sum, nil
}

// finisher looks at the corpus as lines, numbered in merge order.
type finisher struct {
	p        *Pipeline
	in       *sorted
	names    *naming
	links    *linking
	roster   *roster
	entities *identities
	dyads    *dyads
	words    *events.Vocabulary
	sink     Sink
	sum      Summary
}

func (f *finisher) run(ctx context.Context, temp string, open func(Layout) (Sink, error)) error {
	f.links = newLinking(temp, linkMemory)
	if err := f.muster(ctx); err != nil {
		return err
	}
	meta, err := f.survey(ctx)
	if err != nil {
		return err
	}
	if err := f.links.find(); err != nil {
		return err
	}
	if f.sink, err = open(Layout{Scorers: f.p.opt.Scorers, MetaKeys: meta}); err != nil {
		return err
	}
	f.dyads = newDyads(temp, f.p.opt.Scorers)
	if err := f.writeArticles(ctx); err != nil {
		return err
	}
	for _, e := range f.entities.rows() {
		if err := f.sink.Entity(e); err != nil {
			return err
		}
		f.sum.Entities++
	}
	return errors.Join(f.writeSeries(ctx), f.dyads.close())
}

// muster reads all records for whom they name with an office.
func (f *finisher) muster(ctx context.Context) error {
	f.roster = newRoster(f.p.base)
	for r, err := range f.in.records() {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		f.roster.muster(&r.Analysis)
	}
	f.roster.seal()
	return nil
}

// viewed is what the survey keeps of a record.
type viewed struct {
	article events.Article
	told    []events.Told // numbered as if the article were the first
	name    docName
	meta    []detente.Meta
}

// view reads a record for the survey.
func (f *finisher) view(r *record) viewed {
	an := &r.Analysis
	f.roster.apply(an)
	a := &an.Article
	v := viewed{
		article: events.Article{Fingerprint: events.Fingerprint(a.Text, an.Dateline), Sketch: events.NewSketch(a.Text, an.Dateline), Published: a.Published},
		told:    make([]events.Told, len(an.Statements)),
		name:    docName{id: r.ID, sha: an.TextSHA256, own: r.Own, spans: make([]uint64, len(an.Statements))},
		meta:    a.Meta,
	}
	for i := range an.Statements {
		v.told[i] = f.newTold(an, i)
		v.name.spans[i] = spanHash(&an.Statements[i].Attribution)
	}
	return v
}

// noScratch is the worker of a step that needs none.
func noScratch() struct{} { return struct{}{} }

// survey reads all records once, finds copies, and keeps a line of each article
// and statement on disk. It returns the names of the input's further columns,
// sorted.
func (f *finisher) survey(ctx context.Context) ([]string, error) {
	meta := map[string]bool{}
	var articles []events.Article
	for v, err := range Each(ctx, f.p.opt.Workers, noScratch, f.in.records(), func(_ context.Context, _ struct{}, r *record) (viewed, error) { return f.view(r), nil }) {
		if err != nil {
			return nil, err
		}
		for _, m := range v.meta {
			meta[m.Key] = true
		}
		articles = append(articles, v.article)
		doc, first := f.links.article(), f.links.rows
		for i := range v.told {
			t := &v.told[i]
			t.Doc = doc
			if t.Borrows >= 0 {
				t.Borrows += first
			}
			if err := f.links.add(t); err != nil {
				return nil, err
			}
		}
		if err := f.names.add(v.name); err != nil {
			return nil, err
		}
	}
	if err := f.names.seal(); err != nil {
		return nil, err
	}
	for i := range articles {
		d, err := f.names.doc(int32(i))
		if err != nil {
			return nil, err
		}
		articles[i].DocID = d.id
	}
	copies, err := f.copies(ctx, articles)
	if err != nil {
		return nil, err
	}
	for i, c := range copies {
		if int(c) != i {
			f.sum.Copies++
		}
	}
	f.links.place(articles, copies)
	return slices.Sorted(maps.Keys(meta)), nil
}

// newTold sums up the ith statement of an article. Borrows counts within the
// article, and Doc is left open.
func (f *finisher) newTold(an *detente.Analysis, i int) events.Told {
	st := &an.Statements[i]
	at := &st.Attribution
	var t events.Told
	t.Order, t.Kind, t.Channel, t.When = int32(i), at.Kind, st.Channel, st.When
	t.Nested, t.Borrows = at.Depth > 0, max(at.Borrows, -1)
	var names []string
	if len(st.Scores) > 0 {
		t.Class, t.Mode = st.Scores[0].Class, st.Scores[0].Mode
	}
	if len(st.Roles.Speakers) > 0 {
		e := &an.Entities[st.Roles.Speakers[0].Entity]
		t.Speaker, t.SpeakerActor = e.ID, knownActor(e)
		t.Body = e.Type != detente.Anonymous && (e.Type != detente.Person || unnamed(e))
		names = append(names, e.Name, e.ActorName)
	}
	for _, r := range st.Roles.Targets {
		e := &an.Entities[r.Entity]
		t.Targets, t.TargetActors = append(t.Targets, e.ID), append(t.TargetActors, knownActor(e))
		names = append(names, e.Name, e.ActorName)
	}
	t.Negated = moods(st).Has(detente.Negated)
	t.Terms = f.words.Terms(an.Article.Text, at.Content, names)
	t.Published = detente.MaxTime
	if an.Article.Published.Known() {
		t.Published = an.Article.Published.Interval.Lo
	}
	t.Content, t.Words = events.ContentKey(an.Article.Text, at.Content)
	return t
}

// knownActor is the roll-up of an entity, and "" for classes of people of which
// any article may mean others: "officials", "analysts".
func knownActor(e *detente.Entity) string {
	if e.Type == detente.Anonymous && (e.Actor == e.ID || e.Actor == "") {
		return ""
	}
	return e.Actor
}

// unnamed reports whether a person is known by an office alone: "Averland's
// leader" may be any article's name for the president.
func unnamed(e *detente.Entity) bool {
	return e.Role != "" && strings.HasPrefix(e.ID, strings.ReplaceAll(e.Role, " ", "-")+"@")
}

func spanHash(at *detente.Attribution) uint64 {
	h := fnv.New64a()
	var b [8]byte
	put := func(s detente.Span) {
		binary.LittleEndian.PutUint32(b[:4], uint32(s.Start))
		binary.LittleEndian.PutUint32(b[4:], uint32(s.End))
		h.Write(b[:])
	}
	h.Write([]byte{byte(at.Kind)})
	for _, s := range at.Content {
		put(s)
	}
	put(at.Cue)
	put(at.Source)
	return h.Sum64()
}

// written is a record with the rows that stand in the tables for it, but for
// what links its statements with others.
type written struct {
	an         *detente.Analysis
	name       docName
	doc        detente.DocumentRow
	statements []detente.StatementRow
}

// rows makes the rows of article n.
func (f *finisher) rows(an *detente.Analysis, n int32) (w written, err error) {
	f.roster.apply(an)
	w.an = an
	if w.name, err = f.names.doc(n); err != nil {
		return w, err
	}
	original := w.name
	if c := f.links.docs[n].copyOf; c != n {
		if original, err = f.names.doc(c); err != nil {
			return w, err
		}
	}
	w.doc = detente.DocumentRow{
		DocID: w.name.id, Article: an.Article, TextSHA256: hex.EncodeToString(w.name.sha[:]), Bytes: int64(len(an.Article.Text)),
		CopyGroup: original.id, IsCopy: f.links.docs[n].copyOf != n, Statements: int32(len(an.Statements)),
	}
	if !an.Dateline.Empty() {
		w.doc.Dateline = strings.TrimSpace(an.Dateline.In(an.Article.Text))
	}
	w.doc.Article.Text = ""
	w.statements = make([]detente.StatementRow, len(an.Statements))
	for i := range w.statements {
		w.statements[i] = statementRow(an, i, &w.name)
		w.statements[i].IsCopy = w.doc.IsCopy
	}
	return w, nil
}

// numbered is a record with its place in merge order.
type numbered struct {
	n int32
	*record
}

// numberedRecords yields the records of the survey again.
func (f *finisher) numberedRecords(yield func(numbered, error) bool) {
	n := int32(0)
	for r, err := range f.in.records() {
		if err == nil && (int(n) >= len(f.links.docs) || int(f.links.statements(n)) != len(r.Analysis.Statements)) {
			err = errSpoolChanged
		}
		if !yield(numbered{n, r}, err) || err != nil {
			return
		}
		n++
	}
	if int(n) != len(f.links.docs) {
		yield(numbered{}, errSpoolChanged)
	}
}

// writeArticles reads all records again, now that copies and events are known.
func (f *finisher) writeArticles(ctx context.Context) error {
	n := int32(0)
	for w, err := range Each(ctx, f.p.opt.Workers, noScratch, f.numberedRecords, func(_ context.Context, _ struct{}, r numbered) (written, error) {
		return f.rows(&r.Analysis, r.n)
	}) {
		if err != nil {
			return err
		}
		if err := f.writeArticle(&w, n); err != nil {
			return err
		}
		n++
	}
	return nil
}

var errSpoolChanged = errors.New("the spool changed while it was read: run again with --resume when nothing else writes to it")

func (f *finisher) writeArticle(w *written, n int32) error {
	if err := f.sink.Document(w.doc); err != nil {
		return err
	}
	if err := f.sink.Text(detente.TextRow{DocID: w.name.id, Text: w.an.Article.Text}); err != nil {
		return err
	}
	f.sum.addDocument(w.an, w.doc)
	f.entities.document(w.an)
	for i := range w.statements {
		st := &w.statements[i]
		if err := f.link(st, n, int32(i), w.an.Statements[i].Attribution.Borrows); err != nil {
			return err
		}
		if err := f.sink.Statement(*st); err != nil {
			return err
		}
		f.sum.addStatement(&w.an.Statements[i], *st)
		if err := f.observe(w.an, i, *st, w.doc); err != nil {
			return err
		}
	}
	return nil
}

// link names the event of the ith statement of article n. A continuation in the
// same article does not count as a retelling.
func (f *finisher) link(st *detente.StatementRow, n, i, borrows int32) error {
	number := f.links.docs[n].start + i
	first := f.links.events.First(number)
	st.EventID = st.StatementID
	if first == number {
		return nil
	}
	doc, row := f.links.at(first)
	st.IsRetelling = doc != n || borrows < 0
	id, err := f.names.statement(row)
	st.EventID = hexID(id)
	return err
}

// statementRow makes the row of a statement but for what other articles decide.
func statementRow(an *detente.Analysis, i int, d *docName) detente.StatementRow {
	st := &an.Statements[i]
	at := &st.Attribution
	text := an.Article.Text
	r := detente.StatementRow{
		StatementID: hexID(d.statementID(spanHash(at))), DocID: d.id,
		Sentence: at.Sentence, Kind: at.Kind, Channel: st.Channel, Thought: at.Thought, Nested: at.Depth > 0,
		ContentSpans: at.Content, CueSpan: at.Cue, SourceSpan: at.Source,
		Cue: at.Cue.In(text), Source: at.Source.In(text),
		SpeakerReason: st.Roles.SpeakerReason, TargetReason: st.Roles.TargetReason, Reciprocal: st.Roles.Reciprocal,
		SpeakerConfidence: float32(math.NaN()), TargetConfidence: float32(math.NaN()),
		When: st.When, Flags: moods(st), Scores: st.Scores, CueTone: math.NaN(),
	}
	if st.CueTone.OK() {
		r.CueTone = st.CueTone.Value
	}
	if int(at.Sentence) < len(an.Sentences) {
		r.Context = strings.TrimSpace(an.Sentences[at.Sentence].In(text))
		r.Paragraph = an.Paragraph[at.Sentence]
	}
	parts := make([]string, len(at.Content))
	for k, s := range at.Content {
		parts[k] = s.In(text)
	}
	r.Content = strings.Join(parts, " … ")
	if ids := entityIDs(an, st.Roles.Speakers); len(ids) > 0 {
		e := &an.Entities[st.Roles.Speakers[0].Entity]
		r.Speaker, r.SpeakerID, r.SpeakerActor, r.SpeakerActorID, r.SpeakerSector = e.Name, e.ID, e.ActorName, e.Actor, e.Sector
		r.SpeakerConfidence = st.Roles.Speakers[0].Confidence
		if len(ids) > 1 {
			r.Speakers = ids
		}
	}
	if ids := entityIDs(an, st.Roles.Targets); len(ids) > 0 {
		first := firstOther(an, st.Roles.Targets, r.SpeakerID)
		e := &an.Entities[first.Entity]
		r.Target, r.TargetID, r.TargetActor, r.TargetActorID, r.TargetSector = e.Name, e.ID, e.ActorName, e.Actor, e.Sector
		r.TargetConfidence = first.Confidence
		if len(ids) > 1 {
			r.Targets = ids
		}
	}
	if st.When.HasOffset {
		r.EventRef = "published"
		if st.When.Ref >= 0 {
			r.EventRef = hexID(d.statementID(spanHash(&an.Statements[st.When.Ref].Attribution)))
		}
	}
	return r
}

// firstOther is the first role that is not the speaker itself: of talks both
// sides stand in both lists, and the single columns name the pair.
func firstOther(an *detente.Analysis, roles []detente.Role, speaker string) detente.Role {
	for _, r := range roles {
		if an.Entities[r.Entity].ID != speaker {
			return r
		}
	}
	return roles[0]
}

func entityIDs(an *detente.Analysis, roles []detente.Role) []string {
	ids := make([]string, 0, len(roles))
	for _, r := range roles {
		if id := an.Entities[r.Entity].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// observe hands a statement to the series it belongs to, once per speaker and
// scorer.
func (f *finisher) observe(an *detente.Analysis, i int, row detente.StatementRow, doc detente.DocumentRow) error {
	st := &an.Statements[i]
	time, axis := st.When.Interval, ""
	if !time.Bounded() && st.When.HasOffset && !an.Article.Published.Known() {
		// Offsets of one article count days on an axis of its own: they order
		// its statements among themselves and say nothing of other articles.
		time = detente.Days(detente.Day(st.When.OffsetLo), detente.Day(st.When.OffsetHi))
		if st.When.OffsetLo == detente.NoOffsetLo || st.When.OffsetHi == detente.NoOffsetHi {
			return nil
		}
		axis = doc.DocID + "@" + row.EventRef
	}
	for k, s := range st.Scores {
		if !s.OK() {
			continue
		}
		for _, speaker := range st.Roles.Speakers {
			e := &an.Entities[speaker.Entity]
			o := shift.Observation{
				Speaker: e.ID, SpeakerActor: e.Actor, Scorer: f.p.opt.Scorers[k], Channel: st.Channel,
				Nested: row.Nested, Thought: row.Thought, Retelling: row.IsRetelling, Copy: doc.IsCopy, Axis: axis,
				Point: detente.Point{
					Event: row.EventID, Statement: row.StatementID, Doc: doc.CopyGroup, Outlet: an.Article.Outlet,
					Time: time, Method: st.When.Method, Value: s.Value, StdErr: s.StdErr, Class: s.Class, Statements: 1, Weight: 1,
					Kind: row.Kind, Toward: cmp.Or(row.TargetActorID, row.TargetID), Published: detente.MaxTime, Order: int64(st.Attribution.Content[0].Start),
				},
			}
			if p := an.Article.Published; p.Known() {
				o.Point.Published = p.Interval.Lo
			}
			for _, target := range st.Roles.Targets {
				t := &an.Entities[target.Entity]
				o.Targets, o.TargetActors = append(o.Targets, t.ID), append(o.TargetActors, t.Actor)
			}
			if err := f.dyads.add(&o); err != nil {
				return err
			}
		}
	}
	return nil
}

// periods are the lengths of the rows of the series table.
var periods = []string{"day", "week", "month"}

// candidate is a series of the first scorer, which is tested for a turn, and the
// same by the other scorers.
type candidate struct {
	series *detente.Series
	others []*detente.Series
}

// candidates are the series of one pair that are tested: one for each channel.
func (f *finisher) candidates(pair []detente.Series) []candidate {
	var out []candidate
	for _, name := range f.p.opt.Scorers {
		for i := range pair {
			s := &pair[i]
			switch {
			case s.Dyad.Scorer != name:
			case name == f.p.opt.Scorers[0]:
				out = append(out, candidate{series: s})
			default:
				for k := range out {
					if out[k].series.Dyad.Channel == s.Dyad.Channel {
						out[k].others = append(out[k].others, s)
					}
				}
			}
		}
	}
	return out
}

// writeSeries reads all series once: their periods are rows, and those of the
// first scorer are tested for a turn.
func (f *finisher) writeSeries(ctx context.Context) error {
	opt := f.p.shiftOptions(f.entities)
	tested := func(yield func(candidate, error) bool) {
		for pair, err := range f.dyads.series() {
			for i := range pair {
				if err == nil {
					err = f.writePeriods(&pair[i])
				}
			}
			if err != nil {
				yield(candidate{}, err)
				return
			}
			for _, c := range f.candidates(pair) {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
	detector := func() *shift.Detector { return shift.NewDetector(opt) }
	var shifts []detente.Shift
	for found, err := range Each(ctx, f.p.opt.Workers, detector, tested, func(_ context.Context, d *shift.Detector, c candidate) ([]detente.Shift, error) {
		return d.Detect(c.series, c.others...), nil
	}) {
		if err != nil {
			return fmt.Errorf("series: %w", err)
		}
		shifts = append(shifts, slices.DeleteFunc(found, func(s detente.Shift) bool { return !opt.Candidate(&s) })...)
	}
	for _, s := range shift.Finalize(shifts, opt) {
		if err := f.sink.Shift(s); err != nil {
			return err
		}
		f.sum.addShift(s)
	}
	return nil
}

func (f *finisher) writePeriods(s *detente.Series) error {
	f.sum.Series++
	if s.Dyad.Axis != "" {
		return nil // offsets are no calendar
	}
	for _, period := range periods {
		for _, row := range shift.Periods(s, period) {
			if err := f.sink.Series(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// shiftOptions are the options of the turn test with the names of the scale's
// bands and the declared pairs as entity ids.
func (p *Pipeline) shiftOptions(known *identities) shift.Options {
	opt := p.opt.Shift
	opt.Band = scorers.BandOf
	for _, pair := range p.opt.Pairs {
		speaker, target, _ := strings.Cut(pair, ":")
		for _, s := range known.find(speaker) {
			for _, t := range known.find(target) {
				opt.Declared = append(opt.Declared, shift.Pair{Speaker: s, Target: t})
			}
		}
	}
	return opt
}
