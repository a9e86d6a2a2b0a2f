package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"detente"
	"detente/datasets/table"
	"detente/pipeline"
)

func newExplain() *cobra.Command {
	return &cobra.Command{
		Use:   "explain OUT ID",
		Short: "Show how a statement or a turn came about, from bytes to number",
		Long: `Shows a statement: its bytes, cue, the chain of mentions behind its speaker and
target, the words that date it and what each word and rule gave to its tone,
which add up to it. Or a turn: the
statements on both sides, and what speaks against it. ID is a statement_id or
shift_id, or its first characters.`,
		Example: "  detente explain out 7c1f09ab",
		Args:    exactly(2, "the output folder of a run and the id of a statement or turn"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return explain(cmd.Context(), args[0], args[1], cmd.OutOrStdout())
		},
	}
}

func explain(ctx context.Context, out, id string, w io.Writer) error {
	manifest, err := pipeline.ReadManifest(out)
	if err != nil {
		return err
	}
	var found []detente.StatementRow
	for st, err := range table.ReadStatements(out) {
		if err != nil {
			return err
		}
		if strings.HasPrefix(st.StatementID, id) {
			found = append(found, st)
		}
	}
	list, err := readShifts(out, detente.Always)
	if err != nil {
		return err
	}
	list.shifts = slices.DeleteFunc(list.shifts, func(s detente.Shift) bool { return !strings.HasPrefix(s.ID, id) })
	switch n := len(found) + len(list.shifts); {
	case n == 0:
		return fmt.Errorf("no statement and no turn in %s has an id that begins with %q", out, id)
	case n > 1:
		return fmt.Errorf("%q begins %d ids in %s: give more characters", id, n, out)
	case len(found) == 1:
		return explainStatement(ctx, manifest, out, &found[0], w)
	}
	return explainShift(out, list, w)
}

// explainShift prints a turn and its evidence on both sides.
func explainShift(out string, list *shiftList, w io.Writer) error {
	if err := list.text(w); err != nil {
		return err
	}
	s := &list.shifts[0]
	side := map[string]int{}
	groups := [3][]string{s.EvidenceBefore, s.EvidenceAfter, s.EvidenceAgainst}
	for g, ids := range groups {
		for _, id := range ids {
			side[id] |= 1 << g
		}
	}
	rows := map[string]detente.StatementRow{}
	for st, err := range table.ReadStatements(out) {
		if err != nil {
			return err
		}
		if side[st.StatementID] != 0 {
			rows[st.StatementID] = st
		}
	}
	for g, title := range []string{"before", "after", "against the turn"} {
		fmt.Fprintf(w, "%s:\n", title)
		var list []detente.StatementRow
		for _, id := range groups[g] {
			if st, ok := rows[id]; ok {
				list = append(list, st)
			}
		}
		if len(list) == 0 {
			fmt.Fprintln(w, "nothing")
		}
		printStatements(w, list)
		fmt.Fprintln(w)
	}
	for _, row := range s.Sensitivity {
		outcome := "not testable"
		if row.Testable {
			outcome = "p " + number(row.P)
		}
		fmt.Fprintf(w, "%-20s %s\n", strings.ReplaceAll(row.Name, "_", " "), outcome)
	}
	return nil
}

// explainStatement analyses the statement's article again and prints what each
// stage made of it.
func explainStatement(ctx context.Context, manifest *pipeline.Manifest, out string, row *detente.StatementRow, w io.Writer) error {
	a, err := articleOf(out, row.DocID)
	if err != nil {
		return err
	}
	p, err := pipeline.New(manifest.Settings.Options())
	if err != nil {
		return err
	}
	work, err := p.Explain(ctx, a)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(work.Attrs, func(at detente.Attribution) bool {
		return at.Kind == row.Kind && at.Cue == row.CueSpan && at.Source == row.SourceSpan && slices.Equal(at.Content, row.ContentSpans)
	})
	if i < 0 {
		return fmt.Errorf("statement %s is not found again in %s: the run was made by another version (%s; this is %s)", row.StatementID, row.DocID, manifest.Version, pipeline.Version)
	}
	e := &explainer{w: w, work: work, row: row, i: i}
	e.text()
	e.role("speaker", work.Roles[i].Speakers, work.Roles[i].SpeakerReason)
	e.corpus(work.Roles[i].Speakers, row.SpeakerID, row.Speaker)
	e.role("target", work.Roles[i].Targets, work.Roles[i].TargetReason)
	e.corpus(work.Roles[i].Targets, row.TargetID, row.Target)
	e.time()
	e.scores()
	return nil
}

// articleOf reads an article back from the tables.
func articleOf(out, docID string) (detente.Article, error) {
	var a detente.Article
	for d, err := range table.ReadDocuments(out) {
		if err != nil {
			return a, err
		}
		if d.DocID == docID {
			a = d.Article
			break
		}
	}
	for t, err := range table.ReadTexts(out) {
		if err != nil {
			return a, fmt.Errorf("the article's text is needed: %w", err)
		}
		if t.DocID == docID {
			a.Text = t.Text
			return a, nil
		}
	}
	return a, fmt.Errorf("no text of %s in %s: the run was made with --no-text", docID, out)
}

type explainer struct {
	w    io.Writer
	work *pipeline.Work
	row  *detente.StatementRow
	i    int
}

func (e *explainer) line(label, format string, args ...any) {
	fmt.Fprintf(e.w, "%-9s %s\n", label, fmt.Sprintf(format, args...))
}

func (e *explainer) text() {
	r, at := e.row, &e.work.Attrs[e.i]
	e.line("statement", "%s, %s, %s, event %s", r.StatementID, r.Kind, r.Channel, r.EventID)
	e.line("document", "%s, paragraph %d, sentence %d", r.DocID, r.Paragraph+1, r.Sentence+1)
	e.line("context", "%s", short(r.Context, 400))
	for _, s := range at.Content {
		e.line("content", "%s  [bytes %d–%d]", short(s.In(e.work.Article.Text), 300), s.Start, s.End)
	}
	e.span("cue", at.Cue)
	e.span("source", at.Source)
	if at.Borrows >= 0 {
		e.line("", "cue and source are borrowed from the statement before it")
	}
	if at.Frame.Class != detente.ClassNone {
		frame := at.Frame.Class.String()
		if m := at.Frame.Mode.String(); m != "" {
			frame += ", " + m
		}
		e.line("frame", "%s", frame)
		for _, s := range at.Frame.Patients {
			e.span("  toward", s)
		}
	}
}

func (e *explainer) span(label string, s detente.Span) {
	if s.Empty() {
		e.line(label, "–")
		return
	}
	e.line(label, "%s  [bytes %d–%d]", short(s.In(e.work.Article.Text), 120), s.Start, s.End)
}

// role prints who it is and the chain of mentions that leads there.
func (e *explainer) role(label string, roles []detente.Role, why detente.Reason) {
	if len(roles) == 0 {
		e.line(label, "unknown: %s", strings.ReplaceAll(why.String(), "_", " "))
		return
	}
	coref := e.work.Coref
	for _, r := range roles {
		en := &coref.Entities[r.Entity]
		about := []string{en.ID}
		for _, s := range []string{en.Role, en.Sector.String(), en.Country} {
			if s != "" {
				about = append(about, s)
			}
		}
		e.line(label, "%s (%s), by %s, confidence %.2f", en.Name, strings.Join(about, ", "), r.Rule, r.Confidence)
		if en.Actor != en.ID {
			e.line("", "speaks for %s", en.ActorName)
		}
		for m := coref.At(r.Mention); m >= 0; m = int(coref.Mentions[m].Antecedent) {
			x := &coref.Mentions[m]
			e.line("", "← %q  [bytes %d–%d], by %s, confidence %.2f", short(x.Span.In(e.work.Article.Text), 60), x.Span.Start, x.Span.End, x.Rule, x.Confidence)
			if int(x.Antecedent) >= m {
				break
			}
		}
	}
}

// corpus prints whom other articles of the run show the first of roles to be.
func (e *explainer) corpus(roles []detente.Role, id, name string) {
	if len(roles) > 0 && id != "" && e.work.Coref.Entities[roles[0].Entity].ID != id {
		e.line("", "by other articles of the run, %s (%s)", name, id)
	}
}

func (e *explainer) time() {
	x := e.work.Whens[e.i]
	e.line("when", "%s, %s precision, known by %s, confidence %.2f", when(x, e.row.EventRef), x.Precision, x.Method, x.Confidence)
	if !x.Anchor.Empty() {
		e.span("", x.Anchor)
		for _, t := range e.work.Times {
			if t.Span == x.Anchor {
				mod := ""
				if t.Mod != "" {
					mod = ", " + t.Mod
				}
				e.line("", "%s, value %s%s", t.Type, e.work.TimexValue(t), mod)
			}
		}
	}
	if p := e.work.Article.Published; p.Known() && p.Interval.Bounded() && x.Interval.Bounded() {
		e.line("", "%d to %d days before publication", p.Interval.Lo.Day()-x.Interval.Hi.Day(), p.Interval.Hi.Day()-x.Interval.Lo.Day())
	}
	if b := e.work.PublishedBetween(); !e.work.Article.Published.Known() && b != detente.Always {
		e.line("", "the article has no date; by those it tells of it was published in %s", interval(b))
	}
	if x.Conflict {
		e.line("", "two sources of its time contradict each other")
	}
	if x.Content.Lo.Bounded() || x.Content.Hi.Bounded() {
		e.line("", "speaks of %s", interval(x.Content))
	}
}

func (e *explainer) scores() {
	for k, name := range e.work.Scorers {
		s := e.work.Scores[k][e.i]
		if !s.OK() {
			e.line(name, "none: %s", strings.ReplaceAll(s.Reason.String(), "_", " "))
			continue
		}
		class := s.Label
		if s.Class != detente.ClassNone {
			class = s.Class.String()
		}
		e.line(name, "%+.3f ± %.3f  %s, confidence %.2f", s.Value, s.StdErr, class, s.Confidence)
		for _, f := range s.Features {
			words := ""
			if !f.Span.Empty() {
				words = fmt.Sprintf("%q", short(f.Span.In(e.work.Article.Text), 50))
			}
			e.line("", "%+.3f  %s %s", f.Weight, f.Name, words)
		}
	}
}
