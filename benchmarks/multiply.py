#!/usr/bin/env python3
"""Repeats a corpus of JSON lines under new ids.

  multiply.py CORPUS.jsonl[.gz] N > OUT.jsonl

Copy k of article ID is ID-k; the first copy keeps its id. Copies follow each other by whole corpora, not by article.
"""
import gzip
import json
import sys


def main():
    path, times = sys.argv[1], int(sys.argv[2])
    opener = gzip.open if path.endswith(".gz") else open
    for k in range(times):
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                if k:
                    article["id"] = f"{article['id']}-{k}"
                sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
