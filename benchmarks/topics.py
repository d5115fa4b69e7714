"""Topics on labelled headlines: NMI with the labels and agreement between seeds, beside two plain recipes.

    python benchmarks/topics.py HEADLINES.tsv [SEEDS]

The file has a headline, a tab and a class on each line, like the development headlines of THUCNews.
"""

from __future__ import annotations

import sys
import time
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

import newsutil as nu
from newsutil import features
from newsutil.sphere import spherical_kmeans


def main(path: str, seeds: int) -> None:
    lines = [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()]
    articles = pd.DataFrame({"article_id": [f"{n:06d}" for n in range(len(lines))], "title": [x[0] for x in lines]})
    terms = nu.count_terms(articles.assign(text=""))
    counts = features.counts_of(terms)
    truth = pd.Series([x[1] for x in lines], index=articles["article_id"])[counts.ids].to_numpy()
    number = len(set(truth))
    weights = TfidfTransformer().fit_transform(counts.matrix)

    def plain(seed: int) -> np.ndarray:
        return KMeans(number, n_init=1, random_state=seed).fit_predict(weights)

    def spherical(seed: int) -> np.ndarray:
        return spherical_kmeans(features.embed(counts.matrix, 100), number, np.random.default_rng(seed), starts=10)

    def ours(seed: int) -> np.ndarray:
        members = nu.cluster_topics(terms, n_topics=number, seed=seed, min_similarity=0).members
        return members["topic"].to_numpy(dtype=int)

    for name, cluster in (("TF-IDF, k-means", plain), ("LSA, spherical k-means", spherical), ("cluster_topics", ours)):
        begun = time.perf_counter()
        found = [cluster(seed) for seed in range(seeds)]
        seconds = (time.perf_counter() - begun) / seeds
        fit = [normalized_mutual_info_score(truth, labels) for labels in found]
        agreement = np.mean([adjusted_rand_score(a, b) for a, b in combinations(found, 2)])
        print(f"{name:24} NMI {np.mean(fit):.3f} ± {np.std(fit):.3f}  agreement {agreement:.3f}  {seconds:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10)
