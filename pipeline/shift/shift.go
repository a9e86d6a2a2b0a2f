// Package shift answers when the tone of A towards B turned, and how sure that
// is.
//
// [Observation.Members] says to which series an observation belongs, and [SeriesOf]
// makes a series of its members, one [detente.Point] per event. [Detect] looks for
// the one best split of a series, tests it by permutation within outlets and
// describes it: when, how large, of what shape, by which statements. [Finalize]
// corrects for the number of tests of the run and
// gives the verdicts. "Not enough evidence" is a verdict.
//
// A turn lies between two events: it is an interval and never a point.
package shift

// Options are the choices of the test. The zero value works.
type Options struct {
	// MinEvents is the least number of dated events that are tested. The default
	// is 8: with fewer, no distribution-free test can reach 5 %.
	MinEvents int

	// MinSide is the least number of events on each side of a detected turn, and of
	// those among them that were told within two weeks, which must be half of them
	// too. The default is 3. Two distinct occasions a side are always asked for.
	MinSide int

	// Alpha is the level of one test. The default is .05.
	Alpha float64

	// FDR is the share of false turns allowed among the detected ones of a run.
	// The default is .10.
	FDR float64

	// MinDelta is the least change of level that counts as a turn, on the scale
	// of tone. The default is .10, half the distance of neighbouring bands.
	MinDelta float64

	// Prior is the probability of a turn in a series of 4 to 7 events before they
	// are seen. The default is .10.
	Prior float64

	// Spread is the standard deviation between events of one level, beyond their
	// standard errors, that is assumed where events are few. The default is .20.
	Spread float64

	// Draws is the number of random arrangements. The default is 999.
	Draws int

	// MaxDraws is their number where few of the first were extreme. The default
	// is 99,999.
	MaxDraws int

	// KnownNoise says that the standard errors of the values are all the noise that
	// there is, where the values agree. By default events of one level vary beyond
	// them.
	KnownNoise bool

	// Seed varies the random arrangements.
	Seed uint64

	// Band names the level of a value. The default names none.
	Band func(float64) string

	// Declared are the pairs that were named before the data were seen. Each is
	// a family of tests of its own.
	Declared []Pair
}

// Pair is a declared hypothesis: entity ids of a speaker and a target, of any
// level.
type Pair struct {
	Speaker, Target string
}

const (
	// spreadEvents is how many events the assumed spread counts for.
	spreadEvents = 4
	// fewEvents is the least number of dated events that get a Bayesian answer.
	fewEvents = 4
	// indicated is the posterior probability that makes an indication.
	indicated = .80
	// widest is the longest interval, in days, that has a place in the order of
	// time.
	widest = 366
)

func (o Options) withDefaults() Options {
	setInt := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	set := func(v *float64, d float64) {
		if *v <= 0 {
			*v = d
		}
	}
	setInt(&o.MinEvents, 8)
	setInt(&o.MinSide, 3)
	setInt(&o.Draws, 999)
	setInt(&o.MaxDraws, 99_999)
	set(&o.Alpha, .05)
	set(&o.FDR, .10)
	set(&o.MinDelta, .10)
	set(&o.Prior, .10)
	set(&o.Spread, .20)
	if o.Band == nil {
		o.Band = func(float64) string { return "" }
	}
	return o
}
