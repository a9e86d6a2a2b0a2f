package pipeline

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"detente"
)

// A spool is a folder of chunks. A chunk holds the analyses of consecutive
// articles of the input, sorted, and the errors met among them. A chunk file is
// complete or absent, so a run that was killed goes on after its finished
// chunks, and Finish needs nothing but the chunks to make the tables.

// Shard is the part Index (1-based) of Count parts of an input. Each part gets
// every Count-th article. The zero Shard is the whole.
type Shard struct {
	Index, Count int
}

// ParseShard reads "2/8".
func ParseShard(s string) (Shard, error) {
	var sh Shard
	if n, err := fmt.Sscanf(s, "%d/%d", &sh.Index, &sh.Count); n != 2 || err != nil || sh.Index < 1 || sh.Index > sh.Count || s != fmt.Sprintf("%d/%d", sh.Index, sh.Count) {
		return Shard{}, fmt.Errorf("shard %q: give it as i/n with 1 <= i <= n, such as 2/8", s)
	}
	return sh, nil
}

func (s Shard) holds(ordinal int) bool { return s.Count <= 1 || ordinal%s.Count == s.Index-1 }

const (
	// A chunk ends after chunkArticles articles or chunkBytes of text, whichever
	// comes first. Both count the input only, so the borders are the same in
	// every run over the same input.
	chunkArticles = 256
	chunkBytes    = 8 << 20

	chunkSuffix = ".spool"
)

// chunkHead begins a chunk file and says what the chunk answers for.
type chunkHead struct {
	Fingerprint string // of the pipeline
	Key         string // hash of the articles and errors it was made from
	Records     int
	Errors      int
}

// record is one analysed article with the key that orders it.
type record struct {
	ID       string // the source's id, else the path
	Own      bool   // ID is the source's own
	Analysis detente.Analysis
}

func newRecord(an *detente.Analysis) record {
	r := record{ID: an.Article.ID, Own: true, Analysis: *an}
	if r.ID == "" {
		r.ID, r.Own = an.Article.Input, false
		if p := an.Article.InnerPath; p != "" {
			r.ID += ":" + p
		}
	}
	return r
}

// compareRecords orders records by what they are and not by where they stood:
// id, text, then the place in the input for identical ones.
func compareRecords(a, b *record) int {
	return cmp.Or(
		strings.Compare(a.ID, b.ID),
		strings.Compare(string(a.Analysis.TextSHA256[:]), string(b.Analysis.TextSHA256[:])),
		strings.Compare(a.Analysis.Article.Input, b.Analysis.Article.Input),
		strings.Compare(a.Analysis.Article.InnerPath, b.Analysis.Article.InnerPath),
		cmp.Compare(a.Analysis.Article.Record, b.Analysis.Article.Record),
	)
}

// lostArticle is an ArticleError as a chunk stores it: errors do not survive
// encoding, their words do.
type lostArticle struct {
	Input, InnerPath string
	Record           int64
	Stage, Message   string
}

func newLost(e *detente.ArticleError) lostArticle {
	return lostArticle{Input: e.Input, InnerPath: e.InnerPath, Record: e.Record, Stage: e.Stage, Message: e.Err.Error()}
}

func compareLost(a, b lostArticle) int {
	return cmp.Or(strings.Compare(a.Input, b.Input), strings.Compare(a.InnerPath, b.InnerPath), cmp.Compare(a.Record, b.Record),
		strings.Compare(a.Stage, b.Stage), strings.Compare(a.Message, b.Message))
}

// Progress is told after every article of a spool: how many are done, how many
// of them were taken over from an earlier run, and how many were lost. First are
// the first errors met, for a message on screen; all of them go to errors.jsonl.
type Progress struct {
	Articles, Resumed, Errors int
	First                     []string
}

// firstErrors is how many errors Progress keeps.
const firstErrors = 3

// Spool analyses the articles of in and writes them to dir as chunks. Chunks
// that are there already, finished and made from the same articles by the same
// pipeline, are kept and not analysed again. An error of in that is a
// *detente.ArticleError costs that article; any other ends the run, as does a
// failed write. report may be nil.
func (p *Pipeline) Spool(ctx context.Context, in iter.Seq2[detente.Article, error], dir string, shard Shard, report func(Progress)) (Progress, error) {
	var done Progress
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return done, fmt.Errorf("spool %s: %w", dir, err)
	}
	if err := removeLeftovers(dir); err != nil {
		return done, err
	}
	s := &spooler{p: p, dir: dir, report: report, done: &done}
	results := Each(ctx, p.opt.Workers, p.newWorker, s.chunks(in, shard), func(ctx context.Context, w *worker, j job) (outcome, error) {
		if j.article == nil {
			return outcome{job: j}, nil
		}
		work, err := w.analyze(ctx, *j.article, false)
		if err != nil {
			if ctx.Err() != nil {
				return outcome{}, ctx.Err()
			}
			return outcome{job: j, err: err}, nil
		}
		return outcome{job: j, analysis: work.assemble()}, nil
	})
	err := s.write(ctx, results)
	if err == nil {
		err = removeStale(dir, s.next)
	}
	return done, err
}

// job is one article to analyse, or one reading error to keep in its place, and
// the chunk it belongs to.
type job struct {
	chunk   int
	key     string
	last    bool // of its chunk
	article *detente.Article
	lost    *detente.ArticleError
}

type outcome struct {
	job
	analysis *detente.Analysis
	err      error
}

type spooler struct {
	p      *Pipeline
	dir    string
	report func(Progress)
	done   *Progress
	next   int // number of chunks of this input
}

// chunks cuts the input into chunks and yields the articles of those that must
// still be analysed. One chunk of articles is held in memory.
func (s *spooler) chunks(in iter.Seq2[detente.Article, error], shard Shard) iter.Seq2[job, error] {
	return func(yield func(job, error) bool) {
		var chunk []job
		bytes, ordinal := 0, 0
		flush := func() bool {
			if len(chunk) == 0 {
				return true
			}
			key := chunkKey(chunk)
			number := s.next
			s.next++
			bytes = 0
			jobs := chunk
			chunk = nil
			if head, err := readHead(chunkPath(s.dir, number)); err == nil && head.Key == key && head.Fingerprint == s.p.Fingerprint() {
				// Counted by a job of their own, so that counts change on one side only.
				return yield(job{chunk: number, key: key, last: true}, nil)
			}
			for i := range jobs {
				jobs[i].chunk, jobs[i].key, jobs[i].last = number, key, i == len(jobs)-1
				if !yield(jobs[i], nil) {
					return false
				}
			}
			return true
		}
		for a, err := range in {
			var lost *detente.ArticleError
			if err != nil && !errors.As(err, &lost) {
				yield(job{}, err)
				return
			}
			ordinal++
			if !shard.holds(ordinal - 1) {
				continue
			}
			j := job{lost: lost}
			if lost == nil {
				j.article = &a
				bytes += len(a.Text)
			}
			chunk = append(chunk, j)
			if len(chunk) == chunkArticles || bytes >= chunkBytes {
				if !flush() {
					return
				}
			}
		}
		flush()
	}
}

// analysed is a chunk whose articles are all done.
type analysed struct {
	number  int
	key     string
	records []record
	lost    []lostArticle
}

// write writes the chunks as they become whole, while the analysis goes on.
func (s *spooler) write(ctx context.Context, results iter.Seq2[outcome, error]) error {
	for _, err := range Each(ctx, 1, noScratch, s.gather(results), func(_ context.Context, _ struct{}, c analysed) (struct{}, error) {
		return struct{}{}, writeChunk(chunkPath(s.dir, c.number), chunkHead{Fingerprint: s.p.Fingerprint(), Key: c.key}, c.records, c.lost)
	}) {
		if err != nil {
			return err
		}
	}
	return nil
}

// gather collects the outcomes of each chunk and counts them.
func (s *spooler) gather(results iter.Seq2[outcome, error]) iter.Seq2[analysed, error] {
	return func(yield func(analysed, error) bool) {
		var c analysed
		for o, err := range results {
			var panicked *PanicError
			if errors.As(err, &panicked) {
				o, err = outcome{job: panicked.Item.(job), err: panicked}, nil
			}
			if err == nil {
				err = s.count(&c, &o)
			}
			if err != nil {
				yield(c, err)
				return
			}
			if o.last && (o.article != nil || o.lost != nil) {
				c.number, c.key = o.chunk, o.key
				if !yield(c, nil) {
					return
				}
				c = analysed{}
			}
			if s.report != nil {
				s.report(*s.done)
			}
		}
	}
}

// count takes an outcome into its chunk.
func (s *spooler) count(c *analysed, o *outcome) error {
	switch {
	case o.article == nil && o.lost == nil: // a chunk of an earlier run
		head, err := readHead(chunkPath(s.dir, o.chunk))
		if err != nil {
			return err
		}
		s.done.Articles += head.Records
		s.done.Resumed += head.Records
		s.done.Errors += head.Errors
	case o.lost != nil:
		c.lost = append(c.lost, s.lose(o.lost))
	case o.err != nil:
		a := o.article
		c.lost = append(c.lost, s.lose(&detente.ArticleError{Input: a.Input, InnerPath: a.InnerPath, Record: a.Record, Stage: "analyze", Err: o.err}))
	default:
		c.records = append(c.records, newRecord(o.analysis))
		s.done.Articles++
	}
	return nil
}

// lose counts an error and gives it the form in which a chunk keeps it.
func (s *spooler) lose(e *detente.ArticleError) lostArticle {
	s.done.Errors++
	if len(s.done.First) < firstErrors {
		s.done.First = append(s.done.First, e.Error())
	}
	return newLost(e)
}

// chunkKey hashes what a chunk is made from: all of every article that the
// analysis can see.
func chunkKey(jobs []job) string {
	h := sha256.New()
	field := func(s string) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		io.WriteString(h, s)
	}
	for _, j := range jobs {
		if j.lost != nil {
			field("error")
			field(j.lost.Error())
			continue
		}
		a := j.article
		for _, s := range []string{a.ID, a.Text, a.Title, a.Outlet, a.Author, a.URL, a.Language, a.Input, a.InnerPath} {
			field(s)
		}
		field(fmt.Sprint(a.Record, a.Voice, a.Published, a.Quoted))
		for _, m := range a.Meta {
			field(m.Key)
			field(m.Value)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func chunkPath(dir string, number int) string {
	return filepath.Join(dir, fmt.Sprintf("chunk-%06d%s", number, chunkSuffix))
}

func writeChunk(path string, head chunkHead, records []record, lost []lostArticle) error {
	slices.SortFunc(records, func(a, b record) int { return compareRecords(&a, &b) })
	slices.SortFunc(lost, compareLost)
	head.Records, head.Errors = len(records), len(lost)
	return writeAtomically(path, func(w io.Writer) error {
		return encodeChunk(w, head, lost, func(yield func(*record, error) bool) {
			for i := range records {
				if !yield(&records[i], nil) {
					return
				}
			}
		})
	})
}

// encodeChunk writes a chunk: the head, the errors, the records.
func encodeChunk(w io.Writer, head chunkHead, lost []lostArticle, records iter.Seq2[*record, error]) error {
	// A small window keeps the memory of many open chunks small.
	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<18))
	if err != nil {
		return err
	}
	enc := gob.NewEncoder(z)
	if err := enc.Encode(head); err != nil {
		return err
	}
	for i := range lost {
		if err := enc.Encode(&lost[i]); err != nil {
			return err
		}
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return z.Close()
}

// writeAtomically writes a file under a temporary name and renames it when it
// is whole and on disk.
func writeAtomically(path string, fill func(io.Writer) error) (err error) {
	f, err := os.Create(path + ".tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(path + ".tmp")
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	b := bufio.NewWriterSize(f, 1<<16)
	if err = fill(b); err != nil {
		return err
	}
	if err = b.Flush(); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

// chunkReader reads a chunk from the front.
type chunkReader struct {
	f    *os.File
	z    *zstd.Decoder
	dec  *gob.Decoder
	head chunkHead
	left int // records not yet read
}

func openChunk(path string) (*chunkReader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	z, err := zstd.NewReader(bufio.NewReaderSize(f, 1<<16), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true))
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("chunk %s: %w", path, err)
	}
	c := &chunkReader{f: f, z: z, dec: gob.NewDecoder(z)}
	if err := c.dec.Decode(&c.head); err != nil {
		c.close()
		return nil, fmt.Errorf("chunk %s is not a spool chunk: %w", path, err)
	}
	c.left = c.head.Records
	return c, nil
}

func (c *chunkReader) errors() ([]lostArticle, error) {
	var lost []lostArticle
	for range c.head.Errors { // not made at once: a damaged head may say anything
		var l lostArticle
		if err := c.dec.Decode(&l); err != nil {
			return nil, fmt.Errorf("chunk %s: %w", c.f.Name(), err)
		}
		lost = append(lost, l)
	}
	return lost, nil
}

// next reads the next record, or nil at the end.
func (c *chunkReader) next() (*record, error) {
	if c.left == 0 {
		return nil, nil
	}
	c.left--
	r := new(record)
	if err := c.dec.Decode(r); err != nil {
		return nil, fmt.Errorf("chunk %s: %w", c.f.Name(), err)
	}
	return r, nil
}

func (c *chunkReader) close() {
	c.z.Close()
	c.f.Close()
}

func readHead(path string) (chunkHead, error) {
	c, err := openChunk(path)
	if err != nil {
		return chunkHead{}, err
	}
	defer c.close()
	return c.head, nil
}

// removeLeftovers deletes what a killed run left half-written.
func removeLeftovers(dir string) error {
	left, err := filepath.Glob(filepath.Join(dir, "chunk-*"+chunkSuffix+".tmp"))
	if err != nil {
		return err
	}
	for _, f := range left {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	return nil
}

// removeStale deletes chunks beyond the input's last, which an earlier run over
// a longer input may have left.
func removeStale(dir string, chunks int) error {
	all, err := filepath.Glob(filepath.Join(dir, "chunk-*"+chunkSuffix))
	if err != nil {
		return err
	}
	for _, f := range all {
		if f >= chunkPath(dir, chunks) {
			if err := os.Remove(f); err != nil {
				return err
			}
		}
	}
	return nil
}
