package mention

import (
	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// ofParty finds "the Republican president": the holder of the office on the day
// who is of that party.
func (r *Resolver) ofParty(d described, country string) int32 {
	best := int32(-1)
	for _, e := range r.people {
		if !partyMatches(r.partyOf(e), d.party) {
			continue
		}
		if r.holds(e, "", d.title.Office) {
			return e
		}
		if best < 0 || r.ents[e].count > r.ents[best].count {
			best = e
		}
	}
	if d.title.Office == "candidate" && !d.indefinite {
		if best < 0 {
			best = r.runner(d.party)
		}
		return best // whom the article is about, of those of the party
	}
	if !r.dated {
		return -1
	}
	for _, item := range r.base.Party(partyName(d.party)) {
		it := r.base.Item(item)
		if country != "" && it.Country != country {
			continue
		}
		if h, miss := r.base.HolderAt(it.Country, d.title.Office, r.day); miss == kb.Found && h == item {
			return r.thing(item)
		}
	}
	return -1
}

// runner gives the person whom the article is about, named in full and twice as
// often as any other whom no words or tables give another party; -1 for none.
func (r *Resolver) runner(party string) int32 {
	best, second := int32(-1), int32(0)
	for _, e := range r.people {
		en := &r.ents[e]
		if en.named == 0 || en.loose || r.partyOf(e) != "" && !partyMatches(r.partyOf(e), party) || en.stated && en.Sector != detente.SectorLegislature && en.Sector != detente.SectorOpposition && !en.former {
			continue
		}
		switch {
		case best < 0 || en.count > r.ents[best].count:
			if best >= 0 {
				second = max(second, r.ents[best].count)
			}
			best = e
		default:
			second = max(second, en.count)
		}
	}
	if best < 0 || r.ents[best].count < 2*second {
		return -1
	}
	return best
}

// partyWord is a party as it stands before a noun.
func partyWord(s string) string {
	if lexicon.Fold(s) == "democrat" {
		return "Democratic"
	}
	return s
}

func partyName(s string) string {
	if lexicon.Fold(s) == "democratic" {
		return "Democrat"
	}
	return s
}

// partyOf gives the party of a person: as the article says, else by the table.
func (r *Resolver) partyOf(e int32) string {
	en := &r.ents[e]
	if en.party != "" || en.item < 0 {
		return en.party
	}
	return r.base.Item(en.item).Party
}

func partyMatches(have, want string) bool {
	return have != "" && lexicon.Fold(partyName(have)) == lexicon.Fold(partyName(want))
}

// ofPerson makes the person of an office that somebody gives: "Petrel's campaign
// manager" holds none of the state.
func (r *Resolver) ofPerson(owner int32, t *kb.Title) int32 {
	name := r.ents[owner].Name + "'s " + t.Words
	e := r.add(slug(name), name, detente.Person)
	r.ents[e].Role, r.ents[e].Sector = t.Words, t.Sector
	return e
}
