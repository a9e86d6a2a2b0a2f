package reports

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"detente"
	"detente/datasets/table"
)

// manifest is what the page states of manifest.json.
type manifest struct {
	Tool          string `json:"tool"`
	Version       string `json:"version"`
	Schema        int    `json:"schema"`
	ScaleHash     string `json:"scale_sha256"`
	KnowledgeBase string `json:"knowledge_base_sha256"`
	Settings      struct {
		Scorers []string `json:"scorers"`
		Scale   string   `json:"scale"`
		Voice   string   `json:"voice"`
		Pairs   []string `json:"pairs"`
		Actors  string   `json:"actors_name"`
	} `json:"settings"`
	Inputs []struct {
		Path   string `json:"path"`
		Bytes  int64  `json:"bytes"`
		SHA256 string `json:"sha256"`
	} `json:"inputs"`
	Validated bool `json:"rows_checked_by_a_person"`
}

func readManifest(out string) (manifest, error) {
	var m manifest
	path := filepath.Join(out, "manifest.json")
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return m, fmt.Errorf("%s is no finished output folder (no manifest.json): run detente run … -o %s, or finish it with --resume", out, out)
	}
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// lost is one line of errors.jsonl.
type lost struct {
	Input     string `json:"input"`
	InnerPath string `json:"inner_path"`
	Record    int64  `json:"record"`
	Stage     string `json:"stage"`
	Error     string `json:"error"`
}

// readErrors reads the first lines of errors.jsonl and counts all, by stage.
func readErrors(out string, most int) (first []lost, byStage map[string]int, err error) {
	byStage = map[string]int{}
	path := filepath.Join(out, "errors.jsonl")
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, byStage, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 16<<20)
	for line := 1; s.Scan(); line++ {
		var l lost
		if err := json.Unmarshal(s.Bytes(), &l); err != nil {
			return nil, nil, fmt.Errorf("%s, line %d: %w", path, line, err)
		}
		byStage[l.Stage]++
		if len(first) < most {
			first = append(first, l)
		}
	}
	return first, byStage, s.Err()
}

// counts are the numbers of the head, taken from the tables.
type counts struct {
	documents, copies, undatedDocs int
	from, to                       detente.Time // of publication
	outlets                        map[string]int

	statements                 int
	kinds                      [5]int // by detente.Kind
	events, retellings         int
	nested, thoughts, unscored int
	speaker, target            int
	own, fallback, unknown     int
}

// run is a run folder as far as the page shows it.
type run struct {
	opt      Options
	out      string
	manifest manifest
	counts   counts
	errors   []lost
	byStage  map[string]int
	texts    bool

	dated  map[string]bool   // doc_id: has a publication date
	outlet map[string]string // doc_id
	actor  map[string]string // entity_id: roll-up, where it is another

	shifts   []table.ShiftRow // strongest first
	sections []*section
	turns    int // cards shown
	eligible int // turns of a verdict that is shown
	entries  map[string]*entry
	ledger   []*entry
	index    []indexRow
	indexAll int
	periods  map[lane][]table.PeriodRow
}

// load reads the run. The tables are read several times and never held whole:
// in memory are a line per article, the points of the pairs shown, and the
// statements shown.
func load(out string, opt Options) (*run, error) {
	m, err := readManifest(out)
	if err != nil {
		return nil, err
	}
	r := &run{opt: opt, out: out, manifest: m, dated: map[string]bool{}, outlet: map[string]string{}, actor: map[string]string{}, entries: map[string]*entry{}}
	if r.errors, r.byStage, err = readErrors(out, 50); err != nil {
		return nil, err
	}
	for _, step := range []func() error{r.readDocuments, r.surveyStatements, r.readShifts, r.readPoints, r.readLanes, r.readEvidence, r.nameActors, r.nameDocuments, r.readTexts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	r.link()
	return r, nil
}

func (r *run) readDocuments() error {
	c := &r.counts
	c.outlets = map[string]int{}
	c.from, c.to = detente.MaxTime, detente.MinTime
	for d, err := range table.ReadDocuments(r.out) {
		if err != nil {
			return err
		}
		c.documents++
		if d.IsCopy {
			c.copies++
		}
		if o := d.Article.Outlet; o != "" {
			c.outlets[o]++
			r.outlet[d.DocID] = o
		}
		p := d.Article.Published
		if !p.Known() || !p.Interval.Bounded() {
			c.undatedDocs++
			continue
		}
		r.dated[d.DocID] = true
		c.from, c.to = min(c.from, p.Interval.Lo), max(c.to, p.Interval.Hi)
	}
	return nil
}

func (r *run) surveyStatements() error {
	c := &r.counts
	for s, err := range table.ReadStatements(r.out) {
		if err != nil {
			return err
		}
		c.statements++
		if int(s.Kind) < len(c.kinds) {
			c.kinds[s.Kind]++
		}
		add := func(n *int, yes bool) {
			if yes {
				*n++
			}
		}
		add(&c.events, s.EventID == s.StatementID)
		add(&c.retellings, s.IsRetelling)
		add(&c.nested, s.Nested)
		add(&c.thoughts, s.Thought)
		add(&c.unscored, len(s.Scores) == 0 || !s.Scores[0].OK())
		add(&c.speaker, s.SpeakerID != "")
		add(&c.target, s.TargetID != "")
		switch s.When.Method {
		case detente.MethodNone:
			c.unknown++
		case detente.MethodPublished:
			c.fallback++
		default:
			c.own++
		}
		if s.SpeakerActorID != s.SpeakerID {
			r.actor[s.SpeakerID] = s.SpeakerActorID
		}
		if s.TargetActorID != s.TargetID {
			r.actor[s.TargetID] = s.TargetActorID
		}
	}
	return nil
}

// roll gives the actor that an entity speaks for.
func (r *run) roll(id string) string {
	if a := r.actor[id]; a != "" {
		return a
	}
	return id
}

// lane names a series of the series table.
type lane struct {
	level           detente.Level
	speaker, target string
	channel         detente.Channel
}

// readLanes reads words and deeds by period for the pairs shown.
func (r *run) readLanes() error {
	period := map[lane]string{}
	for _, s := range r.sections {
		for _, p := range s.panels {
			for _, c := range []detente.Channel{detente.Words, detente.Deeds} {
				period[lane{s.level, p.speaker, p.target, c}] = s.period
			}
		}
	}
	r.periods = map[lane][]table.PeriodRow{}
	if len(period) == 0 {
		return nil
	}
	for row, err := range table.ReadSeries(r.out) {
		if err != nil {
			return err
		}
		d := row.Dyad
		k := lane{d.Level, d.Speaker, d.Target, d.Channel}
		if d.Axis == "" && d.Scorer == r.scorer() && period[k] == row.Period && row.Period != "" {
			r.periods[k] = append(r.periods[k], row)
		}
	}
	return nil
}

// scorer is the one whose turns are tested: the first.
func (r *run) scorer() string {
	if len(r.shifts) > 0 {
		return r.shifts[0].Dyad.Scorer
	}
	return ""
}
