// Package clusters embeds the word clusters that the taggers' and the parser's
// features use: 120,000 words, grouped by the company they keep into 64, 512 and
// 2048 clusters. The file is derived from GloVe 6B (public domain, PDDL 1.0) and
// holds hashes and numbers only; see docs/MODELS.md.
package clusters

import (
	_ "embed"
	"sync"

	"detente/internal/model"
	"detente/internal/model/grammar"
)

//go:embed clusters.model
var file []byte

// File is the embedded file and its name for error messages.
func File() (name string, b []byte) { return "clusters.model", file }

// Table maps the hash of a folded word to its clusters, packed as
// grammar.Clusters packs them. It is built once; an error means that the
// embedded file is broken.
var Table = sync.OnceValues(func() (model.Table, error) { return grammar.ReadClusters(File()) })
