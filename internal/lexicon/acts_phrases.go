package lexicon

// set replaces the value of a phrase that is there.
func (p *Phrases[V]) set(words []uint64, v V) {
	state := int32(0)
	for _, w := range words {
		state = p.next[edge{state, w}]
	}
	p.value[state] = v
}

// starts reports whether a phrase starts with the word.
func (p *Phrases[V]) starts(word uint64) bool {
	if !p.maybe(word) {
		return false
	}
	_, ok := p.next[edge{0, word}]
	return ok
}
