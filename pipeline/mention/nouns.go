package mention

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

//go:embed data/nouns.tsv
var nounsTSV string

// nounKind is what a common noun means as a source.
type nounKind uint8

const (
	noNoun nounKind = iota
	human           // one person, or several: "aide", "traders"
	group           // a body: "agency", "crowd"
	paper           // what speaks for who made it: "report", "letter"
)

var nounKinds = map[string]nounKind{"human": human, "group": group, "paper": paper}

// noun is a common noun that may stand for a source.
type noun struct {
	kind   nounKind
	sector detente.Sector
	gender detente.Gender
	plural bool
	lemma  uint64 // hash of the singular
}

// nouns is the table of nouns; like classes, it is part of the program.
var nouns = sync.OnceValue(func() *lexicon.Phrases[noun] {
	t, err := parseNouns(nounsTSV)
	if err != nil {
		panic(err)
	}
	return t
})

func parseNouns(tsv string) (*lexicon.Phrases[noun], error) {
	rows, err := lexicon.Rows("nouns.tsv", tsv, 4)
	if err != nil {
		return nil, err
	}
	t := &lexicon.Phrases[noun]{}
	for _, r := range rows {
		one, many, given := strings.Cut(r[0], "/")
		if !given {
			many = pluralOf(one)
		}
		n := noun{kind: nounKinds[r[1]], lemma: hashOf(one)}
		if n.kind == noNoun {
			return nil, fmt.Errorf("nouns.tsv, %q: no kind named %q", r[0], r[1])
		}
		if r[2] != "-" {
			i := indexOf(detente.SectorNames, r[2])
			if i < 0 {
				return nil, fmt.Errorf("nouns.tsv, %q: no sector named %q", r[0], r[2])
			}
			n.sector = detente.Sector(i)
		}
		switch r[3] {
		case "M":
			n.gender = detente.Masculine
		case "F":
			n.gender = detente.Feminine
		}
		if many != one {
			t.Add(kb.Words(one), n)
		}
		n.plural = true
		t.Add(kb.Words(many), n)
	}
	return t, nil
}

func indexOf(list []string, s string) int {
	for i, x := range list {
		if x == s {
			return i
		}
	}
	return -1
}

// pluralOf makes the plural by rule.
func pluralOf(s string) string {
	switch {
	case strings.HasSuffix(s, "y") && len(s) > 2 && !strings.ContainsRune("aeiou", rune(s[len(s)-2])):
		return s[:len(s)-1] + "ies"
	case strings.HasSuffix(s, "s"), strings.HasSuffix(s, "x"), strings.HasSuffix(s, "ch"), strings.HasSuffix(s, "sh"):
		return s + "es"
	}
	return s + "s"
}

// nounAt tells what the noun that ends with word i is, and its first word: from
// the table, the knowledge base's titles and classes, or its ending.
func (r *Resolver) nounAt(i int) (noun, int) {
	table := nouns()
	for k := max(0, i-2); k <= i; k++ {
		if r.words[k].sent != r.words[i].sent {
			continue
		}
		if n, ok := table.Get(r.hashes[k : i+1]); ok {
			return n, k
		}
	}
	for k := max(0, i-2); k <= i; k++ {
		if n, c := r.base.Class(r.hashes, k); n > 0 && k+n == i+1 {
			return noun{kind: human, sector: c.Sector, plural: c.Plural, lemma: hashOf(singular(c.Words))}, k
		}
		if n, t := r.base.Title(r.hashes, k); n > 0 && k+n == i+1 && !t.Honorific {
			return noun{kind: human, sector: t.Sector, gender: t.Gender, lemma: r.hashes[i]}, k
		}
		if n, o := r.base.Organ(r.hashes, k); n > 0 && k+n == i+1 && o.Name != "-" && o.Name != "place" {
			return noun{kind: group, sector: o.Sector, plural: o.Plural, lemma: r.hashes[i]}, k
		}
	}
	return ending(lexicon.Fold(r.text(i, i+1))), i
}

// ending tells persons by the ends of words that few other nouns have.
func ending(s string) noun {
	for _, x := range []struct {
		end    string
		gender detente.Gender
		plural bool
	}{
		{"woman", detente.Feminine, false}, {"women", detente.Feminine, true}, {"man", detente.Masculine, false}, {"men", detente.Masculine, true},
		{"ist", 0, false}, {"ists", 0, true}, {"ician", 0, false}, {"icians", 0, true}, {"ologist", 0, false}, {"eer", 0, false}, {"eers", 0, true},
		{"maker", 0, false}, {"makers", 0, true}, {"holder", 0, false}, {"holders", 0, true}, {"worker", 0, false}, {"workers", 0, true},
		{"keeper", 0, false}, {"keepers", 0, true}, {"owner", 0, false}, {"owners", 0, true}, {"goers", 0, true}, {"dwellers", 0, true}, {"people", 0, true},
	} {
		if len(s) > len(x.end)+2 && strings.HasSuffix(s, x.end) {
			n := noun{kind: human, gender: x.gender, plural: x.plural}
			n.lemma = hashOf(s)
			if x.plural {
				n.lemma = hashOf(singular(s))
			}
			return n
		}
	}
	return noun{}
}
