// Package notebook writes a Jupyter notebook into the folder of a finished run:
// notebook.ipynb, which goes from the tables to the turn with the strongest
// verdict and to the sentences behind it, and detente_helpers.py beside it.
//
// The notebook is plain nbformat 4.5 without outputs. It finds the tables
// relative to its own folder, so the folder can be moved. Of the run it holds
// the format of the tables and one pair of names; the same tables give the same
// bytes.
package notebook

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"detente"
	"detente/datasets/table"
)

// File and HelpersFile are the names of what Write makes.
const (
	File        = "notebook.ipynb"
	HelpersFile = "detente_helpers.py"
)

// manifestFile is the sign that a run is finished.
const manifestFile = "manifest.json"

//go:embed templates
var templates embed.FS

// Write writes File and HelpersFile into out, the folder of a finished run, and
// replaces those of an earlier call, with any changes a user made there. Both
// are complete or absent: each is written under another name first. It fails
// where out holds no finished run.
func Write(out string) error {
	if _, err := os.Stat(filepath.Join(out, manifestFile)); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("notebook: %s is no finished output folder (no %s): run detente run … -o %s, or finish it with --resume", out, manifestFile, out)
		}
		return fmt.Errorf("notebook: %w", err)
	}
	p, err := choosePair(out)
	if err != nil {
		return fmt.Errorf("notebook: %w", err)
	}
	format, err := formatOf(out)
	if err != nil {
		return fmt.Errorf("notebook: %w", err)
	}
	page, err := render(p, format)
	if err != nil {
		return fmt.Errorf("notebook: %w", err)
	}
	helpers, err := templates.ReadFile("templates/" + HelpersFile)
	if err != nil {
		return fmt.Errorf("notebook: %w", err)
	}
	if err := writeAll(out, []content{{HelpersFile, helpers}, {File, page}}); err != nil {
		return fmt.Errorf("notebook: %w", err)
	}
	return nil
}

// pair is the series that the notebook opens with. The zero pair stands for a
// run in which nobody speaks.
type pair struct {
	Speaker string // name, or the id where there is none
	Target  string // the same; "" toward anyone
	Level   string
	Channel string
	Axis    string // "" on calendar time
}

// choosePair gives the series of the strongest turn, which is the first of its
// table that has a direction; else the first candidate; else the two persons
// with the most statements between them.
func choosePair(out string) (pair, error) {
	first := pair{}
	for s, err := range table.ReadShifts(out) {
		if err != nil {
			return pair{}, err
		}
		p := pair{cmp.Or(s.SpeakerName, s.Dyad.Speaker), cmp.Or(s.TargetName, s.Dyad.Target), s.Dyad.Level.String(), channelName(s.Dyad.Channel), s.Dyad.Axis}
		if s.Direction != 0 {
			return p, nil
		}
		if first == (pair{}) {
			first = p
		}
	}
	if first != (pair{}) {
		return first, nil
	}
	return commonPair(out)
}

func channelName(c detente.Channel) string { return cmp.Or(c.String(), "all") }

// commonPair gives the speaker and target of the most statements, those with a
// target first, ties by name.
func commonPair(out string) (pair, error) {
	type names struct{ speaker, target string }
	told := map[names]int{}
	for s, err := range table.ReadStatements(out) {
		if err != nil {
			return pair{}, err
		}
		if s.SpeakerID == "" || s.Nested || s.Thought || s.SpeakerID == s.TargetID {
			continue
		}
		told[names{cmp.Or(s.Speaker, s.SpeakerID), cmp.Or(s.Target, s.TargetID)}]++
	}
	var all []names
	for n := range told {
		all = append(all, n)
	}
	if len(all) == 0 {
		return pair{Level: detente.LevelPerson.String(), Channel: channelName(0)}, nil
	}
	best := slices.MinFunc(all, func(a, b names) int {
		return cmp.Or(
			compareBools(a.target == "", b.target == ""),
			cmp.Compare(told[b], told[a]),
			cmp.Compare(a.speaker, b.speaker),
			cmp.Compare(a.target, b.target),
		)
	})
	return pair{best.speaker, best.target, detente.LevelPerson.String(), channelName(0), ""}, nil
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// formatOf gives the format of the tables, looked for as the readers do.
func formatOf(out string) (table.Format, error) {
	for i, ext := range table.FormatNames {
		if _, err := os.Stat(filepath.Join(out, table.Statements+"."+ext)); err == nil {
			return table.Format(i), nil
		}
	}
	return 0, fmt.Errorf("no table %s in %s: is it the output folder of a run?", table.Statements, out)
}

// document is a notebook as nbformat 4.5 has it.
type document struct {
	Cells    []any    `json:"cells"`
	Metadata metadata `json:"metadata"`
	Format   int      `json:"nbformat"`
	Minor    int      `json:"nbformat_minor"`
}

type metadata struct {
	Kernel struct {
		Display  string `json:"display_name"`
		Language string `json:"language"`
		Name     string `json:"name"`
	} `json:"kernelspec"`
	Language struct {
		Name string `json:"name"`
	} `json:"language_info"`
}

type markdownCell struct {
	Type     string   `json:"cell_type"`
	ID       string   `json:"id"`
	Metadata struct{} `json:"metadata"`
	Source   []string `json:"source"`
}

type codeCell struct {
	Type     string   `json:"cell_type"`
	Count    *int     `json:"execution_count"` // null: not run
	ID       string   `json:"id"`
	Metadata struct{} `json:"metadata"`
	Outputs  []any    `json:"outputs"`
	Source   []string `json:"source"`
}

// render makes the notebook's bytes.
func render(p pair, format table.Format) ([]byte, error) {
	t, err := template.ParseFS(templates, "templates/notebook.py.tmpl")
	if err != nil {
		return nil, err
	}
	fields := map[string]string{
		"Speaker": literal(p.Speaker), "Target": literal(p.Target), "Level": literal(p.Level), "Channel": literal(p.Channel), "Axis": literal(p.Axis),
		"Ext": format.String(), "Pandas": "read_feather", "Polars": "read_ipc",
	}
	if format == table.Parquet {
		fields["Pandas"], fields["Polars"] = "read_parquet", "read_parquet"
	}
	var text strings.Builder
	if err := t.Option("missingkey=error").Execute(&text, fields); err != nil {
		return nil, err
	}
	d := document{Format: 4, Minor: 5}
	d.Metadata.Kernel.Display, d.Metadata.Kernel.Language, d.Metadata.Kernel.Name = "Python 3", "python", "python3"
	d.Metadata.Language.Name = "python"
	if d.Cells, err = cells(text.String()); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(d); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// literal is a value as Python source, None for "". A JSON string is one, on one
// line, as long as all but the control characters stand as they are.
func literal(s string) string {
	if s == "" {
		return "None"
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return "None" // a string cannot fail
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// cellHead begins a cell in the template: "# %% id=NAME", or "# %% [markdown]
// id=NAME" for text.
const cellHead = "# %% "

// cells cuts the filled-in template into cells.
func cells(text string) (out []any, err error) {
	for i, part := range strings.Split("\n"+text, "\n"+cellHead) {
		if i == 0 {
			if strings.TrimSpace(part) != "" {
				return nil, fmt.Errorf("template: text before the first cell: %q", part)
			}
			continue
		}
		head, body, _ := strings.Cut(part, "\n")
		name, prose := strings.CutPrefix(head, "[markdown] ")
		id, ok := strings.CutPrefix(name, "id=")
		if !ok || id == "" {
			return nil, fmt.Errorf("template: cell %q has no id", head)
		}
		source := strings.SplitAfter(strings.Trim(body, "\n"), "\n")
		if prose {
			out = append(out, markdownCell{Type: "markdown", ID: id, Source: source})
		} else {
			out = append(out, codeCell{Type: "code", ID: id, Outputs: []any{}, Source: source})
		}
	}
	return out, nil
}

// content is a file to be written.
type content struct {
	name string
	data []byte
}

// writeAll puts files into dir: all of them are on disk before the first gets
// its name.
func writeAll(dir string, files []content) (err error) {
	defer func() {
		if err != nil {
			for _, f := range files {
				os.Remove(filepath.Join(dir, f.name+".tmp"))
			}
		}
	}()
	for _, f := range files {
		if err := writeSynced(filepath.Join(dir, f.name+".tmp"), f.data); err != nil {
			return err
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if err := os.Rename(path+".tmp", path); err != nil {
			return err
		}
	}
	return nil
}

func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
