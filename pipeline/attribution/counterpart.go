package attribution

import "detente"

// sides counts how often two sides of an article speak of or act upon each other,
// so that "they" in the mouth of one of two is the other.
type sides struct {
	of    []int32 // of each entity the entity that stands for its side
	pairs map[[2]int32]int
	order map[int32][]int32 // of each side its counterparts, in text order
}

// countSides reads the pairs off the targets that are known.
func (as *assigner) countSides() *sides {
	s := &sides{of: make([]int32, len(as.coref.Entities)), pairs: map[[2]int32]int{}, order: map[int32][]int32{}}
	first := map[string]int32{}
	for e := range as.coref.Entities {
		x := &as.coref.Entities[e]
		s.of[e] = int32(e)
		if x.Country == "" || x.Sector == detente.SectorOpposition || x.Sector == detente.SectorArmedGroup || x.Type == detente.Anonymous {
			continue
		}
		if k, ok := first[x.Country]; !ok || x.Type == detente.Country && as.coref.Entities[k].Type != detente.Country {
			first[x.Country] = int32(e)
		}
	}
	for e := range as.coref.Entities {
		if x := &as.coref.Entities[e]; x.Sector != detente.SectorOpposition && x.Sector != detente.SectorArmedGroup && x.Type != detente.Anonymous {
			if k, ok := first[x.Country]; ok {
				s.of[e] = k
			}
		}
	}
	for i := range as.roles {
		for _, a := range as.roles[i].Speakers {
			for _, b := range as.roles[i].Targets {
				x, y := s.of[a.Entity], s.of[b.Entity]
				if x == y || b.Rule == Topic || as.coref.Entities[y].Type == detente.Anonymous || as.coref.Entities[x].Type == detente.Anonymous {
					continue
				}
				s.meet(x, y)
				s.meet(y, x)
			}
		}
	}
	return s
}

func (s *sides) meet(x, y int32) {
	k := [2]int32{x, y}
	if s.pairs[k] == 0 {
		s.order[x] = append(s.order[x], y)
	}
	s.pairs[k]++
}

// counterpart gives the side that e's side mostly deals with, -1 when none stands
// out: it has to be met twice as often as any other.
func (s *sides) counterpart(e int32) int32 {
	x := s.of[e]
	best, most, next := int32(-1), 0, 0
	for _, y := range s.order[x] {
		switch n := s.pairs[[2]int32{x, y}]; {
		case n > most:
			best, most, next = y, n, most
		case n > next:
			next = n
		}
	}
	if most < 2*next || most == 0 {
		return -1
	}
	return best
}

// otherParty takes the other of two sides for whom the content speaks of as
// "they", or by their people and places among others. It stands as a topic until the words turn out to do
// something to somebody.
func (as *assigner) otherParty(i int, s *sides) {
	a, r := &as.attrs[i], &as.roles[i]
	if a.Kind == detente.Act || a.Thought || len(r.Speakers) != 1 || len(r.Targets) > 0 && r.Targets[0].Rule != Topic {
		return
	}
	e := s.counterpart(r.Speakers[0].Entity)
	if e < 0 || as.isSpeaker(r, e) || as.own(r, e) {
		return
	}
	rule := Topic
	switch {
	case len(r.Targets) > 0:
		if s.of[r.Targets[0].Entity] == e || !as.names(a, e, s) {
			return
		}
		r.Targets = nil // a third party is spoken of as well
	case as.they(a) || as.names(a, e, s):
	case conflict(a.Frame.Class) && r.TargetReason != detente.ReasonTopicOnly && len(a.Frame.Patients) == 0 && a.Addressee.Empty() && !a.Subord:
		rule = "other side" // "condemned the boarding", and nobody else is named
	default:
		return
	}
	r.Targets = append(r.Targets, detente.Role{Entity: e, Mention: a.Content[0], Confidence: 0.4, Rule: rule})
	r.TargetReason = detente.ReasonNone
}

// unnamedDoer gives a deed told without its doer ("the accounts were frozen") the
// side that the sufferer mostly deals with, when that side acts or speaks in the
// sentences round it.
func (as *assigner) unnamedDoer(i int, s *sides) {
	a, r := &as.attrs[i], &as.roles[i]
	if a.Kind != detente.Act || !a.Source.Empty() || len(r.Speakers) > 0 || len(r.Targets) == 0 {
		return
	}
	e := s.counterpart(r.Targets[0].Entity)
	if e < 0 {
		return
	}
	const near = 2 // sentences before
	for p := i - 1; p >= 0 && as.attrs[p].Sentence+near >= a.Sentence; p-- {
		for _, o := range as.roles[p].Speakers {
			if s.of[o.Entity] == e && as.attrs[p].Kind == detente.Act {
				r.Speakers = []detente.Role{{Entity: e, Mention: o.Mention, Confidence: 0.5, Rule: "passage"}}
				r.SpeakerReason = detente.ReasonNone
				return
			}
		}
	}
}

// they reports whether a content has a "they" that means nobody else, or a
// neighbour.
func (as *assigner) they(a *detente.Attribution) bool {
	for _, span := range a.Content {
		for k := as.token(span.Start); k < as.token(span.End); k++ {
			t := &as.doc.Tokens[k]
			if !theirs[t.Hash] {
				continue
			}
			if m := as.coref.At(t.Span); m < 0 || as.coref.Mentions[m].Span != t.Span || as.coref.Mentions[m].Entity < 0 {
				return true
			}
		}
	}
	return false
}

// names reports whether somebody or a place of side e is named in a content.
func (as *assigner) names(a *detente.Attribution, e int32, s *sides) bool {
	country := as.coref.Entities[e].Country
	for _, span := range a.Content {
		for m := as.mentionsFrom(span.Start); m < len(as.coref.Mentions) && as.coref.Mentions[m].Span.Start < span.End; m++ {
			if x := as.coref.Mentions[m].Entity; x >= 0 && (s.of[x] == e || country != "" && as.coref.Entities[x].Country == country) {
				return true
			}
		}
	}
	return false
}

var theirs = hashSet("they them their theirs neighbour neighbor neighbours neighbors")
