// Package reports writes report.html, the page that a finished run is read by:
// what was read, the turns with their evidence, a chart for each pair, an index
// of all pairs, the statements behind every mark, and what was passed over.
//
// The page is one file without script, font or image of its own and without any
// address but those of the articles. It reads the tables of the run folder
// through datasets/table, so that whatever it shows can be looked up in them.
// The same folder gives the same bytes.
package reports

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
)

// File is the name of the report in the folder of a run.
const File = "report.html"

// Band is a stretch of the scale of tone with a name. It ends where the next
// one begins.
type Band struct {
	Name string
	From float64 // inclusive
}

// Options choose how much is shown. The zero value works.
type Options struct {
	// Bands are the named stretches of the tone scale, from the most hostile up.
	// The default is three: hostile, plain, friendly.
	Bands []Band

	// MaxTurns is the most turns shown as cards. A run with more candidates shows
	// only those with a verdict of indication or better. The default is 40.
	MaxTurns int

	// MaxMarks is the most events drawn in one chart. The default is 2,000; a
	// page of many charts draws fewer in each.
	MaxMarks int

	// MaxRows is the most rows in the index of pairs. The default is 300.
	MaxRows int
}

// pageMarks bounds the marks of a whole page, each of which has its evidence
// card: about 20 MB of HTML.
const pageMarks = 12_000

func (o Options) withDefaults() Options {
	if len(o.Bands) == 0 {
		o.Bands = []Band{{"hostile", -1}, {"plain", -.1}, {"friendly", .1}}
	}
	if o.MaxTurns <= 0 {
		o.MaxTurns = 40
	}
	if o.MaxMarks <= 0 {
		o.MaxMarks = 2000
	}
	if o.MaxRows <= 0 {
		o.MaxRows = 300
	}
	return o
}

// Write writes report.html into the folder of a finished run. The file is
// complete or absent: it gets its name last. An earlier report is replaced.
func Write(out string, opt Options) (err error) {
	temp := filepath.Join(out, File+".tmp")
	f, err := os.Create(temp)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(temp)
		}
	}()
	w := bufio.NewWriterSize(f, 1<<18)
	if err = Render(w, out, opt); err != nil {
		return err
	}
	if err = w.Flush(); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(temp, filepath.Join(out, File))
}

// Render writes the page of the finished run in the folder out to w. A folder
// without manifest.json is no finished run, and the error says what to do.
func Render(w io.Writer, out string, opt Options) error {
	opt = opt.withDefaults()
	r, err := load(out, opt)
	if err != nil {
		return err
	}
	t, err := pages()
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(w, "page", r.page())
}
