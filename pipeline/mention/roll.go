package mention

import (
	"strings"

	"detente"
	"detente/pipeline/mention/kb"
)

// roll is who is in the article, by the words that may mean them. All look-ups
// are by hash, so that a book costs no more a page than a report.
type roll struct {
	surname  map[uint64][]int32 // persons
	given    map[uint64]int32   // the only person with that first name, or -1
	latest   map[uint64]int32   // by surname: the person named last by the loop under way
	bodies   map[uint64][]int32 // organisations of several words, by their first, and by their first two
	initials map[uint64]int32
	short    map[uint64]int32 // known organisations of several words, by each word
	strong   map[uint64]int   // one-word names whose capital means something
	strange  map[uint64]int   // last words of full names that are words of the language: "May"
}

// namesakes is how many bearers of one word are kept: more tell nothing apart.
const namesakes = 32

// pair is the key of two words.
func pair(a, b uint64) uint64 { return a*31 + b }

func newRoll() roll {
	return roll{
		surname: map[uint64][]int32{}, given: map[uint64]int32{}, latest: map[uint64]int32{}, bodies: map[uint64][]int32{},
		initials: map[uint64]int32{}, short: map[uint64]int32{}, strong: map[uint64]int{}, strange: map[uint64]int{},
	}
}

func (o *roll) reset() {
	clear(o.surname)
	clear(o.given)
	clear(o.latest)
	clear(o.bodies)
	clear(o.initials)
	clear(o.short)
	clear(o.strong)
	clear(o.strange)
}

// enrol makes a person one of the people of the article.
func (r *Resolver) enrol(e int32) {
	en := &r.ents[e]
	if en.listed {
		return
	}
	en.listed = true
	r.people = append(r.people, e)
	if en.surname != 0 && len(r.roll.surname[en.surname]) < namesakes {
		r.roll.surname[en.surname] = append(r.roll.surname[en.surname], e)
	}
	if en.given != 0 {
		if _, ok := r.roll.given[en.given]; ok {
			e = -1
		}
		r.roll.given[en.given] = e
	}
}

// bySurname finds the person of the article with that surname: of several the one
// whom it names in full most often, else the one that the loop under way passed
// last. -1 when there is none.
func (r *Resolver) bySurname(h uint64) int32 {
	list := r.roll.surname[h]
	switch len(list) {
	case 0:
		return -1
	case 1:
		return list[0]
	}
	best, tie := list[0], false
	for _, e := range list[1:] {
		switch {
		case r.ents[e].named > r.ents[best].named:
			best, tie = e, false
		case r.ents[e].named == r.ents[best].named:
			tie = true
		}
	}
	if e, ok := r.roll.latest[h]; ok && tie {
		return e
	}
	return best
}

// pass notes that the loop under way has passed a name.
func (r *Resolver) pass(c *chunk) {
	if c.entity >= 0 && r.ents[c.entity].Type == detente.Person && r.ents[c.entity].surname != 0 {
		r.roll.latest[r.ents[c.entity].surname] = c.entity
	}
}

func (r *Resolver) byGiven(h uint64) int32 {
	if e, ok := r.roll.given[h]; ok {
		return e
	}
	return -1
}

// body resolves the name of an organisation of several words: to one of the
// article whose longer name begins with it, else to one of its own.
func (r *Resolver) body(c *chunk) int32 {
	if e := r.beginning(c); e >= 0 {
		return e
	}
	e := r.stranger(r.text(c.first, c.end), detente.Organisation)
	en := &r.ents[e]
	if en.listed {
		return e
	}
	en.listed = true
	en.given, en.surname, en.Sector = r.hashes[c.first], 0, r.sectorOfBody(c)
	keys := [2]uint64{en.given, en.given}
	if c.end-c.first > 1 {
		keys[1] = pair(en.given, r.hashes[c.first+1])
	}
	for i, k := range keys {
		if len(r.roll.bodies[k]) < namesakes && (i == 0 || k != keys[0]) {
			r.roll.bodies[k] = append(r.roll.bodies[k], e)
		}
	}
	if h := r.initials(c); h != 0 {
		r.roll.initials[h] = e
	}
	return e
}

// beginning gives the organisation of the article whose name begins with the
// words of the chunk, or is it but for "Corp", "Ltd" and the like; else -1.
func (r *Resolver) beginning(c *chunk) int32 {
	list := r.roll.bodies[r.hashes[c.first]]
	if c.end-c.first > 1 && r.words[c.first+1].class&isSuffixOrg == 0 {
		list = r.roll.bodies[pair(r.hashes[c.first], r.hashes[c.first+1])]
	}
	for _, e := range list {
		name := kb.Words(r.ents[e].Name)
		n := 0
		for n < len(name) && c.first+n < c.end && name[n] == r.hashes[c.first+n] {
			n++
		}
		rest := c.first + n
		for rest < c.end && r.words[rest].class&isSuffixOrg != 0 {
			rest++
		}
		if n > 0 && rest == c.end && (n > 1 || n == len(name)-1 || c.end-c.first > 1) {
			return e
		}
	}
	return -1
}

// nameShort lists the known organisations of the article by their words.
func (r *Resolver) nameShort() {
	for e := range r.ents {
		en := &r.ents[e]
		if en.item < 0 || en.Type != detente.Organisation || !strings.Contains(en.Name, " ") {
			continue
		}
		for _, h := range kb.Words(en.Name) {
			if _, ok := r.roll.short[h]; !ok {
				r.roll.short[h] = int32(e)
			}
		}
	}
}

// initials is the hash of the acronym of a name, 0 when it has fewer than two
// capitals.
func (r *Resolver) initials(c *chunk) uint64 {
	var b [12]byte
	n := 0
	for k := c.first; k < c.end && n < len(b); k++ {
		if r.words[k].upper && r.words[k].class&isSuffixOrg == 0 {
			b[n] = r.doc.Text[r.words[k].span.Start]
			n++
		}
	}
	if n < 2 {
		return 0
	}
	return hashOf(string(b[:n]))
}
