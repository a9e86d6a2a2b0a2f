package datasets

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// peekSize is how much of a file its kind is told from.
const peekSize = 1 << 16

// stream is an opened input: decompressed, without a byte order mark, UTF-16
// made UTF-8; other encodings are left to the reader of records.
type stream struct {
	*bufio.Reader
	compression string // gzip, zstd, bzip2 or ""
	encoding    string // utf-16le, utf-16be or ""

	raw   *countingReader
	close []func() error
}

// countingReader hashes and counts what is read from a file.
type countingReader struct {
	r     io.Reader
	n     int64
	hash  hash.Hash       // nil for the files of an archive
	all   *atomic.Int64   // of all files; nil when this pass does not count
	outer *countingReader // of the archive round this file

	size     int64 // as it lies on disk, where that is known
	unpacked int64 // what came out of it
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.hash != nil {
		c.hash.Write(p[:n])
	}
	if c.all != nil {
		c.all.Add(int64(n))
	}
	return n, err
}

// bomb reports whether far more has come out of a file than text can pack into
// what was read of it. A zip archive is read at random, so its size counts.
func (c *countingReader) bomb() bool {
	return c.unpacked > bombFloor && c.unpacked > bombRatio*max(c.n, c.size)
}

// guard ends a stream that turns out to be a bomb. Every reader that reads
// through it is bounded so.
type guard struct {
	r   io.Reader
	raw *countingReader
}

func (g *guard) Read(p []byte) (int, error) {
	n, err := g.r.Read(p)
	for c := g.raw; c != nil; c = c.outer {
		c.unpacked += int64(n)
		if c.bomb() {
			return 0, errBomb
		}
	}
	return n, err
}

// openStream opens a file, or takes stdin for the path "-". consumed, when not
// nil, is moved on as bytes of the file are read.
func openStream(path string, stdin io.Reader, consumed *atomic.Int64) (*stream, error) {
	s := &stream{}
	s.raw = &countingReader{r: stdin, hash: sha256.New(), all: consumed}
	if path != stdinName {
		f, err := os.Open(path)
		if err != nil {
			return nil, plainError(err)
		}
		s.close = append(s.close, f.Close)
		s.raw.r = f
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			s.raw.size = info.Size()
		}
	}
	if err := s.decode(bufio.NewReaderSize(s.raw, peekSize)); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// decode finds out by its first bytes how the file is packed and encoded.
func (s *stream) decode(r *bufio.Reader) error {
	head, err := r.Peek(6)
	if err != nil && err != io.EOF {
		return plainError(err)
	}
	var inner io.Reader
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("damaged gzip data: %w", err)
		}
		s.compression, inner = "gzip", z
	case bytes.HasPrefix(head, []byte("\x28\xb5\x2f\xfd")):
		z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(256<<20))
		if err != nil {
			return fmt.Errorf("damaged zstd data: %w", err)
		}
		s.close = append(s.close, func() error { z.Close(); return nil })
		s.compression, inner = "zstd", z
	case bytes.HasPrefix(head, []byte("BZh")) && len(head) > 3 && head[3] >= '1' && head[3] <= '9':
		s.compression, inner = "bzip2", bzip2.NewReader(r)
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		z, err := xz.NewReader(r)
		if err != nil {
			return fmt.Errorf("damaged xz data: %w", err)
		}
		s.compression, inner = "xz", z
	}
	if inner != nil {
		r = bufio.NewReaderSize(&guard{inner, s.raw}, peekSize)
	}
	head, err = r.Peek(4096)
	if err != nil && err != io.EOF && len(head) == 0 {
		if s.compression != "" {
			return fmt.Errorf("damaged %s data: %w", s.compression, err)
		}
		return plainError(err)
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		r.Discard(3)
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		s.encoding = "utf-16le"
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		s.encoding = "utf-16be"
	case !isBinary(head):
		s.encoding = bareUTF16(head)
	}
	if s.encoding != "" {
		order := unicode.LittleEndian
		if s.encoding == "utf-16be" {
			order = unicode.BigEndian
		}
		r = bufio.NewReaderSize(transform.NewReader(r, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), peekSize)
	}
	s.Reader = r
	return nil
}

// isBinary tells the kinds of files that are read and are no text.
func isBinary(head []byte) bool {
	for _, magic := range []string{"PK\x03\x04", "PK\x05\x06", "PAR1", "ARROW1", "\xff\xff\xff\xff"} {
		if bytes.HasPrefix(head, []byte(magic)) {
			return true
		}
	}
	return isTar(head)
}

// bareUTF16 tells UTF-16 without a mark by the zero bytes that it has in every
// other place where letters are Latin.
func bareUTF16(head []byte) string {
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 4:
	case zeros[1] > half/2 && zeros[0] <= half/100:
		return "utf-16le"
	case zeros[0] > half/2 && zeros[1] <= half/100:
		return "utf-16be"
	}
	return ""
}

// drain reads the rest of the file, so that its hash is that of the whole.
func (s *stream) drain() error {
	_, err := io.Copy(io.Discard, s.raw)
	return err
}

func (s *stream) sum() string { return hex.EncodeToString(s.raw.hash.Sum(nil)) }

// Close closes what was opened, last first. Reading is done: the errors of
// closing say nothing any more, and it gives none.
func (s *stream) Close() error {
	for i := len(s.close) - 1; i >= 0; i-- {
		_ = s.close[i]()
	}
	return nil
}

// foreign are kinds of files that are not read, by their first bytes.
var foreign = []struct{ magic, name, hint string }{
	{"%PDF", "a PDF file", "save its text as .txt"},
	{"PK\x03\x04", "an office document", "save its text as .txt or .docx"},
	{"\xd0\xcf\x11\xe0", "an old office document", "save its text as .txt"},
	{"7z\xbc\xaf", "a 7z archive", "unpack it first"},
	{"Rar!", "a rar archive", "unpack it first"},
	{"SQLite format 3", "a SQLite database", "export the table as CSV"},
	{"\x89PNG", "a picture", "only text is read"},
	{"\xff\xd8\xff", "a picture", "only text is read"},
}

// checkText says why the head of a file cannot be the begin of text.
func checkText(head []byte) error {
	trimmed := bytes.ToLower(bytes.TrimLeft(head[:min(len(head), 512)], " \t\r\n"))
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) || bytes.HasPrefix(trimmed, []byte(f.magic)) {
			return fmt.Errorf("this is %s, which this version does not read: %s", f.name, f.hint)
		}
	}
	control := 0
	for _, b := range head {
		if b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f' && b != 0x1b {
			control++
		}
	}
	if control*20 > len(head) {
		return fmt.Errorf("this is not text: %d of its first %d bytes are control characters", control, len(head))
	}
	return nil
}

// plainError takes the path out of an error of the system: the message that it
// becomes part of names it already.
func plainError(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
