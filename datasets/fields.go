package datasets

import (
	"cmp"
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"detente/internal/lexicon"
)

//go:embed data/fields.tsv
var fieldsTSV string

// FieldNames are the fields of an article that a column can fill: the left sides
// of --field text=body.
var FieldNames = []string{"text", "title", "date", "outlet", "author", "url", "language", "id"}

// synonymTable ranks the names of columns per field.
type synonymTable struct {
	rank  map[string]map[string]int // field, normalised name -> place, from 0
	short map[string]bool           // names of text columns that hold a summary
}

var synonyms = sync.OnceValues(func() (synonymTable, error) {
	rows, err := lexicon.Rows("fields.tsv", fieldsTSV, 3)
	if err != nil {
		return synonymTable{}, err
	}
	t := synonymTable{rank: map[string]map[string]int{}, short: map[string]bool{}}
	for _, row := range rows {
		field, name := row[0], row[1]
		if t.rank[field] == nil {
			t.rank[field] = map[string]int{}
		}
		t.rank[field][name] = len(t.rank[field])
		if row[2] == "short" {
			t.short[name] = true
		}
	}
	return t, nil
})

// known reports whether a normalised name is one of any field.
func (t synonymTable) known(name string) bool {
	for _, names := range t.rank {
		if _, ok := names[name]; ok {
			return true
		}
	}
	return false
}

// neverDates reports whether a column tells when an article was collected or
// changed, not when it was published.
func neverDates(column string) bool {
	known, err := synonyms()
	if err != nil {
		return false
	}
	_, never := known.rank["never"][normalName(column)]
	return never
}

// mapping says which column fills which field; "" is none.
type mapping map[string]string

// Choice is the column chosen for one field.
type Choice struct {
	Field    string
	Column   string // "" when no column fits
	RunnerUp string // the next best column; "" when there is none
	Forced   bool   // by the user
	Close    bool   // the runner-up fits nearly as well
}

// column is what the sample shows of one column.
type columnStats struct {
	name     string
	normal   string
	filled   int
	lengths  []int
	dates    int
	urls     int
	distinct map[string]bool
}

func (c *columnStats) medianLength() int {
	if len(c.lengths) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(c.lengths))
	return sorted[len(sorted)/2]
}

// share is n as a share of the filled cells.
func (c *columnStats) share(n int) float64 {
	if c.filled == 0 {
		return 0
	}
	return float64(n) / float64(c.filled)
}

// columnsOf looks at a sample. The columns are in order of first appearance.
func columnsOf(sample []record) []*columnStats {
	var columns []*columnStats
	byName := map[string]*columnStats{}
	for i := range sample {
		for _, cl := range sample[i].cells {
			c := byName[cl.name]
			if c == nil {
				c = &columnStats{name: cl.name, normal: normalName(cl.name), distinct: map[string]bool{}}
				byName[cl.name] = c
				columns = append(columns, c)
			}
			v := strings.TrimSpace(cl.value)
			if v == "" || len(v) < 5 && (strings.EqualFold(v, "null") || strings.EqualFold(v, "none") || strings.EqualFold(v, "nan")) {
				continue
			}
			c.filled++
			c.lengths = append(c.lengths, len(v))
			c.distinct[v] = true
			if len(v) < 64 {
				// Any order will do here: whether it is a date is asked.
				if _, p := parseDate(v, dayFirst); p == dateOK {
					c.dates++
				}
			}
			if isURL(v) {
				c.urls++
			}
		}
	}
	return columns
}

// chooseFields finds the column of every field, by name and by content. forced
// holds the user's choices; "-" or "" as a column means none.
func chooseFields(sample []record, forced map[string]string) (mapping, []Choice, error) {
	known, err := synonyms()
	if err != nil {
		return nil, nil, err
	}
	columns := columnsOf(sample)
	taken := map[string]bool{}
	for _, name := range forced {
		taken[name] = true
	}
	m := mapping{}
	var choices []Choice
	for _, field := range FieldNames {
		choice := Choice{Field: field}
		if name, ok := forced[field]; ok {
			if name != "-" {
				choice.Column = name
			}
			choice.Forced = true
		} else {
			choice = bestColumn(field, columns, known, taken, len(sample))
		}
		if choice.Column != "" {
			m[field] = choice.Column
			taken[choice.Column] = true
		}
		choices = append(choices, choice)
	}
	return m, choices, nil
}

// bestColumn ranks the columns for one field.
func bestColumn(field string, columns []*columnStats, known synonymTable, taken map[string]bool, rows int) Choice {
	type candidate struct {
		c     *columnStats
		score float64
	}
	var candidates []candidate
	for _, c := range columns {
		if taken[c.name] || c.filled == 0 {
			continue
		}
		if _, never := known.rank["never"][c.normal]; never && field == "date" {
			continue
		}
		if s := fit(field, c, known, rows); s > 0 {
			candidates = append(candidates, candidate{c, s})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	choice := Choice{Field: field}
	if len(candidates) > 0 {
		choice.Column = candidates[0].c.name
	}
	if len(candidates) > 1 {
		choice.RunnerUp = candidates[1].c.name
		choice.Close = candidates[1].score > 0.85*candidates[0].score
	}
	return choice
}

// fit says how well a column fits a field: 0 not at all, 1 perfectly. The name
// gives from 0.5 for the last synonym to 1 for the first; what the cells hold
// weighs that, so that an empty column with a good name loses.
func fit(field string, c *columnStats, known synonymTable, rows int) float64 {
	names := known.rank[field]
	rank, named := names[c.normal]
	name := 0.0
	if named {
		name = 1 - 0.5*float64(rank)/float64(len(names))
	}
	full := float64(c.filled) / float64(rows)
	median := c.medianLength()
	switch field {
	case "text":
		if c.share(c.dates) > 0.5 || c.share(c.urls) > 0.5 {
			return 0
		}
		if !named {
			// Long cells under a strange name are the text when no other is.
			if median < 300 {
				return 0
			}
			name = 0.2
		}
		if known.short[c.normal] {
			name *= 0.3
		}
		// "Only available in paid plans" is not the text of every article.
		if c.filled >= 5 && len(c.distinct)*3 < c.filled {
			name *= 0.2
		}
		return name * full * min(1, 0.2+float64(median)/400)
	case "date":
		if c.share(c.dates) < 0.5 {
			return 0
		}
	case "title":
		if median > 300 {
			return 0
		}
	case "url":
		if c.share(c.urls) < 0.5 {
			return 0
		}
	case "id":
		if len(c.distinct) < c.filled || median > 200 {
			return 0
		}
	case "author", "outlet", "language":
		if median > 200 {
			return 0
		}
	}
	return name * (0.3 + 0.7*full)
}

func isURL(s string) bool {
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// hostOf reduces an address to its host, and leaves other names of outlets as
// they are.
func hostOf(s string) string {
	if !isURL(s) {
		return s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return s
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// checkForced refuses fields that do not exist.
func checkForced(forced map[string]string) error {
	for field := range forced {
		if !slices.Contains(FieldNames, field) {
			return fmt.Errorf("no field named %q: use one of %s", field, strings.Join(FieldNames, ", "))
		}
	}
	return nil
}
