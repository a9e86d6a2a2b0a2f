package detente

import "fmt"

// ArticleError is one thing that could not be processed: a line of
// errors.jsonl. It costs that one thing and no more.
type ArticleError struct {
	Input     string // the file
	InnerPath string // inside an archive
	Record    int64  // 1-based line or ordinal; 0 when the file as a whole
	Stage     string // read, decode, analyze, ...
	Err       error
}

// Error says where and what.
func (e *ArticleError) Error() string {
	where := e.Input
	if e.InnerPath != "" {
		where += ":" + e.InnerPath
	}
	if e.Record > 0 {
		where = fmt.Sprintf("%s, record %d", where, e.Record)
	}
	return fmt.Sprintf("%s: %s: %v", where, e.Stage, e.Err)
}

// Unwrap gives the cause.
func (e *ArticleError) Unwrap() error { return e.Err }
