#!/usr/bin/env python3
"""Runs the development cases of shift detection and judges the turns that are found.

  shift_dev.py DETENTE SHARED [OUT]

The pair of a case is named before its run, as --pair does it: its series are a family of tests of their own. At the level of actors the speaker is
the actor that the case's speaker speaks for.
DETENTE is the program, SHARED the shared data folder; OUT keeps the runs. For each case it analyses the case's file (posts with
--voice author) and looks at the turns from one of the case's speakers toward one of its targets, at both levels and in every channel. A turn is
detected where its verdict is detected or robust, and lies where its gap does: between the last statement before and the first after. For each
turn of the case it says which series found it with the right direction inside the lenient window, which inside the strict one; a detected turn
inside the case's span but in no window of the right direction, and not in a tolerated one, is a false alarm."""
import json, os, subprocess, sys, tempfile

ACTORS = {"dev_trump_mexico_2019": "United States", "dev_reuters_us_japan_chips_1987": "United States"}
WARMTH = {"toward_threat": "colder", "toward_diplomacy": "warmer"}


def overlaps(turn, window):
    return turn[0] <= window[1] and turn[1] >= window[0]


def is_one(name, entity):
    names = {x.lower() for x in [entity["name"], *entity["aliases"]]}
    return name.lower() in names or any(name.lower().endswith(" " + x) for x in names if " " not in x)


def main():
    program, shared = os.path.abspath(sys.argv[1]), sys.argv[2]
    out = sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp()
    folder = os.path.join(shared, "data", "shift_dev")
    bad = 0
    for case in json.load(open(os.path.join(folder, "cases.json"))):
        run = os.path.join(out, case["name"])
        voice = ["--voice", "author"] if "posts" in case["genre"] else []
        actor, target = ACTORS[case["name"]], case["target"]["name"]
        pairs = ["--pair", f"{actor}:{target}"]
        if case["speaker"]["name"].partition(" (")[0] != actor:
            pairs += ["--pair", f"{case['speaker']['name']}:{target}"]
        subprocess.run([program, "run", os.path.join(folder, case["file"]), "-o", run, "--force", "--progress", "none", *voice, *pairs], check=True, stdout=subprocess.DEVNULL)
        lines = subprocess.run([program, "shifts", run, "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        turns = [t for t in map(json.loads, lines) if t["target"] and is_one(t["target"], case["target"])
                 and (t["level"] == "actor" and t["speaker"] == actor or is_one(t["speaker"], case["speaker"]))]
        print(f"{case['name']}: {len(turns)} candidates of the pair, of which detected {sum(t['verdict'] in ('detected', 'robust') for t in turns)}")
        found = {}
        for t in turns:
            if not t["turn_earliest"]:
                continue
            gap = [t["gap_earliest"] or t["turn_earliest"], t["gap_latest"] or t["turn_latest"]]
            t["where"] = f"{t['level']} {t['speaker']} -> {t['target']}, {t['channel']}: {t['direction']} between {gap[0]} and {gap[1]}, {t['n_events']} events, {t['verdict']}"
            if t["verdict"] not in ("detected", "robust"):
                if t["verdict"] == "indication" or t["n_events"] >= 8:
                    print("    not detected:", t["where"], "--", t["verdict_reason"])
                continue
            right = None
            for i, true in enumerate(case["turns"]):
                if WARMTH[true["direction"]] == t["direction"] and overlaps(gap, true["lenient"]):
                    right = i
                    found.setdefault(i, []).append(("strict" if overlaps(gap, true["strict"]) else "lenient") + " " + t["where"])
            if right is None and overlaps(gap, case["span"]) and not any(overlaps(gap, w) for w in case["tolerated"]):
                bad += 1
                print("    FALSE ALARM", t["where"])
        for i, true in enumerate(case["turns"]):
            print(f"  turn {true['direction']} {true['lenient'][0]} to {true['lenient'][1]}: {'found' if i in found else 'NOT FOUND'}")
            for line in found.get(i, []):
                print("     ", line)
            bad += i not in found
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
