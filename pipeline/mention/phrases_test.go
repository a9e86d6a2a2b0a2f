package mention_test

import (
	"testing"

	"detente"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
)

// shippedResolver reads the built-in knowledge base.
func shippedResolver(t *testing.T) *mention.Resolver {
	t.Helper()
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	return mention.New(base)
}

// TestRolePhrases reads a role as words say it, in an article of that date. Who
// held the office then is meant; where the table does not reach, or knows no such
// office, the office is, and no name is guessed (kb's TestHolderAt has the reasons).
func TestRolePhrases(t *testing.T) {
	r := shippedResolver(t)
	for _, tc := range []struct{ words, date, want string }{
		{"The British prime minister", "1998-04-10", "Tony Blair"},
		{"Britain’s prime minister", "2016-05-01", "David Cameron"},
		{"The French president", "2003-03-01", "Jacques Chirac"},
		{"The German chancellor", "2015-09-04", "Angela Merkel"},
		{"Italy’s prime minister", "2002-06-01", "Silvio Berlusconi"},
		{"The Spanish prime minister", "2010-02-01", "José Luis Rodríguez Zapatero"},
		{"The Russian president", "2014-03-18", "Vladimir Putin"},
		{"Ukraine’s president", "2022-03-01", "Volodymyr Zelensky"},
		{"The Polish prime minister", "2010-05-01", "Donald Tusk"},
		{"Turkey’s president", "2016-07-16", "Recep Tayyip Erdogan"},
		{"The Israeli prime minister", "2013-01-01", "Benjamin Netanyahu"},
		{"The Egyptian president", "2005-01-01", "Hosni Mubarak"},
		{"Iran’s president", "2009-06-20", "Mahmoud Ahmadinejad"},
		{"The Chinese president", "2019-01-01", "Xi Jinping"},
		{"Japan’s prime minister", "2014-06-01", "Shinzo Abe"},
		{"The South Korean president", "2000-06-15", "Kim Dae-jung"},
		{"India’s prime minister", "2006-03-02", "Manmohan Singh"},
		{"The Pakistani president", "2004-01-01", "Pervez Musharraf"},
		{"The Australian prime minister", "2003-03-20", "John Howard"},
		{"Canada’s prime minister", "2018-06-01", "Justin Trudeau"},
		{"The Mexican president", "2019-05-31", "Andrés Manuel López Obrador"},
		{"Brazil’s president", "2023-05-01", "Luiz Inácio Lula da Silva"},
		{"The Argentine president", "2010-05-01", "Cristina Fernández de Kirchner"},
		{"South Africa’s president", "1998-01-01", "Nelson Mandela"},
		{"The Colombian president", "2026-01-08", "Gustavo Petro"},
		{"Germany’s foreign minister", "2012-06-01", "Guido Westerwelle"},
		{"The British foreign secretary", "2017-02-01", "Boris Johnson"},
		{"The Australian foreign minister", "2023-02-01", "Penny Wong"},
		{"The Colombian president", "2031-01-01", "Colombian president"},
		{"The French president", "1950-01-01", "French president"},
		{"Egypt’s president", "2011-05-01", "Egyptian president"},
		{"The British president", "2010-01-01", "U.K. president"},
	} {
		text := tc.words + " met reporters on Monday."
		a := &detente.Article{Text: text, Published: published(t, tc.date), Voice: detente.VoiceReported}
		c := resolve(r, a)
		got := ""
		for _, m := range c.Mentions {
			if m.Span.In(text) == tc.words && m.Entity >= 0 && c.Entities[m.Entity].Type == detente.Person {
				got = c.Entities[m.Entity].Name
			}
		}
		if got != tc.want {
			t.Errorf("%s, %q is %q, want %q", tc.date, tc.words, got, tc.want)
		}
	}
}

// TestWhoIsOne holds two ways to write a name together, and two people of one
// surname apart.
func TestWhoIsOne(t *testing.T) {
	r := shippedResolver(t)
	for _, tc := range []struct {
		name, text, a, b string
		same             bool
	}{
		{"a hyphen", "Kim Jong Un met envoys. Later Kim Jong-un left.", "Kim Jong Un", "Kim Jong-un", true},
		{"an accent", "Bogotá rejected the plan. Bogota called it absurd.", "Bogotá", "Bogota", true},
		{"a surname of two", "Odo Kast and Petra Kast met. Odo Kast left early.", "Odo Kast", "Petra Kast", false},
		{"a surname after its full name", "Odo Kast met envoys. Kast left early.", "Odo Kast", "Kast left", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := &detente.Article{Text: tc.text, Published: published(t, "2018-06-12"), Voice: detente.VoiceReported}
			c := resolve(r, a)
			words := tc.b
			if words == "Kast left" {
				words = "Kast"
			}
			x, y := meaning(tc.text, c, tc.a, tc.a), meaning(tc.text, c, tc.b, words)
			if (x == y) != tc.same {
				t.Errorf("%q is %s and %q is %s", tc.a, x, words, y)
			}
		})
	}
}
