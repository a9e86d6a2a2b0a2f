"""Opens every table of the given folders with pyarrow, pandas, polars and duckdb.

    python readers.py OUT...

Checks that pyarrow finds each table valid to the last byte, that all four agree
on the number of rows, on the nulls of every column and on the values of every
column of strings, numbers, categories and times, and that no float is NaN.
Prints one line per table; the exit code is 1 when something differs.
The packages and their versions stand in requirements.txt.
"""

import glob
import math
import os
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq


def plain(values):
    """Brings one column to values that compare across the libraries."""
    out = []
    for v in values:
        if v is None or v is pd.NaT or (isinstance(v, float) and math.isnan(v)):
            out.append(None)
        elif hasattr(v, "timestamp"):
            out.append(round(v.timestamp()))
        elif isinstance(v, dict):
            out.append(tuple(plain(v.values())))
        elif isinstance(v, (list, tuple)) or hasattr(v, "tolist") and not isinstance(v, (str, float, int)) and getattr(v, "ndim", 0):
            out.append(tuple(plain(list(v))))
        elif hasattr(v, "item"):
            out.append(v.item())
        else:
            out.append(v)
    return out


def check(path):
    name = os.path.basename(path)
    arrow = path.endswith(".arrow")
    opened = ipc.open_file(pa.memory_map(path)).read_all() if arrow else pq.read_table(path)
    opened.validate(full=True)
    problems = []
    for field in opened.schema:
        if not field.metadata or b"meaning" not in field.metadata:
            problems.append(f"{field.name} carries no meaning")
    for key in (b"detente.schema", b"detente.table"):
        if not opened.schema.metadata or key not in opened.schema.metadata:
            problems.append(f"no {key.decode()} in the metadata")
    if arrow:
        pandas_frame = pd.read_feather(path)
        polars_frame = pl.read_ipc(path)
        duck = duckdb.sql("SELECT * FROM opened")
    else:
        pandas_frame = pd.read_parquet(path)
        polars_frame = pl.read_parquet(path)
        duck = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    rows = duck.fetchall()
    counts = {"pyarrow": opened.num_rows, "pandas": len(pandas_frame), "polars": polars_frame.height, "duckdb": len(rows)}
    if len(set(counts.values())) != 1:
        problems.append(f"rows differ: {counts}")
        return name, counts, problems
    duck_columns = dict(zip(duck.columns, zip(*rows))) if rows else {}
    for column in opened.column_names:
        want = opened[column].to_pylist()
        if any(isinstance(v, float) and math.isnan(v) for v in want):
            problems.append(f"{column} holds NaN")
        want = plain(want)
        got = {"pandas": plain(pandas_frame[column].tolist()), "polars": plain(polars_frame[column].to_list())}
        if rows:
            got["duckdb"] = plain(duck_columns[column])
        for who, values in got.items():
            if values != want:
                first = next(i for i, (a, b) in enumerate(zip(want, values)) if a != b)
                problems.append(f"{who} reads {column}[{first}] as {values[first]!r}, pyarrow as {want[first]!r}")
    return name, counts, problems


def main(folders):
    failed = False
    for folder in folders:
        paths = sorted(glob.glob(os.path.join(folder, "*.arrow")) + glob.glob(os.path.join(folder, "*.parquet")))
        if not paths:
            sys.exit(f"no tables in {folder}")
        for path in paths:
            name, counts, problems = check(path)
            print(f"{name}: {counts['pyarrow']} rows; " + ("; ".join(problems) if problems else "the same in pyarrow, pandas, polars and duckdb"))
            failed = failed or bool(problems)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
