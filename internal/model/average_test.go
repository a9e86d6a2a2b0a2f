package model_test

import (
	"testing"

	"detente/internal/model"
)

func TestAverageNarrow(t *testing.T) {
	a, b, c := model.Mix(1, 1), model.Mix(1, 2), model.Mix(1, 3)
	narrow := func(features []uint64, rows ...model.NarrowRow) *model.Narrow {
		n := model.NewNarrow(features, rows)
		return &n
	}
	for _, tc := range []struct {
		name       string
		of         []*model.Narrow
		scales     []int64
		negligible int
		features   int
		want       model.NarrowRow // of a, b and c together
	}{
		{"with itself", []*model.Narrow{narrow([]uint64{a}, model.NarrowRow{10, -4}), narrow([]uint64{a}, model.NarrowRow{10, -4})}, []int64{7, 7}, 0, 1, model.NarrowRow{10, -4}},
		{"in the unit of the first", []*model.Narrow{narrow([]uint64{a}, model.NarrowRow{10}), narrow([]uint64{a}, model.NarrowRow{10})}, []int64{100, 50}, 0, 1, model.NarrowRow{15}},
		{"what one lacks counts as 0", []*model.Narrow{narrow([]uint64{a}, model.NarrowRow{10}), narrow([]uint64{b}, model.NarrowRow{0, 30})}, []int64{1, 1}, 0, 2, model.NarrowRow{5, 15}},
		{"opposites are nothing", []*model.Narrow{narrow([]uint64{a, c}, model.NarrowRow{10}, model.NarrowRow{2}), narrow([]uint64{a, c}, model.NarrowRow{-10}, model.NarrowRow{2})}, []int64{1, 1}, 0, 1, model.NarrowRow{2}},
		{"the negligible is left out", []*model.Narrow{narrow([]uint64{a, b}, model.NarrowRow{5}, model.NarrowRow{-6}), narrow([]uint64{a, b}, model.NarrowRow{5}, model.NarrowRow{-6})}, []int64{1, 1}, 5, 1, model.NarrowRow{-6}},
		{"coarse rows", []*model.Narrow{narrow([]uint64{a}, model.NarrowRow{1600}), narrow([]uint64{a}, model.NarrowRow{3200})}, []int64{1, 1}, 0, 1, model.NarrowRow{2400}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			mean, err := model.AverageNarrow(tc.of, tc.scales, tc.negligible)
			if err != nil {
				t.Fatal(err)
			}
			if mean.Features() != tc.features {
				t.Errorf("%d features, want %d", mean.Features(), tc.features)
			}
			for k, s := range mean.Score([]uint64{a, b, c}) {
				if s != int32(tc.want[k]) {
					t.Errorf("class %d scores %d, want %d", k, s, tc.want[k])
				}
			}
		})
	}
	small, large := narrow([]uint64{a}, model.NarrowRow{1}), narrow([]uint64{a, b, c}, model.NarrowRow{1}, model.NarrowRow{1}, model.NarrowRow{1})
	if _, err := model.AverageNarrow([]*model.Narrow{small, large}, []int64{1, 1}, 0); err == nil {
		t.Error("tables of different sizes are averaged")
	}
}
