package datasets_test

import (
	"context"
	"fmt"
	"strings"

	"detente/datasets"
)

func Example() {
	in := strings.NewReader("Headline;Body Text;Publish Date\nTalks;“We shall talk,” the minister said.;16/05/2031\n")
	r, err := datasets.NewReader([]string{"-"}, datasets.Options{Stdin: in})
	if err != nil {
		panic(err)
	}
	for a, err := range r.Read(context.Background()) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(a.Title, a.Published.Interval, a.Text)
	}
	fmt.Println(r.Report().Inputs[0].Format, r.Report().Inputs[0].Fields)
	// Output:
	// Talks 2031-05-16/2031-05-16 “We shall talk,” the minister said.
	// csv ";" map[date:Publish Date text:Body Text title:Headline]
}
