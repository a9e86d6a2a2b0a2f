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
}

// endings are the files that are taken from a folder, without the endings of
// packing. Anything can be read when it is named itself.
var endings = map[string]bool{
	".txt": true, ".md": true, ".json": true, ".jsonl": true, ".ndjson": true, ".jl": true, ".csv": true, ".tsv": true, ".tab": true,
}

var packing = map[string]bool{".gz": true, ".zst": true, ".bz2": true}

// ending is the ending of a name in lower case, without that of its packing.
func ending(name string) string {
	name = strings.ToLower(name)
	ext := filepath.Ext(name)
	if packing[ext] {
		ext = filepath.Ext(strings.TrimSuffix(name, ext))
	}
	return ext
}

// Paths lists the files that the inputs name, in the order in which they are
// read: by name, then by path. Folders are walked; hidden files and folders in
// them are left out. bytes is the size of all of them on disk. skipped counts
// the files of folders that are of no known kind, by ending. Folders that cannot
// be read, or hold nothing to read, are the errors of lost. A name that does not
// exist ends it.
func Paths(inputs []string) (files []Input, bytes int64, skipped map[string]int, lost []*detente.ArticleError, err error) {
	skipped = map[string]int{}
	if len(inputs) == 0 {
		return nil, 0, nil, nil, errors.New("no input: name files or folders, or - for standard input")
	}
	for _, arg := range inputs {
		if arg == stdinName {
			files = append(files, Input{Name: stdinName, Path: stdinName, Arg: stdinName})
			continue
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, 0, nil, nil, fmt.Errorf("input %q: %w", arg, plainError(err))
		}
		if !info.IsDir() {
			files = append(files, Input{Name: filepath.Base(arg), Path: arg, Size: info.Size(), Arg: arg})
			continue
		}
		found, errs := walk(arg, skipped)
		files, lost = append(files, found...), append(lost, errs...)
	}
	slices.SortFunc(files, func(a, b Input) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Path, b.Path)) })
	files = withoutRepeats(files)
	for _, f := range files {
		bytes += f.Size
	}
	return files, bytes, skipped, lost, nil
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

// walk lists the files of a folder.
func walk(dir string, skipped map[string]int) (files []Input, lost []*detente.ArticleError) {
	failed := func(path string, err error) {
		lost = append(lost, &detente.ArticleError{Input: relative(dir, path), Stage: "read", Err: plainError(err)})
	}
	passedOver := 0
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			failed(path, err)
			return nil
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != dir
		if d.IsDir() {
			if hidden {
				return filepath.SkipDir
			}
			return nil
		}
		info, err := os.Stat(path) // through a link, to what it means
		switch {
		case hidden:
		case err != nil:
			failed(path, err)
		case info.Mode().IsRegular() && endings[ending(d.Name())]:
			files = append(files, Input{Name: relative(dir, path), Path: path, Size: info.Size(), Arg: dir})
		default:
			passedOver++
			skipped[cmp.Or(strings.ToLower(filepath.Ext(d.Name())), "no ending")]++
		}
		return nil
	})
	if len(files) == 0 && len(lost) == 0 {
		lost = append(lost, &detente.ArticleError{Input: dir, Stage: "read",
			Err: fmt.Errorf("no articles in this folder (%d other files): it takes .txt, .md, .json, .jsonl, .csv and .tsv files, also packed as .gz, .zst or .bz2", passedOver)})
	}
	return files, lost
}

func relative(dir, path string) string {
	rel, err := filepath.Rel(dir, path)
	if err != nil || rel == "." {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}
