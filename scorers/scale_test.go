package scorers_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente"
	"detente/scorers"
)

// TestFaceValidity holds the scale "detente" to its order: what is worse for a
// relation stands lower.
func TestFaceValidity(t *testing.T) {
	s, err := scorers.LoadScale("")
	if err != nil {
		t.Fatal(err)
	}
	steps := [][]float64{
		{s.Weight(detente.Assault, 0)}, {s.Weight(detente.Coerce, 0)}, {s.Weight(detente.Sanction, 0)}, {s.Weight(detente.Mobilize, 0)},
		{s.Weight(detente.Threaten, 0)}, {s.Weight(detente.Accuse, 0)}, {s.Weight(detente.Reject, 0)},
		{s.Weight(detente.Request, detente.ModeDemand)}, {s.Weight(detente.Reject, detente.ModeDeny)}, {s.Weight(detente.Plain, 0)},
		{s.Weight(detente.Request, detente.ModeAppeal), s.Weight(detente.Consult, 0), s.Weight(detente.Consult, detente.ModePhone)},
		{s.Weight(detente.Agree, 0)}, {s.Weight(detente.Concede, 0), s.Weight(detente.Support, 0)},
		{s.Weight(detente.Cooperate, 0), s.Weight(detente.Retreat, 0)}, {s.Weight(detente.Aid, 0)},
	}
	for i := 1; i < len(steps); i++ {
		for _, low := range steps[i-1] {
			for _, high := range steps[i] {
				if low >= high {
					t.Errorf("step %d: %g does not lie below %g", i, low, high)
				}
			}
		}
	}
	if p := s.Weight(detente.Protest, 0); p <= s.Weight(detente.Mobilize, 0) || p >= s.Weight(detente.Accuse, 0) {
		t.Errorf("PROTEST at %g", p)
	}
}

func TestScales(t *testing.T) {
	hashes := map[string]bool{}
	for _, name := range []string{"detente", "plover-0.8", "plover-2.0"} {
		s, err := scorers.LoadScale(name)
		if err != nil {
			t.Fatal(err)
		}
		if s.Name() != name || hashes[s.Hash()] {
			t.Errorf("scale %s: name %q, hash %q", name, s.Name(), s.Hash())
		}
		hashes[s.Hash()] = true
	}
	p, _ := scorers.LoadScale("plover-0.8")
	if got := scorers.Label(detente.Retreat, p); got != "YIELD" {
		t.Errorf("Label(RETREAT, plover-0.8) = %q", got)
	}
	if got := scorers.Label(detente.Retreat, nil); got != "RETREAT" {
		t.Errorf("Label(RETREAT, nil) = %q", got)
	}
}

func TestLoadScaleFromFile(t *testing.T) {
	data, err := os.ReadFile("data/scales.tsv")
	if err != nil {
		t.Fatal(err)
	}
	own := strings.ReplaceAll(string(data), "detente\t", "mine\t")
	path := filepath.Join(t.TempDir(), "mine.tsv")
	if err := os.WriteFile(path, []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := scorers.LoadScale(path)
	if err != nil || s.Name() != "mine" {
		t.Fatalf("LoadScale(file) = %v, %v", s, err)
	}
	for name, bad := range map[string]string{
		"a lost sign":     strings.Replace(own, "mine\tACCUSE\t\t-0.3", "mine\tACCUSE\t\t0.3", 1),
		"a missing class": strings.Replace(own, "mine\tAID\t\t0.8\n", "", 1),
		"a wrong class":   strings.Replace(own, "mine\tAID\t", "mine\tHELP\t", 1),
		"too much":        strings.Replace(own, "mine\tAID\t\t0.8", "mine\tAID\t\t8", 1),
		"nothing":         "# nothing\n",
	} {
		if err := os.WriteFile(path, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := scorers.LoadScale(path); err == nil {
			t.Errorf("LoadScale with %s: no error", name)
		}
	}
	if _, err := scorers.LoadScale("no-such-scale"); err == nil || !strings.Contains(err.Error(), "use one of detente") {
		t.Errorf("LoadScale(no-such-scale): %v", err)
	}
}

func TestBands(t *testing.T) {
	s, _ := scorers.LoadScale("detente")
	for c, want := range map[detente.Class]string{
		detente.Assault: "attack", detente.Coerce: "force", detente.Threaten: "threat, demand, refusal", detente.Accuse: "accusation",
		detente.Plain: "plain", detente.Consult: "contact", detente.Agree: "agreement, support", detente.Aid: "concession, help",
	} {
		if got := scorers.BandOf(s.Weight(c, 0)); got != want {
			t.Errorf("BandOf(%s) = %q, want %q", c, got, want)
		}
	}
	for i, b := range scorers.Bands() {
		if i > 0 && b.From <= scorers.Bands()[i-1].From {
			t.Errorf("band %q is out of order", b.Name)
		}
	}
}
