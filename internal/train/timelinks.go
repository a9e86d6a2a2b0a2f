package train

import "slices"

// eventLink says how A lies to B in time; either is an event, a time expression
// or t0, the document's date.
type eventLink struct{ A, B, Rel string }

// Labels that follow from other links are a corpus of their own, so many behind
// that of the links, and are weighed a little less than the others.
const (
	followed       = 4
	followedWeight = .8
)

// noRelation is a relation that nothing follows from.
const noRelation = -1

// follow gives the relation to the document's date of events that labels lacks,
// as it follows from their links to dated expressions and to events whose
// relation is known. An event for which two relations follow has none.
func (d *eventDocument) follow(labels map[string]int) map[string]int {
	known, dated := map[string]int{}, map[string]bool{}
	for _, t := range d.Timexes {
		if p := placeOfValue(t.Value, d.DCT); p != noRelation && (t.Type == "DATE" || t.Type == "TIME") {
			known[t.TID], dated[t.TID] = p, true
		}
	}
	for e, l := range labels {
		known[e] = l
	}
	var links []eventLink // each both ways
	for _, l := range d.TLinks {
		back, ok := turned[l.Rel]
		if !ok {
			back = l.Rel
		}
		links = append(links, l, eventLink{l.B, l.A, back})
	}
	out := map[string]int{}
	for moved := true; moved; {
		fresh := map[string][]int{}
		for _, l := range links {
			y, ok := known[l.B]
			if _, has := known[l.A]; has || !ok {
				continue
			}
			if x := followsFrom(l.Rel, y, dated[l.B]); x != noRelation {
				fresh[l.A] = append(fresh[l.A], x)
			}
		}
		moved = false
		for _, e := range d.Events {
			all := fresh[e.EID]
			slices.Sort(all)
			switch all = slices.Compact(all); len(all) {
			case 0:
				continue
			case 1:
				out[e.EID], known[e.EID] = all[0], all[0]
			default:
				known[e.EID] = noRelation
			}
			moved = true
		}
	}
	return out
}

// followsFrom gives the relation to the document's date of what lies as rel says
// to something of relation y; day is true where that is a day and not an event,
// which may be a part of it.
func followsFrom(rel string, y int, day bool) int {
	on := y == eventOn
	switch label, ok := linkLabels[rel]; {
	case !ok:
	case label == eventBefore && (y == eventBefore || on && day), label == eventAfter && (y == eventAfter || on && day):
		return label
	case label == eventSpan && (on || y == eventSpan):
		return label
	case label == eventOn && (y != eventSpan || rel == "SIMULTANEOUS" || rel == "IDENTITY"):
		return y
	}
	return noRelation
}

// placeOfValue says how a TimeML date lies to a day, both written with the year
// first; noRelation where it holds the day and more, or is no date of the calendar.
func placeOfValue(value, day string) int {
	for _, n := range []int{len("2031-05-16"), len("2031-05"), len("2031"), len("203")} {
		if len(value) < n || len(day) < n || !digitsOrDash(value[:n]) {
			continue
		}
		switch a, b := value[:n], day[:n]; {
		case a < b:
			return eventBefore
		case a > b:
			return eventAfter
		case n == len("2031-05-16"):
			return eventOn
		}
		return noRelation
	}
	return noRelation
}

// digitsOrDash reports whether s is digits with a dash behind year and month.
func digitsOrDash(s string) bool {
	for i := range len(s) {
		if i == 4 || i == 7 {
			if s[i] != '-' {
				return false
			}
		} else if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
