package speech

import (
	"unicode"
	"unicode/utf8"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// View is what the features see of one document.
type View struct {
	doc       *detente.Doc
	tree      *detente.Tree
	proposals []Proposal
	codes     []uint64 // of each proposal, see code

	word     []uint64 // folded word; marks of a kind have one value
	lemma    []uint64 // of verbs that the table knows, else the word
	cluster  []uint32 // packed, 0 unknown
	class    []uint8  // how often the word is a cue, 1 to 4; 0 never
	kid      []int32  // first child, or -1
	next     []int32  // next child of the same head, or -1
	of       []int32  // the proposal whose cue has its head here, or -1
	content  []int32  // the proposal, the innermost, whose content holds the token, or -1
	source   []int32  // the same of sources
	cue      []int32  // the same of cues
	quote    []int32  // the outermost quotation round the token, or -1
	accepted []bool   // tokens that the first model took for cues

	features list
	window   window
	back     [][parts + 1]uint8
	labels   []uint8

	emit, move [model.MaxClasses]int32 // scores of a step of the search
}

// list collects the features of one decision.
type list struct {
	f [63]uint64
	n int
}

func (l *list) add(template int, value uint64) {
	if l.n < len(l.f) {
		l.f[l.n] = model.Mix(template, value)
		l.n++
	}
}

// Values of marks, so that typography changes nothing.
const (
	valueOpen  = 1
	valueClose = 2
	valueQuote = 3 // a whole quotation
	valueNone  = 4 // before the first token and after the last
	valueName  = 5
)

// NewView reads a document. The proposals are those of the rules, in any order.
func NewView(m *Model, doc *detente.Doc, tree *detente.Tree, proposals []Proposal) *View {
	n := len(doc.Tokens)
	ints, wide := make([]int32, 7*n), make([]uint64, 2*n)
	cut := func(k int) []int32 { return ints[k*n : (k+1)*n : (k+1)*n] }
	v := &View{
		doc: doc, tree: tree, proposals: proposals,
		word: wide[:n:n], lemma: wide[n:], cluster: make([]uint32, n), class: make([]uint8, n), accepted: make([]bool, n),
		kid: cut(0), next: cut(1), of: cut(2), content: cut(3), source: cut(4), cue: cut(5), quote: cut(6),
	}
	for i := range ints {
		ints[i] = -1
	}
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		v.word[i] = t.Hash
		if t.Kind == detente.Mark {
			v.word[i] = valueOpen
			if t.Quote == detente.Closing {
				v.word[i] = valueClose
			}
		}
		if v.name(i) { // who it is must not matter, and Premier Tell tells nothing by her name
			v.word[i], v.lemma[i] = valueName, valueName
			continue
		}
		v.lemma[i] = v.word[i]
		v.class[i] = uint8(m.Classes.Get(t.Hash))
		if t.Kind == detente.Word {
			v.cluster[i] = m.Clusters.Get(t.Hash)
			if u := tree.Tags[i].UPOS; u == detente.UPOSVERB || u == detente.UPOSAUX || v.class[i] > 0 {
				if verb, ok := m.Verbs.Lookup(t.Hash); ok && verb.Lemma != 0 {
					v.lemma[i] = verb.Lemma
				}
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		if h := tree.Head[i]; h >= 0 {
			v.next[i], v.kid[h] = v.kid[h], int32(i)
		}
	}
	for q := range doc.Quotes {
		if o := &doc.Quotes[q]; o.Depth == 1 {
			for i := o.First; i < o.Last; i++ {
				v.quote[i] = int32(q)
			}
		}
	}
	v.propose()
	return v
}

// name reports whether token i belongs to a name, or to the adjective of one.
func (v *View) name(i int) bool {
	switch v.tree.Tags[i].UPOS {
	case detente.UPOSPROPN:
		return true
	case detente.UPOSADJ, detente.UPOSNOUN:
		t := &v.doc.Tokens[i]
		r, _ := utf8.DecodeRuneInString(t.Span.In(v.doc.Text))
		return unicode.IsUpper(r) && int32(i) != v.doc.Sentences[t.Sentence].First
	}
	return false
}

// propose enters the proposals. Where contents lie one in another, the shorter
// one counts.
func (v *View) propose() {
	v.codes = make([]uint64, len(v.proposals))
	for k := range v.proposals {
		p := &v.proposals[k]
		v.of[v.Head(p.Cue)] = int32(k)
		enter(v.cue, p.Cue, int32(k))
		enter(v.source, p.Source, int32(k))
		for _, r := range p.Content {
			for i := r.First; i < r.Last; i++ {
				if o := v.content[i]; o < 0 || v.length(int(o)) > v.length(k) {
					v.content[i] = int32(k)
				}
			}
		}
		v.codes[k] = v.code(p)
	}
}

func (v *View) length(k int) int32 {
	n := int32(0)
	for _, r := range v.proposals[k].Content {
		n += r.Last - r.First
	}
	return n
}

func enter(at []int32, r Run, k int32) {
	for i := r.First; i < r.Last; i++ {
		at[i] = k
	}
}

// Head gives the token of a cue that the others hang on; a verb before others.
func (v *View) Head(r Run) int32 {
	best := r.First
	for i := r.Last - 1; i >= r.First; i-- {
		h := v.tree.Head[i]
		if r.Holds(h) {
			continue
		}
		if u := v.tree.Tags[i].UPOS; u == detente.UPOSVERB {
			return i
		}
		best = i
	}
	return best
}

// code packs the form of a proposal: what opens its content, whether that has a
// verb and a quotation, on which side of the cue it stands, and what its source
// is.
func (v *View) code(p *Proposal) uint64 {
	r := p.Content[0]
	if r.Empty() {
		return 1
	}
	opener, verb, quoted, plain := uint64(0), uint64(0), false, false
	switch x := v.tree.Tags[r.First].XPOS; {
	case v.doc.Tokens[r.First].Kind == detente.Mark:
		opener = 1
	case v.word[r.First] == hThat:
		opener = 2
	case x == detente.XPOSTO:
		opener = 3
	case x == detente.XPOSVBG:
		opener = 4
	case x == detente.XPOSIN || x == detente.XPOSWP || x == detente.XPOSWRB || x == detente.XPOSWDT:
		opener = 5
	}
	for i := r.First; i < r.Last; i++ {
		if v.doc.Tokens[i].Depth > 0 {
			quoted = true
			continue
		}
		plain = plain || v.doc.Tokens[i].Kind == detente.Word
		if u := v.tree.Tags[i].UPOS; u == detente.UPOSVERB || u == detente.UPOSAUX {
			verb = 1
		}
	}
	code := opener<<1 | verb
	code = code<<2 | bit(quoted)<<1 | bit(plain)
	code = code<<2 | bit(r.First < p.Cue.First)<<1 | bit(!p.Content[1].Empty())
	source := uint64(0)
	if !p.Source.Empty() {
		source = uint64(v.tree.Tags[v.Head(p.Source)].UPOS)
	}
	return code<<6 | source<<1 | 1
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func bucketWeight(w float32) uint64 {
	switch {
	case w <= 0:
		return 0
	case w < 0.1:
		return 1
	case w < 0.3:
		return 2
	case w < 0.5:
		return 3
	case w < 0.7:
		return 4
	}
	return 5
}

// distance puts a number of tokens into a bucket.
func distance(d int32) uint64 {
	switch {
	case d < 4:
		return uint64(d)
	case d < 7:
		return 4
	case d < 13:
		return 5
	case d < 25:
		return 6
	}
	return 7
}

func (v *View) sentence(i int32) *detente.Sentence { return &v.doc.Sentences[v.doc.Tokens[i].Sentence] }

func (v *View) wordAt(i int32) uint64 {
	if i < 0 || int(i) >= len(v.word) {
		return valueNone
	}
	return v.word[i]
}

func (v *View) xpos(i int32) uint64 {
	if i < 0 || int(i) >= len(v.word) {
		return 0
	}
	return uint64(v.tree.Tags[i].XPOS)
}

// c64, c512 and c2048 are the numbers of the clusters of a word.
func (v *View) c64(i int32) uint64 { return uint64(v.cluster[i] & 0x7F) }

func (v *View) c512(i int32) uint64 { return uint64(v.cluster[i] >> 7 & 0x3FF) }

func (v *View) c2048(i int32) uint64 { return uint64(v.cluster[i] >> 17) }

var (
	hThat = lexicon.Hash("that")
	hNot  = lexicon.Hash("not")
	hNt   = lexicon.Hash("n't")
)
