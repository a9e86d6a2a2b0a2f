package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

func mayDays(a, b int) detente.Interval {
	return detente.Days(detente.NewDay(2031, 5, a), detente.NewDay(2031, 5, b))
}

func TestTurnedFirst(t *testing.T) {
	turn := func(speaker, target string, c detente.Channel, time detente.Interval, v detente.Verdict) detente.Shift {
		return detente.Shift{Dyad: detente.Dyad{Level: detente.LevelActor, Speaker: speaker, Target: target, Channel: c, Scorer: "tone"}, Turn: time, Verdict: v, Direction: detente.Warmer}
	}
	name := func(d detente.Dyad) string { return d.Speaker + " → " + d.Target }
	for _, tc := range []struct {
		name   string
		shifts []detente.Shift
		want   []string
	}{
		{"words first", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(1, 3), detente.Robust), turn("AV", "BX", detente.Deeds, mayDays(8, 12), detente.Detected),
		}, []string{"words turned first, deeds 5 to 11 days later"}},
		{"deeds first", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(20, 22), detente.Robust), turn("AV", "BX", detente.Deeds, mayDays(8, 12), detente.Detected),
		}, []string{"deeds turned first, words 8 to 14 days later"}},
		{"undecided", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(1, 9), detente.Robust), turn("AV", "BX", detente.Deeds, mayDays(8, 12), detente.Detected),
		}, []string{"whether words or deeds turned first is undecided (-1 to +11 days)"}},
		{"the other side first", []detente.Shift{
			turn("AV", "BX", 0, mayDays(20, 22), detente.Robust), turn("BX", "AV", 0, mayDays(8, 12), detente.Indication),
		}, []string{"BX → AV turned first, AV → BX 8 to 14 days later"}},
		{"no evidence", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(1, 3), detente.NoChange), turn("AV", "BX", detente.Deeds, mayDays(8, 12), detente.Detected),
		}, nil},
		{"another pair", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(1, 3), detente.Robust), turn("AV", "CO", detente.Deeds, mayDays(8, 12), detente.Detected),
		}, nil},
		{"no known time", []detente.Shift{
			turn("AV", "BX", detente.Words, mayDays(1, 3), detente.Robust), turn("AV", "BX", detente.Deeds, detente.Always, detente.Indication),
		}, nil},
	} {
		if diff := cmp.Diff(tc.want, turnedFirst(tc.shifts, 0, name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestSparkline(t *testing.T) {
	d := detente.Dyad{Level: detente.LevelActor, Speaker: "AV", Target: "BX", Scorer: "tone"}
	monday := detente.NewDay(2031, 5, 5)
	weeks := &spark{from: []detente.Day{monday, monday + 7, monday + 21}, means: []float64{-1, -.3, .99}}
	months := &spark{from: []detente.Day{detente.NewDay(2030, 12, 1), detente.NewDay(2031, 2, 1)}, means: []float64{0, 1}}
	turn := detente.Days(monday+14, monday+15)
	for _, tc := range []struct {
		name    string
		courses map[courseKey]*spark
		turn    detente.Interval
		want    string
	}{
		{"weeks", map[courseKey]*spark{{d, "week"}: weeks, {d, "month"}: months}, turn, "▁▃|·█ by weeks"},
		{"months", map[courseKey]*spark{{d, "month"}: months}, detente.Days(detente.NewDay(2031, 1, 30), detente.NewDay(2031, 2, 9)), "▅·|█ by months"},
		{"no turn in time", map[courseKey]*spark{{d, "week"}: weeks}, detente.Always, "▁▃·█ by weeks"},
		{"no calendar time", nil, turn, ""},
	} {
		if got := sparkline(tc.courses, &detente.Shift{Dyad: d, Turn: tc.turn}); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
	if strings.ContainsRune(string(sparkSteps), noData) {
		t.Error("no data looks like a level")
	}
}
