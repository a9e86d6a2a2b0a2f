//go:build race

package main

// slower is how much smaller the inputs of long tests are made: the race
// detector makes everything about ten times slower.
const slower = 6
