package train

import (
	"bytes"
	"crypto/sha256"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
	"detente/internal/golden"
	"detente/internal/lexicon"
	"detente/internal/model"
	"detente/internal/model/clusters"
	"detente/internal/model/grammar"
	"detente/pipeline/segment"
)

// treebank gives up to n sentences of a treebank of the shared data, or the
// invented ones of testdata, several times over, where there is none.
func treebank(t *testing.T, name string, n int) []Sentence {
	t.Helper()
	data, err := ReadCoNLLU(filepath.Join(golden.SharedDir(t), "data", "nlp", "ud", name+".conllu.gz"))
	if err == nil {
		return data[:min(n, len(data))]
	}
	tiny, err := ReadCoNLLU(filepath.Join("testdata", "tiny.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	for len(data) < n {
		data = append(data, tiny...)
	}
	return data[:n]
}

var small = Options{TagIterations: 2, ParseIterations: 2, SearchIterations: 1, FoldIterations: 1, Folds: 2, LeastMoves: 1}

func trainSmall(t *testing.T, data []Sentence, opt Options) *grammar.Models {
	t.Helper()
	table, err := clusters.Table()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Syntax(data, table, opt)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSameDataSameBytes(t *testing.T) {
	data := treebank(t, "en_gum-train", 200)
	first, second := trainSmall(t, data, small).Bytes(), trainSmall(t, data, small).Bytes()
	if a, b := sha256.Sum256(first), sha256.Sum256(second); a != b {
		t.Errorf("two trainings on the same %d sentences differ: sha256 %x and %x", len(data), a, b)
	}
	other := small
	other.Seed = 7
	if bytes.Equal(first, trainSmall(t, data, other).Bytes()) {
		t.Error("another seed gives the same bytes: the seed is not used")
	}
}

func TestLearnsItsOwnSentences(t *testing.T) {
	tiny, err := ReadCoNLLU(filepath.Join("testdata", "tiny.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	var data []Sentence
	for range 6 {
		data = append(data, tiny...)
	}
	m := trainSmall(t, data, Options{Folds: 3, LeastTags: 1, LeastMoves: 1, LeastArcs: 1})
	if s := Evaluate(m, tiny); s.UPOS < 0.98 || s.UAS < 0.98 || s.LAS < 0.98 {
		t.Errorf("sentences seen in training come out as %v, want nearly all right", s)
	}
}

func TestReadingBackGivesTheSameTrees(t *testing.T) {
	data := treebank(t, "en_gum-train", 100)
	m := trainSmall(t, data, small)
	again, err := grammar.ReadModels("test", m.Bytes(), m.Clusters)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(m.Bytes(), again.Bytes()) {
		t.Error("a model read and written again has other bytes")
	}
	if a, b := Evaluate(m, data), Evaluate(again, data); a != b {
		t.Errorf("the model read back scores %v, before %v", b, a)
	}
}

// A beam of one state is the greedy parser, and trees must not depend on how the
// states of a beam share memory: the best path, walked alone, gives the same tree.
func TestSearchBuildsTheTreeOfItsPath(t *testing.T) {
	data := treebank(t, "en_gum-train", 100)
	m := trainSmall(t, data, small)
	if m.Beam.Width < 2 || m.Beam.Margin == 0 {
		t.Fatalf("the model is trained for a beam of %+v", m.Beam)
	}
	for _, words := range data {
		s, again := state(m, words), state(m, words)
		m.Tagger.Run(s)
		m.Tagger.Run(again)
		for _, width := range []int{1, 3, 8} {
			s.Start()
			for s.Advance(m, grammar.Beam{Width: width, Margin: 1 << 40, Traces: true}) {
			}
			_, _, trace := s.State(0)
			trace = slices.Clone(trace)
			s.Take(0)
			again.Begin()
			for _, x := range trace {
				if width == 1 {
					again.Follow(m, m.Best(again), false)
				} else {
					again.Apply(grammar.MoveOf(int(x.Class)), x.Label)
				}
			}
			for k := range words {
				h, l := s.Arc(k + 1)
				if h2, l2 := again.Arc(k + 1); h != h2 || l != l2 {
					t.Fatalf("beam of %d, word %d %q: head %d, label %d by the search and %d, %d along its path", width, k+1, words[k].Form, h, l, h2, l2)
				}
			}
		}
	}
}

func state(m *grammar.Models, words Sentence) *grammar.State {
	s := &grammar.State{}
	s.Reset(len(words))
	for k, w := range words {
		s.Word(k+1).Read(w.Form, lexicon.Hash(w.Form), &m.Clusters)
	}
	return s
}

// The oracle must reach the gold tree of a projective sentence by moves of no
// cost, and must call a move costly that loses an arc.
func TestOracleReachesTheGoldTree(t *testing.T) {
	data := treebank(t, "en_gum-train", 200)
	reached := 0
	for i, words := range data {
		if !projective(words) {
			continue
		}
		var s grammar.State
		s.Reset(len(words))
		s.Begin()
		gold := goldHeads(nil, words)
		for !s.Done() {
			cost, good, move := costs(&s, gold), goldClasses(&s, gold, words), -1
			for k := range grammar.Classes {
				if good>>k&1 != 0 {
					move = grammar.MoveOf(k)
				}
			}
			if move < 0 || cost[move] != 0 {
				t.Fatalf("sentence %d: no move without cost at word %d: %v", i, s.Next(), cost)
			}
			label := uint8(0)
			switch move {
			case grammar.Left:
				label = uint8(words[s.Top()-1].Label)
			case grammar.Right:
				label = uint8(words[s.Next()-1].Label)
			}
			s.Apply(move, label)
		}
		for k, w := range words {
			if h, _ := s.Arc(k + 1); w.Head != 0 && h != w.Head {
				t.Fatalf("sentence %d, word %d %q: head %d by moves without cost, gold %d", i, k+1, w.Form, h, w.Head)
			}
		}
		reached++
	}
	if reached == 0 {
		t.Fatal("no projective sentence to try")
	}
}

func projective(words Sentence) bool {
	for i, w := range words {
		lo, hi := min(w.Head, int32(i+1)), max(w.Head, int32(i+1))
		for k, v := range words {
			inside := lo < int32(k+1) && int32(k+1) < hi
			if inside && w.Head != 0 && (v.Head < lo || v.Head > hi) {
				return false
			}
		}
	}
	return true
}

func TestReadCoNLLUSaysWhatIsWrong(t *testing.T) {
	const good = "1\tHe\t_\tPRON\tPRP\t_\t2\tnsubj\t_\t_\n2\tleft\t_\tVERB\tVBD\t_\t0\troot\t_\t_\n"
	for _, tc := range []struct{ name, text, want string }{
		{"columns", "1\tHe\n", "line 1: 2 columns"},
		{"head", strings.Replace(good, "\t2\t", "\tx\t", 1), `head "x"`},
		{"relation", strings.Replace(good, "nsubj", "nsubject", 1), `no relation "nsubject"`},
		{"tag", strings.Replace(good, "PRP", "PRX", 1), `no tags "PRON", "PRX"`},
		{"head out of range", strings.Replace(good, "\t2\t", "\t9\t", 1), "head 9 in a sentence of 2 words"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := readCoNLLU("x.conllu", strings.NewReader(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("readCoNLLU gives error %v, want one with %q", err, tc.want)
			}
		})
	}
	ranges := "# a comment\n1-2\tHe'd\t_\t_\t_\t_\t_\t_\t_\t_\n" + good + "2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"
	got, err := readCoNLLU("x.conllu", strings.NewReader(strings.Replace(ranges, "nsubj", "nsubj:xsubj", 1)))
	if err != nil || len(got) != 1 || len(got[0]) != 2 || got[0][0].Label != detente.LabelNsubj {
		t.Errorf("ranges and empty nodes: got %v, %v; want one sentence of 2 words, the first nsubj", got, err)
	}
}

// A frozen classifier must choose as the exact averages do.
func TestFreezingKeepsTheChoice(t *testing.T) {
	p := newWide(5, 400, 1)
	n := newNarrow(400, 1)
	rng := random(3)
	var examples [][]uint64
	for i := range 400 {
		fs := []uint64{model.Mix(1, uint64(i%7)), model.Mix(2, uint64(i%11)), model.Mix(3, rng.next()%5)}
		examples = append(examples, fs)
		want := uint8(i%7%4 + 1)
		p.seen.see(fs)
		n.seen.see(fs)
		p.learn(fs, want, p.all)
		var s [model.NarrowClasses]int32
		n.score(fs, &s)
		got := 0
		for k := range 4 {
			if s[k] > s[got] {
				got = k
			}
		}
		if got == i%7%4 {
			got = -1
		}
		n.learn(fs, i%7%4, got)
	}
	fw := freezeWide(p)
	fn, _ := freezeNarrow(n)
	wrong := 0
	for i, fs := range examples {
		var out [model.MaxClasses]int32
		fw.Score(fs, &out)
		var sums model.Sums
		fn.Sum(fs, &sums)
		s := sums.Scores()
		got := 0
		for k := range 4 {
			if s[k] > s[got] {
				got = k
			}
		}
		if fw.Best(&out) != uint8(i%7%4+1) || got != i%7%4 {
			wrong++
		}
	}
	if wrong > 4 {
		t.Errorf("%d of 400 separable examples are wrong after freezing", wrong)
	}
}

const raw = `# newdoc id = a
# newpar
1-2	Don't	_	_	_	_	_	_	_	SpaceAfter=No
1	Do	_	_	_	_	0	_	_	_
2	n't	_	_	_	_	0	_	_	_
3	!	_	_	_	_	0	_	_	_

1	go	_	_	_	_	0	_	_	_
1.1	ghost	_	_	_	_	0	_	_	_

# newpar
1	Now	_	_	_	_	0	_	_	_

# newdoc id = b
1	Hi	_	_	_	_	0	_	_	_
`

func TestReadRaw(t *testing.T) {
	docs, err := readRaw("raw", strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	want := []RawText{{"Don't! go\n\nNow", []int32{0, 7, 11}}, {"Hi", []int32{0}}}
	if diff := cmp.Diff(want, docs); diff != "" {
		t.Errorf("readRaw (-want +got):\n%s", diff)
	}
	if _, err := readRaw("raw", strings.NewReader("1\tHi\n")); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a line of two columns: error %v", err)
	}
}

// Borders without stops cannot be known by rule: they must be learned, and the
// same data must give the same bytes.
func TestBordersAreLearned(t *testing.T) {
	var docs []RawText
	for _, name := range []string{"mara", "vale", "orsin", "lind", "harl"} {
		text := "we went to the port with " + name + " and it was closed they told us to wait"
		docs = append(docs, RawText{text, []int32{0, int32(strings.Index(text, "they"))}})
	}
	opt := BorderOptions{Iterations: 6, Least: 1, Orders: 1}
	m, again := Borders(docs, opt), Borders(docs, opt)
	if !bytes.Equal(segment.ModelBytes(&m), segment.ModelBytes(&again)) {
		t.Error("the same texts give other bytes")
	}
	s := ScoreBorders(docs, func(text string) *detente.Doc {
		return segment.Visit(text, func(_ int32, f []uint64) bool { return m.Score(f)[1] > 0 })
	})
	if s.Whole != s.Gold || s.Predicted != s.Gold {
		t.Errorf("texts seen in training come out as %v", s)
	}
}
