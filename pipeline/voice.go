package pipeline

import (
	"fmt"

	"detente"
	"detente/internal/lexicon"
)

// voiceOf decides whose the plain words of an article are, and says why. It
// chooses the author only where everything speaks for it: an author is known,
// there is no dateline, nothing is reported in quotation marks, and the text
// says "I" or "we" often. A newspaper's byline never makes its reporter a
// speaker.
func voiceOf(doc *detente.Doc, a *detente.Article) (detente.Voice, string) {
	switch {
	case a.Author == "":
		return detente.VoiceReported, "no author field"
	case !doc.Dateline.Empty():
		return detente.VoiceReported, "the text opens with a dateline"
	}
	words, first := 0, 0
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		if t.Kind != detente.Word || t.Depth > 0 {
			continue
		}
		words++
		for _, h := range firstPerson {
			if t.Hash == h {
				first++
				break
			}
		}
	}
	// Narration in the first person has a pronoun every 20 to 40 words; a
	// report outside its quotations has next to none.
	if words == 0 || first*40 < words {
		return detente.VoiceReported, fmt.Sprintf("%d first-person pronouns in %d words outside quotations", first, words)
	}
	return detente.VoiceAuthor, fmt.Sprintf("an author field, no dateline, %d first-person pronouns in %d words outside quotations", first, words)
}

var firstPerson = func() (out []uint64) {
	for _, w := range []string{"i", "me", "my", "we", "us", "our"} {
		out = append(out, lexicon.Hash(w))
	}
	return out
}()
