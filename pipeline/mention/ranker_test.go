package mention

import (
	"strings"
	"testing"
)

func TestCellsAreCounted(t *testing.T) {
	rivals, nobody := int32(0), int32(0)
	for _, x := range rivalTemplates {
		rivals += x.size
	}
	for _, x := range nobodyTemplates {
		nobody += x.size
	}
	if rivals != rivalCells || nobody != nobodyCells {
		t.Errorf("the templates have %d and %d cells: set rivalCells and nobodyCells", rivals, nobody)
	}
}

func TestWeightsAreReadAsWritten(t *testing.T) {
	k, err := ParseRanker(pronounsTSV)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ParseRanker(k.TSV())
	if err != nil {
		t.Fatal(err)
	}
	if *again != *k || !strings.HasSuffix(pronounsTSV, k.TSV()) {
		t.Error("the weights change when they are written and read")
	}
}

func TestWeightsOfOtherCodeAreRefused(t *testing.T) {
	for _, line := range []string{"person\tnear\t99\t5\n", "person\tnothing\t0\t5\n", "ship\tnear\t0\t5\n", "person\tnear\t0\tmuch\n"} {
		if _, err := ParseRanker(line); err == nil || !strings.Contains(err.Error(), "train the ranker again") {
			t.Errorf("ParseRanker(%q): error %v", line, err)
		}
	}
}
