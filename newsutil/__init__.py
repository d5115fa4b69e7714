"""From Chinese newspaper pages to topics, trends and comparable regional figures."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.2.0"

# Public name -> the module that has it.  Loaded when first used: what these modules import takes a second.
_HOME = {
    "NewsutilWarning": "schema",
    "read_pages": "pages.pages",
    "unread_files": "pages.pages",
    "split_articles": "pages.articles",
    "read_articles": "pages.articles",
    "read_archive": "pages.archive",
    "unassigned_text": "pages.articles",
    "segment": "words.terms",
    "count_terms": "words.terms",
    "compare_segmentation": "words.terms",
    "domain_words": "words.terms",
    "cluster_topics": "topics.topics",
    "assign_topics": "topics.topics",
    "describe_topics": "topics.topic_tables",
    "topic_names": "topics.topic_tables",
    "topic_shares": "topics.topic_tables",
    "map_articles": "topics.topic_tables",
    "keyword_trends": "trends.trends",
    "find_bursts": "trends.bursts",
    "find_changes": "trends.changes",
    "concordance": "words.concordance",
    "keyness": "words.keyness",
    "cooccurrence": "words.cooccurrence",
    "find_reprints": "words.reprints",
    "find_places": "places.places",
    "home_regions": "places.places",
    "extract_metrics": "metrics.metrics",
    "comparable_measures": "metrics.comparison",
    "compare_regions": "metrics.comparison",
    "reported_figures": "metrics.reported",
    "quote_figures": "metrics.quotes",
    "write_csv": "base.writing",
    "write_workbook": "base.writing",
    "setup": "plots.style",
    "show": "plots.display",
    "plot_topics": "plots.topics",
    "plot_topic_map": "plots.topics",
    "plot_topic_shares": "plots.topics",
    "plot_trends": "plots.trends",
    "plot_keyness": "plots.keyness",
    "plot_trend_heatmap": "plots.trends",
    "plot_network": "plots.network",
    "plot_wordcloud": "plots.wordcloud",
    "plot_comparison": "plots.comparison",
    "plot_tricolour": "plots.tricolour",
    "plot_over_time": "plots.over_time",
    "region_name": "places.divisions",
    "caption": "plots.style",
    "PALETTE": "plots.style",
}

__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'newsutil' has no attribute {name!r}")
    return getattr(importlib.import_module(f"newsutil.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
