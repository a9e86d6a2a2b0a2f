package kb_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

func day(t testing.TB, s string) detente.Day {
	t.Helper()
	d, err := detente.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func load(t testing.TB) *kb.Base {
	t.Helper()
	b, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestHolderAt asks for offices over thirty years; where the sources do not
// vouch for a day the reason is wanted, never a name.
func TestHolderAt(t *testing.T) {
	b := load(t)
	for _, tc := range []struct{ country, role, day, want string }{
		{"COL", "president", "2026-01-08", "Gustavo Petro"},
		{"USA", "president", "2026-01-08", "Donald Trump"},
		{"USA", "president", "2023-06-01", "Joe Biden"},
		{"USA", "president", "1987-03-01", "Ronald Reagan"},
		{"USA", "vice president", "2003-06-01", "Dick Cheney"},
		{"FRA", "president", "2016-05-01", "François Hollande"},
		{"FRA", "prime minister", "1998-05-01", "Lionel Jospin"},
		{"DEU", "chancellor", "2005-12-01", "Angela Merkel"},
		{"DEU", "prime minister", "2023-12-01", "Olaf Scholz"},
		{"DEU", "president", "2008-01-01", "Horst Koehler"},
		{"GBR", "prime minister", "2022-10-01", "Liz Truss"},
		{"GBR", "chancellor", "1999-01-01", "Gordon Brown"},
		{"GBR", "president", "2010-01-01", "no such office in the table"},
		{"JPN", "prime minister", "2014-06-01", "Shinzo Abe"},
		{"JPN", "leader", "2026-02-01", "Sanae Takaichi"},
		{"CHN", "president", "2019-01-01", "Xi Jinping"},
		{"RUS", "leader", "2010-01-01", "Dmitry Medvedev"},
		{"RUS", "president", "2014-03-18", "Vladimir Putin"},
		{"TUR", "prime minister", "2005-01-01", "Recep Tayyip Erdogan"},
		{"BRA", "president", "2023-05-01", "Luiz Inácio Lula da Silva"},
		{"VEN", "president", "2026-01-08", "Delcy Rodríguez"},
		{"VEN", "president", "2026-01-04", "between the table's rows"},
		{"EGY", "president", "2011-05-01", "between the table's rows"},
		{"MLI", "president", "2015-01-01", "Ibrahim Keita"},
		{"PER", "president", "1996-01-01", "Alberto Fujimori"},
		{"ISR", "leader", "2013-01-01", "Benjamin Netanyahu"},
		{"KOR", "president", "2000-01-01", "Kim Dae-jung"},
		{"ZAF", "president", "1998-01-01", "Nelson Mandela"},
		{"IRN", "supreme leader", "2000-01-01", "Ali Khamenei"},
		{"SAU", "leader", "2010-01-01", "Abdullah"},
		{"UN", "secretary-general", "2012-01-01", "Ban Ki-moon"},
		{"COL", "president", "2031-01-01", "after the table's reach"},
		{"COL", "president", "1970-01-01", "before the table's reach"},
		{"COL", "astronaut", "2020-01-01", "no such office in the table"},
	} {
		item, miss := b.HolderAt(tc.country, tc.role, day(t, tc.day))
		got := miss.String()
		if miss == kb.Found {
			got = b.Item(item).Name
		}
		if got != tc.want {
			t.Errorf("HolderAt(%s, %s, %s) = %q, want %q", tc.country, tc.role, tc.day, got, tc.want)
		}
	}
}

// TestPast holds that a gap in the sources is no resignation.
func TestPast(t *testing.T) {
	b := load(t)
	for _, tc := range []struct {
		key, day string
		row      string
		past     bool
	}{
		{"donald-trump@USA", "2022-01-01", "", true},
		{"donald-trump@USA", "2026-01-08", "president", false},
		{"juan-morales@BOL", "2019-07-01", "", false}, // no edition between 2017 and 2021
		{"juan-morales@BOL", "2024-07-01", "", true},
		{"nicolas-maduro@VEN", "2026-01-04", "", false},
		{"nicolas-maduro@VEN", "2026-01-08", "", true},
		{"mark-rutte@NLD", "2025-07-01", "secretary-general", false},
	} {
		item := b.Find(tc.key)
		if item < 0 {
			t.Errorf("no item %s", tc.key)
			continue
		}
		row, past := b.RowAt(item, day(t, tc.day))
		role := ""
		if row != nil {
			role = row.Role
		}
		if role != tc.row || past != tc.past {
			t.Errorf("RowAt(%s, %s) = %q, %v, want %q, %v", tc.key, tc.day, role, past, tc.row, tc.past)
		}
	}
}

const edited = `# a head
key	name	aliases	type	country	role	sector	gender	since	until	wikidata
AVL	Averland	adj:Averlandic; noun:Averlanders; seat:Averton	country		president	executive
mara-tollin@AVL	Mara Tollin	party:Liberty	person	AVL	president	executive	F	2029-03-01
odo-harn@AVL	Odo Harn		person	AVL	president	executive	M	2021-03-01	2029-02-28
gustavo-petro@COL	Gustavo Petro	sur:Petro	person	COL	senator	legislature	M	2006-07-20	2010-07-20
`

func TestWithActors(t *testing.T) {
	b := load(t)
	more, err := b.WithActors("edited", strings.NewReader(edited))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ country, role, day, want string }{
		{"AVL", "president", "2031-05-16", "Mara Tollin"},
		{"AVL", "leader", "2025-05-16", "Odo Harn"},
		{"AVL", "president", "2020-01-01", "before the table's reach"},
		{"COL", "president", "2008-01-01", "Álvaro Uribe"},
		{"COL", "president", "2024-01-01", "after the table's reach"}, // the row was replaced
		{"FRA", "president", "2024-01-01", "Emmanuel Macron"},
	} {
		item, miss := more.HolderAt(tc.country, tc.role, day(t, tc.day))
		got := miss.String()
		if miss == kb.Found {
			got = more.Item(item).Name
		}
		if got != tc.want {
			t.Errorf("HolderAt(%s, %s, %s) = %q, want %q", tc.country, tc.role, tc.day, got, tc.want)
		}
	}
	if b.Find("AVL") >= 0 {
		t.Error("WithActors changed the base it was called on")
	}
	if n, refs := more.Names(kb.Words("Averlandic"), 0); n != 1 || refs[0].Relation != kb.Adjective {
		t.Errorf("Names(Averlandic) = %d, %v", n, refs)
	}
}

func TestWithActorsErrors(t *testing.T) {
	b := load(t)
	for _, tc := range []struct{ name, rows, want string }{
		{"type", "x@AVL\tX\t\tcity", `my.tsv, line 1: type "city": use person, organisation or country`},
		{"sector", "# c\nx\tX\t\tperson\t\t\tking", `my.tsv, line 2: sector "king": use one of executive`},
		{"date", "x\tX\t\tperson\t\t\t\t\t2030-13-01", `my.tsv, line 1: since: date "2030-13-01": give it as YYYY-MM-DD`},
		{"order", "x\tX\t\tperson\t\t\t\t\t2030-02-01\t2030-01-01", `my.tsv, line 1: until 2030-01-01 lies before since 2030-02-01`},
		{"name", "x\t\t\tperson", `my.tsv, line 1: key "x": the name is empty`},
		{"key", "x y\tX\t\tperson", `my.tsv, line 1: key "x y": blanks`},
		{"country", "x@NO\tX\t\tperson\tNO", `my.tsv: x@NO: no country or body with the key "NO"`},
		{"columns", strings.Repeat("x\t", 14), `my.tsv, line 1: 15 columns, want at most 11`},
		{"prefix", "x\tX\tbad:Y\tperson", `my.tsv: x: alias "bad:Y": use one of the prefixes`},
	} {
		if _, err := b.WithActors("my.tsv", strings.NewReader(tc.rows)); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want %q", tc.name, err, tc.want)
		}
	}
}

// TestActorsRoundTrip prints the whole base and reads it back: the same table.
func TestActorsRoundTrip(t *testing.T) {
	b := load(t)
	var first, second bytes.Buffer
	if err := kb.WriteActors(&first, b); err != nil {
		t.Fatal(err)
	}
	again, err := b.WithActors("printed", bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := kb.WriteActors(&second, again); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the table changed by printing and reading it")
	}
	if n := bytes.Count(first.Bytes(), []byte("\n")); n < 3500 {
		t.Errorf("only %d lines", n)
	}
}

// TestEveryCountryHasItsNames checks that look-ups lead back to each country.
func TestEveryCountryHasItsNames(t *testing.T) {
	b := load(t)
	for i := range b.Items() {
		it := b.Item(int32(i))
		words := kb.Words(it.Name)
		n, refs := b.Names(words, 0)
		found := false
		for _, r := range refs {
			found = found || r.Item == int32(i)
		}
		if n != len(words) || !found {
			t.Errorf("%s: the name %q does not lead back to it", it.Key, it.Name)
		}
	}
}

func ExampleBase_HolderAt() {
	b, err := kb.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range []string{"1987-06-01", "2016-06-01", "2040-01-01"} {
		d, _ := detente.ParseDay(s)
		item, miss := b.HolderAt("FRA", "president", d)
		if miss != kb.Found {
			fmt.Println(s, miss)
			continue
		}
		fmt.Println(s, b.Item(item).Name)
	}
	// Output:
	// 1987-06-01 François Mitterrand
	// 2016-06-01 François Hollande
	// 2040-01-01 after the table's reach
}

func BenchmarkLoad(b *testing.B) {
	base := load(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := base.WithActors("none", strings.NewReader("")); err != nil {
			b.Fatal(err)
		}
	}
}

// TestMetonyms looks every metonym of the shared list up: it must lead to the
// government, a body or the capital of its country.
func TestMetonyms(t *testing.T) {
	data, err := os.ReadFile(golden.Shared(t, "data/kb/metonyms.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	b := load(t)
	for _, line := range strings.Split(string(data), "\n") {
		cells := strings.Split(line, "\t")
		if line == "" || line[0] == '#' || len(cells) < 2 {
			continue
		}
		words := kb.Words(strings.TrimPrefix(cells[0], "the "))
		n, refs := b.Names(words, 0)
		if n != len(words) {
			t.Errorf("%q is not in the knowledge base", cells[0])
			continue
		}
		country := b.Item(refs[0].Item).Country
		if country == "" {
			country = b.Item(refs[0].Item).Key
		}
		name := b.Item(b.Find(country)).Name
		want := strings.NewReplacer("Korea, South", "South Korea", "Korea, North", "North Korea", "Turkey (Turkiye)", "Turkey",
			"Holy See (Vatican City)", "Holy See", "West Bank", "Palestine").Replace(cells[1])
		if cells[0] == "Brussels" || cells[0] == "Moscow" { // also Belgium's, also the Soviet Union's
			continue
		}
		if name != want {
			t.Errorf("%q stands for %s, want %s", cells[0], name, want)
		}
	}
}

// TestNamesBelongToOneState finds persons of two states with one name who are in
// office on the same days: one of them is the other's head under a false flag.
func TestNamesBelongToOneState(t *testing.T) {
	b := load(t)
	// One person in two rows of states that followed each other, or a name that
	// two monarchs share.
	known := map[string]bool{"albert ii": true, "king abdullah": true, "helmut kohl": true, "hans-dietrich genscher": true, "theo waigel": true,
		"vaclav havel": true, "slobodan milosevic": true, "salva kiir": true, "vojislav kostunica": true}
	type holder struct {
		item int32
		row  *kb.Actor
	}
	var held []holder
	byName := map[string][]holder{}
	for i := range int32(b.Items()) {
		if b.Item(i).Type == detente.Person {
			for _, row := range b.Item(i).Rows {
				held = append(held, holder{i, b.Row(row)})
			}
		}
	}
	for _, h := range held {
		a := h.row
		for _, n := range append([]string{a.Name}, a.Aliases...) {
			if !strings.Contains(n, ":") {
				k := lexicon.Fold(n)
				byName[k] = append(byName[k], h)
			}
		}
	}
	for n, list := range byName {
		for _, x := range list {
			for _, y := range list {
				if x.item < y.item && x.row.Country != y.row.Country && x.row.Since <= y.row.Until && y.row.Since <= x.row.Until && !known[n] {
					t.Errorf("%q is %s and %s at a time", n, x.row.Key, y.row.Key)
				}
			}
		}
	}
}
