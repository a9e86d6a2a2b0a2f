package detente

// NameType is what a name names.
type NameType uint8

const (
	NamePerson       NameType = iota + 1 // Mara Venn
	NameOrganisation                     // the Ministry of Ports, a party, a company
	NameLocation                         // Averland and its government, a city, a river
	NameNation                           // a people, or the adjective of one: Bexians, Bexian
)

// NameTypeNames are the names of the types as named-entity data has them, by
// value.
var NameTypeNames = []string{"", "PER", "ORG", "LOC", "NORP"}

// String gives the label used by named-entity data.
func (t NameType) String() string { return nameOf(NameTypeNames, int(t)) }

// Name is a name as it stands in the text, without titles before it and
// possessives behind it: tokens [First, Last) of one sentence.
type Name struct {
	First, Last int32
	Type        NameType
	Confidence  float32 // that type and borders are right, from 0 to 1
}

// Span is the bytes of the name.
func (n Name) Span(doc *Doc) Span {
	return Span{doc.Tokens[n.First].Span.Start, doc.Tokens[n.Last-1].Span.End}
}
