#!/usr/bin/env python3
"""Draws the articles of the row gold: 12 of polnear.dev, 18 of Reuters-21578 that name at
least two countries, each at least twice.

  select.py SHARED > articles.jsonl        SHARED: the data folder; writes {"id","text","date","title"}, one article a line

The draw is seeded and reads nothing but the articles, so that the choice knows nothing of any rule. Bounds on length keep an
article codable by hand in one sitting and long enough to hold more than one statement."""
import collections, gzip, json, random, re, sys


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def main(shared):
    names = set()
    for r in read(shared + "/data/kb/factbook_countries.jsonl.gz"):
        for k in ("short", "adjective"):
            for x in re.split(r"[;,/]| or ", r.get(k) or ""):
                x = re.sub(r"\(.*?\)", "", x).strip()
                if len(x) > 3 and x[0].isupper():
                    names.add((x, r["short"]))
    names |= {("U.S.", "United States"), ("American", "United States"), ("Soviet", "Soviet Union"), ("West German", "West Germany")}

    def countries(text):
        body = text.split(" - ", 1)[-1]          # the dateline's place is not what the article speaks of
        count = collections.Counter()
        for n, c in names:
            count[c] += len(re.findall(r"\b" + re.escape(n) + r"(?!\w)", body))
        return {c for c, k in count.items() if k >= 2}

    rng = random.Random(1987)
    polnear = [r for r in read(shared + "/data/attribution/polnear.dev.jsonl.gz") if 1500 <= len(r["text"]) <= 4500]
    reuters = [r for r in read(shared + "/data/corpora/reuters21578.jsonl.gz") if 700 <= len(r["text"]) <= 2600 and len(countries(r["text"])) >= 2]
    picked = rng.sample(sorted(polnear, key=lambda r: r["id"]), 12) + rng.sample(sorted(reuters, key=lambda r: r["id"]), 18)
    for r in picked:
        print(json.dumps({k: r.get(k) for k in ("id", "text", "date", "title")}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "../shared")
