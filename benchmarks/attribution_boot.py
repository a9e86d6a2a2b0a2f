#!/usr/bin/env python3
"""Gives 95 % intervals of the F1 of reported speech by bootstrap over articles.

    detente annotate attribution GOLD | attribution_boot.py SCORER GOLD - [--genre news] [--draws 1000] [--seed 1]

SCORER is eval_attribution.py of the shared folder: every article is scored by it alone, with its own counts, and drawings
of as many articles with replacement are added up. It prints F1 and the 2.5 and 97.5 percent points for attributions of
every kind (content and source right) and for the words of contents.
"""
import argparse, importlib.util, random, sys

WHAT = [(("attribution", k), "attribution " + k) for k in ("all", "direct", "mixed", "indirect")] + [(("content", "tokens"), "content words")]


def f1(parts):
    pn, pd, rn, rd = (sum(x) for x in zip(*parts))
    p, r = pn / pd if pd else 0, rn / rd if rd else 0
    return 2 * p * r / (p + r) if p + r else 0.0


def counts(scorer, gold, pred):
    """the four counts of every figure of one article"""
    kept = []

    class Tally(scorer.Tally):
        def __init__(self):
            super().__init__()
            kept.append(self)
    plain, scorer.Tally = scorer.Tally, Tally
    scorer.score([gold], {gold["id"]: pred})
    scorer.Tally = plain
    c = kept[0].c
    return {name: tuple(c[key, k] for k in ("pn", "pd", "rn", "rd")) for key, name in WHAT}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("scorer")
    p.add_argument("gold")
    p.add_argument("pred", help="output of annotate attribution, - for standard input")
    p.add_argument("--genre", help="only articles of this genre")
    p.add_argument("--draws", type=int, default=1000)
    p.add_argument("--seed", type=int, default=1)
    o = p.parse_args()
    spec = importlib.util.spec_from_file_location("scorer", o.scorer)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    pred = {x["id"]: x for x in scorer.read("/dev/stdin" if o.pred == "-" else o.pred)}
    articles = [counts(scorer, g, pred.get(g["id"], {"attributions": []})) for g in scorer.read(o.gold) if not o.genre or g.get("genre") == o.genre]
    rng = random.Random(o.seed)
    draws = [rng.choices(articles, k=len(articles)) for _ in range(o.draws)]
    print("articles %d, draws %d, seed %d" % (len(articles), o.draws, o.seed))
    for _, name in WHAT:
        at = sorted(f1([a[name] for a in d]) for d in draws)
        low, high = at[int(.025 * len(at))], at[min(int(.975 * len(at)), len(at) - 1)]
        print("%-22s F1 %.4f  [%.3f, %.3f]" % (name, f1([a[name] for a in articles]), low, high))


if __name__ == "__main__":
    sys.exit(main())
