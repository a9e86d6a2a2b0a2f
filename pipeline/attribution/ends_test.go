package attribution

import (
	"testing"

	"detente"
	"detente/pipeline/syntax/parsed"
)

// A clause is looked for behind the verb of a content, and a text may end with that
// verb, without a stop.
func TestClauseBehindTheLastWord(t *testing.T) {
	doc, tree := parsed.Doc("Dorn said that in one of his first meetings Venn lied")
	f := newFinder(doc, tree, detente.VoiceReported)
	n := len(doc.Tokens)
	if got := f.clauseEnd(n, n); got != n {
		t.Errorf("a clause that begins at word %d of %d ends at %d", n, n, got)
	}
}
