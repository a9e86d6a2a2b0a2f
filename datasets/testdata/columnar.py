"""Writes cc_news.parquet, cc_news.arrow and cc_news.arrows: three invented
articles in the shape of the cc_news data set; and sample.parquet and
sample.arrow: 40 articles of the sample corpus. By another writer of the formats
than ours. Run with pyarrow 26.0.1: python columnar.py FOLDER. CC0."""

import datetime
import json
import pathlib
import sys
import pyarrow as pa
import pyarrow.parquet as pq

BODY = (
    "The foreign minister of Averland, Jonas Reke, rejected the new fees on Tuesday and asked Bexia to take them back before the end of the week.\n"
    "“Nobody owns the tide,” Reke told parliament. “We shall pay what the treaty says, and not a crown more than that.”\n"
    "Bexia’s ambassador said that his government had noted the speech and would give its answer in due course."
)
table = pa.table(
    {
        "title": pa.array(["Reke rejects the fees", "B", "C"]),
        "text": pa.array([BODY, BODY, None], pa.large_string()),
        "domain": pa.array(["post.example"] * 3).dictionary_encode(),
        "date": pa.array(["2031-05-16 10:00:00", "", "2031-05-18 10:00:00"]),
        "description": pa.array(["Short."] * 3),
        "url": pa.array(["https://post.example/1", "https://post.example/2", "https://post.example/3"]),
        "image_url": pa.array([None] * 3, pa.string()),
        "seen": pa.array([datetime.datetime(2031, 6, 1)] * 3, pa.timestamp("us", "UTC")),
        "names": pa.array([["Reke", "Verel"], [], None], pa.list_(pa.string())),
        "source": pa.array([{"name": "The Post", "rank": 1}] * 3),
    }
)
out = sys.argv[1]
pq.write_table(table, out + "/cc_news.parquet", compression="snappy", row_group_size=2)
with pa.ipc.new_file(out + "/cc_news.arrow", table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as w:
    w.write_table(table)
with pa.ipc.new_stream(out + "/cc_news.arrows", table.schema) as w:
    w.write_table(table)

corpus = pathlib.Path(__file__).parent.parent / "sample" / "corpus.jsonl"
rows = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()][:40]
table = pa.table({k: pa.array([r.get(k) for r in rows], pa.string()) for k in ("title", "text", "date", "outlet", "author", "url")})
pq.write_table(table, out + "/sample.parquet", compression="zstd", row_group_size=16)
with pa.ipc.new_file(out + "/sample.arrow", table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as w:
    w.write_table(table)
