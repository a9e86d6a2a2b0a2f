# make check is what the build machine runs (.ci/run); its parts can be run alone.

STATICCHECK = go run honnef.co/go/tools/cmd/staticcheck@v0.8.2
PYTHON      ?= python3
VENV        ?= .venv
SHARED      ?= $(or $(DETENTE_SHARED),$(abspath ../shared))

.PHONY: check build format vet test race tables rows bench clean

check: format vet build test race tables

build:
	CGO_ENABLED=0 go build -trimpath -o bin/detente ./cmd/detente

format:
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "not formatted, run gofmt -w:"; echo "$$files"; exit 1; fi

vet:
	go vet ./...
	$(STATICCHECK) ./...

test:
	DETENTE_SHARED=$(SHARED) go test ./...

race:
	DETENTE_SHARED=$(SHARED) go test -race ./...

# Every table opens in pyarrow, pandas, polars and duckdb with equal row counts.
tables: build $(VENV)/ready
	rm -rf bin/tables && mkdir -p bin/tables
	bin/detente run datasets/sample/harbour.txt --actors datasets/sample/actors.tsv --published 2031-05-16 -o bin/tables/arrow > /dev/null
	bin/detente run datasets/sample/harbour.txt --actors datasets/sample/actors.tsv --published 2031-05-16 -o bin/tables/parquet --format parquet > /dev/null
	$(VENV)/bin/python datasets/table/testdata/readers.py bin/tables/arrow bin/tables/parquet

$(VENV)/ready: datasets/table/testdata/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r datasets/table/testdata/requirements.txt
	touch $@

# Whole-row yield on the row gold; needs the shared data.
rows: build $(VENV)/ready
	PYTHON=$(VENV)/bin/python benchmarks/rows/score.sh $(SHARED)

bench:
	go test -run '^$$' -bench . -benchmem -count 1 ./...

clean:
	rm -rf bin $(VENV)
