package main

import (
	"fmt"

	"detente"
)

// turnedFirst says in words what turned first: the words or the deeds of a pair,
// and either side of it. It compares the intervals of the turns, and says that
// it is undecided where they can be in either order. Turns without evidence are
// in no order.
func turnedFirst(shifts []detente.Shift, i int, name func(detente.Dyad) string) []string {
	s := &shifts[i]
	if !turned(s) {
		return nil
	}
	var out []string
	if other := strongestOf(shifts, withChannel(s.Dyad, detente.Deeds)); s.Dyad.Channel == detente.Words && other != nil {
		out = append(out, order("words", s.Turn, "deeds", other.Turn))
	}
	mirror := s.Dyad
	mirror.Speaker, mirror.Target = s.Dyad.Target, s.Dyad.Speaker
	if other := strongestOf(shifts, mirror); mirror.Speaker != "" && other != nil && other.Direction == s.Direction {
		out = append(out, order(name(s.Dyad), s.Turn, name(mirror), other.Turn))
	}
	return out
}

func withChannel(d detente.Dyad, c detente.Channel) detente.Dyad {
	d.Channel = c
	return d
}

// turned reports whether a candidate has evidence and a time.
func turned(s *detente.Shift) bool {
	return s.Verdict >= detente.Indication && s.Turn.Bounded()
}

// strongestOf is the first turn of a dyad: turns are listed by strength.
func strongestOf(shifts []detente.Shift, d detente.Dyad) *detente.Shift {
	for i := range shifts {
		if s := &shifts[i]; s.Dyad == d && turned(s) {
			return s
		}
	}
	return nil
}

// order compares the intervals of two turns.
func order(a string, first detente.Interval, b string, second detente.Interval) string {
	lo, hi := int(second.Lo.Day()-first.Hi.Day()), int(second.Hi.Day()-first.Lo.Day())
	switch {
	case lo > 0:
		return fmt.Sprintf("%s turned first, %s %d to %d days later", a, b, lo, hi)
	case hi < 0:
		return fmt.Sprintf("%s turned first, %s %d to %d days later", b, a, -hi, -lo)
	}
	return fmt.Sprintf("whether %s or %s turned first is undecided (%+d to %+d days)", a, b, lo, hi)
}
