package chains

import (
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
)

// Code is the number of the features: a model says which it was trained on.
const Code = 0x636861696e730001

// pronounForm is the person, number and gender of a pronoun.
type pronounForm uint8

const (
	noForm pronounForm = iota
	first
	second
	firstPlural
	he
	she
	it
	they
	demonstrative
	otherForm
)

var forms = func() map[uint64]pronounForm {
	m := map[uint64]pronounForm{}
	for f, words := range map[pronounForm]string{
		first: "i me my mine myself", second: "you your yours yourself yourselves", firstPlural: "we us our ours ourselves", he: "he him his himself",
		she: "she her hers herself", it: "it its itself", they: "they them their theirs themselves", demonstrative: "this that these those",
	} {
		for w := range strings.FieldsSeq(words) {
			m[lexicon.Hash(w)] = f
		}
	}
	return m
}()

// determiner is how a phrase begins.
type determiner uint8

const (
	bare determiner = iota
	definite
	indefinite
	pointing // this, that
	owned    // his, Bexia's
)

var determiners = func() map[uint64]determiner {
	m := map[uint64]determiner{}
	for d, words := range map[determiner]string{
		definite: "the", indefinite: "a an another some any no every each many several few", pointing: "this that these those such",
		owned: "my your his her its our their",
	} {
		for w := range strings.FieldsSeq(words) {
			m[lexicon.Hash(w)] = d
		}
	}
	return m
}()

// describe fills in what the features ask of a phrase.
func (r *reader) describe(m *np) {
	doc, tree := r.doc, r.tree
	t := &doc.Tokens[m.head]
	m.sent, m.role, m.verb = t.Sentence, tree.Label[m.head], tree.Head[m.head]
	m.inQuote = t.Depth > 0
	m.word = t.Hash
	m.plural = tree.Tags[m.head].XPOS == detente.XPOSNNS || tree.Tags[m.head].XPOS == detente.XPOSNNPS || m.kind == joint
	text := t.Span.In(doc.Text)
	m.lemma = t.Hash
	if s := strings.ToLower(text); m.plural && strings.HasSuffix(s, "s") {
		m.lemma = lexicon.Hash(strings.TrimSuffix(s, "s"))
	}
	if m.kind == pronoun {
		if m.form = forms[t.Hash]; m.form == noForm {
			m.form = otherForm
		}
		m.plural = m.form == they || m.form == firstPlural
	}
	m.words = m.last - m.first
	m.definite = determiners[doc.Tokens[m.first].Hash]
	var initials []byte
	for k := m.first; k < m.last; k++ {
		x := &doc.Tokens[k]
		if k == m.first && m.definite != bare && m.kind != pronoun || tree.Tags[k].XPOS == detente.XPOSPOS {
			if tree.Tags[k].XPOS == detente.XPOSPOS && k < m.head {
				m.definite = owned
			}
			continue
		}
		m.text = model.Join(m.text, x.Hash)
		if s := x.Span.In(doc.Text); s[0] >= 'A' && s[0] <= 'Z' {
			initials = append(initials, s[0]|0x20)
		}
		if k != m.head && len(m.mods) < 12 {
			switch tree.Tags[k].UPOS {
			case detente.UPOSNOUN, detente.UPOSPROPN, detente.UPOSADJ, detente.UPOSNUM:
				m.mods = append(m.mods, x.Hash)
			}
		}
	}
	if len(initials) > 1 {
		m.initials = lexicon.Hash(string(initials))
	}
	m.entity = r.entityOf(m)
	if m.entity >= 0 {
		e := &r.coref.Entities[m.entity]
		m.gender, m.person = e.Gender, e.Type == detente.Person
	}
	if n := r.nameAt[m.head]; n >= 0 && m.kind != pronoun {
		m.named = r.names[n].Type
	}
}

// entityOf gives the entity that the rules give to the phrase, or to the mention
// that its head ends.
func (r *reader) entityOf(m *np) int32 {
	if e, ok := r.bySpan[[2]int32{m.first, m.last}]; ok {
		return e
	}
	if m.kind == joint {
		return -1
	}
	if e, ok := r.byHead[m.head]; ok {
		return e
	}
	return -1
}

func bucket(n int32) uint64 {
	switch {
	case n <= 4:
		return uint64(max(n, 0))
	case n <= 7:
		return 5
	case n <= 12:
		return 6
	case n <= 25:
		return 7
	case n <= 60:
		return 8
	}
	return 9
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// shape is the kind of a phrase, and of a pronoun its form.
func (m *np) shape() uint64 { return uint64(m.kind)<<4 | uint64(m.form) }

// match says how the words of a phrase meet those of an earlier one.
func match(m, a *np) uint64 {
	if m.kind == pronoun || a.kind == pronoun {
		return 9 + bit(m.kind == a.kind && m.form == a.form) + bit(m.kind == a.kind && m.word == a.word)
	}
	switch {
	case m.text == a.text:
		return 1
	case m.lemma == a.lemma || m.word == a.word:
		mIn, aIn := within(m.mods, a.mods), within(a.mods, m.mods)
		switch {
		case mIn && aIn:
			return 2
		case mIn:
			return 3
		case aIn:
			return 4
		}
		return 5
	case m.kind == name && a.kind == name && (contains(a.mods, m.word) || contains(m.mods, a.word)):
		return 6
	case m.initials != 0 && m.initials == a.word || a.initials != 0 && a.initials == m.word:
		return 7
	}
	return 8
}

func contains(list []uint64, w uint64) bool {
	for _, x := range list {
		if x == w {
			return true
		}
	}
	return false
}

func within(a, b []uint64) bool {
	for _, x := range a {
		if !contains(b, x) {
			return false
		}
	}
	return true
}

// entities says how the rules see two phrases: 0 nothing, 1 the same, 2 two
// others, 3 and 4 only one of them.
func entities(m, a *np) uint64 {
	switch {
	case m.entity >= 0 && m.entity == a.entity:
		return 1
	case m.entity >= 0 && a.entity >= 0:
		return 2
	case m.entity >= 0:
		return 3
	case a.entity >= 0:
		return 4
	}
	return 0
}

// agreement compares number and gender: two bits each.
func agreement(m, a *np) uint64 {
	g := uint64(0)
	mg, ag := m.genderOf(), a.genderOf()
	switch {
	case mg == detente.GenderUnknown || ag == detente.GenderUnknown:
	case mg == ag:
		g = 1
	default:
		g = 2
	}
	return g<<1 | bit(m.plural == a.plural)
}

func (m *np) genderOf() detente.Gender {
	switch m.form {
	case he:
		return detente.Masculine
	case she:
		return detente.Feminine
	case it:
		return detente.Neuter
	}
	return m.gender
}

// link tells apposition and copula from nothing.
func (r *reader) link(m, a *np) uint64 {
	switch {
	case r.tree.Head[m.head] == a.head && r.tree.Label[m.head] == detente.LabelAppos:
		return 1
	case r.tree.Head[a.head] == m.head && (a.role == detente.LabelNsubj || a.role == detente.LabelNsubjPass):
		return 2
	case m.verb >= 0 && m.verb == a.verb:
		return 3
	case m.first >= a.first && m.last <= a.last:
		return 4 // inside it
	case m.kind == joint && a.kind != joint && a.head == m.head || a.kind == joint && a.head == m.head:
		return 5
	}
	return 0
}

// pair lists the features of phrase m meaning what the earlier phrase a means.
func (r *reader) pair(out []uint64, m, a *np, between int32) []uint64 {
	add := func(t int, v uint64) { out = append(out, model.Mix(t, v)) }
	shapes := m.shape()<<8 | a.shape()
	how, ents, agree, link := match(m, a), entities(m, a), agreement(m, a), r.link(m, a)
	sents := bucket(m.sent - a.sent)
	add(1, shapes)
	add(2, shapes<<8|sents)
	add(3, m.shape()<<8|bucket(between))
	add(4, shapes<<8|how)
	add(5, shapes<<8|uint64(m.definite)<<4|uint64(a.definite))
	add(6, how<<16|uint64(m.definite)<<8|sents)
	add(7, ents<<20|how<<16|uint64(m.kind)<<8|uint64(a.kind))
	add(8, ents<<16|shapes)
	add(9, agree<<16|shapes)
	add(10, link<<16|shapes)
	add(11, uint64(m.role)<<16|uint64(a.role)<<8|uint64(m.form))
	add(12, m.shape()<<16|sents<<8|uint64(a.role))
	add(13, bit(m.inQuote)<<1|bit(a.inQuote)|m.shape()<<8|a.shape()<<16)
	add(14, uint64(m.named)<<16|uint64(a.named)<<8|how)
	add(15, how<<32|uint64(r.cluster(m))<<16|uint64(r.cluster(a)))
	if how <= 5 {
		add(16, model.Join(m.lemma, how))
		add(17, how<<16|bucket(m.words)<<8|bucket(a.words))
		add(18, how<<16|uint64(m.definite)<<12|uint64(a.definite)<<8|uint64(r.coarse(m)))
	}
	if m.kind == pronoun {
		add(19, model.Join(m.word, a.lemma))
		add(20, uint64(m.form)<<16|uint64(r.cluster(a)))
		add(21, uint64(m.form)<<16|uint64(a.named)<<8|agree<<4|ents)
		add(22, uint64(m.form)<<24|sents<<16|uint64(a.kind)<<12|uint64(a.role)<<4|link)
	} else {
		add(23, model.Join(m.lemma, a.lemma))
		add(24, uint64(r.coarse(m))<<32|uint64(r.coarse(a))<<16|uint64(m.kind)<<8|uint64(a.kind))
		add(25, uint64(a.named)<<40|uint64(r.cluster(m))<<8|uint64(m.definite))
	}
	add(26, ents<<32|agree<<24|how<<16|sents)
	add(27, r.seen(a)<<8|uint64(m.kind)<<4|how)
	return out
}

// alone lists the features of phrase m meaning nobody who was named before.
func (r *reader) alone(out []uint64, m *np, best uint64) []uint64 {
	add := func(t int, v uint64) { out = append(out, model.Mix(t, v)) }
	add(40, m.shape())
	add(41, m.shape()<<8|uint64(m.definite))
	add(42, m.lemma)
	add(43, model.Join(m.lemma, uint64(m.definite)))
	add(44, uint64(r.cluster(m))<<8|uint64(m.definite))
	add(45, uint64(m.role)<<8|m.shape())
	add(46, uint64(m.named)<<8|uint64(m.kind))
	add(47, bucket(m.words)<<8|m.shape())
	add(48, best<<8|m.shape())
	add(49, best<<16|uint64(m.definite)<<8|bucket(m.words))
	add(50, bucket(m.sent)<<8|m.shape())
	add(51, bit(m.entity >= 0)<<16|bit(m.person)<<8|m.shape())
	add(52, m.text)
	add(53, best<<32|uint64(r.cluster(m)))
	if m.verb >= 0 {
		add(54, model.Join(r.doc.Tokens[m.verb].Hash, uint64(m.role)<<8|m.shape()))
	}
	add(55, bit(m.head+1 < m.last)<<16|best<<8|uint64(m.definite)<<4|uint64(m.kind))
	return out
}
