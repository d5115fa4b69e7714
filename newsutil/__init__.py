"""From Chinese newspaper pages to topics, trends and comparable regional figures."""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.2.0"

# Module -> its public names.  Loaded when first used: what these modules import takes a second.
_MODULES = {
    "schema": ("NewsutilWarning",),
    "pages.pages": ("read_pages", "unread_files"),
    "pages.articles": ("split_articles", "read_articles", "unassigned_text", "read_archive"),
    "words.terms": ("segment", "count_terms", "compare_segmentation", "domain_words"),
    "topics.topics": ("cluster_topics", "assign_topics"),
    "topics.topic_tables": ("describe_topics", "topic_names", "topic_shares", "map_articles"),
    "trends.trends": ("keyword_trends",),
    "trends.bursts": ("find_bursts",),
    "trends.changes": ("find_changes",),
    "words.concordance": ("concordance",),
    "words.keyness": ("keyness",),
    "words.cooccurrence": ("cooccurrence",),
    "words.reprints": ("find_reprints",),
    "places.places": ("find_places", "home_regions"),
    "metrics.metrics": ("extract_metrics",),
    "metrics.comparison": ("comparable_measures", "compare_regions"),
    "metrics.reported": ("reported_figures",),
    "metrics.quotes": ("quote_figures",),
    "base.writing": ("write_csv", "write_workbook"),
    "plots.style": ("setup", "caption", "PALETTE"),
    "plots.display": ("show",),
    "plots.topics": ("plot_topics", "plot_topic_map", "plot_topic_shares"),
    "plots.trends": ("plot_trends", "plot_trend_heatmap"),
    "plots.words": ("plot_keyness", "plot_network", "plot_wordcloud"),
    "plots.comparison": ("plot_comparison",),
    "plots.tricolour": ("plot_tricolour",),
    "plots.over_time": ("plot_over_time",),
    "places.divisions": ("region_name",),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [*_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'newsutil' has no attribute {name!r}")
    return getattr(importlib.import_module(f"newsutil.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
