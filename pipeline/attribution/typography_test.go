package attribution_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"detente"
	"detente/internal/golden"
)

// sources lists who says something in a text, by words alone.
func sources(text string) []string {
	var out []string
	for _, a := range find(text, detente.VoiceReported) {
		if a.Kind != detente.Act {
			out = append(out, a.Source.In(text)+" | "+a.Content[0].In(text))
		}
	}
	return out
}

// Marks that are lost or too many, capitals, and texts in one piece cost no
// article: who spoke is found all the same.
func TestBrokenTypography(t *testing.T) {
	const whole = "Premier Juno Kast said the strait would stay open.\n\n“We shall not pay,” Kast told reporters. “Not a coin.”\n\nBexia’s foreign minister, Ilo Marn, said the talks had failed."
	for _, tc := range []struct {
		name, text string
		want       []string // words that some source and its content hold, in this order
	}{
		{"no closing mark", strings.Replace(whole, "coin.”", "coin.", 1), []string{"Kast | the strait", "Kast | “We shall", "minister | the talks"}},
		{"no opening mark", strings.Replace(whole, "“We", "We", 1), []string{"Kast | the strait", "Kast | We shall", "minister | the talks"}},
		{"a mark too many", strings.Replace(whole, "open.", "open.”", 1), []string{"Kast | the strait", "Kast | “We shall", "minister | the talks"}},
		{"a mark at the end", whole + "\n\n“", []string{"Kast | the strait", "Kast | “We shall", "minister | the talks"}},
		{"facing the wrong way", strings.Replace(whole, "“We", "”We", 1), []string{"Kast | the strait", "Kast | ", "minister | the talks"}},
		{"single marks", strings.NewReplacer("“", "‘", "”", "’").Replace(whole), []string{"Kast | the strait", "Kast | ‘We shall", "minister | the talks"}},
		{"one paragraph", strings.ReplaceAll(whole, "\n\n", " "), []string{"Kast | the strait", "Kast | “We shall", "minister | the talks"}},
		{"lines of a wire", strings.ReplaceAll(strings.ReplaceAll(whole, "\n\n", "\r\n    "), " had ", "\r\nhad "), []string{"Kast | the strait", "Kast | “We shall", "minister | the talks"}},
		{"capitals", strings.ToUpper(strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace(whole)), []string{"KAST | THE STRAIT", `KAST | "WE SHALL`, "MINISTER | THE TALKS"}},
		{"transcript", "HOST: Premier, will the strait stay open?\n\nKAST: It will. We shall not pay, not a coin.\n\nHOST: And the talks?\n\nKAST: They have failed, and Bexia knows why.", []string{"HOST | Premier", "KAST | It will", "HOST | And", "KAST | They"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := sources(tc.text)
			at := 0
			for _, want := range tc.want {
				who, what, _ := strings.Cut(want, " | ")
				found := false
				for ; at < len(got) && !found; at++ {
					source, content, _ := strings.Cut(got[at], " | ")
					found = strings.Contains(source, who) && strings.HasPrefix(strings.TrimPrefix(content, "that "), what)
				}
				if !found {
					t.Fatalf("%q is not found in its place among\n%s", want, strings.Join(got, "\n"))
				}
			}
		})
	}
}

// One event is one row: no verb stands as the cue of words and as an act.
func TestActOrWords(t *testing.T) {
	for _, text := range []string{
		sample,
		"Averland on Friday warned Bexia and Corland, its main partners, that friction over fish was hurting the talks.",
		"Premier Kast proposed in a letter to his Bexian counterpart that they meet in Dorr.",
		"Tell invited Kast to visit the port. Kast thanked Tell for the tents and urged Bexia to send more.",
	} {
		oneRow(t, "own", text)
	}
	file, err := os.Open(golden.Shared(t, "data/attribution/polnear.dev.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var g goldArticle
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		oneRow(t, g.ID, g.Text)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func oneRow(t *testing.T, name, text string) {
	t.Helper()
	attrs := find(text, detente.VoiceReported)
	for i := range attrs {
		for k := range attrs {
			a, b := &attrs[i], &attrs[k]
			if a.Kind == detente.Act && b.Kind != detente.Act && a.Cue.Overlaps(b.Cue) {
				t.Errorf("%s: %q is an act of %q and the cue of %q", name, a.Cue.In(text), a.Source.In(text), b.Content[0].In(text))
			}
		}
	}
}
