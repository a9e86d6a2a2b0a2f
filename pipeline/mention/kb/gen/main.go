// Command gen makes the generated tables of the knowledge base from the raw
// sources: countries, leaders, the United States' Congress, first names.
//
//	DETENTE_SHARED=DIR go run ./gen    (from pipeline/mention/kb)
//
// DIR/data/kb holds the sources; without the variable it is shared/ beside the
// repository. Output goes to data/ and is the same to the byte every time. A
// country that no table of keys knows stops the build.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"detente/internal/lexicon"
)

func main() {
	shared := os.Getenv("DETENTE_SHARED")
	if shared == "" {
		shared = "../../../../shared"
	}
	files, err := generate(filepath.Join(shared, "data", "kb"), "gen")
	if err == nil {
		err = write("data", files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate gives the generated files by name. src is the folder of the raw
// sources, own that of the hand-written tables.
func generate(src, own string) (map[string][]byte, error) {
	countries, err := readCountries(src, own)
	if err != nil {
		return nil, err
	}
	leaders, err := makeLeaders(src, own, countries)
	if err != nil {
		return nil, err
	}
	congress, err := makeCongress(src)
	if err != nil {
		return nil, err
	}
	names, err := makeNames(src)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{
		"countries.tsv": table(countriesHead, countries.rows()),
		"leaders.tsv":   table(leadersHead, leaders),
		"congress.tsv":  table(congressHead, congress),
		"names.tsv":     names,
	}, nil
}

func write(dir string, files map[string][]byte) error {
	names := make([]string, 0, len(files))
	for n := range files {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		if err := os.WriteFile(filepath.Join(dir, n), files[n], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// row is one row of the actors' table; see package kb for the columns.
type row struct {
	key, name           string
	aliases             []string
	kind, country, role string
	sector, gender      string
	since, until        string
	wikidata            string
}

func (r row) line() string {
	return strings.TrimRight(strings.Join([]string{r.key, r.name, strings.Join(r.aliases, "; "), r.kind, r.country, r.role,
		r.sector, r.gender, r.since, r.until, r.wikidata}, "\t"), "\t")
}

func table(head string, rows []row) []byte {
	var b bytes.Buffer
	b.WriteString(head)
	b.WriteString("# key\tname\taliases\ttype\tcountry\trole\tsector\tgender\tsince\tuntil\twikidata\n")
	for _, r := range rows {
		b.WriteString(r.line())
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// readTSV reads a hand-written table.
func readTSV(path string, columns int) ([][]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return lexicon.Rows(filepath.Base(path), string(data), columns)
}

// readJSONL reads a gzipped file of JSON lines.
func readJSONL[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []T
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		var v T
		if err := json.Unmarshal(sc.Bytes(), &v); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		out = append(out, v)
	}
	return out, sc.Err()
}

// readLines reads a gzipped list, one word a line.
func readLines(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []string
	sc := bufio.NewScanner(z)
	for sc.Scan() {
		if s := strings.TrimSpace(sc.Text()); s != "" {
			out = append(out, s)
		}
	}
	return out, sc.Err()
}

// list splits the items of an aliases column.
func list(s string) []string {
	var out []string
	for _, x := range strings.Split(s, ";") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// slug is the form of a name in keys: folded, words joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, r := range lexicon.Fold(name) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '\'' || r == '.':
		default:
			if s := b.String(); s != "" && s[len(s)-1] != '-' {
				b.WriteByte('-')
			}
		}
	}
	return strings.Trim(b.String(), "-")
}
