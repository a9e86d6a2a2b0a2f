package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
)

// Hash is the SHA-256 of all that the base knows: its rows and the built-in
// tables of words. It stands in manifests.
func (b *Base) Hash() string {
	h := sha256.New()
	// Writing to a hash never fails.
	_ = WriteActors(h, b)
	for _, tsv := range []string{namesTSV, placesTSV, organsTSV, classesTSV, titlesTSV} {
		_, _ = io.WriteString(h, tsv)
	}
	return hex.EncodeToString(h.Sum(nil))
}
