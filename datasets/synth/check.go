package synth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"detente"
	"detente/datasets/table"
)

// Count is how many of all were as the truth says.
type Count struct {
	Right int `json:"right"`
	Of    int `json:"of"`
}

func (c *Count) add(right bool) {
	c.Of++
	if right {
		c.Right++
	}
}

// Rate is the share that was right, 0 of none.
func (c Count) Rate() float64 {
	if c.Of == 0 {
		return 0
	}
	return float64(c.Right) / float64(c.Of)
}

// Result is what a run over a made-up corpus has recovered.
type Result struct {
	Articles   Count `json:"articles"`   // that the documents table has, garbage left out
	Garbage    Count `json:"garbage"`    // that was lost, and said to be
	Statements Count `json:"statements"` // with a row of their sentence, speaker and target
	Speakers   Count `json:"speakers"`   // of those: the person
	Tones      Count `json:"tones"`      // of those: hostile or friendly as said
	Times      Count `json:"times"`      // of those: the day lies in the row's interval of at most three days
	Copies     Count `json:"copies"`     // in the copy group of what they copy
	NoCopies   Count `json:"no_copies"`  // articles that copy nothing, and are no copies
	Retellings Count `json:"retellings"` // of a first statement that was read: rows that share its event
	Turns      Count `json:"turns"`      // detected in direction, within 14 days
	NoTurns    Count `json:"no_turns"`   // pairs that stay as they are and have no detected turn
}

// Print writes one line a count.
func (r *Result) Print(w io.Writer) error {
	var b bytes.Buffer
	for _, c := range []struct {
		name string
		Count
	}{
		{"articles", r.Articles}, {"garbage", r.Garbage}, {"statements", r.Statements}, {"speakers", r.Speakers}, {"tones", r.Tones}, {"times", r.Times},
		{"copies", r.Copies}, {"no copies", r.NoCopies}, {"retellings", r.Retellings}, {"turns", r.Turns}, {"no turns", r.NoTurns},
	} {
		fmt.Fprintf(&b, "%-12s %.4f  %d of %d\n", c.name, c.Rate(), c.Right, c.Of)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Check holds the output folder of a run against the truth of its corpus. Both
// are in the order of ids, so they are read side by side.
func Check(truth io.Reader, out string) (*Result, error) {
	r := new(Result)
	lost, err := lines(filepath.Join(out, "errors.jsonl"))
	if err != nil {
		return nil, err
	}
	nextDoc, stopDocs := iter.Pull2(table.ReadDocuments(out))
	defer stopDocs()
	nextRow, stopRows := iter.Pull2(table.ReadStatements(out))
	defer stopRows()
	c := checker{r: r, nextDoc: nextDoc, nextRow: nextRow, recent: map[string]string{}}
	var pairs []Pair
	for dec := json.NewDecoder(truth); ; {
		var l line
		if err := dec.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("truth: %w", err)
		}
		switch {
		case l.Pair != nil:
			pairs = append(pairs, *l.Pair)
		case l.Article == nil:
			return nil, errors.New("truth: a line that is neither a pair nor an article")
		case l.Article.Kind == Garbage:
			r.Garbage.Of++
		default:
			if err := c.article(l.Article); err != nil {
				return nil, err
			}
		}
	}
	if _, _, more := nextDoc(); more {
		return nil, fmt.Errorf("%s has documents that are not in the truth", out)
	}
	r.Garbage.Right = min(lost, r.Garbage.Of)
	if lost > r.Garbage.Of {
		return nil, fmt.Errorf("%s lost %d articles, of which %d are garbage", out, lost, r.Garbage.Of)
	}
	return r, turns(r, pairs, out)
}

func lines(path string) (int, error) {
	data, err := os.ReadFile(path)
	return bytes.Count(data, []byte("\n")), err
}

// checker reads the tables beside the truth.
type checker struct {
	r       *Result
	nextDoc func() (detente.DocumentRow, error, bool)
	nextRow func() (detente.StatementRow, error, bool)
	held    detente.StatementRow // read, of a later article
	holds   bool
	// recent is the event of the first statement of articles, "" where it was
	// not read. Only the last ones are retold.
	recent map[string]string
	order  []string
}

// retold is for how many articles a first statement can come back.
const retold = 64

func (c *checker) article(t *Truth) error {
	doc, err, ok := c.nextDoc()
	if err != nil {
		return err
	}
	c.r.Articles.add(ok && doc.DocID == t.ID)
	if !ok || doc.DocID != t.ID {
		return fmt.Errorf("article %s is missing: the documents table has %q there", t.ID, doc.DocID)
	}
	if t.Kind == Copy {
		c.r.Copies.add(doc.IsCopy && doc.CopyGroup == t.CopyOf)
	} else {
		c.r.NoCopies.add(!doc.IsCopy)
	}
	rows, err := c.rows(t.ID)
	if err != nil {
		return err
	}
	first := ""
	for i := range t.Statements {
		if event := c.statement(&t.Statements[i], rows); i == 0 {
			first = event
		}
	}
	c.recent[t.ID] = first
	if c.order = append(c.order, t.ID); len(c.order) > retold {
		delete(c.recent, c.order[0])
		c.order = c.order[1:]
	}
	if event := c.recent[t.Retells]; t.Kind == Retelling && event != "" {
		found := false
		for k := range rows {
			found = found || rows[k].EventID == event
		}
		c.r.Retellings.add(found)
	}
	return nil
}

// rows reads the statements of an article.
func (c *checker) rows(doc string) ([]detente.StatementRow, error) {
	var rows []detente.StatementRow
	for {
		if !c.holds {
			row, err, ok := c.nextRow()
			if err != nil {
				return nil, err
			}
			if !ok {
				return rows, nil
			}
			c.held, c.holds = row, true
		}
		if c.held.DocID != doc {
			return rows, nil
		}
		rows = append(rows, c.held)
		c.holds = false
	}
}

// statement looks for the row of a fact and gives its event.
func (c *checker) statement(f *Fact, rows []detente.StatementRow) string {
	for i := range rows {
		row := &rows[i]
		if row.Nested || row.SpeakerActorID != f.SpeakerActor || row.TargetActorID != f.TargetActor || !strings.Contains(row.Context, f.Sentence) {
			continue
		}
		c.r.Statements.add(true)
		c.r.Speakers.add(row.SpeakerID == f.Speaker)
		ok := len(row.Scores) > 0 && row.Scores[0].OK()
		c.r.Tones.add(ok && row.Scores[0].Value != 0 && (row.Scores[0].Value < 0) == f.Hostile)
		day, err := detente.ParseDay(f.Day)
		w := row.When.Interval
		c.r.Times.add(err == nil && w.Bounded() && w.Width() <= 3 && w.Overlaps(detente.Days(day, day)))
		return row.EventID
	}
	c.r.Statements.add(false)
	return ""
}

// turnDays is how far from the planted day a turn may be found: events are days
// apart.
const turnDays = 14

func turns(r *Result, pairs []Pair, out string) error {
	type key struct{ speaker, target string }
	found := map[key][]detente.Shift{}
	for s, err := range table.ReadShifts(out) {
		if err != nil {
			return err
		}
		if d := &s.Dyad; d.Level == detente.LevelActor && d.Channel == 0 && (s.Verdict == detente.Detected || s.Verdict == detente.Robust) {
			k := key{d.Speaker, d.Target}
			found[k] = append(found[k], s.Shift)
		}
	}
	for i := range pairs {
		p := &pairs[i]
		shifts := found[key{p.Speaker, p.Target}]
		if p.Turn == "" {
			r.NoTurns.add(len(shifts) == 0)
			continue
		}
		day, err := detente.ParseDay(p.Turn)
		if err != nil {
			return fmt.Errorf("truth: %w", err)
		}
		right := false
		for _, s := range shifts {
			right = right || s.Direction.String() == p.Direction && s.Turn.Overlaps(detente.Days(day-turnDays, day+turnDays))
		}
		r.Turns.add(right)
	}
	return nil
}
