package datasets

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// block are the elements that begin and end a line of text.
var block = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Br: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Dt: true, atom.Dd: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Pre: true, atom.Hr: true,
	atom.Table: true, atom.Tr: true, atom.Thead: true, atom.Tbody: true, atom.Caption: true, atom.Section: true, atom.Article: true, atom.Aside: true,
	atom.Header: true, atom.Footer: true, atom.Nav: true, atom.Main: true, atom.Figure: true, atom.Figcaption: true, atom.Form: true, atom.Body: true,
	atom.Address: true, atom.Center: true, atom.Fieldset: true, atom.Details: true, atom.Summary: true, atom.Title: true,
}

// unread are the elements whose text nobody sees.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Svg: true, atom.Iframe: true, atom.Head: true, atom.Object: true,
	atom.Select: true, atom.Button: true, atom.Textarea: true, atom.Math: true,
}

// lineWriter writes text as a browser shows it: blanks run together, a line for
// every block.
type lineWriter struct {
	b         strings.Builder
	blank     bool // a blank is due before the next word
	keepLines bool // line ends of the source count
}

func (w *lineWriter) line() {
	w.blank = false
	if s := w.b.String(); s != "" && s[len(s)-1] != '\n' {
		w.b.WriteByte('\n')
	}
}

func (w *lineWriter) text(s string) {
	for i := 0; i < len(s); {
		n := strings.IndexAny(s[i:], " \t\r\n")
		if n < 0 {
			n = len(s) - i
		}
		if n > 0 {
			if w.blank {
				if t := w.b.String(); t != "" && t[len(t)-1] != '\n' {
					w.b.WriteByte(' ')
				}
				w.blank = false
			}
			w.b.WriteString(s[i : i+n])
			i += n
		}
		if i < len(s) {
			if s[i] == '\n' && w.keepLines {
				w.line()
			} else {
				w.blank = true
			}
			i++
		}
	}
}

// node writes an element and what is in it. Depth is bounded by the parser.
func (w *lineWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if unread[n.DataAtom] {
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	if block[n.DataAtom] {
		w.line()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	switch {
	case block[n.DataAtom]:
		w.line()
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		w.blank = true
	}
}

// blockText is the text of an element, one line a block.
func blockText(n *html.Node) string {
	var w lineWriter
	w.node(n)
	return strings.TrimSpace(w.b.String())
}

var (
	// A <P> alone is no sign: wires put the symbols of shares so.
	markup      = regexp.MustCompile(`(?i)</(p|div|a|b|i|em|strong|span|h[1-6]|li|ul|blockquote|u|font|hlt)>|<br\s*/?>|<(p|div|span|a) [a-z]+=|^\s*<p>`)
	markupBlock = regexp.MustCompile(`(?i)<(p|div|br|li|h[1-6]|blockquote)[\s/>]`)
)

// stripMarkup takes the tags out of a text that has HTML in it, as feeds and
// search interfaces give it.
func stripMarkup(s string) (string, bool) {
	if !strings.Contains(s, "<") || !markup.MatchString(s) {
		return s, false
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return s, false
	}
	w := lineWriter{keepLines: !markupBlock.MatchString(s)}
	for _, n := range nodes {
		w.node(n)
	}
	return strings.TrimSpace(w.b.String()), true
}
