package attribution_test

import (
	"reflect"
	"strings"
	"testing"

	"detente"
	"detente/pipeline/attribution"
	"detente/pipeline/syntax/parsed"
)

// What a source tells of its own side's deed is one row that does it; what it
// tells of others, or beside the main clause, is not.
func TestClaims(t *testing.T) {
	const who = "Averland=Averland/country/AV; Orn Vale=Orn Vale/person/AV; Bexia=Bexia/country/BX; Juno Kast=Juno Kast/person/BX"
	for _, tc := range []struct {
		name, text string
		class      detente.Class
		target     string
	}{
		{"own side", "Averland has imposed sanctions on Bexia in response to the raid, Orn Vale said.", detente.Sanction, "Bexia"},
		{"own side, reported after", "Orn Vale said Averland had expelled two envoys of Bexia.", detente.Sanction, "Bexia"},
		{"an agreement of the own side", "Orn Vale said Averland had reached an agreement with Bexia.", detente.Agree, "Bexia"},
		{"the other side", "Averland has imposed sanctions on Bexia in response to the raid, Juno Kast said.", detente.ClassNone, ""},
		{"under a condition", "Orn Vale said the talks would end if Averland expelled envoys of Bexia.", detente.ClassNone, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc, tree := parsed.Doc(tc.text)
			attrs := attribution.Find(doc, tree, detente.VoiceReported)
			coref := whoIs(t, tc.text, who)
			for i := range coref.Entities {
				coref.Entities[i].Actor = coref.Entities[i].Country
			}
			roles := attribution.Assign(doc, tree, attrs, coref)
			before, kept := append([]detente.Attribution(nil), attrs...), append([]detente.Roles(nil), roles...)
			claimed, now := attribution.Claims(doc, tree, attrs, roles, coref)
			if !reflect.DeepEqual(before, attrs) || !reflect.DeepEqual(kept, roles) {
				t.Fatal("the input is written to")
			}
			words := -1
			for i := range claimed {
				if claimed[i].Kind != detente.Act {
					words = i
				}
			}
			if words < 0 {
				t.Fatal("no words found")
			}
			if got := claimed[words].Frame.Class; got != tc.class {
				t.Errorf("class %v, want %v", got, tc.class)
			}
			if tc.target == "" {
				return
			}
			if got := names(coref, now[words].Targets, now[words].TargetReason); !strings.HasPrefix(got, tc.target) {
				t.Errorf("target %s, want %s", got, tc.target)
			}
			for _, r := range now[words].Targets {
				if coref.Entities[r.Entity].Country == "AV" {
					t.Error("the own side is a target of its own claim")
				}
			}
			if tc.class.Material() && !claimed[words].Flags.Has(detente.SelfReported) {
				t.Error("not marked as the side's own claim")
			}
		})
	}
}
