package table

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"detente"
)

// WriteSchema prints every table with every column, its type, unit and meaning,
// as Markdown: docs/SCHEMA.md.
func WriteSchema(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, `# Tables of a run

Schema %d. Printed by `+"`detente schema`"+` from the lines that the writer and the readers are made of.

- A run writes each table as NAME.arrow (Arrow file format, zstd) or NAME.parquet.
- What is not known is null: never an empty string, never NaN.
- Times are in seconds, UTC, and inclusive at both ends. A time of day precision or coarser is written as the start of its (last) day.
- A closed set is a dictionary; all of its values are listed here, in its order.
- Each field of a file carries the unit and meaning below as metadata.
`, SchemaVersion)
	section(b, Documents, "One row per article.", append(documentColumns(nil),
		column[doc]{metaPrefix + "KEY", "", "one column for each further column of the input, unchanged", metaValue(0, "KEY")}))
	section(b, Texts, "One row per article; left out by `--no-text`.", textColumns())
	section(b, Statements, "One row per statement: something that somebody said or did.", append(statementColumns(nil),
		column[stm]{"SCORER", "-1 to 1", "one column for each scorer after the first, named by it", scoreValue(1)}))
	section(b, Entities, "One row per entity that speaks or is spoken to.", entityColumns())
	section(b, Series, "One row per level, speaker, target, channel, scorer and period.", seriesColumns())
	section(b, Shifts, "One row per candidate turn, with its verdict.", shiftColumns(append(sensitivity([]string{"tone"}), detente.ByScorer+"SCORER")))
	return b.Flush()
}

func section[R any](w io.Writer, table, what string, columns []column[R]) {
	fmt.Fprintf(w, "\n## %s\n\n%s\n\n| column | type | null | unit | meaning |\n|---|---|---|---|---|\n", table, what)
	for _, c := range columns {
		meaning := c.meaning
		if c.names != nil {
			meaning += ": `" + strings.Join(c.names, "` `") + "`"
		}
		null := "yes"
		if c.required {
			null = "no"
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", c.name, typeName(c.values), null, c.unit, meaning)
	}
}

// typeName is the type in the words of Arrow's own documentation.
func typeName[R any](v values[R]) string {
	switch {
	case v.names != nil:
		return "dictionary<int8, utf8>"
	case v.typ == timeType:
		return "timestamp[s, UTC]"
	case v.typ == listType:
		return "list<utf8>"
	case v.typ == spansType:
		return "list<struct<start: int32, end: int32>>"
	case v.typ.Name() == "struct":
		return "struct of int32"
	}
	return v.typ.Name()
}
