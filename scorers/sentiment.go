package scorers

import (
	"fmt"
	"strings"
	"sync"

	"github.com/cdipaolo/sentiment"
	"github.com/jonreiter/govader"

	"detente"
)

// filmModel is cdipaolo/sentiment: naive Bayes in two classes, trained on 25,000
// film reviews. It knows no neutral and takes most news for positive; on threat
// against cooperation it is at chance. It is here as the baseline to beat, in a
// column of its own, and never the tone. Reading it takes a fifth of a second
// and 18 MB, so it is read on first use.
var filmModel = sync.OnceValues(sentiment.Restore)

// vader is the VADER lexicon, whose tokeniser knows straight marks only.
var vader = sync.OnceValue(govader.NewSentimentIntensityAnalyzer)

var straighten = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "\u00A0", " ", "–", "-", "—", " - ", "…", "...")

func newSentiment(Options) (Scorer, error) {
	if _, err := filmModel(); err != nil {
		return nil, fmt.Errorf("scorer sentiment: the embedded film-review model: %w", err)
	}
	return Func(func(in Input, i int) detente.Score { return overContent(in, i, filmSentiment) }), nil
}

func newLexicon(Options) (Scorer, error) {
	return Func(func(in Input, i int) detente.Score { return overContent(in, i, vaderSentiment) }), nil
}

// overContent scores the words of a statement, its spans joined by blanks.
func overContent(in Input, i int, score func(string) detente.Score) detente.Score {
	spans := in.Attrs[i].Content
	switch len(spans) {
	case 0:
		return detente.Score{Reason: detente.ReasonNoEvent}
	case 1:
		return score(spans[0].In(in.Doc.Text))
	}
	parts := make([]string, len(spans))
	for k, s := range spans {
		parts[k] = s.In(in.Doc.Text)
	}
	return score(strings.Join(parts, " "))
}

// SentimentText scores a document by one of the scorers of sentiment: "lexicon"
// (also for the empty name), "sentiment" or "valence". Another name is an error.
func SentimentText(scorer string, doc *detente.Doc) (detente.Score, error) {
	switch scorer {
	case "", "lexicon":
		return vaderSentiment(doc.Text), nil
	case "sentiment":
		if _, err := filmModel(); err != nil {
			return detente.Score{}, fmt.Errorf("scorer sentiment: the embedded film-review model: %w", err)
		}
		return filmSentiment(doc.Text), nil
	case "valence":
		if _, err := loadValenceModel(); err != nil {
			return detente.Score{}, err
		}
		if len(doc.Tokens) == 0 {
			return detente.Score{Reason: detente.ReasonNoEvent}, nil
		}
		return valenceOf(doc, [][2]int{{0, len(doc.Tokens)}}), nil
	}
	return detente.Score{}, fmt.Errorf("no sentiment scorer named %q: use one of lexicon, sentiment, valence", scorer)
}

// filmSentiment answers -1 or 1: the model has two classes.
func filmSentiment(text string) detente.Score {
	text = strings.TrimSpace(straighten.Replace(text))
	if text == "" {
		return detente.Score{Reason: detente.ReasonNoEvent}
	}
	models, err := filmModel()
	if err != nil {
		return detente.Score{Reason: detente.ReasonNotScored}
	}
	s := detente.Score{Value: -1, Label: "negative"}
	if models.SentimentAnalysis(text, sentiment.English).Score == 1 {
		s.Value, s.Label = 1, "positive"
	}
	return s
}

func vaderSentiment(text string) detente.Score {
	if strings.TrimSpace(text) == "" {
		return detente.Score{Reason: detente.ReasonNoEvent}
	}
	v := vader().PolarityScores(straighten.Replace(text)).Compound
	return detente.Score{Value: v, Label: polarity(v, 0.05)}
}

// polarity cuts a value into the three labels of sentiment and stance.
func polarity(v, cut float64) string {
	switch {
	case v > cut:
		return "positive"
	case v < -cut:
		return "negative"
	}
	return "neutral"
}
