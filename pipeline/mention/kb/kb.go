// Package kb is the knowledge base of actors: countries, their leaders and
// ministers by date, organisations, metonyms, titles, anonymous classes.
//
// A [Base] is a table of [Actor] rows and look-ups over it. A row is one stay
// in one office, so a person has several; a country or an organisation has one.
// Everything is asked as of a date: [Base.HolderAt] answers from rows that vouch
// for that day and gives a [Miss] where none does, never a guess.
//
// The tables in data/ are generated from public-domain and CC0 sources (see gen),
// those in own/ are the project's own lists. A user adds and overrides rows with
// [Base.WithActors], in the form that [WriteActors] prints.
package kb

import (
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

//go:generate go run ./gen

//go:embed data/countries.tsv
var countriesTSV string

//go:embed data/leaders.tsv
var leadersTSV string

//go:embed data/congress.tsv
var congressTSV string

//go:embed data/names.tsv
var namesTSV string

//go:embed own/states.tsv
var statesTSV string

//go:embed own/organisations.tsv
var organisationsTSV string

//go:embed own/places.tsv
var placesTSV string

//go:embed own/organs.tsv
var organsTSV string

//go:embed own/classes.tsv
var classesTSV string

//go:embed own/titles.tsv
var titlesTSV string

// Actor is one row of the table: who, in which office, from when to when.
type Actor struct {
	Key     string             // stable identifier, shared by the rows of one actor
	Name    string             // the usual name
	Aliases []string           // further names; items with a prefix are explained at [WriteActors]
	Type    detente.EntityType // Person, Organisation or Country
	Country string             // key of the country it belongs to, "" for none; a country's own key
	Role    string             // the office; for a country who "the leader of X" is
	Sector  detente.Sector
	Gender  detente.Gender
	// Since and Until are the first and last day that the row vouches for;
	// detente.Day's extremes (NoSince, NoUntil) where it names none.
	Since, Until detente.Day
	Wikidata     string

	edited bool // from a file of actors: wins over the built-in rows
}

// Open ends of a row.
const (
	NoSince detente.Day = -1 << 31
	NoUntil detente.Day = 1<<31 - 1
)

// Edited reports whether the row comes from a file of actors.
func (a *Actor) Edited() bool { return a.edited }

// Covers reports whether the row vouches for the day.
func (a *Actor) Covers(day detente.Day) bool { return a.Since <= day && day <= a.Until }

// Item is one actor with all its rows, by its number in the base.
type Item struct {
	Key     string
	Name    string
	Surname string // of a person, "" when unknown
	Type    detente.EntityType
	Country string
	Gender  detente.Gender
	Party   string
	Rows    []int32 // indexes for Base.Row, in the order of the table
}

// Relation says what a phrase is to the item that it names.
type Relation uint8

const (
	Name      Relation = iota + 1 // Colombia, Gustavo Petro, State Department
	Adjective                     // Colombian
	Demonym                       // Colombians
	Seat                          // Bogotá: the government or the city
	Location                      // Geneva: a place and no actor
)

// Ref is one meaning of a phrase.
type Ref struct {
	Item     int32 // number of the item; for a Location the country's, or -1
	Relation Relation
}

// Base is the knowledge base. It is read-only and safe for several goroutines.
type Base struct {
	rows     []Actor
	items    []Item
	byKey    map[string]int32
	names    lexicon.Phrases[[]Ref]
	surnames lexicon.Phrases[[]int32]
	offices  map[office][]int32 // rows of persons, in order of precedence
	parties  map[string][]int32
	bodies   map[office]int32
	first    map[uint64]detente.Gender
	titles   lexicon.Phrases[*Title]
	organs   lexicon.Phrases[*Organ]
	classes  lexicon.Phrases[*Class]
	reach    detente.Day // the last day that any dated row vouches for
}

type office struct{ country, role string }

// Title is a title or role noun: "Prime Minister", "envoy", "Mr".
type Title struct {
	Words     string
	Gender    detente.Gender
	Office    string // the common name by which holders are looked up; "" for none
	Sector    detente.Sector
	NounOnly  bool // a description, never before a name: "leader"
	Honorific bool // before a name, says no office
}

// Organ is a body that any state may have: "foreign ministry", "army".
type Organ struct {
	Words  string
	Name   string // usual name after the adjective; "country" for the state itself, "place" for its territory
	Sector detente.Sector
	Plural bool
}

// Class is an anonymous class: "officials", "analysts".
type Class struct {
	Words  string // the plural
	Plural bool   // the phrase found was the plural
	Sector detente.Sector
}

// Load gives the built-in base. It is read once; a fault in the embedded tables
// is an error that names file and line.
func Load() (*Base, error) { return load() }

var load = sync.OnceValues(func() (*Base, error) {
	var rows []Actor
	for _, f := range []struct{ name, tsv string }{
		{"countries.tsv", countriesTSV}, {"states.tsv", statesTSV}, {"organisations.tsv", organisationsTSV},
		{"leaders.tsv", leadersTSV}, {"congress.tsv", congressTSV},
	} {
		more, err := readActors(f.name, f.tsv)
		if err != nil {
			return nil, fmt.Errorf("knowledge base: %w", err)
		}
		rows = append(rows, more...)
	}
	b, err := build(rows)
	if err != nil {
		return nil, fmt.Errorf("knowledge base: %w", err)
	}
	return b, nil
})

// WithActors gives a base with the rows of an edited table, in the form that
// WriteActors prints. The rows of a key replace all rows that the base has under
// that key, and win over other rows where both hold one office at one date. The
// base itself is not changed. name is used in errors, which name the line.
func (b *Base) WithActors(name string, r io.Reader) (*Base, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("actors %s: %w", name, err)
	}
	rows, err := readActors(name, string(data))
	if err != nil {
		return nil, fmt.Errorf("actors %w", err)
	}
	replaced := map[string]bool{}
	for i := range rows {
		rows[i].edited = true
		replaced[rows[i].Key] = true
	}
	all := rows
	for i := range b.rows {
		if !replaced[b.rows[i].Key] {
			all = append(all, b.rows[i])
		}
	}
	out, err := build(all)
	if err != nil {
		return nil, fmt.Errorf("actors %s: %w", name, err)
	}
	return out, nil
}

// Items is the number of items.
func (b *Base) Items() int { return len(b.items) }

// Item gives an item by number.
func (b *Base) Item(i int32) *Item { return &b.items[i] }

// Row gives a row by number.
func (b *Base) Row(i int32) *Actor { return &b.rows[i] }

// Find gives the number of the item with that key, or -1.
func (b *Base) Find(key string) int32 {
	if i, ok := b.byKey[key]; ok {
		return i
	}
	return -1
}

// Names finds the longest name that starts at words[i]: its length in words and
// its meanings, most usual first.
func (b *Base) Names(words []uint64, i int) (int, []Ref) { return b.names.Longest(words, i) }

// Surnames finds the longest surname that starts at words[i]: its length and the
// persons who bear it.
func (b *Base) Surnames(words []uint64, i int) (int, []int32) { return b.surnames.Longest(words, i) }

// Title finds the longest title or role noun that starts at words[i].
func (b *Base) Title(words []uint64, i int) (int, *Title) { return b.titles.Longest(words, i) }

// Organ finds the longest organ that starts at words[i].
func (b *Base) Organ(words []uint64, i int) (int, *Organ) { return b.organs.Longest(words, i) }

// Class finds the longest anonymous class that starts at words[i].
func (b *Base) Class(words []uint64, i int) (int, *Class) { return b.classes.Longest(words, i) }

// FirstName gives the usual gender of a first name by the hash of the word.
// known is false for a word that is no first name; a name of both genders is
// known with GenderUnknown.
func (b *Base) FirstName(word uint64) (g detente.Gender, known bool) {
	g, known = b.first[word]
	return g, known
}

// Party gives the key of the country whose table names the party in words like
// "Republican", and the persons of that party.
func (b *Base) Party(name string) []int32 { return b.parties[lexicon.Fold(name)] }

// Words gives the hashes by which phrases are looked up: words are parted at
// blanks and hyphens.
func Words(s string) []uint64 {
	var out []uint64
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '‑' || r == '‐' }) {
		out = append(out, lexicon.Hash(w))
	}
	return out
}
