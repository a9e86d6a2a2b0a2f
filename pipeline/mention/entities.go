package mention

import (
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// entity is an entity in the making, with what only resolution needs.
type entity struct {
	detente.Entity
	item     int32  // of the knowledge base, or -1
	stated   bool   // the article itself names the office
	former   bool   // the article says that the office is past
	loose    bool   // person or organisation: one word of no known kind; the first pronoun decides
	listed   bool   // one of the people, or of the organisations of several words
	head     uint64 // of an anonymous one: the noun that names it
	single   int32  // of a class: mentions of one of them
	many     int32  // of a class: mentions of several
	named    int32  // times that the article names a person in full
	count    int32  // mentions so far
	male     int32  // pronouns and titles that showed a gender
	female   int32
	surname  uint64
	given    uint64
	body     int32  // the entity of the body that a title was named with, or -1
	party    string // that the article names with a title
	offices  [2]string
	nOffices int
}

// thing gives the entity of an item of the knowledge base, made once.
func (r *Resolver) thing(item int32) int32 {
	if e, ok := r.byItem[item]; ok {
		return e
	}
	it := r.base.Item(item)
	e := r.add(it.Key, it.Name, it.Type)
	en := &r.ents[e]
	en.item, en.Country, en.Gender = item, it.Country, it.Gender
	row := r.base.Row(it.Rows[0])
	en.Wikidata = row.Wikidata
	if it.Type != detente.Person {
		en.Sector, en.Gender = row.Sector, detente.Neuter
		if it.Type == detente.Organisation {
			en.Role = row.Role
		}
	} else {
		en.Aliases = nil
		r.office(e)
		en.surname = surnameHash(it)
		en.given = kb.Words(it.Name)[0]
	}
	r.byItem[item] = e
	return e
}

func surnameHash(it *kb.Item) uint64 {
	w := kb.Words(it.Surname)
	if len(w) == 0 {
		return 0
	}
	return w[len(w)-1]
}

// office gives a person of the knowledge base the office of the article's day.
func (r *Resolver) office(e int32) {
	en := &r.ents[e]
	it := r.base.Item(en.item)
	if !r.dated {
		// Without a date the last office serves, and the article's own titles win.
		last := r.base.Row(it.Rows[0])
		for _, i := range it.Rows {
			if row := r.base.Row(i); row.Since >= last.Since {
				last = row
			}
		}
		en.Role, en.Sector, en.Country = last.Role, last.Sector, last.Country
		return
	}
	row, past := r.base.RowAt(en.item, r.day)
	switch {
	case row != nil:
		en.Role, en.Sector, en.Country = row.Role, row.Sector, row.Country
	case past:
		prev := r.base.Row(it.Rows[0])
		for _, i := range it.Rows {
			if x := r.base.Row(i); x.Until < r.day && x.Since >= prev.Since {
				prev = x
			}
		}
		en.Country = prev.Country
		en.Role, en.Sector, en.former = "former "+prev.Role, detente.SectorFormer, true
	}
}

// add makes an entity; an ID that is there already gives that entity.
func (r *Resolver) add(id, name string, typ detente.EntityType) int32 {
	if e, ok := r.byID[id]; ok {
		return e
	}
	e := int32(len(r.ents))
	r.ents = append(r.ents, entity{Entity: detente.Entity{ID: id, Name: name, Type: typ}, item: -1, body: -1})
	r.byID[id] = e
	return e
}

// stranger makes an entity of a name that the knowledge base does not know.
func (r *Resolver) stranger(name string, typ detente.EntityType) int32 {
	name = clean(name)
	e := r.add(slug(name), name, typ)
	if typ != detente.Person {
		r.ents[e].Gender = detente.Neuter
	}
	return e
}

// clean gives a name on one line with single blanks.
func clean(name string) string { return strings.Join(strings.Fields(name), " ") }

// slug is the form of names in identifiers: folded words joined by hyphens.
func slug(name string) string {
	var b strings.Builder
	for _, c := range lexicon.Fold(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c > 127:
			b.WriteRune(c)
		case c == '\'' || c == '.':
		default:
			if s := b.String(); s != "" && s[len(s)-1] != '-' {
				b.WriteByte('-')
			}
		}
	}
	return strings.Trim(b.String(), "-")
}

// entitled writes an office that the article states onto a person. country is
// the key of the country named with it, or "".
func (r *Resolver) entitled(e int32, t *kb.Title, country string, former bool) {
	en := &r.ents[e]
	switch t.Gender {
	case detente.Masculine:
		en.male += 3
	case detente.Feminine:
		en.female += 3
	}
	if t.Honorific || en.Type != detente.Person {
		return
	}
	if en.nOffices < len(en.offices) {
		en.offices[en.nOffices] = t.Office
		en.nOffices++
	}
	if country != "" && en.Country == "" {
		en.Country = country
	}
	if former {
		if en.item >= 0 && r.dated && !en.former && en.Role != "" {
			return // in office by the dated table: the past office is another one
		}
		if !en.stated || en.former {
			en.Role, en.Sector, en.former, en.stated = "former "+roleName(t), detente.SectorFormer, true, true
		}
		return
	}
	if en.item >= 0 && !en.former && en.Role != "" && en.Sector != detente.SectorFormer {
		return // the dated table says more than a repeated title
	}
	if en.stated && !en.former && (en.Sector == detente.SectorExecutive || t.Sector != detente.SectorExecutive) {
		return // the first office counts, but a rank yields to a ministry
	}
	en.Role, en.Sector, en.stated, en.former = roleName(t), t.Sector, true, false
}

// roleName is the title without its abbreviation: "Sen." is a senator.
func roleName(t *kb.Title) string {
	if t.Office != "" && (strings.HasSuffix(t.Words, ".") || len(t.Words) <= 3 && t.Words != "mp") {
		return t.Office
	}
	return t.Words
}

// holds reports whether a person holds an office: by the table at the article's
// day, or because the article says so.
func (r *Resolver) holds(e int32, country, office string) bool {
	en := &r.ents[e]
	if en.Type != detente.Person || country != "" && en.Country != country || office == "" {
		return false
	}
	for _, o := range en.offices[:en.nOffices] {
		if sameOffice(o, office) {
			return true
		}
	}
	if en.former {
		return false
	}
	if en.item < 0 {
		return sameOffice(en.Role, office)
	}
	if r.dated {
		h, miss := r.base.HolderAt(en.Country, office, r.day)
		return miss == kb.Found && h == en.item
	}
	for _, i := range r.base.Item(en.item).Rows {
		row := r.base.Row(i)
		if row.Country == en.Country && (sameOffice(row.Role, office) || office == "leader" && r.base.Leads(row)) {
			return true
		}
	}
	return false
}

func sameOffice(have, want string) bool {
	if have == want {
		return true
	}
	switch want {
	case "leader":
		switch have {
		case "president", "prime minister", "chancellor", "supreme leader", "leader", "monarch":
			return true
		}
	case "prime minister", "head of government":
		return have == "chancellor" || have == "prime minister"
	case "head of state":
		return have == "president" || have == "monarch"
	}
	return false
}

// finish gives the entities that mentions use, rolled up, in the order of their
// first mentions, and renumbers the mentions.
func (r *Resolver) finish() []detente.Entity {
	r.renumber = r.renumber[:0]
	for range r.ents {
		r.renumber = append(r.renumber, -1)
	}
	var out []detente.Entity
	seen := map[string]bool{}
	number := func(e int32) int32 {
		if e < 0 {
			return e
		}
		if r.renumber[e] < 0 {
			r.renumber[e] = int32(len(out))
			x := r.rolled(e)
			for seen[x.ID] {
				x.ID += "-x" // two strangers of one name and country that the article keeps apart
			}
			seen[x.ID] = true
			out = append(out, x)
		}
		return r.renumber[e]
	}
	for i := range r.mentions {
		m := &r.mentions[i]
		m.Entity = number(m.Entity)
		if m.Form == detente.FormName && m.Rule != "adjective" && m.Entity >= 0 && !m.Span.Empty() {
			out[m.Entity].Aliases = alias(&out[m.Entity], m.Span.In(r.doc.Text))
		}
		for k := range m.Also {
			m.Also[k] = number(m.Also[k])
		}
	}
	return out
}

// alias adds a name that the article uses to those of an entity.
func alias(e *detente.Entity, name string) []string {
	if name == e.Name || slices.Contains(e.Aliases, name) {
		return e.Aliases
	}
	if name = clean(name); name == e.Name || slices.Contains(e.Aliases, name) {
		return e.Aliases
	}
	return append(e.Aliases, name)
}

// rolled completes an entity: gender, identifier, actor.
func (r *Resolver) rolled(i int32) detente.Entity {
	en := &r.ents[i]
	e := en.Entity
	if e.Type == detente.Person && e.Gender == detente.GenderUnknown {
		e.Gender = r.gender(i)
	}
	if e.Type == detente.Person && en.item < 0 && e.Country == "" && en.stated && !en.former && ministerial(e.Role) {
		if c := r.home(); c >= 0 {
			e.Country = r.base.Item(c).Key
		}
	}
	if e.Type == detente.Anonymous && en.single > en.many {
		e.Name = singular(e.Name) // the article speaks of one official, not of officials
	}
	if en.item < 0 && e.Country != "" && e.Type != detente.Place && !strings.Contains(e.ID, "@") && r.base.Find(e.ID) < 0 {
		e.ID += "@" + e.Country
	}
	if c := r.base.Find(e.Country); c >= 0 && r.base.Item(c).Type != detente.Country {
		e.Country = "" // the head of a body of several countries
	}
	e.Actor, e.ActorName = e.ID, e.Name
	if e.Type == detente.Place {
		return e
	}
	if e.Sector.SpeaksForState() && e.Country != "" && !local(e.Role) {
		if c := r.base.Find(e.Country); c >= 0 {
			it := r.base.Item(c)
			e.Actor, e.ActorName = it.Key, it.Name
		}
	}
	return e
}

// local reports whether a role is one of a town or a province, which speaks for no
// state.
func local(role string) bool {
	return strings.HasSuffix(role, "mayor") || strings.HasSuffix(role, "governor") && !strings.Contains(role, "bank") || strings.HasSuffix(role, "councillor")
}

// ministerial reports whether a role is one of a government and of nothing else.
func ministerial(role string) bool {
	for _, end := range [...]string{"minister", "premier", "chancellor", "secretary of state", "treasury secretary", "finance secretary", "defense secretary"} {
		if strings.HasSuffix(role, end) {
			return true
		}
	}
	return false
}

// gender gives the gender that titles, tables, first names and pronouns show.
func (r *Resolver) gender(i int32) detente.Gender {
	en := &r.ents[i]
	switch {
	case en.Gender != detente.GenderUnknown:
		return en.Gender
	case en.male > en.female:
		return detente.Masculine
	case en.female > en.male:
		return detente.Feminine
	case en.given != 0:
		g, _ := r.base.FirstName(en.given)
		return g
	}
	return detente.GenderUnknown
}
