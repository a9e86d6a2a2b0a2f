package table

import (
	"strconv"

	"detente"
)

// SchemaVersion numbers the set of tables and columns. A column that is renamed,
// dropped or given another meaning raises it.
const SchemaVersion = 1

// Names of the tables, in the order in which they are written.
const (
	Documents  = "documents"
	Texts      = "texts"
	Statements = "statements"
	Entities   = "entities"
	Series     = "series"
	Shifts     = "shifts"
)

// PeriodRow is a row of the series table with the names of its actors.
type PeriodRow struct {
	detente.PeriodRow
	SpeakerName string
	TargetName  string // "" toward anyone
}

// ShiftRow is a row of the shifts table with the names of its actors.
type ShiftRow struct {
	detente.Shift
	SpeakerName string
	TargetName  string // "" toward anyone
}

// Short names for the rows, so that a column fits on its line.
type (
	doc  = detente.DocumentRow
	txt  = detente.TextRow
	stm  = detente.StatementRow
	ent  = detente.EntityRow
	per  = PeriodRow
	shf  = ShiftRow
	span = detente.Span
	str  = string
)

const (
	bytesUnit = "byte offset in the text of texts.arrow"
	timeUnit  = "UTC"
	toneUnit  = "-1 (hostile) to 1 (friendly)"
	probUnit  = "0 to 1"
	dayOffset = "days from event_ref"
	axisDays  = "days from the reference of the document named by axis"
)

func documentColumns(meta []string) []column[doc] {
	columns := []column[doc]{
		{"doc_id", "", "the document: the source's own id when unique, else id or path and a hash of the text", key(func(r *doc) *str { return &r.DocID })},
		{"input", "", "file that it was read from, relative to the argument that named it", text(func(r *doc) *str { return &r.Article.Input })},
		{"inner_path", "", "path inside an archive", text(func(r *doc) *str { return &r.Article.InnerPath })},
		{"record", "line or ordinal, from 1", "place in the file; 0 when the file is the article", long(func(r *doc) *int64 { return &r.Article.Record })},
		{"title", "", "headline", text(func(r *doc) *str { return &r.Article.Title })},
		{"outlet", "", "who published it", text(func(r *doc) *str { return &r.Article.Outlet })},
		{"author", "", "byline", text(func(r *doc) *str { return &r.Article.Author })},
		{"url", "", "address of the article", text(func(r *doc) *str { return &r.Article.URL })},
		{"language", "", "language as the input names it", text(func(r *doc) *str { return &r.Article.Language })},
		{"published", timeUnit, "start of the publication time; published_precision says how long it is", moment(
			func(r *doc) (detente.Time, bool) { p := r.Article.Published; return p.Interval.Lo, p.Known() },
			func(r *doc, t detente.Time) { r.Article.Published.Interval.Lo = t })},
		{"published_precision", "", "granularity of published", enum(detente.PrecisionNames, func(r *doc) *detente.Precision { return &r.Article.Published.Precision })},
		{"published_source", "", "how published is known", enum(detente.PublishedSourceNames, func(r *doc) *detente.PublishedSource { return &r.Article.Published.Source })},
		{"dateline", "", "the dateline as it stands in the text", text(func(r *doc) *str { return &r.Dateline })},
		{"voice", "", "whose words the plain text is", enum(detente.VoiceNames, func(r *doc) *detente.Voice { return &r.Article.Voice })},
		{"bytes", "bytes", "length of the text", long(func(r *doc) *int64 { return &r.Bytes })},
		{"text_sha256", "hexadecimal", "SHA-256 of the text as offsets count in it", text(func(r *doc) *str { return &r.TextSHA256 })},
		{"copy_group", "", "doc_id of the article that stands for all its copies; its own when it has none", text(func(r *doc) *str { return &r.CopyGroup })},
		{"is_copy", "", "a copy of an earlier article", yes(func(r *doc) *bool { return &r.IsCopy })},
		{"n_statements", "rows", "statements found in it", count(func(r *doc) *int32 { return &r.Statements })},
	}
	for i, k := range meta {
		columns = append(columns, column[doc]{metaPrefix + k, "", "column " + strconv.Quote(k) + " of the input, unchanged", metaValue(i, k)})
	}
	return columns
}

func textColumns() []column[txt] {
	return []column[txt]{
		{"doc_id", "", "the document", key(func(r *txt) *str { return &r.DocID })},
		{"text", "UTF-8", "the text that every offset counts in, by bytes", key(func(r *txt) *str { return &r.Text })},
	}
}

func statementColumns(scorers []string) []column[stm] {
	columns := []column[stm]{
		{"statement_id", "", "the statement: a hash of document, text, kind and spans", key(func(r *stm) *str { return &r.StatementID })},
		{"event_id", "", "the utterance or deed behind it; retellings share it", text(func(r *stm) *str { return &r.EventID })},
		{"is_retelling", "", "the event is told before, in another row", yes(func(r *stm) *bool { return &r.IsRetelling })},
		{"doc_id", "", "the document that it stands in", key(func(r *stm) *str { return &r.DocID })},
		{"is_copy", "", "the document is a copy of an earlier one", yes(func(r *stm) *bool { return &r.IsCopy })},
		{"paragraph", "ordinal, from 0", "paragraph of the cue, else of the content", count(func(r *stm) *int32 { return &r.Paragraph })},
		{"sentence", "ordinal in the document, from 0", "sentence of the cue, else of the content", count(func(r *stm) *int32 { return &r.Sentence })},
		{"context", "", "that sentence", text(func(r *stm) *str { return &r.Context })},
		{"kind", "", "form in the text: all in quotation marks, none, part of it, or a deed told by the narrator", enum(detente.KindNames, func(r *stm) *detente.Kind { return &r.Kind })},
		{"channel", "", "words, or deeds that were done, whoever words them", enum(detente.ChannelNames, func(r *stm) *detente.Channel { return &r.Channel })},
		{"thought", "", "a belief or wish is reported, not an utterance", yes(func(r *stm) *bool { return &r.Thought })},
		{"nested", "", "stands inside another statement", yes(func(r *stm) *bool { return &r.Nested })},
		{"content", "", "what was said or done; parts joined by ' … '", text(func(r *stm) *str { return &r.Content })},
		{"cue", "", "the reporting or act word", text(func(r *stm) *str { return &r.Cue })},
		{"source", "", "the words that name who", text(func(r *stm) *str { return &r.Source })},
		{"content_start", bytesUnit, "start of the content's first part", offset(func(r *stm) (int32, bool) { s := hull(r.ContentSpans); return s.Start, !s.Empty() }, nil)},
		{"content_end", bytesUnit, "end (exclusive) of the content's last part", offset(func(r *stm) (int32, bool) { s := hull(r.ContentSpans); return s.End, !s.Empty() }, nil)},
		{"cue_start", bytesUnit, "start of the cue", start(func(r *stm) *span { return &r.CueSpan })},
		{"cue_end", bytesUnit, "end (exclusive) of the cue", end(func(r *stm) *span { return &r.CueSpan })},
		{"source_start", bytesUnit, "start of the source", start(func(r *stm) *span { return &r.SourceSpan })},
		{"source_end", bytesUnit, "end (exclusive) of the source", end(func(r *stm) *span { return &r.SourceSpan })},
		{"content_spans", bytesUnit, "the content's parts in text order", spans(func(r *stm) *[]span { return &r.ContentSpans })},
		{"speaker", "", "who said or did it", text(func(r *stm) *str { return &r.Speaker })},
		{"speaker_id", "", "entity_id of the speaker", text(func(r *stm) *str { return &r.SpeakerID })},
		{"speaker_actor", "", "whom the speaker speaks for: a country for those who speak for the state, else the speaker", text(func(r *stm) *str { return &r.SpeakerActor })},
		{"speaker_actor_id", "", "id of speaker_actor", text(func(r *stm) *str { return &r.SpeakerActorID })},
		{"speaker_sector", "", "part of society that the speaker speaks for", enum(detente.SectorNames, func(r *stm) *detente.Sector { return &r.SpeakerSector })},
		{"speaker_confidence", probUnit, "how sure the speaker is", share(func(r *stm) *float32 { return &r.SpeakerConfidence })},
		{"speaker_reason", "", "why there is no speaker", enum(detente.ReasonNames, func(r *stm) *detente.Reason { return &r.SpeakerReason })},
		{"target", "", "toward whom it is directed", text(func(r *stm) *str { return &r.Target })},
		{"target_id", "", "entity_id of the target", text(func(r *stm) *str { return &r.TargetID })},
		{"target_actor", "", "whom the target speaks for", text(func(r *stm) *str { return &r.TargetActor })},
		{"target_actor_id", "", "id of target_actor", text(func(r *stm) *str { return &r.TargetActorID })},
		{"target_sector", "", "part of society that the target speaks for", enum(detente.SectorNames, func(r *stm) *detente.Sector { return &r.TargetSector })},
		{"target_confidence", probUnit, "how sure the target is", share(func(r *stm) *float32 { return &r.TargetConfidence })},
		{"target_reason", "", "why there is no target", enum(detente.ReasonNames, func(r *stm) *detente.Reason { return &r.TargetReason })},
		{"speakers", "", "entity_id of every speaker when there are several; speaker holds the first", texts(func(r *stm) *[]str { return &r.Speakers })},
		{"targets", "", "entity_id of every target when there are several; target holds the first", texts(func(r *stm) *[]str { return &r.Targets })},
		{"reciprocal", "", "done to each other: met, agreed with, spoke by phone", yes(func(r *stm) *bool { return &r.Reciprocal })},
		{"event_earliest", timeUnit, "earliest time at which it was said or done; the start of that day where event_precision is day or coarser; null when unbounded", moment(eventFrom, func(r *stm, t detente.Time) { r.When.Interval.Lo = t }).or(func(r *stm) { r.When.Interval.Lo = detente.MinTime })},
		{"event_latest", timeUnit, "latest time, inclusive; the start of the last day where event_precision is day or coarser; null when unbounded", moment(eventTo, func(r *stm, t detente.Time) { r.When.Interval.Hi = t }).or(func(r *stm) { r.When.Interval.Hi = detente.MaxTime })},
		{"event_precision", "", "granularity of the event time", enum(detente.PrecisionNames, func(r *stm) *detente.Precision { return &r.When.Precision })},
		{"event_method", "", "how the event time is known, best first", enum(detente.MethodNames, func(r *stm) *detente.Method { return &r.When.Method })},
		{"event_confidence", probUnit, "how sure the event time is", share(func(r *stm) *float32 { return &r.When.Confidence })},
		{"event_offset_lo", dayOffset, "the event is at least so many days after event_ref; null when unbounded", offset(offsetLo, func(r *stm, n int32) { r.When.OffsetLo = n }).or(func(r *stm) { r.When.OffsetLo = detente.NoOffsetLo })},
		{"event_offset_hi", dayOffset, "the event is at most so many days after event_ref; null when unbounded", offset(offsetHi, func(r *stm, n int32) { r.When.OffsetHi = n }).or(func(r *stm) { r.When.OffsetHi = detente.NoOffsetHi })},
		{"event_ref", "", "what the offsets count from: a statement_id, or 'published'", text(func(r *stm) *str { return &r.EventRef })},
		{"event_anchor_start", bytesUnit, "start of the time expression that dates it", start(func(r *stm) *span { return &r.When.Anchor })},
		{"event_anchor_end", bytesUnit, "end (exclusive) of that expression", end(func(r *stm) *span { return &r.When.Anchor })},
		{"event_conflict", "", "two sources of the event time contradicted each other", yes(func(r *stm) *bool { return &r.When.Conflict })},
		{"content_earliest", timeUnit, "start of the time that the content speaks of: a deadline, a planned meeting", from(func(r *stm) *detente.Interval { return &r.When.Content })},
		{"content_latest", timeUnit, "end of that time, inclusive; midnight stands for the whole day", upto(func(r *stm) *detente.Interval { return &r.When.Content })},
		{"tone", toneUnit, "tone of the statement toward its target", scoreValue(0)},
		{"tone_se", "as tone", "standard error of tone", scoreNumber(func(s *detente.Score) *float64 { return &s.StdErr })},
		{"tone_class", "PLOVER class", "what it does to the relation", enum(detente.ClassNames, func(r *stm) *detente.Class { return answeredClass(r) })},
		{"tone_confidence", probUnit, "probability that the class is right", scoreNumber(func(s *detente.Score) *float64 { return &s.Confidence })},
		{"tone_reason", "", "why there is no tone", enum(detente.ReasonNames, func(r *stm) *detente.Reason { return &score(r, 0).Reason })},
		{"negated", "", "did not, never, refused to", flag(detente.Negated, func(r *stm) *detente.Flags { return &r.Flags })},
		{"conditional", "", "if, unless, or else", flag(detente.Conditional, func(r *stm) *detente.Flags { return &r.Flags })},
		{"future", "", "will, plans to, is to", flag(detente.FutureAct, func(r *stm) *detente.Flags { return &r.Flags })},
		{"hedged", "", "might, could, does not rule out", flag(detente.Hedged, func(r *stm) *detente.Flags { return &r.Flags })},
		{"self_reported", "", "a side's own claim of a deed", flag(detente.SelfReported, func(r *stm) *detente.Flags { return &r.Flags })},
		{cueTone, toneUnit, "tone of the reporter's own word", number(func(r *stm) *float64 { return &r.CueTone })},
	}
	for i := 1; i < len(scorers); i++ {
		columns = append(columns, column[stm]{scorers[i], "-1 to 1", "value of the scorer " + strconv.Quote(scorers[i]), scoreValue(i)})
	}
	return columns
}

func entityColumns() []column[ent] {
	return []column[ent]{
		{"entity_id", "", "the entity: its key in the knowledge base, else its normalised name and country", key(func(r *ent) *str { return &r.Entity.ID })},
		{"name", "", "its fullest usual name", text(func(r *ent) *str { return &r.Entity.Name })},
		{"aliases", "", "other names under which it was met", texts(func(r *ent) *[]str { return &r.Entity.Aliases })},
		{"type", "", "what it is", enum(detente.EntityTypeNames, func(r *ent) *detente.EntityType { return &r.Entity.Type })},
		{"country", "", "key of the country that it belongs to", text(func(r *ent) *str { return &r.Entity.Country })},
		{"role", "", "office or function", text(func(r *ent) *str { return &r.Entity.Role })},
		{"sector", "", "part of society that it speaks for", enum(detente.SectorNames, func(r *ent) *detente.Sector { return &r.Entity.Sector })},
		{"wikidata", "", "Wikidata item", text(func(r *ent) *str { return &r.Entity.Wikidata })},
		{"n_statements", "rows", "statements that it speaks in or is the target of", count(func(r *ent) *int32 { return &r.Statements })},
		{"n_documents", "rows", "documents that those stand in", count(func(r *ent) *int32 { return &r.Documents })},
	}
}

func seriesColumns() []column[per] {
	columns := dyadColumns(func(r *per) *detente.Dyad { return &r.Dyad }, func(r *per) *str { return &r.SpeakerName }, func(r *per) *str { return &r.TargetName })
	at := func(r *per) (*detente.Dyad, *detente.Interval) { return &r.Dyad, &r.Time }
	return append(columns, []column[per]{
		{"period", "", "length of the period: day, week, month", text(func(r *per) *str { return &r.Period })},
		{"period_start", timeUnit, "first day of the period; null on an axis", calendarFrom(at)},
		{"period_end", timeUnit, "last day of the period, inclusive; null on an axis", calendarTo(at)},
		{"period_offset_lo", axisDays, "first day of the period on an axis", axisFrom(at)},
		{"period_offset_hi", axisDays, "last day of the period on an axis, inclusive", axisTo(at)},
		{"n_statements", "rows", "statements, copies and retellings included", count(func(r *per) *int32 { return &r.Statements })},
		{"n_events", "events", "utterances and deeds, each counted once", count(func(r *per) *int32 { return &r.Events })},
		{"n_outlets", "outlets", "outlets that told them; copies of one text count as one", count(func(r *per) *int32 { return &r.Outlets })},
		{"n_documents", "rows", "documents that told them", count(func(r *per) *int32 { return &r.Documents })},
		{"n_by_method", "rows", "statements by how their time is known", byMethod()},
		{"mean", toneUnit, "mean over events", number(func(r *per) *float64 { return &r.Mean })},
		{"low", toneUnit, "lower end of the mean's 95 % interval", number(func(r *per) *float64 { return &r.Low })},
		{"high", toneUnit, "upper end of the mean's 95 % interval", number(func(r *per) *float64 { return &r.High })},
		{"share_conflict", probUnit, "share of events below zero", number(func(r *per) *float64 { return &r.ShareConflict })},
	}...)
}

func shiftColumns(sensitivity []string) []column[shf] {
	columns := []column[shf]{{"shift_id", "", "the candidate turn: a hash of its series, direction and deciding statements", key(func(r *shf) *str { return &r.ID })}}
	columns = append(columns, dyadColumns(func(r *shf) *detente.Dyad { return &r.Dyad }, func(r *shf) *str { return &r.SpeakerName }, func(r *shf) *str { return &r.TargetName })...)
	at := func(r *shf) (*detente.Dyad, *detente.Interval) { return &r.Dyad, &r.Turn }
	columns = append(columns, []column[shf]{
		{"direction", "", "which way the tone turned", closedSet(detente.ShiftDirectionNames, direction, setDirection)},
		{"from_band", "", "band of tone before", text(func(r *shf) *str { return &r.FromBand })},
		{"to_band", "", "band of tone after", text(func(r *shf) *str { return &r.ToBand })},
		{"turn_earliest", timeUnit, "earliest time of the turn; null when unbounded or on an axis", calendarFrom(at)},
		{"turn_latest", timeUnit, "latest time of the turn, inclusive; midnight stands for the whole day", calendarTo(at)},
		{"turn_offset_lo", axisDays, "earliest day of the turn on an axis", axisFrom(at)},
		{"turn_offset_hi", axisDays, "latest day of the turn on an axis, inclusive", axisTo(at)},
		{"before_mean", toneUnit, "mean before the turn", number(func(r *shf) *float64 { return &r.Before.Value })},
		{"before_low", toneUnit, "lower end of its 95 % interval", number(func(r *shf) *float64 { return &r.Before.Low })},
		{"before_high", toneUnit, "upper end of its 95 % interval", number(func(r *shf) *float64 { return &r.Before.High })},
		{"before_n", "events", "events before the turn", count(func(r *shf) *int32 { return &r.Before.N })},
		{"after_mean", toneUnit, "mean after the turn", number(func(r *shf) *float64 { return &r.After.Value })},
		{"after_low", toneUnit, "lower end of its 95 % interval", number(func(r *shf) *float64 { return &r.After.Low })},
		{"after_high", toneUnit, "upper end of its 95 % interval", number(func(r *shf) *float64 { return &r.After.High })},
		{"after_n", "events", "events after the turn", count(func(r *shf) *int32 { return &r.After.N })},
		{"delta", "-2 to 2", "after_mean - before_mean", number(func(r *shf) *float64 { return &r.Delta })},
		{"delta_low", "-2 to 2", "lower end of its 95 % interval", number(func(r *shf) *float64 { return &r.DeltaLow })},
		{"delta_high", "-2 to 2", "upper end of its 95 % interval", number(func(r *shf) *float64 { return &r.DeltaHigh })},
		{"n_events", "events", "events of the two levels that the turn parts", count(func(r *shf) *int32 { return &r.Events })},
		{"n_outlets", "outlets", "outlets that told them", count(func(r *shf) *int32 { return &r.Outlets })},
		{"n_documents", "rows", "documents that told them", count(func(r *shf) *int32 { return &r.Documents })},
		{"n_statements", "rows", "statements that tell them, copies and retellings included", count(func(r *shf) *int32 { return &r.Statements })},
		{"p", probUnit, "permutation p of the turn, at least that of the series; null when not testable", number(func(r *shf) *float64 { return &r.P })},
		{"p_least", probUnit, "the least p that so many events can reach", number(func(r *shf) *float64 { return &r.PLeast })},
		{"q", probUnit, "p after correction for the number of tests in the run", number(func(r *shf) *float64 { return &r.Q })},
		{"posterior", probUnit, "probability of a change, for few events", number(func(r *shf) *float64 { return &r.Posterior })},
		{"shape", "", "form of the change", enum(detente.ShapeNames, func(r *shf) *detente.Shape { return &r.Shape })},
		{"verdict", "", "how far the turn can be trusted", enum(detente.VerdictNames, func(r *shf) *detente.Verdict { return &r.Verdict })},
		{"verdict_reason", "", "the missing condition", text(func(r *shf) *str { return &r.Reason })},
	}...)
	for _, name := range sensitivity {
		columns = append(columns, column[shf]{sensitivityPrefix + name, "p as text", "the worst p under this choice, or 'not testable'", sensitivityOf(name)})
	}
	return append(columns, []column[shf]{
		{"evidence_before", "", "statement_id of the evidence before, strongest first", texts(func(r *shf) *[]str { return &r.EvidenceBefore })},
		{"evidence_after", "", "statement_id of the evidence after, strongest first", texts(func(r *shf) *[]str { return &r.EvidenceAfter })},
		{"evidence_against", "", "statement_id of what speaks against the turn", texts(func(r *shf) *[]str { return &r.EvidenceAgainst })},
		{"last_before", "", "statement_id of the last before the turn, of another article or surely before first_after", text(func(r *shf) *str { return &r.LastBefore })},
		{"first_after", "", "statement_id of the first after the turn", text(func(r *shf) *str { return &r.FirstAfter })},
	}...)
}

// dyadColumns are the columns that say whose series it is.
func dyadColumns[R any](at func(*R) *detente.Dyad, speaker, target func(*R) *string) []column[R] {
	return []column[R]{
		{"level", "", "persons, or the actors they speak for", enum(detente.LevelNames, func(r *R) *detente.Level { return &at(r).Level })},
		{"speaker", "", "name of the speaker", text(speaker)},
		{"speaker_id", "", "entity_id of the speaker", key(func(r *R) *str { return &at(r).Speaker })},
		{"target", "", "name of the target; null toward anyone", text(target)},
		{"target_id", "", "entity_id of the target; null toward anyone", text(func(r *R) *str { return &at(r).Target })},
		{"channel", "", "words, deeds or both", closedSet(dyadChannels, func(r *R) int { return int(at(r).Channel) }, func(r *R, n int) { at(r).Channel = detente.Channel(max(n, 0)) })},
		{"scorer", "", "whose values", text(func(r *R) *str { return &at(r).Scorer })},
		{"axis", "", "doc_id of the document without a publication date whose own days the series counts in; null on calendar time", text(func(r *R) *str { return &at(r).Axis })},
	}
}

const (
	metaPrefix        = "meta_"
	sensitivityPrefix = "sensitivity_"
	notTestable       = "not testable"
	cueTone           = "cue_tone" // the last column before those of further scorers
)

var dyadChannels = append([]string{"all"}, detente.ChannelNames[1:]...)

// sensitivity are the sensitivity columns of the shifts table of a run with so many
// scorers, but for those of further scorers. It is a function, for it has to give a
// new slice.
func sensitivity(scorers []string) []string {
	names := []string{"leave_one_outlet", "leave_one_document", "no_fallback_dates", "by_publication", "composition", "volume", "rank"}
	for _, s := range scorers[1:] {
		names = append(names, detente.ByScorer+s)
	}
	return names
}
