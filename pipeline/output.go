package pipeline

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente"
)

// Names of the files of an output folder that are not tables.
const (
	ErrorsFile   = "errors.jsonl"
	ManifestFile = "manifest.json"
	SpoolFolder  = "spool"

	sourceFile = "source.json"
)

// InputFile is one file that was read.
type InputFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// Settings are the options that decide a result, as the manifest states them.
type Settings struct {
	Scorers []string `json:"scorers"`
	Scale   string   `json:"scale"`
	Voice   string   `json:"voice"`
	Pairs   []string `json:"pairs,omitempty"`
	// ActorsName and Actors are the user's own table of actors.
	ActorsName string `json:"actors_name,omitempty"`
	Actors     string `json:"actors,omitempty"`
}

// Source says what a finished spool was made from. It is the sign that a spool
// is whole, and all that merge needs beside the chunks.
type Source struct {
	Fingerprint string          `json:"fingerprint"`
	Settings    Settings        `json:"settings"`
	Shard       Shard           `json:"shard"`
	Inputs      []InputFile     `json:"inputs"`
	Reading     json.RawMessage `json:"reading"` // how the inputs were read: columns, counts
}

// Settings gives the options of the pipeline as a manifest states them.
func (p *Pipeline) Settings() Settings {
	return Settings{Scorers: p.opt.Scorers, Scale: p.opt.Scale, Voice: p.opt.Voice.String(), Pairs: p.opt.Pairs, ActorsName: p.opt.ActorsName, Actors: string(p.opt.Actors)}
}

// Options turns settings back into options.
func (s Settings) Options() Options {
	return Options{Scorers: s.Scorers, Scale: s.Scale, Voice: detente.Voice(max(0, slices.Index(detente.VoiceNames, s.Voice))), Pairs: s.Pairs, ActorsName: s.ActorsName, Actors: []byte(s.Actors)}
}

// WriteSource marks the spool in dir as whole.
func (p *Pipeline) WriteSource(dir string, s Source) error {
	s.Fingerprint, s.Settings = p.Fingerprint(), p.Settings()
	return writeJSON(filepath.Join(dir, sourceFile), s)
}

// ReadSource reads what the spool in dir was made from. Its error says what to
// do where the spool is not whole.
func ReadSource(dir string) (Source, error) {
	var s Source
	data, err := os.ReadFile(filepath.Join(dir, sourceFile))
	if errors.Is(err, os.ErrNotExist) {
		return s, fmt.Errorf("%s holds no finished spool: give folders written by run --shard or run --keep-spool, and finish an interrupted one with --resume", filepath.Dir(dir))
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%s: %w", filepath.Join(dir, sourceFile), err)
	}
	return s, nil
}

// Join makes one source of several. The shards of one input count as that input
// once; different inputs add up. It refuses a shard given twice or missing.
func Join(sources []Source) (Source, error) {
	type part struct {
		source Source
		shards []int
	}
	var parts []part
	for _, s := range sources {
		if s.Fingerprint != sources[0].Fingerprint {
			return Source{}, errors.New("the spools were made with different versions or options: analyse them again with the same")
		}
		i := slices.IndexFunc(parts, func(p part) bool {
			return p.source.Shard.Count > 1 && p.source.Shard.Count == s.Shard.Count && slices.Equal(p.source.Inputs, s.Inputs)
		})
		if i < 0 {
			parts = append(parts, part{source: s})
			i = len(parts) - 1
		}
		if slices.Contains(parts[i].shards, s.Shard.Index) && s.Shard.Count > 1 {
			return Source{}, fmt.Errorf("shard %d/%d is given twice", s.Shard.Index, s.Shard.Count)
		}
		parts[i].shards = append(parts[i].shards, s.Shard.Index)
	}
	for _, p := range parts {
		if n := p.source.Shard.Count; n > 1 && len(p.shards) != n {
			return Source{}, fmt.Errorf("%d of %d shards given: their turns would rest on a part of the articles", len(p.shards), n)
		}
	}
	slices.SortFunc(parts, func(a, b part) int { return slices.CompareFunc(a.source.Inputs, b.source.Inputs, compareInputs) })
	out := Source{Fingerprint: sources[0].Fingerprint, Settings: sources[0].Settings, Reading: parts[0].source.Reading}
	var readings []json.RawMessage
	for _, p := range parts {
		out.Inputs = append(out.Inputs, p.source.Inputs...)
		readings = append(readings, p.source.Reading)
	}
	if len(parts) > 1 {
		joined, err := json.Marshal(readings)
		if err != nil {
			return Source{}, err
		}
		out.Reading = joined
	}
	slices.SortFunc(out.Inputs, compareInputs)
	return out, nil
}

func compareInputs(a, b InputFile) int {
	if c := strings.Compare(a.Path, b.Path); c != 0 {
		return c
	}
	return strings.Compare(a.SHA256, b.SHA256)
}

// Manifest is what manifest.json says: with the same tool, the same options and
// the same inputs, every file of the folder has the same bytes.
type Manifest struct {
	Tool          string          `json:"tool"`
	Version       string          `json:"version"`
	Schema        int             `json:"schema"`
	Settings      Settings        `json:"settings"`
	ScaleHash     string          `json:"scale_sha256"`
	KnowledgeBase string          `json:"knowledge_base_sha256"`
	Inputs        []InputFile     `json:"inputs"`
	Reading       json.RawMessage `json:"reading"`
	Counts        *Summary        `json:"counts"`
	Files         []InputFile     `json:"files"`
	Validated     bool            `json:"rows_checked_by_a_person"`
}

// ReadManifest reads the manifest of an output folder.
func ReadManifest(out string) (*Manifest, error) {
	data, err := os.ReadFile(filepath.Join(out, ManifestFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s is no finished output folder (no %s): run detente run … -o %s, or finish it with --resume", out, ManifestFile, out)
	}
	if err != nil {
		return nil, err
	}
	m := new(Manifest)
	if err := json.Unmarshal(data, m); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(out, ManifestFile), err)
	}
	return m, nil
}

// Tables is a Sink of files. Close puts them in place, Abort removes what was
// begun.
type Tables interface {
	Sink
	Close() error
	Abort()
}

// Write makes the whole output folder from finished spools: the tables, then
// errors.jsonl, then the manifest, whose presence says that all is there.
// schema is the number of the tables' schema.
func (p *Pipeline) Write(ctx context.Context, out string, spools []string, source Source, schema int, open func(Layout) (Tables, error)) (*Summary, error) {
	var tables Tables
	sum, err := p.Finish(ctx, spools, filepath.Join(out, SpoolFolder, "merge"), func(l Layout) (Sink, error) {
		var err error
		tables, err = open(l)
		return tables, err
	})
	if tables != nil {
		if err != nil {
			tables.Abort()
			return nil, err
		}
		if err := tables.Close(); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	if err := writeErrors(filepath.Join(out, ErrorsFile), sum.lost); err != nil {
		return nil, err
	}
	files, err := hashFolder(out)
	if err != nil {
		return nil, err
	}
	return sum, writeJSON(filepath.Join(out, ManifestFile), Manifest{
		Tool: "detente", Version: Version, Schema: schema, Settings: source.Settings, ScaleHash: p.scale.Hash(), KnowledgeBase: p.base.Hash(),
		Inputs: source.Inputs, Reading: source.Reading, Counts: sum, Files: files,
	})
}

func writeErrors(path string, lost []lostArticle) error {
	return writeAtomically(path, func(w io.Writer) error {
		for _, l := range lost {
			line, err := marshal(struct {
				Input     string `json:"input"`
				InnerPath string `json:"inner_path,omitempty"`
				Record    int64  `json:"record,omitempty"`
				Stage     string `json:"stage"`
				Error     string `json:"error"`
			}{l.Input, l.InnerPath, l.Record, l.Stage, l.Message})
			if err != nil {
				return err
			}
			if _, err := w.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
}

// isOutput reports whether a run writes a file of this name, the manifest left
// out.
func isOutput(name string) bool {
	switch base, ext, _ := strings.Cut(name, "."); base {
	case "documents", "texts", "statements", "entities", "series", "shifts":
		return ext == "arrow" || ext == "parquet"
	}
	return name == ErrorsFile
}

// readable are the files made of a finished run for people.
var readable = []string{"report.html", "notebook.ipynb", "detente_helpers.py"}

// Clear removes what an earlier run left in an output folder, the manifest
// first, and nothing else.
func Clear(out string) error {
	if err := os.Remove(filepath.Join(out, ManifestFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.RemoveAll(filepath.Join(out, SpoolFolder)); err != nil {
		return err
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), ".tmp"); isOutput(name) || slices.Contains(readable, name) {
			if err := os.Remove(filepath.Join(out, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// hashFolder hashes the finished files of a run but the manifest, by name.
func hashFolder(dir string) ([]InputFile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []InputFile
	for _, e := range entries {
		if !e.Type().IsRegular() || !isOutput(e.Name()) {
			continue
		}
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		h := sha256.New()
		n, err := io.Copy(h, bufio.NewReaderSize(f, 1<<20))
		f.Close()
		if err != nil {
			return nil, err
		}
		files = append(files, InputFile{Path: e.Name(), Bytes: n, SHA256: hex.EncodeToString(h.Sum(nil))})
	}
	return files, nil
}

func writeJSON(path string, v any) error {
	return writeAtomically(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(v)
	})
}
