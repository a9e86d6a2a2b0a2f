package scorers

import (
	"maps"
	"testing"
)

// TestVaderWordsAreOne: words that have one hash have one value, always the same.
func TestVaderWordsAreOne(t *testing.T) {
	want := hashVader()
	for range 20 {
		if !maps.Equal(want, hashVader()) {
			t.Fatal("two readings of the lexicon differ")
		}
	}
}
