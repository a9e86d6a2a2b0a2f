package anchor

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/clusters"
)

//go:embed data/words.tsv
var wordsTSV string

//go:embed data/nouns.tsv
var nounsTSV string

// role is what a word does for the reading of clauses and links; bits, because
// "after" begins clauses and links events.
type role uint16

const (
	isSub role = 1 << iota
	isAux
	isSubject
	isHabit
	isRecent
	linksAfter
	linksBefore
	isAmount
	isAnnounce // of a lemma
	isMonth
	isWhich  // last Friday is no bare Friday
	isIssued // what came out on a day was said on it
	isThen   // a sentence that it opens goes on where the one before ended
)

// entry is one word of the table.
type entry struct {
	role        role
	least, most int32 // of an amount
	month       int8
}

// noun says what tells the event that a noun names.
type noun struct {
	class detente.Class
	mode  detente.Mode
	stem  string
	words bool
	lead  bool
}

type tables struct {
	words    map[uint64]entry
	nouns    map[uint64][]noun
	verbs    *lexicon.VerbTable
	clusters model.Table // of words, for the model of event times
}

// load reads the tables once. They are part of the program: a fault in them is a
// fault of the program, which a test finds.
var load = sync.OnceValue(func() *tables {
	t := &tables{words: map[uint64]entry{}, nouns: map[uint64][]noun{}}
	err := t.readWords()
	if err == nil {
		err = t.readNouns()
	}
	if err == nil {
		t.verbs, err = lexicon.Verbs()
	}
	if err == nil {
		t.clusters, err = clusters.Table()
	}
	if err != nil {
		panic(err)
	}
	return t
})

func (t *tables) readWords() error {
	rows, err := lexicon.Rows("anchor/data/words.tsv", wordsTSV, 4)
	if err != nil {
		return err
	}
	roles := map[string]role{"sub": isSub, "aux": isAux, "subject": isSubject, "habit": isHabit, "recent": isRecent, "announce": isAnnounce, "amount": isAmount, "month": isMonth, "which": isWhich, "issued": isIssued, "then": isThen}
	for _, r := range rows {
		h := lexicon.Hash(r[0])
		e := t.words[h]
		k, ok := roles[r[1]]
		switch {
		case r[1] == "link" && r[2] == "after":
			k = linksAfter
		case r[1] == "link" && r[2] == "before":
			k = linksBefore
		case !ok:
			return fmt.Errorf("anchor/data/words.tsv, %q: no category %q", r[0], r[1])
		}
		if k == isAmount {
			lo, err1 := strconv.Atoi(r[2])
			hi, err2 := strconv.Atoi(r[3])
			if err1 != nil || err2 != nil || lo > hi {
				return fmt.Errorf("anchor/data/words.tsv, %q: %q to %q is no range of days", r[0], r[2], r[3])
			}
			e.least, e.most = int32(lo), int32(hi)
		}
		if k == isMonth {
			m, err := strconv.Atoi(r[2])
			if err != nil || m < 1 || m > 12 {
				return fmt.Errorf("anchor/data/words.tsv, %q: %q is no month", r[0], r[2])
			}
			e.month = int8(m)
		}
		e.role |= k
		t.words[h] = e
	}
	return nil
}

func (t *tables) readNouns() error {
	rows, err := lexicon.Rows("anchor/data/nouns.tsv", nounsTSV, 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n := noun{}
		class, mode, _ := strings.Cut(r[1], ".")
		switch {
		case r[1] == "words":
			n.words = true
		case r[1] == "lead":
			n.lead = true
		case strings.HasPrefix(r[1], "="):
			n.stem = r[1][1:]
		default:
			if n.class = detente.ParseClass(class); n.class == detente.ClassNone {
				return fmt.Errorf("anchor/data/nouns.tsv, %q: no class %q", r[0], r[1])
			}
			for i, name := range detente.ModeNames {
				if mode != "" && name == mode {
					n.mode = detente.Mode(i)
				}
			}
			if mode != "" && n.mode == detente.ModeNone {
				return fmt.Errorf("anchor/data/nouns.tsv, %q: no mode %q", r[0], r[1])
			}
		}
		h := lexicon.Hash(r[0])
		t.nouns[h] = append(t.nouns[h], n)
	}
	return nil
}

// The words that the rules themselves know.
var (
	hAnd      = lexicon.Hash("and")
	hOr       = lexicon.Hash("or")
	hBut      = lexicon.Hash("but")
	hTo       = lexicon.Hash("to")
	hOf       = lexicon.Hash("of")
	hFor      = lexicon.Hash("for")
	hBy       = lexicon.Hash("by")
	hSince    = lexicon.Hash("since")
	hUntil    = lexicon.Hash("until")
	hTill     = lexicon.Hash("till")
	hFrom     = lexicon.Hash("from")
	hAfter    = lexicon.Hash("after")
	hBefore   = lexicon.Hash("before")
	hThat     = lexicon.Hash("that")
	hWhen     = lexicon.Hash("when")
	hAs       = lexicon.Hash("as")
	hAt       = lexicon.Hash("at")
	hIt       = lexicon.Hash("it")
	hIn       = lexicon.Hash("in")
	hOn       = lexicon.Hash("on")
	hDuring   = lexicon.Hash("during")
	hDay      = lexicon.Hash("day")
	hClitic   = lexicon.Hash("'s")
	hWhile    = lexicon.Hash("while")
	hWhereas  = lexicon.Hash("whereas")
	hThough   = lexicon.Hash("though")
	hAlthough = lexicon.Hash("although")
	hSay      = lexicon.Hash("say")
	hTell     = lexicon.Hash("tell")
)
