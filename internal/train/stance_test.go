package train

import (
	"bytes"
	"strings"
	"testing"

	"detente"
	"detente/scorers"
)

// stanceItems are texts of our own with a target each.
func stanceItems() []ToneItem {
	var out []ToneItem
	for _, row := range [][2]string{
		{"positive", "Vale is a fine neighbour.|Everyone praised Vale for the rescue.|The mayor thanked Vale warmly."},
		{"negative", "Vale lied to the court.|Nobody trusts Vale any more.|The mayor blamed Vale for the flood."},
		{"neutral", "Vale sat in the third row.|The train stopped near Vale.|Vale was born in 1961."},
	} {
		for text := range strings.SplitSeq(row[1], "|") {
			at := int32(strings.Index(text, "Vale"))
			out = append(out, ToneItem{ID: text, Text: text, Target: detente.Span{Start: at, End: at + 4}, Label: row[0]})
		}
	}
	return out
}

func TestStanceTwice(t *testing.T) {
	items := stanceItems()
	train := func() []byte {
		set, err := newStanceSet(items)
		if err != nil {
			t.Fatal(err)
		}
		m := set.Train(StanceOptions{Iterations: 20})
		b, err := scorers.StanceBytes(&m)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if a := train(); !bytes.Equal(a, train()) {
		t.Error("two trainings differ")
	}
}

// A text and its near-copy are never in two folds.
func TestFoldsHoldNearCopies(t *testing.T) {
	items := []ToneItem{}
	for i := range 40 {
		items = append(items, ToneItem{Text: strings.Repeat("word ", i+1) + strings.Repeat("other ", i)})
	}
	items = append(items, items[3])
	fold := blocks(items, 2, 5)
	if fold[3] != fold[40] {
		t.Errorf("a text is in fold %d and its copy in %d", fold[3], fold[40])
	}
	if fold[0] != fold[1] {
		t.Errorf("neighbours are in folds %d and %d", fold[0], fold[1])
	}
}

// The regression finds weights that tell the values, and costs keep them small.
func TestRidge(t *testing.T) {
	set, err := newStanceSet(stanceItems())
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.examples {
		set.examples[i].value = map[string]float64{"negative": -1, "positive": 1}[set.items[i].Label]
	}
	for _, c := range []struct{ cost, least, most float64 }{{1e-6, .95, 1.05}, {1e3, 0, .05}} {
		fit := ridge{cost: c.cost, iterations: 50}
		fit.train(set.examples)
		for i, x := range set.examples {
			if v := fit.value(x.features) * x.value; x.value != 0 && (v < c.least || v > c.most) {
				t.Errorf("cost %g, %q: %g times its value, want %g to %g", c.cost, set.items[i].Text, v, c.least, c.most)
			}
		}
	}
}
