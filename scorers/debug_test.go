package scorers

import (
	"fmt"
	"os"
	"testing"

	"detente/pipeline/segment"
)

func TestDebug(t *testing.T) {
	tb, err := loadTables()
	if err != nil {
		t.Fatal(err)
	}
	text := os.Getenv("TEXT")
	doc := segment.Split(text)
	r := newReader(tb, doc)
	var out reading
	r.read(0, len(doc.Tokens), &out)
	for _, h := range out.hits {
		fmt.Printf("%s %+v\n", spanOf(doc, &h).In(text), h)
	}
	c, ok := tb.acts.Carrier(r.words, 3)
	fmt.Println(c, ok)
}
