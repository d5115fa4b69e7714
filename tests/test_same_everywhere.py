"""The same tables and the same pixels on every machine: hash seed, locale, time zone, threads, kind of processor."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PAGES = sorted((Path(__file__).parents[1] / "data" / "pages").glob("20*.*"))[:8]
PIPELINE = """
import hashlib, io, sys
from pathlib import Path
import numpy as np
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
# Six themes asked for as twelve topics: what the last digits of a product decide, they decide here.
random = np.random.default_rng(0)
theme = 400 + 30 * random.integers(0, 6, (300, 1)) + random.integers(0, 30, (300, 40))
words = np.where(random.random((300, 40)) < 0.4, theme, random.zipf(1.3, (300, 40)) % 400)
long = {"article_id": np.repeat(np.arange(300), 40).astype(str), "term": words.ravel().astype(str), "count": 1}
short = {"article_id": np.repeat(np.arange(300), 12).astype(str), "term": words[:, :12].ravel().astype(str), "count": 1}
# Few words of few articles: many stand as far from one centre as from another, and many axes are equal.
few = [
    nu.cluster_topics(terms.groupby("article_id").head(words), n_topics=number, seed=0).members
    for words, number in [(4, 3), (7, 4), (10, 3), (14, 8), (22, 6), (22, 8)]
]
tables = {
    "few": pd.concat(few),
    "long": nu.cluster_topics(pd.DataFrame(long), n_topics=12, seed=0).members,
    "short": nu.cluster_topics(pd.DataFrame(short), n_topics=6, seed=0).members,
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
assert not {"dask", "distributed"} & set(sys.modules), "whoever has no Dask table loads no Dask"
"""
# All that may differ does.
SETTINGS = (
    {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "Asia/Shanghai", "PYTHONUTF8": "1"},
    {
        "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "2", "TZ": "America/New_York", "PYTHONUTF8": "0", "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0", "OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4",
    },
)  # fmt: skip


def run_with(settings: dict[str, str], script: Path, pages: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script), str(pages)],
        env={**kept, "MPLBACKEND": "agg", **settings}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_same_tables_and_pixels(tmp_path):
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    pages = tmp_path / "pages"
    pages.mkdir()
    for page in PAGES:
        shutil.copy(page, pages)
    first, second = (run_with(settings, script, pages).splitlines() for settings in SETTINGS)
    assert second == first
    assert len(first) == 17
