package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"detente"
	"detente/internal/figures"
	"detente/pipeline"
)

// short cuts s to at most n characters, on one line.
func short(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return strings.TrimRight(string(r[:n-1]), " ,;") + "…"
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// column is one column of a printed table.
type column struct {
	title string
	right bool
}

// printTable prints rows under titles, each column as wide as its widest cell.
// Nothing is printed for no rows.
func printTable(w io.Writer, columns []column, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	width := make([]int, len(columns))
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.title
	}
	for _, row := range append([][]string{head}, rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range append([][]string{head}, rows...) {
		var b strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i > 0 {
				b.WriteString("  ")
			}
			if columns[i].right {
				cell, pad = pad+cell, ""
			}
			b.WriteString(cell)
			b.WriteString(pad)
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}

// printStatements prints one line per statement: when, who, to whom, how, what.
func printStatements(w io.Writer, rows []detente.StatementRow) {
	var lines [][]string
	for i := range rows {
		r := &rows[i]
		tone, class := "–", "–"
		if len(r.Scores) > 0 && r.Scores[0].OK() {
			tone = fmt.Sprintf("%+.2f", r.Scores[0].Value)
			class = r.Scores[0].Class.String()
		}
		lines = append(lines, []string{r.StatementID[:8], when(r.When, r.EventRef), short(orDash(r.Speaker), 24), short(orDash(r.Target), 24), tone, class, r.Kind.String(), short(r.Content, 72)})
	}
	printTable(w, []column{{title: "id"}, {title: "when"}, {title: "speaker"}, {title: "target"}, {title: "tone", right: true}, {title: "class"}, {title: "kind"}, {title: "content"}}, lines)
}

// when prints an interval and how it is known: "7 Jan 2026", "3–4 Jan 2026",
// "–4…–3 days" for offsets.
func when(x detente.When, ref string) string {
	switch {
	case x.Method == detente.MethodNone && !x.HasOffset:
		return "–"
	case x.Interval.Bounded() || x.Interval.Lo.Bounded() || x.Interval.Hi.Bounded():
		s := interval(x.Interval)
		if x.Method == detente.MethodPublished {
			s += " ~" // the publication date's fall-back, not words of the text
		}
		return s
	case x.HasOffset:
		from := "publication"
		if ref != "published" && len(ref) >= 8 {
			from = ref[:8]
		}
		return offsets(x.OffsetLo, x.OffsetHi) + " d from " + from
	}
	return "–"
}

func offsets(lo, hi int32) string {
	side := func(n int32) string {
		switch n {
		case detente.NoOffsetLo, detente.NoOffsetHi:
			return "…"
		}
		return fmt.Sprintf("%+d", n)
	}
	if lo == hi {
		return side(lo)
	}
	return side(lo) + " to " + side(hi)
}

// interval prints days: one day once.
func interval(i detente.Interval) string {
	lo, hi := "…", "…"
	if i.Lo.Bounded() {
		lo = i.Lo.Day().String()
	}
	if i.Hi.Bounded() {
		hi = i.Hi.Day().String()
	}
	if lo == hi {
		return lo
	}
	return lo + " – " + hi
}

// names looks entities up for printing.
type names map[string]string

func (n names) of(id string) string {
	if id == "" {
		return "anyone"
	}
	if name := n[id]; name != "" {
		return name
	}
	return id
}

// printShifts prints candidates, strongest first, with the reason of each
// verdict on a line of its own.
func printShifts(w io.Writer, shifts []detente.Shift, known names) {
	for i := range shifts {
		s := &shifts[i]
		channel := "all"
		if s.Dyad.Channel != 0 {
			channel = s.Dyad.Channel.String()
		}
		turn := interval(s.Turn)
		if s.Dyad.Axis != "" {
			turn = "days " + offsets(int32(s.Turn.Lo.Day()), int32(s.Turn.Hi.Day())) + " from its reference"
		}
		fmt.Fprintf(w, "%-12s %s → %s (%s, %s): %s, %s → %s, turn %s; %s before, %s after\n", s.Verdict, known.of(s.Dyad.Speaker), known.of(s.Dyad.Target), s.Dyad.Level, channel,
			s.Direction, s.FromBand, s.ToBand, turn, figures.Count(int(s.Before.N), "event", "events"), figures.Count(int(s.After.N), "event", "events"))
		fmt.Fprintf(w, "             %s  [%s]\n", s.Reason, s.ID)
	}
}

// printSummary says what a run found and what it could not say.
func printSummary(w io.Writer, s *pipeline.Summary, known names) {
	fmt.Fprintf(w, "articles     %s, %s without a date, %s, %s lost\n", figures.Thousands(s.Documents), figures.Thousands(s.Undated), figures.Count(s.Copies, "copy", "copies"), figures.Thousands(s.Errors))
	fmt.Fprintf(w, "statements   %s: %d direct, %d indirect, %d mixed, %d acts; %s, %d of them told again\n", figures.Thousands(s.Statements), s.ByKind.Direct, s.ByKind.Indirect, s.ByKind.Mixed, s.ByKind.Act, figures.Count(s.Events, "event", "events"), s.Retellings)
	fmt.Fprintf(w, "known        speaker %s, target %s, own date %s, publication's date %s, no date %s, tone %s\n",
		figures.Percent(s.WithSpeaker, s.Statements), figures.Percent(s.WithTarget, s.Statements), figures.Percent(s.OwnDate, s.Statements), figures.Percent(s.FallbackDate, s.Statements), figures.Percent(s.NoDate, s.Statements), figures.Percent(s.Scored, s.Statements))
	fmt.Fprintf(w, "series       %s of %s\n", figures.Thousands(s.Series), figures.Count(s.Entities, "actor", "actors"))
	if s.Candidates == 0 {
		fmt.Fprintln(w, "turns        none: no pair has statements on both sides of a possible turn")
		return
	}
	fmt.Fprintf(w, "turns        %s\n\n", figures.Count(s.Candidates, "candidate", "candidates"))
	printShifts(w, s.Shifts, known)
	if more := s.Candidates - len(s.Shifts); more > 0 {
		fmt.Fprintf(w, "and %s: see detente shifts\n", figures.Count(more, "more", "more"))
	}
}
