package anchor_test

import (
	"testing"

	"detente"
	"detente/pipeline/anchor"
	"detente/pipeline/segment"
	"detente/pipeline/syntax/parsed"
	"detente/pipeline/timex"
)

func TestInferred(t *testing.T) {
	const body = "\n\nThe minister said on Monday that the strait was closed."
	day := func(s string, slack int) detente.Published {
		d, err := detente.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return detente.Published{Interval: detente.Days(d-detente.Day(slack), d+detente.Day(slack)), Precision: detente.PrecisionDay, Source: detente.PublishedInferred}
	}
	given := day("2030-01-01", 0)
	given.Source = detente.PublishedGiven
	for _, tc := range []struct {
		name string
		a    detente.Article
		want detente.Published
	}{
		{"a line that says when", detente.Article{Text: "Published May 16, 2031" + body}, day("2031-05-16", 0)},
		{"day before month", detente.Article{Text: "Posted on 16 May 2031" + body}, day("2031-05-16", 0)},
		{"of two lines the earlier", detente.Article{Text: "Updated May 18, 2031" + body + "\n\nPublished May 16, 2031"}, day("2031-05-16", 0)},
		{"digits", detente.Article{Text: "Updated: 2031-05-16 10:30" + body}, day("2031-05-16", 0)},
		{"a date of the id is no surer than a day", detente.Article{ID: "wire-20310516-7", Text: body}, day("2031-05-16", 1)},
		{"an address", detente.Article{URL: "https://news.example/2031/05/16/strait", Text: body}, day("2031-05-16", 1)},
		{"a longer number is no date", detente.Article{ID: "203105161", Text: body}, detente.Published{}},
		{"no such day", detente.Article{ID: "2031-02-30", Text: body}, detente.Published{}},
		{"a sentence of the story", detente.Article{Text: "The league published a report on May 16, 2031, and said that all of its members would have to read it before the summer." + body}, detente.Published{}},
		{"what is given stands", detente.Article{Text: "Published May 16, 2031" + body, Published: given}, given},
	} {
		got, ok := anchor.Inferred(segment.Split(tc.a.Text), &tc.a)
		if got != tc.want || ok != (tc.want.Source == detente.PublishedInferred) {
			t.Errorf("%s: %v, %v, want %v", tc.name, got, ok, tc.want)
		}
	}
}

// TestBetween checks which dates of a text bound the day of its publication.
func TestBetween(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"what has been", "Varga closed the strait on 3 May 2031. She had warned of it in 2029.", "2031-05-03/+inf"},
		{"what will be", "The league will meet in June 2031.", "-inf/2031-06-30"},
		{"both", "Varga closed the strait on 3 May 2031, and the league will meet in June 2031.", "2031-05-03/2031-06-30"},
		{"a relative time has no year", "Varga closed the strait on Monday and left in May.", "-inf/+inf"},
		{"what is said may be of any time", "“We closed the strait in May 2031,” Varga said.", "-inf/+inf"},
		{"before and until tell nothing of the beginning", "Varga closed the strait before June 2031.", "-inf/+inf"},
		{"what would be is neither", "Varga would meet Orlan in June 2031.", "-inf/+inf"},
		{"of two that contradict neither", "Varga closed the strait in June 2031. The league will meet in May 2030.", "-inf/+inf"},
		{"nothing", "", "-inf/+inf"},
	} {
		doc, tree := parsed.Doc(tc.text)
		if got := anchor.Between(doc, tree, timex.Find(doc, tree)).String(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// TestWide dates every passage with a publication that is known to the month
// only: a row may not be ruled out for the day on which a day of that month puts
// it. Few are: where a link joins two times, and where "May 12" may be that of the
// year before.
func TestWide(t *testing.T) {
	first, _ := detente.ParseDay("2031-05-01")
	wide := detente.Published{Interval: detente.Days(first, first+30), Precision: detente.PrecisionMonth, Source: detente.PublishedGiven}
	apart, n := 0, 0
	for _, p := range passages(t) {
		whens := anchor.Date(p.doc, p.tree, p.attrs, p.roles, p.coref, p.times, &detente.Article{Text: p.text, Published: wide})
		for _, d := range []detente.Day{0, 8, 15, 22, 30} {
			for i, w := range p.dates((first + d).String()) {
				n++
				if whens[i].Interval.Intersect(w.Interval).Empty() {
					apart++
					t.Logf("%q, row %d: %s by the month, %s by the day", p.text, i, whens[i].Interval, w.Interval)
				}
				if whens[i].Interval.Empty() {
					t.Errorf("%q, row %d: %s ends before it begins", p.text, i, whens[i].Interval)
				}
			}
		}
	}
	if apart > n/40 {
		t.Errorf("%d of %d rows lie elsewhere by the month than by the day, want at most one in 40", apart, n)
	}
}
