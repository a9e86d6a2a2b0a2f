package segment

import (
	_ "embed"
	"fmt"
	"strconv"
	"sync"

	"detente/internal/lexicon"
)

//go:embed data/words.tsv
var wordsTSV string

// wordKind is what a word means for tokens and sentence borders.
type wordKind uint16

const (
	isTitle wordKind = 1 << iota
	isAbbr
	isBeforeDigit
	isPrefix
	isUnit
	isSplit
	isStarter
	isSay
	isElision
	isSurname
	isAux
	isCredit
)

var wordKinds = map[string]wordKind{
	"title": isTitle, "abbr": isAbbr, "digit": isBeforeDigit, "prefix": isPrefix, "unit": isUnit,
	"split": isSplit, "starter": isStarter, "say": isSay, "elision": isElision, "surname": isSurname, "aux": isAux, "credit": isCredit,
}

// word is the entry of one folded word.
type word struct {
	kind  wordKind
	upper wordKind // the kinds that need a capital in the text
	at    uint8    // of a split: the length of its first part
}

// is reports whether the word has one of the kinds as it is written in the text,
// with or without a capital.
func (w word) is(k wordKind, capital bool) bool {
	if !capital {
		k &^= w.upper
	}
	return w.kind&k != 0
}

// words is the table by lexicon.Hash. The file is part of the program, so a
// fault in it is a fault of the program: a test reads it, and here it panics.
var words = sync.OnceValue(func() map[uint64]word {
	table, err := parseWords(wordsTSV)
	if err != nil {
		panic(err)
	}
	return table
})

func parseWords(tsv string) (map[uint64]word, error) {
	rows, err := lexicon.Rows("words.tsv", tsv, 3)
	if err != nil {
		return nil, err
	}
	table := make(map[uint64]word, len(rows))
	for _, row := range rows {
		kind, ok := wordKinds[row[1]]
		if !ok {
			return nil, fmt.Errorf("words.tsv, %q: no kind named %q", row[0], row[1])
		}
		h := lexicon.Hash(row[0])
		w := table[h]
		w.kind |= kind
		if row[0][0] >= 'A' && row[0][0] <= 'Z' {
			w.upper |= kind
		}
		if kind == isSplit {
			at, err := strconv.ParseUint(row[2], 10, 8)
			if err != nil || int(at) >= len(row[0]) {
				return nil, fmt.Errorf("words.tsv, %q: cannot be cut after %q bytes", row[0], row[2])
			}
			w.at = uint8(at)
		}
		table[h] = w
	}
	return table, nil
}
