#!/usr/bin/env python3
"""Pairs of statements that may tell one event, and how a run links them. Needs pyarrow.

  pairs.py draw RUN [--pairs 100] [--seed 1]      pairs to be coded, with their sentences: JSON lines on standard output, nothing of the run's answer
  pairs.py score CODED RUN                        precision, recall, F1 of "the same event" with a bootstrap interval

A pair is two statements of different articles by one actor about another in one channel, published within DAYS days of each other; neither in a
copy, nested or a thought. Half of the pairs share two or more rare words of their contents, half are drawn from all. CODED has one line a pair:
{"a":[doc,start,end],"b":[doc,start,end],"same":bool}: the document's id and the bytes of the first span of the content, and no text.
A coded statement that the run no longer makes with these bytes is looked up by the row of its article whose first span it shares most of, of all
bytes of the two; without one the pair is left out and counted as missing.
Coded by the rule of the codebook: one utterance or deed on one occasion, in whatever words; what is said again on another day is another event."""
import argparse, collections, json, os, random, re, sys
import pyarrow as pa
import pyarrow.ipc as ipc

DAYS = 7
HALF = 2


def rows(run, name):
    with pa.memory_map(os.path.join(run, name + ".arrow")) as f:
        return ipc.open_file(f).read_all().to_pylist()


def key(s):
    return [s["doc_id"], s["content_start"], s["content_end"]]


def draw(o):
    published = {d["doc_id"]: d["published"] for d in rows(o.run, "documents")}
    dyads = collections.defaultdict(list)
    for s in rows(o.run, "statements"):
        if not (s["is_copy"] or s["nested"] or s["thought"]) and s["speaker_actor"] and s["target_actor"] and s["speaker_actor"] != s["target_actor"] and published[s["doc_id"]]:
            s["words"] = set(re.findall(r"[a-z]{4,}", s["content"].lower()))
            dyads[s["speaker_actor"], s["target_actor"], s["channel"]].append(s)
    count = collections.Counter(w for d in dyads.values() for s in d for w in s["words"])
    near, alike = [], []
    for _, d in sorted(dyads.items()):
        d.sort(key=key)
        for i, a in enumerate(d):
            for b in d[i + 1:]:
                if a["doc_id"] != b["doc_id"] and abs((published[a["doc_id"]] - published[b["doc_id"]]).days) <= DAYS:
                    near.append((a, b))
                    if sum(count[w] < 60 for w in a["words"] & b["words"]) >= 2:
                        alike.append((a, b))
    rng = random.Random(o.seed)
    chosen = rng.sample(alike, min(len(alike), o.pairs // HALF))
    seen = {(id(a), id(b)) for a, b in chosen}
    rest = [p for p in near if (id(p[0]), id(p[1])) not in seen]
    chosen += rng.sample(rest, o.pairs - len(chosen))
    rng.shuffle(chosen)
    for a, b in chosen:
        line = {"a": key(a), "b": key(b)}
        for n, s in (("a", a), ("b", b)):
            line["text_" + n] = {"published": str(published[s["doc_id"]])[:10], "who": s["source"], "content": s["content"], "sentence": s["context"]}
        print(json.dumps(line))


def score(o):
    of = collections.defaultdict(list)
    for s in rows(o.run, "statements"):
        if s["content_start"] is not None:
            of[s["doc_id"]].append(s)

    def find(doc, lo, hi):
        def shared(s):
            return (min(hi, s["content_end"]) - max(lo, s["content_start"])) / (max(hi, s["content_end"]) - min(lo, s["content_start"]))
        best = max(of[doc], key=shared, default=None)
        return best if best and shared(best) > 0 else None

    pairs, missing, moved = [], 0, 0
    for line in open(o.coded):
        p = json.loads(line)
        a, b = find(*p["a"]), find(*p["b"])
        if not a or not b:
            missing += 1
            continue
        moved += key(a) != p["a"] or key(b) != p["b"]
        same = a["event_id"] == b["event_id"]
        pairs.append((p["same"], same))
        if o.errors and same != p["same"]:
            print("missed" if p["same"] else "wrong ")
            for s in (a, b):
                print("   ", s["doc_id"], s["kind"], s["channel"], s["speaker"], ">", s["target"], s["tone_class"], s["event_earliest"], s["event_latest"], s["event_method"], "|", s["content"][:150].replace("\n", " "))

    def f(v):
        hit = sum(g and x for g, x in v)
        precision, recall = hit / max(1, sum(x for _, x in v)), hit / max(1, sum(g for g, _ in v))
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    rng = random.Random(5)
    boot = sorted(f(rng.choices(pairs, k=len(pairs)))[2] for _ in range(2000))
    print("pairs %d, coded the same %d, linked %d, read by other bytes %d, no longer read and left out %d" % (len(pairs), sum(g for g, _ in pairs), sum(x for _, x in pairs), moved, missing))
    print("precision %.3f  recall %.3f  F1 %.3f  [%.3f, %.3f]" % (*f(pairs), boot[50], boot[1949]))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sp = ap.add_subparsers(dest="what", required=True)
    a = sp.add_parser("draw"); a.add_argument("run"); a.add_argument("--pairs", type=int, default=100); a.add_argument("--seed", type=int, default=1)
    a = sp.add_parser("score"); a.add_argument("coded"); a.add_argument("run"); a.add_argument("--errors", action="store_true")
    o = ap.parse_args()
    draw(o) if o.what == "draw" else score(o)


if __name__ == "__main__":
    main()
