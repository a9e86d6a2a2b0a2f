package train

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
	"detente/scorers"
)

//go:embed own/tone.tsv
var ownTone string

//go:embed own/actors.tsv
var ownActors string

// OwnTone are the project's own sentences: news with one statement or deed
// marked, its class, and the number of its hard pair, "" for others. Those that are
// set aside are never trained on.
type OwnTone struct {
	Class  detente.Class
	Pair   string
	Aside  bool
	Text   string
	Marked []detente.Span
}

// ReadOwnTone reads the embedded sentences.
func ReadOwnTone() ([]OwnTone, error) {
	rows, err := lexicon.Rows("own/tone.tsv", ownTone, 3)
	if err != nil {
		return nil, err
	}
	var out []OwnTone
	for _, row := range rows {
		o := OwnTone{Class: detente.ParseClass(row[0])}
		o.Pair, o.Aside = strings.CutSuffix(row[1], "*")
		o.Text, o.Marked = marked(row[2])
		if o.Class == detente.ClassNone || len(o.Marked) == 0 {
			return nil, fmt.Errorf("own/tone.tsv, %q: no class or no [[mark]]", row[2])
		}
		out = append(out, o)
	}
	return out, nil
}

// marked takes the marks [[ ]] out of a text.
func marked(line string) (text string, marks []detente.Span) {
	var b strings.Builder
	for part := range strings.SplitSeq(line, "[[") {
		inside, rest, ok := strings.Cut(part, "]]")
		if !ok {
			b.WriteString(part)
			continue
		}
		at := int32(b.Len())
		b.WriteString(inside)
		marks = append(marks, detente.Span{Start: at, End: int32(b.Len())})
		b.WriteString(rest)
	}
	return b.String(), marks
}

// ownReader runs the stages before the scorers over a sentence, with the actors of the
// own sentences known.
type ownReader struct {
	parser  *syntax.Parser
	mention *mention.Resolver
	tone    *scorers.ToneReader
}

func newOwnReader() (*ownReader, error) {
	m, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	base, err := kb.Load()
	if err != nil {
		return nil, err
	}
	if base, err = base.WithActors("own/actors.tsv", strings.NewReader(ownActors)); err != nil {
		return nil, err
	}
	t, err := scorers.NewToneReader()
	if err != nil {
		return nil, err
	}
	return &ownReader{m.Parser(), mention.New(base), t}, nil
}

// read runs the stages before the scorers over an article.
func (r *ownReader) read(a *detente.Article) scorers.Input {
	doc := segment.Split(a.Text)
	tree := r.parser.Parse(doc)
	attrs := attribution.Find(doc, tree, a.Voice)
	coref := r.mention.Resolve(doc, tree, attrs, a)
	return scorers.Input{Doc: doc, Tree: tree, Attrs: attrs, Roles: attribution.Assign(doc, tree, attrs, coref), Coref: coref, Article: a}
}

// features reads a sentence as a run would and gives the features of the row
// that covers most of what is marked; without such a row, of the sentence as one
// event. read says whether there was a row.
func (r *ownReader) features(o *OwnTone) (features []model.Valued, read bool) {
	in := r.read(&detente.Article{Text: o.Text, Voice: detente.VoiceReported})
	best, most := -1, int32(0)
	for i := range in.Attrs {
		covered := int32(0)
		for _, c := range in.Attrs[i].Content {
			for _, m := range o.Marked {
				covered += max(0, min(c.End, m.End)-max(c.Start, m.Start))
			}
		}
		if covered > most {
			best, most = i, covered
		}
	}
	if best >= 0 {
		features = r.tone.Statement(in, best, false)
	}
	if features == nil {
		return slices.Clone(r.tone.Event(in.Doc, in.Tree, detente.Span{}, detente.Span{}, false)), false
	}
	return slices.Clone(features), true
}
