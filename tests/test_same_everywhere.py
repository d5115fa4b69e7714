"""The same tables and the same pixels whatever the machine is set to: hash seed, locale, time zone, threads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("20*.*"))[:8]
PIPELINE = """
import hashlib, io, sys
from pathlib import Path
import pandas as pd
import newsutil as nu

nu.setup()
pages = nu.read_pages(sys.argv[1])
articles = nu.split_articles(pages)
terms = nu.count_terms(articles)
topics = nu.cluster_topics(terms, n_topics=3, seed=0)
dated = articles[articles["date"].notna()]
trends = nu.keyword_trends(dated, ["服务", "水库"], every="month")
metrics = nu.extract_metrics(articles)
tables = {
    "pages": pages, "articles": articles, "ledger": nu.unassigned_text(pages), "terms": terms,
    "members": topics.members, "keywords": topics.keywords, "trends": trends, "places": nu.find_places(articles),
    "homes": nu.home_regions(articles), "metrics": metrics, "reprints": nu.find_reprints(articles),
    "keyness": nu.keyness(terms, articles.set_index("article_id")["kind"]) if articles["kind"].nunique() > 1 else terms,
    "concordance": pd.DataFrame(nu.concordance(articles, "服务")),
}
for name, table in tables.items():
    content = table.to_csv(index=False, lineterminator="\\n", float_format="%.9g").encode()
    print(name, len(table), hashlib.sha256(content).hexdigest()[:16])
picture = io.BytesIO()
nu.plot_trends(trends).figure.savefig(picture, format="png", metadata={"Software": None})
print("picture", hashlib.sha256(picture.getvalue()).hexdigest()[:16])
"""
SETTINGS = {
    "hash seed 0": {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"},
    "hash seed 1, New York": {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "OMP_NUM_THREADS": "2"},
    "C locale, no UTF-8 mode": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "Asia/Tokyo"},
}


FIRST = next(iter(SETTINGS))


def run_with(settings: dict[str, str], script: Path, pages: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), str(pages)],
        env={**kept, "MPLBACKEND": "agg", **settings}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> dict[str, str]:
    script = tmp_path_factory.mktemp("pipeline") / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    pages = tmp_path_factory.mktemp("pages")
    for page in PAGES:
        shutil.copy(page, pages)
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda settings: run_with(settings, script, pages), SETTINGS.values())
        return dict(zip(SETTINGS, done, strict=True))


@pytest.mark.parametrize("name", [name for name in SETTINGS if name != FIRST])
def test_same_tables_and_pixels(results, name):
    assert results[name].splitlines() == results[FIRST].splitlines()
    assert len(results[name].splitlines()) == 14
