package train

import (
	"bufio"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"detente"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/pipeline/attribution"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

//go:embed own/deeds.tsv
var ownDeeds string

//go:embed own/deedsentences.txt
var ownSentences string

// aside is the group of what is always trained on, and never scored.
const aside = 0

// DeedOptions are the settings of the judge of deeds. The zero value is the
// shipped model's.
type DeedOptions struct {
	Iterations int     // 30
	Rate       float64 // .1
	Decay      float64 // 1e-4
	Dropout    float64 // .2, the share of features left out each time a deed is looked at
	Doubt      float64 // 2, what a doubt of the rules weighs before anything is learned
	Weight     float64 // 2.5, of a deed beside what is none
	Seed       uint64  // 1
}

func (o DeedOptions) withDefaults() DeedOptions {
	o.Iterations, o.Rate, o.Decay = cmp.Or(o.Iterations, 30), cmp.Or(o.Rate, .1), cmp.Or(o.Decay, 1e-4)
	o.Doubt = cmp.Or(o.Doubt, 2)
	o.Dropout, o.Weight, o.Seed = cmp.Or(o.Dropout, .2), cmp.Or(o.Weight, 2.5), cmp.Or(o.Seed, 1)
	return o
}

// Classes of the judge of deeds.
const (
	deedNo = iota
	deedYes
	deedClasses
)

// Deeds is what the judge is trained on: proposed deeds that were read by hand.
type Deeds struct {
	examples []textExample // group is the article
	plain    []bool        // nothing speaks against it by rule
	unread   int           // labels that no proposal has any more
}

// deedFiles are the files that the labelled articles are of.
var deedFiles = []string{"corpora/reuters21578.jsonl.gz", "attribution/polnear.train.jsonl.gz", "attribution/gum.train.jsonl.gz"}

// ReadDeeds reads the labels, and their articles from the folder of the shared
// data, and proposes deeds as a run would.
func ReadDeeds(data string) (*Deeds, error) {
	rows, err := lexicon.Rows("own/deeds.tsv", ownDeeds, 3)
	if err != nil {
		return nil, err
	}
	labels := map[string]map[detente.Span]string{}
	for _, row := range rows {
		first, last, _ := strings.Cut(row[1], "-")
		start, err := strconv.ParseInt(first, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("own/deeds.tsv, %q: %w", row[1], err)
		}
		end, err := strconv.ParseInt(last, 10, 32)
		if err != nil {
			return nil, fmt.Errorf("own/deeds.tsv, %q: %w", row[1], err)
		}
		if labels[row[0]] == nil {
			labels[row[0]] = map[detente.Span]string{}
		}
		labels[row[0]][detente.Span{Start: int32(start), End: int32(end)}] = row[2]
	}
	m, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	d, parser := &Deeds{unread: len(rows)}, m.Parser()
	d.sentences(parser)
	articles := 0
	for _, name := range deedFiles {
		err := eachText(filepath.Join(data, filepath.FromSlash(name)), func(id, text string) {
			of := labels[id]
			if len(of) == 0 {
				return
			}
			articles++
			doc := segment.Split(text)
			for _, deed := range attribution.Deeds(doc, parser.Parse(doc)) {
				if label := of[deed.At]; label != "" {
					d.add(&deed, label, articles)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}

// add takes one proposal with its label; those where readers would differ teach
// nothing.
func (d *Deeds) add(deed *attribution.Deed, label string, article int) {
	d.unread--
	x := textExample{features: deed.Features, allowed: 1 << deedNo, weight: 1, group: article}
	switch label {
	case "yes":
		x.allowed = 1 << deedYes
	case "likely":
		x.allowed, x.weight = 1<<deedYes, .5
	case "open":
		return
	}
	d.examples = append(d.examples, x)
	d.plain = append(d.plain, deed.Plain)
}

// sentences adds the project's own sentences, whose deeds are marked.
func (d *Deeds) sentences(parser *syntax.Parser) {
	for line := range strings.Lines(ownSentences) {
		if line[0] == '#' {
			continue
		}
		text, marks := marked(line)
		doc := segment.Split(text)
		for _, deed := range attribution.Deeds(doc, parser.Parse(doc)) {
			label := "no"
			for _, m := range marks {
				if m.Overlaps(deed.At) {
					label = "yes"
				}
			}
			d.unread++
			d.add(&deed, label, aside)
		}
	}
}

// eachText calls f with the articles of a file.
func eachText(path string, f func(id, text string)) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		var a struct {
			ID   string `json:"id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		f(a.ID, a.Text)
	}
	return lines.Err()
}

// Train fits the model that ships, on everything.
func (d *Deeds) Train(opt DeedOptions) model.Linear {
	l := newDeeds(opt.withDefaults(), d.examples, func(int) bool { return true })
	return l.freeze()
}

func newDeeds(o DeedOptions, all []textExample, use func(group int) bool) *logistic {
	prior := map[uint64]float64{}
	l := &logistic{classes: deedClasses, iterations: o.Iterations, rate: o.Rate, decay: o.Decay, dropout: o.Dropout, seed: o.Seed}
	for b := range attribution.Doubts {
		prior[attribution.DoubtTrait(b)] = -o.Doubt
	}
	prior[attribution.PlainTrait()] = o.Doubt
	l.prior = func(f uint64) (int, float64) {
		if w, ok := prior[f]; ok {
			return deedYes, w
		}
		return -1, 0
	}
	var set []textExample
	for _, x := range all {
		if use(x.group) {
			if x.allowed == 1<<deedYes {
				x.weight *= o.Weight
			}
			set = append(set, x)
		}
	}
	l.train(set)
	return l
}

// DeedFold counts how a judge fares on articles that it was not trained on.
type DeedFold struct {
	Deeds, Found, Made int // deeds by hand, those found, what was found
}

// Add counts one proposal.
func (f *DeedFold) add(deed, made bool) {
	if deed {
		f.Deeds++
	}
	if made {
		f.Made++
	}
	if deed && made {
		f.Found++
	}
}

// String gives precision and recall.
func (f DeedFold) String() string {
	return fmt.Sprintf("of %d deeds %d found (%.3f), %d of %d made are right (%.3f)", f.Deeds, f.Found, float64(f.Found)/float64(max(1, f.Deeds)), f.Found, f.Made,
		float64(f.Found)/float64(max(1, f.Made)))
}

// CrossValidate judges every tenth of the articles by a model of the others, at
// each of the thresholds of the score; rules is what stands without a judge.
func (d *Deeds) CrossValidate(opt DeedOptions, thresholds []float64) (rules DeedFold, judged []DeedFold) {
	const folds = 10
	o := opt.withDefaults()
	judged = make([]DeedFold, len(thresholds))
	var s [deedClasses]float64
	for k := range folds {
		l := newDeeds(o, d.examples, func(group int) bool { return group == aside || group%folds != k })
		for i := range d.examples {
			x := &d.examples[i]
			if x.group == aside || x.group%folds != k {
				continue
			}
			deed := x.allowed == 1<<deedYes
			l.score(x.features, s[:])
			rules.add(deed, d.plain[i])
			for j, t := range thresholds {
				judged[j].add(deed, s[deedYes]-s[deedNo] > t)
			}
		}
	}
	return rules, judged
}
