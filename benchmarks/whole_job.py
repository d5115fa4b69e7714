"""The whole job, from the folder to the comparison, beside the script that is usually written for it.

    python benchmarks/whole_job.py [FOLDER] [--runs 3] [--quick]

FOLDER holds day files (``YYYYMMDD.md``: ``### title``, then HTML paragraphs).  Left out, it is the folder of research
texts beside the project, or else a folder made of the bundled articles, multiplied.  Every run is a process of its own,
one side after the other in turn; ``--quick`` takes each 20th file, once.  A package the usual script lacks is named and
its step left out.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from _harness import DAYS, HERE, ROOT, Spent, Stopwatch, number, run, table

KEYWORDS = ["新质生产力", "乡村振兴", "碳中和", "志愿服务", "台风"]
TOPICS = 10
STEPS = ("read", "terms", "topics", "trends", "places", "homes", "metrics", "comparison")
STAMP = re.compile(r"-+\s*[（(]更新时间戳.*", re.DOTALL)
# How the two sides' results relate; what they do not both do cannot be equal.
SAME = {
    "read": "items with the same characters (heads and text; without time stamps)",
    "terms": "terms with equal document frequency",
    "trends": "keyword-months with equal counts",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="each 20th file, once")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--facts", type=Path, help=argparse.SUPPRESS)
    choices = parser.parse_args()
    if choices.side:
        play(SIDES[choices.side], choices.folder, choices.facts)
        return
    with tempfile.TemporaryDirectory() as made:
        folder = articles_folder(choices.folder, Path(made), 20 if choices.quick else 1)
        print(report(folder, Path(made), 1 if choices.quick else choices.runs))


def articles_folder(given: Path | None, made: Path, every: int) -> Path:
    """The folder to read: the given one, or the research texts, or the bundled articles multiplied."""
    source = given or DAYS
    if not source.is_dir():
        return multiplied(made / "days", 400 // every)
    if every == 1:
        return source
    target = made / "days"
    target.mkdir()
    for path in sorted(source.glob("*.md"))[::every]:
        shutil.copyfile(path, target / path.name)
    return target


def multiplied(target: Path, days: int) -> Path:
    """Day files of the bundled articles, their sentences in another order on every day."""
    import random

    import newsutil as nu

    target.mkdir()
    articles = nu.read_articles(ROOT / "data" / "pages")
    sentences = [part for text in articles["text"] for part in re.findall(r"[^。\n]+。", text)]
    for day in range(days):
        chance = random.Random(day)
        items = [
            f"### {title}\n\n<p>{''.join(chance.sample(sentences, 12))}</p>\n"
            for title in chance.sample(list(articles["title"]), 14)
        ]
        name = f"{2020 + day // 336}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}"
        (target / f"{name}.md").write_text(f"# 新闻 ({name})\n\n## 详细新闻\n\n" + "\n".join(items), encoding="utf-8")
    return target


def report(folder: Path, made: Path, runs: int) -> str:
    """Medians of the runs side by side, and how far the results agree."""
    spent: dict[str, list[Spent]] = {side: [] for side in SIDES}
    steps: dict[str, list[dict[str, list[float]]]] = {side: [] for side in SIDES}
    for _ in range(runs):
        for side in SIDES:
            output, took = run([__file__, folder, "--side", side, "--facts", made / side])
            steps[side].append(json.loads(output))
            spent[side].append(took)
    ours, usual = (json.loads((made / side).read_text(encoding="utf-8")) for side in ("ours", "usual"))
    rows = [step_row(step, steps, agreement(step, ours, usual)) for step in STEPS]
    rows.append(sum_row("all steps both did", steps, [step for step in STEPS if step in steps["usual"][0]]))
    rows.append(
        sum_row("without places", steps, [s for s in STEPS if s in steps["usual"][0] and s not in ("places", "homes")])
    )
    peaks = ", ".join(f"{side} {number(statistics.median(took.peak for took in spent[side]))} MB" for side in SIDES)
    size = f"{ours['articles']} articles, {ours['characters'] / 1e6:.1f} million characters"
    about = (
        f"{size}; medians of {runs} run(s) in turn, each in a fresh process. Peak memory, children included: {peaks}."
    )
    left_out = [f"{step} ({reason})" for step, reason in usual["left out"].items()]
    about += (
        " The usual script counts section heads and time stamps among the text, newsutil keeps them apart: hence the "
        "terms and keywords that differ."
    )
    if runs > 1:
        draw(steps, HERE / "whole_job.png")
        about += "\n\n![Seconds of each step](whole_job.png)"
    note = f"\n\nLeft out of the usual script: {'; '.join(left_out)}." if left_out else ""
    return f"{about}{note}\n{table(rows)}"


def medians(side: list[dict[str, list[float]]], chosen: list[str]) -> tuple[float, float]:
    """Clock and processor seconds of the chosen steps together."""
    wall, cpu = ([sum(run[step][place] for step in chosen) for run in side] for place in (0, 1))
    return statistics.median(wall), statistics.median(cpu)


def step_row(step: str, steps: dict[str, list[dict[str, list[float]]]], agree: str) -> dict[str, object]:
    if step in steps["usual"][0]:
        return sum_row(step, steps, [step]) | {"results": agree}
    wall, cpu = medians(steps["ours"], [step])
    return {
        "step": step, "usual, s": "–", "newsutil, s": number(wall), "ratio": "–", "from, to": "", "usual, CPU s": "–",
        "newsutil, CPU s": number(cpu), "CPU ratio": "–", "results": agree,
    }  # fmt: skip


def sum_row(name: str, steps: dict[str, list[dict[str, list[float]]]], chosen: list[str]) -> dict[str, object]:
    (wall, cpu), (own_wall, own_cpu) = medians(steps["usual"], chosen), medians(steps["ours"], chosen)
    ratios = [
        sum(usual[step][0] for step in chosen) / sum(ours[step][0] for step in chosen)
        for usual, ours in zip(steps["usual"], steps["ours"], strict=True)
    ]
    return {
        "step": name, "usual, s": number(wall), "newsutil, s": number(own_wall), "ratio": f"{wall / own_wall:.1f}",
        "from, to": f"{min(ratios):.1f} to {max(ratios):.1f}", "usual, CPU s": number(cpu),
        "newsutil, CPU s": number(own_cpu), "CPU ratio": f"{cpu / own_cpu:.1f}", "results": "",
    }  # fmt: skip


def draw(steps: dict[str, list[dict[str, list[float]]]], target: Path) -> None:
    """Seconds on the clock: a bar for the median of each step, a line from the fastest to the slowest run."""
    import matplotlib as mpl

    mpl.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
    for place, (side, name, colour) in enumerate(
        (("usual", "usual script", "#e69f00"), ("ours", "newsutil", "#0072b2"))
    ):
        for row, step in enumerate(STEPS):
            seconds = [run[step][0] for run in steps[side] if step in run]
            if seconds:
                at = row + 0.4 * place - 0.2
                label = name if row == 0 else None
                axes.barh(at, statistics.median(seconds), height=0.38, color=colour, label=label)
                axes.plot([min(seconds), max(seconds)], [at, at], color="black", linewidth=1)
    axes.set_yticks(range(len(STEPS)), STEPS)
    axes.invert_yaxis()
    axes.set(xlabel="seconds on the clock", title="The whole job, step by step")
    axes.legend()
    figure.savefig(target, dpi=120, metadata={"Software": None})


def agreement(step: str, ours: dict[str, object], usual: dict[str, object]) -> str:
    """In words: how many results are equal where both sides do the same, how many there are where they do not."""
    own, other = ours.get(step), usual.get(step)
    if step in SAME and isinstance(own, dict) and isinstance(other, dict):
        equal = sum(other.get(key) == value for key, value in own.items())
        return f"{equal} of {len(own)} {SAME[step]}"
    if step == "homes" and isinstance(own, dict) and isinstance(other, dict):
        both = [key for key in own if own[key] and other.get(key)]
        return f"same province in {sum(own[key] == other[key] for key in both)} of {len(both)} that both place"
    if isinstance(own, int):
        return f"not the same work: {own} against {other}" if other is not None else f"{own}"
    return "not the same method" if step == "topics" else ""


def play(side: Callable[[Path, dict[str, object]], Iterator[str]], folder: Path, facts_file: Path) -> None:
    """Run one side step by step in this process; prints the seconds of each step and writes what it found."""
    warnings.simplefilter("ignore")
    watch = Stopwatch()
    took: dict[str, list[float]] = {}
    facts: dict[str, object] = {"left out": {}}
    for step in side(folder, facts):
        if step:
            took[step] = list(watch.read())
        else:
            watch.read()  # what was done for the comparison of results alone
    facts_file.write_text(json.dumps(facts), encoding="utf-8")
    print(json.dumps(took))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def play_ours(folder: Path, facts: dict[str, object]) -> Iterator[str]:
    import newsutil as nu

    articles = nu.read_articles(folder)
    yield "read"
    terms = nu.count_terms(articles)
    yield "terms"
    nu.cluster_topics(terms, n_topics=TOPICS, seed=0)
    yield "topics"
    trends = nu.keyword_trends(articles, KEYWORDS, every="month")
    yield "trends"
    places = nu.find_places(articles)
    yield "places"
    homes = nu.home_regions(articles, places)
    yield "homes"
    metrics = nu.extract_metrics(articles, places)
    yield "metrics"
    comparable = nu.comparable_measures(metrics, level="province")
    if len(comparable):
        first = comparable.iloc[0]
        nu.compare_regions(metrics, first["measure"], period=first["period"], status=first["status"])
    yield "comparison"
    keys = [f"{date:%Y%m%d} {title}" for date, title in zip(articles["date"], articles["title"], strict=True)]
    texts = articles["text"].tolist()
    counts = trends[trends["articles"] > 0]
    facts |= {
        "articles": len(articles),
        "characters": sum(map(len, texts)),
        "read": {
            key: characters(text + heads) for key, text, heads in zip(keys, texts, articles["sections"], strict=True)
        },
        "terms": {str(term): int(count) for term, count in terms.groupby("term").size().items()},
        "trends": {
            f"{word} {period:%Y-%m}": int(count)
            for word, period, count in counts[["keyword", "period", "articles"]].itertuples(index=False)
        },
        "places": len(places),
        "homes": {
            key: "" if code != code else str(code)[:2]
            for key, code in zip(keys, homes["adcode"].astype("object"), strict=True)
        },
        "metrics": len(metrics),
    }
    yield ""


def play_usual(folder: Path, facts: dict[str, object]) -> Iterator[str]:
    """The script as tutorials have it: one library after the other, each with its defaults."""
    import jieba
    import pandas as pd
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    jieba.setLogLevel(60)
    rows = list(day_items(folder, facts["left out"]))
    articles = pd.DataFrame(rows, columns=["date", "title", "content"])
    articles["date"] = pd.to_datetime(articles["date"])
    whole = articles["title"] + "\n" + articles["content"]
    yield "read"
    stopwords = {
        line.split(",")[0]
        for line in (ROOT / "newsutil/data/words/stopwords.csv").read_text(encoding="utf-8").splitlines()
    }
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: [w for w in jieba.lcut(text) if len(w) > 1 and w not in stopwords]
    )
    matrix = vectorizer.fit_transform(whole)
    yield "terms"
    KMeans(TOPICS, random_state=0).fit_predict(matrix)
    yield "topics"
    months = articles["date"].dt.strftime("%Y-%m")
    trends = {word: whole.str.contains(word).groupby(months).sum() for word in KEYWORDS}
    yield "trends"
    provinces = None
    try:
        import cpca
    except ImportError as error:
        facts["left out"] |= dict.fromkeys(("places", "homes"), f"{error}; see benchmarks/requirements.txt")  # type: ignore[operator]
    else:
        facts["places"] = sum(found_by_cpca(cpca, text) for text in articles["content"])
        yield "places"
        provinces = cpca.transform(articles["content"].tolist())["adcode"].fillna("").str[:2].tolist()
        yield "homes"
    figures = articles["content"].str.extractall(r"(\d+(?:\.\d+)?)([万亿]?)(人次|人|名|户|个|家|场|次|元|公里|亩|吨|%)")
    yield "metrics"
    figures["value"] = figures[0].astype(float) * figures[1].map({"": 1, "万": 1e4, "亿": 1e8})
    if provinces is not None:
        figures["province"] = pd.Series(provinces).reindex(figures.index.get_level_values(0)).to_numpy()
        figures.groupby(["province", 2])["value"].agg(["size", "median", "min", "max"])
        yield "comparison"
    keys = [f"{date:%Y%m%d} {title}" for date, title in zip(articles["date"], articles["title"], strict=True)]
    inverse = (1 + len(articles)) / pd.Series(vectorizer.idf_ - 1).map(__import__("math").exp) - 1
    facts |= {
        "read": {key: characters(STAMP.sub("", text)) for key, text in zip(keys, articles["content"], strict=True)},
        "terms": dict(
            zip(vectorizer.get_feature_names_out().tolist(), inverse.round().astype(int).tolist(), strict=True)
        ),
        "trends": {f"{word} {month}": int(count) for word, counts in trends.items() for month, count in counts.items()},
        "homes": dict(zip(keys, provinces or [], strict=False)),
        "metrics": len(figures),
    }
    yield ""


def day_items(folder: Path, left_out: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Date, title and text of the items of day files."""
    try:
        from bs4 import BeautifulSoup
    except ImportError as error:
        left_out["BeautifulSoup"] = f"{error}; a regular expression reads the paragraphs"

        def text_of(html: str) -> str:
            return re.sub(r"<[^>]+>", "", html)
    else:

        def text_of(html: str) -> str:
            return BeautifulSoup(html, "html.parser").get_text()

    for path in sorted(folder.glob("*.md")):
        for item in path.read_text(encoding="utf-8").split("\n### ")[1:]:
            title, _, body = item.partition("\n")
            yield path.stem, title.strip(), text_of(re.sub(r"\[查看原文\]\(.*?\)", "", body)).strip()


def found_by_cpca(cpca: ModuleType, text: str) -> int:
    try:
        return len(cpca.transform_text_with_addrs(text))
    except KeyError:  # no region in the text, under pandas 3
        return 0


def characters(text: str) -> int:
    """Checksum of the characters of a text, whatever their order: newsutil keeps section heads apart from the text."""
    return zlib.crc32("".join(sorted(plain(text))).encode("utf-8"))


SIDES = {"usual": play_usual, "ours": play_ours}

if __name__ == "__main__":
    main()
