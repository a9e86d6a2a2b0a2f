#!/usr/bin/env python3
"""Draws statements from runs over news, to be coded blind for their tone.

  draw.py articles SHARED SEED [BEFORE ...] > articles.jsonl   articles to run: Reuters-21578 and polnear.dev, without those of the row gold
  draw.py training SHARED SEED [BEFORE ...] > articles.jsonl   the same of Reuters-21578 and polnear.train, to learn from
  draw.py statements RUN ARTICLES SEED KIND=N ... [--unsure] > drawn.jsonl   RUN: folder of a run; N statements of each kind, no prediction in them

BEFORE are the seeds of earlier draws of `articles`, in their order: what they drew is left out. With --unsure, N/2 come from each collection,
and half of these from the third that the run is least sure of.

A drawn line is {"key", "id", "kind", "content": [[start, end] ...], "cue", "source", "hash", "text"}: byte spans of the article and
the first 16 digits of the sha256 of the content's bytes. Whoever codes sees the text round it; `text` is dropped before committing."""
import gzip, hashlib, json, os, random, subprocess, sys

REUTERS = ("data/corpora/reuters21578.jsonl.gz", 400)


def draw(shared, seed, without, other):
    rng = random.Random(int(seed))
    for path, n in (REUTERS, other):
        with gzip.open(os.path.join(shared, path), "rt", encoding="utf-8") as f:
            rows = [json.loads(l) for l in f]
        rows = sorted((r for r in rows if r["id"] not in without and len(r["text"]) > 500), key=lambda r: r["id"])
        yield from rng.sample(rows, min(n, len(rows)))


def articles(shared, seed, before, other):
    rows = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "rows", "select.py")
    without = {json.loads(l)["id"] for l in subprocess.run([sys.executable, rows, shared], check=True, capture_output=True, text=True).stdout.splitlines()}
    dev = ("data/attribution/polnear.dev.jsonl.gz", 60)
    for b in before:
        without |= {r["id"] for r in draw(shared, b, without, dev)}
    for r in draw(shared, seed, without, other or dev):
        print(json.dumps({k: r.get(k) for k in ("id", "text", "date", "title")}, ensure_ascii=False))


def chosen(rng, of, n, unsure):
    if not unsure:
        return rng.sample(of, min(n, len(of)))
    out = []
    for polnear in (True, False):
        part = [r for r in of if r["doc_id"].startswith("polnear/") == polnear]
        doubted = sorted(part, key=lambda r: r["tone_confidence"] or 0)[:len(part) // 3]
        some = rng.sample(doubted, min(n // 4, len(doubted)))
        rest = [r for r in part if r not in some]
        out += some + rng.sample(rest, min(n // 2 - len(some), len(rest)))
    rng.shuffle(out)
    return out


def statements(run, path, seed, quotas):
    import pyarrow.ipc as ipc
    texts = {json.loads(l)["id"]: json.loads(l)["text"].encode() for l in open(path, encoding="utf-8")}
    with ipc.open_file(os.path.join(run, "statements.arrow")) as f:
        rows = f.read_all().select(["doc_id", "kind", "content_spans", "content_start", "content_end", "cue_start", "cue_end", "source_start", "source_end", "target", "tone_confidence"]).to_pylist()
    rng = random.Random(int(seed))
    rows = [r for r in rows if r["content_start"] is not None and r["doc_id"] in texts]
    rows.sort(key=lambda r: (r["doc_id"], r["content_start"], r["content_end"], r["kind"]))
    for q in quotas:
        if q == "--unsure":
            continue
        kind, n = q.split("=")
        for r in chosen(rng, [r for r in rows if r["kind"] == kind], int(n), "--unsure" in quotas):
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
    if sys.argv[1] in ("articles", "training"):
        train = ("data/attribution/polnear.train.jsonl.gz", 150)
        articles(sys.argv[2], sys.argv[3], sys.argv[4:], train if sys.argv[1] == "training" else None)
    else:
        statements(sys.argv[2], sys.argv[3], sys.argv[4], sys.argv[5:])
