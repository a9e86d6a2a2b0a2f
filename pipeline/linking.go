package pipeline

import (
	"bytes"
	"cmp"
	"errors"
	"iter"
	"slices"
	"sort"

	"detente"
	"detente/internal/extsort"
	"detente/pipeline/events"
)

// linkMemory is how many bytes of rows, and of each kind of their keys, wait in
// memory to be sorted while events are linked.
const linkMemory = 8 << 20

// linking finds the events of a corpus with its rows on disk. In memory are
// sixteen bytes an article and four a statement.
type linking struct {
	temp   string
	memory int
	told   *extsort.Sorter // all rows, in merge order
	rows   int32
	docs   []docPlace
	order  []int32 // articles as told
	events *events.Linker
	rec    []byte
}

// docPlace is where the statements of an article stand.
type docPlace struct {
	row    int32 // of its first statement, in merge order
	start  int32 // of its first statement, in the order of telling
	copyOf int32
	copied bool // it represents copies, or is one
}

func newLinking(temp string, memory int) *linking {
	return &linking{temp: temp, memory: memory, told: extsort.New(temp, "told", memory)}
}

// article begins the next article in merge order.
func (l *linking) article() int32 {
	l.docs = append(l.docs, docPlace{row: l.rows})
	return int32(len(l.docs) - 1)
}

// add takes the next statement of the article begun last.
func (l *linking) add(t *events.Told) error {
	l.rec = appendTold(extsort.AppendUint32(l.rec[:0], uint32(l.rows)), t)
	l.rows++
	return l.told.Add(l.rec)
}

// place numbers the articles and their statements in the order of telling.
func (l *linking) place(articles []events.Article, copies []int32) {
	l.order = make([]int32, len(articles))
	for i := range l.order {
		l.order[i] = int32(i)
		l.docs[i].copyOf = copies[i]
		if c := copies[i]; int(c) != i {
			l.docs[i].copied, l.docs[c].copied = true, true
		}
	}
	told := func(d int32) detente.Time {
		if p := &articles[d].Published; p.Known() {
			return p.Interval.Lo
		}
		return detente.MaxTime
	}
	isCopy := func(d int32) int {
		if copies[d] != d {
			return 1
		}
		return 0
	}
	slices.SortFunc(l.order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(told(a), told(b)), cmp.Compare(isCopy(a), isCopy(b)), cmp.Compare(a, b))
	})
	start := int32(0)
	for _, d := range l.order {
		l.docs[d].start = start
		start += l.statements(d)
	}
}

func (l *linking) statements(d int32) int32 {
	if int(d) == len(l.docs)-1 {
		return l.rows - l.docs[d].row
	}
	return l.docs[d+1].row - l.docs[d].row
}

// at gives the article and the row, in merge order, of a statement by its number
// in the order of telling.
func (l *linking) at(number int32) (doc, row int32) {
	i := sort.Search(len(l.order), func(i int) bool { return l.docs[l.order[i]].start > number }) - 1
	doc = l.order[i]
	return doc, l.docs[doc].row + number - l.docs[doc].start
}

// find links the rows, rule by rule. place comes before.
func (l *linking) find() (err error) {
	l.events = events.NewLinker(int(l.rows))
	sorter := func(name string) *extsort.Sorter { return extsort.New(l.temp, name, l.memory) }
	k := keyed{copies: sorter("copies"), groups: sorter("groups"), blocks: sorter("blocks"), ordered: sorter("ordered")}
	defer func() {
		for _, s := range []*extsort.Sorter{l.told, k.copies, k.groups, k.blocks, k.ordered} {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := l.key(&k); err != nil {
		return err
	}
	if err := l.joinCopies(k.copies); err != nil {
		return err
	}
	if err := l.joinGroups(k.groups); err != nil {
		return err
	}
	l.events.Weigh(&k.words)
	return l.retold(k.blocks, k.ordered)
}

// keyed is the rows under what they may have in common.
type keyed struct {
	copies, groups, blocks, ordered *extsort.Sorter
	words                           events.WordCount
	rec                             []byte
}

// key reads all rows once.
func (l *linking) key(k *keyed) error {
	var places events.Places
	doc := int32(-1)
	for rec, err := range l.told.Sorted() {
		if err != nil {
			return err
		}
		in := extsort.Fields{Rest: rec[4:]}
		t := readTold(&in)
		if in.Err() != nil {
			return in.Err()
		}
		if t.Doc != doc {
			doc, places = t.Doc, events.Places{}
		}
		d := &l.docs[doc]
		number := d.start + t.Order
		if t.Borrows >= 0 {
			l.events.Join(number, d.start+t.Borrows-d.row)
		}
		if d.copied {
			p := places.Next(&t)
			k.rec = extsort.AppendUint32(extsort.AppendUint64(extsort.AppendUint32(k.rec[:0], uint32(d.copyOf)), p.Content), uint32(p.Nth))
			k.rec = extsort.AppendUint32(append(k.rec, byte(p.Channel), byte(p.Kind)), uint32(number))
			if err := k.copies.Add(k.rec); err != nil {
				return err
			}
		}
		if d.copyOf == doc {
			k.words.Add(&t)
		}
		if err := k.add(&t, number, rec[4:]); err != nil {
			return err
		}
	}
	return nil
}

// add puts a row under its keys and blocks. told is its record.
func (k *keyed) add(t *events.Told, number int32, told []byte) error {
	for key := range func(yield func(string) bool) { events.Keys(t, yield) } {
		k.rec = extsort.AppendUint32(extsort.AppendString(k.rec[:0], key), uint32(number))
		k.rec = appendWhen(k.rec, &t.When)
		if err := k.groups.Add(k.rec); err != nil {
			return err
		}
	}
	for i, block := range events.Blocks(t) {
		k.rec = extsort.AppendUint32(extsort.AppendString(k.rec[:0], block), uint32(number))
		k.rec = append(extsort.AppendUint32(k.rec, uint32(i)), told...)
		if err := k.blocks.Add(k.rec); err != nil {
			return err
		}
	}
	return nil
}

func (l *linking) joinCopies(copies *extsort.Sorter) error {
	var last []byte
	for rec, err := range copies.Sorted() {
		if err != nil {
			return err
		}
		key := len(rec) - 4
		if bytes.Equal(rec[:key], last[:min(key, len(last))]) {
			a, b := extsort.Fields{Rest: last[key:]}, extsort.Fields{Rest: rec[key:]}
			l.events.Join(int32(a.Uint32()), int32(b.Uint32()))
		}
		last = append(last[:0], rec...)
	}
	return nil
}

// rowGroup is the rows that have a key in common, first told first.
type rowGroup struct {
	key     []byte
	rows    []events.Told
	numbers []int32
}

// groupsOf yields the groups of sorted records that begin with a key, whose
// length key gives, and a row's number. Groups of one row are left out.
func groupsOf(sorted iter.Seq2[[]byte, error], key func([]byte) int, read func(*extsort.Fields) events.Told) iter.Seq2[*rowGroup, error] {
	return func(yield func(*rowGroup, error) bool) {
		var g rowGroup
		for rec, err := range sorted {
			if err != nil {
				yield(nil, err)
				return
			}
			n := key(rec)
			if !bytes.Equal(rec[:n], g.key) {
				if len(g.rows) > 1 && !yield(&g, nil) {
					return
				}
				g.key, g.rows, g.numbers = append(g.key[:0], rec[:n]...), g.rows[:0], g.numbers[:0]
			}
			in := extsort.Fields{Rest: rec[n:]}
			g.numbers = append(g.numbers, int32(in.Uint32()))
			g.rows = append(g.rows, read(&in))
			if in.Err() != nil {
				yield(nil, in.Err())
				return
			}
		}
		if len(g.rows) > 1 {
			yield(&g, nil)
		}
	}
}

// stringKey is the length of a record's first string.
func stringKey(rec []byte) int {
	in := extsort.Fields{Rest: rec}
	_ = in.Bytes(nil)
	return len(rec) - len(in.Rest)
}

func (l *linking) joinGroups(groups *extsort.Sorter) error {
	for g, err := range groupsOf(groups.Sorted(), stringKey, func(in *extsort.Fields) events.Told {
		return events.Told{When: readWhen(in)}
	}) {
		if err != nil {
			return err
		}
		l.events.JoinGroup(g.rows, g.numbers)
	}
	return nil
}

// retold brings the blocks into the order of their first rows, for what one
// block joins the next one sees.
func (l *linking) retold(blocks, ordered *extsort.Sorter) error {
	var key, held, rec []byte
	var first [8]byte // the first row's number and the block's place among its blocks
	for in, err := range blocks.Sorted() {
		if err != nil {
			return err
		}
		n := stringKey(in)
		add := func(row []byte) error { // number, place, told
			rec = append(append(append(rec[:0], first[:]...), row[:4]...), row[8:]...)
			return ordered.Add(rec)
		}
		if !bytes.Equal(in[:n], key) {
			key, held = append(key[:0], in[:n]...), append(held[:0], in[n:]...)
			copy(first[:], in[n:])
			continue
		}
		if len(held) > 0 { // a second row: the first is not alone
			if err := add(held); err != nil {
				return err
			}
			held = held[:0]
		}
		if err := add(in[n:]); err != nil {
			return err
		}
	}
	for g, err := range groupsOf(ordered.Sorted(), func([]byte) int { return len(first) }, readTold) {
		if err != nil {
			return err
		}
		l.events.Retold(g.rows, g.numbers)
	}
	return nil
}

// Flags of a row in its record, in the order in which appendTold gives them.
const (
	toldNested = 1 << iota
	toldBody
	toldNegated
)

func appendWhen(rec []byte, w *detente.When) []byte {
	return append(extsort.AppendInt64(extsort.AppendInt64(rec, int64(w.Interval.Lo)), int64(w.Interval.Hi)), byte(w.Method))
}

// readWhen reads what linking asks of a time.
func readWhen(in *extsort.Fields) (w detente.When) {
	w.Interval = detente.Interval{Lo: detente.Time(in.Int64()), Hi: detente.Time(in.Int64())}
	w.Method = detente.Method(in.Byte())
	return w
}

func appendTold(rec []byte, t *events.Told) []byte {
	flags := byte(0)
	for i, set := range [...]bool{t.Nested, t.Body, t.Negated} {
		if set {
			flags |= 1 << i
		}
	}
	rec = extsort.AppendUint32(extsort.AppendUint32(rec, uint32(t.Doc)), uint32(t.Order))
	rec = appendWhen(extsort.AppendInt64(rec, int64(t.Published)), &t.When)
	rec = append(rec, byte(t.Kind), byte(t.Channel), byte(t.Class), byte(t.Mode), flags)
	rec = extsort.AppendUint32(extsort.AppendUint64(rec, t.Content), uint32(t.Words))
	rec = extsort.AppendUint32(rec, uint32(t.Borrows))
	rec = extsort.AppendString(extsort.AppendString(rec, t.Speaker), t.SpeakerActor)
	rec = extsort.AppendUint32(rec, uint32(len(t.Targets)))
	for i := range t.Targets {
		rec = extsort.AppendString(extsort.AppendString(rec, t.Targets[i]), t.TargetActors[i])
	}
	rec = extsort.AppendUint32(rec, uint32(len(t.Terms)))
	for _, w := range t.Terms {
		rec = extsort.AppendUint32(rec, w)
	}
	return rec
}

func readTold(in *extsort.Fields) (t events.Told) {
	t.Doc, t.Order = int32(in.Uint32()), int32(in.Uint32())
	t.Published = detente.Time(in.Int64())
	t.When = readWhen(in)
	t.Kind, t.Channel, t.Class, t.Mode = detente.Kind(in.Byte()), detente.Channel(in.Byte()), detente.Class(in.Byte()), detente.Mode(in.Byte())
	flags := in.Byte()
	t.Nested, t.Body, t.Negated = flags&toldNested != 0, flags&toldBody != 0, flags&toldNegated != 0
	t.Content, t.Words = in.Uint64(), int32(in.Uint32())
	t.Borrows = int32(in.Uint32())
	t.Speaker, t.SpeakerActor = in.String(), in.String()
	for n := in.Uint32(); n > 0 && in.Err() == nil; n-- {
		t.Targets, t.TargetActors = append(t.Targets, in.String()), append(t.TargetActors, in.String())
	}
	for n := in.Uint32(); n > 0 && in.Err() == nil; n-- {
		t.Terms = append(t.Terms, in.Uint32())
	}
	return t
}
