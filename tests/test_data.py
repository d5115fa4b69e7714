"""The bundled articles: whole, covering what data/README.md says, and newsutil's scores on their gold."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest

import newsutil as nu
from newsutil.base.resources import table
from tools.checksums import checksums

DATA = Path(__file__).parents[1] / "data"
# The pages of the first edition of this corpus.
FIRST = """
20221020-03 20221126-05 20221222-04 20230115-08 20230217-02 20230326-06 20230419-07 20230509-04 20230618-05
20230716-03 20230809-06 20230916 20231011-05 20231113-02 20231223-08 20240115-02 20240215-04 20240319-03
20240423-05 20240525-03-01 20240525-03-02 20240525-03-03 20240525-03-04 20240525-03-05 20240614-06 20240723-07
20240817-02 20240924-08 20241021-04 20241113-03 20241215-05 20250121-06 20250217-07 20250319 20250412-04
20250521-03 20250629-05 20250729-02 20250814-04 20250916-06 20251012-03 20251124-08 20251220-07 20260112-05
20260209-04 20260323-02 20260412-06 20260517-07 20260613-03 20260715-04 20260810-05 seed-01
"""


@pytest.fixture(scope="module")
def articles():
    return nu.read_articles(DATA / "pages")


@pytest.fixture(scope="module")
def gold():
    """Items of each page that has gold, by the page's id."""
    files = sorted((DATA / "gold" / "pages").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8"))["items"] for file in files}


@pytest.fixture(scope="module")
def sources():
    return pd.read_csv(DATA / "sources.csv", dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def panel():
    with (DATA / "panel.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def places(articles):
    return nu.find_places(articles).dropna(subset=["adcode"])


def test_files_are_those_of_the_checksums():
    assert (DATA / "checksums.txt").read_text(encoding="utf-8") == checksums()


def test_size():
    files = [file for file in DATA.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 6_000_000


def test_every_article_names_its_source(articles, gold, sources):
    assert list(sources.columns) == [
        "article_id",
        "source",
        "source_date",
        "source_title",
        "source_url",
        "theme",
        "event",
    ]
    assert (sources[["source", "source_title"]] != "").all(axis=None)
    assert not sources["article_id"].duplicated().any()
    of_pages = [
        page if re.search(r"^\d{8}-\d{2}-\d{2}$", page) else f"{page}-{number:02d}"
        for page, items in gold.items()
        for number in range(1, len(items) + 1)
    ]
    of_tables = nu.read_articles(DATA / "pages" / "tables")["article_id"]
    assert sorted(sources["article_id"]) == sorted([*of_pages, *of_tables])
    # A page that falls apart wrongly has other ids.
    assert set(sources["article_id"]) == set(articles["article_id"])


def test_there_are_enough_and_every_month_has_its_share(sources, articles):
    assert len(sources) >= 1900
    months = articles["date"].dropna().dt.strftime("%Y-%m").value_counts()
    expected = pd.period_range("2022-09", "2026-08", freq="M").astype(str)
    assert len(expected) == 48
    assert {month: count for month in expected if (count := months.get(month, 0)) < 25} == {}


def test_themes_have_enough_articles(sources):
    themes = sources["theme"][sources["theme"] != ""].value_counts()
    assert (themes >= 60).sum() >= 8


def test_every_mainland_province_and_many_cities_come_up(places):
    provinces = places.assign(province=places["adcode"].str[:2]).drop_duplicates(["article_id", "province"])
    counts = provinces["province"].value_counts()
    mainland = [row for row in table("places/divisions") if row["level"] == "province" and row["adcode"] < "710000"]
    assert len(mainland) == 31
    assert [row["name"] for row in mainland if counts.get(row["adcode"][:2], 0) < 30] == []
    assert places.loc[~places["adcode"].str.endswith("0000"), "adcode"].nunique() >= 400


def test_no_sentence_is_used_twice(gold):
    texts = [paragraph for items in gold.values() for item in items for paragraph in item["paragraphs"]]
    texts += nu.read_articles(DATA / "pages" / "tables")["text"].to_list()
    sentences = Counter(s for text in texts for s in re.split(r"(?<=[。！？])|\n", text) if len(s) > 8)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_lengths(gold):
    # The first article retells a page-long report with all its figures; the shortest are captions.
    lengths = sorted(sum(map(len, item["paragraphs"])) for items in gold.values() for item in items)
    assert lengths[0] >= 30
    assert sum(length > 480 for length in lengths) <= 1


def test_the_panel_is_well_formed(panel, sources, articles):
    """Rows of the panel: known regions and articles, the sentence in the article, the value in the sentence."""
    regions = {row["adcode"]: row["name"] for row in table("places/divisions")}
    known = set(sources["article_id"])
    texts = dict(zip(articles["article_id"], articles["text"].str.replace("\n", ""), strict=True))
    found = 0
    for row in panel:
        assert regions[row["adcode"]] == row["region"]
        assert row["article_id"] in known
        assert row["status"] in {"actual", "planned"}
        assert row["qualifier"] in {"exact", "about", "over", "under"}
        assert row["period_start"] <= row["period_end"]
        assert pd.Timestamp(row["period_end"]).year in range(2023, 2027)
        assert abs(float(row["value"])) in numbers_of(row["sentence"])
        assert not row["value_high"] or float(row["value_high"]) in numbers_of(row["sentence"])
        found += row["sentence"] in texts.get(row["article_id"], "")
    assert found >= 0.98 * len(panel)


def test_the_panel_has_measures_of_many_provinces(panel):
    provinces: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in panel:
        provinces[row["measure"], row["period_start"], row["period_end"], row["status"]].add(row["adcode"])
    wide = {key for key, codes in provinces.items() if len(codes) >= 12}
    assert len({measure for measure, *_ in wide}) >= 6
    years = Counter(measure for measure, *_ in wide)
    assert sum(count >= 2 for count in years.values()) >= 2
    assert len(provinces["地区生产总值增长率", "2025-01-01", "2025-12-31", "actual"]) == 31


def numbers_of(sentence: str) -> set[float]:
    scales = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}
    found = re.findall(r"(\d+(?:\.\d+)?)(万亿|[万亿千百]?)", sentence)
    return {round(float(number) * scales[scale], 2) for number, scale in found}


def test_the_panel_is_read(panel, articles):
    """How many of the panel's values are extracted with their region, period and status; the figures are printed."""
    told = articles[articles["article_id"].isin({row["article_id"] for row in panel})]
    columns = ["article_id", "regions", "value", "period_end", "status"]
    metrics = nu.extract_metrics(told)
    metrics["value"] = metrics["value"].abs().where(metrics["amount"] >= 0, -metrics["value"].abs())  # 下降3.3%
    read = metrics[columns].astype({"period_end": "str"})
    found = {key[:3]: set() for key in read.itertuples(index=False, name=None)}
    for key in read.itertuples(index=False, name=None):
        found[key[:3]].add(key[3:])
    wanted = [
        ((row["article_id"], row["adcode"], float(row["value"])), (row["period_end"], row["status"])) for row in panel
    ]
    right = sum(when in found.get(key, ()) for key, when in wanted)
    print(f"\n{right} of {len(wanted)} values of the panel; {sum(key in found for key, _ in wanted)} with their region")
    assert right >= 0.91 * len(wanted)


@pytest.mark.parametrize("first", [True, False], ids=["the first pages", "the others"])
def test_page_gold_is_met(articles, gold, first):
    """Titles and paragraphs of the bundled pages against their gold; the figures are printed."""
    counts: Counter[str] = Counter()
    by_page = dict(list(articles.groupby("page_id")))
    pages = set(FIRST.split())
    assert pages <= set(gold)
    for page, items in gold.items():
        if (page in pages) != first:
            continue
        rows = by_page[page].to_dict("records")
        counts["pages"] += 1
        counts["pages with the right number of items"] += len(rows) == len(items)
        counts["titles"] += len(items)
        titles = Counter(squeezed(row["title"]) for row in rows)
        counts["titles right"] += (titles & Counter(squeezed(item["title"]) for item in items)).total()
        wanted = Counter(squeezed(p) for item in items for p in item["paragraphs"])
        got = Counter(squeezed(p) for row in rows for p in row["text"].split("\n"))
        counts["paragraphs"] += wanted.total()
        counts["paragraphs right"] += (wanted & got).total()
    print("\n" + "\n".join(f"{name:40s} {count}" for name, count in counts.items()))
    assert counts["pages with the right number of items"] == counts["pages"]
    assert counts["titles right"] >= 0.98 * counts["titles"]
    assert counts["paragraphs right"] >= 0.98 * counts["paragraphs"]


# Today's scores less one point.  Nobody who writes rules reads test.json; dev.json is there for that.
LEAST = {
    "metrics": {"same span": 0.97, "value": 0.98, "measure": 0.83, "regions": 0.80, "places": 0.98, "homes": 0.78},
    "test": {
        "same span": 0.96, "value": 0.98, "measure": 0.82, "regions": 0.87, "places": 0.96, "homes": 0.87,
        "dated": 0.79, "status": 0.92, "planned": 0.77,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ["metrics", "dev", "test"])
def test_metric_and_place_gold_is_met(articles, name):
    """Figures, places and homes of the annotated articles against their gold; the figures are printed."""
    gold = annotations(name)
    assert len(gold) >= 120
    chosen = articles[articles["article_id"].isin([item["id"] for item in gold])]
    assert len(chosen) == len(gold)
    shares = scores(gold, read(chosen))
    print("\n" + name, *(f"{what:24s} {share:.3f}" for what, share in shares.items()), sep="\n")
    assert {what: share for what, share in shares.items() if share < LEAST.get(name, {}).get(what, 0)} == {}


def test_two_readers_agree():
    """Thirty of the articles were annotated by a second reader, who saw no answers; how far they agree is printed."""
    second = {item["id"]: item for item in annotations("second_reader")}
    first = [item for name in ("dev", "test") for item in annotations(name) if item["id"] in second]
    assert len(first) == len(second) == 30
    shares = scores(first, second)
    print("\nsecond reader", *(f"{what:24s} {share:.3f}" for what, share in shares.items()), sep="\n")
    assert min(shares.values()) > 0.9


def annotations(name: str) -> list[dict]:
    return json.loads((DATA / "gold" / f"{name}.json").read_text(encoding="utf-8"))


def read(articles: pd.DataFrame) -> dict[str, dict]:
    """What newsutil reads in the articles, in the form of the annotations."""
    items = {name: {"metrics": [], "places": [], "home": None} for name in articles["article_id"]}
    for row in nu.extract_metrics(articles).to_dict("records"):
        day = {
            end: None if pd.isna(row[f"period_{end}"]) else f"{row[f'period_{end}']:%Y-%m-%d}"
            for end in ("start", "end")
        }
        regions = [code for code in row["regions"].split(";") if code]
        high = None if pd.isna(row["value_high"]) else row["value_high"]
        items[row["article_id"]]["metrics"].append({**row, "value_high": high, "regions": regions, "period": day})
    for row in nu.find_places(articles).dropna(subset=["adcode"]).to_dict("records"):
        items[row["article_id"]]["places"].append(row)
    for row in nu.home_regions(articles).dropna(subset=["adcode"]).to_dict("records"):
        items[row["article_id"]]["home"] = row["adcode"]
    return items


def scores(gold: list[dict], found: dict[str, dict]) -> dict[str, float]:
    """How far readings agree with the gold: F1 of spans, places and dated figures, shares of what has the same span."""
    counts: Counter[str] = Counter()
    for item in gold:
        other = found[item["id"]]
        wanted = {(figure["start"], figure["end"]): figure for figure in item["metrics"]}
        read = {(figure["start"], figure["end"]): figure for figure in other["metrics"]}
        counts.update({"wanted": len(wanted), "read": len(read)})
        for span in wanted.keys() & read.keys():
            counts.update(agreement(wanted[span], read[span]))
        codes = [{place["adcode"] for place in places} for places in (item["places"], other["places"])]
        counts.update({"places": len(codes[0]) + len(codes[1]), "same places": len(codes[0] & codes[1])})
        counts["homes"] += item["home"] == other["home"]
    same = counts["same span"]
    shares = {
        "same span": f1(same, counts["read"], counts["wanted"]),
        "value": counts["value, unit and qualifier"] / same,
        "measure": counts["measure"] / counts["with a measure"],
        "regions": counts["regions"] / same,
        "places": 2 * counts["same places"] / counts["places"],
        "homes": counts["homes"] / len(gold),
    }
    if counts["status"]:
        shares["dated"] = f1(counts["same period"], counts["read dated"], counts["dated"])
        shares["status"] = counts["status"] / same
        shares["planned"] = f1(counts["both planned"], counts["read planned"], counts["planned"])
    return shares


def agreement(wanted: dict, found: dict) -> Counter[str]:
    """What two readings of one figure have in common."""
    same = found["value"] == pytest.approx(wanted["value"], rel=1e-3)
    same &= (found["value_high"] or 0) == pytest.approx(wanted["value_high"] or 0, rel=1e-3)
    measure, other = wanted["measure"] or "", found["measure"] or ""
    counts: Counter[str] = Counter(
        {
            "same span": 1,
            "value, unit and qualifier": same
            and (wanted["unit"], wanted["qualifier"]) == (found["unit"], found["qualifier"]),
            "with a measure": bool(measure),
            "measure": bool(measure and other) and (measure.endswith(other) or other.endswith(measure)),
            "regions": set(wanted["regions"]) == set(found["regions"]),
        }
    )
    if "status" in wanted:
        days = [(figure["period"]["start"], figure["period"]["end"]) for figure in (wanted, found)]
        dated = [any(ends) for ends in days]
        planned = [figure["status"] == "planned" for figure in (wanted, found)]
        counts.update({"dated": dated[0], "read dated": dated[1], "same period": dated[0] and days[0] == days[1]})
        counts.update({"planned": planned[0], "read planned": planned[1], "both planned": all(planned)})
        counts["status"] = wanted["status"] == found["status"]
    return counts


def f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / (found + wanted)


def squeezed(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")
