package mention

import (
	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

func hashOf(s string) uint64 { return lexicon.Hash(s) }

// organ gives the entity of a country's organ: the country itself for its
// government, a body of the knowledge base, else a body made of both names.
// country is a key; "" gives the organ of no known country.
func (r *Resolver) organ(o *kb.Organ, country string) int32 {
	item := r.base.Find(country)
	switch {
	case o.Name == "-":
		return -1
	case o.Name == "country":
		if item < 0 {
			return -1
		}
		return r.thing(item)
	case o.Name == "place", o.Name == "body":
		return -1
	}
	kind := lexicon.Fold(o.Name)
	if item >= 0 {
		if b := r.base.Body(country, kind); b >= 0 {
			return r.thing(b)
		}
		name := o.Name
		if o.Words == "army" {
			name = "Army" // one entity with the military, under the article's word
		}
		e := r.add(slug(o.Name)+"@"+country, r.base.AdjectiveOf(item)+" "+name, detente.Organisation)
		r.shape(e, country, kind, o.Sector, o.Plural)
		return e
	}
	e := r.add(slug(o.Name), o.Name, detente.Organisation)
	r.shape(e, "", kind, o.Sector, o.Plural)
	return e
}

func (r *Resolver) shape(e int32, country, role string, sector detente.Sector, plural bool) {
	en := &r.ents[e]
	en.Country, en.Role, en.Sector, en.Plural = country, role, sector, plural
	en.Gender = detente.Neuter
}

// group gives the entity of an anonymous class, of a country when one is known.
func (r *Resolver) group(cl *kb.Class, country string) int32 {
	id, name := slug(cl.Words), cl.Words
	if item := r.base.Find(country); item >= 0 {
		id += "@" + country
		name = r.base.AdjectiveOf(item) + " " + cl.Words
	} else {
		country = ""
	}
	e := r.add(id, name, detente.Anonymous)
	en := &r.ents[e]
	en.Country, en.Sector, en.Plural, en.Role = country, cl.Sector, true, cl.Words
	en.head = lastWord(singular(cl.Words))
	if cl.Plural {
		en.many++
	} else {
		en.single++
	}
	return e
}

// bodyWords gives the body of a description in its own words.
func (r *Resolver) bodyWords(d described) string {
	for k := d.first; k < d.end; k++ {
		if ci := r.chunkAt[k]; ci >= 0 && r.chunks[ci].entity == d.body {
			return clean(r.text(r.chunks[ci].first, r.chunks[ci].end))
		}
	}
	return r.ents[d.body].Name
}

// people gives the entity of the people of a country: "Corlanders".
func (r *Resolver) nation(item int32) int32 {
	it := r.base.Item(item)
	e := r.add("people@"+it.Key, r.base.AdjectiveOf(item)+" people", detente.Anonymous)
	en := &r.ents[e]
	en.Country, en.Sector, en.Plural = it.Key, detente.SectorCivil, true
	return e
}

// sectorOfBody tells the sector of an unknown organisation by its words.
func (r *Resolver) sectorOfBody(c *chunk) detente.Sector {
	for k := c.first; k < c.end; k++ {
		if s, ok := bodySectors[r.hashes[k]]; ok {
			return s
		}
	}
	return detente.SectorUnknown
}

var bodySectors = func() map[uint64]detente.Sector {
	m := map[uint64]detente.Sector{}
	for s, words := range map[detente.Sector][]string{
		detente.SectorCompany:    {"corp", "corp.", "inc", "inc.", "ltd", "ltd.", "plc", "co", "co.", "company", "airlines", "airways", "motors", "industries", "holdings", "bank", "bancorp", "insurance", "ag", "sa", "nv", "oil", "petroleum", "steel", "group", "partners", "securities"},
		detente.SectorExpert:     {"university", "institute", "college", "centre", "center", "foundation", "school"},
		detente.SectorExecutive:  {"ministry", "department", "agency"},
		detente.SectorMilitary:   {"army", "navy"},
		detente.SectorJudiciary:  {"court"},
		detente.SectorOpposition: {"party"},
		detente.SectorMedia:      {"times", "post", "journal", "news", "television", "radio", "tribune", "herald"},
		detente.SectorCivil:      {"union", "church", "league", "club", "society"},
		detente.SectorArmedGroup: {"front", "brigade", "brigades", "militia"},
	} {
		for _, w := range words {
			m[lexicon.Hash(w)] = s
		}
	}
	return m
}()

// home gives the country whose capital the dateline names, or -1: an office or
// an organ that an article from there leaves without a country is of that state,
// unless the article is about several.
func (r *Resolver) home() int32 {
	if r.only.several {
		return -1
	}
	return r.dateline()
}

// dateline gives the country whose capital the dateline names, or -1.
func (r *Resolver) dateline() int32 {
	at := r.doc.Place
	if at.Empty() {
		return -1
	}
	words := kb.Words(at.In(r.doc.Text))
	if len(words) == 0 {
		return -1
	}
	n, refs := r.base.Names(words, 0)
	if n != len(words) {
		return -1
	}
	for _, ref := range refs {
		if ref.Relation == kb.Seat && ref.Item >= 0 && r.base.Item(ref.Item).Type == detente.Country {
			if row := r.base.Row(r.base.Item(ref.Item).Rows[0]); !r.dated || row.Covers(r.day) {
				return ref.Item
			}
		}
	}
	return -1
}
