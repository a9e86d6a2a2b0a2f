package timex

import "detente"

// resolve fills the fields that the text leaves out: the nearest match on the
// side that dir says, and the nearest of all when it says nothing.
func (c *calendar) resolve(ref detente.Day, dir detente.Direction) stretch {
	if c.hasYear {
		s := c.inYear(int(c.year))
		return s
	}
	if c.weekday > 0 && c.month == 0 {
		return c.weekdayNear(ref, dir)
	}
	if c.weekend {
		s := step(ref, uWeekend, 0) // of the running week
		if dir != detente.Future && s.lo > ref {
			s = step(ref, uWeekend, -1)
		}
		return s
	}
	y, _, _ := ref.Civil()
	best, found := stretch{}, false
	for k := -1; k <= 1; k++ {
		s := c.inYear(y + k)
		if s.unit == noUnit || c.weekday > 0 && s.unit == uDay && s.lo.Weekday() != int(c.weekday) {
			continue
		}
		if !found || better(s, best, ref, dir) {
			best, found = s, true
		}
	}
	if !found {
		return c.withoutWeekday().inYear(y)
	}
	return best
}

func (c calendar) withoutWeekday() *calendar {
	c.weekday = 0
	return &c
}

// better compares two candidates of neighbouring years.
func better(s, than stretch, ref detente.Day, dir detente.Direction) bool {
	sOK, tOK := true, true
	switch dir {
	case detente.Past:
		sOK, tOK = s.lo <= ref, than.lo <= ref
	case detente.Future:
		sOK, tOK = s.hi >= ref, than.hi >= ref
	}
	if sOK != tOK {
		return sOK
	}
	return distance(s, ref) < distance(than, ref)
}

func distance(s stretch, ref detente.Day) detente.Day {
	switch {
	case ref < s.lo:
		return s.lo - ref
	case ref > s.hi:
		return ref - s.hi
	}
	return 0
}

// weekdayNear reads a bare weekday: the reference's own day when it is one, else
// the last or the next.
func (c *calendar) weekdayNear(ref detente.Day, dir detente.Direction) stretch {
	back := detente.Day((ref.Weekday() - int(c.weekday) + 7) % 7)
	if dir == detente.Future && back > 0 {
		back -= 7
	}
	return span(ref-back, ref-back, uDay)
}

// near reads "last", "this" and "next" before a calendar pattern.
func (c *calendar) near(ref detente.Day, w which, dir detente.Direction) stretch {
	if c.weekday > 0 && c.month == 0 {
		back := detente.Day((ref.Weekday() - int(c.weekday) + 7) % 7)
		switch {
		case w == lastOne && back == 0:
			back = 7
		case w == nextOne:
			back -= 7
		case w == thisOne && dir == detente.Past:
		case w == thisOne && back > 0:
			back -= 7
		}
		return span(ref-back, ref-back, uDay)
	}
	if c.weekend {
		return step(ref, uWeekend, int(w))
	}
	y, _, _ := ref.Civil()
	switch w {
	case lastOne: // the last that has ended
		for k := 1; k >= -1; k-- {
			if s := c.inYear(y + k); s.unit != noUnit && s.hi < ref {
				return s
			}
		}
	case nextOne:
		for k := -1; k <= 1; k++ {
			if s := c.inYear(y + k); s.unit != noUnit && s.lo > ref {
				return s
			}
		}
	}
	if c.season == 4 { // in January "this winter" began last year
		if s := c.inYear(y - 1); s.hi >= ref {
			return s
		}
	}
	return c.inYear(y)
}

// inYear gives the stretch of the pattern in one year; a day that the year does
// not have (29 February) has no place.
func (c *calendar) inYear(y int) stretch {
	day := detente.NewDay
	switch {
	case c.century:
		return span(day(y, 1, 1), day(y+100, 1, 1)-1, uCentury)
	case c.decade:
		return span(day(y, 1, 1), day(y+10, 1, 1)-1, uDecade)
	case c.festival != "":
		d := festival(c.festival, y)
		return span(d, d, uDay)
	case c.quarter > 0:
		q := int(c.quarter)
		return span(day(y, 3*q-2, 1), day(y, 3*q+1, 1)-1, uQuarter)
	case c.half > 0:
		h := int(c.half)
		return span(day(y, 6*h-5, 1), day(y, 6*h+1, 1)-1, uHalf)
	case c.season > 0:
		m := 3 * int(c.season)
		return span(day(y, m, 1), day(y, m+3, 1)-1, uSeason)
	case c.month > 0 && c.day > 0:
		d := day(y, int(c.month), int(c.day))
		if d >= day(y, int(c.month)+1, 1) {
			return stretch{}
		}
		return span(d, d, uDay)
	case c.month > 0:
		return span(day(y, int(c.month), 1), day(y, int(c.month)+1, 1)-1, uMonth)
	}
	return span(day(y, 1, 1), day(y+1, 1, 1)-1, uYear)
}

// festival gives the day of a festival in a year. Names that it does not know
// are "MM-DD".
func festival(name string, y int) detente.Day {
	switch name {
	case "easter":
		return easter(y)
	case "goodfriday":
		return easter(y) - 2
	case "eastermonday":
		return easter(y) + 1
	case "thanksgiving":
		return nth(y, 11, 4, 4)
	case "blackfriday":
		return nth(y, 11, 4, 4) + 1
	case "laborday":
		return nth(y, 9, 1, 1)
	case "columbusday":
		return nth(y, 10, 1, 2)
	case "memorialday":
		return nth(y, 5, 1, 5)
	case "electionday": // the Tuesday after the first Monday of November
		return nth(y, 11, 1, 1) + 1
	}
	if len(name) == 5 {
		return detente.NewDay(y, int(name[0]-'0')*10+int(name[1]-'0'), int(name[3]-'0')*10+int(name[4]-'0'))
	}
	return detente.NewDay(y, 1, 1)
}

// nth is the n-th given weekday of a month, or the last when there is no n-th.
func nth(y, m, weekday, n int) detente.Day {
	first := detente.NewDay(y, m, 1)
	d := first + detente.Day((weekday-first.Weekday()+7)%7) + detente.Day(7*(n-1))
	if d >= detente.NewDay(y, m+1, 1) {
		d -= 7
	}
	return d
}

// easter is Easter Sunday of the western churches (Meeus, Jones and Butcher).
func easter(y int) detente.Day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	return detente.NewDay(y, month, (h+l-7*m+33*month+19)%32)
}
