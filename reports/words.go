package reports

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente"
)

// Words of the page for the closed sets, by value.
var (
	classWords   = []string{"", "agreement", "talks", "support", "concession", "cooperation", "help", "withdrawal", "request", "accusation", "refusal", "threat", "protest", "sanction", "mobilisation", "coercion", "attack", "comment"}
	kindWords    = []string{"", "quoted", "reported in other words", "partly quoted", "act"}
	moodWords    = []string{"negated", "conditional", "announced", "hedged", "own claim"}
	methodWords  = []string{"time unknown", "dated by its own words", "dated by words of the clause", "dated through another event", "dated where the event is told elsewhere", "date carried along the paragraph", "dated by tense alone", "publication date as fall-back"}
	levelWords   = []string{"", "persons", "states and bodies"}
	channelWords = []string{"words and deeds", "words only", "deeds only"}
	verdictWords = []string{"", "too little to judge", "no evidence of a turn", "sign of a turn", "slow change", "passing change", "turn detected", "turn, robust"}
	verdictLong  = []string{"",
		"Too little is known for any verdict.",
		"Enough events, and no evidence that the tone changed.",
		"Some evidence of a turn; a condition for calling it detected is missing.",
		"The tone changed, but slowly: a trend explains it as well as a step.",
		"The tone changed and went back.",
		"The tone changed by more than chance explains.",
		"The tone changed by more than chance explains, and every check that could be made agrees.",
	}
	sensitivityWords = map[string]string{
		"leave_one_outlet":   "without any one outlet",
		"leave_one_document": "without any one document",
		"no_fallback_dates":  "without publication-date fall-backs",
		"by_publication":     "in the order of publication",
		"composition":        "among statements of one kind and target",
		"volume":             "with the same weight for every day",
		"rank":               "by ranks instead of values",
	}
	reasonText = []string{"", "no source named", "not resolved", "two candidates", "directed at nobody", "only spoken about", "a belief", "no act", "unsure", "not scored"}
)

// choiceWords gives the words for the choice of a sensitivity row.
func choiceWords(name string) string {
	if scorer, ok := strings.CutPrefix(name, detente.ByScorer); ok {
		return "by the scorer " + scorer + ", which decides nothing"
	}
	return cmp.Or(sensitivityWords[name], name)
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

func reasonWords(r detente.Reason) string {
	if int(r) < len(reasonText) && r != 0 {
		return reasonText[r]
	}
	return "not known"
}

func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }

// dayWords gives 7 Jan 2026.
func dayWords(d detente.Day) string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%d %s %d", day, months[m-1], y)
}

// intervalWords gives "7 Jan 2026", "3–4 Jan 2026", "28 Dec 2025 – 3 Jan 2026",
// "Oct 2025", "until 8 Jan 2026".
func intervalWords(i detente.Interval) string {
	switch {
	case i.Lo.Bounded() && i.Hi.Bounded():
	case i.Lo.Bounded():
		return "from " + dayWords(i.Lo.Day())
	case i.Hi.Bounded():
		return "until " + dayWords(i.Hi.Day())
	default:
		return "unknown"
	}
	lo, hi := i.Lo.Day(), i.Hi.Day()
	y1, m1, d1 := lo.Civil()
	y2, m2, d2 := hi.Civil()
	_, _, next := (hi + 1).Civil()
	switch {
	case lo == hi:
		return dayWords(lo)
	case d1 == 1 && next == 1 && y1 == y2 && m1 == m2:
		return fmt.Sprintf("%s %d", months[m1-1], y1)
	case d1 == 1 && next == 1 && y1 == y2 && m1 == 1 && m2 == 12:
		return strconv.Itoa(y1)
	case d1 == 1 && next == 1 && y1 == y2:
		return fmt.Sprintf("%s–%s %d", months[m1-1], months[m2-1], y1)
	case y1 == y2 && m1 == m2:
		return fmt.Sprintf("%d–%d %s %d", d1, d2, months[m1-1], y1)
	case y1 == y2:
		return fmt.Sprintf("%d %s – %s", d1, months[m1-1], dayWords(hi))
	}
	return dayWords(lo) + " – " + dayWords(hi)
}

// spanWords gives an interval of a series: days of the calendar, or on an axis
// days from its reference.
func spanWords(i detente.Interval, axis string) string {
	if axis == "" || !i.Bounded() {
		return intervalWords(i)
	}
	lo, hi := int(i.Lo.Day()), int(i.Hi.Day())
	if lo == hi {
		return "day " + offset(lo)
	}
	return "day " + offset(lo) + " to " + offset(hi)
}

// offset gives "−4", "0", "+3".
func offset(n int) string {
	switch {
	case n < 0:
		return "−" + strconv.Itoa(-n)
	case n > 0:
		return "+" + strconv.Itoa(n)
	}
	return "0"
}

// whenWords gives the time of a statement, on the calendar or as days from its
// reference.
func whenWords(row *detente.StatementRow) string {
	w := &row.When
	if w.Interval.Lo.Bounded() || w.Interval.Hi.Bounded() {
		return intervalWords(w.Interval)
	}
	if !w.HasOffset {
		return "unknown"
	}
	from := "a reference in the text"
	if row.EventRef == "published" {
		from = "publication"
	}
	switch lo, hi := w.OffsetLo, w.OffsetHi; {
	case lo == detente.NoOffsetLo && hi == detente.NoOffsetHi:
		return "unknown"
	case lo == detente.NoOffsetLo:
		return "up to day " + offset(int(hi)) + " from " + from
	case hi == detente.NoOffsetHi:
		return "from day " + offset(int(lo)) + " after " + from
	case lo == hi:
		return "day " + offset(int(lo)) + " from " + from
	default:
		return "day " + offset(int(lo)) + " to " + offset(int(hi)) + " from " + from
	}
}

// signed gives "+0.26", "−0.25", "0.00" and "–" for an unknown number.
func signed(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	s := strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
	switch {
	case s == "0.00":
		return s
	case x < 0:
		return "−" + s
	}
	return "+" + s
}

// chance gives a probability with two digits that count: ".018", "< .0001".
func chance(x float64) string {
	switch {
	case math.IsNaN(x):
		return "–"
	case x < .0001:
		return "< .0001"
	case x > .995:
		return "1"
	}
	s := strconv.FormatFloat(x, 'f', max(2, 1-int(math.Floor(math.Log10(x)))), 64)
	if len(s) > 4 {
		s = strings.TrimRight(s, "0")
	}
	return strings.TrimPrefix(s, "0")
}

// short cuts s to at most n characters, on one line.
func short(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return strings.TrimRight(string(r[:n-1]), " ,;") + "…"
}

// band is the name of the stretch of the scale that a value lies in.
func (r *run) band(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	name := r.opt.Bands[0].Name
	for _, b := range r.opt.Bands {
		if x >= b.From {
			name = b.Name
		}
	}
	return name
}

// side is the class of a mark's colour. Its border is that of the plain band:
// the one that holds 0.
func (r *run) side(x float64) string {
	lo, hi := -.1, .1
	for i, b := range r.opt.Bands {
		if b.From <= 0 && (i+1 == len(r.opt.Bands) || r.opt.Bands[i+1].From > 0) {
			lo = b.From
			if i+1 < len(r.opt.Bands) {
				hi = r.opt.Bands[i+1].From
			}
		}
	}
	switch {
	case x < lo:
		return "cold"
	case x >= hi:
		return "warm"
	}
	return "plain"
}
