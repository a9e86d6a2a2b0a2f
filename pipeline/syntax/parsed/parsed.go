// Package parsed gives tests of later stages a document with its tree.
package parsed

import (
	"detente"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

// Doc splits and parses a text. It panics where the models do not load.
func Doc(text string) (*detente.Doc, *detente.Tree) {
	m, err := syntax.Load()
	if err != nil {
		panic(err)
	}
	doc := segment.Split(text)
	return doc, m.Parser().Parse(doc)
}
