package mention

import (
	"cmp"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/pipeline/mention/kb"
)

// resolveChunks gives every name its entity: full names first, so that surnames
// anywhere in the article find them, then titles with a surname, then the rest.
func (r *Resolver) resolveChunks() {
	r.renumber = r.renumber[:0]
	for i := range r.chunks {
		c := &r.chunks[i]
		if n := c.end - c.first; (c.item >= 0 || n > 1) && (c.kind == personName || c.kind == bodyName || c.kind == placeName && c.rel == 0) {
			r.renumber = append(r.renumber, int32(i))
		}
		if n := c.end - c.first; n == 1 && !c.weak {
			r.roll.strong[r.hashes[c.first]]++
		}
	}
	slices.SortStableFunc(r.renumber, func(i, j int32) int {
		a, b := &r.chunks[i], &r.chunks[j]
		return cmp.Compare(b.end-b.first, a.end-a.first)
	})
	for _, i := range r.renumber {
		r.fullName(&r.chunks[i])
	}
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.entity >= 0 || c.kind != knownItem {
			continue
		}
		if r.base.Item(c.item).Type == detente.Organisation && c.end-c.first == 1 && !r.words[c.first].caps {
			if e := r.bySurname(r.hashes[c.first]); e >= 0 {
				c.entity, c.kind, c.item, c.rule, c.conf = e, personName, -1, "surname", 0.85 // "Wagner said", after Odo Wagner
				continue
			}
		}
		c.entity = r.thing(c.item)
	}
	r.nameShort()
	r.adopt()
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.entity < 0 && c.kind == personName {
			r.titled(c) // one word with a title before it
		}
		r.pass(c)
	}
	clear(r.roll.latest)
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.entity < 0 {
			r.oneWord(c)
		}
		r.pass(c)
	}
	for i := range r.chunks {
		if c := &r.chunks[i]; c.entity >= 0 && r.ents[c.entity].Type == detente.Person {
			r.introduce(c)
		}
	}
	r.settle()
}

// settle gives ministers whose country no words name that of the article: the
// only country in it, or for a "Secretary" the United States where they are named.
func (r *Resolver) settle() {
	only, several := "", false
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.kind != knownItem || c.item < 0 || r.base.Item(c.item).Type != detente.Country {
			continue
		}
		key := r.base.Item(c.item).Key
		several = several || only != "" && only != key
		only = key
	}
	for _, e := range r.people {
		en := &r.ents[e]
		if en.Country != "" || !en.stated || en.Sector != detente.SectorExecutive {
			continue
		}
		switch {
		case !several:
			en.Country = only
		case strings.HasSuffix(en.Role, "secretary") && en.Role != "press secretary" && r.named("USA"):
			en.Country = "USA"
		}
	}
}

// fullName resolves a person's name of several words, or one that the table
// knows. Names come longest first, so that the last words of one that was seen
// ("van der Holt") mean the same person, whatever they look like.
func (r *Resolver) fullName(c *chunk) {
	if c.item < 0 {
		if e := r.tail(c); e >= 0 {
			c.entity, c.kind, c.rule, c.conf = e, personName, "surname", 0.93
			return
		}
	}
	if c.kind == bodyName && c.end-c.first > 1 {
		c.entity, c.rule = r.body(c), "name"
		return
	}
	if c.item < 0 && c.conf <= 0.7 {
		if e := r.beginning(c); e >= 0 {
			c.entity, c.kind, c.rule, c.conf = e, bodyName, "short", 0.8 // "Nuclear Data" of "Nuclear Data Inc"
			return
		}
	}
	if c.kind != personName {
		return
	}
	c.rule = "name"
	if c.item >= 0 {
		c.entity = r.thing(c.item)
		c.conf = 0.97
	} else if item := r.innerName(c); item >= 0 {
		c.entity, c.rule, c.conf = r.thing(item), "name.inner", 0.85
	} else {
		c.entity = r.stranger(r.text(c.first, c.end), detente.Person)
		en := &r.ents[c.entity]
		if !en.listed {
			en.loose = c.conf <= 0.7
		} else if c.conf > 0.7 {
			en.loose = false
		}
		en.given = r.hashes[c.first]
		last := c.end - 1
		for last > c.first && r.words[last].class&isSuffix != 0 {
			last--
		}
		en.surname = r.hashes[last]
	}
	r.ents[c.entity].named++
	r.enrol(c.entity)
}

// tail gives the person of the article whose name ends with the words of the
// chunk, or the expected holder of the table whose surname they are; else -1.
func (r *Resolver) tail(c *chunk) int32 {
	words := r.hashes[c.first:c.end]
	for _, e := range r.roll.surname[words[len(words)-1]] {
		name := kb.Words(r.ents[e].Name)
		if len(name) > len(words) && slices.Equal(name[len(name)-len(words):], words) {
			return e
		}
	}
	if n, _ := r.base.Surnames(r.hashes, c.first); n != len(words) || n < 2 {
		return -1
	}
	_, t := r.titleOf(c.first)
	item := r.surnameInTable(c, t, r.countryBefore(c.first))
	if item < 0 {
		return -1
	}
	e := r.thing(item)
	r.enrol(e)
	return e
}

// innerName looks up first and last word of a longer name: "Ada B. Quist".
func (r *Resolver) innerName(c *chunk) int32 {
	last := c.end - 1
	for last > c.first && r.words[last].class&isSuffix != 0 {
		last--
	}
	if last-c.first < 2 {
		return -1
	}
	pair := [2]uint64{r.hashes[c.first], r.hashes[last]}
	if n, refs := r.base.Names(pair[:], 0); n == 2 {
		return r.choosePerson(refs)
	}
	return -1
}

// adopt joins the persons of the knowledge base to the people of the article,
// and gives the strangers among them whose surname says so the same entity.
func (r *Resolver) adopt() {
	for i := range r.chunks {
		c := &r.chunks[i]
		if c.kind != bodyName || c.entity >= 0 || c.end-c.first != 1 {
			continue
		}
		// An acronym in brackets after a name, or one with its initials.
		h := r.hashes[c.first]
		if e, ok := r.roll.initials[h]; ok {
			c.entity, c.rule, c.conf = e, "acronym", 0.9
		}
		if c.entity < 0 && c.first >= 2 && r.hashes[c.first-1] == hOpen {
			if p := r.chunkAt[c.first-2]; p >= 0 && r.chunks[p].entity >= 0 && r.ents[r.chunks[p].entity].Type == detente.Organisation {
				c.entity, c.rule, c.conf = r.chunks[p].entity, "acronym", 0.85
			}
		}
	}
}

// titled resolves a single word with a title before it: to a person of the
// article, to the holder of that office in the table, to a stranger.
func (r *Resolver) titled(c *chunk) {
	_, t := r.titleOf(c.first)
	h := r.hashes[c.first]
	if e := r.bySurname(h); e >= 0 {
		c.entity, c.rule, c.conf = e, "title+surname", 0.95
		return
	}
	country := r.countryBefore(c.first)
	if country == "" {
		country = r.countryAfter(c.end)
	}
	if item := r.surnameInTable(c, t, country); item >= 0 {
		c.entity, c.rule, c.conf = r.thing(item), "title+surname.table", 0.9
	} else {
		c.entity, c.rule, c.conf = r.stranger(r.text(c.first, c.end), detente.Person), "title+name", 0.85
		r.ents[c.entity].surname = h
	}
	r.enrol(c.entity)
}

// surnameInTable finds the one person of the table whose surname the chunk is
// and whom the title and the country fit on the article's day; -1 when none or
// several do. Without a title only leaders count.
func (r *Resolver) surnameInTable(c *chunk, t *kb.Title, country string) int32 {
	n, items := r.base.Surnames(r.hashes, c.first)
	if n == 0 || n != c.end-c.first {
		return -1
	}
	found, several := int32(-1), false
	var latest detente.Day = kb.NoSince
	for _, item := range items {
		it := r.base.Item(item)
		if country != "" && it.Country != country {
			continue
		}
		for _, i := range it.Rows {
			row := r.base.Row(i)
			if r.dated && !row.Covers(r.day) || !r.fits(row, t) {
				continue
			}
			switch {
			case found == item:
			case found < 0:
				found, latest = item, row.Since
			case !r.dated && row.Since != latest:
				// Undated text: the latest holder of that name.
				if row.Since > latest {
					found, latest = item, row.Since
				}
			default:
				several = true
			}
			break
		}
	}
	if several {
		return -1
	}
	return found
}

// fits reports whether a row is of the office that a title names; without a
// title the row must lead its country.
func (r *Resolver) fits(row *kb.Actor, t *kb.Title) bool {
	switch {
	case t == nil:
		return r.base.Leads(row) && row.Sector == detente.SectorExecutive && r.expected(row)
	case t.Honorific:
		return r.base.Leads(row) && r.expected(row) || row.Sector == detente.SectorExecutive && r.named(row.Country)
	}
	return sameOffice(row.Role, t.Office) || sameOffice(t.Office, row.Role) || t.Office == "minister" && row.Sector == detente.SectorExecutive
}

// expected reports whether readers know the holder by a bare surname: a leader
// of a power, of a country that the article names, or of a file of actors.
func (r *Resolver) expected(row *kb.Actor) bool {
	return row.Edited() || powers[row.Country] || r.named(row.Country)
}

var powers = map[string]bool{"USA": true, "CHN": true, "RUS": true, "SUN": true, "GBR": true, "FRA": true, "DEU": true, "BRD": true,
	"JPN": true, "IND": true, "BRA": true, "CAN": true, "ITA": true, "ISR": true, "UKR": true, "IRN": true, "IRQ": true, "SYR": true,
	"TUR": true, "MEX": true, "VEN": true, "COL": true, "ARG": true, "POL": true, "HUN": true, "EGY": true, "LBY": true, "ZAF": true}

// named reports whether the article names the country.
func (r *Resolver) named(key string) bool {
	i := r.base.Find(key)
	if i < 0 {
		return false
	}
	_, ok := r.byItem[i]
	return ok
}

// oneWord resolves a name of one word.
func (r *Resolver) oneWord(c *chunk) {
	h := r.hashes[c.first]
	end := c.end - 1
	for end > c.first && r.words[end].class&isSuffix != 0 {
		end--
	}
	if c.end-c.first == 1 || c.kind == unknownName {
		if e := r.bySurname(h); e >= 0 {
			c.entity, c.kind, c.rule, c.conf = e, personName, "surname", 0.93
			return
		}
		if e := r.byGiven(h); e >= 0 {
			c.entity, c.kind, c.rule, c.conf = e, personName, "given", 0.75
			return
		}
		if list := r.roll.bodies[h]; len(list) > 0 && r.ents[list[0]].Sector != detente.SectorExpert && !(r.words[c.first].first && r.common(c.first)) {
			c.entity, c.kind, c.rule, c.conf = list[0], bodyName, "short", 0.75
			return
		}
		if e := r.shortBody(c); e >= 0 {
			c.entity, c.kind, c.rule, c.conf = e, bodyName, "short", 0.8
			return
		}
		if item := r.surnameInTable(c, nil, ""); item >= 0 && c.kind != placeName {
			c.entity, c.kind, c.rule, c.conf = r.thing(item), personName, "surname.table", 0.75
			r.enrol(c.entity)
			return
		}
	}
	if e := r.misspelt(c); e >= 0 {
		c.entity, c.kind, c.rule, c.conf = e, personName, "surname.misspelt", 0.6
		return
	}
	r.strange(c)
}

// misspelt gives the one person of the article, named in full, from whose surname
// a word that speaks differs by a letter or two that changed places; -1 for none.
// Short names are too alike, and "the Ozus" are several.
func (r *Resolver) misspelt(c *chunk) int32 {
	if c.end-c.first != 1 || r.words[c.first].span.Len() < 5 || r.common(c.first) || !r.has(c.end, c.first, isSay|isVerb) && !r.pastVerb(c.end) && !r.has(c.first-1, c.first, isSay) || r.is(c.first-1, c.first, hThe) {
		return -1
	}
	word, found := lexicon.Fold(r.text(c.first, c.end)), int32(-1)
	for _, e := range r.people {
		en := &r.ents[e]
		if en.named == 0 {
			continue
		}
		name := lexicon.Fold(en.Name)
		if !nearlySame(name[strings.LastIndexByte(name, ' ')+1:], word) {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = e
	}
	return found
}

// nearlySame reports whether two words of one first letter differ by one letter
// more, less or other, or by two neighbours that changed places.
func nearlySame(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(b) == 0 || a[0] != b[0] || len(a)-len(b) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) > len(b):
		return a[i+1:] == b[i:]
	case a[i+1:] == b[i+1:]:
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// shortBody gives the body of the knowledge base that the article names in full
// and "the Community", "the Fund" means; -1 when there is none.
func (r *Resolver) shortBody(c *chunk) int32 {
	if !r.is(c.first-1, c.first, hThe) {
		return -1
	}
	if e, ok := r.roll.short[r.hashes[c.first]]; ok {
		return e
	}
	return -1
}

// common reports whether word i is one that sentences begin with in a capital
// that means nothing.
func (r *Resolver) common(i int) bool {
	return r.words[i].class&(isFunction|isMod) != 0 || r.lower[r.hashes[i]]
}

// strange makes an entity of a name that nothing else explains.
func (r *Resolver) strange(c *chunk) {
	name := r.text(c.first, c.end)
	w := &r.words[c.first]
	switch c.kind {
	case placeName:
		if c.rel == kb.Location {
			c.entity, c.rule = r.add("place-"+slug(name), clean(name), detente.Place), "place"
			if c.item >= 0 {
				r.ents[c.entity].Country = r.base.Item(c.item).Key
			}
			r.ents[c.entity].Gender = detente.Neuter
			return
		}
		c.entity, c.rule = r.stranger(name, detente.Place), "place"
	case bodyName:
		if _, verb := verbs().Lookup(r.hashes[c.first]); verb && c.end-c.first == 1 && w.caps && r.article.Voice == detente.VoiceAuthor {
			return // "must STOP"
		}
		c.entity, c.rule = r.body(c), "name"
	default:
		if r.stressed(c) {
			return
		}
		if r.is(c.first-1, c.first, hA, hAn, hAnother, hOne, hEvery, hMany, hSome, hMost) && c.kind != personName && !r.nounAfter(c.end) {
			c.entity, c.rule, c.conf = r.stranger(name, detente.Anonymous), "name.class", 0.5 // "another Liberal who"
			r.ents[c.entity].Plural = strings.HasSuffix(name, "s")
			return
		}
		if r.is(c.first-1, c.first, hThe) && !c.weak && r.titleBefore(c.first) == 0 && c.kind != personName {
			c.entity, c.rule, c.conf = r.stranger(name, detente.Organisation), "name.the", 0.4 // "the Sentinel said"
			return
		}
		says := r.has(c.end, c.first, isSay) || r.is(c.end, c.first, hWho) || r.has(c.first-1, c.first, isSay) && !c.weak ||
			r.has(c.end, c.first, isAux) && !w.caps && !c.weak || r.personal(c.end)
		if c.weak && (!says || w.class&(isFunction|isMod) != 0 || r.lower[r.hashes[c.first]] || !w.upper) {
			if r.roll.strong[r.hashes[c.first]] == 0 {
				return // only the head of a sentence: no name
			}
		}
		if n, _ := r.nounAt(c.first); c.weak && r.roll.strong[r.hashes[c.first]] == 0 && (n.plural || n.kind == paper) {
			return // "Figures showed"
		}
		if says || c.kind == personName || r.isFirstName(c.first) && !c.weak {
			c.entity, c.kind, c.rule, c.conf = r.stranger(name, detente.Person), personName, "name.single", 0.5
			r.ents[c.entity].surname = r.hashes[c.first]
			r.ents[c.entity].loose = !r.isFirstName(c.first) && !r.personal(c.end)
			r.enrol(c.entity)
			return
		}
		c.entity, c.rule, c.conf = r.stranger(name, detente.Organisation), "name.unknown", 0.35
		r.ents[c.entity].loose = !r.is(c.first-1, c.first, hThe)
	}
}

// stressed reports whether capitals may be no more than stress. People who write in
// their own voice stress plain words so ("our Country", "the Tariff is working"),
// and what no table, title, first name or verb of saying explains is nobody there.
func (r *Resolver) stressed(c *chunk) bool {
	if r.article.Voice != detente.VoiceAuthor || c.kind == personName || r.isFirstName(c.first) || r.titleBefore(c.first) > 0 {
		return false
	}
	return !r.has(c.end, c.first, isSay) && !r.has(c.first-1, c.first, isSay) && !r.personal(c.end)
}

var hAnother, hOne, hEvery, hMany, hSome, hMost = hashOf("another"), hashOf("one"), hashOf("every"), hashOf("many"), hashOf("some"), hashOf("most")

// personal reports whether an apposition that fits a person begins at word i:
// ", a broker,".
func (r *Resolver) personal(i int) bool {
	if !r.is(i, i, hComma) || !r.is(i+1, i, hA, hAn, hThe) {
		return false
	}
	d, ok := r.phrase(i + 2)
	return ok && (d.title != nil || d.class != nil && !d.class.Plural) && r.closes(d.end)
}

// introduce writes onto a person what stands around the name: the title before
// it, the country before that.
func (r *Resolver) introduce(c *chunk) {
	n, t := r.titleOf(c.first)
	if n == 0 {
		return
	}
	at := c.first - n
	former := false
	for k := at - 1; k >= 0 && k >= at-3 && r.words[k].sent == r.words[at].sent && r.words[k].kind == detente.Word; k-- {
		former = former || r.words[k].class&isFormer != 0
	}
	country := r.countryBefore(at)
	k, o := r.organBefore(at)
	if o != nil {
		country = r.countryBefore(k)
	}
	if country == "" {
		country = r.countryAfter(c.end)
	}
	r.entitled(c.entity, t, country, former)
	r.bodyOf(c.entity, at)
	if en := &r.ents[c.entity]; t.Office == "spokesperson" && en.Sector == detente.SectorUnknown {
		switch {
		case o != nil:
			en.Sector = o.Sector
		case country != "":
			en.Sector = detente.SectorExecutive
		}
	}
}

// bodyOf writes onto a person the body or party that stands before the title at
// word at: "FBI Director Odo Harn", "the Liberal nominee Odo Harn".
func (r *Resolver) bodyOf(e int32, at int) {
	for k := at - 1; k >= 0 && k >= at-3 && r.words[k].sent == r.words[at].sent; k-- {
		ci := r.chunkAt[k]
		if ci < 0 {
			if r.words[k].class&isMod == 0 || r.words[k].poss {
				return
			}
			continue
		}
		c := &r.chunks[ci]
		switch p := r.partyIn(c); {
		case p != "":
			r.ents[e].party = p
		case c.entity >= 0 && r.ents[c.entity].Type == detente.Organisation:
			r.ents[e].body = c.entity
		}
		return
	}
}

// partyIn gives the party that a name is, as it stands before a noun; "".
func (r *Resolver) partyIn(c *chunk) string {
	switch {
	case c.kind != knownItem && c.end-c.first == 1 && len(r.base.Party(r.text(c.first, c.end))) > 0:
		return r.text(c.first, c.end)
	case c.kind == knownItem && c.entity >= 0 && r.ents[c.entity].Role == "party":
		return strings.TrimSuffix(r.base.Item(c.item).Name, " Party")
	}
	return ""
}

// countryBefore gives the key of the country whose name, adjective or possessive
// stands before word i, over modifiers; "".
func (r *Resolver) countryBefore(i int) string {
	ref := i
	for k := i - 1; k >= 0 && k >= i-5 && r.words[k].sent == r.words[ref].sent; k-- {
		if ci := r.chunkAt[k]; ci >= 0 {
			c := &r.chunks[ci]
			if c.kind == knownItem && c.item >= 0 {
				it := r.base.Item(c.item)
				if it.Type == detente.Country || it.Type == detente.Organisation {
					return it.Country
				}
			}
			return ""
		}
		if !r.words[k].poss && r.words[k].class&isMod == 0 && !r.titleAt(k) && !r.organAt(k) {
			return ""
		}
	}
	return ""
}

// countryAfter gives the key of the country in "of Corland" behind a name that
// ends at word i; "".
func (r *Resolver) countryAfter(i int) string {
	if i == 0 || !r.is(i, i-1, hOf) {
		return ""
	}
	k := i + 1
	if r.is(k, i, hThe) {
		k++
	}
	if k >= len(r.words) || r.words[k].sent != r.words[i].sent || r.chunkAt[k] < 0 {
		return ""
	}
	c := &r.chunks[r.chunkAt[k]]
	if c.first != k || c.kind != knownItem || c.rel != kb.Name || r.base.Item(c.item).Type != detente.Country {
		return ""
	}
	return r.base.Item(c.item).Key
}

// organBefore finds the organ that ends right before word at: "Foreign Ministry
// spokesman Lin" has one before its title. It gives its first word.
func (r *Resolver) organBefore(at int) (int, *kb.Organ) {
	for k := max(0, at-4); k < at; k++ {
		n, o := r.base.Organ(r.hashes, k)
		if n > 0 && k+n == at && r.words[k].sent == r.words[at-1].sent && r.chunkAt[k] < 0 {
			return k, o
		}
	}
	return -1, nil
}
