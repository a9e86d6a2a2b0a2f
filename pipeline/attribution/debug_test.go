package attribution

import (
	"fmt"
	"os"
	"testing"

	"detente/pipeline/segment"
)

func TestDebug(t *testing.T) {
	text := os.Getenv("DBG")
	if text == "" {
		t.Skip()
	}
	doc := segment.Split(text)
	s := analyse(doc, loaded())
	for i := range doc.Tokens {
		name := ""
		for k, v := range tagNames {
			if v == s.tags[i] {
				name = k
			}
		}
		fmt.Printf("%s/%d%s[%d,%d] ", s.text(i), s.tags[i], name, s.phraseAt[i], s.groupAt[i])
	}
	fmt.Println()
}
