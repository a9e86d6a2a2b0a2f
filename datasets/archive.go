package datasets

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente"
)

const (
	// maxDepthArchives bounds archives inside archives: a zip of tars is real, a
	// fourth layer is not.
	maxDepthArchives = 3

	// Data that unpacks to more than bombRatio times its size, beyond the first
	// bombFloor bytes, is no text: text packs 5 to 50 times.
	bombRatio = 300
	bombFloor = 64 << 20

	// maxInMemory bounds a file that must be read from its end, as zip and
	// Parquet are, but lies inside another or comes from standard input.
	maxInMemory = 256 << 20
)

var errBomb = fmt.Errorf("it unpacks to more than %d times its size, as no text does: the rest is not read", bombRatio)

// member is a file of an archive. open may be called once more, later.
type member struct {
	name string
	open func() (io.ReadCloser, error)
}

// archive yields the files of an archive in the order of reading. Its errors end
// the archive.
type archive func(yield func(member, error) bool)

// archiveOf tells an archive by its bytes, and gives nil for what is none. Office
// documents are zip archives in form only.
func archiveOf(in *Input, s *stream, head []byte) archive {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		if isDocx(in, head) || in.ending() == ".xlsx" {
			return nil
		}
		return zipFiles(in, s)
	case isTar(head):
		return tarFiles(in, s)
	}
	return nil
}

// isTar believes the checksum of the first header.
func isTar(head []byte) bool {
	if len(head) < 512 || head[0] == 0 {
		return false
	}
	want, err := strconv.ParseUint(strings.Trim(string(head[148:156]), " \x00"), 8, 32)
	if err != nil {
		return false
	}
	sum := uint64(8 * ' ')
	for i, b := range head[:512] {
		if i < 148 || i >= 156 {
			sum += uint64(b)
		}
	}
	return sum == want
}

func tarFiles(in *Input, s *stream) archive {
	return func(yield func(member, error) bool) {
		t := tar.NewReader(s)
		for number := 0; ; number++ {
			h, err := t.Next()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(member{}, fmt.Errorf("damaged tar archive: %w", err))
				return
			}
			if h.Typeflag != tar.TypeReg {
				continue // links and devices name what may lie anywhere
			}
			first := true
			m := member{name: h.Name, open: func() (io.ReadCloser, error) {
				if first {
					first = false
					return io.NopCloser(t), nil
				}
				return tarAgain(in, number)
			}}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// tarAgain opens one file of a tar archive in a second pass over it.
func tarAgain(in *Input, number int) (io.ReadCloser, error) {
	if in.again == nil {
		return nil, errors.New("it cannot be read twice")
	}
	s, err := in.again()
	if err != nil {
		return nil, err
	}
	t := tar.NewReader(s)
	for range number + 1 {
		if _, err := t.Next(); err != nil {
			s.Close()
			return nil, err
		}
	}
	return struct {
		io.Reader
		io.Closer
	}{t, s}, nil
}

// zipFiles reads a zip archive in the order of the names in it.
func zipFiles(in *Input, s *stream) archive {
	return func(yield func(member, error) bool) {
		data, size, closer, err := whole(in, s)
		if err != nil {
			yield(member{}, err)
			return
		}
		defer closer.Close()
		z, err := zip.NewReader(data, size)
		if err != nil {
			yield(member{}, fmt.Errorf("damaged zip archive: %w", err))
			return
		}
		slices.SortStableFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
		for _, f := range z.File {
			if !f.Mode().IsRegular() {
				continue
			}
			if f.Flags&1 != 0 {
				if !yield(member{name: f.Name, open: func() (io.ReadCloser, error) {
					return nil, errors.New("it is locked with a password: unpack it first")
				}}, nil) {
					return
				}
				continue
			}
			if !yield(member{name: f.Name, open: f.Open}, nil) {
				return
			}
		}
	}
}

// whole gives random access to an input: to the file itself where it lies on
// disk unpacked, else to a copy in memory.
func whole(in *Input, s *stream) (io.ReaderAt, int64, io.Closer, error) {
	if in.Path != stdinName && in.Inner == "" && s.compression == "" && s.encoding == "" {
		f, err := os.Open(in.Path)
		if err != nil {
			return nil, 0, nil, plainError(err)
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, 0, nil, plainError(err)
		}
		if info.Mode().IsRegular() {
			return f, info.Size(), f, nil
		}
		f.Close()
	}
	data, err := io.ReadAll(io.LimitReader(s, maxInMemory+1))
	if err != nil {
		return nil, 0, nil, fmt.Errorf("damaged data: %w", err)
	}
	if len(data) > maxInMemory {
		return nil, 0, nil, fmt.Errorf("a file of this kind is read from its end, and above %d MiB only when it lies on disk unpacked: unpack it first", maxInMemory>>20)
	}
	return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), nil
}

// archive reads the files of an archive. Their paths become part of names and
// are never opened or made.
func (p *pass) archive(in *Input, s *stream, files archive) bool {
	if in.depth >= maxDepthArchives {
		return p.lose(in, nil, 0, reasonKind, fmt.Errorf("archives inside archives are read %d deep", maxDepthArchives))
	}
	found, more := 0, true
	for m, err := range files {
		if err != nil {
			p.failed = true
			return p.lose(in, nil, 0, reasonUnreadable, plainError(err))
		}
		if err := p.ctx.Err(); err != nil {
			p.yield(detente.Article{}, err)
			return false
		}
		name := innerName(m.name)
		if hidden(name) {
			continue
		}
		if !endings[ending(name)] {
			p.report.skip(name)
			continue
		}
		found++
		if more = p.member(in, s, m, name); !more {
			return false
		}
		if s.raw.bomb() {
			p.failed = true
			return p.lose(in, nil, 0, reasonUnreadable, errBomb)
		}
	}
	if found == 0 {
		return p.lose(in, nil, 0, reasonEmpty, errors.New("the archive holds no file of a kind that is read"))
	}
	p.failed = false
	return true
}

// member reads one file of an archive.
func (p *pass) member(in *Input, outer *stream, m member, name string) bool {
	inner := *in
	inner.Inner, inner.depth = name, in.depth+1
	if in.Inner != "" {
		inner.Inner = in.Inner + "/" + name
	}
	open := func(count bool) (*stream, error) {
		r, err := m.open()
		if err != nil {
			return nil, err
		}
		s := &stream{close: []func() error{r.Close}, raw: &countingReader{r: r}}
		if count {
			s.raw.r, s.raw.outer = &guard{r, outer.raw}, outer.raw
		}
		if err := s.decode(bufio.NewReaderSize(s.raw, peekSize)); err != nil {
			s.Close()
			return nil, err
		}
		return s, nil
	}
	inner.again = func() (*stream, error) { return open(false) }
	s, err := open(true)
	if err != nil {
		return p.lose(&inner, nil, 0, reasonUnreadable, plainError(err))
	}
	defer s.Close()
	if s.compression == "" { // how the archive is packed is what the report says
		s.compression = outer.compression
	}
	return p.contents(&inner, s)
}

// innerName makes the path of a file in an archive one that can stand in a name.
func innerName(name string) string {
	if !utf8.ValidString(name) {
		fixed, _ := validUTF8([]byte(name))
		name = string(fixed)
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ReplaceAll(name, "\\", "/"))
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// hidden reports whether a file, or a folder on its path, is hidden or what
// other systems leave in archives.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return name == ""
}
