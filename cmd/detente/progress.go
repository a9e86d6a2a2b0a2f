package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime/metrics"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"detente/internal/figures"
	"detente/pipeline"
)

// progressModes are the values of --progress. auto is a bar on a terminal and
// silence elsewhere.
var progressModes = []string{"auto", "plain", "json", "none"}

// reading tells how far a reader has come, in bytes of input.
type reading interface {
	Total() int64
	Consumed() int64
}

// progress shows how far a run has come. It writes to standard error only and
// never decides anything.
type progress struct {
	mode   string
	in     reading
	w      io.Writer
	start  time.Time
	last   time.Time
	bars   *mpb.Progress
	bar    *mpb.Bar
	latest pipeline.Progress
}

func newProgress(mode string, in reading, w io.Writer) *progress {
	p := &progress{mode: mode, in: in, w: w, start: time.Now()}
	p.last = p.start
	if mode != "auto" {
		return p
	}
	if f, ok := w.(*os.File); !ok || !term.IsTerminal(int(f.Fd())) {
		p.mode = "none"
		return p
	}
	p.bars = mpb.New(mpb.WithOutput(w), mpb.WithWidth(30))
	p.bar = p.bars.AddBar(max(in.Total(), 1),
		mpb.PrependDecorators(decor.Counters(decor.SizeB1000(0), "% .1f / % .1f")),
		mpb.AppendDecorators(
			decor.Any(func(decor.Statistics) string {
				s := fmt.Sprintf("%s, %s/s, %s MB of memory", figures.Count(p.latest.Articles, "article", "articles"), figures.Thousands(p.rate()), figures.Thousands(int(memoryInUse()/1e6)))
				if p.latest.Errors > 0 {
					s += ", " + figures.Count(p.latest.Errors, "error", "errors")
				}
				return s
			}),
			decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO, decor.WC{W: 10}), ""),
		),
		mpb.BarRemoveOnComplete(),
	)
	return p
}

func (p *progress) rate() int {
	seconds := time.Since(p.start).Seconds()
	if seconds <= 0 {
		return 0
	}
	return int(float64(p.latest.Articles-p.latest.Resumed) / seconds)
}

// left is how long reading will still take, by the bytes read so far, or -1
// where that cannot be told.
func (p *progress) left() time.Duration {
	done, total := p.in.Consumed(), p.in.Total()
	if done <= 0 || total < done {
		return -1
	}
	return time.Duration(float64(time.Since(p.start)) * float64(total-done) / float64(done))
}

// memoryInUse is what the program holds of the machine's memory, in bytes.
func memoryInUse() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// update takes the counts after an article.
func (p *progress) update(now pipeline.Progress) {
	every := map[string]time.Duration{"auto": 100 * time.Millisecond, "plain": 10 * time.Second, "json": time.Second}[p.mode]
	if every == 0 {
		return
	}
	if time.Since(p.last) < every {
		if p.bar == nil { // the bar's own clock reads latest, so it changes only here
			p.latest = now
		}
		return
	}
	p.latest, p.last = now, time.Now()
	p.show()
}

func (p *progress) show() {
	switch p.mode {
	case "auto":
		p.bar.SetCurrent(min(p.in.Consumed(), max(p.in.Total(), 1)-1))
	case "plain":
		left := "?"
		if d := p.left(); d >= 0 {
			left = d.Round(time.Second).String()
		}
		fmt.Fprintf(p.w, "%s, %s/s, %s of %s MB read, %s left, %s, %s MB of memory\n", figures.Count(p.latest.Articles, "article", "articles"), figures.Thousands(p.rate()),
			figures.Thousands(int(p.in.Consumed()/1e6)), figures.Thousands(int(p.in.Total()/1e6)), left, figures.Count(p.latest.Errors, "error", "errors"), figures.Thousands(int(memoryInUse()/1e6)))
	case "json":
		now := map[string]any{
			"articles": p.latest.Articles, "resumed": p.latest.Resumed, "errors": p.latest.Errors, "articles_per_second": p.rate(),
			"bytes": p.in.Consumed(), "total_bytes": p.in.Total(), "seconds": time.Since(p.start).Seconds(), "memory_bytes": memoryInUse(),
			"seconds_left": nil,
		}
		if d := p.left(); d >= 0 {
			now["seconds_left"] = d.Seconds()
		}
		line, err := json.Marshal(now)
		if err == nil {
			fmt.Fprintf(p.w, "%s\n", line)
		}
	}
}

// stop ends the display.
func (p *progress) stop() {
	switch p.mode {
	case "auto":
		p.bar.SetTotal(-1, true)
		p.bars.Wait()
	case "plain", "json":
		p.show()
	}
}
