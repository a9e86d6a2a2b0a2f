package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

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
				return fmt.Sprintf("%s, %s/s", count(p.latest.Articles, "article", "articles"), thousands(p.rate()))
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
		fmt.Fprintf(p.w, "%s, %s/s, %s of %s MB read, %s\n", count(p.latest.Articles, "article", "articles"), thousands(p.rate()),
			thousands(int(p.in.Consumed()/1e6)), thousands(int(p.in.Total()/1e6)), count(p.latest.Errors, "error", "errors"))
	case "json":
		line, err := json.Marshal(map[string]any{
			"articles": p.latest.Articles, "resumed": p.latest.Resumed, "errors": p.latest.Errors,
			"bytes": p.in.Consumed(), "total_bytes": p.in.Total(), "seconds": time.Since(p.start).Seconds(),
		})
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
