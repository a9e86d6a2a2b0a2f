package anchor

import "detente"

// Dateline completes the publication date from the dateline, "PORT ELDAN, Jan 8
// (Agency) -". The year is the dateline's own, or that of the given date when it
// is known to the month or the year only, or that of a full date in the text
// that lies within a week of the dateline's. It reports false, with given
// unchanged, when the dateline names no day, when no year is known, or when
// given is known to the day already.
func Dateline(doc *detente.Doc, given detente.Published) (detente.Published, bool) {
	if doc.Dateline.Empty() || given.Known() && (given.Interval.Width() == 1 || given.Precision != detente.PrecisionUnknown && given.Precision <= detente.PrecisionDay) {
		return given, false
	}
	month, day, year := monthAndDay(doc, doc.Dateline)
	if day == 0 {
		return given, false
	}
	d, ok := detente.Day(0), false
	switch {
	case year > 0:
		d, ok = civilDay(year, month, day)
	case given.Known():
		d, ok = dayWithin(given.Interval, month, day)
	default:
		d, ok = dayNear(doc, month, day)
	}
	if !ok {
		return given, false
	}
	return detente.Published{Interval: detente.Days(d, d), Precision: detente.PrecisionDay, Source: detente.PublishedDateline}, true
}

// monthAndDay reads a month with a day, and a year where one follows, in a span.
func monthAndDay(doc *detente.Doc, s detente.Span) (month, day, year int) {
	words := load().words
	toks := doc.Tokens
	for i := range toks {
		if toks[i].Span.End <= s.Start {
			continue
		}
		if toks[i].Span.Start >= s.End {
			break
		}
		m := words[toks[i].Hash].month
		if m == 0 {
			continue
		}
		at := i + 2 // where a year may stand
		if i+1 < len(toks) {
			day = number(doc, i+1)
		}
		if (day < 1 || day > 31) && i > 0 {
			day, at = number(doc, i-1), i+1
		}
		if day < 1 || day > 31 {
			day = 0
			continue
		}
		if at < len(toks) && toks[at].Span.In(doc.Text) == "," {
			at++
		}
		if at < len(toks) && toks[at].Span.End <= s.End {
			if y := number(doc, at); y >= 1800 && y < 2200 {
				year = y
			}
		}
		return int(m), day, year
	}
	return 0, 0, 0
}

// number is the value of a token of plain digits, 0 for any other.
func number(doc *detente.Doc, i int) int {
	n := 0
	s := doc.Tokens[i].Span.In(doc.Text)
	if len(s) > 4 {
		return 0
	}
	for k := range len(s) {
		if s[k] < '0' || s[k] > '9' {
			return 0
		}
		n = n*10 + int(s[k]-'0')
	}
	return n
}

func civilDay(y, m, d int) (detente.Day, bool) {
	day := detente.NewDay(y, m, d)
	return day, day < detente.NewDay(y, m+1, 1)
}

// dayWithin finds the day of the year that lies in the interval, the last one
// when there are several.
func dayWithin(iv detente.Interval, month, day int) (detente.Day, bool) {
	if !iv.Bounded() {
		return 0, false
	}
	first, _, _ := iv.Lo.Day().Civil()
	last, _, _ := iv.Hi.Day().Civil()
	for y := last; y >= first && y > last-3; y-- {
		if d, ok := civilDay(y, month, day); ok && d >= iv.Lo.Day() && d <= iv.Hi.Day() {
			return d, true
		}
	}
	return 0, false
}

// dayNear takes the year of a full date in the text that lies within a week of
// the dateline's day.
func dayNear(doc *detente.Doc, month, day int) (detente.Day, bool) {
	for i := range doc.Sentences {
		m, d, y := monthAndDay(doc, doc.Sentences[i].Span)
		if y == 0 {
			continue
		}
		full, ok := civilDay(y, m, d)
		if !ok {
			continue
		}
		for k := -1; k <= 1; k++ {
			if got, ok := civilDay(y+k, month, day); ok && got-full <= 7 && full-got <= 7 {
				return got, true
			}
		}
	}
	return 0, false
}
