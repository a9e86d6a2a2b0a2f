package datasets

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"detente"
)

// Report tells what reading found and chose, for a terminal (Print) and, as JSON,
// for the manifest of a run. Inputs are in the order of reading.
type Report struct {
	Inputs   []*Group       `json:"inputs"`
	Files    int            `json:"files"`
	Bytes    int64          `json:"bytes"`              // of all files on disk
	Skipped  map[string]int `json:"skipped,omitempty"`  // files of folders that are of no known kind, by ending
	Unopened map[string]int `json:"unopened,omitempty"` // files and folders that gave nothing, by reason

	consumed atomic.Int64
	byKey    map[string]*Group
}

// Group is the files of one argument that are read in the same way: mostly one
// file, or a whole folder of text files.
type Group struct {
	Path        string            `json:"path"` // the file, or the folder where there are several
	Format      string            `json:"format"`
	Packed      string            `json:"packed,omitempty"`
	Encoding    string            `json:"encoding,omitempty"` // where it is not UTF-8 throughout
	Files       int               `json:"files"`
	Bytes       int64             `json:"bytes"`
	SHA256      string            `json:"sha256"` // of the file; of the lines "hash  name" where there are several
	Fields      map[string]string `json:"fields"`
	Choices     []Choice          `json:"-"`
	DateOrder   string            `json:"date_order,omitempty"`
	OrderProofs int               `json:"date_order_proofs,omitempty"` // values that settle the order

	Read      int            `json:"read"`
	Rejected  map[string]int `json:"rejected,omitempty"`  // by reason
	Passed    map[string]int `json:"passed,omitempty"`    // of a crawl or archive: what is no article, by kind
	Published map[string]int `json:"published,omitempty"` // by source and precision: "metadata day"
	NoDate    map[string]int `json:"no_date,omitempty"`   // values of the date column that gave no date, by reason
	Repaired  int            `json:"repaired_encodings,omitempty"`
	Unescaped int            `json:"unescaped,omitempty"` // with character references such as &quot;
	Short     int            `json:"short,omitempty"`     // under 200 bytes
	Truncated int            `json:"truncated,omitempty"` // cut by the exporter: "[+1234 chars]"
	Unwrapped int            `json:"unwrapped,omitempty"` // with hard line breaks, which were joined
	Stripped  int            `json:"stripped,omitempty"`  // with HTML tags, which were taken out

	arg  string
	list hash.Hash
}

// Reasons for what was not read.
const (
	reasonFolder     = "folder"
	reasonUnreadable = "unreadable"
	reasonEmpty      = "empty file"
	reasonKind       = "kind of file"
	reasonColumn     = "columns"
	reasonRecord     = "broken record"
	reasonNoText     = "no text"
	reasonLanguage   = "language" // and its code
)

const shortText = 200

// truncated are the marks of interfaces that give the begin of a text only.
var truncated = regexp.MustCompile(`(?:\[\+\d+ chars\]|\[(?:…|\.\.\.)\]|(?i:continue reading)(?: ?(?:…|\.\.\.|»|→))?)\s*$`)

// Articles is how many articles were read.
func (r *Report) Articles() (n int) {
	for _, g := range r.Inputs {
		n += g.Read
	}
	return n
}

// Lost is how many records and files were not read.
func (r *Report) Lost() (n int) {
	for _, c := range r.Unopened {
		n += c
	}
	for _, g := range r.Inputs {
		n += g.lost()
	}
	return n
}

func (g *Group) lost() (n int) {
	for _, c := range g.Rejected {
		n += c
	}
	return n
}

// skip counts a file that is of no known kind.
func (r *Report) skip(name string) {
	r.Skipped = count(r.Skipped, cmp.Or(strings.ToLower(filepath.Ext(name)), "no ending"))
}

func (r *Report) lost(reason string) { r.Unopened = count(r.Unopened, reason) }

// group finds or begins the group of a file.
func (r *Report) group(in *Input, format string, s *stream, choices []Choice, order dateOrder, proofs int) *Group {
	fields := map[string]string{}
	key := []string{in.Arg, format, s.compression, s.encoding}
	for _, c := range choices {
		if c.Column != "" && format != "text" {
			fields[c.Field] = c.Column
		}
		key = append(key, c.Column)
	}
	joined := strings.Join(append(key, order.String()), "\x00")
	if g := r.byKey[joined]; g != nil {
		g.OrderProofs += proofs
		return g
	}
	g := &Group{Path: in.Name, Format: format, Packed: s.compression, Encoding: s.encoding, Fields: fields, Choices: choices,
		DateOrder: order.String(), OrderProofs: proofs, arg: in.Arg, list: sha256.New()}
	if r.byKey == nil {
		r.byKey = map[string]*Group{}
	}
	r.byKey[joined] = g
	r.Inputs = append(r.Inputs, g)
	return g
}

// addFile counts a file that has been read to its end.
func (g *Group) addFile(in *Input, s *stream) {
	g.Files++
	g.Bytes += s.raw.n
	fmt.Fprintf(g.list, "%s  %s\n", s.sum(), in.Name)
	g.SHA256 = s.sum()
	if g.Files > 1 {
		g.Path, g.SHA256 = filepath.Base(g.arg), hex.EncodeToString(g.list.Sum(nil))
	}
}

func (g *Group) reject(reason string) { g.Rejected = count(g.Rejected, reason) }

func (g *Group) pass(what map[string]int) {
	for k, n := range what {
		if g.Passed == nil {
			g.Passed = map[string]int{}
		}
		g.Passed[k] += n
	}
}

func (g *Group) noDate(p dateProblem) { g.NoDate = count(g.NoDate, string(p)) }

func (g *Group) dated(p detente.Published) {
	name := p.Source.String()
	if p.Known() {
		name += " " + p.Precision.String()
	}
	g.Published = count(g.Published, name)
}

func count(m map[string]int, key string) map[string]int {
	if m == nil {
		m = map[string]int{}
	}
	m[key]++
	return m
}

// Print writes what was read and chosen, a few lines a group, for a terminal.
func (r *Report) Print(w io.Writer) error {
	var b strings.Builder
	for _, g := range r.Inputs {
		fmt.Fprintf(&b, "read     %s from %s (%s)", plural(g.Read, "article"), g.Path, g.how())
		for _, c := range g.Choices {
			if g.Format == "text" {
				break
			}
			switch {
			case c.Column != "":
				fmt.Fprintf(&b, "  %s=%q", c.Field, c.Column)
			case c.Field == "date" || c.Field == "outlet":
				fmt.Fprintf(&b, "  %s=none (--field %s=…)", c.Field, c.Field)
			}
		}
		b.WriteString("\n")
		fmt.Fprintf(&b, "dates    %s", counts(g.Published))
		if g.DateOrder != "" {
			fmt.Fprintf(&b, "; order %s, proved by %s", g.DateOrder, plural(g.OrderProofs, "value"))
		}
		if len(g.NoDate) > 0 {
			fmt.Fprintf(&b, "; without a date: %s", counts(g.NoDate))
		}
		b.WriteString("\n")
		if line := g.texts(); line != "" {
			fmt.Fprintf(&b, "text     %s\n", line)
		}
		if len(g.Passed) > 0 {
			fmt.Fprintf(&b, "passed   %s\n", counts(g.Passed))
		}
		if len(g.Rejected) > 0 {
			fmt.Fprintf(&b, "lost     %s\n", counts(g.Rejected))
		}
	}
	if len(r.Unopened) > 0 {
		fmt.Fprintf(&b, "lost     %s\n", counts(r.Unopened))
	}
	for _, warning := range r.Warnings() {
		fmt.Fprintf(&b, "warning  %s\n", warning)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Warnings are the guesses that deserve a look, and what was passed over.
func (r *Report) Warnings() (warnings []string) {
	known, err := synonyms()
	if err != nil {
		return []string{err.Error()}
	}
	for _, g := range r.Inputs {
		for _, c := range g.Choices {
			if c.Close && !c.Forced {
				warnings = append(warnings, fmt.Sprintf("%s: %q was taken for the %s, but %q fits nearly as well (--field %s=%s)", g.Path, c.Column, c.Field, c.RunnerUp, c.Field, c.RunnerUp))
			}
			if c.Field == "text" && !c.Forced && known.short[normalName(c.Column)] {
				warnings = append(warnings, fmt.Sprintf("%s: %q seems to hold summaries, not the text of articles", g.Path, c.Column))
			}
		}
		if n := g.NoDate[string(dateAmbiguous)]; n > 0 {
			warnings = append(warnings, fmt.Sprintf("%s: %s may be day/month or month/day, and nothing in the column settles it: write them as YYYY-MM-DD", g.Path, plural(n, "date")))
		}
		if n := g.NoDate[string(dateShortYear)]; n > 0 {
			warnings = append(warnings, fmt.Sprintf("%s: %s with a year of two digits: write them as YYYY-MM-DD", g.Path, plural(n, "date")))
		}
		if g.Truncated > 0 {
			warnings = append(warnings, fmt.Sprintf("%s: %s cut short by the exporter", g.Path, plural(g.Truncated, "article")))
		}
	}
	if len(r.Skipped) > 0 {
		warnings = append(warnings, "files of other kinds in folders were passed over: "+counts(r.Skipped))
	}
	return warnings
}

func (g *Group) how() string {
	how := g.Format
	if g.Files > 1 {
		how = plural(g.Files, "file") + ", " + how
	}
	for _, s := range []string{g.Packed, g.Encoding} {
		if s != "" {
			how += " " + s
		}
	}
	return how
}

func (g *Group) texts() string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{g.Short, "short"}, {g.Truncated, "truncated"}, {g.Repaired, "with repaired encoding"}, {g.Unescaped, "with HTML character references resolved"}, {g.Stripped, "stripped of HTML tags"}, {g.Unwrapped, "with hard line breaks joined"}} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.what))
		}
	}
	return strings.Join(parts, ", ")
}

// counts prints a table of counts in the order of its keys.
func counts(m map[string]int) string {
	var parts []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%d %s", m[k], k))
	}
	return strings.Join(parts, ", ")
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
