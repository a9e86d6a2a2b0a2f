package anchor_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"detente"
	"detente/pipeline/anchor"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

// passage is a marked text without its marks: what the stages before this one
// would give. Marks carry the number of their row:
//
//	<1 The minister> {1 said} on Monday that [1 the port will close next week].
//
// Options stand behind the number of a cue, {1:act,SANCTION,->Bexia imposed}:
// act, direct, mixed, sub, future, a class, a tense, the target, borrow=K.
type passage struct {
	text  string
	doc   *detente.Doc
	tree  *detente.Tree
	attrs []detente.Attribution
	roles []detente.Roles
	coref *detente.Coref
	times []detente.Timex
}

func mark(t testing.TB, marked string) passage {
	t.Helper()
	p := passage{coref: &detente.Coref{}}
	row := func(n int) *detente.Attribution {
		for len(p.attrs) < n {
			p.attrs = append(p.attrs, detente.Attribution{Kind: detente.Indirect, Borrows: -1})
			p.roles = append(p.roles, detente.Roles{})
		}
		return &p.attrs[n-1]
	}
	type open struct {
		n    int
		mark byte
		at   int32
		opts string
	}
	var stack []open
	var b strings.Builder
	for i := 0; i < len(marked); i++ {
		c := marked[i]
		switch {
		case strings.IndexByte("<{[", c) >= 0 && i+1 < len(marked) && marked[i+1] >= '1' && marked[i+1] <= '9':
			head, _, _ := strings.Cut(marked[i+1:], " ")
			num, opts, _ := strings.Cut(head, ":")
			n, err := strconv.Atoi(num)
			if err != nil {
				t.Fatalf("mark %q", head)
			}
			row(n)
			stack = append(stack, open{n, c, int32(b.Len()), opts})
			i += len(head) + 1
		case strings.IndexByte(">}]", c) >= 0 && len(stack) > 0:
			o := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			s := detente.Span{Start: o.at, End: int32(b.Len())}
			switch o.mark {
			case '<':
				row(o.n).Source = s
			case '[':
				row(o.n).Content = append(row(o.n).Content, s)
			case '{':
				row(o.n).Cue = s
				p.options(t, o.n, o.opts)
			}
		default:
			b.WriteByte(c)
		}
	}
	p.text = b.String()
	p.doc, p.tree = parsed.Doc(p.text)
	p.times = timex.Find(p.doc, p.tree)
	for i := range p.attrs {
		p.complete(i)
	}
	return p
}

func (p *passage) options(t testing.TB, n int, opts string) {
	a := &p.attrs[n-1]
	for _, o := range strings.Split(opts, ",") {
		switch {
		case o == "":
		case o == "act":
			a.Kind = detente.Act
		case o == "direct":
			a.Kind = detente.Direct
		case o == "mixed":
			a.Kind = detente.Mixed
		case o == "sub":
			a.Subord = true
		case o == "noun":
			a.Tense = detente.TenseNone
			a.Flags |= 1 << 7 // taken off below: only says that the tense is meant
		case o == "phone":
			a.Frame.Mode = detente.ModePhone
		case o == "ing":
			a.Tense = detente.TenseNonFinite
		case o == "future":
			a.Tense, a.Flags = detente.TenseFuture, a.Flags|detente.FutureAct
		case strings.HasPrefix(o, "->"):
			p.roles[n-1].Targets = []detente.Role{{Entity: p.entity(o[2:])}}
		case strings.HasPrefix(o, "borrow="):
			k, _ := strconv.Atoi(o[7:])
			a.Borrows = int32(k - 1)
		case detente.ParseClass(o) != detente.ClassNone:
			a.Frame.Class = detente.ParseClass(o)
		default:
			t.Fatalf("option %q", o)
		}
	}
}

func (p *passage) entity(name string) int32 {
	if k := strings.LastIndexByte(name, ' '); k >= 0 {
		name = name[k+1:]
	}
	for i := range p.coref.Entities {
		if p.coref.Entities[i].Name == name {
			return int32(i)
		}
	}
	p.coref.Entities = append(p.coref.Entities, detente.Entity{ID: name, Name: name, Actor: name})
	return int32(len(p.coref.Entities) - 1)
}

// complete fills what the marks leave to the text: sentence, tense, speaker.
func (p *passage) complete(i int) {
	a := &p.attrs[i]
	at := a.Cue
	if at.Empty() && len(a.Content) > 0 {
		at = a.Content[0]
	}
	for s := range p.doc.Sentences {
		if p.doc.Sentences[s].Span.Start <= at.Start {
			a.Sentence = int32(s)
		}
	}
	if !a.Source.Empty() {
		p.roles[i].Speakers = []detente.Role{{Entity: p.entity(a.Source.In(p.text))}}
	} else if a.Borrows >= 0 {
		p.roles[i].Speakers = p.roles[a.Borrows].Speakers
	}
	if a.Kind == detente.Act && len(a.Content) == 0 {
		a.Content = []detente.Span{a.Cue}
	}
	noun := a.Flags&(1<<7) != 0
	a.Flags &^= 1 << 7
	if a.Tense != detente.TenseNone || noun || a.Cue.Empty() {
		return
	}
	cue := " " + a.Cue.In(p.text) + " "
	switch {
	case strings.Contains(cue, " has ") || strings.Contains(cue, " have "):
		a.Tense = detente.TensePerfect
	case strings.Contains(cue, " had "):
		a.Tense = detente.TensePastPerf
	case strings.HasSuffix(cue, "s ") || cue == " say ":
		a.Tense = detente.TensePresent
	case strings.HasSuffix(cue, "ing "):
		a.Tense = detente.TenseNonFinite
	case strings.Contains(cue, " to "): // "according to"
	default:
		a.Tense = detente.TensePast
	}
}

// dates runs Date on the passage; day "" is no publication date.
func (p *passage) dates(day string) []detente.When {
	return anchor.Date(p.doc, p.tree, p.attrs, p.roles, p.coref, p.times, &detente.Article{Text: p.text, Published: published(day)})
}

// show writes one row: its cue, when by the calendar, when by offsets.
func (p *passage) show(i int, with, without detente.When) string {
	a := &p.attrs[i]
	cue := a.Cue.In(p.text)
	if cue == "" {
		cue = "(" + strconv.Itoa(int(a.Borrows)+1) + ")"
	}
	s := fmt.Sprintf("%d %s  %s %s", i+1, cue, days(with.Interval), with.Method)
	if !with.Anchor.Empty() {
		s += fmt.Sprintf(" %q", with.Anchor.In(p.text))
	}
	if with.Conflict {
		s += " conflict"
	}
	if with.Content != detente.Always {
		s += "  content " + days(with.Content)
	}
	s += "  |  "
	if without.Interval != detente.Always {
		s += days(without.Interval) + " "
	}
	if without.HasOffset {
		ref := "D"
		if without.Ref >= 0 {
			ref = "T" + strconv.Itoa(int(without.Ref)+1)
		}
		s += fmt.Sprintf("%s %s..%s", ref, offset(without.OffsetLo), offset(without.OffsetHi))
	} else if without.Interval == detente.Always {
		s += "-"
	}
	return s
}

func offset(n int32) string {
	if n == detente.NoOffsetLo || n == detente.NoOffsetHi {
		return "*"
	}
	return fmt.Sprintf("%+d", n)
}

// days writes an interval in days, * for an open end.
func days(iv detente.Interval) string {
	end := func(t detente.Time) string {
		if !t.Bounded() {
			return "*"
		}
		return t.Day().String()
	}
	lo, hi := end(iv.Lo), end(iv.Hi)
	if lo == hi && lo != "*" {
		return lo
	}
	return lo + "/" + hi
}

func published(day string) detente.Published {
	d, err := detente.ParseDay(day)
	if err != nil {
		return detente.Published{}
	}
	return detente.Published{Interval: detente.Days(d, d), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
}
