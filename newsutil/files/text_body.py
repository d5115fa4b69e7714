"""The part of a web page in which its article stands, and the parts that are furniture by their names.

The article stands in the element that holds most running text: each run of text with a comma or a full stop counts for
the elements around it, the near ones most, as in the extractors of Readability's kind; their thresholds, made for
European text, lose short Chinese items.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from newsutil.base import resources
from newsutil.files.markup import RUNNING, elements, is_seen

SHORTEST_RUN = 8
# What a run of text is worth to its paragraph, the element around that, and so on.
_SHARES = (0.6, 1.0, 0.55, 0.3, 0.15)
_PER_MARK = 20
_FURNITURE_SHARE = 0.4  # an element named like furniture that holds more of the running text than this is none


def body_of(tree: Any, furniture: set[Any]) -> Any:
    """The element that holds the article; ``None`` where there is no running text."""
    from lxml.etree import iterwalk

    small_print = resources.one_of("files/web_words", "word", "small print")
    score = defaultdict[Any, float](float)
    around: list[Any] = []
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            if around and around[-1] is element:
                around.pop()
            continue
        if element.tag == "a" or not is_seen(element) or element in furniture:
            walk.skip_subtree()
            continue
        if element.tag in elements("block"):
            around.append(element)
        run = _own_text(element)
        marks = len(RUNNING.findall(run))
        if marks and len(run) >= SHORTEST_RUN and not re.search(small_print, run):
            worth = len(run) + _PER_MARK * marks
            for share, holder in zip(_SHARES, reversed(around), strict=False):
                # A page of <br> has its paragraphs in one element.
                whole = holder is around[-1] and run.count("。") > 1 and holder.tag != "p"
                score[holder] += worth * (1 if whole else share)
    return max(score, key=score.__getitem__, default=None)


def _own_text(element: Any) -> str:
    """Text of an element itself, without that of the elements in it."""
    return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()


def furniture_of(tree: Any) -> set[Any]:
    """Elements that are furniture by their class or id, but for one in which much of the page's text stands."""
    from lxml.etree import iterwalk

    names = set(resources.column("files/web_words", "word", "class"))
    said: dict[Any, int] = {}
    suspects = []
    for _, element in iterwalk(tree, events=("end",)):
        runs = len(run) if RUNNING.search(run := _own_text(element)) and is_seen(element) else 0
        said[element] = runs + sum(said.pop(child, 0) for child in element)
        own = re.findall("[a-z]+", f"{element.tag} {element.get('class', '')} {element.get('id', '')}".lower())
        if not names.isdisjoint(own) and element.tag not in ("body", "html"):
            suspects.append((element, said[element]))
    return {element for element, length in suspects if length < _FURNITURE_SHARE * max(said[tree], 1)}
