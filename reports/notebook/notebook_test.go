package notebook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/datasets/table"
	"detente/scorers"
)

// nasty is a name that breaks whatever does not quote it.
const nasty = "Ilsa \"the <b>Gull</b>\" O'Brandt\n$x_1$ \\ {{.}} \u2028 😀 # %% id=x"

// runOptions say what the run of writeRun holds.
type runOptions struct {
	format          table.Format
	noText, noTurn  bool
	empty, undated  bool
	speaker, target string
}

// writeRun makes a run folder: one article and its copy, and one event told
// again, with a turn from hostile to friendly.
func writeRun(t testing.TB, dir string, opt runOptions) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := table.Create(dir, opt.format, table.Options{NoText: opt.noText, MetaKeys: []string{"desk <i>"}})
	check(err)
	text := "One said <script>alert(1)</script> $a$ & $b$."
	day := detente.NewDay(2031, 5, 1)
	axis := ""
	for i, id := range []string{"a", "b"} {
		published := detente.Published{Interval: detente.Days(day+20, day+20), Precision: detente.PrecisionDay, Source: detente.PublishedGiven}
		if opt.undated {
			published, axis = detente.Published{}, "a@s0"
		}
		check(w.Document(detente.DocumentRow{DocID: id, CopyGroup: "a", IsCopy: i == 1, Article: detente.Article{Outlet: "Marlo <Post>", Published: published, Meta: []detente.Meta{{Key: "desk <i>", Value: "<world>"}}}}))
		check(w.Text(detente.TextRow{DocID: id, Text: text}))
	}
	var ids []string
	for i := 0; i < 10 && !opt.empty; i++ {
		when := detente.When{Interval: detente.Days(day+detente.Day(i), day+detente.Day(i+1)), Precision: detente.PrecisionDay, Method: detente.MethodExplicit, OffsetLo: detente.NoOffsetLo, OffsetHi: detente.NoOffsetHi}
		if opt.undated {
			when.Interval, when.OffsetLo, when.OffsetHi, when.HasOffset = detente.Always, int32(i), int32(i), true
		}
		row := detente.StatementRow{
			StatementID: "s" + strconv.Itoa(i), EventID: "s" + strconv.Itoa(i), DocID: "a", Context: text, Content: "<script>alert(1)</script> $a$", ContentSpans: []detente.Span{{Start: 9, End: 34}},
			Kind: detente.Kind(1 + i%4), Channel: detente.Words, Speaker: opt.speaker, SpeakerID: "speaker", SpeakerActor: opt.speaker, SpeakerActorID: "speaker",
			Target: opt.target, TargetID: "target", TargetActor: opt.target, TargetActorID: "target", When: when,
			Scores: []detente.Score{{Value: -.5 + float64(i/5), StdErr: .1, Class: detente.Accuse}},
		}
		if opt.undated {
			row.EventRef = "s0"
		}
		if opt.target == "" {
			row.TargetID, row.TargetActorID, row.TargetReason = "", "", detente.ReasonNoTarget
		}
		switch i {
		case 3:
			row.When.Method = detente.MethodPublished
		case 8: // in the copy
			row.DocID, row.IsCopy, row.IsRetelling, row.EventID = "b", true, true, "s7"
		case 9: // told again
			row.IsRetelling, row.EventID = true, "s7"
		}
		ids = append(ids, row.StatementID)
		check(w.Statement(row))
	}
	if !opt.empty {
		for id, name := range map[string]string{"speaker": opt.speaker, "target": opt.target} {
			if name != "" {
				check(w.Entity(detente.EntityRow{Entity: detente.Entity{ID: id, Name: name}}))
			}
		}
	}
	if !opt.noTurn && !opt.empty {
		turn := detente.Days(day+4, day+6)
		if opt.undated {
			turn = detente.Days(4, 5)
		}
		dyad := detente.Dyad{Level: detente.LevelPerson, Speaker: "speaker", Scorer: "tone", Axis: axis}
		if opt.target != "" {
			dyad.Target = "target"
		}
		check(w.Shift(detente.Shift{
			ID: "turn", Dyad: dyad, Direction: detente.Warmer, FromBand: "threat", ToBand: "agreement", Turn: turn, Before: detente.Mean{Value: -.5, Low: -.6, High: -.4, N: 5}, After: detente.Mean{Value: .5, Low: .4, High: .6, N: 3},
			Delta: 1, P: .02, PLeast: .01, Q: .02, Posterior: math.NaN(), Shape: detente.Step, Verdict: detente.Indication, Reason: "one outlet <only>",
			EvidenceBefore: ids[:2], EvidenceAfter: ids[5:7], EvidenceAgainst: ids[3:4], LastBefore: "s4", FirstAfter: "s5",
		}))
	}
	check(w.Close())
	check(os.WriteFile(filepath.Join(dir, manifestFile), []byte("{}\n"), 0o644))
}

// runs are the kinds of run that a notebook must open.
var runs = map[string]runOptions{
	"arrow":   {speaker: "Ilsa Brandt", target: "Tomas Verel"},
	"parquet": {speaker: "Ilsa Brandt", target: "Tomas Verel", format: table.Parquet},
	"names":   {speaker: nasty, target: nasty + "2"},
	"anyone":  {speaker: "Ilsa Brandt"},
	"no-text": {speaker: "Ilsa Brandt", target: "Tomas Verel", noText: true},
	"no-turn": {speaker: "Ilsa Brandt", target: "Tomas Verel", noTurn: true},
	"undated": {speaker: "Ilsa Brandt", target: "Tomas Verel", undated: true},
	"empty":   {empty: true},
	"nothing": {empty: true, format: table.Parquet, noText: true},
}

func TestWrite(t *testing.T) {
	for name, opt := range runs {
		t.Run(name, func(t *testing.T) {
			var files [2][]byte
			for i := range files {
				dir := t.TempDir()
				writeRun(t, dir, opt)
				before := list(t, dir)
				for range 2 { // again over the first
					if err := Write(dir); err != nil {
						t.Fatal(err)
					}
				}
				if diff := cmp.Diff(append(before, HelpersFile, File), list(t, dir), cmp.Transformer("set", set)); diff != "" {
					t.Errorf("files of the folder (-want +got):\n%s", diff)
				}
				files[i] = append(read(t, dir, File), read(t, dir, HelpersFile)...)
				if bytes.Contains(files[i], []byte(dir)) {
					t.Errorf("the path %s stands in the notebook", dir)
				}
				checkNotebook(t, read(t, dir, File))
			}
			if !bytes.Equal(files[0], files[1]) {
				t.Error("two folders of the same run have different notebooks")
			}
		})
	}
}

var absolute = regexp.MustCompile(`(^|[\s"'(=])(/(tmp|home|work|root|usr|var|Users)\b|[A-Za-z]:\\)`)

// checkNotebook checks what nbformat 4.5 asks for, and that nothing was run.
func checkNotebook(t *testing.T, data []byte) {
	t.Helper()
	var d struct {
		Format int `json:"nbformat"`
		Minor  int `json:"nbformat_minor"`
		Cells  []map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &d); err != nil {
		t.Fatal(err)
	}
	if d.Format != 4 || d.Minor != 5 || len(d.Cells) < 30 {
		t.Errorf("nbformat %d.%d with %d cells", d.Format, d.Minor, len(d.Cells))
	}
	if m := absolute.Find(data); m != nil {
		t.Errorf("an absolute path: %q", m)
	}
	seen := map[string]bool{}
	for _, c := range d.Cells {
		var id, kind string
		json.Unmarshal(c["id"], &id)
		json.Unmarshal(c["cell_type"], &kind)
		if !regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`).MatchString(id) || seen[id] {
			t.Errorf("cell id %q is malformed or used twice", id)
		}
		seen[id] = true
		keys := []string{"cell_type", "id", "metadata", "source"}
		if kind == "code" {
			keys = append(keys, "execution_count", "outputs")
			if string(c["execution_count"]) != "null" || string(c["outputs"]) != "[]" {
				t.Errorf("cell %s was run: %s %s", id, c["execution_count"], c["outputs"])
			}
		} else if kind != "markdown" {
			t.Errorf("cell %s is %q", id, kind)
		}
		var got []string
		for k := range c {
			got = append(got, k)
		}
		if diff := cmp.Diff(keys, got, cmp.Transformer("set", set)); diff != "" {
			t.Errorf("keys of cell %s (-want +got):\n%s", id, diff)
		}
	}
}

func TestChosenPair(t *testing.T) {
	person, all := detente.LevelPerson.String(), "all"
	want := map[string]pair{
		"arrow":   {"Ilsa Brandt", "Tomas Verel", person, all, ""},
		"names":   {nasty, nasty + "2", person, all, ""},
		"anyone":  {"Ilsa Brandt", "", person, all, ""},
		"no-turn": {"Ilsa Brandt", "Tomas Verel", person, all, ""},
		"undated": {"Ilsa Brandt", "Tomas Verel", person, all, "a@s0"},
		"empty":   {"", "", person, all, ""},
	}
	for name, want := range want {
		dir := t.TempDir()
		writeRun(t, dir, runs[name])
		got, err := choosePair(dir)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestRefuses(t *testing.T) {
	unfinished := t.TempDir()
	writeRun(t, unfinished, runs["arrow"])
	if err := os.Remove(filepath.Join(unfinished, manifestFile)); err != nil {
		t.Fatal(err)
	}
	damaged := t.TempDir()
	writeRun(t, damaged, runs["arrow"])
	if err := os.WriteFile(filepath.Join(damaged, "shifts.arrow"), []byte("no table"), 0o644); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]string{unfinished: "is no finished output folder", damaged: "shifts.arrow"} {
		before := list(t, dir)
		if err := Write(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Write: %v, want an error that says %q", err, want)
		}
		if diff := cmp.Diff(before, list(t, dir)); diff != "" {
			t.Errorf("files left behind (-want +got):\n%s", diff)
		}
	}
}

func TestHelpers(t *testing.T) {
	text := string(helpers(t))
	if n := strings.Count(text, "\n"); n > 150 {
		t.Errorf("%s has %d lines, more than 150", HelpersFile, n)
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:import|from) (\w+)`).FindAllStringSubmatch(text, -1) {
		switch m[1] {
		case "html", "pathlib", "matplotlib", "numpy", "pandas":
		default:
			t.Errorf("%s imports %s", HelpersFile, m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^def (\w+)\(.*\n(.*)`).FindAllStringSubmatch(text, -1) {
		if !strings.HasPrefix(m[1], "_") && !strings.HasPrefix(strings.TrimSpace(m[2]), `"""`) {
			t.Errorf("%s is not documented", m[1])
		}
	}
}

// TestBands: the names on the chart's axis are those of the scale.
func TestBands(t *testing.T) {
	table := regexp.MustCompile(`(?s)BANDS = \{(.*?)\}`).FindStringSubmatch(string(helpers(t)))
	if table == nil {
		t.Fatal("no BANDS")
	}
	var got []scorers.Band
	for _, m := range regexp.MustCompile(`"([^"]+)": (-?[0-9.]+)`).FindAllStringSubmatch(table[1], -1) {
		from, _ := strconv.ParseFloat(m[2], 64)
		got = append(got, scorers.Band{Name: m[1], From: from})
	}
	if diff := cmp.Diff(scorers.Bands(), got); diff != "" {
		t.Errorf("bands (-want +got):\n%s", diff)
	}
}

// FuzzNames: whatever the names, a notebook of the same cells that holds each of
// them on one line.
func FuzzNames(f *testing.F) {
	f.Add("Ilsa Brandt", "Tomas Verel", "")
	f.Add(nasty, "", "a\r\n# %% id=b")
	f.Add("\xff\x00", "{{.Speaker}}", "'''")
	want, err := render(pair{Level: "person", Channel: "all"}, table.Arrow)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, speaker, target, axis string) {
		got, err := render(pair{speaker, target, "person", "all", axis}, table.Arrow)
		if err != nil {
			t.Fatal(err)
		}
		checkNotebook(t, bytes.ReplaceAll(got, []byte("/"), nil)) // a name may look like a path
		if bytes.Count(got, []byte("\n")) != bytes.Count(want, []byte("\n")) {
			t.Errorf("other lines than without names: %s", got)
		}
	})
}

// TestExecute runs the notebooks of all kinds of run, and of the sample article
// read by the command, from top to bottom. It needs an interpreter with the
// packages of testdata/requirements.txt.
func TestExecute(t *testing.T) {
	python := os.Getenv("DETENTE_PYTHON")
	if python == "" {
		t.Skip("set DETENTE_PYTHON to an interpreter with the packages of testdata/requirements.txt")
	}
	var folders []string
	for name, opt := range runs {
		dir := filepath.Join(t.TempDir(), name)
		writeRun(t, dir, opt)
		folders = append(folders, dir)
	}
	bin := filepath.Join(t.TempDir(), "detente")
	command(t, "go", "build", "-o", bin, "detente/cmd/detente")
	for name, args := range map[string][]string{
		"article": {"../../datasets/sample/harbour.txt", "--published", "2031-05-16"},
		"undated": {"../../datasets/sample/harbour.txt"},
		"corpus":  {"../../datasets/sample/corpus.jsonl", "--format", "parquet"},
	} {
		dir := filepath.Join(t.TempDir(), name)
		command(t, bin, append([]string{"run", "--actors", "../../datasets/sample/actors.tsv", "-o", dir}, args...)...)
		folders = append(folders, dir)
	}
	for _, dir := range folders {
		if err := Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	t.Log(command(t, python, append([]string{"testdata/execute.py"}, folders...)...))
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

func helpers(t *testing.T) []byte {
	t.Helper()
	data, err := templates.ReadFile("templates/" + HelpersFile)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func set(names []string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

func list(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func Example() {
	dir, err := os.MkdirTemp("", "run")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	fmt.Println(strings.Replace(Write(dir).Error(), dir, "OUT", -1))
	// Output: notebook: OUT is no finished output folder (no manifest.json): run detente run … -o OUT, or finish it with --resume
}

func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	writeRun(b, dir, runs["arrow"])
	info, err := os.Stat(filepath.Join(dir, "statements.arrow"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(dir); err != nil {
			b.Fatal(err)
		}
	}
}
