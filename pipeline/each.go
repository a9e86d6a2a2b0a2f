package pipeline

import (
	"context"
	"fmt"
	"iter"

	"github.com/sourcegraph/conc"
	"github.com/sourcegraph/conc/panics"
	"github.com/sourcegraph/conc/stream"
)

// Each applies f to every item of in, on up to workers goroutines, and yields
// the results in the order of the items. It is the only place where the project
// starts goroutines.
//
// Every goroutine that runs f holds one W, made by newWorker on first need, so
// that f may keep scratch memory in it. An error that comes from in is passed
// through in its place and f is not called for it. A panic of f becomes the
// error of that item, a *PanicError. Not more than workers+4 items are read and
// not yet yielded, so memory is bounded by workers and not by in.
//
// Breaking out of the loop or cancelling ctx stops the run; Each returns only
// after everything it started has ended. After a cancellation the last yielded
// error is ctx's.
func Each[W, T, R any](ctx context.Context, workers int, newWorker func() W, in iter.Seq2[T, error], f func(ctx context.Context, w W, item T) (R, error)) iter.Seq2[R, error] {
	workers = max(workers, 1)
	return func(yield func(R, error) bool) {
		run, stop := context.WithCancel(ctx)
		defer stop()
		out := make(chan result[R])
		idle := make(chan W, workers)
		var producer conc.WaitGroup
		producer.Go(func() {
			defer close(out)
			s := stream.New().WithMaxGoroutines(workers)
			defer s.Wait()
			for item, err := range in {
				if run.Err() != nil {
					return
				}
				s.Go(func() stream.Callback {
					var r result[R]
					if r.err = err; err == nil && run.Err() == nil {
						r = apply(run, idle, newWorker, item, f)
					}
					return func() {
						select {
						case out <- r:
						case <-run.Done():
						}
					}
				})
			}
		})
		defer producer.Wait()
		for r := range out {
			if ctx.Err() != nil {
				break
			}
			if !yield(r.value, r.err) {
				stop()
				return
			}
		}
		if err := ctx.Err(); err != nil {
			stop()
			var none R
			yield(none, err)
		}
	}
}

type result[R any] struct {
	value R
	err   error
}

func apply[W, T, R any](ctx context.Context, idle chan W, newWorker func() W, item T, f func(context.Context, W, T) (R, error)) (r result[R]) {
	// A worker that panicked is not put back: its scratch may be half-written.
	caught := panics.Try(func() {
		var w W
		select {
		case w = <-idle:
		default:
			w = newWorker()
		}
		r.value, r.err = f(ctx, w, item)
		idle <- w
	})
	if caught != nil {
		r.err = &PanicError{Item: item, Value: caught.Value, Stack: string(caught.Stack)}
	}
	return r
}

// PanicError is a panic in the work on one item.
type PanicError struct {
	Item  any // the item it happened to
	Value any
	Stack string // where it happened; differs between builds, so it never enters an output file
}

// Error gives the panic's value.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }
