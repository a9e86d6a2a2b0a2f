package pipeline

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func numbers(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
	}
}

func scratch() *int { return new(int) }

func TestEachKeepsOrderAndBounds(t *testing.T) {
	for _, workers := range []int{0, 1, 2, 8} {
		var read, done atomic.Int64
		in := func(yield func(int, error) bool) {
			for i := range 200 {
				read.Add(1)
				if ahead := read.Load() - done.Load(); ahead > int64(max(workers, 1))+4 {
					t.Errorf("%d workers: %d items read ahead", workers, ahead)
					return
				}
				if !yield(i, nil) {
					return
				}
			}
		}
		want := 0
		for got, err := range Each(t.Context(), workers, scratch, in, func(_ context.Context, w *int, i int) (int, error) {
			*w++ // a data race here would mean that two goroutines share a worker
			if i%7 == 0 {
				time.Sleep(time.Millisecond)
			}
			return i, nil
		}) {
			if err != nil || got != want {
				t.Fatalf("%d workers: got %d, %v, want %d", workers, got, err, want)
			}
			want++
			done.Add(1)
		}
		if want != 200 {
			t.Errorf("%d workers: %d results, want 200", workers, want)
		}
	}
}

func TestEachCostsOneItemPerPanicAndError(t *testing.T) {
	bad := errors.New("unreadable")
	in := func(yield func(int, error) bool) {
		for i := range 10 {
			var err error
			if i == 3 {
				err = bad
			}
			if !yield(i, err) {
				return
			}
		}
	}
	var values []int
	var failed []error
	for v, err := range Each(t.Context(), 4, scratch, in, func(_ context.Context, _ *int, i int) (int, error) {
		if i == 5 {
			panic("five")
		}
		return i, nil
	}) {
		if err != nil {
			failed = append(failed, err)
			continue
		}
		values = append(values, v)
	}
	var p *PanicError
	if len(values) != 8 || len(failed) != 2 || !errors.Is(failed[0], bad) || !errors.As(failed[1], &p) || p.Value != "five" || p.Item != 5 {
		t.Errorf("values %v, errors %v", values, failed)
	}
}

func TestEachStops(t *testing.T) {
	before := runtime.NumGoroutine()
	n := 0
	for range Each(t.Context(), 4, scratch, numbers(1_000_000), func(_ context.Context, _ *int, i int) (int, error) { return i, nil }) {
		if n++; n == 10 {
			break
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n = 0
	for _, err := range Each(ctx, 4, scratch, numbers(1_000_000), func(_ context.Context, _ *int, i int) (int, error) { return i, nil }) {
		if last = err; err != nil {
			continue
		}
		if n++; n == 10 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || n > 20 {
		t.Errorf("after cancel: %d results, last error %v", n, last)
	}
	for i := 0; runtime.NumGoroutine() > before && i < 100; i++ {
		time.Sleep(time.Millisecond)
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}
