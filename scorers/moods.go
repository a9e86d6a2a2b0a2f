package scorers

import "detente"

// moved is what mood makes of the class of an act.
type moved struct {
	class detente.Class
	mode  detente.Mode
	flags detente.Flags
}

// move turns the class of a hit by negation and tense. The rows are those of a
// published study of event classes; where our scale differs (own), what was not
// done is mostly nothing: not biting is not kissing.
//
//	class                       will      did not          will not
//	AGREE SUPPORT CONSULT       AGREE     REJECT           REJECT
//	COOPERATE AID               AGREE     SANCTION         REJECT
//	CONCEDE RETREAT             AGREE     SANCTION         REJECT
//	  own                       CONCEDE   REJECT           REJECT
//	REQUEST ACCUSE REJECT THREATEN   same  AGREE            AGREE
//	  own                       same      STATEMENT        STATEMENT
//	material conflict           THREATEN  RETREAT          AGREE
//	  own                       THREATEN  STATEMENT        AGREE
func move(c detente.Class, m detente.Mode, neg, future, published bool) moved {
	out := moved{class: c, mode: m}
	if neg {
		out.flags |= detente.Negated
	}
	if future {
		out.flags |= detente.FutureAct
	}
	if !neg && !future || c == detente.Plain || c == detente.ClassNone {
		return out
	}
	turn := func(to detente.Class) moved { return moved{class: to, flags: out.flags} }
	own := func(ours, theirs detente.Class) moved {
		if published {
			return turn(theirs)
		}
		return turn(ours)
	}
	switch c {
	case detente.Agree, detente.Support, detente.Consult:
		if neg {
			return turn(detente.Reject)
		}
		return turn(detente.Agree)
	case detente.Cooperate, detente.Aid:
		switch {
		case neg && future:
			return turn(detente.Reject)
		case neg:
			return turn(detente.Sanction)
		}
		return turn(detente.Agree)
	case detente.Concede, detente.Retreat:
		switch {
		case neg && future:
			return turn(detente.Reject)
		case neg:
			return own(detente.Reject, detente.Sanction)
		}
		return own(detente.Concede, detente.Agree)
	case detente.Request, detente.Accuse, detente.Reject, detente.Threaten:
		if neg {
			return own(detente.Plain, detente.Agree)
		}
		return out
	}
	switch { // material conflict
	case neg && future:
		return turn(detente.Agree)
	case neg:
		return own(detente.Plain, detente.Retreat)
	}
	return turn(detente.Threaten)
}

// seen turns the class of an act that somebody else did, as the speaker tells
// it: harm done by others is an accusation, a forecast of it a comment; help by
// others is praise of a kind. A share of the evidence goes on.
func seen(h *hit, m moved) (moved, float64) {
	conflict := hostile(m.class)
	future := m.flags.Has(detente.FutureAct)
	switch {
	case h.must: // "Bexia must withdraw": what others ought to do is a demand
		mode := detente.ModeDemand
		if h.class == detente.Consult || h.class == detente.Agree || h.class == detente.Cooperate {
			mode = detente.ModeAppeal
		}
		return moved{class: detente.Request, mode: mode, flags: m.flags &^ detente.Negated}, 1
	case future:
		return moved{class: detente.Plain, flags: m.flags}, 0.6
	case conflict && h.neg:
		return moved{class: detente.Plain, flags: m.flags}, 0.4
	case conflict && h.class.Material():
		return moved{class: detente.Accuse, flags: m.flags}, 0.9
	case h.neg:
		return moved{class: detente.Accuse, flags: m.flags}, 0.7
	case h.class.Material() && h.class != detente.Consult:
		return moved{class: detente.Support, flags: m.flags}, 0.4
	case h.class == detente.Consult:
		return m, 0.5
	}
	return m, 0.3 // others' words are theirs
}

// hostile reports whether a class is one of conflict.
func hostile(c detente.Class) bool { return c >= detente.Request && c <= detente.Assault }

// friendly reports whether a class is one of cooperation.
func friendly(c detente.Class) bool { return c >= detente.Agree && c <= detente.Retreat }
