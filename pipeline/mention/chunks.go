package mention

import (
	"strings"

	"detente"
	"detente/pipeline/mention/kb"
)

// chunkKind is what a name is, as far as its form tells.
type chunkKind uint8

const (
	unknownName chunkKind = iota
	personName
	bodyName
	placeName
	knownItem // an item of the knowledge base that is no person
)

// chunk is a name: words [first, end).
type chunk struct {
	first, end int
	kind       chunkKind
	rel        kb.Relation // of a knownItem
	item       int32       // of the knowledge base, or -1
	entity     int32       // once resolved, else -1
	weak       bool        // a capital that may mean nothing
	given      bool        // the caller says that it is a name
	rule       string
	conf       float32
}

// findChunks finds the names: known phrases and runs of capitals.
func (r *Resolver) findChunks() {
	r.chunkAt = r.chunkAt[:0]
	for i := range r.words {
		r.chunkAt = append(r.chunkAt, -1)
		if w := &r.words[i]; w.kind == detente.Word && !w.upper {
			r.lower[r.hashes[i]] = true
		}
	}
	for i := 0; i < len(r.words); {
		if e := r.givenEnd(i); e > i {
			i = r.addChunk(chunk{first: i, end: e, item: -1, kind: personName, conf: 0.9, given: true})
			continue
		}
		i = r.run(i)
	}
}

// givenEnd gives the end of the name that the caller says begins at word i; i
// when there is none.
func (r *Resolver) givenEnd(i int) int {
	for _, s := range r.given {
		if e := i; r.words[i].span.Start == s.Start {
			for e < len(r.words) && r.words[e].span.Start < s.End && r.words[e].sent == r.words[i].sent {
				e++
			}
			return e
		}
	}
	return i
}

func (r *Resolver) addChunk(c chunk) int {
	c.entity = -1
	if c.kind == personName && c.end-c.first > 1 && (r.words[c.end-1].class&(isCalendar|isAux|isFunction) != 0 || r.titleAt(c.end-1)) {
		r.roll.strange[r.hashes[c.end-1]]++
	}
	for k := c.first; k < c.end; k++ {
		r.chunkAt[k] = int32(len(r.chunks))
	}
	r.chunks = append(r.chunks, c)
	return c.end
}

// run reads one name at word i and gives the word to go on with.
func (r *Resolver) run(i int) int {
	w := &r.words[i]
	if w.kind != detente.Word || w.poss || !w.upper && !(w.kind == detente.Word && r.lowerName(i)) {
		return i + 1
	}
	if r.surnamed(i) {
		return r.addChunk(chunk{first: i, end: i + 1, item: -1, kind: personName, conf: 0.85})
	}
	if n, refs := r.known(i); n > 0 {
		return r.knownRun(i, n, refs)
	}
	if nobody[r.hashes[i]] && (w.caps || r.has(i-1, i, isDet) || i > 0 && r.chunkAt[i-1] >= 0) {
		return i + 1 // "0700 EDT", "is OK", "the U.S. Dollar"
	}
	if w.pron != noPronoun && !w.caps || w.class&isCalendar != 0 && !r.monthName(i) {
		return i + 1
	}
	if w.class&isFunction != 0 && !(w.caps && !w.heading) && !r.countedFirm(i) {
		return i + 1
	}
	if k := r.inTitle(i); k > i {
		return k
	}
	if w.heading {
		return i + 1 // capitals say nothing here, and no table knows the word
	}
	e := r.nameEnd(i)
	if r.twoSurnames(i, e) {
		e = i + 1 // "the Quist-Tollin talks" are two people's
	}
	if n, t := r.base.Title(r.hashes, i); n > 0 && !r.endsInOrg(i, e) && (t.Honorific || i+n >= e || n > 1 || r.words[i+n].upper) {
		return i + n
	}
	if n, _ := r.base.Organ(r.hashes, i); n > 0 && i+n >= e && !r.has(i+n, i, isOrg) {
		return i + n
	}
	if n, _ := r.base.Class(r.hashes, i); n > 0 && w.first {
		return i + n
	}
	if w.first && e-i > 1 && (r.lower[r.hashes[i]] || w.class&(isMod|isVerb|isSay) != 0 || r.verbal(i) && !r.endsInOrg(i, e)) && !r.isFirstName(i) {
		return i + 1
	}
	c := chunk{first: i, end: e, item: -1, weak: e-i == 1 && (w.first || r.afterAbbreviation(i))}
	c.kind, c.conf = r.kindOf(i, e)
	return r.addChunk(c)
}

// twoSurnames reports whether the name [i, e) is two surnames of the table that a
// hyphen joins, and no first name or title stands there.
func (r *Resolver) twoSurnames(i, e int) bool {
	if e != i+2 || !r.words[i+1].joined || !r.words[i+1].upper || r.isFirstName(i) || r.titleBefore(i) > 0 {
		return false
	}
	n, _ := r.base.Surnames(r.hashes, i)
	k, _ := r.base.Surnames(r.hashes, i+1)
	return n == 1 && k == 1
}

// nobody are words in capitals that name no actor: zones of time, coins.
var nobody = func() map[uint64]bool {
	m := map[uint64]bool{}
	for w := range strings.FieldsSeq("edt est cdt cst mdt mst pdt pst gmt utc bst cet ok dollar dollars dlr dlrs currency") {
		m[hashOf(w)] = true
	}
	return m
}()

// inTitle gives the end of a title that began before word i: "former secretary of
// State Petrel"; i when none did.
func (r *Resolver) inTitle(i int) int {
	for k := max(0, i-3); k < i; k++ {
		if n, _ := r.base.Title(r.hashes, k); n > i-k && r.words[k].sent == r.words[i].sent && r.chunkAt[k] < 0 {
			return k + n
		}
	}
	return i
}

// countedFirm reports whether a number word begins the name of a firm: "Seven
// Oaks Inc".
func (r *Resolver) countedFirm(i int) bool {
	if !r.words[i].upper || !r.is(i, i, hCounts...) || !r.capitalAt(i+1, i) {
		return false
	}
	return r.words[r.runEnd(i)-1].class&isSuffixOrg != 0
}

// afterAbbreviation reports whether word i follows an abbreviated name ("U.S.").
// Some archives took its stop for the end of a sentence and put a capital there.
func (r *Resolver) afterAbbreviation(i int) bool {
	if i == 0 || r.chunkAt[i-1] < 0 || r.words[i-1].sent != r.words[i].sent {
		return false
	}
	s := r.words[i-1].span.In(r.doc.Text)
	return s[len(s)-1] == '.'
}

// lowerName reports whether a name that is written with a small first letter
// begins at word i: "al-Qaeda".
func (r *Resolver) lowerName(i int) bool {
	if r.words[i].class&isParticle == 0 || i+1 >= len(r.words) || !r.words[i+1].upper || !r.words[i+1].joined {
		return false
	}
	n, _ := r.base.Names(r.hashes, i)
	return n > 1
}

// known gives the longest name of the knowledge base at word i that is written
// as a name: with capitals but for particles, and short words and acronyms in
// capitals throughout.
func (r *Resolver) known(i int) (int, []kb.Ref) {
	n, refs := r.base.Names(r.hashes, i)
	if n == 0 || r.words[i+n-1].sent != r.words[i].sent {
		return 0, nil
	}
	for k := i; k < i+n; k++ {
		w := &r.words[k]
		if !w.upper && w.class&(isParticle|isFunction) == 0 && !w.joined && w.kind == detente.Word && !(k == i+n-1 && k > i && r.is(k, i, hDepartment, hMinistry)) {
			return 0, nil
		}
	}
	w := &r.words[i]
	if n == 1 && !w.upper {
		return 0, nil
	}
	if n == 1 && w.class&(isFunction|isMod|isCalendar|isVerb) != 0 && (!w.caps || w.heading) {
		return 0, nil
	}
	return n, refs
}

// Some papers write "the Commerce department".
var hDepartment, hMinistry = hashOf("department"), hashOf("ministry")

// knownRun takes a known name, or the longer unknown name that it begins.
func (r *Resolver) knownRun(i, n int, refs []kb.Ref) int {
	e := r.nameEnd(i)
	for e > i+n && r.words[e-1].heading {
		e-- // title case ties nothing together
	}
	if next := i + n; e > next && !r.words[next].heading {
		person := r.choosePerson(refs) >= 0
		switch {
		case r.endsInOrg(next, e) && !person && (!r.organAt(next) || r.plainBody(next, e)) && !r.titleAt(next):
			c := chunk{first: i, end: e, item: -1, kind: bodyName, conf: 0.8}
			return r.addChunk(c)
		case !person && r.partOfName(i, next, e, refs):
			c := chunk{first: i, end: e, item: -1, kind: bodyName, conf: 0.6} // "Hong Kong Land"
			return r.addChunk(c)
		case person && r.words[next].class&isSuffix == 0 && n == 1:
			// A single known word inside a longer name: "Hussein Obaid".
			c := chunk{first: i, end: e, item: -1}
			c.kind, c.conf = r.kindOf(i, e)
			return r.addChunk(c)
		case n == 1 && refs[0].Relation != kb.Adjective && r.isFirstName(i) && !r.titleAt(next) && !r.organAt(next):
			if k, _ := r.known(next); k == 0 {
				c := chunk{first: i, end: e, item: -1, kind: personName, conf: 0.7} // "Jordan Smith"
				return r.addChunk(c)
			}
		}
	}
	// "Georgia Nolan", "Chad Reeve" are persons; a lone word is the country.
	c := chunk{first: i, end: i + n, kind: knownItem, conf: 0.95, rule: "name"}
	if item := r.choosePerson(refs); item >= 0 {
		c.kind, c.item = personName, item
		if n == 1 && r.titleBefore(i) == 0 && !r.onlyName(item) {
			return i + n // "Francis", "Salman": only under a title
		}
		return r.addChunk(c)
	}
	ref := r.chooseThing(i, n, refs)
	c.item, c.rel = ref.Item, ref.Relation
	if c.rel == kb.Location {
		c.kind = placeName
	}
	return r.addChunk(c)
}

// plainBody reports whether "Bank" or the like at word i is the whole rest of a
// name: "U.S. Bank", where "U.S. Congress" is an organ.
func (r *Resolver) plainBody(i, e int) bool {
	n, o := r.base.Organ(r.hashes, i)
	return n == 1 && o.Name == "body" && i+1 == e
}

// partOfName reports whether the known place [i, next) only begins a longer
// name that ends at e.
func (r *Resolver) partOfName(i, next, e int, refs []kb.Ref) bool {
	if refs[0].Relation == kb.Adjective || nobody[r.hashes[next]] || refs[0].Relation == kb.Demonym || e-next > 2 || r.words[i].heading || r.words[next].joined || r.words[next].caps {
		return false
	}
	if refs[0].Item >= 0 && r.base.Item(refs[0].Item).Type == detente.Organisation {
		return false
	}
	if n, _ := r.known(next); n > 0 || r.titleAt(next) || r.organAt(next) || r.isFirstName(next) || r.classAt(next) || r.has(i-1, i, isPrep) {
		return false
	}
	return !r.isFirstName(i)
}

// nameEnd gives the end of the name that starts at word i: of the run of
// capitals, without the "Administration" that belongs to a leader's surname, and
// with what joins it.
func (r *Resolver) nameEnd(i int) int {
	e := r.runEnd(i)
	if e-i == 2 && r.is(i+1, i, hAdministration, hGovernment) {
		if n, _ := r.base.Surnames(r.hashes, i); n == 1 {
			return i + 1
		}
	}
	if r.words[i].heading {
		return e
	}
	return r.join(i, e)
}

var hAdministration, hGovernment = hashOf("administration"), hashOf("government")

// onlyName reports whether a single word is a name that needs no title: an
// alias such as "Lula", and not the whole name of a monarch.
func (r *Resolver) onlyName(item int32) bool { return strings.Contains(r.base.Item(item).Name, " ") }

func (r *Resolver) titleAt(i int) bool {
	n, t := r.base.Title(r.hashes, i)
	return n > 0 && t != nil
}

func (r *Resolver) organAt(i int) bool {
	n, _ := r.base.Organ(r.hashes, i)
	return n > 0
}

// longestName bounds the words of a name: more capitals are a list or a heading.
const longestName = 14

// runEnd gives the end of the run of capitals that starts at word i.
func (r *Resolver) runEnd(i int) int {
	j := i + 1
	for j < len(r.words) && j-i < longestName && r.words[j].sent == r.words[i].sent {
		w := &r.words[j]
		switch {
		case w.joined && w.kind == detente.Word && (w.upper || r.givenPart(j)):
			j++
			continue
		case j == i+1 && w.upper && !w.heading && w.class&(isCalendar|isAux) != 0 && r.isFirstName(i) && r.closesName(j+1):
			return j + 1 // "Odo May said"
		case w.upper && w.kind == detente.Word && !w.poss && w.class&(isFunction|isCalendar) == 0:
			if n, t := r.base.Title(r.hashes, j); n > 0 && !t.Honorific && j+n < len(r.words) && r.words[j+n].upper && r.words[j+n].sent == w.sent && w.class&isOrg == 0 {
				return j // "Averland President X": a title and a name follow
			}
			j++
			continue
		case w.class&isParticle != 0 && r.capitalAt(j+1, i) && r.hashes[j] != hThe:
			j += 2
			continue
		case (r.hashes[j] == hOf) && r.words[j-1].class&isOrgHead != 0:
			if k := j + 1; r.capitalAt(k, i) || r.is(k, i, hThe) && r.capitalAt(k+1, i) {
				for j = k; !r.words[j].upper; j++ {
				}
				continue
			}
			return j
		case r.is(j, i, hFor, hOn) && r.words[j-1].class&isOrgHead != 0 && j-i < 4:
			k := j + 1
			if r.is(k, i, hA, hAn, hThe) {
				k++
			}
			if r.capitalAt(k, i) {
				j = k
				continue
			}
			return j
		case r.hashes[j] == hAmp && r.capitalAt(j+1, i):
			j += 2
			continue
		}
		return j
	}
	return j
}

// closesName reports whether word k may follow the name of a person who acts: a
// verb, a comma, a possessive.
func (r *Resolver) closesName(k int) bool {
	return k < len(r.words) && r.words[k].sent == r.words[k-1].sent && (r.words[k].class&(isSay|isVerb|isAux) != 0 || r.pastVerb(k) || r.verbAfter(k) || r.hashes[k] == hComma || r.words[k].poss)
}

// monthName reports whether a month at word i is a first name: "Minister Jan
// Torv", and "June Arden said" at the head of a sentence.
func (r *Resolver) monthName(i int) bool {
	if !r.words[i].upper || r.words[i].heading || !r.isFirstName(i) || !r.capitalAt(i+1, i) {
		return false
	}
	return r.titleBefore(i) > 0 || r.words[i].first && r.closesName(i+2)
}

func (r *Resolver) capitalAt(k, ref int) bool {
	return k < len(r.words) && r.words[k].sent == r.words[ref].sent && r.words[k].upper && r.words[k].kind == detente.Word && r.words[k].class&(isFunction|isCalendar) == 0
}

// givenPart reports whether the small-letter word j, tied by a hyphen to a
// capital, is part of a given name ("Jae-myung") and not "-led" or "-based".
func (r *Resolver) givenPart(j int) bool {
	w := &r.words[j]
	s := w.span.In(r.doc.Text)
	if !r.words[j-1].upper || len(s) > 6 || w.class&(isMod|isVerb|isSay|isFunction) != 0 || r.words[j-1].caps {
		return false
	}
	for _, x := range []string{"ed", "led", "run", "style", "wide", "era", "ish", "born", "run", "only", "free", "held", "made"} {
		if strings.HasSuffix(s, x) {
			return false
		}
	}
	// A name stands before the given name, or this is the whole of one.
	return j+1 >= len(r.words) || j >= 2 && r.words[j-2].upper && r.words[j-2].kind == detente.Word
}

// endsInOrg reports whether words [i, e) end like the name of an organisation
// or begin like one with "of".
func (r *Resolver) endsInOrg(i, e int) bool {
	if e <= i {
		return false
	}
	if r.words[e-1].class&isOrg != 0 && r.words[e-1].upper {
		return true
	}
	for k := i; k+1 < e; k++ {
		if r.words[k].class&isOrgHead != 0 && r.hashes[k+1] == hOf {
			return true
		}
	}
	return false
}

func (r *Resolver) isFirstName(i int) bool {
	_, ok := r.base.FirstName(r.hashes[i])
	return ok
}

// kindOf tells what the unknown name [i, e) is by its form and neighbours.
func (r *Resolver) kindOf(i, e int) (chunkKind, float32) {
	last := &r.words[e-1]
	text := r.text(i, e)
	switch {
	case r.titleBefore(i) > 0:
		return personName, 0.9
	case e-i > 1 && (r.endsInOrg(i, e) || r.words[e-1].class&isOrg != 0 || r.is(e-1, i, hParty)):
		return bodyName, 0.85
	case r.is(e, i, hLeft) && r.words[e].span.Start > last.span.End:
		return bodyName, 0.85 // a ticker follows: "Corland Phosphates <CPH>"
	case r.is(i-1, i, hLeft) && r.is(e, i, hRight):
		return bodyName, 0.8
	case e-i > 1 && last.class&isPlaceWord != 0:
		return placeName, 0.8
	case e-i == 1 && last.caps && len(text) >= 2 && len(text) <= 6 && !strings.Contains(text, "."):
		return bodyName, 0.6
	case e-i > 1 && (r.foreign(i, e) || r.acronymIn(i, e)):
		return bodyName, 0.6
	case e-i > 1 && e-i <= 4 && r.isFirstName(i):
		return personName, 0.85
	case e-i > 1 && r.words[i].class&isMod != 0 && !r.surnameAt(e-1):
		return bodyName, 0.5 // "Right Turn Watch"
	case r.nounBefore(i) == human:
		return personName, 0.8 // "the singer Ana Petrel"
	case r.nounBefore(i) == group:
		return bodyName, 0.7 // "the newspaper Corlava Zeit"
	case e-i <= 2 && r.has(i-1, i, isPlacePrep) && !r.has(i-1, i, isClause):
		return placeName, 0.6
	case e-i == 1:
		return unknownName, 0.4
	case e-i <= 4 && (strings.Contains(text, ". ") || r.surnameAt(e-1) || r.has(e, i, isSay|isVerb|isAux)):
		return personName, 0.7
	case e-i <= 3:
		return personName, 0.5
	}
	return bodyName, 0.5
}

// acronymIn reports whether a name of several words holds an acronym: no
// person's does.
func (r *Resolver) acronymIn(i, e int) bool {
	for k := i; k < e; k++ {
		if w := &r.words[k]; w.caps && !w.heading && w.span.Len() > 1 && !strings.Contains(w.span.In(r.doc.Text), ".") && w.class&isSuffix == 0 && !r.isFirstName(k) {
			return true
		}
	}
	return false
}

// nounBefore tells the kind of the common noun that stands right before a name.
func (r *Resolver) nounBefore(i int) nounKind {
	if i == 0 || r.words[i-1].sent != r.words[i].sent || r.words[i-1].kind != detente.Word || r.words[i-1].upper || r.words[i-1].class&isMod != 0 || r.chunkAt[i-1] >= 0 {
		return noNoun
	}
	n, at := r.nounAt(i - 1)
	if n.plural || at == 0 || !r.has(at-1, i, isDet|isMod) && !r.has(at-1, i, isPrep) && r.words[at-1].kind == detente.Word && r.chunkAt[at-1] < 0 {
		return noNoun
	}
	return n.kind
}

func (r *Resolver) surnameAt(i int) bool {
	n, _ := r.base.Surnames(r.hashes, i)
	return n == 1
}

// choosePerson gives the person among the meanings of a name: the one in office
// on the article's day, else the only one, else the last in office; -1 when the
// first meaning is no person.
func (r *Resolver) choosePerson(refs []kb.Ref) int32 {
	best, bestSince := int32(-1), kb.NoSince
	for _, ref := range refs {
		if ref.Relation != kb.Name || r.base.Item(ref.Item).Type != detente.Person {
			if best < 0 {
				return -1
			}
			continue
		}
		it := r.base.Item(ref.Item)
		for _, i := range it.Rows {
			row := r.base.Row(i)
			switch {
			case r.dated && row.Covers(r.day):
				return ref.Item
			case r.dated && row.Since > r.day:
			case row.Since > bestSince:
				best, bestSince = ref.Item, row.Since
			}
		}
		if best < 0 {
			best = ref.Item
		}
	}
	return best
}

// chooseThing picks among countries, bodies and places. A historical state
// counts only in its time, and a body beats a place of the same name.
func (r *Resolver) chooseThing(i, n int, refs []kb.Ref) kb.Ref {
	best := refs[0]
	for k, ref := range refs {
		if ref.Item < 0 || r.base.Item(ref.Item).Type == detente.Person {
			continue
		}
		row := r.base.Row(r.base.Item(ref.Item).Rows[0])
		lives := !r.dated || row.Covers(r.day)
		if k == 0 {
			continue
		}
		old := r.base.Item(max(best.Item, 0))
		oldRow := r.base.Row(old.Rows[0])
		bestLives := best.Item < 0 || !r.dated || oldRow.Covers(r.day)
		switch {
		case lives && !bestLives:
			best = ref
		case lives && ref.Relation == kb.Seat && best.Relation == kb.Seat && r.base.Item(ref.Item).Type == detente.Organisation && old.Type == detente.Country:
			best = ref // Brussels: the Union's, rather than Belgium's
		case lives && row.Until != kb.NoUntil && oldRow.Until == kb.NoUntil && r.dated:
			best = ref // the state of that time, where the article is of that time
		case lives && ref.Relation == best.Relation && (ref.Relation == kb.Adjective || ref.Relation == kb.Demonym) && r.dependent(old) && !r.dependent(r.base.Item(ref.Item)):
			best = ref // "Dutch" is said of the Netherlands, not of Aruba
		case ref.Item == best.Item && ref.Relation == kb.Adjective && best.Relation == kb.Name && r.nounAfter(i+n):
			best = ref
		case ref.Item == best.Item && ref.Relation == kb.Adjective && best.Relation == kb.Demonym:
			if r.nounAfter(i + n) {
				best = ref
			}
		case ref.Item == best.Item && ref.Relation == kb.Demonym && best.Relation == kb.Adjective:
			if !r.nounAfter(i + n) {
				best = ref
			}
		}
	}
	return best
}

// dependent reports whether an item is a territory of another country.
func (r *Resolver) dependent(it *kb.Item) bool {
	return it.Type == detente.Country && it.Country != it.Key
}

// nounAfter reports whether word i is a plain word that an adjective may belong
// to: no verb, no preposition, no mark.
func (r *Resolver) nounAfter(i int) bool {
	if i >= len(r.words) || r.words[i].kind != detente.Word || r.words[i].poss || i > 0 && r.words[i].sent != r.words[i-1].sent {
		return false
	}
	return r.words[i].class&(isPrep|isSay|isAux|isClause|isDet) == 0 || r.words[i].class&isMod != 0
}

// titleBefore gives the number of words of the title that stands right before
// word i ("President", "foreign minister", "spokesman"); 0 when none does.
func (r *Resolver) titleBefore(i int) int {
	n, _ := r.titleOf(i)
	return n
}

func (r *Resolver) titleOf(i int) (int, *kb.Title) {
	for k := max(0, i-4); k < i; k++ {
		if r.words[k].sent != r.words[i].sent || r.chunkAt[k] >= 0 {
			continue
		}
		n, t := r.base.Title(r.hashes, k)
		if n > 0 && k+n == i && !t.NounOnly {
			return n, t
		}
	}
	return 0, nil
}
