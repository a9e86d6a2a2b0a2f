package pipeline

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/lexicon"
)

// The article the project started from: a turn from threats to talks within a
// week, told in one article. It is read by path and never copied.

// wantRow is one row that must be there: a statement whose content or cue holds
// the words.
type wantRow struct {
	words   string // found in the statement's content, cue or context
	part    func(r *detente.StatementRow) string
	speaker string
	target  string
	sign    int // -1 hostile, 1 friendly
	days    string
}

func content(r *detente.StatementRow) string { return r.Content }
func act(r *detente.StatementRow) string     { return r.Cue + " " + r.Content }

func TestSeedArticle(t *testing.T) {
	text := seedText(t)
	for _, tc := range []struct{ name, text string }{{"curly quotes", text}, {"straight quotes", straight.Replace(text)}} {
		t.Run(tc.name, func(t *testing.T) {
			m := runAll(t, Options{}, detente.Article{Text: tc.text, Input: "article.txt", Published: publishedOn(t, "2026-01-08")})
			if len(m.statements) < 20 {
				t.Errorf("%d statements, want at least 20", len(m.statements))
			}
			for _, want := range []wantRow{
				{"sounds good", content, "Donald Trump", "Colombia", -1, "2026-01-03/2026-01-04"},
				{"a sick man", content, "Donald Trump", "Gustavo Petro", -1, "2026-01-03/2026-01-04"},
				{"great honor to speak", content, "Donald Trump", "Gustavo Petro", 1, "2026-01-07/2026-01-07"},
				{"has invited", act, "Donald Trump", "Gustavo Petro", 1, "2026-01-07/2026-01-07"},
				{"call between", act, "Donald Trump", "Gustavo Petro", 1, "2026-01-07/2026-01-07"},
			} {
				checkRow(t, m, want)
			}
			checkTurns(t, m, "2026-01-03", "2026-01-08", "Donald Trump", "Gustavo Petro", "United States", "Colombia")
		})
	}
}

// checkRow looks for one statement that holds the words and is all that is
// wanted of it.
func checkRow(t *testing.T, m *memory, want wantRow) {
	t.Helper()
	var near []string
	for i := range m.statements {
		r := &m.statements[i]
		if !strings.Contains(want.part(r), want.words) {
			continue
		}
		got := fmt.Sprintf("%s → %s, %s (%s), %+.2f", r.Speaker, r.Target, r.When.Interval, r.When.Method, r.Scores[0].Value)
		near = append(near, got)
		who := func(name, actor, want string) bool { return name == want || actor == want }
		pair := who(r.Speaker, r.SpeakerActor, want.speaker) && who(r.Target, r.TargetActor, want.target) ||
			r.Reciprocal && who(r.Speaker, r.SpeakerActor, want.target) && who(r.Target, r.TargetActor, want.speaker)
		if pair && r.When.Interval.String() == want.days && r.Scores[0].OK() && r.Scores[0].Value*float64(want.sign) >= .1 {
			return
		}
	}
	t.Errorf("no row with %q: %s → %s, %s, sign %+d; rows with these words: %q", want.words, want.speaker, want.target, want.days, want.sign, near)
}

// checkTurns wants the turn of the person and of the country as candidates:
// warmer, inside the days, with deciding statements, and never detected.
func checkTurns(t *testing.T, m *memory, from, to, speaker, target, speakerActor, targetActor string) {
	t.Helper()
	ids := map[string]string{}
	for _, e := range m.entities {
		ids[e.Entity.ID] = e.Entity.Name
		ids[e.Entity.Actor] = e.Entity.ActorName
	}
	known := map[string]bool{}
	for i := range m.statements {
		known[m.statements[i].StatementID] = true
	}
	span := detente.Interval{Lo: publishedOn(t, from).Interval.Lo, Hi: publishedOn(t, to).Interval.Hi}
	found := map[detente.Level]bool{}
	for _, s := range m.shifts {
		if s.Verdict == detente.Detected || s.Verdict == detente.Robust {
			t.Errorf("one article gave a turn %s → %s with verdict %s", ids[s.Dyad.Speaker], ids[s.Dyad.Target], s.Verdict)
		}
		is := func(id, name string) bool { return lexicon.Fold(ids[id]) == lexicon.Fold(name) }
		person := s.Dyad.Level == detente.LevelPerson && is(s.Dyad.Speaker, speaker) && is(s.Dyad.Target, target)
		actor := s.Dyad.Level == detente.LevelActor && is(s.Dyad.Speaker, speakerActor) && is(s.Dyad.Target, targetActor)
		if !person && !actor || s.Dyad.Channel != 0 {
			continue
		}
		found[s.Dyad.Level] = true
		if s.Direction != detente.Warmer {
			t.Errorf("%s turn is %s, want warmer", s.Dyad.Level, s.Direction)
		}
		if s.Turn.Intersect(span) != s.Turn {
			t.Errorf("%s turn %s reaches out of %s", s.Dyad.Level, s.Turn, span)
		}
		if s.Verdict != detente.Indication && s.Verdict != detente.Insufficient || s.Reason == "" {
			t.Errorf("%s verdict %s, reason %q, want indication or insufficient with a reason", s.Dyad.Level, s.Verdict, s.Reason)
		}
		if !known[s.LastBefore] || !known[s.FirstAfter] {
			t.Errorf("%s turn names deciding statements %q and %q, which are no rows", s.Dyad.Level, s.LastBefore, s.FirstAfter)
		}
	}
	for _, level := range []detente.Level{detente.LevelPerson, detente.LevelActor} {
		if !found[level] {
			t.Errorf("no turn at the level %s from %s to %s", level, speaker, target)
		}
	}
}

func TestSeedMentions(t *testing.T) {
	p, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := seedText(t)
	work, err := p.Explain(t.Context(), detente.Article{Text: text, Published: publishedOn(t, "2026-01-08")})
	if err != nil {
		t.Fatal(err)
	}
	// Every He is told apart by the words before it.
	for _, want := range []struct{ before, words, name string }{
		{"", "The Republican president", "Donald Trump"},
		{"president and ", "Colombia’s leftist leader", "Gustavo Petro"},
		{"against ", "the Colombian leader", "Gustavo Petro"},
		{"sovereignty. ", "He", "Gustavo Petro"},
		{"foreign policy. ", "He", "Gustavo Petro"},
		{"invited ", "Colombia’s leader", "Gustavo Petro"},
	} {
		at := strings.Index(text, want.before+want.words)
		if at < 0 {
			t.Fatalf("%q is not in the article", want.before+want.words)
		}
		start := int32(at + len(want.before))
		m := work.Coref.At(detente.Span{Start: start, End: start + int32(len(want.words))})
		if m < 0 || work.Coref.Mentions[m].Entity < 0 {
			t.Errorf("%q is not resolved", want.before+want.words)
			continue
		}
		if got := work.Coref.Entities[work.Coref.Mentions[m].Entity].Name; got != want.name {
			t.Errorf("%q means %q, want %q", want.before+want.words, got, want.name)
		}
	}
}

func TestSeedWithoutDate(t *testing.T) {
	m := runAll(t, Options{}, detente.Article{Text: seedText(t), Input: "article.txt"})
	for i := range m.statements {
		r := &m.statements[i]
		for _, end := range []detente.Time{r.When.Interval.Lo, r.When.Interval.Hi} {
			if !end.Bounded() {
				continue
			}
			// The article names 2022 and January 2025; all else must stay open.
			if y, _, _ := end.Day().Civil(); y < 2022 || y > 2025 {
				t.Errorf("%q is dated %s without a publication date", r.Content, r.When.Interval)
			}
		}
	}
	offset := func(words string, part func(*detente.StatementRow) string) (lo, hi int32, ref string) {
		for i := range m.statements {
			if r := &m.statements[i]; strings.Contains(part(r), words) && r.When.HasOffset {
				return r.When.OffsetLo, r.When.OffsetHi, r.EventRef
			}
		}
		t.Errorf("no statement with %q has an offset", words)
		return 0, 0, ""
	}
	_, insult, ref1 := offset("a sick man", content)
	invitation, _, ref2 := offset("has invited", act)
	if ref1 != ref2 || insult >= invitation {
		t.Errorf("the insult (until day %d from %s) is not before the invitation (from day %d from %s)", insult, ref1, invitation, ref2)
	}
	for _, s := range m.shifts {
		if s.Dyad.Axis != "" && s.Dyad.Level == detente.LevelPerson && s.Dyad.Target != "" && s.Dyad.Channel == 0 && s.Direction == detente.Warmer {
			return
		}
	}
	t.Error("no warmer turn on the article's own axis")
}

// elsewhere is the same story told of another pair of countries.
type elsewhere struct {
	name, adjective, leader, surname, capital, seat      string
	name2, adjective2, leader2, surname2, capital2, they string
	neighbour                                            string
}

// moved says how the dates of the article look 400 days later or earlier: every
// weekday moves by one, every month by one, and the season stays, being the one
// that has last ended.
type moved struct {
	published, from, to string // the day of publication; the weekend before and the day of publication
	words               []string
}

var (
	later   = moved{"2027-02-12", "2027-02-06", "2027-02-12", []string{"late Wednesday", "late Thursday", "January 2025", "February 2026", "in October", "in November", "Since September", "Since October", "in 2022", "in 2023"}}
	earlier = moved{"2024-12-04", "2024-11-30", "2024-12-04", []string{"late Wednesday", "late Tuesday", "January 2025", "December 2023", "in October", "in September", "Since September", "Since August", "in 2022", "in 2021"}}
)

// replace rewrites the article. Longer phrases go first.
func (e elsewhere) replace(text string, dates moved) string {
	return strings.NewReplacer(append([]string{
		"The Republican president", "The " + e.adjective + " president",
		"the White House", e.seat, "The White House", strings.ToUpper(e.seat[:1]) + e.seat[1:], "White House", e.adjective,
		"the United States’ ", e.name + "’s ", "the United States", e.name,
		"U.S. President", e.adjective + " President", "Petro’s U.S. visa", e.surname2 + "’s " + e.adjective + " visa", "U.S.-Colombia", e.name + "-" + e.name2,
		"U.S. ", e.adjective + " ", "American ", e.adjective + " ",
		"Donald Trump", e.leader, "Trump", e.surname, "Washington", e.capital, "WASHINGTON", strings.ToUpper(e.capital),
		"Gustavo Petro", e.leader2, "Petro", e.surname2, "Colombian", e.adjective2, "Colombia", e.name2, "Bogotá", e.capital2,
		"Venezuela", e.neighbour,
	}, dates.words...)...).Replace(text)
}

func TestSeedElsewhere(t *testing.T) {
	home := elsewhere{"United States", "", "Donald Trump", "Trump", "", "", "Colombia", "", "Gustavo Petro", "Petro", "", "", ""}
	text := seedText(t)
	want := signature(runAll(t, Options{}, detente.Article{Text: text, Input: "article.txt", Published: publishedOn(t, "2026-01-08")}), home)
	for _, e := range []elsewhere{
		{name: "France", adjective: "French", leader: "Emmanuel Macron", surname: "Macron", capital: "Paris", seat: "the Élysée", name2: "Algeria", adjective2: "Algerian", leader2: "Abdelmadjid Tebboune", surname2: "Tebboune", capital2: "Algiers", neighbour: "Libya"},
		{name: "Brazil", adjective: "Brazilian", leader: "Luiz Inácio Lula da Silva", surname: "Lula", capital: "Brasília", seat: "the Planalto", name2: "Argentina", adjective2: "Argentine", leader2: "Javier Milei", surname2: "Milei", capital2: "Buenos Aires", neighbour: "Paraguay"},
		{name: "Turkey", adjective: "Turkish", leader: "Recep Tayyip Erdogan", surname: "Erdogan", capital: "Ankara", seat: "the presidential palace", name2: "Egypt", adjective2: "Egyptian", leader2: "Abdel Fattah el-Sisi", surname2: "Sisi", capital2: "Cairo", neighbour: "Libya"},
	} {
		for _, dates := range []moved{later, earlier} {
			t.Run(e.name+" "+dates.published, func(t *testing.T) {
				m := runAll(t, Options{}, detente.Article{Text: e.replace(text, dates), Input: "article.txt", Published: publishedOn(t, dates.published)})
				if dir := os.Getenv("DETENTE_DEBUG_DIR"); dir != "" {
					os.WriteFile(dir+"/"+e.name+dates.published+".txt", []byte(e.replace(text, dates)), 0o644)
				}
				if diff := cmp.Diff(want, signature(m, e)); diff != "" {
					t.Errorf("the story told of %s and %s gives other rows (-want +got):\n%s", e.name, e.name2, diff)
				}
				checkTurns(t, m, dates.from, dates.to, e.leader, e.leader2, e.name, e.name2)
			})
		}
	}
}

// signature is what must not change with names and dates: kind, the two sides,
// class and method of every row.
func signature(m *memory, e elsewhere) []string {
	side := func(name, actor string) string {
		switch {
		case name == "":
			return "–"
		case strings.Contains(name, e.surname):
			return "leader 1"
		case strings.Contains(name, e.surname2):
			return "leader 2"
		case actor == e.name:
			return "country 1"
		case actor == e.name2:
			return "country 2"
		}
		return "other"
	}
	var rows []string
	for i := range m.statements {
		r := &m.statements[i]
		rows = append(rows, fmt.Sprintf("%d %s: %s → %s, %s, %s", r.Sentence, r.Kind, side(r.Speaker, r.SpeakerActor), side(r.Target, r.TargetActor), r.Scores[0].Class, r.When.Method))
	}
	return rows
}

func TestFiftyCopiesGiveTheSameTurn(t *testing.T) {
	text := seedText(t)
	one := detente.Article{Text: text, Published: publishedOn(t, "2026-01-08")}
	var list []detente.Article
	for i := range 50 {
		a := one
		a.ID = fmt.Sprintf("copy-%02d", i)
		list = append(list, a)
	}
	single, many := runAll(t, Options{}, list[0]), runAll(t, Options{}, list...)
	if len(many.statements) != 50*len(single.statements) {
		t.Errorf("%d statements in 50 copies of an article with %d", len(many.statements), len(single.statements))
	}
	if a, b := turns(single), turns(many); !slices.Equal(a, b) {
		t.Errorf("turns of 50 copies differ (-one +fifty):\n%s", cmp.Diff(a, b))
	}
}

var idPattern = regexp.MustCompile(`[0-9a-f]{16}`)

// turns are the candidates without the ids that follow from the document's id.
func turns(m *memory) []string {
	var out []string
	for _, s := range m.shifts {
		out = append(out, idPattern.ReplaceAllString(fmt.Sprintf("%v %s %s %s %.6f %.6f %d %d %d %s %s", s.Dyad, s.Direction, s.Turn, s.Shape, s.Before.Value, s.After.Value, s.Events, s.Outlets, s.Documents, s.Verdict, s.Reason), "id"))
	}
	return out
}
