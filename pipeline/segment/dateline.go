package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"detente"
)

// maxDateline is how far into its paragraph a dateline may reach, in bytes.
const maxDateline = 140

// dateline finds the dateline at the head of the first paragraph of text, sets
// doc.Dateline and doc.Place, and gives the token after it; -1 when there is
// none. The forms are those of news agencies:
//
//	PLACE[, Region][, Month day] [(Agency)] DASH      (Agency) DASH
//
// A place alone counts when it stands in capitals before a dash, or before a
// long dash and a capital.
func dateline(doc *detente.Doc, first []int32) int {
	for i, p := range doc.Paragraphs {
		if p.Kind != detente.Body {
			continue
		}
		r := dateliner{doc: doc, at: int(first[i]), lo: int(first[i]), hi: int(first[i+1])}
		body := r.read()
		if body < 0 {
			return -1
		}
		doc.Place = r.place
		doc.Dateline = detente.Span{Start: p.Span.Start, End: doc.Tokens[body-1].Span.End}
		return body
	}
	return -1
}

// dateliner reads tokens [lo, hi), at is the next one.
type dateliner struct {
	doc        *detente.Doc
	at, lo, hi int
	place      detente.Span
	upper      bool // the place stands in capitals
	words      int  // of the place
	commas     int
	date       bool
	agency     bool
}

func (r *dateliner) text(i int) string { return r.doc.Tokens[i].Span.In(r.doc.Text) }

// is reports whether the next token is one of the marks.
func (r *dateliner) is(marks ...string) bool {
	if r.at >= r.hi {
		return false
	}
	w := r.text(r.at)
	for _, m := range marks {
		if w == m {
			return true
		}
	}
	return false
}

func (r *dateliner) read() int {
	r.places()
	r.bracket()
	if r.words == 0 && !r.agency {
		return -1
	}
	if !r.is("-", "--", "—", "–", "―", ":") {
		return -1
	}
	sep := r.text(r.at)
	long := sep != "-" && sep != ":"
	if sep == "-" && !r.date && !r.agency && r.doc.Tokens[r.at].Span.Start == r.doc.Tokens[r.at-1].Span.End {
		return -1 // a hyphenated word
	}
	if sep == ":" && !r.agency && !r.date {
		return -1 // a headline, or the turn of a transcript
	}
	body := r.at + 1
	if body >= r.hi || int(r.doc.Tokens[r.at].Span.End-r.doc.Tokens[r.lo].Span.Start) > maxDateline {
		return -1
	}
	if r.agency || r.date {
		return body
	}
	next, _ := utf8.DecodeRuneInString(r.text(body))
	if !unicode.IsUpper(next) && r.doc.Tokens[body].Kind != detente.Mark && !unicode.IsDigit(next) {
		return -1
	}
	if r.upper || long && (r.commas > 0 || r.words <= 3) {
		return body
	}
	return -1
}

// places reads the place names, the region and the date.
func (r *dateliner) places() {
	r.upper = true
	start := r.at
	for r.at < r.hi {
		t := &r.doc.Tokens[r.at]
		w := r.text(r.at)
		switch {
		case r.words > 0 && r.month():
			r.date = true
			if r.place.Empty() && start < r.at {
				r.setPlace(start)
			}
			return
		case t.Kind == detente.Word && isUpper(w) && r.words < 8:
			if r.words == 0 && words()[t.Hash].is(isStarter, true) && !allCapitals(w) {
				return
			}
			if r.commas == 0 {
				r.upper = r.upper && allCapitals(w)
			}
			r.words++
		case t.Kind == detente.Word && r.words > 0 && isParticle(w):
		case r.words > 0 && (w == "," || w == "/"):
			if r.place.Empty() {
				r.setPlace(start)
			}
			r.commas++
		case w == "-" && r.words > 0 && r.glued(r.at): // Port-Rigal
		case w == "." && r.commas > 0 && r.at+1 < r.hi && r.text(r.at+1) == ",": // a region's stop
		default:
			if r.place.Empty() && r.words > 0 {
				r.setPlace(start)
			}
			return
		}
		r.at++
	}
	r.words = 0 // nothing follows: the line is a list of names
}

func (r *dateliner) setPlace(start int) {
	r.place = detente.Span{Start: r.doc.Tokens[start].Span.Start, End: r.doc.Tokens[r.at-1].Span.End}
}

// glued reports whether token i stands between two others without blanks.
func (r *dateliner) glued(i int) bool {
	t := r.doc.Tokens
	return i > r.lo && i+1 < r.hi && t[i-1].Span.End == t[i].Span.Start && t[i].Span.End == t[i+1].Span.Start
}

// month reads "Jan 8", "January 8, 2031", "8 January" and steps over it.
func (r *dateliner) month() bool {
	if r.at+1 >= r.hi {
		return false
	}
	a, b := r.text(r.at), r.text(r.at+1)
	switch {
	case isMonth(a) && isDigit(b[0]), isDigit(a[0]) && isMonth(b):
	default:
		return false
	}
	r.at += 2
	if r.at+1 < r.hi && r.is(",") && len(r.text(r.at+1)) == 4 && isDigit(r.text(r.at + 1)[0]) {
		r.at += 2
	} else if r.at < r.hi && len(r.text(r.at)) == 4 && isDigit(r.text(r.at)[0]) {
		r.at++
	}
	if r.is(".", ",") {
		r.at++
	}
	return true
}

// bracket reads "(Agency)".
func (r *dateliner) bracket() {
	if !r.is("(") {
		return
	}
	for i := r.at + 1; i < r.hi && i < r.at+6; i++ {
		if r.text(i) == ")" && i > r.at+1 {
			r.at, r.agency = i+1, true
			return
		}
		if k := r.doc.Tokens[i].Kind; k != detente.Word && !strings.Contains("-/.&", r.text(i)) || k == detente.Word && !isUpper(r.text(i)) {
			return
		}
	}
}

func isMonth(w string) bool {
	if len(w) < 3 {
		return false
	}
	w = strings.TrimSuffix(w, ".")
	for _, m := range [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"} {
		if strings.EqualFold(w, m) || len(w) == 3 && strings.EqualFold(w, m[:3]) || len(w) == 4 && strings.EqualFold(w, "Sept") && m == "September" {
			return true
		}
	}
	return false
}

func allCapitals(w string) bool {
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// isParticle reports whether a small word may stand inside a place name.
func isParticle(w string) bool {
	switch w {
	case "of", "de", "del", "la", "los", "al", "el", "the", "and", "on", "sur", "upon", "am":
		return true
	}
	return false
}
