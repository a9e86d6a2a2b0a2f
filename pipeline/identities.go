package pipeline

import (
	"cmp"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
)

// identities gathers the entities of all articles under their ids. An entity
// may have another role in another article; the row shows what most articles
// say, ties by name, so that no order of articles matters.
type identities struct {
	byID map[string]*identity
}

type identity struct {
	id                    string
	variants              map[string]*variant
	aliases               map[string]bool
	statements, documents int32
}

type variant struct {
	entity detente.Entity
	count  int
}

func newIdentities() *identities { return &identities{byID: map[string]*identity{}} }

// document takes in the entities that speak or are spoken to in an article.
func (ids *identities) document(an *detente.Analysis) {
	seen := map[string]bool{}
	for i := range an.Statements {
		inRow := map[string]bool{}
		for _, roles := range [2][]detente.Role{an.Statements[i].Roles.Speakers, an.Statements[i].Roles.Targets} {
			for _, r := range roles {
				e := &an.Entities[r.Entity]
				if inRow[e.ID] {
					continue
				}
				inRow[e.ID] = true
				it := ids.of(e.ID)
				it.statements++
				if !seen[e.ID] {
					seen[e.ID] = true
					it.documents++
					it.add(e)
				}
			}
		}
	}
}

func (ids *identities) of(id string) *identity {
	it := ids.byID[id]
	if it == nil {
		it = &identity{id: id, variants: map[string]*variant{}, aliases: map[string]bool{}}
		ids.byID[id] = it
	}
	return it
}

func (it *identity) add(e *detente.Entity) {
	key := strings.Join([]string{e.Name, e.Type.String(), e.Country, e.Role, e.Sector.String(), e.Wikidata, e.Actor}, "\x00")
	v := it.variants[key]
	if v == nil {
		v = &variant{entity: *e}
		it.variants[key] = v
	}
	v.count++
	it.aliases[e.Name] = true // so that every name in a row leads back here
	for _, a := range e.Aliases {
		it.aliases[a] = true
	}
}

// rows gives one row per entity, by id.
func (ids *identities) rows() []detente.EntityRow {
	rows := make([]detente.EntityRow, 0, len(ids.byID))
	for _, it := range ids.byID {
		keys := make([]string, 0, len(it.variants))
		for k := range it.variants {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b string) int {
			return cmp.Or(cmp.Compare(it.variants[b].count, it.variants[a].count), strings.Compare(a, b))
		})
		e := it.variants[keys[0]].entity
		delete(it.aliases, e.Name)
		e.Aliases = e.Aliases[:0:0]
		for a := range it.aliases {
			e.Aliases = append(e.Aliases, a)
		}
		slices.Sort(e.Aliases)
		rows = append(rows, detente.EntityRow{Entity: e, Statements: it.statements, Documents: it.documents})
	}
	slices.SortFunc(rows, func(a, b detente.EntityRow) int { return strings.Compare(a.Entity.ID, b.Entity.ID) })
	return rows
}

// find gives the ids that a user's name for an actor can mean: an id, a name or
// an alias, whatever its case and accents. Sorted.
func (ids *identities) find(name string) []string {
	want := lexicon.Fold(strings.TrimSpace(name))
	found := map[string]bool{}
	for id, it := range ids.byID {
		match := lexicon.Fold(id) == want
		for _, v := range it.variants {
			match = match || lexicon.Fold(v.entity.Name) == want
			if v.entity.Actor != id && (lexicon.Fold(v.entity.Actor) == want || lexicon.Fold(v.entity.ActorName) == want) {
				found[v.entity.Actor] = true
			}
		}
		for a := range it.aliases {
			match = match || lexicon.Fold(a) == want
		}
		if match {
			found[id] = true
		}
	}
	out := make([]string, 0, len(found))
	for id := range found {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
