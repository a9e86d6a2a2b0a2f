package synth

import (
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"

	"detente/internal/lexicon"
)

//go:embed words.tsv
var wordsTSV string

// fillings gives what each slot can be filled with.
var fillings = sync.OnceValues(func() (map[string][]string, error) {
	rows, err := lexicon.Rows("words.tsv", wordsTSV, 2)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, r := range rows {
		out[r[0]] = strings.Split(r[1], " | ")
	}
	return out, nil
})

// state is an invented country.
type state struct {
	key, name, adjective, city string
	people                     [3]person // president, foreign minister, defence minister
}

// person speaks for a state.
type person struct {
	key, first, last, office string
	female                   bool
}

func (p *person) name() string { return p.first + " " + p.last }

// offices are those of state.people, in order.
var offices = [3]string{"president", "foreign minister", "defence minister"}

// world is the countries of a corpus and which pairs of them have a story.
type world struct {
	seed   uint64
	brief  bool
	states []state
	pairs  []Pair
}

const (
	// pairArticles is about how many articles tell of one pair with a story, so
	// that the length of series does not grow with the corpus.
	pairArticles = 60
	leastStates  = 8
	mostStates   = 240
	days         = 720 // of the corpus, from firstDay
)

// newWorld makes the countries of a corpus of n articles. Half of the pairs with
// a story turn; the others stay as they are.
func newWorld(seed uint64, n int) *world {
	rng := rand.New(rand.NewPCG(seed, 0xC0FFEE))
	w := &world{seed: seed}
	pairs := max(2, n/pairArticles)
	states := leastStates
	for states < mostStates && states*(states-1) < 2*pairs {
		states++
	}
	pairs = min(pairs, states*(states-1)/2)
	names := namer{rng: rng, used: map[string]bool{}}
	for i := range states {
		base := names.next("ria", "nia", "sia", "via", "lia")
		s := state{key: fmt.Sprintf("X%c%c", 'A'+i/26, 'A'+i%26), name: base, adjective: base + "n", city: names.next("ek", "ova", "ast", "um", "ir")}
		for k := range s.people {
			p := person{last: names.next("ek", "an", "ol", "ust", "ard", "ing"), office: offices[k], female: rng.IntN(2) == 0}
			p.first = firstNames[0][rng.IntN(len(firstNames[0]))]
			if p.female {
				p.first = firstNames[1][rng.IntN(len(firstNames[1]))]
			}
			p.key = strings.ToLower(p.first+"-"+p.last) + "@" + s.key
			s.people[k] = p
		}
		w.states = append(w.states, s)
	}
	taken := map[[2]int]bool{}
	for len(w.pairs) < pairs {
		a, b := rng.IntN(states), rng.IntN(states)
		if a == b || taken[[2]int{a, b}] {
			continue
		}
		taken[[2]int{a, b}] = true
		p := Pair{Speaker: w.states[a].key, Target: w.states[b].key, speaker: a, target: b}
		if len(w.pairs)%2 == 0 {
			p.turn = days/3 + rng.IntN(days/3)
			p.Turn = dateOf(p.turn)
			p.Direction = []string{"warmer", "colder"}[rng.IntN(2)]
		} else {
			p.hostile = rng.IntN(2) == 0
		}
		w.pairs = append(w.pairs, p)
	}
	return w
}

// firstNames are of men, then of women.
var firstNames = [2][]string{
	{"Arno", "Henrik", "Jonas", "Tomas", "Ruben", "Emil", "Radko", "Oskar", "Matthis", "Lorenz", "Anton", "Viktor"},
	{"Ilsa", "Mara", "Hanne", "Lene", "Nadia", "Adela", "Sunna", "Petra", "Ida", "Tilda", "Klara", "Vera"},
}

// namer makes names that are no words and stand for one thing each.
type namer struct {
	rng  *rand.Rand
	used map[string]bool
}

func (n *namer) next(ends ...string) string {
	onsets := []string{"B", "Br", "D", "Dr", "F", "G", "Gr", "H", "K", "Kr", "L", "M", "N", "P", "R", "S", "St", "T", "Tr", "V", "Z"}
	vowels := []string{"a", "e", "o", "u"}
	middles := []string{"b", "d", "g", "k", "ld", "lm", "m", "n", "nd", "r", "rk", "rm", "s", "sk", "t", "v", "z"}
	pick := func(of []string) string { return of[n.rng.IntN(len(of))] }
	for {
		name := pick(onsets) + pick(vowels) + pick(middles) + pick(vowels) + pick(middles) + pick(ends)
		if !n.used[name] {
			n.used[name] = true
			return name
		}
	}
}

// writeActors writes the table of the world's countries and people.
func (w *world) writeActors(out io.Writer) error {
	_, err := fmt.Fprintln(out, "# Actors of a made-up corpus, in the form that `detente actors` prints.\n# key	name	aliases	type	country	role	sector	gender	since	until	wikidata")
	for _, s := range w.states {
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\t%s\tadj:%s; noun:%ss; seat:%s\tcountry\t\tpresident\texecutive\n", s.key, s.name, s.adjective, s.adjective, s.city)
		for _, p := range s.people {
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(out, "%s\t%s\tsur:%s\tperson\t%s\t%s\texecutive\t%s\n", p.key, p.name(), p.last, s.key, p.office, map[bool]string{true: "F", false: "M"}[p.female])
		}
	}
	return err
}
