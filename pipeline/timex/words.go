package timex

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

//go:embed data/words.tsv
var wordsTSV string

//go:embed data/phrases.tsv
var phrasesTSV string

//go:embed data/signals.tsv
var signalsTSV string

// word is what one word can be in a time expression. A zero field means: not
// that. Numbers that may be 0 are kept one higher.
type word struct {
	month, weekday, season int8
	unit                   unit
	night                  bool // the unit is a night: a day that prints as TNI
	fortnight, millennium  bool
	plural                 bool // of a unit or part
	number                 int16
	ordinal                int8
	decade                 int16
	day                    int8 // days from today + 2
	vague, couple          bool
	every, ago, det, the   bool
	clockword, zone        bool
	fiscal, yearend        bool
	period, half           bool
	weak                   bool // needs support from its neighbours
	ampm                   int8 // 1 a.m., 2 p.m.
	era                    int8 // 1 BC, 2 AD
	mod, edge              string
	rel                    string
	part                   string
	set                    string
	festival               string
}

// phraseKind is what a fixed phrase is.
type phrase struct {
	kind  string
	value string
}

// signal is which way a word shows.
type signal uint8

const (
	noSignal signal = iota
	toPast
	toFuture
	toInfinitive // looks ahead before "to" or "for"
	toFar        // the same, with its object between: "invited him to"
	neutral      // ends in -ed, but is no past tense
)

// tables are the word tables, read once. They are part of the program: a fault
// in them is a fault of the program, which a test finds.
type tables struct {
	words   map[uint64]*word
	phrases lexicon.Phrases[phrase]
	starts  map[uint64]bool // first words of phrases
	signals map[uint64]signal
}

var load = sync.OnceValue(func() *tables {
	t := &tables{words: map[uint64]*word{}, starts: map[uint64]bool{}, signals: map[uint64]signal{}}
	for _, err := range []error{t.readWords(wordsTSV), t.readPhrases(phrasesTSV), t.readSignals(signalsTSV)} {
		if err != nil {
			panic(err)
		}
	}
	return t
})

func (t *tables) readWords(tsv string) error {
	rows, err := lexicon.Rows("timex/data/words.tsv", tsv, 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		h := lexicon.Hash(r[0])
		w := t.words[h]
		if w == nil {
			w = &word{}
			t.words[h] = w
		}
		category, weak := strings.CutSuffix(r[1], "*")
		w.weak = w.weak || weak
		if err := w.take(r[0], category, r[2]); err != nil {
			return err
		}
	}
	return nil
}

func (w *word) take(name, category, value string) error {
	n, numErr := strconv.Atoi(value)
	switch category {
	case "month", "weekday", "number", "ordinal", "decade", "day", "night":
		if numErr != nil {
			return fmt.Errorf("timex/data/words.tsv, %q: %q is no number", name, value)
		}
	}
	switch category {
	case "month":
		w.month = int8(n)
	case "weekday":
		w.weekday = int8(n)
		w.plural = w.plural || strings.HasSuffix(name, "days")
	case "unit":
		w.plural = strings.HasSuffix(name, "s") || name == "centuries" || name == "millennia"
		return w.setUnit(name, value)
	case "number":
		w.number = int16(n)
	case "ordinal":
		w.ordinal = int8(n)
	case "season":
		w.season = int8(strings.Index("SPSUFAWI", value)/2 + 1)
	case "part":
		w.part = value
		w.plural = strings.HasSuffix(name, "s")
	case "day":
		w.day = int8(n + 2)
	case "night":
		w.day, w.night = int8(n+2), true
	case "rel":
		w.rel = value
	case "vague":
		w.vague = true
	case "couple":
		w.couple = true
	case "mod":
		w.mod = value
	case "edge":
		w.edge = value
	case "every":
		w.every = true
	case "set":
		w.set = value
	case "det":
		w.det, w.the = value == "1", value == "0"
	case "ampm":
		w.ampm = int8(n/12 + 1)
	case "clockword":
		w.clockword = true
	case "zone":
		w.zone = true
	case "decade":
		w.decade = int16(n)
	case "era":
		w.era = 1
		if value == "AD" {
			w.era = 2
		}
	case "fiscal":
		w.fiscal = true
	case "yearend":
		w.yearend = true
	case "ago":
		w.ago = true
	case "period":
		w.period = true
	case "half":
		w.half = true
	case "festival":
		w.festival = value
	default:
		return fmt.Errorf("timex/data/words.tsv, %q: no category %q", name, category)
	}
	return nil
}

func (w *word) setUnit(name, letter string) error {
	switch letter {
	case "S":
		w.unit = uSecond
	case "M":
		w.unit = uMinute
	case "H":
		w.unit = uHour
	case "D":
		w.unit = uDay
	case "N":
		w.unit, w.night = uDay, true
	case "W":
		w.unit = uWeek
	case "F":
		w.unit, w.fortnight = uWeek, true
	case "E":
		w.unit = uWeekend
	case "O":
		w.unit = uMonth
	case "Q":
		w.unit = uQuarter
	case "Y":
		w.unit = uYear
	case "T":
		w.unit = uDecade
	case "C":
		w.unit = uCentury
	case "L":
		w.unit, w.millennium = uCentury, true
	default:
		return fmt.Errorf("timex/data/words.tsv, %q: no unit %q", name, letter)
	}
	return nil
}

func (t *tables) readPhrases(tsv string) error {
	rows, err := lexicon.Rows("timex/data/phrases.tsv", tsv, 3)
	if err != nil {
		return err
	}
	for _, r := range rows {
		switch r[1] {
		case "ref", "told", "soon", "recent", "near", "none", "festival", "day", "set", "mod":
		default:
			return fmt.Errorf("timex/data/phrases.tsv, %q: no kind %q", r[0], r[1])
		}
		var hashes []uint64
		text := strings.ReplaceAll(strings.ReplaceAll(r[0], "'s", " 's"), "-", " - ")
		for _, w := range strings.Fields(text) {
			hashes = append(hashes, lexicon.Hash(w))
		}
		if !t.phrases.Add(hashes, phrase{r[1], r[2]}) {
			return fmt.Errorf("timex/data/phrases.tsv: %q stands twice", r[0])
		}
		t.starts[hashes[0]] = true
	}
	return nil
}

func (t *tables) readSignals(tsv string) error {
	rows, err := lexicon.Rows("timex/data/signals.tsv", tsv, 2)
	if err != nil {
		return err
	}
	kinds := map[string]signal{"past": toPast, "future": toFuture, "to": toInfinitive, "to-far": toFar, "none": neutral}
	for _, r := range rows {
		k, ok := kinds[r[1]]
		if !ok {
			return fmt.Errorf("timex/data/signals.tsv, %q: no direction %q", r[0], r[1])
		}
		t.signals[lexicon.Hash(r[0])] = k
	}
	return nil
}

// atom is a token as the grammar sees it: words with an inner hyphen are cut.
type atom struct {
	span detente.Span
	hash uint64
	word *word // nil for words that are in no table
	kind atomKind
	num  int32 // of a plain number: its value
	len  uint8 // of a plain number: how many digits
	sent int32
}

type atomKind uint8

const (
	aWord    atomKind = iota + 1
	aNumber           // plain digits
	aOrdinal          // 15th
	aOther            // 3.5, 1,500, 10:35, 26/2/87: read from the text
	aHyphen
	aPunct
)

// atoms cuts the tokens of a document.
func (t *tables) atoms(doc *detente.Doc) []atom {
	out := make([]atom, 0, len(doc.Tokens)+16)
	for i := range doc.Tokens {
		tok := &doc.Tokens[i]
		s := tok.Span.In(doc.Text)
		switch tok.Kind {
		case detente.Word:
			if strings.IndexByte(s, '-') > 0 {
				out = t.cutHyphens(out, tok, s)
				continue
			}
			out = append(out, atom{span: tok.Span, hash: tok.Hash, word: t.words[tok.Hash], kind: aWord, sent: tok.Sentence})
		case detente.Number:
			a := atom{span: tok.Span, hash: tok.Hash, sent: tok.Sentence}
			a.number(s)
			out = append(out, a)
		default:
			a := atom{span: tok.Span, hash: tok.Hash, kind: aPunct, sent: tok.Sentence}
			if s == "-" || s == "‐" || s == "‑" {
				a.kind = aHyphen
			}
			out = append(out, a)
		}
	}
	return out
}

func (t *tables) cutHyphens(out []atom, tok *detente.Token, s string) []atom {
	at := tok.Span.Start
	for s != "" {
		part, rest, cut := strings.Cut(s, "-")
		end := at + int32(len(part))
		if part != "" {
			h := lexicon.Hash(part)
			a := atom{span: detente.Span{Start: at, End: end}, hash: h, word: t.words[h], kind: aWord, sent: tok.Sentence}
			if part[0] >= '0' && part[0] <= '9' {
				a.number(part)
			}
			out = append(out, a)
		}
		if cut {
			out = append(out, atom{span: detente.Span{Start: end, End: end + 1}, kind: aHyphen, sent: tok.Sentence})
		}
		at, s = end+1, rest
	}
	return out
}

// number reads plain digits and ordinals; the rest is left to the grammar.
func (a *atom) number(s string) {
	n, i := 0, 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' && i < 8 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	a.kind, a.num, a.len = aOther, int32(n), uint8(i)
	switch rest := s[i:]; {
	case i > 0 && rest == "":
		a.kind = aNumber
	case i > 0 && i < 3 && len(rest) == 2 && (rest == "th" || rest == "st" || rest == "nd" || rest == "rd"):
		a.kind = aOrdinal
	}
}
