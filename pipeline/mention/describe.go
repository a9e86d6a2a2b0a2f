package mention

import (
	"strings"

	"detente"
	"detente/pipeline/mention/kb"
)

// described is a description as its words say it, before anybody is found.
type described struct {
	first, end int
	title      *kb.Title
	organ      *kb.Organ
	class      *kb.Class
	country    string // key of the country or body that its words name
	body       int32  // entity of an organisation before or after the head, or -1
	party      string
	place      string // the name of a place before the head
	former     bool
	gone       bool
	ordinal    bool
	indefinite bool
}

// phrase reads modifiers, names of countries and bodies, and a head noun from
// word i on: "leftist leader", "Corlandish foreign ministry spokesman".
func (r *Resolver) phrase(i int) (d described, ok bool) {
	d = described{first: i, end: i, body: -1}
	if i >= len(r.words) {
		return d, false
	}
	d.indefinite = r.is(i-1, i, hA, hAn)
	j := i
	for steps := 0; steps < 7 && j < len(r.words) && r.words[j].sent == r.words[i].sent; steps++ {
		if ci := r.chunkAt[j]; ci >= 0 {
			c := &r.chunks[ci]
			if ok || c.first != j || !r.premodifier(c, &d) {
				break
			}
			j = c.end
			continue
		}
		w := &r.words[j]
		if w.kind != detente.Word || w.poss {
			break
		}
		if n := r.headOnly(j); n > 0 {
			if (w.class&isMod == 0 || !r.headAfter(j+1, i) || n > 1) && !r.attributive(j, n) {
				r.head(j, &d)
				ok = true
				d.end = j + n
				j += n
				continue
			}
		}
		if ok || !r.modifier(j, &d) {
			break
		}
		j++
	}
	if ok && r.attributive(d.end-1, 1) {
		ok = false
	}
	if !ok {
		return d, false
	}
	// A name right after a title belongs to it: the name is the mention.
	if d.title != nil && d.end < len(r.words) && r.chunkAt[d.end] >= 0 && r.words[d.end].sent == r.words[i].sent && r.chunks[r.chunkAt[d.end]].kind == personName && r.chunks[r.chunkAt[d.end]].entity >= 0 && d.class == nil {
		return d, false
	}
	if d.class != nil && !d.class.Plural && d.end < len(r.words) && r.chunkAt[d.end] >= 0 && r.words[d.end].sent == r.words[i].sent &&
		(r.chunks[r.chunkAt[d.end]].kind == personName || r.words[d.end-1].class&isMod != 0) {
		return d, false // "the official Tarn agency"
	}
	r.ofCountry(&d)
	return d, true
}

// headAfter reports whether a head noun begins at word j.
func (r *Resolver) headAfter(j, ref int) bool {
	if j >= len(r.words) || r.words[j].sent != r.words[ref].sent || r.chunkAt[j] >= 0 || r.words[j].poss {
		return false
	}
	var d described
	return r.head(j, &d) > 0
}

// headOnly gives the number of words of the head noun at word j.
func (r *Resolver) headOnly(j int) int {
	var d described
	return r.head(j, &d)
}

// attributive reports whether the noun of words [j, j+n) only describes the one
// after it: "military action", "official visit", "state television".
func (r *Resolver) attributive(j, n int) bool {
	k := j + n
	if k >= len(r.words) || r.words[k].sent != r.words[j].sent || r.words[k].upper || !r.nounAfter(k) || r.headAfter(k, j) {
		return false
	}
	w := &r.words[k]
	if w.class&(isVerb|isMod|isFunction) != 0 || r.pastVerb(k) {
		return false
	}
	s := w.span.In(r.doc.Text)
	if adverb(s) {
		return false
	}
	if _, c := r.base.Class(r.hashes, j); c != nil && c.Plural {
		return false
	}
	if t := r.hashes[j]; t == hMilitary || t == hOfficial || t == hCivilian || t == hExpert || t == hState {
		return true
	}
	return s[len(s)-1] != 's' // "the ministry denies"
}

var (
	hMilitary = hashOf("military")
	hOfficial = hashOf("official")
	hCivilian = hashOf("civilian")
	hExpert   = hashOf("expert")
	hState    = hashOf("state")
)

// premodifier takes a name before the head into the description.
func (r *Resolver) premodifier(c *chunk, d *described) bool {
	switch {
	case c.entity < 0:
		return false
	case c.kind != knownItem && c.end-c.first == 1 && len(r.base.Party(r.text(c.first, c.end))) > 0:
		d.party = r.text(c.first, c.end)
		return true
	case c.kind == knownItem:
		it := r.base.Item(c.item)
		if it.Type == detente.Country {
			if c.rel == kb.Seat && (d.country != "" || r.placeUse(c)) {
				// "London dealers": their place, and the country with it.
				d.country = it.Key
				return true
			}
			d.country = it.Key
			return true
		}
		if it.Type != detente.Organisation {
			return false
		}
		if r.ents[c.entity].Role == "party" && c.rel != kb.Name {
			d.party = strings.TrimSuffix(it.Name, " Party")
			if d.country == "" {
				d.country = it.Country
			}
			return true
		}
		if r.ents[c.entity].Role == "party" {
			d.party = strings.TrimSuffix(it.Name, " Party")
		}
		d.body = c.entity
		if it.Country != "" {
			d.country = it.Country
		}
		return true
	case c.kind == placeName && c.rel == kb.Location && d.country == "":
		d.place, d.country = clean(r.text(c.first, c.end)), r.ents[c.entity].Country
		return true
	case c.kind == bodyName, c.kind == unknownName && r.ents[c.entity].Type == detente.Organisation:
		d.body = c.entity
		return true
	case c.kind == personName:
		// "the Petrel administration"
		if c.end < len(r.words) && r.administration(c.end) {
			d.country = r.ents[c.entity].Country
			return true
		}
	}
	return false
}

// modifier takes a plain word before the head.
func (r *Resolver) modifier(j int, d *described) bool {
	w := &r.words[j]
	if w.class&(isFormer|isGone) != 0 && r.pastVerb(j) && j == d.first && !r.has(j-1, j, isDet|isMod) && !(j > 0 && r.words[j-1].poss) {
		return false // "it expelled three diplomats"
	}
	if w.class&isMod == 0 {
		s := w.span.In(r.doc.Text)
		if w.class&(isFunction|isPrep|isVerb|isSay|isAux|isClause|isDet) != 0 || !modifierForm(s) {
			if !w.joined || w.class&(isPrep|isAux) != 0 {
				return false
			}
		}
	}
	if n, o := r.base.Organ(r.hashes, j); n == 1 && o.Name == "body" && r.headAfter(j+1, j) {
		d.organ = o // "a company official"
	}
	d.former = d.former || w.class&isFormer != 0
	d.gone = d.gone || w.class&isGone != 0
	s := w.span.In(r.doc.Text)
	d.ordinal = d.ordinal || s == "first" || s == "second"
	if d.party == "" && len(r.base.Party(s)) > 0 {
		d.party = s
	}
	return true
}

// modifierForm reports whether a word looks like an adjective by its ending.
func modifierForm(s string) bool {
	for _, x := range []string{"ist", "ive", "ary", "ern", "ous", "ible", "ian", "ial", "cal", "nal", "wing", "term", "year", "old"} {
		if len(s) > len(x)+1 && strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

// head takes the head noun at word j, joining compounds: a body and its
// spokesman, a class and its office ("rebel commander"). It gives the words.
func (r *Resolver) head(j int, d *described) int {
	nt, t := r.base.Title(r.hashes, j)
	no, o := r.base.Organ(r.hashes, j)
	nc, c := r.base.Class(r.hashes, j)
	if nt > 0 && t.Honorific {
		nt = 0
	}
	n := max(nt, no, nc)
	if n == 0 || r.words[j+n-1].sent != r.words[j].sent {
		return 0
	}
	switch {
	case nc == n && (nt < n || c.Plural):
		if d.organ != nil && c.Sector == detente.SectorExecutive && d.organ.Name != "country" {
			sector := d.organ.Sector
			merged := *c
			merged.Sector = sector
			c = &merged
		}
		if d.class != nil && d.end == j && d.class.Words != c.Words {
			merged := *c // "police officials", "rebel fighters"
			merged.Words = d.class.Words + " " + c.Words
			if c.Sector == detente.SectorExecutive || c.Sector == detente.SectorUnknown {
				merged.Sector = d.class.Sector
			}
			c = &merged
		}
		d.class, d.title = c, nil
		if d.organ != nil && d.organ.Name == "country" && d.organ.Words == "state" {
			d.organ = nil
		}
	case nt == n:
		if d.class != nil && !d.class.Plural && d.class.Sector != t.Sector {
			merged := *t
			merged.Sector = d.class.Sector
			merged.Office = ""
			t = &merged
		}
		d.title, d.class = t, nil
	case no == n:
		d.organ, d.title, d.class = o, nil, nil
	}
	return n
}

// ofCountry reads "of Corland", "of the central bank", "for the ministry".
func (r *Resolver) ofCountry(d *described) {
	j := d.end
	spokes := d.title != nil && d.title.Office == "spokesperson"
	if !r.is(j, d.first, hOf) && !(spokes && r.is(j, d.first, hFor)) {
		return
	}
	j++
	if r.is(j, d.first, hThe, hLeft) {
		j++
	}
	if j >= len(r.words) || r.words[j].sent != r.words[d.first].sent {
		return
	}
	if ci := r.chunkAt[j]; ci >= 0 {
		c := &r.chunks[ci]
		if c.first != j || c.entity < 0 || c.kind == placeName {
			return
		}
		switch {
		case c.kind == knownItem && c.rel != kb.Adjective && c.rel != kb.Demonym:
			it := r.base.Item(c.item)
			if it.Type == detente.Organisation {
				d.body = c.entity
			}
			if it.Country != "" {
				d.country = it.Country
			}
			d.end = c.end
		case c.kind == bodyName:
			d.body = c.entity
			d.end = c.end
		case c.kind == personName && spokes:
			d.country = r.ents[c.entity].Country
			d.end = c.end
		}
		if c.kind == knownItem && c.rel == kb.Adjective {
			if n, o := r.base.Organ(r.hashes, c.end); n > 0 {
				d.organ, d.country, d.end = o, r.base.Item(c.item).Key, c.end+n
			}
		}
		return
	}
	if n, o := r.base.Organ(r.hashes, j); n > 0 && spokes {
		d.organ, d.end = o, j+n
	}
}
