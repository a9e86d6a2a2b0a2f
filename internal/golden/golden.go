// Package golden is what tests share: cases in files that a person can read, the
// way to the shared data, and the check of model cards.
//
// A file holds cases. A case begins with a line "=== name key=value ...", then
// the input, a line "---", and the wanted output:
//
//	=== colon and next paragraph published=2031-05-16
//	The ministry said in a statement:
//	“We shall not pay.”
//	---
//	direct  source="The ministry"  cue="said"
//
// A value with blanks stands in double quotes. With -update the wanted parts are
// rewritten from what the code gives; the change is then read like code.
package golden

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the wanted parts of golden files")

// Case is one case of a file.
type Case struct {
	Name  string
	Args  map[string]string
	Input string // without its final newline
	Want  string // the same
}

// Run runs every case of the files that match the pattern, as a subtest each.
// A pattern that matches nothing, or a file without a case, fails the test.
func Run(t *testing.T, pattern string, got func(t *testing.T, c Case) string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("golden files %q: none found (%v)", pattern, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := Parse(string(data))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for i := range cases {
			c := &cases[i]
			t.Run(strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"/"+c.Name, func(t *testing.T) {
				out := strings.TrimRight(got(t, *c), "\n")
				if *update {
					c.Want = out
					return
				}
				if diff := cmp.Diff(strings.Split(c.Want, "\n"), strings.Split(out, "\n")); diff != "" {
					t.Errorf("%s\n(-want +got):\n%s", c.Input, diff)
				}
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(Format(string(data), cases)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Parse reads the cases of a file. Text before the first case is a comment.
func Parse(s string) ([]Case, error) {
	var cases []Case
	for i, block := range strings.Split("\n"+s, "\n=== ") {
		if i == 0 {
			continue
		}
		head, body, _ := strings.Cut(block, "\n")
		in, want, ok := strings.Cut("\n"+body+"\n", "\n---\n")
		if !ok {
			return nil, fmt.Errorf("case %q: no line --- between input and wanted output", head)
		}
		c := Case{Args: map[string]string{}, Input: strings.Trim(in, "\n"), Want: strings.Trim(want, "\n")}
		c.Name = arguments(head, c.Args)
		cases = append(cases, c)
	}
	if len(cases) == 0 {
		return nil, fmt.Errorf("no case: a case begins with a line \"=== name\"")
	}
	return cases, nil
}

// Format writes the cases back with the comment and the heads of the old file.
func Format(old string, cases []Case) string {
	blocks := strings.Split("\n"+old, "\n=== ")
	var b strings.Builder
	b.WriteString(strings.TrimPrefix(blocks[0], "\n"))
	if blocks[0] != "" {
		b.WriteString("\n")
	}
	for i, c := range cases {
		head, _, _ := strings.Cut(blocks[i+1], "\n")
		fmt.Fprintf(&b, "=== %s\n%s\n---\n", head, c.Input)
		if c.Want != "" {
			b.WriteString(c.Want + "\n")
		}
		if i < len(cases)-1 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// arguments takes the key=value words out of a head and gives the rest.
func arguments(head string, args map[string]string) string {
	var name []string
	for len(head) > 0 {
		head = strings.TrimLeft(head, " ")
		word := head
		if i := strings.IndexByte(head, ' '); i >= 0 {
			word = head[:i]
		}
		key, value, ok := strings.Cut(word, "=")
		if ok && key != "" && strings.HasPrefix(value, `"`) {
			rest := head[len(key)+2:]
			end := strings.IndexByte(rest, '"')
			if end < 0 {
				end = len(rest)
			}
			args[key] = rest[:end]
			head = strings.TrimPrefix(rest[end:], `"`)
			continue
		}
		head = head[len(word):]
		if ok && key != "" {
			args[key] = value
		} else if word != "" {
			name = append(name, word)
		}
	}
	return strings.Join(name, " ")
}
