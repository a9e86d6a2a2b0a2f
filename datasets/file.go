package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// fileReader reads one opened file.
type fileReader struct {
	*pass
	in     *Input
	s      *stream
	recs   records
	open   func(*Input, *stream, *Options) (records, error)
	group  *Group // of the files that are read in the same way
	failed error  // what ended the file before its end

	export    *export // that needs more than its columns' names, or nil
	fields    mapping
	order     dateOrder
	midnights bool // no clock of the date column shows anything else
}

// item is a record of the sample, or the error in its place.
type item struct {
	rec record
	err *recordError
}

// read reads the file's records.
func (f *fileReader) read() bool {
	sample, good, whole := f.sample()
	if len(good) == 0 && !whole && f.failed == nil {
		return f.lose(f.in, nil, 0, reasonUnreadable, fmt.Errorf("none of the first %d records can be read, the first because: %w", len(sample), sample[0].err.err))
	}
	if reason, err := f.choose(good, whole); err != nil {
		return f.lose(f.in, nil, 0, reason, err)
	}
	for _, it := range sample {
		if !f.emit(it.rec, it.err) {
			return false
		}
	}
	for f.failed == nil && !whole {
		rec, err := f.recs.next()
		if err == io.EOF {
			break
		}
		bad := f.split(err)
		if f.failed != nil {
			break
		}
		if !f.emit(rec, bad) {
			return false
		}
	}
	if p, ok := f.recs.(passer); ok {
		f.group.pass(p.passed())
	}
	if f.failed != nil {
		f.pass.failed = true
		return f.lose(f.in, f.group, 0, reasonUnreadable, f.failed)
	}
	return true
}

// split tells an error of one record from one that ends the file.
func (f *fileReader) split(err error) *recordError {
	var bad *recordError
	if err != nil && !errors.As(err, &bad) {
		f.failed = err
	}
	return bad
}

// sample reads the first records. good are those that could be read; whole is
// true when there are no more.
func (f *fileReader) sample() (sample []item, good []record, whole bool) {
	size := 0
	for len(good) < sampleRecords && size < sampleBytes && (len(good) > 0 || len(sample) < sampleErrors) {
		rec, err := f.recs.next()
		if err == io.EOF {
			return sample, good, true
		}
		bad := f.split(err)
		if f.failed != nil {
			return sample, good, false
		}
		sample = append(sample, item{rec, bad})
		if bad == nil {
			good = append(good, rec)
			for _, c := range rec.cells {
				size += len(c.value)
			}
		}
	}
	return sample, good, false
}

// choose finds the columns of the file and the order of its dates, and the
// group of files that it is reported with.
func (f *fileReader) choose(good []record, whole bool) (reason string, err error) {
	forced := f.opt.Fields
	kind := f.recs.kind()
	native, isNative := f.recs.(native)
	columns := f.columns(good)
	for _, field := range FieldNames {
		name, ok := forced[field]
		if isNative {
			break // a page or document may well lack what others have
		}
		// An article on its own may well lack a member that others have.
		lone := len(good) == 1 && whole && strings.HasPrefix(kind, "json") && field != "text"
		if ok && name != "-" && name != "" && !slices.Contains(columns, name) && !lone && len(good) > 0 {
			return reasonColumn, fmt.Errorf("no column %q for the field %q: the columns are %s", name, field, quoted(columns))
		}
	}
	if isNative {
		forced = native.fields()
		maps.Copy(forced, f.opt.Fields)
	}
	if f.export = exportOf(columns, headless(f.recs)); f.export != nil {
		if _, ok := f.opt.Fields["text"]; f.export.refuse != "" && !ok {
			return reasonColumn, errors.New(f.export.refuse)
		}
		if f.export.text != "" {
			forced = maps.Clone(forced)
			if forced == nil {
				forced = map[string]string{}
			}
			forced["text"] = f.export.text
		}
	}
	fields, choices, err := chooseFields(good, forced)
	if err != nil {
		return reasonUnreadable, err
	}
	if fields["text"] == "" && len(good) > 0 {
		return reasonColumn, fmt.Errorf("no column holds the text of articles: the columns are %s: name it with --field text=NAME, or export the corpus with its texts", quoted(columns))
	}
	f.fields = fields
	evidenced := 0
	if name := fields["date"]; name != "" {
		f.order, evidenced, f.midnights = f.dateColumn(name, good, whole)
	}
	f.group = f.report.group(f.in, kind, f.s, choices, f.order, evidenced)
	f.touch(f.group)
	return "", nil
}

// columns are the names of the columns: the header of a table, else what the
// sample has.
func (f *fileReader) columns(good []record) (names []string) {
	if c, ok := f.recs.(*csvRecords); ok {
		return c.header
	}
	for _, c := range columnsOf(good) {
		names = append(names, c.name)
	}
	return names
}

// headless reports whether a table has no header.
func headless(r records) bool {
	c, ok := r.(*csvRecords)
	return ok && c.headless
}

func quoted(names []string) string {
	const most = 30
	var b strings.Builder
	for i, n := range names[:min(len(names), most)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%q", n)
	}
	if len(names) > most {
		fmt.Fprintf(&b, " and %d more", len(names)-most)
	}
	return cmp.Or(b.String(), "none")
}

// dateColumn looks at the whole column of dates: which order of day and month
// its values prove, by how many of them, and whether every clock shows midnight.
// Only a file with dates such as 03/04/1987 is read twice for that, and standard
// input, which cannot be, is judged by its sample.
func (f *fileReader) dateColumn(name string, good []record, whole bool) (order dateOrder, proofs int, midnights bool) {
	numeric := false
	clocks, zero := 0, 0
	see := func(v string) {
		o, n := evidence(v)
		numeric = numeric || n
		if o != orderUnknown {
			order = order.add(o)
			proofs++
		}
	}
	for i := range good {
		v := good[i].get(name)
		see(v)
		if d, p := parseDate(v, dayFirst); p == dateOK && d.clock {
			clocks++
			if d.midnight() {
				zero++
			}
		}
	}
	midnights = clocks > 0 && clocks == zero
	if !numeric || whole || f.in.again == nil {
		return order, proofs, midnights
	}
	s, err := f.in.again()
	if err != nil {
		return order, proofs, midnights
	}
	defer s.Close()
	recs, err := f.open(f.in, s, f.opt)
	if err != nil {
		return order, proofs, midnights
	}
	order, proofs = orderUnknown, 0
	for f.ctx.Err() == nil {
		rec, err := recs.next()
		var bad *recordError
		if err != nil && !errors.As(err, &bad) {
			break // reported by the reading itself
		}
		see(rec.get(name))
	}
	return order, proofs, midnights
}
