package attribution_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
)

// TestAssign runs the cases of testdata/roles: speakers and targets, one
// attribution a line. The argument "who" gives the entities,
// "name=mention,mention/type/country/sector; …"; each place where a mention's
// words stand is one.
func TestAssign(t *testing.T) {
	golden.Run(t, "testdata/roles/*.txt", func(t *testing.T, c golden.Case) string {
		voice := detente.VoiceReported
		if c.Args["voice"] == "author" {
			voice = detente.VoiceAuthor
		}
		doc, tree := parsed.Doc(c.Input)
		attrs := attribution.Find(doc, tree, voice)
		coref := whoIs(t, c.Input, c.Args["who"])
		roles := attribution.Assign(doc, tree, attrs, coref)
		if len(roles) != len(attrs) {
			t.Fatalf("%d roles for %d attributions", len(roles), len(attrs))
		}
		var b strings.Builder
		for i := range attrs {
			cue := attrs[i].Cue.In(c.Input)
			if cue == "" {
				cue = "-"
			}
			fmt.Fprintf(&b, "%s %q  %s -> %s", attrs[i].Kind, cue, names(coref, roles[i].Speakers, roles[i].SpeakerReason), names(coref, roles[i].Targets, roles[i].TargetReason))
			if roles[i].Reciprocal {
				b.WriteString("  reciprocal")
			}
			b.WriteByte('\n')
		}
		return b.String()
	})
}

func names(coref *detente.Coref, roles []detente.Role, why detente.Reason) string {
	if len(roles) == 0 {
		return "(" + why.String() + ")"
	}
	parts := make([]string, len(roles))
	for i, r := range roles {
		parts[i] = coref.Entities[r.Entity].Name + ":" + r.Rule
	}
	return strings.Join(parts, "+")
}

// whoIs builds a Coref from the argument of a case.
func whoIs(t *testing.T, text, who string) *detente.Coref {
	t.Helper()
	coref := &detente.Coref{}
	for entry := range strings.SplitSeq(who, ";") {
		name, rest, ok := strings.Cut(strings.TrimSpace(entry), "=")
		fields := strings.Split(rest, "/")
		if !ok || len(fields) < 2 {
			continue
		}
		e := detente.Entity{ID: name, Name: name}
		for i, n := range detente.EntityTypeNames {
			if n == fields[1] {
				e.Type = detente.EntityType(i)
			}
		}
		if len(fields) > 2 {
			e.Country = fields[2]
		}
		if len(fields) > 3 {
			for i, n := range detente.SectorNames {
				if n == fields[3] {
					e.Sector = detente.Sector(i)
				}
			}
		}
		id := int32(len(coref.Entities))
		coref.Entities = append(coref.Entities, e)
		for words := range strings.SplitSeq(fields[0], ",") {
			if words == "@author" {
				coref.Mentions = append(coref.Mentions, detente.Mention{Entity: id, Rule: "author", Confidence: 1})
				continue
			}
			for at := 0; ; {
				k := strings.Index(text[at:], words)
				if k < 0 {
					break
				}
				start, end := at+k, at+k+len(words)
				at = end
				if start > 0 && letter(text[start-1]) || end < len(text) && letter(text[end]) {
					continue
				}
				coref.Mentions = append(coref.Mentions, detente.Mention{Span: detente.Span{Start: int32(start), End: int32(end)}, Form: detente.FormName, Entity: id, Antecedent: -1, Confidence: 1})
			}
		}
	}
	sort.SliceStable(coref.Mentions, func(i, j int) bool {
		a, b := coref.Mentions[i].Span, coref.Mentions[j].Span
		return a.Start < b.Start || a.Start == b.Start && a.End > b.End
	})
	return coref
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func ExampleFind() {
	text := "Averland's navy seized two Bexian tankers. “We shall answer,” Premier Juno Kast told reporters."
	for _, a := range find(text, detente.VoiceReported) {
		fmt.Printf("%s, %s: %s\n", a.Kind, a.Source.In(text), a.Content[0].In(text))
	}
	// Output:
	// act, Averland's navy: seized two Bexian tankers
	// direct, Premier Juno Kast: “We shall answer,”
}
