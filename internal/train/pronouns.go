package train

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"path/filepath"

	"detente"
	"detente/internal/model"
	"detente/pipeline/attribution"
	"detente/pipeline/mention"
	"detente/pipeline/mention/kb"
	"detente/pipeline/segment"
	"detente/pipeline/syntax"
)

// PronounOptions says how the ranker of pronouns is trained. The zero value means
// the settings of the shipped one.
type PronounOptions struct {
	Seed   uint64  // default 1
	Rounds int     // times that the texts are read again with what was learned; default 3
	Epochs int     // in each round; default 12
	Orders int     // of the items, whose weights are averaged; default 5
	Rate   float64 // default 0.08
	Decay  float64 // of weights, at each step; default 0.002
	Folds  int     // parts of the training data for a cross-validation that Log is told of; default 0, none
	Log    func(format string, args ...any)
}

func (o PronounOptions) withDefaults() PronounOptions {
	o.Seed = max(o.Seed, 1)
	o.Rounds = cmp.Or(o.Rounds, 3)
	o.Epochs = cmp.Or(o.Epochs, 12)
	o.Orders = cmp.Or(o.Orders, 5)
	o.Rate = cmp.Or(o.Rate, 0.08)
	o.Decay = cmp.Or(o.Decay, 0.002)
	if o.Log == nil {
		o.Log = func(string, ...any) {}
	}
	return o
}

// corefText is a text whose pronouns somebody resolved: one pronoun with two names
// (GAP), or clusters (OntoGUM).
type corefText struct {
	Text     string       `json:"text"`
	Pronoun  [2]int32     `json:"pronoun"`
	A        [2]int32     `json:"a"`
	B        [2]int32     `json:"b"`
	IsA      bool         `json:"a_coref"`
	IsB      bool         `json:"b_coref"`
	Gender   string       `json:"gender"`
	Clusters [][][2]int32 `json:"clusters"`

	doc   *detente.Doc
	tree  *detente.Tree
	attrs []detente.Attribution
	heads map[int32]int // of a text with clusters: by head token, the cluster
}

// readCoref reads and parses the texts of a file of JSON lines.
func readCoref(path string, parser *syntax.Parser) ([]*corefText, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []*corefText
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		x := &corefText{}
		if err := json.Unmarshal(lines.Bytes(), x); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", path, n, err)
		}
		x.doc = segment.Split(x.Text)
		x.tree = parser.Parse(x.doc)
		x.attrs = attribution.Find(x.doc, x.tree, detente.VoiceReported)
		x.heads = map[int32]int{}
		for c, spans := range x.Clusters {
			for _, s := range spans {
				if h := x.head(s); h >= 0 {
					x.heads[h] = c
				}
			}
		}
		out = append(out, x)
	}
	return out, lines.Err()
}

// head gives the token of a span whose own head lies outside, or -1.
func (x *corefText) head(s [2]int32) int32 {
	in := func(k int32) bool {
		return k >= 0 && x.doc.Tokens[k].Span.Start >= s[0] && x.doc.Tokens[k].Span.End <= s[1]
	}
	for k := range int32(len(x.doc.Tokens)) {
		if in(k) && !in(x.tree.Head[k]) && x.tree.Label[k] != detente.LabelPunct {
			return k
		}
	}
	return -1
}

// pronounItem is a pronoun with the readings that are right.
type pronounItem struct {
	ranking mention.Ranking
	right   []bool // of each rival, then of nobody
	weight  float64
}

// clusterWeight is what a pronoun of a text with clusters weighs against one of
// two names: the encyclopedia would drown the other genres.
const clusterWeight = 1

// items gives the pronouns of a text whose meaning is known.
func (x *corefText) items(r *mention.Resolver, ranker *mention.Ranker) []pronounItem {
	a := &detente.Article{Text: x.Text, Voice: detente.VoiceReported}
	if x.Clusters == nil {
		return x.named(r, a, ranker)
	}
	rankings, _ := r.Rankings(x.doc, x.tree, x.attrs, a, nil, ranker)
	var out []pronounItem
	for _, k := range rankings {
		it := pronounItem{ranking: k, right: make([]bool, len(k.Rivals)+1), weight: clusterWeight}
		found := false
		if c, ok := x.heads[x.head([2]int32{k.Pronoun.Start, k.Pronoun.End})]; ok {
			for i, v := range k.Rivals {
				if d, ok := x.heads[v.Head]; ok && c == d {
					it.right[i], found = true, true
				}
			}
		}
		it.right[len(k.Rivals)] = !found
		out = append(out, it)
	}
	return out
}

// named gives the one pronoun of a text with two names. Where it means neither,
// whoever else is right is not known: all others are.
func (x *corefText) named(r *mention.Resolver, a *detente.Article, ranker *mention.Ranker) []pronounItem {
	names := []detente.Span{{Start: x.A[0], End: x.A[1]}, {Start: x.B[0], End: x.B[1]}}
	rankings, e := r.Rankings(x.doc, x.tree, x.attrs, a, names, ranker)
	for _, k := range rankings {
		if k.Pronoun.Start != x.Pronoun[0] || e[0] == e[1] {
			continue
		}
		it := pronounItem{ranking: k, right: make([]bool, len(k.Rivals)+1), weight: 1}
		found := false
		for i, v := range k.Rivals {
			it.right[i] = x.IsA && v.Entity == e[0] || x.IsB && v.Entity == e[1] || !x.IsA && !x.IsB && v.Entity != e[0] && v.Entity != e[1]
			found = found || it.right[i]
		}
		if !x.IsA && !x.IsB {
			it.right[len(k.Rivals)], found = true, true
		}
		if found {
			return []pronounItem{it}
		}
	}
	return nil
}

// Pronouns trains the ranker on GAP's development part and OntoGUM's training
// part, read from the folder of the shared data.
func Pronouns(shared string, opt PronounOptions) (*mention.Ranker, error) {
	opt = opt.withDefaults()
	models, err := syntax.Load()
	if err != nil {
		return nil, err
	}
	base, err := kb.Load()
	if err != nil {
		return nil, err
	}
	parser := models.Parser()
	var texts [2][]*corefText // to train on, to measure on
	for i, names := range [2][2]string{{"gap-development", "ontogum-train"}, {"gap-validation", "ontogum-dev"}} {
		for _, name := range names {
			x, err := readCoref(filepath.Join(shared, "data", "nlp", "coref", name+".jsonl.gz"), parser)
			if err != nil {
				return nil, err
			}
			texts[i] = append(texts[i], x...)
		}
	}
	r := mention.New(base)
	for k := range opt.Folds {
		var outside, inside []*corefText
		for i, x := range texts[0] {
			if i%opt.Folds == k {
				inside = append(inside, x)
			} else {
				outside = append(outside, x)
			}
		}
		opt.Log("fold %d: %s", k+1, measurePronouns(inside, r, trainPronouns(outside, r, opt)))
	}
	ranker := trainPronouns(texts[0], r, opt)
	opt.Log("%s", measurePronouns(texts[1], r, ranker))
	return ranker, nil
}

// trainPronouns trains on texts, which each round reads again with what the one
// before learned: whom the last pronoun meant is part of what it sees.
func trainPronouns(texts []*corefText, r *mention.Resolver, opt PronounOptions) *mention.Ranker {
	ranker := &mention.Ranker{}
	for range opt.Rounds {
		var items []pronounItem
		for _, x := range texts {
			items = append(items, x.items(r, ranker)...)
		}
		ranker = fitPronouns(items, opt)
	}
	return ranker
}

// fitPronouns maximises the probability of the right readings by AdaGrad.
// The mean of several orders of the items forgets the accidents of each.
func fitPronouns(items []pronounItem, opt PronounOptions) *mention.Ranker {
	ranker := &mention.Ranker{}
	var sum [3][]float64
	for b := range sum {
		sum[b] = make([]float64, len(ranker.Weights(b)))
	}
	for k := range opt.Orders {
		for b, w := range fitOnce(items, opt, opt.Seed+uint64(k)) {
			for c, x := range w {
				sum[b][c] += x
			}
		}
	}
	for b := range sum {
		out := ranker.Weights(b)
		for c, x := range sum[b] {
			out[c] = int32(math.Round(x / float64(opt.Orders) * mention.WeightUnit))
		}
	}
	return ranker
}

func fitOnce(items []pronounItem, opt PronounOptions, seed uint64) (w [3][]float64) {
	var squares [3][]float64
	for b := range w {
		n := len((&mention.Ranker{}).Weights(b))
		w[b], squares[b] = make([]float64, n), make([]float64, n)
	}
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	rng := random(seed)
	var p, q []float64
	for range opt.Epochs {
		rng.shuffle(order)
		for _, n := range order {
			it := &items[n]
			wb, sb := w[it.ranking.Bank], squares[it.ranking.Bank]
			p, q = it.shares(wb, p, q)
			step := func(cells []int32, k int) {
				for _, c := range cells {
					g := it.weight*(q[k]-p[k]) - opt.Decay*wb[c]
					sb[c] += g * g
					wb[c] += opt.Rate * g / math.Sqrt(1+sb[c])
				}
			}
			for k := range it.ranking.Rivals {
				step(it.ranking.Rivals[k].Cells, k)
			}
			step(it.ranking.Nobody, len(it.ranking.Rivals))
		}
	}
	return w
}

// shares gives the probability of each reading, and that among the right ones.
func (it *pronounItem) shares(w []float64, p, q []float64) ([]float64, []float64) {
	p, q = p[:0], q[:0]
	score := func(cells []int32) {
		sum := 0.0
		for _, c := range cells {
			sum += w[c]
		}
		p = append(p, sum)
	}
	for k := range it.ranking.Rivals {
		score(it.ranking.Rivals[k].Cells)
	}
	score(it.ranking.Nobody)
	model.Softmax(p)
	right := 0.0
	for k := range p {
		if it.right[k] {
			right += p[k]
		}
	}
	for k := range p {
		q = append(q, 0)
		if it.right[k] {
			q[k] = p[k] / right
		}
	}
	return p, q
}

// measurePronouns reads the measured texts with a ranker: F1 on GAP, and how
// often the pronouns of each bank in OntoGUM are read right.
func measurePronouns(texts []*corefText, r *mention.Resolver, ranker *mention.Ranker) string {
	var tp, fp, fn [2]int
	var right, all [3]int
	for _, x := range texts {
		if x.Clusters != nil {
			for _, it := range x.items(r, ranker) {
				all[it.ranking.Bank]++
				best, share := len(it.ranking.Rivals), 1.0
				for _, v := range it.ranking.Rivals {
					share -= v.Share
				}
				for k, v := range it.ranking.Rivals {
					if v.Share > share {
						best, share = k, v.Share
					}
				}
				if it.right[best] {
					right[it.ranking.Bank]++
				}
			}
			continue
		}
		g := 0
		if x.Gender == "F" {
			g = 1
		}
		a, b := x.answer(r, ranker)
		for _, d := range [2][2]bool{{a, x.IsA}, {b, x.IsB}} {
			switch {
			case d[0] && d[1]:
				tp[g]++
			case d[0]:
				fp[g]++
			case d[1]:
				fn[g]++
			}
		}
	}
	f1 := func(tp, fp, fn int) float64 { return 200 * float64(tp) / float64(2*tp+fp+fn) }
	return fmt.Sprintf("GAP F1 %.1f, masculine %.1f, feminine %.1f; OntoGUM right: he and she %d of %d, it %d of %d, they %d of %d",
		f1(tp[0]+tp[1], fp[0]+fp[1], fn[0]+fn[1]), f1(tp[0], fp[0], fn[0]), f1(tp[1], fp[1], fn[1]), right[0], all[0], right[1], all[1], right[2], all[2])
}

// answer tells which of the two names the pronoun means.
func (x *corefText) answer(r *mention.Resolver, ranker *mention.Ranker) (a, b bool) {
	names := []detente.Span{{Start: x.A[0], End: x.A[1]}, {Start: x.B[0], End: x.B[1]}}
	return mention.Choose(r.Means(x.doc, x.tree, x.attrs, &detente.Article{Text: x.Text, Voice: detente.VoiceReported}, detente.Span{Start: x.Pronoun[0], End: x.Pronoun[1]}, names, ranker))
}
