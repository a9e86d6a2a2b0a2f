package ner

import (
	"detente/internal/model"
	"detente/pipeline/mention/kb"
)

// Template numbers run from 700, so that no classifier shares a number with
// another. Numbers are never used twice: a template that goes leaves a gap.
const (
	firstTemplate = 700
	nextTemplate  = 690
)

// NextFeature is the feature by which a label speaks for the one behind it.
func NextFeature(label uint8) uint64 { return model.Mix(nextTemplate, uint64(label)) }

// Features computes the features of word i. They are good until the next call.
func (v *View) Features(i int) []uint64 {
	f := &v.features
	f.n = 0
	v.wordFeatures(f, i)
	v.clusterFeatures(f, i)
	v.knownFeatures(f, i)
	v.runFeatures(f, i)
	return f.of[:f.n]
}

// most is how many features a word may have: two parts of a classifier's.
const most = 2 * model.MostFeatures

type features struct {
	of [most]uint64
	n  int
}

// add adds the value of a template.
func (f *features) add(template int, value uint64) {
	f.of[f.n] = model.Mix(firstTemplate+template, value)
	f.n++
}

func (v *View) wordFeatures(f *features, i int) {
	w := v.words[i : i+5 : i+5]
	a2, a1, x, b1, b2 := &w[0], &w[1], &w[2], &w[3], &w[4]
	t := v.tags[i : i+5 : i+5]
	first := uint64(0)
	if i == 0 {
		first = 1
	}
	f.add(0, 1)
	f.add(1, a2.Norm)
	f.add(2, a1.Norm)
	f.add(3, x.Norm)
	f.add(4, b1.Norm)
	f.add(5, b2.Norm)
	f.add(6, x.Word)
	f.add(7, x.Shape)
	f.add(8, a1.Shape)
	f.add(9, b1.Shape)
	f.add(10, uint64(x.Suffix[2]))
	f.add(11, uint64(a1.Suffix[2]))
	f.add(12, uint64(b1.Suffix[2]))
	f.add(13, uint64(x.Suffix[3]))
	f.add(14, uint64(x.Suffix[1]))
	f.add(15, uint64(x.Prefix[0]))
	f.add(16, uint64(x.Prefix[2]))
	f.add(17, x.Shape+first)
	f.add(18, model.Join(a1.Norm, x.Norm))
	f.add(19, model.Join(x.Norm, b1.Norm))
	f.add(20, model.Join(a1.Shape, x.Shape))
	f.add(21, model.Join(x.Shape, b1.Shape))
	f.add(22, model.Join(model.Join(a1.Shape, x.Shape), b1.Shape))
	f.add(23, model.Join(a1.Norm, x.Shape))
	f.add(24, model.Join(b1.Norm, x.Shape))
	f.add(25, model.Join(model.Join(a1.Norm, a2.Norm), x.Shape))
	f.add(26, model.Join(model.Join(b1.Norm, b2.Norm), x.Shape))
	t0, ta, tb := uint64(t[2]), uint64(t[1]), uint64(t[3])
	f.add(27, t0)
	f.add(28, ta<<8|t0)
	f.add(29, t0<<8|tb)
	f.add(30, ta<<16|t0<<8|tb)
	f.add(31, model.Join(x.Shape, t0+first<<8))
	f.add(32, uint64(t[0])<<24|ta<<16|t0<<8|tb)
	f.add(33, t0<<16|tb<<8|uint64(t[4]))
}

func (v *View) clusterFeatures(f *features, i int) {
	w := v.words[i : i+5 : i+5]
	a2, a1, x, b1, b2 := &w[0].C, &w[1].C, &w[2].C, &w[3].C, &w[4].C
	shape := w[2].Shape
	f.add(40, uint64(a1[0]))
	f.add(41, uint64(a1[1]))
	f.add(42, uint64(a1[2]))
	f.add(43, uint64(x[0]))
	f.add(44, uint64(x[1]))
	f.add(45, uint64(x[2]))
	f.add(46, uint64(b1[0]))
	f.add(47, uint64(b1[1]))
	f.add(48, uint64(b1[2]))
	f.add(49, model.Join(uint64(x[1]), shape))
	f.add(50, model.Join(uint64(x[2]), shape))
	f.add(51, uint64(a1[1])<<16|uint64(x[1]))
	f.add(52, uint64(x[1])<<16|uint64(b1[1]))
	f.add(53, uint64(a1[0])<<32|uint64(x[0])<<16|uint64(b1[0]))
	f.add(54, uint64(a2[1]))
	f.add(55, uint64(b2[1]))
	f.add(56, model.Join(uint64(a1[1]), shape))
	f.add(57, model.Join(uint64(b1[1]), shape))
	f.add(58, uint64(a2[0])<<32|uint64(a1[0])<<16|uint64(x[0]))
	f.add(59, uint64(x[0])<<32|uint64(b1[0])<<16|uint64(b2[0]))
}

func (v *View) knownFeatures(f *features, i int) {
	k := v.known[i : i+5 : i+5]
	shape := v.words[i+pad].Shape
	x, a, b := uint64(k[2]), uint64(k[1]), uint64(k[3])
	f.add(60, x)
	f.add(61, model.Join(x, shape))
	f.add(62, a)
	f.add(63, b)
	f.add(64, a<<32|x)
	f.add(65, x<<32|b)
	f.add(66, x&(kindMask|3<<placeShift))
	f.add(67, model.Join(x&(kindMask|3<<placeShift), shape))
	f.add(68, a&(3<<titleShift)|x&(surnameBit|3<<firstShift)|uint64(v.tags[i+pad])<<32)
	f.add(69, uint64(k[0])<<32|a&(3<<titleShift)|x&(surnameBit|3<<firstShift))
}

func (v *View) runFeatures(f *features, i int) {
	r := v.run[i]
	x := &v.words[i+pad]
	if !v.caps[i] {
		// The neighbours' runs: a word between two capitals.
		left, right := uint64(0), uint64(0)
		var lw, rw uint64
		if i > 0 && v.caps[i-1] {
			left, lw = 1, v.words[int(v.run[i-1].first)+pad].Norm
		}
		for k := i + 1; k < min(i+4, v.n); k++ {
			if v.caps[k] {
				right, rw = uint64(k-i), v.words[int(v.run[k].end)-1+pad].Norm
				break
			}
		}
		f.add(70, left<<8|right)
		f.add(71, model.Join(x.Norm, left<<8|right))
		f.add(72, model.Join(lw, x.Norm))
		f.add(73, model.Join(rw, x.Norm))
		return
	}
	at, n := uint64(min(int32(i)-r.first, 3)), uint64(min(r.end-r.first, 5))
	toEnd := uint64(min(r.end-1-int32(i), 3))
	first, last := &v.words[int(r.first)+pad], &v.words[int(r.end)-1+pad]
	before, after := &v.words[int(r.first)-1+pad], &v.words[int(r.end)+pad]
	place := at<<4 | toEnd
	f.add(74, at<<8|n)
	f.add(75, model.Join(x.Norm, place))
	f.add(76, model.Join(last.Norm, place))
	f.add(77, model.Join(uint64(last.C[1]), place))
	f.add(78, model.Join(first.Norm, place))
	f.add(79, model.Join(uint64(first.C[1]), place))
	f.add(80, model.Join(before.Norm, place))
	f.add(81, model.Join(uint64(before.C[1]), place))
	f.add(82, model.Join(after.Norm, place))
	f.add(83, model.Join(uint64(after.C[1]), place))
	f.add(84, model.Join(model.Join(before.Norm, after.Norm), n))
	f.add(85, model.Join(uint64(before.C[0])<<16|uint64(after.C[0]), n<<8|place))
	f.add(86, model.Join(uint64(last.Suffix[2]), place))
	kf, kl := uint64(v.known[int(r.first)+pad]), uint64(v.known[int(r.end)-1+pad])
	f.add(87, model.Join(kf, place))
	f.add(88, model.Join(kl, place))
	f.add(89, model.Join(uint64(v.known[int(r.first)-1+pad]), place))
	f.add(90, model.Join(uint64(v.known[int(r.end)+pad]), place))
	f.add(91, model.Join(kf<<32|kl, n))
	f.add(92, model.Join(uint64(first.C[0])<<16|uint64(last.C[0]), n<<8|place))
}

// Code is the hash of the feature code: that of the features of a few words with
// invented properties, and of the numbers of the labels.
func Code() uint64 {
	var table model.Table
	v := NewView(&table, (*kb.Base)(nil))
	words := []string{"The", "Ministry", "of", "Ports", "-", "in", "Averland", "said", "Mara", "Venn", "20", "talks", "iX", "."}
	v.reset(len(words))
	for i, w := range words {
		v.caps[i] = capital(w)
		l := &v.words[i+pad]
		l.Read(w, model.Mix(i, 1), &table)
		l.C = [3]uint32{uint32(i), uint32(2 * i), uint32(3 * i)}
		v.tags[i+pad] = uint8(3*i%48 + 1)
		v.known[i+pad] = uint32(i * 1237)
	}
	v.runs()
	v.choose()
	h := uint64(Labels)
	for i := range words {
		for _, x := range v.Features(i) {
			h = model.Join(h, x)
		}
	}
	return h
}
