package scorers

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"detente"
	"detente/internal/lexicon"
)

// Scale gives each class a weight in [-1, 1]. It is read-only.
type Scale struct {
	name    string
	hash    string
	weights [detente.NumClasses][numModes]float64
}

const numModes = int(detente.ModeVisit) + 1

//go:embed data/scales.tsv
var scalesTSV string

var builtinScales = sync.OnceValues(func() ([]*Scale, error) { return parseScales("scales.tsv", scalesTSV) })

// LoadScale gives a built-in scale ("detente", "plover-0.8", "plover-2.0"), or
// the first scale of a file in the form of scorers/data/scales.tsv. The empty
// name is "detente".
func LoadScale(nameOrFile string) (*Scale, error) {
	if nameOrFile == "" {
		nameOrFile = "detente"
	}
	scales, err := builtinScales()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, s := range scales {
		if s.name == nameOrFile {
			return s, nil
		}
		names = append(names, s.name)
	}
	data, err := os.ReadFile(nameOrFile)
	if err != nil {
		return nil, fmt.Errorf("no scale named %q, nor a file: use one of %s: %w", nameOrFile, strings.Join(names, ", "), err)
	}
	scales, err = parseScales(nameOrFile, string(data))
	if err != nil {
		return nil, err
	}
	return scales[0], nil
}

// Name is the name of the scale, for manifests.
func (s *Scale) Name() string { return s.name }

// Hash is a hash of all weights.
func (s *Scale) Hash() string { return s.hash }

// Weight is the weight of a class in a mode.
func (s *Scale) Weight(c detente.Class, m detente.Mode) float64 { return s.weights[c][m] }

// published reports whether the scale is PLOVER's own, which comes with a table
// of moods that is kinder to what was not done than ours.
func (s *Scale) published() bool { return strings.HasPrefix(s.name, "plover") }

// parseScales reads scales and refuses those that a lost sign or a missing class
// would spoil.
func parseScales(file, tsv string) ([]*Scale, error) {
	rows, err := lexicon.Rows(file, tsv, 4)
	if err != nil {
		return nil, err
	}
	var scales []*Scale
	given := map[*Scale]map[[2]uint8]bool{}
	for _, row := range rows {
		k := slices.IndexFunc(scales, func(s *Scale) bool { return s.name == row[0] })
		if k < 0 {
			k = len(scales)
			scales = append(scales, &Scale{name: row[0]})
			given[scales[k]] = map[[2]uint8]bool{}
		}
		class := detente.ParseClass(row[1])
		mode := slices.Index(detente.ModeNames, row[2])
		w, err := strconv.ParseFloat(row[3], 64)
		if class == detente.ClassNone || mode < 0 || err != nil || math.Abs(w) > 1 || math.IsNaN(w) {
			return nil, fmt.Errorf("%s, scale %s: %q is no class, %q no mode, or %q no weight in [-1, 1]", file, row[0], row[1], row[2], row[3])
		}
		scales[k].weights[class][mode] = w
		given[scales[k]][[2]uint8{uint8(class), uint8(mode)}] = true
	}
	if len(scales) == 0 {
		return nil, fmt.Errorf("%s: no scale in the file", file)
	}
	for _, s := range scales {
		if err := s.complete(file, given[s]); err != nil {
			return nil, err
		}
	}
	return scales, nil
}

// complete fills the modes that are not given and checks the signs.
func (s *Scale) complete(file string, given map[[2]uint8]bool) error {
	var all strings.Builder
	for c := detente.Agree; c <= detente.Plain; c++ {
		if !given[[2]uint8{uint8(c), 0}] {
			return fmt.Errorf("%s, scale %s: no weight for %s", file, s.name, c)
		}
		for m := range numModes {
			if !given[[2]uint8{uint8(c), uint8(m)}] {
				s.weights[c][m] = s.weights[c][0]
			}
			w := s.weights[c][m]
			quad := c.Quad()
			if strings.HasSuffix(quad, "conflict") && c != detente.Request && w >= 0 || strings.HasSuffix(quad, "cooperation") && w <= 0 {
				return fmt.Errorf("%s, scale %s: %s %s has the weight %g, whose sign is wrong for %s", file, s.name, c, detente.Mode(m), w, quad)
			}
			fmt.Fprintf(&all, "%s %s %g\n", c, detente.Mode(m), w)
		}
	}
	sum := sha256.Sum256([]byte(all.String()))
	s.hash = hex.EncodeToString(sum[:8])
	return nil
}

// Band is a stretch of the scale with a name, for charts: show the name and not
// a bare number.
type Band struct {
	Name string
	From float64 // inclusive; the band ends where the next one begins
}

// Bands are the bands of the scale "detente", from the most hostile up. The
// borders lie half-way between the weights of the classes on either side.
func Bands() []Band {
	return []Band{
		{"attack", -1},
		{"force", -0.8},
		{"threat, demand, refusal", -0.5},
		{"accusation", -0.35},
		{"plain", -0.1},
		{"contact", 0.1},
		{"agreement, support", 0.275},
		{"concession, help", 0.6},
	}
}

// BandOf gives the name of the band that a value lies in; values beyond the ends
// lie in the last band on their side.
func BandOf(value float64) string {
	bands := Bands()
	name := bands[0].Name
	for _, b := range bands {
		if value >= b.From {
			name = b.Name
		}
	}
	return name
}

// Label is the name of a class on a scale. On plover-0.8 it is one of the
// fifteen classes of its data: CONCEDE and RETREAT are YIELD.
func Label(c detente.Class, scale *Scale) string {
	if scale != nil && scale.name == "plover-0.8" && (c == detente.Concede || c == detente.Retreat) {
		return "YIELD"
	}
	return c.String()
}
