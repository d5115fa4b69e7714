"""Runs of a page: headings and credits with the text below them, and which numbered headings open briefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from newsutil.pages import headings
from newsutil.pages.credits import DATELINE, DAY, closing_credit
from newsutil.pages.line_roles import BODY, CREDIT, HEAD, NAME, TAIL
from newsutil.pages.lines import Line


@dataclass(slots=True)
class Run:
    """Headings and credits, and the text below them up to the next heading."""

    heads: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    resumed: bool = False  # opens an item of its own though it has no heading
    following: Run | None = None


def find_runs(content: Sequence[Line]) -> list[Run]:
    runs = [Run()]
    for at, line in enumerate(content):
        run = runs[-1]
        if line.role == TAIL and _tail_role(run, content, at) == HEAD:
            line.role = HEAD
        elif line.role in (HEAD, NAME) and _signs(run, content, at):
            line.role = TAIL
        role = line.role
        if role in (HEAD, CREDIT, NAME):
            if run.body or (line.field == "title" and any(head.field == "title" for head in run.heads)):
                runs.append(run := Run())
            run.heads.append(line)
        else:
            if (line.resumed and not run.heads) or (run.body and role == BODY and DATELINE.match(line.text)):
                runs.append(run := Run(resumed=True))
            run.body.append(line)
    kept = [run for run in runs if run.heads or run.body]
    for run, following in pairwise(kept):
        run.following = following
    return kept


def _tail_role(run: Run, content: Sequence[Line], at: int) -> str:
    """A firm's name or a date behind an announcement is its signature; elsewhere a name of a firm may be a heading."""
    line, following = content[at], content[at + 1] if at + 1 < len(content) else Line(0, "")
    dated = line.text[:1].isdigit() or line.text[:1] in "二一十三四五六七八九"
    kicks = following.role == HEAD and bool(following.level) == bool(line.level)
    if not dated and kicks and headings.is_kind(following.text, "bare notice"):
        # 沱江县人民法院 / 公告: who announces stands above, where no one signs below.
        below = (content[later].role for later in range(at + 2, len(content)))
        return BODY if next((role for role in below if role in (HEAD, TAIL)), HEAD) == TAIL else HEAD
    if run.body and (dated or following.role == TAIL or headings.is_notice(run.heads) or run.body[-1].role == TAIL):
        return BODY
    return BODY if dated else HEAD


def _signs(run: Run, content: Sequence[Line], at: int) -> bool:
    """Whether a bare line between an announcement and a date, or at its very end, is who signs it."""
    line, following = content[at], content[at + 1] if at + 1 < len(content) else None
    last = following is None or line.ends or following.field in ("title", "kicker", "entry")
    dated = following is not None and following.role == TAIL and DAY.fullmatch(following.text) is not None
    bare = not (line.level or line.field or line.opens)
    return (dated or last) and bare and bool(run.body) and headings.is_notice(run.heads)


def mark_briefs(runs: Sequence[Run]) -> None:
    """Titles that are numbered on (1. 沱江：…, 2. 雁江：…) open items; numbered section heads and lists do not."""
    heads = [[head for head in run.heads if head.role == HEAD and headings.number_of(head)] for run in runs]
    numbers = [headings.number_of(some[0]) if some else 0 for some in heads]
    start = 0
    while start < len(runs):
        end = start
        while numbers[start] == 1 and end < len(runs) and numbers[end] == end - start + 1:
            end += 1
        briefs = [some[0] for some in heads[start:end]]
        if len(briefs) > 1 and _are_briefs(runs[start:end], briefs, first_on_page=start == 0):
            for head in briefs:
                head.opens = True
        start = max(end, start + 1)


def _are_briefs(runs: Sequence[Run], briefs: Sequence[Line], *, first_on_page: bool) -> bool:
    """Whether numbered headings are titles: nothing but a label stands above them, or each has a place or a credit."""
    above = runs[0].heads[: runs[0].heads.index(briefs[0])]
    if first_on_page and all(headings.leads_briefs(head) for head in above):
        return True
    signed = [_own_credit(run) or headings.opens_at_place(head) for run, head in zip(runs, briefs, strict=True)]
    return 2 * sum(signed) > len(signed)


def _own_credit(run: Run) -> bool:
    """Whether the text of a run names who wrote it."""
    return bool(run.body) and bool(closing_credit(run.body[-1].text) or DATELINE.match(run.body[0].text))
