"""Keyword counts against a plain search, coverage of bands, power and false alarms of bursts and changes, known events.

    python benchmarks/trends.py FOLDER [--runs 200]

FOLDER holds the day files of https://github.com/DuckBurnIncense/xin-wen-lian-bo (``news``), or any articles.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
import warnings
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

import newsutil as nu
from newsutil.base.shares import dispersion, rate_band, share_band
from newsutil.words.keywords import find_hits

# Of all frequencies: in most articles, in some, in few; cut by jieba and not; names, campaigns, crops, disasters.
KEYWORDS = [
    "中国", "发展", "经济", "新质生产力", "二十届三中全会", "十五五", "碳中和", "乡村振兴", "一带一路", "志愿服务",
    "志愿者", "粮食", "印度", "漯河", "高质量发展", "美国", "俄罗斯", "乌克兰", "以色列", "台风", "洪水",
    "疫情", "春耕", "秋收", "科技", "创新", "人工智能", "新能源", "高铁", "机场", "消费", "投资",
    "外贸", "进出口", "就业", "医保",
    "教育", "文化", "旅游", "冰雪", "亚运会", "奥运会", "航天", "北斗", "生态", "环境", "长江", "黄河", "全国", "哈哈",
]  # fmt: skip
ROUNDS = 3
MONTHS, DAYS = 48, 25


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", help="left out: the simulations alone")
    parser.add_argument("--runs", type=int, default=200, help="simulations of each row")
    choices = parser.parse_args()
    if choices.folder:
        articles = nu.read_articles(choices.folder)
        print_table("Counts and speed", counts_and_speed(articles))
        print_table("Known events", known_events(articles))
    print_table("Coverage of the band of a share, in %", coverage_of_shares())
    print_table("Coverage when articles come together, in %", coverage_when_articles_come_together())
    print_table("Coverage of the band of a rate, in %", coverage_of_rates())
    print_table("Bursts found", power_of_bursts(choices.runs))
    print_table("Changes found", power_of_changes(choices.runs))


def counts_and_speed(articles: pd.DataFrame) -> list[dict[str, object]]:
    """Hits of all keywords in titles and texts, by automaton and by plain search, and medians of interleaved times."""
    title, text = articles["title"], articles["text"]
    hits = np.bincount(find_hits(articles, KEYWORDS)["keyword"], minlength=len(KEYWORDS))
    plain = [sum(part.count(word) for column in (title, text) for part in column.tolist()) for word in KEYWORDS]
    ways: dict[str, Callable[[], object]] = {
        "find_hits": lambda: find_hits(articles, KEYWORDS),
        "keyword_trends (with split_share)": lambda: nu.keyword_trends(articles, KEYWORDS),
        "str.contains(regex=False)": lambda: [
            c.str.contains(w, regex=False).sum() for w in KEYWORDS for c in (title, text)
        ],
        "str.contains": lambda: [c.str.contains(w).sum() for w in KEYWORDS for c in (title, text)],
        "str.count": lambda: [c.str.count(w).sum() for w in KEYWORDS for c in (title, text)],
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nu.NewsutilWarning)
        for _ in range(ROUNDS):
            for name, way in ways.items():
                begun = time.perf_counter()
                way()
                times[name].append(time.perf_counter() - begun)
    base = statistics.median(times["find_hits"])
    equal = f"{sum(a == b for a, b in zip(hits, plain, strict=True))} of {len(KEYWORDS)}, {sum(plain)} hits"
    return [
        {
            "way": name,
            "equal to plain search": equal if name == "find_hits" else "",
            "time, find_hits = 1": f"{statistics.median(seconds) / base:.1f}",
        }
        for name, seconds in times.items()
    ]


def known_events(articles: pd.DataFrame) -> list[dict[str, object]]:
    """First month, bursts and changes of keywords whose history is known."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", nu.NewsutilWarning)
        trends = nu.keyword_trends(articles, ["新质生产力", "二十届三中全会", "十五五"])
    bursts, changes = nu.find_bursts(trends), nu.find_changes(trends)
    rows = []
    for keyword, part in trends[trends["hits"] > 0].groupby("keyword", sort=False):
        found = bursts[bursts["keyword"] == keyword]
        spans = [f"{b.start:%Y-%m}–{b.end:%Y-%m} (x{b.ratio:.1f}, peak {b.peak:%Y-%m})" for b in found.itertuples()]
        risen = changes[(changes["keyword"] == keyword) & (changes["ratio"] > 1)]
        rows.append(
            {
                "keyword": keyword,
                "first": f"{part['period'].min():%Y-%m}",
                "articles": int(part["articles"].sum()),
                "hits cut by jieba": f"{(part['split_share'] * part['hits']).sum() / part['hits'].sum():.0%}",
                "bursts": "; ".join(spans),
                "rises": ", ".join(f"{period:%Y-%m}" for period in risen["period"]),
            }
        )
    return rows


def coverage_of_shares(draws: int = 20_000) -> list[dict[str, object]]:
    random = np.random.default_rng(0)
    shares = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    rows = []
    for total in (30, 100, 450):
        row: dict[str, object] = {"articles": total}
        covered = []
        for share in shares:
            low, high = share_band(random.binomial(total, share, draws), np.full(draws, total))
            covered.append(100 * float(np.mean((low <= share) & (share <= high))))
            row[f"share {share:.1%}"] = f"{covered[-1]:.1f}"
        rows.append(row | {"mean": f"{np.mean(covered):.1f}"})
    return rows


def coverage_when_articles_come_together(runs: int = 400) -> list[dict[str, object]]:
    """Several articles about one event on one day: the band of trends, and Wilson's without the dispersion."""
    random = np.random.default_rng(0)
    rows = []
    for per_day, share, together in itertools.product((4, 16), (0.03, 0.1), (1, 2, 3)):
        covered: dict[str, list[float]] = {"band of trends": [], "Wilson's alone": []}
        for table in noise(random, runs, per_day, share, together):
            for name, divisor in zip(covered, (table["dispersion"], 1.0), strict=True):
                low, high = share_band(table["articles"] / divisor, table["total"] / divisor)
                covered[name].append(float(np.mean((low <= share) & (share <= high))))
        row = {"articles a month": per_day * DAYS, "share": f"{share:.0%}", "articles of an event": together}
        rows.append(row | {name: f"{100 * np.mean(parts):.1f}" for name, parts in covered.items()})
    return rows


def coverage_of_rates(draws: int = 20_000) -> list[dict[str, object]]:
    """Articles with the keyword come at random (Poisson), and carry it once, or a geometric number of times."""
    random = np.random.default_rng(0)
    rows = []
    for mean_hits in (1.0, 1.5, 3.0):
        row: dict[str, object] = {"hits of an article, mean": mean_hits}
        for expected in (2, 5, 20, 60):
            numbers = random.poisson(expected, draws)
            each = random.geometric(1 / mean_hits, numbers.sum())
            draw = np.repeat(np.arange(draws), numbers)
            most = np.zeros(draws, dtype=np.int64)
            np.maximum.at(most, draw, each)
            hits, squares = np.bincount(draw, each, draws), np.bincount(draw, each**2, draws)
            low, high = rate_band(hits, squares, most)
            truth = expected * mean_hits
            row[f"{expected} articles"] = f"{100 * np.mean((low <= truth) & (truth <= high)):.1f}"
        rows.append(row)
    return rows


def simulated(daily: np.ndarray, per_day: int) -> Iterable[pd.DataFrame]:
    """Tables of trends of made-up months; ``daily`` holds the articles with the keyword, runs by months by days."""
    count, days = daily.sum(axis=2), np.full(daily.shape[1], daily.shape[2])
    uneven = (daily**2 / per_day).sum(axis=2)
    periods = pd.date_range("2021-01-01", periods=daily.shape[1], freq="MS")
    for run in range(len(daily)):
        one, total = count[run : run + 1], (days * per_day)[np.newaxis]
        together = dispersion(one, total, days[np.newaxis], uneven[run : run + 1])
        yield pd.DataFrame(
            {
                "keyword": "词",
                "group": "",
                "period": periods,
                "articles": one[0],
                "total": total[0],
                "dispersion": together[0],
            }
        )


def noise(random: np.random.Generator, runs: int, per_day: int, share: float, together: int) -> Iterable[pd.DataFrame]:
    """Months without burst or change, the articles with the keyword single or several together on one day."""
    daily = together * random.binomial(per_day, share / together, (runs, MONTHS, DAYS))
    return simulated(np.minimum(daily, per_day), per_day)


def planted(random: np.random.Generator, runs: int, per_day: int, shares: np.ndarray) -> Iterable[pd.DataFrame]:
    """Months with these shares."""
    return simulated(random.binomial(per_day, shares[:, np.newaxis], (runs, MONTHS, DAYS)), per_day)


def power_of_bursts(runs: int) -> list[dict[str, object]]:
    """Part of the runs in which a burst is reported, and in which it overlaps the planted one."""
    random = np.random.default_rng(0)
    rows = []
    for per_day, share in itertools.product((4, 16), (0.02, 0.05)):
        row: dict[str, object] = {"articles a month": per_day * DAYS, "share": f"{share:.0%}"}
        for together, name in ((1, "false alarms"), (3, "articles in threes")):
            tables = noise(random, runs, per_day, share, together)
            row[name] = part(not nu.find_bursts(table).empty for table in tables)
        for length, ratio in ((1, 3), (1, 5), (3, 2), (3, 3), (3, 5)):
            shares = np.full(MONTHS, share)
            shares[20 : 20 + length] *= ratio
            tables = planted(random, runs, per_day, shares)
            row[f"{length} mo. x{ratio}"] = part(overlaps(table, 20, 20 + length) for table in tables)
        rows.append(row)
    return rows


def power_of_changes(runs: int) -> list[dict[str, object]]:
    """Part of the runs in which a change is reported, and in which one stands within two months of the planted one."""
    random = np.random.default_rng(0)
    rows = []
    for per_day, share in itertools.product((4, 16), (0.02, 0.05)):
        row: dict[str, object] = {"articles a month": per_day * DAYS, "share": f"{share:.0%}"}
        for together, name in ((1, "false alarms"), (3, "articles in threes")):
            tables = noise(random, runs, per_day, share, together)
            row[name] = part(not nu.find_changes(table).empty for table in tables)
        for ratio in (1.5, 2, 3):
            shares = np.where(np.arange(MONTHS) < MONTHS // 2, share, share * ratio)
            tables = planted(random, runs, per_day, shares)
            row[f"x{ratio}"] = part(near(table, MONTHS // 2) for table in tables)
        rows.append(row)
    return rows


def overlaps(table: pd.DataFrame, first: int, last: int) -> bool:
    bursts = nu.find_bursts(table)
    return bool(((bursts["start"] < table["period"][last]) & (bursts["end"] >= table["period"][first])).any())


def near(table: pd.DataFrame, at: int) -> bool:
    changes = nu.find_changes(table)
    return bool(changes["period"].between(table["period"][at - 2], table["period"][at + 2]).any())


def part(found: Iterable[bool]) -> str:
    return f"{np.mean(list(found)):.1%}"


def print_table(title: str, rows: list[dict[str, object]]) -> None:
    print(f"\n## {title}\n")
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + "---|" * len(rows[0]))
    for row in rows:
        print("| " + " | ".join(str(value) for value in row.values()) + " |")


if __name__ == "__main__":
    main()
