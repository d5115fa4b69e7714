"""Time and memory of each step as the number of articles grows: 1, 2, 5, 10 and 50 times.

    python benchmarks/growth.py [--articles 400] [--quick]

Articles are made by recombining the sentences of real ones (the research texts beside the project, else the bundled
articles), so that length and words stay as they are.  Each size is a process of its own, kept to one processor core.
Memory is the most a step needed above what was there when it began (Linux; elsewhere it is left out).  Draws
``growth.png`` beside this file.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

from _harness import DAYS, HERE, ROOT, Stopwatch, number, run, table

FACTORS = (1, 2, 5, 10, 50)
KEYWORDS = ["发展", "服务", "粮食", "台风", "志愿"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=400, help="articles at 1 times")
    parser.add_argument("--quick", action="store_true", help="up to 5 times, from 50 articles")
    parser.add_argument("--factor", type=int, help=argparse.SUPPRESS)
    choices = parser.parse_args()
    number_of_articles = 50 if choices.quick else choices.articles
    if choices.factor:
        print(json.dumps(measured(number_of_articles * choices.factor)))
        return
    factors = FACTORS[:3] if choices.quick else FACTORS
    found = {
        factor: json.loads(run([__file__, "--articles", number_of_articles, "--factor", factor])[0])
        for factor in factors
    }
    print(f"1 times is {number_of_articles} articles.  One process; each step warm.")
    for what, title in (("cpu", "CPU seconds per 1,000 articles"), ("memory", "MB above the start per 1,000 articles")):
        print(table([row(step, what, found, number_of_articles) for step in found[1]], title))
    if not choices.quick:
        draw(found, number_of_articles, HERE / "growth.png")
        print("\n![Time and memory per article](growth.png)")


def row(step: str, what: str, found: dict[int, dict[str, dict[str, float]]], base: int) -> dict[str, object]:
    cells: dict[str, object] = {"step": step}
    for factor, steps in found.items():
        value = steps[step][what] / (base * factor) * 1000 if step in steps else float("nan")
        cells[f"{factor} times"] = number(value)
    return cells


def measured(count: int) -> dict[str, dict[str, float]]:
    """Processor seconds and MB of each step on so many articles."""
    import warnings

    import newsutil as nu
    from newsutil.base.parallel import alone

    warnings.simplefilter("ignore")
    small = made_articles(40)
    articles = made_articles(count)
    terms = nu.count_terms(articles)
    metrics = nu.extract_metrics(articles)
    steps: dict[str, Callable[[bool], object]] = {
        "count_terms": lambda warm: nu.count_terms(small if warm else articles),
        "keyword_trends": lambda warm: nu.keyword_trends(small if warm else articles, KEYWORDS),
        "find_places": lambda warm: nu.find_places(small if warm else articles),
        "home_regions": lambda warm: nu.home_regions(small if warm else articles),
        "extract_metrics": lambda warm: nu.extract_metrics(small if warm else articles),
        "comparable_measures": lambda warm: nu.comparable_measures(metrics, parts=True),
        "cluster_topics": lambda warm: None if warm else nu.cluster_topics(terms, n_topics=10),
        "find_reprints": lambda warm: nu.find_reprints(small if warm else articles),
    }
    found = {}
    with alone():
        for name, step in steps.items():
            step(True)  # dictionaries and automata are loaded once, whatever the number of articles
            found[name] = spent_on(step)
    return found


def spent_on(step: Callable[[bool], object]) -> dict[str, float]:
    reset_peak()
    before = memory("VmRSS")
    watch = Stopwatch()
    result = step(False)
    _, cpu = watch.read()
    after = memory("VmHWM")
    del result
    return {"cpu": cpu, "memory": max(0.0, after - before)}


def reset_peak() -> None:
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def memory(what: str) -> float:
    """MB of this process now (VmRSS), or the most since the peak was reset (VmHWM)."""
    try:
        found = re.search(rf"{what}:\s*(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        return float("nan")
    return int(found[1]) / 1e3 if found else float("nan")


def made_articles(count: int):
    """Articles of random sentences, as long as real ones; the dates are days of 2023."""
    import pandas as pd

    import newsutil as nu

    chance = random.Random(0)
    source = sorted(DAYS.glob("*.md"))[::60] if DAYS.is_dir() else [ROOT / "data" / "pages"]
    real = pd.concat([nu.read_articles(path) for path in source], ignore_index=True)
    sentences = [part for text in real["text"] for part in re.findall(r"[^。\n]+。", text)]
    lengths = [text.count("。") or 1 for text in real["text"]]
    titles = real["title"].tolist()
    return pd.DataFrame(
        {
            "article_id": [f"a{number}" for number in range(count)],
            "date": [pd.Timestamp(2023, 1, 1) + pd.Timedelta(days=number % 365) for number in range(count)],
            "title": [chance.choice(titles) for _ in range(count)],
            "text": ["".join(chance.choices(sentences, k=chance.choice(lengths))) for _ in range(count)],
        }
    ).astype({"article_id": "str", "title": "str", "text": "str"})


def draw(found: dict[int, dict[str, dict[str, float]]], base: int, target: Path) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
    titles = ("CPU milliseconds per article", "KB per article above the start")
    for axes, what, scale, title in zip(panels, ("cpu", "memory"), (1e3, 1e3), titles, strict=True):
        for place, step in enumerate(found[1]):
            factors = [factor for factor in found if step in found[factor]]
            values = [found[factor][step][what] / (base * factor) * scale or float("nan") for factor in factors]
            axes.plot([base * factor for factor in factors], values, marker="os^Dv<>p"[place], label=step)
        axes.set(xscale="log", yscale="log", xlabel="articles", title=title)
    figure.legend(*panels[0].get_legend_handles_labels(), fontsize="small", loc="outside right center")
    figure.savefig(target, dpi=120, metadata={"Software": None})


if __name__ == "__main__":
    main()
