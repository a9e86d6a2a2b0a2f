package kb_test

import (
	"testing"

	"detente"
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
		{"FRA", "president", "2016-05-01", "Francois Hollande"},
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
		{"BRA", "president", "2023-05-01", "Luiz Inacio Lula da Silva"},
		{"VEN", "president", "2026-01-08", "Delcy Rodriguez"},
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
