package train

import (
	"bufio"
	"encoding/json"
	"fmt"
	"slices"

	"detente"
)

// evident is the share of the evidence that a class must have for the tables'
// word to be taken.
const evident = .8

// addNews adds statements in words of the articles of a file, one JSON object with
// a text a line, with the class that the tables find in them where they are sure:
// most news is STATEMENT, and labelled data hardly has any. One in every is taken,
// up to limit.
func (s *ToneSet) addNews(path string, limit, every int) error {
	r, err := newOwnReader()
	if err != nil {
		return err
	}
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	seen, added := 0, 0
	for n := 1; lines.Scan() && added < limit; n++ {
		var d struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		in := r.read(&detente.Article{Text: d.Text, Voice: detente.VoiceReported})
		for i := range in.Attrs {
			features := r.tone.Statement(in, i, false)
			e := r.tone.Evidence()
			c, share := e.Top()
			if features == nil || share < evident {
				continue
			}
			if seen++; seen%every != 0 {
				continue
			}
			s.items = append(s.items, ToneItem{ID: fmt.Sprintf("news:%d", added), Label: c.String(), Set: "news"})
			s.examples = append(s.examples, textExample{features: slices.Clone(features), allowed: allowed(c.String()), group: -1 - added})
			added++
		}
	}
	return lines.Err()
}
