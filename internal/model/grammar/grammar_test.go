package grammar_test

import (
	"testing"

	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/grammar"
)

func read(word string) grammar.Lex {
	var l grammar.Lex
	var none model.Table
	l.Read(word, lexicon.Hash(word), &none)
	return l
}

func TestLexSeesWhatItShould(t *testing.T) {
	for _, tc := range []struct {
		name, a, b string
		same       func(a, b grammar.Lex) bool
		want       bool
	}{
		{"case leaves the norm", "Talks", "talks", func(a, b grammar.Lex) bool { return a.Norm == b.Norm }, true},
		{"case changes the word", "Talks", "talks", func(a, b grammar.Lex) bool { return a.Word == b.Word }, false},
		{"digits leave the norm", "1987", "2026", func(a, b grammar.Lex) bool { return a.Norm == b.Norm }, true},
		{"digits change the word", "1987", "2026", func(a, b grammar.Lex) bool { return a.Word == b.Word }, false},
		{"more digits change the norm", "1987", "20261", func(a, b grammar.Lex) bool { return a.Norm == b.Norm }, false},
		{"apostrophes are alike", "’s", "'s", func(a, b grammar.Lex) bool { return a == b }, true},
		{"quotation marks are alike", "“", "\"", func(a, b grammar.Lex) bool { return a == b }, true},
		{"runs are cut in the shape", "parliament", "spoke", func(a, b grammar.Lex) bool { return a.Shape == b.Shape }, true},
		{"capitals show in the shape", "Venn", "spoke", func(a, b grammar.Lex) bool { return a.Shape == b.Shape }, false},
		{"suffixes are shared", "accused", "refused", func(a, b grammar.Lex) bool { return a.Suffix == b.Suffix }, true},
		{"short words have short suffixes", "a", "ba", func(a, b grammar.Lex) bool { return a.Suffix[1] == b.Suffix[1] }, false},
		{"prefixes keep their case", "Preach", "Prefer", func(a, b grammar.Lex) bool { return a.Prefix == b.Prefix }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.same(read(tc.a), read(tc.b)); got != tc.want {
				t.Errorf("%q and %q alike: %v, want %v", tc.a, tc.b, got, tc.want)
			}
		})
	}
}

func FuzzLex(f *testing.F) {
	for _, s := range []string{"", "a", "\xff\xc3", "’’’", "Übergrößenträgerinnen—1,000.50%", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		first, second := read(s), read(s)
		if first != second {
			t.Error("reading a word twice gives two views")
		}
	})
}

// The hash of the feature code settles which model files fit. It must not
// change from call to call.
func TestCodeIsFixed(t *testing.T) {
	if a, b := grammar.Code(), grammar.Code(); a != b || a == 0 {
		t.Errorf("Code gives %x and %x", a, b)
	}
}

func TestMovesBuildTheTree(t *testing.T) {
	var s grammar.State
	s.Reset(3) // She left early
	s.Begin()
	for _, m := range []struct {
		move  int
		label uint8
	}{{grammar.Shift, 0}, {grammar.Left, 7}, {grammar.Shift, 0}, {grammar.Right, 9}} {
		if s.Valid()>>grammar.ClassOf(m.move, m.label)&1 == 0 {
			t.Fatalf("move %d is not possible at word %d", m.move, s.Next())
		}
		s.Apply(m.move, m.label)
	}
	if !s.Done() {
		t.Fatalf("not done: next is word %d", s.Next())
	}
	for _, want := range []struct {
		word  int
		head  int32
		label uint8
	}{{1, 2, 7}, {2, 0, 0}, {3, 2, 9}} {
		if h, l := s.Arc(want.word); h != want.head || l != want.label {
			t.Errorf("word %d has head %d and label %d, want %d and %d", want.word, h, l, want.head, want.label)
		}
	}
}
