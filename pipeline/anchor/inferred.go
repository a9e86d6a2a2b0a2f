package anchor

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// Inferred finds the day of publication of an article without one in what pages
// say of themselves: a line of its own that says when it was published, posted or
// updated, and else a date in the article's id or address. Of several lines the
// earliest day is taken, as an update is of an older text; a date of the id may be
// that of the day before or after. It reports false, with given unchanged, when
// given is known or nothing is found. What a story tells gives no more than a
// bound that is years wide ([Between]), and is left to offsets.
func Inferred(doc *detente.Doc, a *detente.Article) (detente.Published, bool) {
	if a.Published.Known() {
		return a.Published, false
	}
	best, found := detente.Day(0), false
	for i := range doc.Paragraphs {
		if d, ok := stamp(doc, &doc.Paragraphs[i]); ok && (!found || d < best) {
			best, found = d, true
		}
	}
	if found {
		return detente.Published{Interval: detente.Days(best, best), Precision: detente.PrecisionDay, Source: detente.PublishedInferred}, true
	}
	for _, s := range []string{a.URL, a.ID} {
		if d, ok := dateIn(s); ok {
			return detente.Published{Interval: detente.Days(d-1, d+1), Precision: detente.PrecisionDay, Source: detente.PublishedInferred}, true
		}
	}
	return a.Published, false
}

// mostStamp is how many words a line may have that says when it was published.
const mostStamp = 16

// stamp reads a short line that begins with published, updated or their like and
// has a full date.
func stamp(doc *detente.Doc, p *detente.Paragraph) (detente.Day, bool) {
	if p.First >= p.Last || p.Last-p.First > 2 || p.Kind == detente.Turn {
		return 0, false
	}
	first, last := doc.Sentences[p.First].First, doc.Sentences[p.Last-1].Last
	if last-first > mostStamp {
		return 0, false
	}
	words := load().words
	for k := first; k < min(first+3, last); k++ {
		if words[doc.Tokens[k].Hash].role&isIssued == 0 && doc.Tokens[k].Hash != hUpdated {
			continue
		}
		m, d, y := monthAndDay(doc, p.Span)
		if y == 0 || m == 0 {
			return dateIn(p.Span.In(doc.Text))
		}
		return civilDay(y, m, d)
	}
	return 0, false
}

var hUpdated = lexicon.Hash("updated")

// dateIn reads a year, a month and a day of digits: 2031-05-16, 2031/05/16,
// 20310516. Digits before or behind it make it another number.
func dateIn(s string) (detente.Day, bool) {
	digit := func(k int) bool { return k >= 0 && k < len(s) && s[k] >= '0' && s[k] <= '9' }
	for i := range len(s) {
		if !digit(i) || digit(i-1) {
			continue
		}
		n, k := [3]int{}, i
		for part, width := range [3]int{4, 2, 2} {
			for range width {
				if !digit(k) {
					n[part] = -1 << 20
					break
				}
				n[part] = 10*n[part] + int(s[k]-'0')
				k++
			}
			if part < 2 && k < len(s) && strings.IndexByte("-/_.", s[k]) >= 0 {
				k++
			}
		}
		if digit(k) || n[0] < 1800 || n[0] >= 2200 || n[1] < 1 || n[1] > 12 || n[2] < 1 {
			continue
		}
		if d, ok := civilDay(n[0], n[1], n[2]); ok {
			return d, true
		}
	}
	return 0, false
}
