#!/usr/bin/env python3
"""Simulates chosen cells of the change-point simulation with many repetitions and scores them.

  shift_cells.py DETENTE SHARED [--reps 2000] [--seed 1] [--cells ar:12,drift:20,...]

A cell is a scenario of SHARED/eval/eval_changepoint.py and a number of values: ar:12 is null_ar n=12, d2:12 is step_gauss_d2_f0.5 n=12,
hetero2:8 is step_hetero_d2_f0.5 n=8. The series are drawn by that scorer's own generator from seeds of this script's own, so what the scorer
draws for a seed is never seen. Prints the rate of steps found with its Wilson interval, and the rate of gradual ones."""
import argparse, json, os, random, subprocess, sys

CELLS = "ar:8,ar:12,ar:20,ar:50,drift:12,drift:20,drift:50,drift:100,gauss:12,gauss:20,gauss:50,hetero:8,hetero:12,d2:12,d2:20,d2:50,hetero2:8,hetero2:12"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("detente"); ap.add_argument("shared")
    ap.add_argument("--reps", type=int, default=2000); ap.add_argument("--seed", type=int, default=1); ap.add_argument("--cells", default=CELLS)
    o = ap.parse_args()
    sys.path.insert(0, os.path.join(o.shared, "eval"))
    import eval_changepoint as sim
    cells = [(kind, int(n)) for kind, n in (c.split(":") for c in o.cells.split(","))]
    lines = []
    for kind, n in cells:
        for j in range(o.reps):
            noise, step = ("gauss" if kind == "d2" else kind.rstrip("2")), kind[-1] == "2"
            truth = [(n // 2, 2.0 if j % 2 else -2.0)] if step else []
            name = f"{kind}:{n}"
            t, v, se, group, source = sim.series(random.Random(f"{o.seed}/{name}/{j}"), noise, n, truth)
            lines.append(json.dumps({"id": f"{o.seed}/{name}/{j}", "time": t, "value": v, "se": se, "group": group, "source": source}))
    out = subprocess.run([os.path.abspath(o.detente), "annotate", "shift"], input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True).stdout
    found, other = dict.fromkeys(cells, 0), dict.fromkeys(cells, 0)
    for line in out.splitlines():
        p = json.loads(line)
        kind, n = p["id"].split("/")[1].split(":")
        steps = bool(sim.steps(p))
        found[kind, int(n)] += steps
        other[kind, int(n)] += bool(p["changes"]) and not steps
    for (kind, n), k in found.items():
        lo, hi = sim.wilson(k, o.reps)
        print(f"{kind:8} n={n:<4} found {k / o.reps:.4f} [{lo:.3f}, {hi:.3f}]  other shape {other[kind, n] / o.reps:.3f}")


if __name__ == "__main__":
    main()
