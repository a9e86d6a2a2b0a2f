package events

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

// tells is what an article of a day says that Arno of Averland said to Bexia.
func tells(t testing.TB, doc int32, class detente.Class, content string) Told {
	told := row(doc, 0, content)
	told.Kind, told.Class = detente.Indirect, class
	told.SpeakerActor, told.TargetActors = "AV", []string{"BX"}
	told.Terms = terms(t, content, "Averland", "Bexia")
	return told
}

// past is told by tense alone: at any time before the article.
func past(t Told) Told {
	t.When = detente.When{Interval: detente.Interval{Lo: detente.MinTime, Hi: t.When.Interval.Hi}, Method: detente.MethodTense}
	return t
}

// may is told with the month as its date.
func may(t Told) Told {
	t.When = detente.When{Interval: detente.Days(detente.NewDay(2031, 5, 1), detente.NewDay(2031, 5, 31)), Method: detente.MethodExplicit}
	return t
}

func TestRetold(t *testing.T) {
	const threat = "to close every port in Bexia if the ferry is not released"
	const somewhat = "to shut Bexia’s ports to mail and grain over the ferry, by law"
	first := on(tells(t, 5, detente.Threaten, threat), 5)
	with := func(t Told, f func(*Told)) Told { f(&t); return t }
	for _, tc := range []struct {
		name  string
		other Told
		one   bool
	}{
		{"other words, the same day", on(tells(t, 6, detente.Threaten, "that all Bexian harbours would be shut unless the ferry was let go"), 5), true},
		{"background with the month", may(tells(t, 40, detente.Threaten, "to shut Bexia’s ports")), true},
		{"background by tense", past(tells(t, 30, detente.Threaten, "to lock every harbour of Bexia")), true},
		{"background by tense, a year later", past(tells(t, 400, detente.Threaten, "to lock every harbour of Bexia")), false},
		{"a day later, undated", tells(t, 6, detente.Threaten, "to shut all Bexian ports"), true},
		{"two weeks later, undated", tells(t, 20, detente.Threaten, "to shut all Bexian ports"), false},
		{"another stated day", on(tells(t, 9, detente.Threaten, "to shut all Bexian ports"), 9), false},
		{"another threat of the day", on(tells(t, 6, detente.Threaten, "to expel the ambassador of Bexia over a forged letter"), 5), false},
		{"no content of its own", on(tells(t, 6, detente.Threaten, "threatened Bexia"), 5), true},
		{"no content, no date", tells(t, 6, detente.Threaten, "threatened Bexia"), false},
		{"another quarter of the classes", on(tells(t, 6, detente.Agree, "to shut all Bexian ports"), 5), false},
		{"less alike", on(tells(t, 6, detente.Threaten, somewhat), 5), true},
		{"less alike, and another class", on(tells(t, 6, detente.Reject, somewhat), 5), false},
		{"a deed", with(on(tells(t, 6, detente.Threaten, "to shut all Bexian ports"), 5), func(t *Told) { t.Channel = detente.Deeds }), false},
		{"another target", with(on(tells(t, 6, detente.Threaten, "to shut all ports"), 5), func(t *Told) { t.TargetActors = []string{"CO"} }), false},
		{"another minister", with(on(tells(t, 6, detente.Threaten, "to shut all Bexian ports"), 5), func(t *Told) { t.Speaker = "dora" }), false},
		{"the state for its leader", with(on(tells(t, 6, detente.Threaten, "to shut all Bexian ports"), 5), func(t *Told) { t.Speaker, t.Body = "AV", true }), true},
		{"not", with(on(tells(t, 6, detente.Threaten, "to shut all Bexian ports"), 5), func(t *Told) { t.Negated = true }), false},
		{"nested", with(on(tells(t, 6, detente.Threaten, "to shut all Bexian ports"), 5), func(t *Told) { t.Nested = true }), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			// Rows of others, or every word would be as common as the next.
			told := []Told{first, tc.other}
			for i := range int32(40) {
				told = append(told, with(tells(t, 2+i%5, detente.Accuse, fmt.Sprintf("of breach number %d of the fishing pact", 10+i)), func(t *Told) {
					t.Order, t.SpeakerActor = 10+i, "DO"
				}))
			}
			links := Find(told, own(500))
			if one := links[0].Event == links[1].Event; one != tc.one {
				t.Errorf("one event: %v, want %v", one, tc.one)
			}
		})
	}
}

// TestRetoldFigures: the same sentence with other figures is another event.
func TestRetoldFigures(t *testing.T) {
	told := []Told{
		tells(t, 5, detente.Sanction, "a fine of 310 crowns on every ship of Bexia"),
		tells(t, 6, detente.Sanction, "a fine of 450 crowns on every ship of Bexia"),
		tells(t, 6, detente.Sanction, "fines of 310 crowns on all Bexian ships"),
	}
	for i := range told {
		told[i].Order = int32(i)
	}
	var got []int32
	for _, l := range Find(told, own(10)) {
		got = append(got, l.Event)
	}
	if diff := cmp.Diff([]int32{0, 1, 0}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRetoldChoice: a telling without content joins nothing where two threats of
// its day are known.
func TestRetoldChoice(t *testing.T) {
	told := []Told{
		on(tells(t, 5, detente.Threaten, "to close every port in Bexia"), 5),
		on(tells(t, 5, detente.Threaten, "to expel the ambassador over a forged letter"), 5),
		on(tells(t, 6, detente.Threaten, "threatened Bexia"), 5),
	}
	told[1].Order = 1
	if l := Find(told, own(10)); l[2].Event != 2 || l[1].Event != 1 {
		t.Errorf("events %v, want three", l)
	}
}

// TestRetoldTowardNobody: a deed without a target is told again in other words,
// and words without one are not.
func TestRetoldTowardNobody(t *testing.T) {
	for _, tc := range []struct {
		name  string
		kind  detente.Kind
		other string
		one   bool
	}{
		{"a deed", detente.Act, "stopped the interest payments on its long debts", true},
		{"another deed", detente.Act, "stopped the coal trains through the northern pass", false},
		{"words", detente.Indirect, "stopped the interest payments on its long debts", false},
	} {
		told := []Told{
			on(tells(t, 5, detente.Sanction, "suspended interest payments on its long debts to banks"), 5),
			on(tells(t, 9, detente.Sanction, tc.other), 5),
		}
		for i := range int32(40) {
			r := tells(t, 2+i%5, detente.Accuse, fmt.Sprintf("of breach number %d of the fishing pact", 10+i))
			r.Order, r.SpeakerActor = 10+i, "DO"
			told = append(told, r)
		}
		for i := range told[:2] {
			told[i].Kind, told[i].Targets, told[i].TargetActors = tc.kind, nil, nil
		}
		if links := Find(told, own(500)); (links[0].Event == links[1].Event) != tc.one {
			t.Errorf("%s: one event is not %v", tc.name, tc.one)
		}
	}
}

// TestRetoldDeeds: a deed that its doer tells, one whose target only some name, and
// one that is less alike but dated to the same days are told again; what was done to
// somebody else, and talks with nobody in common, are not.
func TestRetoldDeeds(t *testing.T) {
	deed := func(doc int32, day int, kind detente.Kind, content string, targets ...string) Told {
		told := on(tells(t, doc, detente.Sanction, content), day)
		told.Kind, told.Channel, told.Targets, told.TargetActors = kind, detente.Deeds, targets, targets
		return told
	}
	of := func(told Told, class detente.Class) Told {
		told.Class = class
		return told
	}
	const again = "stopped the interest payments on its long debts"
	const less = "sold the interest payments for a year"
	for _, tc := range []struct {
		name         string
		first, other Told
		one          bool
	}{
		{"claimed by its doer", deed(5, 5, detente.Act, "suspended interest payments on its long debts to banks"), deed(9, 5, detente.Indirect, again), true},
		{"with a target in one of them", deed(5, 5, detente.Act, "suspended interest payments on its long debts", "BX"), deed(9, 5, detente.Act, again), true},
		{"to somebody else", deed(5, 5, detente.Act, "suspended interest payments on its long debts", "BX"), deed(9, 5, detente.Act, again, "CO"), false},
		{"less alike, the same day", deed(5, 5, detente.Act, "suspended interest payments on debts"), deed(9, 5, detente.Act, less), true},
		{"less alike, undated", deed(5, 5, detente.Act, "suspended interest payments on debts"), past(deed(9, 5, detente.Act, less)), false},
		{"talks", of(deed(5, 5, detente.Act, "held long talks on grain"), detente.Consult), of(deed(9, 5, detente.Act, "held long talks on grain", "CO"), detente.Consult), false},
	} {
		told := []Told{tc.first, tc.other}
		for i := range int32(40) {
			r := tells(t, 2+i%5, detente.Accuse, fmt.Sprintf("of breach number %d of the fishing pact", 10+i))
			r.Order, r.SpeakerActor = 10+i, "DO"
			told = append(told, r)
		}
		if links := Find(told, own(500)); (links[0].Event == links[1].Event) != tc.one {
			t.Errorf("%s: one event is not %v", tc.name, tc.one)
		}
	}
}

func BenchmarkRetold(b *testing.B) {
	verbs := []string{"close", "mine", "cross", "tax", "photograph", "flood", "paint", "repair"}
	things := []string{"harbours", "bridges", "lighthouses", "quays", "canals", "railways", "orchards", "mines", "markets"}
	var told []Told
	for doc := range int32(4000) {
		for order := range int32(6) {
			i := int(doc*7 + order*13)
			t := tells(b, doc, detente.Threaten, fmt.Sprintf("to %s the %s and %s of province %d", verbs[i%8], things[i%9], things[i/3%9], i%97))
			t.Doc, t.Order, t.SpeakerActor = doc, order, fmt.Sprint("S", i%11)
			t.TargetActors = []string{fmt.Sprint("T", i%5)}
			told = append(told, t)
		}
	}
	copies := own(4000)
	b.ReportAllocs()
	for b.Loop() {
		Find(told, copies)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(told)), "ns/row")
}
