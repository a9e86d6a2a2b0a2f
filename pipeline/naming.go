package pipeline

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
)

// naming gives articles and statements their ids and keeps them on disk, by
// their numbers in merge order.
type naming struct {
	docs       *diskStrings // the hash of the text and the id
	statements *diskNumbers
	pending    []docName // of one source id, as long as they are one text
	last       docName   // taken in
	texts      int       // of its source id
	written    docName   // last
	repeat     int       // how often its text came under its id
}

// docName is the name of an article.
type docName struct {
	id    string // until it is named the source's id, or the path
	sha   [32]byte
	own   bool     // id is the source's own
	spans []uint64 // of its statements: spanHash
}

func newNaming(temp string) (*naming, error) {
	docs, err := newDiskStrings(temp, "docs")
	if err != nil {
		return nil, err
	}
	statements, err := newDiskNumbers(temp, "statements")
	if err != nil {
		return nil, errors.Join(err, docs.close())
	}
	return &naming{docs: docs, statements: statements}, nil
}

// add names the next article in merge order. A source's own id is the id of its
// article; where several texts claim one id, or there is only a path, the hash
// of the text is added, so that the id follows from the article alone. Identical
// records under one id are told apart by "~2", "~3".
func (n *naming) add(d docName) error {
	switch {
	case n.texts == 0 || d.id != n.last.id || d.own != n.last.own:
		if err := n.flush(); err != nil {
			return err
		}
		n.texts = 1
	case d.sha != n.last.sha:
		n.texts++
	}
	n.last = docName{id: d.id, sha: d.sha, own: d.own}
	n.pending = append(n.pending, d)
	if n.texts > 1 || !d.own {
		return n.flush() // what follows cannot change these names
	}
	return nil
}

// flush writes what waits.
func (n *naming) flush() error {
	for i := range n.pending {
		if err := n.write(&n.pending[i]); err != nil {
			return err
		}
	}
	n.pending = n.pending[:0]
	return nil
}

func (n *naming) write(d *docName) error {
	if w := &n.written; w.id == d.id && w.own == d.own && w.sha == d.sha && n.repeat > 0 {
		n.repeat++
	} else {
		n.repeat = 1
	}
	n.written = docName{id: d.id, sha: d.sha, own: d.own}
	named := docName{id: d.id, sha: d.sha}
	if !d.own || n.texts > 1 {
		named.id += "#" + hex.EncodeToString(d.sha[:4])
	}
	if n.repeat > 1 {
		named.id += fmt.Sprintf("~%d", n.repeat)
	}
	for _, s := range d.spans {
		if err := n.statements.add(named.statementID(s)); err != nil {
			return err
		}
	}
	return n.docs.add(string(named.sha[:]) + named.id)
}

// seal ends the adding: names can be asked for after it.
func (n *naming) seal() error {
	return errors.Join(n.flush(), n.docs.seal(), n.statements.seal())
}

// doc gives the name of an article.
func (n *naming) doc(i int32) (d docName, err error) {
	s, err := n.docs.at(int64(i))
	if err == nil {
		d.id = s[copy(d.sha[:], s):]
	}
	return d, err
}

// statement gives the id of a statement by its row in merge order.
func (n *naming) statement(row int32) (uint64, error) { return n.statements.at(int64(row)) }

func (n *naming) close() error { return errors.Join(n.docs.close(), n.statements.close()) }

// statementID names the statement of a named article that has these spans.
func (d *docName) statementID(spans uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(d.id))
	h.Write(d.sha[:])
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], spans)
	h.Write(b[:])
	// FNV leaves the high bits of near-equal inputs near-equal, and ids are
	// typed by their first characters.
	x := h.Sum64()
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	return x ^ x>>33
}
