package attribution

import (
	_ "embed"
	"slices"
	"sync"

	"detente"
	"detente/internal/model"
)

//go:embed data/deeds.model
var deedsModel []byte

// judge reads the embedded judge of deeds once. A broken file is a mistake of
// the build that every test finds, hence the panic.
var judge = sync.OnceValue(func() *model.Linear {
	f, err := model.Read("deeds.model", deedsModel, deedCode)
	if err != nil {
		panic(err)
	}
	m, err := f.Linear(deedSection)
	if err != nil {
		panic(err)
	}
	return &m
})

const (
	// deedCode is raised whenever the features change: an older model would read
	// other weights.
	deedCode    = 2
	deedSection = 1
)

// DeedBytes gives the model file of the judge of deeds.
func DeedBytes(m *model.Linear) []byte {
	w := model.NewWriter(deedCode)
	w.Linear(deedSection, m)
	return w.Bytes()
}

// settle places a proposed deed where it is one: in what somebody says when
// nothing speaks against it, in the narrator's words when the judge says so.
func (f *finder) settle(d draft) {
	if d.doubts&certain != 0 {
		return
	}
	if f.inVoice(d.at) || f.doc.Tokens[d.at].Depth > 0 {
		if d.doubts == 0 {
			f.place(d)
		}
		return
	}
	traits := f.traits(&d)
	if f.proposed != nil {
		*f.proposed = append(*f.proposed, Deed{At: f.doc.Tokens[d.at].Span, Features: slices.Clone(traits), Plain: d.doubts == 0})
		return // a model is made without the one before it
	}
	var s [2]int32
	if judge().Score(traits, s[:]); s[1] > s[0] {
		f.place(d)
	}
}

// inVoice reports whether a token stands in what somebody says.
func (f *finder) inVoice(at int) bool {
	c := f.cover[at]
	return c >= 0 && f.drafts[c].kind != detente.Act
}

// Deed is a deed that the rules propose in the narrator's words.
type Deed struct {
	At       detente.Span // the verb or the noun
	Features []model.Valued
	Plain    bool // nothing speaks against it by rule
}

// Deeds gives what the rules propose as deeds of a document: what the judge of
// deeds sees. It is for training.
func Deeds(doc *detente.Doc, tree *detente.Tree) []Deed {
	f := newFinder(doc, tree, detente.VoiceReported)
	f.proposed = &[]Deed{}
	f.cued()
	f.learned()
	f.borrow()
	f.merge()
	f.indexVoices()
	f.deeds()
	return *f.proposed
}

// Doubts is how many kinds of doubt the rules have of a deed.
const Doubts = 13

// DoubtTrait is the feature of one of the doubts.
func DoubtTrait(k int) uint64 { return model.Mix(9, 1<<k) }

// PlainTrait is the feature of a deed that the rules do not doubt.
func PlainTrait() uint64 { return model.Mix(11, 1) }

// traits are the features of a proposed deed; they are good until the next call.
func (f *finder) traits(d *draft) []model.Valued {
	t := traits{f.features[:0]}
	f.traitsOfDeed(&t, d)
	f.traitsOfSides(&t, d)
	f.traitsOfPlace(&t, d)
	f.features = t.list
	return t.list
}

type traits struct{ list []model.Valued }

func (t *traits) add(template int, value uint64) {
	t.list = append(t.list, model.Valued{Hash: model.Mix(template, value), Value: 1})
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// traitsOfDeed: which act it is, in which mood, and what hangs it where.
func (f *finder) traitsOfDeed(t *traits, d *draft) {
	class, mood := uint64(d.class), uint64(d.tense)<<8|uint64(d.flags&(detente.Negated|detente.Conditional|detente.FutureAct|detente.Hedged))
	verb := f.isVerb(d.at)
	lemma := f.words[d.at]
	if v, ok := f.verbs.Lookup(lemma); ok && verb && v.Lemma != 0 {
		lemma = v.Lemma
	}
	kind := uint64(d.act.Kind)<<3 | flag(verb)<<2 | flag(d.carried)<<1 | flag(d.passive)
	t.add(1, 0)
	t.add(2, class<<4|uint64(d.mode))
	t.add(3, class<<20|mood)
	t.add(4, mood)
	t.add(5, lemma)
	t.add(6, kind)
	t.add(7, kind<<8|class)
	t.add(8, flag(d.act.Speech)<<2|flag(d.recip)<<1|flag(d.act.ActorOnly))
	for b := doubts(1); b <= doubtPrize; b <<= 1 {
		if d.doubts&b != 0 {
			t.add(9, uint64(b))
			t.add(10, uint64(b)<<8|class)
		}
	}
	t.add(11, flag(d.doubts == 0))
	t.add(12, flag(d.doubts == 0)<<8|class)
	cluster := models().Clusters.Get(lemma)
	t.add(13, uint64(cluster&0x7F))
	t.add(22, uint64(cluster>>7&0x3FF))
	label, up := f.tree.Label[d.at], int(f.tree.Head[d.at])
	t.add(14, uint64(label)<<1|flag(verb))
	t.add(15, uint64(label)<<8|class)
	t.add(16, uint64(f.tree.Tags[d.at].XPOS)<<1|flag(d.passive))
	if up >= 0 {
		head := f.words[up]
		if v, ok := f.verbs.Lookup(head); ok && v.Lemma != 0 {
			head = v.Lemma
		}
		t.add(17, head^uint64(label)<<40)
		t.add(18, uint64(f.tree.Label[up])<<8|uint64(label))
		_, cue := f.cues.Verb(f.words, up)
		t.add(19, flag(cue)<<8|uint64(label))
	}
	t.add(20, uint64(f.clauseOf(d.at))<<20|mood)
	t.add(21, uint64(f.clauseOf(d.at)))
}

// clauseOf gives the first relation above a token that makes a clause
// subordinate; the root's where there is none.
func (f *finder) clauseOf(at int) detente.Label {
	for ; at >= 0; at = int(f.tree.Head[at]) {
		switch l := f.tree.Label[at]; l {
		case detente.LabelAdvcl, detente.LabelAcl, detente.LabelAclRelcl, detente.LabelCcomp, detente.LabelXcomp, detente.LabelCsubj, detente.LabelParataxis, detente.LabelAppos:
			return l
		}
	}
	return detente.LabelRoot
}

// Sides of a deed.
const (
	sideNone = iota
	sideName
	sideOwned // "Bexian ships"
	sideRole
	sidePronoun
	sidePerson
	sideThing
	sideOther
)

func (f *finder) side(list []run) uint64 {
	if len(list) == 0 {
		return sideNone
	}
	r := list[0]
	h := f.headOf(r)
	w := f.words[h]
	switch {
	case f.tree.Tags[h].UPOS == detente.UPOSPRON:
		return sidePronoun
	case f.tags[h] == tagName:
		return sideName
	case f.owned(r):
		return sideOwned
	case roles[w]:
		return sideRole
	case f.human(h):
		return sidePerson
	case things[w]:
		return sideThing
	}
	return sideOther
}

// traitsOfSides: who acts on whom.
func (f *finder) traitsOfSides(t *traits, d *draft) {
	class := uint64(d.class)
	from, to := f.side(d.sources), f.side(d.patients)
	t.add(31, from)
	t.add(32, to)
	t.add(33, from<<4|to)
	t.add(34, from<<8|class)
	t.add(35, to<<8|class)
	t.add(36, from<<12|to<<8|class)
	t.add(37, uint64(min(len(d.sources), 3))<<2|uint64(min(len(d.patients), 3)))
	t.add(38, uint64(d.how))
	clusters := &models().Clusters
	for k, list := range [][]run{d.sources, d.patients, {d.object}} {
		if len(list) == 0 || list[0].empty() {
			continue
		}
		r := list[0]
		h := f.headOf(r)
		side := uint64(k)
		t.add(39, f.words[h]^side<<61)
		cluster := uint64(clusters.Get(f.words[h]))
		t.add(40, cluster&0x7F<<2|side)
		t.add(44, cluster>>7&0x3FF<<2|side)
		firm := false
		for i := r.first; i < min(r.last+3, f.sentenceEnd(d.sentence)); i++ {
			firm = firm || firms[f.words[i]]
		}
		t.add(41, flag(firm)<<2|side)
		first := f.tags[r.first]
		t.add(42, uint64(first)<<3|side<<1|flag(f.plural(h)))
		t.add(43, flag(f.tags[h] == tagName && f.nation(h))<<2|side)
	}
}

// nation reports whether a word has the look of a country or its people: it ends
// like an adjective of one, or its name is known as one side of news.
func (f *finder) nation(h int) bool { return demonymic(f.text(h)) }

// firms are words in the names of companies.
var firms = hashSet("inc corp corp. ltd ltd. co co. plc inc. company companies bank banks group holdings industries shareholders stake shares lp nv ag sa pty bancorp airlines oil motors")

// traitsOfPlace: where it stands in the text and what stands beside it.
func (f *finder) traitsOfPlace(t *traits, d *draft) {
	s := &f.doc.Sentences[d.sentence]
	place := min(int(d.sentence), 4)
	if d.sentence > 8 {
		place = 5
	}
	t.add(51, uint64(place))
	t.add(52, uint64(place)<<8|uint64(d.tense))
	var has [8]bool
	words := 0
	for i := int(s.First); i < int(s.Last); i++ {
		w := f.words[i]
		has[0] = has[0] || habits[w]
		has[1] = has[1] || trade[w]
		has[2] = has[2] || days[w]
		has[3] = has[3] || f.tags[i] == tagStop && f.text(i) == "?"
		has[4] = has[4] || f.doc.Tokens[i].Kind == detente.Number && len(f.text(i)) == 4 && f.text(i) < "2030" && f.text(i) > "1900"
		has[5] = has[5] || f.cover[i] >= 0 && f.drafts[f.cover[i]].kind != detente.Act
		has[6] = has[6] || ago[w]
		words++
	}
	for k, x := range has {
		t.add(53, uint64(k)<<1|flag(x))
		t.add(54, (uint64(k)<<1|flag(x))<<8|uint64(d.class))
	}
	t.add(55, uint64(min(words/10, 5)))
	for k := f.child[d.at]; k >= 0; k = f.next[k] {
		i := int(k)
		switch l := f.tree.Label[k]; l {
		case detente.LabelAdvmod, detente.LabelMark, detente.LabelAux:
			t.add(56, f.words[i]^uint64(l)<<50)
		case detente.LabelObl, detente.LabelOblUnmarked:
			t.add(57, uint64(f.tags[i])<<8|uint64(l))
			if c := f.caseOf(i); c >= 0 {
				t.add(58, f.words[c]^uint64(d.class))
			}
		default:
			t.add(59, uint64(l))
		}
	}
	for k := 1; k <= 2; k++ {
		if at := d.at + k; at < int(s.Last) {
			t.add(59+k, f.words[at])
		}
		if at := d.cue.first - k; at >= int(s.First) {
			t.add(62+k, f.words[at])
		}
	}
}

var (
	habits = hashSet("often always usually regularly every each annually typically frequently sometimes repeatedly traditionally normally generally never rarely ever whenever")
	trade  = hashSet("mln dlrs pct billion bln shares tonnes stg yen francs marks price prices market markets rate rates profit loss earnings sales")
	days   = hashSet("monday tuesday wednesday thursday friday saturday sunday today yesterday tonight")
	ago    = hashSet("ago earlier last previously once formerly former recently since already later")
)
