package kb

import (
	"fmt"
	"strings"

	"detente"
)

// Miss says why no holder of an office is given.
type Miss uint8

const (
	Found     Miss = iota
	NoOffice       // the table knows no such office in that country
	TooEarly       // the day lies before the first row
	TooLate        // the day lies after the last row
	InGap          // the day lies between rows: the sources do not vouch for it
	Ambiguous      // several persons held it
)

// MissNames are the reasons in words, by value.
var MissNames = []string{"", "no such office in the table", "before the table's reach", "after the table's reach", "between the table's rows", "several holders"}

// String gives the reason in words.
func (m Miss) String() string {
	if int(m) < len(MissNames) {
		return MissNames[m]
	}
	return fmt.Sprintf("Miss(%d)", m)
}

// Reach is the last day for which any dated row vouches.
func (b *Base) Reach() detente.Day { return b.reach }

// HolderAt gives the person who held an office of a country on a day, as the
// number of an item, or -1 and the reason. role is an office such as
// "president", "prime minister", "foreign minister", "vice president"; "leader"
// is whoever leads the country by its form of government. Other names of an
// office count where a country has only one of them: the chancellor answers to
// "prime minister" and a king to "head of state", but a president is never given
// for a premier. Where a file of actors and the built-in table both name a
// holder, the file wins; among rows of one source the later start.
func (b *Base) HolderAt(country, role string, day detente.Day) (int32, Miss) {
	miss := NoOffice
	for _, r := range b.sameOffice(country, role) {
		item, m := b.holder(office{country, r}, day)
		if m == Found {
			return item, Found
		}
		if miss == NoOffice {
			miss = m
		}
	}
	return -1, miss
}

// HolderBefore gives the last holder of the office whose stay ended before the
// day, other than the given item.
func (b *Base) HolderBefore(country, role string, day detente.Day, not int32) (int32, Miss) {
	best, until := int32(-1), NoSince
	for _, r := range b.sameOffice(country, role) {
		for _, i := range b.offices[office{country, r}] {
			a := &b.rows[i]
			if item := b.byKey[a.Key]; item != not && a.Until < day && a.Until > until {
				best, until = item, a.Until
			}
		}
		if best >= 0 {
			return best, Found
		}
	}
	return -1, NoOffice
}

// sameOffice lists the names under which the table may hold an office of that
// country, the nearest first.
func (b *Base) sameOffice(country, role string) []string {
	switch role {
	case "leader", "":
		lead := ""
		if i := b.Find(country); i >= 0 && b.items[i].Type == detente.Country {
			lead = b.rows[b.items[i].Rows[0]].Role
		}
		switch lead {
		case "":
			return []string{"leader"}
		case "leader":
			return []string{"leader", "president"}
		}
		return append([]string{lead, "leader"}, b.sameOffice(country, lead)[1:]...)
	case "prime minister":
		return []string{"prime minister", "chancellor", "head of government"}
	case "chancellor":
		if country == "GBR" {
			return []string{"finance minister"}
		}
		return []string{"chancellor"}
	case "head of government":
		if b.leads(country, "president") {
			return []string{"president"}
		}
		return []string{"prime minister", "chancellor", "president"}
	case "head of state":
		return []string{"president", "monarch", "supreme leader"}
	case "commerce minister":
		return []string{"commerce minister", "trade minister"}
	case "trade minister":
		return []string{"trade minister", "commerce minister"}
	case "central bank governor", "governor":
		return []string{"central bank governor"}
	}
	return []string{role}
}

func (b *Base) leads(country, role string) bool {
	i := b.Find(country)
	return i >= 0 && b.items[i].Type == detente.Country && b.rows[b.items[i].Rows[0]].Role == role
}

func (b *Base) holder(o office, day detente.Day) (int32, Miss) {
	rows := b.offices[o]
	if len(rows) == 0 {
		return -1, NoOffice
	}
	best := int32(-1)
	early, late := true, true
	for _, i := range rows {
		a := &b.rows[i]
		if a.Covers(day) {
			if best < 0 || b.prefers(i, best) {
				best = i
			}
			continue
		}
		early = early && day < a.Since
		late = late && day > a.Until
	}
	switch {
	case best >= 0 && many(o.role):
		for _, i := range rows {
			if b.rows[i].Covers(day) && b.rows[i].Key != b.rows[best].Key {
				return -1, Ambiguous
			}
		}
		return b.byKey[b.rows[best].Key], Found
	case best >= 0:
		return b.byKey[b.rows[best].Key], Found
	case early:
		return -1, TooEarly
	case late:
		return -1, TooLate
	}
	return -1, InGap
}

// prefers reports whether row i names the holder rather than row j.
func (b *Base) prefers(i, j int32) bool {
	x, y := &b.rows[i], &b.rows[j]
	if x.edited != y.edited {
		return x.edited
	}
	return x.Since > y.Since
}

// many are the offices that several persons hold at a time.
func many(role string) bool {
	switch role {
	case "deputy prime minister", "vice president", "senator", "representative", "head of government":
		return true
	}
	return false
}

// Sole reports whether a country has one holder of an office, by its common name,
// at a time.
func Sole(office string) bool {
	switch office {
	case "president", "prime minister", "chancellor", "monarch", "supreme leader", "central bank governor", "attorney general", "national security adviser":
		return true
	}
	return strings.HasSuffix(office, " minister") && !many(office) && !strings.HasPrefix(office, "deputy ")
}

// RowAt gives the row of an item that covers the day, an executive one first;
// nil when none does. past reports that the item's offices are over by then: a
// successor had begun, or years have gone by. A day that no row vouches for is
// not yet past: the sources have gaps.
func (b *Base) RowAt(item int32, day detente.Day) (row *Actor, past bool) {
	it := &b.items[item]
	last := NoSince
	for _, r := range it.Rows {
		a := &b.rows[r]
		if a.Until < day {
			last = max(last, a.Until)
		}
		if a.Covers(day) && (row == nil || a.Since > row.Since || rank(a.Role) > rank(row.Role)) {
			row = a
		}
	}
	return row, row == nil && last != NoSince && (day-last > 5*365 || b.succeeded(it, last, day))
}

// succeeded reports whether somebody else began one of the item's offices after
// its last stay and by the day.
func (b *Base) succeeded(it *Item, last, day detente.Day) bool {
	for _, r := range it.Rows {
		a := &b.rows[r]
		if a.Until != last || many(a.Role) {
			continue
		}
		for _, o := range b.offices[office{a.Country, a.Role}] {
			if x := &b.rows[o]; x.Key != it.Key && x.Since > last && x.Since <= day {
				return true
			}
		}
	}
	return false
}

// rank orders offices that one person holds at a time.
func rank(role string) int {
	switch role {
	case "president", "monarch", "supreme leader", "chancellor", "prime minister":
		return 2
	case "leader", "vice president", "foreign minister":
		return 1
	}
	return 0
}

// Leads reports whether a row is of the office that leads its country.
func (b *Base) Leads(row *Actor) bool {
	for _, r := range b.sameOffice(row.Country, "leader") {
		if r == row.Role {
			return true
		}
	}
	return false
}

// Body gives the item of a country's body by its kind ("foreign ministry",
// "central bank"), or -1: the first in the table.
func (b *Base) Body(country, kind string) int32 {
	if i, ok := b.bodies[office{country, kind}]; ok {
		return i
	}
	return -1
}

// AdjectiveOf gives the usual adjective of a country or body ("U.S.",
// "Colombian"), else its name.
func (b *Base) AdjectiveOf(item int32) string {
	for _, x := range b.rows[b.items[item].Rows[0]].Aliases {
		if s, ok := strings.CutPrefix(x, "adj:"); ok {
			return s
		}
	}
	return b.items[item].Name
}

// SeatOf gives the city that stands for a country's government: the one among
// its seats that equals name but for case, else the first; name when it has none.
func (b *Base) SeatOf(item int32, name string) string {
	if item < 0 {
		return name
	}
	found := ""
	for _, x := range b.rows[b.items[item].Rows[0]].Aliases {
		if s, ok := strings.CutPrefix(x, "seat:"); ok {
			if strings.EqualFold(s, name) {
				return s
			}
			if found == "" {
				found = s
			}
		}
	}
	if found == "" {
		return name
	}
	return found
}
