package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente"
)

// stdinName is the argument that means standard input.
const stdinName = "-"

// Input is one file to read.
type Input struct {
	Name string // as articles name it: the path relative to the argument that named it, with slashes
	Path string
	Size int64 // as it lies on disk; 0 for standard input
	Arg  string

	Inner string                  // the path inside an archive, or ""
	depth int                     // of archives round it
	again func() (*stream, error) // opens it once more; nil where that cannot be
}

// ending is the ending of the name, of the inner one in an archive.
func (in *Input) ending() string {
	if in.Inner != "" {
		return ending(in.Inner)
	}
	return ending(in.Name)
}

// endings are the files that are taken from a folder, without the endings of
// packing. Anything can be read when it is named itself.
var endings = map[string]bool{
	".txt": true, ".md": true, ".markdown": true, ".json": true, ".jsonl": true, ".ndjson": true, ".jl": true, ".csv": true, ".tsv": true, ".tab": true,
	".html": true, ".htm": true, ".xhtml": true, ".warc": true, ".arc": true, ".xml": true, ".nitf": true, ".sgm": true, ".sgml": true, ".rss": true, ".atom": true,
	".parquet": true, ".arrow": true, ".feather": true, ".rtf": true, ".docx": true,
	".zip": true, ".tar": true, ".tgz": true, ".tbz2": true, ".txz": true, ".tzst": true,
}

var packing = map[string]bool{".gz": true, ".zst": true, ".bz2": true, ".xz": true}

// ending is the ending of a name in lower case, without that of its packing.
func ending(name string) string {
	name = strings.ToLower(name)
	ext := filepath.Ext(name)
	if packing[ext] {
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
	}
	return ext
}

// Listing is what a list of inputs means.
type Listing struct {
	Files   []Input                 // in the order in which they are read: by name, then by path
	Bytes   int64                   // of all of them on disk
	Skipped map[string]int          // files of folders that are of no known kind, by ending
	Lost    []*detente.ArticleError // folders that cannot be read or hold nothing to read
}

// List finds the files that the inputs name: files, folders, patterns such as
// "2031/*.html.gz", or "-". Folders are walked; hidden files
// and folders in them are left out, and a file is taken once, however often it
// is named. An input that does not exist is an error.
func List(inputs []string) (Listing, error) {
	if len(inputs) == 0 {
		return Listing{}, errors.New("no input: name files or folders, or - for standard input")
	}
	l := Listing{Skipped: map[string]int{}}
	for _, arg := range inputs {
		if arg == stdinName {
			l.Files = append(l.Files, Input{Name: stdinName, Path: stdinName, Arg: stdinName})
			continue
		}
		info, err := os.Stat(arg)
		if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[") {
			if err := l.pattern(arg); err != nil {
				return Listing{}, err
			}
			continue
		}
		if err != nil {
			return Listing{}, fmt.Errorf("input %q: %w", arg, plainError(err))
		}
		if info.IsDir() {
			l.walk(arg)
		} else {
			l.Files = append(l.Files, Input{Name: filepath.Base(arg), Path: arg, Size: info.Size(), Arg: arg})
		}
	}
	slices.SortFunc(l.Files, func(a, b Input) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Path, b.Path)) })
	l.Files = withoutRepeats(l.Files)
	for _, f := range l.Files {
		l.Bytes += f.Size
	}
	return l, nil
}

// pattern adds the files and folders that a pattern with *, ? or [ ] names, for
// shells that leave it alone. They are named from the first folder without a
// sign on.
func (l *Listing) pattern(arg string) error {
	found, err := filepath.Glob(arg)
	if err != nil {
		return fmt.Errorf("input %q: %w", arg, err)
	}
	if len(found) == 0 {
		return fmt.Errorf("input %q: no file is named so", arg)
	}
	base := arg
	for strings.ContainsAny(base, "*?[") {
		base = filepath.Dir(base)
	}
	for _, path := range found {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			l.Lost = append(l.Lost, &detente.ArticleError{Input: relative(base, path), Stage: "read", Err: plainError(err)})
		case info.IsDir():
			l.walk(path)
		default:
			l.Files = append(l.Files, Input{Name: relative(base, path), Path: path, Size: info.Size(), Arg: arg})
		}
	}
	return nil
}

// withoutRepeats drops files that were named before, as when a folder and a file
// in it are both arguments.
func withoutRepeats(files []Input) []Input {
	seen := make(map[string]bool, len(files))
	return slices.DeleteFunc(files, func(f Input) bool {
		path, err := filepath.Abs(f.Path)
		if err != nil || f.Path == stdinName {
			path = f.Path
		}
		repeat := seen[path]
		seen[path] = true
		return repeat
	})
}

// walk adds the files of a folder.
func (l *Listing) walk(dir string) {
	found, failed, passedOver := 0, 0, 0
	lose := func(path string, err error) {
		failed++
		l.Lost = append(l.Lost, &detente.ArticleError{Input: relative(dir, path), Stage: "read", Err: plainError(err)})
	}
	visit := func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			lose(path, err)
			return nil
		}
		if strings.HasPrefix(d.Name(), ".") && path != dir {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			return nil
		}
		info, err := os.Stat(path) // through a link, to what it means
		switch {
		case err != nil:
			lose(path, err)
		case info.Mode().IsRegular() && endings[ending(d.Name())]:
			found++
			l.Files = append(l.Files, Input{Name: relative(dir, path), Path: path, Size: info.Size(), Arg: dir})
		default:
			passedOver++
			l.Skipped[cmp.Or(strings.ToLower(filepath.Ext(d.Name())), "no ending")]++
		}
		return nil
	}
	if err := filepath.WalkDir(dir, visit); err != nil {
		lose(dir, err)
	}
	if found+failed == 0 {
		lose(dir, fmt.Errorf("no articles in this folder (%d other files): it takes text, Markdown, HTML, JSON, CSV, XML, WARC, Parquet, Arrow, RTF and DOCX files and archives of them, by their endings", passedOver))
	}
}

func relative(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil || rel == "." {
		return filepath.Base(path)
	}
	return filepath.ToSlash(rel)
}
