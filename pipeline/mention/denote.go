package mention

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// denote finds who a description means. owner is the entity of a possessor, or
// -1; m is the mention being made, whose sentence counts.
func (r *Resolver) denote(d described, owner, m int32) (e int32, rule string, conf float32, reason detente.Reason) {
	country := d.country
	if owner >= 0 {
		en := &r.ents[owner]
		if country == "" {
			country = en.Country
		}
		if en.Type == detente.Organisation && d.body < 0 {
			d.body = owner
		}
	}
	switch {
	case d.class != nil:
		return r.denoteClass(d, country)
	case d.organ != nil && d.title == nil:
		return r.denoteOrgan(d, country, owner)
	case d.title != nil:
		return r.denoteOffice(d, country, owner, m)
	}
	return -1, "", 0, detente.ReasonUnresolved
}

func (r *Resolver) denoteClass(d described, country string) (int32, string, float32, detente.Reason) {
	if d.organ != nil && d.body < 0 && !d.former && d.organ.Name != "country" && d.class.Sector == d.organ.Sector {
		return r.officialsOf(d, country)
	}
	if d.former && d.body >= 0 {
		return -1, "class", 0.4, detente.ReasonUnresolved // who left speaks for the body no more
	}
	if d.body >= 0 && (d.class.Sector == detente.SectorExecutive || d.class.Sector == detente.SectorUnknown) && !d.class.Plural {
		return d.body, "class.body", 0.8, detente.ReasonNone // "a State Department official"
	}
	if d.body >= 0 && d.class.Sector == detente.SectorExecutive {
		if r.ents[d.body].Sector.SpeaksForState() || r.ents[d.body].Country == "" {
			return d.body, "class.body", 0.75, detente.ReasonNone
		}
	}
	if country == "" && d.body < 0 && !d.former {
		if e := r.sameAgain(d); e >= 0 {
			return e, "class.last", 0.7, detente.ReasonNone
		}
		if d.organ != nil && d.organ.Name == "country" && !d.indefinite {
			if e, _, _, _ := r.bareOrgan(d.organ); e >= 0 {
				country = r.ents[e].Country // "government officials", where a government is spoken of
			}
		}
	}
	cl := *d.class
	if d.first > 0 && r.is(d.first-1, d.first, hStaffs[0]) && cl.Sector == detente.SectorExecutive {
		cl.Words, cl.Sector = "campaign "+cl.Words, detente.SectorUnknown // "campaign aides" are no state's
	}
	if d.place != "" {
		cl.Words = d.place + " " + cl.Words
	}
	if d.party != "" {
		cl.Words = partyWord(d.party) + " " + cl.Words // "Liberal lawmakers" are not all lawmakers
	}
	if d.former {
		cl = kb.Class{Words: "former " + cl.Words, Plural: cl.Plural, Sector: detente.SectorFormer}
	}
	if d.body >= 0 && cl.Plural && cl.Sector == detente.SectorUnknown && d.party == "" && r.ents[d.body].Role != "party" {
		cl.Words = r.bodyWords(d) + " " + cl.Words // "Bank of Corland sources"
	}
	if cl.Words == "leaders" && country == "" {
		return -1, "class", 0.4, detente.ReasonUnresolved
	}
	if cl.Sector == detente.SectorExpert || cl.Sector == detente.SectorMedia {
		country = "" // an analyst speaks for no country
	}
	return r.group(&cl, country), "class", 0.8, detente.ReasonNone
}

// sameAgain gives whom "the official" means: the mention named last by the same
// noun, whatever stood before it there; -1 when the phrase is not definite or
// says more than the noun.
func (r *Resolver) sameAgain(d described) int32 {
	if d.end != d.first+1 || !r.is(d.first-1, d.first, hThe) {
		return -1
	}
	one := lastWord(singular(d.class.Words))
	for k := len(r.mentions) - 2; k >= max(0, len(r.mentions)-near); k-- {
		m := &r.mentions[k]
		if m.Form != detente.FormNominal || m.Entity < 0 || r.facts[k].end == 0 {
			continue
		}
		if h := r.hashes[r.facts[k].end-1]; h == r.hashes[d.first] || h == one && !d.class.Plural {
			return m.Entity
		}
	}
	return -1
}

// officialsOf resolves "ministry officials", "a company executive": to the organ
// where the article tells which it is, else to a class of its own.
func (r *Resolver) officialsOf(d described, country string) (int32, string, float32, detente.Reason) {
	o := d.organ
	switch {
	case country != "" && o.Name != "body":
		if e := r.organ(o, country); e >= 0 {
			return e, "class.body", 0.75, detente.ReasonNone
		}
	case o.Name == "body":
		if e, _, conf, _ := r.recentBody(o); e >= 0 && !d.indefinite {
			return e, "class.body", 0.9 * conf, detente.ReasonNone
		}
	default:
		if e, rule, conf, _ := r.bareOrgan(o); e >= 0 && rule != "organ" {
			return e, "class.body", 0.9 * conf, detente.ReasonNone
		}
	}
	cl := *d.class
	cl.Words = o.Words + " " + cl.Words
	return r.group(&cl, country), "class", 0.7, detente.ReasonNone
}

func (r *Resolver) denoteOrgan(d described, country string, owner int32) (int32, string, float32, detente.Reason) {
	o := d.organ
	if country == "" && owner < 0 && !o.Plural && !r.determined(d) {
		return -1, "", 0, detente.ReasonUnresolved // "military, trade and other links"
	}
	if o.Name == "body" {
		return r.lastBody(d, owner)
	}
	if o.Name == "-" || o.Name == "place" {
		if o.Name == "place" && country != "" && o.Words == "capital" {
			if seat := r.base.SeatOf(r.base.Find(country), ""); seat != "" {
				e := r.add("place-"+slug(seat), seat, detente.Place)
				r.ents[e].Country, r.ents[e].Gender = country, detente.Neuter
				return e, "place", 0.8, detente.ReasonNone
			}
		}
		return -1, "", 0, detente.ReasonUnresolved
	}
	if country != "" {
		rule := "organ"
		if o.Name == "country" {
			rule = "government"
			if d.body >= 0 && owner < 0 {
				return d.body, "government.body", 0.7, detente.ReasonNone
			}
		}
		return r.organ(o, country), rule, 0.9, detente.ReasonNone
	}
	if owner >= 0 || d.indefinite {
		return -1, "organ", 0.3, detente.ReasonUnresolved
	}
	return r.bareOrgan(o)
}

// bareOrgan resolves an organ of no stated country: the government of who acted
// last, the body mentioned last, that of the only country in the article.
func (r *Resolver) bareOrgan(o *kb.Organ) (int32, string, float32, detente.Reason) {
	if o.Name == "country" && o.Words != "state" && o.Words != "side" {
		if e := r.subjectGovernment(o); e >= 0 {
			return e, "government.subject", 0.75, detente.ReasonNone
		}
	}
	// Bare: the one mentioned last, else the country whose executive was.
	lower := lexicon.Fold(o.Name)
	for k := len(r.mentions) - 2; k >= max(0, len(r.mentions)-near); k-- {
		e := r.mentions[k].Entity
		if e < 0 {
			continue
		}
		en := &r.ents[e]
		if o.Name == "country" {
			if o.Words == "state" || o.Words == "side" {
				return -1, "", 0, detente.ReasonUnresolved
			}
			if (en.Type == detente.Person || en.Type == detente.Organisation) && en.Sector == detente.SectorExecutive && en.Country != "" {
				if c := r.base.Find(en.Country); c >= 0 && r.governs(o, c) {
					return r.thing(c), "government.last", 0.75, detente.ReasonNone
				}
			}
			if en.Type == detente.Country && o.Words != "administration" {
				return e, "government.last", 0.65, detente.ReasonNone
			}
			continue
		}
		if en.Type == detente.Organisation && (en.Role == lower || o.Name == "Ministry" && strings.HasSuffix(en.Role, "ministry")) {
			return e, "organ.last", 0.8, detente.ReasonNone
		}
	}
	if o.Name == "country" || o.Name == "Ministry" {
		return -1, "organ", 0.3, detente.ReasonUnresolved
	}
	if c := r.dateline(); c >= 0 && strings.HasSuffix(o.Name, "Ministry") && r.base.Item(c).Key != "USA" {
		return r.organ(o, r.base.Item(c).Key), "organ.dateline", 0.5, detente.ReasonNone // a ministry is that of where one writes
	}
	if c := r.onlyCountry(); c >= 0 {
		return r.organ(o, r.base.Item(c).Key), "organ.context", 0.55, detente.ReasonNone
	}
	if c := r.home(); c >= 0 {
		return r.organ(o, r.base.Item(c).Key), "organ.dateline", 0.5, detente.ReasonNone
	}
	return r.organ(o, ""), "organ", 0.5, detente.ReasonNone
}

// lastBody resolves "the company", "the commission" to the organisation named
// last that the word suits: one with the word in its name, else of its sector.
func (r *Resolver) lastBody(d described, owner int32) (int32, string, float32, detente.Reason) {
	if owner >= 0 || d.body >= 0 {
		if d.body >= 0 && d.organ.Words == "board" {
			return d.body, "body.board", 0.7, detente.ReasonNone
		}
		return -1, "", 0, detente.ReasonUnresolved
	}
	if d.indefinite || d.country != "" || !r.is(d.first-1, d.first, hThe) {
		return -1, "", 0, detente.ReasonUnresolved
	}
	return r.recentBody(d.organ)
}

// recentBody gives the organisation named last that a word such as "company"
// suits.
func (r *Resolver) recentBody(o *kb.Organ) (int32, string, float32, detente.Reason) {
	suits := int32(-1)
	for k := len(r.mentions) - 1; k >= max(0, len(r.mentions)-near); k-- {
		e := r.mentions[k].Entity
		if e < 0 || r.ents[e].Type != detente.Organisation || r.mentions[k].Span.Empty() {
			continue
		}
		en := &r.ents[e]
		if strings.Contains(lexicon.Fold(en.Name), o.Words) {
			return e, "body.last", 0.85, detente.ReasonNone
		}
		if (suits < 0 || r.ents[suits].loose && !en.loose) && (en.Sector == o.Sector || en.Sector == detente.SectorUnknown && en.Country == "") {
			suits = e
		}
	}
	if suits >= 0 {
		return suits, "body.last", 0.7, detente.ReasonNone
	}
	return -1, "body", 0.3, detente.ReasonUnresolved
}

// determined reports whether a determiner or a capital makes a description
// definite.
func (r *Resolver) determined(d described) bool {
	return r.has(d.first-1, d.first, isDet) || r.words[d.end-1].upper && !r.words[d.end-1].heading
}

// subjectGovernment gives the country of the executive that was the subject
// last, in this sentence or the one before: who acted goes on acting. -1 when
// there is none.
func (r *Resolver) subjectGovernment(o *kb.Organ) int32 {
	last := len(r.mentions) - 1 // the description itself
	for k := last - 1; k >= 0 && r.facts[last].sent-r.facts[k].sent <= 1; k-- {
		e := r.mentions[k].Entity
		if e < 0 || !r.facts[k].subject {
			continue
		}
		en := &r.ents[e]
		if en.Type == detente.Person && en.Sector == detente.SectorExecutive && en.Country != "" {
			if c := r.base.Find(en.Country); c >= 0 && r.governs(o, c) {
				return r.thing(c)
			}
		}
	}
	return -1
}

// governs reports whether a word for a government suits a country: "the
// administration" is said of presidents' governments.
func (r *Resolver) governs(o *kb.Organ, item int32) bool {
	return o.Words != "administration" || r.base.Row(r.base.Item(item).Rows[0]).Role == "president"
}

// onlyCountry gives the one country that the article has named so far, or -1.
func (r *Resolver) onlyCountry() int32 {
	if r.only.several {
		return -1
	}
	return r.only.item
}

// denoteOffice finds the holder of an office.
func (r *Resolver) denoteOffice(d described, country string, owner, m int32) (int32, string, float32, detente.Reason) {
	t := d.title
	if t.Office == "spokesperson" || t.Sector == detente.SectorUnknown && t.Office == "" {
		return r.denoteSpokesperson(d, country, owner)
	}
	if t.Words == "counterpart" || t.Words == "counterparts" {
		return r.counterpart(d, country, owner, m)
	}
	if strings.HasSuffix(t.Words, "s") && t.NounOnly {
		// Plural offices: "foreign ministers" are a class.
		cl := kb.Class{Words: t.Words, Plural: true, Sector: t.Sector}
		if d.body >= 0 && country == "" {
			return d.body, "class.body", 0.7, detente.ReasonNone // "EU foreign ministers"
		}
		if t.Office == "leader" && country == "" {
			return -1, "class", 0.4, detente.ReasonUnresolved
		}
		return r.group(&cl, country), "class", 0.7, detente.ReasonNone
	}
	if d.party != "" {
		if e := r.ofParty(d, country); e >= 0 {
			return e, "party+office", 0.9, detente.ReasonNone
		}
	}
	if owner >= 0 && r.ents[owner].Type == detente.Person && bodyOffices[t.Office] {
		return r.ofPerson(owner, t), "office.person", 0.7, detente.ReasonNone
	}
	if d.place != "" && t.Office != "leader" && t.Office != "" {
		if d.former {
			for k := int(m) - 1; k >= max(0, int(m)-near); k-- { // "the former West Corland governor"
				if e := r.mentions[k].Entity; e >= 0 && r.ents[e].former && r.ents[e].Type == detente.Person && strings.HasSuffix(r.ents[e].Role, t.Words) {
					return e, "description.former", 0.75, detente.ReasonNone
				}
			}
		}
		if e := r.roleLast(t, "", m); e >= 0 {
			return e, "role.last", 0.75, detente.ReasonNone // "the West Corland senator"
		}
		return r.unnamed(&kb.Title{Words: d.place + " " + t.Words, Sector: detente.SectorUnknown}, ""), "office.place", 0.5, detente.ReasonNone
	}
	if country == "" && d.body < 0 || t.Office == "" && t.Sector != detente.SectorExecutive {
		return r.bareOffice(d, m) // no state has an office of "businessman"
	}
	if e := r.roleLast(t, country, m); e >= 0 && t.Office == "" && !d.former && !d.indefinite {
		return e, "role.last", 0.8, detente.ReasonNone // "the Bexian undersecretary" again
	}
	if t.Office == "" {
		return r.unnamed(t, country), "office", 0.5, detente.ReasonNone
	}
	if d.body >= 0 && r.ents[d.body].Country != country {
		country = ""
	}
	if d.body >= 0 && (t.Office == "leader" || bodyOffices[t.Office]) {
		return r.headOfBody(d, t)
	}
	return r.holder(d, country, m)
}

// roleLast gives the person named last whose role the article gives as the words
// of a title; -1 when there is none.
func (r *Resolver) roleLast(t *kb.Title, country string, m int32) int32 {
	for k := int(m) - 1; k >= max(0, int(m)-near); k-- {
		e := r.mentions[k].Entity
		if e < 0 {
			continue
		}
		if en := &r.ents[e]; en.Type == detente.Person && en.Role == t.Words && !en.former && (country == "" || en.Country == "" || en.Country == country) {
			return e
		}
	}
	return -1
}

// bodyOffices are the offices of bodies, which no country has.
var bodyOffices = map[string]bool{"director": true, "head": true, "managing director": true, "campaign manager": true}

// headOfBody gives the leader of a body or group whom the article names with it,
// else a person of no known name.
func (r *Resolver) headOfBody(d described, t *kb.Title) (int32, string, float32, detente.Reason) {
	for _, e := range r.people {
		if en := &r.ents[e]; en.body == d.body && (en.Role == t.Words || t.Office != "" && sameOffice(en.Role, t.Office)) {
			return e, "office.body", 0.85, detente.ReasonNone
		}
	}
	b := &r.ents[d.body]
	e := r.add(slug(t.Words)+"-of-"+b.ID, t.Words+" of "+b.Name, detente.Person)
	en := &r.ents[e]
	en.Role, en.Sector, en.Country = t.Words, r.ents[d.body].Sector, r.ents[d.body].Country
	return e, "office.body", 0.6, detente.ReasonNone
}

// holder finds the holder of an office of a country: a person of the article
// first, then the table's on the article's day, else the office itself.
func (r *Resolver) holder(d described, country string, m int32) (int32, string, float32, detente.Reason) {
	t := d.title
	if d.former || d.gone || r.goneAround(d, m) {
		return r.past(d, country)
	}
	found, n := int32(-1), 0
	for _, e := range r.people {
		if r.holds(e, country, t.Office) {
			if found != e {
				n++
			}
			found = e
		}
	}
	if r.dated {
		if item, miss := r.base.HolderAt(country, t.Office, r.day); miss == kb.Found {
			if e := r.thing(item); n == 0 || e == found || n > 1 {
				return e, "description.table", 0.92, detente.ReasonNone
			}
		}
	}
	if n == 0 {
		if e := r.nearOffice(country, t.Office); e >= 0 {
			return e, "description.near", 0.7, detente.ReasonNone
		}
	}
	switch {
	case n == 1:
		return found, "description.article", 0.88, detente.ReasonNone
	case n > 1:
		return -1, "description", 0.3, detente.ReasonAmbiguous
	}
	return r.unnamed(t, country), "office", 0.6, detente.ReasonNone
}

// nearOffice gives the one person of the article who held the office on days
// near the article's, where the table vouches for nobody on the day itself.
func (r *Resolver) nearOffice(country, office string) int32 {
	found := int32(-1)
	for _, e := range r.people {
		en := &r.ents[e]
		if en.item < 0 || en.former || en.Type != detente.Person {
			continue
		}
		for _, i := range r.base.Item(en.item).Rows {
			if row := r.base.Row(i); row.Country == country && (sameOffice(row.Role, office) || office == "leader" && r.base.Leads(row)) {
				if found >= 0 && found != e {
					return -1
				}
				found = e
			}
		}
	}
	return found
}

// unnamed makes the person of an office whose holder nobody names.
func (r *Resolver) unnamed(t *kb.Title, country string) int32 {
	id, name := slug(t.Words), t.Words
	if item := r.base.Find(country); item >= 0 {
		id, name = id+"@"+country, r.base.AdjectiveOf(item)+" "+t.Words
	}
	e := r.add(id, name, detente.Person)
	en := &r.ents[e]
	en.Role, en.Sector, en.Country = t.Words, t.Sector, country
	return e
}

// goneAround reports whether the sentence says that the office was lost: "the
// capture of Corland's leader".
func (r *Resolver) goneAround(d described, m int32) bool {
	first := int(r.facts[m].word)
	for k := first - 1; k >= 0 && k >= first-4 && r.words[k].sent == r.words[first].sent; k-- {
		if r.words[k].class&isGone != 0 {
			return true
		}
	}
	for k := first; k < d.first; k++ {
		if r.words[k].class&isGone != 0 {
			return true
		}
	}
	return false
}

// past finds the former holder of an office.
func (r *Resolver) past(d described, country string) (int32, string, float32, detente.Reason) {
	t := d.title
	for _, e := range r.people {
		en := &r.ents[e]
		if en.Country != country && country != "" || en.Type != detente.Person {
			continue
		}
		if en.former && strings.HasSuffix(en.Role, t.Words) || en.former && sameOffice(strings.TrimPrefix(en.Role, "former "), t.Office) {
			return e, "description.former", 0.85, detente.ReasonNone
		}
	}
	if !r.dated || country == "" {
		return -1, "description", 0.3, detente.ReasonUnresolved
	}
	now, _ := r.base.HolderAt(country, t.Office, r.day)
	item, miss := r.base.HolderBefore(country, t.Office, r.day, now)
	if miss != kb.Found {
		return -1, "description", 0.3, detente.ReasonUnresolved
	}
	if _, named := r.byItem[item]; !named && d.former && !d.gone {
		return -1, "description", 0.3, detente.ReasonAmbiguous // there are many former presidents
	}
	// Only a change within the last year makes news of the predecessor.
	row, _ := r.base.RowAt(item, r.day-365)
	if row == nil {
		if now >= 0 {
			return r.thing(now), "description.table", 0.7, detente.ReasonNone
		}
		return -1, "description", 0.3, detente.ReasonUnresolved
	}
	return r.thing(item), "description.predecessor", 0.75, detente.ReasonNone
}

// bareOffice resolves "the president" by itself: to the person who holds the
// office and was mentioned last; two of them in one sentence leave it open.
func (r *Resolver) bareOffice(d described, m int32) (int32, string, float32, detente.Reason) {
	t := d.title
	if d.indefinite || d.former || t.Office == "" {
		return -1, "", 0, detente.ReasonUnresolved
	}
	def := d.first > 0 && r.is(d.first-1, d.first, hThe) || d.first > int(r.facts[m].word)
	if !def && !r.words[d.first].first {
		return -1, "", 0, detente.ReasonUnresolved
	}
	for _, named := range [2]bool{true, false} { // who was called so comes before who might be
		for k := int(m) - 1; k >= max(0, int(m)-near); k-- {
			e := r.mentions[k].Entity
			if e >= 0 && (!named || r.ents[e].stated && strings.HasSuffix(r.ents[e].Role, t.Words)) && r.holds(e, "", t.Office) {
				return e, "office.last", 0.8, detente.ReasonNone
			}
		}
	}
	if t.Sector == detente.SectorExecutive && r.dated {
		c := r.onlyCountry()
		if c < 0 {
			c = r.home()
		}
		if c >= 0 {
			if item, miss := r.base.HolderAt(r.base.Item(c).Key, t.Office, r.day); miss == kb.Found {
				return r.thing(item), "office.context", 0.6, detente.ReasonNone
			}
		}
	}
	return -1, "description", 0.3, detente.ReasonUnresolved
}

// counterpart resolves "his Corlandish counterpart": the same office there; "his
// counterpart" alone is the other of the last two leaders.
func (r *Resolver) counterpart(d described, country string, owner, m int32) (int32, string, float32, detente.Reason) {
	if owner < 0 || r.ents[owner].Type != detente.Person {
		return -1, "counterpart", 0.3, detente.ReasonUnresolved
	}
	office := strings.TrimPrefix(r.ents[owner].Role, "former ")
	if d.country != "" && office != "" {
		if r.dated {
			if item, miss := r.base.HolderAt(d.country, office, r.day); miss == kb.Found {
				return r.thing(item), "counterpart", 0.85, detente.ReasonNone
			}
		}
		for _, e := range r.people {
			if r.holds(e, d.country, office) {
				return e, "counterpart", 0.85, detente.ReasonNone
			}
		}
		return r.unnamed(&kb.Title{Words: office, Sector: detente.SectorExecutive}, d.country), "counterpart", 0.6, detente.ReasonNone
	}
	for k := int(m) - 1; k >= max(0, int(m)-near); k-- {
		e := r.mentions[k].Entity
		if e >= 0 && e != owner && r.ents[e].Type == detente.Person && r.ents[e].Sector == r.ents[owner].Sector && r.ents[e].Country != r.ents[owner].Country {
			return e, "counterpart.last", 0.65, detente.ReasonNone
		}
	}
	return -1, "counterpart", 0.3, detente.ReasonUnresolved
}

// denoteSpokesperson gives the body that an unnamed spokesperson speaks for.
func (r *Resolver) denoteSpokesperson(d described, country string, owner int32) (int32, string, float32, detente.Reason) {
	switch {
	case d.body >= 0:
		return d.body, "spokesperson", 0.9, detente.ReasonNone
	case d.organ != nil && country != "":
		return r.organ(d.organ, country), "spokesperson", 0.9, detente.ReasonNone
	case d.organ != nil:
		find := r.bareOrgan
		if d.organ.Name == "body" {
			find = r.recentBody // "a bank spokesman", whoever the bank is
		}
		if e, _, conf, reason := find(d.organ); e >= 0 || d.organ.Name == "body" {
			return e, "spokesperson", conf, reason
		}
	case country != "":
		if c := r.base.Find(country); c >= 0 {
			return r.thing(c), "spokesperson", 0.8, detente.ReasonNone
		}
	case owner >= 0:
		return owner, "spokesperson", 0.7, detente.ReasonNone
	}
	// "the spokesman" again, or one of the body named last.
	for k := len(r.mentions) - 2; k >= max(0, len(r.mentions)-near) && !d.indefinite; k-- {
		if r.mentions[k].Entity >= 0 && r.mentions[k].Rule == "spokesperson" {
			return r.mentions[k].Entity, "spokesperson.last", 0.65, detente.ReasonNone
		}
	}
	for k := len(r.mentions) - 2; k >= 0 && k >= len(r.mentions)-12; k-- {
		e := r.mentions[k].Entity
		if e >= 0 && (r.mentions[k].Rule == "spokesperson" || r.ents[e].Type == detente.Organisation) {
			return e, "spokesperson.last", 0.55, detente.ReasonNone
		}
	}
	return -1, "spokesperson", 0.3, detente.ReasonUnresolved
}
