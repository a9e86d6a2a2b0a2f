package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"detente"
	"detente/pipeline/mention/kb"
)

// NamedText is a text with its names.
type NamedText struct {
	Text  string
	Names []NamedSpan
}

// NamedSpan is one name of a text. The span has no title before it, no "the",
// and no possessive behind it.
type NamedSpan struct {
	Span detente.Span
	Type detente.NameType
}

// ReadNames reads a file of named-entity data, JSON lines with "text" and "ents":
// [start, end, type], gzipped where the name says so. Guidelines differ from set
// to set; what they say is made alike: titles are no part of a name and no name,
// a country is a location whatever it does, and types other than persons,
// organisations and locations are left out. An error names the file and the line.
func ReadNames(path string, base *kb.Base) ([]NamedText, error) {
	r, err := open(path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readNames(filepath.Base(path), r, base)
}

func readNames(name string, r io.Reader, base *kb.Base) ([]NamedText, error) {
	var all []NamedText
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		var in struct {
			Text string
			Ents [][3]any
		}
		if err := json.Unmarshal(lines.Bytes(), &in); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", name, n, err)
		}
		text := NamedText{Text: in.Text}
		for _, e := range in.Ents {
			from, ok1 := e[0].(float64)
			to, ok2 := e[1].(float64)
			label, ok3 := e[2].(string)
			s := detente.Span{Start: int32(from), End: int32(to)}
			if !ok1 || !ok2 || !ok3 || s.Start < 0 || s.Empty() || int(s.End) > len(in.Text) || !borders(in.Text, s) {
				return nil, fmt.Errorf("%s, line %d: %v is no span of the text with a type", name, n, e)
			}
			if x, ok := alike(in.Text, s, label, base); ok {
				text.Names = append(text.Names, x)
			}
		}
		all = append(all, text)
	}
	return all, lines.Err()
}

func borders(text string, s detente.Span) bool {
	return utf8.RuneStart(text[s.Start]) && (int(s.End) == len(text) || utf8.RuneStart(text[s.End]))
}

// alike gives a name of a set as all sets should have it; ok is false where it
// is none.
func alike(text string, s detente.Span, label string, base *kb.Base) (x NamedSpan, ok bool) {
	for t, name := range detente.NameTypeNames[:detente.NameLocation+1] {
		if name == label {
			x.Type = detente.NameType(t)
		}
	}
	if x.Type == 0 {
		return x, false
	}
	s = trim(text, s)
	if x.Type == detente.NamePerson {
		if s = untitled(text, s, base); s.Empty() {
			return x, false
		}
	}
	if x.Type == detente.NameOrganisation {
		words := kb.Words(s.In(text))
		if n, refs := base.Names(words, 0); n == len(words) && n > 0 && refs[0].Relation == kb.Name && base.Item(refs[0].Item).Type == detente.Country {
			x.Type = detente.NameLocation
		}
	}
	x.Span = s
	return x, true
}

// trim takes white space, a "the" and a possessive off a span, in the manner of
// the scorer. What would leave nothing is not done.
func trim(text string, s detente.Span) detente.Span {
	blank := func() {
		for s.Start < s.End && strings.ContainsRune(" \n\t", rune(text[s.Start])) {
			s.Start++
		}
		for s.End > s.Start && strings.ContainsRune(" \n\t", rune(text[s.End-1])) {
			s.End--
		}
	}
	blank()
	low := strings.ToLower(s.In(text))
	for _, ending := range []string{"'s", "’s", "s'", "s’"} {
		if strings.HasSuffix(low, ending) && len(low) > len(ending) {
			s.End -= int32(len(ending))
			if ending[0] == 's' {
				s.End++
			}
			break
		}
	}
	if low = s.In(text); len(low) > 4 && strings.EqualFold(low[:3], "the") && low[3] == ' ' {
		s.Start += 4
	}
	blank()
	return s
}

// untitled takes the titles off the head of a person's name. A span of titles
// alone comes out empty.
func untitled(text string, s detente.Span, base *kb.Base) detente.Span {
	for !s.Empty() {
		words := strings.Fields(s.In(text))
		hashes := kb.Words(strings.Join(words, " "))
		n, t := base.Title(hashes, 0)
		if n == 0 || t.NounOnly && n == len(hashes) {
			return s
		}
		rest := s.In(text)
		for range n {
			i := strings.IndexAny(rest, " -")
			if i < 0 {
				return detente.Span{}
			}
			rest = strings.TrimLeft(rest[i+1:], " ")
		}
		s.Start = s.End - int32(len(rest))
	}
	return s
}
