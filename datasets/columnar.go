package datasets

import (
	"bytes"
	"io"

	"detente/datasets/table"
)

// columnar reads Parquet and Arrow files.
type columnar struct {
	rows   *table.Foreign
	number int64
}

func isColumnar(_ *Input, head []byte) bool {
	return bytes.HasPrefix(head, []byte("PAR1")) || bytes.HasPrefix(head, []byte("ARROW1")) || bytes.HasPrefix(head, []byte("\xff\xff\xff\xff")) && len(head) > 8 && head[8]&3 == 0
}

func newColumnar(in *Input, s *stream, _ *Options) (records, error) {
	data, size, closer, err := whole(in, s)
	if err != nil {
		return nil, err
	}
	rows, err := table.OpenForeign(data, size)
	if err != nil {
		closer.Close()
		return nil, err
	}
	s.close = append(s.close, closer.Close, rows.Close)
	return &columnar{rows: rows}, nil
}

func (c *columnar) kind() string { return c.rows.Format }

func (c *columnar) next() (record, error) {
	values, err := c.rows.Next()
	if err == io.EOF {
		return record{}, io.EOF
	}
	if err != nil {
		return record{}, err
	}
	c.number++
	r := record{number: c.number, cells: make([]cell, len(values))}
	for i, v := range values {
		valid, repaired := validUTF8([]byte(v.Value))
		r.cells[i] = cell{v.Name, string(valid)}
		r.repaired = r.repaired || repaired
	}
	return r, nil
}
