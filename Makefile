# make check is what the build machine runs (.ci/run); its parts can be run alone.

STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
PYTHON      ?= python3
VENV        ?= .venv
SHARED      ?= $(or $(DETENTE_SHARED),$(abspath ../shared))

.PHONY: check build format vet test race tables notebook browser rows sample bench clean

check: format vet build test race tables notebook browser

build:
	CGO_ENABLED=0 go build -trimpath -o bin/detente ./cmd/detente

format:
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "not formatted, run gofmt -w:"; echo "$$files"; exit 1; fi

vet:
	go vet ./...
	$(STATICCHECK) ./...

test:
	DETENTE_SHARED=$(SHARED) go test ./...

# The trainers are left out: they start no goroutine, which internal/lint checks, and take minutes under the detector.
race:
	DETENTE_SHARED=$(SHARED) go test -race -timeout 20m $$(go list ./... | grep -v '/internal/train$$')

# Every table opens in pyarrow, pandas, polars and duckdb with equal row counts.
tables: build $(VENV)/ready
	rm -rf bin/tables && mkdir -p bin/tables
	bin/detente run datasets/sample/harbour.txt --actors datasets/sample/actors.tsv --published 2031-05-16 -o bin/tables/arrow > /dev/null
	bin/detente run datasets/sample/harbour.txt --actors datasets/sample/actors.tsv --published 2031-05-16 -o bin/tables/parquet --format parquet > /dev/null
	$(VENV)/bin/python datasets/table/testdata/readers.py bin/tables/arrow bin/tables/parquet

# The notebook of a run executes from top to bottom.
notebook: build $(VENV)/ready
	rm -rf bin/notebook && mkdir -p bin/notebook
	bin/detente demo -o bin/notebook > /dev/null
	bin/detente run datasets/sample/harbour.txt -o bin/notebook/undated --no-text --format parquet > /dev/null
	$(VENV)/bin/python reports/notebook/testdata/execute.py bin/notebook/out bin/notebook/undated

# The report opens without a word on the console and without the network.
browser:
	docs/screenshots.sh bin/images

$(VENV)/ready: datasets/table/testdata/requirements.txt reports/notebook/testdata/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r datasets/table/testdata/requirements.txt -r reports/notebook/testdata/requirements.txt
	touch $@

# Whole-row yield on the row gold; needs the shared data.
rows: build $(VENV)/ready
	PYTHON=$(VENV)/bin/python benchmarks/rows/score.sh $(SHARED)

# The same on the sample corpus; needs eval_rows.py of the shared folder.
sample: build $(VENV)/ready
	rm -rf bin/sample
	bin/detente run datasets/sample/corpus.jsonl --actors datasets/sample/actors.tsv -o bin/sample --progress none > /dev/null
	$(VENV)/bin/python $(SHARED)/eval/eval_rows.py from-arrow bin/sample > bin/sample-rows.jsonl
	$(VENV)/bin/python $(SHARED)/eval/eval_rows.py score datasets/sample/gold.jsonl bin/sample-rows.jsonl --texts datasets/sample/corpus.jsonl

bench:
	go test -run '^$$' -bench . -benchmem -count 1 ./...

clean:
	rm -rf bin $(VENV)
