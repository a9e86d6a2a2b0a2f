package scorers_test

import (
	"strings"
	"testing"

	"detente"
)

// moodTable are words of a premier about harm and help, by mood: what is not done, hangs
// on something, is to come, is denied, or is done by the saying. The classes that are
// right stand behind the words, parted by |.
const moodTable = `
negated harm	We did not shell the harbour	STATEMENT
negated harm	We have not arrested any Bexian sailor	STATEMENT
negated harm	We never threatened Bexia	STATEMENT|REJECT
negated harm	We will not invade Bexia	AGREE
negated harm	We will never bomb Bexia	AGREE
negated harm	We shall not expel their envoys	AGREE
negated harm	We are not going to impose sanctions on Bexia	AGREE
negated harm	Our navy will not blockade their ports	AGREE
negated harm	We refuse to attack Bexia	AGREE|STATEMENT|REJECT
negated harm	We have no plan to attack Bexia	AGREE|STATEMENT
negated harm	We do not intend to seize their ships	AGREE|STATEMENT
negated harm	We have stopped the bombing	RETREAT
negated harm	We have called off the raid	RETREAT
negated harm	We have ended the blockade of Bexia	RETREAT
negated harm	We have dropped the charges against the pilot	CONCEDE|RETREAT
negated harm	We have lifted the embargo	RETREAT|CONCEDE
negated help	We did not send aid to Bexia	SANCTION|REJECT
negated help	We will not send aid to Bexia	REJECT
negated help	We will never recognise Bexia	REJECT
negated help	We will not meet the Bexian premier	REJECT
negated help	We refuse to talk to Bexia	REJECT
negated help	We shall not withdraw our troops	REJECT
negated help	We will not release the prisoners	REJECT
negated help	We will not sign the treaty	REJECT
negated help	We have stopped all aid to Bexia	SANCTION
negated help	We have suspended cooperation with Bexia	SANCTION
negated help	We have cancelled the summit	REJECT
negated help	We have broken off the talks	REJECT|SANCTION
negated help	We do not support Bexia	REJECT|ACCUSE
negated help	We cannot accept their offer	REJECT
conditional harm	If Bexia crosses the line, we will strike back	THREATEN
conditional harm	If they do not leave, we will bomb the camp	THREATEN
conditional harm	Unless Bexia pays, we will seize its ships	THREATEN
conditional harm	We will impose sanctions if the raids go on	THREATEN
conditional harm	We would attack if they came nearer	THREATEN
conditional harm	If Bexia closes the strait, we will open fire	THREATEN
conditional harm	We will expel their envoys unless they apologise	THREATEN
conditional harm	Should they come again, we will shoot	THREATEN
conditional help	If Bexia withdraws, we will lift the sanctions	CONCEDE|AGREE|RETREAT
conditional help	We will send aid if Bexia asks for it	AGREE|AID
conditional help	If they free the crew, we will release the ship	CONCEDE|AGREE|RETREAT
conditional help	We will sign the treaty if the text stays	AGREE
conditional help	If Bexia is ready, we will meet	AGREE
conditional help	We would talk to Bexia if the guns fell silent	AGREE
future harm	We will shell the harbour	THREATEN
future harm	We are going to arrest their envoys	THREATEN
future harm	Our jets will strike the depot tomorrow	THREATEN
future harm	We intend to occupy the island	THREATEN
future harm	We plan to cut ties with Bexia	THREATEN
future harm	We are prepared to use force	THREATEN
future harm	We shall expel the Bexian ambassador	THREATEN
future harm	We will seize every ship of theirs	THREATEN
future harm	We might bomb the depot	THREATEN
future harm	We are considering sanctions against Bexia	THREATEN
future help	We will send doctors to Bexia	AGREE
future help	We will visit Bexia in May	AGREE
future help	We will release the prisoners	CONCEDE|AGREE
future help	We will withdraw from the valley	CONCEDE
future help	We will lift the sanctions	CONCEDE|AGREE
future help	We plan to reopen the embassy in Bexia	AGREE
future help	We intend to sign the accord with Bexia	AGREE
future help	We promise to help Bexia	AGREE
future help	We are ready to negotiate	AGREE
future help	We hope to meet their premier soon	AGREE
denied harm	We deny having attacked Bexia	REJECT
denied harm	The claim that we bombed the depot is false	REJECT
denied harm	These charges are unfounded	REJECT
denied harm	It is a lie that we armed the rebels	REJECT|ACCUSE
denied harm	We reject the accusation	REJECT
denied harm	There was no attack on Bexia by our side	REJECT|STATEMENT
denied harm	We had nothing to do with the raid	REJECT|STATEMENT
denied help	There are no talks with Bexia	STATEMENT|REJECT
denied help	We deny having offered a truce	REJECT
denied help	No deal was made with Bexia	STATEMENT|REJECT
performative harm	We hereby expel the ambassador of Bexia	SANCTION
performative harm	We hereby declare war on Bexia	ASSAULT|THREATEN
performative harm	As of today we suspend all trade with Bexia	SANCTION
performative harm	We condemn the raid	ACCUSE
performative harm	We accuse Bexia of fraud	ACCUSE
performative harm	I demand that Bexia leave the island	REQUEST
performative harm	I hereby order the seizure of their ships	COERCE|THREATEN
performative help	We hereby recognise the state of Bexia	SUPPORT
performative help	We thank Bexia for its help	SUPPORT
performative help	We apologise to Bexia	CONCEDE
performative help	I hereby pardon the Bexian pilots	CONCEDE|RETREAT
performative help	We accept the offer of Bexia	AGREE
performative help	I congratulate the premier of Bexia	SUPPORT
performative help	We hereby lift the ban on their ships	RETREAT|CONCEDE
`

// TestMoodTable holds nine in ten of the rows right, of each mood four in five, and the
// table to its size.
func TestMoodTable(t *testing.T) {
	n, right := map[string]int{}, map[string]int{}
	for line := range strings.SplitSeq(strings.TrimSpace(moodTable), "\n") {
		f := strings.Split(line, "\t")
		if len(f) != 3 {
			t.Fatalf("%q: %d columns, want 3", line, len(f))
		}
		doc, a := row{content: f[1]}.attribution()
		s := scoreOf(t, "tone", doc, a)[0]
		mood, _, _ := strings.Cut(f[0], " ")
		ok := false
		for want := range strings.SplitSeq(f[2], "|") {
			if detente.ParseClass(want) == detente.ClassNone {
				t.Fatalf("%q: no class %q", line, want)
			}
			ok = ok || s.Class.String() == want
		}
		for _, key := range []string{"", mood} {
			n[key]++
			if ok {
				right[key]++
			}
		}
		if !ok {
			t.Logf("%s: %q is %s (%+.2f), want %s", f[0], f[1], s.Class, s.Value, f[2])
		}
	}
	if n[""] < 80 {
		t.Errorf("%d rows, want 80", n[""])
	}
	t.Logf("%d of %d rows are right", right[""], n[""])
	for mood, all := range n {
		if least := map[bool]int{true: 9 * all / 10, false: 4 * all / 5}[mood == ""]; right[mood] < least {
			t.Errorf("%q: %d of %d rows are right, want %d", mood, right[mood], all, least)
		}
	}
}
