package events

import (
	"cmp"
	"encoding/binary"
	"slices"

	"detente"
)

// Told is one row, as far as linking asks. Speaker and Targets are entity ids.
type Told struct {
	Doc       int32        // index into the articles, which are in order of DocID
	Order     int32        // place in the document
	Published detente.Time // of its article; MaxTime where it is not known
	Kind      detente.Kind
	Channel   detente.Channel
	Class     detente.Class
	Mode      detente.Mode // of the class; a call is no visit
	Speaker   string       // "" where it is not known
	Targets   []string
	Content   uint64 // by ContentKey
	Words     int32
	Terms     []uint32 // by Vocabulary.Terms
	// Of tellings in other words the roll-up actors must agree; "" for classes
	// of people that nobody can tell apart, such as "officials".
	SpeakerActor string
	TargetActors []string
	Body         bool // the speaker is a state or another body, for which its people speak, or known by office alone
	Negated      bool
	When         detente.When
	Borrows      int32 // index of the row that it continues, or -1
	Nested       bool  // told inside another statement
}

// Link says which event a row tells.
type Link struct {
	Event     int32 // index of the row that tells it first
	Retelling bool  // an earlier row tells it; a continuation in the same article does not count as one
}

const (
	// quoteWords is the least length of a quotation that is known again by its
	// words alone: "We shall see" is said every day.
	quoteWords = 4
	// echoDays is for how long a quotation or act without a date of its own is
	// taken for the one dated before: background comes back for weeks.
	echoDays = 60
)

// Find returns one Link per row. Rows of one event are
//   - the rows at the same place in copies of one article (copies as Copies
//     gives them),
//   - a row and the row that it continues,
//   - the same quotation: four or more words, the same speaker and channel, at a
//     time that can be the same,
//   - the same act: speaker, class, targets and words agree, at a time that can
//     be the same,
//   - talks of the same parties that are dated to days that meet,
//   - tellings in other words: speaker and target (or their actors), channel and
//     quarter of the classes agree, the content words are alike, and the times
//     can be the same.
//
// A time that comes from the article's date alone cannot contradict: told again
// within 60 days, it is the same event. Two dates that stand in the text and do
// not meet are two events.
func Find(told []Told, copies []int32) []Link {
	order := make([]int32, len(told))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &told[a], &told[b]
		return cmp.Or(
			cmp.Compare(x.Published, y.Published),
			cmp.Compare(isCopy(x, copies), isCopy(y, copies)),
			cmp.Compare(x.Doc, y.Doc),
			cmp.Compare(x.Order, y.Order),
			cmp.Compare(a, b),
		)
	})
	l := linker{told: told, copies: copies, order: order, sets: newSets(order)}
	for i := range told {
		if b := told[i].Borrows; b >= 0 && int(b) < len(told) {
			l.sets.join(int32(i), b)
		}
	}
	l.joinCopies(copies)
	for _, rule := range rules {
		l.joinGroups(rule)
	}
	l.retold()

	out := make([]Link, len(told))
	for i := range told {
		first := l.sets.first(int32(i))
		out[i] = Link{Event: first, Retelling: told[i].Doc != told[first].Doc || first != int32(i) && told[i].Borrows < 0}
	}
	return out
}

func isCopy(t *Told, copies []int32) int {
	if copies[t.Doc] != t.Doc {
		return 1
	}
	return 0
}

type linker struct {
	told   []Told
	copies []int32
	order  []int32 // rows, first told first
	sets   sets
}

// joinCopies joins the rows of copies that stand at the same place: the nth row
// with the same words.
func (l *linker) joinCopies(copies []int32) {
	byPlace := slices.Clone(l.order)
	slices.SortFunc(byPlace, func(a, b int32) int {
		x, y := &l.told[a], &l.told[b]
		return cmp.Or(cmp.Compare(x.Doc, y.Doc), cmp.Compare(x.Order, y.Order), cmp.Compare(a, b))
	})
	type inDoc struct {
		doc int32
		Place
	}
	type inCopies struct {
		article int32
		Place
	}
	seen := make(map[inDoc]int32)     // how often a document has these words
	first := make(map[inCopies]int32) // the row of that place, over documents
	for _, i := range byPlace {
		t := &l.told[i]
		p := placeOf(t)
		n := seen[inDoc{t.Doc, p}]
		seen[inDoc{t.Doc, p}] = n + 1
		p.Nth = n
		if j, ok := first[inCopies{copies[t.Doc], p}]; ok {
			l.sets.join(i, j)
		} else {
			first[inCopies{copies[t.Doc], p}] = i
		}
	}
}

// Place is where a row stands among the rows of its article that have the same
// words; rows at the same place of copies are one.
type Place struct {
	Content uint64
	Channel detente.Channel
	Kind    detente.Kind
	Nth     int32
}

func placeOf(t *Told) Place { return Place{Content: t.Content, Channel: t.Channel, Kind: t.Kind} }

// joinGroups joins rows with the same key, but for those whose times speak
// against it. key gives "" for a row that the rule does not look at.
func (l *linker) joinGroups(key func(t *Told) string) {
	byKey := make(map[string][]int32)
	var keys []string
	for _, i := range l.order {
		k := key(&l.told[i])
		if k == "" {
			continue
		}
		if _, ok := byKey[k]; !ok {
			keys = append(keys, k)
		}
		byKey[k] = append(byKey[k], i)
	}
	for _, k := range keys {
		if rows := byKey[k]; len(rows) > 1 {
			l.joinByTime(rows)
		}
	}
}

// joinByTime divides rows of one key, first told first, into occasions. Rows
// that are dated by the text found them; the others join one.
func (l *linker) joinByTime(rows []int32) {
	type occasion struct {
		row  int32
		time detente.Interval
	}
	var found []occasion
	for _, dated := range []bool{true, false} {
		for _, i := range rows {
			w := &l.told[i].When
			if byText(w.Method) != dated {
				continue
			}
			at := -1
			for j := range found {
				if dated && found[j].time.Overlaps(w.Interval) || !dated && echoes(w, found[j].time) {
					at = j // the latest that fits
				}
			}
			if at < 0 {
				found = append(found, occasion{i, w.Interval})
				continue
			}
			l.sets.join(i, found[at].row)
			if dated {
				found[at].time = found[at].time.Intersect(w.Interval)
			}
		}
	}
}

// byText reports whether a time was found in words of the event itself or of one
// that it is linked to, and not taken from the scene, from tense or from the
// article's date.
func byText(m detente.Method) bool {
	return m >= detente.MethodExplicit && m < detente.MethodSection
}

// echoes reports whether a row without a date of its own can retell what
// happened in that time.
func echoes(w *detente.When, time detente.Interval) bool {
	if w.Interval.Overlaps(time) {
		return true
	}
	return w.Interval.Lo.Bounded() && time.Hi.Bounded() && w.Interval.Lo > time.Hi && w.Interval.Lo <= time.Hi.AddDays(echoDays)
}

// rules give the keys of rows that can be one event, one rule at a time.
var rules = []func(*Told) string{sameQuotation, sameAct, sameTalks}

func sameQuotation(t *Told) string {
	if t.Kind == detente.Act || t.Words < quoteWords || t.Speaker == "" {
		return ""
	}
	return string(binary.LittleEndian.AppendUint64([]byte{byte(t.Channel)}, t.Content)) + t.Speaker
}

func sameAct(t *Told) string {
	if t.Kind != detente.Act || t.Words == 0 || t.Speaker == "" || t.Class == detente.ClassNone {
		return ""
	}
	return string(binary.LittleEndian.AppendUint64([]byte{byte(t.Channel), byte(t.Class)}, t.Content)) + t.Speaker + parties(t.Targets)
}

// sameTalks knows a call or a visit by who, how and when: two on one day are rarer
// than one told as "spoke by phone" above and "the call" below.
func sameTalks(t *Told) string {
	if t.Class != detente.Consult || t.Channel != detente.Deeds || t.Speaker == "" || len(t.Targets) == 0 || t.Nested {
		return ""
	}
	if !byText(t.When.Method) || t.When.Interval.Width() < 0 || t.When.Interval.Width() > 2 {
		return ""
	}
	return string([]byte{byte(t.Mode)}) + parties(append([]string{t.Speaker}, t.Targets...))
}

// parties is a key of a set of ids.
func parties(ids []string) string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	key := ""
	for _, id := range slices.Compact(ids) {
		key += "\x00" + id
	}
	return key
}

// sets are disjoint sets of rows; the row told first stands for its set.
type sets struct {
	parent []int32
	rank   []int32 // place in the order of telling; nil where rows are numbered by it
	number []int32 // of the rows at hand, where they are a part of all; nil for themselves
}

func newSets(order []int32) sets {
	s := sets{parent: make([]int32, len(order)), rank: make([]int32, len(order))}
	for r, i := range order {
		s.parent[i], s.rank[i] = i, int32(r)
	}
	return s
}

func (s sets) first(i int32) int32 {
	if s.number != nil {
		i = s.number[i]
	}
	return s.root(i)
}

func (s sets) root(i int32) int32 {
	for s.parent[i] != i {
		s.parent[i] = s.parent[s.parent[i]]
		i = s.parent[i]
	}
	return i
}

func (s sets) join(a, b int32) {
	a, b = s.first(a), s.first(b)
	if s.before(b, a) {
		a, b = b, a
	}
	s.parent[b] = a
}

// before reports whether a row was told before another.
func (s sets) before(a, b int32) bool {
	if s.rank != nil {
		return s.rank[a] < s.rank[b]
	}
	return a < b
}
