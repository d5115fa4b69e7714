"""How long ``import newsutil`` and the example of the README take in a fresh process.

    python benchmarks/imports.py [--quick]

``import`` is the time beyond that of an interpreter that imports nothing.  Promised: import under 0.3 s, the example
under 5 s, in processor seconds, which other work on the machine does not change much.
"""

from __future__ import annotations

import argparse
import re
import statistics

from _harness import ROOT, Spent, number, run, table

PROMISED = {"import newsutil": 0.3, "the example of the README": 5.0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer runs")
    runs = 3 if parser.parse_args().quick else 7
    example = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    codes = {
        "nothing": "pass",
        "import newsutil": "import newsutil",
        "import pandas, sklearn": "import pandas, sklearn",
    }
    if example:
        codes["the example of the README"] = example[1]
    spent: dict[str, list[Spent]] = {name: [] for name in codes}
    for _ in range(runs):
        for name, code in codes.items():
            spent[name].append(run(["-c", code])[1])
    rows = []
    for name, took in spent.items():
        wall, cpu = (statistics.median(getattr(one, kind) for one in took) for kind in ("wall", "cpu"))
        if name.startswith("import"):
            wall -= statistics.median(one.wall for one in spent["nothing"])
            cpu -= statistics.median(one.cpu for one in spent["nothing"])
        promised = PROMISED.get(name)
        kept = "" if promised is None else f"{'kept' if cpu < promised else 'NOT kept'} (under {promised} s)"
        peak = statistics.median(one.peak for one in took)
        rows.append({"": name, "s": number(wall), "CPU s": number(cpu), "peak MB": number(peak), "promise": kept})
    print(f"Medians of {runs} runs in turn.")
    print(table(rows))


if __name__ == "__main__":
    main()
