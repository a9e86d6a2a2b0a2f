package figures

import "testing"

func TestFigures(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Thousands(0), "0"}, {Thousands(999), "999"}, {Thousands(1000), "1,000"}, {Thousands(-1000), "-1,000"}, {Thousands(-999), "-999"}, {Thousands(1234567), "1,234,567"},
		{Count(1, "copy", "copies"), "1 copy"}, {Count(0, "copy", "copies"), "0 copies"}, {Count(1204, "copy", "copies"), "1,204 copies"},
		{Percent(1, 3), "33 %"}, {Percent(2, 3), "67 %"}, {Percent(0, 0), "–"}, {Percent(5, 5), "100 %"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}
