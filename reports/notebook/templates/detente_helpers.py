"""Helpers for the tables of a detente run; "detente schema" explains the columns. Needs pandas, pyarrow and matplotlib."""
import html
from pathlib import Path

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

BANDS = {"attack": -1, "force": -0.8, "threat, demand, refusal": -0.5, "accusation": -0.35, "plain": -0.1,
         "contact": 0.1, "agreement, support": 0.275, "concession, help": 0.6}  # lower ends
MARKS = {"direct": "o", "mixed": "D", "indirect": "^", "act": "s"}
FALLBACK = ["published", "none"]  # event_method where the text itself gives no date

def load(out="."):
    """Reads the tables of the run folder out: a dict of frames by name, without "texts" after --no-text."""
    data = {p.stem: pd.read_feather(p) for p in sorted(Path(out).glob("*.arrow"))}
    data |= {p.stem: pd.read_parquet(p) for p in sorted(Path(out).glob("*.parquet"))}
    if "statements" not in data:
        raise FileNotFoundError(f"no tables in {out}: give the output folder of a run")
    return data

def dyad(data, a, b=None, level="person", channel="all", axis=None, value="tone", copies=False, retellings=False, fallback=True):
    """Gives the events of a toward b (None: anyone) in order of time, one row each, as the run counts them: no nested
    statements, no thoughts, nothing of an actor on itself; statements that tell one event again are joined.
    a, b: names or ids; level="actor" adds all who speak for them. channel: all, words or deeds. axis: as in shifts. value:
    a scorer's column. copies, retellings: True keeps what tells an event again. fallback: False drops events with only their
    article's date. Adds columns: lo, mid, hi (days since 1970 or on the axis; inf: open; no mid: not placed in time), value,
    weight (1/k for k targets), told (statements), extra (tells again), copy_group, outlet, title, published (of the article)."""
    s = data["statements"].merge(data["documents"][["doc_id", "copy_group", "outlet", "title", "published"]], on="doc_id")
    s = s[~s.nested & ~s.thought & s[value].notna() & ((channel == "all") | (s.channel == channel))]
    s = s if axis is None else s[s.published.isna() & (s.doc_id + "@" + s.event_ref == axis)]
    a, b = _find(data, a, level), b if b is None else _find(data, b, level)
    s = s[(s["speaker_actor_id" if level == "actor" else "speaker_id"] == a) | s.speakers.str.len().gt(0)]  # those that can be
    targets = _ids(data, s, "target", level)
    others = [{t for t in ts if t and t != a} for ts in targets]
    keep = [a in sp and (b in o or b is None and (o or not ts)) for sp, ts, o in zip(_ids(data, s, "speaker", level), targets, others)]
    s = s.assign(value=s[value].astype(float), weight=[1 / len(o) if b and o else 1.0 for o in others])[np.array(keep, bool)]
    lo, hi = (_days(s.event_earliest), _days(s.event_latest)) if axis is None else (s.event_offset_lo, s.event_offset_hi)
    hi = hi + np.where(s.event_precision.isin(["second", "minute", "hour"]) & (axis is None), 0, 86399 / 86400)  # the last day counts
    s = s.assign(lo=lo.astype(float).fillna(-np.inf), hi=hi.fillna(np.inf))
    s = s.sort_values(["event_id", "is_copy", "is_retelling", "copy_group", "content_start", "statement_id"])
    first, told = s.drop_duplicates("event_id").set_index("event_id"), s[~s.is_copy]
    # The value is the mean of all tellings by precision, the time what those agree on that have a date in the text.
    u = 1 / told.get(value + "_se", 0 * told.value).fillna(0).clip(lower=0.05) ** 2
    first.update(((told.value * u).groupby(told.event_id).sum() / u.groupby(told.event_id).sum()).rename("value"))
    own = told[~told.event_method.isin([*FALLBACK, "tense"])]
    own = own.iloc[np.argsort(own.event_method.cat.codes, kind="stable")].groupby("event_id")  # best method first
    first.update(own[["lo", "hi", "event_method"]].first())
    first.update(own.agg(lo=("lo", "max"), hi=("hi", "min"))[lambda both: both.lo <= both.hi])
    again = s.duplicated("event_id") & (s.is_copy & copies | ~s.is_copy & retellings)
    e = first.assign(told=s.groupby("event_id").size(), extra=False).reset_index()
    e = pd.concat([e, s[again].assign(told=1, extra=True)]) if again.any() else e
    e["mid"] = ((e.lo + e.hi) / 2).where(np.floor(e.hi) - np.floor(e.lo) < 366)
    return e[fallback | ~e.event_method.isin(FALLBACK)].sort_values(["mid", "copy_group", "content_start", "event_id"], ignore_index=True)

def _days(t):
    return (t - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)

def _find(data, who, level):
    table = data["entities" if level == "person" else "statements"]
    names = [("entity_id", "name")] if level == "person" else [("speaker_actor_id", "speaker_actor"), ("target_actor_id", "target_actor")]
    found = [i for key, name in names for i in table[key][(table[key] == who) | (table[name] == who)]]
    if not found:
        raise ValueError(f"nobody is called {who!r} at the level {level!r}: see the tables entities and shifts")
    return found[0]

def _ids(data, s, role, level):
    """The ids of each statement's speakers or targets. Whom the second of several speaks for is what other statements say most."""
    part = "_actor_id" if level == "actor" else "_id"
    pairs = [data["statements"][[r + "_id", r + part]].set_axis(["id", "actor"], axis=1) for r in ("target", "speaker")]
    actor = dict(pd.concat(pairs).value_counts(ascending=True).index)
    return [[actor.get(i) for i in many] if len(many) else [] if pd.isna(one) else [own]
            for many, one, own in zip(s[role + "s"], s[role + "_id"], s[role + part])]

def turn_events(data, shift_id, **switches):
    """Gives the events of a turn's series as dyad does, with level: 0 before its first turn, 1 after it, and so on."""
    turns = series_turns(data, shift_id)
    a, b, axis = (None if pd.isna(x) else x for x in turns.iloc[0][["speaker_id", "target_id", "axis"]])
    e, every = (dyad(data, a, b, turns.level.iloc[0], turns.channel.iloc[0], axis, **choice) for choice in (switches, {}))
    level = every.statement_id.isin(turns.first_after).cumsum().set_axis(every.event_id)
    return e.assign(level=e.event_id.map(level).where(e.mid.notna()))

def series_turns(data, shift_id):
    """Gives the rows of all turns of a turn's series, that one first, with lo and hi: its interval in days, as in dyad."""
    t = data["shifts"].set_index("shift_id")
    t = t.assign(lo=_days(t.turn_earliest).fillna(t.turn_offset_lo), hi=np.floor(_days(t.turn_latest).fillna(t.turn_offset_hi)) + 1)
    key = t[["level", "speaker_id", "target_id", "channel", "scorer", "axis"]].astype(object).fillna("")
    return pd.concat([t.loc[[shift_id]], t[(key == key.loc[shift_id]).all(axis=1)].drop(shift_id)])

def levels(events, draws=999):
    """Mean of each level; low, high: 95 % interval by drawing whole articles anew, copies as one; of a single article,
    its events, which is too narrow rather than too wide; none below three events."""
    rows = {}
    for level, e in events.groupby("level"):
        unit = e.copy_group if e.copy_group.nunique() > 1 else e.event_id
        sums = pd.DataFrame({"value": e.value * e.weight, "weight": e.weight}).groupby(unit).sum()
        drawn = sums.to_numpy()[np.random.default_rng(1).integers(len(sums), size=(draws, len(sums)))].sum(axis=1)
        low, high = np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975]) if len(e) > 2 else (np.nan, np.nan)
        rows[int(level)] = [len(e), e.copy_group.nunique(), np.average(e.value, weights=e.weight), low, high]
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "articles", "mean", "low", "high"])

def plot_shift(data, shift_id, **switches):
    """Draws the series of a turn with all its turns and the mean of each level; switches as in dyad."""
    turns = series_turns(data, shift_id)
    t = turns.iloc[0].fillna({"target": "anyone", "direction": "no turn"})
    return plot_events(turn_events(data, shift_id, **switches), f"{t.speaker} \u2192 {t.target}: {t.direction} ({t.verdict})", turns)

def plot_events(events, title, turns=None):
    """Draws events by the time at which they were said or done. Whiskers: the stretch in which that lies. Hollow: only
    the article's date is known. Pale: extra. A long series has a second panel for the days around the first of the turns."""
    e, turns = events[events.mid.notna()], [] if turns is None else list(turns[turns.before_mean.notna()].itertuples())
    same = e.groupby(["lo", "hi"]).mid  # events of the same stretch stand side by side in it
    e = e.assign(x=e.lo + (same.cumcount() + 1) / (same.transform("size") + 1) * (e.hi - e.lo))
    views = [(e.lo.min() - 2, e.hi.max() + 2) if e.hi.max() - e.lo.min() < 5 else None]  # whole days on the axis
    near = [(t.lo - pad, t.hi + pad) for t in turns[:1] for pad in [max(2, t.hi - t.lo)]]
    views += [n for n in near if e.hi.max() - e.lo.min() > 3 * (n[1] - n[0])]
    fig, axes = plt.subplots(1, len(views), figsize=(11, 5.5), sharey=True, squeeze=False, layout="constrained")
    for ax, view, name in zip(axes[0], views, ("whole period", "around the turn")):
        ax.hlines(list(BANDS.values()), 0, 1, color="0.9", linewidth=0.8, zorder=0, transform=ax.get_yaxis_transform())
        ax.hlines(e.value, e.lo, e.hi, color="tab:blue", alpha=0.5, linewidth=1)
        for (kind, hollow, extra), k in e.groupby([e.kind.astype(str), e.event_method.isin(FALLBACK), e.extra]):
            ax.scatter(k.x, k.value, 45, "white" if hollow else "tab:blue", MARKS[kind], alpha=0.3 if extra else 0.8, edgecolors="tab:blue", zorder=3)
        for label, mark in {**MARKS, "hollow: article's date only": "o"}.items():
            ax.scatter([], [], 45, "tab:blue" if label in MARKS else "white", mark, edgecolors="tab:blue", label=label)
        for n, t in enumerate(turns):
            ax.axvspan(t.lo, t.hi, color="tab:orange", alpha=0.1 if n else 0.2, linewidth=0, label="_" if n else "the turn lies here")
        for r in levels(e).itertuples() if turns else []:
            ends = e.x[e.level == r.Index].agg(["min", "max"])
            ax.plot(ends, [r.mean] * 2, color="tab:red", marker="|", label="_" if r.Index else "mean, 95 % band")
            ax.fill_between(ends, r.low, r.high, color="tab:red", alpha=0.15, linewidth=0)
        dates = {"major_locator": mdates.AutoDateLocator(minticks=3, maxticks=6), "major_formatter": mdates.DateFormatter("%d %b\n%Y")}
        ax.xaxis.set(**{"label_text": "days from the article's reference"} if turns and pd.notna(turns[0].axis) else dates)
        ax.set(xlim=view, ylim=(-1, 1), title=name if len(views) > 1 else "")
    ax.set_yticks([(low + high) / 2 for low, high in zip(BANDS.values(), [*BANDS.values(), 1][1:])], BANDS)
    fig.suptitle(f"{title}\nevents placed in time: {len(e)}, not placed: {len(events) - len(e)}".replace("$", r"\$"), fontsize=11)
    fig.legend(*ax.get_legend_handles_labels(), loc="outside lower center", ncols=7, fontsize=9, frameon=False)
    return fig

def evidence(data, shift_id):
    """Gives an HTML table of the statements before, after and against a turn, strongest first; everything is escaped."""
    t, rows = data["shifts"].set_index("shift_id").loc[shift_id], [["", "when", "who, to whom", "tone", "content", "sentence", "where"]]
    s = data["statements"].set_index("statement_id").fillna({"target": "\u2013"})
    for side, r in [(side, s.loc[i]) for side in ("before", "after", "against") for i in t["evidence_" + side]]:
        ends = [(r.event_earliest, r.event_offset_lo), (r.event_latest, r.event_offset_hi)]
        when = " to ".join(dict.fromkeys(f"{d:%Y-%m-%d}" if pd.notna(d) else f"day {o:+.0f}" if pd.notna(o) else "open" for d, o in ends))
        rows.append([side, when + " (article's date)" * (r.event_method in FALLBACK), f"{r.speaker} \u2192 {r.target}",
                     f"{r.tone:+.2f} {r.tone_class}", r.content, r.context, f"{r.doc_id}, bytes {r.content_start}\u2013{r.content_end}"])
    cells = ["".join(f'<{"td" if n else "th"} style="text-align: left">{html.escape(str(c))}' for c in row) for n, row in enumerate(rows)]
    return '<table class="tex2jax_ignore"><tr>' + "<tr>".join(cells) + "</table>"
