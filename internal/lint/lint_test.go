// Package lint holds the rules of the project that a compiler does not check,
// as a test: what may import what, where goroutines start, that nothing runs
// before main, that nothing reads the clock, that every exported name is
// documented.
package lint

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

type file struct {
	path  string // from the root, with slashes
	dir   string
	test  bool
	lines int
	ast   *ast.File
}

func load(t *testing.T) (*token.FileSet, []file) {
	t.Helper()
	fset := token.NewFileSet()
	var files []file
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (strings.HasPrefix(name, ".") || name == "testdata") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		f, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		dir := "."
		if i := strings.LastIndexByte(rel, '/'); i >= 0 {
			dir = rel[:i]
		}
		files = append(files, file{path: rel, dir: dir, test: strings.HasSuffix(name, "_test.go"), lines: fset.File(f.Pos()).LineCount(), ast: f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("only %d Go files found below %s", len(files), root)
	}
	return fset, files
}

// mayImport lists, for a folder, which packages of the module its own code may
// import. Anything below a folder follows the folder's rule.
var mayImport = map[string][]string{
	".":                      {},
	"internal/lexicon":       {"detente"},
	"internal/model":         {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"internal/golden":        {},
	"internal/extsort":       {},
	"internal/figures":       {},
	"pipeline/segment":       {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"pipeline/syntax":        {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"pipeline/syntax/parsed": {"detente", "detente/pipeline/segment", "detente/pipeline/syntax"},
	"pipeline/mention":       {"detente", "detente/internal/lexicon", "detente/internal/model", "detente/pipeline/mention"},
	"pipeline/attribution":   {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"pipeline/timex":         {"detente", "detente/internal/lexicon"},
	"pipeline/anchor":        {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"pipeline/events":        {"detente", "detente/internal/lexicon"},
	"pipeline/shift":         {"detente"},
	"scorers":                {"detente", "detente/internal/lexicon", "detente/internal/model"},
	"pipeline":               {"detente", "detente/internal/extsort", "detente/internal/lexicon", "detente/pipeline", "detente/scorers"},
	"datasets":               {"detente", "detente/internal/lexicon", "detente/datasets/table"},
	"datasets/table":         {"detente"},
	"reports":                {"detente", "detente/datasets/table", "detente/internal/figures"},
	"cmd":                    {"detente", "detente/internal/figures", "detente/pipeline", "detente/datasets", "detente/reports", "detente/scorers"},
	"benchmarks":             {"detente"},
	"internal/train":         {"detente", "detente/internal/lexicon", "detente/internal/model", "detente/internal/train", "detente/pipeline", "detente/scorers"},
	"internal/lint":          {},
}

// ruleFor finds the rule of the nearest folder above.
func ruleFor(dir string) (string, []string, bool) {
	for d := dir; ; {
		if r, ok := mayImport[d]; ok {
			return d, r, true
		}
		i := strings.LastIndexByte(d, '/')
		if i < 0 {
			return "", nil, false
		}
		d = d[:i]
	}
}

func TestImportsFormAStar(t *testing.T) {
	_, files := load(t)
	for _, f := range files {
		rule, allowed, ok := ruleFor(f.dir)
		if !ok {
			t.Errorf("%s: the folder %s has no rule in mayImport: say what it may import", f.path, f.dir)
			continue
		}
		for _, imp := range f.ast.Imports {
			path, _ := strconv.Unquote(imp.Path.Value)
			if strings.HasPrefix(path, "github.com/apache/arrow/") && !strings.HasPrefix(f.dir, "datasets/table") {
				t.Errorf("%s imports Arrow: only datasets/table does", f.path)
			}
			if path != "detente" && !strings.HasPrefix(path, "detente/") || f.test {
				continue // tests may set up what they need
			}
			if !slices.ContainsFunc(allowed, func(a string) bool {
				return path == a || a != "detente" && strings.HasPrefix(path, a+"/")
			}) {
				t.Errorf("%s imports %s: code below %s may import %v", f.path, path, rule, allowed)
			}
		}
	}
}

func TestStagesKeepStill(t *testing.T) {
	fset, files := load(t)
	for _, f := range files {
		if f.test {
			continue
		}
		at := func(n ast.Node) string { return fmt.Sprintf("%s:%d", f.path, fset.Position(n.Pos()).Line) }
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine is started: use pipeline.Each", at(n))
			case *ast.FuncDecl:
				if n.Name.Name == "init" && n.Recv == nil {
					t.Errorf("%s: func init: load on first use instead", at(n))
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && !strings.HasPrefix(f.dir, "cmd") {
					switch x.Name + "." + n.Sel.Name {
					case "time.Now", "time.Since", "time.Local":
						t.Errorf("%s: reads the clock", at(n))
					case "os.Getenv", "os.LookupEnv", "os.Environ":
						if !strings.Contains(f.dir, "/gen") && f.dir != "internal/golden" { // a generator, and what tests share
							t.Errorf("%s: reads the environment", at(n))
						}
					}
				}
			}
			return true
		})
		for _, imp := range f.ast.Imports {
			if strings.HasPrefix(imp.Path.Value, `"github.com/sourcegraph/conc`) && f.dir != "pipeline" {
				t.Errorf("%s imports conc: concurrency lives in pipeline.Each", f.path)
			}
		}
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	fset, files := load(t)
	packageDoc := map[string]bool{}
	for _, f := range files {
		if !f.test && f.ast.Doc != nil {
			packageDoc[f.dir] = true
		}
	}
	for _, f := range files {
		if f.test {
			continue
		}
		if !packageDoc[f.dir] {
			packageDoc[f.dir] = true
			t.Errorf("%s: package %s has no package comment", f.dir, f.ast.Name.Name)
		}
		for _, decl := range f.ast.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s:%d: exported %s has no comment", f.path, fset.Position(decl.Pos()).Line, name)
			}
		}
	}
}

// undocumented gives the exported names of a declaration without a comment. A
// comment on a group of constants or variables counts for all of them, as does
// one on the line.
func undocumented(decl ast.Decl) (names []string) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil && !grouped(d) {
						names = append(names, n.Name)
					}
				}
			}
		}
	}
	return names
}

// grouped reports whether a block of constants belongs to a documented type:
// its first constant has that type, whose comment explains the set.
func grouped(d *ast.GenDecl) bool {
	if d.Tok != token.CONST || len(d.Specs) < 2 {
		return false
	}
	first, ok := d.Specs[0].(*ast.ValueSpec)
	return ok && first.Type != nil
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	switch d.Name.Name { // required by an interface whose own comment says it all
	case "Len", "Less", "Swap", "Push", "Pop":
		return false
	}
	typ := d.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok {
		typ = index.X
	}
	id, ok := typ.(*ast.Ident)
	return ok && id.IsExported()
}

func TestFilesStaySmall(t *testing.T) {
	_, files := load(t)
	for _, f := range files {
		if !f.test && f.lines > 650 {
			t.Errorf("%s has %d lines: split it where the thought changes", f.path, f.lines)
		}
	}
}
