package scorers_test

import (
	"strings"
	"testing"

	"detente"
)

// TestCompositions: verbs are acts by their objects. A row's words are said by a
// premier of his own side unless somebody else is named.
func TestCompositions(t *testing.T) {
	for content, want := range map[string]detente.Class{
		"We have reopened the border crossing":             detente.Retreat,
		"We have sealed off the border crossing":           detente.Coerce,
		"We let the crew of the trawler go":                detente.Retreat,
		"We took the crew of the trawler prisoner":         detente.Coerce,
		"We turned the invitation down":                    detente.Reject,
		"We took up the invitation":                        detente.Agree,
		"We will rejoin the talks":                         detente.Agree,
		"We walked out of the talks":                       detente.Reject,
		"We have brought our brigade home":                 detente.Retreat,
		"We have massed a brigade on the river":            detente.Mobilize,
		"We have cut off the gas":                          detente.Sanction,
		"We have turned the gas on again":                  detente.Aid,
		"We broke off ties with Bexia":                     detente.Sanction,
		"We restored ties with Bexia":                      detente.Support,
		"We will tear up the treaty":                       detente.Reject,
		"The quota on wool was scrapped":                   detente.Concede,
		"We raised the quota on wool":                      detente.Sanction,
		"We will sink the ferry":                           detente.Threaten,
		"We will not sink the ferry":                       detente.Agree,
		"We towed the ferry home":                          detente.Aid,
		"We gave the envoys no permit":                     detente.Reject,
		"We lay down our arms":                             detente.Retreat,
		"We heed the call":                                 detente.Concede,
		"We brushed the allegation aside":                  detente.Reject,
		"Parliament closed its session with a toast":       detente.Plain,
		"The market opened a little higher on the morning": detente.Plain,
	} {
		doc, a := row{content: content}.attribution()
		if s := scoreOf(t, "tone", doc, a)[0]; s.Class != want {
			t.Errorf("%q: %s, want %s\n%+v", content, s.Class, want, s.Features)
		}
	}
}

// TestDeedsByTheirObjects: the object decides over the frame of the verb.
func TestDeedsByTheirObjects(t *testing.T) {
	for content, want := range map[string]detente.Class{
		"disbanded the brigade on the river": detente.Retreat,
		"raised a brigade on the river":      detente.Mobilize,
	} {
		cue, _, _ := strings.Cut(content, " ")
		doc, a := row{content: strings.TrimPrefix(content, cue+" "), kind: act, cue: cue, frame: detente.Coerce}.attribution()
		if s := scoreOf(t, "tone", doc, a)[0]; s.Class != want {
			t.Errorf("%q: %s, want %s", content, s.Class, want)
		}
	}
}
