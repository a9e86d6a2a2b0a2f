// Package synth makes corpora of any size with known truth: news articles about
// invented countries, put together from a table of phrases, in which it is known
// who said or did what to whom and when, which pairs turn and when, and which
// articles are copies, retellings or garbage. [Generate] writes one, [Check]
// holds the output of a run against the truth.
//
// What it proves is that nothing is lost and that results do not change with
// size. It proves nothing about accuracy on news: the sentences are made of the
// forms that the rules know.
package synth

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"

	"detente"
)

// Options choose a corpus. The same options give the same bytes.
type Options struct {
	Seed     uint64
	Articles int  // at least 1
	Brief    bool // flashes: half as long, with as much that is said and done
}

// Pair is a speaker's state and a target's that have a story: a line of the
// truth. Turn is the first day of the new tone, "" where the pair stays as it
// is.
type Pair struct {
	Speaker   string `json:"speaker"`
	Target    string `json:"target"`
	Turn      string `json:"turn,omitempty"`
	Direction string `json:"direction,omitempty"` // warmer or colder

	speaker, target, turn int
	hostile               bool // of a pair without a turn
}

func (p *Pair) hostileOn(day int) bool {
	if p.Turn == "" {
		return p.hostile
	}
	return (day < p.turn) == (p.Direction == "warmer")
}

// Kinds of articles.
const (
	News      = "news"
	Copy      = "copy"      // the text of an earlier article under another dateline
	Retelling = "retelling" // news that quotes again what an earlier article quotes
	Garbage   = "garbage"   // no article: the run must lose it and say so
)

// Truth is what is known of an article: a line of the truth.
type Truth struct {
	ID         string `json:"id"`
	Kind       string `json:"kind"`
	CopyOf     string `json:"copy_of,omitempty"`
	Retells    string `json:"retells,omitempty"` // the article whose first statement comes back
	Statements []Fact `json:"statements,omitempty"`
}

// Fact is a statement that an article makes.
type Fact struct {
	Sentence     string `json:"sentence"`
	Speaker      string `json:"speaker"`       // entity id
	SpeakerActor string `json:"speaker_actor"` // of the state
	TargetActor  string `json:"target_actor"`
	Hostile      bool   `json:"hostile"`
	Day          string `json:"day"` // on which it was said or done
}

// line is a line of the truth.
type line struct {
	Pair    *Pair  `json:"pair,omitempty"`
	Article *Truth `json:"article,omitempty"`
}

// Generate writes a corpus as JSON lines, the table of its actors, and its
// truth: JSON lines, one for every pair with a story and then one for every
// article, in the order of the corpus, which is that of ids.
func Generate(o Options, corpus, actors, truth io.Writer) error {
	if o.Articles < 1 {
		return errors.New("a corpus has at least one article")
	}
	words, err := fillings()
	if err != nil {
		return err
	}
	w := newWorld(o.Seed, o.Articles)
	w.brief = o.Brief
	if err := w.writeActors(actors); err != nil {
		return err
	}
	text, known := bufio.NewWriterSize(corpus, 1<<16), bufio.NewWriterSize(truth, 1<<16)
	toText, toKnown := json.NewEncoder(text), json.NewEncoder(known)
	toText.SetEscapeHTML(false)
	toKnown.SetEscapeHTML(false)
	for i := range w.pairs {
		if err := toKnown.Encode(line{Pair: &w.pairs[i]}); err != nil {
			return err
		}
	}
	for i := range o.Articles {
		a := w.article(words, i)
		if a.truth.Kind == Garbage {
			_, err = text.WriteString(a.text)
		} else {
			err = toText.Encode(record{ID: a.truth.ID, Title: a.title, Text: a.dateline + a.text, Date: dateOf(a.day), Outlet: a.outlet})
		}
		if err != nil {
			return err
		}
		if err := toKnown.Encode(line{Article: &a.truth}); err != nil {
			return err
		}
	}
	return errors.Join(text.Flush(), known.Flush())
}

// record is an article of the corpus.
type record struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Date   string `json:"date"`
	Outlet string `json:"outlet"`
}

// made is an article with its truth.
type made struct {
	truth                         Truth
	title, dateline, text, outlet string
	day                           int // from firstDay
	quote                         *quote
}

// quote is a quotation of an article's first statement.
type quote struct {
	words   string
	speaker int // person
	pair    int
	day     int
}

// firstDay is the first of the corpus: a Wednesday.
var firstDay = detente.NewDay(2031, 1, 1)

func dateOf(day int) string { return (firstDay + detente.Day(day)).String() }

func idOf(i int) string { return fmt.Sprintf("s%08d", i) }

// article makes article i. It follows from the seed and i alone, so an article
// can be made again when a later one copies it.
func (w *world) article(words map[string][]string, i int) *made {
	rng := rand.New(rand.NewPCG(w.seed, uint64(i)))
	kind := rng.IntN(100)
	back := i - 1 - rng.IntN(40)
	switch {
	case kind < 1:
		return garbage(rng, i)
	case kind < 6 && back >= 0:
		if original := w.article(words, back); original.truth.Kind == News {
			return w.copyOf(words, rng, original, i)
		}
	case kind < 18 && back >= 0:
		if earlier := w.article(words, back); earlier.truth.Kind == News && earlier.quote != nil && earlier.quote.day < days-3 {
			return w.news(words, rng, i, earlier)
		}
	}
	return w.news(words, rng, i, nil)
}

// garbage is a line that holds no article.
func garbage(rng *rand.Rand, i int) *made {
	m := &made{truth: Truth{ID: idOf(i), Kind: Garbage}}
	switch rng.IntN(3) {
	case 0:
		m.text = fmt.Sprintf("{\"id\":%q,\"text\":\"cut off in the mid\n", m.truth.ID)
	case 1:
		m.text = fmt.Sprintf("{\"id\":%q,\"title\":\"Nothing\",\"text\":\"\",\"date\":%q,\"outlet\":\"None\"}\n", m.truth.ID, dateOf(rng.IntN(days)))
	default:
		const marks = "{}[]\"\\:;,.<>?!@#%^&*()_+=~`|/0123456789abcdefxyz"
		noise := make([]byte, 40+rng.IntN(200))
		for k := range noise {
			noise[k] = marks[rng.IntN(len(marks))]
		}
		m.text = string(noise) + "\n"
	}
	return m
}

// copyOf prints an article again, in another outlet, on the same day or the next.
func (w *world) copyOf(words map[string][]string, rng *rand.Rand, original *made, i int) *made {
	m := *original
	m.truth.ID, m.truth.Kind, m.truth.CopyOf = idOf(i), Copy, original.truth.ID
	m.day = min(original.day+rng.IntN(2), days-1)
	wr := writer{words: words, rng: rng, world: w}
	m.outlet, m.dateline = wr.pick("outlets"), wr.dateline(w.states[rng.IntN(len(w.states))].city, m.day)
	return &m
}
