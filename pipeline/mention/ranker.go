package mention

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"detente/internal/lexicon"
)

//go:embed data/pronouns.tsv
var pronounsTSV string

// Ranker weighs who a pronoun means. It is a log-linear model over a fixed set of
// templates, each with a fixed number of values, so that a weight is one look-up
// in an array. There is one set of weights for each bank of pronouns, and one more
// for the reading that a pronoun means nobody in sight. Weights are whole
// numbers, 1/WeightUnit each: sums are equal on every machine.
type Ranker struct {
	weights [numBanks][rivalCells + nobodyCells]int32
}

// WeightUnit is what a weight of 1 is in whole numbers.
const WeightUnit = 1024

// bank is a set of pronouns that are alike.
type bank uint8

const (
	bankPerson  bank = iota // he, she
	bankThing               // it
	bankSeveral             // they
	numBanks
)

var bankNames = [numBanks]string{"person", "thing", "several"}

func (p pronoun) bank() bank {
	switch {
	case p >= they:
		return bankSeveral
	case p == it || p == its:
		return bankThing
	}
	return bankPerson
}

// template is one question about a pronoun and who it may mean. Names stand in
// the file of weights, so that templates may come and go.
type template struct {
	name string
	size int32
}

// The templates of a rival. "near" is how far its sentence is: see nearness.
const (
	tNear      = iota
	tWords     // words between, by near
	tOrder     // how many others stand nearer
	tRoles     // role, role of the pronoun, near
	tForm      // form and near
	tGender    // how gender agrees, by form
	tHead      // does each head its sentence, by near
	tParagraph // another paragraph
	tClause    // in one clause, by both roles
	tOver      // does one stand over the other, by role of the pronoun
	tDepth     // arcs to the root, by role
	tGovern    // how far up its clause is over that of the pronoun, by both roles
	tRelative  // in a relative clause, by near
	tJoined    // by "and", by role of the pronoun
	tApposed   // in apposition, by near
	tSaid      // spoke last; the pronoun heads the sentence or speaks
	tQuote     // inside a quotation, each
	tType      // type of the entity, by near
	tFresh     // first mention, by form
	tSubjects  // how many subjects stand nearer, by role of the pronoun
	tNamed     // named in the words that the pronoun says
	tDistance  // sentences between, by how gender agrees
	tFormOrder // form and how many others stand nearer
	tMain      // are both subjects of main clauses, by near
	tPrep      // the preposition before it, by near
	numRivalTemplates
)

// The templates of nobody.
const (
	nBias     = iota
	nRole     // role of the pronoun
	nRivals   // how many entities may be meant
	nOpens    // the pronoun opens its sentence, by role
	nVerb     // the word after it
	nQuote    // inside a quotation
	nDistance // how near the nearest is
	numNobodyTemplates
)

const (
	nears   = 6
	forms   = 4
	genders = 6
	types   = 9
	steps   = 7
	preps   = 10
	words   = 11
	roles   = int32(numRoles)
)

var rivalTemplates = [numRivalTemplates]template{
	tNear: {"near", nears}, tWords: {"words", words * nears}, tOrder: {"order", steps * 2}, tRoles: {"roles", roles * roles * nears},
	tForm: {"form", forms * nears}, tGender: {"gender", genders * forms},
	tHead: {"head", 4 * nears}, tParagraph: {"paragraph", 2}, tClause: {"clause", 2 * roles * roles}, tOver: {"over", 5 * roles},
	tDepth: {"depth", (deepest + 1) * roles}, tGovern: {"govern", 6 * roles * roles}, tRelative: {"relative", 2 * nears},
	tJoined: {"joined", 2 * roles}, tApposed: {"apposed", 2 * nears}, tSaid: {"said", 8},
	tQuote: {"quote", 4}, tType: {"type", types * nears}, tFresh: {"fresh", 2 * forms}, tSubjects: {"subjects", 4 * 2 * roles},
	tNamed: {"named", 2}, tDistance: {"distance", steps * genders},
	tFormOrder: {"form.order", forms * steps}, tMain: {"main", 4 * nears}, tPrep: {"prep", preps * nears},
}

var nobodyTemplates = [numNobodyTemplates]template{
	nBias: {"nobody.bias", 1}, nRole: {"nobody.role", roles}, nRivals: {"nobody.rivals", 6}, nOpens: {"nobody.opens", 2 * roles},
	nVerb: {"nobody.verb", 6}, nQuote: {"nobody.quote", 2}, nDistance: {"nobody.distance", nears + 1},
}

// The cells of all templates of each kind, checked by a test.
const (
	rivalCells  = 1737
	nobodyCells = 49
)

// rivalAt and nobodyAt are where the cells of each template begin.
var rivalAt, nobodyAt = func() (a [numRivalTemplates]int32, b [numNobodyTemplates]int32) {
	at := int32(0)
	for i, t := range rivalTemplates {
		a[i] = at
		at += t.size
	}
	for i, t := range nobodyTemplates {
		b[i] = at
		at += t.size
	}
	return a, b
}()

// shipped is the model that is part of the program: a fault in its file panics.
var shipped = sync.OnceValue(func() *Ranker {
	k, err := ParseRanker(pronounsTSV)
	if err != nil {
		panic(err)
	}
	return k
})

// Weights gives the weights of a bank, in the order of the cells of Ranking.
// They may be changed before the ranker is used.
func (k *Ranker) Weights(bank int) []int32 { return k.weights[bank][:] }

// ParseRanker reads the weights that TSV wrote: bank, template, value, weight.
// Cells that the file does not name are 0. An error names the line.
func ParseRanker(tsv string) (*Ranker, error) {
	rows, err := lexicon.Rows("pronouns.tsv", tsv, 4)
	if err != nil {
		return nil, err
	}
	k := &Ranker{}
	for _, row := range rows {
		b := indexOf(bankNames[:], row[0])
		at, size := cellsOf(row[1])
		value, err1 := strconv.Atoi(row[2])
		weight, err2 := strconv.Atoi(row[3])
		if b < 0 || at < 0 || err1 != nil || err2 != nil || value < 0 || value >= int(size) {
			return nil, fmt.Errorf("pronouns.tsv, %q: no such cell in this code: train the ranker again", strings.Join(row, " "))
		}
		k.weights[b][at+int32(value)] = int32(weight)
	}
	return k, nil
}

// cellsOf gives where the cells of a template begin and how many it has.
func cellsOf(name string) (at, size int32) {
	for i, t := range rivalTemplates {
		if t.name == name {
			return rivalAt[i], t.size
		}
	}
	for i, t := range nobodyTemplates {
		if t.name == name {
			return nobodyAt[i], t.size
		}
	}
	return -1, 0
}

// TSV writes the weights that are not 0, without a head.
func (k *Ranker) TSV() string {
	var b strings.Builder
	write := func(bank int, t template, at int32) {
		for v := range t.size {
			if w := k.weights[bank][at+v]; w != 0 {
				fmt.Fprintf(&b, "%s\t%s\t%d\t%d\n", bankNames[bank], t.name, v, w)
			}
		}
	}
	for bank := range numBanks {
		for i, t := range rivalTemplates {
			write(int(bank), t, rivalAt[i])
		}
		for i, t := range nobodyTemplates {
			write(int(bank), t, nobodyAt[i])
		}
	}
	return b.String()
}

// score sums the weights of cells.
func (k *Ranker) score(b bank, cells []int32) float64 {
	sum := int32(0)
	w := &k.weights[b]
	for _, c := range cells {
		sum += w[c]
	}
	return float64(sum) / WeightUnit
}
