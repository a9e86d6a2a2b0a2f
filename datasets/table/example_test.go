package table_test

import (
	"fmt"
	"os"

	"detente"
	"detente/datasets/table"
)

func Example() {
	dir, err := os.MkdirTemp("", "tables")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)

	w, err := table.Create(dir, table.Arrow, table.Options{Scorers: []string{"tone"}})
	if err != nil {
		panic(err)
	}
	// An error stays: it is enough to look at the one of Close.
	w.Statement(detente.StatementRow{StatementID: "7c1f", Kind: detente.Indirect, Speaker: "Averland", Content: "that it would wait",
		Scores: []detente.Score{{Value: 0.2, Class: detente.Concede}}})
	if err := w.Close(); err != nil {
		panic(err)
	}

	for r, err := range table.ReadStatements(dir) {
		if err != nil {
			panic(err)
		}
		fmt.Println(r.StatementID, r.Kind, r.Speaker, r.Scores[0].Class, r.Scores[0].Value)
	}
	// Output: 7c1f indirect Averland CONCEDE 0.2
}
