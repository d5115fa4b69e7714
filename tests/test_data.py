"""The bundled articles: whole, covering what data/README.md says, and newsutil's scores on their gold."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import newsutil as nu
from newsutil.base.resources import table
from tools.checksums import checksums

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def pages():
    return nu.read_pages(DATA / "pages")


@pytest.fixture(scope="module")
def articles(pages):
    return nu.split_articles(pages)


@pytest.fixture(scope="module")
def sources():
    return pd.read_csv(DATA / "sources.csv", dtype="str", keep_default_na=False)


def test_files_are_those_of_the_checksums():
    assert (DATA / "checksums.txt").read_text(encoding="utf-8") == checksums()


def test_every_article_names_its_source(articles, sources):
    assert list(sources.columns) == ["article_id", "source", "source_date", "source_title", "source_url"]
    assert sorted(sources["article_id"]) == sorted(articles["article_id"])
    assert (sources["source_title"] != "").all()


def test_there_are_enough_and_every_month_has_its_share(articles):
    assert len(articles) >= 240
    months = articles["date"].dropna().dt.strftime("%Y-%m").value_counts()
    expected = pd.period_range("2022-10", "2026-08", freq="M").astype(str)
    assert [month for month in expected if months.get(month, 0) < 4] == []


def test_every_mainland_province_comes_up_often_enough(articles):
    places = nu.find_places(articles).dropna(subset=["adcode"])
    provinces = places.assign(province=places["adcode"].str[:2]).drop_duplicates(["article_id", "province"])
    counts = provinces["province"].value_counts()
    mainland = [row for row in table("places/divisions") if row["level"] == "province" and row["adcode"] < "710000"]
    assert len(mainland) == 31
    assert [row["name"] for row in mainland if counts.get(row["adcode"][:2], 0) < 5] == []


def test_no_sentence_is_used_twice(articles):
    sentences = Counter(s for text in articles["text"] for s in re.split(r"(?<=[。！？])|\n", text) if len(s) > 8)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_lengths(articles):
    # The first article retells a page-long report with all its figures.
    lengths = articles["text"].str.len()
    assert lengths.min() >= 110
    assert (lengths > 480).sum() <= 1


def test_page_gold_is_met(articles):
    """Titles and paragraphs of the bundled pages against their gold; the figures are printed."""
    counts: Counter[str] = Counter()
    by_page = dict(list(articles.groupby("page_id")))
    for path in sorted((DATA / "gold" / "pages").glob("*.json")):
        items = json.loads(path.read_text(encoding="utf-8"))["items"]
        rows = by_page[path.stem].to_dict("records")
        counts["pages"] += 1
        counts["pages with the right number of items"] += len(rows) == len(items)
        counts["titles"] += len(items)
        counts["titles right"] += sum(
            squeezed(item["title"]) == squeezed(row["title"]) for item, row in zip(items, rows, strict=False)
        )
        wanted = Counter(squeezed(p) for item in items for p in item["paragraphs"])
        got = Counter(squeezed(p) for row in rows for p in row["text"].split("\n"))
        counts["paragraphs"] += wanted.total()
        counts["paragraphs right"] += (wanted & got).total()
    print("\n" + "\n".join(f"{name:40s} {count}" for name, count in counts.items()))
    assert counts["pages with the right number of items"] >= 0.95 * counts["pages"]
    assert counts["titles right"] >= 0.98 * counts["titles"]
    assert counts["paragraphs right"] >= 0.97 * counts["paragraphs"]


def test_metric_and_place_gold_is_met(articles):
    """Figures, places and homes of the annotated articles against their gold; the figures are printed."""
    gold = json.loads((DATA / "gold" / "metrics.json").read_text(encoding="utf-8"))
    assert len(gold) >= 120
    chosen = articles[articles["article_id"].isin([item["id"] for item in gold])]
    assert len(chosen) == len(gold)
    metrics = dict(list(nu.extract_metrics(chosen).groupby("article_id")))
    places = dict(list(nu.find_places(chosen).dropna(subset=["adcode"]).groupby("article_id")["adcode"]))
    homes = nu.home_regions(chosen).set_index("article_id")["adcode"]
    counts: Counter[str] = Counter()
    for item in gold:
        wanted = {(m["start"], m["end"]): m for m in item["metrics"]}
        rows = metrics[item["id"]].to_dict("records") if item["id"] in metrics else []
        found = {(row["start"], row["end"]): row for row in rows}
        counts["figures in the gold"] += len(wanted)
        counts["figures found"] += len(found)
        for span in wanted.keys() & found.keys():
            counts.update(agreement(wanted[span], found[span]))
        codes = {place["adcode"] for place in item["places"]}
        read = set(places.get(item["id"], ()))
        counts["places in the gold"] += len(codes)
        counts["places found"] += len(read)
        counts["places right"] += len(codes & read)
        counts["homes right"] += (item["home"] or "") == (homes[item["id"]] if pd.notna(homes[item["id"]]) else "")
    shares = {
        "figures: same span (F1)": f1(counts["same span"], counts["figures found"], counts["figures in the gold"]),
        "figures: value, unit and qualifier, of these": counts["value, unit and qualifier"] / counts["same span"],
        "figures: measure, of those that have one": counts["measure"] / counts["with a measure"],
        "figures: regions, of the same span": counts["regions"] / counts["same span"],
        "places (F1)": f1(counts["places right"], counts["places found"], counts["places in the gold"]),
        "homes": counts["homes right"] / len(gold),
    }
    print("\n" + "\n".join(f"{name:46s} {share:.3f}" for name, share in shares.items()))
    least = dict(zip(shares, (0.96, 0.97, 0.70, 0.65, 0.97, 0.75), strict=True))
    assert {name: share for name, share in shares.items() if share < least[name]} == {}


def agreement(wanted: dict, found: dict) -> Counter[str]:
    """What a figure that was found has in common with its annotation."""
    high = wanted["value_high"] if wanted["value_high"] is not None else float("nan")
    same = found["value"] == pytest.approx(wanted["value"], rel=1e-3)
    same &= found["value_high"] == pytest.approx(high, rel=1e-3, nan_ok=True)
    measure = wanted["measure"] or ""
    ends = bool(found["measure"]) and (measure.endswith(found["measure"]) or found["measure"].endswith(measure))
    return Counter(
        {
            "same span": 1,
            "value, unit and qualifier": same
            and (wanted["unit"], wanted["qualifier"]) == (found["unit"], found["qualifier"]),
            "with a measure": bool(measure),
            "measure": bool(measure) and ends,
            "regions": set(wanted["regions"]) == set(filter(None, found["regions"].split(";"))),
        }
    )


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted)


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")
