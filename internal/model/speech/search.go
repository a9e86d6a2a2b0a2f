package speech

import "detente/internal/model"

// Scores gives, for a list of features, what each class scores.
type Scores func(features []uint64, out *[model.MaxClasses]int32)

// Search labels the units of the open window with the parts that score best
// together. The loss is added to every part but want[i] while training; want is
// nil in the product.
func (v *View) Search(part, step Scores, labels []uint8, want []uint8, loss int32) []uint8 {
	n := v.Units()
	labels = labels[:0]
	if cap(v.back) < n {
		v.back = make([][parts + 1]uint8, n)
	}
	back := v.back[:n]
	var best [parts + 1]int32
	for i := range n {
		emit, move := &v.emit, &v.move
		fixed := v.Fixed(i)
		if fixed {
			*emit = [model.MaxClasses]int32{}
		} else {
			part(v.Part(i), emit)
		}
		step(v.Step(i), move)
		var now [parts + 1]int32
		for k := 1; k <= parts; k++ {
			now[k] = lowest
			if fixed && k != PartOutside {
				continue
			}
			if want != nil && k != int(want[i]) {
				emit[k] += loss
			}
			if i == 0 {
				now[k] = emit[k] + move[StepClass(PartOutside, k)]
				continue
			}
			for j := 1; j <= parts; j++ {
				if s := best[j] + emit[k] + move[StepClass(j, k)]; best[j] > lowest && s > now[k] {
					now[k], back[i][k] = s, uint8(j)
				}
			}
		}
		best = now
	}
	k := 1
	for j := 2; j <= parts; j++ {
		if best[j] > best[k] {
			k = j
		}
	}
	for range n {
		labels = append(labels, 0)
	}
	for i := n - 1; i >= 0; i-- {
		labels[i] = uint8(k)
		k = int(back[i][k])
	}
	return labels
}

const lowest = -1 << 30

// label fills in the parts of a cue.
func (m *Model) label(v *View, p *Parts) {
	v.Open(p.Head)
	p.Cue = v.window.run
	v.labels = v.Search(m.Part.Score, m.Step.Score, v.labels, nil, 0)
	p.Source, p.Content = v.Collect(v.labels)
}

// Collect makes runs of the labels of the open window: the contents, and of the
// sources the one nearest to the cue. Marks at the ends of a content outside
// quotations are left out.
func (v *View) Collect(labels []uint8) (source Run, content []Run) {
	w := &v.window
	for i := 0; i < len(labels); {
		k := i
		for k < len(labels) && labels[k] == labels[i] && !(w.units[k].fixed != w.units[i].fixed) {
			k++
		}
		r := Run{w.units[i].first, w.units[k-1].last}
		switch labels[i] {
		case PartSource:
			if source.Empty() || gap(r, w.run) < gap(source, w.run) {
				source = r
			}
		case PartContent:
			content = append(content, r)
		}
		i = k
	}
	return source, content
}

func gap(a, b Run) int32 { return max(a.First-b.Last, b.First-a.Last, 0) }
