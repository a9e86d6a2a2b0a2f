package pipeline

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
)

// diskNumbers is a slice of numbers that lives in a file. Numbers are appended
// first and then read, at any place.
type diskNumbers struct {
	f *os.File
	w *bufio.Writer
	n int64
}

func newDiskNumbers(dir, name string) (*diskNumbers, error) {
	f, err := createTemp(dir, name)
	if err != nil {
		return nil, err
	}
	return &diskNumbers{f: f, w: bufio.NewWriterSize(f, 1<<16)}, nil
}

func createTemp(dir, name string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return os.Create(filepath.Join(dir, name))
}

func (d *diskNumbers) add(n uint64) error {
	d.n++
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	_, err := d.w.Write(b[:])
	return err
}

// seal ends the adding.
func (d *diskNumbers) seal() error { return d.w.Flush() }

func (d *diskNumbers) at(i int64) (uint64, error) {
	var b [8]byte
	if i < 0 || i >= d.n {
		return 0, fmt.Errorf("%s has no number %d", d.f.Name(), i)
	}
	if _, err := d.f.ReadAt(b[:], 8*i); err != nil {
		return 0, err
	}
	return binary.LittleEndian.Uint64(b[:]), nil
}

func (d *diskNumbers) close() error { return closeTemp(d.f) }

func closeTemp(f *os.File) error {
	err := f.Close()
	if rerr := os.Remove(f.Name()); err == nil {
		err = rerr
	}
	return err
}

// diskStrings is a slice of strings that lives in files.
type diskStrings struct {
	f    *os.File
	w    *bufio.Writer
	ends *diskNumbers // of each string in f
	size uint64
}

func newDiskStrings(dir, name string) (*diskStrings, error) {
	f, err := createTemp(dir, name)
	if err != nil {
		return nil, err
	}
	ends, err := newDiskNumbers(dir, name+".ends")
	if err != nil {
		f.Close()
		return nil, err
	}
	return &diskStrings{f: f, w: bufio.NewWriterSize(f, 1<<16), ends: ends}, nil
}

func (d *diskStrings) add(s string) error {
	d.size += uint64(len(s))
	if _, err := d.w.WriteString(s); err != nil {
		return err
	}
	return d.ends.add(d.size)
}

func (d *diskStrings) seal() error {
	if err := d.w.Flush(); err != nil {
		return err
	}
	return d.ends.seal()
}

func (d *diskStrings) at(i int64) (string, error) {
	end, err := d.ends.at(i)
	if err != nil {
		return "", err
	}
	start := uint64(0)
	if i > 0 {
		if start, err = d.ends.at(i - 1); err != nil {
			return "", err
		}
	}
	b := make([]byte, end-start)
	if _, err := d.f.ReadAt(b, int64(start)); err != nil {
		return "", err
	}
	return string(b), nil
}

func (d *diskStrings) close() error {
	err := closeTemp(d.f)
	if eerr := d.ends.close(); err == nil {
		err = eerr
	}
	return err
}
