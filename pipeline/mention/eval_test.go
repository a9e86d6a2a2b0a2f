package mention_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"detente"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/syntax/parsed"
)

// TestPredict writes predictions for the scorers of names, coreference and
// ambiguous pronouns: JSON lines in the shape of `detente annotate entities`
// and `gap`. MENTION_IN names the gold file (.jsonl or .jsonl.gz), MENTION_OUT
// the predictions.
func TestPredict(t *testing.T) {
	in, out := os.Getenv("MENTION_IN"), os.Getenv("MENTION_OUT")
	if in == "" || out == "" {
		t.Skip("set MENTION_IN to a gold file and MENTION_OUT to the file of predictions")
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var src io.Reader = f
	if strings.HasSuffix(in, ".gz") {
		if src, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	enc := json.NewEncoder(w)
	r := mention.New(base)
	lines := bufio.NewScanner(src)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var gold struct {
			ID      any `json:"id"`
			Text    string
			Date    string
			Pronoun []int32
			A, B    json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &gold); err != nil {
			t.Fatal(err)
		}
		a := &detente.Article{Text: gold.Text, Published: published(t, gold.Date), Voice: detente.VoiceReported}
		var row any
		if gold.Pronoun != nil {
			row = predictGAP(r, a, gold.ID, gold.Pronoun, spanOf(gold.A), spanOf(gold.B))
		} else {
			row = predictMentions(r, a, gold.ID)
		}
		if err := enc.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
}

func spanOf(raw json.RawMessage) detente.Span {
	var s [2]int32
	if json.Unmarshal(raw, &s) != nil {
		return detente.Span{}
	}
	return detente.Span{Start: s[0], End: s[1]}
}

type mentionJSON struct {
	Span       [2]int32 `json:"span"`
	Form       string   `json:"form"`
	Type       string   `json:"type"`
	Entity     *int32   `json:"entity"`
	Confidence float32  `json:"confidence"`
}

func predictMentions(r *mention.Resolver, a *detente.Article, id any) any {
	doc, tree := parsed.Doc(a.Text)
	c := r.Resolve(doc, tree, nil, a)
	types := map[detente.EntityType]string{detente.Person: "PER", detente.Organisation: "ORG", detente.Country: "LOC", detente.Place: "LOC", detente.Anonymous: "NORP"}
	ms := []mentionJSON{}
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if m.Span.Empty() {
			continue
		}
		x := mentionJSON{Span: [2]int32{m.Span.Start, m.Span.End}, Form: m.Form.String(), Confidence: m.Confidence}
		if m.Entity >= 0 {
			x.Entity = &m.Entity
			x.Type = types[c.Entities[m.Entity].Type]
			if m.Rule == "adjective" {
				x.Type = "NORP"
			}
			if m.Rule == "metonym" {
				x.Type = "LOC"
			}
		}
		ms = append(ms, x)
	}
	return map[string]any{"id": id, "mentions": ms}
}

func predictGAP(r *mention.Resolver, a *detente.Article, id any, pron []int32, sa, sb detente.Span) any {
	doc, tree := parsed.Doc(a.Text)
	c := r.Resolve(doc, tree, nil, a)
	who := int32(-1)
	for _, m := range c.Mentions {
		if m.Span.Start == pron[0] {
			who = m.Entity
		}
	}
	means := func(s detente.Span) bool {
		if who < 0 {
			return false
		}
		i := c.At(s)
		return i >= 0 && c.Mentions[i].Entity == who
	}
	return map[string]any{"id": id, "a": means(sa), "b": means(sb)}
}

// TestSpeakers names the speakers of gold attributions: MENTION_GOLD is a file
// of shared/data/attribution, MENTION_OUT gets its attributions with the gold
// spans and the speakers found, in the shape of `detente annotate attribution`.
func TestSpeakers(t *testing.T) {
	in, out := os.Getenv("MENTION_GOLD"), os.Getenv("MENTION_OUT")
	if in == "" || out == "" {
		t.Skip("set MENTION_GOLD to a file of attributions and MENTION_OUT to the file of predictions")
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	enc := json.NewEncoder(w)
	r := mention.New(base)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for lines.Scan() {
		var doc struct {
			ID, Text, Date, Genre string
			Attributions          []map[string]json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Date) > 10 {
			doc.Date = doc.Date[:10]
		}
		if _, err := detente.ParseDay(doc.Date); err != nil {
			doc.Date = ""
		}
		a := &detente.Article{Text: doc.Text, Published: published(t, doc.Date), Voice: detente.VoiceReported}
		d, tree := parsed.Doc(a.Text)
		var attrs []detente.Attribution
		for _, g := range doc.Attributions {
			x := detente.Attribution{Kind: detente.Direct, Borrows: -1, Content: spansOf(g["content"])}
			if s := spansOf(g["source"]); len(s) > 0 {
				x.Source = detente.Span{Start: s[0].Start, End: s[len(s)-1].End}
			}
			attrs = append(attrs, x)
		}
		c := r.Resolve(d, tree, attrs, a)
		for i, g := range doc.Attributions {
			delete(g, "aliases")
			g["speaker"] = []byte("null")
			if m := c.At(attrs[i].Source); !attrs[i].Source.Empty() && m >= 0 && c.Mentions[m].Entity >= 0 {
				name, _ := json.Marshal(c.Entities[c.Mentions[m].Entity].Name)
				g["speaker"] = name
			}
		}
		if err := enc.Encode(map[string]any{"id": doc.ID, "attributions": doc.Attributions}); err != nil {
			t.Fatal(err)
		}
	}
}

func spansOf(raw json.RawMessage) (out []detente.Span) {
	var s [][2]int32
	if json.Unmarshal(raw, &s) == nil {
		for _, x := range s {
			out = append(out, detente.Span{Start: x[0], End: x[1]})
		}
	}
	return out
}

// TestSources lists who stands behind the sources that attribution finds in a
// corpus: MENTION_CORPUS is a file of articles (.jsonl.gz), MENTION_EVERY takes
// one of so many; a line for each source goes to MENTION_OUT, for counting.
func TestSources(t *testing.T) {
	in, out := os.Getenv("MENTION_CORPUS"), os.Getenv("MENTION_OUT")
	if in == "" || out == "" {
		t.Skip("set MENTION_CORPUS to a file of articles and MENTION_OUT to the file of sources")
	}
	every := 20
	if s := os.Getenv("MENTION_EVERY"); s != "" {
		if _, err := fmt.Sscan(s, &every); err != nil || every < 1 {
			t.Fatalf("MENTION_EVERY=%q: use a number from 1", s)
		}
	}
	base, err := kb.Load()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	w, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r := mention.New(base)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	for n := 0; lines.Scan(); n++ {
		if n%every != 0 {
			continue
		}
		var doc struct{ ID, Text, Date string }
		if err := json.Unmarshal(lines.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		a := &detente.Article{Text: doc.Text, Voice: detente.VoiceReported}
		if len(doc.Date) >= 10 {
			a.Published = published(t, doc.Date[:10])
		}
		d, tree := parsed.Doc(a.Text)
		attrs := attribution.Find(d, tree, a.Voice)
		c := r.Resolve(d, tree, attrs, a)
		checkCoref(t, a.Text, c)
		roles := attribution.Assign(d, tree, attrs, c)
		for i := range attrs {
			s := attrs[i].Source
			if s.Empty() {
				continue
			}
			rule, who := "", []string{}
			if m := c.At(s); m >= 0 {
				rule = c.Mentions[m].Rule
			}
			for _, x := range roles[i].Speakers {
				e := &c.Entities[x.Entity]
				who = append(who, fmt.Sprintf("%s (%s %s)", e.ID, e.Type, e.Sector))
			}
			if len(who) == 0 {
				who = append(who, "- "+roles[i].SpeakerReason.String())
			}
			sent := strings.Join(strings.Fields(d.Sentences[attrs[i].Sentence].Span.In(a.Text)), " ")
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", doc.ID, attrs[i].Kind, strings.Join(strings.Fields(s.In(a.Text)), " "), strings.Join(who, "; "), rule, sent)
		}
	}
}
