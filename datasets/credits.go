package datasets

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"

	"detente/internal/lexicon"
)

//go:embed data/agencies.tsv
var agenciesTSV string

type agencyTable struct {
	form  *regexp.Regexp
	names map[string]string // form -> name
}

// agencies finds an agency named at the end of a dateline: in brackets before a
// dash, or between slashes.
var agencies = sync.OnceValues(func() (agencyTable, error) {
	rows, err := lexicon.Rows("agencies.tsv", agenciesTSV, 2)
	if err != nil {
		return agencyTable{}, err
	}
	t := agencyTable{names: map[string]string{}}
	var forms []string
	for _, row := range rows {
		for form := range strings.SplitSeq(row[1], "|") {
			forms = append(forms, regexp.QuoteMeta(form))
			t.names[form] = row[0]
		}
	}
	any := "(" + strings.Join(forms, "|") + ")"
	t.form = regexp.MustCompile(`^[^.!?“"\n]{0,100}?(?:\(` + any + `\)\s*(?:-|–|—|:)|/` + any + `/\.?\s)`)
	return t, nil
})

// agencyOf gives the agency that a text came from, by its dateline: an agency's
// story in a newspaper is the agency's. "" when none is named.
func agencyOf(text string) string {
	head := text[:min(len(text), 160)]
	if !strings.ContainsAny(head, "(/") {
		return ""
	}
	t, err := agencies()
	if err != nil {
		return ""
	}
	m := t.form.FindStringSubmatch(head)
	if m == nil {
		return ""
	}
	return t.names[m[1]+m[2]]
}

var creditLine = regexp.MustCompile(`(?i)^[\s(\[]*((?:additional |contributing )?(?:reporting|editing|writing|compiled|translated|translation|written)(?:,? and [a-z]+| \w+)? (?:by|from) [^\n]{2,300}?)[\s)\].]*$`)

// creditOf gives the line at the end of a text that says who reported, edited or
// translated it.
func creditOf(text string) string {
	tail := strings.TrimRight(text, " \n")
	for range 3 {
		i := strings.LastIndexByte(tail, '\n')
		if len(tail)-i > 400 {
			return ""
		}
		if m := creditLine.FindStringSubmatch(tail[i+1:]); m != nil {
			return m[1]
		}
		if i < 0 {
			return ""
		}
		tail = strings.TrimRight(tail[:i], " \n")
	}
	return ""
}
