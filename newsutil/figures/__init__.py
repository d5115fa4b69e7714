"""Figures: every plot takes a table and returns its Axes; ``show`` checks, displays and describes a figure."""

from __future__ import annotations

import importlib
from typing import Any

_HOME = {
    "setup": "style",
    "show": "display",
    "describe": "summary",
    "plot_topics": "topics",
    "plot_topic_map": "topics",
    "plot_topic_shares": "topics",
    "plot_trends": "trends",
    "plot_trend_heatmap": "trends",
    "plot_keyness": "keyness",
    "plot_comparison": "comparison",
    "plot_tricolour": "comparison",
}

__all__ = [
    "describe",
    "plot_comparison",
    "plot_keyness",
    "plot_topic_map",
    "plot_topic_shares",
    "plot_topics",
    "plot_trend_heatmap",
    "plot_trends",
    "plot_tricolour",
    "setup",
    "show",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'newsutil.figures' has no attribute {name!r}")
    return getattr(importlib.import_module(f"newsutil.figures.{_HOME[name]}"), name)
