package scorers

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
)

//go:embed data/compose.tsv
var composeTSV string

// composed is what a verb is with objects of some groups.
type composed struct {
	groups   uint32 // bits
	class    detente.Class
	mode     detente.Mode
	particle uint64 // behind the object: "turned the offer down"; 0 for none
}

// compositions are verbs that are acts by their objects.
type compositions struct {
	verbs   lexicon.Phrases[*[]composed]
	objects lexicon.Phrases[uint32] // noun -> the groups it is of
}

// How many words an object may stand away from its verb, and a particle from the noun
// before it: "let the crew of the trawler go".
const (
	objectReach   = 6
	particleReach = 5
)

// readCompositions reads the table; verbs have the forms that t gives them.
func (t *tables) readCompositions() error {
	rows, err := lexicon.Rows("compose.tsv", composeTSV, 4)
	if err != nil {
		return err
	}
	groups := []string{}
	nouns := map[string]uint32{}
	var order []string
	for _, row := range rows {
		if row[0] != "objects" {
			continue
		}
		groups = append(groups, row[2])
		for n := range strings.SplitSeq(row[1], "|") {
			if nouns[n] == 0 {
				order = append(order, n)
			}
			nouns[n] |= 1 << (len(groups) - 1)
		}
	}
	if len(groups) > 32 {
		return fmt.Errorf("compose.tsv: %d groups, want at most 32", len(groups))
	}
	for _, n := range order {
		t.compose.objects.Add(hashes(strings.ReplaceAll(n, "-", " - ")), nouns[n])
		t.compose.objects.Add(hashes(n), nouns[n])
		t.compose.objects.Add(hashes(plural(n)), nouns[n])
	}
	verbs := map[string]*[]composed{}
	for _, row := range rows {
		switch row[0] {
		case "objects":
		case "verb":
			if err := t.composeVerbs(row, groups, verbs); err != nil {
				return err
			}
		default:
			return fmt.Errorf("compose.tsv, %q: no kind %q", row[1], row[0])
		}
	}
	return nil
}

// composeVerbs reads a row of verbs.
func (t *tables) composeVerbs(row, groups []string, verbs map[string]*[]composed) error {
	class, mode, _ := strings.Cut(row[3], "/")
	c := composed{class: detente.ParseClass(class)}
	at := slices.Index(detente.ModeNames, mode)
	if c.class == detente.ClassNone || at < 0 {
		return fmt.Errorf("compose.tsv, %q: no class or mode %q", row[1], row[3])
	}
	c.mode = detente.Mode(at)
	for g := range strings.SplitSeq(row[2], "|") {
		k := slices.Index(groups, g)
		if k < 0 {
			return fmt.Errorf("compose.tsv, %q: no group %q", row[1], g)
		}
		c.groups |= 1 << k
	}
	for entry := range strings.SplitSeq(row[1], "|") {
		verb, particle, parted := strings.Cut(entry, " ~ ")
		if parted {
			split := c
			split.particle = lexicon.Hash(particle)
			t.composeVerb(verb, split, verbs)
			verb += " " + particle
		}
		t.composeVerb(verb, c, verbs)
	}
	return nil
}

func (t *tables) composeVerb(verb string, c composed, verbs map[string]*[]composed) {
	list := verbs[verb]
	if list == nil {
		list = &[]composed{}
		verbs[verb] = list
		for _, words := range t.forms(verb, true) {
			t.compose.verbs.Add(words, list)
		}
	}
	*list = append(*list, c)
}

// plural gives the plural of a noun by rule.
func plural(n string) string {
	switch {
	case strings.HasSuffix(n, "y") && !strings.HasSuffix(n, "ay") && !strings.HasSuffix(n, "ey"):
		return n[:len(n)-1] + "ies"
	case strings.HasSuffix(n, "s"), strings.HasSuffix(n, "h"):
		return n + "es"
	}
	return n + "s"
}

// composedAt finds a verb that is an act by its object at word i of words, and gives
// what it is and the end of the object; for a passive, whose object stands before it,
// the end of the verb. end is 0 where there is none.
func (r *reader) composedAt(words []uint64, i int, passive bool) (c composed, verbEnd, end int) {
	n, list := r.t.compose.verbs.Longest(words, i)
	if n == 0 {
		return c, 0, 0
	}
	if passive {
		for k := i - 1; k >= max(0, i-objectReach-2) && r.doc.Tokens[k].Sentence == r.doc.Tokens[i].Sentence; k-- {
			if _, groups := r.t.compose.objects.Longest(words[:i], k); groups != 0 {
				if c, ok := r.pick(words, *list, groups, i+n); ok {
					return c, i + n, i + n
				}
				return c, 0, 0
			}
			if r.doc.Tokens[k].Kind == detente.Punct {
				break
			}
		}
		return c, 0, 0
	}
	for k := i + n; k < min(len(words), i+n+objectReach); k++ {
		if r.endsObject(words, k) {
			break
		}
		size, groups := r.t.compose.objects.Longest(words, k)
		for size > 0 { // "aid workers", "peace talks": the last noun is the object
			more, next := r.t.compose.objects.Longest(words, k+size)
			if more == 0 {
				break
			}
			k, size, groups = k+size, more, next
		}
		if groups == 0 {
			continue
		}
		if c, ok := r.pick(words, *list, groups, k+size); ok && !r.carries(words, i, k) {
			return c, i + n, k + size
		}
		break
	}
	return c, 0, 0
}

// carries reports whether the verb at i takes its class from the act noun at k: what is
// imposed or lifted, the tables of acts know better.
func (r *reader) carries(words []uint64, i, k int) bool {
	_, isNoun := r.noun(words, k)
	_, isCarrier := r.t.acts.Carrier(words, i)
	return isNoun && isCarrier
}

// pick gives what a verb is with an object of the groups; a particle must stand
// behind it, and goes before what needs none.
func (r *reader) pick(words []uint64, list []composed, groups uint32, behind int) (best composed, ok bool) {
	for _, c := range list {
		if c.groups&groups == 0 || ok && best.particle != 0 {
			continue
		}
		if c.particle == 0 {
			if !ok {
				best, ok = c, true
			}
			continue
		}
		for k := behind; k < min(len(words), behind+particleReach) && (k == behind || !r.endsObject(words, k-1)); k++ {
			if words[k] == c.particle {
				best, ok = c, true
				break
			}
		}
	}
	return best, ok
}

// endsObject reports whether no object of a verb stands at k or behind: a mark, the
// start of another clause, a preposition but "of".
func (r *reader) endsObject(words []uint64, k int) bool {
	tok := &r.doc.Tokens[k]
	if tok.Sentence != r.doc.Tokens[k-1].Sentence {
		return true
	}
	if tok.Kind == detente.Punct {
		return r.doc.Text[tok.Span.Start] != '-'
	}
	h := words[k]
	if h == hashThat || h == hashTo || r.t.acts.Preposition(h) != 0 && h != hashOf {
		return true
	}
	_, roles := r.t.grammar.Longest(words, k)
	return roles&(roleSub|roleBegin|roleCond) != 0
}

// compose records a verb that is an act by its object and gives how many words it
// takes, 0 for none. An object that is none ("gave no money") turns it.
func (r *reader) compose(words []uint64, i int) int {
	passive := r.c.be && r.participle(i)
	c, verbEnd, end := r.composedAt(words, i, passive)
	if end == 0 {
		return 0
	}
	if v, ok := r.t.verbs.Lookup(words[i]); ok && !r.formFits(i, v.Forms, true) || !ok && r.c.det {
		return 0
	}
	neg := false
	for k := verbEnd; k < end; k++ {
		neg = neg || words[k] == hashNo
	}
	r.add(hit{at: i, end: verbEnd, class: c.class, mode: c.mode, strength: 1.4, verb: true, deed: true})
	if neg {
		h := &r.out.hits[len(r.out.hits)-1]
		h.neg = !h.neg
	}
	return end - i
}
