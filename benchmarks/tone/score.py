#!/usr/bin/env python3
"""Scores the tone of a run against statements coded blind.

  score.py RUN ARTICLES CODED [--errors]   RUN: folder of `detente run ARTICLES`; ARTICLES as draw.py writes them; CODED: coded.jsonl

A coded line is {"id", "kind", "content": [[start, end] ...], "hash", "class", "sign"}: byte spans of the article, the first 16 digits of the
sha256 of their bytes, the PLOVER class and the sign of the tone (-1, 0, 1), coded from the text alone. The sign of a run is that of a
tone beyond .09, the edge of a plain comment. A coded statement that the run no longer makes with these spans is looked up by the row of its
kind that covers it best; without one it is left out and counted as missing."""
import collections, hashlib, json, os, sys
import pyarrow.ipc as ipc

run, articles, coded = sys.argv[1:4]
texts = {json.loads(l)["id"]: json.loads(l)["text"].encode() for l in open(articles, encoding="utf-8")}
with ipc.open_file(os.path.join(run, "statements.arrow")) as f:
    rows = f.read_all().select(["doc_id", "kind", "content_start", "content_end", "tone", "tone_class"]).to_pylist()
of = collections.defaultdict(list)
for r in rows:
    if r["content_start"] is not None:
        of[r["doc_id"], r["kind"]].append(r)
n, right, classes, missing, cells = collections.Counter(), collections.Counter(), collections.Counter(), 0, collections.Counter()
for line in open(coded):
    c = json.loads(line)
    said = b" ".join(texts[c["id"]][a:b] for a, b in c["content"])
    assert hashlib.sha256(said).hexdigest()[:16] == c["hash"], f"{c['id']}: another text"
    lo, hi = c["content"][0][0], c["content"][-1][1]
    best = max(of[c["id"], c["kind"]], key=lambda r: min(hi, r["content_end"]) - max(lo, r["content_start"]), default=None)
    if best is None or min(hi, best["content_end"]) <= max(lo, best["content_start"]):
        missing += 1
        continue
    tone = best["tone"] or 0
    sign = (tone > .09) - (tone < -.09)
    n[c["kind"]] += 1
    right[c["kind"]] += sign == c["sign"]
    classes[c["kind"]] += best["tone_class"] == c["class"]
    cells[c["sign"], sign] += 1
    if "--errors" in sys.argv and sign != c["sign"]:
        print(c["kind"], c["class"], c["sign"], "read as", best["tone_class"], tone, "|", said.decode("utf-8", "ignore")[:160].replace("\n", " "))
for k in sorted(n):
    print(f"{k:9} {n[k]:4} coded   sign right {right[k] / n[k]:.3f}   class right {classes[k] / n[k]:.3f}")
print(f"all       {sum(n.values()):4} coded   sign right {sum(right.values()) / sum(n.values()):.3f}   class right {sum(classes.values()) / sum(n.values()):.3f}   missing {missing}")
print("coded, read:", "  ".join(f"{a:+d} {b:+d}: {v}" for (a, b), v in sorted(cells.items())))
