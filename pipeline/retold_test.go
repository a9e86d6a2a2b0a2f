package pipeline

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets/sample"
)

// spring is a spring between two countries: cold to the end of April, warm from
// May. The threat of 9 April is told once, at its place.
var spring = []struct{ date, text string }{
	{"2031-02-04", "CORVIN — President Ilsa Brandt accused Bexia on Monday of robbing her fishermen."},
	{"2031-02-18", "CORVIN — President Ilsa Brandt condemned Bexia on Monday for the arrest of a captain."},
	{"2031-03-04", "CORVIN — President Ilsa Brandt denounced Bexia on Monday over its new mines."},
	{"2031-03-18", "CORVIN — President Ilsa Brandt accused Bexia on Monday of jamming her radars."},
	{"2031-04-01", "CORVIN — President Ilsa Brandt condemned Bexia on Monday for a raid on a lighthouse."},
	{"2031-04-10", threatOnce},
	{"2031-04-22", "CORVIN — President Ilsa Brandt accused Bexia on Monday of burning two customs sheds."},
	{"2031-05-13", "CORVIN — President Ilsa Brandt praised Bexia on Monday for freeing the crew."},
	{"2031-05-20", "CORVIN — President Ilsa Brandt thanked Bexia on Monday for sending doctors."},
	{"2031-06-03", "CORVIN — President Ilsa Brandt praised Bexia on Monday for clearing the mines."},
	{"2031-06-10", "CORVIN — President Ilsa Brandt thanked Bexia on Monday for its pilots."},
	{"2031-06-17", "CORVIN — President Ilsa Brandt praised Bexia on Monday for an honest count of the catch."},
	{"2031-06-24", "CORVIN — President Ilsa Brandt thanked Bexia on Monday for the return of the lamp."},
}

const threatOnce = "CORVIN — President Ilsa Brandt threatened on Wednesday to close every port in Bexia if the ferry is not released."

// threatAgain is the threat of 9 April as seven more outlets put it, and as it
// comes back for six weeks.
var threatAgain = []struct{ date, text string }{
	{"2031-04-10", "PORT MARLO — Averland’s president, Ilsa Brandt, threatened Bexia on Wednesday with the closure of all its ports unless it freed the ferry."},
	{"2031-04-10", "OSTSTAD — Ilsa Brandt, the president of Averland, threatened on Wednesday to shut every Bexian port if the ferry was not let go."},
	{"2031-04-10", "CORVIN — Averland’s leader threatened Bexia on Wednesday, vowing to close its ports."},
	{"2031-04-11", "CORVIN — President Ilsa Brandt threatened on Wednesday to shut all Bexian harbours."},
	{"2031-04-11", "HALM — On Wednesday President Ilsa Brandt threatened to close the harbours of Bexia until the ferry sails."},
	{"2031-04-11", "OSTSTAD — President Ilsa Brandt on Wednesday threatened to lock every harbour in Bexia if the ferry was held any longer."},
	{"2031-04-12", "CORVIN — On Wednesday Ms Brandt threatened to close all ports of Bexia."},
	{"2031-04-17", "CORVIN — The fleet stayed at its moorings. President Ilsa Brandt had threatened on April 9 to close every Bexian port."},
	{"2031-04-24", "CORVIN — The harbour fair drew few guests. President Ilsa Brandt threatened on April 9 to shut the ports of Bexia."},
	{"2031-05-02", "CORVIN — Fog hid the pier. In April President Ilsa Brandt threatened to close every port in Bexia."},
	{"2031-05-09", "CORVIN — The market was quiet. President Ilsa Brandt, who in April threatened to close Bexia’s harbours, was at home."},
	{"2031-05-16", "CORVIN — The regatta was won by a dentist. In April President Ilsa Brandt had threatened to shut all of Bexia’s ports."},
	{"2031-05-23", "CORVIN — The choir sang twice. President Ilsa Brandt threatened in April to lock every Bexian harbour."},
}

// TestOneThreatToldByManyCountsOnce holds the fourth promise for other words:
// eight outlets, each with its own, and six weeks of background change neither
// the number of events nor the turn.
func TestOneThreatToldByManyCountsOnce(t *testing.T) {
	run := func(again bool) *memory {
		var list []detente.Article
		add := func(id, outlet, date, text string) {
			list = append(list, detente.Article{ID: id, Text: text, Outlet: outlet, Published: publishedOn(t, date)})
		}
		for i, a := range spring {
			add(fmt.Sprintf("a%02d", i), []string{"Corvin Post", "Marlo Mail"}[i%2], a.date, a.text)
		}
		if again {
			for i, a := range threatAgain {
				add(fmt.Sprintf("b%02d", i), fmt.Sprintf("Outlet %d", i%7), a.date, a.text)
			}
		}
		return runAll(t, Options{Actors: sample.Actors(), ActorsName: "actors.tsv"}, list...)
	}
	turns := func(m *memory) []string {
		var out []string
		for _, s := range m.shifts {
			if s.Dyad.Level == detente.LevelActor && s.Dyad.Target != "" && s.Dyad.Channel == detente.Words {
				out = append(out, fmt.Sprintf("%s to %s: %s %s, %d events, %s", s.Dyad.Speaker, s.Dyad.Target, s.Direction, s.Turn, s.Events, s.Verdict))
			}
		}
		return out
	}
	once, often := run(false), run(true)
	if diff := cmp.Diff(turns(once), turns(often)); diff != "" || len(turns(once)) == 0 {
		t.Errorf("turns (-told once +told often):\n%s", diff)
		for _, s := range often.statements {
			if s.DocID == "a05" || s.DocID[0] == 'b' {
				t.Logf("%s %s %s %s>%s %s %s %q", s.DocID, s.EventID[:6], s.Scores[0].Class, s.SpeakerActor, s.TargetActor, s.When.Interval, s.When.Method, s.Content)
			}
		}
	}
}

// TestTwoThreatsOfOneDayAreTwo: what differs in content is not one event.
func TestTwoThreatsOfOneDayAreTwo(t *testing.T) {
	m := runAll(t, Options{Actors: sample.Actors(), ActorsName: "actors.tsv"},
		detente.Article{ID: "a", Outlet: "Corvin Post", Published: publishedOn(t, "2031-04-10"), Text: threatOnce},
		detente.Article{ID: "b", Outlet: "Marlo Mail", Published: publishedOn(t, "2031-04-10"), Text: "CORVIN — President Ilsa Brandt threatened on Wednesday to expel the ambassador of Bexia over the forged letter."},
	)
	events := map[string]bool{}
	for _, s := range m.statements {
		events[s.EventID] = true
	}
	if len(m.statements) != 2 || len(events) != 2 {
		t.Errorf("%d statements of %d events, want two threats", len(m.statements), len(events))
	}
}
