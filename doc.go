// Package detente is the vocabulary of the project: the types that cross from
// one package to another, and nothing else. It imports the standard library
// only.
//
// The words are those of the field. An [Attribution] is what the text says: a
// source, a cue and a content, or an act. A [Mention] is a stretch of text that
// names somebody, an [Entity] is who that is. A [Timex] is a time expression, a
// [When] the interval in which something was said or done. A [Statement] is the
// finished row: who said or did what, to whom, when, in what tone. A [Series]
// is the statements of one speaker toward one target, one [Point] an event, and
// a [Shift] a candidate turn in it.
//
// Spans are half-open byte offsets into Article.Text. Time intervals are
// inclusive at both ends. Unknown is data: a zero value with a Reason, never a
// guess.
package detente
