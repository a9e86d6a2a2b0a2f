package detente

import "sort"

// EntityType is what an entity is.
type EntityType uint8

const (
	Person       EntityType = iota + 1 // Gustavo Petro
	Organisation                       // the United Nations, a ministry, a company
	Country                            // Colombia, and its government when it acts
	Place                              // Bogotá as a place
	Anonymous                          // an anonymous class: officials, analysts, rebels
)

// EntityTypeNames are the names of the types, by value.
var EntityTypeNames = []string{"", "person", "organisation", "country", "place", "class"}

// String gives the name used in tables.
func (t EntityType) String() string { return nameOf(EntityTypeNames, int(t)) }

// Sector is the part of society that an actor speaks for.
type Sector uint8

const (
	SectorUnknown       Sector = iota
	SectorExecutive            // head of state or government, ministers, their offices: speaks for the state
	SectorMilitary             // armed forces: speaks for the state
	SectorLegislature          // parliaments and their members
	SectorOpposition           // parties and politicians out of office
	SectorJudiciary            // courts, prosecutors
	SectorArmedGroup           // rebels, militias, cartels
	SectorCivil                // civil society, citizens, churches
	SectorFormer               // former officials
	SectorCompany              // firms and their people
	SectorMedia                // outlets, journalists
	SectorExpert               // analysts, academics
	SectorInternational        // the United Nations, the European Union, NATO
	SectorPolice               // police and security services
)

// SectorNames are the names of the sectors, by value.
var SectorNames = []string{"", "executive", "military", "legislature", "opposition", "judiciary", "armed_group", "civil", "former", "company", "media", "expert", "international", "police"}

// String gives the name used in tables.
func (s Sector) String() string { return nameOf(SectorNames, int(s)) }

// SpeaksForState reports whether an actor of the sector rolls up to its country.
func (s Sector) SpeaksForState() bool { return s == SectorExecutive || s == SectorMilitary }

// Gender is the grammatical gender of a person, for pronouns.
type Gender uint8

const (
	GenderUnknown Gender = iota
	Masculine
	Feminine
	Neuter
)

// Entity is who a mention means, as far as the article and the knowledge base
// tell. It is as of the article's date: the same person may be a minister in
// one article and a former minister in the next.
type Entity struct {
	ID        string // knowledge-base key, else the normalised name and the country: stable across documents
	Name      string // the fullest usual name
	Aliases   []string
	Type      EntityType
	Country   string // key of the country it belongs to, "" when unknown
	Role      string // "president", "foreign minister", "spokesman"; "" when unknown
	Sector    Sector
	Actor     string // roll-up: the country's entity id for those who speak for the state, else the ID
	ActorName string // the name of Actor
	Gender    Gender
	Plural    bool
	Wikidata  string
}

// MentionForm is the form of a mention.
type MentionForm uint8

const (
	FormName    MentionForm = iota + 1 // Petro, the United States
	FormPronoun                        // he, their, I
	FormNominal                        // the leftist leader, both sides
)

// MentionFormNames are the names of the forms, by value.
var MentionFormNames = []string{"", "name", "pronoun", "nominal"}

// String gives the name used in tables.
func (f MentionForm) String() string { return nameOf(MentionFormNames, int(f)) }

// Mention is a stretch of text that means an entity.
type Mention struct {
	Span       Span
	Form       MentionForm
	Entity     int32   // index into Coref.Entities, or -1: nobody was found
	Also       []int32 // further entities of a plural mention ("both leaders")
	Antecedent int32   // index of the earlier mention that it was resolved through, or -1
	Rule       string  // how: "name", "surname", "title+country", "pronoun.subject", "metonym"
	Confidence float32
	Reason     Reason // why Entity is -1
}

// Coref is who is who in one article. Mentions are in text order and do not
// overlap, but for possessors inside descriptions ("Colombia" in "Colombia's
// leader"), which follow the longer mention.
type Coref struct {
	Entities []Entity
	Mentions []Mention
}

// At returns the index of the longest mention that starts at or covers the
// given span's last word most closely: the mention equal to s, else the longest
// inside s, else the shortest that contains s; -1 when there is none.
func (c *Coref) At(s Span) int {
	// Mentions hardly nest, so one that contains s is among the few before it.
	const back = 32
	next := sort.Search(len(c.Mentions), func(i int) bool { return c.Mentions[i].Span.Start >= s.Start })
	best, bestScore := -1, 0
	for i := max(next-back, 0); i < len(c.Mentions); i++ {
		m := c.Mentions[i].Span
		if m.Start >= s.End {
			if m.Start > s.End+1 {
				break
			}
			continue
		}
		score := 0
		switch {
		case m == s:
			return i
		case s.Contains(m):
			score = 1<<20 + m.Len()
		case m.Contains(s):
			score = 1<<19 - m.Len()
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best
}
