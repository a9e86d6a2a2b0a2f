package speech

import "detente"

// Candidate reports whether a token may be a cue: a verb, a word that is one in
// the training data, or the head of a proposal, outside quotations.
func (v *View) Candidate(c int32) bool {
	t := &v.doc.Tokens[c]
	if t.Depth > 0 || v.quote[c] >= 0 {
		return false
	}
	if v.of[c] >= 0 {
		return true
	}
	return t.Kind != detente.Mark && (v.tree.Tags[c].UPOS == detente.UPOSVERB || v.class[c] > 0)
}

// signature is the set of relations of a word's children that tell what it may
// report.
type signature struct {
	bits                              uint64
	subject, object, clause, infinite int32 // the children, -1 for none
	oblique, mark, modal, particle    int32
	negated, quoted                   bool
}

func (v *View) signature(c int32) signature {
	s := signature{subject: -1, object: -1, clause: -1, infinite: -1, oblique: -1, mark: -1, modal: -1, particle: -1}
	for k := v.kid[c]; k >= 0; k = v.next[k] {
		b := 0
		switch v.tree.Label[k] {
		case detente.LabelNsubj:
			s.subject, b = k, 1
		case detente.LabelNsubjPass:
			s.subject, b = k, 2
		case detente.LabelCcomp:
			s.clause, b = k, 3
		case detente.LabelXcomp:
			s.infinite, b = k, 4
		case detente.LabelObj:
			s.object, b = k, 5
		case detente.LabelObl, detente.LabelOblAgent:
			if s.oblique < 0 && k > c {
				s.oblique = k
			}
			b = 6
		case detente.LabelAdvcl:
			b = 7
		case detente.LabelAuxPass:
			b = 8
		case detente.LabelAux:
			s.modal, b = k, 9
		case detente.LabelMark:
			s.mark, b = k, 10
		case detente.LabelExpl:
			b = 11
		case detente.LabelParataxis:
			b = 12
		case detente.LabelCompoundPrt:
			s.particle, b = k, 13
		case detente.LabelConj:
			b = 14
		case detente.LabelCop:
			b = 15
		case detente.LabelIobj:
			b = 16
		case detente.LabelCase:
			b = 17
		case detente.LabelNmodPoss:
			b = 18
		case detente.LabelAcl:
			b = 19
		case detente.LabelAdvmod:
			if v.word[k] == hNot || v.word[k] == hNt {
				s.negated = true
			}
		}
		s.bits |= 1 << b
		if v.quote[k] >= 0 {
			s.quoted = true
		}
	}
	return s
}

// agent gives who governs a verb, its own subject or that of the verb it hangs
// on, and the relations climbed; -1 for nobody.
func (v *View) agent(c int32) (who int32, how uint64) {
	how = 1
	for range 4 {
		for k := v.kid[c]; k >= 0; k = v.next[k] {
			switch v.tree.Label[k] {
			case detente.LabelNsubj, detente.LabelNsubjPass:
				return k, how
			}
		}
		h, l := v.tree.Head[c], v.tree.Label[c]
		if h < 0 {
			break
		}
		how = how<<6 | uint64(l)
		switch l {
		case detente.LabelAcl, detente.LabelAclRelcl:
			return h, how
		case detente.LabelConj, detente.LabelXcomp, detente.LabelAdvcl, detente.LabelParataxis:
			c = h
			continue
		}
		break
	}
	return -1, how
}

// Cue gives the features of token c as a cue. They are good until the next call.
func (v *View) Cue(c int32) []uint64 {
	l := &v.features
	l.n = 0
	s := v.signature(c)
	v.cueWord(l, c)
	v.cueRules(l, c)
	v.cueTree(l, c, &s)
	v.cuePlace(l, c, &s)
	return l.f[:l.n]
}

func (v *View) cueWord(l *list, c int32) {
	w, m := v.word[c], v.lemma[c]
	x, d := v.xpos(c), uint64(v.tree.Label[c])
	l.add(1, m)
	l.add(2, w)
	l.add(3, v.c512(c))
	l.add(4, v.c2048(c))
	l.add(5, x<<8|d)
	l.add(6, v.c64(c)<<16|x<<8|d)
	l.add(7, m^x<<56)
	l.add(8, m^d<<48)
	l.add(9, w^v.wordAt(c+1)<<1)
	l.add(10, w^v.wordAt(c-1)<<2)
	l.add(11, m^v.xpos(c+1)<<40)
	l.add(12, v.wordAt(c+1))
	l.add(13, v.wordAt(c-1))
	l.add(14, v.xpos(c-1)<<16|x<<8|v.xpos(c+1))
	l.add(15, uint64(v.class[c])<<16|x<<8|v.xpos(c+1))
}

func (v *View) cueRules(l *list, c int32) {
	p, weight := uint64(0), uint64(0)
	if k := v.of[c]; k >= 0 {
		p = v.codes[k]
		weight = bucketWeight(v.proposals[k].Weight)<<1 | bit(v.proposals[k].Thought)
	} else if v.cue[c] >= 0 {
		p = 2
	}
	l.add(16, p)
	l.add(17, p<<8|weight)
	l.add(18, bit(p > 2)<<60^v.lemma[c])
	l.add(19, p>>6<<60^v.lemma[c])
	l.add(20, bit(p > 0)<<16|weight<<8|uint64(v.class[c]))
	within := uint64(0)
	if o := v.content[c]; o >= 0 && o != v.of[c] {
		within = bucketWeight(v.proposals[o].Weight)<<1 | 1
	}
	l.add(21, within<<16|bit(p > 0)<<8|uint64(v.class[c]))
	l.add(22, within<<16|bit(v.source[c] >= 0)<<8|v.xpos(c))
}

func (v *View) cueTree(l *list, c int32, s *signature) {
	m := v.lemma[c]
	l.add(23, s.bits)
	l.add(24, m^s.bits&(1<<3|1<<4|1<<5|1<<6|1<<8)<<32)
	if k := s.clause; k >= 0 {
		mark := v.marker(k)
		l.add(25, mark)
		l.add(26, m^mark<<3)
		l.add(27, v.c512(c)<<8|bit(k > c))
	}
	if k := s.infinite; k >= 0 {
		l.add(28, m^v.xpos(k)<<32)
		l.add(29, v.c512(c)<<8|v.xpos(k))
		l.add(30, v.lemma[k])
	}
	if k := s.object; k >= 0 {
		l.add(31, v.word[k])
		l.add(32, m^v.c64(k)<<32)
		l.add(33, v.c512(k)<<10|v.c512(c))
		l.add(34, uint64(v.class[k])<<8|uint64(v.tree.Tags[k].UPOS))
	}
	if k := s.oblique; k >= 0 {
		mark := v.marker(k)
		l.add(35, m^mark<<4)
		l.add(36, v.c512(c)^mark<<10)
	}
	if s.particle >= 0 {
		l.add(37, m^v.word[s.particle]<<5)
	}
	modal := uint64(valueNone)
	if s.modal >= 0 {
		modal = v.word[s.modal]
	}
	l.add(38, modal^bit(s.negated)<<60)
	l.add(39, m^bit(s.negated)<<60^bit(s.modal >= 0)<<59)
	who, how := v.agent(c)
	l.add(40, how)
	if who >= 0 {
		u := uint64(v.tree.Tags[who].UPOS)
		l.add(41, v.word[who])
		l.add(42, v.c512(who))
		l.add(43, v.c64(who)<<16|uint64(v.class[c])<<8|u)
		l.add(44, m^u<<32)
		l.add(45, how<<8|u)
		l.add(46, v.c512(c)<<16|v.c64(who)<<6|u)
	} else {
		l.add(41, valueNone)
		l.add(44, m)
	}
	if h := v.tree.Head[c]; h >= 0 {
		d := uint64(v.tree.Label[c])
		l.add(47, v.lemma[h]^d<<48)
		l.add(48, d<<16|uint64(v.class[h])<<12|bit(v.of[h] >= 0)<<9|bit(h < c)<<8|uint64(v.tree.Tags[h].UPOS))
		l.add(49, v.c512(h)<<16|v.c512(c))
	}
}

// marker gives the word that introduces a clause or phrase: "that", "to", "for".
func (v *View) marker(k int32) uint64 {
	for j := v.kid[k]; j >= 0; j = v.next[j] {
		switch v.tree.Label[j] {
		case detente.LabelMark, detente.LabelCase:
			return v.word[j]
		}
	}
	return valueNone
}

func (v *View) cuePlace(l *list, c int32, s *signature) {
	snt := v.sentence(c)
	before, after, quoted := false, false, false
	strong := uint64(0)
	for i := snt.First; i < snt.Last; i++ {
		if v.quote[i] >= 0 {
			quoted = true
			before, after = before || i < c, after || i > c
		} else if k := v.class[i]; k == 1 || k == 2 {
			strong++
		}
	}
	touch := bit(v.wordAt(c+1) == valueOpen)<<1 | bit(snt.First > 0 && v.wordAt(snt.First-1) == valueClose)
	q := bit(quoted)<<5 | bit(before)<<4 | bit(after)<<3 | touch<<1 | bit(s.quoted)
	l.add(50, q)
	l.add(51, q<<8|uint64(v.class[c])<<4|min(strong, 3))
	l.add(52, v.lemma[c]^q<<40)
	par := &v.doc.Paragraphs[snt.Paragraph]
	l.add(53, uint64(par.Kind)<<16|uint64(min(snt.Paragraph, 2))<<8|distance(c-snt.First))
	l.add(54, min(strong, 3)<<8|uint64(v.class[c])<<4|bit(v.of[c] >= 0))
	l.add(55, q<<10|s.bits&(1<<3|1<<4|1<<5|1<<12))
	l.add(56, v.wordAt(c+2))
	l.add(57, v.wordAt(c-2))
}
