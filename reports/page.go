package reports

import (
	"cmp"
	"embed"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"
	"sync"

	"detente"
	"detente/internal/figures"
)

//go:embed templates
var files embed.FS

// pages parses the templates once. The style sheet is ours and goes in as it is;
// everything else is escaped where it stands.
var pages = sync.OnceValues(func() (*template.Template, error) {
	css, err := files.ReadFile("templates/style.css")
	if err != nil {
		return nil, err
	}
	return template.New("").Funcs(template.FuncMap{
		"css":  func() template.CSS { return template.CSS(css) },
		"join": strings.Join,
	}).ParseFS(files, "templates/*.html")
})

// page is what the templates show.
type page struct {
	Title      string
	Tool       string
	Lead       string // what the run found, in a sentence
	Facts      []fact
	Cover      []coverBar
	Checked    bool
	Main       []sectionView
	Folded     []sectionView
	FoldedNote string
	Shown      string // "N of M turns shown", or ""
	Index      []indexView
	IndexShown string
	Ledger     []*entry
	NoTexts    bool
	Passed     []fact
	Errors     []lost
	ErrorsNote string
	Files      []fact
	Hashes     []fact
}

type fact struct{ Name, Value, Note string }

// coverBar is one line of the coverage: shares of a whole.
type coverBar struct {
	Name  string
	Parts []coverPart
}

type coverPart struct {
	Name, Class, X, W, Share string
	Count                    string
}

type sectionView struct {
	Number int
	A, B   string // names of the pair; B is "" toward anyone
	Level  string
	Chart  *chart
	Lead   *turnView
	Others []turnView
	Rest   []string // turns of the pair that are not shown as cards
}

// turnView is a turn as a card.
type turnView struct {
	ID, Number                     string
	Speaker, Target, Channel       string
	Verdict, VerdictName, Long     string
	Direction, From, To, Turn      string
	Split, Plain                   bool
	Summary, Reason, Change, Shape string
	Numbers                        []fact
	Conditions                     []condition
	Sensitivity                    []fact
	Untested                       bool // a row of Sensitivity could not be tested
	A, B                           *entry
	Before, After, Against         []*entry
	MoreBefore, MoreAfter          string
	MoreAgainst                    string
	BeforeN, AfterN                string
	BeforeMean, AfterMean          string
}

// condition is one rule of a detected turn with what this one has.
type condition struct {
	Rule, Has string
	State     string // yes, no, open
}

type indexView struct {
	Speaker, Target, Level, Verdict, VerdictName string
	Before, After, BeforeBand, AfterBand, Turn   string
	Events, Outlets, Documents                   int32
	Direction                                    string
	Section                                      int
}

func (r *run) page() *page {
	c := &r.counts
	p := &page{Tool: strings.TrimSpace(r.manifest.Tool + " " + r.manifest.Version), Checked: r.manifest.Validated, Errors: r.errors, Ledger: r.ledger, NoTexts: !r.texts}
	p.Title = r.title()
	p.Facts = r.facts()
	p.Cover = []coverBar{
		bar("speaker", c.statements, coverPart{Name: "known", Class: "c1"}, c.speaker, coverPart{Name: "unknown", Class: "c0"}, c.statements-c.speaker),
		bar("target", c.statements, coverPart{Name: "known", Class: "c1"}, c.target, coverPart{Name: "nobody, or unknown", Class: "c0"}, c.statements-c.target),
		bar("date", c.statements, coverPart{Name: "from the text", Class: "c1"}, c.own, coverPart{Name: "publication date as fall-back", Class: "c2"}, c.fallback, coverPart{Name: "unknown", Class: "c0"}, c.unknown),
	}
	folded := 0
	for _, s := range r.sections {
		v := r.sectionView(s)
		if s.folded {
			p.Folded = append(p.Folded, v)
			folded++
		} else {
			p.Main = append(p.Main, v)
		}
	}
	if folded > 0 {
		p.FoldedNote = figures.Count(folded, "pair", "pairs") + " without a sign of a turn"
	}
	if r.turns < len(r.shifts) {
		p.Shown = fmt.Sprintf("%s of %s candidate turns shown", figures.Thousands(r.turns), figures.Thousands(len(r.shifts)))
		if r.turns < r.eligible {
			p.Shown += fmt.Sprintf(" (%s have at least a sign of a turn)", figures.Thousands(r.eligible))
		}
		p.Shown += "; all of them are in the shifts table."
	}
	p.Lead = r.lead()
	for _, x := range r.index {
		p.Index = append(p.Index, r.indexView(x))
	}
	p.IndexShown = fmt.Sprintf("%s of %s pairs shown.", figures.Thousands(len(r.index)), figures.Thousands(r.indexAll))
	r.passedOver(p)
	return p
}

// title names the run by what it read.
func (r *run) title() string {
	switch in := r.manifest.Inputs; len(in) {
	case 0:
		return "Report"
	case 1:
		return in[0].Path
	default:
		return fmt.Sprintf("%s and %s", in[0].Path, figures.Count(len(in)-1, "more file", "more files"))
	}
}

// lead says in one sentence what was found.
func (r *run) lead() string {
	if r.counts.statements == 0 {
		return "No statement was found in what was read."
	}
	n := map[detente.Verdict]int{}
	for i := range r.shifts {
		n[r.shifts[i].Verdict]++
	}
	var parts []string
	for v := detente.Robust; v >= detente.Indication; v-- {
		if n[v] == 0 {
			continue
		}
		words := []string{"", "", "", "sign of a turn", "slow change", "passing change", "detected turn", "robust turn"}[v]
		many := words + "s"
		if v == detente.Indication {
			many = "signs of a turn"
		}
		parts = append(parts, figures.Count(n[v], words, many))
	}
	if len(parts) == 0 {
		return fmt.Sprintf("Of %s none shows a turn.", figures.Count(len(r.shifts), "series tested", "series tested"))
	}
	list := parts[0]
	if k := len(parts) - 1; k > 0 {
		list = strings.Join(parts[:k], ", ") + " and " + parts[k]
	}
	return fmt.Sprintf("%s among %s.", strings.ToUpper(list[:1])+list[1:], figures.Count(len(r.shifts), "series", "series"))
}

func (r *run) facts() []fact {
	c := &r.counts
	read := fact{"read", figures.Count(c.documents, "article", "articles"), ""}
	if c.copies > 0 {
		read.Note = figures.Count(c.copies, "is a copy", "are copies") + " of another"
	}
	dates := fact{"published", "no date known", ""}
	if c.from <= c.to {
		dates.Value = intervalWords(detente.Interval{Lo: c.from, Hi: c.to})
		if c.undatedDocs > 0 {
			dates.Note = figures.Count(c.undatedDocs, "article has no date", "articles have no date")
		}
	}
	outlets := fact{"outlets", "not named", ""}
	if len(c.outlets) > 0 {
		outlets.Value = figures.Thousands(len(c.outlets))
		outlets.Note = topOutlets(c.outlets)
	}
	k := c.kinds
	return []fact{
		read, dates, outlets,
		{"statements", figures.Thousands(c.statements), fmt.Sprintf("%s quoted, %s partly, %s in other words, %s acts", figures.Thousands(k[detente.Direct]), figures.Thousands(k[detente.Mixed]), figures.Thousands(k[detente.Indirect]), figures.Thousands(k[detente.Act]))},
		{"events", figures.Thousands(c.events), figures.Count(c.retellings, "statement tells", "statements tell") + " an event again"},
	}
}

// topOutlets names the outlets with most articles.
func topOutlets(n map[string]int) string {
	names := make([]string, 0, len(n))
	for o := range n {
		names = append(names, o)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), strings.Compare(a, b)) })
	more := len(names) - 4
	names = names[:min(len(names), 4)]
	for i := range names {
		names[i] = short(names[i], 40)
	}
	s := strings.Join(names, ", ")
	if more > 0 {
		s += fmt.Sprintf(" and %s more", figures.Thousands(more))
	}
	return s
}

// bar makes a line of the coverage from parts and their counts.
func bar(name string, whole int, pairs ...any) coverBar {
	b := coverBar{Name: name}
	at := 0.
	for i := 0; i < len(pairs); i += 2 {
		p, n := pairs[i].(coverPart), pairs[i+1].(int)
		if n == 0 || whole == 0 {
			continue
		}
		w := 100 * float64(n) / float64(whole)
		p.X, p.W, p.Share, p.Count = pct(at), pct(w), figures.Percent(n, whole), figures.Thousands(n)
		at += w
		b.Parts = append(b.Parts, p)
	}
	return b
}

func (r *run) sectionView(s *section) sectionView {
	first := s.panels[0]
	v := sectionView{Number: s.number, A: first.speakerName, B: first.targetName, Level: levelWords[s.level], Chart: r.chartOf(s)}
	rest := map[detente.Verdict]int{}
	for i := range s.turns {
		t := &s.turns[i]
		if !t.shown {
			rest[t.Verdict]++
			continue
		}
		view := r.turnView(t)
		view.Number = fmt.Sprintf("%d-%d", s.number, i+1)
		if v.Lead == nil {
			v.Lead = &view
		} else {
			v.Others = append(v.Others, view)
		}
	}
	for verdict := detente.Robust; verdict > 0; verdict-- {
		if n := rest[verdict]; n > 0 {
			v.Rest = append(v.Rest, fmt.Sprintf("%d × %s", n, verdictWords[verdict]))
		}
	}
	return v
}

func (r *run) indexView(x indexRow) indexView {
	s := x.shift
	v := indexView{
		Speaker: s.SpeakerName, Target: cmp.Or(s.TargetName, anyone), Level: levelWords[s.Dyad.Level], Verdict: s.Verdict.String(), VerdictName: verdictWords[s.Verdict],
		Events: s.Events, Outlets: s.Outlets, Documents: s.Documents, Section: x.section, Before: "–", After: "–", Turn: "–",
	}
	if t := (turn{ShiftRow: *s}); t.split() {
		v.Direction = s.Direction.String()
		v.Before, v.After, v.BeforeBand, v.AfterBand = signed(s.Before.Value), signed(s.After.Value), s.FromBand, s.ToBand
		v.Turn = spanWords(s.Turn, s.Dyad.Axis)
	}
	return v
}

// passedOver tells what was read and does not enter the turns, and what could
// not be read.
func (r *run) passedOver(p *page) {
	c := &r.counts
	add := func(n int, name, note string) {
		if n > 0 {
			p.Passed = append(p.Passed, fact{name, figures.Thousands(n), note})
		}
	}
	add(c.copies, "copies of articles", "their statements are counted with those of the original")
	add(c.retellings, "statements that tell an event again", "the event counts once")
	add(c.statements-c.speaker, "statements without a known speaker", "in the statements table, with the reason")
	add(c.nested, "statements inside statements", "left out of the series")
	add(c.thoughts, "beliefs and wishes", "left out of the series")
	add(c.unscored, "statements without a tone", "the scorer abstains, with the reason")
	add(c.unknown, "statements without a date", "never drawn as a point in time")
	add(c.fallback, "statements dated by publication only", "drawn hatched; turns are tested without them as well")
	stages := make([]string, 0, len(r.byStage))
	all := 0
	for s, n := range r.byStage {
		stages = append(stages, s)
		all += n
	}
	slices.Sort(stages)
	for _, s := range stages {
		add(r.byStage[s], "could not be read: "+cmp.Or(s, "reading"), "listed in errors.jsonl")
	}
	if all > len(r.errors) {
		p.ErrorsNote = fmt.Sprintf("%s of %s shown; all are in errors.jsonl.", figures.Thousands(len(r.errors)), figures.Thousands(all))
	}
	m := &r.manifest
	p.Hashes = []fact{
		{"version", p.Tool, fmt.Sprintf("tables of schema %d", m.Schema)},
		{"scorers", strings.Join(m.Settings.Scorers, ", "), ""},
		{"tone scale", m.Settings.Scale, m.ScaleHash},
		{"knowledge base", short(m.KnowledgeBase, 16), cmp.Or(m.Settings.Actors, "built in")},
	}
	if len(m.Settings.Pairs) > 0 {
		p.Hashes = append(p.Hashes, fact{"declared pairs", strings.Join(m.Settings.Pairs, ", "), "tested as families of their own"})
	}
	for i, in := range m.Inputs {
		if i == maxInputs {
			p.Files = append(p.Files, fact{figures.Count(len(m.Inputs)-i, "more file", "more files"), "", "see manifest.json"})
			break
		}
		p.Files = append(p.Files, fact{in.Path, figures.Thousands(int(in.Bytes)) + " bytes", in.SHA256})
	}
}

const maxInputs = 30

// interval95 writes a mean with its interval: "−0.32 (−0.59 to −0.05)".
func interval95(m detente.Mean) string {
	if math.IsNaN(m.Low) || math.IsNaN(m.High) {
		return signed(m.Value)
	}
	return fmt.Sprintf("%s (%s to %s)", signed(m.Value), signed(m.Low), signed(m.High))
}
