package pipeline

import (
	"context"
	"slices"

	"detente/pipeline/events"
)

// copies gives the article that represents each: of exact copies, and of near
// ones. Near copies are looked for by sketches; only where some are found are the
// records read once more, and the words of those articles kept for a moment.
func (f *finisher) copies(ctx context.Context, articles []events.Article) ([]int32, error) {
	copies := events.Copies(articles)
	pairs := events.NearPairs(articles, copies)
	if len(pairs) == 0 {
		return copies, nil
	}
	shingles := map[int32][]uint64{}
	for _, p := range pairs {
		shingles[p.First], shingles[p.Second] = nil, nil
	}
	n := int32(0)
	for r, err := range f.in.records() {
		if err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, ok := shingles[n]; ok {
			shingles[n] = slices.Clip(events.Shingles(r.Analysis.Article.Text, r.Analysis.Dateline))
		}
		n++
	}
	return events.JoinNear(copies, pairs, func(i int32) []uint64 { return shingles[i] }), nil
}
