"""Feed the verbs 100,000 inputs: ``python benchmarks/fuzz.py [--inputs N] [--minutes M] [--seed S]``.

The inputs are pages, articles, strings of numerals and bytes of files, put together from the pieces of
``tests/strategies.py`` and any other characters, cut, swapped, doubled and reversed; and sentences and pages of real
wording, those of the tests' cases and of ``data``, spliced with one another and given other numbers.  Each has to pass
the checks of ``tests/test_fuzz.py``: no exception but the documented ones, every letter of a page in an article or in
the ledger, spans that point at their text.  A failing batch is halved until one input is left, which is then made as
short as it still fails.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from strategies import MARKS, PIECES, as_articles  # noqa: E402
from test_fuzz import check_articles, check_segments, letters, page_table  # noqa: E402

import newsutil as nu  # noqa: E402
from newsutil.schema import frame  # noqa: E402

BATCH = 250
SIGNS = (
    "0123456789０１２．，%％〇零一二三四五六七八九十百千万亿两半几多余近约超第年月日元人个米-—~至比/:.+分之成倍点吨亩"
)
WIDE = (
    (0x20, 0x7F),
    (0x80, 0x2FF),
    (0x2000, 0x206F),
    (0x3000, 0x303F),
    (0x4E00, 0x9FFF),
    (0xFF00, 0xFFEF),
    (0x1F300, 0x1FAFF),
)
Inputs = list[str] | list[bytes]


def written(path: Path) -> list[str]:
    """The sentences of a file of cases or of annotated articles."""
    content = path.read_text(encoding="utf-8")
    rows = json.loads(content) if path.suffix == ".json" else map(json.loads, content.splitlines())
    texts = [row[field] for row in rows for field in ("title", "text") if isinstance(row.get(field), str)]
    return [sentence for text in texts for sentence in re.findall("[^。\n]+[。\n]?", text)]


SENTENCES = [
    sentence
    for path in [*sorted((ROOT / "tests" / "cases").glob("*.jsonl")), ROOT / "data" / "gold" / "dev.json"]
    for sentence in written(path)
]
PRINTED = [path.read_text(encoding="utf-8").splitlines() for path in sorted((ROOT / "data" / "pages").glob("*.*"))]
PRINTED += [
    json.loads(case)["text"].splitlines()
    for case in (ROOT / "tests" / "cases" / "items.jsonl").read_text(encoding="utf-8").splitlines()
]
FOREIGN = re.compile(r"\[/?[a-z]{1,6}(?:=[ -\\^-~]*)?\]|^h[1-6]\.", re.MULTILINE)  # markup of forums and of Textile
NUMBER = re.compile(r"[0-9.]+|[一二三四五六七八九十百千万亿]{2,}")


def piece(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        return chance.choice(PIECES)
    if kind < 0.8:
        return chance.choice(MARKS)
    if kind < 0.9:
        return "".join(chance.choice(SIGNS) for _ in range(chance.randrange(12)))
    return "".join(chr(chance.randint(*chance.choice(WIDE))) for _ in range(chance.randrange(6)))


def damaged(text: str, chance: random.Random) -> str:
    """``text`` with stretches cut, doubled, reversed or moved."""
    for _ in range(chance.randrange(4)):
        first, last = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        middle = text[first:last]
        middle = chance.choice(["", middle * 2, middle[::-1], middle + text[:first][-20:], middle.upper()])
        text = text[:first] + middle + text[last:]
    return text


def passage(chance: random.Random) -> str:
    return damaged("".join(piece(chance) for _ in range(chance.randrange(25))), chance)


def page(chance: random.Random) -> str:
    lines = [piece(chance) + (piece(chance) if chance.random() < 0.3 else "") for _ in range(chance.randrange(30))]
    return damaged(chance.choice(["\n", "\n\n", "\r\n"]).join(lines), chance)


def numerals(chance: random.Random) -> str:
    return "".join(chance.choice(SIGNS) for _ in range(chance.randrange(40)))


def spliced(chance: random.Random) -> str:
    """A sentence, at times its beginning with the end of another, its numbers at times those of others."""
    first, second = chance.choices(SENTENCES, k=2)
    if chance.random() < 0.6:
        first = first[: chance.randrange(len(first) + 1)] + second[chance.randrange(len(second) + 1) :]
    if chance.random() < 0.5:
        first = NUMBER.sub(lambda found: chance.choice([found[0], *(NUMBER.findall(second) or ["3"])]), first)
    return first


def sentences(chance: random.Random) -> str:
    return damaged("".join(spliced(chance) for _ in range(chance.randint(1, 5))), chance)


def printed(chance: random.Random) -> str:
    """Runs of lines of bundled pages and of the tests' pages, one after the other."""
    lines: list[str] = []
    for given in chance.choices(PRINTED, k=chance.randint(1, 3)):
        first = chance.randrange(max(len(given), 1))
        lines += given[first : first + chance.randint(1, 25)]
    for _ in range(chance.randrange(4)):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return damaged("\n".join(lines), chance) if chance.random() < 0.5 else "\n".join(lines)


def file_bytes(chance: random.Random) -> bytes:
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(400))
    given = page(chance).encode(chance.choice(["utf-8", "gb18030", "utf-16"]), "replace")
    return given[chance.randrange(3) :] if chance.random() < 0.3 else given


def check_texts(texts: Inputs) -> None:
    dates = ["2023-06-02", None, "2024-02-29"]
    check_articles(as_articles([(text[:30], text, dates[number % 3]) for number, text in enumerate(texts)]))


def check_pages(texts: Inputs) -> None:
    """As ``check_page`` of the tests, for all pages in one table; what may be a tag may be left out."""
    rows = [{"page_id": f"p{number:03d}", "text": text} for number, text in enumerate(texts)]
    table = frame("pages", rows)
    made, left = nu.split_articles(table), nu.unassigned_text(table)
    fields = ["kicker", "title", "subtitle", "credit", "sections", "text"]
    kept = {row["page_id"]: Counter() for row in rows}
    for page_id, *parts in made[["page_id", *fields]].itertuples(index=False):
        for part in parts:
            kept[page_id] += signs_of(part)
    for page_id, part in left[["page_id", "text"]].itertuples(index=False):
        kept[page_id] += signs_of(part)
    assert made["article_id"].is_unique
    for row in rows:
        found, printed = kept[row["page_id"]], signs_of(row["text"])
        assert not letters(FOREIGN.sub("", row["text"])) - found, "letters of the page stand nowhere"
        assert not found - printed, "letters stand twice"


def signs_of(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isalnum())


def check_files(contents: Inputs) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            (Path(folder) / f"20230602-{number:03d}.txt").write_bytes(content)
        nu.split_articles(nu.read_pages(folder))


def check_words(texts: Inputs) -> None:
    for text in texts:
        check_segments(text)
    nu.split_articles(page_table("\n".join(texts)))


# kind -> how one is made, how a batch is checked, its share of all inputs
KINDS: dict[str, tuple[Callable[[random.Random], str | bytes], Callable[[Inputs], None], float]] = {
    "articles": (passage, check_texts, 0.2),
    "sentences": (sentences, check_texts, 0.25),
    "numerals": (numerals, check_texts, 0.15),
    "pages": (page, check_pages, 0.1),
    "printed pages": (printed, check_pages, 0.1),
    "files": (file_bytes, check_files, 0.1),
    "words": (passage, check_words, 0.1),
}


def fault(check: Callable[[Inputs], None], inputs: Inputs) -> str:
    """What went wrong, or ""."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", nu.NewsutilWarning)
        warnings.filterwarnings("error", message=".*could not be worked on")
        try:
            check(inputs)
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            return f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
    return ""


def smallest(check: Callable[[Inputs], None], inputs: Inputs) -> tuple[str, str | bytes]:
    """Fault and the shortest input found that has it."""
    while len(inputs) > 1:
        half = inputs[: len(inputs) // 2]
        rest = inputs[len(inputs) // 2 :]
        if fault(check, half):
            inputs = half
        elif fault(check, rest):
            inputs = rest
        else:
            return f"only together: {fault(check, inputs)}", repr(inputs)
    (text,) = inputs
    said = fault(check, [text])
    step = max(len(text) // 2, 1)
    while step:
        start = 0
        while start < len(text):
            shorter = text[:start] + text[start + step :]
            if fault(check, [shorter]) == said:
                text = shorter
            else:
                start += step
        step //= 2
    return said, text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    end = time.monotonic() + 60 * chosen.minutes
    chance = random.Random(chosen.seed)
    tried: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    while sum(tried.values()) < chosen.inputs and time.monotonic() < end:
        kind = chance.choices(list(KINDS), [share for *_, share in KINDS.values()])[0]
        make, check, _ = KINDS[kind]
        inputs = [make(chance) for _ in range(BATCH)]
        tried[kind] += BATCH
        if fault(check, inputs):
            said, shortest = smallest(check, inputs)
            faults[said] += 1
            if faults[said] == 1:
                print(f"FAULT ({kind}) {said}: {shortest!r}", flush=True)
    print(f"{sum(tried.values()):,} inputs: {dict(tried)}")
    print(f"{len(faults)} faults: {dict(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
