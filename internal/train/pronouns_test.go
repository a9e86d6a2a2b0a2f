package train

import (
	"os"
	"path/filepath"
	"testing"

	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/syntax"
)

// ownTexts reads texts written for the test.
func ownTexts(t *testing.T) ([]*corefText, *mention.Resolver) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "own.jsonl")
	const texts = `{"text":"Mara Tollin met Ilsa Brandt in Corvin. She thanked her.","pronoun":[39,42],"a":[0,11],"b":[16,27],"a_coref":true,"b_coref":false,"gender":"F"}
{"text":"Pell Quist wrote to Odo Harn. Harn said he would answer.","pronoun":[40,42],"a":[0,10],"b":[20,28],"a_coref":false,"b_coref":true,"gender":"M"}
{"text":"Pell Quist left the room. He did not return.","clusters":[[[0,10],[26,28]]]}
`
	if err := os.WriteFile(path, []byte(texts), 0o600); err != nil {
		t.Fatal(err)
	}
	models, err := syntax.Load()
	if err != nil {
		t.Fatal(err)
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	read, err := readCoref(path, models.Parser())
	if err != nil {
		t.Fatal(err)
	}
	return read, mention.New(base)
}

func TestRankerSameDataSameBytes(t *testing.T) {
	texts, r := ownTexts(t)
	opt := PronounOptions{}.withDefaults()
	one, two := trainPronouns(texts, r, opt), trainPronouns(texts, r, opt)
	if one.TSV() != two.TSV() || one.TSV() == "" {
		t.Error("the same texts give other weights")
	}
}

func TestRankerLearnsItsOwnTexts(t *testing.T) {
	texts, r := ownTexts(t)
	ranker := trainPronouns(texts, r, PronounOptions{Epochs: 60}.withDefaults())
	for _, x := range texts[:2] {
		if a, b := x.answer(r, ranker); a != x.IsA || b != x.IsB {
			t.Errorf("%q: a %v, b %v", x.Text, a, b)
		}
	}
	for _, it := range texts[2].items(r, ranker) {
		if !it.right[0] || it.ranking.Rivals[0].Share < 0.5 {
			t.Errorf("%q: %+v", texts[2].Text, it.ranking.Rivals)
		}
	}
}
