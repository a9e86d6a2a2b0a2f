package events

// Linker links as Find does where the rows of a corpus do not fit into memory:
// the caller sorts rows by the keys of this file, on disk if need be, and hands
// over one group at a time. Rows are numbered from 0 in the order of telling: by
// the date of their article, originals before copies, article, place. It holds
// four bytes a row.
//
// Steps in any order: JoinCopies and JoinGroup. After all of them, Retold, block
// by block, in the order of the blocks' first rows.
type Linker struct {
	sets    sets
	weights map[uint32]float64
}

// NewLinker is for so many rows, each an event of its own so far.
func NewLinker(rows int) *Linker {
	l := &Linker{sets: sets{parent: make([]int32, rows)}}
	for i := range l.sets.parent {
		l.sets.parent[i] = int32(i)
	}
	return l
}

// Join makes two rows one event: a row and the row that it continues, or rows at
// the same place of copies.
func (l *Linker) Join(a, b int32) { l.sets.join(a, b) }

// First gives the row that tells the event of a row first.
func (l *Linker) First(row int32) int32 { return l.sets.root(row) }

// Places counts the rows of one article; Next gives the place of its next row.
// The zero value is ready for an article.
type Places struct{ seen map[Place]int32 }

// Next gives the place of a row; rows come in the order of the article.
func (p *Places) Next(t *Told) Place {
	at := placeOf(t)
	if p.seen == nil {
		p.seen = map[Place]int32{}
	}
	n := p.seen[at]
	p.seen[at] = n + 1
	at.Nth = n
	return at
}

// Keys yields the keys of a row: rows that have one in common may be one event.
// Those with a key that no other row has need not be handed over.
func Keys(t *Told, yield func(key string) bool) {
	for i, rule := range rules {
		if k := rule(t); k != "" && !yield(string([]byte{byte(i)})+k) {
			return
		}
	}
}

// JoinGroup joins the rows of one key, first told first, but for those whose
// times speak against it. Only When is read of them.
func (l *Linker) JoinGroup(rows []Told, numbers []int32) {
	part := l.part(rows, numbers)
	part.joinByTime(part.order)
}

// Blocks gives the blocks of a row, as keys: only rows of one block can tell one
// event in other words.
func Blocks(t *Told) []string {
	var out []string
	for _, b := range blocksOf(t) {
		out = append(out, string([]byte{byte(b.channel)})+b.quad+"\x00"+b.speaker+"\x00"+b.target)
	}
	return out
}

// Weigh sets the weights of words for Retold.
func (l *Linker) Weigh(words *WordCount) { l.weights = words.weights() }

// Retold joins the rows of one block, first told first, that are alike.
func (l *Linker) Retold(rows []Told, numbers []int32) {
	m := matcher{linker: l.part(rows, numbers), weights: l.weights}
	m.match(m.order)
}

func (l *Linker) part(rows []Told, numbers []int32) *linker {
	part := &linker{told: rows, order: make([]int32, len(rows)), sets: sets{parent: l.sets.parent, number: numbers}}
	for i := range rows {
		part.order[i] = int32(i)
	}
	return part
}
