#!/usr/bin/env python3
"""Draws statements from runs over news, to be coded blind for their tone.

  draw.py articles SHARED SEED > articles.jsonl       articles to run: Reuters-21578 and polnear.dev, without those of the row gold
  draw.py statements RUN ARTICLES SEED KIND=N ... > drawn.jsonl   RUN: folder of a run; N statements of each kind, no prediction in them

A drawn line is {"key", "id", "kind", "content": [[start, end] ...], "cue", "source", "hash", "text"}: byte spans of the article and
the first 16 digits of the sha256 of the content's bytes. Whoever codes sees the text round it; `text` is dropped before committing."""
import gzip, hashlib, json, os, random, subprocess, sys


def articles(shared, seed):
    rows = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "rows", "select.py")
    gold = {json.loads(l)["id"] for l in subprocess.run([sys.executable, rows, shared], check=True, capture_output=True, text=True).stdout.splitlines()}
    rng = random.Random(int(seed))
    for path, n in (("data/corpora/reuters21578.jsonl.gz", 400), ("data/attribution/polnear.dev.jsonl.gz", 60)):
        with gzip.open(os.path.join(shared, path), "rt", encoding="utf-8") as f:
            rows = [json.loads(l) for l in f]
        rows = sorted((r for r in rows if r["id"] not in gold and len(r["text"]) > 500), key=lambda r: r["id"])
        for r in rng.sample(rows, min(n, len(rows))):
            print(json.dumps({k: r.get(k) for k in ("id", "text", "date", "title")}, ensure_ascii=False))


def statements(run, path, seed, quotas):
    import pyarrow.ipc as ipc
    texts = {json.loads(l)["id"]: json.loads(l)["text"].encode() for l in open(path, encoding="utf-8")}
    with ipc.open_file(os.path.join(run, "statements.arrow")) as f:
        rows = f.read_all().select(["doc_id", "kind", "content_spans", "content_start", "content_end", "cue_start", "cue_end", "source_start", "source_end", "target"]).to_pylist()
    rng = random.Random(int(seed))
    rows = [r for r in rows if r["content_start"] is not None and r["doc_id"] in texts]
    rows.sort(key=lambda r: (r["doc_id"], r["content_start"], r["content_end"], r["kind"]))
    for q in quotas:
        kind, n = q.split("=")
        of = [r for r in rows if r["kind"] == kind]
        for r in rng.sample(of, min(int(n), len(of))):
            text = texts[r["doc_id"]]
            spans = [[s["start"], s["end"]] if isinstance(s, dict) else list(s) for s in (r["content_spans"] or [])] or [[r["content_start"], r["content_end"]]]
            said = b" ".join(text[a:b] for a, b in spans)
            lo, hi = min(spans[0][0], r["cue_start"] or spans[0][0]), max(spans[-1][1], r["cue_end"] or 0)
            around = text[max(0, lo - 90):lo].decode("utf-8", "ignore") + "<<" + text[lo:hi].decode("utf-8", "ignore") + ">>" + text[hi:hi + 60].decode("utf-8", "ignore")
            print(json.dumps({"key": f"{r['doc_id']}:{spans[0][0]}:{spans[-1][1]}:{kind}", "id": r["doc_id"], "kind": kind, "content": spans,
                              "cue": [r["cue_start"], r["cue_end"]], "source": [r["source_start"], r["source_end"]],
                              "hash": hashlib.sha256(said).hexdigest()[:16], "target": r["target"], "said": said.decode("utf-8", "ignore"), "text": around}, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    if sys.argv[1] == "articles":
        articles(sys.argv[2], sys.argv[3])
    else:
        statements(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
