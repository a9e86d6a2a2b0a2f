package datasets

import (
	_ "embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

//go:embed data/months.tsv
var monthsTSV string

var months = sync.OnceValues(func() (map[string]int, error) {
	rows, err := lexicon.Rows("months.tsv", monthsTSV, 2)
	if err != nil {
		return nil, err
	}
	names := map[string]int{}
	for _, row := range rows {
		n, err := strconv.Atoi(row[0])
		if err != nil {
			return nil, fmt.Errorf("months.tsv: %q is no number of a month", row[0])
		}
		for _, name := range strings.Fields(row[1]) {
			names[name] = n
		}
	}
	return names, nil
})

// dateOrder is the order of day and month in dates such as 03/04/1987.
type dateOrder uint8

const (
	orderUnknown  dateOrder = iota
	dayFirst                // 13/04/1987
	monthFirst              // 04/13/1987
	orderConflict           // both occur
)

// dateProblem says why a value gives no date.
type dateProblem string

const (
	dateOK         dateProblem = ""
	dateEmpty      dateProblem = "empty"
	dateUnreadable dateProblem = "not a date"
	dateAmbiguous  dateProblem = "day or month first?"
	dateShortYear  dateProblem = "year of two digits"
	dateDefault    dateProblem = "default date"
	dateImplausble dateProblem = "before 1700 or after 2200"
)

// parsedDate is a value of a date column before the column is known as a whole.
type parsedDate struct {
	year, month, day int // month and day 0 where the value has none
	clock            bool
	hour, min, sec   int
	seconds          bool // the clock shows seconds
	zone             bool
	offset           int // of the zone, in minutes
}

var (
	yearFirst   = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ,]+|$)(.*)$`)
	yearLast    = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?:[T ,]+|$)(.*)$`)
	compact     = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?(Z?)$`)
	clockForm   = regexp.MustCompile(`^(?:at )?(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([aApP]\.?[mM]\.?)?\s*(.*)$`)
	offsetForm  = regexp.MustCompile(`^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?$`)
	ordinalForm = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?$`)
	numberForm  = regexp.MustCompile(`^\d{4,14}(?:\.0+)?$`)
)

// zones are the names of zones in news exports, in minutes from UTC.
var zones = map[string]int{
	"z": 0, "utc": 0, "gmt": 0, "ut": 0, "est": -300, "edt": -240, "et": -300, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
	"bst": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "msk": 180, "ist": 330, "jst": 540, "kst": 540,
}

// dateFiller are words that stand in dates and say nothing.
var dateFiller = map[string]bool{
	"of": true, "de": true, "del": true, "the": true, "at": true, "on": true, "le": true, "den": true, "um": true, "uhr": true, "a": true,
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true,
	"lunes": true, "martes": true, "miercoles": true, "jueves": true, "viernes": true, "sabado": true, "domingo": true,
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true,
	"montag": true, "dienstag": true, "mittwoch": true, "donnerstag": true, "freitag": true, "samstag": true, "sonntag": true,
}

// parseDate reads one value. order settles values such as 03/04/1987.
func parseDate(s string, order dateOrder) (parsedDate, dateProblem) {
	s = strings.Join(strings.Fields(strings.Trim(s, " \t\"'")), " ")
	switch strings.ToLower(s) {
	case "", "none", "null", "nan", "nat", "n/a", "-", "unknown", "undefined":
		return parsedDate{}, dateEmpty
	}
	d, problem := parseForm(s, order)
	if problem != dateOK {
		return parsedDate{}, problem
	}
	return d, d.check()
}

func parseForm(s string, order dateOrder) (parsedDate, dateProblem) {
	if m := compact.FindStringSubmatch(s); m != nil {
		d := parsedDate{year: atoi(m[1]), month: atoi(m[2]), day: atoi(m[3])}
		if m[4] != "" {
			d.clock, d.seconds, d.hour, d.min, d.sec = true, true, atoi(m[4]), atoi(m[5]), atoi(m[6])
			d.zone = m[7] != ""
		}
		if d.month >= 1 && d.month <= 12 {
			return d, dateOK
		}
	}
	if numberForm.MatchString(s) {
		return parseNumber(s)
	}
	if m := yearFirst.FindStringSubmatch(s); m != nil {
		d := parsedDate{year: atoi(m[1]), month: atoi(m[2]), day: atoi(m[3])}
		return d, d.parseClock(m[4])
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		if len(m[4]) == 2 {
			return parsedDate{}, dateShortYear
		}
		d := parsedDate{year: atoi(m[4]), day: atoi(m[1]), month: atoi(m[3])}
		switch {
		case d.day > 12 || d.day == d.month || m[2] == ".":
		case d.month > 12 || order == monthFirst:
			d.day, d.month = d.month, d.day
		case order != dayFirst:
			return parsedDate{}, dateAmbiguous
		}
		return d, d.parseClock(m[5])
	}
	return parseWords(s)
}

// parseNumber reads a bare number: a year, or seconds or milliseconds since
// 1970, by its size.
func parseNumber(s string) (parsedDate, dateProblem) {
	s, _, _ = strings.Cut(s, ".")
	n, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		return parsedDate{}, dateUnreadable
	case len(s) == 4:
		return parsedDate{year: int(n)}, dateOK
	case len(s) == 13:
		n /= 1000
	case len(s) != 9 && len(s) != 10:
		return parsedDate{}, dateUnreadable
	}
	t := detente.Time(n)
	y, m, day := t.Day().Civil()
	in := int(t - t.Day().Start())
	return parsedDate{year: y, month: m, day: day, clock: true, seconds: true, zone: true, hour: in / 3600, min: in / 60 % 60, sec: in % 60}, dateOK
}

// parseClock reads what follows a date: a time of day and a zone.
func (d *parsedDate) parseClock(s string) dateProblem {
	if s == "" {
		return dateOK
	}
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return dateUnreadable
	}
	d.clock, d.hour, d.min, d.sec, d.seconds = true, atoi(m[1]), atoi(m[2]), atoi(m[3]), m[3] != ""
	if m[4] != "" {
		d.hour %= 12
		if m[4][0] == 'p' || m[4][0] == 'P' {
			d.hour += 12
		}
	}
	if m[5] == "" {
		return dateOK
	}
	return d.parseZone(m[5])
}

func (d *parsedDate) parseZone(s string) dateProblem {
	s = strings.Trim(s, "() ")
	if m := offsetForm.FindStringSubmatch(s); m != nil {
		d.zone, d.offset = true, atoi(m[2])*60+atoi(m[3])
		if m[1] == "-" {
			d.offset = -d.offset
		}
		return dateOK
	}
	// "+0000 (UTC)" names the zone twice.
	first, _, _ := strings.Cut(s, " ")
	if first != s {
		return d.parseZone(first)
	}
	if minutes, ok := zones[strings.ToLower(s)]; ok {
		d.zone, d.offset = true, minutes
		return dateOK
	}
	return dateUnreadable
}

// parseWords reads dates with a month in words, in any order.
func parseWords(s string) (parsedDate, dateProblem) {
	names, err := months()
	if err != nil {
		return parsedDate{}, dateUnreadable
	}
	var d parsedDate
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '|' })
	for i := 0; i < len(words); i++ {
		w := lexicon.Fold(words[i])
		if parts := strings.Split(w, "-"); len(parts) == 3 && names[strings.TrimRight(parts[1], ".")] > 0 { // 26-FEB-1987
			words = append(words[:i:i], append(parts, words[i+1:]...)...)
			w = words[i]
		}
		bare := strings.TrimRight(w, ".:")
		switch month := names[bare]; {
		case month > 0 && d.month == 0:
			d.month = month
		case dateFiller[bare]:
		case len(w) == 4 && isDigits(w) && d.year == 0:
			d.year = atoi(w)
		case d.day == 0 && ordinalForm.MatchString(w):
			d.day = atoi(ordinalForm.FindStringSubmatch(w)[1])
		case strings.Contains(w, ":") && !d.clock:
			clock := w
			if i+1 < len(words) && (strings.HasPrefix(lexicon.Fold(words[i+1]), "a") || strings.HasPrefix(lexicon.Fold(words[i+1]), "p")) && len(words[i+1]) <= 4 && names[lexicon.Fold(words[i+1])] == 0 && zones[lexicon.Fold(words[i+1])] == 0 {
				clock += " " + words[i+1]
				i++
			}
			if p := d.parseClock(clock); p != dateOK {
				return parsedDate{}, p
			}
		case d.clock && !d.zone && d.parseZone(words[i]) == dateOK:
		default:
			if !d.zone || zones[strings.Trim(w, "()")] == 0 && strings.Trim(w, "()") != "utc" && strings.Trim(w, "()") != "gmt" {
				return parsedDate{}, dateUnreadable
			}
		}
	}
	if d.year == 0 || d.month == 0 {
		return parsedDate{}, dateUnreadable
	}
	return d, dateOK
}

// check refuses what is no day of the calendar, and the dates that programs
// write when they know none.
func (d parsedDate) check() dateProblem {
	month, day := max(d.month, 1), max(d.day, 1)
	switch {
	case month > 12 || day > 31 || d.hour > 24 || d.min > 59 || d.sec > 60 || d.month == 0 && d.day > 0:
		return dateUnreadable
	case detente.NewDay(d.year, month, day) >= detente.NewDay(d.year, month+1, 1):
		return dateUnreadable
	case month == 1 && day == 1 && d.day > 0 && (d.year == 1970 || d.year == 1900 || d.year <= 1):
		return dateDefault
	case d.year < 1700 || d.year > 2200:
		return dateImplausble
	}
	return dateOK
}

func (d parsedDate) midnight() bool { return d.hour == 0 && d.min == 0 && d.sec == 0 }

// published makes the publication time. A clock without a zone, and the
// midnights of a column that has nothing else, tell the day only. So does a
// clock whose day is another one in UTC: the article's "today" is its own.
func (d parsedDate) published(source detente.PublishedSource, midnights bool) detente.Published {
	p := detente.Published{Source: source}
	day := detente.NewDay(d.year, max(d.month, 1), max(d.day, 1))
	switch {
	case d.month == 0:
		p.Interval, p.Precision = detente.Days(day, detente.NewDay(d.year+1, 1, 0)), detente.PrecisionYear
		return p
	case d.day == 0:
		p.Interval, p.Precision = detente.Days(day, detente.NewDay(d.year, d.month+1, 0)), detente.PrecisionMonth
		return p
	}
	at := day.Start() + detente.Time(d.hour*3600+d.min*60+d.sec-d.offset*60)
	if !d.clock || !d.zone || midnights && d.midnight() || at.Day() != day {
		p.Interval, p.Precision = detente.Days(day, day), detente.PrecisionDay
		return p
	}
	p.Interval, p.Precision = detente.Interval{Lo: at, Hi: at}, detente.PrecisionSecond
	if !d.seconds {
		p.Interval.Hi, p.Precision = at+59, detente.PrecisionMinute
	}
	return p
}

// evidence says what one value proves about the order of its column.
func evidence(s string) (order dateOrder, numeric bool) {
	m := yearLast.FindStringSubmatch(strings.TrimSpace(s))
	if m == nil || m[2] == "." {
		return orderUnknown, false
	}
	switch a, b := atoi(m[1]), atoi(m[3]); {
	case a > 12 && b <= 12:
		return dayFirst, true
	case b > 12 && a <= 12:
		return monthFirst, true
	}
	return orderUnknown, true
}

// add joins the evidence of two values.
func (o dateOrder) add(other dateOrder) dateOrder {
	switch {
	case o == orderUnknown || o == other:
		return other
	case other == orderUnknown:
		return o
	}
	return orderConflict
}

// String is the order as it is printed.
func (o dateOrder) String() string {
	return [...]string{"", "dd/mm", "mm/dd", "dd/mm and mm/dd"}[o]
}

var (
	urlDay   = regexp.MustCompile(`/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)`)
	urlSolid = regexp.MustCompile(`/((?:19|20)\d{2})(\d{2})(\d{2})(?:[/-]|$)`)
)

// urlDate finds a day in the path of an address.
func urlDate(url string) (detente.Published, bool) {
	path, _, _ := strings.Cut(url, "?")
	for _, form := range []*regexp.Regexp{urlDay, urlSolid} {
		for _, m := range form.FindAllStringSubmatch(path, -1) {
			d := parsedDate{year: atoi(m[1]), month: atoi(m[2]), day: atoi(m[3])}
			if d.month > 0 && d.day > 0 && d.check() == dateOK {
				return d.published(detente.PublishedURL, false), true
			}
		}
	}
	return detente.Published{}, false
}

// ParsePublished reads the publication date that a user gives for input without
// one: 2026-01-08, 2026-01, 2026, or any form in which the order of day and
// month is plain.
func ParsePublished(s string) (detente.Published, error) {
	d, problem := parseDate(s, orderUnknown)
	if problem != dateOK {
		return detente.Published{}, fmt.Errorf("publication date %q: %s: give it as YYYY-MM-DD", s, problem)
	}
	return d.published(detente.PublishedGiven, false), nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // of digits that a pattern matched, or of nothing
	return n
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}
