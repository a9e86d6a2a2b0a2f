package kb

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
)

const actorsHead = `# Actors: one row an actor, or one a stay in office. Columns:
#   key       stable identifier; a country's is its ISO 3166 alpha-3 code, a person's or body's is name@COUNTRY
#   name      the usual name
#   aliases   further names, separated by ";". Prefixes: adj: adjective of a country or body, noun: its people,
#             seat: city that stands for the government, sur: surname, party: political party
#   type      person, organisation, country
#   country   key of the country it belongs to; empty for bodies of no one country
#   role      office ("president", "foreign minister"); for a country who its leader is
#   sector    executive, military, legislature, opposition, judiciary, armed_group, civil, former, company, media,
#             expert, international, police
#   gender    M, F or empty
#   since     first day of the stay, YYYY-MM-DD, or empty
#   until     last day that the row vouches for, or empty
#   wikidata  identifier, or empty
# Rows of a key in a file given with --actors replace the built-in rows of that key.
`

const columns = 11

// WriteActors prints all rows of the base as a table that WithActors reads: tab
// separated, one row a line, with a head that explains the columns.
func WriteActors(w io.Writer, b *Base) error {
	bw := bufio.NewWriter(w)
	bw.WriteString(actorsHead)
	bw.WriteString("# key\tname\taliases\ttype\tcountry\trole\tsector\tgender\tsince\tuntil\twikidata\n")
	for i := range b.rows {
		a := &b.rows[i]
		cells := []string{a.Key, a.Name, strings.Join(a.Aliases, "; "), a.Type.String(), a.Country, a.Role, a.Sector.String(),
			genderMark[a.Gender], dayCell(a.Since), dayCell(a.Until), a.Wikidata}
		bw.WriteString(strings.TrimRight(strings.Join(cells, "\t"), "\t") + "\n")
	}
	return bw.Flush()
}

var genderMark = [...]string{"", "M", "F", ""}

func dayCell(d detente.Day) string {
	if d == NoSince || d == NoUntil {
		return ""
	}
	return d.String()
}

// readActors reads rows; errors name the file and the line.
func readActors(name, tsv string) ([]Actor, error) {
	var out []Actor
	for n, line := range strings.Split(tsv, "\n") {
		line = strings.TrimRight(line, "\r")
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) > columns {
			return nil, fmt.Errorf("%s, line %d: %d columns, want at most %d", name, n+1, len(cells), columns)
		}
		cells = append(cells, make([]string, columns-len(cells))...)
		if len(out) == 0 && cells[0] == "key" && cells[1] == "name" {
			continue // a head line without its comment mark
		}
		a, err := readActor(cells)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n+1, err)
		}
		out = append(out, a)
	}
	return out, nil
}

func readActor(c []string) (a Actor, err error) {
	a = Actor{Key: c[0], Name: c[1], Country: c[4], Role: c[5], Since: NoSince, Until: NoUntil, Wikidata: c[10]}
	switch {
	case a.Key == "":
		return a, fmt.Errorf("the key is empty")
	case strings.ContainsAny(a.Key, " :,;"):
		return a, fmt.Errorf("key %q: blanks, colons, commas and semicolons are not allowed", a.Key)
	case a.Name == "":
		return a, fmt.Errorf("key %q: the name is empty", a.Key)
	}
	for _, x := range strings.Split(c[2], ";") {
		if x = strings.TrimSpace(x); x != "" {
			a.Aliases = append(a.Aliases, x)
		}
	}
	i := slices.Index(detente.EntityTypeNames, c[3])
	switch a.Type = detente.EntityType(max(i, 0)); a.Type {
	case detente.Person, detente.Organisation, detente.Country:
	default:
		return a, fmt.Errorf("type %q: use person, organisation or country", c[3])
	}
	if i = slices.Index(detente.SectorNames, c[6]); i < 0 {
		return a, fmt.Errorf("sector %q: use one of %s", c[6], strings.Join(detente.SectorNames[1:], ", "))
	}
	a.Sector = detente.Sector(i)
	switch c[7] {
	case "M":
		a.Gender = detente.Masculine
	case "F":
		a.Gender = detente.Feminine
	case "":
	default:
		return a, fmt.Errorf("gender %q: use M, F or leave it empty", c[7])
	}
	if c[8] != "" {
		if a.Since, err = detente.ParseDay(c[8]); err != nil {
			return a, fmt.Errorf("since: %w", err)
		}
	}
	if c[9] != "" {
		if a.Until, err = detente.ParseDay(c[9]); err != nil {
			return a, fmt.Errorf("until: %w", err)
		}
	}
	if a.Until < a.Since {
		return a, fmt.Errorf("until %s lies before since %s", c[9], c[8])
	}
	if a.Type == detente.Country && a.Country == "" {
		a.Country = a.Key
	}
	return a, nil
}

// build makes the look-ups. Rows come in order of precedence.
func build(rows []Actor) (*Base, error) {
	b := &Base{rows: rows, byKey: map[string]int32{}, offices: map[office][]int32{}, parties: map[string][]int32{}, bodies: map[office]int32{}, first: map[uint64]detente.Gender{}, reach: NoSince}
	for i := range rows {
		b.addRow(int32(i))
	}
	for i := range b.items {
		if c := b.items[i].Country; c != "" && b.Find(c) < 0 {
			return nil, fmt.Errorf("%s: no country or body with the key %q", b.items[i].Key, c)
		}
	}
	if err := b.readWords(); err != nil {
		return nil, err
	}
	return b, b.index()
}

func (b *Base) addRow(i int32) {
	a := &b.rows[i]
	n, ok := b.byKey[a.Key]
	if !ok {
		n = int32(len(b.items))
		b.byKey[a.Key] = n
		b.items = append(b.items, Item{Key: a.Key, Name: a.Name, Type: a.Type, Country: a.Country})
	}
	it := &b.items[n]
	it.Rows = append(it.Rows, i)
	if it.Gender == detente.GenderUnknown {
		it.Gender = a.Gender
	}
	for _, x := range a.Aliases {
		if s, ok := strings.CutPrefix(x, "sur:"); ok && it.Surname == "" {
			it.Surname = s
		}
		if s, ok := strings.CutPrefix(x, "party:"); ok && it.Party == "" {
			it.Party = s
		}
	}
	if a.Type == detente.Organisation && a.Role != "" {
		if k := (office{a.Country, a.Role}); !ok {
			if _, taken := b.bodies[k]; !taken {
				b.bodies[k] = n
			}
		}
	}
	if a.Type == detente.Person {
		k := office{a.Country, a.Role}
		b.offices[k] = append(b.offices[k], i)
		if a.Until != NoUntil && a.Until > b.reach {
			b.reach = a.Until
		}
	}
}

// index fills the tables of names. A phrase keeps all its meanings, the items
// of earlier tables first.
func (b *Base) index() error {
	names := newPhraseList[Ref]()
	surnames := newPhraseList[int32]()
	for n := range b.items {
		it, item := &b.items[n], int32(n)
		for _, r := range it.Rows {
			a := &b.rows[r]
			names.add(a.Name, Ref{item, Name})
			for _, x := range a.Aliases {
				prefix, rest, ok := strings.Cut(x, ":")
				if !ok {
					names.add(x, Ref{item, Name})
					continue
				}
				switch prefix {
				case "adj":
					names.add(rest, Ref{item, Adjective})
				case "noun":
					names.add(rest, Ref{item, Demonym})
				case "seat":
					names.add(rest, Ref{item, Seat})
				case "sur":
					surnames.add(rest, item)
				case "party":
				default:
					return fmt.Errorf("%s: alias %q: use one of the prefixes adj:, noun:, seat:, sur: and party: or none", a.Key, x)
				}
			}
		}
		if it.Party != "" {
			k := lexicon.Fold(it.Party)
			b.parties[k] = append(b.parties[k], item)
		}
		if it.Type == detente.Person && it.Surname == "" {
			// Without a stated surname the last word of a longer name serves.
			if f := strings.Fields(it.Name); len(f) > 1 && !roman(f[len(f)-1]) {
				it.Surname = f[len(f)-1]
				surnames.add(it.Surname, item)
			}
		}
	}
	rows, err := lexicon.Rows("places.tsv", placesTSV, 2)
	if err != nil {
		return err
	}
	for _, r := range rows {
		names.add(r[0], Ref{b.Find(r[1]), Location})
	}
	names.into(&b.names)
	surnames.into(&b.surnames)
	return nil
}

func roman(s string) bool { return strings.Trim(s, "IVX") == "" }

// phraseList gathers the values of phrases before they go into a Phrases table,
// which keeps one value each.
type phraseList[V comparable] struct {
	at    map[string]int
	words [][]uint64
	vals  [][]V
}

func newPhraseList[V comparable]() *phraseList[V] { return &phraseList[V]{at: map[string]int{}} }

func (l *phraseList[V]) add(phrase string, v V) {
	words := Words(phrase)
	if len(words) == 0 {
		return
	}
	k := lexicon.Fold(strings.Join(strings.FieldsFunc(phrase, func(r rune) bool { return r == ' ' || r == '-' }), " "))
	i, ok := l.at[k]
	if !ok {
		i = len(l.words)
		l.at[k] = i
		l.words = append(l.words, words)
		l.vals = append(l.vals, nil)
	}
	if !slices.Contains(l.vals[i], v) {
		l.vals[i] = append(l.vals[i], v)
	}
}

func (l *phraseList[V]) into(p *lexicon.Phrases[[]V]) {
	for i, w := range l.words {
		p.Add(w, l.vals[i])
	}
}

// readWords reads the tables of words.
func (b *Base) readWords() error {
	rows, err := lexicon.Rows("titles.tsv", titlesTSV, 5)
	if err != nil {
		return err
	}
	for _, r := range rows {
		t := &Title{Words: r[0], Office: r[2], NounOnly: r[4] == "noun", Honorific: r[4] == "honorific"}
		t.Gender = detente.Gender(max(0, slices.Index(genderMark[:3], strings.Trim(r[1], "-"))))
		if t.Sector, err = sectorOf("titles.tsv", r[0], r[3]); err != nil {
			return err
		}
		b.titles.Add(Words(r[0]), t)
		if portfolio, ok := strings.CutSuffix(r[0], " minister"); ok && t.Sector == detente.SectorExecutive {
			b.titles.Add(Words("minister of "+portfolio), t)
			b.titles.Add(Words("minister for "+portfolio), t)
			b.titles.Add(Words("minister of "+portfolio+" affairs"), t)
			b.titles.Add(Words(portfolio+" affairs minister"), t)
		}
		if s := plural(r[0]); s != "" {
			b.titles.Add(Words(s), &Title{Words: s, Office: t.Office, Sector: t.Sector, NounOnly: true})
		}
	}
	if rows, err = lexicon.Rows("organs.tsv", organsTSV, 4); err != nil {
		return err
	}
	for _, r := range rows {
		o := &Organ{Words: r[0], Name: r[1], Plural: r[3] == "plural"}
		if o.Sector, err = sectorOf("organs.tsv", r[0], r[2]); err != nil {
			return err
		}
		b.organs.Add(Words(r[0]), o)
	}
	if rows, err = lexicon.Rows("classes.tsv", classesTSV, 3); err != nil {
		return err
	}
	for _, r := range rows {
		c := Class{Words: r[0], Plural: true}
		if c.Sector, err = sectorOf("classes.tsv", r[0], r[2]); err != nil {
			return err
		}
		many, one := c, c
		one.Plural = false
		b.classes.Add(Words(r[0]), &many)
		if r[1] != "" {
			b.classes.Add(Words(r[1]), &one)
		}
	}
	if rows, err = lexicon.Rows("names.tsv", namesTSV, 2); err != nil {
		return err
	}
	for _, r := range rows {
		b.first[lexicon.Hash(r[0])] = detente.Gender(max(0, slices.Index(genderMark[:3], r[1])))
	}
	return nil
}

func plural(title string) string {
	switch {
	case strings.HasSuffix(title, "."), strings.HasSuffix(title, "man"), strings.HasSuffix(title, "ch"):
		return ""
	case strings.HasSuffix(title, "y"):
		return title[:len(title)-1] + "ies"
	}
	return title + "s"
}

func sectorOf(file, row, s string) (detente.Sector, error) {
	if s == "-" {
		return detente.SectorUnknown, nil
	}
	i := slices.Index(detente.SectorNames, s)
	if i < 0 {
		return 0, fmt.Errorf("%s, %q: no sector named %q", file, row, s)
	}
	return detente.Sector(i), nil
}
