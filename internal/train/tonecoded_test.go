package train

import (
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
)

// The coded statements have classes whose weight on the scale has the coded sign: only
// a request may be hostile or friendly.
func TestCodedToneSigns(t *testing.T) {
	coded, err := ReadCodedTone()
	if err != nil {
		t.Fatal(err)
	}
	signs := map[string]map[int]bool{}
	for _, c := range coded {
		if signs[c.Class] == nil {
			signs[c.Class] = map[int]bool{}
		}
		signs[c.Class][c.Sign] = true
	}
	for class, s := range signs {
		if class == detente.Request.String() {
			if s[0] {
				t.Errorf("%s is coded as plain", class)
			}
			continue
		}
		if len(s) != 1 {
			t.Errorf("%s is coded with the signs %v", class, s)
		}
	}
}

// A run's stages still find nearly all of them, and none is of another text.
func TestCodedToneIsRead(t *testing.T) {
	shared := golden.Shared(t, "data")
	coded, err := ReadCodedTone()
	if err != nil {
		t.Fatal(err)
	}
	var s ToneSet
	if err := s.addCoded(shared); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d of %d coded statements are read", len(s.items), len(coded))
	if 10*len(s.items) < 9*len(coded) {
		t.Errorf("%d of %d coded statements are read, want nine tenths", len(s.items), len(coded))
	}
	group := map[int]string{}
	for i, x := range s.examples {
		if id := s.items[i].Coded.ID; group[x.group] != "" && group[x.group] != id {
			t.Errorf("%s and %s are one group", id, group[x.group])
		} else {
			group[x.group] = id
		}
	}
}

func TestCodedToneCheck(t *testing.T) {
	c := CodedTone{ID: "a", Content: [][2]int32{{0, 4}, {5, 9}}, Hash: "1d6ddf7d5b4f2b3f"}
	if err := c.check("Nine ships"); err == nil || !strings.Contains(err.Error(), "another text") {
		t.Errorf("another text is taken: %v", err)
	}
	if err := c.check("Nine"); err == nil || !strings.Contains(err.Error(), "no span") {
		t.Errorf("a span outside of the text is taken: %v", err)
	}
}

// Of attributions of the coded kind the one that covers most of what was coded is
// taken, and none where half of it is not covered.
func TestCodedToneIn(t *testing.T) {
	said := func(k detente.Kind, lo, hi int32) detente.Attribution {
		return detente.Attribution{Kind: k, Content: []detente.Span{{Start: lo, End: hi}}}
	}
	attrs := []detente.Attribution{said(detente.Direct, 0, 100), said(detente.Indirect, 40, 60), said(detente.Indirect, 40, 95), said(detente.Indirect, 200, 210)}
	for _, tc := range []struct {
		name    string
		content [][2]int32
		want    int
	}{
		{"the longest of the kind", [][2]int32{{40, 90}}, 2},
		{"two spans", [][2]int32{{40, 50}, {80, 95}}, 2},
		{"less than half", [][2]int32{{190, 230}}, -1},
	} {
		c := CodedTone{Kind: "indirect", Content: tc.content}
		if got := c.in(attrs); got != tc.want {
			t.Errorf("%s: attribution %d, want %d", tc.name, got, tc.want)
		}
	}
}
