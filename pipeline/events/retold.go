package events

import (
	"cmp"
	"math"
	"slices"

	"detente"
)

// Tellings in other words: the same utterance or deed as another outlet puts it,
// and as it comes back for weeks as background.

const (
	// alike is the least likeness of two tellings. It was set on the 19,043
	// articles of Reuters-21578. Of 103 links near it that were read, 57 of 60
	// above .55 were right and 28 of 43 between .42 and .55. With the rules of
	// this file, but for sameDays and deeds toward nobody, 132 links are made there,
	// of which 84 are in clearly other words; 76 of those are right. Of 15 events that
	// those two make larger there, 11 are right.
	alike = .55
	// inPart is the least likeness of a telling all of whose words stand in the
	// other: background is short, and leaves out conditions and reasons.
	inPart = .35
	// otherClass is what tellings of different classes must be more alike.
	otherClass = .10
	// sameDays is what deeds of one class that the text dates to the same days may be
	// less alike: a state seldom does two such things at once.
	sameDays = .15
	// oneArticle is the least likeness within one article, which as a rule tells
	// a thing once and lists what only resembles it.
	oneArticle = .75
	// leastShared is the least number of content words in common.
	leastShared = 2
	// freshDays is for how long the plain past of undated news, which tells of
	// its own day, can tell what another article told.
	freshDays = 2
)

// retold joins rows of one speaker actor, target actor, channel and quarter of
// the classes whose words are alike and whose times can be the same. Rows that
// the text dates most narrowly found the occasions; each other row joins the
// one that it is most like.
func (l *linker) retold() {
	blocks := map[block][]int32{}
	var keys []block
	for _, i := range l.order {
		for _, b := range blocksOf(&l.told[i]) {
			if _, ok := blocks[b]; !ok {
				keys = append(keys, b)
			}
			blocks[b] = append(blocks[b], i)
		}
	}
	var words WordCount
	for i := range l.told {
		if t := &l.told[i]; l.copies[t.Doc] == t.Doc {
			words.Add(t)
		}
	}
	m := matcher{linker: l, weights: words.weights()}
	for _, b := range keys {
		if rows := blocks[b]; len(rows) > 1 {
			m.match(rows)
		}
	}
}

// block is what tellings in other words have in common.
type block struct {
	channel         detente.Channel
	quad            string
	speaker, target string
}

// blocksOf gives the blocks of a row, one for each target. Deeds are told again also
// where nobody is named as their target, by the narrator or by who did them:
// "suspended interest payments" is one deed in twenty articles, in some of them
// toward the banks. Talks are with somebody; and of words without a target too many
// are alike.
func blocksOf(t *Told) []block {
	quad := t.Class.Quad()
	if t.Nested || t.SpeakerActor == "" || quad == "" {
		return nil
	}
	var out []block
	for k, target := range t.TargetActors {
		if target != "" && target != t.SpeakerActor && !slices.Contains(t.TargetActors[:k], target) {
			out = append(out, block{t.Channel, quad, t.SpeakerActor, target})
		}
	}
	deed := len(out) == 0 && t.Kind == detente.Act || t.Channel == detente.Deeds && t.Class != detente.Consult
	if deed && len(t.Terms) >= leastShared {
		out = append(out, block{t.Channel, quad, t.SpeakerActor, ""})
	}
	return out
}

// WordCount counts in how many rows of a corpus each content word stands. Its
// zero value is ready.
type WordCount struct {
	rows  int
	count map[uint32]float64
}

// Add counts the words of a row. Rows of copies are not to be added.
func (c *WordCount) Add(t *Told) {
	if len(t.Terms) == 0 {
		return
	}
	if c.count == nil {
		c.count = map[uint32]float64{}
	}
	c.rows++
	for _, w := range t.Terms {
		c.count[w]++
	}
}

// weights weighs every content word by how few rows have it.
func (c *WordCount) weights() map[uint32]float64 {
	weights := make(map[uint32]float64, len(c.count))
	for w, n := range c.count {
		weights[w] = math.Log(1 + float64(c.rows)/n)
	}
	return weights
}

// matcher divides the rows of one block into occasions.
type matcher struct {
	*linker
	weights   map[uint32]float64
	occasions []happening
	bySet     map[int32]int       // first row of a set -> its occasion
	posts     map[posting][]int32 // rows that have a word, by the month they are placed in
	at        map[int32]int       // row -> its occasion
	seen      map[int32]bool      // candidates of the row at hand
}

type happening struct {
	row  int32
	time detente.Interval
}

type posting struct {
	term  uint32
	month int32
}

func (m *matcher) match(rows []int32) {
	m.occasions = m.occasions[:0]
	m.bySet, m.posts, m.at = map[int32]int{}, map[posting][]int32{}, map[int32]int{}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b int32) int {
		return cmp.Compare(precision(&m.told[a].When), precision(&m.told[b].When))
	})
	var bare []int32
	for _, i := range rows {
		at, ok := m.bySet[m.sets.first(i)]
		if !ok && len(m.told[i].Terms) < leastShared {
			bare = append(bare, i)
			continue
		}
		if !ok {
			at, ok = m.find(i)
		}
		if !ok {
			at = len(m.occasions)
			m.occasions = append(m.occasions, happening{i, m.told[i].When.Interval})
		}
		m.put(i, at)
	}
	for _, i := range bare {
		if at := m.only(i); at >= 0 {
			m.sets.join(i, m.occasions[at].row)
		}
	}
}

// only gives the one occasion that a row without content of its own can tell of:
// "threatened Bexia on Wednesday", where one threat of that Wednesday is known.
// It gives -1 where there is none or a choice, or where the row has no date of
// its own.
func (m *matcher) only(i int32) int {
	t := &m.told[i]
	at := -1
	if !byText(t.When.Method) || t.Class == detente.Plain {
		return -1
	}
	for k := range m.occasions {
		o := &m.occasions[k]
		other := &m.told[o.row]
		if other.Class != t.Class || other.Mode != t.Mode || !sameVoice(t, other) || !o.time.Overlaps(t.When.Interval) {
			continue
		}
		if at >= 0 {
			return -1
		}
		at = k
	}
	if at < 0 || m.occasions[at].time.Width() < 0 || m.occasions[at].time.Width() > 7 {
		return -1
	}
	return at
}

// sameVoice reports whether rows of one speaker actor can have one speaker: two
// ministers speak for one state and are two, and the state itself may be either.
func sameVoice(a, b *Told) bool {
	return a.Negated == b.Negated && (a.Speaker == b.Speaker || a.Body || b.Body)
}

// precision orders times: days that stand in the text, longer times that stand
// there, and those of tense or the article's date.
func precision(w *detente.When) int {
	switch width := w.Interval.Width(); {
	case !byText(w.Method):
		return 2
	case width < 0 || width > 7:
		return 1
	}
	return 0
}

// put adds a row to an occasion.
func (m *matcher) put(i int32, at int) {
	o := &m.occasions[at]
	m.sets.join(i, o.row)
	m.bySet[m.sets.first(i)] = at
	m.at[i] = at
	t := &m.told[i]
	if both := o.time.Intersect(t.When.Interval); byText(t.When.Method) && !both.Empty() {
		o.time = both
	}
	month := monthOf(t)
	for _, w := range t.Terms {
		k := posting{w, month}
		m.posts[k] = append(m.posts[k], i)
	}
}

// find gives the occasion that a row is most like: the best pair of rows counts,
// of pairs as good the one first told.
func (m *matcher) find(i int32) (at int, ok bool) {
	t := &m.told[i]
	total := m.weigh(t.Terms)
	best, bestRow := 0.0, int32(-1)
	clear(m.seen)
	if m.seen == nil {
		m.seen = map[int32]bool{}
	}
	from, to := months(t)
	for _, w := range m.telling(t.Terms, total) {
		for month := from; month <= to; month++ {
			for _, j := range m.posts[posting{w, month}] {
				if m.seen[j] {
					continue
				}
				m.seen[j] = true
				like := m.likeness(t, &m.told[j], total)
				if like == 0 || !canBe(t, m.occasions[m.at[j]].time) {
					continue
				}
				if like > best || like == best && m.sets.before(j, bestRow) {
					best, bestRow = like, j
				}
			}
		}
	}
	if bestRow < 0 {
		return 0, false
	}
	return m.at[bestRow], true
}

// telling gives the words of which an alike row has one at least: all but the
// most common that weigh too little together.
func (m *matcher) telling(terms []uint32, total float64) []uint32 {
	out := slices.Clone(terms)
	slices.SortFunc(out, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(m.weights[b], m.weights[a]), cmp.Compare(a, b))
	})
	rest := 0.0
	for len(out) > 1 {
		// Shared words weigh inPart² of the row or more.
		if rest += m.weights[out[len(out)-1]]; rest >= inPart*inPart*total {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

func (m *matcher) weigh(terms []uint32) (sum float64) {
	for _, w := range terms {
		sum += m.weights[w]
	}
	return sum
}

// quotes reports whether one of two rows of an article quotes what the other tells
// right beside it: "threatened to close every port", and in the next sentence the words
// themselves.
func quotes(a, b *Told) bool {
	marks := func(k detente.Kind) bool { return k == detente.Direct || k == detente.Mixed }
	d := a.Order - b.Order
	return a.Class == b.Class && marks(a.Kind) != marks(b.Kind) && d >= -1 && d <= 1
}

// likeness is the weight of the shared words over the geometric mean of the
// weights of all, and 0 where the rows cannot be one event.
func (m *matcher) likeness(a, b *Told, total float64) float64 {
	if !sameVoice(a, b) || a.Mode != b.Mode && a.Class == b.Class || otherTargets(a, b) {
		return 0
	}
	var weight float64
	shared, numbers, numbersA, numbersB := 0, 0, 0, 0
	i := 0
	for _, w := range a.Terms {
		if isNumber(w) {
			numbersA++
		}
		for i < len(b.Terms) && b.Terms[i] < w {
			i++
		}
		if i < len(b.Terms) && b.Terms[i] == w {
			weight += m.weights[w]
			if isNumber(w) {
				numbers++
			} else {
				shared++
			}
		}
	}
	for _, w := range b.Terms {
		if isNumber(w) {
			numbersB++
		}
	}
	if least := min(numbersA, numbersB); shared < leastShared || least > 0 && 2*numbers <= least {
		return 0 // other figures, another thing
	}
	other := m.weigh(b.Terms)
	least := alike
	switch {
	case a.Doc == b.Doc && !quotes(a, b):
		least = oneArticle
	case a.Class != b.Class:
		least += otherClass
	case weight > .999*min(total, other):
		least = inPart
	case a.Channel == detente.Deeds && narrow(&a.When) && narrow(&b.When) && a.When.Interval.Overlaps(b.When.Interval):
		least -= sameDays
	}
	if like := weight / math.Sqrt(total*other); like >= least {
		return like
	}
	return 0
}

// otherTargets reports whether rows are both told toward somebody and toward nobody
// in common.
func otherTargets(a, b *Told) bool {
	named := false
	for _, x := range a.TargetActors {
		if x == "" || x == a.SpeakerActor {
			continue
		}
		if slices.Contains(b.TargetActors, x) {
			return false
		}
		named = true
	}
	return named && slices.ContainsFunc(b.TargetActors, func(y string) bool { return y != "" && y != b.SpeakerActor })
}

// narrow reports whether the text dates a row to a month or less.
func narrow(w *detente.When) bool {
	width := w.Interval.Width()
	return byText(w.Method) && width >= 0 && width <= 31
}

// canBe reports whether a row can tell, in its time, what happened in another:
// rows that the text dates do it if the two meet, those of tense alone for weeks
// after, and the plain past of undated news for days.
func canBe(t *Told, time detente.Interval) bool {
	if byText(t.When.Method) {
		return t.When.Interval.Overlaps(time)
	}
	if t.When.Method == detente.MethodPublished && t.Published.Bounded() && time.Hi.Bounded() && t.Published > time.Hi.AddDays(freshDays) {
		return false
	}
	if !t.When.Interval.Lo.Bounded() && t.Published.Bounded() && time.Hi.Bounded() && time.Hi.AddDays(echoDays) < t.Published {
		return false
	}
	return echoes(&t.When, time)
}

// monthOf places a row: by the end of its time, else by its article.
func monthOf(t *Told) int32 {
	if hi := t.When.Interval.Hi; hi.Bounded() {
		return month(hi)
	}
	return month(t.Published)
}

// months are those in which rows that a row can retell are placed. What is
// dated to a longer time is placed by its end, hence one more.
func months(t *Told) (from, to int32) {
	to = monthOf(t)
	end := t.When.Interval.Hi
	if !end.Bounded() {
		end = t.Published
	}
	if !end.Bounded() {
		return to, to
	}
	lo := t.When.Interval.Lo
	if !byText(t.When.Method) || !lo.Bounded() {
		lo = end.AddDays(-echoDays)
	}
	return max(month(lo), to-mostMonths), to + 1
}

// mostMonths bounds the search for what is dated to years.
const mostMonths = 24

func month(t detente.Time) int32 {
	if !t.Bounded() {
		return math.MaxInt32 / 2
	}
	y, m, _ := t.Day().Civil()
	return int32(12*y) + int32(m)
}
