package synth

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// generate makes a corpus in memory.
func generate(t testing.TB, o Options) (corpus, actors, truth string) {
	t.Helper()
	var c, a, k bytes.Buffer
	if err := Generate(o, &c, &a, &k); err != nil {
		t.Fatal(err)
	}
	return c.String(), a.String(), k.String()
}

// TestSameSeedSameBytes: a seed is a corpus, and another seed another one.
func TestSameSeedSameBytes(t *testing.T) {
	o := Options{Seed: 7, Articles: 500}
	c, a, k := generate(t, o)
	if c2, a2, k2 := generate(t, o); c != c2 || a != a2 || k != k2 {
		t.Error("the same seed gives other bytes")
	}
	o.Seed = 8
	if c2, a2, k2 := generate(t, o); c == c2 || a == a2 || k == k2 {
		t.Error("another seed gives the same bytes")
	}
	if err := Generate(Options{}, nil, nil, nil); err == nil {
		t.Error("a corpus without articles was made")
	}
}

// TestTruthIsTrue: every line of the corpus is what the truth says, and all that
// it names is there.
func TestTruthIsTrue(t *testing.T) {
	for _, o := range []Options{{Seed: 3, Articles: 3000}, {Seed: 3, Articles: 3000, Brief: true}} {
		checkTruth(t, o)
	}
}

// checkTruth holds a corpus of 3,000 articles against its own truth.
func checkTruth(t *testing.T, o Options) {
	t.Helper()
	corpus, actors, truth := generate(t, o)
	articles := strings.Split(strings.TrimSuffix(corpus, "\n"), "\n")
	kinds := map[string]int{}
	texts := map[string]string{}
	facts := map[string][]Fact{}
	var pairs []Pair
	n := 0
	for _, l := range strings.Split(strings.TrimSuffix(truth, "\n"), "\n") {
		var known line
		if err := json.Unmarshal([]byte(l), &known); err != nil {
			t.Fatal(err)
		}
		if known.Pair != nil {
			pairs = append(pairs, *known.Pair)
			continue
		}
		k := known.Article
		kinds[k.Kind]++
		var a record
		err := json.Unmarshal([]byte(articles[n]), &a)
		n++
		if k.Kind == Garbage {
			if err == nil && a.Text != "" {
				t.Errorf("%s: garbage that is an article: %s", k.ID, a.Text)
			}
			continue
		}
		if err != nil || a.ID != k.ID {
			t.Fatalf("line %d is %q (%v), the truth says %q", n, a.ID, err, k.ID)
		}
		_, body, _ := strings.Cut(a.Text, ") - ")
		texts[k.ID], facts[k.ID] = body, k.Statements
		if len(k.Statements) != 2 {
			t.Errorf("%s: %d statements", k.ID, len(k.Statements))
		}
		for _, f := range k.Statements {
			if !strings.Contains(body, f.Sentence) {
				t.Errorf("%s lacks %q", k.ID, f.Sentence)
			}
			if !strings.Contains(actors, "\n"+f.Speaker+"\t") || !strings.Contains(actors, "\n"+f.TargetActor+"\t") {
				t.Errorf("%s: %s or %s is no actor", k.ID, f.Speaker, f.TargetActor)
			}
		}
		if k.Kind == Copy && texts[k.CopyOf] != body {
			t.Errorf("%s is no copy of %s", k.ID, k.CopyOf)
		}
		if k.Kind == Retelling {
			said, _, _ := strings.Cut(facts[k.Retells][0].Sentence, "”")
			if !strings.Contains(body, said) || !strings.HasPrefix(said, "“") {
				t.Errorf("%s does not quote %s: %s", k.ID, k.Retells, said)
			}
		}
	}
	if n != len(articles) || n != 3000 {
		t.Errorf("%d articles, %d in the truth", len(articles), n)
	}
	for _, k := range []string{News, Copy, Retelling, Garbage} {
		if kinds[k] < 10 {
			t.Errorf("%d articles of kind %s", kinds[k], k)
		}
	}
	if len(pairs) != 3000/pairArticles {
		t.Errorf("%d pairs", len(pairs))
	}
}

// TestNames: no two states, cities or persons share a name.
func TestNames(t *testing.T) {
	w := newWorld(1, 2_000_000)
	seen := map[string]bool{}
	for _, s := range w.states {
		for _, name := range []string{s.name, s.city, s.key, s.people[0].last, s.people[1].last, s.people[2].last} {
			if seen[name] {
				t.Errorf("%s is named twice", name)
			}
			seen[name] = true
		}
	}
	if len(w.states) < 200 || len(w.pairs) < 20_000 {
		t.Errorf("%d states, %d pairs for two million articles", len(w.states), len(w.pairs))
	}
}

func BenchmarkGenerate(b *testing.B) {
	o := Options{Seed: 1, Articles: 200}
	corpus, _, _ := generate(b, o)
	b.SetBytes(int64(len(corpus)))
	b.ReportAllocs()
	for b.Loop() {
		generate(b, o)
	}
}
