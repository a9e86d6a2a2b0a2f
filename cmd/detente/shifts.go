package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"detente"
	"detente/datasets/table"
	"detente/pipeline"
)

func newShifts() *cobra.Command {
	var since, until string
	var asCSV, asJSON bool
	cmd := &cobra.Command{
		Use:     "shifts OUT",
		Short:   "List the candidate turns of a run with verdict, reason and deciding statements",
		Long:    "List the candidate turns of a run with verdict, reason and deciding statements.\n\nThe line of blocks is the series' course from -1 to 1, by weeks or months: a point is a period of which nothing is known, the bar is the turn.",
		Example: "  detente shifts out --since 2026-01-01\n  detente shifts out --json",
		Args:    exactly(1, "the output folder of a run"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if asCSV && asJSON {
				return usagef("--csv and --json exclude each other")
			}
			span := detente.Always
			if since != "" {
				day, err := detente.ParseDay(since)
				if err != nil {
					return &usageError{err}
				}
				span.Lo = day.Start()
			}
			if until != "" {
				day, err := detente.ParseDay(until)
				if err != nil {
					return &usageError{err}
				}
				span.Hi = day.End()
			}
			list, err := readShifts(args[0], span)
			if err != nil {
				return err
			}
			switch w := cmd.OutOrStdout(); {
			case asCSV:
				return list.csv(w)
			case asJSON:
				return list.json(w)
			default:
				if list.courses, err = readCourses(args[0], list.dyads()); err != nil {
					return err
				}
				return list.text(w)
			}
		},
	}
	cmd.Flags().StringVar(&since, "since", "", "only turns that can lie on or after this day")
	cmd.Flags().StringVar(&until, "until", "", "only turns that can lie on or before this day")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "write comma-separated values")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write one JSON object a line")
	return cmd
}

// shiftList is the turns of a run with the names and statements they speak of.
type shiftList struct {
	shifts     []detente.Shift
	names      names
	statements map[string]detente.StatementRow
	courses    map[courseKey]*spark // for text
}

func (l *shiftList) dyads() map[detente.Dyad]bool {
	out := map[detente.Dyad]bool{}
	for i := range l.shifts {
		out[l.shifts[i].Dyad] = true
	}
	return out
}

// pair names the two sides of a dyad.
func (l *shiftList) pair(d detente.Dyad) string {
	return l.names.of(d.Speaker) + " → " + l.names.of(d.Target)
}

// readShifts reads the turns whose interval meets span. A turn without calendar
// time is left out as soon as span has an end.
func readShifts(out string, span detente.Interval) (*shiftList, error) {
	if _, err := pipeline.ReadManifest(out); err != nil {
		return nil, err
	}
	list := &shiftList{names: names{}, statements: map[string]detente.StatementRow{}}
	for s, err := range table.ReadShifts(out) {
		if err != nil {
			return nil, err
		}
		if span != detente.Always && (s.Dyad.Axis != "" || !s.Turn.Overlaps(span)) {
			continue
		}
		list.shifts = append(list.shifts, s.Shift)
		list.names[s.Dyad.Speaker], list.names[s.Dyad.Target] = s.SpeakerName, s.TargetName
		list.statements[s.LastBefore], list.statements[s.FirstAfter] = detente.StatementRow{}, detente.StatementRow{}
	}
	for st, err := range table.ReadStatements(out) {
		if err != nil {
			return nil, err
		}
		if _, ok := list.statements[st.StatementID]; ok {
			list.statements[st.StatementID] = st
		}
	}
	return list, nil
}

func (l *shiftList) text(w io.Writer) error {
	if len(l.shifts) == 0 {
		_, err := fmt.Fprintln(w, "no candidate turns")
		return err
	}
	for i := range l.shifts {
		s := &l.shifts[i]
		printShifts(w, l.shifts[i:i+1], l.names)
		fmt.Fprintf(w, "             tone %+.2f → %+.2f, change %+.2f [%+.2f, %+.2f]; p %s, least possible %s, q %s, posterior %s\n",
			s.Before.Value, s.After.Value, s.Delta, s.DeltaLow, s.DeltaHigh, number(s.P), number(s.PLeast), number(s.Q), number(s.Posterior))
		for _, side := range []struct{ label, id string }{{"before", s.LastBefore}, {"after", s.FirstAfter}} {
			if st := l.statements[side.id]; st.StatementID != "" {
				fmt.Fprintf(w, "             %-6s %s  %s: %s  [%s]\n", side.label, when(st.When, st.EventRef), orDash(st.Speaker), short(st.Content, 90), st.StatementID)
			}
		}
		if line := sparkline(l.courses, s); line != "" {
			fmt.Fprintf(w, "             %s\n", line)
		}
		for _, first := range turnedFirst(l.shifts, i, l.pair) {
			fmt.Fprintf(w, "             %s\n", first)
		}
		fmt.Fprintln(w)
	}
	return nil
}

func number(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 3, 64)
}

// shiftRecord is a turn as --json and --csv give it.
type shiftRecord struct {
	ID         string   `json:"shift_id"`
	Level      string   `json:"level"`
	Speaker    string   `json:"speaker"`
	SpeakerID  string   `json:"speaker_id"`
	Target     string   `json:"target"`
	TargetID   string   `json:"target_id"`
	Channel    string   `json:"channel"`
	Direction  string   `json:"direction"`
	FromBand   string   `json:"from_band"`
	ToBand     string   `json:"to_band"`
	Earliest   *string  `json:"turn_earliest"`
	Latest     *string  `json:"turn_latest"`
	GapLo      *string  `json:"gap_earliest"` // of the last statement before
	GapHi      *string  `json:"gap_latest"`   // of the first after
	Before     *float64 `json:"before_mean"`
	After      *float64 `json:"after_mean"`
	Delta      *float64 `json:"delta"`
	Events     int32    `json:"n_events"`
	Outlets    int32    `json:"n_outlets"`
	Documents  int32    `json:"n_documents"`
	P          *float64 `json:"p"`
	PLeast     *float64 `json:"p_least"`
	Q          *float64 `json:"q"`
	Posterior  *float64 `json:"posterior"`
	Shape      string   `json:"shape"`
	Verdict    string   `json:"verdict"`
	Reason     string   `json:"verdict_reason"`
	LastBefore string   `json:"last_before"`
	FirstAfter string   `json:"first_after"`
}

func (l *shiftList) record(s *detente.Shift) shiftRecord {
	day := func(t detente.Time) *string {
		if !t.Bounded() || s.Dyad.Axis != "" {
			return nil
		}
		d := t.Day().String()
		return &d
	}
	known := func(x float64) *float64 {
		if math.IsNaN(x) {
			return nil
		}
		return &x
	}
	name := func(id string) string {
		if id == "" {
			return ""
		}
		return l.names.of(id)
	}
	channel := "all"
	if s.Dyad.Channel != 0 {
		channel = s.Dyad.Channel.String()
	}
	return shiftRecord{
		ID: s.ID, Level: s.Dyad.Level.String(), Speaker: name(s.Dyad.Speaker), SpeakerID: s.Dyad.Speaker, Target: name(s.Dyad.Target), TargetID: s.Dyad.Target, Channel: channel,
		Direction: s.Direction.String(), FromBand: s.FromBand, ToBand: s.ToBand, Earliest: day(s.Turn.Lo), Latest: day(s.Turn.Hi),
		GapLo: day(l.said(s.LastBefore).Lo), GapHi: day(l.said(s.FirstAfter).Hi),
		Before: known(s.Before.Value), After: known(s.After.Value), Delta: known(s.Delta), Events: s.Events, Outlets: s.Outlets, Documents: s.Documents,
		P: known(s.P), PLeast: known(s.PLeast), Q: known(s.Q), Posterior: known(s.Posterior), Shape: s.Shape.String(), Verdict: s.Verdict.String(), Reason: s.Reason,
		LastBefore: s.LastBefore, FirstAfter: s.FirstAfter,
	}
}

// said is when a statement was made, always where it is not known.
func (l *shiftList) said(id string) detente.Interval {
	if st, ok := l.statements[id]; ok && st.StatementID != "" {
		return st.When.Interval
	}
	return detente.Always
}

func (l *shiftList) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range l.shifts {
		if err := e.Encode(l.record(&l.shifts[i])); err != nil {
			return err
		}
	}
	return nil
}

func (l *shiftList) csv(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write(strings.Split("shift_id,level,speaker,speaker_id,target,target_id,channel,direction,from_band,to_band,turn_earliest,turn_latest,gap_earliest,gap_latest,before_mean,after_mean,delta,n_events,n_outlets,n_documents,p,p_least,q,posterior,shape,verdict,verdict_reason,last_before,first_after", ",")); err != nil {
		return err
	}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	optional := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	for i := range l.shifts {
		r := l.record(&l.shifts[i])
		if err := c.Write([]string{r.ID, r.Level, r.Speaker, r.SpeakerID, r.Target, r.TargetID, r.Channel, r.Direction, r.FromBand, r.ToBand, text(r.Earliest), text(r.Latest), text(r.GapLo), text(r.GapHi),
			optional(r.Before), optional(r.After), optional(r.Delta), strconv.Itoa(int(r.Events)), strconv.Itoa(int(r.Outlets)), strconv.Itoa(int(r.Documents)),
			optional(r.P), optional(r.PLeast), optional(r.Q), optional(r.Posterior), r.Shape, r.Verdict, r.Reason, r.LastBefore, r.FirstAfter}); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
