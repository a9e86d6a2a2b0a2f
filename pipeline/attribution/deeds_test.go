package attribution_test

import (
	"os"
	"strings"
	"testing"

	"detente"
)

// gold is a deed of testdata/deeds: a word each of who did what to whom, "-" for
// nobody.
type gold struct{ agent, act, patient string }

// TestDeeds measures how many deeds of testdata/deeds are found, how many that
// are found are none, and how often whom they are done to is right. The floors
// are a little below what was reached.
func TestDeeds(t *testing.T) {
	data, err := os.ReadFile("testdata/deeds/deeds.tsv")
	if err != nil {
		t.Fatal(err)
	}
	total, found, whom, pointed, made, wrong := 0, 0, 0, 0, 0, 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		text, deeds, _ := strings.Cut(line, "\t")
		attrs := find(text, detente.VoiceReported)
		matched := make([]bool, len(attrs))
		for entry := range strings.SplitSeq(deeds, "; ") {
			f := strings.Split(entry, "|")
			if len(f) != 3 {
				continue
			}
			total++
			i := matchDeed(text, attrs, matched, gold{f[0], f[1], f[2]})
			if i < 0 {
				t.Logf("missed %q in %q", entry, text)
				continue
			}
			found++
			matched[i] = true
			if f[2] == "-" {
				continue
			}
			pointed++
			if saysOne(text, attrs[i].Frame.Patients, f[2]) || saysOne(text, attrs[i].Sources, f[2]) || attrs[i].Kind != detente.Act && saysOne(text, attrs[i].Content, f[2]) {
				whom++
			} else {
				t.Logf("patient %q not found in %q", entry, text)
			}
		}
		for i := range attrs {
			if matched[i] || attrs[i].Kind != detente.Act {
				continue
			}
			wrong++
			t.Logf("false %q by %q in %q", attrs[i].Cue.In(text), attrs[i].Source.In(text), text)
		}
	}
	made = found + wrong
	t.Logf("found %d of %d, %d of %d right, patients %d of %d", found, total, found, made, whom, pointed)
	if r := float64(found) / float64(total); r < floorRecall {
		t.Errorf("recall %.2f, was at least %.2f", r, floorRecall)
	}
	if p := float64(found) / float64(made); p < floorPrecision {
		t.Errorf("precision %.2f, was at least %.2f", p, floorPrecision)
	}
	if w := float64(whom) / float64(pointed); w < floorPatient {
		t.Errorf("patients %.2f, was at least %.2f", w, floorPatient)
	}
}

const floorRecall, floorPrecision, floorPatient = 0.94, 0.98, 0.96

// TestDiscards counts the acts that are found in prose without any.
func TestDiscards(t *testing.T) {
	data, err := os.ReadFile("testdata/deeds/discards.tsv")
	if err != nil {
		t.Fatal(err)
	}
	sentences, wrong := 0, 0
	for line := range strings.Lines(string(data)) {
		text := strings.TrimRight(line, "\r\n")
		if text == "" || text[0] == '#' {
			continue
		}
		sentences++
		for _, a := range find(text, detente.VoiceReported) {
			if a.Kind == detente.Act {
				wrong++
				t.Logf("false %q by %q in %q", a.Cue.In(text), a.Source.In(text), text)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%d acts in %d sentences without any", wrong, sentences)
	}
}

// matchDeed gives the attribution whose cue and source are those of a deed, -1
// for none.
func matchDeed(text string, attrs []detente.Attribution, taken []bool, g gold) int {
	for i := range attrs {
		a := &attrs[i]
		sources := append([]detente.Span{a.Source}, a.Sources...)
		cue := append([]detente.Span{a.Cue}, a.Content...)
		if a.Kind != detente.Act && a.Frame.Class == 0 {
			cue = cue[:1]
		}
		if !taken[i] && saysOne(text, cue, g.act) && (g.agent == "-" || saysOne(text, sources, g.agent)) {
			return i
		}
	}
	return -1
}

// saysOne reports whether one of the spans has the word.
func saysOne(text string, spans []detente.Span, word string) bool {
	for _, s := range spans {
		for w := range strings.FieldsFuncSeq(s.In(text), func(r rune) bool { return strings.ContainsRune(" ,.’'", r) }) {
			if w == word {
				return true
			}
		}
	}
	return false
}
