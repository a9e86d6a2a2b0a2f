package scorers_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/pipeline/segment"
	"detente/scorers"
)

// row is one statement: what was said or done, and what it does to the relation.
type row struct {
	name    string
	content string
	kind    detente.Kind  // Direct where 0
	cue     string        // "said" where empty
	frame   detente.Class // of the cue or act
	mode    detente.Mode
	flags   detente.Flags // that the text stage found
	want    detente.Class
	wantHas detente.Flags
}

// attribution puts a row into a one-sentence article.
func (r row) attribution() (*detente.Doc, detente.Attribution) {
	cue := r.cue
	if cue == "" {
		cue = "said"
	}
	kind := r.kind
	if kind == 0 {
		kind = detente.Direct
	}
	text := "The premier " + cue + " "
	content := r.content
	if kind == detente.Direct {
		content = "“" + content + "”"
	}
	at := detente.Span{Start: int32(len(text)), End: int32(len(text) + len(content))}
	text += content + "."
	a := detente.Attribution{
		Kind: kind, Content: []detente.Span{at}, Cue: detente.Span{Start: 12, End: int32(12 + len(cue))},
		Source: detente.Span{Start: 0, End: 11}, Frame: detente.Frame{Class: r.frame, Mode: r.mode}, Flags: r.flags, Borrows: -1,
	}
	return segment.Split(text), a
}

func scoreOf(t testing.TB, name string, doc *detente.Doc, attrs ...detente.Attribution) []detente.Score {
	t.Helper()
	s, err := scorers.New(name, scorers.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Score(context.Background(), scorers.Input{Doc: doc, Attrs: attrs, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != len(attrs) {
		t.Fatalf("%d scores for %d attributions", len(out), len(attrs))
	}
	return out
}

const (
	act      = detente.Act
	indirect = detente.Indirect
	mixed    = detente.Mixed
)

var moodRows = []row{
	// Harm, by mood.
	{name: "harm done by us", content: "We bombed the depot at dawn", want: detente.Assault, wantHas: detente.SelfReported},
	{name: "harm done by others", content: "Bexia bombed our depot at dawn", want: detente.Accuse},
	{name: "harm done to us", content: "We were bombed at dawn", want: detente.Accuse},
	{name: "harm shared by two verbs", content: "We will close the straits and seize the ships", want: detente.Threaten},
	{name: "forces are no force", content: "Our forces rest in the valley", want: detente.Plain},
	{name: "meeting as a topic", content: "The meeting in May would dwell on trade", want: detente.Plain},
	{name: "harm to come by us", content: "We will bomb their depots", want: detente.Threaten, wantHas: detente.FutureAct},
	{name: "harm we plan", content: "We intend to impose sanctions on Bexia", want: detente.Threaten, wantHas: detente.FutureAct},
	{name: "harm under a condition", content: "If they cross the river, we will attack", want: detente.Threaten, wantHas: detente.FutureAct | detente.Conditional},
	{name: "harm unless", content: "Unless Bexia yields, we will close the straits and seize the ships", want: detente.Threaten, wantHas: detente.Conditional},
	{name: "harm not done", content: "We did not bomb the depot", want: detente.Plain},
	{name: "harm forsworn", content: "We will not attack Bexia", want: detente.Agree},
	{name: "harm possible", content: "We could strike the port", want: detente.Threaten, wantHas: detente.Hedged},
	{name: "harm not ruled out", content: "We do not rule out air strikes", want: detente.Threaten, wantHas: detente.Hedged},
	{name: "harm called good", content: "Military action sounds good to me", want: detente.Threaten, wantHas: detente.Hedged},
	{name: "harm planned in the cue", content: "to slap tariffs on Bexian wine for its failure to comply", kind: indirect, cue: "announced plans", want: detente.Threaten, wantHas: detente.FutureAct},
	{name: "harm called a pleasure", content: "that military action against Bexia “would be a pleasure”", kind: mixed, want: detente.Threaten, wantHas: detente.Hedged},
	{name: "harm left unsaid", content: "If Bexia does not reopen the strait, our navy will", want: detente.Threaten, wantHas: detente.Conditional},
	{name: "help left unsaid is no harm", content: "If Bexia opens the strait, our navy will", want: detente.Plain},
	{name: "prisoners of a number", content: "A meeting would deal with the fate of 14 detained sailors", want: detente.Plain},
	{name: "a noun that nobody does", content: "Retaliation is no way to trade", kind: indirect, want: detente.Plain},
	{name: "harm by another to come is a forecast", content: "The storm party will attack the court", want: detente.Plain},
	{name: "price to pay", content: "Bexia will pay a heavy price", want: detente.Threaten},
	{name: "next in line", content: "He should watch out, he could be next", want: detente.Threaten},
	{name: "options", content: "All options are on the table", want: detente.Threaten},
	{name: "performative", content: "We hereby revoke the visas of their envoys", want: detente.Sanction},
	{name: "harm ended by us", content: "We have lifted the sanctions on Bexia", want: detente.Retreat},
	{name: "strike called off by us", content: "We have called off the strike", want: detente.Retreat},
	// Help, by mood.
	{name: "help done by us", content: "We have sent aid to Bexia", want: detente.Aid, wantHas: detente.SelfReported},
	{name: "help to come", content: "We will send aid to Bexia", want: detente.Agree, wantHas: detente.FutureAct},
	{name: "talks to come", content: "We will meet the Bexian premier in May", want: detente.Agree, wantHas: detente.FutureAct},
	{name: "talks held", content: "We met the Bexian premier", want: detente.Consult},
	{name: "talks refused", content: "We will not negotiate with Bexia", want: detente.Reject},
	{name: "too early for peace", content: "It is too early to speak of peace", want: detente.Plain},
	{name: "not talking about", content: "We are not talking about days or weeks", want: detente.Plain},
	{name: "helped do something else", content: "We helped defeat the wine bill", want: detente.Plain},
	{name: "withdrawal promised in a frame", content: "it would withdraw from the valley", kind: indirect, frame: detente.Retreat, flags: detente.FutureAct, want: detente.Concede, wantHas: detente.FutureAct},
	{name: "look forward", content: "I look forward to meeting him soon", want: detente.Agree},
	{name: "honour", content: "It was a great honour to speak with the premier of Bexia", want: detente.Support},
	{name: "thanks", content: "I am grateful for his call and his tone", want: detente.Support},
	{name: "sorry", content: "We are sorry for the deaths at the bridge", want: detente.Concede},
	{name: "own protected", content: "They are there to protect our tankers", want: detente.Plain},
	{name: "own people protected", content: "We will protect our people", want: detente.Plain},
	{name: "own boats taken home", content: "We took our boats home before the storm", want: detente.Plain},
	{name: "boat taken by others", content: "They took our boat", want: detente.Accuse},
	{name: "fired first", content: "Bexia's cutters had fired first", kind: indirect, want: detente.Accuse},
	{name: "guns sent", content: "Bexia sent guns through our waters", want: detente.Accuse},
	{name: "not lectured", content: "We will not be lectured by Port Marlo", want: detente.Reject},
	{name: "no money", content: "You will get no money from us", want: detente.Reject},
	{name: "patience", content: "Our patience with them is at an end", want: detente.Threaten},
	{name: "word broken", content: "Bexia had broken its word", kind: indirect, want: detente.Accuse},
	{name: "withdrawal promised", content: "We will withdraw our troops from the valley", want: detente.Concede, wantHas: detente.FutureAct},
	// Words.
	{name: "insult", content: "He is a sick man", want: detente.Accuse},
	{name: "insult, mixed", content: "the Bexian premier as “a crook and a coward”", kind: mixed, cue: "described", want: detente.Accuse},
	{name: "insult, a name", content: "the Bexian premier “a pirate in a suit”", kind: mixed, cue: "called", want: detente.Accuse},
	{name: "insult, a figure", content: "Premier Juno Kast “a beadle with a drum”", kind: mixed, cue: "called", want: detente.Accuse},
	{name: "no insult, a thing", content: "the plan “a good start”", kind: mixed, cue: "called", want: detente.Plain},
	{name: "own charge told", content: "We accused Bexia of what Bexia had not done", want: detente.Plain},
	{name: "own charge made", content: "We accuse Bexia of arming the rebels", want: detente.Accuse},
	{name: "charge", content: "They are complicit in these war crimes", want: detente.Accuse},
	{name: "denial", content: "These claims are baseless", want: detente.Reject},
	{name: "demand", content: "Bexia must withdraw its ships", want: detente.Request},
	{name: "appeal", content: "We call for restraint and dialogue", want: detente.Request},
	{name: "comment", content: "Parliament sits again in the autumn", want: detente.Plain},
	{name: "forecast", content: "The harvest would likely be poor this year", want: detente.Plain},
	// Frames of cues.
	{name: "accused", content: "Bexia of arming the rebels", kind: indirect, cue: "accused", frame: detente.Accuse, want: detente.Accuse},
	{name: "did not accuse", content: "Bexia of anything", kind: indirect, cue: "did not accuse", frame: detente.Accuse, flags: detente.Negated, want: detente.Plain, wantHas: detente.Negated},
	{name: "denied", content: "having armed the rebels", kind: indirect, cue: "denied", frame: detente.Reject, mode: detente.ModeDeny, want: detente.Reject},
	{name: "asked for talks", content: "a restart of talks", kind: indirect, cue: "asked for", frame: detente.Request, mode: detente.ModeAppeal, want: detente.Request},
	{name: "urged to disobey", content: "soldiers to disobey the premier’s orders", kind: indirect, cue: "urged", frame: detente.Request, mode: detente.ModeAppeal, want: detente.Request},
	{name: "warned of a drought", content: "of a drought in the south", kind: indirect, cue: "warned", frame: detente.Threaten, want: detente.Plain},
	{name: "warned of fire", content: "that any ship that came nearer would be fired on", kind: indirect, cue: "warned", frame: detente.Threaten, want: detente.Threaten},
	{name: "vowed to seal", content: "to seal off every port of Bexia", kind: indirect, cue: "vowed", want: detente.Threaten},
	{name: "vowed to lock", content: "to lock the harbours of Bexia", kind: indirect, cue: "had vowed", want: detente.Threaten},
	{name: "warned of strikes", content: "that it would strike the port", kind: indirect, cue: "warned", frame: detente.Threaten, want: detente.Threaten},
	{name: "threatened", content: "to close the straits", kind: indirect, cue: "threatened", frame: detente.Threaten, want: detente.Threaten},
	{name: "said he had asked", content: "he had asked for a restart of talks", kind: indirect, want: detente.Request},
	// Deeds.
	{name: "deed", content: "revoked the visa of the Bexian envoy", kind: act, cue: "revoked", frame: detente.Sanction, want: detente.Sanction},
	{name: "deed to come", content: "impose tariffs on Bexia", kind: act, cue: "will impose", frame: detente.Sanction, flags: detente.FutureAct, want: detente.Threaten, wantHas: detente.FutureAct},
	{name: "deed not done", content: "sanction Bexia", kind: act, cue: "did not sanction", frame: detente.Sanction, flags: detente.Negated, want: detente.Plain, wantHas: detente.Negated},
	{name: "planned visit", content: "visit Bexia in May", kind: act, cue: "will visit", frame: detente.Consult, mode: detente.ModeVisit, flags: detente.FutureAct, want: detente.Agree},
	{name: "visit", content: "visited Bexia in May", kind: act, cue: "visited", frame: detente.Consult, mode: detente.ModeVisit, want: detente.Consult},
	{name: "aid refused", content: "send aid", kind: act, cue: "did not send", frame: detente.Aid, flags: detente.Negated, want: detente.Sanction},
}

func TestMoods(t *testing.T) {
	for _, r := range moodRows {
		t.Run(r.name, func(t *testing.T) {
			doc, a := r.attribution()
			s := scoreOf(t, "tone", doc, a)[0]
			if s.Class != r.want || !s.Flags.Has(r.wantHas) {
				t.Errorf("%s %q: %s flags %b value %g, want %s with flags %b\n%+v", a.Cue.In(doc.Text), r.content, s.Class, s.Flags, s.Value, r.want, r.wantHas, s.Features)
			}
			sign := 0
			switch {
			case s.Value > 0.1:
				sign = 1
			case s.Value < -0.1:
				sign = -1
			}
			if strings.HasSuffix(s.Class.Quad(), "conflict") && s.Class != detente.Request && s.Class != detente.Reject && sign >= 0 || strings.HasSuffix(s.Class.Quad(), "cooperation") && sign <= 0 {
				t.Errorf("%q: %s with the value %g", r.content, s.Class, s.Value)
			}
		})
	}
}

func TestShrinking(t *testing.T) {
	value := func(content string) float64 {
		doc, a := row{content: content}.attribution()
		return scoreOf(t, "tone", doc, a)[0].Value
	}
	plain := value("We will attack the port")
	if v := value("If they land, we will attack the port"); v <= plain || v >= 0 {
		t.Errorf("a condition moves %g to %g, want towards 0", plain, v)
	}
	if v := value("We might attack the port"); v <= plain || v >= 0 {
		t.Errorf("a hedge moves %g to %g, want towards 0", plain, v)
	}
	if v := value("We will attack the port with massive, devastating and unprecedented fire"); v >= plain || v < plain-0.11 {
		t.Errorf("intensifiers move %g to %g, want away from 0 by at most a tenth", plain, v)
	}
}

// TestStrongWordsStayInTheClass: words of strength move a tone away from 0 by at most
// a tenth and not past the next class, and leave the class as it is.
func TestStrongWordsStayInTheClass(t *testing.T) {
	scale, err := scorers.LoadScale("")
	if err != nil {
		t.Fatal(err)
	}
	score := func(content string) detente.Score {
		doc, a := row{content: content}.attribution()
		return scoreOf(t, "tone", doc, a)[0]
	}
	boosted := func(s *detente.Score) float64 {
		for _, f := range s.Features {
			if f.Name == "strong words" {
				return f.Weight
			}
		}
		return 0
	}
	for _, content := range []string{
		"We will attack their port", "We will bomb their depots", "We bombed the depot", "They are liars", "We thank Bexia",
		"We have sent aid to Bexia", "We withdrew our troops from the valley", "We are sorry for the deaths", "We will impose sanctions on Bexia",
	} {
		most := 0.0
		for _, words := range []string{"", ", massive", ", massive and devastating", ", massive, devastating, unprecedented, overwhelming, total and absolute"} {
			s := score(content + words)
			step := boosted(&s)
			plain := s.Value - step
			if step*s.Value < 0 || math.Abs(step) > .1+1e-9 || words == "" && step != 0 {
				t.Errorf("%q: strong words move %g by %g", content+words, plain, step)
			}
			most = max(most, math.Abs(step))
			for c := detente.Agree; c <= detente.Plain; c++ {
				if w := scale.Weight(c, detente.ModeNone); math.Abs(w) > math.Abs(plain)+1e-3 && w*plain > 0 && math.Abs(s.Value) > math.Abs(w)+1e-3 {
					t.Errorf("%q: strong words move %g to %g, past %s at %g", content+words, plain, s.Value, c, w)
				}
			}
		}
		if most == 0 {
			t.Errorf("%q: strong words do nothing", content)
		}
	}
}

// TestRequestsByWhatIsAsked holds apart what one class joins: an appeal for
// talks is friendly, a demand is not.
func TestRequestsByWhatIsAsked(t *testing.T) {
	for content, friendly := range map[string]bool{
		"a restart of talks with Averland":   true,
		"restraint on both sides":            true,
		"the soldiers to disobey the orders": false,
		"the rebels to attack the port":      false,
		"legal accountability for the raids": false,
		"Bexia to stop shelling the valley":  true,
	} {
		doc, a := row{content: content, kind: indirect, cue: "urged", frame: detente.Request, mode: detente.ModeAppeal}.attribution()
		if s := scoreOf(t, "tone", doc, a)[0]; s.Class != detente.Request || s.Value > 0 != friendly {
			t.Errorf("urged %q: %s %s %g, want friendly %v", content, s.Class, s.Mode, s.Value, friendly)
		}
	}
}

func TestScoresAreHonest(t *testing.T) {
	for _, r := range moodRows {
		doc, a := r.attribution()
		for _, name := range scorers.Names() {
			s := scoreOf(t, name, doc, a)[0]
			if math.IsNaN(s.Value) || math.Abs(s.Value) > 1 || s.Confidence < 0 || s.Confidence > 1 || s.StdErr < 0 {
				t.Errorf("%s, %q: %+v", name, r.content, s)
			}
			if name == "tone" && s.OK() && (s.StdErr <= 0 || s.Confidence == 0 || len(s.Features) == 0 && s.Class != detente.Plain) {
				t.Errorf("tone, %q: no error, confidence or feature: %+v", r.content, s)
			}
		}
	}
}

// TestSharesAddUp holds what explain shows to the value: every piece of evidence,
// word of the model and adjustment has its share, and they add up.
func TestSharesAddUp(t *testing.T) {
	moved := map[string]bool{}
	for _, r := range moodRows {
		doc, a := r.attribution()
		s := scoreOf(t, "tone", doc, a)[0]
		sum := 0.0
		for _, f := range s.Features {
			sum += f.Weight
			moved[f.Name] = true
		}
		if math.Abs(sum-s.Value) > 2e-3 {
			t.Errorf("%q: the shares add up to %.4f, the value is %.4f: %+v", r.content, sum, s.Value, s.Features)
		}
	}
	for _, name := range []string{"condition", "hedge", "a comment stays plain", "act:ASSAULT future", "word:ACCUSE", "model:THREATEN", "model:other words"} {
		if !moved[name] {
			t.Errorf("no statement has a share of %q", name)
		}
	}
}

func TestStraightMarksDoNotMatter(t *testing.T) {
	straight := strings.NewReplacer("“", `"`, "”", `"`, "’", "'")
	for _, content := range []string{"We won’t bow to Bexia’s threats", "They’ll pay a heavy price", "We’re sorry for Bexia’s dead"} {
		doc, a := row{content: content}.attribution()
		text := straight.Replace(doc.Text)
		sdoc := segment.Split(text)
		sa := a
		start := int32(strings.IndexByte(text, '"'))
		sa.Content = []detente.Span{{Start: start, End: int32(strings.LastIndexByte(text, '"') + 1)}}
		for _, name := range []string{"tone", "lexicon", "sentiment"} {
			curly, flat := scoreOf(t, name, doc, a)[0], scoreOf(t, name, sdoc, sa)[0]
			curly.Features, flat.Features = nil, nil
			if diff := cmp.Diff(curly, flat); diff != "" {
				t.Errorf("%s, %q (-curly +straight):\n%s", name, content, diff)
			}
		}
	}
}

func TestCueTone(t *testing.T) {
	for cue, want := range map[string]int{"said": 0, "claimed": -1, "denounced": -1, "ranted": -1, "praised": 1, "gushed": 1} {
		doc, a := row{content: "that it is so", kind: detente.Indirect, cue: cue}.attribution()
		s := scorers.CueTone(doc, &a)
		got := 0
		if s.OK() && s.Value != 0 {
			got = int(math.Copysign(1, s.Value))
		}
		if got != want {
			t.Errorf("CueTone(%q) = %+v, want the sign %d", cue, s, want)
		}
	}
}

func TestNewNamesTheChoices(t *testing.T) {
	_, err := scorers.New("nope", scorers.Options{})
	if err == nil || !strings.Contains(err.Error(), `no scorer named "nope": use one of lexicon, sentiment, stance, tone, valence`) {
		t.Errorf("New(nope): %v", err)
	}
	if _, err := scorers.SentimentText("nope", &detente.Doc{Text: "x"}); err == nil {
		t.Error("SentimentText(nope): no error")
	}
}

func TestStance(t *testing.T) {
	for text, want := range map[string]string{
		"Bexia is a reliable partner and a great friend.":              "positive",
		"Vale is a corrupt liar who betrayed his people.":              "negative",
		"Vale sat in the third row.":                                   "neutral",
		"Vale is not a friend.":                                        "negative",
		"Vale, whom the harbour workers admire, gave a brilliant talk": "positive",
	} {
		name, _, _ := strings.Cut(strings.ReplaceAll(text, ",", " "), " ")
		got := scorers.StanceText(segment.Split(text), nil, detente.Span{End: int32(len(name))})
		if got.Label != want {
			t.Errorf("StanceText(%q) = %s %g, want %s", text, got.Label, got.Value, want)
		}
	}
}

func FuzzTone(f *testing.F) {
	for _, r := range moodRows[:12] {
		f.Add(r.content, 0, 4, 5, 9)
	}
	f.Add("“”\xff’s not no to to", 1, 2, 0, 3)
	scale, err := scorers.LoadScale("detente")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, a, b, c, d int) {
		doc := segment.Split(text)
		in := func(x, y int) detente.Span {
			n := len(text) + 1
			x, y = ((x%n)+n)%n, ((y%n)+n)%n
			return detente.Span{Start: int32(min(x, y)), End: int32(max(x, y))}
		}
		for _, s := range []detente.Score{scorers.ToneText(doc, nil, in(a, b), in(c, d), scale), scorers.StanceText(doc, nil, in(c, d))} {
			if math.IsNaN(s.Value) || math.Abs(s.Value) > 1 {
				t.Fatalf("value %g", s.Value)
			}
		}
		attr := detente.Attribution{Kind: detente.Direct, Content: []detente.Span{in(a, b), in(c, d)}, Cue: in(b, c)}
		scoreOf(t, "tone", doc, attr)
		scorers.CueTone(doc, &attr)
	})
}

func BenchmarkTone(b *testing.B) {
	text := strings.Repeat("The premier said “If they cross the river, we will attack the port and impose new sanctions on Bexia.” ", 50)
	doc := segment.Split(text)
	var attrs []detente.Attribution
	for _, q := range doc.Quotes {
		attrs = append(attrs, detente.Attribution{Kind: detente.Direct, Content: []detente.Span{q.Outer}})
	}
	for _, name := range []string{"tone", "stance", "lexicon"} {
		s, err := scorers.New(name, scorers.Options{})
		if err != nil {
			b.Fatal(err)
		}
		roles := make([]detente.Roles, len(attrs))
		for i := range roles {
			roles[i].Targets = []detente.Role{{Mention: detente.Span{Start: 97, End: 102}}}
		}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Score(context.Background(), scorers.Input{Doc: doc, Attrs: attrs, Roles: roles}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*len(attrs))/b.Elapsed().Seconds(), "statements/s")
		})
	}
}

func ExampleToneText() {
	scale, _ := scorers.LoadScale("detente")
	doc := segment.Split("Averland lifted the embargo against Corland.")
	s := scorers.ToneText(doc, nil, detente.Span{Start: 0, End: 8}, detente.Span{Start: 36, End: 43}, scale)
	fmt.Println(s.Class, s.Class.Quad(), scorers.BandOf(s.Value))
	// Output: RETREAT material_cooperation concession, help
}
