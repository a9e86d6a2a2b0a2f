package timex

import (
	"strings"

	"detente"
)

// direction says which way a match looks, by the preposition before it and by
// the nearest sign of tense in its sentence: before it first, then behind it.
func (p *parser) direction(m match) detente.Direction {
	prev := p.at(m.start - 1).hash
	if prev == hSince {
		return detente.Past
	}
	x := m.e
	for x.x != nil {
		x = x.x
	}
	switch {
	case x.base != nil: // counted from another time, not from now
		return detente.Nowhere
	case x.op == opCal && x.cal.quarter > 0 && !x.cal.hasYear:
		if d := p.tense(m.start, m.end); d == detente.Past {
			return d // "expects to report third-quarter sales": the nearest
		}
		return detente.Nowhere
	case x.op == opCal && x.cal.day > 0 && !x.cal.hasYear:
		// Such dates are named when they are near: the nearest is meant, whatever
		// the tense of the words round them ("payable Jan. 2").
		return detente.Nowhere
	case x.op == opCal && !x.cal.hasYear && x.base == nil, x.op == opNear && x.which == thisOne:
	case x.op == opRel && x.n > 0, x.op == opNear && x.which == nextOne, x.op == opRef && x.text == "FUTURE_REF", x.op == opWindow && x.max > 0:
		return detente.Future
	case x.op == opRel && x.n < 0, x.op == opNear && x.which == lastOne, x.op == opRef && x.text == "PAST_REF", x.op == opWindow && x.min < 0, x.op == opAgo && x.max < 0:
		return detente.Past
	default:
		return detente.Nowhere
	}
	if d, ok := p.governed(m); ok {
		return d
	}
	return p.tense(m.start, m.end)
}

// tense finds the nearest sign of tense round the atoms [start, end).
func (p *parser) tense(start, end int) detente.Direction {
	const reach = 24
	for i := start - 1; i >= p.lo && i >= start-reach; i-- {
		if d := p.sign(i, start); d != detente.Nowhere {
			return d
		}
	}
	for i := end; i < p.hi && i < end+reach; i++ {
		if d := p.sign(i, start); d != detente.Nowhere {
			return d
		}
	}
	return detente.Nowhere
}

// sign reads one word as a sign of tense for the expression at atom start.
func (p *parser) sign(i, start int) detente.Direction {
	a := &p.a[i]
	if a.kind != aWord {
		return detente.Nowhere
	}
	s, known := p.t.signals[a.hash]
	if !known {
		if t := p.text(i); len(t) > 4 && strings.HasSuffix(t, "ed") && a.word == nil {
			return detente.Past
		}
		return detente.Nowhere
	}
	switch s {
	case toPast:
		// "will have", "to have been": the sign before it decides.
		return detente.Past
	case toFuture:
		return detente.Future
	case toFar:
		for k := i + 1; k < start && k <= i+5; k++ { // "invited his rival to the palace in June"
			if p.a[k].hash == hTo {
				return detente.Future
			}
		}
		fallthrough
	case toInfinitive:
		switch p.at(i + 1).hash {
		case hTo:
			return detente.Future
		case hFor:
			if strings.HasSuffix(p.text(i), "d") || p.text(i) == "due" {
				return detente.Future
			}
		}
		if t := p.text(i); strings.HasSuffix(t, "ed") {
			return detente.Past
		}
	}
	return detente.Nowhere
}
