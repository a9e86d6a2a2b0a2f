package golden

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const file = `a comment

=== two words at=2031-05-16 who="A B"
line 1

line 2
---
out

=== empty
in
---
`

func TestParseAndFormat(t *testing.T) {
	cases, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	want := []Case{
		{Name: "two words", Args: map[string]string{"at": "2031-05-16", "who": "A B"}, Input: "line 1\n\nline 2", Want: "out"},
		{Name: "empty", Args: map[string]string{}, Input: "in"},
	}
	if diff := cmp.Diff(want, cases); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(file, Format(file, cases)); diff != "" {
		t.Errorf("Format changes an unchanged file (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "=== no divider\nin\n"} {
		if _, err := Parse(bad); err == nil {
			t.Errorf("Parse(%q): no error", bad)
		}
	}
}
