package segment

import "detente/internal/model"

// place is a possible border before token i, and what stands round it.
type place struct {
	i              int
	end            int // the last word before the marks that end the sentence
	before, after  [3]shape
	wordBefore     [3]uint64
	wordAfter      [3]uint64
	pair           uint64 // the shapes on both sides
	glue           uint64
	length         uint64 // of the sentence so far
	stop           uint64 // how far the next stop is
	small          uint64 // how many small words the sentence has, its brackets and numbers
	names          uint64 // words with capitals in a row on both sides
	commas         uint64
	verbs          uint64 // whether the sentence, and what follows, has one
	enclosed       uint64 // whether the sentence is all in brackets or quotation marks
	label          uint64 // how far a colon is
	clusterEnd     [2]uint64
	clusterInitial [2]uint64
}

// shapes packs shapes, five bits each.
func packed(xs ...shape) uint64 {
	v := uint64(0)
	for _, x := range xs {
		v = v<<5 | uint64(x)
	}
	return v
}

// look describes the place before token i.
func (b *borders) look(i int) (p place) {
	p.i = i
	for k := range 3 {
		p.before[k], p.wordBefore[k] = b.shape(i-1-k), b.word(i-1-k)
		p.after[k], p.wordAfter[k] = b.shape(i+k), b.word(i+k)
	}
	p.pair = packed(p.before[0], p.after[0])
	if !b.glued(i) {
		p.glue = 1
	}
	p.end = i - 1
	for p.end > b.start && b.shapes[p.end] >= stopMark && b.shapes[p.end] <= closingBracket && b.shapes[p.end] != commaMark {
		p.end--
	}
	p.length = bucket(i - b.start)
	stop := i
	for stop < b.hi && stop < i+nearby && !b.shapes[stop].stops() {
		stop++
	}
	p.stop = bucket(stop - i)
	if stop == b.hi {
		p.stop = 15
	}
	b.lookBack(&p)
	b.lookAhead(&p, stop)
	c := b.clusters.Get(b.doc.Tokens[p.end].Hash)
	p.clusterEnd = [2]uint64{uint64(c & 127), uint64(c >> 7 & 1023)}
	c = b.clusters.Get(b.doc.Tokens[i].Hash)
	p.clusterInitial = [2]uint64{uint64(c & 127), uint64(c >> 7 & 1023)}
	return p
}

// nearby bounds how far a place is looked at, so that long paragraphs cost no
// more than their length.
const nearby = 40

// lookBack describes the sentence before the place.
func (b *borders) lookBack(p *place) {
	small, numbers, commas, brackets, names := 0, 0, 0, 0, 0
	inner, verb := false, false
	for k := p.i - 1; k >= b.start && k > p.i-nearby; k-- {
		switch s := b.shapes[k]; s {
		case lowerWord, cliticWord:
			small++
			verb = verb || b.isVerb(k)
		case numberShape:
			numbers++
		case commaMark, semicolonMark:
			commas++
		case openingBracket:
			brackets++
		case closingBracket:
			brackets--
			inner = inner || k < p.i-1
		}
		if names == p.i-1-k && names < 8 && b.shapes[k].capital() {
			names++
		}
	}
	p.names = uint64(names) << 4
	p.commas = uint64(min(commas, 3))
	if verb {
		p.verbs = 1
	}
	switch {
	case small == 0:
		p.small = 1
	case small < 3:
		p.small = 2
	}
	if brackets > 0 {
		p.small |= 4
	}
	if numbers > 0 {
		p.small |= 8
	}
	if b.shapes[b.start] == openingBracket && p.before[0] == closingBracket && !inner {
		p.enclosed = 1
	}
	if b.shapes[b.start] == openingQuote && (p.before[0] == closingQuote || p.before[1] == closingQuote) {
		p.enclosed = 2
	}
}

// lookAhead describes what follows the place, up to the next stop.
func (b *borders) lookAhead(p *place, stop int) {
	names := p.i
	for names < b.hi && names < p.i+8 && b.shapes[names].capital() {
		names++
	}
	p.names |= uint64(names - p.i)
	for k := p.i; k < stop && k < p.i+12; k++ {
		if b.isVerb(k) {
			p.verbs |= uint64(1+min(2, (k-p.i)/3)) << 1
			break
		}
	}
	for k := p.i; k < b.hi && k < p.i+4; k++ {
		if b.shapes[k] == colonMark {
			p.label = uint64(k - p.i + 1)
			break
		}
	}
}

// fill gives the features of the place before token i. The number of a feature
// is its place in the list: a change of the list needs a new model, which Code
// sees to.
func (b *borders) fill(i int) []uint64 {
	p := b.look(i)
	j := model.Join
	l, r := &p.before, &p.after
	wl, wr := &p.wordBefore, &p.wordAfter
	end := b.word(p.end)
	m := b.manner.value()
	first := b.word(b.start)
	marked := uint64(0)
	if l[0] >= stopMark {
		marked = 1
	}
	f := append(b.features[:0],
		0, wl[0], wr[0], j(wl[0], wr[0]), j(wl[1], wl[0]), j(wr[0], wr[1]),
		p.pair|p.glue<<30,
		packed(l[1], l[0], r[0])|p.glue<<30,
		packed(l[0], r[0], r[1])|p.glue<<30,
		packed(l[1], l[0], r[0], r[1])|p.glue<<30,
		packed(l[2], l[1], l[0], r[0], r[1], r[2]),
		j(wl[0], uint64(r[0])|p.glue<<30),
		j(wr[0], p.pair|p.glue<<30),
		j(end, p.pair), j(end, wr[0]),
		j(wr[1], p.pair), j(wl[1], p.pair), j(wl[2], p.pair), j(wr[2], p.pair),
		p.length|p.pair<<8,
		bucket(b.hi-i)|p.pair<<8,
		p.stop|p.pair<<8,
		p.length|p.stop<<4|p.pair<<8,
		m|p.pair<<8,
		m|p.length<<8|p.pair<<16,
		j(wr[0], m|uint64(r[0])<<8|marked<<16),
	)
	f = b.fillState(f, &p)
	f = append(f,
		p.names|p.pair<<8,
		p.names|p.small<<8|p.length<<16|uint64(r[0])<<24,
		p.small|p.pair<<8,
		p.small|p.length<<8|p.pair<<16,
		p.commas|p.pair<<8|p.small<<20,
		j(first, p.pair),
		uint64(b.shape(b.start))|p.pair<<8|p.length<<24,
		j(wr[0], p.stop|uint64(l[0])<<8),
		uint64(b.doc.Tokens[p.end].Span.Len())|packed(b.shape(p.end), l[0], r[0])<<8,
		packed(b.shape(b.hi-1), l[0], r[0]),
		m|packed(l[1], l[0], r[0], r[1])<<8,
		p.verbs|p.pair<<8,
		p.verbs|p.stop<<4|p.length<<8|p.pair<<12,
		j(wr[0], p.verbs|uint64(l[0])<<8),
		j(wl[0], p.verbs|uint64(r[0])<<8),
		p.enclosed|p.length<<4|packed(l[1], l[0], r[0])<<8,
		p.enclosed|m<<4|p.pair<<16,
		p.label|p.pair<<4|p.small<<20,
		j(wr[0], p.label),
	)
	for n, v := range f {
		f[n] = model.Mix(n, v)
	}
	b.features = f
	return f
}

// fillState adds the features of quotations, word clusters and kinds of words.
func (b *borders) fillState(f []uint64, p *place) []uint64 {
	t, u := &b.doc.Tokens[p.i-1], &b.doc.Tokens[p.i]
	quotes := uint64(u.Quote)<<8 | uint64(t.Quote)<<4 | uint64(min(u.Depth, 3))<<2 | uint64(min(t.Depth, 3))
	e, c := p.clusterEnd, p.clusterInitial
	return append(f,
		quotes|p.pair<<16,
		quotes|packed(p.before[1], p.before[0], p.after[0])<<16,
		e[0]|p.pair<<8,
		c[0]|p.pair<<8,
		e[1]|p.pair<<16,
		c[1]|p.pair<<16,
		e[0]|c[0]<<8|p.pair<<16,
		e[1]|c[0]<<16|p.pair<<24,
		e[0]|c[1]<<16|p.pair<<32,
		b.kind(p.end)<<16|b.kind(p.i)|p.pair<<32,
	)
}
