#!/usr/bin/env python3
"""Measures who acts on whom on the PLOVER training sentences.

    detente annotate attribution plv.jsonl.gz | plv_spans.py plv.jsonl.gz -

A sentence counts when one attribution has a source and a target_span that both
overlap the given source and target. Of those the class of the frame is compared
with the gold label (CONCEDE and RETREAT are YIELD there). --errors prints what
is missed, by cause and label, to be read one by one.
"""
import argparse, collections, gzip, json, sys


def lines(path):
    if path == "-":
        return sys.stdin
    return gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")


def overlap(spans, gold):
    return any(s and s[0] < gold[1] and gold[0] < s[1] for s in spans)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("gold")
    p.add_argument("pred", help="output of annotate attribution, - for standard input")
    p.add_argument("--errors", action="store_true", help="print every miss")
    p.add_argument("--classes", action="store_true", help="print every hit whose class is another one")
    o = p.parse_args()
    pred = {}
    for line in lines(o.pred):
        row = json.loads(line)
        pred[row["id"]] = row["attributions"]
    cause, label = collections.Counter(), collections.defaultdict(collections.Counter)
    classed = right = total = 0
    for line in lines(o.gold):
        g = json.loads(line)
        if not g.get("source_span") or not g.get("target_span"):
            continue
        total += 1
        attrs = pred.get(g["id"], [])
        by = [a for a in attrs if overlap(a["source"], g["source_span"])]
        to = [a for a in attrs if overlap([a["target_span"]], g["target_span"])]
        hits = [a for a in by if overlap([a["target_span"]], g["target_span"])]
        if hits:
            why = "right"
            classes = {"YIELD" if a.get("class") in ("CONCEDE", "RETREAT") else a.get("class") for a in hits}
            if classes != {None}:
                classed += 1
                right += g["label"] in classes
                if o.classes and g["label"] not in classes:
                    print("class", g["id"], g["label"], sorted(c or "-" for c in classes), g["text"], sep="\t")
        elif not attrs:
            why = "nothing found"
        elif by and to:
            why = "found apart"
        elif by:
            why = "target"
        elif to:
            why = "source"
        else:
            why = "neither"
        cause[why] += 1
        label[g["label"]][why == "right"] += 1
        if o.errors and why != "right":
            got = "; ".join("%s[%s] %s -> %s" % (a.get("class") or a["kind"], g["text"][a["cue"][0][0]:a["cue"][0][1]] if a["cue"] else "", "+".join(cut(g["text"], s) for s in a["source"]), cut(g["text"], a["target_span"])) for a in attrs)
            print(why, g["label"], g["id"], "%s -> %s" % (g["source"], g["target"]), g["text"], got, sep="\n    ")
    print("plv spans: %d sentences, source and target right in %d = %.3f" % (total, cause["right"], cause["right"] / total))
    print("  causes: " + ", ".join("%s %d" % (k, n) for k, n in cause.most_common() if k != "right"))
    print("  class of the frame, where it has one: %d of %d = %.3f" % (right, classed, right / max(classed, 1)))
    print("  by label: " + ", ".join("%s %.2f" % (k, c[True] / sum(c.values())) for k, c in sorted(label.items())))


def cut(text, span):
    return text.encode()[span[0]:span[1]].decode("utf-8", "replace") if span else "-"


if __name__ == "__main__":
    main()
