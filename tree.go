package detente

// Tree is the tags and the dependency parse of a document. The three slices are
// aligned with Doc.Tokens. Each sentence has exactly one root, its arcs stay
// inside it and form no cycle.
//
// In the spine, a sentence that holds no quotation, no cue of speech and no act is
// tagged but not parsed: its first word is the root and all others hang on that as
// dep, a relation that the parser gives to no more than a few words.
type Tree struct {
	Tags  []Tag
	Head  []int32 // index of the head in Doc.Tokens, -1 for the root of a sentence
	Label []Label // the relation to the head
}

// Tag is the part of speech of a token in the two tag sets of Universal
// Dependencies for English.
type Tag struct {
	UPOS UPOS
	XPOS XPOS
}

// UPOS is a universal part of speech.
type UPOS uint8

// The universal parts of speech, with an example each.
const (
	UPOSADJ   UPOS = iota + 1 // hostile
	UPOSADP                   // toward
	UPOSADV                   // again
	UPOSAUX                   // has (spoken), is (ready), must
	UPOSCCONJ                 // and
	UPOSDET                   // the
	UPOSINTJ                  // yes
	UPOSNOUN                  // ceasefire
	UPOSNUM                   // thirty, 30
	UPOSPART                  // not, to (speak), ’s (the possessive)
	UPOSPRON                  // he, whose, this
	UPOSPROPN                 // Averland
	UPOSPUNCT                 // ,
	UPOSSCONJ                 // because, that (they spoke)
	UPOSSYM                   // $
	UPOSVERB                  // accused
	UPOSX                     // anything else
)

// UPOSNames are the names of the universal parts of speech, by value.
var UPOSNames = []string{
	"", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
}

// String gives the name used by Universal Dependencies.
func (u UPOS) String() string { return nameOf(UPOSNames, int(u)) }

// XPOS is a part of speech of the Penn Treebank, as the English web treebank
// extends it: VBD and VBN tell "accused" from "been accused".
type XPOS uint8

// The tags that code asks for by name; XPOSNames has them all.
const (
	XPOSNone XPOS = iota
	XPOSCC
	XPOSCD
	XPOSDT
	XPOSEX
	XPOSFW
	XPOSIN
	XPOSJJ
	XPOSJJR
	XPOSJJS
	XPOSMD
	XPOSNN
	XPOSNNP
	XPOSNNPS
	XPOSNNS
	XPOSPDT
	XPOSPOS
	XPOSPRP
	XPOSPRPPoss // PRP$: his
	XPOSRB
	XPOSRBR
	XPOSRBS
	XPOSRP
	XPOSTO
	XPOSUH
	XPOSVB
	XPOSVBD
	XPOSVBG
	XPOSVBN
	XPOSVBP
	XPOSVBZ
	XPOSWDT
	XPOSWP
	XPOSWPPoss // WP$: whose
	XPOSWRB
)

// XPOSNames are the names of the tags, by value.
var XPOSNames = []string{
	"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP", "PRP$",
	"RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB",
	".", ",", ":", "``", "''", "-LRB-", "-RRB-", "HYPH", "NFP", "SYM", "$", "LS", "ADD", "AFX", "GW",
}

// String gives the name used by the treebanks.
func (x XPOS) String() string { return nameOf(XPOSNames, int(x)) }

// Label is the relation of a token to its head: those of Universal Dependencies
// with the subtypes that tell who does what to whom.
type Label uint8

// The relations, with an example each: the word that bears it stands first.
const (
	LabelRoot         Label = iota + 1 // the main predicate of a sentence
	LabelAcl                           // (plan) to leave
	LabelAclRelcl                      // (the man) who left
	LabelAdvcl                         // (left) because he was ill
	LabelAdvclRelcl                    // (left,) which was a surprise
	LabelAdvmod                        // again (spoke)
	LabelAmod                          // sick (man)
	LabelAppos                         // (Mara Venn,) the minister
	LabelAux                           // has (spoken)
	LabelAuxPass                       // was (accused)
	LabelCase                          // of (Bexia)
	LabelCc                            // and
	LabelCcPreconj                     // both (A and B)
	LabelCcomp                         // (said) they had spoken
	LabelCompound                      // phone (call)
	LabelCompoundPrt                   // (called) off
	LabelConj                          // (A and) B
	LabelCop                           // is (ready)
	LabelCsubj                         // leaving (would be wrong)
	LabelCsubjOuter                    // a clausal subject of a clausal predicate
	LabelCsubjPass                     // that they left (was denied)
	LabelDep                           // unspecified
	LabelDet                           // the (talks)
	LabelDetPredet                     // all (the talks)
	LabelDiscourse                     // yes
	LabelDislocated                    // him, (I know him)
	LabelExpl                          // there (is)
	LabelFixed                         // (because) of
	LabelFlat                          // (Mara) Venn
	LabelGoeswith                      // a word cut in two
	LabelIobj                          // (gave) them (aid)
	LabelList                          // an item of a list
	LabelMark                          // that (they left)
	LabelNmod                          // (talks with) Bexia
	LabelNmodDesc                      // President (Venn)
	LabelNmodPoss                      // his, Bexia’s (army)
	LabelNmodUnmarked                  // (the minister) today
	LabelNsubj                         // Venn (spoke)
	LabelNsubjOuter                    // the subject of a clausal predicate
	LabelNsubjPass                     // Venn (was accused)
	LabelNummod                        // thirty (days)
	LabelObj                           // (accused) Venn
	LabelObl                           // (spoke in) Corland
	LabelOblAgent                      // (accused by) Venn
	LabelOblUnmarked                   // (spoke) Wednesday
	LabelOrphan                        // what is left of an elided clause
	LabelParataxis                     // (“We left,”) he said
	LabelPunct                         // ,
	LabelReparandum                    // what was said by mistake
	LabelVocative                      // Mara, (come here)
	LabelXcomp                         // (wants) to leave
)

// LabelNames are the names of the relations, by value.
var LabelNames = []string{
	"", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj",
	"ccomp", "compound", "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse",
	"dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj",
	"nsubj:outer", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum",
	"vocative", "xcomp",
}

// String gives the name used by Universal Dependencies.
func (l Label) String() string { return nameOf(LabelNames, int(l)) }
