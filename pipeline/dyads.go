package pipeline

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"detente"
	"detente/internal/extsort"
	"detente/pipeline/shift"
)

// dyadMemory is how many bytes of members wait in memory to be sorted.
const dyadMemory = 24 << 20

// dyads gathers the members of all series and gives them series by series. They
// are sorted on disk: a corpus has some twenty for every statement.
type dyads struct {
	sorter  *extsort.Sorter
	scorers []string // sorted, as series are
	rec     []byte
}

func newDyads(temp string, scorers []string) *dyads {
	names := slices.Clone(scorers)
	slices.Sort(names)
	return &dyads{sorter: extsort.New(temp, "dyads", dyadMemory), scorers: names}
}

// add takes in an observation.
func (d *dyads) add(o *shift.Observation) (err error) {
	for dyad, m := range o.Members {
		scorer, ok := slices.BinarySearch(d.scorers, dyad.Scorer)
		if !ok {
			return fmt.Errorf("a score by %q, which is no scorer of the run", dyad.Scorer)
		}
		// In the order of shift.CompareDyads; the scorer and the channel stand after
		// the key, for the series of one pair are given together, and every member
		// is also in the series of both channels.
		rec := append(d.rec[:0], byte(dyad.Level))
		rec = extsort.AppendString(rec, dyad.Speaker)
		rec = extsort.AppendString(rec, dyad.Target)
		rec = extsort.AppendString(rec, dyad.Axis)
		if rec, err = appendMember(append(rec, byte(scorer), byte(dyad.Channel)), &m); err != nil {
			return err
		}
		d.rec = rec
		if err := d.sorter.Add(rec); err != nil {
			return err
		}
	}
	return nil
}

// Flags of a member in its record.
const (
	memberRetells = 1 << iota
	memberCopies
)

func appendMember(rec []byte, m *shift.Member) ([]byte, error) {
	event, err := strconv.ParseUint(m.Event, 16, 64)
	if err != nil {
		return nil, fmt.Errorf("event %q has no hexadecimal id", m.Event)
	}
	statement, err := strconv.ParseUint(m.Statement, 16, 64)
	if err != nil {
		return nil, fmt.Errorf("statement %q has no hexadecimal id", m.Statement)
	}
	flags := byte(0)
	if m.Retelling {
		flags |= memberRetells
	}
	if m.Copy {
		flags |= memberCopies
	}
	rec = extsort.AppendUint64(rec, event)
	rec = extsort.AppendUint64(rec, statement)
	rec = extsort.AppendString(rec, m.Doc)
	rec = extsort.AppendString(rec, m.Outlet)
	rec = extsort.AppendInt64(rec, int64(m.Time.Lo))
	rec = extsort.AppendInt64(rec, int64(m.Time.Hi))
	rec = extsort.AppendFloat(rec, m.Value)
	rec = extsort.AppendFloat(rec, m.StdErr)
	rec = extsort.AppendFloat(rec, m.Weight)
	rec = extsort.AppendInt64(rec, m.Order)
	rec = extsort.AppendUint32(rec, uint32(m.Statements))
	rec = extsort.AppendString(rec, m.Toward)
	rec = extsort.AppendInt64(rec, int64(m.Published))
	return append(rec, byte(m.Kind), byte(m.Method), byte(m.Class), flags), nil
}

func readMember(in *extsort.Fields, intern func([]byte) string) shift.Member {
	var m shift.Member
	m.Event, m.Statement = hexID(in.Uint64()), hexID(in.Uint64())
	m.Doc, m.Outlet = intern(in.Bytes(nil)), intern(in.Bytes(nil))
	m.Time = detente.Interval{Lo: detente.Time(in.Int64()), Hi: detente.Time(in.Int64())}
	m.Value, m.StdErr, m.Weight = in.Float(), in.Float(), in.Float()
	m.Order = in.Int64()
	m.Statements = int32(in.Uint32())
	m.Toward, m.Published = intern(in.Bytes(nil)), detente.Time(in.Int64())
	m.Kind = detente.Kind(in.Byte())
	m.Method, m.Class = detente.Method(in.Byte()), detente.Class(in.Byte())
	flags := in.Byte()
	m.Retelling, m.Copy = flags&memberRetells != 0, flags&memberCopies != 0
	return m
}

// hexID is the form in which a statement's id is written.
func hexID(n uint64) string {
	const digits = "0123456789abcdef"
	var b [16]byte
	for i := range b {
		b[i] = digits[n>>(60-4*i)&15]
	}
	return string(b[:])
}

// series yields the series of every pair, by all scorers and in all channels, in
// the order of shift.CompareDyads. The members of one pair are held in memory.
func (d *dyads) series() iter.Seq2[[]detente.Series, error] {
	return func(yield func([]detente.Series, error) bool) {
		g := dyadReader{dyads: d, seen: map[string]string{}}
		for rec, err := range d.sorter.Sorted() {
			if err == nil {
				err = g.take(rec, yield)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if g.stopped {
				return
			}
		}
		g.flush(yield)
	}
}

// dyadReader gathers the members of the pair at hand.
type dyadReader struct {
	*dyads
	key     []byte
	members []partMember
	part    []shift.Member
	seen    map[string]string // strings of the pair at hand, each kept once
	stopped bool
}

type partMember struct {
	scorer  byte
	channel detente.Channel
	shift.Member
}

func (g *dyadReader) take(rec []byte, yield func([]detente.Series, error) bool) error {
	if !bytes.HasPrefix(rec, g.key) || len(g.key) == 0 {
		if g.flush(yield); g.stopped {
			return nil
		}
		in := extsort.Fields{Rest: rec}
		in.Byte()
		for range 3 {
			_ = in.String()
		}
		g.key = append(g.key[:0], rec[:len(rec)-len(in.Rest)]...)
	}
	in := extsort.Fields{Rest: rec[len(g.key):]}
	m := partMember{scorer: in.Byte(), channel: detente.Channel(in.Byte())}
	m.Member = readMember(&in, g.intern)
	g.members = append(g.members, m)
	return in.Err()
}

func (g *dyadReader) intern(b []byte) string {
	s, ok := g.seen[string(b)]
	if !ok {
		s = string(b)
		g.seen[s] = s
	}
	return s
}

// flush yields the series of the pair at hand: by every scorer that of both
// channels together, then that of each channel that has members.
func (g *dyadReader) flush(yield func([]detente.Series, error) bool) {
	if len(g.members) == 0 {
		return
	}
	in := extsort.Fields{Rest: g.key}
	dyad := detente.Dyad{Level: detente.Level(in.Byte()), Speaker: in.String(), Target: in.String(), Axis: in.String()}
	var out []detente.Series
	for scorer, name := range g.scorers {
		dyad.Scorer = name
		for channel := range detente.Channel(len(detente.ChannelNames)) {
			g.part = g.part[:0]
			for i := range g.members {
				if m := &g.members[i]; int(m.scorer) == scorer && (channel == 0 || m.channel == channel) {
					g.part = append(g.part, m.Member)
				}
			}
			if len(g.part) == 0 {
				continue
			}
			dyad.Channel = channel
			out = append(out, shift.SeriesOf(dyad, g.part))
		}
	}
	g.stopped = !yield(out, nil)
	g.members = g.members[:0]
	clear(g.seen)
}

func (d *dyads) close() error { return d.sorter.Close() }
