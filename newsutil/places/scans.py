"""Places and home of each article, read once for ``find_places``, ``home_regions`` and ``extract_metrics``.

The three verbs are called one after the other on the same articles.  The last reading is therefore kept, under a digest
of all it was made from, so that other texts never get it; a reading of very many mentions is not kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from newsutil.base.parallel import Report, run_blocks, slices
from newsutil.places.home import find_home
from newsutil.places.resolve_places import Mention, find_mentions

FIELDS = ("dateline", "kicker", "title", "subtitle", "text")
# A further process takes as long to start as the places of two million characters: it pays from about here on.
_CHARACTERS_PER_PROCESS = 2_500_000
# About 50 MB.
_MOST_KEPT = 500_000
_last: list[tuple[bytes, Scan]] = []


class Item(NamedTuple):
    """What is read of an article: its fields that are not empty, the region of its paper, its year."""

    fields: dict[str, str]
    home: str | None
    year: int | None


class Scan(NamedTuple):
    """The mentions, as the table ``places`` without its ``article_id``; each one's article by position; all homes."""

    mentions: pd.DataFrame
    rows: np.ndarray
    homes: list[str | None]

    def decided(self, length: int) -> list[list[tuple[int, int, str]]]:
        """Start, end and adcode of the decided places in the text of each of the articles."""
        chosen = ((self.mentions["field"] == "text") & self.mentions["adcode"].notna()).to_numpy()
        ends = np.searchsorted(self.rows[chosen], np.arange(length + 1))
        kept = self.mentions.loc[chosen, ["start", "end", "adcode"]]
        places = list(zip(*(kept[name].tolist() for name in kept.columns), strict=True))
        return [places[first:last] for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)]


def scan(articles: pd.DataFrame) -> Scan:
    """Places and homes of articles, from the last reading where it was of the same."""
    key = _digest(articles)
    for known, found in tuple(_last):
        if known == key:
            return found
    items = _read_items(articles)
    sizes = [sum(map(len, item.fields.values())) for item in items]
    blocks = [items[run] for run in slices(sizes, _CHARACTERS_PER_PROCESS)]
    found = _joined(run_blocks(scan_block, blocks, "places"))
    _last[:] = [(key, found)] if len(found.rows) <= _MOST_KEPT else []
    return found


def _read_items(articles: pd.DataFrame) -> list[Item]:
    """What of each article is read for places."""
    names = [name for name in FIELDS if name in articles.columns]
    columns = [articles[name].tolist() for name in names]
    papers = articles["paper"].tolist() if "paper" in articles.columns else [""] * len(articles)
    dates = articles["date"] if "date" in articles.columns else pd.Series([pd.NaT] * len(articles))
    years = pd.to_datetime(dates, errors="coerce").dt.year.tolist()
    items = []
    for paper, year, *values in zip(papers, years, *columns, strict=True):
        fields = {name: value for name, value in zip(names, values, strict=True) if isinstance(value, str) and value}
        items.append(Item(fields, paper_home(paper), int(year) if pd.notna(year) else None))
    return items


def scan_block(items: Sequence[Item], report: Report) -> tuple[dict[str, list[Any]], list[int], list[str | None]]:
    """Columns of the mentions, number of mentions of each article, and homes."""
    columns: dict[str, list[Any]] = {name: [] for name in Mention._fields}
    counts, homes = [], []
    for item in items:
        mentions = find_mentions(
            [(name, item.fields[name]) for name in FIELDS if name in item.fields], home=item.home, year=item.year
        )
        for values, more in zip(columns.values(), zip(*mentions, strict=True), strict=False):  # none of no mentions
            values += more
        counts.append(len(mentions))
        homes.append(find_home(mentions, item.fields))
        report(1)
    columns["candidates"] = [";".join(codes) for codes in columns["candidates"]]
    return columns, counts, homes


@cache
def paper_home(paper: str) -> str | None:
    """The division in a paper's name: 漯河日报."""
    found = {mention.adcode for mention in find_mentions([("paper", paper)])} if isinstance(paper, str) else set()
    return next(iter(found)) if len(found) == 1 else None


def _joined(parts: Sequence[tuple[dict[str, list[Any]], list[int], list[str | None]]]) -> Scan:
    columns: dict[str, Any] = {}
    for name in parts[0][0]:
        values = list(chain.from_iterable(part[0][name] for part in parts))
        columns[name] = np.array(values, dtype=np.int64) if name in ("start", "end") else pd.array(values, dtype="str")
    counts = list(chain.from_iterable(part[1] for part in parts))
    rows = np.repeat(np.arange(len(counts)), np.array(counts, dtype=np.int64))
    return Scan(pd.DataFrame(columns), rows, list(chain.from_iterable(part[2] for part in parts)))


def _digest(articles: pd.DataFrame) -> bytes:
    """Digest of all that is read of articles: the columns as they lie in memory, or their cells one by one."""
    names = [name for name in (*FIELDS, "paper", "date") if name in articles.columns]
    digest = hashlib.blake2b(repr((len(articles), names)).encode(), digest_size=32)
    for name in names:
        try:
            column = pa.array(articles[name])
        except (pa.ArrowException, UnicodeEncodeError):  # cells of several kinds, half a character from a damaged file
            digest.update(repr(articles[name].tolist()).encode("utf-8", "surrogatepass"))
            continue
        for part in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
            digest.update(pa.record_batch([part], names=[name]).serialize())
    return digest.digest()
