package datasets

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"detente"
)

func TestParseDate(t *testing.T) {
	tests := []struct {
		in    string
		order dateOrder
		want  string // the interval and its precision, or the problem
	}{
		{in: "2031-05-16", want: "2031-05-16/2031-05-16 day"},
		{in: " 2031-05-16\t", want: "2031-05-16/2031-05-16 day"},
		{in: "2031/5/6", want: "2031-05-06/2031-05-06 day"},
		{in: "2031-05", want: "2031-05-01/2031-05-31 month"},
		{in: "2031", want: "2031-01-01/2031-12-31 year"},
		{in: "1987.0", want: "1987-01-01/1987-12-31 year"},
		{in: "2031-05-16T14:05:09Z", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "2031-05-16T14:05:09.123456+00:00", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "2031-05-16T14:05:09+0200", want: "2031-05-16T12:05:09/2031-05-16T12:05:09 second"},
		{in: "2031-05-16T14:05Z", want: "2031-05-16T14:05:00/2031-05-16T14:05:59 minute"},
		{in: "2031-05-16 14:05:09", want: "2031-05-16/2031-05-16 day"},       // no zone
		{in: "2031-05-16T22:00:00-05:00", want: "2031-05-16/2031-05-16 day"}, // its own day, not that of UTC
		{in: "20310516", want: "2031-05-16/2031-05-16 day"},
		{in: "20310516T140509Z", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "20310516140509", want: "2031-05-16/2031-05-16 day"},
		{in: "1936706709", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "1936706709000", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "May 16, 2031", want: "2031-05-16/2031-05-16 day"},
		{in: "16 May 2031", want: "2031-05-16/2031-05-16 day"},
		{in: "16th of May, 2031", want: "2031-05-16/2031-05-16 day"},
		{in: "Friday, May 16, 2031", want: "2031-05-16/2031-05-16 day"},
		{in: "May 16, 2031 Friday", want: "2031-05-16/2031-05-16 day"},
		{in: "December 31, 2031 ", want: "2031-12-31/2031-12-31 day"},
		{in: "May 2031", want: "2031-05-01/2031-05-31 month"},
		{in: "Fri, 16 May 2031 14:05:09 +0000", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "Fri, 16 May 2031 14:05:09 GMT", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "Fri May 16 14:05:09 +0000 2031", want: "2031-05-16T14:05:09/2031-05-16T14:05:09 second"},
		{in: "16-MAY-2031 14:05:09.79", want: "2031-05-16/2031-05-16 day"},
		{in: "May 16, 2031 2:05 PM EST", want: "2031-05-16T19:05:00/2031-05-16T19:05:59 minute"},
		{in: "16 de mayo de 2031", want: "2031-05-16/2031-05-16 day"},
		{in: "16 août 2031", want: "2031-08-16/2031-08-16 day"},
		{in: "16. März 2031", want: "2031-03-16/2031-03-16 day"},
		{in: "16.05.2031", want: "2031-05-16/2031-05-16 day"},
		{in: "16/05/2031", want: "2031-05-16/2031-05-16 day"},
		{in: "05/16/2031", want: "2031-05-16/2031-05-16 day"},
		{in: "05/05/2031", want: "2031-05-05/2031-05-05 day"},
		{in: "03/04/2031", want: "day or month first?"},
		{in: "03/04/2031", order: dayFirst, want: "2031-04-03/2031-04-03 day"},
		{in: "03/04/2031", order: monthFirst, want: "2031-03-04/2031-03-04 day"},
		{in: "03/04/2031 11:30", order: monthFirst, want: "2031-03-04/2031-03-04 day"},
		{in: "03/04/2031", order: orderConflict, want: "day or month first?"},
		{in: "03/04/31", order: dayFirst, want: "year of two digits"},
		{in: "1970-01-01", want: "default date"},
		{in: "0", want: "not a date"},
		{in: "1970-01-01T00:00:00Z", want: "default date"},
		{in: "0001-01-01", want: "default date"},
		{in: "1600-03-04", want: "before 1700 or after 2200"},
		{in: "2031-02-30", want: "not a date"},
		{in: "2031-13-01", want: "not a date"},
		{in: "", want: "empty"},
		{in: "None", want: "empty"},
		{in: "https://post.example/2031/05/16/x", want: "not a date"},
		{in: "Updated May 16, 2031", want: "not a date"},
		{in: "yesterday", want: "not a date"},
		{in: "May", want: "not a date"},
	}
	for _, tc := range tests {
		d, problem := parseDate(tc.in, tc.order)
		got := string(problem)
		if problem == dateOK {
			p := d.published(detente.PublishedMetadata, false)
			got = p.Interval.String() + " " + p.Precision.String()
		}
		if got != tc.want {
			t.Errorf("parseDate(%q, %q) = %s, want %s", tc.in, tc.order, got, tc.want)
		}
	}
}

func TestDatesOfAColumn(t *testing.T) {
	row := func(date string) string { return date + "," + quote(long) + "\n" }
	many := func(date string, n int) (s string) {
		for range n {
			s += row(date)
		}
		return s
	}
	given, err := ParsePublished("2031-05-16")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, data string
		opt        Options
		want       map[string]int
		order      string
		noDate     map[string]int
	}{
		{name: "one value far down settles all", data: many("03/04/1987", 400) + row("13/04/1987") + many("05/04/1987", 3),
			want: map[string]int{"metadata day": 404}, order: "dd/mm"},
		{name: "nothing settles it", data: many("03/04/1987", 3), want: map[string]int{"none": 3}, noDate: map[string]int{string(dateAmbiguous): 3}},
		{name: "nothing settles it, a date is given", data: many("03/04/1987", 3), opt: Options{Published: given}, want: map[string]int{"given day": 3}, noDate: map[string]int{string(dateAmbiguous): 3}},
		{name: "both orders", data: row("13/04/1987") + row("04/14/1987") + row("03/04/1987"), want: map[string]int{"metadata day": 2, "none": 1}, order: "dd/mm and mm/dd", noDate: map[string]int{string(dateAmbiguous): 1}},
		{name: "nothing but midnights", data: row("2031-05-16T00:00:00Z") + row("2031-05-17T00:00:00Z"), want: map[string]int{"metadata day": 2}},
		{name: "a midnight among clocks", data: row("2031-05-16T00:00:00Z") + row("2031-05-17T07:08:09Z"), want: map[string]int{"metadata second": 2}},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			_, lost, rep := readAll(t, tc.opt, put(t, map[string]string{"a.csv": "date,text\n" + tc.data}))
			in := rep.Inputs[0]
			if diff := cmp.Diff(tc.want, in.Published); diff != "" || len(lost) > 0 {
				t.Errorf("lost %q; dates (-want +got):\n%s", lost, diff)
			}
			if diff := cmp.Diff(tc.noDate, in.NoDate); diff != "" || in.DateOrder != tc.order {
				t.Errorf("order %q, want %q; without a date (-want +got):\n%s", in.DateOrder, tc.order, diff)
			}
		})
	}
}

func TestDatesOfAddresses(t *testing.T) {
	for url, want := range map[string]string{
		"https://post.example/world/2031/05/16/talks.html": "2031-05-16/2031-05-16",
		"https://post.example/2031-05-16/talks":            "2031-05-16/2031-05-16",
		"https://post.example/20310516/talks":              "2031-05-16/2031-05-16",
		"https://post.example/20110516/talks":              "2011-05-16/2011-05-16",
		"https://post.example/2019/13/40/talks":            "none",
		"https://post.example/id/20190516123/talks":        "none",
		"https://post.example/talks?day=/2019/05/16/":      "none",
	} {
		got := "none"
		if p, ok := urlDate(url); ok {
			got = p.Interval.String()
		}
		if want != got {
			t.Errorf("urlDate(%s) = %s, want %s", url, got, want)
		}
	}
}

// The day of a crawl, of the last change, of the run or of the file dates
// nothing.
func TestDatesThatAreNone(t *testing.T) {
	data := `{"text":` + q(long) + `,"date_download":"2031-05-16","dateModified":"2031-05-16","crawled":"2031-05-16"}` + "\n"
	r, err := NewReader([]string{put(t, map[string]string{"a.jsonl": data})}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for a, err := range r.Read(context.Background()) {
		if err != nil || a.Published.Known() {
			t.Errorf("published %v, error %v", a.Published, err)
		}
	}
}

func TestParsePublished(t *testing.T) {
	if _, err := ParsePublished("03/04/2031"); err == nil || err.Error() != `publication date "03/04/2031": day or month first?: give it as YYYY-MM-DD` {
		t.Errorf("ParsePublished: %v", err)
	}
}
