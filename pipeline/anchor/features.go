package anchor

import (
	"sort"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// The relation of an event to the publication, as the model tells it apart.
const (
	relBefore = iota // over before the day of publication
	relOn            // on the day of publication
	relSpan          // begun before it, lasting beyond it
	relAfter         // later
	relations
)

// featureCode is the version of the features: a model trained with others must
// not be read.
const featureCode = 3

// Features gives the features of event words by which their relation to the
// publication is told, one list a span, in the same order. It is what the
// trainer of the model reads.
func Features(doc *detente.Doc, tree *detente.Tree, spans []detente.Span, times []detente.Timex, p detente.Published) [][]uint64 {
	v := eventView(doc, tree, spans, times)
	v.axis = newAxis(v, p)
	v.readArticle()
	out := make([][]uint64, len(spans))
	for i := range spans {
		out[i] = v.features(int32(i), nil)
	}
	return out
}

// features appends what the text shows of event i: its word, its tense and that
// of the verbs above it, what it depends on, the times near it, its place.
func (v *view) features(i int32, out []uint64) []uint64 {
	k := v.cue[i].first
	if int(k) >= len(v.doc.Tokens) || v.cue[i].first >= v.cue[i].last {
		return out
	}
	k = v.headOf(v.cue[i])
	f := features{out: out}
	w := v.verbAt(k)
	f.add(1, v.verbLemma(k))
	f.add(2, uint64(v.tree.Tags[k].XPOS))
	f.add(3, uint64(w.form))
	c := v.t.clusters.Get(v.hash(k))
	f.add(4, uint64(c&0x7F))
	f.add(5, uint64(c>>7&0x3FF))
	f.add(6, uint64(c>>17))
	f.add(7, uint64(v.tree.Label[k]))
	f.add(8, model.Join(uint64(w.form), v.verbLemma(k)))
	f.add(9, model.Join(uint64(w.form), uint64(c&0x7F)))
	f.add(10, w.aux)
	// the verb above
	h, up := v.verbAbove(k)
	g := v.verbAt(h)
	f.add(11, uint64(g.form))
	f.add(12, model.Join(uint64(g.form), uint64(w.form)))
	f.add(13, model.Join(uint64(g.form), uint64(v.tree.Label[k])))
	f.add(14, v.verbLemma(h))
	f.add(15, model.Join(v.verbLemma(h), uint64(w.form)))
	f.add(16, up)
	f.add(17, model.Join(up, model.Join(uint64(g.form), uint64(w.form))))
	hh, _ := v.verbAbove(h)
	gg := v.verbAt(hh)
	f.add(18, model.Join(uint64(gg.form), model.Join(uint64(g.form), uint64(w.form))))
	// words of the phrase: its preposition, article, adverbs, subordinator
	s := v.sentence(k)
	for j := max(s.first, k-12); j < min(s.last, k+13); j++ {
		if v.tree.Head[j] != k {
			continue
		}
		switch l := v.tree.Label[j]; l {
		case detente.LabelCase, detente.LabelMark, detente.LabelDet, detente.LabelAdvmod, detente.LabelNmodPoss, detente.LabelCop:
			f.add(20+int(l)%4, model.Join(uint64(l), v.hash(j)))
			f.add(19, model.Join(uint64(l), model.Join(v.hash(j), uint64(w.form))))
		case detente.LabelAmod, detente.LabelCompound, detente.LabelNsubj, detente.LabelNsubjPass, detente.LabelObj:
			f.add(24, model.Join(uint64(l), uint64(v.t.clusters.Get(v.hash(j))&0x7F)))
		}
	}
	for d := int32(-2); d <= 2; d++ {
		if d == 0 || k+d < s.first || k+d >= s.last {
			continue
		}
		f.add(30+int(d), v.hash(k+d))
		f.add(36+int(d), uint64(v.tree.Tags[k+d].XPOS))
	}
	// place in the text, quotation
	quoted := uint64(0)
	if v.doc.Tokens[k].Depth > 0 {
		quoted = 1
	}
	f.add(40, quoted)
	f.add(41, model.Join(quoted, uint64(w.form)))
	sent := v.doc.Tokens[k].Sentence
	f.add(42, uint64(min(sent, 3)))
	f.add(43, uint64(min(v.doc.Sentences[sent].Paragraph, 3)))
	f.add(44, model.Join(uint64(min(sent, 2)), uint64(w.form)))
	v.articleFeatures(&f, k, w.form)
	v.verbsAround(&f, k, w.form)
	v.timeFeatures(&f, i, k, w.form)
	return f.out
}

// article says how the times of an article as a whole lie to the publication:
// the place of the first day that its lead names, and whether it names the day of
// publication (1), the one before (2), and has a dateline (4). The reports of an
// article are of that day, whatever their own sentence says.
type article struct {
	first, named uint64
}

func (v *view) readArticle() {
	const lead = 4 // sentences
	a := article{first: 9}
	for t := range v.times {
		if v.times[t].Span.Start < v.doc.Dateline.End {
			continue
		}
		p := v.place(int32(t))
		if a.first == 9 && v.times[t].Sentence < lead && p >= 1 && p <= 5 {
			a.first = p
		}
		switch p {
		case 2:
			a.named |= 1
		case 5:
			a.named |= 2
		}
	}
	if !v.doc.Dateline.Empty() {
		a.named |= 4
	}
	v.article = a
}

func (v *view) articleFeatures(f *features, k int32, form uint64) {
	first, named := v.article.first, v.article.named
	f.add(92, model.Join(first, form))
	f.add(93, model.Join(named, form))
	f.add(94, model.Join(first, v.verbLemma(k)))
	f.add(95, model.Join(named, v.verbLemma(k)))
	f.add(96, model.Join(named, first))
}

// timeFeatures tells how the times near the event lie to the publication.
func (v *view) timeFeatures(f *features, i, k int32, form uint64) {
	own, clausal := uint64(9), uint64(9)
	if t := v.own[i]; t >= 0 {
		own = v.place(t)
	}
	if t := v.clausal[i]; t >= 0 {
		clausal = v.place(t)
	}
	f.add(50, own)
	f.add(51, clausal)
	f.add(52, model.Join(own, form))
	near, gap := uint64(9), int32(1<<20)
	dep := uint64(9)
	for _, t := range v.idx.times.of(v.doc.Tokens[k].Sentence) {
		if d := v.distance(t, i); d < gap {
			gap, near = d, v.place(t)
		}
		h := v.tree.Head[v.headOf(v.time[t])]
		if h == k {
			dep = v.place(t)
		}
	}
	f.add(53, near)
	f.add(54, model.Join(near, uint64(min(gap, 12)/3)))
	f.add(55, model.Join(near, form))
	f.add(56, dep)
	f.add(57, model.Join(dep, form))
	above, _ := v.verbAbove(k)
	up := uint64(9)
	for _, t := range v.idx.times.of(v.doc.Tokens[k].Sentence) {
		if v.tree.Head[v.headOf(v.time[t])] == above && above >= 0 {
			up = v.place(t)
		}
	}
	f.add(58, up)
	last := uint64(9) // the time named last before this sentence
	for s := v.doc.Tokens[k].Sentence - 1; s >= 0 && s >= v.doc.Tokens[k].Sentence-3 && last == 9; s-- {
		for _, t := range v.idx.times.of(s) {
			last = v.place(t)
		}
	}
	g := v.verbAt(above).form
	f.add(65, model.Join(near, model.Join(form, g)))
	f.add(66, model.Join(up, g))
	v.sideTimes(f, k, form)
	f.add(59, last)
	f.add(60, model.Join(last, form))
}

// verbsAround tells the forms of the verbs before and behind a token in its
// sentence, and of the verb that the sentence turns on.
func (v *view) verbsAround(f *features, k int32, form uint64) {
	s := v.sentence(k)
	for j := k - 1; j >= s.first; j-- {
		if v.tree.Tags[j].UPOS == detente.UPOSVERB {
			f.add(80, model.Join(v.verbAt(j).form, form))
			break
		}
	}
	for j := k + 1; j < s.last; j++ {
		if v.tree.Tags[j].UPOS == detente.UPOSVERB {
			f.add(81, model.Join(v.verbAt(j).form, form))
			break
		}
	}
	for j := s.first; j < s.last; j++ {
		if v.tree.Head[j] < 0 {
			f.add(82, model.Join(v.verbAt(j).form, form))
			f.add(83, v.verbLemma(j))
		}
		if v.tree.Head[j] == k && (v.tree.Label[j] == detente.LabelNsubj || v.tree.Label[j] == detente.LabelObj || v.tree.Label[j] == detente.LabelNsubjPass) {
			f.add(84, model.Join(uint64(v.tree.Label[j]), v.hash(j)))
			f.add(85, model.Join(uint64(v.tree.Label[j]), uint64(v.t.clusters.Get(v.hash(j))>>7&0x3FF)))
		}
	}
}

// sideTimes tells how the times on both sides of a token in its sentence lie to
// the publication, and the time named last in the text before it.
func (v *view) sideTimes(f *features, k int32, form uint64) {
	left, right, before := uint64(9), uint64(9), uint64(9)
	s := v.sentence(k)
	at := sort.Search(len(v.time), func(i int) bool { return v.time[i].first > k })
	if at < len(v.time) && v.time[at].first < s.last {
		right = v.place(int32(at))
	}
	for j := at - 1; j >= 0 && j >= at-6; j-- {
		p := v.place(int32(j))
		if left == 9 && v.time[j].first >= s.first {
			left = p
		}
		if before == 9 && p >= 1 && p <= 5 {
			before = p
		}
	}
	f.add(86, left)
	f.add(87, right)
	f.add(88, model.Join(left, form))
	f.add(89, model.Join(right, form))
	f.add(90, before)
	f.add(91, model.Join(before, form))
}

// place says where an expression lies to the publication: 0 no place, 1 before,
// 2 the day itself, 3 round it, 4 after, 5 the day before, 6 a duration, 7 a set.
func (v *view) place(t int32) uint64 {
	x := &v.times[t]
	switch x.Type {
	case detente.TimexDuration:
		return 6
	case detente.TimexSet:
		return 7
	}
	b, _, ok := v.axis.at(v, t)
	dct := v.axis.dct
	switch {
	case !ok || !v.axis.known:
		return 0
	case b.hi == dct.hi && b.lo == dct.lo:
		return 2
	case b.hi < dct.lo && b.hi != openHi:
		if b.hi == dct.lo-1 && b.lo == b.hi {
			return 5
		}
		return 1
	case b.lo > dct.hi:
		return 4
	}
	return 3
}

type features struct {
	out []uint64
}

func (f *features) add(template int, value uint64) { f.out = append(f.out, model.Mix(template, value)) }

// headOf is the token of a range whose head lies outside it.
func (v *view) headOf(t tokens) int32 {
	for k := t.first; k < t.last; k++ {
		if h := v.tree.Head[k]; h < t.first || h >= t.last {
			return k
		}
	}
	return t.first
}

// verbLemma is the hash of the verb that a word is a form of, or of the word.
func (v *view) verbLemma(k int32) uint64 {
	if verb, ok := v.t.verbs.Lookup(v.hash(k)); ok {
		return verb.Lemma
	}
	return v.hash(k)
}

// verbForm is the tense of a verb with its auxiliaries.
type verbForm struct {
	form uint64 // tag, first finite auxiliary, perfect, progressive, modal, infinitive
	aux  uint64 // the words of the auxiliaries
}

var (
	hHaving = lexicon.Hash("having")
	hBeing  = lexicon.Hash("being")
)

// verbAt reads the form of the word at a token; nouns have their tag alone.
func (v *view) verbAt(k int32) verbForm {
	if k < 0 {
		return verbForm{}
	}
	tag := v.tree.Tags[k].XPOS
	finite, perfect, to := uint64(0), uint64(0), uint64(0)
	w := verbForm{aux: 1}
	s := v.sentence(k)
	for j := max(s.first, k-8); j < k; j++ {
		if v.tree.Head[j] != k {
			continue
		}
		switch v.tree.Label[j] {
		case detente.LabelAux, detente.LabelAuxPass, detente.LabelCop:
			h := v.hash(j)
			w.aux = model.Join(w.aux, h)
			if finite == 0 {
				finite = uint64(v.tree.Tags[j].XPOS)
				if finite == uint64(detente.XPOSMD) {
					finite = h
				}
			}
			switch h {
			case hHas, hHave, hHad, hHaving:
				perfect |= 1
			case hBeing, hBeen, hBe:
				perfect |= 2
			}
		case detente.LabelMark:
			if v.hash(j) == hTo {
				to = 1
			}
		}
	}
	w.form = model.Join(uint64(tag), model.Join(finite, perfect<<1|to))
	return w
}

// verbAbove climbs from a token to the next verb above it. up is the path of the
// relations, at most three of them.
func (v *view) verbAbove(k int32) (verb int32, up uint64) {
	if k < 0 {
		return -1, 0
	}
	up = 1
	h := v.tree.Head[k]
	label := v.tree.Label[k]
	for n := 0; h >= 0 && n < 6; n++ {
		if n < 3 {
			up = model.Join(up, uint64(label))
		}
		if u := v.tree.Tags[h].UPOS; u == detente.UPOSVERB || u == detente.UPOSAUX {
			return h, up
		}
		label = v.tree.Label[h]
		h = v.tree.Head[h]
	}
	return -1, up
}
