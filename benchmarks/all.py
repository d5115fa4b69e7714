"""Run every benchmark of this folder and write ``results.md``: ``python run.py benchmarks [--quick] [NAME ...]``.

Each benchmark is a script of its own that prints Markdown.  With names only those are run, and only their parts of
``results.md`` are replaced.  One that fails, or lacks a package or the research texts, says so in its part.
"""

from __future__ import annotations

import argparse
import re
from datetime import date

from _harness import DAYS, HERE, ROOT, machine, run

# Further words for those that do not find their texts by themselves, and for a short run.
FOLDER = ("reading", "trends", "places", "metrics")
QUICK = {"fuzz": ["--inputs", "2000"], "trends": ["--runs", "10"], "reading": ["--rounds", "1"]}
FULL = {"fuzz": ["--minutes", "5"]}
NO_FOLDER_WHEN_QUICK = ("trends", "places", "metrics")
NEEDS_FOLDER = ("reading",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="only these")
    parser.add_argument("--quick", action="store_true", help="short runs, to see that all works; results.md stays")
    choices = parser.parse_args()
    scripts = [path.stem for path in sorted(HERE.glob("*.py")) if path.stem != "all" and not path.stem.startswith("_")]
    unknown = set(choices.names) - set(scripts)
    if unknown:
        parser.error(f"names out of {', '.join(scripts)} are needed; got {', '.join(sorted(unknown))}")
    target = HERE / "results.md"
    parts = known_parts(target.read_text(encoding="utf-8")) if target.exists() else {}
    for name in choices.names or scripts:
        print(f"== {name}", flush=True)
        parts[name] = part(name, choices.quick)
        print(parts[name], flush=True)
        if not choices.quick:
            body = "\n\n".join(
                f"## {part_name}\n\n{parts[part_name]}" for part_name in sorted(parts) if part_name in scripts
            )
            target.write_text(f"{introduction()}\n\n{body}\n", encoding="utf-8")


def introduction() -> str:
    return (
        "# Results of the benchmarks\n\n"
        f"Written by `python run.py benchmarks`, last on {date.today():%Y-%m-%d}, on this machine: {machine()}  Other "
        "work shared it: read ratios, not seconds, and CPU ratios before those of the clock."
    )


def known_parts(text: str) -> dict[str, str]:
    """Text of each part of an earlier ``results.md``."""
    pieces = re.split(r"(?m)^## (\w+)\n", text)
    return {name: body.strip() for name, body in zip(pieces[1::2], pieces[2::2], strict=True)}


def part(name: str, quick: bool) -> str:
    """What a benchmark prints, its headings one level lower."""
    script = HERE / f"{name}.py"
    words = (QUICK if quick else FULL).get(name, [])
    if quick and "--quick" in script.read_text(encoding="utf-8"):
        words = [*words, "--quick"]
    if name in NEEDS_FOLDER and not DAYS.is_dir():
        return "Left out: it reads the research texts, which are not beside the project."
    if name in FOLDER and DAYS.is_dir() and not (quick and name in NO_FOLDER_WHEN_QUICK):
        words = [*words, str(DAYS)]
    try:
        output, spent = run([script, *words])
    except RuntimeError as error:
        return f"Failed: {str(error).splitlines()[-1]}"
    lowered = re.sub(r"(?m)^## ", "### ", output.strip())
    shown = lowered.replace(str(DAYS), "xwlb").replace(str(ROOT), ".")
    return f"{shown}\n\nTook {spent.wall:.0f} s, {spent.cpu:.0f} CPU s, {spent.peak:.0f} MB."


if __name__ == "__main__":
    main()
