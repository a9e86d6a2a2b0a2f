package anchor

import "detente"

// contents sets what each row speaks of: the hull of the time expressions in its
// content that do not date the row itself. They are read from the time of the
// utterance, not from the publication.
func (v *view) contents(out []detente.When) {
	for k := range v.times {
		t := &v.times[k]
		if t.Expr == nil || t.Type == detente.TimexSet || v.govern[k].how == unused {
			continue
		}
		for _, i := range v.idx.contents.of(v.sentenceAt(t.Span)) {
			a := &v.attrs[i]
			if v.govern[k].how == governs && v.govern[k].attr == i || v.own[i] == int32(k) || !covered(a.Content, t.Span) {
				continue
			}
			if a.Kind == detente.Act && v.govern[k].how != speaks && v.clausal[i] == int32(k) {
				continue
			}
			iv, ok := v.spoken(&out[i], t)
			if !ok {
				continue
			}
			if iv = sideInterval(iv, v.govern[k].side); v.govern[k].side == until && out[i].Interval.Lo <= iv.Hi {
				iv.Lo = out[i].Interval.Lo // a deadline runs from when it was set
			}
			if w := &out[i]; w.Content == detente.Always {
				w.Content = iv
			} else {
				w.Content = w.Content.Hull(iv)
			}
		}
	}
}

func covered(spans []detente.Span, s detente.Span) bool {
	for _, c := range spans {
		if c.Contains(s) {
			return true
		}
	}
	return false
}

// spoken evaluates an expression from the time of an utterance. Without any
// date only absolute expressions have a place.
func (v *view) spoken(w *detente.When, t *detente.Timex) (detente.Interval, bool) {
	if t.Expr.Relative() {
		if !v.axis.known {
			return detente.Always, false
		}
		n := w.Interval.Width()
		if n < 1 || n > 7 {
			b, _, ok := v.axis.eval(t)
			return toInterval(b), ok
		}
		iv, _ := t.Expr.Eval(w.Interval, t.Direction)
		return iv, iv != detente.Always
	}
	iv, _ := t.Expr.Eval(detente.Days(0, 0), t.Direction)
	return iv, iv != detente.Always
}
