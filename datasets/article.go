package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"detente"
)

// emit yields one record as an article.
func (f *fileReader) emit(rec record, bad *recordError) bool {
	if err := f.ctx.Err(); err != nil {
		f.yield(detente.Article{}, err)
		return false
	}
	if bad != nil {
		return f.lose(f.in, f.group, bad.number, reasonRecord, bad.err)
	}
	a, err := f.article(&rec)
	if err != nil {
		return f.lose(f.in, f.group, rec.number, reasonNoText, err)
	}
	if foreign := f.foreign(&a); foreign != nil {
		f.group.reject(reasonLanguage + " " + a.Language)
		return f.yield(detente.Article{}, &detente.ArticleError{Input: a.Input, InnerPath: a.InnerPath, Record: a.Record, Stage: "language", Err: foreign})
	}
	f.group.Read++
	return f.yield(a, nil)
}

// foreign says why an article is in none of the languages that are read. What
// the text tells takes the place of what the article says of itself.
func (f *fileReader) foreign(a *detente.Article) error {
	if len(f.opt.Languages) == 0 {
		return nil
	}
	declared, told := a.Language, languageOf(a.Text)
	language := cmp.Or(told, declared)
	if declared != "" {
		a.Language = language
	}
	if language == "" || slices.Contains(f.opt.Languages, language) {
		return nil
	}
	a.Language = language
	if declared != "" && declared != language {
		return fmt.Errorf("the article's language is %q, though it says %q: name it with --lang to read it all the same", language, declared)
	}
	return fmt.Errorf("the article's language is %q: name it with --lang to read it all the same", language)
}

// article makes an article of a record.
func (f *fileReader) article(rec *record) (detente.Article, error) {
	g := f.group
	var quoted []detente.Span
	text, mended := f.text(rec.get(f.fields["text"]))
	if f.export != nil && f.export.text == f.fields["text"] {
		text, quoted = f.excerpts(rec)
	}
	if strings.TrimSpace(text) == "" {
		if f.recs.kind() == "text" || f.recs.kind() == "markdown" {
			return detente.Article{}, errors.New("the file has no text")
		}
		return detente.Article{}, fmt.Errorf("no text in %q", f.fields["text"])
	}
	if rec.repaired || mended {
		g.Repaired++
	}
	if len(text) < shortText {
		g.Short++
	}
	cut := truncated.FindString(text[max(0, len(text)-80):])
	if cut != "" {
		g.Truncated++
	}
	a := detente.Article{
		Text: text, Title: f.line(rec, "title", " "), Outlet: hostOf(f.line(rec, "outlet", "; ")), Author: byline(f.line(rec, "author", "; ")),
		URL: f.line(rec, "url", " "), Language: languageCode(f.line(rec, "language", " ")), ID: f.line(rec, "id", " "),
		Input: f.in.Name, InnerPath: f.in.Inner, Record: rec.number, Quoted: quoted,
	}
	a.Outlet, a.Author = cmp.Or(a.Outlet, f.opt.Outlet), cmp.Or(a.Author, f.opt.Author)
	if reposted(rec, text) {
		a.Voice = detente.VoiceReported // the words of another
	}
	a.Published = f.published(rec, a.URL)
	for _, c := range rec.cells {
		if !f.isField(c.name) && c.value != "" && (quoted == nil || !strings.HasPrefix(c.name, "quotes.")) {
			a.Meta = append(a.Meta, detente.Meta{Key: c.name, Value: clean(c.value)})
		}
	}
	a.Meta = appendMeta(a.Meta, "agency", agencyOf(text))
	a.Meta = appendMeta(a.Meta, "credit", creditOf(text))
	a.Meta = appendMeta(a.Meta, "truncated", strings.Trim(cut, " []\n"))
	return a, nil
}

// appendMeta adds what reading found out, unless the input has a column of that
// name itself.
func appendMeta(meta []detente.Meta, key, value string) []detente.Meta {
	if value == "" || slices.ContainsFunc(meta, func(m detente.Meta) bool { return m.Key == key }) {
		return meta
	}
	return append(meta, detente.Meta{Key: key, Value: value})
}

func (f *fileReader) isField(column string) bool {
	for _, name := range f.fields {
		if name == column {
			return true
		}
	}
	return false
}

// text undoes what collecting did to a text. mended reports whether its encoding
// had to be repaired.
func (f *fileReader) text(s string) (_ string, mended bool) {
	s, mended = unMojibake(s)
	s, stripped := stripMarkup(s)
	unescaped := false
	if !stripped { // the tags were resolved together with the references
		if s, unescaped = unescape(s); unescaped {
			s, stripped = stripMarkup(s)
		}
	}
	if unescaped {
		f.group.Unescaped++
	}
	if stripped {
		f.group.Stripped++
	}
	s = clean(s)
	s, unwrapped := unwrap(s)
	if unwrapped {
		f.group.Unwrapped++
	}
	return s, mended
}

// line is a field of one line; the items of a list are joined by sep.
func (f *fileReader) line(rec *record, field, sep string) string {
	name := f.fields[field]
	if name == "" {
		return ""
	}
	s, _ := unMojibake(rec.get(name))
	s, _ = unescape(s)
	s = strings.TrimSpace(clean(s))
	if strings.Contains(s, "\n") {
		parts := strings.Split(s, "\n")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		s = strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
	}
	switch strings.ToLower(s) {
	case "null", "none", "nan":
		return ""
	}
	return s
}

// published dates an article: by its field, else by its address, else by what
// the user gave.
func (f *fileReader) published(rec *record, url string) detente.Published {
	g := f.group
	var at detente.Published
	if name := f.fields["date"]; name != "" {
		d, problem := parseDate(rec.get(name), f.order)
		if problem == dateOK {
			source := detente.PublishedMetadata
			if neverDates(name) {
				source = detente.PublishedCollected
			}
			at = d.published(source, f.midnights)
		} else {
			g.noDate(problem)
		}
	}
	if !at.Known() {
		if u, ok := urlDate(url); ok {
			at = u
		} else if f.opt.Published.Known() {
			at = f.opt.Published
		}
	}
	g.dated(at)
	return at
}
