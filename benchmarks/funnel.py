#!/usr/bin/env python3
"""Prints how many statements of a run go into series that can be tested, step by step, by kind. Needs pyarrow.

  funnel.py RUN

Each line is a part of the line above: statements (copies left out) -> with a speaker -> and a target -> dated by the text or the tense, not by the
article's date alone -> scored -> in a dyad (person or actor level, words and deeds together) with eight events or more."""
import collections, os, sys
import pyarrow as pa
import pyarrow.ipc as ipc


def rows(run, name):
    with pa.memory_map(os.path.join(run, name + ".arrow")) as f:
        return ipc.open_file(f).read_all().to_pylist()


def main():
    run = sys.argv[1]
    statements = [s for s in rows(run, "statements") if not s["is_copy"]]
    documents = rows(run, "documents")
    dyads = collections.defaultdict(set)
    for s in statements:
        if s["nested"] or s["thought"] or s["tone"] is None:
            continue
        for level, a, b in (("person", s["speaker_id"], s["target_id"]), ("actor", s["speaker_actor"], s["target_actor"])):
            if a and b and a != b:
                dyads[level, a, b].add(s["event_id"])
    large = {d for d, e in dyads.items() if len(e) >= 8}
    steps = [
        ("statements", lambda s: True),
        ("speaker", lambda s: s["speaker_id"]),
        ("target", lambda s: s["target_id"]),
        ("dated by itself", lambda s: s["event_method"] not in ("published", "none", None) and s["event_earliest"] and s["event_latest"]),
        ("scored", lambda s: s["tone"] is not None),
        ("dyad of >= 8 events", lambda s: ("person", s["speaker_id"], s["target_id"]) in large or ("actor", s["speaker_actor"], s["target_actor"]) in large),
    ]
    kinds = ["direct", "indirect", "mixed", "act"]
    print(f"{len(documents)} documents, {sum(d['is_copy'] for d in documents)} of them copies; {len({s['event_id'] for s in statements})} events")
    print(f"{'':22}{'all':>8}{'share':>8}" + "".join(f"{k:>10}" for k in kinds))
    left, first = statements, len(statements)
    for name, keep in steps:
        left = [s for s in left if keep(s)]
        print(f"{name:22}{len(left):8}{len(left) / max(1, first):8.3f}" + "".join(f"{sum(s['kind'] == k for s in left):10}" for k in kinds))
    print(f"pairs: {len(dyads)} dyads, {len(large)} with 8 events or more")
    turns = collections.Counter(t["verdict"] for t in rows(run, "shifts"))
    print("turns:", ", ".join(f"{n} {v}" for v, n in sorted(turns.items(), key=lambda x: -x[1])))


if __name__ == "__main__":
    main()
