package attribution

import "detente/internal/lexicon"

// bare reports whether a group is a base form without "to" or auxiliary.
func (f *finder) bare(g *group) bool {
	return !g.infinitive && !g.ing && g.modal == 0 && g.first == g.head && g.form.Has(lexicon.FormBase) && !g.form.Has(lexicon.FormPast)
}

// intent gives the noun that an infinitive hangs on: "its decision to expel".
func (f *finder) intent(g *group) (phrase, bool) {
	k := g.first - 1
	if !g.infinitive || k < 0 || f.doc.Tokens[k].Sentence != g.sentence || f.phraseAt[k] < 0 {
		return phrase{}, false
	}
	p := f.phrases[f.phraseAt[k]]
	if f.words[p.first-min(1, p.first)] == hBy && p.first > 1 && f.phraseAt[p.first-2] >= 0 { // "a decision by Averland to"
		p = f.phrases[f.phraseAt[p.first-2]]
	}
	return p, intents[f.words[p.head]]
}

// intender gives whose intent it is.
func (f *finder) intender(g *group) run {
	p, ok := f.intent(g)
	if !ok {
		return run{}
	}
	if k := g.first - 1; k >= p.last { // behind "by"
		q := f.phrases[f.phraseAt[k]]
		return run{q.first, q.last}
	}
	return f.modifier(p)
}

// modifier gives who does an act noun: its possessor or the name before it
// ("Averland strikes", "the Averland operation").
func (f *finder) modifier(p phrase) run {
	if r := f.possessor(p); !r.empty() {
		return r
	}
	first, end := -1, -1
	for k := p.first; k < p.head; k++ {
		if f.tags[k] == tagName {
			if first < 0 {
				first = k
			}
			end = k + 1
		} else if first >= 0 {
			break
		}
	}
	if first < 0 {
		return run{}
	}
	return run{first, end}
}
