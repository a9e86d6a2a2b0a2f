package extsort

import (
	"encoding/binary"
	"fmt"
	"math"
)

// AppendString adds a string so that the bytes of records order as the strings
// do, whatever follows: its end sorts before every byte.
func AppendString(rec []byte, s string) []byte {
	for i := range len(s) {
		rec = append(rec, s[i])
		if s[i] == 0 {
			rec = append(rec, 0xff)
		}
	}
	return append(rec, 0, 0)
}

// AppendUint64 adds a number so that the bytes order as the numbers do.
func AppendUint64(rec []byte, n uint64) []byte { return binary.BigEndian.AppendUint64(rec, n) }

// AppendInt64 is AppendUint64 for numbers with a sign.
func AppendInt64(rec []byte, n int64) []byte { return AppendUint64(rec, uint64(n)^1<<63) }

// AppendUint32 adds a number in four bytes that order as the numbers do.
func AppendUint32(rec []byte, n uint32) []byte { return binary.BigEndian.AppendUint32(rec, n) }

// AppendFloat adds a number whose bytes are not ordered: it is for what follows
// the key.
func AppendFloat(rec []byte, x float64) []byte { return AppendUint64(rec, math.Float64bits(x)) }

// Fields reads back what was appended, in the same order. After a record that is
// too short, Err says so and every field is zero.
type Fields struct {
	Rest []byte // what is not yet read
	err  error
}

// Err is nil when all fields asked for were there.
func (f *Fields) Err() error { return f.err }

func (f *Fields) take(n int) []byte {
	if f.err == nil && len(f.Rest) < n {
		f.err = fmt.Errorf("a sorted record ends %d bytes too early", n-len(f.Rest))
	}
	if f.err != nil {
		f.Rest = nil
		return make([]byte, n)
	}
	b := f.Rest[:n]
	f.Rest = f.Rest[n:]
	return b
}

// Bytes reads a string into buf, which may be nil, and returns what was appended
// to it.
func (f *Fields) Bytes(buf []byte) []byte {
	for i := 0; i+1 < len(f.Rest); i++ {
		c := f.Rest[i]
		if c != 0 {
			buf = append(buf, c)
			continue
		}
		if f.Rest[i+1] == 0 {
			f.Rest = f.Rest[i+2:]
			return buf
		}
		buf = append(buf, 0)
		i++
	}
	if f.err == nil {
		f.err = fmt.Errorf("a string of a sorted record has no end")
	}
	f.Rest = nil
	return buf[:0]
}

// String reads a string.
func (f *Fields) String() string { return string(f.Bytes(nil)) }

// Byte reads one byte.
func (f *Fields) Byte() byte { return f.take(1)[0] }

// Uint64 reads a number.
func (f *Fields) Uint64() uint64 { return binary.BigEndian.Uint64(f.take(8)) }

// Int64 reads a number with a sign.
func (f *Fields) Int64() int64 { return int64(f.Uint64() ^ 1<<63) }

// Uint32 reads a number of four bytes.
func (f *Fields) Uint32() uint32 { return binary.BigEndian.Uint32(f.take(4)) }

// Float reads a number of AppendFloat.
func (f *Fields) Float() float64 { return math.Float64frombits(f.Uint64()) }
