package timex

import "detente"

// story follows the time of a narrative text, a history or a chronicle: there a
// date without a year belongs to the time that was told last, not to the
// publication.
type story struct {
	told bool        // the text is narrative
	now  detente.Day // the middle of the last full date
	year int32       // its year
	unit unit        // its granularity; noUnit before the first
}

// newStory tells narrative from news: histories name many absolute years, and
// few of their dates are seen from the day of writing.
func newStory(found []placed) story {
	absolute, deictic := 0, 0
	for _, m := range found {
		switch e := m.e.inner(); e.op {
		case opCal:
			if e.cal.hasYear && !e.cal.century && !e.cal.decade {
				absolute++
			} else if e.cal.weekday > 0 && e.cal.month == 0 {
				deictic++
			}
		case opRel, opNear:
			if e.base == nil {
				deictic++
			}
		}
	}
	return story{told: absolute >= 6 && absolute >= 5*deictic}
}

// inner is the expression under its parts of the day and modifiers.
func (e *expr) inner() *expr {
	for e.x != nil {
		e = e.x
	}
	return e
}

// place completes an expression from the time of the story and moves it on.
// listed is the year of a list that the expression stands in, or 0.
// aside is true for what is only mentioned: a time in a quotation or in brackets.
func (s *story) place(e *expr, listed int32, aside bool) {
	c := e.inner()
	switch {
	case c.op == opCal && c.cal.hasYear:
		if !c.cal.century && !c.cal.decade && !(aside && s.unit != noUnit) {
			s.move(c)
		}
	case c.op == opCal && c.base == nil && (c.cal.month > 0 || c.cal.season > 0 || c.cal.quarter > 0 || c.cal.half > 0 || c.cal.festival != ""):
		switch {
		case listed != 0:
			c.cal.year, c.cal.hasYear = listed, true
		case s.unit == noUnit:
			return
		default:
			c.cal.year, c.cal.hasYear = s.yearOf(&c.cal), true
		}
		if !aside {
			s.move(c)
		}
	case s.unit == noUnit:
	case c.op == opClock:
		if s.unit == uDay {
			c.x = &expr{op: opCal, cal: dayOf(s.now)}
		}
	case c.base != nil:
	case c.op == opCal && (c.cal.weekday > 0 || c.cal.weekend), c.op == opNear, c.op == opRel && c.unit != uDay, c.op == opRel && s.unit == uDay && c.n == 0:
		c.base = &expr{op: opCal, cal: dayOf(s.now)}
		if s.unit >= uYear {
			c.base = &expr{op: opCal, cal: calendar{year: s.year, hasYear: true}}
		}
	}
}

// yearOf chooses the year in which the pattern lies nearest to the time of the
// story. (That stories run on does not help: they turn back as often.)
func (s *story) yearOf(c *calendar) int32 {
	if s.unit >= uYear {
		return s.year
	}
	best, year := detente.Day(1<<30), s.year
	for y := s.year - 1; y <= s.year+1; y++ {
		t := c.inYear(int(y))
		if t.unit == noUnit {
			continue
		}
		if d := distance(t, s.now); d < best {
			best, year = d, y
		}
	}
	return year
}

// move takes an expression with a year as the new time of the story.
func (s *story) move(c *expr) {
	t := c.cal.inYear(int(c.cal.year))
	if t.unit == noUnit {
		return
	}
	s.now, s.year, s.unit = t.lo+(t.hi-t.lo)/2, c.cal.year, t.unit
}

func dayOf(d detente.Day) calendar {
	y, m, day := d.Civil()
	return calendar{year: int32(y), hasYear: true, month: int8(m), day: int8(day)}
}
