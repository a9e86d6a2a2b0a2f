#!/usr/bin/env python3
"""Writes an attribution file with other quotation marks, spans moved along, to measure what typography costs.

  typography.py curly|straight|single|none GOLD.jsonl[.gz] > OUT.jsonl

curly     “ ” and ‘ ’: the straight double marks are opened and closed by what stands round them
straight  " and '
single    ‘ ’ for the outer marks and “ ” for the inner ones, as British papers have it
none      no double marks at all (transcripts of speech, broken wire copy)
Every mark is replaced, or left out, by itself, so that the gold spans stay what they were; the kinds of the gold are those of the
marked text and are kept, so that the figures of one kind are comparable over all four."""
import gzip, json, sys

OPEN, CLOSE, STRAIGHT = "“„«", "”»", '"'


def roles(text):
    """-> {place: 'o' | 'c'} of double marks; a straight one opens before a letter behind a space."""
    out = {}
    for i, ch in enumerate(text):
        if ch in OPEN:
            out[i] = "o"
        elif ch in CLOSE:
            out[i] = "c"
        elif ch == STRAIGHT:
            before = text[i - 1] if i else " "
            after = text[i + 1] if i + 1 < len(text) else " "
            out[i] = "o" if (before.isspace() or before in "([—-‘'") and not after.isspace() else "c"
    return out


def inner(text, marks):
    """-> {place: 'o' | 'c'} of single marks within quotations; what stands between letters is an apostrophe"""
    out, opened, outer = {}, False, False
    for i, ch in enumerate(text):
        if i in marks or ch == "\n":
            outer, opened = marks.get(i) == "o", False
        if not outer or ch not in "‘’'":
            continue
        before, after = text[i - 1], text[i + 1] if i + 1 < len(text) else " "
        if not opened and (ch == "‘" or ch == "'" and (before.isspace() or i - 1 in marks)) and after.isalnum():
            out[i], opened = "o", True
        elif opened and ch != "‘" and not after.isalnum():
            out[i], opened = "c", False
    return out


def pieces(text, style):
    """-> one string for every character of the text"""
    marks = roles(text)
    second = inner(text, marks)
    outer = {"curly": "“”", "straight": '""', "single": "‘’", "none": ("", "")}[style]
    nested = {"curly": "‘’", "straight": "''", "single": "“”", "none": "‘’"}[style]
    out = []
    for i, ch in enumerate(text):
        if i in marks:
            out.append(outer[marks[i] == "c"])
        elif i in second:
            out.append(nested[second[i] == "c"])
        elif ch in "‘’" and style == "straight":
            out.append("'")
        else:
            out.append(ch)
    return out


def convert(r, style):
    parts = pieces(r["text"], style)
    old, new = [0], [0]  # byte places of the characters, before and after
    for ch, p in zip(r["text"], parts):
        old.append(old[-1] + len(ch.encode()))
        new.append(new[-1] + len(p.encode()))
    at = dict(zip(old, new))

    def move(spans):
        return [s for s in ([at[a], at[b]] for a, b in spans) if s[0] < s[1]]
    out = dict(r, text="".join(parts), attributions=[])
    for a in r["attributions"]:
        out["attributions"].append(dict(a, **{k: move(a[k]) for k in ("content", "cue", "source") if a.get(k)}))
    return out


def main(style, path):
    if style not in ("curly", "straight", "single", "none"):
        sys.exit(__doc__)
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as f:
        for line in f:
            print(json.dumps(convert(json.loads(line), style), ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
