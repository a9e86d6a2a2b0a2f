// Package sample holds the built-in corpus: 54 short news articles about
// invented countries in the year 2031, and the table of their actors. README.md
// tells the story; planted.json says which turns, copies and retellings are in
// it. Texts are our own work, CC0.
package sample

import _ "embed"

//go:embed corpus.jsonl
var corpus string

//go:embed actors.tsv
var actors string

// Corpus returns corpus.jsonl: UTF-8, one article a line in order of date, then
// id, with the fields id, title, text, date (YYYY-MM-DD), outlet and, where
// known, author, url and voice ("author" for posts, speeches and letters). The
// caller owns the bytes.
func Corpus() []byte { return []byte(corpus) }

// Actors returns actors.tsv, the table of the corpus's countries, people and
// bodies in the form that `detente actors` prints and --actors reads. The
// caller owns the bytes.
func Actors() []byte { return []byte(actors) }
