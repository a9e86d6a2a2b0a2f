package train

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/golden"
	"detente/scorers"
)

func ownItems(t *testing.T) []ToneItem {
	t.Helper()
	items, err := OwnToneItems()
	if err != nil {
		t.Fatal(err)
	}
	return items
}

// The project's own sentences are read by the stages before the scorers: nearly
// all give the row that they mark.
func TestOwnToneIsRead(t *testing.T) {
	r, err := newOwnReader()
	if err != nil {
		t.Fatal(err)
	}
	read, items := 0, ownItems(t)
	for i := range items {
		if f, ok := r.features(items[i].Own); ok {
			read++
		} else if len(f) == 0 {
			t.Errorf("%q has no features", items[i].Text)
		}
	}
	t.Logf("%d of %d sentences give a row", read, len(items))
	if 5*read < 4*len(items) {
		t.Errorf("%d of %d sentences give a row, want four fifths", read, len(items))
	}
}

// None of them is near a text of the published data.
func TestOwnToneIsOwn(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(golden.Shared(t, "data/tone"), "*.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	own := ownItems(t)
	texts := make([]string, 0, 20000)
	for _, it := range own {
		texts = append(texts, it.Text)
	}
	for _, f := range files {
		if strings.HasPrefix(filepath.Base(f), "vader_") || strings.HasPrefix(filepath.Base(f), "emobank") {
			continue // reviews and tweets; no scene of ours can stand there
		}
		list, err := ReadTone(f)
		if err != nil {
			continue // a set with labels of another form
		}
		for _, it := range list {
			texts = append(texts, it.Text)
		}
	}
	if len(texts) < 2*len(own) {
		t.Fatalf("only %d published texts were read", len(texts)-len(own))
	}
	for i, g := range nearCopies(texts, .3) {
		if i >= len(own) && g < len(own) {
			t.Errorf("%q is near the published %q", texts[g], texts[i])
		}
	}
}

func TestToneTwice(t *testing.T) {
	train := func() []byte {
		set, err := newToneSet(ownItems(t)[:120])
		if err != nil {
			t.Fatal(err)
		}
		m := set.Train(ToneOptions{Iterations: 3})
		b, err := scorers.ToneBytes(&m)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if a := train(); !bytes.Equal(a, train()) {
		t.Error("two trainings differ")
	}
}

// Hard pairs have two sides of different classes; a third of them is set aside, and
// no model is trained on those.
func TestPairsSetAside(t *testing.T) {
	items := ownItems(t)
	sides, aside := map[string][]ToneItem{}, map[string]bool{}
	for _, it := range items {
		if it.Own.Pair != "" {
			sides[it.Own.Pair] = append(sides[it.Own.Pair], it)
			if it.Own.Aside {
				aside[it.Own.Pair] = true
			}
		}
	}
	for pair, s := range sides {
		if len(s) != 2 || s[0].Label == s[1].Label || s[0].Own.Aside != s[1].Own.Aside {
			t.Errorf("pair %s has %d sides, or one class, or one side set aside", pair, len(s))
		}
	}
	if 3*len(aside) < len(sides) {
		t.Errorf("%d of %d pairs are set aside, want a third", len(aside), len(sides))
	}
	set, err := newToneSet(items)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.aside) != 2*len(aside) || len(set.items)+len(set.aside) != len(items) {
		t.Errorf("%d sentences to train on and %d aside, of %d", len(set.items), len(set.aside), len(items))
	}
	for _, it := range set.items {
		if it.Own.Aside {
			t.Errorf("%q is trained on", it.Text)
		}
	}
}
