"""Topics beside two plain recipes: agreement with labels, agreement of seeds, time and memory.

    python benchmarks/topics.py [--seeds 10] [--quick]

The labels are the classes of headlines, and the columns that items of the day files stood in (marked 【…】 in their
titles, and taken out of the text).  Both are read from the research texts beside the project.  Every recipe runs in a
process of its own; its memory is beyond that of a process that only counts the words.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from _harness import DAYS, number, run, table

import newsutil as nu

HEADLINES = DAYS.parent / "thucnews_titles_dev.tsv"
RECIPES = ("only words", "TF-IDF, k-means", "LSA, spherical k-means", "cluster_topics")
# Items in the smallest column that is taken; 0 are the headlines.
CORPORA = {"headlines": 0, "columns of 60 items and more": 60, "columns of 28 items and more": 28}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--quick", action="store_true", help="two seeds")
    parser.add_argument("--recipe", choices=RECIPES, help=argparse.SUPPRESS)
    parser.add_argument("--corpus", choices=CORPORA, help=argparse.SUPPRESS)
    choices = parser.parse_args()
    if not (HEADLINES.is_file() and DAYS.is_dir()):
        print("Left out: it reads the research texts, which are not beside the project.")
    elif choices.recipe:
        print(json.dumps(measure(choices.recipe, choices.corpus, choices.seeds)))
    else:
        report(2 if choices.quick else choices.seeds)


def report(seeds: int) -> None:
    for corpus in CORPORA:
        rows, ground = [], 0.0
        for recipe in RECIPES:
            output, spent = run([__file__, "--seeds", seeds, "--recipe", recipe, "--corpus", corpus])
            found: dict[str, Any] = json.loads(output)
            if recipe == RECIPES[0]:
                ground = spent.peak
                continue
            rows.append({"recipe": recipe, **found["row"], "MB": number(spent.peak - ground)})
        print(table(rows, f"{corpus}: {found['articles']} articles, {found['classes']} classes, {seeds} seeds"))


def measure(recipe: str, corpus: str, seeds: int) -> dict[str, object]:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    warnings.simplefilter("ignore")
    terms, truth = labelled(CORPORA[corpus])
    size: dict[str, object] = {"articles": len(truth), "classes": len(set(truth))}
    if recipe == RECIPES[0]:
        return size
    begun = time.process_time()
    found = [labels_of(recipe, terms, len(set(truth)), seed) for seed in range(seeds)]
    seconds = (time.process_time() - begun) / seeds
    fit = [normalized_mutual_info_score(truth, labels) for labels in found]
    agreement = np.mean([adjusted_rand_score(*pair) for pair in combinations(found, 2)])
    row = {
        "NMI with the labels": f"{np.mean(fit):.3f} ± {np.std(fit):.3f}",
        "agreement of seeds (ARI)": f"{agreement:.3f}",
        "CPU s a run": number(seconds),
    }
    return size | {"row": row}


def labels_of(recipe: str, terms: pd.DataFrame, n_topics: int, seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.preprocessing import normalize

    from newsutil.topics import vectors

    if recipe == "cluster_topics":
        members = nu.cluster_topics(terms, n_topics=n_topics, seed=seed, min_similarity=0).members
        return members["topic"].to_numpy(dtype=int)
    points = TfidfTransformer().fit_transform(vectors.counts_of(terms).matrix)
    if recipe == "LSA, spherical k-means":
        points = normalize(TruncatedSVD(100, random_state=seed).fit_transform(points))
    return KMeans(n_topics, n_init=10, random_state=seed).fit_predict(points)


def labelled(smallest: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Table of terms, and the label of each article in its order."""
    articles, labels = columns(smallest) if smallest else headlines(HEADLINES)
    terms = nu.count_terms(articles)
    return terms, labels[terms["article_id"].unique()].to_numpy()


def headlines(path: Path) -> tuple[pd.DataFrame, pd.Series]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    articles = pd.DataFrame({"article_id": [f"{n:06d}" for n in range(len(rows))], "title": [row[0] for row in rows]})
    return articles.assign(text=""), pd.Series([row[1] for row in rows], index=articles["article_id"])


def columns(smallest: int) -> tuple[pd.DataFrame, pd.Series]:
    articles = nu.read_articles(DAYS)
    marks = articles["title"].str.extract(r"^\s*【([^】]+)】")[0]
    sizes = marks.value_counts()
    kept = marks.isin(sizes[sizes >= smallest].index)
    articles, marks = articles[kept], marks[kept]
    texts = [text.replace(mark, "") for text, mark in zip(articles["text"], marks, strict=True)]
    titles = articles["title"].str.replace(r"【[^】]*】", "", regex=True)
    return articles.assign(title=titles, text=texts), pd.Series(marks.to_numpy(), index=articles["article_id"])


if __name__ == "__main__":
    main()
