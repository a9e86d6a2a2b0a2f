package datasets

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"detente/internal/lexicon"
)

//go:embed data/languages.tsv
var languagesTSV string

type languageTable struct {
	codes []string          // in the order of the file
	names map[string]string // code or name in lower case -> code
	words map[string]functionWord
}

// functionWord is a word with the bits of the languages it belongs to.
type functionWord struct {
	languages uint64
	number    int
}

var languages = sync.OnceValues(func() (languageTable, error) {
	rows, err := lexicon.Rows("languages.tsv", languagesTSV, 3)
	if err != nil {
		return languageTable{}, err
	}
	t := languageTable{names: map[string]string{}, words: map[string]functionWord{}}
	if len(rows) > 64 {
		return t, fmt.Errorf("languages.tsv: more than 64 languages")
	}
	for i, row := range rows {
		t.codes = append(t.codes, row[0])
		t.names[row[0]] = row[0]
		for n := range strings.FieldsSeq(row[1]) {
			t.names[n] = row[0]
		}
		for w := range strings.FieldsSeq(row[2]) {
			if len(w) == 1 { // a letter alone may be an initial or a row of a table
				continue
			}
			f, known := t.words[w]
			if !known {
				f.number = len(t.words)
			}
			f.languages |= 1 << i
			t.words[w] = f
		}
	}
	return t, nil
})

// languageCode brings the ways of naming a language to the two letters of ISO
// 639-1, and leaves those that are not in the table in lower case.
func languageCode(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	base, _, _ := strings.Cut(strings.ReplaceAll(s, "_", "-"), "-")
	t, err := languages()
	if err != nil {
		return base
	}
	if code := t.names[base]; code != "" {
		return code
	}
	return base
}

const (
	// A language is told from the first languageSample bytes of a text.
	languageSample = 1500
	// Below languageWords words nothing is told: a list of names or figures has
	// no function words in any language.
	languageWords = 12
)

// scripts are the languages that a script alone tells well enough to say that a
// text is not English.
var scripts = []struct {
	table *unicode.RangeTable
	code  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Han, "zh"}, {unicode.Arabic, "ar"}, {unicode.Hebrew, "he"},
	{unicode.Cyrillic, "ru"}, {unicode.Greek, "el"}, {unicode.Devanagari, "hi"}, {unicode.Bengali, "bn"}, {unicode.Thai, "th"}, {unicode.Tamil, "ta"},
	{unicode.Georgian, "ka"}, {unicode.Armenian, "hy"}, {unicode.Ethiopic, "am"}, {unicode.Khmer, "km"}, {unicode.Myanmar, "my"}, {unicode.Lao, "lo"},
}

// languageOf tells the language of a text by its script and its function words.
// It gives "" when they do not tell: for texts that are short, or that are tables.
func languageOf(text string) string {
	t, err := languages()
	if err != nil {
		return ""
	}
	if len(text) > languageSample {
		end := languageSample
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	latin := 0
	var others [18]int
	hits, different := make([]int, len(t.codes)), make([]int, len(t.codes))
	seen := make([]uint64, len(t.words)/64+1)
	words := 0
	var word [40]byte
	for i := 0; i < len(text); {
		n := 0
		for i < len(text) {
			r, size := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && r != '\'' {
				break
			}
			i += size
			if r < 0x250 {
				latin++
			} else {
				for k := range scripts {
					if unicode.Is(scripts[k].table, r) {
						others[k]++
						break
					}
				}
			}
			if n+utf8.UTFMax < len(word) {
				n += utf8.EncodeRune(word[n:], unicode.ToLower(r))
			}
		}
		if n > 0 {
			words++
			if f, ok := t.words[string(word[:n])]; ok {
				fresh := seen[f.number/64]>>(f.number%64)&1 == 0
				seen[f.number/64] |= 1 << (f.number % 64)
				for k := range t.codes {
					bit := int(f.languages >> k & 1)
					hits[k] += bit
					if fresh {
						different[k] += bit
					}
				}
			}
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return t.judge(latin, others[:], hits, different, words)
}

// judge decides by the counts of letters and words.
func (t *languageTable) judge(latin int, others, hits, different []int, words int) string {
	best, sum := 0, 0
	for k, n := range others {
		sum += n
		if n > others[best] {
			best = k
		}
	}
	if sum > latin && sum > 20 {
		if others[0]+others[1] > sum/20 { // Japanese is mostly written in Han
			return "ja"
		}
		return scripts[best].code
	}
	if words < languageWords {
		return ""
	}
	first, second := 0, -1
	for k := 1; k < len(hits); k++ {
		switch {
		case hits[k] > hits[first]:
			first, second = k, first
		case second < 0 || hits[k] > hits[second]:
			second = k
		}
	}
	// A seventh of the words of running text are among the frequent ones; names
	// and figures thin them out.
	if hits[first]*8 < words || hits[first] < 4 || different[first] < 3 {
		return ""
	}
	// Whether a text is Danish or Norwegian does not matter; whether it is
	// English does.
	if t.codes[first] == "en" || hits[first] > 2*hits[0] {
		return t.codes[first]
	}
	return ""
}
