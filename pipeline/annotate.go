package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"detente"
)

// AnnotateOptions are the choices of the tasks that have any.
type AnnotateOptions struct {
	Scorer string  // of the task sentiment; the default is "lexicon"
	Alpha  float64 // of the task shift; the default is .05
}

// task reads one line of input and gives one line of output. It need not set
// the id.
type task func(w *worker, opt AnnotateOptions, line []byte) (any, error)

// tasks are the stages that can be run on their own.
var tasks = map[string]task{
	"syntax":      annotateSyntax,
	"attribution": annotateAttribution,
	"entities":    annotateEntities,
	"gap":         annotateGAP,
	"time":        annotateTime,
	"anchor":      annotateAnchor,
	"tone":        annotateTone,
	"stance":      annotateStance,
	"sentiment":   annotateSentiment,
	"shift":       annotateShift,
}

// Tasks are the names that Annotate takes, sorted.
func Tasks() []string {
	names := make([]string, 0, len(tasks))
	for name := range tasks {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Annotate runs one stage over JSON lines: one object in, one object out, in
// the same order, with the input's id. A line that cannot be read or analysed
// becomes {"id":…,"error":"…"}; Annotate returns how many did. Its error is a
// wrong task or a failed read or write.
func (p *Pipeline) Annotate(ctx context.Context, name string, opt AnnotateOptions, r io.Reader, w io.Writer) (failed int, err error) {
	run, ok := tasks[name]
	if !ok {
		return 0, fmt.Errorf("no task named %q: use one of %s", name, strings.Join(Tasks(), ", "))
	}
	if opt.Alpha == 0 {
		opt.Alpha = .05
	}
	if opt.Scorer == "" {
		opt.Scorer = "lexicon"
	}
	out := bufio.NewWriter(w)
	for line, err := range Each(ctx, p.opt.Workers, p.newWorker, lines(r), func(_ context.Context, w *worker, line []byte) (annotated, error) {
		return annotateLine(w, run, opt, line), nil
	}) {
		var panicked *PanicError
		if errors.As(err, &panicked) {
			line = annotateFailure(idOf(panicked.Item.([]byte)), panicked)
		} else if err != nil {
			return failed, err
		}
		if line.failed {
			failed++
		}
		out.Write(line.json)
		if err := out.WriteByte('\n'); err != nil {
			return failed, err
		}
	}
	return failed, out.Flush()
}

type annotated struct {
	json   []byte
	failed bool
}

func annotateLine(w *worker, run task, opt AnnotateOptions, line []byte) annotated {
	id := idOf(line)
	answer, err := run(w, opt, line)
	if err != nil {
		return annotateFailure(id, err)
	}
	body, err := marshal(answer)
	if err != nil {
		return annotateFailure(id, err)
	}
	// The id goes first; the answer is an object with at least one field.
	return annotated{json: slices.Concat([]byte(`{"id":`), id, []byte(","), body[1:])}
}

func annotateFailure(id json.RawMessage, err error) annotated {
	body, _ := marshal(map[string]string{"error": err.Error()})
	return annotated{json: slices.Concat([]byte(`{"id":`), id, []byte(","), body[1:]), failed: true}
}

// idOf gives the line's id as it stands there, or null.
func idOf(line []byte) json.RawMessage {
	var head struct {
		ID json.RawMessage `json:"id"`
	}
	if json.Unmarshal(line, &head) != nil || len(head.ID) == 0 {
		return json.RawMessage("null")
	}
	return head.ID
}

// marshal is json.Marshal without the escapes meant for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

// lines yields the lines of r that are not blank, of any length.
func lines(r io.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		b := bufio.NewReaderSize(r, 1<<16)
		for {
			line, err := b.ReadBytes('\n')
			if line = bytes.TrimSpace(line); len(line) > 0 && !yield(line, nil) {
				return
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// span is a Span as JSON writes it: [start, end].
type span [2]int32

func toSpan(s detente.Span) span { return span{s.Start, s.End} }

func toSpans(list []detente.Span) []span {
	out := make([]span, 0, len(list))
	for _, s := range list {
		if !s.Empty() {
			out = append(out, toSpan(s))
		}
	}
	return out
}

// in gives the Span of text, or an error when it lies outside.
func (s *span) in(text string) (detente.Span, error) {
	if s == nil {
		return detente.Span{}, nil
	}
	if s[0] < 0 || s[1] < s[0] || int(s[1]) > len(text) {
		return detente.Span{}, fmt.Errorf("span [%d, %d] lies outside the text of %d bytes", s[0], s[1], len(text))
	}
	return detente.Span{Start: s[0], End: s[1]}, nil
}

// annotateInput are the fields that tasks over text read.
type annotateInput struct {
	Text       string `json:"text"`
	Date       string `json:"date"`
	DCT        string `json:"dct"`
	Title      string `json:"title"`
	SourceSpan *span  `json:"source_span"`
	TargetSpan *span  `json:"target_span"`
	Pronoun    *span  `json:"pronoun_span"`
	A          *span  `json:"a_span"`
	B          *span  `json:"b_span"`
	Events     []struct {
		EID  json.RawMessage `json:"eid"`
		Span span            `json:"span"`
	} `json:"events"`
}

func readInput(line []byte) (annotateInput, detente.Article, error) {
	var in annotateInput
	if err := json.Unmarshal(line, &in); err != nil {
		return in, detente.Article{}, fmt.Errorf("not a JSON object of this task: %w", err)
	}
	if in.Text == "" {
		return in, detente.Article{}, errors.New(`no "text" field, or an empty one`)
	}
	a := detente.Article{Text: strings.ToValidUTF8(in.Text, "\uFFFD"), Title: in.Title, Voice: detente.VoiceReported}
	if len(a.Text) != len(in.Text) {
		return in, a, errors.New("the text is not valid UTF-8")
	}
	date := in.DCT
	if date == "" {
		date = in.Date
	}
	if date != "" {
		day, err := detente.ParseDay(date[:min(len(date), 10)])
		if err != nil {
			return in, a, err
		}
		a.Published = detente.Published{Interval: detente.Days(day, day), Precision: detente.PrecisionDay, Source: detente.PublishedMetadata}
	}
	return in, a, nil
}
