package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/internal/golden"
)

// sources gives the folder of the raw sources, or skips.
func sources(t *testing.T) string {
	t.Helper()
	return golden.Shared(t, "data/kb")
}

// TestTablesAreCurrent makes the tables again and compares them to the byte.
func TestTablesAreCurrent(t *testing.T) {
	files, err := generate(sources(t), ".")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join("..", "data", name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("data/%s differs from what the sources give: run go generate in pipeline/mention/kb", name)
		}
	}
}

// TestKeysAgainstAnotherList compares key and name of each country with a list
// that is never embedded.
func TestKeysAgainstAnotherList(t *testing.T) {
	dir := sources(t)
	type country struct {
		Code   string   `json:"cca3"`
		Common string   `json:"common"`
		Alt    []string `json:"alt"`
	}
	other, err := readJSONL[country](filepath.Join(dir, "mledoze_countries.jsonl.gz"))
	if err != nil {
		t.Skipf("no list to compare with: %v", err)
	}
	table, err := readCountries(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{}
	for _, c := range other {
		byName[fold(c.Common)] = c.Code
	}
	agree := 0
	for _, r := range table.rows() {
		if code, ok := byName[fold(r.name)]; ok {
			if code != r.key && r.key != "XKX" {
				t.Errorf("%s has the key %s, elsewhere %s", r.name, r.key, code)
			}
			agree++
		}
	}
	if agree < 200 {
		t.Errorf("only %d names could be compared", agree)
	}
}

func TestUnknownCountryStopsTheBuild(t *testing.T) {
	countries := &countryTable{spelling: map[string]string{}, parent: map[string]string{}}
	if _, err := makeLeaders(sources(t), ".", countries); err == nil || !strings.Contains(err.Error(), "no key for the country") {
		t.Errorf("makeLeaders without keys: %v", err)
	}
}

func TestPeople(t *testing.T) {
	for in, want := range map[string]string{
		"Frenchman(men), Frenchwoman(women)":     "Frenchman Frenchmen Frenchwoman Frenchwomen",
		"Lao(s) or Laotian(s)":                   "Lao Laos Laotian Laotians",
		"Motswana (singular), Batswana (plural)": "Motswana Batswana",
		"none":                                   "",
	} {
		if got := strings.Join(people(in), " "); got != want {
			t.Errorf("people(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleaning(t *testing.T) {
	for _, tc := range []struct{ name, surname, want string }{
		{"Ali Hoseini-KHAMENEI", "", "Khamenei"},
		{"Emperor Akihito", "Akihito", "Akihito"},
	} {
		s, ok := readStay(factbookLeader{Name: tc.name, Surname: tc.surname, Role: "chief of state", Title: "President"}, "XXX", false)
		if !ok || s.surname != tc.want {
			t.Errorf("readStay(%q) surname = %q, %v, want %q", tc.name, s.surname, ok, tc.want)
		}
	}
	for name, want := range map[string]bool{"M Rquez": true, "S bastien Lecornu": true, "lisabeth Borne": true, "Ana Petrel": false, "Ludwig van der Holt": false} {
		if wreck(name) != want {
			t.Errorf("wreck(%q) = %v", name, !want)
		}
	}
}
