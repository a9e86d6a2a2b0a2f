package synth

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"detente"
)

// writer puts the text of one article together.
type writer struct {
	words    map[string][]string
	rng      *rand.Rand
	world    *world
	from, to *state
	day      int
	truth    *Truth
	text     strings.Builder
}

func (wr *writer) pick(slot string) string {
	of := wr.words[slot]
	return of[wr.rng.IntN(len(of))]
}

// fill replaces the slots of a phrase.
func (wr *writer) fill(phrase string) string {
	for {
		a := strings.IndexByte(phrase, '{')
		if a < 0 {
			return phrase
		}
		b := a + strings.IndexByte(phrase[a:], '}')
		phrase = phrase[:a] + wr.slot(phrase[a+1:b]) + phrase[b+1:]
	}
}

func (wr *writer) slot(name string) string {
	switch name {
	case "n":
		return fmt.Sprint(3 + wr.rng.IntN(900))
	case "day":
		return fmt.Sprint(4 + wr.rng.IntN(16))
	case "T":
		return wr.to.name
	case "city":
		return wr.world.states[wr.rng.IntN(len(wr.world.states))].city
	case "name":
		return wr.world.states[wr.rng.IntN(len(wr.world.states))].people[wr.rng.IntN(3)].last
	}
	return wr.pick(name)
}

// dateline opens a text: "VELM, Jan 31 (Coast Wire) - ".
func (wr *writer) dateline(city string, day int) string {
	_, m, d := (firstDay + detente.Day(day)).Civil()
	return fmt.Sprintf("%s, %s %d (%s) - ", strings.ToUpper(city), months[m-1][:3], d, wr.pick("agencies"))
}

var months = [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

var weekdays = [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// news writes an article; one that is not the first of its story quotes earlier
// again.
func (w *world) news(words map[string][]string, rng *rand.Rand, i int, earlier *made) *made {
	m := &made{truth: Truth{ID: idOf(i), Kind: News}, day: rng.IntN(days)}
	at := rng.IntN(len(w.pairs))
	if earlier != nil {
		at = earlier.quote.pair
		m.truth.Kind, m.truth.Retells = Retelling, earlier.truth.ID
		m.day = min(earlier.quote.day+2+rng.IntN(20), days-1)
	}
	pair := &w.pairs[at]
	wr := &writer{words: words, rng: rng, world: w, from: &w.states[pair.speaker], to: &w.states[pair.target], day: m.day, truth: &m.truth}
	m.outlet, m.dateline = wr.pick("outlets"), wr.dateline(wr.from.city, m.day)
	hostile := pair.hostileOn(m.day)
	m.title = fmt.Sprintf("%s and %s: report %d", wr.from.name, wr.to.name, i)
	m.quote = wr.statement(hostile, at)
	if w.brief {
		wr.paragraph(1)
	} else {
		wr.paragraph(2)
	}
	wr.statement(hostile, at)
	if earlier != nil {
		wr.again(earlier.quote)
	}
	if !w.brief {
		wr.sentence(wr.fill(wr.pick("lead")))
		wr.paragraph(2 + rng.IntN(4))
	}
	m.text = strings.TrimSpace(wr.text.String())
	return m
}

func (wr *writer) sentence(s string) {
	wr.text.WriteString(s)
	wr.text.WriteByte(' ')
}

// paragraph writes sentences about something else.
func (wr *writer) paragraph(sentences int) {
	wr.text.WriteByte('\n')
	for range sentences {
		s := wr.fill(wr.pick("filler"))
		wr.sentence(strings.ToUpper(s[:1]) + s[1:])
	}
	wr.text.WriteByte('\n')
}

// by names a speaker as papers do.
func (wr *writer) by(p *person) string {
	switch wr.rng.IntN(3) {
	case 0:
		return wr.from.adjective + " " + p.office + " " + p.name()
	case 1:
		return wr.from.name + "'s " + p.office + ", " + p.name() + ","
	}
	return strings.ToUpper(p.office[:1]) + p.office[1:] + " " + p.name() + " of " + wr.from.name
}

// statement writes one statement of the pair, of today or the day before, and
// gives its quotation where it has one.
func (wr *writer) statement(hostile bool, pair int) *quote {
	k := wr.rng.IntN(len(wr.from.people))
	p := &wr.from.people[k]
	said := wr.day - wr.rng.IntN(2)
	day := weekdays[(firstDay+detente.Day(said)).Weekday()-1]
	by := wr.by(p)
	fact := Fact{Speaker: p.key, SpeakerActor: wr.from.key, TargetActor: wr.to.key, Hostile: hostile, Day: dateOf(said)}
	var q *quote
	var s string
	act := func(what string) string {
		fact.Speaker = wr.from.key
		return fmt.Sprintf("%s %s %s on %s.", wr.from.name, wr.fill(what), wr.to.name, day)
	}
	quoted := func(slot string) string {
		words := wr.fill(wr.pick(slot))
		q = &quote{words: words, speaker: k, pair: pair, day: said}
		return fmt.Sprintf("%s %s said on %s.", words, strings.TrimSuffix(by, ","), day)
	}
	switch form := wr.rng.IntN(5); {
	case hostile && form == 0:
		s = fmt.Sprintf("%s accused %s on %s of %s.", by, wr.to.name, day, wr.fill(wr.pick("crime")))
	case hostile && form == 1:
		s = fmt.Sprintf("%s threatened %s on %s to %s unless it %s.", by, wr.to.name, day, wr.fill(wr.pick("menace")), wr.fill(wr.pick("demand")))
	case hostile && form == 2:
		s = fmt.Sprintf("%s rejected %s's %s on %s as “%s”.", by, wr.to.name, wr.fill(wr.pick("offer")), day, wr.fill(wr.pick("insult")))
	case hostile && form == 3:
		s = act(wr.pick("act"))
	case hostile:
		s = quoted("anger")
	case form == 0:
		s = fmt.Sprintf("%s praised %s on %s for %s.", by, wr.to.name, day, wr.fill(wr.pick("thanks")))
	case form == 1:
		s = fmt.Sprintf("%s thanked %s on %s for %s.", by, wr.to.name, day, wr.fill(wr.pick("thanks")))
	case form == 2:
		s = act("signed " + wr.pick("deal") + " with")
	case form == 3:
		s = fmt.Sprintf("%s met the %s %s, %s, in %s on %s.", by, wr.to.adjective, wr.to.people[1].office, wr.to.people[1].name(), wr.from.city, day)
	default:
		s = quoted("praise")
	}
	fact.Sentence = s
	wr.truth.Statements = append(wr.truth.Statements, fact)
	wr.sentence(s)
	return q
}

// again writes what was quoted before, with its day.
func (wr *writer) again(q *quote) {
	_, m, d := (firstDay + detente.Day(q.day)).Civil()
	wr.sentence(fmt.Sprintf("%s %s had said on %s %d.", q.words, wr.from.people[q.speaker].name(), months[m-1], d))
}
