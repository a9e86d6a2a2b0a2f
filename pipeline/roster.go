package pipeline

import (
	"cmp"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// roster is who holds which office by the words of the corpus itself: persons
// whom some article names with an office and a country. They join the knowledge
// base for the run, so that "Torv" or "the foreign minister of Averland" in one
// article is the Foreign Minister Ana Torv of another.
//
// It is filled by all articles before it is asked, and what it answers follows
// from the set of them alone: neither order nor shards matter. Who is in the
// knowledge base or the user's table is never renamed.
type roster struct {
	base     *kb.Base
	bearers  map[string]*bearer   // by entity id
	surnames map[string][]*bearer // by surname, folded; sorted by id
	full     map[string][]*bearer // by whole name, folded
	offices  map[string][]*bearer // by country and office
}

// bearer is one person of the roster.
type bearer struct {
	entity  detente.Entity // as named here; role, sector and actor are those of each stay
	surname string
	whole   bool // named in full somewhere
	stays   map[stay]*days
}

// stay is what articles say of a person: an office, by its common name, and what
// follows from it.
type stay struct {
	office, role     string
	sector           detente.Sector
	actor, actorName string
}

// days are the first and the last day of articles that say so.
type days struct{ first, last detente.Day }

// How many days before the first and behind the last article that names an office
// it is taken to be held: where nobody else is named with it, and where somebody
// is.
const (
	alone   = 366
	rivaled = 31
)

// Shares by which confidence in a speaker or target falls where only the corpus
// tells who it is.
const (
	bySurname = 0.85
	byOffice  = 0.8
)

func newRoster(base *kb.Base) *roster {
	return &roster{base: base, bearers: map[string]*bearer{}, surnames: map[string][]*bearer{}, full: map[string][]*bearer{}, offices: map[string][]*bearer{}}
}

// muster takes in whom a dated article names with an office of a country.
func (r *roster) muster(an *detente.Analysis) {
	p := &an.Article.Published
	if !p.Known() || !p.Interval.Hi.Bounded() {
		return
	}
	day := p.Day()
	for i := range an.Entities {
		e := &an.Entities[i]
		if e.Type != detente.Person || e.Country == "" || e.Role == "" || !public(e.Sector) || unnamed(e) || !strings.HasSuffix(e.ID, "@"+e.Country) && r.base.Find(e.ID) < 0 {
			continue
		}
		b := r.bearers[e.ID]
		if b == nil {
			b = &bearer{entity: detente.Entity{ID: e.ID, Name: e.Name, Type: e.Type, Country: e.Country, Gender: e.Gender, Wikidata: e.Wikidata}, stays: map[stay]*days{}}
			b.surname, b.whole = surnameOf(e.Name)
			r.bearers[e.ID] = b
		}
		s := stay{r.office(e.Role), e.Role, e.Sector, e.Actor, e.ActorName}
		d := b.stays[s]
		if d == nil {
			d = &days{day, day}
			b.stays[s] = d
		}
		d.first, d.last = min(d.first, day), max(d.last, day)
		if b.entity.Gender == detente.GenderUnknown || e.Gender != detente.GenderUnknown && e.Gender < b.entity.Gender {
			b.entity.Gender = e.Gender
		}
	}
}

// public are the parts of society whose people hold offices: brokers and coaches of
// one surname are too many to tell apart.
func public(s detente.Sector) bool {
	switch s {
	case detente.SectorExecutive, detente.SectorMilitary, detente.SectorLegislature, detente.SectorOpposition, detente.SectorJudiciary,
		detente.SectorArmedGroup, detente.SectorInternational, detente.SectorPolice:
		return true
	}
	return false
}

// office is the common name of the office that a role is: a "treasury secretary"
// is a finance minister.
func (r *roster) office(role string) string {
	words := kb.Words(role)
	if n, t := r.base.Title(words, 0); n == len(words) && t != nil && t.Office != "" {
		return t.Office
	}
	return role
}

// surnameOf gives the last word of a name, folded, and whether words stand before
// it.
func surnameOf(name string) (string, bool) {
	words := strings.Fields(lexicon.Fold(name))
	for len(words) > 1 && (strings.HasSuffix(words[len(words)-1], ".") || words[len(words)-1] == "jr" || words[len(words)-1] == "sr") {
		words = words[:len(words)-1] // "Odo Harn Jr."
	}
	if len(words) == 0 {
		return "", false
	}
	return words[len(words)-1], len(words) > 1
}

// seal makes what apply asks. Whoever is only known by a surname is left out where
// that surname is somebody's who is named in full.
func (r *roster) seal() {
	ids := make([]string, 0, len(r.bearers))
	for id := range r.bearers {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	named := map[string]bool{} // surname and country of those named in full
	for _, id := range ids {
		if b := r.bearers[id]; b.whole {
			named[b.surname+"@"+b.entity.Country] = true
		}
	}
	for _, id := range ids {
		b := r.bearers[id]
		if !b.whole && named[b.surname+"@"+b.entity.Country] {
			continue
		}
		r.surnames[b.surname] = append(r.surnames[b.surname], b)
		name := lexicon.Fold(b.entity.Name)
		r.full[name] = append(r.full[name], b)
		held := map[string]bool{}
		for s := range b.stays {
			if kb.Sole(s.office) && !held[s.office] {
				held[s.office] = true
				key := b.entity.Country + " " + s.office
				r.offices[key] = append(r.offices[key], b)
			}
		}
	}
}

// spanOf gives the days on which articles name b with an office; "" is any.
func (b *bearer) spanOf(office string) (d days, ok bool) {
	for s, x := range b.stays {
		switch {
		case office != "" && s.office != office:
		case !ok:
			d, ok = *x, true
		default:
			d.first, d.last = min(d.first, x.first), max(d.last, x.last)
		}
	}
	return d, ok
}

// within reports whether a day is at most some days outside.
func (d days) within(day, margin detente.Day) bool {
	return d.first-margin <= day && day <= d.last+margin
}

// apply gives the persons of an article the identities of the roster. What the
// article says of a person's office stands; who it calls by a surname must be of a
// country that it names.
func (r *roster) apply(an *detente.Analysis) {
	means := make([]*bearer, len(an.Entities))
	found := false
	for i := range an.Entities {
		if means[i] = r.meant(an, &an.Entities[i]); means[i] != nil {
			found = true
		}
	}
	if !found {
		return
	}
	r.keepApart(an, means)
	for i, b := range means {
		if b == nil {
			continue
		}
		e := &an.Entities[i]
		share := float32(1)
		switch {
		case unnamed(e):
			share = byOffice
		case e.Name != b.entity.Name:
			share = bySurname
		}
		r.rename(e, b, an.Article.Published)
		for k := range an.Statements {
			weaken(an.Statements[k].Roles.Speakers, int32(i), share)
			weaken(an.Statements[k].Roles.Targets, int32(i), share)
		}
	}
	for k := range an.Statements {
		roles := &an.Statements[k].Roles
		roles.Speakers, roles.Targets = once(an, roles.Speakers), once(an, roles.Targets)
	}
}

// meant gives whom an entity of an article is by the roster, nil for nobody else.
func (r *roster) meant(an *detente.Analysis, e *detente.Entity) *bearer {
	if e.Type != detente.Person || r.base.Find(e.ID) >= 0 {
		return nil
	}
	p := &an.Article.Published
	dated := p.Known() && p.Interval.Hi.Bounded()
	if unnamed(e) {
		if !dated || e.Country == "" {
			return nil
		}
		return r.holder(e.Country, r.office(e.Role), p.Day())
	}
	surname, whole := surnameOf(e.Name)
	list := r.full[lexicon.Fold(e.Name)]
	if !whole {
		list = r.surnames[surname]
	}
	var one *bearer
	for _, b := range list {
		switch {
		case b.entity.ID == e.ID:
			return nil
		case e.Country != "" && e.Country != b.entity.Country, !b.may(e.Sector),
			e.Country == "" && !whole && !spokenOf(an, b.entity.Country):
			continue
		case !whole && !dated:
			continue
		case !whole:
			if d, _ := b.spanOf(""); !d.within(p.Day(), alone) {
				continue
			}
		}
		if one != nil {
			return nil // two of that name
		}
		one = b
	}
	return one
}

// may reports whether somebody of a part of society can be b: nothing is said of
// it, or articles say it of b.
func (b *bearer) may(sector detente.Sector) bool {
	if sector == detente.SectorUnknown || sector == detente.SectorFormer {
		return true
	}
	for s := range b.stays {
		if s.sector == sector {
			return true
		}
	}
	return false
}

// spokenOf reports whether an article speaks of a country.
func spokenOf(an *detente.Analysis, country string) bool {
	return slices.ContainsFunc(an.Entities, func(e detente.Entity) bool { return e.Country == country && e.Type != detente.Person })
}

// holder gives who holds an office on a day; nil where nobody or several may.
func (r *roster) holder(country, office string, day detente.Day) *bearer {
	if office == "president" {
		if _, miss := r.base.HolderAt(country, office, day); miss == kb.NoOffice {
			return nil // of a company: that state has none
		}
	}
	list := r.offices[country+" "+office]
	margin := detente.Day(alone)
	if len(list) > 1 {
		margin = rivaled
	}
	var one *bearer
	for _, b := range list {
		if d, ok := b.spanOf(office); !ok || !d.within(day, margin) {
			continue
		}
		if one != nil {
			return nil
		}
		one = b
	}
	return one
}

// keepApart takes back what would make one of the two sides of a statement.
func (r *roster) keepApart(an *detente.Analysis, means []*bearer) {
	id := func(i int32) string {
		if b := means[i]; b != nil {
			return b.entity.ID
		}
		return an.Entities[i].ID
	}
	for again := true; again; {
		again = false
		for k := range an.Statements {
			roles := &an.Statements[k].Roles
			for _, s := range roles.Speakers {
				for _, t := range roles.Targets {
					if s.Entity != t.Entity && id(s.Entity) == id(t.Entity) {
						means[s.Entity], means[t.Entity], again = nil, nil, true
					}
				}
			}
		}
	}
}

// rename makes an entity the person of the roster, with the office that articles
// of about the day name, unless this one says which.
func (r *roster) rename(e *detente.Entity, b *bearer, p detente.Published) {
	old := *e
	e.ID, e.Name, e.Country, e.Wikidata = b.entity.ID, b.entity.Name, b.entity.Country, b.entity.Wikidata
	if e.Gender == detente.GenderUnknown {
		e.Gender = b.entity.Gender
	}
	e.Aliases = slices.Clone(old.Aliases)
	if !unnamed(&old) && old.Name != e.Name && !slices.Contains(e.Aliases, old.Name) {
		e.Aliases = append(e.Aliases, old.Name)
	}
	if old.Actor == old.ID {
		e.Actor, e.ActorName = e.ID, e.Name
	}
	if old.Role != "" || old.Sector != detente.SectorUnknown || !p.Known() || !p.Interval.Hi.Bounded() {
		return
	}
	if s, ok := b.stayAt(p.Day()); ok {
		e.Role, e.Sector = s.role, s.sector
		if e.Actor, e.ActorName = s.actor, s.actorName; s.actor == b.entity.ID {
			e.ActorName = e.Name
		}
	}
}

// stayAt gives what the articles nearest to a day say of a person, within a year.
func (b *bearer) stayAt(day detente.Day) (stay, bool) {
	type near struct {
		stay
		days
		off detente.Day
	}
	var list []near
	for s, d := range b.stays {
		if off := max(d.first-day, day-d.last, 0); off <= alone {
			list = append(list, near{s, *d, off})
		}
	}
	if len(list) == 0 {
		return stay{}, false
	}
	best := slices.MinFunc(list, func(x, y near) int {
		return cmp.Or(cmp.Compare(x.off, y.off), cmp.Compare(y.last, x.last), cmp.Compare(x.first, y.first),
			strings.Compare(x.office, y.office), strings.Compare(x.role, y.role), cmp.Compare(x.sector, y.sector), strings.Compare(x.actor, y.actor))
	})
	return best.stay, true
}

func weaken(list []detente.Role, entity int32, share float32) {
	for i := range list {
		if list[i].Entity == entity {
			list[i].Confidence *= share
		}
	}
}

// once drops from a list who stands in it under another index already.
func once(an *detente.Analysis, list []detente.Role) []detente.Role {
	kept := list[:0]
	for _, x := range list {
		if !slices.ContainsFunc(kept, func(o detente.Role) bool { return an.Entities[o.Entity].ID == an.Entities[x.Entity].ID }) {
			kept = append(kept, x)
		}
	}
	return kept
}
