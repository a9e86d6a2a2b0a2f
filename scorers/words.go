package scorers

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

//go:embed data/grammar.tsv
var grammarTSV string

//go:embed data/tone.tsv
var toneTSV string

//go:embed data/cues.tsv
var cuesTSV string

// role is a set of what a small word does to the acts near it.
type role uint32

const (
	roleNeg role = 1 << iota
	roleWill
	rolePlan
	roleRefuse
	roleHedge
	roleCond
	roleSub
	roleSelf
	roleThird
	roleSecond
	roleAux
	roleDet
	roleMust
	roleApprove
	rolePerform
	roleBoost
	roleBegin
	roleEnd
)

var roleNames = []string{"neg", "will", "plan", "refuse", "hedge", "cond", "sub", "self", "third", "second", "aux", "det", "must", "approve", "perform", "boost", "begin", "end"}

// evidence is what a word or phrase says about the class of an utterance.
type evidence struct {
	class    detente.Class
	mode     detente.Mode
	strength float64
	verb     bool
}

// tables are all words that tone reads. They are read-only.
type tables struct {
	grammar  lexicon.Phrases[role]
	evidence lexicon.Phrases[evidence]
	cues     lexicon.Phrases[float64] // of the reporter's own word
	acts     *lexicon.ActTable
	verbs    *lexicon.VerbTable
	speech   *lexicon.CueTable
	compose  compositions
}

var loadTables = sync.OnceValues(readTables)

func readTables() (*tables, error) {
	t := &tables{}
	var err error
	if t.acts, err = lexicon.Acts(); err != nil {
		return nil, err
	}
	if t.verbs, err = lexicon.Verbs(); err != nil {
		return nil, err
	}
	if t.speech, err = lexicon.Cues(); err != nil {
		return nil, err
	}
	if err := t.readGrammar(); err != nil {
		return nil, err
	}
	if err := t.readEvidence(); err != nil {
		return nil, err
	}
	if err := t.readCompositions(); err != nil {
		return nil, err
	}
	rows, err := lexicon.Rows("cues.tsv", cuesTSV, 2)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		w, err := strconv.ParseFloat(row[1], 64)
		if err != nil || w < -1 || w > 1 {
			return nil, fmt.Errorf("cues.tsv, %q: %q is no weight in [-1, 1]", row[0], row[1])
		}
		for _, words := range t.forms(row[0], true) {
			t.cues.Add(words, w)
		}
	}
	return t, nil
}

func (t *tables) readGrammar() error {
	rows, err := lexicon.Rows("grammar.tsv", grammarTSV, 3)
	if err != nil {
		return err
	}
	// A word may have several roles, and a table of phrases keeps the first value
	// of an entry: gather them first.
	roles := map[string]role{}
	var order []string
	for _, row := range rows {
		k := slices.Index(roleNames, row[1])
		if k < 0 {
			return fmt.Errorf("grammar.tsv, %q: no role %q", row[0], row[1])
		}
		key := row[0] + "\t" + row[2]
		if _, ok := roles[key]; !ok {
			order = append(order, key)
		}
		roles[key] |= 1 << k
	}
	for _, key := range order {
		entry, pos, _ := strings.Cut(key, "\t")
		for _, words := range t.forms(entry, pos == "v") {
			t.grammar.Add(words, roles[key])
		}
	}
	return nil
}

func (t *tables) readEvidence() error {
	rows, err := lexicon.Rows("tone.tsv", toneTSV, 5)
	if err != nil {
		return err
	}
	for _, row := range rows {
		e := evidence{class: detente.ParseClass(row[1]), strength: 1, verb: row[4] == "v"}
		mode := slices.Index(detente.ModeNames, row[2])
		if row[3] != "" {
			e.strength, err = strconv.ParseFloat(row[3], 64)
		}
		if e.class == detente.ClassNone || mode < 0 || err != nil || e.strength <= 0 || e.strength > 3 {
			return fmt.Errorf("tone.tsv, %q: %q is no class, %q no mode, or %q no strength in (0, 3]", row[0], row[1], row[2], row[3])
		}
		e.mode = detente.Mode(mode)
		for _, words := range t.forms(row[0], e.verb) {
			t.evidence.Add(words, e)
		}
	}
	return nil
}

// forms gives an entry as hashes of tokens: each form of its first word where it
// is inflected, and hyphenated words both whole and cut, as tokens may be.
func (t *tables) forms(entry string, inflect bool) [][]uint64 {
	first, rest, _ := strings.Cut(entry, " ")
	words := []string{first}
	if inflect {
		for _, f := range t.verbs.Inflect(first) {
			words = append(words, f.Word)
		}
	}
	var out [][]uint64
	for _, w := range words {
		whole := strings.TrimSpace(w + " " + rest)
		out = append(out, hashes(whole))
		if cut := strings.ReplaceAll(whole, "-", " - "); strings.Contains(whole, "-") && !strings.Contains(whole, " - ") {
			out = append(out, hashes(cut))
		}
	}
	return out
}

func hashes(phrase string) []uint64 {
	var out []uint64
	for w := range strings.FieldsSeq(phrase) {
		out = append(out, lexicon.Hash(w))
	}
	return out
}
